"""Reads requests for more time, each with its answer as far as it was given by a day."""

import datetime as dt
from typing import Any

from sqlalchemy import Row, Select, select

from planner.store.plans import Plan
from planner.store.tasks import CheckpointRow, ExtensionAnswer, ExtensionRequest, Task
from planner.store.units import Unit

# The tables themselves, as in queries/board.py: no mapper is configured for reading.
REQUEST, ANSWER = ExtensionRequest.__table__.c, ExtensionAnswer.__table__.c
TASK, PLAN, UNIT, POINT = Task.__table__.c, Plan.__table__.c, Unit.__table__.c, CheckpointRow.__table__.c

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
