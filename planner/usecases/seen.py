"""Before a change: whether what is to be changed is still as whoever changes it has seen it."""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from planner.domain.document import name_key
from planner.domain.periods import Period
from planner.domain.permissions import Deed
from planner.errors import ChangedSince
from planner.store.audit import AuditEvent
from planner.store.plans import Plan
from planner.store.progress import Entry
from planner.store.tasks import ExtensionRequest, Task
from planner.store.units import Unit
from planner.usecases.acts import Act, require, require_coordinator
from planner.usecases.audit import touching
from planner.usecases.lookups import find_plan, find_plan_for, find_task, find_unit, lookup_unit, task_code_of
from planner.usecases.own import require_task
from planner.usecases.reviews import Wanted, wanted_entries
from planner.usecases.versions import (
    acts_after,
    named,
    readable,
    told_act,
    touches_report,
    touches_task,
    touches_unit,
)

_TOLD = 5
"""So many acts are told, the last ones."""
_OF_PERIODS = ("plan:close-period", "plan:reopen-period", "form:round")


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
        _require(session, act, f"任务 {task.code} ", touches_task(task.code), seen)


def require_unit_seen(session: Session, act: Act, names: Iterable[str], seen: str | None) -> None:
    """The same for units.

    Raises UnitMissing, NotAllowed, VersionUnknown, ChangedSince.
    """
    if seen is not None:
        require_coordinator(act, "改动单位名录")
    for name in names if seen is not None else ():
        unit = find_unit(session, act.office, name)
        _require(session, act, f"单位“{unit.name}”", touches_unit(session, unit), seen or "0")


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
        _require(session, act, f"{year}年的报告", touches_report(year), seen)


def require_user_seen(session: Session, act: Act, name: str, seen: str | None) -> None:
    """The same for a user: somebody else may have been entered under the name.

    Raises VersionUnknown, ChangedSince.
    """
    if seen is not None:
        require_coordinator(act, "改动用户名单")
        touched = AuditEvent.verb.like("user:%") & AuditEvent.target.in_((name, name.strip()))
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
        require_coordinator(act, "审核填报")
        entries = wanted_entries(session, act, wanted)
        ids = select(Entry.task_id).where(Entry.id.in_(entries))
        _require_tasks_seen(session, act, ids, seen)


def require_requests_seen(session: Session, act: Act, requests: Iterable[int], seen: str | None) -> None:
    """The same for the tasks of the requests for more time that are to be answered.

    Raises ExtensionMissing later, VersionUnknown, ChangedSince.
    """
    if seen is not None:
        require_coordinator(act, "批复延期申请")
        ids = select(ExtensionRequest.task_id).where(ExtensionRequest.id.in_(list(requests)))
        _require_tasks_seen(session, act, ids, seen)


def _require_tasks_seen(
    session: Session, act: Act, ids: Select[int], seen: str, *, filing: Collection[str] = ()
) -> None:
    of_office = select(Task.code).join(Plan, Plan.id == Task.plan_id).where(Plan.office == act.office, Task.id.in_(ids))
    for code in session.scalars(of_office.order_by(Task.code)).all():
        require_task_seen(session, act, code, seen, filing=filing)


def _require(session: Session, act: Act, what: str, touched: ColumnElement[bool], seen: str) -> None:
    since = acts_after(session, act.office, touched, seen)
    if since:
        shown = readable(session, act, since)
        newest = named(since[-1].id, since[-1].hash)
        raise ChangedSince(what, [told_act(event, act) for event in shown[-_TOLD:]], len(since), len(shown), newest)
