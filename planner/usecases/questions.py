"""Puts beside each entry what a careful reader would ask: all that the questions need, in a fixed number of reads."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from planner.domain.beside import Beside, FigureBefore, Said, open_points, silent_members
from planner.domain.board import PlanFacts, Standings, TaskFacts
from planner.domain.drafts import Comparator
from planner.domain.entries import EntryView, FigureView
from planner.domain.likeness import words_of
from planner.domain.periods import Period
from planner.domain.permissions import Deed, may
from planner.domain.progress import Basis, Filing, Standing, Status, Verdict, standing
from planner.domain.questions import SHARES, Question, questions
from planner.extraction.substance import is_loose, text_facts
from planner.store.progress import Entry, Figure, Review
from planner.store.queries.board import load_plans, load_tasks
from planner.store.queries.filings import inherited, load_filings
from planner.store.tasks import Task
from planner.store.units import Unit
from planner.usecases.acts import AsOf
from planner.usecases.entries import figures_by_entry

_Row = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class _Desk:
    """All of a plan that its entries are read beside.

    `standings` pass a unit's filings on to its successor; `rows` are all entries and `said` the words of those that
    stand, by id; `neighbours` the ids of those, by task and period and by unit and period; `figures` the running
    totals and shares that were accepted, by entry.
    """

    plan: PlanFacts
    day: dt.date
    tasks: Mapping[str, TaskFacts]
    standings: Standings
    rows: Mapping[int, _Row]
    said: Mapping[int, Said]
    neighbours: Mapping[tuple[str, int, str], Sequence[int]]
    figures: Mapping[int, Sequence[FigureView]]


def questions_for(session: Session, asked: AsOf, views: Iterable[EntryView]) -> dict[int, tuple[Question, ...]]:
    """What a careful reader would ask of each entry, by its id; nothing for those who don't review.

    The reads are as many for one entry as for a thousand of the same plan.
    """
    if not may(asked.actor, Deed.INSPECT):
        return {}  # they tell what other units said
    plans = {plan.code: plan for plan in load_plans(session, asked.office)}
    by_plan: dict[str, list[EntryView]] = defaultdict(list)
    for view in views:
        by_plan[view.task.rpartition("-")[0]].append(view)
    found: dict[int, tuple[Question, ...]] = {}
    for code, of_plan in by_plan.items():
        desk = _desk(session, asked, plans[code])
        found |= {view.id: questions(view, _beside(desk, view)) for view in of_plan}
    return found


# ---- what is read ----


def _desk(session: Session, asked: AsOf, plan: PlanFacts) -> _Desk:
    filings = load_filings(session, plan.id, as_of=asked.day, today=asked.today)
    own = {key: standing(found) for key, found in filings.items()}
    rows = _rows(session, plan, asked.day)
    said = {f.entry_id: _said(rows[f.entry_id]) for held in own.values() for f in _stood(held)}
    neighbours: dict[tuple[str, int, str], list[int]] = defaultdict(list)
    for entry_id in sorted(said):
        row = rows[entry_id]
        neighbours["task", row.task_id, row.period].append(entry_id)
        neighbours["unit", row.unit_id, row.period].append(entry_id)
    return _Desk(
        plan=plan,
        day=asked.day,
        tasks={task.code: task for task in load_tasks(session, plan, asked.day, untracked=True)},
        standings={key: standing(found) for key, found in inherited(session, filings, asked.office, asked.day).items()},
        rows=rows,
        said=said,
        neighbours=neighbours,
        figures=_comparable_figures(session, plan, asked.day),
    )


def _rows(session: Session, plan: PlanFacts, day: dt.date) -> dict[int, _Row]:
    rows = session.execute(
        select(
            Entry.id,
            Entry.task_id,
            Entry.unit_id,
            Entry.period,
            Entry.status,
            Entry.text,
            Entry.carried,
            Entry.on_behalf,
            Task.code,
            Unit.name,
        )
        .join(Task, Task.id == Entry.task_id)
        .join(Unit, Unit.id == Entry.unit_id)
        .where(Task.plan_id == plan.id, Entry.on <= day)
    )
    return {row.id: row for row in rows}


def _comparable_figures(session: Session, plan: PlanFacts, day: dt.date) -> dict[int, list[FigureView]]:
    accepted = (
        select(Review.entry_id)
        .join(Entry, Entry.id == Review.entry_id)
        .join(Task, Task.id == Entry.task_id)
        .where(Task.plan_id == plan.id, Review.verdict == Verdict.ACCEPTED, Review.on <= day)
    )
    of_share = Figure.part.is_not(None) | Figure.unit.in_(SHARES)
    return figures_by_entry(session, Figure.entry_id.in_(accepted), of_share | (Figure.basis == Basis.YEAR_TO_DATE))


def _said(row: _Row) -> Said:
    return Said(row.code, row.name, row.period, row.status, words_of(row.text))


def _stood(held: Standing) -> list[Filing]:
    """What stands for each period, in order: the newest entry, or the accepted one where that was returned."""
    stood = {filing.period: filing for filing in held.accepted}
    stood |= {filing.period: filing for filing in held.filed if filing.verdict is not Verdict.RETURNED}
    return [stood[period] for period in sorted(stood)]


# ---- what stands beside one entry ----


def _beside(desk: _Desk, view: EntryView) -> Beside:
    row, task, period = desk.rows[view.id], desk.tasks[view.task], Period.parse(view.period)
    held = desk.standings.get((row.task_id, row.unit_id), Standing())
    stood = _stood(held)
    earlier = [filing for filing in stood if filing.period < period]
    return Beside(
        plan_words=f"{task.title}。{task.body}",
        issued_on=desk.plan.issued_on,
        told=text_facts(view.text, year=period.year, title=task.title),
        last=_said(desk.rows[earlier[-1].entry_id]) if earlier else None,
        carried_for=_carried_for(desk, view, earlier),
        others=_others(desk, row, held),
        before=_before(desk, held, period),
        loose=_loose(view, task),
        not_begun=tuple(
            (filing.period, min(filing.on, filing.period.last_day))
            for filing in stood
            if filing.status is Status.NOT_STARTED and filing.period != period
        ),
        was_done=any(f.status is Status.DONE and f.period < period for f in held.accepted),
        silent=silent_members(task, row.unit_id, desk.standings, period),
        open_points=open_points(task, row.unit_id, held, period, desk.day),
    )


def _carried_for(desk: _Desk, view: EntryView, earlier: Sequence[Filing]) -> tuple[str, ...]:
    if not view.carried:
        return ()
    run = [view.period]
    for filing in reversed(earlier):
        if not desk.rows[filing.entry_id].carried:
            break
        run.append(str(filing.period))
    return tuple(reversed(run))


def _others(desk: _Desk, row: _Row, held: Standing) -> tuple[Said, ...]:
    """What stands beside for the period: other units' words of the task, then the unit's own of other tasks.

    The coordinator's words for a collective (代报) are nobody's own, and are compared with nothing.
    """
    if row.on_behalf:
        return ()
    own = {filing.entry_id for filing in (*held.filed, *held.accepted)} | {row.id}
    beside = (
        *desk.neighbours.get(("task", row.task_id, row.period), ()),
        *desk.neighbours.get(("unit", row.unit_id, row.period), ()),
    )
    return tuple(desk.said[one] for one in beside if one not in own and not desk.rows[one].on_behalf)


def _before(desk: _Desk, held: Standing, period: Period) -> tuple[FigureBefore, ...]:
    return tuple(
        FigureBefore(str(filing.period), figure)
        for filing in held.accepted
        if filing.period < period
        for figure in desk.figures.get(filing.entry_id, ())
    )


def _loose(view: EntryView, task: TaskFacts) -> frozenset[str]:
    """The names of the figures that may well fall or pass 100 %: by their words, or by their checkpoint's limit."""
    limits = {point.code for point in task.checkpoints if point.comparator is Comparator.AT_MOST}
    return frozenset(f.name for f in view.figures if f.checkpoint in limits or is_loose(f.name))
