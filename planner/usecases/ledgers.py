"""The quarterly ledger: built from the board and the period's entries, written as a workbook."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.board import PlanFacts
from planner.domain.document import name_key
from planner.domain.ledger import Ledger
from planner.domain.ledger_changes import compared, units_named
from planner.domain.ledgers import build_ledger
from planner.domain.periods import Period, asked_periods
from planner.errors import ReportFormatUnknown
from planner.store.units import Unit, UnitName
from planner.usecases.acts import AsOf
from planner.usecases.boards import load_board
from planner.usecases.entries import entries_by_id
from planner.usecases.kept import read_kept
from planner.usecases.lookups import find_plan_for

_KEPT = ("ledger", Ledger)


def read_ledger(session: Session, asked: AsOf, period: Period, code: str | None = None) -> Ledger:
    """A period's ledger: what was kept of it if it is closed on the day asked for, else as it can be known then.

    Raises PlanMissing, PlanUnclear, PlanIsDraft, PeriodOutsidePlan, KeptDamaged.
    """
    plan = find_plan_for(session, asked, period, code)
    return read_kept(session, asked, plan.id, period, _KEPT) or open_ledger(session, asked, plan, period)


def open_ledger(session: Session, asked: AsOf, plan: PlanFacts, period: Period) -> Ledger:
    """A period's ledger as known on a day, beside the period before as that one stands: kept if it is closed."""
    ledger = _built(session, asked, plan, period)
    earlier = [each.period for each in asked_periods(plan.year, issued_on=plan.issued_on) if each.period < period]
    if not earlier:
        return ledger
    before = earlier[-1]
    then = read_kept(session, asked, plan.id, before, _KEPT) or _built(session, asked, plan, before)
    return compared(ledger, then, _present_names(session, asked.office, then))


def export_ledger(session: Session, asked: AsOf, period: Period, path: Path, code: str | None = None) -> Ledger:
    """Write a period's ledger as an xlsx file, whole or not at all.

    Raises what read_ledger raises, ReportFormatUnknown, OutputUnwritable.
    """
    # Start-up time: what only closes or asks for a period needs no writer.
    from planner.output.files import write_whole  # noqa: PLC0415
    from planner.output.ledger_xlsx import ledger_workbook  # noqa: PLC0415

    if path.suffix.lower() != ".xlsx":
        raise ReportFormatUnknown(path, [".xlsx"])
    ledger = read_ledger(session, asked, period, code)
    write_whole(path, ledger_workbook(ledger))
    return ledger


def _built(session: Session, asked: AsOf, plan: PlanFacts, period: Period) -> Ledger:
    """The period's entries whenever made up to the day asked for, lights judged on its last day at most."""
    board = load_board(session, asked, plan, until=period, judged_on=min(asked.day, period.last_day))
    newest = [f.entry_id for task in board.tasks for own in task.filed for f in own.filed if f.period == period]
    entries = {(view.task, view.unit): view for view in entries_by_id(session, asked, newest).values()}
    return build_ledger(board, entries, period, asked.day)


def _present_names(session: Session, office: str, then: Ledger) -> dict[str, str]:
    """What the units of an earlier ledger are called now, by what it calls them; those renamed since only."""
    rows = session.execute(
        select(UnitName.folded, Unit.name).join(Unit, Unit.id == UnitName.unit_id).where(UnitName.office == office)
    )
    known = {row.folded: row.name for row in rows}
    return {name: now for name in units_named(then) if (now := known.get(name_key(name), name)) != name}
