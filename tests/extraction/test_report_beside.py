"""A report beside its number ledger, and beside the report of the year before."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from planner.domain.figure_marks import marked as mark
from planner.domain.number_ledger import FigureOrigin, ReportFigure, Rule
from planner.domain.report_check import FindingCode
from planner.extraction.reports.checks import check_report
from planner.extraction.reports.ledger import Written
from tests.extraction.report_sample import CLEAN, marked, read

REPORT = """云溪市2024年法治政府建设年度报告

一、主要举措和成效

（一）规范决策。评查执法案卷36宗，举办培训3期，参训率98%（49/50人）。每名执法人员培训不少于60学时。

（二）化解纠纷。调处纠纷1.2万件，其中调解成功11,900件。2024年12月召开总结会1次。

二、不足和原因

人手紧，原因是编制少。

三、第一责任人履职情况

市长带队督查4次。书记听取各单位述法。

四、2025年主要安排

2025年再办培训3期。
"""
OWN_WORDS = ("每名执法人员培训不少于60学时",)


def figure(number: int, name: str, printed: str, value: str, measure: str) -> ReportFigure:
    """A figure that one entry gave."""
    origin = FigureOrigin(
        entry_id=number,
        task="2024-01",
        unit="市司法局",
        period="2024Q4",
        on=dt.date(2025, 1, 6),
        name=name,
        printed=printed,
        value=Decimal(value),
        measure=measure,
    )
    return ReportFigure(number, printed, name, Decimal(value), measure, Rule.STATED, (origin,))


LEDGER = (
    figure(1, "评查执法案卷", "36宗", "36", "宗"),
    figure(2, "举办培训", "3期", "3", "期"),
    figure(3, "参训率", "98%（49/50人）", "98", "%"),
    figure(4, "调处纠纷", "1.2万件", "1.2", "万件"),
    figure(5, "调解成功", "11,900件", "11900", "件"),
    figure(6, "召开总结会", "1次", "1", "次"),
    figure(7, "市长带队督查", "4次", "4", "次"),
    figure(8, "再办培训", "3期", "3", "期"),
)
WRITTEN = Written(LEDGER, own_words=OWN_WORDS)


def test_a_report_as_its_ledger_has_it_gets_no_finding() -> None:
    assert check_report(read(REPORT), written=WRITTEN) == ()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("案卷36宗", "案卷63宗", [("figure_differs", "1", "63宗")]),
        ("培训3期，参", "培训4期，参", [("figure_differs", "1", "4期")]),
        # Both values stand in the ledger, under other names.
        ("督查4次", "督查1次", [("figure_differs", "3", "1次")]),
        ("1.2万件", "1.3万件", [("figure_differs", "1", "1.3万件")]),
        ("1.2万件", "12,000件", []),
        ("化解纠纷。", "化解纠纷。接待来访80批。", [("figure_untraced", "1", "80批")]),
        ("60学时", "80学时", [("figure_untraced", "1", "80学时")]),
        ("召开总结会1次", "召开总结会", []),
    ],
)
def test_a_number_that_was_changed_or_put_in_is_told(
    before: str, after: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    assert REPORT.count(before) == 1
    text = REPORT.replace(before, after)

    assert marked(text, check_report(read(text), written=WRITTEN)) == expected


# The texts that REPORT was written from, each figure marked.
TOLD = (
    f"评查执法案卷{mark(1, '36宗')}，举办培训{mark(2, '3期')}，参训率{mark(3, '98%（49/50人）')}。",
    f"调处纠纷{mark(4, '1.2万件')}，其中调解成功{mark(5, '11,900件')}。",
    f"2024年12月召开总结会{mark(6, '1次')}。",
    f"市长带队督查{mark(7, '4次')}。",
    f"2025年再办培训{mark(8, '3期')}。",
)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("案卷36宗", "案卷63宗", ["“评查执法案卷”是36宗"]),
        # Numbers that stand elsewhere in the ledger, and in other units of measure.
        ("案卷36宗", "案卷1次", ["“评查执法案卷”是36宗"]),
        ("培训3期，参", "培训4次，参", ["“举办培训”是3期"]),
        ("督查4次", "督查3期", ["“市长带队督查”是4次"]),
        ("评查执法案卷36宗，举办培训3期", "评查执法案卷3期，举办培训36宗", ["“评查执法案卷”是36宗", "“举办培训”是3期"]),
        ("调解成功11,900件", "调解成功12,000件", ["“调解成功”是11,900件"]),
        # The right number, made rough, and said of somebody else.
        ("案卷36宗", "案卷36余宗", ["“评查执法案卷”是36宗"]),
        ("市长带队督查4次", "书记带队督查4次", ["台账上4次是“市长带队督查”"]),
        # The same number among other words, in another order, in other digits, joined or parted.
        ("评查执法案卷36宗", "全年组织评查行政执法案卷共36宗", []),
        ("举办培训3期，参训率98%（49/50人）", "参训率98%（49/50人），举办培训3期", []),
        ("1.2万件，其中调解成功11,900件", "12,000件。调解成功11900件", []),
        ("市长带队督查4次。", "一是市长带队督查4次；", []),
        # Other words and another number, and words that nobody reported.
        ("评查执法案卷36宗", "全年评查行政执法案卷共38宗", ["“评查执法案卷”是36宗"]),
        ("市长带队督查4次", "市长带队督查4次，约谈单位3期", ["查不到出处"]),
        ("化解纠纷。", "化解纠纷。受理（30）件。〔待核实：2024-999件〕", ["查不到出处", "查不到出处"]),
        ("化解纠纷。", "化解纠纷。按2024-05、附件1和如下两点：（1）甲；（2）乙。", []),
    ],
)
def test_a_number_is_the_ledgers_among_its_own_words_only(before: str, after: str, expected: list[str]) -> None:
    assert REPORT.count(before) == 1
    found = check_report(read(REPORT.replace(before, after)), written=Written(LEDGER, TOLD, OWN_WORDS))
    found = tuple(finding for finding in found if finding.code is not FindingCode.GAP)

    assert len(found) == len(expected)
    assert all(words in finding.message for words, finding in zip(expected, found, strict=True))


CUT = (
    f"石门县审查材料{mark(9, '64份')}，{mark(10, '3份')}退回补正。审查材料{mark(11, '71份')}。",
    f"建议收回事项{mark(12, '7项')}、调整{mark(13, '11项')}，并列出需求。",
    f"报请同意收回事项{mark(12, '7项')}、调整{mark(13, '11项')}。",
)
OF_CUT = (
    figure(9, "审查材料", "64份", "64", "份"),
    figure(10, "退回补正", "3份", "3", "份"),
    figure(11, "审查材料", "71份", "71", "份"),
    figure(12, "收回事项", "7项", "7", "项"),
    figure(13, "调整", "11项", "11", "项"),
)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("石门县审查材料64份，3份退回补正。审查材料71份。", []),
        # The first sentence was cut; the second had no need of a name before.
        ("石门县审查材料71份。", []),
        ("市司法局报请同意收回事项7项、调整11项。", []),
        ("石门县审查材料72份。", ["“审查材料”是"]),
        ("石门县审查材料71份，3份退回补正。审查材料64份。", ["“审查材料”是64份", "“审查材料”是71份"]),
        ("市司法局报请同意收回事项7项、调整12项。", ["“调整”是11项"]),
    ],
)
def test_a_name_before_what_is_left_of_a_cut_report_is_no_difference(told: str, expected: list[str]) -> None:
    text = REPORT.replace("化解纠纷。", f"化解纠纷。{told}")
    found = check_report(read(text), written=Written((*LEDGER, *OF_CUT), (*TOLD, *CUT), OWN_WORDS))

    assert len(found) == len(expected)
    assert all(words in finding.message for words, finding in zip(expected, found, strict=True))


def test_a_number_typed_in_the_material_is_told_as_that() -> None:
    typed = tuple(replace(one, rule=Rule.BY_HAND, origins=()) if one.number == 4 else one for one in LEDGER)
    found = check_report(read(REPORT), written=Written(typed, TOLD, OWN_WORDS))

    assert marked(REPORT, found) == [("figure_by_hand", "1", "1.2万件")]
    assert (
        found[0].message
        == "“一”部分（二）“调处纠纷1.2万件”是选材表里手工填写的数，没有填报作出处，请核对无误后再签发。"
    )


def test_a_paragraph_that_was_moved_keeps_its_figures() -> None:
    moved = REPORT.replace("市长带队督查4次。", "").replace("（二）化解", "市长带队督查4次。\n\n（二）化解")

    assert check_report(read(moved), written=WRITTEN) == ()


def test_numbers_are_traced_only_beside_a_ledger() -> None:
    assert check_report(read(REPORT)) == ()
    assert {f.code.value for f in check_report(read(REPORT), written=Written(()))} == {"figure_untraced"}


# ---- last year's report ----

KEPT = "落实首问负责，窗口人员一次说清要交的材料。群众来电由专人登记，一直跟踪到办结为止。"
LAST_YEAR = f"""云溪市2023年法治政府建设年度报告

