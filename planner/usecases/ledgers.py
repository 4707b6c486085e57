"""The quarterly ledger: built from the board and the period's entries, written as a workbook."""

from pathlib import Path

from sqlalchemy.orm import Session

from planner.domain.ledger import Ledger
from planner.domain.ledgers import build_ledger
from planner.domain.periods import Period
from planner.errors import ReportFormatUnknown
from planner.output.files import write_whole
from planner.output.ledger_xlsx import ledger_workbook
from planner.usecases.acts import AsOf
from planner.usecases.boards import load_board
from planner.usecases.entries import entries_by_id
from planner.usecases.lookups import find_plan_for


def read_ledger(session: Session, asked: AsOf, period: Period, code: str | None = None) -> Ledger:
    """A period's ledger: its entries whenever made up to the day asked for, lights judged on its last day at most.

    Raises PlanMissing, PlanUnclear, PlanIsDraft, PeriodOutsidePlan.
    """
    plan = find_plan_for(session, asked, period, code)
    board = load_board(session, asked, plan, until=period, judged_on=min(asked.day, period.last_day))
    newest = [f.entry_id for task in board.tasks for own in task.filed for f in own.filed if f.period == period]
    entries = {(view.task, view.unit): view for view in entries_by_id(session, asked, newest).values()}
    return build_ledger(board, entries, period, asked.day)


def export_ledger(session: Session, asked: AsOf, period: Period, path: Path, code: str | None = None) -> Ledger:
    """Write a period's ledger as an xlsx file, whole or not at all.

    Raises what read_ledger raises, ReportFormatUnknown, OutputUnwritable.
    """
    if path.suffix.lower() != ".xlsx":
        raise ReportFormatUnknown(path, [".xlsx"])
    ledger = read_ledger(session, asked, period, code)
    write_whole(path, ledger_workbook(ledger))
    return ledger
