"""Numbers that no source stands behind are found, and nothing else."""

from decimal import Decimal

import pytest

from planner.domain.figure_marks import marked
from planner.domain.number_ledger import ReportFigure, Rule
from planner.domain.report import AnnualReport
from planner.domain.typed_numbers import TypedNumber, own_words_of, typed_numbers
from planner.usecases.entry_writing import numbers_placed_in
from tests.factories_reports import MARKED_REPORT

FIGURES = (ReportFigure(1, "30件", "案件", Decimal(30), "件", Rule.STATED, ()),)


def found(text: str, *own: str) -> list[str]:
    return [n.printed for n in typed_numbers(text, numbers_placed_in, figures=FIGURES, own_words=own)]


def test_number_without_a_mark_is_told_with_its_line_and_clause() -> None:
    text = f"# 报告\n\n办结{marked(1, '30件')}，另有12件在办。\n"
    assert typed_numbers(text, numbers_placed_in, figures=FIGURES) == (TypedNumber(3, "12件", "另有12件在办"),)


@pytest.mark.parametrize(
    "text",
    [
        f"办结{marked(1, '30件')}",
        "2025年上半年，2024年12月31日前，2024—2025年",
        "云政〔2024〕12号、《条例》第7条、12345热线",
        "任务2024-05、考核点2024-12.2",
        "## 1. 强化领导",
        "### （1）强化领导",
        "3、强化领导",
        "附件：1. 数据来源表\\\n　　　2. 未写入正文的材料",
        "〔待补充：第3季度的原因〕〔待核实：2024-05的12〕〔待核实：“论证”有两个不同的数〕",
        "一是强化领导。二是压实责任。",
        "| --- | --- |",
    ],
)
def test_figures_dates_numbering_and_gaps_are_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("共办理30件", ["30件"]),
        ("召开一次会议", ["一次"]),
        ("1. 开展3次", ["3次"]),
        ("占\\~5.3%、审查12/12件", ["5.3%", "12/12件"]),
        ("| 案件 | 30 |", ["30"]),
        ("办理2024-999件", ["999件"]),
        ("及附件99件，附件：98份", ["99件", "98份"]),
        ("〔待补充：第3季度的12件〕〔待核实：550件、552件〕", ["12件", "550件", "552件"]),
        ("〔待命人员99〕", ["99"]),
        (f"办结{marked(1, '31件')}", ["31件"]),
        (f"办结{marked(9, '30件')}", ["30件"]),
    ],
)
def test_whatever_else_counts_is_told(text: str, numbers: list[str]) -> None:
    """A mark that leads to no figure of the ledger, or to one that is printed otherwise, is none."""
    assert found(text) == numbers


def test_numbers_among_the_plans_own_words_are_the_plans() -> None:
    plan = "加强培训，每人每年不少于60学时。"
    assert found("每人每年不少于60学时", plan) == []
    assert found("不少于60学时的培训", plan) == ["60学时"]
    assert found("完成60学时", plan) == ["60学时"]
    assert found("60学时", plan) == ["60学时"]


def test_own_words_are_the_titles_that_a_report_prints() -> None:
    report: AnnualReport = MARKED_REPORT
    assert list(own_words_of(report)) == [
        "云溪市2024年法治建设工作要点",
        "云溪市2024年法治建设年度报告",
        "规范行政决策",
        "管好决策目录",
        "主要负责人带头述法",
        "管好决策目录",
        "加强合同审查",
    ]
