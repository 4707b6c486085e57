"""Reading what was logged: entries with their figures, evidence and review, as known on a day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import Session

from planner.domain.entries import EntryView, FigureView
from planner.domain.periods import Period
from planner.domain.permissions import Deed
from planner.domain.progress import Verdict
from planner.store.forms import FormReturn, ReturnedRow
from planner.store.plans import Plan
from planner.store.progress import Entry, Evidence, Figure, Review
from planner.store.tasks import CheckpointRow, Task
from planner.store.units import Unit
from planner.usecases.acts import AsOf, require
from planner.usecases.lookups import find_plan, find_task, find_unit
from planner.usecases.own import own_rows, require_task

ENTRY = Entry.__table__.c


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries to list; None means any. Pending is what waits for its review: not what was filed again since."""

    task: str | None = None
    unit: str | None = None
    period: Period | None = None
    verdict: Verdict | None = None


def list_entries(
    session: Session, asked: AsOf, code: str | None = None, wanted: EntryFilter | None = None
) -> tuple[EntryView, ...]:
    """A plan's entries with every revision, by task, unit, period; a liaison's are those of its unit alone.

    Raises PlanMissing, PlanUnclear, TaskMissing, UnitMissing, NotAllowed.
    """
    wanted = wanted or EntryFilter()
    if wanted.task:
        plan, task = find_task(session, asked, wanted.task)
        require_task(session, asked, plan, task)
    else:
        plan, task = find_plan(session, asked, code), None
    query = _entries(asked).where(Task.plan_id == plan.id)
    if task:
        query = query.where(Entry.task_id == task.id)
    if wanted.unit:
        unit = find_unit(session, asked.office, wanted.unit)
        require(asked, Deed.READ, f"查看“{unit.name}”的填报", units=(unit.id,))
        query = query.where(Entry.unit_id == unit.id)
    if wanted.period:
        query = query.where(Entry.period == str(wanted.period))
    views = _views(session, session.execute(query).all())
    if wanted.verdict is Verdict.PENDING:
        views = list({(view.task, view.unit, view.period): view for view in views}.values())
    return tuple(view for view in views if wanted.verdict in (None, view.verdict))


def entries_of_task(session: Session, asked: AsOf, task_id: int) -> tuple[EntryView, ...]:
    """The entries of a task with every revision, whoever is on it now."""
    return tuple(_views(session, session.execute(_entries(asked).where(Entry.task_id == task_id)).all()))


def entries_by_id(session: Session, asked: AsOf, ids: Sequence[int]) -> dict[int, EntryView]:
    """The entries with these ids; a liaison's are those of its unit alone."""
    rows = session.execute(_entries(asked).where(Entry.id.in_(ids))).all()
    return {view.id: view for view in _views(session, rows)}


def _entries(asked: AsOf) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Entry,
            Task.code,
            Unit.name,
            Review.verdict,
            Review.reason,
            Review.actor,
            FormReturn.file_name,
            ReturnedRow.place,
        )
        .join(Task, Task.id == Entry.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .join(Unit, Unit.id == Entry.unit_id)
        .join(Review, (Review.entry_id == Entry.id) & (Review.on <= asked.day), isouter=True)
        .join(ReturnedRow, ReturnedRow.entry_id == Entry.id, isouter=True)
        .join(FormReturn, FormReturn.id == ReturnedRow.return_id, isouter=True)
        .where(Plan.office == asked.office, Entry.on <= asked.day, own_rows(asked, ENTRY.unit_id))
        .order_by(Task.position, Entry.unit_id, Entry.period, Entry.revision)
    )


def _views(session: Session, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[EntryView]:
    ids = [row[0].id for row in rows]
    figures, evidence = figures_by_entry(session, Figure.entry_id.in_(ids)), _evidence(session, ids)
    return [_view(row, figures, evidence) for row in rows]


def _view(
    row: Row[*tuple[Any, ...]], figures: dict[int, list[FigureView]], evidence: dict[int, list[str]]
) -> EntryView:
    entry, task, unit, verdict, reason, reviewer, file, place = row
    return EntryView(
        id=entry.id,
        task=task,
        unit=unit,
        period=entry.period,
        revision=entry.revision,
        status=entry.status,
        text=entry.text,
        figures=tuple(figures[entry.id]),
        problem=entry.problem,
        cause=entry.cause,
        next_step=entry.next_step,
        support=entry.support,
        evidence=tuple(evidence[entry.id]),
        verdict=verdict or Verdict.PENDING,
        review_reason=reason or "",
        reviewed_by=reviewer or "",
        on_behalf=entry.on_behalf,
        by=entry.actor,
        on=entry.on,
        carried=entry.carried,
        source=f"{file} {place}" if file else "",
    )


def figures_by_entry(session: Session, *wanted: ColumnElement[bool]) -> dict[int, list[FigureView]]:
    """The figures that all of `wanted` hold for, in order, by the entry's id."""
    rows = session.execute(
        select(Figure, CheckpointRow.code)
        .join(CheckpointRow, CheckpointRow.id == Figure.checkpoint_id, isouter=True)
        .where(*wanted)
        .order_by(Figure.entry_id, Figure.position)
    )
    found: dict[int, list[FigureView]] = defaultdict(list)
    for figure, code in rows:
        found[figure.entry_id].append(
            FigureView(
                name=figure.name,
                printed=figure.printed,
                value=figure.value,
                part=figure.part,
                whole=figure.whole,
                unit=figure.unit,
                basis=figure.basis,
                checkpoint=code,
                from_text=figure.from_text,
            )
        )
    return found


def _evidence(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    rows = session.execute(
        select(Evidence.entry_id, Evidence.kind, Evidence.value)
        .where(Evidence.entry_id.in_(ids))
        .order_by(Evidence.entry_id, Evidence.position)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for entry_id, kind, value in rows:
        found[entry_id].append(f"{kind}：{value}")
    return found
