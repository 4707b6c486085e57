"""Tables in a text: where they stand, what their columns hold, which cells a merged one covers."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from planner.extraction.columns import (
    Column,
    ColumnKind,
    Head,
    assigns,
    columns_of,
    doubled,
    is_header,
    may_head,
    under_header,
    with_section,
)
from planner.extraction.source import Source

_MOST_BETWEEN = 3  # so many lines may stand inside a table: 二、水质提升
_LINE_LONGEST = 80

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's stretch of reading text; `of` is that of the merged cell's words where one covers it."""

    start: int
    end: int
    of: Stretch | None = None

    @property
    def own(self) -> Stretch | None:
        """The words in the cell itself."""
        return (self.start, self.end) if self.end > self.start else None

    @property
    def words(self) -> Stretch | None:
        """The words that hold for the cell: its own, or those of the merged cell that covers it."""
        return self.own or self.of


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table. A line without tabs that stands between rows has one cell and is `plain`."""

    start: int
    end: int
    cells: tuple[Cell, ...]
    plain: bool = False

    def filled(self) -> list[Cell]:
        """The cells with words of their own."""
        return [cell for cell in self.cells if cell.own]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows under a header that is one of tasks; headers that are printed again are not among them."""

    columns: tuple[Column, ...]
    start: int
    rows: tuple[Row, ...]
    end: int

    def has(self, kind: ColumnKind) -> bool:
        """Whether a column is of this kind."""
        return any(column.kind is kind for column in self.columns)

    def cells(self, row: Row, kind: ColumnKind) -> list[tuple[Cell, Column]]:
        """A row's cells of one kind, from the left."""
        found = zip(row.cells, self.columns, strict=False)
        return [(cell, column) for cell, column in found if column.kind is kind]

    def words(self, row: Row, kind: ColumnKind) -> Stretch | None:
        """The first words of one kind that hold for a row."""
        return next((cell.words for cell, _ in self.cells(row, kind) if cell.words), None)

    @property
    def doubled(self) -> list[str]:
        """Headers that stand over more than one column, so that nobody can tell which is meant."""
        return doubled(self.columns)

    @property
    def assigns(self) -> bool:
        """Whether it says who is to do its tasks, or by when."""
        return assigns(self.columns)


def find_tables(source: Source) -> list[Table]:
    """The tables of tasks in a text, in order."""
    finder = _Finder(source)
    for k in range(len(source.paragraphs)):
        finder.take(k)
    finder.close()
    return finder.tables


def likely_header(source: Source) -> list[str]:
    """What stands where a header is looked for: of the first rows the words of the one with the most filled cells."""
    rows = islice((row for paragraph in source.paragraphs if (row := row_at(source, paragraph))), _FIRST_ROWS)
    widest = max(rows, key=lambda row: len(row.filled()), default=None)
    return [source.printed[cell.start : cell.end] for cell in widest.filled()] if widest else []


_FIRST_ROWS = 10


def row_at(source: Source, paragraph: Stretch) -> Row | None:
    """A paragraph as a table's row, None where it has no tabs."""
    start, end = paragraph
    if "\t" not in source.text[start:end]:
        return None
    cells: list[Cell] = []
    at = start
    for words in source.text[start:end].split("\t"):
        close = at + len(words)
        cells.append(Cell(at, close, None if words else source.continued.get(close)))
        at = close + 1
    return Row(start, end, tuple(cells))


def _sectioned(columns: tuple[Column, ...], rows: Sequence[Row]) -> tuple[Column, ...]:
    """A column of tasks in front of the numbers is one of sections where it groups numbered rows.

    The measures are the tasks then: 重点工作 (over three rows), 序号, 具体举措.
    """
    kinds = [column.kind for column in columns]
    if not {ColumnKind.TITLE, ColumnKind.NUMBER, ColumnKind.BODY} <= set(kinds):
        return columns
    title, number = kinds.index(ColumnKind.TITLE), kinds.index(ColumnKind.NUMBER)
    numbered = [row for row in rows if len(row.cells) > max(title, number) and row.cells[number].own]
    groups = any(not row.cells[title].own for row in numbered)
    return with_section(columns, title) if title < number and groups else columns


class _Finder:
    """Goes down a text's paragraphs, gathering the rows under the last header."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.tables: list[Table] = []
        self.columns: tuple[Column, ...] = ()
        self.header: list[Row] = []
        self.rows: list[Row] = []
        self.between: list[Row] = []
        self.skip = -1

    def take(self, k: int) -> None:
        """Take the paragraph `k`."""
        if k <= self.skip:
            return
        paragraph = self.source.paragraphs[k]
        row = row_at(self.source, paragraph)
        if row is None:
            self.between.append(Row(*paragraph, (Cell(*paragraph),), plain=True))
            return
        header = self._header(row, k)
        if header and self.columns and header == [self._words(line) for line in self.header] and not self.between:
            self.skip = k + len(header) - 1
        elif header:
            self._open(k, len(header))
        elif self.columns and self._fits(row):
            self.rows += [*self.between, row]
            self.between = []
        else:
            self.close()

    def close(self) -> None:
        """End the table that is being gathered."""
        if self.columns and any(not row.plain for row in self.rows):
            columns = _sectioned(self.columns, self.rows)
            self.tables.append(Table(columns, self.header[0].start, tuple(self.rows), self.rows[-1].end))
        self.columns, self.header, self.rows, self.between = (), [], [], []

    def _header(self, row: Row, k: int) -> list[list[Head]] | None:
        """The words of the header that begins with this row, line by line, None where none does."""
        upper = self._words(row)
        if not all(may_head(head.words) for head in upper):
            return None
        below = row_at(self.source, self.source.paragraphs[k + 1]) if k + 1 < len(self.source.paragraphs) else None
        lower = self._words(below) if below else None
        columns = columns_of(upper)
        alone = lower is None or is_header(columns_of(lower))
        if lower and not alone and under_header(lower, columns) and is_header(columns_of(upper, lower)):
            return [upper, lower]
        return [upper] if is_header(columns) else None

    def _open(self, k: int, lines: int) -> None:
        self.close()
        self.header = [row for p in self.source.paragraphs[k : k + lines] if (row := row_at(self.source, p))]
        self.columns = columns_of(*(self._words(row) for row in self.header))
        self.skip = k + lines - 1

    def _words(self, row: Row) -> list[Head]:
        return [
            Head(self.source.text[slice(*(cell.words or (0, 0)))], bool(cell.own), cell.words) for cell in row.cells
        ]

    def _fits(self, row: Row) -> bool:
        """Whether a row belongs to the table above it: no more cells than columns, and little text in between."""
        short = all(line.end - line.start <= _LINE_LONGEST for line in self.between)
        return len(row.cells) <= len(self.columns) and len(self.between) <= _MOST_BETWEEN and short
