"""More time: a unit or the coordinator for it asks; and reading what was asked for and what was answered."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from planner.domain.board import PlanFacts, TaskFacts
from planner.domain.document import name_key
from planner.domain.extensions import ExtensionState, ExtensionView, Moved, bound_by, day_moved, due_to_move, movable
from planner.domain.permissions import Deed
from planner.domain.progress import TaskState
from planner.domain.wording import WORDS, Provenance
from planner.errors import (
    CheckpointMissing,
    ExtensionNotLater,
    ExtensionOfIdleTask,
    ExtensionTaken,
    ExtensionUndated,
    ReasonMissing,
)
from planner.store.queries.board import load_plans, load_tasks
from planner.store.queries.extensions import PLAN, REQUEST, TASK, RequestRow, load_words, requests
from planner.store.tasks import CheckpointRow, ExtensionAnswer, ExtensionRequest, Task
from planner.store.units import Unit
from planner.usecases.acts import Act, AsOf, require, require_in_order
from planner.usecases.audit import record
from planner.usecases.lookups import find_checkpoint, find_plan, find_task, find_unit, require_confirmed, task_code_of
from planner.usecases.own import own_rows, require_on_task, require_task

Requests = Mapping[tuple[int, int], tuple[ExtensionView, ...]]
"""Requests by task and unit id, the oldest first."""


@dataclass(frozen=True, slots=True)
class ExtensionFilter:
    """Which requests to list; None means any. `pending` leaves out what was answered."""

    task: str | None = None
    unit: str | None = None
    pending: bool = False


def ask_extension(
    session: Session, act: Act, code: str, unit: str, to: dt.date, *, reason: str, return_id: int | None = None
) -> int:
    """A unit asks for more time for a task (2024-07) or a checkpoint of it (2024-07.1). Returns the request's id.

    The unit itself may ask, or the coordinator for it. The very request that is pending already is not doubled.
    `return_id` names the form it came in. Raises TaskMissing, CheckpointMissing, UnitMissing, NotAllowed, NotOnTask,
    PlanIsDraft, ReasonMissing, ExtensionNotLater, ExtensionTaken, ExtensionUndated, ExtensionOfIdleTask,
    EntryBackdated.
    """
    plan, task = find_task(session, act.seen, task_code_of(code))
    found = find_unit(session, act.office, unit)
    require(act, Deed.FILE, f"替“{found.name}”申请延期", units=(found.id,))
    if not reason.strip():
        raise ReasonMissing("申请延期")
    require_confirmed(plan, act.seen)
    facts = load_tasks(session, plan, act.on, only=task.id)[0]
    require_on_task(act, facts, found)
    if facts.state is not TaskState.ACTIVE:
        raise ExtensionOfIdleTask(facts.code, WORDS[facts.state])
    point = None if name_key(code) == task.code else find_checkpoint(session, task, code)
    _require_later(facts, point, to)
    earlier = _asked_before(session, task, point, found)
    for request, answer in earlier:
        if answer is None and (request.due, request.reason) == (to, reason.strip()):
            return request.id
    require_in_order(act, (each.on for pair in earlier for each in pair if each is not None))
    asked = ExtensionRequest(
        task_id=task.id,
        checkpoint_id=point.id if point else None,
        unit_id=found.id,
        due=to,
        reason=reason.strip(),
        return_id=return_id,
        actor=act.actor.name,
        on=act.on,
        recorded=act.recorded,
    )
    session.add(asked)
    session.flush()  # its id is what the answer names
    whose = f"{point.code if point else task.code} {found.name}"
    record(session, act, "extension:ask", whose, after={"request": asked.id, "to": to.isoformat()}, reason=asked.reason)
    return asked.id


def list_extensions(
    session: Session, asked: AsOf, code: str | None = None, wanted: ExtensionFilter | None = None
) -> tuple[ExtensionView, ...]:
    """A plan's requests as known on a day, the pending first; an answer is seen from its day on.

    A liaison's are those of its unit alone. Raises PlanMissing, PlanUnclear, PlanNotYet, TaskMissing, UnitMissing,
    NotAllowed.
    """
    wanted = wanted or ExtensionFilter()
    if wanted.task:
        plan, task = find_task(session, asked, task_code_of(wanted.task))
        require_task(session, asked, plan, task)
        query = _requests(asked).where(TASK.id == task.id)
    else:
        plan = find_plan(session, asked, code)
        query = _requests(asked).where(TASK.plan_id == plan.id)
    if wanted.unit:
        found = find_unit(session, asked.office, wanted.unit)
        require(asked, Deed.READ, f"查看“{found.name}”的延期申请", units=(found.id,))
        query = query.where(REQUEST.unit_id == found.id)
    rows = session.execute(query).all()
    facts = {fact.id: fact for fact in load_tasks(session, plan, asked.day, untracked=True)} if rows else {}
    views = _views(session, rows, facts, asked.day)
    pending = [view for view in views if view.state is ExtensionState.PENDING]
    done = [view for view in views if view.state is not ExtensionState.PENDING]
    return tuple(pending if wanted.pending else [*pending, *done])


def extensions_by_id(session: Session, asked: AsOf, ids: Iterable[int]) -> tuple[ExtensionView, ...]:
    """The requests with these ids, as known on a day."""
    rows = session.execute(_requests(asked).where(REQUEST.id.in_(ids), PLAN.office == asked.office)).all()
    wanted = {row.plan_id for row in rows}
    plans = [plan for plan in load_plans(session, asked.office) if plan.id in wanted]
    facts = {fact.id: fact for plan in plans for fact in load_tasks(session, plan, asked.day, untracked=True)}
    return tuple(_views(session, rows, facts, asked.day))


def pending_for(session: Session, asked: AsOf, plan: PlanFacts) -> Requests:
    """The requests of a plan that wait for an answer on a day, by task and unit id."""
    return _by_task_and_unit(session, asked, plan, pending=True)


def answered_for(session: Session, asked: AsOf, plan: PlanFacts) -> Mapping[tuple[int, int], ExtensionView]:
    """The request of each unit on a task that was answered last, up to a day."""
    found = _by_task_and_unit(session, asked, plan, pending=False)
    return {key: max(views, key=lambda view: (view.answered_on or view.on, view.id)) for key, views in found.items()}


def _requests(asked: AsOf) -> Select[*tuple[Any, ...]]:
    return requests(asked.day).where(own_rows(asked, REQUEST.unit_id))


def _by_task_and_unit(session: Session, asked: AsOf, plan: PlanFacts, *, pending: bool) -> Requests:
    found: dict[tuple[int, int], tuple[ExtensionView, ...]] = {}
    for row in session.execute(_requests(asked).where(TASK.plan_id == plan.id)):
        if (row.answered_on is None) is pending:
            key = (row.task_id, row.unit_id)
            found[key] = (*found.get(key, ()), _view(row, {}))
    return found


def _views(
    session: Session, rows: Sequence[RequestRow], facts: Mapping[int, TaskFacts], day: dt.date
) -> list[ExtensionView]:
    """Requests with all that is told of them: those approved with the day that was moved."""
    words = load_words(session, {row.point_id for row in rows if row.approved and row.point_id}, day)
    views = [_view(row, facts) for row in rows]
    return [
        replace(view, due=_day_moved(row, facts[row.task_id], words)) if row.approved else view
        for row, view in zip(rows, views, strict=True)
    ]


def _day_moved(row: RequestRow, facts: TaskFacts, words: Mapping[int, Mapping[int, list[Moved]]]) -> dt.date | None:
    """The day that an approval moved: the task's, or one of the checkpoint's."""
    if row.point_id is None:
        decided = [
            Moved(each.due, each.provenance, each.on)
            for each in facts.deadlines
            if each.due and each.provenance in (Provenance.COORDINATOR, Provenance.EXTENDED)
        ]
        return day_moved(facts.due.original or facts.due.day, decided, row.due, row.answered_on)
    point = next((each for each in facts.checkpoints if each.id == row.point_id), None)
    found = [
        day_moved(due.original or due.day, words.get(row.point_id, {}).get(place, ()), row.due, row.answered_on)
        for place, due in enumerate(point.dues if point else ())
    ]
    return max((day for day in found if day), default=None)


def _view(row: RequestRow, facts: Mapping[int, TaskFacts]) -> ExtensionView:
    """A request; `due` and `units` only where the facts of its task are given."""
    code, known, pending = row.point or row.task, facts.get(row.task_id), row.answered_on is None
    view = ExtensionView(
        id=row.id,
        task=row.task,
        title=known.title if known else row.title,
        code=code,
        unit=row.unit,
        due=due_to_move(known, code, row.due) if known else None,
        to=row.due,
        reason=row.reason,
        by=row.actor,
        on=row.on,
        units=bound_by(known, code) if known else (),
    )
    if pending:
        return view
    return replace(
        view,
        state=ExtensionState.APPROVED if row.approved else ExtensionState.REFUSED,
        answer=row.answer,
        answered_by=row.answered_by,
        answered_on=row.answered_on,
    )


def _require_later(facts: TaskFacts, row: CheckpointRow | None, to: dt.date) -> None:
    if row is None:
        if to <= facts.due.day:
            raise ExtensionNotLater(facts.code, facts.due.day, to)
        return
    point = next((known for known in facts.checkpoints if known.id == row.id), None)
    if point is None:
        raise CheckpointMissing(row.code, [known.code for known in facts.checkpoints])
    days = [due.day for due in point.dues]
    if not days:
        raise ExtensionUndated(point.code)
    if to in days:
        raise ExtensionTaken(point.code, to)
    if movable(point, to) is None:
        raise ExtensionNotLater(point.code, min(days), to)


def _asked_before(
    session: Session, task: Task, point: CheckpointRow | None, unit: Unit
) -> Sequence[tuple[ExtensionRequest, ExtensionAnswer | None]]:
    """What the unit asked for the same before, with the answers."""
    rows = session.execute(
        select(ExtensionRequest, ExtensionAnswer)
        .join(ExtensionAnswer, ExtensionAnswer.request_id == ExtensionRequest.id, isouter=True)
        .where(
            ExtensionRequest.task_id == task.id,
            ExtensionRequest.unit_id == unit.id,
            ExtensionRequest.checkpoint_id.is_(None) if point is None else ExtensionRequest.checkpoint_id == point.id,
        )
    )
    return [(request, answer) for request, answer in rows]
