"""Rosters: the members of a collective name, by date."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.document import name_key
from planner.domain.kinds import names_those_concerned
from planner.domain.names import kept_name
from planner.errors import NotOnTask, RosterNeedsTask, UnitIsCollective, UnitNotCollective
from planner.store.tasks import Assignment, Task
from planner.store.units import Roster, RosterMember, Unit
from planner.usecases.acts import Act, AsOf, require_coordinator, sees_all
from planner.usecases.audit import record
from planner.usecases.lookups import find_task, find_unit
from planner.usecases.own import own_names, require_task
from planner.usecases.registry import registered


@dataclass(frozen=True, slots=True)
class RosterView:
    """A collective's members from a day on. `task` is None for the general roster."""

    collective: str
    task: str | None
    since: dt.date
    members: tuple[str, ...]


def set_members(
    session: Session, act: Act, collective: str, members: Sequence[str], *, task: str | None = None
) -> RosterView:
    """Set a collective's roster from the act's day on; the one before stays for the days before.

    A class that names those concerned (有关, 相关, 具体) has one roster a task. Members that the registry doesn't
    know are entered, their kind proposed. Raises UnitMissing, UnitNotCollective, UnitIsCollective for a member,
    RosterNeedsTask, NotOnTask, TaskMissing.
    """
    require_coordinator(act, "设置名册")
    unit = find_unit(session, act.office, collective)
    if not unit.collective:
        raise UnitNotCollective(unit.name)
    if task is None and names_those_concerned(unit.name):
        raise RosterNeedsTask(unit.name)
    of_task = find_task(session, act.seen, task).task if task else None
    if of_task is not None:
        _require_on_task(session, act.on, unit, of_task)
    before = _newest(session, unit.id, of_task.id if of_task else None, act.on)
    roster = Roster(collective_id=unit.id, task_id=of_task.id if of_task else None, valid_from=act.on)
    session.add(roster)
    session.flush()  # its members need its id
    names = _add_members(session, act, roster, members)
    target = f"{of_task.code} {unit.name}" if of_task else unit.name
    record(session, act, "unit:members", target, before=list(before.members) if before else None, after=list(names))
    return RosterView(unit.name, of_task.code if of_task else None, act.on, names)


def show_members(session: Session, asked: AsOf, collective: str, task: str | None = None) -> tuple[RosterView, ...]:
    """The rosters of a collective that hold on a day: the general one and those of single tasks.

    With `task` the one that holds for it: its own, else the general one. A liaison sees those that its unit is on.

    Raises UnitMissing, UnitNotCollective, TaskMissing, NotOnTask, NotAllowed.
    """
    return tuple(view for view in _held(session, asked, collective, task) if _is_seen(session, asked, view))


def hides_members(session: Session, asked: AsOf, collective: str, task: str | None = None) -> bool:
    """Whether of the rosters that show_members asks for there is one that a liaison doesn't see.

    Raises what show_members raises.
    """
    return not all(_is_seen(session, asked, view) for view in _held(session, asked, collective, task))


def _is_seen(session: Session, asked: AsOf, view: RosterView) -> bool:
    return sees_all(asked) or not set(own_names(session, asked)).isdisjoint(view.members)


def _held(session: Session, asked: AsOf, collective: str, task: str | None) -> list[RosterView]:
    unit = find_unit(session, asked.office, collective)
    if not unit.collective:
        raise UnitNotCollective(unit.name)
    if task is not None:
        return _held_for(session, asked, unit, task)
    tasks = session.scalars(
        select(Roster.task_id).where(Roster.collective_id == unit.id, Roster.valid_from <= asked.day).distinct()
    ).all()
    views = [_newest(session, unit.id, task_id, asked.day) for task_id in sorted(tasks, key=lambda t: t or 0)]
    return [view for view in views if view is not None]


def _held_for(session: Session, asked: AsOf, unit: Unit, code: str) -> list[RosterView]:
    """The roster that holds for one task, if any."""
    plan, task = find_task(session, asked, code)
    require_task(session, asked, plan, task)
    _require_on_task(session, asked.day, unit, task)
    view = _newest(session, unit.id, task.id, asked.day) or _newest(session, unit.id, None, asked.day)
    return [view] if view else []


def _require_on_task(session: Session, day: dt.date, unit: Unit, task: Task) -> None:
    on_task = session.scalar(
        select(Assignment.id)
        .where(Assignment.task_id == task.id, Assignment.unit_id == unit.id, Assignment.valid_from <= day)
        .where(Assignment.valid_to.is_(None) | (Assignment.valid_to > day))
        .limit(1)
    )
    if on_task is None:
        raise NotOnTask(task.code, unit.name, ())


def _add_members(session: Session, act: Act, roster: Roster, members: Sequence[str]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for name in {name_key(member): member for member in members}.values():
        member = registered(session, act, kept_name(name, "单位名称"), reason="名册")
        if member.collective:
            raise UnitIsCollective(member.name, "名册")
        if member.name not in names:
            session.add(RosterMember(roster_id=roster.id, unit_id=member.id, position=len(names)))
        names[member.name] = None
    return tuple(names)


def _newest(session: Session, collective_id: int, task_id: int | None, day: dt.date) -> RosterView | None:
    rosters = session.scalars(
        select(Roster)
        .where(Roster.collective_id == collective_id, Roster.valid_from <= day)
        .where(Roster.task_id.is_(None) if task_id is None else Roster.task_id == task_id)
        .order_by(Roster.valid_from.desc(), Roster.id.desc())
        .limit(1)
    ).first()
    if rosters is None:
        return None
    members = session.scalars(
        select(Unit.name)
        .join(RosterMember, RosterMember.unit_id == Unit.id)
        .where(RosterMember.roster_id == rosters.id)
        .order_by(RosterMember.position)
    ).all()
    task = session.get(Task, task_id) if task_id is not None else None
    collective = session.get_one(Unit, collective_id)
    return RosterView(collective.name, task.code if task else None, rosters.valid_from, tuple(members))
