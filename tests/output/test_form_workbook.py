"""The form that a unit fills in, re-opened cell by cell, and filled in by another program."""

import datetime as dt
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.form_layout import FORM_SHEET, GUIDE_SHEET, KEY_SHEET, SIGNED, form_columns, form_keys
from planner.domain.forms import FormBook, FormCells, FormRow
from planner.output.form_xlsx import form_workbook
from planner.output.looks import HEADERS, Kind, Shade
from planner.output.text import clean
from tests.factories_forms import FIRST_ROW, FORM_BOOK, HOURS_POINT, PLAIN_ROW, RATE_POINT, RETURNED_ROW
from tests.office_typing import typed_in_office
from tests.output.conftest import HOSTILE

ON = dt.date(2024, 6, 20)
NAMES = [column.name for column in form_columns(FORM_BOOK)]


def opened(book: FormBook = FORM_BOOK) -> Workbook:
    return load_workbook(BytesIO(form_workbook(book, ON)))


def form(book: FormBook = FORM_BOOK) -> Worksheet:
    sheet: Worksheet = opened(book)[FORM_SHEET]
    return sheet


def cells(sheet: Worksheet, row: int) -> dict[str, Any]:
    """The cells of a row by their headings."""
    return {str(head.value): cell for head, cell in zip(sheet[1], sheet[row], strict=True)}


def filled(sheet: Worksheet, row: int) -> dict[str, Any]:
    """What stands in a row, by headings; blank cells left out."""
    return {name: cell.value for name, cell in cells(sheet, row).items() if cell.value is not None}


def rules(sheet: Worksheet, heading: str) -> dict[str, DataValidation]:
    """The rules of a column's cells, by their rows: 2, 3:5."""
    letter = get_column_letter([cell.value for cell in sheet[1]].index(heading) + 1)
    return {
        str(block).replace(letter, ""): rule
        for rule in sheet.data_validations.dataValidation
        for block in rule.sqref.ranges
        if str(block).rstrip("0123456789").rstrip(":").startswith(letter)
    }


def guide(book: FormBook = FORM_BOOK) -> dict[Any, Any]:
    return {row[0]: row[1] for row in opened(book)[GUIDE_SHEET].iter_rows(values_only=True)}


def steps(book: FormBook = FORM_BOOK) -> list[str]:
    return [str(text) for name, text in guide(book).items() if str(name).isdecimal()]


def test_guide_comes_first_and_the_keys_are_hidden() -> None:
    workbook = opened()
    assert {sheet.title: sheet.sheet_state for sheet in workbook.worksheets} == {
        GUIDE_SHEET: "visible",
        FORM_SHEET: "visible",
        KEY_SHEET: "hidden",
    }
    assert workbook.active == workbook[GUIDE_SHEET]


def test_keys_stand_on_their_sheet_and_in_the_document_properties() -> None:
    workbook: Any = opened()
    assert dict(workbook[KEY_SHEET].iter_rows(values_only=True)) == form_keys(FORM_BOOK)
    assert {prop.name: prop.value for prop in workbook.custom_doc_props.props} == form_keys(FORM_BOOK)


def test_tasks_stand_below_one_header_as_the_layout_says() -> None:
    sheet = form()
    assert [cell.value for cell in sheet[1]] == NAMES
    assert filled(sheet, 2) == {
        "编号": "2024-05",
        "重点任务": "（五）管好决策目录",
        "举措": FIRST_ROW.measures,
        "角色": "牵头",
        "完成时限": dt.datetime.combine(FIRST_ROW.due, dt.time()),
        "上期进展": "2024Q1 推进中：目录初稿已送各单位征求意见。",
        "考核点①": "2024-05.1 编制决策目录\n2024-06-30 应达成",
        "考核点②": "2024-05.2 合法性审查率达到95%以上\n≥95%\n2024-12-31 应达成（推定）\n已采纳：12/12",
        "校验": f"{FORM_BOOK.code} 2024-05 0a1b2c3d.4e5f6071.0",
    }
    assert sheet.max_row == 1 + len(FORM_BOOK.rows)


def test_what_is_held_is_filled_in() -> None:
    asked = [column.name for column in form_columns(FORM_BOOK) if column.field]
    assert {name: value for name, value in filled(form(), 3).items() if name in asked} == {
        "状态": "推进中",
        "本期进展": "轮训持续推进。",
        "①本期数": "累计30",
        "②本期数": 2,
        "存在问题": "师资不足",
        "原因": "没有专职教员",
        "下步安排": "7月办第二期",
        "需协调事项": "请财政安排经费",
        "佐证": "文号：云司发〔2024〕12号；文件：签到表.xlsx",
        "申请延期至": dt.datetime.combine(dt.date(2025, 1, 31), dt.time()),
        "延期事项": "2024-07.1",
        "延期理由": "教室在装修",
    }
    assert cells(form(), 4)["无变化"].value == "√"


