"""A sheet's filled cells, whatever kind of file they come from, and what is known of how they are shown."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

MOST_ROWS = 100_000
MOST_COLUMNS = 200


class GridTooLarge(Exception):
    """More rows, columns or words than a plan has. The message says what there is too much of, in Chinese."""


class Merge(NamedTuple):
    """A merged range, all ends inclusive, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


class Ranges:
    """Numbers given as ranges, however wide."""

    def __init__(self, ranges: Iterable[tuple[int, int]] = ()) -> None:
        self._ranges = sorted(ranges)
        self._ends: list[int] = []
        for _, last in self._ranges:
            self._ends.append(max(last, self._ends[-1]) if self._ends else last)

    def __contains__(self, number: int) -> bool:
        k = bisect_left(self._ends, number)
        return k < len(self._ranges) and self._ranges[k][0] <= number


@dataclass(slots=True)
class Grid:
    """A sheet. `rows` holds the words of its filled cells, by row and column from 0; blank cells are not there."""

    name: str
    visible: bool = True
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    first_column: int = 1 << 20
    last_column: int = -1

    def put(self, row: int, column: int, words: str) -> None:
        """Fill a cell; breaks and tabs inside it become blanks. Raises GridTooLarge."""
        words = " ".join(words.split()) if any(c in words for c in "\n\r\t\x0b\x0c\u2028\u2029") else words.strip(" ")
        if not words:
            return
        self.first_column = min(self.first_column, column)
        self.last_column = max(self.last_column, column)
        self.rows.setdefault(row, {})[column] = words
        if len(self.rows) > MOST_ROWS:
            raise GridTooLarge(f"超过 {MOST_ROWS} 行")
        if self.last_column - self.first_column >= MOST_COLUMNS:
            raise GridTooLarge(f"超过 {MOST_COLUMNS} 列")
