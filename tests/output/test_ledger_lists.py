"""The ledger's lists of what somebody has to see to, its calendar of checkpoints, and its charts."""

import datetime as dt
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.ledger import DueMark, DueState, Ledger, LedgerNotices, PeriodCounts, UnitSummary
from planner.domain.lights import Colour
from planner.domain.status_page import TaskNotice
from planner.output.ledger_columns import chosen_columns
from planner.output.ledger_xlsx import ledger_workbook
from tests.factories_views import LEDGER, LEDGER_TASK, NOTICE, UNIT_SUMMARY
from tests.output.conftest import HOSTILE

JUNE = dt.datetime(2024, 6, 30)  # noqa: DTZ001 - as openpyxl gives a day back
NONE = LedgerNotices((), (), (), ())


def sheet(name: str, ledger: Ledger) -> Worksheet:
    return load_workbook(BytesIO(ledger_workbook(ledger)), data_only=True)[name]


def rows(name: str, ledger: Ledger) -> list[tuple[Any, ...]]:
    return list(sheet(name, ledger).iter_rows(values_only=True))


def noticed(**told: tuple[TaskNotice, ...]) -> Ledger:
    return replace(LEDGER, notices=replace(NONE, **told))


# ---- 逾期与临期, 需协调 ----


def test_what_is_late_stands_before_what_is_late_by_its_old_day_and_what_is_due_soon() -> None:
    moved = replace(NOTICE, days=0, original=dt.date(2024, 6, 15), days_original=15, since=dt.date(2024, 6, 15))
    soon = replace(NOTICE, since=dt.date(2024, 7, 10), days=10, whose=("市司法局", "市财政局"))
    told = rows("逾期与临期", noticed(late=(NOTICE,), late_by_original=(moved,), due_soon=(soon,)))
    assert told[0] == ("类别", "编号", "重点任务", "单位", "到期日", "逾期或剩余天数", "原时限", "说明")
    assert [(row[0], row[3], row[4].date(), row[5], row[6] and row[6].date()) for row in told[1:]] == [
        ("逾期", "市司法局", dt.date(2024, 6, 30), 20, None),
        ("按原时限逾期", "市司法局", dt.date(2024, 6, 15), 15, dt.date(2024, 6, 15)),
        ("15天内到期", "市司法局、市财政局", dt.date(2024, 7, 10), 10, None),
    ]
    assert told[1][7] == NOTICE.message


def test_what_needs_a_decision_is_told_with_its_kind() -> None:
    kinds = ("blocked", "support", "before_issue", "figures_differ", "roster_unset", "extension")
    decisions = tuple(replace(NOTICE, kind=kind, since=None) for kind in kinds)
    told = rows("需协调", noticed(decisions=decisions))
    assert [row[0] for row in told] == [
        *("类别", "受阻", "请求协调", "印发前到期", "数据不一致", "名册未设", "申请延期"),
    ]
    assert told[1][1:] == ("2024-05", "管好决策目录", "市司法局", NOTICE.message)


def test_nothing_to_see_to_is_said_in_words() -> None:
    ledger = replace(LEDGER, notices=NONE)
    assert rows("逾期与临期", ledger)[1][0] == "没有逾期的，15天内也没有到期的"
    assert rows("需协调", ledger)[1][0] == "没有需要协调的事项"


def test_what_an_older_version_did_not_keep_is_not_said_to_be_nothing() -> None:
    for name in ("逾期与临期", "需协调"):
        assert rows(name, LEDGER)[1][0] == "关账时的版本没有保存这项内容"
    assert rows("考核点日历", LEDGER)[2][0] == "关账时的版本没有保存这项内容"


def test_what_units_wrote_stays_text_in_lists() -> None:
    decisions = tuple(replace(NOTICE, message=text, title=text) for text in HOSTILE if text)
    found = sheet("需协调", noticed(decisions=decisions))
    assert {cell.data_type for row in found.iter_rows() for cell in row if cell.value} == {"s"}


# ---- 考核点日历 ----

