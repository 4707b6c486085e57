"""Writing the ledger: per 1,000 unit lines, against openpyxl writing the same texts without style."""

from dataclasses import replace
from io import BytesIO

from openpyxl import Workbook

from benchmarks.timing import function_seconds, show
from planner.bootstrap import App
from planner.domain.ledger import Ledger
from planner.domain.periods import Period
from planner.output.ledger_xlsx import ledger_workbook
from planner.usecases.ledgers import read_ledger

LINES = 1000


def measure(app: App) -> None:
    """Measure on the demo's last quarter, its tasks repeated up to 1,000 unit lines."""
    with app.reading() as session:
        ledger = read_ledger(session, app.as_of(None), Period(2024, 4))
    many = _repeated(ledger)
    lines = sum(len(task.lines) for task in many.tasks)
    seconds = function_seconds(
        {"bare openpyxl": lambda: _bare(many), "ledger_workbook": lambda: ledger_workbook(many)}, 3
    )
    show(f"ledger of {lines} unit lines in {len(many.tasks)} tasks", seconds, "bare openpyxl")


def _repeated(ledger: Ledger) -> Ledger:
    tasks = list(ledger.tasks)
    while sum(len(task.lines) for task in tasks) < LINES:
        tasks += ledger.tasks
    return replace(ledger, tasks=tuple(tasks))


def _bare(ledger: Ledger) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None  # noqa: S101 - a new workbook has one
    for task in ledger.tasks:
        for line in task.lines:
            sheet.append(
                [
                    *(task.code, task.section, task.title, task.measures, "、".join(task.responsible), task.due),
                    *(task.colour.value, task.reason, line.unit, line.via, line.colour.value, line.progress),
                    *(line.figures, line.problem, line.next_step, line.evidence, line.on),
                ]
            )
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()