@pytest.mark.parametrize("number", range(len(FORM_BOOK.rows)))
def test_only_what_is_asked_can_be_typed_in_and_is_white(number: int) -> None:
    row = FORM_BOOK.rows[number]
    asked = {column.name for column in form_columns(FORM_BOOK) if column.is_open(row)}
    found = cells(form(), number + 2)
    assert {name for name, cell in found.items() if not cell.protection.locked} == asked
    assert {name for name, cell in found.items() if cell.fill.fill_type is None} == asked
    grey = {cell.fill.start_color.rgb for name, cell in found.items() if name not in asked}
    assert grey == {f"00{Shade.LOCKED.value}"}


def test_checkpoint_that_is_met_or_missing_has_no_open_figure() -> None:
    figures = ("①本期数", "②本期数", "②总数")
    assert [[cells(form(), row)[name].protection.locked for name in figures] for row in (2, 3, 4, 5)] == [
        [False, False, False],
        [False, False, True],
        [True, True, True],
        [True, True, True],
    ]


def test_header_shows_where_to_write() -> None:
    blue = [cell.value for cell in form()[1] if cell.fill.start_color.rgb == f"00{HEADERS[Kind.ASKED]}"]
    assert blue == [column.name for column in form_columns(FORM_BOOK) if column.field]


def test_sheets_are_protected_without_a_password_and_leave_looks_free() -> None:
    for sheet in opened().worksheets:
        held = sheet.protection
        assert (held.sheet, held.password) == (True, None)
        allowed = (held.formatColumns, held.formatRows, held.sort, held.autoFilter, held.selectLockedCells)
        assert allowed == (False,) * 5
        assert (held.insertRows, held.deleteRows, held.insertColumns, held.deleteColumns) == (True,) * 4


def test_version_column_is_hidden_and_not_printed() -> None:
    sheet = form()
    hidden = [letter for letter, column in sheet.column_dimensions.items() if column.hidden]
    assert [sheet[f"{letter}1"].value for letter in hidden] == ["校验"]
    assert sheet.print_area == "'填报表'!$A$1:$X$5"


def test_form_is_set_up_for_screen_and_paper() -> None:
    sheet = form()
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("C2", "A1:Y5", "$1:$1")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToWidth) == (
        "landscape",
        9,
        1,
    )
    assert sheet.sheet_view.selection[-1].activeCell == "I2"
    header: Any = sheet.HeaderFooter.oddHeader
    assert header.center.text == "云溪市2024年法治建设工作要点　2024年第二季度填报表　市司法局"


def test_widths_hold_on_a_wide_screen_and_rows_leave_room_to_write() -> None:
    usual = replace(FORM_BOOK, rows=(replace(FIRST_ROW, points=(RATE_POINT,)), replace(PLAIN_ROW, due_note="")))
    widths = form(usual).column_dimensions
    assert sum(column.width for column in widths.values() if not column.hidden) * 7 + 30 < 1920
    sheet = form()
    assert all(108 <= float(sheet.row_dimensions[row].height or 0) < 140 for row in range(2, 6))


def test_long_measures_widen_their_column_before_the_row_gets_tall() -> None:
    long = replace(PLAIN_ROW, measures="逐件审查，建立台账。" * 60)
    sheet = form(replace(FORM_BOOK, rows=(long,)))
    assert sheet.column_dimensions["C"].width > 60
    assert float(sheet.row_dimensions[2].height or 0) < 300


def test_choices_are_lists() -> None:
    sheet = form()
    assert {name: [rule.formula1 for rule in rules(sheet, name).values()] for name in ("状态", "无变化")} == {
        "状态": ['"未启动,推进中,已完成,受阻"'],
        "无变化": ['"√"'],
    }
    assert {rows: rule.formula1 for rows, rule in rules(sheet, "延期事项").items()} == {
        "2": '"本任务,2024-05.1,2024-05.2"',
        "3": '"本任务,2024-07.1,2024-07.2"',
        "4": '"本任务,2024-09.1"',
        "5": '"本任务"',
    }
    assert {rows: (rule.type, rule.formula1) for rows, rule in rules(sheet, "①本期数").items()}["2"] == (
        "list",
        '"已达成"',
    )


def test_figures_and_days_are_checked_but_do_not_stop_anybody() -> None:
    sheet = form()
    amount, whole, day = (rules(sheet, name) for name in ("②本期数", "②总数", "申请延期至"))
    assert (amount["2"].type, amount["2"].formula1) == (
        "custom",
        'IFERROR(VALUE(SUBSTITUTE(O2,"累计",""))>=0,FALSE)',
    )
    assert (whole["2"].type, whole["2"].operator, whole["2"].formula1) == ("decimal", "greaterThan", "0")
    assert (day["2:5"].type, day["2:5"].operator) == ("date", "between")
    assert {rule.errorStyle for rule in (*amount.values(), *whole.values(), *day.values())} == {"warning"}


