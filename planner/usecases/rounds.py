"""Rounds: a period's forms are asked back by a day, from everybody or from single units."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.board import PlanFacts
from planner.domain.periods import Period
from planner.errors import ReturnDayPast
from planner.store.queries.rounds import Rounds, load_rounds
from planner.store.rounds import FormRound
from planner.usecases.acts import Act, require_in_order
from planner.usecases.audit import record


def open_round(
    session: Session,
    act: Act,
    plan: PlanFacts,
    period: Period,
    *,
    return_by: dt.date | None,
    units: Mapping[int, str],
) -> tuple[Rounds, bool]:
    """The rounds to go on with, and whether one was opened: the first of the period, or one for another return day.

    `units` (names by id) are those it is for; where the period has a round already, a new day counts for them alone.
    Without any it is for everybody. Raises ReturnDayPast, EntryBackdated.
    """
    held = load_rounds(session, plan.id, act.on)
    common = held.common.get(period)
    if common is None:
        _open(session, act, plan, period, return_by or period.return_by, given=return_by is not None)
    elif return_by is not None and units:
        moved = {unit_id: name for unit_id, name in units.items() if _day(held, period, unit_id) != return_by}
        if not moved:
            return held, False
        _open(session, act, plan, period, return_by, units=moved)
    elif return_by is not None and (return_by != common.return_by or any(key[1] == period for key in held.own)):
        _open(session, act, plan, period, return_by)
    else:
        return held, False
    return load_rounds(session, plan.id, act.on), True


def _day(held: Rounds, period: Period, unit_id: int) -> dt.date | None:
    found = held.of(period, unit_id)
    return found.return_by if found else None


def _open(
    session: Session,
    act: Act,
    plan: PlanFacts,
    period: Period,
    return_by: dt.date,
    *,
    given: bool = True,
    units: Mapping[int, str] | None = None,
) -> None:
    if return_by < act.on:
        raise ReturnDayPast(return_by, act.on, given=given)
    earlier = session.execute(
        select(FormRound.number, FormRound.on).where(FormRound.plan_id == plan.id, FormRound.period == str(period))
    ).all()
    require_in_order(act, [row.on for row in earlier])
    number = max((row.number for row in earlier), default=0) + 1
    session.add_all(
        FormRound(
            plan_id=plan.id,
            period=str(period),
            number=number,
            unit_id=unit_id,
            return_by=return_by,
            actor=act.actor.name,
            on=act.on,
            recorded=act.recorded,
        )
        for unit_id in units or [None]
    )
    session.flush()  # its forms need its id
    after = {"round": number, "return_by": return_by.isoformat(), "units": list((units or {}).values())}
    record(session, act, "form:round", f"{plan.code} {period}", after=after)
