"""Forms that came back: renamed, sorted, moved about, and saved by other programs."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from planner.domain.form_checks import check_form
from planner.domain.form_layout import GUIDE_SHEET, KEY_SHEET, ROW_KEY, form_columns, form_keys
from planner.domain.forms import BLANK, Place, ReadCell, RowAction
from planner.domain.workbooks import LONGEST_CELL
from planner.output.form_marked import marked_form
from planner.reading.forms import read_form
from tests.domain.form_filled import filled
from tests.factories_forms import FIRST_ROW, FORM_BOOK, RETURNED_ROW
from tests.reading.form_returns import NAME, column, edited, read, sent, table, taken, told, typed
from tests.reading.office import saved_by_office

TEXT = column("本期进展")


def as_sent(data: bytes) -> None:
    """What is read is the form as it went out."""
    form = taken(data)
    assert told(form) == []
    assert {row.code: (row.action, row.cells) for row in form.rows} == {
        row.code: (RowAction.NOTHING, row.held) for row in FORM_BOOK.rows
    }


def test_form_comes_back_as_it_was_sent() -> None:
    form = read_form(NAME, sent())
    assert (form.file_name, form.keys, form.faults) == (NAME, form_keys(FORM_BOOK), ())
    assert [row.number for row in form.rows] == [2, 3, 4, 5]
    assert [list(row.cells) for row in form.rows] == [[column.name for column in form_columns(FORM_BOOK)]] * 4
    assert form.signed == {
        "填报人": ReadCell(Place(GUIDE_SHEET, "B6"), "周明"),
        "审签人": ReadCell(Place(GUIDE_SHEET, "B7"), None),
        "联系电话": ReadCell(Place(GUIDE_SHEET, "B8"), "0570-1234567"),
        "日期": ReadCell(Place(GUIDE_SHEET, "B9"), None),
    }
    as_sent(sent())


def test_form_saved_by_another_library_comes_back_as_it_was_sent() -> None:
    as_sent(edited(lambda workbook: workbook.properties))


def test_cells_are_read_as_they_were_typed() -> None:
    def edit(workbook: Workbook) -> None:
        sheet = table(workbook)
        values = {
            "本期进展": " 第一行\n第二行 ",
            "存在问题": 3.0,
            "原因": 0.5,
            "下步安排": dt.datetime(2024, 9, 30, 8),  # noqa: DTZ001 - a sheet has no zones
            "需协调事项": True,
            "状态": "=1+1",
            "佐证": "=A1",
            "延期理由": "#REF!",
        }
        for name, value in values.items():
            sheet.cell(2, column(name)).value = value  # type: ignore[assignment]
        sheet.cell(2, column("②本期数")).value = 0.95
        sheet.cell(2, column("②本期数")).number_format = "0.0%"
        sheet.cell(2, column("②总数")).value = 45627
        sheet.cell(2, column("②总数")).number_format = 'm"月"d"日"'
        sheet.cell(2, column("①本期数")).value = 45627
        sheet.cell(2, column("①本期数")).number_format = 'yyyy"年"m"月"'

    cells = read(edit).rows[0].cells
    found = {name: (cell.value, cell.formula) for name, cell in cells.items()}
    assert {name: found[name] for name in found if column("状态") <= column(name) < column(ROW_KEY)} == {
        "状态": (None, True),
        "无变化": (None, False),
        "本期进展": (" 第一行\n第二行 ", False),
        "①本期数": ("2024年12月", False),
        "考核点②": (found["考核点②"][0], False),
        "考核点①": (found["考核点①"][0], False),
        "②本期数": ("95%", False),
        "②总数": (dt.date(2024, 12, 1), False),
        "存在问题": (3, False),
        "原因": (0.5, False),
        "下步安排": (dt.date(2024, 9, 30), False),
        "需协调事项": ("是", False),
        "佐证": (None, True),
        "申请延期至": (None, False),
        "延期事项": (None, False),
        "延期理由": ("#REF!", True),
    }


def test_what_was_filled_in_is_said() -> None:
    form = taken(
        typed(
            {(2, "本期进展"): "目录已印发。", (2, "状态"): "已完成", (4, "本期进展"): "按季更新。", (4, "无变化"): None}
        )
    )
    assert told(form) == []
    assert [(row.code, row.action, row.cells.text) for row in form.rows if row.action is not RowAction.NOTHING] == [
        ("2024-05", RowAction.SAY, "目录已印发。"),
        ("2024-09", RowAction.SAY, "按季更新。"),
    ]


@given(st.data())
@settings(deadline=None, max_examples=20)
def test_whatever_is_filled_in_comes_back_from_the_file(data: st.DataObject) -> None:
    book = replace(FORM_BOOK, rows=tuple(replace(row, held=BLANK) for row in FORM_BOOK.rows))
    cells = {row.code: data.draw(filled(row), row.code) for row in book.rows}

    def fill(workbook: Workbook) -> None:
        for number, row in enumerate(book.rows, 2):
            for each in form_columns(book):
                value = each.value(replace(row, held=cells[row.code])) if each.is_open(row) else None
                if value is not None:
                    cell = table(workbook).cell(number, column(each.name, book))
                    cell.value = value
                    cell.data_type = "s" if isinstance(value, str) else cell.data_type

    form = check_form(read_form(NAME, edited(fill, sent(book))), book, book)
    assert told(form) == []
    assert {row.code: row.cells for row in form.rows} == cells


# ---- what people do to files ----


def rename(workbook: Workbook) -> None:
    for number, sheet in enumerate(workbook.worksheets):
        sheet.title = f"Sheet{number}"


def move_columns(workbook: Workbook) -> None:
    """The last columns come first, and one is hidden."""
    sheet = table(workbook)
    columns = [[cell.value for cell in cells] for cells in sheet.iter_cols()]
    for number, values in enumerate(reversed(columns), 1):
        for row, value in enumerate(values, 1):
            sheet.cell(row, number).value = value
    sheet.column_dimensions["C"].hidden = True


def put_line_above(workbook: Workbook) -> None:
    sheet = table(workbook)
    sheet.insert_rows(1, 2)
    sheet["A1"] = "市司法局填报"
    sheet.merge_cells("A1:F1")


def leave_filter_on(workbook: Workbook) -> None:
    sheet = table(workbook)
    sheet.auto_filter.add_filter_column(0, ["2024-07"])
    for row in (2, 4, 5):
        sheet.row_dimensions[row].hidden = True


def sort_rows(workbook: Workbook) -> None:
    sheet = table(workbook)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, values in enumerate(reversed(rows), 2):
        for place, value in enumerate(values, 1):
            sheet.cell(number, place).value = value


def add_sheets(workbook: Workbook) -> None:
    """Sheets of one's own, one of them with words that look like ours."""
    workbook.create_sheet("备注", 0)["A1"] = "本单位另附说明"
    workbook.create_sheet("签字")["A1"] = "填报人"


