"""Who does what: assign, unassign, and the whole table that comes back corrected."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.board import PlanFacts, TaskFacts
from planner.domain.document import name_key
from planner.domain.drafts import DeadlineKind, Role
from planner.domain.responsibility import ResponsibilityRow, ResponsibilityTable, ReturnedRow
from planner.domain.wording import WORDS, PlanState, Provenance
from planner.errors import AssignmentExists, NotOnTask, TaskMissing, UnitSucceeded
from planner.extraction.units import split_units
from planner.store.queries.board import load_tasks
from planner.store.tasks import Assignment, Deadline, Task
from planner.store.units import Unit
from planner.usecases.acts import Act, AsOf, require_coordinator, require_in_order
from planner.usecases.audit import record
from planner.usecases.lookups import find_plan, find_task, find_unit, lookup_unit
from planner.usecases.own import own_tasks
from planner.usecases.versions import last_told


@dataclass(frozen=True, slots=True)
class TableOutcome:
    """What a corrected table changed, a Chinese sentence each; or its faults, and then nothing was changed."""

    changes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def assign(session: Session, act: Act, code: str, unit_name: str, role: Role, *, reason: str = "") -> str:
    """Put a unit on a task, or change its role there. Returns the unit's registered name.

    Raises TaskMissing, UnitMissing, UnitSucceeded, AssignmentExists, EntryBackdated, NotAllowed.
    """
    require_coordinator(act, "指定责任单位")
    task = find_task(session, act.seen, code).task
    unit = find_unit(session, act.office, unit_name)
    if unit.successor_id is not None and unit.valid_to is not None and unit.valid_to <= act.on:
        raise UnitSucceeded(unit.name, session.get_one(Unit, unit.successor_id).name)
    held = [a for a in _open(session, task) if a.unit_id == unit.id]
    if any(a.role is role for a in held):
        raise AssignmentExists(task.code, unit.name, WORDS[role])
    require_in_order(act, (a.valid_from for a in held))
    before = [a.role.value for a in held]
    _close(held, act.on)
    _add(session, act, task, unit, role, after=held)
    record(
        session, act, "task:assign", f"{task.code} {unit.name}", before=before or None, after=role.value, reason=reason
    )
    return unit.name


def unassign(session: Session, act: Act, code: str, unit_name: str, *, reason: str = "") -> str:
    """Take a unit off a task from the act's day on. Returns the unit's registered name.

    Raises TaskMissing, UnitMissing, NotOnTask, NotAllowed.
    """
    require_coordinator(act, "撤销责任单位")
    task = find_task(session, act.seen, code).task
    unit = find_unit(session, act.office, unit_name)
    held = _open(session, task)
    mine = [a for a in held if a.unit_id == unit.id]
    if not mine:
        raise NotOnTask(task.code, unit.name, _unit_names(session, held))
    require_in_order(act, (a.valid_from for a in mine))
    _close(mine, act.on)
    record(
        session,
        act,
        "task:unassign",
        f"{task.code} {unit.name}",
        before=[a.role.value for a in mine],
        reason=reason,
    )
    return unit.name


def responsibility_table(session: Session, asked: AsOf, code: str | None) -> ResponsibilityTable:
    """Who does what by when, of a plan on a day: a draft's too.

    Raises PlanMissing, PlanUnclear, PlanNotYet.
    """
    plan = find_plan(session, asked, code)
    tasks = own_tasks(asked, load_tasks(session, plan, asked.day))
    return ResponsibilityTable(
        plan_code=plan.code,
        plan_title=plan.title,
        plan_state=PlanState.CONFIRMED if plan.confirmed_by(asked.day) else PlanState.DRAFT,
        as_of=asked.day,
        rows=tuple(_row(task) for task in tasks),
    )


def apply_table(session: Session, act: Act, rows: Sequence[ReturnedRow], code: str | None = None) -> TableOutcome:
    """Take a corrected table: units by role and due days become what it says, each change in the audit log.

    Whole or not at all: with any fault nothing is changed. Tasks that the table leaves out stay as they are. A row
    whose task was changed since the table was sent out is a fault, unless it says what holds now.
    """
    require_coordinator(act, "修改责任分工")
    plan = find_plan(session, act.seen, code) if code else _plan_of_rows(session, act, rows)
    tasks = {task.code: task for task in session.scalars(select(Task).where(Task.plan_id == plan.id))}
    facts = {fact.code: fact for fact in load_tasks(session, plan, act.on)}
    wanted, faults = _wanted(session, act, rows, facts)
    for row in _stale(rows, facts, wanted):
        by = last_told(session, act, name_key(row.task)) if row.version else ""
        faults.append(f"第{row.row}行：{row.task} {_STALE.format(by) if row.version else _BLANK}")
    if faults:
        return TableOutcome(faults=tuple(faults))
    changes: list[str] = []
    for row in rows:
        task = tasks[name_key(row.task)]
        changes += set_units(session, act, task, wanted[row.row], reason=_TABLE)
        if row.due is not None:
            changes += set_due(session, act, task, facts[task.code], row.due, reason=_TABLE)
    return TableOutcome(changes=tuple(changes))


def _plan_of_rows(session: Session, act: Act, rows: Sequence[ReturnedRow]) -> PlanFacts:
    for row in rows:
        try:
            return find_task(session, act.seen, row.task).plan
        except TaskMissing:
            continue
    return find_plan(session, act.seen)


def _wanted(
    session: Session, act: Act, rows: Sequence[ReturnedRow], facts: Mapping[str, TaskFacts]
) -> tuple[dict[int, dict[Role, list[Unit]]], list[str]]:
    """The units that each row wants, by role; and what is wrong, a sentence each with its row."""
    wanted: dict[int, dict[Role, list[Unit]]] = {}
    faults: list[str] = []
    taken: dict[str, int] = {}
    for row in rows:
        code = name_key(row.task)
        if code not in facts:
            faults.append(f"第{row.row}行：没有编号为“{row.task}”的任务")
            continue
        if taken.setdefault(code, row.row) != row.row:
            faults.append(f"第{row.row}行：编号 {code} 与第{taken[code]}行重复，请只留一行")
        wanted[row.row] = {role: [] for role in Role}
        for role, cell in row.units.items():
            for name in split_units(cell):
                unit = lookup_unit(session, act.office, name)
                if unit is None and not wanted[row.row][role] and (whole := lookup_unit(session, act.office, cell)):
                    unit = whole  # a registered name that the grammar would cut
                if unit is None:
                    faults.append(
                        f"第{row.row}行{WORDS[role]}单位：单位名录里没有“{name}”，请先用 unit add 添加或改正名称"
                    )
                else:
                    wanted[row.row][role].append(unit)
        doubled = _doubled(wanted[row.row])
        faults += [f"第{row.row}行：“{name}”同时写在两个角色里" for name in doubled]
    return wanted, faults


_STALE = "在这份表导出以后已经改动过{}，请重新导出再改"
_BLANK = "的“版本”一格空了，看不出是按哪一次导出改的，请在导出的表上改"


def _stale(
    rows: Sequence[ReturnedRow], facts: Mapping[str, TaskFacts], wanted: Mapping[int, Mapping[Role, Sequence[Unit]]]
) -> list[ReturnedRow]:
    """The rows that were made of an older state of their task, and would undo what was decided since."""
    return [
        row
        for row in rows
        if row.version != ""
        and (fact := facts.get(name_key(row.task)))
        and row.version != _row(fact).version
        and _changes(fact, row, wanted[row.row])
    ]


def _changes(fact: TaskFacts, row: ReturnedRow, wanted: Mapping[Role, Sequence[Unit]]) -> bool:
    held = {(unit.id, role) for unit, role in fact.assigned}
    return held != {(u.id, role) for role, units in wanted.items() for u in units} or row.due not in (
        None,
        fact.due.day,
    )


def _doubled(by_role: Mapping[Role, Sequence[Unit]]) -> list[str]:
    seen: dict[int, Role] = {}
    doubled: dict[str, None] = {}
    for role, units in by_role.items():
        for unit in units:
            if seen.setdefault(unit.id, role) is not role:
                doubled[unit.name] = None
    return list(doubled)


_TABLE = "责任分工表"


def set_units(
    session: Session, act: Act, task: Task, wanted: Mapping[Role, Sequence[Unit]], *, reason: str
) -> list[str]:
    """Make a task's units those that are wanted, role by role; what that changed, a sentence each.

    Raises EntryBackdated.
    """
    changes = []
    held = {(a.unit_id, a.role): a for a in _open(session, task)}
    keep = {(unit.id, role): unit for role, units in wanted.items() for unit in units}
    for (unit_id, role), assignment in held.items():
        if (unit_id, role) not in keep:
            unit = session.get_one(Unit, unit_id)
            require_in_order(act, (assignment.valid_from,))
            _close([assignment], act.on)
            record(session, act, "task:unassign", f"{task.code} {unit.name}", before=[role.value], reason=reason)
            changes.append(f"{task.code}：撤销 {unit.name}（{WORDS[role]}）")
    for (unit_id, role), unit in keep.items():
        if (unit_id, role) not in held:
            before = [a for (held_id, _), a in held.items() if held_id == unit_id]
            _add(session, act, task, unit, role, after=before)
            record(session, act, "task:assign", f"{task.code} {unit.name}", after=role.value, reason=reason)
            changes.append(f"{task.code}：{unit.name} 为{WORDS[role]}单位")
    return changes


def set_due(session: Session, act: Act, task: Task, facts: TaskFacts, due: dt.date, *, reason: str) -> list[str]:
    """Set the day a task is due by the coordinator's word; what that changed, in a sentence.

    Raises EntryBackdated.
    """
    if due == facts.due.day:
        return []
    require_in_order(act, session.scalars(select(Deadline.on).where(Deadline.task_id == task.id)))
    session.add(
        Deadline(
            task_id=task.id,
            phrase="",
            kind=DeadlineKind.DATE,
            due=due,
            slot=False,
            provenance=Provenance.COORDINATOR,
            reason=reason,
            on=act.on,
        )
    )
    before = facts.due.day.isoformat()
    record(session, act, "task:due", task.code, before=before, after=due.isoformat(), reason=reason)
    return [f"{task.code}：完成时限由 {before} 改为 {due}"]


def _open(session: Session, task: Task) -> list[Assignment]:
    query = select(Assignment).where(Assignment.task_id == task.id, Assignment.valid_to.is_(None))
    return list(session.scalars(query.order_by(Assignment.position, Assignment.id)))


def _close(assignments: Sequence[Assignment], day: dt.date) -> None:
    for assignment in assignments:
        assignment.valid_to = max(day, assignment.valid_from)


def _add(session: Session, act: Act, task: Task, unit: Unit, role: Role, *, after: Sequence[Assignment]) -> None:
    """Put a unit on a task; one that only changes its role keeps what it said and since when it is asked."""
    before = after[0] if after else None
    position = before.position if before else max((a.position for a in _open(session, task)), default=-1) + 1
    session.add(
        Assignment(
            task_id=task.id,
            unit_id=unit.id,
            role=role,
            position=position,
            from_text=before.from_text if before else False,
            phrase="",  # a role that a person gave has no printed words behind it
            span_start=before.span_start if before else None,
            span_end=before.span_end if before else None,
            valid_from=act.on,
            valid_to=None,
            current_entry_id=before.current_entry_id if before else None,
        )
    )


def _unit_names(session: Session, assignments: Sequence[Assignment]) -> tuple[str, ...]:
    return tuple(session.get_one(Unit, a.unit_id).name for a in assignments)


def _row(task: TaskFacts) -> ResponsibilityRow:
    def of(role: Role) -> tuple[str, ...]:
        return tuple(unit.name for unit, held in task.assigned if held is role)

    return ResponsibilityRow(
        task=task.code,
        section=task.section,
        number=task.number,
        title=task.title,
        lead=of(Role.LEAD),
        responsible=of(Role.RESPONSIBLE),
        cooperating=of(Role.COOPERATING),
        due=task.due.day,
        provenance=task.due.provenance,
        due_phrase=task.due.phrase,
        checkpoints=tuple(f"{point.code} {point.text}" for point in task.checkpoints),
        lead_proposal=task.lead_proposal,
    )
