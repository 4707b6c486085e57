"""`python -m tests.drills [NAME …] [--seed N] [--rounds N]`: run drills, by default all of them.

It ends with 1 where one finds something. A drill is a module of this folder
with a function `drill(wanted)` that yields outcomes.
"""

import argparse
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from tests.drills.outcomes import Outcome, Wanted

NAMES = ("kill", "writers", "nasty", "fuzz", "hostile", "tamper")
_FINDINGS_SHOWN = 20


def main() -> int:
    """Run what the command line names, a line each; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.drills")
    parser.add_argument("names", nargs="*", metavar="NAME", help="、".join(NAMES))
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--rounds", type=int, help="how often, instead of the drill's own reach")
    given = parser.parse_args()
    names = given.names or [name for name in NAMES if find_spec(f"tests.drills.{name}")]
    good = True
    for name in names:
        for outcome in _run(name, Wanted(given.seed, given.rounds)):
            _say(f"{name}  {outcome}")
            for finding in outcome.findings[:_FINDINGS_SHOWN]:
                _say(f"    {finding}")
            good &= not outcome.findings
    return 0 if good else 1


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _run(name: str, wanted: Wanted) -> Iterator[Outcome]:
    module = import_module(f"tests.drills.{name}")
    if hasattr(module, "drill"):
        yield from module.drill(wanted)
    else:
        module.main()  # prints its own lines, and leaves with 1 where it finds something


if __name__ == "__main__":
    sys.exit(main())
