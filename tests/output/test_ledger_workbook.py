"""The quarterly ledger, re-opened cell by cell."""

import datetime as dt
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.ledger import Ledger
from planner.domain.lights import Colour
from planner.domain.progress import TaskState, Verdict
from planner.domain.wording import Provenance
from planner.output.ledger_xlsx import ledger_workbook
from planner.output.sheets import lines_needed
from planner.output.text import clean
from tests.factories_views import LEDGER, LEDGER_TASK, SILENT_LINE, UNIT_LINE
from tests.output.conftest import HOSTILE

SHOWN = 27
"""Columns of the sheet 台账; beside them stands, hidden, what summaries count by."""


def opened(ledger: Ledger = LEDGER) -> Workbook:
    return load_workbook(BytesIO(ledger_workbook(ledger)))


def midnight(year: int, month: int, day: int) -> dt.datetime:
    """A day as openpyxl gives it back."""
    return dt.datetime.combine(dt.date(year, month, day), dt.time())


def row_of(sheet: Worksheet, number: int) -> list[Any]:
    return [cell.value for cell in sheet[number]]


def values(name: str, ledger: Ledger = LEDGER) -> list[tuple[Any, ...]]:
    """A sheet's rows as a program sees them that doesn't compute."""
    sheet = load_workbook(BytesIO(ledger_workbook(ledger)), data_only=True)[name]
    return list(sheet.iter_rows(values_only=True))


def test_workbook_has_ten_sheets() -> None:
    assert opened().sheetnames == [
        *("封面", "台账", "分单位", "分部分", "与上季变化", "未报送", "逾期与临期", "需协调", "考核点日历", "图表"),
    ]


def test_cover_tells_plan_period_days_and_counts() -> None:
    facts = {row[0]: row[1] for row in values("封面", replace(LEDGER, audit_hash="3f" * 32))[3:]}
    note = facts.pop("说明")
    assert facts == {
        "工作要点": "云溪市2024年法治建设工作要点（代码 2024）",
        "填报期": "2024年第二季度（2024Q2）",
        "数据截止": midnight(2024, 7, 20),
        "判灯日": midnight(2024, 6, 30),
        "关账日": "未关账，数据还会变",
        "任务数": 1,
        "红": 0,
        "黄": 1,
        "绿": 0,
        "未到期": 0,
        "不亮灯": 0,
        "已报完成、考核点未达成": "关账时的版本没有保存这项内容",
        "应报（任务·单位）": 2,
        "已报": 1,
        "已采纳": 1,
        "名册未设": "市政府有关部门",
        "操作记录校验码": "3f" * 32,
    }
    assert "推定" in str(note)


def test_cover_tells_since_when_a_period_is_closed() -> None:
    sheet = opened(replace(LEDGER, closed_on=dt.date(2024, 7, 25)))["封面"]
    assert ("关账日", midnight(2024, 7, 25)) in list(sheet.iter_rows(min_row=4, max_col=2, values_only=True))


def test_cover_says_none_where_every_roster_is_set() -> None:
    sheet = opened(replace(LEDGER, rosters_unset=()))["封面"]
    assert ("名册未设", "无") in list(sheet.iter_rows(min_row=4, max_col=2, values_only=True))


def test_tasks_have_two_header_rows() -> None:
    sheet = opened()["台账"]
    assert [value for value in row_of(sheet, 1) if value] == [
        "任务",
        "责任分工",
        "时限与考核",
        "状态与亮灯",
        "单位填报与审核",
    ]
    assert row_of(sheet, 2)[:SHOWN] == [
        *("序号", "编号", "部分", "重点任务", "举措", "牵头单位", "责任单位", "配合单位", "完成时限", "时限来源"),
        *("考核点", "任务状态", "任务亮灯", "亮灯原因", "单位", "角色", "状态", "亮灯", "亮灯说明", "本期进展", "数据"),
        *("存在问题", "下步安排", "需协调事项", "佐证", "审核", "填报日期"),
    ]


