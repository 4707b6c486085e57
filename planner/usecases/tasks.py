"""Single tasks: extend a deadline, mark, pause, drop, merge, resume."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.board import TaskFacts
from planner.domain.document import name_key
from planner.domain.drafts import DeadlineKind
from planner.domain.progress import Mark, TaskState
from planner.domain.wording import WORDS, Provenance
from planner.errors import (
    BasisMissing,
    CheckpointMissing,
    ExtensionNotLater,
    ExtensionTaken,
    MergedIntoIt,
    MergeFaulty,
    NotOnTask,
    ReasonMissing,
    StateUnchanged,
)
from planner.store.queries.board import load_tasks
from planner.store.tasks import (
    CheckpointDue,
    CheckpointOwner,
    CheckpointRow,
    Deadline,
    Task,
    TaskMark,
    TaskStateChange,
)
from planner.store.units import Unit
from planner.usecases.acts import Act, require_coordinator, require_in_order
from planner.usecases.audit import record
from planner.usecases.lookups import find_checkpoint, find_task, find_unit, require_confirmed, task_code_of
from planner.usecases.versions import last_by


@dataclass(frozen=True, slots=True)
class Extension:
    """A due day that moved: from when to when. `code` is a task's or a checkpoint's; None: there was no day before."""

    code: str
    before: dt.date | None
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
    facts = next(fact for fact in load_tasks(session, plan, act.on, only=task.id))
    if task_code_of(code) != name_key(code):
        return _extend_checkpoint(session, act, facts, find_checkpoint(session, task, code), to=to, reason=reason)
    require_in_order(act, session.scalars(select(Deadline.on).where(Deadline.task_id == task.id)))
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


def set_mark(session: Session, act: Act, code: str, mark: Mark, *, value: bool) -> str:
    """Mark a task from the act's day on, or take the mark away.

    FIRST_RESPONSIBLE: a duty of the first responsible person (第一责任人职责), it feeds the report's part three.
    TRACKED: whether it stands in the ledger; safeguards don't until they are marked. Raises TaskMissing,
    EntryBackdated, NotAllowed.
    """
    require_coordinator(act, "标记任务")
    task = find_task(session, act.seen, code).task
    query = select(TaskMark).where(TaskMark.task_id == task.id, TaskMark.mark == mark)
    marks = session.scalars(query.order_by(TaskMark.on, TaskMark.id)).all()
    require_in_order(act, (row.on for row in marks))
    before = marks[-1].value if marks else mark is Mark.TRACKED and task.tracked
    session.add(TaskMark(task_id=task.id, mark=mark, value=value, on=act.on))
    record(session, act, "task:mark", task.code, before={mark.value: before}, after={mark.value: value})
    return task.code


def set_owners(session: Session, act: Act, code: str, units: Sequence[str]) -> tuple[str, ...]:
    """Say whose a checkpoint is; without owners every unit that counts owes it. Returns the names.

    A collective stands for its roster of each day. Raises CheckpointMissing, UnitMissing, NotOnTask for a unit that
    isn't on the task, EntryBackdated.
    """
    require_coordinator(act, "指定考核点的承担单位")
    plan, task = find_task(session, act.seen, task_code_of(code))
    point = find_checkpoint(session, task, code)
    facts = next(fact for fact in load_tasks(session, plan, act.on, only=task.id))
    if all(known.id != point.id for known in facts.checkpoints):
        raise CheckpointMissing(point.code, [known.code for known in facts.checkpoints])
    on_task = {p.unit.id: p.unit.name for p in facts.participants} | {c.unit.id: c.unit.name for c in facts.collectives}
    owners: dict[int, str] = {}
    for name in units:
        unit = find_unit(session, act.office, name)
        if unit.id not in on_task:
            raise NotOnTask(task.code, unit.name, tuple(on_task.values()))
        owners[unit.id] = unit.name
    before = _close_owners(session, act, point)
    session.add_all(
        CheckpointOwner(checkpoint_id=point.id, unit_id=unit_id, valid_from=act.on, valid_to=None) for unit_id in owners
    )
    names = tuple(owners.values())
    record(session, act, "task:mark", point.code, before={"owners": before}, after={"owners": list(names)})
    return names


def set_state(session: Session, act: Act, code: str, state: TaskState, *, basis: str, into: str | None = None) -> str:
    """Pause, drop, merge or resume a confirmed plan's task, on a basis (依据). A merged one may go into another.

    Raises TaskMissing, BasisMissing, StateUnchanged, MergeFaulty, MergedIntoIt while others are merged into it,
    EntryBackdated, PlanIsDraft, NotAllowed.
    """
    require_coordinator(act, "变更任务状态")
    if not basis.strip():
        raise BasisMissing(_DEEDS[state], code)
    plan, task = find_task(session, act.seen, code)
    require_confirmed(plan, act.seen)
    changes = session.scalars(select(TaskStateChange).where(TaskStateChange.task_id == task.id)).all()
    require_in_order(act, (change.on for change in changes))
    target = _merge_target(session, act, task, into) if state is TaskState.MERGED else None
    newest = _newest_change(session, task.id)
    held = (newest.state, newest.merged_into_id) if newest else (TaskState.ACTIVE, None)
    if held == (state, target.id if target else None):
        verbs = [f"task:{verb}" for verb in _VERBS.values()]
        raise StateUnchanged(task.code, WORDS[state], last_by(session, act.office, verbs, [task.code]))
    merged = _merged_into(session, task)
    if merged and state is not TaskState.ACTIVE:
        raise MergedIntoIt(task.code, _DEEDS[state], merged)
    move_state(session, act, task, state, basis=basis, into=target)
    return task.code


def move_state(
    session: Session, act: Act, task: Task, state: TaskState, *, basis: str, into: Task | None = None
) -> None:
    """Write a change of state and its audit row; whether it is allowed was asked before."""
    before = current_state(session, task)
    session.add(
        TaskStateChange(task_id=task.id, state=state, basis=basis, merged_into_id=into.id if into else None, on=act.on)
    )
    after = {"state": state.value, "into": into.code} if into else {"state": state.value}
    record(session, act, f"task:{_VERBS[state]}", task.code, before={"state": before.value}, after=after, reason=basis)


_VERBS = {
    TaskState.ACTIVE: "resume",
    TaskState.PAUSED: "pause",
    TaskState.DROPPED: "drop",
    TaskState.MERGED: "merge",
}
_DEEDS = {
    TaskState.ACTIVE: "恢复",
    TaskState.PAUSED: "暂缓",
    TaskState.DROPPED: "取消",
    TaskState.MERGED: "并入",
}


def current_state(session: Session, task: Task) -> TaskState:
    """A task's state now: the newest change, active before there is one."""
    newest = _newest_change(session, task.id)
    return newest.state if newest else TaskState.ACTIVE


