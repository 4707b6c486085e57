"""Reads requests for more time, each with its answer as far as it was given by a day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from planner.domain.extensions import Moved
from planner.domain.wording import Provenance
from planner.store.plans import Plan
from planner.store.tasks import CheckpointDue, CheckpointRow, ExtensionAnswer, ExtensionRequest, Task
from planner.store.units import Unit

# The tables themselves, as in queries/board.py: no mapper is configured for reading.
REQUEST, ANSWER = ExtensionRequest.__table__.c, ExtensionAnswer.__table__.c
TASK, PLAN, UNIT, POINT = Task.__table__.c, Plan.__table__.c, Unit.__table__.c, CheckpointRow.__table__.c
DUE = CheckpointDue.__table__.c
_DECIDED = (Provenance.COORDINATOR, Provenance.EXTENDED)

RequestRow = Row[*tuple[Any, ...]]


def requests(day: dt.date) -> Select[*tuple[Any, ...]]:
    """Requests made up to a day, oldest first: what is asked of which task, and the answer (`answered_on` or None)."""
    return (
        select(
            REQUEST.id,
            REQUEST.task_id,
            REQUEST.unit_id,
            REQUEST.due,
            REQUEST.reason,
            REQUEST.actor,
            REQUEST.on,
            ANSWER.approved,
            ANSWER.reason.label("answer"),
            ANSWER.actor.label("answered_by"),
            ANSWER.on.label("answered_on"),
            TASK.plan_id,
            TASK.code.label("task"),
            TASK.title,
            UNIT.name.label("unit"),
            POINT.id.label("point_id"),
            POINT.code.label("point"),
        )
        .join(Task.__table__, TASK.id == REQUEST.task_id)
        .join(Plan.__table__, PLAN.id == TASK.plan_id)
        .join(Unit.__table__, UNIT.id == REQUEST.unit_id)
        .join(CheckpointRow.__table__, POINT.id == REQUEST.checkpoint_id, isouter=True)
        .join(ExtensionAnswer.__table__, (ANSWER.request_id == REQUEST.id) & (ANSWER.on <= day), isouter=True)
        .where(REQUEST.on <= day)
        .order_by(REQUEST.id)
    )


def load_words(session: Session, points: Collection[int], day: dt.date) -> Mapping[int, Mapping[int, list[Moved]]]:
    """What was decided of the due days of checkpoints up to a day, oldest first, by checkpoint id and place."""
    found: dict[int, dict[int, list[Moved]]] = {point: defaultdict(list) for point in points}
    if not points:
        return found
    rows = session.execute(
        select(DUE.checkpoint_id, DUE.position, DUE.due, DUE.provenance, DUE.on)
        .where(DUE.checkpoint_id.in_(points), DUE.on <= day, DUE.provenance.in_(_DECIDED))
        .order_by(DUE.on, DUE.id)
    )
    for row in rows:
        found[row.checkpoint_id][row.position].append(Moved(row.due, row.provenance, row.on))
    return found
