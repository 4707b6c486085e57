"""Runs the README's tour: each command is shown as a person would type it, and then really run."""

import shlex
import shutil
from dataclasses import replace
from pathlib import Path

import typer

from planner.cli.main import app
from planner.cli.show import say
from planner.errors import DemoHoldsWork, OutputUnwritable
from planner.settings import Settings, shipped

_REVIEW = ["plan", "review"]
"""Its workbook holds no seal: its rows tell whether anybody wrote into it."""


def tour_lines() -> list[str]:
    """The commands of the tour, as the README prints them."""
    text = (shipped() / "examples" / "tour.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def run_tour(out: Path, settings: Settings) -> None:
    """Run the tour on a database of its own in `out`, made anew as its folders are; every file is written there.

    Raises DemoHoldsWork before anything is done, OutputUnwritable, and whatever a command raises: the tour stops there.
    """
    _require_as_written(out)
    run_lines(out, replace(settings, database=f"sqlite:///{_fresh_database(out)}"))
    say(f"示例的一年走完了，文件都在“{out}”。")


def run_lines(out: Path, settings: Settings) -> None:
    """Run the commands of the tour on a database without tables."""
    command = typer.main.get_command(app)
    for line in tour_lines():
        say(f"$ {line}")
        arguments = [_placed(word, out) for word in shlex.split(line)[1:]]
        command.main(arguments, prog_name="planner", standalone_mode=False, obj=settings)
        say()


def _require_as_written(out: Path) -> None:
    """Refuse a folder where a ledger, table, page or report was changed: its own command would, half-way through."""
    from planner.usecases.report_files import changed_since

    written = [words for words in map(shlex.split, tour_lines()) if "-o" in words and words[1:3] != _REVIEW]
    if changed := changed_since(Path(_placed(words[words.index("-o") + 1], out)) for words in written):
        raise DemoHoldsWork(changed[0])


def _fresh_database(out: Path) -> Path:
    database = out / "demo.db"
    try:
        out.mkdir(parents=True, exist_ok=True)
        for path in (database, out / "demo.db-wal", out / "demo.db-shm"):
            path.unlink(missing_ok=True)
        for folder in _folders(out):
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as fault:
        raise OutputUnwritable(out, "文件夹不能写") from fault
    return database


def _folders(out: Path) -> set[Path]:
    """The folders that the tour fills: what an earlier run left there would be counted on, or numbered."""
    words = [word for line in tour_lines() for word in shlex.split(line)]
    named = (out / word.removeprefix("out/") for word in words if word.startswith("out/"))
    return {path for path in named if not path.suffix}


def _placed(word: str, out: Path) -> str:
    """The tour's file names, where this machine has them."""
    if word.startswith("examples/"):
        return str(shipped() / word)
    return str(out / word.removeprefix("out/")) if word.startswith("out/") else word
