"""`python -m tests.drills [NAME …] [--seed N] [--rounds N]`: run drills, by default all of them.

It ends with 1 where one finds something. A drill is a module of this folder
with a function `drill(wanted)` that yields outcomes.
"""

import argparse
import sys
from importlib import import_module

from tests.drills.outcomes import Wanted

NAMES = ("kill", "copies", "writers", "nasty", "fuzz", "tamper", "roles")
_FINDINGS_SHOWN = 20


def main() -> int:
    """Run what the command line names, a line each; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.drills")
    parser.add_argument("names", nargs="*", metavar="NAME", help="、".join(NAMES))
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--rounds", type=int, help="how often, instead of the drill's own reach")
    given = parser.parse_args()
    good = True
    for name in given.names or NAMES:
        for outcome in import_module(f"tests.drills.{name}").drill(Wanted(given.seed, given.rounds)):
            _say(f"{name}  {outcome}")
            for finding in outcome.findings[:_FINDINGS_SHOWN]:
                _say(f"    {finding}")
            good &= not outcome.findings
    return 0 if good else 1


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
