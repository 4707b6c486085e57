"""The registry of units: add, rename, succeed, confirm, import, list and show."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.document import name_key
from planner.domain.drafts import Role
from planner.domain.kinds import UNIT_KINDS
from planner.domain.names import kept_name
from planner.domain.permissions import Deed
from planner.errors import NothingToDo, SuccessionFaulty, UnitExists, WordUnknown
from planner.store.queries.board import load_plans, load_tasks
from planner.store.tasks import Assignment, Task
from planner.store.units import NameKind, Unit, UnitName
from planner.usecases.acts import Act, AsOf, require, require_coordinator
from planner.usecases.audit import record
from planner.usecases.lookups import find_unit, lookup_unit
from planner.usecases.own import own_rows
from planner.usecases.registry import add_name, create_unit, names_of, unit_data
from planner.usecases.successions import inherit
from planner.usecases.versions import last_by

_NAME = "单位名称"


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A unit with its names and the tasks it is on, as known on a day: (task, role) in order."""

    name: str
    kind: str
    kind_proposed: bool
    collective: bool
    short_names: tuple[str, ...]
    former_names: tuple[str, ...]
    contact: str
    phone: str
    email: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    successor: str | None
    tasks: tuple[tuple[str, Role], ...]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as an imported list gives it; None where the list doesn't say."""

    name: str
    kind: str | None = None
    short_names: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    contact: str | None = None
    phone: str | None = None
    email: str | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


def add_unit(session: Session, act: Act, name: str, *, kind: str | None = None, collective: bool | None = None) -> str:
    """Enter a unit; the kind given is confirmed, one left out is proposed from the name. Returns its kind.

    Raises NameUnusable, UnitExists, WordUnknown for a kind outside the list, NotAllowed.
    """
    require_coordinator(act, "添加单位")
    return create_unit(session, act, kept_name(name, _NAME), kind=_known_kind(kind), collective=collective).kind


def rename_unit(session: Session, act: Act, old: str, new: str) -> None:
    """Give a unit a new name; the old one becomes a former name and still leads to it.

    Raises NameUnusable, UnitMissing, UnitExists where the new name belongs to another.
    """
    require_coordinator(act, "更名")
    new = kept_name(new, _NAME)
    unit = find_unit(session, act.office, old)
    before = unit.name
    if name_key(before) == name_key(new):
        raise UnitExists(new, before)
    add_name(session, unit, new, NameKind.FULL)
    for row in session.scalars(select(UnitName).where(UnitName.unit_id == unit.id)):
        if row.folded == name_key(before):
            row.kind = NameKind.FORMER
        elif row.folded == name_key(new):
            row.kind = NameKind.FULL
    unit.name = new
    record(session, act, "unit:rename", new, before=before, after=new)


def succeed_unit(session: Session, act: Act, old: str, new: str, *, since: dt.date) -> int:
    """Let one unit take over from another from a day on: open assignments move, history stays. How many moved.

    With them go the checkpoints it owes and its place in rosters.

    Raises UnitMissing, SuccessionFaulty.
    """
    require_coordinator(act, "更替单位")
    leaving, coming = find_unit(session, act.office, old), find_unit(session, act.office, new)
    if leaving.id == coming.id:
        raise SuccessionFaulty("前后是同一个单位")
    if leaving.successor_id is not None:
        raise SuccessionFaulty(f"“{leaving.name}”已经{_succession(session, leaving)}")
    if coming.successor_id is not None:
        raise SuccessionFaulty(f"“{coming.name}”自己也已经{_succession(session, coming)}")
    if since > act.on:
        raise SuccessionFaulty(f"起始日 {since} 晚于办理日 {act.on}")
    open_ones = select(Assignment).where(Assignment.unit_id == leaving.id, Assignment.valid_to.is_(None))
    assignments = session.scalars(open_ones).all()
    moved = sum(_hand_over(session, assignment, coming, since) for assignment in assignments)
    tasks = {each.task_id for each in assignments} | inherit(session, leaving, coming, since)
    leaving.successor_id, leaving.valid_to = coming.id, since
    codes = session.scalars(select(Task.code).where(Task.id.in_(tasks)).order_by(Task.code)).all()
    after = {"unit": coming.name, "tasks": list(codes)}
    record(session, act, "unit:succeed", leaving.name, before=leaving.name, after=after, reason=f"自 {since} 起")
    return moved


def confirm_units(session: Session, act: Act, names: Sequence[str], *, everyone: bool = False) -> tuple[str, ...]:
    """End the 推定 of units' kinds; the names confirmed.

    Raises UnitMissing, NothingToDo where neither names nor all were asked for.
    """
    require_coordinator(act, "确认单位类别")
    if not names and not everyone:
        raise NothingToDo("请写单位名称，或用 --all 确认全部")
    if everyone:
        units: Sequence[Unit] = session.scalars(
            select(Unit).where(Unit.office == act.office, Unit.kind_proposed).order_by(Unit.id)
        ).all()
    else:
        units = [find_unit(session, act.office, name) for name in names]
    for unit in units:
        unit.kind_proposed = False
        record(session, act, "unit:confirm", unit.name, after=unit.kind)
    return tuple(unit.name for unit in units)


