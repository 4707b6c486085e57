"""Which version of something somebody has seen: a change to what moved on since is refused, with what was done.

A version is the id of the newest row of the audit log that touches a task, unit or plan, with the first digits of that
row's hash (128-3f9a): after a restore the same ids are given to other acts. "0" where no row does.
"""

import re
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import Session

from planner.domain.audit_words import VERBS, ActTold, brief
from planner.domain.document import name_key
from planner.domain.periods import Period
from planner.domain.permissions import Deed, may
from planner.errors import ChangedSince, VersionUnknown
from planner.store.audit import AuditEvent
from planner.store.plans import Plan
from planner.store.progress import Entry
from planner.store.tasks import ExtensionRequest, Task
from planner.store.units import Unit, UnitName
from planner.usecases.acts import Act, AsOf, require, require_coordinator, sees_all
from planner.usecases.audit import touching
from planner.usecases.lookups import find_plan, find_plan_for, find_task, find_unit, lookup_unit, task_code_of
from planner.usecases.own import own_names, require_task
from planner.usecases.reviews import Wanted, wanted_entries

_TOLD = 5
_OF_PERIODS = ("plan:close-period", "plan:reopen-period", "form:round")
OF_TASKS = ("plan:review", "plan:revise", "plan:rollover", "unit:succeed")
_DIGITS = 4
# 128-3f9a, 128, 0
_VERSION = re.compile(rf"(\d{{1,18}})(?:-([0-9a-f]{{{_DIGITS},64}}))?", re.ASCII)


def task_version(session: Session, asked: AsOf, code: str) -> str:
    """The version of a task as known on a day: what was logged for it, its checkpoints, its units' entries."""
    return _version(session, asked, _touches_task(code))


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
    return _version(session, asked, _touches_unit(session, find_unit(session, asked.office, name)))


def report_version(session: Session, asked: AsOf, year: int) -> str:
    """The version of the published report of a year as known on a day."""
    return _version(session, asked, _touches_report(year))


def acts_since(session: Session, asked: AsOf, code: str, seen: str) -> tuple[ActTold, ...]:
    """What was done to a plan and its tasks after a version, as known on a day.

    Raises VersionUnknown, and what finding the plan raises.
    """
    require(asked, Deed.INSPECT, "查看操作记录")
    since = _since(session, asked.office, touching(find_plan(session, asked, code).code), seen)
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


def require_task_seen(session: Session, act: Act, code: str, seen: str | None, *, filing: Collection[str] = ()) -> None:
    """Raise ChangedSince where a task, or the task of a checkpoint, was touched after the version that was seen.

    With None nothing is asked. Who may not make the change (`filing`: the units in whose names something is said) is
    refused before anything is told. Raises TaskMissing, NotAllowed, VersionUnknown.
    """
    if seen is not None:
        plan, task = find_task(session, act.seen, task_code_of(code))
        if filing:
            for unit in filter(None, (lookup_unit(session, act.office, name) for name in filing)):
                require(act, Deed.FILE, f"替“{unit.name}”填报", units=(unit.id,))
            require_task(session, act.seen, plan, task)
        else:
            require_coordinator(act, f"改动任务 {task.code}")
        _require(session, act, f"任务 {task.code} ", _touches_task(task.code), seen)


def require_unit_seen(session: Session, act: Act, names: Iterable[str], seen: str | None) -> None:
    """The same for units.

    Raises UnitMissing, NotAllowed, VersionUnknown, ChangedSince.
    """
    if seen is not None:
        require_coordinator(act, "改动单位名录")
    for name in names if seen is not None else ():
        unit = find_unit(session, act.office, name)
        _require(session, act, f"单位“{unit.name}”", _touches_unit(session, unit), seen or "0")


def require_known_units_seen(session: Session, act: Act, names: Iterable[str], seen: str | None) -> None:
    """The same for those of the names that the registry knows, as a list of units brings them.

    Raises VersionUnknown, ChangedSince.
    """
    if seen is not None:
        units = [lookup_unit(session, act.office, name) for name in names]
        require_unit_seen(session, act, dict.fromkeys(unit.name for unit in units if unit), seen)


def require_kinds_seen(session: Session, act: Act, seen: str | None) -> None:
    """The same for all units whose kinds are proposed.

    Raises VersionUnknown, ChangedSince.
    """
    if seen is not None:
        proposed = select(Unit.name).where(Unit.office == act.office, Unit.kind_proposed).order_by(Unit.id)
        require_unit_seen(session, act, session.scalars(proposed).all(), seen)


