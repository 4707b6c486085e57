"""Tables of a docx: cells of every row brought under common columns, merged ones bound to the one with the words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

_SLIVER = 120
"""Twips (6 pt): columns' edges this close are one edge, drawn by hand in two rows. No letter fits between them."""


@dataclass(eq=False, slots=True)
class RawCell:
    """A cell as the file has it: grid columns from `start` to `end`, exclusive. `of` is the cell that covers it."""

    start: int
    end: int
    text: str = ""
    of: "RawCell | None" = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell under its column: words, or nothing because the cell of `source` covers it; None where no cell is."""

    text: str = ""
    source: RawCell | None = None


Row = tuple[Cell, ...]


def width(rows: Sequence[Sequence[RawCell]], grid: Sequence[int]) -> int:
    """How many columns the rows are brought under."""
    return len(_columns(rows, grid))


def aligned(rows: Sequence[Sequence[RawCell]], grid: Sequence[int]) -> Iterator[Row]:
    """The rows with one cell for each column, so that a column holds the same thing in every row.

    A column begins where a cell of any row begins. `grid` are the widths of the file's grid columns in twips.
    """
    columns = _columns(rows, grid)
    at = {start: number for number, starts in enumerate(columns) for start in starts}
    for row in rows:
        cells = [Cell()] * len(columns)
        own = [at[raw.start] for raw in row]
        for raw, first, beyond in zip(row, own, [*own[1:], len(columns)], strict=True):
            source = raw.of or raw
            cells[first] = Cell("" if raw.of else raw.text, source)
            for number in range(first + 1, beyond):
                if columns[number][-1] < raw.end:
                    cells[number] = Cell("", source)
        yield tuple(cells)


def _columns(rows: Sequence[Sequence[RawCell]], grid: Sequence[int]) -> list[list[int]]:
    """The columns from left to right, each as the grid positions where its cells begin."""
    rows_at: dict[int, set[int]] = {}
    for number, row in enumerate(rows):
        for raw in row:
            rows_at.setdefault(raw.start, set()).add(number)
    edges = [0, *accumulate(grid)]
    columns: list[list[int]] = []
    taken: set[int] = set()  # rows that have a cell in the newest column
    for start in sorted(rows_at):
        if columns and _close(columns[-1][0], start, edges) and taken.isdisjoint(rows_at[start]):
            columns[-1].append(start)
            taken |= rows_at[start]
        else:
            columns.append([start])
            taken = set(rows_at[start])
    return columns


def _close(first: int, second: int, edges: Sequence[int]) -> bool:
    return second < len(edges) and 0 < edges[second] - edges[first] < _SLIVER
