"""Reads the rounds of a plan: which period's forms are asked back by when."""

import datetime as dt
from typing import NamedTuple

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


class Round(NamedTuple):
    """A round of a period's forms: which one it is (0: none was opened yet) and when they are due back."""

    id: int
    number: int
    return_by: dt.date | None
    on: dt.date | None


def newest_round(session: Session, plan_id: int, period: Period, day: dt.date) -> Round:
    """The round that holds for a period on a day."""
    row = session.execute(
        select(ROUND.id, ROUND.number, ROUND.return_by, ROUND.on)
        .where(ROUND.plan_id == plan_id, ROUND.period == str(period), ROUND.on <= day)
        .order_by(ROUND.on.desc(), ROUND.number.desc())
        .limit(1)
    ).first()
    return Round(*row) if row else Round(0, 0, None, None)
