"""The sheet 台账 on paper: which columns stand there, how large they are printed, and where pages begin."""

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.ledger import DueMark, DueState, Ledger
from planner.output.ledger_columns import LedgerColumns, chosen_columns
from planner.output.ledger_pages import Pages
from planner.output.ledger_xlsx import ledger_workbook
from planner.output.sheets import Sheet
from tests.factories_views import LEDGER, LEDGER_TASK, SILENT_LINE, UNIT_LINE

PAPER, UNIT_WIDTH, FONT = 297 / 25.4 * 72, 5.25, 10
"""In points: A4 lying down, a unit of width in Excel (7 dots of 96 to the inch), the letters of a cell."""


def tasks_sheet(ledger: Ledger, columns: LedgerColumns | None = None) -> Worksheet:
    return load_workbook(BytesIO(ledger_workbook(ledger, columns)))["台账"]


def widths(sheet: Worksheet) -> list[float]:
    return [column.width for column in sheet.column_dimensions.values() if not column.hidden]


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("编号 重点任务 亮灯", "编号 重点任务 任务亮灯"),
        ("编号 状态 亮灯说明", "编号 任务状态 亮灯原因"),
        ("编号 亮灯 本期进展", "编号 单位 亮灯 本期进展"),
        ("编号 任务亮灯 亮灯 单位", "编号 任务亮灯 单位 亮灯"),
        ("本期进展", "重点任务 单位 本期进展"),
        ("牵头单位", "重点任务 牵头单位"),
        ("序号", "重点任务"),
    ],
)
def test_chosen_columns_say_what_a_row_is(wanted: str, shown: str) -> None:
    assert chosen_columns(wanted.split()).names == ("序号", *shown.split())


def test_rows_of_one_units_ledger_are_its_own() -> None:
    assert chosen_columns(["编号", "亮灯"], of_unit=True).names == ("序号", "编号", "单位", "亮灯")
    assert chosen_columns(["编号"], of_unit=True).names == ("序号", "编号", "单位")


def test_all_columns_are_printed_at_six_points_at_least() -> None:
    sheet = tasks_sheet(LEDGER)
    assert (len(widths(sheet)), sheet.page_setup.fitToWidth, sheet.page_setup.orientation) == (27, 1, "landscape")
    columns = chosen_columns()
    widest = 5 + sum(column.width for column in columns.task) + sum(column.width for column in columns.line)
    room = PAPER - 72 * (sheet.page_margins.left + sheet.page_margins.right)
    assert widest > sum(widths(sheet))
    assert FONT * room / (widest * UNIT_WIDTH) >= 6


def test_column_without_words_is_as_narrow_as_its_name() -> None:
    quiet = replace(LEDGER_TASK, cooperating=(), lines=(replace(UNIT_LINE, support=""), SILENT_LINE))
    full, bare = (tasks_sheet(replace(LEDGER, tasks=(task,))).column_dimensions for task in (LEDGER_TASK, quiet))
    assert [letter for letter in full if bare[letter].width < full[letter].width] == ["H", "X"]  # 配合单位, 需协调事项


def test_page_begins_with_a_task_and_a_long_one_is_named_again_on_the_next() -> None:
    line = replace(UNIT_LINE, progress="逐项明确承办单位和完成时间。" * 8)
    tasks = tuple(
        replace(LEDGER_TASK, code=f"2024-{number:02}", lines=(line,) * many)
        for number, many in ((1, 4), (2, 4), (3, 30))
    )
    sheet = tasks_sheet(replace(LEDGER, tasks=tasks))
    starts = [3, 7, 11]
    begun = [int(each.id) + 1 for each in sheet.row_breaks.brk]
    assert begun[0] in starts
    assert [row for row in begun if row > 11]  # thirty lines don't stand on one page
    named = {row for row in (*starts, *begun) if sheet.cell(row, 2).coordinate not in hidden(sheet)}
    assert named == {*starts, *begun}
    assert [sheet.cell(row, 2).value for row in begun if row > 11] == ["2024-03"] * len([r for r in begun if r > 11])
    # what is told in many words of the task stands once, over all of its rows
    assert "E11:E40" in {str(block) for block in sheet.merged_cells.ranges}
    heights = [sheet.row_dimensions[row].height or 0 for row in range(begun[-2], begun[-1])]
    scale = min((PAPER - 45) / (sum(widths(sheet)) * UNIT_WIDTH), 1)
    assert sum(heights) * scale < 210 / 25.4 * 72 - 76


def hidden(sheet: Worksheet) -> set[str]:
    """Cells of the column 编号 that lie beneath another."""
    blocks = [block for block in sheet.merged_cells.ranges if block.min_col == 2]
    return {f"B{row}" for block in blocks for row in range(block.min_row + 1, block.max_row + 1)}


def test_very_long_ledger_has_no_more_page_breaks_than_excel_takes() -> None:
    sheet = Sheet(Workbook().create_sheet(), "top")
    pages = Pages(sheet, [120], header=50)
    assert [pages.place(row, [400.0, 400.0], 30) for row in range(1, 4001, 2)][-1] == [3999, 4000]
    assert 900 < len(sheet.worksheet.row_breaks) <= 1026


def test_done_though_a_checkpoint_is_open_is_said_beside_the_light() -> None:
    mark = DueMark("2024-05.2", "评查", None, DueState.COMING, met=0, of=1)
    line = replace(UNIT_LINE, reason="2024-06-30完成", unmet=("2024-05.2",))
    task = replace(LEDGER_TASK, done=True, reason="市司法局：2024-06-30完成", lines=(line,), dues=(mark,))
    sheet = tasks_sheet(replace(LEDGER, tasks=(task,)), chosen_columns(["编号", "亮灯原因", "单位", "亮灯说明"]))
    assert [sheet.cell(3, column).value for column in (3, 5)] == [
        "市司法局：2024-06-30完成\n已报完成，但考核点2024-05.2未达成",
        "2024-06-30完成\n已报完成，但考核点2024-05.2未达成",
    ]
