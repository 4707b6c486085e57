"""Builds a period's ledger from a board and the entries of the period."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from planner.domain.board import Board, Collective, Participant, TaskOnBoard, UnitOnTask, counted, unmet_though_done
from planner.domain.drafts import Role
from planner.domain.entries import EntryView, FigureView
from planner.domain.ledger import Ledger, LedgerNotices, LedgerTask, MissingReturn, UnitLine, UnitSummary
from planner.domain.ledger_dues import due_marks
from planner.domain.lights import Colour
from planner.domain.notices import count_colours, missing, owing
from planner.domain.periods import Period
from planner.domain.progress import Verdict
from planner.domain.status_page import StatusPage
from planner.domain.wording import ROSTER_UNSET, light_reason, light_why

Entries = Mapping[tuple[str, str], EntryView]
"""The newest entry of a period by task code and unit name."""


def build_ledger(
    board: Board, entries: Entries, period: Period, as_of: dt.date, page: StatusPage | None = None
) -> Ledger:
    """The ledger of a period. The board must know nothing filed for later periods; it is judged on its own day.

    `page` is the status page of the same board, which tells what is late and what needs a decision.
    """
    owed = owing(board, period)
    asked = {(task.facts.code, unit.participant.unit.name) for task, unit in owed}
    unset = {c.unit.name: None for task in board.tasks for c in task.facts.collectives if c.roster is None}
    return Ledger(
        plan_code=board.plan.code,
        plan_title=board.plan.title,
        period=str(period),
        period_label=period.label,
        as_of=as_of,
        judged_on=board.day,
        colours=count_colours(task.light for task in board.tasks),
        asked=len(owed),
        reported=sum(unit.standing.reported(period) for _, unit in owed),
        accepted=sum(entry.verdict is Verdict.ACCEPTED for entry in entries.values()),
        tasks=tuple(_task(task, entries, period, asked, day=board.day) for task in board.tasks),
        units=_summaries(board, owed, period),
        missing=tuple(_missing(task, unit, entries, period) for task, unit in missing(board, period)),
        rosters_unset=tuple(unset),
        notices=notices_of(page) if page else None,
    )


def notices_of(page: StatusPage) -> LedgerNotices:
    """What a status page asks people to look at, beside the returns that are missing."""
    return LedgerNotices(page.late, page.late_by_original, page.due_soon, page.decisions)


def figures_text(figures: Sequence[FigureView]) -> str:
    """Figures as a cell shows them, those found in the text left out: they stand there already."""
    return "；".join(
        f"{figure.name}={'累计' if figure.basis == 'year_to_date' else ''}{figure.printed.removeprefix('累计')}"
        for figure in figures
        if not figure.from_text
    )


def _task(
    task: TaskOnBoard, entries: Entries, period: Period, asked: Collection[tuple[str, str]], *, day: dt.date
) -> LedgerTask:
    facts = task.facts
    return LedgerTask(
        code=facts.code,
        number=facts.number,
        section=facts.section,
        title=facts.title,
        measures=facts.body,
        lead=_names(task, Role.LEAD),
        responsible=_names(task, Role.RESPONSIBLE),
        cooperating=_names(task, Role.COOPERATING),
        due=facts.due.day,
        due_original=facts.due.original,
        due_phrase=facts.due.phrase,
        provenance=facts.due.provenance,
        before_issue=facts.due.before_issue,
        checkpoints=(task.met, len(facts.checkpoints)),
        state=facts.state,
        state_basis=facts.state_basis,
        done=task.done,
        colour=task.light.colour,
        reason=light_reason(task.light),
        lines=(
            *(_line(task, unit, entries, period, asked=asked) for unit in task.units),
            *(_not_counting(task, entry) for entry in _entries_besides(task, entries)),
        ),
        merged_into=facts.merged_code,
        dues=due_marks(task, day),
    )


def _entries_besides(task: TaskOnBoard, entries: Entries) -> list[EntryView]:
    """The entries on a task of nobody who counts: a collective's (代报), and those of units that have left it."""
    on_task = {unit.participant.unit.name for unit in task.units}
    return [entry for (code, name), entry in entries.items() if code == task.facts.code and name not in on_task]


