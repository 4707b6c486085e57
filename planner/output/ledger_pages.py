"""How the sheet 台账 falls on paper: snug columns, rows as tall as their texts, and pages that begin with a task."""

import math
from collections.abc import Iterable, Sequence

from planner.domain.lights import Colour
from planner.domain.wording import WORDS
from planner.output.looks import Kind
from planner.output.sheets import CellValue, Column, Record, Sheet
from planner.output.text import display_width

_MARGIN, _TOP, _BOTTOM = 0.315, 0.55, 0.5
"""In inches: 8 mm at the sides, above and below what the heading and the page number need."""
_INCH, _PAPER_WIDTH, _PAPER_HEIGHT = 72, 841.9, 595.3
"""In points: A4 landscape."""
_UNIT = 5.25
"""So many points a unit of width is wide: seven dots of a screen."""
_SPARE = 0.98
"""Of a page's height so much is counted on: programs round it each in its own way."""
_WORTH_FILLING = 0.3
"""A task that would fit on the next page begins on this one where so much of it is left."""
_MOST_BREAKS = 1000
"""Excel takes 1026."""
LEADING, LIST_LEADING = 1.12, 1.25
"""Rows are so much taller than elsewhere: a font that stands in for 宋体 has taller lines and wider digits."""
PAGE_WIDTH = math.floor((_PAPER_WIDTH - 2 * _MARGIN * _INCH) / _UNIT) - 8
"""So many units of width stand side by side on a page at their own size, with some to spare for wider fonts."""


def snug(column: Column[Record], values: Iterable[CellValue]) -> float:
    """The column's width, or less where all its values and the halves of its name need less."""
    widest = holding(2 * math.ceil(len(column.name) / 2))
    if column.kind not in (Kind.TEXT, Kind.LIGHT):
        return column.width
    for value in set(values):
        widest = max(widest, holding(max(map(display_width, _shown(value).split("\n")))))
        if widest >= column.width:
            return column.width
    return widest


def _shown(value: CellValue) -> str:
    return WORDS[value] if isinstance(value, Colour) else str(value or "")


def holding(letters: float) -> float:
    """The width of a column that holds so many half-width letters of 10 points beside what Excel keeps free."""
    return (letters + 0.75) / 1.05


def room(width: float) -> float:
    """How many half-width letters of 10 points a column holds: the reverse of `holding`."""
    return max(width * 1.05 - 0.75, 1)


def set_margins(sheet: Sheet) -> None:
    """Narrow margins: what stands side by side is printed the larger."""
    margins = sheet.worksheet.page_margins
    margins.left = margins.right = _MARGIN
    margins.top, margins.bottom = _TOP, _BOTTOM
    margins.header = margins.footer = 0.25


class Pages:
    """Where new pages begin. `header` is the height in points of the rows repeated on each."""

    def __init__(self, sheet: Sheet, widths: Sequence[float], header: float) -> None:
        width = _PAPER_WIDTH - 2 * _MARGIN * _INCH
        scale = min(width / (sum(widths) * _UNIT), 1)
        self._sheet = sheet
        self._height = (_PAPER_HEIGHT - (_TOP + _BOTTOM) * _INCH) / scale * _SPARE - header * LEADING
        self._left = self._height
        self._breaks = 0

    def place(self, first: int, heights: Sequence[float], wanted: float) -> list[int]:
        """Place a task's rows from `first` on, and give those with which it begins on a page: the first of each block.

        What is told of the task needs `wanted` points of height on the page where it begins.
        """
        heights, wanted = [height * LEADING for height in heights], wanted * LEADING
        total = sum(heights)
        if total > self._left and not self._worth_beginning(heights, total, wanted):
            self._turn(first)
        begun = [first]
        for row, height in enumerate(heights, first):
            if height > self._left and row > begun[-1]:
                self._turn(row)
                begun.append(row)
            self._left -= height
        return begun

    def _worth_beginning(self, heights: Sequence[float], total: float, wanted: float) -> bool:
        if total <= self._height and self._left < self._height * _WORTH_FILLING:
            return False
        fitting = 0.0
        for height in heights:
            if fitting + height > self._left:
                break
            fitting += height
        return fitting >= wanted

    def _turn(self, row: int) -> None:
        if self._left == self._height:
            return
        if self._breaks < _MOST_BREAKS:
            self._sheet.break_before(row)
            self._breaks += 1
        self._left = self._height
