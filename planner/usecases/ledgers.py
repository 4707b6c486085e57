"""The quarterly ledger: built from the board and the period's entries, written as a workbook."""

from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.board import PlanFacts
from planner.domain.document import name_key
from planner.domain.ledger import Ledger
from planner.domain.ledger_changes import compared, units_named
from planner.domain.ledger_kept import completed
from planner.domain.ledger_parts import of_section, of_unit
from planner.domain.ledgers import build_ledger
from planner.domain.periods import Period, asked_periods
from planner.domain.permissions import Deed
from planner.domain.status_page import StatusPage
from planner.errors import ReportFormatUnknown
from planner.store.units import Unit, UnitName
from planner.usecases.acts import AsOf, require, sees_all
from planner.usecases.audit import newest_hash
from planner.usecases.boards import load_board
from planner.usecases.entries import entries_by_id
from planner.usecases.kept import read_kept
from planner.usecases.lookups import find_plan_for, lookup_unit
from planner.usecases.own import own_names
from planner.usecases.status import page_of_period

_KEPT = ("ledger", Ledger)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of a ledger to write: columns of the sheet 台账 (none: all), one unit's tasks, one section's."""

    columns: tuple[str, ...] = ()
    unit: str | None = None
    section: str | None = None


def read_ledger(session: Session, asked: AsOf, period: Period, code: str | None = None) -> Ledger:
    """A period's ledger: what was kept of it if it is closed on the day asked for, else as it can be known then.

    A liaison's is the part of its unit. Raises PlanMissing, PlanUnclear, PlanIsDraft, PeriodOutsidePlan, KeptDamaged,
    UnitNotInPart.
    """
    ledger = _whole(session, asked, period, code)
    if sees_all(asked):
        return ledger
    names = own_names(session, asked)
    return of_unit(ledger, names, names[0])


def _whole(session: Session, asked: AsOf, period: Period, code: str | None) -> Ledger:
    plan = find_plan_for(session, asked, period, code)
    kept = read_kept(session, asked, plan.id, period, _KEPT)
    if kept is None:
        return open_ledger(session, asked, plan, period)
    page = read_kept(session, asked, plan.id, period, ("status", StatusPage))
    return completed(kept, page) if page else kept


def open_ledger(session: Session, asked: AsOf, plan: PlanFacts, period: Period) -> Ledger:
    """A period's ledger as known on a day, beside the period before as that one stands: kept if it is closed."""
    ledger = _built(session, asked, plan, period)
    ledger = replace(ledger, audit_hash=newest_hash(session, asked))
    earlier = [each.period for each in asked_periods(plan.year, issued_on=plan.issued_on) if each.period < period]
    if not earlier:
        return ledger
    before = earlier[-1]
    then = read_kept(session, asked, plan.id, before, _KEPT) or _built(session, asked, plan, before)
    return compared(ledger, then, _present_names(session, asked.office, then))


def export_ledger(
    session: Session,
    asked: AsOf,
    period: Period,
    path: Path,
    code: str | None = None,
    *,
    wanted: Wanted | None = None,
) -> Ledger:
    """Write a period's ledger, or a part of it, as an xlsx file, whole or not at all. What was written is returned.

    A file that somebody changed or saved anew is not written over.
    Raises what read_ledger raises, WordUnknown for a column, unit or section that isn't there, WordUnclear for a part
    of a name that several have, UnitNotInPart, NotAllowed, ReportFormatUnknown, OutputHoldsWork,
    OutputUnwritable.
    """
    # Start-up time: what only closes or asks for a period needs no writer.
    from planner.output.ledger_columns import chosen_columns  # noqa: PLC0415
    from planner.output.ledger_xlsx import ledger_workbook  # noqa: PLC0415
    from planner.output.seals import write_sealed  # noqa: PLC0415

    wanted = _allowed(session, asked, wanted or Wanted())
    if path.suffix.lower() != ".xlsx":
        raise ReportFormatUnknown(path, [".xlsx"])
    columns = chosen_columns(wanted.columns, of_unit=wanted.unit is not None)
    ledger = _part(session, asked, read_ledger(session, asked, period, code), wanted)
    write_sealed(path, ledger_workbook(ledger, columns))
    return ledger


def _allowed(session: Session, asked: AsOf, wanted: Wanted) -> Wanted:
    """What a liaison may have of what is wanted: its own unit's part."""
    if sees_all(asked):
        return wanted
    own = own_names(session, asked)
    if wanted.unit is not None:
        found = lookup_unit(session, asked.office, wanted.unit)
        units = (found.id,) if found else ()
        require(asked, Deed.READ, f"查看“{wanted.unit}”的台账", units=units)
    return replace(wanted, unit=own[0])


def _part(session: Session, asked: AsOf, ledger: Ledger, wanted: Wanted) -> Ledger:
    part = ledger if wanted.section is None else of_section(ledger, wanted.section)
    if wanted.unit is None:
        return part
    return of_unit(part, _all_names(session, asked.office, wanted.unit), wanted.unit, ledger)


def _all_names(session: Session, office: str, wanted: str) -> list[str]:
    """Every name of the unit that a person named, so that an older ledger's name for it is found; none if unknown."""
    found = lookup_unit(session, office, wanted)
    if found is None:
        return []
    return [*session.scalars(select(UnitName.name).where(UnitName.unit_id == found.id))]


def _built(session: Session, asked: AsOf, plan: PlanFacts, period: Period) -> Ledger:
    """The period's entries whenever made up to the day asked for, lights judged on its last day at most."""
    board = load_board(session, asked, plan, until=period, judged_on=min(asked.day, period.last_day))
    newest = [f.entry_id for task in board.tasks for own in task.filed for f in own.filed if f.period == period]
    entries = {(view.task, view.unit): view for view in entries_by_id(session, asked, newest).values()}
    return build_ledger(board, entries, period, asked.day, page_of_period(session, asked, board, period))


def _present_names(session: Session, office: str, then: Ledger) -> dict[str, str]:
    """What the units of an earlier ledger are called now, by what it calls them; those renamed since only."""
    rows = session.execute(
        select(UnitName.folded, Unit.name).join(Unit, Unit.id == UnitName.unit_id).where(UnitName.office == office)
    )
    known = {row.folded: row.name for row in rows}
    return {name: now for name in units_named(then) if (now := known.get(name_key(name), name)) != name}
