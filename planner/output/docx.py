"""Pieces of an official document: title, headings, paragraphs, tables, signature."""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import groupby, repeat, zip_longest
from math import ceil, sqrt
from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from planner.output.gbt9704 import HEADING_FONT, TYPE_AREA, turn_sideways, turn_upright
from planner.output.text import GAP, SHORT, clean, display_width

_DATE_IN = 4  # characters from the right
_ISSUER_IN = 2
TABLE_TEXT, SMALL_TABLE_TEXT = "Table Text", "Table Small"
_LETTERS = {TABLE_TEXT: Pt(5.25), SMALL_TABLE_TEXT: Pt(4.5)}  # half a character of a table's letters
_MARGINS = 2.8
"""A cell's margins, in half characters, and a little more."""
_WIDER = 0.28
"""Where the standard's font is missing, another's digits and Latin letters are wider than half a character by this."""
_SMALL_CELL = 57  # twentieths of a point at either side of a small table's cell: a millimetre
_SHORT_COLUMN = 18
_UNFOLDED = 6
_TITLE_LINE = 20  # characters of a title on an upright page
_CHARACTER = Pt(16)
_LINE = Pt(28.95)
_ATTACHMENTS_IN = 2
_LABEL = 3  # characters of 附件：
# 1. 数据来源表
_ATTACHMENT_NUMBER = re.compile(r"[0-9]+[.．] ?")


def add_title(document: Document, text: str) -> None:
    """The document's title, centred; one too long for a line breaks at its last blank, if it has one."""
    if display_width(text) > _TITLE_LINE * 2:
        text = "\n".join(text.rsplit(" ", 1))
    _add(document, text, "Title")


def add_heading(document: Document, text: str, level: int) -> None:
    """A heading: 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）."""
    _add(document, text, f"heading {level}")


def add_body(document: Document, text: str) -> None:
    """One paragraph of the body."""
    _add(document, text, "Normal")


def add_number(document: Document, text: str) -> None:
    """A letter's number (文号), at the right above the title."""
    _flush(_add(document, text, "Normal")).alignment = WD_ALIGN_PARAGRAPH.RIGHT


def add_head(document: Document, number: str, signatory: str) -> None:
    """A report's number (文号) at the left and who signs it (签发人) at the right, each a character in.

    The title stands two lines below.
    """
    paragraph = _indent(_add(document, f"{number}\t{signatory}", "Normal"), left=1)
    layout = paragraph.paragraph_format
    layout.tab_stops.add_tab_stop(Length(TYPE_AREA[0] - _CHARACTER), WD_TAB_ALIGNMENT.RIGHT)
    layout.space_after = 2 * _LINE


def add_attachments(document: Document, names: Sequence[str]) -> None:
    """The attachments' note a blank line under the body: 附件：1. … two characters in, the names under each other.

    It stays on one page with what follows.
    """
    add_body(document, "")
    for label, name in zip_longest(["附件："], names, fillvalue=""):
        number = _ATTACHMENT_NUMBER.match(name)
        hanging = display_width(label + (number[0] if number else "")) / 2
        left = _ATTACHMENTS_IN + hanging + (0 if label else _LABEL)
        paragraph = _indent(_add(document, label + name, "Normal"), left=left, hanging=hanging)
        paragraph.paragraph_format.keep_with_next = True


def add_annex_heading(document: Document, label: str, title: str) -> None:
    """附件1 at the left edge of a new page, and the annex's title in the middle, on the third line."""
    for run in _flush(_add(document, label, "Normal")).runs:
        _set_font(run, HEADING_FONT)
    add_body(document, "")
    add_title(document, title)


def start_section(document: Document, *, sideways: bool) -> None:
    """A new page from which on the sheets lie on their side, or upright again; page numbers go on.

    The break hangs on the last paragraph, so that it takes no line of its own.
    """
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _hang_break(document)
    (turn_sideways if sideways else turn_upright)(section)


def add_addressee(document: Document, text: str) -> None:
    """Whom a letter is to, from the left edge of the type area."""
    _flush(_add(document, text, "Normal"))


