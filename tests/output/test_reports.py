"""The year-end report as Markdown and as a document: its parts, its annexes, and that nothing in it is lost."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from planner.domain.figure_marks import CLOSE, MID, OPEN, bare, marked
from planner.domain.lights import Colour
from planner.domain.report import AnnualReport, Passage, TaskPassages
from planner.output.reports import Format, Layout, as_file, draw, render_sources
from planner.output.templating import chinese_number, unended, watched
from planner.output.text import clean
from tests.factories_reports import LEFT_OUT, MARKED_REPORT
from tests.factories_views import ANNUAL_REPORT, EMPTY_REPORT, STATUS_PAGE, passages
from tests.output.conftest import TEMPLATES

PLAIN = Layout(TEMPLATES)
WITH_SOURCES = Layout(TEMPLATES, sources=True)


def written(report: AnnualReport, fmt: Format, layout: Layout = PLAIN) -> bytes:
    return as_file(draw(report, layout), fmt, TEMPLATES)


def markdown(report: AnnualReport, layout: Layout = PLAIN) -> str:
    return written(report, "md", layout).decode()


def page(report: AnnualReport, layout: Layout = PLAIN) -> Any:  # noqa: ANN401 - lxml's elements
    return html.document_fromstring(written(report, "html", layout))


def document(report: AnnualReport, layout: Layout = PLAIN) -> Document:
    return docx.Document(BytesIO(written(report, "docx", layout)))


def sources(report: AnnualReport, fmt: Format) -> bytes:
    return render_sources(report, fmt, PLAIN)


def seen(text: str) -> str:
    return " ".join(bare(clean(text)).split())


def lines(found: Document) -> list[tuple[str, str]]:
    return [(p.style.name if p.style and p.style.name else "", p.text) for p in found.paragraphs]


# ---- the year-end report ----


def test_annual_report_has_the_parts_in_their_order() -> None:
    assert markdown(ANNUAL_REPORT) == (
        "〔待补充：文号〕　签发人：〔待补充：签发人〕\n\n"
        "# 云溪市2024年法治建设年度报告\n\n"
        "现将2024年工作情况报告如下。\n\n"
        "## 一、主要举措和成效\n\n"
        "### （一）规范行政决策\n\n"
        "管好决策目录。一是编制目录18项。二是组织论证12次。\n\n"
        "加强合同审查。审查合同56份。\n\n"
        "## 二、不足和原因\n\n"
        "一是报送材料不齐。原因：联络机制不健全。\n\n"
        "二是审查力量不足。原因：〔待补充：原因，东岭县政府未填〕\n\n"
        "## 三、党政主要负责人履行推进法治建设第一责任人职责情况\n\n"
        "主要负责人带头述法。听取专题汇报2次。\n\n"
        "## 四、2025年主要安排\n\n"
        "管好决策目录。扩大目录范围。\n\n"
        "继续推进2024年没有完成的工作：加强合同审查。\n\n"
        "---\n\n"
        "云溪市人民政府\n\n"
        "〔待补充：成文日期〕\n"
    )


def test_annual_report_of_an_empty_year_holds_marked_gaps_and_no_invented_word() -> None:
    lines = [line for line in markdown(EMPTY_REPORT).splitlines() if line and not line.startswith(("#", "---"))]
    assert [line[:5] + line[-1:] for line in lines] == ["〔待补充：〕"] * 7
    assert "planner task mark 任务编号 --first-responsible" in lines[3]


def test_annual_report_without_next_steps_still_tells_unfinished_tasks() -> None:
    text = markdown(replace(ANNUAL_REPORT, next_steps=()))
    assert text.split("主要安排\n\n")[1].split("\n\n---")[0] == "继续推进2024年没有完成的工作：加强合同审查。"


def test_annual_document_is_signed_below_with_the_gap_for_the_date_highlighted() -> None:
    told = document(ANNUAL_REPORT)
    *_, blank, issuer, date = told.paragraphs
    assert [(p.style.name if p.style else "", p.text) for p in (blank, issuer, date)] == [
        ("Normal", ""),
        ("Signature", "云溪市人民政府"),
        ("Signature", "〔待补充：成文日期〕"),
    ]
    assert [run.font.highlight_color is not None for run in date.runs] == [True]
    assert [run.font.highlight_color is not None for run in issuer.runs] == [False]


def test_annual_document_has_a_style_for_each_level() -> None:
    assert lines(document(ANNUAL_REPORT))[:7] == [
        ("Normal", "〔待补充：文号〕\t签发人：〔待补充：签发人〕"),
        ("Title", "云溪市2024年法治建设年度报告"),
        ("Normal", "现将2024年工作情况报告如下。"),
        ("Heading 1", "一、主要举措和成效"),
        ("Heading 2", "（一）规范行政决策"),
        ("Normal", "管好决策目录。一是编制目录18项。二是组织论证12次。"),
        ("Normal", "加强合同审查。审查合同56份。"),
    ]


def test_annual_page_marks_its_gaps() -> None:
    marks = [mark.text_content() for mark in page(ANNUAL_REPORT).iter("mark")]
    assert marks == [
        "〔待补充：文号〕",
        "〔待补充：签发人〕",
        "〔待补充：原因，东岭县政府未填〕",
        "〔待补充：成文日期〕",
    ]


def test_what_has_to_be_settled_is_marked_like_a_gap() -> None:
    told = passages("管好决策目录", f"听取汇报{marked(1, '5次')}〔待核实：“听取汇报”有两个不同的数〕。")
    report = replace(MARKED_REPORT, first_responsible=(told,))
    gap = "〔待核实：“听取汇报”有两个不同的数〕"
    assert [mark.text_content() for mark in page(report).iter("mark")].count(gap) == 1
    runs = [run for p in document(report).paragraphs for run in p.runs if run.text == gap]
    assert [run.font.highlight_color is not None for run in runs] == [True]


def test_annual_report_numbers_many_passages_in_chinese() -> None:
    told = passages("管好决策目录", *[f"办成第{n}件事。" for n in range(1, 13)])
    text = markdown(replace(ANNUAL_REPORT, first_responsible=(told,)))
    assert "十是办成第10件事。十一是办成第11件事。十二是办成第12件事。" in text


def test_what_one_unit_tells_of_several_periods_is_one_item() -> None:
    first, second = (Passage(f"办成第{n}件事。", n, "市司法局", f"2024Q{n}") for n in (2, 3))
    told = TaskPassages("2024-05", "管好决策目录", (first, second, Passage("督查1次。", 4, "市公安局", "2024Q4")))
    alone = TaskPassages("2024-06", "加强合同审查", (first, second))

    text = markdown(replace(ANNUAL_REPORT, first_responsible=(told, alone)))

    assert "管好决策目录。一是办成第2件事；办成第3件事。二是督查1次。\n" in text
    assert "加强合同审查。办成第2件事；办成第3件事。\n" in text


# ---- figures and annexes ----


@pytest.mark.parametrize("shown", [markdown, lambda report: "\n".join(p.text for p in document(report).paragraphs)])
def test_figures_stand_bare_in_markdown_and_document(shown: Callable[[AnnualReport], str]) -> None:
    text = shown(MARKED_REPORT)
    assert "一是听取汇报5次。二是组织论证12次。" in text
    assert not set(text) & {OPEN, MID, CLOSE}


@pytest.mark.parametrize("fmt", ["md", "docx"])
def test_without_sources_nothing_is_attached(fmt: Format) -> None:
    assert "附件".encode() not in written(MARKED_REPORT, fmt)
    assert len(document(MARKED_REPORT).sections) == 1


def test_sources_are_attached_with_every_origin_of_every_figure() -> None:
    attached = document(MARKED_REPORT, WITH_SOURCES)
    assert [[cell.text for cell in row.cells] for row in attached.tables[0].rows] == [
        ["序号", "数据", "名称", "怎么算的", "原数", "任务", "单位", "填报期", "填报日期", "填报编号"],
        ["1", "5次", "听取汇报", "相加：3次＋2次", "3次（本期）", "2024-05", "市司法局", "2024Q4", "2024-12-20", "12"],
        ["1", "5次", "听取汇报", "相加：3次＋2次", "2次（本期）", "2024-05", "市公安局", "2024Q3", "2024-12-20", "15"],
        ["2", "12次", "听取汇报", "填报原数", "12次（本期）", "2024-05", "市司法局", "2024Q4", "2024-12-20", "16"],
        ["3", "2次", "听取汇报", "人工填写", "", "2024-05", "", "", "", ""],
    ]


def test_one_annex_is_noted_without_a_number_and_lies_sideways() -> None:
    attached = document(MARKED_REPORT, WITH_SOURCES)
    told = lines(attached)
    assert ("Normal", "附件：数据来源表") in told
    assert told[-4:] == [
        ("Normal", "附件"),
        ("Normal", ""),
        ("Title", "数据来源表"),
        ("Normal", "截至2024年12月31日，报告中的每一个数据来自哪份已采纳的填报、怎么算出来的，逐项列在下面。"),
    ]
    assert [section.orientation for section in attached.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]


def test_what_is_left_out_is_a_second_annex_on_upright_pages_again() -> None:
    attached = document(replace(MARKED_REPORT, annex=(LEFT_OUT,)), WITH_SOURCES)
    told = lines(attached)
    note = told.index(("Normal", "附件：1. 数据来源表"))
    assert told[note - 1 : note + 3] == [
        ("Normal", ""),
        ("Normal", "附件：1. 数据来源表"),
        ("Normal", "2. 未写入正文的材料"),
        ("Normal", ""),
    ]
    assert [text for _, text in told if text.startswith("附件") and "：" not in text] == ["附件1", "附件2"]
    assert [cell.text for cell in attached.tables[1].rows[1].cells] == [
        "1",
        "加强合同审查",
        "东岭县政府",
        "2024Q2",
        "走访企业，听取意见。",
        "没有数据的句子，因篇幅没有写入",
    ]
    assert [section.orientation for section in attached.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]


def test_attached_annexes_follow_the_signature_in_markdown_too() -> None:
    text = markdown(replace(MARKED_REPORT, annex=(LEFT_OUT,)), WITH_SOURCES)
    assert "附件：1. 数据来源表\\\n　　　2. 未写入正文的材料\n\n---\n" in text
    assert [line for line in text.splitlines() if line.startswith("## 附件")] == [
        "## 附件1　数据来源表",
        "## 附件2　未写入正文的材料",
    ]
    assert text.index("〔待补充：成文日期〕") < text.index("## 附件1")


def test_sources_make_a_file_of_their_own_on_sideways_pages() -> None:
    alone = docx.Document(BytesIO(sources(MARKED_REPORT, "docx")))
    assert lines(alone)[0] == ("Title", "云溪市2024年法治建设年度报告 数据来源")
    assert [section.orientation for section in alone.sections] == [WD_ORIENT.LANDSCAPE]
    assert len(alone.tables[0].rows) == 5
    assert sources(MARKED_REPORT, "md").decode().count("\n| ") == 6


# ---- all of them ----


@pytest.mark.parametrize("fmt", ["md", "html"])
def test_same_view_gives_the_same_bytes(fmt: Format) -> None:
    first, second = (written(MARKED_REPORT, fmt, WITH_SOURCES) for _ in range(2))
    assert first == second


def test_same_view_gives_the_same_document_parts() -> None:
    first, second = (document(ANNUAL_REPORT) for _ in range(2))
    assert first.element.xml == second.element.xml
    assert first.styles.element.xml == second.styles.element.xml


@given(st.text(max_size=30))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_in_a_report_is_what_page_and_document_show(text: str) -> None:
    told = f"甲{text}乙"
    said = f"{told}{marked(1, '5次')}。"
    view = replace(MARKED_REPORT, done=(replace(ANNUAL_REPORT.done[0], tasks=(passages(told, said),)),))
    expected = f"{seen(told)}。{seen(told)}5次。"
    assert seen(document(view).paragraphs[5].text) == expected
    paragraph = page(view).xpath("//h3/following-sibling::p")[0]
    assert seen(paragraph.text_content()) == expected
    assert [a.text_content() for a in paragraph.iter("a")] == ["5次"]


def test_every_text_of_a_report_view_is_told() -> None:
    """Nothing lost: each text of the view stands in the report or, for sources, in the list of sources.

    In what state a task is (执行中) is the program's word, and no report's.
    """
    both = seen(markdown(ANNUAL_REPORT) + sources(ANNUAL_REPORT, "md").decode())
    hidden = {"plan_code", "plan_title", "task", "period", "unit", "measure", "rule", "basis", "state"}
    missing = [text for name, text in _texts(ANNUAL_REPORT) if name not in hidden and unended(text) not in both]
    assert missing == []


def _texts(value: object, name: str = "") -> list[tuple[str, str]]:
    if isinstance(value, str):
        return [(name, value)] if value else []
    if isinstance(value, tuple):
        return [found for item in value for found in _texts(item, name)]
    if is_dataclass(value):
        return [found for field in fields(value) for found in _texts(getattr(value, field.name), field.name)]
    return []


@pytest.mark.parametrize(
    ("number", "chinese"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1000, "1000"),
    ],
)
def test_chinese_number(number: int, chinese: str) -> None:
    assert chinese_number(number) == chinese


def test_chinese_numbers_are_all_different() -> None:
    assert len({chinese_number(number) for number in range(1, 1200)}) == 1199


@pytest.mark.parametrize(
    ("text", "bare"), [("甲。", "甲"), ("甲；\n", "甲"), ("甲！", "甲！"), ("3.5", "3.5"), ("。", "")]
)
def test_unended(text: str, bare: str) -> None:
    assert unended(text) == bare


def test_watched_groups_come_worst_first() -> None:
    calm, late, later = (
        replace(STATUS_PAGE.units[0], name=name, colours={Colour.RED: red, Colour.YELLOW: yellow})
        for name, red, yellow in (("静", 0, 0), ("慢", 0, 1), ("更慢", 1, 0))
    )
    assert [group.name for group in watched([calm, late, later])] == ["更慢", "慢"]
