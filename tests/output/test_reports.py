"""Reports: the status page and the year-end report as Markdown, page and document."""

import datetime as dt
from dataclasses import fields, is_dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from planner.domain.lights import Colour
from planner.domain.report import Passage, TaskPassages
from planner.errors import TemplateFaulty, TemplateMissing
from planner.output.markup import to_html
from planner.output.reports import render
from planner.output.templating import chinese_number, render_markdown, unended, watched
from planner.output.text import clean
from tests.factories_views import ANNUAL_REPORT, EMPTY_REPORT, NOTICE, STATUS_PAGE, passages
from tests.output.conftest import HOSTILE, TEMPLATES


def markdown(kind: str, view: object) -> str:
    return render(kind, view, fmt="md", templates=TEMPLATES).decode()


def page(kind: str, view: object) -> Any:  # noqa: ANN401 - lxml's elements
    return html.document_fromstring(render(kind, view, fmt="html", templates=TEMPLATES))


def document(kind: str, view: object) -> Document:
    return docx.Document(BytesIO(render(kind, view, fmt="docx", templates=TEMPLATES)))


def seen(text: str) -> str:
    return " ".join(clean(text).split())


# ---- the year-end report ----


def test_annual_report_has_the_parts_in_their_order() -> None:
    assert markdown("annual", ANNUAL_REPORT) == (
        "# 云溪市2024年法治建设年度报告\n\n"
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
        "以下任务尚未完成，转入2025年继续推进：加强合同审查（执行中）。\n\n"
        "---\n\n"
        "云溪市人民政府\n\n"
        "〔待补充：成文日期〕\n"
    )


def test_annual_report_of_an_empty_year_holds_marked_gaps_and_no_invented_word() -> None:
    lines = [
        line for line in markdown("annual", EMPTY_REPORT).splitlines() if line and not line.startswith(("#", "---"))
    ]
    assert [line[:5] + line[-1:] for line in lines] == ["〔待补充：〕"] * 6
    assert "planner task mark 任务编号 --first-responsible" in lines[2]


def test_annual_report_without_next_steps_still_tells_unfinished_tasks() -> None:
    text = markdown("annual", replace(ANNUAL_REPORT, next_steps=()))
    assert text.split("主要安排\n\n")[1].split("\n\n---")[0] == (
        "以下任务尚未完成，转入2025年继续推进：加强合同审查（执行中）。"
    )


def test_annual_document_is_signed_below_with_the_gap_for_the_date_highlighted() -> None:
    told = document("annual", ANNUAL_REPORT)
    *_, blank, issuer, date = told.paragraphs
    assert [(p.style.name if p.style else "", p.text) for p in (blank, issuer, date)] == [
        ("Normal", ""),
        ("Signature", "云溪市人民政府"),
        ("Signature", "〔待补充：成文日期〕"),
    ]
    assert [run.font.highlight_color is not None for run in date.runs] == [True]
    assert [run.font.highlight_color is not None for run in issuer.runs] == [False]


def test_annual_document_has_a_style_for_each_level() -> None:
    styles = [(p.style.name if p.style else "", p.text) for p in document("annual", ANNUAL_REPORT).paragraphs[:5]]
    assert styles == [
        ("Title", "云溪市2024年法治建设年度报告"),
        ("Heading 1", "一、主要举措和成效"),
        ("Heading 2", "（一）规范行政决策"),
        ("Normal", "管好决策目录。一是编制目录18项。二是组织论证12次。"),
        ("Normal", "加强合同审查。审查合同56份。"),
    ]


def test_annual_page_marks_its_gaps() -> None:
    marks = [mark.text_content() for mark in page("annual", ANNUAL_REPORT).iter("mark")]
    assert marks == ["〔待补充：原因，东岭县政府未填〕", "〔待补充：成文日期〕"]


def test_annual_report_numbers_many_passages_in_chinese() -> None:
    told = passages("管好决策目录", *[f"办成第{n}件事。" for n in range(1, 13)])
    text = markdown("annual", replace(ANNUAL_REPORT, first_responsible=(told,)))
    assert "十是办成第10件事。十一是办成第11件事。十二是办成第12件事。" in text


def test_what_one_unit_tells_of_several_periods_is_one_item() -> None:
    first, second = (Passage(f"办成第{n}件事。", n, "市司法局", f"2024Q{n}") for n in (2, 3))
    told = TaskPassages("2024-05", "管好决策目录", (first, second, Passage("督查1次。", 4, "市公安局", "2024Q4")))
    alone = TaskPassages("2024-06", "加强合同审查", (first, second))

    text = markdown("annual", replace(ANNUAL_REPORT, first_responsible=(told, alone)))

    assert "管好决策目录。一是办成第2件事；办成第3件事。二是督查1次。\n" in text
    assert "加强合同审查。办成第2件事；办成第3件事。\n" in text