def test_task_stands_left_of_its_units_lines() -> None:
    sheet = opened()["台账"]
    assert row_of(sheet, 3)[:SHOWN] == [
        1,
        "2024-05",
        "二、规范行政决策",
        "（五）管好决策目录",
        "编制决策目录，实行动态管理。",
        "市司法局",
        "市财政局、各县（市、区）政府（1/2）",
        "市政府有关部门（名册未设）",
        midnight(2024, 9, 30),
        "延期\n原时限\n2024-06-30\n原文：6月底前",
        "3/4",
        "执行中",
        "黄",
        "东岭县政府：2024Q2应于2024-07-10报送，至今未报",
        "市司法局",
        "牵头",
        "推进中",
        "绿",
        "市司法局：2024Q2已报送，未到时限",
        "印发目录清单，组织审查会3次。",
        "审查率=12/12件",
        "材料报送不齐。",
        "逐件督促补齐。",
        "增加审查人员2名",
        "文号:云司发〔2024〕12号",
        "已采纳\n第2次填报",
        midnight(2024, 7, 5),
    ]
    assert row_of(sheet, 4)[14:SHOWN] == [
        *("东岭县政府", "责任\n各县（市、区）政府", "未报送", "黄", "东岭县政府：2024Q2应于2024-07-10报送，至今未报"),
        *(None, None, None, None, None, None, "未报送", None),
    ]


def test_task_cells_are_merged_over_its_lines_and_nothing_else_is() -> None:
    sheet = opened(replace(LEDGER, tasks=(LEDGER_TASK, replace(LEDGER_TASK, lines=()))))["台账"]
    merged = {str(block) for block in sheet.merged_cells.ranges}
    bands = {"A1:E1", "F1:H1", "I1:K1", "L1:N1", "O1:AA1"}
    assert merged == bands | {f"{letter}3:{letter}4" for letter in "ABCDEFGHIJKLMN"}
    assert row_of(sheet, 5)[:2] == [2, "2024-05"]


def test_merged_task_cells_keep_their_values_for_filters() -> None:
    rows = list(load_workbook(BytesIO(ledger_workbook(LEDGER)), read_only=True)["台账"].iter_rows(values_only=True))
    assert rows[3][:14] == rows[2][:14]


@pytest.mark.parametrize(
    ("change", "source"),
    [
        ({"provenance": Provenance.DEFAULT, "due_original": None, "due_phrase": ""}, "推定"),
        (
            {"provenance": Provenance.TEXT, "due_original": None, "before_issue": True},
            "原文\n印发前到期\n原文：6月底前",
        ),
        ({"provenance": Provenance.COORDINATOR, "due_phrase": ""}, "统筹设定\n原时限\n2024-06-30"),
    ],
)
def test_due_source_tells_where_the_day_comes_from(change: dict[str, Any], source: str) -> None:
    sheet = opened(replace(LEDGER, tasks=(replace(LEDGER_TASK, **change),)))["台账"]
    assert sheet["J3"].value == source


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"done": True}, "已完成"),
        ({"state": TaskState.PAUSED, "state_basis": "云政纪〔2024〕3号"}, "暂缓\n云政纪〔2024〕3号"),
        (
            {"state": TaskState.MERGED, "state_basis": "云政纪〔2024〕3号", "merged_into": "2024-07"},
            "并入 2024-07\n云政纪〔2024〕3号",
        ),
        ({"checkpoints": (0, 0)}, "执行中"),
    ],
)
def test_task_state_is_told_with_its_basis(change: dict[str, Any], state: str) -> None:
    sheet = opened(replace(LEDGER, tasks=(replace(LEDGER_TASK, **change),)))["台账"]
    assert sheet["L3"].value == state


def test_review_of_a_return_filed_on_behalf_says_so() -> None:
    line = replace(UNIT_LINE, verdict=Verdict.RETURNED, revision=1, on_behalf=True)
    sheet = opened(replace(LEDGER, tasks=(replace(LEDGER_TASK, lines=(line,)),)))["台账"]
    assert sheet["Z3"].value == "已退回\n第1次填报\n代报"


def test_cells_have_the_types_of_what_they_hold() -> None:
    sheet = opened()["台账"]
    types = {cell.coordinate: (cell.data_type, cell.number_format) for cell in sheet[3]}
    assert types["A3"] == ("n", "0")
    assert types["I3"] == types["AA3"] == ("d", "yyyy-mm-dd")
    assert types["K3"] == ("s", "General")


def test_lights_are_word_and_fill() -> None:
    lines = tuple(replace(UNIT_LINE, colour=colour) for colour in Colour)
    sheet = opened(replace(LEDGER, tasks=(replace(LEDGER_TASK, lines=lines),)))["台账"]
    shown = {str(sheet.cell(row, 18).value): sheet.cell(row, 18).fill.start_color.rgb for row in range(3, 8)}
    assert shown == {"红": "00F4B6B6", "黄": "00FFE699", "未到期": "00DDEBF7", "绿": "00C6E0B4", "不亮灯": "00EDEDED"}


