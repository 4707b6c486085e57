"""The sheet 与上季变化, re-opened."""

import datetime as dt
from dataclasses import replace
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.ledger import ChangeKind, Ledger, LedgerChange, PeriodCounts
from planner.domain.lights import Colour
from planner.output.ledger_xlsx import ledger_workbook
from tests.factories_views import LEDGER
from tests.output.conftest import HOSTILE

BEFORE = PeriodCounts(
    period="2024Q1",
    period_label="2024年第一季度",
    closed_on=dt.date(2024, 4, 20),
    colours={Colour.RED: 2, Colour.GREEN: 1},
    asked=3,
    reported=3,
)
CHANGES = (
    LedgerChange("2024-05", "管好决策目录", ChangeKind.BLOCKED, "市司法局", "推进中", "受阻"),
    LedgerChange("2024-05", "管好决策目录", ChangeKind.DUE_LATER, "", "2024-06-30", "2024-09-30"),
)
COMPARED = replace(LEDGER, compared_with="2024Q1", before=BEFORE, changes=CHANGES)


def sheet(ledger: Ledger = COMPARED) -> Worksheet:
    return load_workbook(BytesIO(ledger_workbook(ledger)))["与上季变化"]


def test_one_row_a_change_under_a_line_that_counts() -> None:
    counts = "亮灯 红 2→0、黄 0→1、绿 1→0、未到期 0→0、不亮灯 0→0；应报 3→2、已报 3→1。"
    told = f"与2024年第一季度（2024-04-20 关账时的数据）相比，上季→本季：{counts}"
    assert list(sheet().iter_rows(values_only=True)) == [
        (told, None, None, None, None),
        ("编号", "任务", "变化", "上季", "本季"),
        ("2024-05", "管好决策目录", "新受阻：市司法局", "推进中", "受阻"),
        ("2024-05", "管好决策目录", "时限推迟", "2024-06-30", "2024-09-30"),
    ]


def test_open_quarter_before_is_told_to_be_open() -> None:
    told = str(sheet(replace(COMPARED, before=replace(BEFORE, closed_on=None)))["A1"].value)
    assert told.startswith("与2024年第一季度（未关账，按截至 2024-07-20 的数据）相比，")


def test_first_quarter_has_nothing_to_be_compared_with() -> None:
    rows = list(sheet(LEDGER).iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["2024年第二季度是这个计划的第一个填报期，没有上季可比。", "编号"]


def test_nothing_changed_is_said_in_words() -> None:
    assert sheet(replace(COMPARED, changes=()))["A3"].value == "与上季相比没有变化"


def test_sheet_filters_freezes_and_prints_its_header() -> None:
    found = sheet()
    header: Any = found.oddHeader
    assert (found.auto_filter.ref, found.freeze_panes, found.print_title_rows) == ("A2:E4", "C3", "$2:$2")
    assert header.center.text == "云溪市2024年法治建设工作要点　2024年第二季度工作台账　与上季变化"
    assert {str(block) for block in found.merged_cells.ranges} == {"A1:E1"}


def test_what_units_wrote_stays_text() -> None:
    changes = tuple(replace(CHANGES[0], kind=ChangeKind.PROBLEM_NEW, after=text) for text in HOSTILE if text)
    found = sheet(replace(COMPARED, changes=changes))
    cells = [found.cell(row, 5) for row in range(3, 3 + len(changes))]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
