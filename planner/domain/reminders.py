"""Whom to chase on a day and why, from a board: each matter once, in steps, and not the same thing twice in a row."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from planner.domain.board import Board, TaskOnBoard, UnitFacts, UnitOnTask, owes
from planner.domain.checkpoints import Checkpoint, unmet_dues
from planner.domain.drafts import Role
from planner.domain.letters import letter_for
from planner.domain.lights import DUE_SOON_DAYS
from planner.domain.matters import QUIET_DAYS, LetterKind, Matter, MatterCause
from planner.domain.notices import missing
from planner.domain.periods import Period
from planner.domain.progress import Status, TaskState, Verdict, held_by
from planner.domain.wording import PROPOSED, Provenance

_AGAIN, _LAST_STEP = 2, 3


class Told(NamedTuple):
    """A matter that went to a unit on a day."""

    unit_id: int
    matter: str
    on: dt.date


class SentBack(NamedTuple):
    """Why and when an entry was returned."""

    reason: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class Known:
    """What a board doesn't tell: what went out up to its day, why entries were returned, which periods are closed.

    `unreviewed` are the checkpoints that entries give figures for, by entry and checkpoint id; `gone_on` the tasks, by
    id, that a later plan chases for.
    """

    told: tuple[Told, ...] = ()
    sent_back: Mapping[int, SentBack] = field(default_factory=dict)
    closed: frozenset[Period] = frozenset()
    unreviewed: frozenset[tuple[int, int]] = frozenset()
    gone_on: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: how many days ahead, one unit only, with what was told just now, in letters of supervision."""

    within: int = DUE_SOON_DAYS
    unit: str | None = None
    everything: bool = False
    supervise: bool = False


@dataclass(frozen=True, slots=True)
class UnitToChase:
    """A unit with what it is chased for, the most pressing first, and the letter that it would get."""

    unit: UnitFacts
    letter: LetterKind
    matters: tuple[Matter, ...]

    @property
    def step(self) -> int:
        """The highest step of its matters."""
        return max(matter.step for matter in self.matters)


@dataclass(frozen=True, slots=True)
class ChaseList:
    """Whom to chase on a day, who is longest late first.

    `held_back` counts matters told within QUIET_DAYS, `awaiting_review` those that wait for the coordinator and not
    for the unit; `gone_on` the unfinished tasks that are left to a later plan.
    """

    plan_code: str
    plan_title: str
    year: int
    as_of: dt.date
    units: tuple[UnitToChase, ...]
    held_back: int
    awaiting_review: int
    gone_on: int = 0


Found = Mapping[UnitFacts, tuple[Matter, ...]]
"""What each unit is chased for."""


def chase_list(board: Board, wish: Wish, known: Known, only: int | None = None) -> ChaseList:
    """Whom to chase on the board's day; `only` asks for a single unit by its id."""
    days_told: dict[tuple[int, str], set[dt.date]] = defaultdict(set)
    for row in known.told:
        days_told[row.unit_id, row.matter].add(row.on)
    units, held_back, awaiting = [], 0, 0
    for unit, found in find_matters(board, wish.within, known).items():
        if only not in (None, unit.id):
            continue
        matters = [matter for matter in found if not matter.awaiting]
        awaiting += len(found) - len(matters)
        stepped = [(matter, days_told[unit.id, matter.key]) for matter in matters]
        listed = [_at_step(matter, days) for matter, days in stepped if wish.everything or not _quiet(days, board.day)]
        held_back += len(matters) - len(listed)
        if listed:
            letter = letter_for(unit, {matter.cause for matter in listed}, supervise=wish.supervise)
            units.append(UnitToChase(unit, letter, tuple(sorted(listed, key=_pressing_order))))
    return ChaseList(
        plan_code=board.plan.code,
        plan_title=board.plan.title,
        year=board.plan.year,
        as_of=board.day,
        units=tuple(sorted(units, key=_ringing_order)),
        held_back=held_back,
        awaiting_review=awaiting,
        gone_on=_count_gone(board, known.gone_on, only),
    )


def without(board: Board, gone_on: frozenset[int]) -> Board:
    """A board without the tasks that a later plan chases for."""
    return board._replace(tasks=tuple(task for task in board.tasks if task.facts.id not in gone_on))


