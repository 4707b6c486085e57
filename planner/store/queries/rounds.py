"""Reads the rounds of a plan: which period's forms are asked back by when, from everybody and from single units."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.periods import Period
from planner.store.rounds import FormRound

ROUND = FormRound.__table__.c


class Round(NamedTuple):
    """A round of a period's forms: which one it is, and when they are due back."""

    id: int
    number: int
    return_by: dt.date
    on: dt.date


class Rounds(NamedTuple):
    """The rounds that hold on a day: everybody's by period, and those of units that have a later one of their own."""

    common: Mapping[Period, Round]
    own: Mapping[tuple[int, Period], Round]

    def of(self, period: Period, unit_id: int) -> Round | None:
        """The round that holds for a unit, None where none was opened."""
        return self.own.get((unit_id, period)) or self.common.get(period)

    @property
    def return_days(self) -> dict[Period, dt.date]:
        """Everybody's return days."""
        return {period: each.return_by for period, each in self.common.items()}

    @property
    def own_days(self) -> dict[tuple[int, Period], dt.date]:
        """The return days of units that have their own."""
        return {key: each.return_by for key, each in self.own.items()}


def load_rounds(session: Session, plan_id: int, day: dt.date) -> Rounds:
    """The rounds of a plan that hold on a day; a round for everybody ends what units had of their own."""
    rows = session.execute(
        select(ROUND.id, ROUND.number, ROUND.return_by, ROUND.on, ROUND.period, ROUND.unit_id)
        .where(ROUND.plan_id == plan_id, ROUND.on <= day)
        .order_by(ROUND.on, ROUND.number, ROUND.id)
    )
    common: dict[Period, Round] = {}
    own: dict[tuple[int, Period], Round] = {}
    for row in rows:
        period = Period.parse(row.period)
        if row.unit_id is None:
            common[period] = Round(*row[:4])
            own = {key: each for key, each in own.items() if key[1] != period}
        else:
            own[row.unit_id, period] = Round(*row[:4])
    return Rounds(common, own)
