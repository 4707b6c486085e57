"""Reads which periods of a plan are closed, and what was kept of them."""

import datetime as dt
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.periods import Period
from planner.store.rounds import PeriodClose

# The table itself, as in queries/board.py: no mapper is configured for reading.
CLOSE = PeriodClose.__table__.c


class CloseFacts(NamedTuple):
    """The newest word on a period: whether it is closed, since when, and the how manieth word that is."""

    id: int
    period: Period
    number: int
    closed: bool
    on: dt.date
    sha256: str
    reason: str
    actor: str


def load_closes(session: Session, plan_id: int, day: dt.date | None = None) -> dict[Period, CloseFacts]:
    """The newest word on each period that was ever closed, by period; up to `day`, or whatever its day."""
    columns = (CLOSE.id, CLOSE.period, CLOSE.number, CLOSE.closed, CLOSE.on, CLOSE.sha256, CLOSE.reason, CLOSE.actor)
    query = select(*columns).where(CLOSE.plan_id == plan_id)
    if day is not None:
        query = query.where(CLOSE.on <= day)
    rows = session.execute(query.order_by(CLOSE.period, CLOSE.number))
    return {facts.period: facts for facts in (CloseFacts(row[0], Period.parse(row[1]), *row[2:]) for row in rows)}


def load_kept(session: Session, close_id: int) -> Any:  # noqa: ANN401 - JSON is untyped by nature
    """What was kept of a period when it was closed."""
    return session.execute(select(CLOSE.kept).where(CLOSE.id == close_id)).scalar_one()