def _count_gone(board: Board, gone_on: frozenset[int], only: int | None) -> int:
    """How many unfinished tasks are left to a later plan; `only` counts those of one unit."""
    gone = [task for task in board.tasks if task.facts.id in gone_on and not task.done]
    whose = [{unit.participant.unit.id for unit in task.units} for task in gone if task.facts.state is TaskState.ACTIVE]
    return sum(only is None or only in units for units in whose)


def find_matters(board: Board, within: int, known: Known) -> Found:
    """Everything each unit could be chased for on the board's day, looking `within` days ahead.

    Paused, dropped and merged tasks ask nothing, nor do those that go on in a later plan, nor closed periods, which
    take no reports; cooperating units owe reports, and no due days.
    """
    board = without(board, known.gone_on)
    found: dict[UnitFacts, list[Matter]] = defaultdict(list)
    for task in board.tasks:
        for unit in task.units if task.facts.state is TaskState.ACTIVE else ():
            found[unit.participant.unit] += _due(task, unit, known, day=board.day, within=within)
            found[unit.participant.unit] += _returned(board, task, unit, known)
    for period in _awaited(board, within):
        for task, unit in missing(board, period) if period not in known.closed else ():
            if not _went_back(unit, period) and not _superseded(unit, period):
                found[unit.participant.unit] += _report(task, unit, period, day=board.day, within=within)
    return {unit: tuple(matters) for unit, matters in found.items() if matters}


def matter_words(matter: Matter) -> str:
    """What a matter is and since when, in one sentence."""
    day = f"{matter.due.isoformat()}{f'（{PROPOSED}）' if matter.proposed else ''}"
    point = f"考核点{matter.checkpoint}（{matter.checkpoint_text}）" if matter.checkpoint else ""
    left = f"还有{matter.days}天" if matter.days else "就在当天"
    match matter.cause:
        case MatterCause.LATE:
            original = f"，按原定的{matter.original}逾期{matter.days_original}天" if matter.original else ""
            more = f"，另有{matter.more}个时点未达成" if matter.more else ""
            return f"{point}应于{day}{'达成' if point else '完成'}，已逾期{matter.days}天{original}{more}"
        case MatterCause.DUE_SOON:
            return f"{point}{day}到期，{left}"
        case MatterCause.NOT_REPORTED:
            return f"{matter.period}应于{day}报送，至今未报"
        case MatterCause.RETURN_SOON:
            return f"{matter.period}请于{day}前报送，{left}"
        case MatterCause.RETURNED:
            return f"{matter.period}的填报{matter.returned_on}退回，至今未重新报送：{matter.reason}"


def step_words(step: int) -> str:
    """How often a matter has been told with this time, and what that asks of the coordinator."""
    if step < _AGAIN:
        return f"第{step}次提醒"
    advice = "，建议统筹单位当面协调或报请领导" if step >= _LAST_STEP else ""
    return f"第{step}次催报{advice}"


# ---- what is due ----


def _due(task: TaskOnBoard, unit: UnitOnTask, known: Known, *, day: dt.date, within: int) -> Iterator[Matter]:
    """Due days that have passed or come near. What a unit has filed since waits for the coordinator's review."""
    if unit.participant.role is Role.COOPERATING or unit.standing.done_on:
        return
    newest = unit.standing.current
    pending = newest if newest and newest.verdict is Verdict.PENDING else None
    done = pending is not None and pending.status is Status.DONE
    due = task.facts.due
    if not due.before_issue:
        base = replace(_blank(task), proposed=due.provenance is Provenance.DEFAULT, awaiting=done)
        yield from _on_days(base, [(due.day, due.moved_from)], day, within)
    for point in task.facts.checkpoints:
        if owes(point, unit.participant):
            dues = unmet_dues(point, held_by(unit.standing.accepted, point.id))
            given = pending is not None and (pending.entry_id, point.id) in known.unreviewed
            base = replace(_of_point(task, point), awaiting=done or given)
            yield from _on_days(base, [(due.day, due.moved_from) for due in dues], day, within)


