"""The sheet 台账: a task on the left, merged over the lines of its units on the right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from planner.domain.ledger import Ledger
from planner.output.ledger_columns import LedgerColumns
from planner.output.ledger_pages import LEADING, PAGE_WIDTH, Pages, holding, room, snug
from planner.output.ledger_rows import (
    FIRST_ROW,
    Numbers,
    TaskRows,
    helper_names,
    helper_values,
    numbers,
    place_rows,
)
from planner.output.looks import Kind
from planner.output.sheets import (
    TALLEST_ROW,
    CellValue,
    Column,
    Record,
    Sheet,
    fitting_width,
    freeze_and_filter,
    row_points,
)

_KEPT_IN_SIGHT = 4
_REPEATED = "重点任务"
"""Of what is told in words, what stands again on each page that a task goes on to; short words all do."""
Rows = Sequence[Sequence[CellValue]]


@dataclass(frozen=True, slots=True)
class _Layout:
    """Widths and kinds of the columns, 序号 first; the first `of_task` are merged over a task's lines.

    `again` are those of them that stand again on the next page.
    """

    widths: Sequence[float]
    kinds: Sequence[Kind]
    of_task: int
    again: frozenset[int]


def fill_tasks(sheet: Sheet, ledger: Ledger, columns: LedgerColumns) -> TaskRows:
    """Write the sheet: two header rows, then each task with a row for each of its unit lines (one if it has none).

    What summaries count by stands to the right, hidden. Where it all stands is returned.
    """
    task_values = [[column.value(task) for column in columns.task] for task in ledger.tasks]
    line_values = [[[column.value(line) for column in columns.line] for line in task.lines] for task in ledger.tasks]
    if not columns.line:
        line_values = [[] for _ in ledger.tasks]
    layout = _layout(columns, _widths(columns, task_values, line_values))
    sheet.widths(layout.widths)
    pages = Pages(sheet, layout.widths, header=_write_header(sheet, columns, layout.widths))
    row = FIRST_ROW
    for number, (task, lines) in enumerate(zip(task_values, line_values, strict=True), 1):
        row = _write_task(sheet, row, [number, *task], lines or [[None] * len(columns.line)], layout, pages=pages)
    _write_helpers(sheet, ledger, columns, numbers(ledger))
    freeze_and_filter(
        sheet,
        header_row=FIRST_ROW - 1,
        columns=len(layout.widths),
        last_row=row - 1,
        kept=min(_KEPT_IN_SIGHT, layout.of_task),
    )
    return place_rows(columns, row - 1, of_unit=bool(ledger.only_unit))


def _layout(columns: LedgerColumns, widths: Sequence[float]) -> _Layout:
    kinds = [Kind.COUNT, *(column.kind for column in columns.task), *(column.kind for column in columns.line)]
    of_task = 1 + len(columns.task)
    again = (
        number
        for number, (name, kind) in enumerate(zip(columns.names[:of_task], kinds, strict=False), 1)
        if kind is not Kind.TEXT or name == _REPEATED
    )
    return _Layout(_spread(widths, kinds), kinds, of_task, frozenset(again))


def _widths(columns: LedgerColumns, tasks: Rows, lines: Sequence[Rows]) -> list[float]:
    """A task's text may stand in the height of all its lines, a line's in one row."""
    tallest = TALLEST_ROW / LEADING
    rooms = [tallest * max(len(of_task), 1) for of_task in lines]
    widths = [holding(max(len(str(len(tasks))), 4))]
    for index, column in enumerate(columns.task):
        widths.append(_width(column, index, tasks, rooms))
    flat = list(chain.from_iterable(lines))
    for index, line_column in enumerate(columns.line):
        widths.append(_width(line_column, index, flat, [tallest] * len(flat)))
    return widths


def _width(column: Column[Record], index: int, records: Rows, rooms: Sequence[float]) -> float:
    wide = fitting_width(column, _texts(index, records, rooms))
    return wide if wide > column.width else snug(column, (record[index] for record in records))


def _spread(widths: Sequence[float], kinds: Sequence[Kind]) -> list[float]:
    """Give columns of words what is left of a page where only few columns are shown."""
    words = sum(width for width, kind in zip(widths, kinds, strict=True) if kind is Kind.TEXT)
    left = PAGE_WIDTH - sum(widths)
    share = min(left / words, 2) if words and left > 0 else 0
    return [width * (1 + share) if kind is Kind.TEXT else width for width, kind in zip(widths, kinds, strict=True)]


def _texts(index: int, records: Rows, rooms: Sequence[float]) -> Iterator[tuple[str, float]]:
    for record, points in zip(records, rooms, strict=True):
        value = record[index]
        if isinstance(value, str):
            yield value, points


def _write_header(sheet: Sheet, columns: LedgerColumns, widths: Sequence[float]) -> float:
    """Write the two header rows; their height is returned."""
    first, over = 1, []
    for band, size in columns.bands:
        over.append((band, room(sum(widths[first - 1 : first - 1 + size]))))
        for column in range(first, first + size):
            sheet.put(1, column, band, Kind.BAND)
        sheet.merge(1, first, 1, first + size - 1)
        first += size
    for number, name in enumerate(columns.names, 1):
        sheet.put(2, number, name, Kind.HEADER)
    # the filter's button hides the end of a narrow header
    names = row_points(zip(columns.names, map(room, widths), strict=True))
    heights = max(row_points(over) + 3, 20), max(names + 6, 32)
    for row, points in enumerate(heights, 1):
        sheet.height(row, points)
    return sum(heights)


def _write_task(
    sheet: Sheet, first: int, task: Sequence[CellValue], lines: Rows, layout: _Layout, *, pages: Pages
) -> int:
    """Write one task from row `first` on; the row behind it is returned.

    Its cells are merged over its lines: short words and the title over those of a page, so that each page has them.
    """
    rooms = [room(width) for width in layout.widths]
    heights = [row_points(zip(line, rooms[len(task) :], strict=True)) for line in lines]
    wanted = row_points(zip(task, rooms, strict=False))
    share = max(wanted - sum(heights), 0) / len(lines)
    heights = [min(height + share, TALLEST_ROW / LEADING) for height in heights]
    for row, (line, points) in enumerate(zip(lines, heights, strict=True), first):
        for column, (value, kind) in enumerate(zip([*task, *line], layout.kinds, strict=True), 1):
            sheet.put(row, column, value, kind)
        sheet.height(row, points)
    behind = first + len(lines)
    begun = pages.place(first, heights, wanted)
    for column in range(1, len(task) + 1):
        starts = begun if column in layout.again else [first]
        for start, end in pairwise([*starts, behind]):
            sheet.merge(start, column, end - 1, column)
    return behind


def _write_helpers(sheet: Sheet, ledger: Ledger, columns: LedgerColumns, known: Numbers) -> None:
    first = len(columns.names) + 1
    names = helper_names(columns)
    for column, name in enumerate(names, first):
        sheet.put(FIRST_ROW - 1, column, name, Kind.PLAIN)
    sheet.hide(first, len(names))
    rows = (values for task in ledger.tasks for values in helper_values(task, columns, known))
    for row, values in enumerate(rows, FIRST_ROW):
        for column, value in enumerate(values, first):
            if value is not None:
                sheet.put(row, column, value, Kind.PLAIN)
