"""Writing the ledger: 10,000 rows with all sheets, against openpyxl's bare write of the same cells and looks."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import count
from multiprocessing import get_context
from resource import RUSAGE_SELF, getrusage
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.cell_range import CellRange

from benchmarks.timing import function_seconds, show
from planner.bootstrap import App
from planner.domain.ledger import Ledger, LedgerTask
from planner.domain.periods import Period
from planner.output.ledger_xlsx import ledger_workbook
from planner.usecases.ledgers import read_ledger

ROWS = 10_000
ROUNDS = 3


def measure(app: App) -> None:
    """Measure on the demo's last quarter, its tasks repeated up to 10,000 rows of the sheet 台账."""
    with app.reading() as session:
        ledger = _repeated(read_ledger(session, app.as_of(session, None), Period(2024, 4)))
    bare = _taken(ledger_workbook(ledger))
    rows, cells = sum(len(task.lines) for task in ledger.tasks), sum(len(sheet.cells) for sheet in bare)
    runs: dict[str, Callable[[], object]] = {
        "bare openpyxl": lambda: _bare_write(bare),
        "ledger_workbook": lambda: ledger_workbook(ledger),
    }
    peaks = {name: _peak(run) for name, run in runs.items()}
    seconds = function_seconds(runs, ROUNDS)
    show(f"ledger of {rows} rows, {len(ledger.tasks)} tasks, {cells} cells", seconds, "bare openpyxl")
    for name, peak in peaks.items():
        print(f"  {name:42}{peak / 2**10:10.1f} MiB {peak / peaks['bare openpyxl']:8.2f} x bare openpyxl")


def _repeated(ledger: Ledger) -> Ledger:
    """The ledger with its tasks again and again, each with a code of its own, and whatever speaks of them as often."""
    tasks, numbers = list(ledger.tasks), count(1)  # no two texts the same, or remembering them would be a help
    while sum(len(task.lines) for task in tasks) < ROWS:
        tasks += ledger.tasks
    times = len(tasks) // len(ledger.tasks)
    return replace(
        ledger,
        tasks=tuple(_again(task, next(numbers)) for task in tasks),
        missing=ledger.missing * times,
        changes=ledger.changes * times,
    )


def _again(task: LedgerTask, number: int) -> LedgerTask:
    """The task with a code and texts of its own."""
    return replace(
        task,
        code=f"2024-{number}",
        measures=f"{task.measures}{number}",
        reason=f"{task.reason}{number}",
        lines=tuple(
            replace(
                line,
                reason=f"{line.reason}{number}",
                progress=f"{line.progress}{number}",
                figures=f"{line.figures}{number}",
            )
            for line in task.lines
        ),
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What a sheet holds, as openpyxl takes it: cells by place with the number of their look, merges, sizes."""

    title: str
    cells: list[tuple[int, int, Any, int]]
    looks: dict[int, Any]
    merged: list[str]
    widths: dict[str, float]
    heights: dict[int, float]


def _taken(data: bytes) -> list[_Sheet]:
    found = []
    for sheet in load_workbook(BytesIO(data)).worksheets:
        cells: list[Any] = [
            cell for row in sheet.iter_rows() for cell in row if cell.has_style or cell.value is not None
        ]
        found.append(
            _Sheet(
                title=sheet.title,
                cells=[(cell.row, cell.column, cell.value, cell.style_id) for cell in cells],
                looks={cell.style_id: cell for cell in cells},
                merged=[str(block) for block in sheet.merged_cells.ranges],
                widths={letter: found.width for letter, found in sheet.column_dimensions.items()},
                heights={row: found.height for row, found in sheet.row_dimensions.items() if found.height},
            )
        )
    return found


def _bare_write(sheets: list[_Sheet]) -> bytes:
    """Write the cells with openpyxl alone: each look is made once and shared, as quickly as it can be done."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for held in sheets:
        sheet = workbook.create_sheet(held.title)
        styles = {number: _style(sheet.cell(1, 1), look) for number, look in held.looks.items()}
        for row, column, value, look in held.cells:
            cell: Any = sheet.cell(row, column)
            cell.value = value
            cell._style = styles[look]  # noqa: SLF001 - the public setters are five times slower
        for block in held.merged:
            sheet.merged_cells.ranges.add(CellRange(block))
        for letter, width in held.widths.items():
            sheet.column_dimensions[letter].width = width
        for row, height in held.heights.items():
            sheet.row_dimensions[row].height = height
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()


def _style(cell: Any, look: Any) -> Any:  # noqa: ANN401 - the stubs don't know `_style`
    cell.font, cell.fill, cell.border = copy(look.font), copy(look.fill), copy(look.border)
    cell.alignment, cell.number_format, cell.protection = (
        copy(look.alignment),
        look.number_format,
        copy(look.protection),
    )
    style = copy(cell._style)  # noqa: SLF001 - taken once, shared by all cells of this look
    style.quotePrefix = int(look.quotePrefix)
    return style


def _peak(run: Callable[[], object]) -> int:
    """So many KiB of memory it takes at the most, in a process of its own, beyond what this one holds already."""
    context = get_context("fork")
    told = context.SimpleQueue()

    def measured() -> None:
        before = getrusage(RUSAGE_SELF).ru_maxrss
        run()
        told.put(getrusage(RUSAGE_SELF).ru_maxrss - before)

    process = context.Process(target=measured)
    process.start()
    process.join()
    return int(told.get())
