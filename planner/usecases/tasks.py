"""Single tasks: extend a deadline, mark, pause, drop, merge, resume."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.document import name_key
from planner.domain.drafts import DeadlineKind
from planner.domain.progress import TaskState
from planner.domain.wording import WORDS, Provenance
from planner.errors import ExtensionNotLater, ExtensionTaken, MergeFaulty, NotOnTask, ReasonMissing, StateUnchanged
from planner.store.queries.board import load_tasks
from planner.store.tasks import CheckpointDue, CheckpointOwner, CheckpointRow, Deadline, Task, TaskStateChange
from planner.store.units import Unit
from planner.usecases.acts import Act, require_coordinator
from planner.usecases.audit import record
from planner.usecases.lookups import find_checkpoint, find_task, find_unit, require_confirmed, task_code_of


@dataclass(frozen=True, slots=True)
class Extension:
    """A due day that moved: from when to when. `code` is a task's or a checkpoint's."""

    code: str
    before: dt.date
    after: dt.date


def extend(session: Session, act: Act, code: str, to: dt.date, *, reason: str) -> Extension:
    """Move later the due day of a task (2024-07), or a checkpoint's last day before `to` (2024-05.1); the old stays.

    A day that lay before the plan's own date is set by this too. Raises TaskMissing, CheckpointMissing,
    ReasonMissing, ExtensionNotLater, ExtensionTaken, PlanIsDraft, NotAllowed.
    """
    require_coordinator(act, "延期")
    if not reason.strip():
        raise ReasonMissing("延期")
    plan, task = find_task(session, act.seen, task_code_of(code))
    require_confirmed(plan, act.seen)
    if task_code_of(code) != name_key(code):
        return _extend_checkpoint(session, act, find_checkpoint(session, task, code), to, reason)
    facts = next(fact for fact in load_tasks(session, plan, act.on, only=task.id))
    if to <= facts.due.day:
        raise ExtensionNotLater(task.code, facts.due.day, to)
    session.add(
        Deadline(
            task_id=task.id,
            phrase="",
            kind=DeadlineKind.DATE,
            due=to,
            slot=False,
            provenance=Provenance.EXTENDED,
            reason=reason,
            on=act.on,
        )
    )
    before = facts.due.day
    record(session, act, "task:extend", task.code, before=before.isoformat(), after=to.isoformat(), reason=reason)
    return Extension(task.code, before, to)


def mark_first_responsible(session: Session, act: Act, code: str, *, marked: bool = True) -> str:
    """Say that a task is a first-responsible-person duty (第一责任人职责): it feeds the report's part three."""
    require_coordinator(act, "标记任务")
    task = find_task(session, act.seen, code).task
    before = task.first_responsible_since
    task.first_responsible_since = min(before or act.on, act.on) if marked else None
    record(
        session,
        act,
        "task:mark",
        task.code,
        before={"first_responsible": before is not None},
        after={"first_responsible": marked},
    )
    return task.code


def mark_tracked(session: Session, act: Act, code: str, *, tracked: bool) -> str:
    """Take a safeguard or measure into the ledger, or leave a task out of it."""
    require_coordinator(act, "标记任务")
    task = find_task(session, act.seen, code).task
    record(session, act, "task:mark", task.code, before={"tracked": task.tracked}, after={"tracked": tracked})
    task.tracked = tracked
    return task.code


def set_owners(session: Session, act: Act, code: str, units: Sequence[str]) -> tuple[str, ...]:
    """Say whose a checkpoint is; without owners every unit that counts owes it. Returns the names.

    Raises CheckpointMissing, UnitMissing, NotOnTask for a unit that isn't on the task.
    """
    require_coordinator(act, "指定考核点的承担单位")
    plan, task = find_task(session, act.seen, task_code_of(code))
    point = find_checkpoint(session, task, code)
    facts = next(fact for fact in load_tasks(session, plan, act.on, only=task.id))
    rosters = {c.unit.id: c.roster or () for c in facts.collectives}
    on_task = {p.unit.id: p.unit.name for p in facts.participants}
    owners: dict[int, str] = {}
    for name in units:
        unit = find_unit(session, act.office, name)
        if unit.id in rosters:
            owners |= {member: on_task[member] for member in rosters[unit.id] if member in on_task}
        elif unit.id in on_task:
            owners[unit.id] = unit.name
        else:
            raise NotOnTask(task.code, unit.name, tuple(on_task.values()))
    before = _close_owners(session, act, point)
    session.add_all(
        CheckpointOwner(checkpoint_id=point.id, unit_id=unit_id, valid_from=act.on, valid_to=None) for unit_id in owners
    )
    names = tuple(owners.values())
    record(session, act, "task:mark", point.code, before={"owners": before}, after={"owners": list(names)})
    return names


