"""A page's tables: rows and columns as printed, and which of them are tables at all."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple, Protocol

from lxml.html import HtmlElement

_MOST_SPAN = 200
_MOST_ROWS = 100_000
_MOST_PLACES = 2_000_000  # rows by columns; beyond it a table is read as lines
_LONG = 300
_FEW_ROWS = 3
_HEADER_CELLS = 3
_HEADER_WORDS = 20
_GROUPS = frozenset({"table", "thead", "tbody", "tfoot"})
_STRUCTURE = ("table", "thead", "tbody", "tfoot", "tr", "colgroup", "col", "form")


class Slot(NamedTuple):
    """A place in a table. `of` is where the cell begins that covers it: the place itself, or one before it."""

    words: str
    of: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Table:
    """A table's captions, titles among them, and its rows, all of the same width."""

    captions: tuple[str, ...]
    rows: tuple[tuple[Slot, ...], ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[str, ...]

    @property
    def size(self) -> int:
        return sum(map(len, self.lines))


class Reading(Protocol):
    """What a table asks of the walk through the page that it stands in."""

    def leaves_out(self, element: HtmlElement) -> bool:
        """Whether a row or cell isn't shown; then its words have been told."""

    def lines_in(self, element: HtmlElement) -> list[str]:
        """The lines of a cell or caption."""


def table_of(element: HtmlElement, reading: Reading) -> Table | None:
    """The table in a table element that holds no other; None where it only places things on the page."""
    if _has_stray_words(element):
        return None
    captions = [line for caption in element.iter("caption") for line in reading.lines_in(caption)]
    try:
        cells = list(_cells(element, reading))
    except OverflowError:
        return None
    if _is_layout(cells):
        return None
    titles = _titles(list(_rows(cells)))
    below = [replace(cell, row=cell.row - len(titles)) for cell in cells if cell.row >= len(titles)]
    return Table((*captions, *filter(None, titles)), tuple(_rows(below)))


def _titles(rows: Sequence[tuple[Slot, ...]]) -> list[str]:
    """The words of the rows above the header in which only the first cell is filled: the table's title and notes.

    A cell that goes on in the row below is the first of a column, and no title.
    """
    titles: list[str] = []
    for number, (row, below) in enumerate(pairwise(rows)):
        if any(slot.words for slot in row[1:]) or any(slot.of[0] <= number for slot in below):
            break
        titles.append(row[0].words)
    return titles


def _has_stray_words(table: HtmlElement) -> bool:
    """Whether words stand outside its cells, or cells in cells: what no browser takes for a table's row."""
    for part in table.iter(*_STRUCTURE):
        if any(text and text.strip() for text in (part.text, *(child.tail for child in part))):
            return True
    return any(_place(cell) != "tr" for cell in table.iter("td", "th")) or any(
        _place(part) not in _GROUPS for part in table.iter("tr", "caption")
    )


def _place(part: HtmlElement) -> str:
    """The name of what a cell or a row stands in. A form between the two is no matter: browsers close it at once."""
    parent = part.getparent()
    if parent is not None and parent.tag == "form":
        parent = parent.getparent()
    return "" if parent is None else str(parent.tag)


def _cells(table: HtmlElement, reading: Reading) -> Iterator[_Cell]:
    """The cells where they stand. A row or cell that isn't shown takes no place.

    Raises OverflowError where there are too many places.
    """
    busy: dict[int, int] = {}  # until which row a column is taken by a cell from above
    for row, cells in enumerate(_shown_rows(table, reading)):
        column = 0
        for cell in cells:
            while busy.get(column, 0) > row:
                column += 1
            rows = min(_span(cell, "rowspan") or _MOST_ROWS, _MOST_ROWS)
            columns = 1
            while columns < min(_span(cell, "colspan"), _MOST_SPAN) and busy.get(column + columns, 0) <= row:
                columns += 1
            busy.update(dict.fromkeys(range(column, column + columns), row + rows))
            yield _Cell(row, column, rows, columns, tuple(reading.lines_in(cell)))
            column += columns
        if row * len(busy) > _MOST_PLACES:
            raise OverflowError


def _shown_rows(table: HtmlElement, reading: Reading) -> Iterator[list[HtmlElement]]:
    left: set[HtmlElement] = {group for group in table.iter("thead", "tbody", "tfoot") if reading.leaves_out(group)}
    for row in table.iter("tr"):
        if row.getparent() not in left and not reading.leaves_out(row):
            cells = [cell for cell in row.iter("td", "th") if not reading.leaves_out(cell)]
            if cells:
                yield cells


def _span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name, "1").strip()
    return int(value[:5]) if value.isdecimal() and value.isascii() else 1


# ---- what is a table ----


def _is_layout(cells: Sequence[_Cell]) -> bool:
    """Whether a table places things on the page: never two cells beside each other, or an article in a cell."""
    beside: dict[int, list[_Cell]] = {}
    for cell in cells:
        if cell.lines:
            beside.setdefault(cell.row, []).append(cell)
    rows = [row for row in beside.values() if len(row) > 1]
    if not rows:
        return True
    articles = [cell for cell in cells if len(cell.lines) > 1 and cell.size > _LONG]
    if not articles:
        return False
    whole = sum(cell.size for cell in cells)
    if any(len(beside[cell.row]) == 1 and cell.size * 2 > whole for cell in articles):
        return True
    return len(rows) < _FEW_ROWS and not _is_header(rows[0])


def _is_header(row: Sequence[_Cell]) -> bool:
    return len(row) >= _HEADER_CELLS and all(cell.size <= _HEADER_WORDS for cell in row)


# ---- rows ----


def _rows(cells: Sequence[_Cell]) -> Iterator[tuple[Slot, ...]]:
    """The rows with a place for each column in which some cell begins; a cell's words are in its first place."""
    columns = sorted({cell.column for cell in cells})
    place = {column: k for k, column in enumerate(columns)}
    grid = [[Slot("", (row, k)) for k in range(len(columns))] for row in range(max(cell.row for cell in cells) + 1)]
    for cell in cells:
        first = (cell.row, place[cell.column])
        end = bisect_left(columns, cell.column + cell.columns)
        for row in grid[cell.row : cell.row + cell.rows]:
            row[first[1] : end] = [Slot("", first)] * (end - first[1])
        grid[first[0]][first[1]] = Slot(" ".join(cell.lines).replace("\t", " "), first)
    return (tuple(row) for row in grid)
