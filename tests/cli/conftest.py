"""The command line as a user calls it, on a database of its own."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from planner.cli.main import app
from tests.world import SMALL_PLAN


@dataclass(frozen=True)
class Answer:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - JSON is untyped by nature
        return json.loads(self.out)


Planner = Callable[..., Answer]


@pytest.fixture
def planner(sqlite_url: str) -> Planner:
    """Run `planner …` on a fresh database with every table; an unexpected exception fails the test."""

    def run(*words: str, database: str = sqlite_url, actor: str = "王敏") -> Answer:
        result = CliRunner().invoke(app, ["--database", database, "--actor", actor, *words], prog_name="planner")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Answer(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def small_plan(tmp_path: Path) -> Path:
    """The small plan of the tests as a text file."""
    path = tmp_path / "要点.txt"
    path.write_text(SMALL_PLAN, encoding="utf-8")
    return path


@pytest.fixture
def confirmed(planner: Planner, small_plan: Path) -> Planner:
    """The command line with the small plan imported and confirmed in March 2024."""
    assert planner("plan", "import", str(small_plan), "--as-of", "2024-03-11").code == 0
    assert planner("plan", "confirm", "2024", "--as-of", "2024-03-12").code == 0
    return planner