def import_units(session: Session, act: Act, rows: Sequence[UnitRow]) -> tuple[int, int]:
    """Enter or complete units from a list; how many were added and how many changed. Blank cells change nothing.

    Raises NameUnusable for a name that is new, UnitExists where a short or former name leads to another unit,
    WordUnknown for a kind outside the list.
    """
    require_coordinator(act, "导入单位")
    added = changed = 0
    for row in rows:
        unit, new = lookup_unit(session, act.office, row.name), False
        if unit is None:
            name = kept_name(row.name, _NAME)
            unit = create_unit(session, act, name, kind=_known_kind(row.kind), reason="导入单位名录")
            added += 1
            new = True
        before = _with_names(session, unit)
        _complete(session, unit, row)
        after = _with_names(session, unit)
        if before != after:
            changed += not new
            record(session, act, "unit:import", unit.name, before=before, after=after)
    return added, changed


def list_units(session: Session, asked: AsOf) -> tuple[UnitRecord, ...]:
    """Every unit of the registry, in the order it came in; a liaison's is its own alone."""
    own = own_rows(asked, Unit.__table__.c.id)
    units = session.scalars(select(Unit).where(Unit.office == asked.office, own).order_by(Unit.id)).all()
    names: dict[int, dict[NameKind, list[str]]] = {unit.id: {kind: [] for kind in NameKind} for unit in units}
    for row in session.scalars(select(UnitName).where(UnitName.office == asked.office).order_by(UnitName.id)):
        if row.unit_id in names:
            names[row.unit_id][row.kind].append(row.name)
    by_id = {unit.id: unit.name for unit in units}
    tasks = _tasks_by_unit(session, asked)
    return tuple(_record(unit, names[unit.id], by_id, tasks.get(unit.id, [])) for unit in units)


def show_unit(session: Session, asked: AsOf, name: str) -> UnitRecord:
    """One unit by any of its names.

    Raises UnitMissing, NotAllowed.
    """
    unit = find_unit(session, asked.office, name)
    require(asked, Deed.READ, f"查看“{unit.name}”的联络方式和任务", units=(unit.id,))
    successor = session.get(Unit, unit.successor_id) if unit.successor_id else None
    by_id = {successor.id: successor.name} if successor else {}
    return _record(unit, names_of(session, unit), by_id, _tasks_by_unit(session, asked).get(unit.id, []))


def _known_kind(kind: str | None) -> str | None:
    if kind is not None and kind not in UNIT_KINDS:
        raise WordUnknown("单位类别", kind, UNIT_KINDS)
    return kind


def _succession(session: Session, unit: Unit) -> str:
    """Since when whom a unit gave way to, and who entered that."""
    successor = session.get_one(Unit, unit.successor_id).name
    names = session.scalars(select(UnitName.name).where(UnitName.unit_id == unit.id)).all()
    by = last_by(session, unit.office, ["unit:succeed"], names)
    return f"自 {unit.valid_to} 起由“{successor}”接替{f'（{by} 办理）' if by else ''}"


def _hand_over(session: Session, assignment: Assignment, coming: Unit, since: dt.date) -> bool:
    assignment.valid_to = max(since, assignment.valid_from)
    held = session.scalar(
        select(Assignment.id).where(
            Assignment.task_id == assignment.task_id,
            Assignment.unit_id == coming.id,
            Assignment.role == assignment.role,
            Assignment.valid_to.is_(None),
        )
    )
    if held is not None:
        return False
    session.add(
        Assignment(
            task_id=assignment.task_id,
            unit_id=coming.id,
            role=assignment.role,
            position=assignment.position,
            from_text=assignment.from_text,
            phrase=assignment.phrase,
            span_start=assignment.span_start,
            span_end=assignment.span_end,
            valid_from=assignment.valid_to,
            valid_to=None,
            current_entry_id=assignment.current_entry_id,
        )
    )
    return True


def _complete(session: Session, unit: Unit, row: UnitRow) -> None:
    kind = _known_kind(row.kind)
    if kind is not None:
        unit.kind, unit.kind_proposed = kind, False
    unit.contact = row.contact or unit.contact
    unit.phone = row.phone or unit.phone
    unit.email = row.email or unit.email
    unit.valid_from = row.valid_from or unit.valid_from
    unit.valid_to = row.valid_to or unit.valid_to
    for short in row.short_names:
        add_name(session, unit, kept_name(short, "单位简称"), NameKind.SHORT)
    for former in row.former_names:
        add_name(session, unit, kept_name(former, "单位曾用名"), NameKind.FORMER)


def _with_names(session: Session, unit: Unit) -> Mapping[str, object]:
    names = {kind.value: found for kind, found in names_of(session, unit).items()}
    return unit_data(unit) | {"names": names}


def _tasks_by_unit(session: Session, asked: AsOf) -> dict[int, list[tuple[str, Role]]]:
    """The tasks each unit is on, by its id: named itself, through a roster, or as a collective."""
    tasks: dict[int, list[tuple[str, Role]]] = {}
    for plan in load_plans(session, asked.office):
        for task in load_tasks(session, plan, asked.day) if plan.imported_on <= asked.day else ():
            on_task = [(p.unit.id, p.role) for p in task.participants]
            on_task += [(c.unit.id, c.role) for c in task.collectives]
            for unit_id, role in on_task:
                tasks.setdefault(unit_id, []).append((task.code, role))
    return tasks


def _record(
    unit: Unit,
    names: Mapping[NameKind, Sequence[str]],
    by_id: Mapping[int, str],
    tasks: Sequence[tuple[str, Role]],
) -> UnitRecord:
    return UnitRecord(
        name=unit.name,
        kind=unit.kind,
        kind_proposed=unit.kind_proposed,
        collective=unit.collective,
        short_names=tuple(names[NameKind.SHORT]),
        former_names=tuple(names[NameKind.FORMER]),
        contact=unit.contact,
        phone=unit.phone,
        email=unit.email,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        successor=by_id.get(unit.successor_id) if unit.successor_id else None,
        tasks=tuple(tasks),
    )
