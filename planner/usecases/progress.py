"""Logging progress: what a unit says becomes the next revision; nothing is ever overwritten."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.board import TaskFacts
from planner.domain.document import name_key
from planner.domain.figures import GivenFigure, fitted, parse_figure
from planner.domain.periods import Period
from planner.domain.progress import Basis, Status, TaskState
from planner.domain.wording import FROM_TEXT, WORDS
from planner.errors import (
    EntryBackdated,
    EvidenceUnreadable,
    FigureUnreadable,
    NotAllowed,
    NotOnTask,
    PeriodNotBegun,
    PlannerError,
    TaskClosed,
    TextMissing,
)
from planner.extraction.quantities import Quantity, find_numbers, find_quantities
from planner.store.progress import Entry, Evidence, Figure, FilingSlot
from planner.store.queries.board import load_tasks
from planner.store.tasks import Assignment, Task
from planner.store.units import Unit
from planner.usecases.acts import Act, checked_day
from planner.usecases.audit import record
from planner.usecases.lookups import find_task, find_unit, require_confirmed, require_period

_NAME_LENGTH = 30
# 2024-12.2, 2024B-S01.1
_POINT_CODE = re.compile(r"[0-9A-Za-z._]+-[A-Z]?\d+\.\d+")
EVIDENCE_KINDS = ("文号", "文件", "链接")


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
    PlanIsDraft, PeriodOutsidePlan, PeriodNotBegun, TaskClosed, TextMissing, FigureUnreadable, EvidenceUnreadable,
    EntryBackdated, NotAllowed.
    """
    plan, task = find_task(session, act.seen, said.task)
    unit = find_unit(session, act.office, said.unit)
    if not act.actor.may_log_for(unit.id):
        raise NotAllowed(act.actor.name, f"替“{unit.name}”填报")
    require_confirmed(plan, act.seen)
    require_period(plan, said.period)
    facts = next(iter(load_tasks(session, plan, act.on, only=task.id)))
    _require_loggable(act, facts, unit, said)
    given = [_tied(parse_figure(figure), facts) for figure in said.figures]
    evidence = [_evidence(item) for item in said.evidence]
    previous = _previous(session, task, unit, said.period)
    if previous is not None and previous.on > act.on:
        raise EntryBackdated(act.on, previous.on)
    entry = Entry(
        task_id=task.id,
        unit_id=unit.id,
        period=str(said.period),
        revision=(previous.revision if previous else 0) + 1,
        status=said.status,
        text=said.text.strip(),
        problem=said.problem.strip(),
        cause=said.cause.strip(),
        next_step=said.next_step.strip(),
        support=said.support.strip(),
        on_behalf=unit.collective,
        actor=act.actor.name,
        on=act.on,
        recorded=act.recorded,
    )
    session.add(entry)
    session.flush()  # figures, evidence and slots need its id
    _add_figures(session, entry, given)
    session.add_all(
        Evidence(entry_id=entry.id, position=place, kind=kind, value=value)
        for place, (kind, value) in enumerate(evidence)
    )
    _point_to(session, entry)
    record(
        session,
        act,
        "progress:log",
        f"{task.code} {unit.name} {said.period}",
        before={"entry": previous.id} if previous else None,
        after={"entry": entry.id, "revision": entry.revision, "status": entry.status.value},
    )
    return entry.id


