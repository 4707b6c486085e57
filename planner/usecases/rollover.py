"""Next year: what a plan didn't finish becomes draft tasks of the next plan, with its history."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.board import PlanFacts, TaskFacts, TaskOnBoard
from planner.domain.checkpoints import Checkpoint
from planner.domain.decisions import DecisionField, DecisionSource
from planner.domain.document import name_key
from planner.domain.drafts import DeadlineKind, Role
from planner.domain.permissions import Deed
from planner.domain.progress import Mark
from planner.domain.rollover import (
    SECTION,
    RolloverItem,
    item_of,
    kept_due,
    next_dues,
    told_idle,
    told_origin,
    unfinished,
    unmet,
    why_due,
    why_kept,
)
from planner.domain.wording import Provenance
from planner.errors import NextPlanConfirmed, NextPlanEarlier, NextPlanMissing, PlanMissing, PlanNotYet
from planner.store.decisions import Decision
from planner.store.plans import Plan
from planner.store.queries.board import load_tasks
from planner.store.tasks import CheckpointOwner, CheckpointRow, Deadline, Task, TaskOrigin
from planner.store.units import Unit
from planner.usecases.acts import Act, AsOf, require, require_coordinator, require_in_order
from planner.usecases.added_tasks import NewTask, add_task
from planner.usecases.assignments import set_units
from planner.usecases.audit import record
from planner.usecases.boards import load_board
from planner.usecases.decisions import decide
from planner.usecases.lookups import find_confirmed, find_plan
from planner.usecases.origins import made_by_rollover
from planner.usecases.review_points import add_point, definition_of
from planner.usecases.rosters import set_members, show_members
from planner.usecases.tasks import set_mark


@dataclass(frozen=True, slots=True)
class RolloverOutcome:
    """What of a plan goes on into the next one, in the plan's order."""

    plan: str
    into: str
    tasks: tuple[RolloverItem, ...]


def offer_rollover(session: Session, asked: AsOf, code: str, into: str) -> RolloverOutcome:
    """What a plan didn't finish, as known on a day: what would become a task of the next plan, and what already is.

    The next plan need not be there yet. Raises PlanMissing, PlanIsDraft, PlanNotYet, NextPlanConfirmed,
    NextPlanEarlier, NotAllowed.
    """
    require(asked, Deed.INSPECT, "查看结转清单")
    try:
        plan, target = _plans(session, asked, code, into)
    except (NextPlanMissing, PlanNotYet):
        plan = find_confirmed(session, asked, code)
        tasks = unfinished(load_board(session, asked, plan))
        return RolloverOutcome(code, into, tuple(item_of(task, plan.year + 1, made=True) for task in tasks))
    return RolloverOutcome(plan.code, target.code, tuple(item for _, item in _offers(session, asked, plan, target)))


def roll_over(session: Session, act: Act, code: str, into: str) -> RolloverOutcome:
    """Make draft tasks of the next plan of what a plan didn't finish. What was carried over before stays as it is.

    A day that was moved into the next plan's year goes on as the coordinator's. A task that was paused is made a task
    too, and says so: whether it is taken up again is decided in the review workbook. A task whose title stands in the
    next plan is not added; that one is linked, so that it shows its history.
    Raises what offer_rollover raises, NextPlanMissing, EntryBackdated before the last decision on the next plan,
    NotAllowed.
    """
    require_coordinator(act, "结转任务")
    plan, target = _plans(session, act.seen, code, into)
    require_in_order(act, _days(session, target))
    linked = {origin.into for origin in _origins(session, act.seen, target).values()}
    done = []
    for task, item in _offers(session, act.seen, plan, target):
        if not item.already:
            done.append(replace(item, into=_carry(session, act, task, target, years=target.year - plan.year)))
            continue
        if item.into and item.into not in linked:
            _link(session, act, task.facts, item.into, target)
            linked.add(item.into)
        done.append(item)
    return RolloverOutcome(plan.code, target.code, tuple(done))


def _plans(session: Session, asked: AsOf, code: str, into: str) -> tuple[PlanFacts, PlanFacts]:
    plan = find_confirmed(session, asked, code)
    try:
        target = find_plan(session, asked, into)
    except PlanMissing as fault:
        raise NextPlanMissing(into) from fault
    if target.year <= plan.year:
        raise NextPlanEarlier(plan.code, plan.year, target.code, target.year)
    if target.confirmed_on is not None:
        raise NextPlanConfirmed(target.code, target.confirmed_on)
    return plan, target


def _offers(
    session: Session, asked: AsOf, plan: PlanFacts, target: PlanFacts
) -> list[tuple[TaskOnBoard, RolloverItem]]:
    origins = _origins(session, asked, target)
    titles = {name_key(task.title): task.code for task in load_tasks(session, target, asked.day)}
    tasks = unfinished(load_board(session, asked, plan))
    return [(task, _item(task, target.year, origins, titles)) for task in tasks]


class _GoesOn(NamedTuple):
    """A task of the next plan that goes on from another. `made`: it was made for that and didn't stand there before."""

    into: str
    made: bool


