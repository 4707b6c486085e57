"""Hostile text in every field of a document or workbook that is taken in, through every output: it stays text."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook

from tests.cli.conftest import Planner, run
from tests.cli.hostile import (
    COMPUTED,
    CONTROLS,
    OUTPUTS,
    check,
    fields,
    html_only,
    nasty,
    shown,
    written,
    written_to_units,
)
from tests.databases import lay
from tests.filling import Filling

DAY = ("--as-of", "2024-05-06")
BEGINNINGS = ("=1+1", "+1+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\u200b=1+1", "＝1+1")
"""What a spreadsheet might take a text for a formula by."""
WRITTEN = "_xD800_甲_x0007_乙_x0000_丙"
"""A lone surrogate, a bell and a NUL, as a workbook can carry them."""


def begun(field: str, beginning: str) -> str:
    """As nasty, begun with something that a spreadsheet computes."""
    return f"{beginning}{nasty(field)}"


def in_cell(field: str, beginning: str = "=1+1") -> str:
    """As begun, as a workbook carries it: controls by their numbers, and some that only so come in at all."""
    return re.sub(r"[\x00-\x1f]", lambda sign: f"_x{ord(sign[0]):04X}_", begun(field, beginning)) + WRITTEN


@pytest.fixture
def office(planner: Planner, one_url: str, tmp_path: Path, worked: tuple[str, Path]) -> Planner:
    """An office that took hostile documents and workbooks only."""
    url, folder = worked
    lay(url, one_url)
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    return planner


@pytest.fixture(scope="session")
def worked(
    one_template: str, one_more: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """Its database and its files, that the tests begin with."""
    url, folder = one_more(), tmp_path_factory.mktemp("hostile")
    lay(one_template, url)
    for step in (_plan, _units, _roster, _review, _table, _forms, _report):
        for words in step(folder):
            answer = run(url, html_only("actor"), words)
            assert answer.code == 0, (words[:3], answer.out, answer.err)
    return url, folder


def _plan(folder: Path) -> Iterator[tuple[str, ...]]:
    document = Document()
    for line in (
        f"青禾市2024年法治建设工作要点{html_only('head')}",
        f"一、规范执法{html_only('section')}",
        f"（一）评查案卷{html_only('title')}。每季度开展案卷评查\u202e{html_only('body')}。[责任单位：市司法局、市公安局]",
        "（二）=1+1培训人员。@SUM(A1)加强学习。[责任单位：市公安局，各县（市、区）政府]",
        "青禾市司法局<script>alert(1)</script>",
        "2024年3月8日",
    ):
        document.add_paragraph(line)
    path = folder / "要点.docx"
    document.save(str(path))
    yield "plan", "import", str(path), "--as-of", "2024-03-11"


def _review(folder: Path) -> Iterator[tuple[str, ...]]:
    path = folder / "核对表.xlsx"
    yield "plan", "review", "2024", "-o", str(path), "--as-of", "2024-03-12"
    book = load_workbook(path)
    typed(book["任务"], 2, 任务=f"+1{html_only('decided')}", 正文=in_cell("decided_body", "-1评查案卷"))
    book.save(path)
    yield "plan", "review", "2024", "--apply", str(path), "--as-of", "2024-03-12"
    yield "plan", "confirm", "2024", "--as-of", "2024-03-12"


def _units(folder: Path) -> Iterator[tuple[str, ...]]:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["单位", "简称", "联络员", "电话", "邮箱"])
    for unit, beginning in (("市公安局", "+1+1"), ("市司法局", "\t=1+1")):
        sheet.append([unit, None, *(in_cell(name, beginning) for name in ("contact", "phone", "email"))])
    as_texts(book)
    book.save(folder / "单位.xlsx")
    yield "unit", "import", str(folder / "单位.xlsx"), "--as-of", "2024-03-11"


def _roster(folder: Path) -> Iterator[tuple[str, ...]]:
    path = folder / "=名册.xlsx"
    book = Workbook()
    for row in ["单位"], [f"东桥县政府{html_only('member')}"], [f"=1+1{html_only('county')}"]:
        book.worksheets[0].append(row)
    as_texts(book)
    book.save(path)
    yield "unit", "members", "各县（市、区）政府", "--set", str(path), "--as-of", "2024-03-11"


def _table(folder: Path) -> Iterator[tuple[str, ...]]:
    path = folder / "分工表.xlsx"
    yield "plan", "export", "2024", "-o", str(path), *DAY
    yield "task", "assign", "--file", str(path), *DAY


def _forms(folder: Path) -> Iterator[tuple[str, ...]]:
    day = ("--as-of", "2024-07-02")
    yield "form", "export", "2024Q2", "-o", str(folder / "发出"), *day
    for unit, code in (("市司法局", "2024-01"), ("市公安局", "2024-02")):
        form = Filling(next((folder / "发出").glob(f"*{unit}.xlsx")))
        said = zip(("本期进展", "存在问题", "原因", "下步打算", "需协调事项"), BEGINNINGS, strict=False)
        cells = {name: in_cell("form", beginning) for name, beginning in said if name in form.columns}
        form.put(code, **cells)
        form.sign(**{name: in_cell("signed", "@") for name in ("填报人", "审签人", "联系电话")})
        as_texts(form.workbook)
        form.save(folder / "收回" / f"={unit}+1.xlsx")
    yield "form", "collect", str(folder / "收回"), *day
    yield "progress", "accept", "--all", "--reason", begun("accepted", "-"), *day


def _report(folder: Path) -> Iterator[tuple[str, ...]]:
    path = folder / "=往年.txt"
    text = (
        f"青禾市2023年法治政府建设年度报告\n一、主要举措和成效\n全年共评查案卷55件{nasty('published')}。\n"
        "二、存在的不足和原因\n（一）办法不多。\n三、2024年工作安排\n（一）加强学习。\n"
    )
    path.write_text(text, encoding="utf-8")
    yield "report", "import", str(path), "--year", "2023", "--as-of", "2024-07-03"


def typed(sheet: Any, row: int, **cells: str) -> None:  # noqa: ANN401 - a worksheet
    """Type texts into the cells of a row, by column name."""
    columns = {str(cell.value): cell.column for cell in sheet[1]}
    for name, value in cells.items():
        cell = sheet.cell(row, columns[name])
        cell.value, cell.data_type = value, "s"


def as_texts(book: Workbook) -> None:
    """Leave out what openpyxl would not write, and let nothing be a formula."""
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
            cell.data_type = "s"


SHOWN = {
    "ledger.xlsx": {"decided", "form", "contact", "phone", "section", "member", "county"},
    "review.xlsx": {"title", "body", "section", "decided", "decided_body"},
    "table.xlsx": {"decided"},
    "table.docx": {"decided"},
    "annual.docx": {"form"},
    "annual.html": {"form"},
    "annual.md": {"form"},
    "status.docx": {"decided"},
    "status.html": {"decided", "member"},
    "status.md": {"decided"},
}


def test_what_documents_said_is_text_in_every_output(office: Planner, tmp_path: Path) -> None:
    found = {name: written(office, name, tmp_path) for name in OUTPUTS}
    assert {name: wanted - found[name] for name, wanted in SHOWN.items()} == {name: set() for name in SHOWN}


def test_text_of_a_form_stands_in_the_ledger_as_it_was_typed(office: Planner, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    assert office("ledger", "export", "2024Q2", "-o", str(path), "--as-of", "2024-12-31").code == 0
    cells = [cell for sheet in load_workbook(path).worksheets for row in sheet.iter_rows() for cell in row]
    shown = [cell for cell in cells if isinstance(cell.value, str) and "<<form>>" in cell.value]
    typed_in = re.sub("[\x07\x1b]", "", begun("form", "=1+1")) + "\ufffd甲乙丙"
    assert typed_in in [cell.value for cell in shown]
    assert {cell.data_type for cell in shown} == {"s"}
    assert all(cell.quotePrefix for cell in shown if str(cell.value).startswith(("=", "+", "-", "@")))


def test_what_documents_said_is_text_in_letters_lists_calendars_and_logs(office: Planner, tmp_path: Path) -> None:
    written_to_units(office, tmp_path / "出", "2024Q3", "--as-of", "2024-12-31")
    listed = (tmp_path / "出" / "名单.csv").read_text(encoding="utf-8-sig")
    assert {"contact", "phone", "email"} <= set(re.findall(r"<<(\w+)>>", listed))


def test_material_worked_in_is_text_in_the_report(office: Planner, tmp_path: Path) -> None:
    day, path = ("--as-of", "2024-12-31"), tmp_path / "选材.xlsx"
    assert office("report", "material", "2024", "-o", str(path), *day).code == 0
    check(path)
    book = load_workbook(path)
    sheet: Any = book["选材"]
    sheet["M2"].value = f"评查案卷。{in_cell('written')}"
    sheet["M2"].data_type = "s"
    book.save(path)
    for ending in ("docx", "html", "md"):
        report = tmp_path / f"报告.{ending}"
        answer = office("report", "annual", "2024", "--material", str(path), "-o", str(report), *day)
        assert answer.code == 0, answer.err
        assert not CONTROLS.search(answer.err + answer.out)
        check(report)
        assert "written" in fields(report)


def test_form_that_is_set_aside_is_marked_with_its_texts_as_texts(office: Planner, tmp_path: Path) -> None:
    day = ("--as-of", "2024-07-05")
    form = Filling(tmp_path / "发出" / "2024Q2填报表-市公安局.xlsx")
    form.put("2024-02", 本期进展=in_cell("again"), 状态=in_cell("status", "="))
    form.sign(填报人=in_cell("signed", "-"))
    path = form.save(tmp_path / "再收" / "=1+1\u202e.xlsx")
    answer = office("form", "collect", str(path), *day)
    assert answer.code == 1
    assert not CONTROLS.search(answer.out + answer.err)
    aside = list((tmp_path / "再收" / "退回").iterdir())
    assert len(aside) == 2
    for each in aside:
        check(each)


@pytest.mark.parametrize(
    "words",
    [
        ("task", "show", "2024-01"),
        ("plan", "show", "2024"),
        ("plan", "review", "2024"),
        ("unit", "show", "市公安局"),
        ("unit", "members", "各县（市、区）政府"),
        ("progress", "list"),
        ("progress", "list", "--questions"),
        ("audit", "log"),
        ("remind", "--all"),
    ],
)
def test_what_documents_said_does_nothing_to_a_terminal(office: Planner, words: tuple[str, ...]) -> None:
    shown(office, *words)


def test_documents_are_read_and_checked_without_a_sign_for_the_terminal(office: Planner, tmp_path: Path) -> None:
    for words in (("plan", "read", str(tmp_path / "要点.docx")), ("report", "check", str(tmp_path / "=往年.txt"))):
        for more in ((), ("--json",)):
            answer = office(*words, *more)
            assert not CONTROLS.search(answer.out + answer.err)
            assert COMPUTED not in answer.out
