"""Which version of a task or unit somebody has seen: a change to what moved on since is refused, with what was done.

A version is the id of the newest row of the audit log that touches the task or unit, 0 where none does.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from planner.domain.audit_words import VERBS, brief
from planner.domain.document import name_key
from planner.errors import ChangedSince, VersionUnknown
from planner.store.audit import AuditEvent
from planner.store.progress import Entry
from planner.store.tasks import Task
from planner.store.units import Unit, UnitName
from planner.usecases.acts import Act, AsOf
from planner.usecases.audit import touching
from planner.usecases.lookups import find_task, find_unit, task_code_of
from planner.usecases.reviews import Wanted, wanted_entries

_TOLD = 5


def task_version(session: Session, asked: AsOf, code: str) -> int:
    """The version of a task as known on a day: what was logged for it, its checkpoints, its units' entries."""
    return _version(session, asked, _touches_task(code))


def unit_version(session: Session, asked: AsOf, name: str) -> int:
    """The version of a unit's own row as known on a day: its names, kind, roster, successor; not of its entries.

    Raises UnitMissing.
    """
    return _version(session, asked, _touches_unit(session, find_unit(session, asked.office, name)))


def require_task_seen(session: Session, act: Act, code: str, seen: int | None) -> None:
    """Raise ChangedSince where a task, or the task of a checkpoint, was touched after the version that was seen.

    With None nothing is asked. Raises TaskMissing, VersionUnknown.
    """
    if seen is not None:
        task = find_task(session, act.seen, task_code_of(code)).task
        _require(session, act, f"任务 {task.code}", _touches_task(task.code), seen)


def require_unit_seen(session: Session, act: Act, names: Iterable[str], seen: int | None) -> None:
    """The same for units.

    Raises UnitMissing, VersionUnknown, ChangedSince.
    """
    for name in names if seen is not None else ():
        unit = find_unit(session, act.office, name)
        _require(session, act, f"单位“{unit.name}”", _touches_unit(session, unit), seen or 0)


def require_entries_seen(session: Session, act: Act, wanted: Wanted, seen: int | None) -> None:
    """The same for the tasks of the entries that are to be reviewed.

    Raises NothingToDo, NothingPending, EntryMissing later, VersionUnknown, ChangedSince.
    """
    if seen is not None:
        entries = wanted_entries(session, act, wanted)
        codes = select(Task.code).join(Entry, Entry.task_id == Task.id).where(Entry.id.in_(entries)).distinct()
        for code in session.scalars(codes.order_by(Task.code)).all():
            require_task_seen(session, act, code, seen)


def _version(session: Session, asked: AsOf, touched: ColumnElement[bool]) -> int:
    newest = select(func.max(AuditEvent.id)).where(
        AuditEvent.office == asked.office, AuditEvent.on <= asked.day, touched
    )
    return session.scalar(newest) or 0


def _require(session: Session, act: Act, what: str, touched: ColumnElement[bool], seen: int) -> None:
    newest = session.scalar(select(func.max(AuditEvent.id)).where(AuditEvent.office == act.office)) or 0
    if seen > newest:
        raise VersionUnknown(seen, newest)
    since = session.scalars(
        select(AuditEvent).where(AuditEvent.office == act.office, AuditEvent.id > seen, touched).order_by(AuditEvent.id)
    ).all()
    if since:
        raise ChangedSince(what, [_told(event, act) for event in since[-_TOLD:]], len(since), since[-1].id)


def _told(event: AuditEvent, act: Act) -> str:
    """2024-07-02 09:00 李强 延期 2024-02（2024-06-30 改为 2024-09-30，系统未建成）."""
    moment = event.recorded.astimezone(act.recorded.tzinfo).strftime("%Y-%m-%d %H:%M")
    before, after = brief(event.before), brief(event.after)
    change = f"{before} 改为 {after}" if before and after else after or (f"原来 {before}" if before else "")
    told = "，".join(part for part in (change, event.reason) if part)
    return f"{moment} {event.actor} {VERBS.get(event.verb, event.verb)} {event.target}{f'（{told}）' if told else ''}"


def _touches_task(code: str) -> ColumnElement[bool]:
    return touching(name_key(code))


def _touches_unit(session: Session, unit: Unit) -> ColumnElement[bool]:
    names: Sequence[str] = session.scalars(select(UnitName.name).where(UnitName.unit_id == unit.id)).all()
    named = or_(*(touching(name) for name in names), AuditEvent.after.in_([unit.name]))
    return AuditEvent.verb.like("unit:%") & named