def add_small(document: Document, text: str) -> None:
    """A note in a table's letters."""
    _add(document, text, TABLE_TEXT)


def add_signature(document: Document, lines: Sequence[str]) -> None:
    """Who signs, and last the date, four characters from the right; the names are centred over the date.

    They never stand on a page without the paragraph before them.
    """
    add_body(document, "")
    for paragraph in document.paragraphs[-2:]:
        paragraph.paragraph_format.keep_with_next = True
    date_width = display_width(lines[-1]) / 2
    for line in lines:
        overhang = (date_width - display_width(line) / 2) / 2
        characters = _DATE_IN if line is lines[-1] else max(_DATE_IN + overhang, _ISSUER_IN)
        paragraph = _add(document, line, "Signature")
        _indent(paragraph, right=characters)


def add_table(
    document: Document,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    width: Length,
    widths: Sequence[float],
    style: str = TABLE_TEXT,
) -> None:
    """A bordered table as wide as `width`, its header repeated on each page, no row torn by a page's end.

    `widths` are the columns' shares of it, `style` that of its letters: TABLE_TEXT, or SMALL_TABLE_TEXT for long ones,
    in which rows of one number stand as one: what they say alike or leave blank is said once.
    """
    shares = [Length(int(width * share / sum(widths))) for share in widths]
    table = document.add_table(rows=0, cols=len(header), style="Table Grid")
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, share in zip(table.columns, shares, strict=True):
        column.width = share
    merged: Iterator[_Merged] = repeat(())
    if style == SMALL_TABLE_TEXT:
        _narrow_margins(table)
        merged = _merged(rows)
    # python-docx takes a second for a hundred rows: they are written as they stand in the file.
    lines = [_row(header, shares, style, heading=True)]
    lines += [_row(cells, shares, style, joined) for cells, joined in zip(rows, merged, strict=False)]
    written = parse_xml(f"<w:tbl {nsdecls('w')}>{''.join(lines)}</w:tbl>")
    table._tbl.extend(list(written))  # noqa: SLF001 - as above


def fair_shares(
    header: Sequence[str], rows: Sequence[Sequence[str]], width: Length, style: str = TABLE_TEXT
) -> list[float]:
    """Shares of a table's width, in half characters: short columns stay on one line, long ones divide the rest.

    They do so by the root of what they hold, so that none is starved. One cell in twenty may be longer than its column,
    and where room is short a head takes two lines.
    """
    room = width / _LETTERS[style]
    columns = list(zip(header, *rows, strict=True))
    needed = [max(_line_width(head), _usual(cells)) + _MARGINS for head, *cells in columns]
    if sum(needed) <= room:
        return needed
    needed = [max(_folded_width(head), _usual(cells)) + _MARGINS for head, *cells in columns]
    rest = room - sum(need for need in needed if need <= _SHORT_COLUMN)
    if sum(needed) <= room or rest <= 0:
        return needed
    roots = sum(sqrt(need) for need in needed if need > _SHORT_COLUMN)
    return [need if need <= _SHORT_COLUMN else rest * sqrt(need) / roots for need in needed]


def _folded_width(head: str) -> float:
    """How wide a column's head is, on two lines where it has more than three characters."""
    width = _line_width(head)
    return width if width <= _UNFOLDED else 2 * ceil(width / 4)


