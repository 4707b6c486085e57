"""Reading and importing a plan: the seed where it lies beside the project, else the example."""

import re
import sys
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.timing import command_seconds, function_seconds, show
from planner.domain.document import Document
from planner.extraction.pipeline import read_plan
from planner.reading import read_document
from planner.settings import shipped

SIZES = (20_000, 200_000, 2_000_000, 10_000_000)
SEED = Path(__file__).parents[2] / "shared" / "seeds" / "002_4a90db0b4aea3a94.txt"


def measure(folder: Path) -> None:
    """Measure reading in the process and a whole import."""
    path = SEED if SEED.exists() else shipped() / "examples" / "plan.txt"
    document = read_document(path)
    bare = re.compile(r"[（(][一二三四五六七八九十]+[)）]|[［\[][^\]］]*[\]］]")
    seconds = function_seconds(
        {
            "findall of numbers and brackets": lambda: bare.findall(document.text),
            "read_plan": lambda: read_plan(document),
        }
    )
    show(f"reading a plan of {len(document.text)} characters", seconds, "findall of numbers and brackets")
    print(f"  {len(document.text) / seconds['read_plan']:,.0f} characters a second")
    _grow(document)
    whole = command_seconds(
        {"python -c pass": [sys.executable, "-c", "pass"], "planner plan import, new database": _import(path, folder)},
        5,
    )
    show("importing it into a new database", whole, "python -c pass")


def _grow(document: Document) -> None:
    """Show that the time grows in proportion to the length: the plan's body over and over, up to 10 MB."""
    body = document.text.index("一、")
    print("\nreading the same plan made longer")
    first = 0.0
    for size in SIZES:
        times = max(1, size // len(document.text.encode()))
        text = document.text[:body] + document.text[body:] * times
        started = time.perf_counter()
        read_plan(replace(document, text=text))
        each = (time.perf_counter() - started) / len(text)
        first = first or each
        size_told, speed = len(text.encode()) / 1e6, 1 / each
        print(f"  {size_told:8.2f} MB{speed:14,.0f} characters a second{each / first:8.2f} x the first one's time each")


def _import(path: Path, folder: Path) -> list[str]:
    """A command that imports a plan into a database that isn't there yet, each time it runs."""
    database = folder / "import.db"
    planner = Path(sys.executable).with_name("planner")
    script = f'rm -f "{database}"*; exec "{planner}" --database "sqlite:///{database}" plan import "{path}" 2>/dev/null'
    return ["sh", "-c", script]
