"""Reads the rounds of a plan: which period's forms are asked back by when."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.periods import Period
from planner.store.rounds import FormRound

ROUND = FormRound.__table__.c


def load_return_days(session: Session, plan_id: int, day: dt.date) -> dict[Period, dt.date]:
    """The return day of each period that a round was opened for up to `day`; the newest round holds."""
    rows = session.execute(
        select(ROUND.period, ROUND.return_by)
        .where(ROUND.plan_id == plan_id, ROUND.on <= day)
        .order_by(ROUND.on, ROUND.number)
    )
    return {Period.parse(row.period): row.return_by for row in rows}