def log_all(
    session: Session, act: Act, rows: Iterable[tuple[str, Said, dt.date | None]]
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Log many at once: (where it stands, what is said, the day it counts for or None for the act's).

    Returns the entries' ids, and every fault by its place: the caller undoes all where there is one.
    """
    ids, faults = [], []
    for place, said, day in rows:
        try:
            ids.append(log(session, replace(act, on=checked_day(day or act.on, act.on)), said))
        except PlannerError as fault:
            faults.append(f"{place}：{fault}")
    return tuple(ids), tuple(faults)


def _require_loggable(act: Act, facts: TaskFacts, unit: Unit, said: Said) -> None:
    if facts.state is not TaskState.ACTIVE:
        raise TaskClosed(facts.code, WORDS[facts.state])
    on_task = {p.unit.id: p.unit.name for p in facts.participants} | {c.unit.id: c.unit.name for c in facts.collectives}
    if unit.id not in on_task:
        raise NotOnTask(facts.code, unit.name, tuple(on_task.values()))
    if said.period.first_day > act.on:
        raise PeriodNotBegun(said.period, said.period.first_day)
    if not said.text.strip():
        raise TextMissing


def _tied(given: GivenFigure, facts: TaskFacts) -> tuple[GivenFigure, int | None]:
    """A figure with the checkpoint that its name is the code of, None under a free name."""
    points = {point.code: point for point in facts.checkpoints}
    name = name_key(given.name)
    if name in points:
        return fitted(given, points[name]), points[name].id
    if _POINT_CODE.fullmatch(name):
        raise FigureUnreadable(f"{given.name}={given.printed}", f"的考核点编号不在任务 {facts.code} 里")
    return given, None


def _evidence(text: str) -> tuple[str, str]:
    kind, _, value = text.replace("：", ":", 1).partition(":")
    if kind.strip() not in EVIDENCE_KINDS or not value.strip():
        raise EvidenceUnreadable(text)
    return kind.strip(), value.strip()


def _previous(session: Session, task: Task, unit: Unit, period: Period) -> Entry | None:
    """The newest entry of a unit for the period; where it took over from another unit, that one's counts on."""
    lineage = [unit.id]
    for unit_id in lineage:  # grows as it goes: those it took over from, and those they did
        lineage += session.scalars(select(Unit.id).where(Unit.successor_id == unit_id, Unit.id.not_in(lineage)))
    return session.scalar(
        select(Entry)
        .where(Entry.task_id == task.id, Entry.unit_id.in_(lineage), Entry.period == str(period))
        .order_by(Entry.revision.desc())
        .limit(1)
    )


def _add_figures(session: Session, entry: Entry, given: Sequence[tuple[GivenFigure, int | None]]) -> None:
    """The figures given, then the numbers with a unit of measure in the text that none of them says already (文中)."""
    found = [(figure, None) for figure in figures_in(entry.text) if not _said(figure, given)]
    for position, (figure, checkpoint_id) in enumerate([*given, *found]):
        session.add(
            Figure(
                entry_id=entry.id,
                position=position,
                checkpoint_id=checkpoint_id,
                name=figure.name,
                value=figure.value,
                part=figure.part,
                whole=figure.whole,
                unit=figure.unit,
                basis=figure.basis,
                from_text=position >= len(given),
                printed=figure.printed,
            )
        )


def figures_in(text: str) -> list[GivenFigure]:
    """The numbers with a unit of measure in a text, each under the words before it in its clause."""
    return [_found(text, quantity) for quantity in find_quantities(text)]


def numbers_in(text: str) -> list[GivenFigure]:
    """Every number in a text but dates and names, as figures_in gives them: what a report prints must be traced."""
    return [_found(text, quantity) for quantity in find_numbers(text)]


def _found(text: str, quantity: Quantity) -> GivenFigure:
    words = _words_before(text, quantity.start)
    return GivenFigure(
        name=words,
        value=Decimal(str(quantity.value)),
        part=None,
        whole=None,
        unit=quantity.unit,
        basis=Basis.YEAR_TO_DATE if "累计" in words else Basis.PERIOD,
        printed=text[quantity.start : quantity.end],
    )


def _words_before(text: str, start: int) -> str:
    clause = re.split(r"[，。；、：！？,;:!?\s（）()]", text[:start])[-1]
    return clause[-_NAME_LENGTH:] or FROM_TEXT


def _said(figure: GivenFigure, given: Sequence[tuple[GivenFigure, int | None]]) -> bool:
    numbers = {(g.value, g.unit) for g, _ in given} | {(n, g.unit) for g, _ in given for n in (g.part, g.whole) if n}
    return (figure.value, figure.unit) in numbers


def _point_to(session: Session, entry: Entry) -> None:
    """Let the slot of the period and the unit's assignments name this entry as what was said last."""
    slot = session.get(FilingSlot, (entry.task_id, entry.unit_id, entry.period))
    if slot is None:
        slot = FilingSlot(task_id=entry.task_id, unit_id=entry.unit_id, period=entry.period, current_entry_id=entry.id)
        session.add(slot)
    slot.current_entry_id = entry.id
    newest = session.scalar(
        select(FilingSlot.current_entry_id)
        .where(FilingSlot.task_id == entry.task_id, FilingSlot.unit_id == entry.unit_id)
        .order_by(FilingSlot.period.desc())
        .limit(1)
    )
    for assignment in session.scalars(
        select(Assignment).where(Assignment.task_id == entry.task_id, Assignment.unit_id == entry.unit_id)
    ):
        assignment.current_entry_id = newest
