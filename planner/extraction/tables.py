"""Plans printed as a table: a header that names the columns, rows that are tasks, rows that are headings."""

import re
from dataclasses import dataclass
from functools import cache

from planner.domain.drafts import PartKind, TaskKind
from planner.extraction.numbering import Mark, Style, bare_mark_at, mark_at
from planner.extraction.raw import RawSection, RawTask, Split
from planner.extraction.rulebook import any_pattern
from planner.extraction.slots import Field, FieldKind, Slot, label_role
from planner.extraction.source import Source

_COLUMNS = ("number", "units", "time", "title", "body")
_SENTENCE = 40  # a cell this long, or with a full stop in it, is a text and no title


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's stretch of reading text, blanks at its ends left out."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """The rows under a header. `columns` holds what each column is, `roles` the header words of unit columns."""

    columns: tuple[str | None, ...]
    headers: tuple[str, ...]
    rows: tuple[tuple[int, int], ...]

    def cells(self, source: Source, row: tuple[int, int], kind: str) -> list[tuple[Cell, str]]:
        """A row's cells of one kind, with their headers; empty ones are left out."""
        found = zip(_cells(source, row), self.columns, self.headers, strict=False)
        return [(cell, header) for cell, column, header in found if column == kind and cell.end > cell.start]


def find_table(source: Source, start: int, end: int) -> Table | None:
    """The table of tasks in a stretch of text: the first header with a column of units or two known others."""
    rows = [p for p in source.paragraphs if start <= p[0] < end and "\t" in source.text[slice(*p)]]
    for k, row in enumerate(rows):
        headers = tuple(source.text[c.start : c.end] for c in _cells(source, row))
        columns = tuple(_column(header) for header in headers)
        if len({c for c in columns if c}) >= _KNOWN_COLUMNS and {"title", "body"} & set(columns):
            return Table(columns, headers, tuple(rows[k + 1 :]))
    return None


_KNOWN_COLUMNS = 3


def split_table(source: Source, table: Table) -> Split:
    """The tasks of a table: rows with an Arabic number, or every row where no column holds numbers."""
    result = Split()
    path: tuple[str, ...] = ()
    for row in table.rows:
        mark = _row_mark(source, table, row)
        if mark and mark.style < Style.ARABIC:
            section = _section(source, row, mark)
            result.sections.append(section)
            result.parts.append((PartKind.SECTION, row[0]))
            path = (section.title,)
        elif mark or "number" not in table.columns:
            result.parts.append((PartKind.TASK, row[0]))
            result.tasks.append(_task(source, table, row, mark, path))
    return result


def _cells(source: Source, row: tuple[int, int]) -> list[Cell]:
    cells: list[Cell] = []
    at = row[0]
    for found in re.compile("\t|$").finditer(source.text, *row):
        cells.append(Cell(at, found.start()))
        at = found.end()
    return cells


def _column(header: str) -> str | None:
    return next((kind for kind in _COLUMNS if header and _columns(kind).search(header)), None)


def _row_mark(source: Source, table: Table, row: tuple[int, int]) -> Mark | None:
    for cell, _ in table.cells(source, row, "number"):
        mark = mark_at(source.text, cell.start, cell.end) or bare_mark_at(source.text, cell.start)
        return mark if mark and mark.end >= cell.end else None
    return None


def _section(source: Source, row: tuple[int, int], mark: Mark) -> RawSection:
    named = next((c for c in _cells(source, row) if c.start >= mark.end and c.end > c.start), Cell(mark.end, mark.end))
    return RawSection(mark, source.printed[named.start : named.end], row[0], max(named.end, mark.end))


def _task(source: Source, table: Table, row: tuple[int, int], mark: Mark | None, path: tuple[str, ...]) -> RawTask:
    title = next((cell for cell, _ in table.cells(source, row, "title")), None)
    body = next((cell for cell, _ in table.cells(source, row, "body")), None)
    if title and body is None and _is_text(source, title):
        title, body = None, title
    first = title or body or Cell(row[0], row[0])
    return RawTask(
        TaskKind.TASK,
        mark,
        path,
        row[0],
        row[1],
        first.start,
        title.end if title else None,
        tuple(sorted(_slots(source, table, row), key=lambda slot: slot.start)),
        (body.start, body.end) if body else (first.end, first.end),
    )


def _is_text(source: Source, cell: Cell) -> bool:
    return cell.end - cell.start >= _SENTENCE or "。" in source.text[cell.start : cell.end]


def _slots(source: Source, table: Table, row: tuple[int, int]) -> list[Slot]:
    units = [
        Slot(cell.start, cell.end, (Field(FieldKind.UNITS, cell.start, cell.end, label_role(header)),))
        for cell, header in table.cells(source, row, "units")
    ]
    times = [
        Slot(cell.start, cell.end, (Field(FieldKind.TIME, cell.start, cell.end),))
        for cell, _ in table.cells(source, row, "time")
    ]
    return units + times


@cache
def _columns(kind: str) -> re.Pattern[str]:
    """序号 / 考核项目 / 负责考核部门."""
    return re.compile(any_pattern("tables", f"columns.{kind}"))
