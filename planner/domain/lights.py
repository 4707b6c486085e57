"""Lights: computed from dates and accepted entries, never typed. The rules are those of docs/architecture.md."""

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from planner.domain.checkpoints import Checkpoint, unmet_dues
from planner.domain.drafts import Role
from planner.domain.periods import Asked, Period
from planner.domain.progress import Standing, Status, TaskState, held_by

DUE_SOON_DAYS = 15


class Colour(StrEnum):
    """A light's colour, worst first. NONE: no light is shown (paused, dropped, merged, or nobody counts)."""

    RED = "red"
    YELLOW = "yellow"
    NOT_DUE = "not_due"
    GREEN = "green"
    NONE = "none"


class Cause(StrEnum):
    """Which rule gave a light its colour."""

    STATE = "state"
    DONE = "done"
    DONE_LATE = "done_late"
    OVERDUE = "overdue"
    CHECKPOINT_OVERDUE = "checkpoint_overdue"
    DUE_SOON = "due_soon"
    CHECKPOINT_DUE_SOON = "checkpoint_due_soon"
    BLOCKED = "blocked"
    NOT_REPORTED = "not_reported"
    NOT_ASKED_YET = "not_asked_yet"
    ON_COURSE = "on_course"
    NOBODY_COUNTS = "nobody_counts"
    NO_UNIT = "no_unit"


class Light(NamedTuple):
    """A colour with its reason: which rule, since when, whose, and the days, checkpoint or period it speaks of.

    `others` counts further units of the colour for other reasons, on a task's light.
    """

    colour: Colour
    cause: Cause
    since: dt.date | None = None
    whose: tuple[str, ...] = ()
    days: int = 0
    due: dt.date | None = None
    checkpoint: Checkpoint | None = None
    period: Period | None = None
    state: TaskState = TaskState.ACTIVE
    others: int = 0


class Duty(NamedTuple):
    """What a task asks of one unit on it. `due` is the effective due day, None if it lay before the plan's own date.

    `asked` are the periods the unit owes returns for, each with its return day.
    """

    unit: str
    state: TaskState
    state_since: dt.date | None
    due: dt.date | None
    checkpoints: tuple[Checkpoint, ...]
    asked: tuple[Asked, ...]


def unit_light(duty: Duty, standing: Standing, day: dt.date) -> Light:
    """The light of one unit on one task on `day`: the first rule that fits."""
    whose = (duty.unit,)
    if duty.state is not TaskState.ACTIVE:
        return Light(Colour.NONE, Cause.STATE, duty.state_since, whose, state=duty.state)
    if standing.done_on is not None:
        return _done(duty, standing.done_on)
    return (
        _overdue(duty, standing, day)
        or _due_soon(duty, standing, day)
        or _blocked(duty, standing)
        or _not_reported(duty, standing, day)
    )


def task_light(role_lights: Iterable[tuple[Role, Light]]) -> tuple[Light, bool]:
    """A task's light from its units', and whether the task is done. Free of order.

    Cooperating units don't count. With a lead the task is done when the lead is done and no responsible unit is
    red; without one when all responsible units are done. The colour is the worst of those that count.
    """
    counting = [(role, light) for role, light in role_lights if role is not Role.COOPERATING]
    if not counting:
        return Light(Colour.NONE, Cause.NOBODY_COUNTS), False
    worst = min(_SEVERITY[light.colour] for _, light in counting)
    told = [light for _, light in counting if _SEVERITY[light.colour] == worst]
    first = min(told, key=_telling_order)
    same = [light for light in told if _telling_order(light)[:-1] == _telling_order(first)[:-1]]
    whose = tuple(sorted({unit for light in same for unit in light.whose}))
    others = {unit for light in told for unit in light.whose} - set(whose)
    return first._replace(whose=whose, others=len(others)), _task_done(counting)


def _task_done(counting: Sequence[tuple[Role, Light]]) -> bool:
    leads = [light for role, light in counting if role is Role.LEAD]
    if not leads:
        return all(light.cause in _DONE for _, light in counting)
    return all(light.cause in _DONE for light in leads) and all(light.colour is not Colour.RED for _, light in counting)


_DONE = (Cause.DONE, Cause.DONE_LATE)
_SEVERITY = {colour: rank for rank, colour in enumerate(Colour)}
_CAUSES = {cause: rank for rank, cause in enumerate(Cause)}


def _telling_order(light: Light) -> tuple[dt.date, int, str, tuple[str, ...]]:
    """Of several lights of one colour the oldest is told; ties go by rule and name, so that order never matters."""
    point = light.checkpoint.code if light.checkpoint else ""
    return (light.since or dt.date.max, _CAUSES[light.cause], point, light.whose)


def _done(duty: Duty, done_on: dt.date) -> Light:
    late = (done_on - duty.due).days if duty.due else 0
    cause = Cause.DONE_LATE if late > 0 else Cause.DONE
    return Light(Colour.GREEN, cause, done_on, (duty.unit,), days=max(late, 0), due=duty.due)


def _open_dues(duty: Duty, standing: Standing) -> list[tuple[dt.date, Checkpoint | None]]:
    """Every day the unit is still waited for, oldest first; a checkpoint's stands before the task's own."""
    dues: list[tuple[dt.date, Checkpoint | None]] = [
        (due.day, checkpoint)
        for checkpoint in duty.checkpoints
        for due in unmet_dues(checkpoint, held_by(standing.accepted, checkpoint.id))
    ]
    if duty.due:
        dues.append((duty.due, None))
    return sorted(dues, key=lambda item: (item[0], item[1] is None, item[1].code if item[1] else ""))


def _overdue(duty: Duty, standing: Standing, day: dt.date) -> Light | None:
    for due, checkpoint in _open_dues(duty, standing):
        if due < day:
            cause = Cause.CHECKPOINT_OVERDUE if checkpoint else Cause.OVERDUE
            return Light(Colour.RED, cause, due, (duty.unit,), days=(day - due).days, due=due, checkpoint=checkpoint)
    return None


def _due_soon(duty: Duty, standing: Standing, day: dt.date) -> Light | None:
    for due, checkpoint in _open_dues(duty, standing):
        if 0 <= (due - day).days <= DUE_SOON_DAYS:
            cause = Cause.CHECKPOINT_DUE_SOON if checkpoint else Cause.DUE_SOON
            since = due - dt.timedelta(days=DUE_SOON_DAYS)
            return Light(
                Colour.YELLOW,
                cause,
                since,
                (duty.unit,),
                days=(due - day).days,
                due=due,
                checkpoint=checkpoint,
            )
    return None


def _blocked(duty: Duty, standing: Standing) -> Light | None:
    if standing.status is not Status.BLOCKED:
        return None
    return Light(Colour.YELLOW, Cause.BLOCKED, standing.status_since, (duty.unit,))


def _not_reported(duty: Duty, standing: Standing, day: dt.date) -> Light:
    """The newest return day that has passed decides; before there is one nothing is due yet."""
    passed = [(period, by) for period, by in duty.asked if by < day]
    if not passed:
        return Light(Colour.NOT_DUE, Cause.NOT_ASKED_YET, None, (duty.unit,))
    period, by = passed[-1]
    if not standing.reported(period):
        return Light(Colour.YELLOW, Cause.NOT_REPORTED, by, (duty.unit,), (day - by).days, by, period=period)
    return Light(Colour.GREEN, Cause.ON_COURSE, None, (duty.unit,), period=period)
