"""How long a person waits for a short command, against a bare interpreter and against argparse with sqlite3."""

import sqlite3
import sys
from pathlib import Path

from benchmarks.timing import command_seconds, show

ARGPARSE = """
import argparse, sqlite3, sys
parser = argparse.ArgumentParser()
parser.add_argument("database")
rows = sqlite3.connect(parser.parse_args().database).execute("select code, title, body from task order by position")
for code, title, body in rows:
    print(code, title, body[:20])
"""


def measure(folder: Path) -> None:
    """Measure on the demo's database in `folder`."""
    script = folder / "argparse_baseline.py"
    script.write_text(ARGPARSE, encoding="utf-8")
    database = folder / "demo.db"
    tasks = sqlite3.connect(database).execute("select count(*) from task").fetchone()[0]
    planner = [str(Path(sys.executable).with_name("planner")), "--database", f"sqlite:///{database}"]
    seconds = command_seconds(
        {
            "python -c pass": [sys.executable, "-c", "pass"],
            "argparse + sqlite3": [sys.executable, str(script), str(database)],
            "planner --help": [planner[0], "--help"],
            "planner status": [*planner, "status"],
            "planner status --as-of 2024-10-31": [*planner, "status", "--as-of", "2024-10-31"],
            "planner task show 2024-12": [*planner, "task", "show", "2024-12"],
        }
    )
    show(f"cold start, {tasks} tasks with a year of entries", seconds, "python -c pass", "argparse + sqlite3")