2023年，云溪市坚持依法行政，围绕《云溪市法治政府建设实施方案（2021—2025年）》抓好各项任务。现将有关情况报告如下。

一、2023年法治政府建设的主要举措和成效

（一）把制度立在前面。到2023年，各部门都有了法律顾问，重大合同全部审查。

（二）让办事少跑路。{KEPT}
"""


def test_sentences_of_last_year_are_told_with_their_share() -> None:
    text = CLEAN.replace("（三）把执法", f"{KEPT}\n\n（三）把执法").replace(
        "开通“老周", "到2024年，各部门都有了法律顾问，重大合同全部审查。开通“老周"
    )
    found = check_report(read(text), previous=read(LAST_YEAR))

    assert marked(text, found) == [
        ("repeated", "1", "到2024年，各部门都有了法律顾问，重大合同全部审查。"),
        ("repeated", "1", KEPT),
    ]
    assert [finding.message.partition("：")[2] for finding in found] == [
        "这句话和上年报告相同（全文 31 句中相同的有 3 句，占 10%），请写当年的情况。",
        "这 2 句话和上年报告相同（全文 31 句中相同的有 3 句，占 10%），请写当年的情况。",
    ]


def test_the_same_opening_and_headings_are_no_repeats() -> None:
    assert check_report(read(CLEAN), previous=read(LAST_YEAR)) == ()


def test_a_report_beside_itself_is_repeated_whole() -> None:
    found = check_report(read(CLEAN), previous=read(CLEAN))

    assert {finding.code.value for finding in found} == {"repeated"}
    assert all("占 100%" in finding.message for finding in found)
