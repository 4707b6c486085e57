"""Pieces of an official document: title, headings, paragraphs, tables, signature."""

from collections.abc import Sequence
from io import BytesIO
from math import sqrt
from typing import Any

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Pt
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from planner.output.gbt9704 import HEADING_FONT
from planner.output.text import GAP, SHORT, clean, display_width

_DATE_IN = 4  # characters from the right
_ISSUER_IN = 2
_LETTER = Pt(5.25)  # half a character of a table's letters
_CELL_MARGINS = 3.5
_SHORT_COLUMN = 18
_TITLE_LINE = 20  # characters of a title on an upright page


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


def add_addressee(document: Document, text: str) -> None:
    """Whom a letter is to, from the left edge of the type area."""
    _flush(_add(document, text, "Normal"))


def add_small(document: Document, text: str) -> None:
    """A note in a table's letters."""
    _add(document, text, "Table Text")


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
        _indent_right(paragraph, characters)


def add_table(
    document: Document, header: Sequence[str], rows: Sequence[Sequence[str]], *, width: Length, widths: Sequence[float]
) -> None:
    """A bordered table as wide as `width`, its header repeated on each page, no row torn by a page's end.

    `widths` are the columns' shares of it.
    """
    table = document.add_table(rows=1 + len(rows), cols=len(header), style="Table Grid")
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    shares = [Length(int(width * share / sum(widths))) for share in widths]
    for column, share in zip(table.columns, shares, strict=True):
        column.width = share
    for number, (row, texts) in enumerate(zip(table.rows, [header, *rows], strict=True)):
        _keep_whole(row, repeated=number == 0)
        for cell, text, share in zip(row.cells, texts, shares, strict=True):
            cell.width = share
            _fill_cell(cell, text, heading=number == 0)


def fair_shares(header: Sequence[str], rows: Sequence[Sequence[str]], width: Length) -> list[float]:
    """Shares of a table's width, in half characters: short columns stay on one line, long ones divide the rest.

    They do so by the root of what they hold, so that none is starved.
    """
    needed = [max(map(_line_width, column)) + _CELL_MARGINS for column in zip(header, *rows, strict=True)]
    room = width / _LETTER
    rest = room - sum(need for need in needed if need <= _SHORT_COLUMN)
    if sum(needed) <= room or rest <= 0:
        return needed
    roots = sum(sqrt(need) for need in needed if need > _SHORT_COLUMN)
    return [need if need <= _SHORT_COLUMN else rest * sqrt(need) / roots for need in needed]


def _line_width(text: str) -> float:
    return max(map(display_width, text.split("\n")))


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
    indent: Any = OxmlElement("w:ind")
    indent.set(qn("w:firstLine"), "0")
    indent.set(qn("w:firstLineChars"), "0")
    paragraph._p.get_or_add_pPr().insert_element_before(indent, "w:jc", "w:rPr")  # noqa: SLF001 - no API counts characters
    return paragraph


def _indent_right(paragraph: Paragraph, characters: float) -> None:
    indent: Any = OxmlElement("w:ind")
    indent.set(qn("w:right"), str(round(characters * 320)))
    indent.set(qn("w:rightChars"), str(round(characters * 100)))
    paragraph._p.get_or_add_pPr().insert_element_before(indent, "w:jc", "w:rPr")  # noqa: SLF001 - no API counts characters


def _fill_cell(cell: _Cell, text: str, *, heading: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = "Table Text"
    _add_runs(paragraph, text)
    if SHORT.fullmatch(text):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if heading:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for run in paragraph.runs:
            _set_font(run, HEADING_FONT)


def _set_font(run: Run, name: str) -> None:
    run.font.name = name
    fonts: Any = run._r.get_or_add_rPr().rFonts  # noqa: SLF001 - the East Asian font has no API
    fonts.set(qn("w:eastAsia"), name)


def _keep_whole(row: _Row, *, repeated: bool) -> None:
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - row marks have no API
    properties.append(OxmlElement("w:cantSplit"))
    if repeated:
        properties.append(OxmlElement("w:tblHeader"))
