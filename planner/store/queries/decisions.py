"""Reads what people decided beside what was read, as known on a day."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from planner.domain.decisions import Decided, Kept, newest
from planner.store.decisions import Decision
from planner.store.queries.rows import grouped

DECISION = Decision.__table__.c


def load_decided(session: Session, tasks: Select[int], day: dt.date) -> Mapping[int, Decided]:
    """The newest decisions up to `day`, by task id; tasks without any are left out."""
    columns = (DECISION.task_id, DECISION.field, DECISION.checkpoint_id, DECISION.decided, DECISION.on)
    query = select(*columns).where(DECISION.task_id.in_(tasks), DECISION.on <= day).order_by(DECISION.on, DECISION.id)
    return {
        task: newest(Kept(row.field, row.checkpoint_id, row.decided, row.on) for row in rows)
        for task, rows in grouped(session, query).items()
    }
