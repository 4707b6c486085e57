"""The layout of official documents after GB/T 9704-2012: page, type area, fonts, headings, page numbers."""

import re
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.section import Section, _Footer
from docx.shared import Length, Mm

from planner.output.text import clean

BODY_FONT = "仿宋_GB2312"
KAI_FONT = "楷体_GB2312"
HEADING_FONT = "黑体"
TITLE_FONT = "方正小标宋简体"
NUMBER_FONT = "宋体"
FALLBACKS = {BODY_FONT: "仿宋", KAI_FONT: "楷体", TITLE_FONT: "宋体"}
"""What Word takes where the standard's own font is not installed."""

TYPE_AREA = (Mm(156), Mm(225))
"""Width and height of the type area (版心) on an upright page."""

_PAGE = (Mm(210), Mm(297))
_TOP, _RIGHT, _BOTTOM, _LEFT = Mm(37), Mm(26), Mm(35), Mm(28)
# The dash stands 7 mm below the type area; it lies in the middle of its line, whose foot is this far up the page.
_FOOTER_UP = Mm(25.5)

_LINE = 579  # 28.95 pt in twentieths: 22 lines fill 225 mm
_CONDENSED = -5  # 0.25 pt less a character: 28 of them fill 156 mm


def new_document(title: str) -> Document:
    """An empty upright document with the standard's styles and page numbers; `title` is its property."""
    document = docx.Document()
    _replace_styles(document)
    _name_fallbacks(document)
    _set_properties(document, title)
    document.settings.odd_and_even_pages_header_footer = True
    turn_upright(document.sections[0])
    return document


def turn_sideways(section: Section) -> None:
    """Lay a section's pages on their side for wide tables.

    The sheet is bound as the others are, its head towards the left edge, so each margin moves on by a quarter turn
    and the page number stands upright on the sheet where it always stands.
    """
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_height, section.page_width = _PAGE
    _set_margins(section, (_LEFT, _TOP, _RIGHT, _BOTTOM))
    _number_pages_sideways(section)


def turn_upright(section: Section) -> None:
    """Lay a section's pages upright again, with the page number where it belongs."""
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = _PAGE
    _set_margins(section, (_TOP, _RIGHT, _BOTTOM, _LEFT))
    section.footer_distance = _FOOTER_UP
    _number_pages(section)


def _set_margins(section: Section, margins: tuple[Length, Length, Length, Length]) -> None:
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = margins
    section.gutter = Mm(0)


# ---- styles ----


def _fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _heading(level: int, font: str) -> str:
    return _style(
        f"Heading{level}",
        f"heading {level}",
        f'<w:keepNext/><w:outlineLvl w:val="{level - 1}"/>',
        f'{_fonts(font)}<w:b w:val="0"/>{_size(32)}',
    )


def _style(style_id: str, name: str, paragraph: str, run: str, *, default: bool = False) -> str:
    mark = ' w:default="1"' if default else ""
    based = "" if default else '<w:basedOn w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph"{mark} w:styleId="{style_id}"><w:name w:val="{name}"/>{based}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


