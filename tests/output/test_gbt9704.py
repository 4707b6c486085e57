"""The layout of official documents: what the file says, and what LibreOffice makes of it, measured on paper."""

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from planner.output.docx import add_body, add_heading, add_signature, add_table, add_title, fair_shares, to_bytes
from planner.output.gbt9704 import FALLBACKS, TYPE_AREA, new_document, turn_sideways
from planner.output.ledger_xlsx import ledger_workbook
from tests.factories_views import LEDGER
from tests.output.paper import Page, pages

ToPdf = Callable[[Mapping[str, bytes]], dict[str, Path]]


def reopened(document: Document) -> Document:
    return docx.Document(BytesIO(to_bytes(document)))


def style(document: Document, name: str) -> Any:  # noqa: ANN401 - an lxml element
    return document.styles[name].element


def fonts(element: Any) -> dict[str, str]:  # noqa: ANN401 - an lxml element
    found = element.find(f".//{qn('w:rFonts')}")
    return {key.rpartition("}")[2]: value for key, value in found.attrib.items()}


def value(element: Any, path: str, attribute: str = "w:val") -> str | None:  # noqa: ANN401 - an lxml element
    found = element.find("/".join(qn(tag) for tag in path.split("/")))
    return None if found is None else str(found.get(qn(attribute)))


# ---- what the file says ----


def test_page_is_a4_with_the_standards_margins() -> None:
    section = reopened(new_document("题")).sections[0]
    sides = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    page = (section.page_width, section.page_height)
    assert [round((length or 0) / 36000) for length in (*page, *sides)] == [210, 297, 37, 26, 35, 28]


def test_sideways_page_turns_the_margins_with_the_sheet() -> None:
    document = new_document("题")
    turn_sideways(document.sections[0])
    section = reopened(document).sections[0]
    sides = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    page = (section.page_width, section.page_height)
    assert [round((length or 0) / 36000) for length in (*page, *sides)] == [297, 210, 28, 37, 26, 35]


def test_body_is_fangsong_of_size_three_on_exact_lines() -> None:
    normal = style(reopened(new_document("题")), "Normal")
    assert fonts(normal) == dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), "仿宋_GB2312")
    assert value(normal, "w:rPr/w:sz") == "32"
    assert value(normal, "w:rPr/w:spacing") == "-5"
    assert value(normal, "w:pPr/w:spacing", "w:line") == "579"
    assert value(normal, "w:pPr/w:spacing", "w:lineRule") == "exact"
    assert value(normal, "w:pPr/w:ind", "w:firstLineChars") == "200"


@pytest.mark.parametrize(
    ("name", "font", "size", "outline"),
    [
        ("Title", "方正小标宋简体", "44", None),
        ("heading 1", "黑体", "32", "0"),
        ("heading 2", "楷体_GB2312", "32", "1"),
        ("heading 3", "仿宋_GB2312", "32", "2"),
        ("heading 4", "仿宋_GB2312", "32", "3"),
    ],
)
def test_headings_have_their_fonts_and_are_not_bold(name: str, font: str, size: str, outline: str | None) -> None:
    element = style(reopened(new_document("题")), name)
    assert set(fonts(element).values()) == {font}
    assert value(element, "w:rPr/w:sz") == size
    assert value(element, "w:pPr/w:outlineLvl") == outline
    assert value(element, "w:rPr/w:b") in (None, "0")


def test_font_table_names_fallbacks_and_embeds_nothing() -> None:
    document = reopened(new_document("题"))
    parts = {str(part.partname): part.blob for part in document.part.package.iter_parts()}
    table = parts["/word/fontTable.xml"].decode()
    found = dict(re.findall(r'w:name="([^"]+)"><w:altName w:val="([^"]+)"', table))
    assert found == FALLBACKS
    assert [name for name in parts if "font" in name.lower()] == ["/word/fontTable.xml"]


def test_page_number_is_right_on_odd_pages_and_left_on_even_ones() -> None:
    document = reopened(new_document("题"))
    assert document.settings.odd_and_even_pages_header_footer is True
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (paragraph,) = footer.paragraphs
        assert paragraph.text == "— 1 —"
        element = paragraph._p  # noqa: SLF001 - fields have no API
        assert [field.text for field in element.iter(qn("w:instrText"))] == [" PAGE "]
        assert value(element, "w:pPr/w:jc") == side
        assert value(element, "w:pPr/w:ind", f"w:{side}Chars") == "100"


def test_properties_name_the_document_and_nobody() -> None:
    properties = reopened(new_document("云溪市\x00工作\n报告")).core_properties
    assert (properties.title, properties.author, properties.comments) == ("云溪市工作 报告", "", "")


def test_signature_stands_four_characters_in_with_names_centred_over_the_date() -> None:
    document = new_document("题")
    add_signature(document, ["市司法局", "2024年12月31日"])
    _, issuer, date = (value(p._p, "w:pPr/w:ind", "w:rightChars") for p in reopened(document).paragraphs)  # noqa: SLF001
    assert (issuer, date) == ("550", "400")


