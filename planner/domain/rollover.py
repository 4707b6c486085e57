"""What goes on into the next year's plan (结转): the tasks that were not finished, and what becomes of their duties."""

import datetime as dt
from dataclasses import dataclass

from planner.domain.board import Board, TaskOnBoard, owes
from planner.domain.checkpoints import Checkpoint, met
from planner.domain.drafts import CheckpointKind, DueSource
from planner.domain.progress import TaskState, held_by
from planner.domain.wording import PROPOSED

SECTION = "上年结转"
"""The heading under which tasks of the year before stand in the new plan."""

_GOES_ON = (TaskState.ACTIVE, TaskState.PAUSED)


@dataclass(frozen=True, slots=True)
class RolloverItem:
    """An unfinished task. `into` is its task of the new plan, None where it is only offered.

    `already` is why it isn't made a task: it was carried over before, or a task of its title stands there.
    """

    task: str
    title: str
    state: TaskState
    due: dt.date
    units: int
    checkpoints: int
    into: str | None
    already: str


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
    """The days a checkpoint falls due in the new plan, all of them only proposed: last year's words name last year's.

    A frequency keeps its rhythm, `years` later; anything else is due when the plan ends. One without a day has none.
    """
    if not point.dues:
        return (), DueSource.NONE
    if point.kind is not CheckpointKind.FREQUENCY:
        return (ends_on,), DueSource.DEFAULT
    return tuple(_later(due.original or due.day, years) for due in point.dues), DueSource.DEFAULT


def _later(day: dt.date, years: int) -> dt.date:
    """The same day so many years on; a leap day's is the last of February."""
    last_of_february = day.month == 2 and day.day == 29  # noqa: PLR2004 - the leap day
    return day.replace(year=day.year + years, day=28 if last_of_february else day.day)


def why_due(due: dt.date) -> str:
    """Why a task that goes on is due when the new plan ends."""
    return f"上年时限 {due}，结转，按计划最后一天{PROPOSED}"


def told_origin(code: str) -> str:
    """Where a task comes from: 结转自 2024-07."""
    return f"结转自 {code}"