def require_plan_seen(
    session: Session, act: Act, code: str | None, seen: str | None, *, period: Period | None = None, verbs: str = "%"
) -> None:
    """The same for a plan and all that belongs to it: the one with a code, or the only one that a period is of.

    `verbs` are the acts that count, as LIKE has them. Raises what finding the plan raises, VersionUnknown,
    ChangedSince.
    """
    if seen is not None:
        plan = find_plan_for(session, act.seen, period, code) if period else find_plan(session, act.seen, code)
        require_coordinator(act, f"改动计划“{plan.code}”")
        touched = touching(plan.code) & AuditEvent.verb.like(verbs)
        _require(session, act, f"计划“{plan.code}”", touched, seen)


def require_period_seen(session: Session, act: Act, period: Period, code: str | None, seen: str | None) -> None:
    """The same for what was said of a period as a whole: closed, opened again, its forms asked back by another day.

    Raises what finding the plan raises, VersionUnknown, ChangedSince.
    """
    if seen is not None:
        plan = find_plan_for(session, act.seen, period, code)
        require_coordinator(act, f"改动填报期 {period}")
        touched = touching(f"{plan.code} {period}") & AuditEvent.verb.in_(_OF_PERIODS)
        _require(session, act, f"填报期 {period} ", touched, seen)


def require_report_seen(session: Session, act: Act, year: int, seen: str | None) -> None:
    """The same for the published report of a year.

    Raises VersionUnknown, ChangedSince.
    """
    if seen is not None:
        require_coordinator(act, f"改动{year}年的报告")
        _require(session, act, f"{year}年的报告", _touches_report(year), seen)


def require_user_seen(session: Session, act: Act, name: str, seen: str | None) -> None:
    """The same for a user: somebody else may have been entered under the name.

    Raises VersionUnknown, ChangedSince.
    """
    if seen is not None:
        require_coordinator(act, "改动用户名单")
        touched = AuditEvent.verb.like("user:%") & (AuditEvent.target == name)
        _require(session, act, f"用户“{name}”", touched, seen)


def require_known_tasks_seen(
    session: Session, act: Act, codes: Iterable[str], seen: str | None, *, filing: Collection[str] = ()
) -> None:
    """The same for those of the codes that are tasks', as a table brings them.

    Raises VersionUnknown, ChangedSince.
    """
    if seen is not None:
        named = {name_key(code) for code in codes}
        _require_tasks_seen(session, act, select(Task.id).where(Task.code.in_(named)), seen, filing=filing)


def require_entries_seen(session: Session, act: Act, wanted: Wanted, seen: str | None) -> None:
    """The same for the tasks of the entries that are to be reviewed.

    Raises NothingToDo, NothingPending, EntryMissing later, VersionUnknown, ChangedSince.
    """
    if seen is not None:
        entries = wanted_entries(session, act, wanted)
        ids = select(Entry.task_id).where(Entry.id.in_(entries))
        _require_tasks_seen(session, act, ids, seen)


def require_requests_seen(session: Session, act: Act, requests: Iterable[int], seen: str | None) -> None:
    """The same for the tasks of the requests for more time that are to be answered.

    Raises ExtensionMissing later, VersionUnknown, ChangedSince.
    """
    if seen is not None:
        ids = select(ExtensionRequest.task_id).where(ExtensionRequest.id.in_(list(requests)))
        _require_tasks_seen(session, act, ids, seen)


def _require_tasks_seen(
    session: Session, act: Act, ids: Select[int], seen: str, *, filing: Collection[str] = ()
) -> None:
    of_office = select(Task.code).join(Plan, Plan.id == Task.plan_id).where(Plan.office == act.office, Task.id.in_(ids))
    for code in session.scalars(of_office.order_by(Task.code)).all():
        require_task_seen(session, act, code, seen, filing=filing)


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
    return _named(*newest) if newest else "0"


def _named(number: int, digest: str) -> str:
    return f"{number}-{digest[:_DIGITS]}"


def _require(session: Session, act: Act, what: str, touched: ColumnElement[bool], seen: str) -> None:
    since = _since(session, act.office, touched, seen)
    if since:
        shown = readable(session, act, since)
        newest = _named(since[-1].id, since[-1].hash)
        raise ChangedSince(what, [told_act(event, act) for event in shown[-_TOLD:]], len(since), len(shown), newest)


def _since(session: Session, office: str, touched: ColumnElement[bool], seen: str) -> Sequence[AuditEvent]:
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


def _touches_task(code: str) -> ColumnElement[bool]:
    return touching(name_key(code))


def _touches_report(year: int) -> ColumnElement[bool]:
    return AuditEvent.verb.like("report:%") & touching(str(year))


def _touches_unit(session: Session, unit: Unit) -> ColumnElement[bool]:
    names: Sequence[str] = session.scalars(select(UnitName.name).where(UnitName.unit_id == unit.id)).all()
    return AuditEvent.verb.like("unit:%") & or_(*(touching(name) for name in names))
