"""The coordinator's word on what units filed: accept or return, one or many."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from planner.domain.periods import Period
from planner.domain.progress import Verdict
from planner.domain.wording import WORDS
from planner.errors import (
    EntryBackdated,
    EntryMissing,
    EntryOutdated,
    EntryReviewed,
    NothingPending,
    NothingToDo,
    ReasonMissing,
)
from planner.store.plans import Plan
from planner.store.progress import Entry, FilingSlot, Review
from planner.store.tasks import Task
from planner.store.units import Unit
from planner.usecases.acts import Act, require_coordinator
from planner.usecases.audit import record
from planner.usecases.lookups import find_plan, find_task, find_unit, require_open


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries to review: by id, or all pending ones (`everyone`) of a plan, period, task or unit."""

    ids: Sequence[int] = ()
    everyone: bool = False
    period: Period | None = None
    task: str | None = None
    unit: str | None = None
    plan: str | None = None


def review(session: Session, act: Act, wanted: Wanted, verdict: Verdict, *, reason: str = "") -> tuple[int, ...]:
    """Accept or return entries, all of those wanted or none. Returns their ids.

    Raises NothingToDo without a wish, NothingPending, EntryMissing, EntryReviewed, EntryOutdated where the unit has
    filed again since, ReasonMissing for a return without one, PeriodClosed, EntryBackdated, NotAllowed.
    """
    require_coordinator(act, "审核填报")
    if verdict is Verdict.RETURNED and not reason.strip():
        raise ReasonMissing("退回")
    ids = wanted_entries(session, act, wanted)
    for entry_id in dict.fromkeys(ids):
        _review_one(session, act, entry_id, verdict, reason)
    return tuple(dict.fromkeys(ids))


def wanted_entries(session: Session, act: Act, wanted: Wanted) -> Sequence[int]:
    """The ids of the entries that are meant.

    Raises NothingToDo without a wish, NothingPending, and what finding a plan, task or unit raises.
    """
    return wanted.ids or _pending(session, act, wanted)


def _pending(session: Session, act: Act, wanted: Wanted) -> Sequence[int]:
    if not wanted.everyone:
        raise NothingToDo("请写填报编号，或用 --all 审核全部待审核的填报（可加 --plan、--period、--task、--unit 限定）")
    query = (
        select(FilingSlot.current_entry_id)
        .join(Entry, Entry.id == FilingSlot.current_entry_id)
        .join(Task, Task.id == Entry.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .join(Review, Review.entry_id == Entry.id, isouter=True)
        .where(Plan.office == act.office, Review.id.is_(None), Entry.on <= act.on)
        .order_by(FilingSlot.current_entry_id)
    )
    if wanted.plan:
        query = query.where(Plan.id == find_plan(session, act.seen, wanted.plan).id)
    if wanted.period:
        query = query.where(FilingSlot.period == str(wanted.period))
    if wanted.task:
        query = query.where(FilingSlot.task_id == find_task(session, act.seen, wanted.task).task.id)
    if wanted.unit:
        query = query.where(FilingSlot.unit_id == find_unit(session, act.office, wanted.unit).id)
    ids = session.scalars(query).all()
    if not ids:
        raise NothingPending(str(wanted.period or act.on))
    return ids


def _review_one(session: Session, act: Act, entry_id: int, verdict: Verdict, reason: str) -> None:
    entry, task, unit = _entry(session, act, entry_id)
    done = session.scalar(select(Review).where(Review.entry_id == entry_id))
    if done is not None:
        raise EntryReviewed(entry_id, WORDS[done.verdict], done.on, done.actor)
    require_open(session, task.plan_id, Period.parse(entry.period))
    if entry.on > act.on:
        raise EntryBackdated(act.on, entry.on)
    slot = session.get_one(FilingSlot, (entry.task_id, entry.unit_id, entry.period))
    if slot.current_entry_id != entry_id:
        raise EntryOutdated(entry_id, slot.current_entry_id)
    if verdict is Verdict.ACCEPTED:
        slot.accepted_entry_id = entry_id
    session.add(
        Review(
            entry_id=entry_id,
            verdict=verdict,
            reason=reason.strip(),
            actor=act.actor.name,
            on=act.on,
            recorded=act.recorded,
        )
    )
    verb = "progress:accept" if verdict is Verdict.ACCEPTED else "progress:return"
    record(
        session,
        act,
        verb,
        f"{task.code} {unit.name} {entry.period}",
        before={"entry": entry_id, "review": Verdict.PENDING.value},
        after={"entry": entry_id, "review": verdict.value},
        reason=reason.strip(),
    )


def _entry(session: Session, act: Act, entry_id: int) -> tuple[Entry, Task, Unit]:
    found = session.execute(_entry_by_id(), {"id": entry_id, "office": act.office}).first()
    if found is None:
        raise EntryMissing(entry_id)
    entry, task, unit = found
    return entry, task, unit


@cache
def _entry_by_id() -> Select[Entry, Task, Unit]:
    """Built once: a whole quarter is asked for entry by entry (store.queries.rows says more)."""
    return (
        select(Entry, Task, Unit)
        .join(Task, Task.id == Entry.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .join(Unit, Unit.id == Entry.unit_id)
        .where(Entry.id == bindparam("id"), Plan.office == bindparam("office"))
    )