def _on_days(base: Matter, dues: list[tuple[dt.date, dt.date | None]], day: dt.date, within: int) -> Iterator[Matter]:
    """One matter for all days that have passed, told by the oldest; one for the next that comes near."""
    ordered = sorted(dues, key=lambda due: due[0])
    passed = [due for due in ordered if due[0] < day]
    if passed:
        since, moved = passed[0]
        yield replace(
            _dated(base, MatterCause.LATE, since, day),
            original=moved,
            days_original=max((day - moved).days, 0) if moved else None,
            more=len(passed) - 1,
        )
    coming = next((due for due, _ in ordered if 0 <= (due - day).days <= within), None)
    if coming:
        yield _dated(base, MatterCause.DUE_SOON, coming, day)


def _blank(task: TaskOnBoard) -> Matter:
    return Matter("", MatterCause.LATE, task.facts.code, task.facts.title, dt.date.max, 0, overdue=False)


def _of_point(task: TaskOnBoard, point: Checkpoint) -> Matter:
    return replace(_blank(task), checkpoint=point.code, checkpoint_text=point.text)


def _dated(base: Matter, cause: MatterCause, due: dt.date, day: dt.date, key: str | None = None) -> Matter:
    """The matter with its day. Its key: code, cause, and the period or day that it speaks of."""
    days = (day - due).days
    name = f"{base.code} {cause.value} {key or due.isoformat()}"
    return replace(base, key=name, cause=cause, due=due, days=abs(days), overdue=days > 0)


# ---- what is to be reported ----


def _awaited(board: Board, within: int) -> list[Period]:
    """The period whose return day has passed last, and those that have ended and whose day comes near."""
    passed = [asked.period for asked in board.asked if asked.return_by < board.day]
    near = [
        asked.period
        for asked in board.asked
        if asked.period.last_day < board.day and 0 <= (asked.return_by - board.day).days <= within
    ]
    return [*passed[-1:], *near]


def _report(task: TaskOnBoard, unit: UnitOnTask, period: Period, *, day: dt.date, within: int) -> Iterator[Matter]:
    """What a unit owes for a period, by its own return day."""
    by = _return_day(unit, period)
    if (by - day).days > within:
        return
    cause = MatterCause.NOT_REPORTED if by < day else MatterCause.RETURN_SOON
    yield _dated(replace(_blank(task), period=period), cause, by, day, str(period))


def _return_day(unit: UnitOnTask, period: Period) -> dt.date:
    return next((asked.return_by for asked in unit.asked if asked.period == period), period.return_by)


def _returned(board: Board, task: TaskOnBoard, unit: UnitOnTask, known: Known) -> Iterator[Matter]:
    """What was returned and not resent, whatever was filed for later periods since."""
    for filing in unit.standing.filed:
        if filing.verdict is Verdict.RETURNED and filing.period not in known.closed:
            back = known.sent_back[filing.entry_id]
            base = replace(_blank(task), period=filing.period, reason=back.reason, returned_on=back.on)
            due = _return_day(unit, filing.period)
            yield _dated(base, MatterCause.RETURNED, due, board.day, f"{filing.period}.{filing.revision}")


def _went_back(unit: UnitOnTask, period: Period) -> bool:
    """Whether what is missing was sent and returned: that is told as returned, and not twice."""
    return any(filing.period == period and filing.verdict is Verdict.RETURNED for filing in unit.standing.filed)


def _superseded(unit: UnitOnTask, period: Period) -> bool:
    """Whether something stands for a later period: then the light takes it for reported too (domain/lights.py)."""
    filings = (*unit.standing.filed, *unit.standing.accepted)
    return any(filing.period > period and filing.verdict is not Verdict.RETURNED for filing in filings)


# ---- steps and order ----


def _at_step(matter: Matter, days: set[dt.date]) -> Matter:
    """Of several tellings on one day only one counts."""
    return replace(matter, step=len(days) + 1)


def _quiet(days: set[dt.date], day: dt.date) -> bool:
    return bool(days) and (day - max(days)).days <= QUIET_DAYS


_RANK = {cause: rank for rank, cause in enumerate(MatterCause)}


def _pressing_order(matter: Matter) -> tuple[int, int, str]:
    return (_RANK[matter.cause], -matter.days if matter.overdue else matter.days, matter.key)


def _ringing_order(unit: UnitToChase) -> tuple[int, int, int, str]:
    """Late before missing before soon, the longest first; of equals who has more to answer for."""
    rank, days, _ = _pressing_order(unit.matters[0])
    return (rank, days, -len(unit.matters), unit.unit.name)
