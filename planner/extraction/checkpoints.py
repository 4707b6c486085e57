"""A task's countable duties: one for each frequency, date, rate or amount, with its due days."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from planner.domain.drafts import CheckpointKind, Comparator, DeadlineKind, DueSource, Recurrence
from planner.extraction.calendar import PlanYears, due_days
from planner.extraction.rulebook import any_of, phrases
from planner.extraction.targets import Aim
from planner.extraction.times import Time

_CLAUSE_STOPS = ",。;:!?\n"
_CLAUSE_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Duty:
    """A checkpoint at [start, end) of the text, before it is made part of a draft. `whose` is a stretch of the text."""

    start: int
    end: int
    kind: CheckpointKind
    due: tuple[dt.date, ...]
    due_source: DueSource
    value: float | None = None
    unit: str | None = None
    comparator: Comparator | None = None
    period: Recurrence | None = None
    whose: tuple[int, int] | None = None


def duties_of(
    text: str,
    sentence: tuple[int, int],
    times: list[Time],
    aims: list[Aim],
    *,
    years: PlanYears,
    slot_due: dt.date | None,
) -> list[Duty]:
    """The checkpoints of one sentence, given the time words and targets found in it.

    A frequency and the amount in the same words are one. `slot_due` is the task's own day, which an amount without
    a time is due on; without one it is due on the plan's last day, as a default.
    """
    found: list[Duty] = []
    used: set[Time] = set()
    for aim in aims:
        time = _governing(text, aim, times, sentence)
        if time:
            used.add(time)
        found.append(_amount(text, sentence, aim, time, years=years, slot_due=slot_due))
    found += [duty for time in times if time not in used and (duty := _timed(text, sentence, time, years))]
    return sorted(found, key=lambda duty: duty.start)


def _governing(text: str, aim: Aim, times: list[Time], sentence: tuple[int, int]) -> Time | None:
    """The time words an amount is to be reached by: in its own clause, or a clause before that is nothing else."""
    first, last = _clause(text, aim.quantity.start, sentence)
    own = [t for t in times if first <= t.start < last and not (t.kind is DeadlineKind.RECURRING and not t.period)]
    if own:
        return own[0]
    earlier = [t for t in times if t.start < first and t.kind is DeadlineKind.DATE]
    if not earlier:
        return None
    a, b = _clause(text, earlier[-1].start, sentence)
    alone = (b - a) - (earlier[-1].end - earlier[-1].start) <= 1
    return earlier[-1] if alone else None


def _amount(
    text: str, sentence: tuple[int, int], aim: Aim, time: Time | None, *, years: PlanYears, slot_due: dt.date | None
) -> Duty:
    due, source = _due(time, years, slot_due)
    first, _ = _clause(text, aim.quantity.start, sentence)
    start = min(aim.start, time.start) if time and time.start >= first else aim.start
    return Duty(
        start,
        max(aim.end, time.end) if time and time.start >= first else aim.end,
        _kind(aim, time),
        due,
        source,
        aim.quantity.value,
        aim.quantity.unit,
        aim.comparator,
        time.period if time else None,
        _whose(text, first, start, time),
    )


def _kind(aim: Aim, time: Time | None) -> CheckpointKind:
    if aim.is_rate:
        return CheckpointKind.RATE
    counts = aim.quantity.unit in phrases("times", "counted")
    return CheckpointKind.FREQUENCY if time and time.period and counts else CheckpointKind.QUANTITY


def _due(time: Time | None, years: PlanYears, slot_due: dt.date | None) -> tuple[tuple[dt.date, ...], DueSource]:
    if time and time.due:
        return (time.due,), DueSource.TEXT
    if time and time.period and years.first:
        return due_days(time.period, years.first), DueSource.TEXT
    if time:
        return (), DueSource.NONE
    if slot_due:
        return (slot_due,), DueSource.TEXT
    return ((years.last_day,), DueSource.DEFAULT) if years.last_day else ((), DueSource.NONE)


def _timed(text: str, sentence: tuple[int, int], time: Time, years: PlanYears) -> Duty | None:
    """The checkpoint of time words with no amount; none for 定期 and for a day that can't be told."""
    due, source = _due(time, years, None)
    if not due and not time.period:
        return None
    first, last = _clause(text, time.start, sentence)
    return Duty(
        time.start,
        last,
        CheckpointKind.FREQUENCY if time.period else CheckpointKind.DATE,
        due,
        source,
        value=time.count,
        unit=phrases("times", "counted")[0] if time.count else None,
        comparator=Comparator.AT_LEAST if time.count else None,
        period=time.period,
        whose=_whose(text, first, time.start, time),
    )


def slot_duty(time: Time, years: PlanYears) -> Duty | None:
    """The checkpoint of a recurring time in a deadline slot: 完成时限：每季度."""
    if not time.period:
        return None
    due, source = _due(time, years, None)
    return Duty(time.start, time.end, CheckpointKind.FREQUENCY, due, source, value=time.count, period=time.period)


def _clause(text: str, at: int, sentence: tuple[int, int]) -> tuple[int, int]:
    first, last = max(sentence[0], at - _CLAUSE_LONGEST), min(sentence[1], at + _CLAUSE_LONGEST)
    start = max(text.rfind(stop, first, at) for stop in _CLAUSE_STOPS) + 1
    found = _stop().search(text, at, last)
    return max(start, first), found.start() if found else last


# ---- whose count it is ----


def _whose(text: str, clause: int, start: int, time: Time | None) -> tuple[int, int] | None:
    """The bearer printed before a duty: 每人, 市、县两级政府, 部门主要负责人."""
    if time and (each := _each().match(text, time.start, time.end)):
        return each.span()
    found = _subject().fullmatch(text, clause, start)
    return found.span("who") if found else None


@cache
def _stop() -> re.Pattern[str]:
    return re.compile(f"[{_CLAUSE_STOPS}]")


@cache
def _each() -> re.Pattern[str]:
    return re.compile("每[人家户]")


@cache
def _subject() -> re.Pattern[str]:
    """各乡镇 / 市、县两级政府(至少) / 领导班子(举办), up to the duty and at most a verb before it."""
    verb = any_of("quantities", "context.making")
    return re.compile(
        rf"(?P<who>[^,。;:\n]{{1,40}}?{any_of('quantities', 'bearers.ends')})(?:要|应|应当|须|必须)?{verb}?"
    )
