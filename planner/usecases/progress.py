"""Logging progress: what a unit says becomes the next revision; nothing is ever overwritten."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy.orm import Session

from planner.domain.board import PlanFacts, TaskFacts
from planner.domain.document import name_key
from planner.domain.figures import GivenFigure, fitted, parse_figure
from planner.domain.periods import Period
from planner.domain.permissions import Deed
from planner.domain.progress import Status, TaskState
from planner.domain.wording import WORDS
from planner.errors import (
    EvidenceUnreadable,
    FigureUnreadable,
    PeriodNotBegun,
    PlannerError,
    TaskClosed,
    TextMissing,
)
from planner.store.queries.board import load_tasks
from planner.store.tasks import Task
from planner.store.units import Unit
from planner.usecases.acts import Act, checked_day, require
from planner.usecases.entry_writing import NewEntry, TiedFigure, Words, newest_entries, write_entries
from planner.usecases.lookups import find_task, find_unit, require_confirmed, require_open, require_period
from planner.usecases.own import require_on_task

# 2024-12.2, 2024B-S01.1
_POINT_CODE = re.compile(r"[0-9A-Za-z._]+-[A-Z]?\d+\.\d+")
EVIDENCE_KINDS = ("文号", "文件", "链接")


FactsOf = Callable[[PlanFacts, Task], TaskFacts]


@dataclass(frozen=True, slots=True)
class Said:
    """What a unit says of one task for one period. Figures and evidence are as typed: 案卷评查=2次, 文号:…"""

    task: str
    unit: str
    period: Period
    status: Status
    text: str
    figures: tuple[str, ...] = ()
    problem: str = ""
    cause: str = ""
    next_step: str = ""
    support: str = ""
    evidence: tuple[str, ...] = ()


def log(session: Session, act: Act, said: Said) -> int:
    """Store what a unit says, as the next revision of its entry for the period. Returns the entry's id.

    An entry for a collective is the coordinator's and marked 代报. Raises TaskMissing, UnitMissing, NotOnTask,
    PlanIsDraft, PeriodOutsidePlan, PeriodNotBegun, PeriodClosed, TaskClosed, TextMissing, FigureUnreadable,
    EvidenceUnreadable, EntryBackdated, NotAllowed.
    """
    return _log(session, act, said, lambda plan, task: load_tasks(session, plan, act.on, only=task.id)[0])


def _log(session: Session, act: Act, said: Said, facts_of: FactsOf) -> int:
    plan, task = find_task(session, act.seen, said.task)
    unit = find_unit(session, act.office, said.unit)
    require(act, Deed.FILE, f"替“{unit.name}”填报", units=(unit.id,))
    require_confirmed(plan, act.seen)
    require_period(plan, said.period)
    require_open(session, plan.id, said.period)
    facts = facts_of(plan, task)
    _require_loggable(act, facts, unit, said)
    given = [_tied(parse_figure(figure), facts) for figure in said.figures]
    evidence = [_evidence(item) for item in said.evidence]
    entry = NewEntry(
        task_id=task.id,
        task=task.code,
        unit_id=unit.id,
        unit=unit.name,
        words=Words(
            status=said.status,
            text=said.text,
            figures=tuple(given),
            problem=said.problem,
            cause=said.cause,
            next_step=said.next_step,
            support=said.support,
            evidence=tuple(evidence),
        ),
        before=newest_entries(session, unit.id, [task.id], said.period).get(task.id),
        on_behalf=unit.collective,
    )
    return write_entries(session, act, said.period, [entry])[0]


def log_all(
    session: Session, act: Act, rows: Iterable[tuple[str, Said, dt.date | None]]
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Log many at once: (where it stands, what is said, the day it counts for or None for the act's).

    Returns the entries' ids, and every fault by its place: the caller undoes all where there is one.
    """
    ids, faults = [], []
    read: dict[tuple[int, dt.date], dict[int, TaskFacts]] = {}  # what is logged changes nothing of a task's own

    def facts_of(plan: PlanFacts, task: Task, day: dt.date) -> TaskFacts:
        if (plan.id, day) not in read:
            read[plan.id, day] = {facts.id: facts for facts in load_tasks(session, plan, day, untracked=True)}
        return read[plan.id, day][task.id]

    for place, said, day in rows:
        try:
            on = checked_day(day or act.on, act.on)
            ids.append(_log(session, replace(act, on=on), said, partial(facts_of, day=on)))
        except PlannerError as fault:
            faults.append(f"{place}：{fault}")
    return tuple(ids), tuple(faults)


def _require_loggable(act: Act, facts: TaskFacts, unit: Unit, said: Said) -> None:
    require_on_task(act, facts, unit)
    if facts.state is not TaskState.ACTIVE:
        raise TaskClosed(facts.code, WORDS[facts.state])
    if said.period.first_day > act.on:
        raise PeriodNotBegun(said.period, said.period.first_day)
    if not said.text.strip():
        raise TextMissing


def _tied(given: GivenFigure, facts: TaskFacts) -> TiedFigure:
    """A figure with the checkpoint that its name is the code of, None under a free name."""
    points = {point.code: point for point in facts.checkpoints}
    name = name_key(given.name)
    if name in points:
        return fitted(given, points[name].kind, points[name].unit), points[name].id
    if _POINT_CODE.fullmatch(name):
        raise FigureUnreadable(f"{given.name}={given.printed}", f"的考核点编号不在任务 {facts.code} 里")
    return given, None


def _evidence(text: str) -> tuple[str, str]:
    kind, _, value = text.replace("：", ":", 1).partition(":")
    if kind.strip() not in EVIDENCE_KINDS or not value.strip():
        raise EvidenceUnreadable(text)
    return kind.strip(), value.strip()