def _item(task: TaskOnBoard, year: int, origins: Mapping[int, _GoesOn], titles: Mapping[str, str]) -> RolloverItem:
    if origin := origins.get(task.facts.id):
        return item_of(task, year, into=origin.into, already=f"已经结转为 {origin.into}", made=origin.made)
    if named := titles.get(name_key(task.facts.title)):
        return item_of(task, year, into=named, already=f"{named} 已有同名任务", made=False)
    return item_of(task, year, made=True)


def _origins(session: Session, asked: AsOf, target: PlanFacts) -> dict[int, _GoesOn]:
    """The tasks of the next plan that go on from others, by the id of the other."""
    made = made_by_rollover(session, target.id, asked.day)
    rows = session.execute(
        select(TaskOrigin.from_task_id, Task.id, Task.code)
        .join(Task, Task.id == TaskOrigin.task_id)
        .where(Task.plan_id == target.id, TaskOrigin.on <= asked.day)
    )
    return {row.from_task_id: _GoesOn(row.code, row.id in made) for row in rows}


def _days(session: Session, target: PlanFacts) -> list[dt.date]:
    """The days of what was decided on the next plan so far."""
    decided = select(Decision.on).join(Task, Task.id == Decision.task_id).where(Task.plan_id == target.id)
    carried = select(TaskOrigin.on).join(Task, Task.id == TaskOrigin.task_id).where(Task.plan_id == target.id)
    return [*session.scalars(decided), *session.scalars(carried)]


def _carry(session: Session, act: Act, task: TaskOnBoard, target: PlanFacts, *, years: int) -> str:
    """Enter a task that goes on, with its words, units and unmet checkpoints as they hold now. Its new code."""
    facts, plan = task.facts, session.get_one(Plan, target.id)
    words, told = NewTask(SECTION, "", facts.title, facts.body), told_origin(facts.code)
    idle = told_idle(facts.state, facts.state_basis)
    made = add_task(session, act, plan, words, after=None, why_due=why_due(facts.due.day))
    decide(
        session,
        act,
        made,
        DecisionField.ADDED,
        read=None,
        held=None,
        decided=f"{told}：{made.title}{f'，{idle}' if idle else ''}",
        source=DecisionSource.ROLLOVER,
    )
    session.add(TaskOrigin(task_id=made.id, from_task_id=facts.id, on=act.on))
    _keep_due(session, act, facts, made, target.year)
    set_units(session, act, made, _units(session, facts), reason=told)
    session.flush()  # rosters ask for the units on the task
    _carry_rosters(session, act, facts, made)
    if facts.first_responsible:
        set_mark(session, act, made.code, Mark.FIRST_RESPONSIBLE, value=True)
    for point in unmet(task):
        _carry_point(session, act, point, made, years=years, ends_on=plan.ends_on)
    return made.code


def _keep_due(session: Session, act: Act, facts: TaskFacts, made: Task, year: int) -> None:
    """Let a day that was moved into the new plan's year hold there, as the coordinator's."""
    day = kept_due(facts, year)
    if day is None:
        return
    session.add(
        Deadline(
            task_id=made.id,
            phrase="",
            kind=DeadlineKind.DATE,
            due=day,
            slot=False,
            provenance=Provenance.COORDINATOR,
            reason=why_kept(facts),
            on=act.on,
        )
    )
    decide(
        session,
        act,
        made,
        DecisionField.DUE,
        read=None,
        held=None,
        decided=f"{day}（{why_kept(facts)}）",
        source=DecisionSource.ROLLOVER,
    )


def _units(session: Session, facts: TaskFacts) -> dict[Role, list[Unit]]:
    return {role: [session.get_one(Unit, unit.id) for unit, held in facts.assigned if held is role] for role in Role}


def _carry_rosters(session: Session, act: Act, facts: TaskFacts, made: Task) -> None:
    """Let the new task ask those members of a class that were named for the old one alone."""
    for collective in facts.collectives:
        for roster in show_members(session, act.seen, collective.unit.name):
            if roster.task == facts.code:
                set_members(session, act, collective.unit.name, roster.members, task=made.code)


def _carry_point(session: Session, act: Act, point: Checkpoint, made: Task, *, years: int, ends_on: dt.date) -> None:
    """Enter a checkpoint that wasn't met under the new task, owed by the same units."""
    dues, source = next_dues(point, years, ends_on)
    sentence = session.get_one(CheckpointRow, point.id).sentence
    row = add_point(session, act, made, definition_of(point)._replace(dues=dues), sentence=sentence, due_source=source)
    owners = session.scalars(
        select(CheckpointOwner.unit_id)
        .where(CheckpointOwner.checkpoint_id == point.id, CheckpointOwner.valid_from <= act.on)
        .where(CheckpointOwner.valid_to.is_(None) | (CheckpointOwner.valid_to > act.on))
    )
    session.add_all(
        CheckpointOwner(checkpoint_id=row.id, unit_id=unit_id, valid_from=act.on, valid_to=None) for unit_id in owners
    )


def _link(session: Session, act: Act, facts: TaskFacts, code: str, target: PlanFacts) -> None:
    """Let a task of the next plan that stands there already show where it comes from."""
    task_id = session.scalars(select(Task.id).where(Task.plan_id == target.id, Task.code == code)).one()
    session.add(TaskOrigin(task_id=task_id, from_task_id=facts.id, on=act.on))
    record(session, act, "plan:rollover", code, after={"linked": told_origin(facts.code)})
