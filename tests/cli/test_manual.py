"""The manual's commands, run one after another as a coordinator would, print what the manual shows."""

import datetime as dt
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from planner.cli.main import app

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^ *```(sh|text)(?: ([^\n]+))?\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
ELIDED = "……"


def blocks() -> Iterator[tuple[str, str, str]]:
    """The manual's fenced blocks: commands (sh), what they print (text), or a file to make (text with its name)."""
    text = (ROOT / "docs" / "manual.zh-CN.md").read_text(encoding="utf-8")
    return ((found[1], found[2] or "", found[3]) for found in BLOCK.finditer(text))


def correct_table(path: Path) -> None:
    """The corrections that the manual has her make in Excel: a lead for 2024-07, a due day for 2024-08."""
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


def run(line: str) -> str:
    """What a command of the manual prints, on both streams."""
    if "assign --file" in line:
        correct_table(Path("责任分工表.xlsx"))
    result = CliRunner().invoke(app, shlex.split(line)[1:], prog_name="planner")
    assert result.exit_code == 0, f"{line}: {result.output}"
    return result.output


def unshown(said: str, real: str) -> list[str]:
    """The pieces of a text block that a command didn't print; blanks between columns don't count."""
    plain = " ".join(real.split())
    pieces = [" ".join(piece.split()) for line in said.splitlines() for piece in line.split(ELIDED)]
    return [piece for piece in pieces if piece not in plain]


def test_manual_shows_what_the_commands_really_print(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLANNER_ACTOR", "王敏")
    monkeypatch.delenv("PLANNER_DATABASE_URL", raising=False)
    printed, wrong, commands = "", [], 0
    for kind, name, body in blocks():
        if kind == "sh":
            lines = [line for line in body.splitlines() if line.strip()]
            printed, commands = "".join(map(run, lines)), commands + len(lines)
        elif name:
            (tmp_path / name).write_text(body, encoding="utf-8")
        else:
            wrong += unshown(body, printed)

    assert wrong == []
    assert commands > 50
