"""What a marked copy puts right itself, re-opened cell by cell, and read back."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.form_layout import RETURN_SHEET, form_columns
from planner.domain.forms import FormBook, RowAction
from planner.output.form_marked import FAULT_MARK, marked_form
from tests.factories_forms import FORM_BOOK
from tests.reading.form_returns import column, edited, sent, table, taken, told

LAST = len(FORM_BOOK.rows) + 1
NAMES = [each.name for each in form_columns(FORM_BOOK)]


def mended(data: bytes, book: FormBook | None = FORM_BOOK) -> bytes:
    """The marked copy of a form that came back."""
    made = marked_form(data, taken(data).faults, book)
    assert made is not None
    return made


def opened(data: bytes) -> Workbook:
    return load_workbook(BytesIO(data))


def row_looks(sheet: Worksheet, row: int) -> list[tuple[object, ...]]:
    """What a row's cells say and how they look, apart from marks."""
    cells = [sheet.cell(row, number) for number in range(2, len(NAMES) + 1)]
    return [
        (c.value, c.number_format, c.protection.locked, c.fill.start_color.rgb, c.font.name, c.border.left.style)
        for c in cells
    ]


def explained(data: bytes) -> list[tuple[object, object]]:
    """Place and message of every fault on the first sheet."""
    rows = opened(data)[RETURN_SHEET].iter_rows(min_row=4, min_col=2, max_col=3, values_only=True)
    return [(place, message) for place, message in rows]


def steps(data: bytes) -> str:
    """What the first sheet says is to be done."""
    sheet = opened(data)[RETURN_SHEET]
    return f"{sheet['A1'].value}|{sheet['A2'].value}"


def drop(*rows: int) -> Callable[[Workbook], None]:
    def edit(workbook: Workbook) -> None:
        for row in sorted(rows, reverse=True):
            table(workbook).delete_rows(row)

    return edit


def write(row: int, name: str, value: object) -> Callable[[Workbook], None]:
    def edit(workbook: Workbook) -> None:
        table(workbook).cell(row, column(name)).value = value  # type: ignore[assignment]

    return edit


def test_locked_cell_is_put_back_and_keeps_what_was_written_in_its_comment() -> None:
    data = mended(edited(write(2, "举措", "目录已印发云司发〔2024〕9号。")))
    cell = table(opened(data)).cell(2, column("举措"))
    assert (cell.value, cell.data_type, cell.protection.locked) == (FORM_BOOK.rows[0].measures, "s", True)
    why = "“举措”不能改，已恢复原来的内容；你写的“目录已印发云司发〔2024〕9号。”请写到白格里"
    assert cell.comment is not None
    assert cell.comment.text == f"{FAULT_MARK}{why}"
    assert explained(data) == [(f"填报表!{cell.coordinate}", why)]
    assert steps(data).startswith("这份填报表没有采用，请改正后发回|共1处要改。请就在这份文件里改")


@pytest.mark.parametrize(
    ("row", "name", "value"),
    [
        (2, "完成时限", dt.date(2024, 9, 1)),
        (2, "完成时限", "九月"),
        (3, "编号", None),
        (2, "退回原因", "已改"),
        (5, "①本期数", 3),
    ],
)
def test_copy_whose_locked_cells_were_put_back_has_no_fault_left(row: int, name: str, value: object) -> None:
    wrong = edited(write(row, name, value))
    assert len(told(taken(wrong))) == 1
    assert told(taken(mended(wrong))) == []


def test_without_what_was_sent_nothing_is_put_back() -> None:
    wrong = edited(write(2, "角色", "协办"))
    data = mended(wrong, None)
    assert table(opened(data)).cell(2, column("角色")).value == "协办"
    assert told(taken(data)) == told(taken(wrong))


def test_only_cells_among_the_faults_are_put_back() -> None:
    """A locked cell that differs in widths alone is no fault."""
    data = edited(write(2, "重点任务", "(五) 管好决策目录"), edited(write(3, "角色", "协办")))
    sheet = table(opened(mended(data)))
    assert (sheet.cell(2, column("重点任务")).value, sheet.cell(3, column("角色")).value) == (
        "(五) 管好决策目录",
        "责任",
    )


