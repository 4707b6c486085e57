"""Closing a period: its ledger and status page are kept as they stand; opening it again, for a reason."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.board import PlanFacts
from planner.domain.periods import Period
from planner.domain.plain import to_plain
from planner.domain.quarters import closed_page
from planner.errors import (
    PeriodClosedBefore,
    PeriodNotClosed,
    PeriodNotOver,
    PeriodPending,
    ReasonMissing,
)
from planner.store.progress import Entry, FilingSlot, Review
from planner.store.queries.closes import CloseFacts, load_closes
from planner.store.rounds import PeriodClose
from planner.store.tasks import Task
from planner.store.units import Unit
from planner.usecases.acts import Act, AsOf, require_coordinator, require_in_order
from planner.usecases.audit import record
from planner.usecases.extensions import ExtensionFilter, list_extensions
from planner.usecases.kept import kept_hash
from planner.usecases.ledgers import open_ledger
from planner.usecases.lookups import find_plan, find_plan_for
from planner.usecases.status import open_status

_NAMED = 5
"""So many units are named that have entries pending."""


@dataclass(frozen=True, slots=True)
class CloseOutcome:
    """A period that was closed: the how manieth time it changed hands, the hash of what is kept, and its counts.

    `silent` are the units that were asked and never reported for it; `open_requests` the requests for more time of the
    plan that wait for an answer, by id.
    """

    plan: str
    period: str
    closed_on: dt.date
    number: int
    sha256: str
    tasks: int
    asked: int
    reported: int
    silent: tuple[str, ...] = ()
    open_requests: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReopenOutcome:
    """A period that was opened again, and since when it had been closed."""

    plan: str
    period: str
    opened_on: dt.date
    number: int
    closed_since: dt.date


@dataclass(frozen=True, slots=True)
class ClosedPeriod:
    """A period that is closed, since when, and the hash of what is kept of it."""

    period: str
    since: dt.date
    number: int
    sha256: str


def close_period(session: Session, act: Act, period: Period, code: str | None = None) -> CloseOutcome:
    """Keep a period's ledger and status page as they stand: they can't change any more from the act's day on.

    Raises PlanMissing, PlanUnclear, PlanIsDraft, PeriodOutsidePlan, PeriodNotOver, PeriodClosedBefore, PeriodPending
    where entries still wait for a review, EntryBackdated before the last entry, review or word on it, NotAllowed.
    """
    require_coordinator(act, "关账")
    plan = find_plan_for(session, act.seen, period, code)
    if act.on <= period.last_day:
        raise PeriodNotOver(period, period.last_day)
    newest = load_closes(session, plan.id).get(period)
    if newest is not None and newest.closed:
        raise PeriodClosedBefore(period, newest.on, newest.actor)
    _require_reviewed(session, plan, period)
    require_in_order(act, [*_days(session, plan, period), *([newest.on] if newest else [])])
    ledger = replace(open_ledger(session, act.seen, plan, period), closed_on=act.on)
    page = closed_page(open_status(session, act.seen, plan, period), act.on)
    kept = {"ledger": to_plain(ledger), "status": to_plain(page)}
    word = _say(session, act, plan, period, newest, kept=kept)
    after = {"number": word.number, "sha256": word.sha256}
    record(session, act, "plan:close-period", f"{plan.code} {period}", after=after)
    return CloseOutcome(
        plan=plan.code,
        period=str(period),
        closed_on=act.on,
        number=word.number,
        sha256=word.sha256,
        tasks=len(ledger.tasks),
        asked=ledger.asked,
        reported=ledger.reported,
        silent=tuple(unit.unit for unit in ledger.units if unit.asked and not unit.reported),
        open_requests=tuple(
            request.id for request in list_extensions(session, act.seen, plan.code, ExtensionFilter(pending=True))
        ),
    )


def reopen_period(session: Session, act: Act, period: Period, code: str | None = None, *, reason: str) -> ReopenOutcome:
    """Open a closed period again from the act's day on; what was kept stays for the days until then.

    Raises PlanMissing, PlanUnclear, PlanIsDraft, PeriodOutsidePlan, ReasonMissing, PeriodNotClosed, EntryBackdated,
    NotAllowed.
    """
    require_coordinator(act, "重新打开填报期")
    if not reason.strip():
        raise ReasonMissing("重新打开填报期")
    plan = find_plan_for(session, act.seen, period, code)
    newest = load_closes(session, plan.id).get(period)
    if newest is None or not newest.closed:
        raise PeriodNotClosed(period, f"{newest.on} {newest.actor}" if newest else "")
    require_in_order(act, [newest.on])
    word = _say(session, act, plan, period, newest, reason=reason.strip())
    before = {"number": newest.number, "closed_on": newest.on.isoformat(), "sha256": newest.sha256}
    after = {"number": word.number}
    record(
        session, act, "plan:reopen-period", f"{plan.code} {period}", before=before, after=after, reason=reason.strip()
    )
    return ReopenOutcome(plan.code, str(period), act.on, word.number, newest.on)


def closed_periods(session: Session, asked: AsOf, code: str | None = None) -> tuple[ClosedPeriod, ...]:
    """The periods of a plan that are closed on a day, in order.

    Raises PlanMissing, PlanUnclear, PlanNotYet.
    """
    words = load_closes(session, find_plan(session, asked, code).id, asked.day)
    return tuple(
        ClosedPeriod(str(period), word.on, word.number, word.sha256)
        for period, word in sorted(words.items())
        if word.closed
    )


def closed_later(session: Session, asked: AsOf, period: Period, code: str | None = None) -> dt.date | None:
    """The day from which a period is closed that wasn't yet on the day asked for; None where there is none.

    Raises PlanMissing, PlanUnclear, PlanIsDraft, PeriodOutsidePlan.
    """
    plan = find_plan_for(session, asked, period, code)
    newest = load_closes(session, plan.id).get(period)
    then = load_closes(session, plan.id, asked.day).get(period)
    later = newest is not None and newest.closed and newest.on > asked.day
    return newest.on if newest and later and not (then and then.closed) else None


def _say(
    session: Session,
    act: Act,
    plan: PlanFacts,
    period: Period,
    newest: CloseFacts | None,
    *,
    kept: dict[str, Any] | None = None,
    reason: str = "",
) -> PeriodClose:
    """Write the next word on a period: closed where something is kept, else open again."""
    word = PeriodClose(
        plan_id=plan.id,
        period=str(period),
        number=newest.number + 1 if newest else 1,
        closed=kept is not None,
        kept=kept,
        sha256=kept_hash(kept) if kept is not None else "",
        reason=reason,
        actor=act.actor.name,
        on=act.on,
        recorded=act.recorded,
    )
    session.add(word)
    return word


def _require_reviewed(session: Session, plan: PlanFacts, period: Period) -> None:
    rows = session.scalars(
        select(Unit.name)
        .join(FilingSlot, FilingSlot.unit_id == Unit.id)
        .join(Task, Task.id == FilingSlot.task_id)
        .join(Review, Review.entry_id == FilingSlot.current_entry_id, isouter=True)
        .where(Task.plan_id == plan.id, FilingSlot.period == str(period), Review.id.is_(None))
        .order_by(Unit.id)
    ).all()
    if rows:
        units = [f"{name}{rows.count(name)}份" for name in dict.fromkeys(rows)]
        more = [f"另有{len(units) - _NAMED}个单位"] if len(units) > _NAMED else []
        raise PeriodPending(period, len(rows), [*units[:_NAMED], *more])


def _days(session: Session, plan: PlanFacts, period: Period) -> list[dt.date]:
    """The days of what was filed and reviewed for a period: it is closed over all of it."""
    of_period = (Task.plan_id == plan.id, Entry.period == str(period))
    filed = session.scalars(select(Entry.on).join(Task, Task.id == Entry.task_id).where(*of_period))
    reviewed = session.scalars(
        select(Review.on)
        .join(Entry, Entry.id == Review.entry_id)
        .join(Task, Task.id == Entry.task_id)
        .where(*of_period)
    )
    return [*filed, *reviewed]