def test_long_title_breaks_at_its_blank() -> None:
    document = new_document("题")
    add_title(document, "云溪市2024年法治政府建设工作要点主要任务 执行情况")
    add_title(document, "短题 执行情况")
    assert [p.text for p in reopened(document).paragraphs] == [
        "云溪市2024年法治政府建设工作要点主要任务\n执行情况",
        "短题 执行情况",
    ]


def test_short_columns_keep_to_one_line_and_long_ones_share_the_rest() -> None:
    shares = fair_shares(["编号", "任务", "情况"], [["2024-01", "长" * 80, "长" * 90]], TYPE_AREA[0])
    assert shares[0] == pytest.approx(7 * 1.28 + 2.8)
    assert 30 < shares[1] < shares[2]
    assert sum(shares) == pytest.approx(TYPE_AREA[0] / Pt(5.25))


def test_long_head_takes_two_lines_where_room_is_short() -> None:
    heads = ["编号", "情况", "按原时限逾期天数"]
    assert fair_shares(heads, [["2024-01", "长", "20"]], TYPE_AREA[0])[2] == 16 + 2.8
    assert fair_shares(heads, [["2024-01", "长" * 80, "20"]], TYPE_AREA[0])[2] == 8 + 2.8


# ---- what stands on paper ----


def full() -> bytes:
    document = new_document("满页")
    for _ in range(30):
        add_body(document, "国" * (26 + 28 * 2))
    return to_bytes(document)


def sideways() -> bytes:
    document = new_document("横排")
    turn_sideways(document.sections[0])
    rows = [["2024-01", "管好决策目录"]] * 60
    add_table(document, ["编号", "任务"], rows, width=TYPE_AREA[1], widths=[10, 40])
    return to_bytes(document)


def long_table() -> bytes:
    document = new_document("表")
    add_heading(document, "一、表", 1)
    add_table(document, ["编号", "任务"], [["2024-01", "管好目录"]] * 60, width=TYPE_AREA[0], widths=[10, 40])
    return to_bytes(document)


@pytest.fixture(scope="module")
def printed(to_pdf: ToPdf) -> dict[str, list[Page]]:
    """The pages of the documents, by their names."""
    files = {"full.docx": full(), "sideways.docx": sideways(), "table.docx": long_table()}
    files["ledger.xlsx"] = ledger_workbook(LEDGER)
    return {name.partition(".")[0]: pages(path) for name, path in to_pdf(files).items()}


@pytest.mark.office
def test_full_page_holds_22_lines_of_28_characters_in_the_type_area(printed: dict[str, list[Page]]) -> None:
    first, second, *_ = printed["full"]
    assert (first.width, first.height) == (210, 297)
    for page in (first, second):
        body = [line for line in page.lines() if line[0].text == "国"]
        assert len(body) == 22
        assert {len(line) for line in body} == {26, 28}
        assert {round(line[0].left - 28) for line in body if len(line) == 28} == {1}
        assert max(line[-1].right for line in body) <= 184
        assert min(letter.top for letter in body[0]) >= 37
        assert max(letter.bottom for letter in body[-1]) <= 262


@pytest.mark.office
def test_page_numbers_stand_seven_millimetres_below_the_type_area(printed: dict[str, list[Page]]) -> None:
    first, second, *_ = printed["full"]
    for page, number, side in ((first, "1", "right"), (second, "2", "left")):
        footer = sorted((letter for letter in page.letters if letter.top > 263), key=lambda one: one.left)
        assert [letter.text for letter in footer] == ["—", number, "—"]
        assert footer[0].top - 262 == pytest.approx(7, abs=0.3)
        edge = 184 - footer[-1].right if side == "right" else footer[0].left - 28
        assert edge == pytest.approx(4.9, abs=0.5)


@pytest.mark.office
def test_page_number_of_a_sideways_page_keeps_its_place_on_the_sheet(printed: dict[str, list[Page]]) -> None:
    first, second, *_ = printed["sideways"]
    assert (first.width, first.height) == (297, 210)
    for page, number in ((first, "1"), (second, "2")):
        beside = sorted((letter for letter in page.letters if letter.right < 34), key=lambda one: one.top)
        assert [letter.text for letter in beside] == ["—", number, "—"]
        assert 35 - beside[0].right == pytest.approx(7, abs=0.3)
        edge = 184 - beside[-1].bottom if number == "1" else beside[0].top - 28
        assert edge == pytest.approx(4.9, abs=0.7)


@pytest.mark.office
def test_header_of_a_table_is_repeated_on_the_next_page(printed: dict[str, list[Page]]) -> None:
    _, second = printed["table"]
    assert "".join(letter.text for letter in second.lines()[0]) == "编号任务"


@pytest.mark.office
def test_ledger_prints_on_landscape_pages_one_sheet_wide(printed: dict[str, list[Page]]) -> None:
    ledger = printed["ledger"]
    assert [(page.width, page.height) for page in ledger] == [(297, 210)] * 11
    texts = ["".join(letter.text for letter in page.letters) for page in ledger]
    assert ["需协调事项" in texts[1], "第2页，共11页" in texts[1]] == [True, True]