MARKS = (
    DueMark("2024-05.1", "编制目录", dt.date(2024, 3, 31), DueState.MET, met=2, of=2),
    DueMark("2024-05.2", "评查1次", dt.date(2024, 3, 31), DueState.UNMET, met=1, of=2),
    DueMark("2024-05.2", "评查1次", dt.date(2024, 9, 30), DueState.COMING, met=0, of=1),
    DueMark("2024-05.2", "评查1次", dt.date(2025, 3, 31), DueState.COMING, met=0, of=1),
    DueMark("2024-05.3", "培训60学时", None, DueState.MET, met=1, of=1),
    DueMark("2024-05.4", "报告情况", dt.date(2024, 1, 31), DueState.BEFORE_ISSUE, met=2, of=2),
)


def calendar(*marks: DueMark) -> Worksheet:
    return sheet("考核点日历", replace(LEDGER, tasks=(replace(LEDGER_TASK, dues=marks), LEDGER_TASK)))


def test_every_due_day_has_its_mark_in_its_month() -> None:
    found = calendar(*MARKS)
    header = [cell.value for cell in found[2]]
    told = {name: cell.value for name, cell in zip(header, found[3], strict=True) if cell.value is not None}
    assert header == ["编号", "重点任务", "考核点", *(f"{month}月" for month in range(1, 13)), "其他时间"]
    assert told == {
        "编号": "2024-05",
        "重点任务": "（五）管好决策目录",
        "考核点": "1 编制目录\n2 评查1次\n3 培训60学时\n4 报告情况",
        "1月": "－4 31日\n印发前",
        "3月": "●1 31日\n达成 2/2\n×2 31日\n未达成 1/2",
        "9月": "○2 30日\n未到",
        "其他时间": "○2 2025-03-31\n未到\n●3 无期限\n达成",
    }
    assert found.max_row == 3


def test_a_cell_has_the_ground_of_its_worst_mark_and_the_word_beside_it() -> None:
    found = calendar(*MARKS)
    grounds = {str(found.cell(2, place).value): found.cell(3, place).fill.start_color.rgb for place in range(4, 17)}
    assert (grounds["3月"], grounds["9月"], grounds["1月"]) == ("00F4B6B6", "00DDEBF7", "00EDEDED")
    assert {grounds[f"{month}月"] for month in (2, 4, 5, 6)} == {"00000000"}
    assert str(found["A1"].value).startswith("●达成　×到期未达成　○未到期　－不计")
    assert str(found["A1"].value).endswith("判定日：2024-06-30。没有考核点的1项任务不列。")


def test_a_plan_without_checkpoints_says_so() -> None:
    assert calendar().cell(3, 1).value == "关账时的版本没有保存这项内容"
    tasks = (replace(LEDGER_TASK, dues=()),)
    assert rows("考核点日历", replace(LEDGER, tasks=tasks))[2][0] == "没有考核点"


# ---- 图表 ----

BEFORE = PeriodCounts(
    period="2024Q1",
    period_label="2024年第一季度",
    closed_on=dt.date(2024, 4, 20),
    colours={Colour.RED: 2, Colour.GREEN: 1},
    asked=3,
    reported=3,
)


def charts(ledger: Ledger) -> list[list[tuple[str, str, str]]]:
    """Of every chart its series: names, values and title, as cells."""
    found: Any = load_workbook(BytesIO(ledger_workbook(ledger)))["图表"]
    return [
        [
            (
                (series.cat.numRef or series.cat.strRef).f,
                series.val.numRef.f,
                series.tx.strRef.f,
            )
            for series in chart.series
        ]
        for chart in found._charts  # noqa: SLF001 - openpyxl has no other way to them
    ]