def set_state(session: Session, act: Act, code: str, state: TaskState, *, basis: str, into: str | None = None) -> str:
    """The one place where a task's state changes: pause, drop, merge or resume it, on a basis (依据).

    Raises TaskMissing, ReasonMissing, StateUnchanged, MergeFaulty, PlanIsDraft, NotAllowed.
    """
    require_coordinator(act, "变更任务状态")
    if not basis.strip():
        raise ReasonMissing(f"把任务{WORDS[state]}")
    plan, task = find_task(session, act.seen, code)
    require_confirmed(plan, act.seen)
    before = current_state(session, task)
    if before is state:
        raise StateUnchanged(task.code, WORDS[state])
    target = _merge_target(session, act, task, into) if state is TaskState.MERGED else None
    session.add(
        TaskStateChange(
            task_id=task.id, state=state, basis=basis, merged_into_id=target.id if target else None, on=act.on
        )
    )
    after = {"state": state.value, "into": target.code} if target else {"state": state.value}
    record(session, act, f"task:{_VERBS[state]}", task.code, before={"state": before.value}, after=after, reason=basis)
    return task.code


_VERBS = {
    TaskState.ACTIVE: "resume",
    TaskState.PAUSED: "pause",
    TaskState.DROPPED: "drop",
    TaskState.MERGED: "merge",
}


def current_state(session: Session, task: Task) -> TaskState:
    """A task's state now: the newest change, active before there is one."""
    newest = session.scalar(
        select(TaskStateChange.state)
        .where(TaskStateChange.task_id == task.id)
        .order_by(TaskStateChange.id.desc())
        .limit(1)
    )
    return newest or TaskState.ACTIVE


def _merge_target(session: Session, act: Act, task: Task, into: str | None) -> Task:
    if into is None:
        raise MergeFaulty(task.code, "（未写明）")
    target = find_task(session, act.seen, into).task
    if target.id == task.id or target.plan_id != task.plan_id:
        raise MergeFaulty(task.code, target.code)
    if current_state(session, target) is not TaskState.ACTIVE:
        raise MergeFaulty(task.code, target.code)
    return target


def _close_owners(session: Session, act: Act, point: CheckpointRow) -> list[str]:
    rows = session.execute(
        select(CheckpointOwner, Unit.name)
        .join(Unit, CheckpointOwner.unit_id == Unit.id)
        .where(CheckpointOwner.checkpoint_id == point.id, CheckpointOwner.valid_to.is_(None))
    ).all()
    for owner, _ in rows:
        owner.valid_to = max(act.on, owner.valid_from)
    return [name for _, name in rows]


def _extend_checkpoint(session: Session, act: Act, point: CheckpointRow, to: dt.date, reason: str) -> Extension:
    """Move the last of a checkpoint's due days that lie before `to`."""
    newest: dict[int, dt.date] = {}
    for row in session.scalars(
        select(CheckpointDue).where(CheckpointDue.checkpoint_id == point.id).order_by(CheckpointDue.id)
    ):
        newest[row.position] = row.due
    earlier = {position: due for position, due in newest.items() if due < to}
    if not earlier:
        raise ExtensionNotLater(point.code, min(newest.values(), default="没有定"), to)
    if to in newest.values():
        raise ExtensionTaken(point.code, to)
    position, before = max(earlier.items(), key=lambda item: item[1])
    session.add(
        CheckpointDue(
            checkpoint_id=point.id,
            position=position,
            due=to,
            provenance=Provenance.EXTENDED,
            reason=reason,
            on=act.on,
        )
    )
    record(session, act, "task:extend", point.code, before=before.isoformat(), after=to.isoformat(), reason=reason)
    return Extension(point.code, before, to)
