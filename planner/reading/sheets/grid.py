"""A sheet's filled cells, whatever kind of file they come from, and what is known of how they are shown."""

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeVar

from planner.domain.figure_marks import cleaned
from planner.reading.sheets.cellformats import exact_number, shown_number

MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_CELLS = 500_000
MOST_CHARACTERS = 20_000_000
MOST_SHEETS = 1_000
MOST_RANGES = 200_000
"""A sheet's merged ranges; and so many that are hidden."""

# What neither a database nor XML takes: NUL and other controls but tab and line feed; half characters
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class GridTooLarge(Exception):
    """More rows, columns or words than a plan has. The message says what there is too much of, in Chinese."""


class Merge(NamedTuple):
    """A merged range, all ends inclusive, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


class RawCell(NamedTuple):
    """A cell as its file holds it: a text, or a number with the format that shows it.

    `value` is None where a formula has none. `formula`: a formula's, or an error (#REF!).
    """

    value: str | float | None
    code: str = ""
    since_1904: bool = False
    formula: bool = False

    def shown(self) -> str:
        """Its words as a reader of the sheet sees them."""
        if isinstance(self.value, float):
            return shown_number(self.value, self.code, since_1904=self.since_1904)
        return self.value or ""


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
    cells: int = 0
    characters: int = 0

    def put(self, row: int, column: int, words: str) -> None:
        """Fill a cell; breaks and tabs inside it become blanks. Raises GridTooLarge."""
        words = " ".join(words.split()) if any(c in words for c in "\n\r\t\x0b\x0c\u2028\u2029") else words.strip(" ")
        if not words:
            return
        self.first_column = min(self.first_column, column)
        self.last_column = max(self.last_column, column)
        self.rows.setdefault(row, {})[column] = words
        self.cells += 1
        self.characters += len(words)
        _require_few(self.cells, self.characters)
        if len(self.rows) > MOST_ROWS:
            raise GridTooLarge(f"超过 {MOST_ROWS} 行")
        if self.last_column - self.first_column >= MOST_COLUMNS:
            raise GridTooLarge(f"超过 {MOST_COLUMNS} 列")

    def take(self, row: int, column: int, raw: RawCell) -> None:
        """Fill a cell with what its file holds. Raises GridTooLarge."""
        self.put(row, column, raw.shown())


ExactValue = str | int | float | dt.date | None


class ExactCell(NamedTuple):
    """A cell as it was typed: a text to the letter, a number, a day; None for a formula without a value."""

    value: ExactValue
    formula: bool = False


@dataclass(slots=True)
class ExactGrid:
    """A sheet whose cells are wanted as they were typed, by row and column from 0; blank cells are not there."""

    name: str
    visible: bool = True
    rows: dict[int, dict[int, ExactCell]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    cells: int = 0
    characters: int = 0

    def take(self, row: int, column: int, raw: RawCell) -> None:
        """Fill a cell. Raises GridTooLarge."""
        if isinstance(raw.value, float):
            value: ExactValue = exact_number(raw.value, raw.code, since_1904=raw.since_1904)
        else:
            value = _exact_text(raw.value or "") or None
        if value is None and not raw.formula:
            return
        self.rows.setdefault(row, {})[column] = ExactCell(value, raw.formula)
        self.cells += 1
        self.characters += len(value) if isinstance(value, str) else 0
        self._bound(column)

    def _bound(self, column: int) -> None:
        _require_few(self.cells, self.characters)
        if column >= MOST_COLUMNS:
            raise GridTooLarge(f"超过 {MOST_COLUMNS} 列")


class ExactBook(NamedTuple):
    """A workbook's hidden document properties and its worksheets in order."""

    properties: Mapping[str, str]
    sheets: Sequence[ExactGrid]


class AnyGrid(Protocol):
    """A sheet that is filled cell by cell while its file is read."""

    merges: list[Merge]
    hidden_rows: list[tuple[int, int]]
    hidden_columns: list[tuple[int, int]]
    cells: int
    characters: int

    def take(self, row: int, column: int, raw: RawCell) -> None:
        """Fill a cell."""


GridT = TypeVar("GridT", bound=AnyGrid)


def bounded(grids: Iterable[GridT]) -> list[GridT]:
    """The sheets of a book, which hold together no more than one may. Raises GridTooLarge."""
    found: list[GridT] = []
    for grid in grids:
        found.append(grid)
        if len(found) > MOST_SHEETS:
            raise GridTooLarge(f"超过 {MOST_SHEETS} 张工作表")
        _require_few(sum(each.cells for each in found), sum(each.characters for each in found))
    return found


def hide(ranges: list[tuple[int, int]], first: int, last: int) -> None:
    """Add hidden rows or columns; those that follow on the last ones are one range with them. Raises GridTooLarge."""
    if ranges and ranges[-1][1] + 1 == first:
        ranges[-1] = ranges[-1][0], last
        return
    ranges.append((first, last))
    if len(ranges) > MOST_RANGES:
        raise GridTooLarge(f"隐藏的行列超过 {MOST_RANGES // 10_000} 万处")


def merge(merges: list[Merge], merged: Merge) -> None:
    """Add a merged range. Raises GridTooLarge."""
    merges.append(merged)
    if len(merges) > MOST_RANGES:
        raise GridTooLarge(f"合并的单元格超过 {MOST_RANGES // 10_000} 万处")


def _require_few(cells: int, characters: int) -> None:
    if cells > MOST_CELLS:
        raise GridTooLarge(f"超过 {MOST_CELLS // 10_000} 万格")
    if characters > MOST_CHARACTERS:
        raise GridTooLarge(f"超过 {MOST_CHARACTERS // 10_000} 万字")


def _exact_text(text: str) -> str:
    """A text with its line ends as newlines, and without what can't be kept of it."""
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return cleaned(_UNPRINTABLE.sub("", text))