def test_charts_show_cells_of_the_workbook() -> None:
    assert charts(replace(LEDGER, before=BEFORE, compared_with="2024Q1")) == [
        [("'图表'!$A$4:$A$8", "'图表'!$B$4:$B$8", "'图表'!$B$3")],
        [
            ("'图表'!$A$4:$A$8", "'图表'!$C$4:$C$8", "'图表'!$C$3"),
            ("'图表'!$A$4:$A$8", "'图表'!$B$4:$B$8", "'图表'!$B$3"),
        ],
        [
            ("'图表'!$A$9:$A$10", "'图表'!$C$9:$C$10", "'图表'!$C$3"),
            ("'图表'!$A$9:$A$10", "'图表'!$B$9:$B$10", "'图表'!$B$3"),
        ],
        [
            ("'分单位'!$B$2:$B$3", "'分单位'!$H$2:$H$3", "'分单位'!$H$1"),
            ("'分单位'!$B$2:$B$3", "'分单位'!$I$2:$I$3", "'分单位'!$I$1"),
        ],
    ]


def test_table_of_the_charts_has_this_quarter_and_the_one_before() -> None:
    told = rows("图表", replace(LEDGER, before=BEFORE, compared_with="2024Q1"))
    assert [row[:3] for row in told[2:10]] == [
        ("项目", "本季", "上季"),
        ("红", 0, 2),
        ("黄", 1, 0),
        ("绿", 0, 1),
        ("未到期", 0, 0),
        ("不亮灯", 0, 0),
        ("应报", 2, 3),
        ("已报", 1, 3),
    ]


def test_first_quarter_is_charted_alone() -> None:
    assert [len(chart) for chart in charts(LEDGER)] == [1, 2]
    assert [row[:3] for row in rows("图表", LEDGER)[2:4]] == [("项目", "本季", None), ("红", 0, None)]


def test_many_units_are_charted_a_page_at_a_time_and_organs_not_directed_are_left_out() -> None:
    units = (
        *(replace(UNIT_SUMMARY, unit=f"第{number}局") for number in range(30)),
        UnitSummary("人大办", "人大", 1, 0, 1, 1, {}),
    )
    found: Any = load_workbook(BytesIO(ledger_workbook(replace(LEDGER, units=units))))["图表"]
    assert [chart[0][0] for chart in charts(replace(LEDGER, units=units))[1:]] == [
        *("'分单位'!$B$2:$B$14", "'分单位'!$B$15:$B$27", "'分单位'!$B$28:$B$31"),
    ]
    assert [each.id for each in found.row_breaks.brk] == [28, 56, 84]


# ---- parts ----


@pytest.mark.parametrize(
    "name", ["分单位", "分部分", "与上季变化", "未报送", "逾期与临期", "需协调", "考核点日历", "图表"]
)
def test_every_sheet_of_a_part_says_so_in_its_page_heading(name: str) -> None:
    ledger = replace(LEDGER, only_section="二、规范行政决策", only_unit="市司法局")
    header: Any = load_workbook(BytesIO(ledger_workbook(ledger)))[name].oddHeader
    told = "〔只列：二、规范行政决策〕云溪市2024年法治建设工作要点　市司法局2024年第二季度工作台账"
    assert header.center.text == f"{told}　{name}"


def test_cover_of_a_part_names_what_is_shown() -> None:
    ledger = replace(LEDGER, only_section="二、规范行政决策", only_unit="市司法局")
    data = ledger_workbook(ledger, chosen_columns(["编号", "单位"]))
    cover = list(load_workbook(BytesIO(data))["封面"].iter_rows(max_col=2, values_only=True))
    counted = "以下各数只计所列的任务和单位，亮灯是本单位自己的"
    assert cover[1][0] == "市司法局2024年第二季度工作台账"
    assert cover[5] == ("只列", f"部分：二、规范行政决策；单位：市司法局；台账的列：序号、编号、单位；{counted}")


def test_part_is_compared_without_the_counts_of_all() -> None:
    told = rows("与上季变化", replace(LEDGER, compared_with="2024Q1", only_unit="市司法局"))
    assert told[0][0] == "与2024年第一季度相比，只列所选部分的变化；上季的合计见整本台账。"
    assert told[2][0] == "与上季相比没有变化"