def test_hints_of_figures_name_checkpoint_measure_and_both_parts_of_a_share() -> None:
    sheet = form()
    share, hours = str(rules(sheet, "②本期数")["2"].prompt), rules(sheet, "①本期数")["3"].prompt
    assert share.startswith("2024-05.2 合法性审查率达到95%以上。")
    assert "达到数（件）" in share
    assert "“总数”" in share
    assert hours == "2024-07.1 执法人员每人培训不少于60学时。填本期数（学时），只写数字；是全年累计的数，写成“累计30”。"


def test_every_open_cell_has_its_hint_and_no_locked_one() -> None:
    workbook = opened()
    for name in (GUIDE_SHEET, FORM_SHEET):
        sheet = workbook[name]
        told = {
            (row, column)
            for rule in sheet.data_validations.dataValidation
            for block in rule.sqref.ranges
            for row, column in block.cells
            if rule.showInputMessage and rule.prompt
        }
        unlocked = {(cell.row, cell.column) for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
        assert told == unlocked


def utf16(text: str | None) -> int:
    return len((text or "").encode("utf-16-le")) // 2


def all_rules(book: FormBook) -> Iterator[DataValidation]:
    for sheet in opened(book).worksheets:
        yield from sheet.data_validations.dataValidation


def test_hints_and_lists_stay_within_what_excel_takes() -> None:
    points = tuple(
        replace(point, code=f"2024-05.{number}", text="𠀀审查" * 200)
        for number, point in enumerate([HOURS_POINT, RATE_POINT] * 20, 1)
    )
    book = replace(FORM_BOOK, rows=(replace(FIRST_ROW, points=points),))
    for rule in all_rules(book):
        assert (utf16(rule.promptTitle) <= 32, utf16(rule.prompt) <= 255) == (True, True)
        assert (utf16(rule.errorTitle) <= 32, utf16(rule.error) <= 225) == (True, True)
        assert utf16(rule.formula1) <= 257  # the quotes don't count
    assert rules(form(book), "延期事项")["2"].type is None


def test_cells_of_one_rule_share_it() -> None:
    many = tuple(replace(PLAIN_ROW, code=f"2024-{number:02}") for number in range(40))
    assert sum(1 for _ in all_rules(replace(FORM_BOOK, rows=many))) < 20


def test_formats_keep_what_is_typed() -> None:
    found = cells(form(), 2)
    formats = ("状态", "本期进展", "②本期数", "②总数", "佐证", "申请延期至")
    assert {name: found[name].number_format for name in formats} == {
        "状态": "@",
        "本期进展": "General",
        "②本期数": "@",
        "②总数": "General",
        "佐证": "@",
        "申请延期至": "yyyy-mm-dd",
    }


def test_guide_tells_plan_period_unit_and_when_to_return_it() -> None:
    sheet = opened()[GUIDE_SHEET]
    assert [sheet["A1"].value, sheet["A2"].value, sheet["B3"].value] == [
        "云溪市2024年法治建设工作要点　2024年第二季度填报表",
        "请最迟于 2024年7月10日 报回",
        "市司法局　共4项任务",
    ]
    assert sheet["A2"].font.size == 18
    assert guide(replace(FORM_BOOK, round=2))["填报单位"] == "市司法局　共4项任务　第2轮"
    assert sheet["B4"].hyperlink.location == "'填报表'!A1"


def test_guide_has_few_short_steps_and_only_those_that_this_form_needs() -> None:
    assert 1 <= len(steps()) <= 10
    assert max(map(len, steps())) <= 80
    words = ("退回原因", "累计30")
    plain = replace(FORM_BOOK, rows=(PLAIN_ROW,))
    assert [any(word in step for step in steps()) for word in words] == [True, True]
    assert [any(word in step for step in steps(plain)) for word in words] == [False, False]


def test_signature_stands_beside_its_labels_with_what_is_known() -> None:
    sheet = opened()[GUIDE_SHEET]
    labels = {cell.value: sheet.cell(cell.row, 2) for cell in sheet["A"] if cell.value in SIGNED}
    assert {name: cell.value for name, cell in labels.items()} == {
        "填报人": "周明",
        "审签人": None,
        "联系电话": "0570-1234567",
        "日期": None,
    }
    assert {name: cell.number_format for name, cell in labels.items()} == {
        "填报人": "General",
        "审签人": "General",
        "联系电话": "@",
        "日期": "yyyy-mm-dd",
    }
    unlocked = [cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
    assert unlocked == list(labels.values())


def test_guide_lists_tasks_that_are_not_asked_for_with_the_reason() -> None:
    last = list(opened()[GUIDE_SHEET].iter_rows(values_only=True))[-2:]
    assert last == [("不用填的", "任务", "原因"), FORM_BOOK.excused[0]]
    assert "不用填的" not in guide(replace(FORM_BOOK, excused=()))


def test_hostile_texts_stay_texts() -> None:
    texts = [text for text in HOSTILE if "\ud800" not in text]
    book = replace(
        FORM_BOOK, rows=tuple(map(hostile_row, texts)), contact=texts[0], excused=(("1", texts[0], texts[1]),)
    )
    workbook = opened(book)
    sheet = workbook[FORM_SHEET]
    for name in ("举措", "本期进展", "存在问题", "佐证", "延期理由"):
        assert [cells(sheet, row)[name].value for row in range(2, sheet.max_row + 1)] == [
            clean(text) or None for text in texts
        ]
    every = [cell for each in workbook.worksheets for row in each.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in every} == {"s", "d"}


def hostile_row(text: str) -> FormRow:
    held = FormCells(text=text, problem=text, evidence=(text,) if text else (), extend_reason=text)
    return replace(RETURNED_ROW, title=text, measures=text, last_text=text, returned=text, points=(), held=held)


def test_form_has_no_macros() -> None:
    with zipfile.ZipFile(BytesIO(form_workbook(FORM_BOOK, ON))) as archive:
        assert [name for name in archive.namelist() if "vba" in name.lower() or name.endswith(".bin")] == []
        assert b"macroEnabled" not in archive.read("[Content_Types].xml")


def test_same_book_gives_the_same_cells() -> None:
    def seen() -> list[object]:
        return [
            (sheet.title, cell.coordinate, cell.value, cell.style_id, sheet.row_dimensions[number].height)
            for sheet in opened().worksheets
            for number, row in enumerate(sheet.iter_rows(), 1)
            for cell in row
        ]

    assert seen() == seen()


def test_form_without_tasks_is_still_a_workbook() -> None:
    sheet = form(replace(FORM_BOOK, rows=()))
    assert (sheet.max_row, sheet["A1"].value) == (1, "编号")


@pytest.mark.office
def test_form_filled_in_by_another_program_keeps_its_keys_locks_and_rules(tmp_path: Path) -> None:
    typed = [
        (GUIDE_SHEET, "B7", "吴静"),
        (GUIDE_SHEET, "B9", "2024-7-5"),
        (FORM_SHEET, "I2", "已完成"),
        (FORM_SHEET, "K2", "目录已印发，审查了“重点”文件12件。"),
        (FORM_SHEET, "M2", "已达成"),
        (FORM_SHEET, "O2", "12/12"),
        (FORM_SHEET, "P2", "12"),
        (FORM_SHEET, "U2", "2024-12"),
        (FORM_SHEET, "V2", "2024-9-30"),
        (FORM_SHEET, "O3", "累计5"),
        (FORM_SHEET, "C2", "改写锁住的格子"),
    ]
    before, after = opened(), load_workbook(BytesIO(typed_in_office(tmp_path, form_workbook(FORM_BOOK, ON), typed)))
    changed = {
        (sheet.title, cell.coordinate): cell.value
        for sheet in before.worksheets
        for row in after[sheet.title].iter_rows()
        for cell in row
        if cell.value != sheet[cell.coordinate].value
    }
    day, extended = (dt.datetime.combine(each, dt.time()) for each in (dt.date(2024, 7, 5), dt.date(2024, 9, 30)))
    read = {(sheet, cell): text for sheet, cell, text in typed if cell != "C2"}
    assert changed == read | {
        (GUIDE_SHEET, "B9"): day,
        (FORM_SHEET, "P2"): 12,
        (FORM_SHEET, "V2"): extended,
    }
    kept: Any = after
    assert {prop.name: prop.value for prop in kept.custom_doc_props.props} == form_keys(FORM_BOOK)
    assert [sheet.sheet_state for sheet in after.worksheets] == ["visible", "visible", "hidden"]
    assert after[FORM_SHEET].column_dimensions["Y"].hidden
    assert [locks(sheet) for sheet in after.worksheets] == [locks(sheet) for sheet in before.worksheets]
    assert listed(after[FORM_SHEET]) == listed(before[FORM_SHEET])


def locks(sheet: Worksheet) -> tuple[bool, set[str]]:
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    return sheet.protection.sheet, unlocked


def listed(sheet: Worksheet) -> set[tuple[str, str | None, str | None]]:
    """Where which rule stands, with its list and its hint."""
    return {
        (str(block), rule.formula1 if rule.type == "list" else None, rule.prompt)
        for rule in sheet.data_validations.dataValidation
        for block in rule.sqref.ranges
    }