_NO_INDENT = '<w:ind w:firstLine="0" w:firstLineChars="0"/>'
_BORDERS = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def _styles() -> Iterator[str]:
    yield _style(
        "Normal",
        "Normal",
        f'<w:widowControl w:val="0"/><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="{_LINE}"'
        ' w:lineRule="exact"/><w:ind w:firstLine="640" w:firstLineChars="200"/><w:jc w:val="both"/>',
        f'{_fonts(BODY_FONT)}<w:spacing w:val="{_CONDENSED}"/>{_size(32)}<w:lang w:val="en-US" w:eastAsia="zh-CN"/>',
        default=True,
    )
    yield _style(
        "Title",
        "Title",
        f'<w:keepNext/><w:spacing w:after="{_LINE}" w:line="640" w:lineRule="exact"/>{_NO_INDENT}'
        '<w:jc w:val="center"/>',
        f"{_fonts(TITLE_FONT)}{_size(44)}",
    )
    for level, font in enumerate((HEADING_FONT, KAI_FONT, BODY_FONT, BODY_FONT), 1):
        yield _heading(level, font)
    for name, line, size in (("Text", 320, 21), ("Small", 250, 18)):
        yield _style(
            f"Table{name}",
            f"Table {name}",
            f'<w:spacing w:line="{line}" w:lineRule="exact"/>{_NO_INDENT}<w:jc w:val="left"/>',
            f'<w:spacing w:val="0"/>{_size(size)}',
        )
    yield _style(
        "Signature",
        "Signature",
        f'<w:keepNext/><w:keepLines/>{_NO_INDENT}<w:jc w:val="right"/>',
        "",
    )
    yield _style(
        "Footer",
        "footer",
        f'<w:spacing w:line="320" w:lineRule="exact"/>{_NO_INDENT}',
        f'{_fonts(NUMBER_FONT)}<w:spacing w:val="0"/>{_size(28)}',
    )
    yield (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="85" w:type="dxa"/>'
        '<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )
    yield (
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
        f"<w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr></w:style>"
    )


def _replace_styles(document: Document) -> None:
    styles = document.styles.element
    for style in list(styles):
        styles.remove(style)
    for xml in _styles():
        styles.append(parse_xml(xml.replace("<w:style ", f"<w:style {nsdecls('w')} ", 1)))


# ---- the rest of the package ----


def _name_fallbacks(document: Document) -> None:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in FALLBACKS.items()
    )
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
    package = document.part.package
    name = PackURI("/word/fontTable.xml")
    table = next((part for part in package.iter_parts() if part.partname == name), None)
    if isinstance(table, Part):
        table._blob = xml.encode()  # noqa: SLF001 - python-docx has no font table of its own


def _set_properties(document: Document, title: str) -> None:
    properties = document.core_properties
    properties.title = re.sub(r"\s+", " ", clean(title))[:200]
    properties.author = ""
    properties.comments = ""
    properties.language = "zh-CN"


# ---- page numbers ----

_FIELD = (
    '<w:r><w:t xml:space="preserve">— </w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    '<w:r><w:t xml:space="preserve"> —</w:t></w:r>'
)


def _number_pages(section: Section) -> None:
    """“— 1 —”, on odd pages at the right, on even ones at the left, one character in."""
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        _fill_footer(footer, _number(side, f'w:{side}="280" w:{side}Chars="100"'))


def _number_pages_sideways(section: Section) -> None:
    """The same place on the sheet: beside the type area, turned; on odd pages at its lower end, on even at its upper.

    A frameless table of one cell fixed to the page is what Word, WPS and LibreOffice all turn alike.
    """
    upper = _LEFT + Mm(5)
    lower = _PAGE[0] - _RIGHT - Mm(5) - _TURNED_HEIGHT
    for footer, side, top in ((section.footer, "right", lower), (section.even_page_footer, "left", upper)):
        table = (
            f'<w:tbl><w:tblPr><w:tblpPr w:vertAnchor="page" w:horzAnchor="page" w:tblpX="{_twips(_TURNED_X)}"'
            f' w:tblpY="{_twips(top)}"/><w:tblW w:w="{_twips(_TURNED_WIDTH)}" w:type="dxa"/>'
            '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
            f'</w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="{_twips(_TURNED_WIDTH)}"/></w:tblGrid>'
            f'<w:tr><w:trPr><w:trHeight w:val="{_twips(_TURNED_HEIGHT)}" w:hRule="exact"/></w:trPr>'
            f'<w:tc><w:tcPr><w:tcW w:w="{_twips(_TURNED_WIDTH)}" w:type="dxa"/><w:textDirection w:val="tbRl"/></w:tcPr>'
            f"{_number(side, '')}</w:tc></w:tr></w:tbl>"
        )
        _fill_footer(footer, table, '<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr></w:p>')


# The turned number's cell: its middle 7 mm left of the type area, as high as the longest number needs.
_TURNED_WIDTH, _TURNED_HEIGHT = Mm(6), Mm(30)
_TURNED_X = Mm(25.2)


def _number(side: str, indent: str) -> str:
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Footer"/><w:ind {indent} w:firstLine="0" w:firstLineChars="0"/>'
        f'<w:jc w:val="{side}"/></w:pPr>{_FIELD}</w:p>'
    )


def _fill_footer(footer: _Footer, *blocks: str) -> None:
    footer.is_linked_to_previous = False
    body = footer._element  # noqa: SLF001 - a field has no API
    for old in list(body):
        body.remove(old)
    wrapped = parse_xml(f"<w:ftr {nsdecls('w')}>{''.join(blocks)}</w:ftr>")
    body.extend(list(wrapped))


def _twips(length: int) -> int:
    return round(length / Mm(25.4) * 1440)