def _usual(column: Sequence[str]) -> float:
    """How wide a column's cells are, all but the widest twentieth: one outlier may well take two lines."""
    widths = sorted(map(_line_width, column))
    return widths[len(widths) - 1 - len(widths) // 20] if widths else 0


def _line_width(text: str) -> float:
    """How wide the longest line is, in half characters, whatever the font."""
    return max(display_width(line) + _WIDER * sum(map(str.isascii, line)) for line in text.split("\n"))


def to_bytes(document: Document) -> bytes:
    """The document as a docx file."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _add(document: Document, text: str, style: str) -> Paragraph:
    paragraph = document.add_paragraph(style=style)
    _add_runs(paragraph, text)
    return paragraph


def _add_runs(paragraph: Paragraph, text: str) -> None:
    """The text in runs; what a clerk still has to fill in is highlighted."""
    for piece in GAP.split(clean(text)):
        if piece:
            run = paragraph.add_run(piece)
            if GAP.fullmatch(piece):
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _flush(paragraph: Paragraph) -> Paragraph:
    """Take the body's indent off a paragraph."""
    return _indent(paragraph, firstLine=0)


def _indent(paragraph: Paragraph, **characters: float) -> Paragraph:
    """Indents of a paragraph by their names in the file, each in characters of the body."""
    indent: Any = OxmlElement("w:ind")
    if "hanging" not in characters:
        characters.setdefault("firstLine", 0)
    for name, count in characters.items():
        indent.set(qn(f"w:{name}"), str(round(count * 320)))
        indent.set(qn(f"w:{name}Chars"), str(round(count * 100)))
    paragraph._p.get_or_add_pPr().insert_element_before(indent, "w:jc", "w:rPr")  # noqa: SLF001 - no API counts characters
    return paragraph


def _hang_break(document: Document) -> None:
    """Move a section's break from its own empty paragraph to the one before, unless that is a table."""
    breaking: Any = document.paragraphs[-1]._p  # noqa: SLF001 - sections' breaks have no API
    before: Any = breaking.getprevious()
    if before is not None and before.tag == qn("w:p"):
        before.get_or_add_pPr().append(breaking.pPr.sectPr)
        breaking.getparent().remove(breaking)
    else:
        document.paragraphs[-1].style = SMALL_TABLE_TEXT


_Merged = Sequence[str]
"""By column how a cell belongs to the one above it: restart, continue, or nothing."""


def _narrow_margins(table: Table) -> None:
    sides = "".join(f'<w:{side} w:w="{_SMALL_CELL}" w:type="dxa"/>' for side in ("left", "right"))
    margins = parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>")
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption")  # noqa: SLF001 - margins have no API


def _merged(rows: Sequence[Sequence[str]]) -> Iterator[_Merged]:
    """How the cells of each row belong to those above: rows that begin with the same number are one."""
    for number, group in groupby(rows, key=lambda row: row[0]):
        together = list(group)
        alike = [number and {*cells[1:]} <= {cells[0], ""} for cells in zip(*together, strict=True)]
        for at in range(len(together)):
            word = "continue" if at else "restart"
            yield [word if same and len(together) > 1 else "" for same in alike]


def _row(
    texts: Sequence[str], shares: Sequence[Length], style: str, merged: _Merged = (), *, heading: bool = False
) -> str:
    """A table's row as it stands in the file; a heading is repeated on each page."""
    parts = zip(texts, shares, merged or [""] * len(texts), strict=True)
    cells = (_cell(text, share, style, joined, heading=heading) for text, share, joined in parts)
    repeated = "<w:tblHeader/>" if heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(text: str, share: Length, style: str, merged: str, *, heading: bool) -> str:
    middle = '<w:jc w:val="center"/>' if heading or SHORT.fullmatch(text) else ""
    shown = "" if merged == "continue" else clean(text)
    runs = "".join(_run(piece, heading=heading) for piece in GAP.split(shown) if piece)
    joined = f'<w:vMerge w:val="{merged}"/>' if merged else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{share.twips}"/>{joined}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style.replace(" ", "")}"/>{middle}</w:pPr>{runs}</w:p></w:tc>'
    )


def _run(piece: str, *, heading: bool) -> str:
    fonts = "".join(f' w:{kind}="{HEADING_FONT}"' for kind in ("ascii", "hAnsi", "eastAsia")) if heading else ""
    looks = (f"<w:rFonts{fonts}/>" if fonts else "") + (_YELLOW if GAP.fullmatch(piece) else "")
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in piece.replace("\t", " ").split("\n"))
    return f"<w:r>{f'<w:rPr>{looks}</w:rPr>' if looks else ''}{'<w:br/>'.join(lines)}</w:r>"


_YELLOW = '<w:highlight w:val="yellow"/>'


def _set_font(run: Run, name: str) -> None:
    run.font.name = name
    fonts: Any = run._r.get_or_add_rPr().rFonts  # noqa: SLF001 - the East Asian font has no API
    fonts.set(qn("w:eastAsia"), name)
