"""The manual's commands, run one after another as a coordinator would, print what the manual shows."""

import datetime as dt
import re
import shlex
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from planner.cli.form import PARTLY
from planner.cli.main import app
from planner.cli.report_check import FOUND
from tests.databases import count_on, named
from tests.filling import Filling

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^ *```(sh|text)(?: ([^\n]+))?\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
ELIDED = "……"


def blocks() -> Iterator[tuple[str, str, str]]:
    """The manual's fenced blocks: commands (sh), what they print (text), or a file to make (text with its name)."""
    text = (ROOT / "docs" / "manual.zh-CN.md").read_text(encoding="utf-8")
    return ((found[1], found[2] or "", found[3]) for found in BLOCK.finditer(text))


def correct_table() -> None:
    """The corrections that the manual has her make in Excel: a lead for 2024-07, a due day for 2024-08."""
    path = Path("责任分工表.xlsx")
    workbook = load_workbook(path)
    sheet = workbook["责任分工表"]
    columns = {str(cell.value): cell.column for row in sheet.iter_rows(max_row=2) for cell in row if cell.value}
    for row in range(3, 30):
        if sheet.cell(row, columns["编号"]).value == "2024-07":
            responsible = sheet.cell(row, columns["责任单位"])
            responsible.value = str(responsible.value).replace("市政府办公室、", "")
            sheet.cell(row, columns["牵头单位"]).value = "市政府办公室"
        if sheet.cell(row, columns["编号"]).value == "2024-08":
            sheet.cell(row, columns["完成时限"]).value = dt.datetime(2024, 11, 30)  # noqa: DTZ001 - as Excel keeps days
    workbook.save(path)


def fill_in_forms() -> None:
    """The four forms that come back by the manual's table, one of them with faults, and a picture."""
    out, back = Path("发出"), Path("收回")
    brigade = Filling(out / "2024Q2填报表-市消防救援支队.xlsx")
    brigade.put(
        "2024-14",
        本期进展="与应急管理部门联合演练2次，发现隐患17处，督促整改15处。",
        下步安排="跟进剩余2处隐患。",
        佐证="云消〔2024〕18号",
    )
    brigade.save(back / brigade.path.name)
    district = Filling(out / "2024Q2填报表-河口区政府.xlsx")
    district.put(
        "2024-15",
        本期进展="复议办案场所完成设计，加固工程正在招标。",
        存在问题="加固工程开工晚。",
        原因="墙体检测不合格，增加了加固内容。",
        申请延期至=dt.datetime(2025, 3, 31),  # noqa: DTZ001 - as Excel keeps days
        延期理由="办案场所加固工程延后",
    )
    district.save(back / "河口区.xlsx")
    faulty = Filling(out / "2024Q2填报表-市人民检察院.xlsx")
    faulty.put("2024-09", 存在问题="平台还没有接入全部部门。")
    faulty.put(
        "2024-18",
        本期进展="认真落实工作要求，常态化推进各类监督贯通协同。",
        申请延期至=dt.datetime(2025, 3, 31),  # noqa: DTZ001 - as Excel keeps days
    )
    faulty.save(back / "检察院填报.xlsx")
    shutil.copy(out / "2024Q2填报表-市审计局.xlsx", back)
    (back / "演练照片.jpg").write_bytes(b"\xff\xd8\xff")


def correct_marked_form() -> None:
    """The faulty form's marked copy, put right and handed in again."""
    form = Filling(Path("收回/退回/检察院填报（标注）.xlsx"))
    form.put("2024-09", 存在问题=None)
    form.put("2024-18", 申请延期至=None)
    form.save(Path("收回/检察院填报（改好）.xlsx"))


def answer_return() -> None:
    """The form that went out with the reason of the returned entry, with other words."""
    form = Filling(Path("补发/2024Q2填报表-市人民检察院.xlsx"))
    form.put("2024-18", 本期进展="办理行政检察监督案件41件，发出检察建议12份，采纳11份。")
    form.save(Path("收回/检察院重报.xlsx"))


BY_HAND: Mapping[str, Callable[[], None]] = {
    "task assign --file": correct_table,
    "form collect 收回 --dry-run": fill_in_forms,
    "form collect 收回 --as-of 2024-07-08": correct_marked_form,
    "form collect 收回 --as-of 2024-07-20": answer_return,
}
"""What people do in Excel before a command."""

EXITS: Mapping[str, int] = {
    "form collect 收回 --dry-run": PARTLY,
    "form collect 收回 --as-of 2024-07-05": PARTLY,
    "report check": FOUND,
}
"""The commands that end with a code of their own: some set aside, something found."""


def run(line: str, known: Mapping[str, str]) -> str:
    """What a command of the manual prints, on both streams; `known` has been run before, away from all others."""
    if line in known:
        return known[line]
    for command, by_hand in BY_HAND.items():
        if command in line:
            by_hand()
    result = CliRunner().invoke(app, shlex.split(line)[1:], prog_name="planner")
    expected = next((code for command, code in EXITS.items() if command in line), 0)
    assert result.exit_code == expected, f"{line}: {result.output}"
    return result.output


def unshown(said: str, real: str) -> list[str]:
    """The pieces of a text block that a command didn't print; blanks between columns don't count."""
    plain = " ".join(real.split())
    pieces = [" ".join(piece.split()) for line in said.splitlines() for piece in line.split(ELIDED)]
    return [piece for piece in pieces if piece not in plain]


Office = Callable[[str], str]


@pytest.fixture
def office(
    one_kind: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, demo: tuple[Path, str]
) -> Office:
    """Run a command on the file in the folder, or on a server's database that the environment names.

    The manual's numbers are SQLite's: on PostgreSQL a dry run uses some up.
    """
    monkeypatch.setenv("PLANNER_ACTOR", "王敏")
    monkeypatch.delenv("PLANNER_DATABASE_URL", raising=False)
    known = {"planner demo --out 演示": demo[1].replace("“out", "“演示")}
    if one_kind == "sqlite":
        return lambda line: run(line, known)
    url: str = request.getfixturevalue("bare_url")
    monkeypatch.setenv("PLANNER_DATABASE_URL", url)

    def on_the_server(line: str) -> str:
        count_on(url)
        return run(line, known).replace(named(url), "planner.db")

    return on_the_server


def test_manual_shows_what_the_commands_really_print(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, office: Office
) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    printed, wrong, commands = "", [], 0
    for kind, name, body in blocks():
        if kind == "sh":
            lines = [line for line in body.splitlines() if line.strip()]
            printed = "".join(office(line) for line in lines)
            commands += len(lines)
        elif name:
            (tmp_path / name).write_text(body, encoding="utf-8")
        else:
            wrong += unshown(body, printed)

    assert wrong == []
    assert commands > 50
