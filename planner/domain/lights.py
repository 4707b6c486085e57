"""Lights: computed from dates and accepted entries, never typed. The rules are those of docs/architecture.md."""

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from planner.domain.checkpoints import Checkpoint, unmet_dues
from planner.domain.drafts import Role
from planner.domain.periods import Asked, Period
from planner.domain.progress import Standing, Status, TaskState, Verdict, held_by

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

    `others` counts further units of the colour for other reasons, on a task's light. `original` is the due day before
    it was moved later, and `days_original` how late the unit is by that; `original_of` is the code of the checkpoint
    it belongs to, blank for the task's own. `returned`: what was filed for the period was returned; `reported`: nothing
    is asked yet, and the period is told all the same. `basis` and `into` tell why a task is out of action, and which
    one it went into.
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
    original: dt.date | None = None
    days_original: int = 0
    original_of: str = ""
    returned: bool = False
    basis: str = ""
    into: str = ""
    reported: bool = False


class Duty(NamedTuple):
    """What a task asks of one unit on it. `due` is the effective due day, None if it lay before the plan's own date.

    `asked` are the periods the unit owes returns for, each with its return day. `original` is the due day before it
    was moved later; `since` the day from which the unit is on the task, None where the plan put it there.
    """

    unit: str
    state: TaskState
    state_since: dt.date | None
    due: dt.date | None
    checkpoints: tuple[Checkpoint, ...]
    asked: tuple[Asked, ...]
    original: dt.date | None = None
    since: dt.date | None = None


class _OpenDue(NamedTuple):
    """A day a unit is still waited for: the task's own, or a checkpoint's; with the day it was moved from."""

    day: dt.date
    checkpoint: Checkpoint | None
    original: dt.date | None

    @property
    def code(self) -> str:
        return self.checkpoint.code if self.checkpoint else ""


def unit_light(duty: Duty, standing: Standing, day: dt.date) -> Light:
    """The light of one unit on one task on `day`: the first rule that fits."""
    whose = (duty.unit,)
    if duty.state is not TaskState.ACTIVE:
        return Light(Colour.NONE, Cause.STATE, until(duty.state_since, day), whose, state=duty.state)
    if standing.done_on is not None:
        return _done(duty, standing.done_on)
    dues = _open_dues(duty, standing)
    light = (
        _overdue(duty, dues, day)
        or _due_soon(duty, dues, day)
        or blocked_light(duty.unit, standing, day)
        or _not_reported(duty, standing, day)
    )
    return _by_original(light, duty, dues, day)


def task_light(role_lights: Iterable[tuple[Role, Light]]) -> tuple[Light, bool]:
    """A task's light from its units', and whether the task is done. Free of order.

    Cooperating units don't count. With a lead the task is done when the lead is done and no responsible unit is
    red; without one when all responsible units are done. The colour is the worst of those that count.
    """
    counting = [(role, light) for role, light in role_lights if role is not Role.COOPERATING]
    if not counting:
        return Light(Colour.NONE, Cause.NOBODY_COUNTS), False
    done = _task_done(counting)
    worst = min(_SEVERITY[light.colour] for _, light in counting)
    shown = [(role, light) for role, light in counting if _SEVERITY[light.colour] == worst]
    telling = _who_made_it_done(shown) if done else [light for _, light in shown]
    first = min(telling, key=_telling_order)
    same = [light for light in telling if _telling_order(light) == _telling_order(first)]
    whose = tuple(sorted({unit for light in same for unit in light.whose}))
    others = {unit for _, light in shown for unit in light.whose} - set(whose)
    return first._replace(since=_since_of_all(same), whose=whose, others=len(others)), done


def _who_made_it_done(shown: Sequence[tuple[Role, Light]]) -> list[Light]:
    """A done task's light is told by those who had to be done for it: its leads where it has any."""
    done = [(role, light) for role, light in shown if light.cause in _DONE]
    leads = [light for role, light in done if role is Role.LEAD]
    return leads or [light for _, light in done or shown]


def _since_of_all(same: Sequence[Light]) -> dt.date | None:
    """Since when all of them are where they are: the last one's day."""
    days = [light.since for light in same]
    return None if None in days else max(day for day in days if day)


def _task_done(counting: Sequence[tuple[Role, Light]]) -> bool:
    leads = [light for role, light in counting if role is Role.LEAD]
    if not leads:
        return all(light.cause in _DONE for _, light in counting)
    return all(light.cause in _DONE for light in leads) and all(light.colour is not Colour.RED for _, light in counting)


_DONE = (Cause.DONE, Cause.DONE_LATE)
_SEVERITY = {colour: rank for rank, colour in enumerate(Colour)}
_CAUSES = {cause: rank for rank, cause in enumerate(Cause)}


_SETTLED = {Cause.NOT_ASKED_YET: 1, Cause.ON_COURSE: 1, Cause.DONE_LATE: 2, Cause.DONE: 3}
"""What is no alarm is told after all that is, and by what is still open before what is done."""


