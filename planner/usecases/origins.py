"""Where a task that was carried over comes from: the earlier plans' tasks with what units said of them."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.entries import EntryView
from planner.domain.progress import TaskState
from planner.store.plans import Plan
from planner.store.queries.board import load_tasks, plan_facts
from planner.store.tasks import Task, TaskOrigin
from planner.usecases.acts import AsOf
from planner.usecases.entries import EntryFilter, list_entries


@dataclass(frozen=True, slots=True)
class EarlierTask:
    """A task of an earlier plan that goes on, and since when; with every revision of its entries."""

    plan: str
    task: str
    title: str
    state: TaskState
    carried_on: dt.date
    entries: tuple[EntryView, ...]


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
    entries = list_entries(session, asked, plan.code, EntryFilter(task=task.code))
    return EarlierTask(plan.code, facts.code, facts.title, facts.state, on, entries)