@pytest.mark.parametrize("name", ["台账", "分单位", "未报送"])
def test_sheets_print_on_a4_landscape_one_page_wide_with_their_header(name: str) -> None:
    sheet = opened()[name]
    setup, properties = sheet.page_setup, sheet.sheet_properties.pageSetUpPr
    assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == ("landscape", 9, 1, 0)
    assert properties is not None
    assert properties.fitToPage is True
    assert sheet.print_title_rows == ("$1:$2" if name == "台账" else "$1:$1")
    footer: Any = sheet.oddFooter
    assert footer.center.text == "第 &P 页，共 &N 页"


def test_header_stays_in_sight_and_filters() -> None:
    sheet = opened()["台账"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("E3", "A2:AA4")


def test_missing_returns_name_whom_to_call() -> None:
    rows = list(opened()["未报送"].iter_rows(min_row=2, values_only=True))
    day = midnight(2024, 7, 10)
    assert rows == [
        (
            "东岭县政府",
            "各县（市、区）政府",
            "责任",
            "2024-05",
            "管好决策目录",
            "2024Q2",
            day,
            "林知远",
            "0900-8120001",
            "数据与上期不符。",
        )
    ]


def test_nobody_missing_is_said_in_words() -> None:
    assert opened(replace(LEDGER, missing=()))["未报送"]["A2"].value == "本期没有未报送的单位"


def test_hostile_texts_stay_texts() -> None:
    lines = tuple(replace(UNIT_LINE, progress=text, unit=text) for text in HOSTILE)
    sheet = opened(replace(LEDGER, tasks=(replace(LEDGER_TASK, lines=lines, title="=1+1", number=""),)))["台账"]
    cells = [sheet.cell(row, 20) for row in range(3, 3 + len(HOSTILE))]
    assert [cell.value or "" for cell in cells] == [clean(text) for text in HOSTILE]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert (sheet["D3"].value, sheet["D3"].data_type) == ("=1+1", "s")


def test_a_text_that_looks_like_a_formula_stays_one_when_edited() -> None:
    sheet = opened(replace(LEDGER, tasks=(replace(LEDGER_TASK, lines=(replace(UNIT_LINE, progress="+1"),)),)))["台账"]
    assert [sheet[name].quotePrefix for name in ("T3", "U3")] == [True, False]


def test_a_text_beyond_excels_length_is_cut_and_says_so() -> None:
    line = replace(UNIT_LINE, progress="长" * 40_000)
    value = opened(replace(LEDGER, tasks=(replace(LEDGER_TASK, lines=(line,)),)))["台账"]["T3"].value
    assert str(value).endswith("〔以下因单元格长度所限未列〕")


def test_rows_are_high_enough_for_their_longest_text() -> None:
    task = replace(LEDGER_TASK, measures="逐项明确承办单位和完成时间。" * 40, lines=(UNIT_LINE, SILENT_LINE))
    sheet = opened(replace(LEDGER, tasks=(task,)))["台账"]
    width = sheet.column_dimensions["E"].width
    heights = [sheet.row_dimensions[row].height or 0 for row in (3, 4)]
    assert sum(heights) >= lines_needed(task.measures, width) * 13
    assert max(heights) <= 409


def test_a_text_too_long_for_one_row_gets_a_wider_column() -> None:
    line = replace(UNIT_LINE, progress="逐项明确承办单位和完成时间。" * 60)
    plain = opened()["台账"].column_dimensions["T"].width
    sheet = opened(replace(LEDGER, tasks=(replace(LEDGER_TASK, lines=(line,)),)))["台账"]
    width = sheet.column_dimensions["T"].width
    assert width > plain
    assert lines_needed(line.progress, width) * 13 <= 409


def test_empty_ledger_is_a_workbook_too() -> None:
    sheets = opened(replace(LEDGER, tasks=(), units=(), missing=()))
    filters = [sheet.auto_filter.ref for sheet in sheets.worksheets]
    assert filters == [None, "A2:AA2", "A1:Q1", "A1:Q1", "A2:E2", "A1:J1", "A1:H1", "A1:E1", "A2:P2", None]


def test_a_heading_with_ampersand_prints_as_written() -> None:
    header: Any = opened(replace(LEDGER, plan_title="甲&乙"))["台账"].oddHeader
    assert header.center.text == "甲&&乙　2024年第二季度工作台账"
