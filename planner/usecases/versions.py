"""Versions of tasks, units, plans and reports, and what was done since one.

A version is the id of the newest row of the audit log that touches a task, unit or plan, with the first digits of that
row's hash (128-3f9a): after a restore the same ids are given to other acts. "0" where no row does.
"""

import re
from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import Session

from planner.domain.audit_words import VERBS, ActTold, brief
from planner.domain.document import name_key
from planner.domain.permissions import Deed, may
from planner.errors import VersionUnknown
from planner.store.audit import AuditEvent
from planner.store.units import Unit, UnitName
from planner.usecases.acts import Act, AsOf, require, sees_all
from planner.usecases.audit import touching
from planner.usecases.lookups import find_plan, find_unit
from planner.usecases.own import own_names

OF_TASKS = ("plan:review", "plan:revise", "plan:rollover", "unit:succeed")
_DIGITS = 4
# 128-3f9a, 128, 0
_VERSION = re.compile(rf"(\d{{1,18}})(?:-([0-9a-f]{{{_DIGITS},64}}))?", re.ASCII)


def task_version(session: Session, asked: AsOf, code: str) -> str:
    """The version of a task as known on a day: what was logged for it, its checkpoints, its units' entries."""
    return _version(session, asked, touches_task(code))


def plan_version(session: Session, asked: AsOf, code: str) -> str:
    """The version of a plan as known on a day: what was logged for it, its tasks, periods and rounds.

    Raises PlanMissing, PlanNotYet.
    """
    return _version(session, asked, touching(find_plan(session, asked, code).code))


def office_version(session: Session, asked: AsOf) -> str:
    """The version of all that an office has, as known on a day: who looks through a list has seen this one."""
    return _version(session, asked, true())


def unit_version(session: Session, asked: AsOf, name: str) -> str:
    """The version of a unit's own row as known on a day: its names, kind, roster, successor; not of its entries.

    Raises UnitMissing.
    """
    return _version(session, asked, touches_unit(session, find_unit(session, asked.office, name)))


def report_version(session: Session, asked: AsOf, year: int) -> str:
    """The version of the published report of a year as known on a day."""
    return _version(session, asked, touches_report(year))


def acts_since(session: Session, asked: AsOf, code: str, seen: str) -> tuple[ActTold, ...]:
    """What was done to a plan and its tasks after a version, as known on a day.

    Raises VersionUnknown, and what finding the plan raises.
    """
    require(asked, Deed.INSPECT, "查看操作记录")
    since = acts_after(session, asked.office, touching(find_plan(session, asked, code).code), seen)
    return tuple(
        ActTold(event.target, f"{event.on} {event.actor} {VERBS.get(event.verb, event.verb)}")
        for event in since
        if event.on <= asked.day
    )


def last_told(session: Session, act: Act, code: str) -> str:
    """What was done last to a task's or checkpoint's own words, units and days, and by whom, in brackets; or blank."""
    changed = or_(AuditEvent.verb.like("task:%"), AuditEvent.verb.in_(OF_TASKS))
    below = AuditEvent.target.startswith(f"{code}.", autoescape=True)
    query = select(AuditEvent).where(AuditEvent.office == act.office, touching(code), changed, ~below)
    last = session.scalars(query.order_by(AuditEvent.id.desc()).limit(1)).first()
    return f"（最近是 {told_act(last, act)}）" if last else ""


def last_by(session: Session, office: str, verbs: Sequence[str], targets: Sequence[str]) -> str:
    """When and by whom one of these verbs was last done to one of these targets: 2024-07-02 李强; or blank.

    For whoever may read the log.
    """
    done = (AuditEvent.office == office, AuditEvent.verb.in_(verbs), AuditEvent.target.in_(targets))
    last = session.scalars(select(AuditEvent).where(*done).order_by(AuditEvent.id.desc()).limit(1)).first()
    return f"{last.on} {last.actor}" if last else ""