def test_figure_sources_name_entry_unit_and_day() -> None:
    rows = [[cell.text for cell in row.cells] for row in document("figure_sources", ANNUAL_REPORT).tables[0].rows]
    assert rows == [
        ["数据", "名称", "口径", "任务", "单位", "填报期", "填报日期", "填报编号"],
        ["18项", "目录清单", "本期", "2024-05", "市司法局", "2024Q4", "2024-12-20", "12"],
    ]


# ---- the status page ----


def test_status_page_tells_lights_late_decisions_and_missing() -> None:
    assert markdown("status", STATUS_PAGE) == (
        "# 云溪市2024年法治建设工作要点 执行情况\n\n"
        "截至2024年7月20日，填报期为2024年第二季度（2024Q2）。\n\n"
        "## 一、亮灯\n\n"
        "| 部分 | 任务数 | 红 | 黄 | 绿 | 未到期 | 不亮灯 |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n"
        "| 全部 | 6 | 1 | 2 | 3 | 0 | 0 |\n"
        "| 二、规范行政决策 | 6 | 1 | 2 | 3 | 0 | 0 |\n\n"
        "## 二、逾期\n\n"
        "| 编号 | 任务 | 情况 | 应完成 | 逾期天数 | 原时限 | 按原时限逾期天数 |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n"
        "| 2024-05 | 管好决策目录 | 市司法局：应于2024-06-30完成，已逾期20天 | 2024-06-30 | 20 |  |  |\n\n"
        "## 三、需要决定的事项\n\n"
        "| 编号 | 任务 | 情况 |\n"
        "| --- | --- | --- |\n"
        "| 2024-05 | 管好决策目录 | 市公安局：需协调 增加人员2名 |\n\n"
        "## 四、15日内到期\n\n"
        "| 编号 | 任务 | 情况 | 到期 | 还有天数 |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| 2024-06 | 管好决策目录 | 市司法局：应于2024-06-30完成，已逾期20天 | 2024-07-31 | 11 |\n\n"
        "## 五、未报送\n\n"
        "| 单位 | 未报任务 | 应报日期 |\n"
        "| --- | --- | --- |\n"
        "| 东岭县政府 | 2024-05 | 2024-07-10 |\n\n"
        "## 六、有红灯、黄灯的单位\n\n"
        "| 单位 | 任务数 | 红 | 黄 | 绿 | 未到期 | 不亮灯 |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n"
        "| 市司法局 | 6 | 1 | 2 | 3 | 0 | 0 |\n"
    )


def test_status_page_tells_what_is_late_by_its_original_day_and_what_is_out_of_action() -> None:
    moved = replace(NOTICE, original=dt.date(2024, 5, 31), days_original=50)
    merged = replace(NOTICE, task="2024-06", kind="merged", days=0, message="市司法局：任务并入2024-05")
    text = markdown(
        "status",
        replace(
            STATUS_PAGE,
            late=(moved,),
            late_by_original=(replace(moved, task="2024-07", days=0, message="已延到2024-09-30"),),
            out_of_action=(merged,),
        ),
    )
    assert (
        "| 2024-05 | 管好决策目录 | 市司法局：应于2024-06-30完成，已逾期20天 | 2024-06-30 | 20 | 2024-05-31 | 50 |\n\n"
        "延期后没有逾期，按原时限逾期的：\n\n"
        "| 编号 | 任务 | 情况 | 原时限 | 按原时限逾期天数 |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| 2024-07 | 管好决策目录 | 已延到2024-09-30 | 2024-05-31 | 50 |\n\n"
        "## 三、需要决定的事项\n" in text
    )
    assert text.endswith(
        "\n\n## 七、暂缓、取消、并入的任务\n\n"
        "| 编号 | 任务 | 情况 | 自 |\n"
        "| --- | --- | --- | --- |\n"
        "| 2024-06 | 管好决策目录 | 市司法局：任务并入2024-05 | 2024-06-30 |\n"
    )


def test_status_page_with_nothing_to_tell_says_so() -> None:
    quiet = replace(STATUS_PAGE, late=(), decisions=(), due_soon=(), missing=(), units=())
    said = [line for line in markdown("status", quiet).splitlines() if line.endswith("。")][1:]
    assert said == [
        "没有逾期的任务。",
        "没有需要决定的事项。",
        "没有15日内到期的任务。",
        "2024年第二季度没有未报送的单位。",
        "没有亮红灯、黄灯的单位。",
    ]


