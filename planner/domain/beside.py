"""What the reader of an entry has beside it: earlier words, other units', the plan, and what is still open."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from planner.domain.board import Participant, Standings, TaskFacts, owes
from planner.domain.checkpoints import Checkpoint, Due, Held, unmet_dues
from planner.domain.drafts import CheckpointKind, Role
from planner.domain.entries import FigureView
from planner.domain.likeness import Words
from planner.domain.periods import Period
from planner.domain.progress import Standing, Status, held_by


class NamedDay(NamedTuple):
    """A day, month or year as printed, with the last day that it can mean.

    `is_basis` tells one that something rests on or begins with (根据2021年…, 自2019年以来) from one when it was done.
    """

    printed: str
    last: dt.date
    is_basis: bool = False


class TextFacts(NamedTuple):
    """What a text tells that can be checked. `only_ongoing` is a phrase of it where it says nothing but such."""

    numbers: tuple[str, ...] = ()
    days: tuple[NamedDay, ...] = ()
    documents: tuple[str, ...] = ()
    only_ongoing: str = ""


NOTHING_TOLD = TextFacts()


class Said(NamedTuple):
    """Words that stand for a unit on a task in a period, to compare an entry with."""

    task: str
    unit: str
    period: str
    status: Status
    words: Words


class FigureBefore(NamedTuple):
    """A figure that was accepted for an earlier period."""

    period: str
    figure: FigureView


class OpenPoint(NamedTuple):
    """A checkpoint that fell due within the period without a figure."""

    checkpoint: Checkpoint
    due: Due


@dataclass(frozen=True, slots=True)
class Beside:
    """What the reader of an entry has beside it. "Stands" is: filed or accepted, and not returned.

    `last` are the unit's words of its newest earlier period that stands; `carried_for` the periods in a row, this one
    last, for which it said 无变化; `others` what stands of other units on the task and of the unit on other tasks for
    the period; `before` its accepted figures of earlier periods, oldest first; `loose` the names of figures that may
    well fall or pass 100 %; `not_begun` the unit's other periods that say 未启动, each with the day up to which it
    does; `was_done` whether an earlier accepted entry says 已完成; `silent` the responsible units with nothing for
    the period where the unit leads; `open_points` the checkpoints that fell due within it without a figure.
    """

    plan_words: str = ""
    issued_on: dt.date | None = None
    told: TextFacts = NOTHING_TOLD
    last: Said | None = None
    carried_for: tuple[str, ...] = ()
    others: tuple[Said, ...] = ()
    before: tuple[FigureBefore, ...] = ()
    loose: frozenset[str] = frozenset()
    not_begun: tuple[tuple[Period, dt.date], ...] = ()
    was_done: bool = False
    silent: tuple[str, ...] = ()
    open_points: tuple[OpenPoint, ...] = ()


def silent_members(task: TaskFacts, unit_id: int, standings: Standings, period: Period) -> tuple[str, ...]:
    """Where the unit leads the task: its responsible units, roster members too, with nothing that stands for a period.

    Those that are done already, or came on the task after the period, owe nothing.
    """
    if not any(one.unit.id == unit_id and one.role is Role.LEAD for one in task.participants):
        return ()
    return tuple(one.unit.name for one in task.participants if _is_silent(one, task.id, standings, period))


def _is_silent(one: Participant, task_id: int, standings: Standings, period: Period) -> bool:
    if one.role is not Role.RESPONSIBLE or (one.since and one.since > period.last_day):
        return False
    standing = standings.get((task_id, one.unit.id), Standing())
    return standing.status is not Status.DONE and not standing.reported(period)


def open_points(
    task: TaskFacts, unit_id: int, standing: Standing, period: Period, day: dt.date
) -> tuple[OpenPoint, ...]:
    """The checkpoints a unit owes that fell due within a period, up to `day`, and for which it holds no figure.

    Of a frequency only the period's own figures count, and only while it is unmet; of any other those of the year.
    """
    participant = next((one for one in task.participants if one.unit.id == unit_id), None)
    if participant is None:
        return ()
    return tuple(
        OpenPoint(point, due)
        for point in task.checkpoints
        if owes(point, participant) and not _holds(point, held := held_by(standing.accepted, point.id), period)
        for due in unmet_dues(point, held)
        if period.first_day <= due.day <= min(period.last_day, day)
    )


def _holds(point: Checkpoint, held: Held, period: Period) -> bool:
    if point.kind is CheckpointKind.FREQUENCY:
        return any(of == period for of, _ in held)
    return bool(held)
