"""How cells of our worksheets look: the kinds of them, their grounds, fonts and number formats."""

from enum import Enum, StrEnum
from functools import cache
from typing import Any, Literal

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.lights import Colour

Vertical = Literal["top", "center"]


class Kind(StrEnum):
    """What a column holds, and so how it is set: words to the left, the rest centred.

    ASKED heads a column that is to be filled in.
    TYPED is a short word that people type or change: 2024-05 stays that, and doesn't turn into a day. WORDS are such
    words to the left.
    """

    TEXT = "text"
    SHORT = "short"
    TYPED = "typed"
    WORDS = "words"
    COUNT = "count"
    RATE = "rate"
    DATE = "date"
    LIGHT = "light"
    HEADER = "header"
    ASKED = "asked"
    BAND = "band"
    TITLE = "title"
    PLAIN = "plain"


class Shade(Enum):
    """A cell's ground, where it says something: proposed by a rule, worth a look, not for typing in."""

    PROPOSED = "FFF2CC"
    NOTED = "F8CBAD"
    LOCKED = "EDEDED"


FILLS = {
    Colour.RED: "F4B6B6",
    Colour.YELLOW: "FFE699",
    Colour.GREEN: "C6E0B4",
    Colour.NOT_DUE: "DDEBF7",
    Colour.NONE: "EDEDED",
}
"""Grounds of lights."""
FORMATS = {Kind.DATE: "yyyy-mm-dd", Kind.COUNT: "0", Kind.RATE: "0.0%", Kind.TYPED: "@", Kind.WORDS: "@"}
"""Number formats of cells, where they aren't General."""
LINK_FONT = Font(name="宋体", size=10, color="0563C1", underline="single")
HEADERS = {Kind.HEADER: "E7E6E6", Kind.ASKED: "BDD7EE", Kind.BAND: "D0CECE"}
"""Grounds of headers."""


def ground_of(shade: Shade | Colour) -> str:
    """The colour of a ground, as Excel writes it."""
    return FILLS[shade] if isinstance(shade, Colour) else shade.value


def make_style(
    worksheet: Worksheet, kind: Kind, fill: str | None, *, risky: bool, vertical: Vertical, unlocked: bool
) -> StyleArray:
    """The style of a kind of cell, on a ground if one is given, to be shared by all cells that look so."""
    cell: Any = Cell(worksheet, row=1, column=1)
    heading = kind in HEADERS
    cell.font = _font("黑体" if heading or kind is Kind.TITLE else "宋体", 18 if kind is Kind.TITLE else 10)
    left = kind in (Kind.TEXT, Kind.WORDS, Kind.PLAIN)
    middle = heading or kind in (Kind.TITLE, Kind.PLAIN)
    cell.alignment = _alignment("left" if left else "center", "center" if middle else vertical)
    fill = fill or HEADERS.get(kind)
    if fill:
        cell.fill = _fill(fill)
    if kind not in (Kind.TITLE, Kind.PLAIN):
        cell.border = _border()
    cell.number_format = FORMATS.get(kind, "General")
    if unlocked:
        cell.protection = Protection(locked=False)
    style: StyleArray = cell._style  # noqa: SLF001 - taken once, shared by all cells of this look
    # Without it a text like =1+1 turns into a formula when someone edits the cell.
    style.quotePrefix = int(risky)
    return style


# Made once for all workbooks: openpyxl checks every field of such an object when it is made.


@cache
def _font(name: str, size: int) -> Font:
    return Font(name=name, size=size)


@cache
def _alignment(horizontal: Literal["left", "center"], vertical: Vertical) -> Alignment:
    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=True)


@cache
def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour)


@cache
def _border() -> Border:
    side = Side(style="thin", color="7F7F7F")
    return Border(left=side, right=side, top=side, bottom=side)