def _newest_change(session: Session, task_id: int) -> TaskStateChange | None:
    return session.scalar(
        select(TaskStateChange)
        .where(TaskStateChange.task_id == task_id)
        .order_by(TaskStateChange.on.desc(), TaskStateChange.id.desc())
        .limit(1)
    )


def _merged_into(session: Session, task: Task) -> list[str]:
    """The codes of the tasks that are merged into a task now."""
    ever = session.scalars(
        select(Task)
        .where(Task.id.in_(select(TaskStateChange.task_id).where(TaskStateChange.merged_into_id == task.id)))
        .order_by(Task.position)
    )
    newest = [(each.code, _newest_change(session, each.id)) for each in ever]
    return [code for code, change in newest if change and change.merged_into_id == task.id]


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
    require_in_order(act, (owner.valid_from for owner, _ in rows))
    for owner, _ in rows:
        owner.valid_to = max(act.on, owner.valid_from)
    return [name for _, name in rows]


def _extend_checkpoint(
    session: Session, act: Act, facts: TaskFacts, point: CheckpointRow, *, to: dt.date, reason: str
) -> Extension:
    """Move the last of a checkpoint's due days that lie before `to`."""
    require_in_order(act, session.scalars(select(CheckpointDue.on).where(CheckpointDue.checkpoint_id == point.id)))
    held = next((known for known in facts.checkpoints if known.id == point.id), None)
    if held is None:
        raise CheckpointMissing(point.code, [known.code for known in facts.checkpoints])
    newest = {position: due.day for position, due in enumerate(held.dues)}
    if not newest:
        return _first_due(session, act, point, to, reason)
    earlier = {position: due for position, due in newest.items() if due < to}
    if not earlier:
        raise ExtensionNotLater(point.code, min(newest.values()), to)
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


def _first_due(session: Session, act: Act, point: CheckpointRow, to: dt.date, reason: str) -> Extension:
    """Give a checkpoint whose words name no day the day that the coordinator sets."""
    session.add(
        CheckpointDue(
            checkpoint_id=point.id, position=0, due=to, provenance=Provenance.COORDINATOR, reason=reason, on=act.on
        )
    )
    record(session, act, "task:extend", point.code, after=to.isoformat(), reason=reason)
    return Extension(point.code, None, to)