def test_long_words_in_a_locked_cell_are_kept_whole_on_the_first_sheet() -> None:
    words = "逐项梳理。" * 400
    data = mended(edited(write(2, "举措", words)))
    ((_, message),) = explained(data)
    assert words in str(message)
    comment = table(opened(data)).cell(2, column("举措")).comment
    assert comment is not None
    assert comment.text.endswith("……（全文见“退回说明”）")


def test_lost_row_is_put_back_below_the_others_as_it_went_out() -> None:
    data = mended(edited(drop(3)))
    sheet, before = table(opened(data)), table(opened(sent()))
    assert row_looks(sheet, LAST) == row_looks(before, 3)
    assert sheet.cell(LAST, 1).value == "2024-07"
    assert explained(data) == [
        (
            f"填报表!A{LAST}",
            "少了任务 2024-07（提升执法能力）这一行，已补在表的最下面，请在这一行填写，没有进展的空着",
        )
    ]
    assert steps(data).startswith("这份填报表没有采用，请改正后发回|共1处要改。请就在这份文件里改")
    assert told(taken(data)) == []


def test_row_that_was_put_back_is_printed() -> None:
    def shorten(workbook: Workbook) -> None:
        drop(3)(workbook)
        table(workbook).print_area = "A1:Y4"

    assert table(opened(mended(edited(shorten)))).print_area == f"'填报表'!$A$1:$Y${LAST}"


def test_all_rows_can_be_put_back() -> None:
    data = mended(edited(drop(2, 3, 4, 5)))
    form = taken(data)
    assert told(form) == []
    assert {row.code: row.cells for row in form.rows} == {row.code: row.held for row in FORM_BOOK.rows}


def test_row_that_was_put_back_can_be_filled_in() -> None:
    data = edited(write(LAST, "本期进展", "宣传进村12场。"), mended(edited(drop(5))))
    form = taken(data)
    assert told(form) == []
    assert [(row.code, row.cells.text) for row in form.rows if row.action is RowAction.SAY] == [
        ("2024-11", "宣传进村12场。")
    ]


def test_row_that_was_put_back_has_its_hints_once() -> None:
    sheet = table(opened(mended(edited(drop(5)))))
    status = f"{get_column_letter(column('状态'))}{LAST}"
    rules = [rule for rule in sheet.data_validations.dataValidation if status in rule.sqref]
    assert [rule.promptTitle for rule in rules] == ["状态"]


def test_row_is_put_back_under_moved_columns() -> None:
    def move(workbook: Workbook) -> None:
        sheet = table(workbook)
        columns = [[cell.value for cell in cells] for cells in sheet.iter_cols()]
        for number, values in enumerate(reversed(columns), 1):
            for row, value in enumerate(values, 1):
                sheet.cell(row, number).value = value
        sheet.delete_rows(2)

    data = mended(edited(move))
    assert told(taken(data)) == []


def test_row_is_not_put_back_where_the_keys_are_gone() -> None:
    def edit(workbook: Workbook) -> None:
        sheet = table(workbook)
        sheet.delete_cols(column("校验"))

    data = mended(edited(edit))
    assert table(opened(data)).max_row == LAST
    assert steps(data) == ("这份填报表没有采用|共1处问题，不是在这份文件里改几格就行的。请照下面“问题和改法”一栏办。")


def test_merged_locked_cells_are_left_to_the_unit() -> None:
    def edit(workbook: Workbook) -> None:
        table(workbook).merge_cells("A2:A3")

    data = mended(edited(edit))
    assert [message for _, message in explained(data)] == [
        "A2:A3 合并成了一格，请取消合并，在每一格里分别填写",
        "“编号”不能改，原来是“2024-07”，请改回来，要说的写到白格里",
    ]


def test_row_of_another_form_is_told_as_not_to_be_put_right_here() -> None:
    other = replace(FORM_BOOK, round=2)

    def edit(workbook: Workbook) -> None:
        table(workbook).cell(2, column("校验")).value = f"{other.code} 2024-05 {other.rows[0].version}"
        table(workbook).cell(2, column("状态")).value = "快了"

    data = mended(edited(edit))
    title, done = steps(data).split("|")
    assert title == "这份填报表没有采用"
    assert done.startswith("共2处问题，其中1处不能在这份文件里改")
    assert explained(data)[0][0] == "填报表!A2"
