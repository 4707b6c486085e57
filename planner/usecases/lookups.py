"""Finding what a person named: a plan by its code, a task by its number, a unit by any of its names."""

import difflib
from functools import cache
from typing import NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from planner.domain.board import PlanFacts
from planner.domain.document import name_key
from planner.domain.periods import Period
from planner.errors import (
    CheckpointMissing,
    PeriodClosed,
    PeriodOutsidePlan,
    PlanIsDraft,
    PlanMissing,
    PlanNotYet,
    PlanUnclear,
    TaskMissing,
    UnitMissing,
)
from planner.store.base import DEFAULT_OFFICE
from planner.store.plans import Plan
from planner.store.queries.board import load_plans, plan_facts
from planner.store.queries.closes import load_closes
from planner.store.tasks import CheckpointRow, Task
from planner.store.units import Unit, UnitName
from planner.usecases.acts import AsOf


class PlanTask(NamedTuple):
    """A task with its plan."""

    plan: PlanFacts
    task: Task


def find_plan(session: Session, asked: AsOf, code: str | None = None) -> PlanFacts:
    """The plan with a code, or the only one there is.

    Raises PlanMissing, PlanUnclear where several could be meant, PlanNotYet before the day of its import.
    """
    plans = load_plans(session, asked.office)
    known = tuple(plan for plan in plans if plan.imported_on <= asked.day)
    if code is not None:
        wanted = tuple(plan for plan in plans if name_key(plan.code) == name_key(code))
    elif len(known) > 1:
        raise PlanUnclear([plan.code for plan in known])
    else:
        wanted = known or plans
    if not wanted:
        said = asked.office if asked.office != DEFAULT_OFFICE else ""
        raise PlanMissing(code, [plan.code for plan in plans], said)
    _require_imported(wanted[0], asked)
    return wanted[0]


def find_confirmed(session: Session, asked: AsOf, code: str | None = None) -> PlanFacts:
    """As find_plan, for what only a confirmed plan can do.

    Raises PlanIsDraft besides.
    """
    plan = find_plan(session, asked, code)
    require_confirmed(plan, asked)
    return plan


def find_plan_for(session: Session, asked: AsOf, period: Period, code: str | None = None) -> PlanFacts:
    """The confirmed plan that a period belongs to: the one named, or the only one of that year.

    Raises what find_confirmed raises, and PeriodOutsidePlan.
    """
    if code is None:
        plans = [plan for plan in load_plans(session, asked.office) if plan.year == period.year]
        of_year = [plan.code for plan in plans if plan.imported_on <= asked.day] or [plan.code for plan in plans[:1]]
        if len(of_year) > 1:
            raise PlanUnclear(of_year)
        code = of_year[0] if of_year else None
    plan = find_confirmed(session, asked, code)
    require_period(plan, period)
    return plan


def require_period(plan: PlanFacts, period: Period) -> None:
    """Raise PeriodOutsidePlan unless the period lies in the plan's year."""
    if period.year != plan.year:
        raise PeriodOutsidePlan(period, plan.code, plan.year)


def require_open(session: Session, plan_id: int, period: Period) -> None:
    """Raise PeriodClosed where a period is closed by now, whatever the day that an act counts for."""
    newest = load_closes(session, plan_id).get(period)
    if newest is not None and newest.closed:
        raise PeriodClosed(period, newest.on)


def require_confirmed(plan: PlanFacts, asked: AsOf) -> None:
    """Raise PlanIsDraft unless the plan was confirmed by the day asked for."""
    if not plan.confirmed_by(asked.day):
        raise PlanIsDraft(plan.code)


def find_task(session: Session, asked: AsOf, code: str) -> PlanTask:
    """A task by its code, compared width-folded.

    Raises TaskMissing, or PlanNotYet before the day of its plan's import.
    """
    found = session.execute(_task_by_code(), {"office": asked.office, "code": name_key(code)}).first()
    if found is None:
        raise TaskMissing(code)
    record, task = found
    if task.added_on is not None and task.added_on > asked.day:
        raise TaskMissing(code)
    plan = plan_facts(record)
    _require_imported(plan, asked)
    return PlanTask(plan, task)


def task_code_of(code: str) -> str:
    """The task's part of a task's or checkpoint's code: 2024-12 of 2024-12.2."""
    plan, dash, number = name_key(code).rpartition("-")
    return f"{plan}{dash}{number.partition('.')[0]}"


def _require_imported(plan: PlanFacts, asked: AsOf) -> None:
    if plan.imported_on > asked.day:
        raise PlanNotYet(plan.code, asked.day, plan.imported_on)


def find_checkpoint(session: Session, task: Task, code: str) -> CheckpointRow:
    """A checkpoint of a task by its code (2024-12.2).

    Raises CheckpointMissing.
    """
    points = session.scalars(
        select(CheckpointRow).where(CheckpointRow.task_id == task.id).order_by(CheckpointRow.position)
    ).all()
    for point in points:
        if point.code == name_key(code):
            return point
    raise CheckpointMissing(code, [point.code for point in points])


def find_unit(session: Session, office: str, name: str) -> Unit:
    """A unit by its full, short or former name, compared width-folded.

    Raises UnitMissing, with the nearest names there are.
    """
    unit = lookup_unit(session, office, name)
    if unit is None:
        known = session.scalars(select(UnitName.name).where(UnitName.office == office)).all()
        raise UnitMissing(name, difflib.get_close_matches(name, known, n=3, cutoff=0.6))
    return unit


def lookup_unit(session: Session, office: str, name: str) -> Unit | None:
    """A unit by any of its names, None where the registry has none."""
    return session.scalar(_unit_by_name(), {"office": office, "folded": name_key(name)})


# ---- what is asked again and again, built once (store.queries.rows says why) ----


@cache
def _task_by_code() -> Select[Plan, Task]:
    wanted = Plan.office == bindparam("office"), Task.code == bindparam("code")
    return select(Plan, Task).join(Task, Task.plan_id == Plan.id).where(*wanted)


@cache
def _unit_by_name() -> Select[Unit]:
    wanted = UnitName.office == bindparam("office"), UnitName.folded == bindparam("folded")
    return select(Unit).join(UnitName, UnitName.unit_id == Unit.id).where(*wanted)
