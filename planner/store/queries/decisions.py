"""Reads what people decided beside what was read, as known on a day."""

from collections.abc import Mapping

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from planner.domain.decisions import Decided, Kept, newest
from planner.store.decisions import Decision
from planner.store.queries.rows import DAY, Query, Values, grouped

DECISION = Decision.__table__.c


def decided_query(tasks: Select[int]) -> Query:
    """What was decided of some tasks up to DAY, oldest first."""
    columns = (DECISION.task_id, DECISION.field, DECISION.checkpoint_id, DECISION.decided, DECISION.on)
    return select(*columns).where(DECISION.task_id.in_(tasks), DECISION.on <= DAY).order_by(DECISION.on, DECISION.id)


def load_decided(session: Session, query: Query, values: Values) -> Mapping[int, Decided]:
    """The newest decisions that a decided_query finds, by task id; tasks without any are left out."""
    return {
        task: newest(Kept(row.field, row.checkpoint_id, row.decided, row.on) for row in rows)
        for task, rows in grouped(session, query, values).items()
    }