def _telling_order(light: Light) -> tuple[object, ...]:
    """Of several alarms of one colour the oldest is told, of settled lights the latest by their due day.

    Two lights with one key are told in one sentence, so that all it says is in the key: order never matters.
    """
    settled = light.cause in _SETTLED
    return (
        _SETTLED.get(light.cause, 0),
        dt.date.min if settled else light.since or dt.date.max,
        -light.days_original,
        -light.days if settled else 0,
        _CAUSES[light.cause],
        light.checkpoint.code if light.checkpoint else "",
        light.days,
        light.due or dt.date.min,
        str(light.period or ""),
        light.original or dt.date.min,
        light.original_of,
        light.returned,
        light.reported,
        light.state.value,
        light.basis,
        light.into,
    )


def _done(duty: Duty, done_on: dt.date) -> Light:
    late = max((done_on - duty.due).days, 0) if duty.due else 0
    return Light(
        Colour.GREEN,
        Cause.DONE_LATE if late else Cause.DONE,
        done_on,
        (duty.unit,),
        days=late,
        due=duty.due,
        original=duty.original,
        days_original=max((done_on - duty.original).days, 0) if duty.original else 0,
    )


def _open_dues(duty: Duty, standing: Standing) -> list[_OpenDue]:
    """Every day the unit is still waited for, oldest first; a checkpoint's stands before the task's own."""
    dues = [
        _OpenDue(due.day, checkpoint, due.moved_from)
        for checkpoint in duty.checkpoints
        for due in unmet_dues(checkpoint, held_by(standing.accepted, checkpoint.id))
    ]
    if duty.due:
        dues.append(_OpenDue(duty.due, None, duty.original))
    return sorted(dues, key=lambda due: (due.day, due.checkpoint is None, due.code))


def _by_original(light: Light, duty: Duty, dues: Sequence[_OpenDue], day: dt.date) -> Light:
    """Count the lateness by the original day too: of the day that a red light speaks of, else of the oldest missed."""
    moved = [(due.original, due.code) for due in dues if due.original]
    spoken = [
        (due.original, due.code)
        for due in dues
        if due.original and light.colour is Colour.RED and (due.day, due.checkpoint) == (light.due, light.checkpoint)
    ]
    missed = sorted((original, code) for original, code in moved if original < day)
    own = [(duty.original, "")] if duty.original else []
    for original, code in [*spoken, *missed, *own][:1]:
        return light._replace(original=original, days_original=max((day - original).days, 0), original_of=code)
    return light


def _overdue(duty: Duty, dues: Sequence[_OpenDue], day: dt.date) -> Light | None:
    for due, checkpoint, _ in dues:
        if due < day:
            cause = Cause.CHECKPOINT_OVERDUE if checkpoint else Cause.OVERDUE
            return Light(Colour.RED, cause, due, (duty.unit,), days=(day - due).days, due=due, checkpoint=checkpoint)
    return None


def _due_soon(duty: Duty, dues: Sequence[_OpenDue], day: dt.date) -> Light | None:
    for due, checkpoint, _ in dues:
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


def blocked_light(unit: str, standing: Standing, day: dt.date) -> Light | None:
    """The light of a unit whose newest accepted word is 受阻; where that was said after `day`, for which period."""
    if standing.status is not Status.BLOCKED:
        return None
    since = until(standing.status_since, day)
    return Light(Colour.YELLOW, Cause.BLOCKED, since, (unit,), period=None if since else standing.accepted[-1].period)


def until(since: dt.date | None, day: dt.date) -> dt.date | None:
    """A day that something began, None where that is after `day`.

    What is judged on a quarter's last day takes what came in later as well, and dates nothing beyond itself.
    """
    return since if since and since <= day else None


def _not_reported(duty: Duty, standing: Standing, day: dt.date) -> Light:
    """The newest return day that has passed decides; before there is one nothing is due yet."""
    passed = [asked for asked in duty.asked if asked.return_by < day]
    if not passed:
        return _not_asked_yet(duty, standing, day)
    period, by = passed[-1]
    told, since = _reported(standing, period)
    if since is None:
        returned = any(filing.period == period for filing in standing.filed)
        late = (day - by).days
        return Light(Colour.YELLOW, Cause.NOT_REPORTED, by, (duty.unit,), late, by, period=period, returned=returned)
    return Light(Colour.GREEN, Cause.ON_COURSE, until(since, day), (duty.unit,), due=duty.due, period=told)


def _not_asked_yet(duty: Duty, standing: Standing, day: dt.date) -> Light:
    """Nothing is asked yet: the light tells the first return that will be, if any, or the one that was made early."""
    light = Light(Colour.NOT_DUE, Cause.NOT_ASKED_YET, until(duty.since, day), (duty.unit,))
    for period, by in duty.asked[:1]:
        told, since = _reported(standing, period)
        if since is not None:
            return light._replace(since=until(since, day), period=told, due=by, reported=True)
        return light._replace(period=period, due=by)
    return light


def _reported(standing: Standing, period: Period) -> tuple[Period, dt.date | None]:
    """The day since which something stands for a period; None where nothing does.

    A newer word supersedes: where nothing stands for the period itself, the newest later one for which something does
    is told.
    """
    filings = [f for f in (*standing.filed, *standing.accepted) if f.verdict is not Verdict.RETURNED]
    later = max((f.period for f in filings if f.period > period), default=period)
    told = period if any(f.period == period for f in filings) else later
    return told, min((f.on for f in filings if f.period == told), default=None)
