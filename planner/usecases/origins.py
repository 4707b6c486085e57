"""Where a task that was carried over comes from, with what units said of it there; and where one went."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.board import PlanFacts
from planner.domain.decisions import DecisionField, DecisionSource
from planner.domain.entries import EntryView
from planner.domain.progress import TaskState
from planner.store.decisions import Decision
from planner.store.plans import Plan
from planner.store.queries.board import load_tasks, plan_facts
from planner.store.tasks import Task, TaskOrigin
from planner.usecases.acts import AsOf
from planner.usecases.entries import entries_of_task


@dataclass(frozen=True, slots=True)
class EarlierTask:
    """A task of an earlier plan that goes on, and since when; with every revision of its entries."""

    plan: str
    task: str
    title: str
    state: TaskState
    carried_on: dt.date
    entries: tuple[EntryView, ...]
    state_basis: str = ""


@dataclass(frozen=True, slots=True)
class LaterTask:
    """The task of a later plan in which a task goes on, and since when.

    `confirmed`: that plan is in force on the day asked for. `tracked`: it is done there, and wasn't left out of it.
    """

    plan: str
    task: str
    title: str
    carried_on: dt.date
    confirmed: bool
    tracked: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """What a task of a new plan goes on from, as it stood when it was carried over.

    `made`: the rollover made the task; else it stood there under the same title and was linked.
    """

    task: str
    state: TaskState
    state_basis: str
    made: bool


def origins_of(session: Session, asked: AsOf, plan: PlanFacts) -> dict[int, Origin]:
    """What the tasks of a plan go on from, by task id; up to a day."""
    made = made_by_rollover(session, plan.id, asked.day)
    rows = session.execute(
        select(TaskOrigin, Task, Plan)
        .join(Task, Task.id == TaskOrigin.from_task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(TaskOrigin.task_id.in_(select(Task.id).where(Task.plan_id == plan.id)), TaskOrigin.on <= asked.day)
    )
    found = {}
    for origin, task, earlier in rows:
        facts = load_tasks(session, plan_facts(earlier), origin.on, only=task.id)[0]
        found[origin.task_id] = Origin(facts.code, facts.state, facts.state_basis, origin.task_id in made)
    return found


def made_by_rollover(session: Session, plan_id: int, day: dt.date) -> frozenset[int]:
    """The ids of a plan's tasks that a rollover made, up to a day."""
    return frozenset(
        session.scalars(
            select(Decision.task_id)
            .join(Task, Task.id == Decision.task_id)
            .where(
                Task.plan_id == plan_id,
                Decision.field == DecisionField.ADDED,
                Decision.source == DecisionSource.ROLLOVER,
                Decision.on <= day,
            )
        )
    )


def later_tasks(session: Session, asked: AsOf, task_id: int) -> tuple[LaterTask, ...]:
    """The tasks of later plans that a task was carried over to, up to a day."""
    rows = session.execute(
        select(Plan, Task, TaskOrigin.on)
        .join(Task, Task.plan_id == Plan.id)
        .join(TaskOrigin, TaskOrigin.task_id == Task.id)
        .where(TaskOrigin.from_task_id == task_id, TaskOrigin.on <= asked.day)
        .order_by(Plan.year, Task.id)
    )
    return tuple(_later(session, asked, plan_facts(plan), task, on) for plan, task, on in rows)


def _later(session: Session, asked: AsOf, plan: PlanFacts, task: Task, on: dt.date) -> LaterTask:
    facts = load_tasks(session, plan, asked.day, only=task.id)[0]
    return LaterTask(plan.code, facts.code, facts.title, on, plan.confirmed_by(asked.day), facts.tracked)


def gone_on(session: Session, asked: AsOf, plan: PlanFacts) -> frozenset[int]:
    """The ids of a plan's tasks that are a later plan's business: carried over to one in force, and tracked there."""
    rows = session.execute(
        select(Plan, TaskOrigin.from_task_id, TaskOrigin.task_id)
        .join(Task, Task.plan_id == Plan.id)
        .join(TaskOrigin, TaskOrigin.task_id == Task.id)
        .where(TaskOrigin.from_task_id.in_(select(Task.id).where(Task.plan_id == plan.id)), TaskOrigin.on <= asked.day)
    ).all()
    later = {facts.id: facts for facts in (plan_facts(row[0]) for row in rows) if facts.confirmed_by(asked.day)}
    tracked = {task.id for facts in later.values() for task in load_tasks(session, facts, asked.day)}
    return frozenset(before for _, before, now in rows if now in tracked)


def earlier_tasks(session: Session, asked: AsOf, task_id: int) -> tuple[EarlierTask, ...]:
    """The tasks that a task goes on from, the newest first: last year's, the one before that …"""
    found: list[EarlierTask] = []
    known: int | None = task_id
    while known is not None:
        row = session.execute(
            select(Plan, Task, TaskOrigin.on)
            .join(Task, Task.plan_id == Plan.id)
            .join(TaskOrigin, TaskOrigin.from_task_id == Task.id)
            .where(TaskOrigin.task_id == known, TaskOrigin.on <= asked.day)
        ).first()
        known = row[1].id if row else None
        if row:
            found.append(_earlier(session, asked, *row))
    return tuple(found)


def _earlier(session: Session, asked: AsOf, plan: Plan, task: Task, on: dt.date) -> EarlierTask:
    facts = load_tasks(session, plan_facts(plan), asked.day, only=task.id)[0]
    entries = entries_of_task(session, asked, task.id)
    return EarlierTask(plan.code, facts.code, facts.title, facts.state, on, entries, facts.state_basis)
