"""The year-end report as a page: every figure leads to its sources and back, and nothing is fetched from elsewhere."""

from dataclasses import replace
from typing import Any

import pytest
from lxml import html

from planner.domain.figure_marks import CLOSE, MID, OPEN, marked
from planner.domain.figure_sources import source_line
from planner.domain.report import AnnualReport
from planner.output.markup import to_html
from planner.output.reports import Layout, as_file, draw
from tests.factories_reports import BY_HAND, LEFT_OUT, MARKED_REPORT, STATED, SUMMED, origin
from tests.factories_views import passages
from tests.output.conftest import HOSTILE, TEMPLATES


def page(report: AnnualReport, *, sources: bool = False) -> Any:  # noqa: ANN401 - lxml's elements
    return html.document_fromstring(as_file(draw(report, Layout(TEMPLATES, sources=sources)), "html", TEMPLATES))


def test_each_figure_leads_to_its_sources_and_says_them_on_hover() -> None:
    found = page(MARKED_REPORT).xpath("//a[@class='figure']")
    assert [(a.get("id"), a.get("href"), a.text_content(), a.get("title")) for a in found] == [
        ("at-1", "#figure-1", "5次", source_line(SUMMED)),
        ("at-2", "#figure-2", "12次", source_line(STATED)),
        ("at-3", "#figure-3", "2次", source_line(BY_HAND)),
    ]


def test_source_line_names_unit_period_day_entry_and_how_it_was_computed() -> None:
    assert source_line(SUMMED) == (
        "市司法局2024Q4（2024年12月20日，填报12）3次；市公安局2024Q3（2024年12月20日，填报15）2次。相加：3次＋2次"
    )
    assert source_line(STATED) == "市司法局2024Q4（2024年12月20日，填报16）12次"
    assert source_line(BY_HAND) == "没有填报来源。人工填写"
    many = replace(SUMMED, origins=tuple(origin(n, "1次", 1) for n in range(1, 6)), how="")
    assert source_line(many).endswith("填报3）1次；等5处。相加")


def test_list_of_sources_leads_back_to_the_text() -> None:
    tree = page(MARKED_REPORT)
    rows = tree.xpath("//section[@class='annex']//tbody/tr")
    assert [row.get("id") for row in rows] == ["figure-1", None, "figure-2", "figure-3"]
    back = [row.find(".//a") for row in rows if row.get("id")]
    assert [(a.get("href"), a.text_content(), a.get("aria-label")) for a in back] == [
        ("#at-1", "1", "第1个数据，回到正文"),
        ("#at-2", "2", "第2个数据，回到正文"),
        ("#at-3", "3", "第3个数据，回到正文"),
    ]


@pytest.mark.parametrize("sources", [False, True])
def test_every_link_has_its_place_on_the_page_and_every_place_is_there_once(*, sources: bool) -> None:
    tree = page(replace(MARKED_REPORT, annex=(LEFT_OUT,)), sources=sources)
    ids = tree.xpath("//@id")
    assert sorted(set(ids)) == sorted(ids)
    links = tree.xpath("//@href")
    assert len(links) == 6
    assert [link for link in links if link.removeprefix("#") not in ids] == []


def test_figure_told_twice_is_led_back_to_the_first_time() -> None:
    again = replace(MARKED_REPORT, next_steps=(passages("管好决策目录", f"再论证{marked(2, '12次')}。"),))
    tree = page(again)
    assert [a.get("id") for a in tree.xpath("//a[@href='#figure-2']")] == ["at-2", None]
    assert tree.xpath("//tr[@id='figure-2']//a/@href") == ["#at-2"]


def test_figure_that_only_the_annex_tells_is_led_back_there() -> None:
    left = replace(LEFT_OUT, text=f"走访企业{marked(2, '12次')}。")
    moved = replace(MARKED_REPORT, done=(), annex=(left,))
    tree = page(moved)
    assert tree.xpath("//a[@href='#figure-2']/ancestor::section/h2/text()") == ["附件　未写入正文的材料"]
    assert tree.xpath("//tr[@id='figure-1']//td[1]//text()") == ["1"]
    assert tree.xpath("//tr[@id='figure-1']//a") == []


def test_headings_of_annexes_are_numbered_only_where_they_are_attached() -> None:
    left = replace(MARKED_REPORT, annex=(LEFT_OUT,))
    headings = "//section[@class='annex']/h2/text()"
    assert page(MARKED_REPORT).xpath(headings) == ["数据来源表"]
    assert page(MARKED_REPORT, sources=True).xpath(headings) == ["附件　数据来源表"]
    assert page(left).xpath(headings) == ["数据来源表", "附件　未写入正文的材料"]
    assert page(left, sources=True).xpath(headings) == ["附件1　数据来源表", "附件2　未写入正文的材料"]


def test_page_stands_alone() -> None:
    """No resource from elsewhere, no script; a title, a language, one first heading, and a width for telephones."""
    tree = page(MARKED_REPORT)
    assert tree.get("lang") == "zh-CN"
    assert [tree.findtext(".//title")] == [h1.text_content() for h1 in tree.iter("h1")]
    assert tree.xpath("//@src | //link | //script | //img") == []
    assert [link for link in tree.xpath("//@href") if not link.startswith("#")] == []
    assert tree.xpath("//meta[@name='viewport']/@content") == ["width=device-width, initial-scale=1"]
    style = tree.findtext(".//style") or ""
    assert "url(" not in style
    assert "@import" not in style
    assert "size: A4" in style


@pytest.mark.parametrize("text", [text for text in HOSTILE if text])
def test_hostile_source_is_a_text_on_hover(text: str) -> None:
    cunning = replace(STATED, origins=(replace(origin(16, "12次", 12), unit=text),))
    tree = page(replace(MARKED_REPORT, figures=(SUMMED, cunning, BY_HAND)))
    (title,) = tree.xpath("//a[@id='at-2']/@title")
    (unit,) = tree.xpath("//tr[@id='figure-2']/td[7]")
    assert " ".join(title.split()).endswith("2024Q4（2024年12月20日，填报16）12次")
    assert tree.xpath("//script | //img | //u | //em | //strong | //del") == []
    assert not set(title + unit.text_content()) & {OPEN, MID, CLOSE}


def test_tags_and_pictures_in_a_template_of_ones_own_are_text_too() -> None:
    tree: Any = html.document_fromstring(
        to_html("甲<script>乙</script>![图](http://x.example/a.png)", title="题", templates=TEMPLATES)
    )
    assert [p.text_content() for p in tree.iter("p")] == ["甲<script>乙</script>!图"]
    assert tree.xpath("//img | //script") == []


def test_figure_in_code_leads_nowhere() -> None:
    tree: Any = html.document_fromstring(
        to_html(f"甲`{marked(1, '5次')}`乙", title="题", templates=TEMPLATES, sources={1: "源"})
    )
    assert [p.text_content() for p in tree.iter("p")] == ["甲5次乙"]
    assert tree.xpath("//a") == []
