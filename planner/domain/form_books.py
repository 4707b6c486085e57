"""Makes the forms of a period from a board: what each unit is asked, what is held already, what it said last."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from planner.domain.board import Board, DueDay, TaskOnBoard, UnitFacts, UnitOnTask, owes
from planner.domain.checkpoints import Checkpoint
from planner.domain.entries import EntryView, FigureView
from planner.domain.form_points import form_point
from planner.domain.forms import BLANK, Amount, FormBook, FormCells, FormRow, RowVersion, digest
from planner.domain.notices import done_before
from planner.domain.periods import Asked, Period
from planner.domain.progress import Filing, TaskState, Verdict
from planner.domain.wording import BEFORE_ISSUE, PROPOSED, WORDS, Provenance


class AskedMore(NamedTuple):
    """What a unit asks for a task in the way of time: a request without an answer, and how the last one was answered.

    `code` is the task's or a checkpoint's; `answer` is blank where none was given yet.
    """

    to: dt.date | None = None
    code: str = ""
    reason: str = ""
    answer: str = ""


class RowSource(NamedTuple):
    """What a form's row stands for: the task, what is held for the period, what was said last, its checkpoints' ids."""

    task_id: int
    held: EntryView | None
    last: EntryView | None
    points: Mapping[str, int]


class UnitForm(NamedTuple):
    """A unit's form with what its rows stand for, by task code."""

    unit: UnitFacts
    book: FormBook
    sources: Mapping[str, RowSource]


Requests = Mapping[tuple[int, int], AskedMore]
"""Requests for more time, by task and unit."""


def filings_shown(board: Board, period: Period) -> list[int]:
    """The ids of the entries that a period's forms show."""
    shown = (
        found
        for task in board.tasks
        for unit in task.units
        for found in (_held(unit, period), _last(unit, period), _newest(unit, period))
    )
    return sorted({filing.entry_id for filing in shown if filing})


def unit_forms(board: Board, asked: Asked, entries: Mapping[int, EntryView], requests: Requests) -> dict[int, UnitForm]:
    """The form of every unit that owes a return for a period, by unit id, in the order of the plan, in no round yet.

    `entries` hold at least those of `filings_shown`.
    """
    units: dict[int, UnitFacts] = {}
    asked_for: dict[int, list[tuple[FormRow, RowSource]]] = {}
    excused: dict[int, list[tuple[str, str, str]]] = {}
    for task in board.tasks:
        for unit in task.units:
            who = unit.participant.unit
            units.setdefault(who.id, who)
            why = _excuse(task, unit, asked.period)
            if why:
                excused.setdefault(who.id, []).append((task.facts.code, _title(task), why))
            else:
                request = requests.get((task.facts.id, who.id), AskedMore())
                asked_for.setdefault(who.id, []).append(_row(task, unit, asked.period, entries, request))
    return {
        unit_id: UnitForm(
            unit=units[unit_id],
            book=FormBook(
                plan=board.plan.code,
                plan_title=board.plan.title,
                period=str(asked.period),
                period_label=asked.period.label,
                round=0,
                return_by=asked.return_by,
                unit=units[unit_id].name,
                contact=units[unit_id].contact,
                phone=units[unit_id].phone,
                rows=tuple(row for row, _ in rows),
                excused=tuple(excused.get(unit_id, ())),
            ),
            sources={row.code: source for row, source in rows},
        )
        for unit_id, rows in asked_for.items()
    }


def _excuse(task: TaskOnBoard, unit: UnitOnTask, period: Period) -> str:
    """Why a unit isn't asked of a task in a period; blank where it is."""
    facts = task.facts
    if facts.state is not TaskState.ACTIVE:
        return f"{WORDS[facts.state]}（{facts.state_basis}）" if facts.state_basis else WORDS[facts.state]
    if all(each.period != period for each in unit.asked):
        return f"{unit.participant.since} 起承担，本期不填" if unit.participant.since else "本期不填"
    if done_before(unit, period):
        return f"{unit.standing.done_on} 已完成"
    return ""


