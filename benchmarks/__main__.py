"""`make bench`: cold start, import, ledger export, forms, year-end report, many offices; each beside its baseline."""

import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks import annual, cold_start, forms, ledger, reading, scale
from planner.bootstrap import App
from planner.cli.tour import run_tour
from planner.settings import Settings


def main() -> None:
    """Build the demo's year once and measure on it."""
    folder = Path(tempfile.mkdtemp(prefix="planner-bench-"))
    try:
        with (folder / "tour.txt").open("w", encoding="utf-8") as quiet:
            stdout, sys.stdout = sys.stdout, quiet
            try:
                run_tour(folder, Settings(actor="bench"))
            finally:
                sys.stdout = stdout
        app = App(Settings(database=f"sqlite:///{folder / 'demo.db'}", actor="bench"))
        cold_start.measure(folder)
        reading.measure(folder)
        ledger.measure(app)
        forms.measure(folder)
        annual.measure(folder)
        scale.measure(folder)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
