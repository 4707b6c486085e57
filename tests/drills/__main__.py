"""`python -m tests.drills [NAME …] [--seed N] [--rounds N]`: run drills, by default all of them.

It ends with 1 where something went wrong, which the line counts and tells below. A drill is a module of this folder
with a function `drill(wanted)` that yields outcomes.
"""

import argparse
import sys
from importlib import import_module

from tests.drills.outcomes import Wanted

DRILLS = {
    "kill": "commands killed by chance and at exact points: all of their work is there, or none",
    "copies": "backups and restores killed; a year moved to PostgreSQL and back, hashes equal",
    "writers": "many processes log at once, with readers: nothing lost, nothing doubled",
    "nasty": "disk full, read-only, file exchanged, clock going back, no locale: told in one sentence",
    "fuzz": "damaged documents and workbooks: read, or refused in a sentence",
    "tamper": "a thousand rows of the audit log changed behind its back: each found and named",
    "roles": "every command by every role, on own rows, other units and other offices",
}
_FINDINGS_SHOWN = 20


def main(words: list[str] | None = None) -> int:
    """Run what the command line names, a line each; the exit code. `words` instead of the command line's."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.drills",
        description="Run drills, by default all of them: about an hour. It ends with 1 where something went wrong.",
        epilog="\n".join(f"  {name:<9}{what}" for name, what in DRILLS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="which, from the list below")
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--rounds", type=int, help="how often, instead of the drill's own reach")
    given = parser.parse_args(words)
    if unknown := [name for name in given.names if name not in DRILLS]:
        parser.error(f"no such drill: {', '.join(unknown)}; there are {', '.join(DRILLS)}")
    good = True
    for name in given.names or DRILLS:
        for outcome in import_module(f"tests.drills.{name}").drill(Wanted(given.seed, given.rounds)):
            _say(f"{name}  {outcome}")
            for finding in outcome.wrong[:_FINDINGS_SHOWN]:
                _say(f"    {finding}")
            good &= not outcome.wrong
    return 0 if good else 1


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