def test_status_page_colours_the_lights_words() -> None:
    first = page("status", STATUS_PAGE).find(".//table")
    assert [(cell.text_content(), cell.get("class")) for cell in first.iter("th")][2:] == [
        ("红", "light red"),
        ("黄", "light yellow"),
        ("绿", "light green"),
        ("未到期", "light not_due"),
        ("不亮灯", "light none"),
    ]


@pytest.mark.parametrize("kind", ["status", "annual"])
def test_page_stands_alone(kind: str) -> None:
    """No resource from elsewhere, no script; a title, a language, and a width for telephones."""
    tree = page(kind, STATUS_PAGE if kind == "status" else ANNUAL_REPORT)
    assert tree.get("lang") == "zh-CN"
    assert tree.findtext(".//title") == tree.findtext(".//h1")
    assert tree.xpath("//@src | //@href | //link | //script") == []
    assert tree.xpath("//meta[@name='viewport']/@content") == ["width=device-width, initial-scale=1"]
    style = tree.findtext(".//style") or ""
    assert "url(" not in style
    assert "@import" not in style
    assert "size: A4" in style


# ---- all of them ----


@pytest.mark.parametrize("fmt", ["md", "html"])
def test_same_view_gives_the_same_bytes(fmt: Any) -> None:  # noqa: ANN401 - a literal by parameter
    first, second = (render("annual", ANNUAL_REPORT, fmt=fmt, templates=TEMPLATES) for _ in range(2))
    assert first == second


def test_same_view_gives_the_same_document_parts() -> None:
    first, second = (document("annual", ANNUAL_REPORT) for _ in range(2))
    assert first.element.xml == second.element.xml
    assert first.styles.element.xml == second.styles.element.xml


@pytest.mark.parametrize("text", [text for text in HOSTILE if text])
def test_hostile_text_is_shown_as_text(text: str) -> None:
    late = (replace(NOTICE, title=text, message=text),)
    status = replace(STATUS_PAGE, plan_title=f"甲{text}", late=late)
    cells = page("status", status).findall(".//table")[1].findall(".//td")
    assert [seen(cell.text_content()) for cell in cells[1:3]] == [seen(text)] * 2
    printed = document("status", status)
    assert [seen(cell.text) for cell in printed.tables[1].rows[1].cells[1:3]] == [seen(text)] * 2
    assert seen(printed.paragraphs[0].text) == seen(f"甲{text} 执行情况")


@given(st.text(max_size=30))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_in_a_report_is_what_page_and_document_show(text: str) -> None:
    told = f"甲{text}乙"
    view = replace(ANNUAL_REPORT, done=(replace(ANNUAL_REPORT.done[0], tasks=(passages(told, f"{told}。"),)),))
    expected = f"{seen(told)}。{seen(told)}。"
    assert seen(document("annual", view).paragraphs[3].text) == expected
    paragraph = page("annual", view).find(".//p")
    assert seen(paragraph.text_content()) == expected


def test_every_text_of_a_report_view_is_told() -> None:
    """Nothing lost: each text of the view stands in the report or, for sources, in the list of sources."""
    both = seen(markdown("annual", ANNUAL_REPORT) + markdown("figure_sources", ANNUAL_REPORT))
    hidden = {"plan_code", "plan_title", "task", "period", "unit"}
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


# ---- templates ----


def test_tags_in_a_template_of_ones_own_are_text_too() -> None:
    tree: Any = html.document_fromstring(to_html("甲<script>乙</script>", title="题", templates=TEMPLATES))
    assert [p.text_content() for p in tree.iter("p")] == ["甲<script>乙</script>"]


def test_missing_template_is_told(tmp_path: Path) -> None:
    with pytest.raises(TemplateMissing):
        render("annual", ANNUAL_REPORT, fmt="md", templates=tmp_path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("好\n{% if %}", "第2行"),
        ("{{ view.figure_out_of_the_air }}", "figure_out_of_the_air"),
        ("{{ view.__class__.__mro__ }}", "__class__"),
        ("{{ cycler.__init__.__globals__ }}", "__init__"),
    ],
)
def test_faulty_or_cunning_template_is_refused(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "own.md.j2").write_text(text, encoding="utf-8")
    with pytest.raises(TemplateFaulty, match=told):
        render_markdown(tmp_path, "own.md.j2", ANNUAL_REPORT)


def test_own_template_prints_days_words_and_names_in_chinese(tmp_path: Path) -> None:
    days, words = "{{ view.as_of }} {{ view.as_of|iso }}", "{{ lights[0] }} {{ lights[0]|word }}{{ none }}"
    text = f"{days} {words} {{{{ view.late[0].whose|listed }}}}"
    (tmp_path / "own.md.j2").write_text(text, encoding="utf-8")
    assert render_markdown(tmp_path, "own.md.j2", STATUS_PAGE) == "2024年7月20日 2024-07-20 红 红 市司法局\n"


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
