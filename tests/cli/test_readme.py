"""README, manual and demo say what the program really does."""

import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup
from typer.testing import CliRunner

from planner.cli.main import app
from planner.cli.tour import run_lines, tour_lines
from planner.settings import Settings
from tests.cli.conftest import LEFT, Planner
from tests.databases import named

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
# 2024-07-22 09:15; 校验码 6b0f83cbdb6bd41a: what is kept holds the log's hash, and so the clock's moments
CLOCK = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d|(?<=校验码 )[0-9a-f]{16}|(?<=\d-)[0-9a-f]{4}(?=（改动时|，其间)")
ELIDED = "…"


def printed(text: str) -> Iterator[tuple[str, list[str]]]:
    """The commands of a console text, each with the lines it printed; moments of the clock made alike."""
    for block in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = block.partition("\n")
        yield command, CLOCK.sub("<moment>", output).rstrip().splitlines()


def readme_commands() -> list[tuple[str, list[str]]]:
    """The README's tour: its commands and what it says they print."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return [item for block in CONSOLE.findall(text) for item in printed(block)]


def shows(said: list[str], real: list[str]) -> bool:
    """Whether printed lines are the real ones, `…` standing for any number that were left out."""
    if not said:
        return not real
    if said[0] == ELIDED:
        return any(shows(said[1:], real[skipped:]) for skipped in range(len(real) + 1))
    return bool(real) and said[0].rstrip() == real[0].rstrip() and shows(said[1:], real[1:])


def test_readme_tour_is_what_the_demo_runs() -> None:
    assert [command for command, _ in readme_commands()] == tour_lines()


@pytest.fixture
def toured(one_kind: str, request: pytest.FixtureRequest) -> str:
    """What the tour's commands print: the demo's, where its kind of database will do."""
    if one_kind == "sqlite":
        return str(request.getfixturevalue("demo")[1]).rpartition("\n示例的一年")[0]
    url, out = request.getfixturevalue("bare_url"), Path("out")
    request.getfixturevalue("monkeypatch").chdir(request.getfixturevalue("tmp_path"))
    out.mkdir()
    with redirect_stdout(StringIO()) as told:
        run_lines(out, Settings(database=url, actor="王敏"))
    return told.getvalue().replace(named(url), "out/demo.db")


def test_readme_shows_what_the_commands_really_print(toured: str) -> None:
    real = dict(printed(toured))

    wrong = [command for command, said in readme_commands() if not shows(said, real[command])]

    assert wrong == []


def test_demo_writes_every_file_of_the_tour(demo: tuple[Path, str]) -> None:
    named = set(re.findall(r" out/(\S+)", "\n".join(tour_lines())))

    assert {path.name for path in demo[0].iterdir()} == named | {"demo.db"}
    assert all(path.stat().st_size > 1000 for path in demo[0].rglob("*") if path.is_file())
    assert [len(list((demo[0] / folder).iterdir())) for folder in ("发出", "函件")] == [29, 17]


def test_demo_makes_anew_what_an_earlier_run_left(demo: tuple[Path, str]) -> None:
    still = [demo[0] / left for left in LEFT if (demo[0] / left).exists()]
    assert [path for path in still if path.read_bytes() == "以前留下的".encode()] == []


def test_demo_can_be_run_again_in_the_same_folder(
    demo: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(demo[0], tmp_path / "out")
    monkeypatch.chdir(tmp_path)

    answer = CliRunner().invoke(app, ["--actor", "王敏", "demo", "--out", "out"], prog_name="planner")

    assert answer.exit_code == 0, answer.output
    assert CLOCK.sub("", answer.stdout) == CLOCK.sub("", demo[1])


def test_demo_is_refused_before_anything_is_done_where_somebody_worked(planner: Planner, tmp_path: Path) -> None:
    (tmp_path / "demo.db").write_text("以前留下的", encoding="utf-8")
    (tmp_path / "状态.md").write_text("我写的", encoding="utf-8")

    answer = planner("demo", "--out", str(tmp_path))

    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        f"“{tmp_path / '状态.md'}”是以前留下的，写出以后改过或另存过（或者是旧版本写的），演示没有运行，什么也没有动；"
        "请移走它，或用 --out 换一个文件夹。\n"
    )
    left = {name: (tmp_path / name).read_text(encoding="utf-8") for name in ("demo.db", "状态.md")}
    assert left == {"demo.db": "以前留下的", "状态.md": "我写的"}


def test_demo_in_a_place_that_cannot_be_written_is_refused(planner: Planner, tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("不是文件夹", encoding="utf-8")

    answer = planner("demo", "--out", str(tmp_path / "文件"))

    assert (answer.code, answer.err) == (
        1,
        f"写不了“{tmp_path / '文件'}”（文件夹不能写），请换一个能写的位置，或先关闭正在打开它的程序。\n",
    )


@pytest.mark.parametrize("name", ["README.md", "docs/manual.zh-CN.md"])
def test_documents_name_only_commands_and_options_that_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    fenced = "\n".join(re.findall(r"```.*?\n(.*?)```", text, re.DOTALL)).replace("\\\n", " ")
    lines = re.findall(r"^(?:\$ |> )?(planner .*?)(?:\s+#.*)?$", fenced, re.MULTILINE)

    assert len(lines) > 20
    assert [line for line in lines if not understood(shlex.split(line)[1:])] == []


def understood(words: list[str]) -> bool:
    """Whether the command line takes these words; nothing is run."""
    command = typer.main.get_command(app)
    context = command.make_context("planner", words)
    while isinstance(command, TyperGroup):
        rest = [*context._protected_args, *context.args]  # noqa: SLF001 - what the group left for its command
        name, found, rest = command.resolve_command(context, rest)
        if found is None or name is None:
            return False
        command, context = found, found.make_context(name, rest, parent=context)
    return True
