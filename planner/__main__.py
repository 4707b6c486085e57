"""`python -m planner`, and the `planner` command."""

import gc
import sys

# Start-up makes some hundred thousand objects that live to the end; collecting among them again and again is a tenth
# of the time of a short command. Long work still collects, only less often.
gc.set_threshold(500_000, 20, 50)

from io import TextIOWrapper  # noqa: E402 - as below

from planner.cli.main import app  # noqa: E402 - the line above is for what this imports


def main() -> None:
    """Run the command line. A console of another encoding shows ? for what it can't, instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    app()


if __name__ == "__main__":
    main()
