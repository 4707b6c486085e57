"""The sheet 台账: a task on the left, merged over the lines of its units on the right."""

from collections.abc import Iterator, Sequence
from itertools import chain

from planner.domain.ledger import Ledger
from planner.output.ledger_columns import LedgerColumns
from planner.output.ledger_rows import (
    FIRST_ROW,
    Numbers,
    TaskRows,
    helper_names,
    helper_values,
    numbers,
    place_rows,
)
from planner.output.sheets import (
    TALLEST_ROW,
    CellValue,
    Kind,
    Sheet,
    fitting_width,
    freeze_and_filter,
    row_points,
)

_KEPT_IN_SIGHT = 4
_NUMBER_WIDTH = 5
_PAGE_WIDTH = 125
"""So many half-width characters stand side by side on a landscape page, printed at their own size."""
Rows = Sequence[Sequence[CellValue]]


def fill_tasks(sheet: Sheet, ledger: Ledger, columns: LedgerColumns) -> TaskRows:
    """Write the sheet: two header rows, then each task with a row for each of its unit lines (one if it has none).

    What summaries count by stands to the right, hidden. Where it all stands is returned.
    """
    task_values = [[column.value(task) for column in columns.task] for task in ledger.tasks]
    line_values = [[[column.value(line) for column in columns.line] for line in task.lines] for task in ledger.tasks]
    if not columns.line:
        line_values = [[] for _ in ledger.tasks]
    widths = _widths(columns, task_values, line_values)
    sheet.widths(widths)
    _write_header(sheet, columns, widths)
    kinds = [Kind.COUNT, *(column.kind for column in columns.task), *(column.kind for column in columns.line)]
    row = FIRST_ROW
    for number, (task, lines) in enumerate(zip(task_values, line_values, strict=True), 1):
        filled = lines or [[None] * len(columns.line)]
        row = _write_task(sheet, row, [number, *task], filled, widths=widths, kinds=kinds)
    _write_helpers(sheet, ledger, columns, numbers(ledger))
    freeze_and_filter(
        sheet,
        header_row=FIRST_ROW - 1,
        columns=len(widths),
        last_row=row - 1,
        kept=min(_KEPT_IN_SIGHT, 1 + len(columns.task)),
    )
    return place_rows(columns, row - 1)


def _widths(columns: LedgerColumns, tasks: Rows, lines: Sequence[Rows]) -> list[float]:
    """A task's text may stand in the height of all its lines, a line's in one row."""
    rooms = [TALLEST_ROW * max(len(of_task), 1) for of_task in lines]
    widths: list[float] = [_NUMBER_WIDTH]
    for index, column in enumerate(columns.task):
        widths.append(fitting_width(column, _texts(index, tasks, rooms)))
    flat = list(chain.from_iterable(lines))
    for index, line_column in enumerate(columns.line):
        widths.append(fitting_width(line_column, _texts(index, flat, [TALLEST_ROW] * len(flat))))
    return _spread(widths, [Kind.COUNT, *(column.kind for column in columns.task), *(c.kind for c in columns.line)])


def _spread(widths: Sequence[float], kinds: Sequence[Kind]) -> list[float]:
    """Give columns of words what is left of a page where only few columns are shown."""
    words = sum(width for width, kind in zip(widths, kinds, strict=True) if kind is Kind.TEXT)
    left = _PAGE_WIDTH - sum(widths)
    share = min(left / words, 2) if words and left > 0 else 0
    return [width * (1 + share) if kind is Kind.TEXT else width for width, kind in zip(widths, kinds, strict=True)]


def _texts(index: int, records: Rows, rooms: Sequence[float]) -> Iterator[tuple[str, float]]:
    for record, room in zip(records, rooms, strict=True):
        value = record[index]
        if isinstance(value, str):
            yield value, room


def _write_header(sheet: Sheet, columns: LedgerColumns, widths: Sequence[float]) -> None:
    first, over = 1, []
    for band, size in columns.bands:
        over.append((band, sum(widths[first - 1 : first - 1 + size])))
        for column in range(first, first + size):
            sheet.put(1, column, band, Kind.BAND)
        sheet.merge(1, first, 1, first + size - 1)
        first += size
    for number, name in enumerate(columns.names, 1):
        sheet.put(2, number, name, Kind.HEADER)
    sheet.height(1, max(row_points(over) + 3, 20))
    # the filter's button hides the end of a narrow header
    sheet.height(2, max(row_points(zip(columns.names, widths, strict=True)) + 6, 32))


def _write_task(
    sheet: Sheet, first: int, task: Sequence[CellValue], lines: Rows, *, widths: Sequence[float], kinds: Sequence[Kind]
) -> int:
    """Write one task from row `first` on; the row behind it is returned. Its cells are merged over its lines."""
    heights = [row_points(zip(line, widths[len(task) :], strict=True)) for line in lines]
    lacking = row_points(zip(task, widths, strict=False)) - sum(heights)
    share = max(lacking, 0) / len(lines)
    for offset, line in enumerate(lines):
        row = first + offset
        for column, (value, kind) in enumerate(zip([*task, *line], kinds, strict=True), 1):
            sheet.put(row, column, value, kind)
        sheet.height(row, heights[offset] + share)
    for column in range(1, len(task) + 1):
        sheet.merge(first, column, first + len(lines) - 1, column)
    return first + len(lines)


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