def _version(session: Session, asked: AsOf, touched: ColumnElement[bool]) -> str:
    """Of the acts before the first that counts only later, which the day doesn't show: a version tells of all before.

    Acts are logged when they are done, and may count for earlier days than those before them.
    """
    ours = AuditEvent.office == asked.office
    hidden = session.scalar(select(func.min(AuditEvent.id)).where(ours, AuditEvent.on > asked.day, touched))
    shown = select(AuditEvent.id, AuditEvent.hash).where(ours, touched)
    if hidden is not None:
        shown = shown.where(AuditEvent.id < hidden)
    newest = session.execute(shown.order_by(AuditEvent.id.desc()).limit(1)).first()
    return named(*newest) if newest else "0"


def named(number: int, digest: str) -> str:
    """The version that an act makes, by its id and hash."""
    return f"{number}-{digest[:_DIGITS]}"


def acts_after(session: Session, office: str, touched: ColumnElement[bool], seen: str) -> Sequence[AuditEvent]:
    """The acts that touch something after a version of it.

    Raises VersionUnknown.
    """
    later = AuditEvent.id > _known(session, office, seen)
    query = select(AuditEvent).where(AuditEvent.office == office, later, touched)
    return session.scalars(query.order_by(AuditEvent.id)).all()


def readable(session: Session, act: Act, events: Sequence[AuditEvent]) -> Sequence[AuditEvent]:
    """What the actor may be told: a liaison not what other units filed or asked for, nor how that was answered."""
    if sees_all(act.seen):
        return events
    own = set(own_names(session, act.seen))
    return [event for event in events if event.verb.startswith("task:") or not own.isdisjoint(event.target.split(" "))]


def _known(session: Session, office: str, seen: str) -> int:
    """The id of the act that a version names: its number alone will do where somebody types it.

    Raises VersionUnknown where the log has no such act: mistyped, or taken back by a restore.
    """
    found = _VERSION.fullmatch(name_key(seen).lower())
    if found and found[0] == "0":
        return 0
    number, begins = (int(found[1]), found[2] or "") if found else (0, "")
    digest = session.scalar(select(AuditEvent.hash).where(AuditEvent.office == office, AuditEvent.id == number))
    if digest is None or not digest.startswith(begins):
        raise VersionUnknown(seen)
    return number


def told_act(event: AuditEvent, act: Act) -> str:
    """An act for people: 2024-07-02 09:00 李强 延期 2024-02（2024-06-30 改为 2024-09-30，系统未建成）.

    What stands in the brackets is for those who may read the log, and of a unit's own rows for that unit.
    """
    moment = event.recorded.astimezone(act.recorded.tzinfo).strftime("%Y-%m-%d %H:%M")
    told = _details(event) if may(act.actor, Deed.INSPECT) or not event.verb.startswith("task:") else ""
    return f"{moment} {event.actor} {VERBS.get(event.verb, event.verb)} {event.target}{f'（{told}）' if told else ''}"


def _details(event: AuditEvent) -> str:
    before, after = brief(event.before), brief(event.after)
    change = f"{before} 改为 {after}" if before and after else after or (f"原来 {before}" if before else "")
    return "，".join(part for part in (change, event.reason) if part)


def touches_task(code: str) -> ColumnElement[bool]:
    """Whether an act is of a task, its checkpoints or its units' entries."""
    return touching(name_key(code))


def touches_report(year: int) -> ColumnElement[bool]:
    """Whether an act is of the published report of a year."""
    return AuditEvent.verb.like("report:%") & touching(str(year))


def touches_unit(session: Session, unit: Unit) -> ColumnElement[bool]:
    """Whether an act is of a unit itself, under whichever of its names."""
    names: Sequence[str] = session.scalars(select(UnitName.name).where(UnitName.unit_id == unit.id)).all()
    return AuditEvent.verb.like("unit:%") & or_(*(touching(name) for name in names))