def _row(
    task: TaskOnBoard, unit: UnitOnTask, period: Period, entries: Mapping[int, EntryView], request: AskedMore
) -> tuple[FormRow, RowSource]:
    facts = task.facts
    held, last = _entry(_held(unit, period), entries), _entry(_last(unit, period), entries)
    owed = [point for point in facts.checkpoints if owes(point, unit.participant)]
    earlier = [filing for filing in unit.standing.accepted if filing.period < period]
    row = FormRow(
        code=facts.code,
        number=facts.number,
        title=facts.title,
        measures=facts.body.strip(),
        role=unit.participant.role,
        due=facts.due.day,
        due_note=_joined(_due_note(facts.due), request.answer),
        points=tuple(form_point(point, earlier, period) for point in owed),
        last_period=last.period if last else "",
        last_status=last.status if last else None,
        last_text=last.text if last else "",
        returned=_returned(_entry(_newest(unit, period), entries), period),
        held=_cells(held, request),
        version=RowVersion(
            wording=digest("\n".join((facts.number, facts.title, facts.body, *map(_definition, owed)))),
            assignment=digest(f"{unit.participant.role.value} {' '.join(point.code for point in owed)}"),
            entry=held.id if held else 0,
        ),
    )
    return row, RowSource(facts.id, held, last, {point.code: point.id for point in owed})


# ---- which entries ----


def _held(unit: UnitOnTask, period: Period) -> Filing | None:
    """What the unit filed last for the period."""
    return next((filing for filing in unit.standing.filed if filing.period == period), None)


def _last(unit: UnitOnTask, period: Period) -> Filing | None:
    """What the unit said last for an earlier period, what was returned aside."""
    said = (*unit.standing.filed, *unit.standing.accepted)
    standing = [filing for filing in said if filing.period < period and filing.verdict is not Verdict.RETURNED]
    return max(standing, key=lambda filing: (filing.period, filing.revision), default=None)


def _newest(unit: UnitOnTask, period: Period) -> Filing | None:
    """What the unit filed last, for the period or an earlier one."""
    return next((filing for filing in reversed(unit.standing.filed) if filing.period <= period), None)


def _entry(filing: Filing | None, entries: Mapping[int, EntryView]) -> EntryView | None:
    return entries[filing.entry_id] if filing else None


# ---- what cells say ----


def _title(task: TaskOnBoard) -> str:
    return f"{task.facts.number}{task.facts.title}"


def _due_note(due: DueDay) -> str:
    if due.before_issue:
        return BEFORE_ISSUE
    if due.provenance is Provenance.DEFAULT:
        return PROPOSED
    moved = due.original is not None and due.original != due.day
    return f"{WORDS[due.provenance]}，原 {due.original}" if moved else ""


def _returned(newest: EntryView | None, period: Period) -> str:
    """Why the newest entry was returned, where it was and nothing newer came."""
    if newest is None or newest.verdict is not Verdict.RETURNED:
        return ""
    return newest.review_reason if newest.period == str(period) else f"{newest.period}：{newest.review_reason}"


def _cells(held: EntryView | None, request: AskedMore) -> FormCells:
    """The open cells as they go out: what is held for the period, and a request that has no answer yet."""
    cells = BLANK if held is None else _held_cells(held)
    return replace(cells, extend_to=request.to, extend_what=request.code, extend_reason=request.reason)


def _held_cells(held: EntryView) -> FormCells:
    return FormCells(
        status=held.status,
        text=held.text,
        amounts=tuple((f.checkpoint, amount_of(f)) for f in held.figures if f.checkpoint),
        problem=held.problem,
        cause=held.cause,
        next_step=held.next_step,
        support=held.support,
        evidence=held.evidence,
    )


def amount_of(figure: FigureView) -> Amount:
    """A figure as a form's cells give it."""
    return Amount(figure.value, figure.part, figure.whole, figure.basis, figure.printed)


def _definition(point: Checkpoint) -> str:
    return f"{point.code} {point.text} {point.kind.value} {point.comparator} {point.value} {point.unit} {point.period}"


def _joined(*texts: str) -> str:
    return "；".join(text for text in texts if text)
