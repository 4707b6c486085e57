"""What goes on into the next year's plan (结转): the tasks that were not finished, and what becomes of their duties."""

import datetime as dt
from dataclasses import dataclass

from planner.domain.board import Board, TaskFacts, TaskOnBoard, owes
from planner.domain.checkpoints import Checkpoint, met
from planner.domain.drafts import CheckpointKind, DueSource
from planner.domain.progress import TaskState, held_by
from planner.domain.wording import PROPOSED, WORDS, Provenance

SECTION = "上年结转"
"""The heading under which tasks of the year before stand in the new plan."""

_GOES_ON = (TaskState.ACTIVE, TaskState.PAUSED)
_MOVED = {Provenance.EXTENDED: "批准延至", Provenance.COORDINATOR: "定为"}


@dataclass(frozen=True, slots=True)
class RolloverItem:
    """An unfinished task. `into` is its task of the new plan, None where it is only offered.

    `already` is why it isn't made a task: it was carried over before, or a task of its title stands there. `left` are
    its unmet checkpoints where it goes on in such a task, which has its own; `notes` are what to look at, in sentences.
    """

    task: str
    title: str
    state: TaskState
    due: dt.date
    units: int
    checkpoints: int
    into: str | None
    already: str
    left: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def item_of(task: TaskOnBoard, year: int, *, into: str | None = None, already: str = "", made: bool) -> RolloverItem:
    """A task as it is offered for the plan of a year. `made`: it becomes, or became, a task of its own there."""
    facts, points = task.facts, unmet(task)
    return RolloverItem(
        task=facts.code,
        title=facts.title,
        state=facts.state,
        due=facts.due.day,
        units=len(facts.assigned),
        checkpoints=len(points),
        into=into,
        already=already,
        left=() if made else tuple(point.code for point in points),
        notes=tuple(filter(None, (told_idle(facts.state, facts.state_basis), _told_due(facts, year, made=made)))),
    )


def kept_due(facts: TaskFacts, year: int) -> dt.date | None:
    """The day that goes on with a task: one that a person moved into the new plan's year or later."""
    return facts.due.day if facts.due.provenance in _MOVED and facts.due.day.year >= year else None


def told_idle(state: TaskState, basis: str) -> str:
    """That a task was paused when it went on: 上年暂缓（依据：会议纪要）; blank for others."""
    if state is not TaskState.PAUSED:
        return ""
    return f"上年{WORDS[state]}（依据：{basis}）" if basis else f"上年{WORDS[state]}"


def _told_due(facts: TaskFacts, year: int, *, made: bool) -> str:
    if kept_due(facts, year) is None:
        return ""
    day = f"上年{_MOVED[facts.due.provenance]} {facts.due.day}"
    return f"{day}，时限照此结转" if made else f"{day}，时限按新计划的同名任务，不照此结转"


def unfinished(board: Board) -> tuple[TaskOnBoard, ...]:
    """The tracked tasks that aren't done on the board's day, active or paused."""
    return tuple(task for task in board.tasks if task.facts.state in _GOES_ON and not task.done)


def unmet(task: TaskOnBoard) -> tuple[Checkpoint, ...]:
    """The checkpoints of a task that not all who owe them have met."""
    return tuple(point for point in task.facts.checkpoints if not _met_by_all(point, task))


def _met_by_all(point: Checkpoint, task: TaskOnBoard) -> bool:
    owing = [unit for unit in task.units if owes(point, unit.participant)]
    return bool(owing) and all(met(point, held_by(unit.standing.accepted, point.id)) for unit in owing)


def next_dues(point: Checkpoint, years: int, ends_on: dt.date) -> tuple[tuple[dt.date, ...], DueSource]:
    """The days a checkpoint falls due in the new plan, mostly only proposed: last year's words name last year's.

    A frequency keeps its rhythm, `years` later; anything else is due when the plan ends, unless its day was moved into
    the new plan's year already. One without a day has none.
    """
    if not point.dues:
        return (), DueSource.NONE
    if point.kind is not CheckpointKind.FREQUENCY:
        last = max(point.dues, key=lambda due: due.day)
        if last.original and last.day.year >= ends_on.year:
            return (last.day,), DueSource.COORDINATOR
        return (ends_on,), DueSource.DEFAULT
    return tuple(_later(due.original or due.day, years) for due in point.dues), DueSource.DEFAULT


def _later(day: dt.date, years: int) -> dt.date:
    """The same day so many years on; a leap day's is the last of February."""
    last_of_february = day.month == 2 and day.day == 29  # noqa: PLR2004 - the leap day
    return day.replace(year=day.year + years, day=28 if last_of_february else day.day)


def why_due(due: dt.date) -> str:
    """Why a task that goes on is due when the new plan ends."""
    return f"上年时限 {due}，结转，按计划最后一天{PROPOSED}"


def why_kept(facts: TaskFacts) -> str:
    """Why a task that goes on keeps its day: 上年批准延至 2025-06-30，结转."""
    return f"上年{_MOVED[facts.due.provenance]} {facts.due.day}，结转"


def told_origin(code: str) -> str:
    """Where a task comes from: 结转自 2024-07."""
    return f"结转自 {code}"
