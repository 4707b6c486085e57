"""The command line as a user calls it, on a database of its own."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Dialect, Engine, event
from typer.testing import CliRunner

from planner.cli.main import app
from tests.cli import wheel
from tests.databases import lay
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
Words = tuple[str, ...]
After = Callable[..., Planner]
Begun = Callable[[Sequence[Words]], str]


def run(database: str, actor: str, words: Words) -> Answer:
    """Run `planner …`; an unexpected exception fails the test."""
    result = CliRunner().invoke(app, ["--database", database, "--actor", actor, *words], prog_name="planner")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Answer(result.exit_code, result.stdout, result.stderr)


@pytest.fixture(scope="session", autouse=True)
def learned() -> Iterator[None]:
    """Statements that one command has learned are known to the next: each makes an engine, which would learn anew."""
    dialects: dict[str, Dialect] = {}
    statements: dict[Any, Any] = {}

    def share(connection: Connection) -> None:
        connection.dialect = dialects.setdefault(connection.dialect.name, connection.dialect)
        connection.execution_options(compiled_cache=statements)

    event.listen(Engine, "engine_connect", share)
    yield
    event.remove(Engine, "engine_connect", share)


@pytest.fixture
def planner(one_url: str) -> Planner:
    """Run `planner …` on a fresh database with every table; an unexpected exception fails the test."""
    return lambda *words, database=one_url, actor="王敏": run(database, actor, words)


@pytest.fixture
def small_plan(tmp_path: Path) -> Path:
    """The small plan of the tests as a text file."""
    path = tmp_path / "要点.txt"
    path.write_text(SMALL_PLAN, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def begun(one_template: str, one_more: Callable[[], str]) -> Begun:
    """Databases after commands that many tests begin with: what has been run once is copied."""
    urls: dict[tuple[Words, ...], str] = {(): one_template}

    def found(commands: Sequence[Words]) -> str:
        key = tuple(commands)
        if key not in urls:
            url = one_more()
            lay(found(key[:-1]), url)
            answer = run(url, "王敏", key[-1])
            assert answer.code == 0, answer.err
            urls[key] = url
        return urls[key]

    return found


@pytest.fixture(scope="session")
def confirming(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Words]:
    """The commands that import and confirm the small plan in March 2024."""
    path = tmp_path_factory.mktemp("plan") / "要点.txt"
    path.write_text(SMALL_PLAN, encoding="utf-8")
    return (
        ("plan", "import", str(path), "--as-of", "2024-03-11"),
        ("plan", "confirm", "2024", "--as-of", "2024-03-12"),
    )


@pytest.fixture
def after(planner: Planner, one_url: str, begun: Begun, confirming: Sequence[Words]) -> After:
    """The command line with the small plan confirmed, and these commands run after that."""

    def begin(*commands: Words) -> Planner:
        lay(begun([*confirming, *commands]), one_url)
        return planner

    return begin


@pytest.fixture
def confirmed(after: After) -> Planner:
    """The command line with the small plan imported and confirmed in March 2024."""
    return after()


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the program installed from its wheel."""
    return wheel.install(tmp_path_factory.mktemp("wheel"))


LEFT = ("demo.db", "发出/2024Q3填报表-市司法局.xlsx", "函件/催报函-市司法局.docx")
"""What an earlier run may have left: a database, forms that look filled in, letters whose names are taken."""


@pytest.fixture(scope="session")
def demo(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of a demo run from the wheel, and what it printed. An earlier run, broken off, has left things in it.

    A year takes long: README, manual and wheel look at the same run.
    """
    folder = tmp_path_factory.mktemp("demo")
    for left in LEFT:
        (folder / "out" / left).parent.mkdir(parents=True, exist_ok=True)
        (folder / "out" / left).write_text("以前留下的", encoding="utf-8")
    program = installed / "bin" / "planner"
    return folder / "out", wheel.run(program, "--actor", "王敏", "demo", "--out", "out", cwd=folder)