def drop_key_sheet(workbook: Workbook) -> None:
    del workbook[KEY_SHEET]


def drop_properties(workbook: Workbook) -> None:
    held = workbook.custom_doc_props  # type: ignore[attr-defined]
    for name in list(held.names):
        del held[name]


@pytest.mark.parametrize(
    "edit",
    [rename, move_columns, put_line_above, leave_filter_on, sort_rows, add_sheets, drop_key_sheet, drop_properties],
)
def test_what_people_do_to_files_changes_nothing(edit: Callable[[Workbook], None]) -> None:
    data = edited(edit)
    as_sent(data)
    assert read_form(NAME, data).keys == form_keys(FORM_BOOK)
    assert read_form(NAME, data).signed["填报人"].value == "周明"


def test_places_are_those_of_the_file() -> None:
    data = edited(put_line_above, typed({(3, "状态"): "快了"}))
    at_status = f"{get_column_letter(column('状态'))}5"
    assert [fault.place for fault in taken(data).faults] == [Place("填报表", at_status)]


def test_signature_stands_in_the_first_filled_cell_to_the_right() -> None:
    def edit(workbook: Workbook) -> None:
        guide = workbook[GUIDE_SHEET]
        guide["A6"], guide["B6"], guide["C6"], guide["D6"] = "填报人：", None, "李宁", "审签人"
        guide["A7"] = None

    signed = read(edit).signed
    assert (signed["填报人"].value, signed["填报人"].place.cell) == ("李宁", "C6")
    assert (signed["审签人"].value, signed["审签人"].place.cell) == (None, "E6")


def test_copy_that_was_marked_comes_back_once_it_is_mended() -> None:
    wrong = typed({(2, "本期进展"): "目录已印发。", (2, "状态"): "完成"})
    marked = marked_form(wrong, taken(wrong).faults)
    assert marked is not None
    assert told(taken(marked)) == told(taken(wrong)) != []

    def mend(workbook: Workbook) -> None:
        table(workbook).cell(2, column("状态")).value = "已完成"

    mended = typed({(2, "本期进展"): "目录已印发。", (2, "状态"): "已完成"})
    assert taken(edited(mend, marked)) == taken(mended)


def test_form_without_any_keys_is_read_all_the_same() -> None:
    form = read_form(NAME, edited(drop_properties, edited(drop_key_sheet)))
    assert (form.keys, form.faults, len(form.rows)) == ({}, (), 4)


def test_long_text_is_read_whole() -> None:
    text = "长" * LONGEST_CELL
    assert taken(typed({(2, "本期进展"): text})).rows[0].cells.text == text


# ---- what is told ----


# ---- other programs ----


FILLED = {
    (2, "本期进展"): "目录已印发。\n正在宣传。",
    (2, "状态"): "已完成",
    (2, "②本期数"): 12,
    (2, "②总数"): 16,
    (2, "申请延期至"): dt.date(2024, 9, 30),
    (2, "延期理由"): "等上级文件",
    (3, "①本期数"): "累计４５学时",
}


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_form_saved_by_another_program_says_the_same(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(typed(FILLED))
    data = saved_by_office(path, kind).read_bytes()
    form = read_form(f"市司法局.{kind}", data)
    assert form.keys == form_keys(FORM_BOOK)
    there, back = taken(typed(FILLED)), taken(data)
    assert told(back) == []
    assert back == there
    assert [row.action for row in back.rows] == [RowAction.SAY, RowAction.SAY, RowAction.NOTHING, RowAction.NOTHING]


def test_versions_stand_in_the_rows_keys() -> None:
    rows = read_form(NAME, sent()).rows
    assert [rows[number].cells[ROW_KEY].value for number in (0, 1)] == [
        f"{FORM_BOOK.code} 2024-05 {FIRST_ROW.version}",
        f"{FORM_BOOK.code} 2024-07 {RETURNED_ROW.version}",
    ]
    assert load_workbook(BytesIO(sent())).sheetnames == [GUIDE_SHEET, "填报表", KEY_SHEET]
    assert replace(FORM_BOOK, round=2).code != FORM_BOOK.code
