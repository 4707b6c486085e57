"""Answering who asks for more time: what is approved moves the due day, and settles what asked for less."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.board import TaskFacts
from planner.domain.extensions import asked_for, bound_by, due_to_move, movable
from planner.errors import ExtensionAnswered, ExtensionMissing, ExtensionOvertaken, ReasonMissing
from planner.store.plans import Plan
from planner.store.queries.board import load_tasks, plan_facts
from planner.store.tasks import CheckpointRow, ExtensionAnswer, ExtensionRequest, Task
from planner.store.units import Unit
from planner.usecases.acts import Act, require_coordinator, require_in_order
from planner.usecases.audit import record
from planner.usecases.tasks import extend

ANSWERS = {True: "已同意", False: "未同意"}


@dataclass(frozen=True, slots=True)
class Answered:
    """A request that was answered: `before` is the due day that an approval moved, `moot` the requests it settled too.

    Those asked for the same day to be moved, and not farther. `units` are all whose day it is; `task` the task's code.
    """

    id: int
    code: str
    unit: str
    approved: bool
    before: dt.date | None
    to: dt.date
    moot: tuple[int, ...] = ()
    task: str = ""
    units: tuple[str, ...] = ()


def answer_extensions(
    session: Session, act: Act, ids: Sequence[int], *, approved: bool, reason: str = ""
) -> tuple[Answered, ...]:
    """Approve or refuse requests, all of them or none. An approval moves the due day as `tasks.extend` does.

    Of those approved together the farthest day is taken first. Raises ExtensionMissing, ExtensionAnswered,
    ExtensionOvertaken, ReasonMissing for a refusal without one, EntryBackdated, NotAllowed, and what extend raises.
    """
    require_coordinator(act, "批复延期申请")
    if not approved and not reason.strip():
        raise ReasonMissing("不同意延期")
    requests = [_open_request(session, act, request_id) for request_id in dict.fromkeys(ids)]
    answered: list[Answered] = []
    for request in sorted(requests, key=lambda row: (-row.due.toordinal(), row.id)):
        if all(request.id not in done.moot for done in answered):
            answered.append(_answer(session, act, request, approved=approved, reason=reason.strip()))
    return tuple(answered)


def _open_request(session: Session, act: Act, request_id: int) -> ExtensionRequest:
    """A request that may be answered on the day of the act."""
    found = session.execute(
        select(ExtensionRequest, ExtensionAnswer)
        .join(Task, Task.id == ExtensionRequest.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .join(ExtensionAnswer, ExtensionAnswer.request_id == ExtensionRequest.id, isouter=True)
        .where(ExtensionRequest.id == request_id, Plan.office == act.office)
    ).first()
    if found is None:
        raise ExtensionMissing(request_id)
    request: ExtensionRequest = found[0]
    answer: ExtensionAnswer | None = found[1]
    if answer is not None:
        raise ExtensionAnswered(request_id, ANSWERS[answer.approved], answer.on, answer.actor)
    require_in_order(act, [request.on])
    return request


def _answer(session: Session, act: Act, request: ExtensionRequest, *, approved: bool, reason: str) -> Answered:
    unit = session.get_one(Unit, request.unit_id).name
    code = _code_of(session, request)
    before, moot = _move(session, act, request, code, unit) if approved else (None, ())
    _write_answer(session, act, request, approved=approved, reason=reason)
    verb = "extension:approve" if approved else "extension:refuse"
    after = {"request": request.id, "to": request.due.isoformat()}
    record(session, act, verb, f"{code} {unit}", after=after, reason=reason)
    facts = _facts(session, act, request)
    return Answered(
        request.id, code, unit, approved, before, request.due, moot, task=facts.code, units=bound_by(facts, code)
    )


def _move(
    session: Session, act: Act, request: ExtensionRequest, code: str, unit: str
) -> tuple[dt.date | None, tuple[int, ...]]:
    """Move the due day; the day it was, and the requests for the same day that are settled by it too."""
    facts = _facts(session, act, request)
    if due_to_move(facts, code, request.due) is None:
        raise ExtensionOvertaken(request.id, code, request.due)
    alike = [
        other
        for other in _pending_besides(session, act, request)
        if other.due <= request.due and _moves(facts, code, other.due) == _moves(facts, code, request.due)
    ]
    moved = extend(session, act, code, request.due, reason=asked_for(unit, request.reason))
    for other in alike:
        reason = f"已随申请{request.id}延到{request.due}"
        _write_answer(session, act, other, approved=True, reason=reason)
        target = f"{code} {session.get_one(Unit, other.unit_id).name}"
        record(session, act, "extension:settle", target, after={"request": other.id}, reason=reason)
    return moved.before, tuple(other.id for other in alike)


def _facts(session: Session, act: Act, request: ExtensionRequest) -> TaskFacts:
    task = session.get_one(Task, request.task_id)
    plan = plan_facts(session.get_one(Plan, task.plan_id))
    return load_tasks(session, plan, act.on, only=task.id)[0]


def _moves(facts: TaskFacts, code: str, to: dt.date) -> int | None:
    """The place of the due day that an extension to `to` moves: 0 for a task's own."""
    point = next((each for each in facts.checkpoints if each.code == code), None)
    if point is None:
        return 0
    found = movable(point, to)
    return found[0] if found else None


def _pending_besides(session: Session, act: Act, request: ExtensionRequest) -> Sequence[ExtensionRequest]:
    """The other requests for the same task or checkpoint that wait for an answer on the day of the act."""
    point = ExtensionRequest.checkpoint_id
    return session.scalars(
        select(ExtensionRequest)
        .join(ExtensionAnswer, ExtensionAnswer.request_id == ExtensionRequest.id, isouter=True)
        .where(
            ExtensionRequest.task_id == request.task_id,
            point.is_(None) if request.checkpoint_id is None else point == request.checkpoint_id,
            ExtensionRequest.id != request.id,
            ExtensionRequest.on <= act.on,
            ExtensionAnswer.id.is_(None),
        )
        .order_by(ExtensionRequest.id)
    ).all()


def _code_of(session: Session, request: ExtensionRequest) -> str:
    if request.checkpoint_id is not None:
        return session.get_one(CheckpointRow, request.checkpoint_id).code
    return session.get_one(Task, request.task_id).code


def _write_answer(session: Session, act: Act, request: ExtensionRequest, *, approved: bool, reason: str) -> None:
    session.add(
        ExtensionAnswer(
            request_id=request.id,
            approved=approved,
            reason=reason,
            actor=act.actor.name,
            on=act.on,
            recorded=act.recorded,
        )
    )