def _names(task: TaskOnBoard, role: Role) -> tuple[str, ...]:
    rosters = {c.unit.id: c for c in task.facts.collectives}
    return tuple(
        f"{unit.name}{_roster_note(rosters[unit.id], task.units)}" if unit.id in rosters else unit.name
        for unit, held in task.facts.assigned
        if held is role
    )


def _roster_note(collective: Collective, units: Sequence[UnitOnTask]) -> str:
    done = counted(collective, units)
    return f"（{ROSTER_UNSET}）" if done is None else f"（{done[0]}/{done[1]}）"


def _line(
    task: TaskOnBoard, unit: UnitOnTask, entries: Entries, period: Period, *, asked: Collection[tuple[str, str]]
) -> UnitLine:
    who: Participant = unit.participant
    entry = entries.get((task.facts.code, who.unit.name))
    line = _filled(
        entry,
        unit=who.unit.name,
        role=who.role,
        via=who.via,
        colour=unit.light.colour,
        reason=light_why(unit.light),
        reported=unit.standing.reported(period),
        done=unit.standing.done_on is not None,
    )
    return replace(
        line,
        counts=True,
        asked=(task.facts.code, who.unit.name) in asked,
        due=unit.light.due,
        days=unit.light.days,
        unmet=unmet_though_done(task, unit),
    )


def _not_counting(task: TaskOnBoard, entry: EntryView) -> UnitLine:
    """The line of an entry that is shown and counts for nothing."""
    roles = {c.unit.name: c.role for c in task.facts.collectives}
    reason = "" if entry.on_behalf else "已不承担这项任务"
    role = roles.get(entry.unit)
    return _filled(entry, unit=entry.unit, role=role, via=None, colour=Colour.NONE, reason=reason, reported=True)


def _filled(
    entry: EntryView | None,
    *,
    unit: str,
    role: Role | None,
    via: str | None,
    colour: Colour,
    reason: str,
    reported: bool,
    done: bool = False,
) -> UnitLine:
    return UnitLine(
        unit=unit,
        role=role,
        via=via,
        colour=colour,
        reason=reason,
        reported=reported,
        status=entry.status if entry else None,
        verdict=entry.verdict if entry else None,
        revision=entry.revision if entry else None,
        on=entry.on if entry else None,
        on_behalf=entry.on_behalf if entry else False,
        progress=entry.text if entry else "",
        figures=figures_text(entry.figures) if entry else "",
        problem=_problem(entry) if entry else "",
        next_step=entry.next_step if entry else "",
        support=entry.support if entry else "",
        evidence="；".join(entry.evidence) if entry else "",
        done=done,
        counts=False,
        asked=False,
    )


def _problem(entry: EntryView) -> str:
    return f"{entry.problem}（原因：{entry.cause}）" if entry.cause else entry.problem


def _summaries(board: Board, owed: Sequence[tuple[TaskOnBoard, UnitOnTask]], period: Period) -> tuple[UnitSummary, ...]:
    on_tasks: dict[str, list[UnitOnTask]] = {}
    for task in board.tasks:
        for unit in task.units:
            on_tasks.setdefault(unit.participant.unit.name, []).append(unit)
    asked: dict[str, list[UnitOnTask]] = {}
    for _, unit in owed:
        asked.setdefault(unit.participant.unit.name, []).append(unit)
    return tuple(
        UnitSummary(
            unit=name,
            kind=units[0].participant.unit.kind,
            tasks=len(units),
            leading=sum(unit.participant.role is Role.LEAD for unit in units),
            asked=len(asked.get(name, [])),
            reported=sum(unit.standing.reported(period) for unit in asked.get(name, [])),
            colours=count_colours(unit.light for unit in units),
            kind_proposed=units[0].participant.unit.kind_proposed,
        )
        for name, units in on_tasks.items()
    )


def _missing(task: TaskOnBoard, unit: UnitOnTask, entries: Entries, period: Period) -> MissingReturn:
    who = unit.participant
    entry = entries.get((task.facts.code, who.unit.name))
    returned = entry is not None and entry.verdict is Verdict.RETURNED
    return MissingReturn(
        unit=who.unit.name,
        via=who.via,
        role=who.role,
        task=task.facts.code,
        title=task.facts.title,
        period=str(period),
        return_by=next(each.return_by for each in unit.asked if each.period == period),
        contact=who.unit.contact,
        phone=who.unit.phone,
        returned_reason=entry.review_reason if entry and returned else "",
    )
