"""Reads where units stand: from the filing slots for today, from the entries themselves for an earlier day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from planner.domain.periods import Period
from planner.domain.progress import Filing, Tally, Verdict
from planner.store.progress import Entry, Figure, FilingSlot, Review
from planner.store.tasks import Task
from planner.store.units import Unit

# The tables themselves, as in queries/board.py: no mapper is configured for reading.
ENTRY, REVIEW, SLOT, FIGURE = Entry.__table__.c, Review.__table__.c, FilingSlot.__table__.c, Figure.__table__.c
# By the slots' key: by the entry alone every slot of the database would be looked at.
_OWN_SLOT = (SLOT.task_id == ENTRY.task_id) & (SLOT.unit_id == ENTRY.unit_id) & (SLOT.period == ENTRY.period)
TASK, UNIT = Task.__table__.c, Unit.__table__.c


def load_filings(
    session: Session, plan_id: int, *, as_of: dt.date, today: dt.date
) -> dict[tuple[int, int], list[Filing]]:
    """What units filed on the tasks of a plan, by (task, unit), as known on `as_of`: all that standings need.

    Nothing counts for a day after today, so today's filings are what the slots hold; only an earlier day reads the
    history of entries. Figures come with accepted entries only: no others count.
    """
    query = _in_force(plan_id) if as_of >= today else _up_to(plan_id, as_of)
    rows = session.execute(query).all()
    tallies = _tallies(session, _tied(plan_id) if as_of < today else _tied_in_force(plan_id))
    filings: dict[tuple[int, int], list[Filing]] = defaultdict(list)
    for row in rows:
        filings[row.task_id, row.unit_id].append(_filing(row, tallies, as_of))
    return filings


def inherited(
    session: Session, filings: Mapping[tuple[int, int], list[Filing]], office: str, as_of: dt.date
) -> dict[tuple[int, int], list[Filing]]:
    """The same filings, what a unit filed standing under its successor's name too, from the day that took over."""
    heirs = _heirs(session, office, as_of)
    found: dict[tuple[int, int], list[Filing]] = defaultdict(list)
    for (task_id, unit_id), filed in filings.items():
        for holder in (unit_id, *heirs.get(unit_id, ())):
            found[task_id, holder].extend(filed)
    return found


def _columns(plan_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            ENTRY.id,
            ENTRY.task_id,
            ENTRY.unit_id,
            ENTRY.period,
            ENTRY.revision,
            ENTRY.status,
            ENTRY.on,
            REVIEW.verdict,
            REVIEW.on.label("reviewed_on"),
        )
        .join(Review.__table__, REVIEW.entry_id == ENTRY.id, isouter=True)
        .join(Task.__table__, ENTRY.task_id == TASK.id)
        .where(TASK.plan_id == plan_id)
    )


def _in_force(plan_id: int) -> Select[*tuple[Any, ...]]:
    slot = (SLOT.current_entry_id == ENTRY.id) | (SLOT.accepted_entry_id == ENTRY.id)
    return _columns(plan_id).join(FilingSlot.__table__, _OWN_SLOT & slot)


def _up_to(plan_id: int, day: dt.date) -> Select[*tuple[Any, ...]]:
    return _columns(plan_id).where(ENTRY.on <= day)


def _filing(row: Row[*tuple[Any, ...]], tallies: Mapping[int, tuple[Tally, ...]], as_of: dt.date) -> Filing:
    reviewed = row.verdict is not None and row.reviewed_on <= as_of
    verdict = row.verdict if reviewed else Verdict.PENDING
    return Filing(
        entry_id=row.id,
        period=Period.parse(row.period),
        revision=row.revision,
        status=row.status,
        on=row.on,
        verdict=verdict,
        tallies=tallies.get(row.id, ()) if verdict is Verdict.ACCEPTED else (),
    )


def _tied(plan_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(FIGURE.entry_id, FIGURE.checkpoint_id, FIGURE.basis, FIGURE.value, FIGURE.part, FIGURE.whole)
        .join(Entry.__table__, FIGURE.entry_id == ENTRY.id)
        .join(Task.__table__, ENTRY.task_id == TASK.id)
        .where(TASK.plan_id == plan_id, FIGURE.checkpoint_id.is_not(None))
        .order_by(FIGURE.entry_id, FIGURE.position)
    )


def _tied_in_force(plan_id: int) -> Select[*tuple[Any, ...]]:
    return _tied(plan_id).join(FilingSlot.__table__, _OWN_SLOT & (SLOT.accepted_entry_id == ENTRY.id))


def _tallies(session: Session, tied: Select[*tuple[Any, ...]]) -> dict[int, tuple[Tally, ...]]:
    """The figures tied to checkpoints, by entry."""
    found: dict[int, list[Tally]] = defaultdict(list)
    for entry_id, checkpoint_id, basis, value, part, whole in session.execute(tied):
        found[entry_id].append(Tally(checkpoint_id, basis, value, part, whole))
    return {entry_id: tuple(items) for entry_id, items in found.items()}


def _heirs(session: Session, office: str, day: dt.date) -> dict[int, tuple[int, ...]]:
    """For each unit that was succeeded by `day`, all that came after it."""
    rows = session.execute(
        select(UNIT.id, UNIT.successor_id).where(
            UNIT.office == office, UNIT.successor_id.is_not(None), UNIT.valid_to <= day
        )
    )
    successors = {row.id: row.successor_id for row in rows}
    return {unit_id: tuple(_follow(unit_id, successors)) for unit_id in successors}


def _follow(unit_id: int, successors: Mapping[int, int | None]) -> Iterable[int]:
    seen = {unit_id}
    while (heir := successors.get(unit_id)) and heir not in seen:
        seen.add(heir)
        yield heir
        unit_id = heir
