"""A task's countable duties: one for each frequency, date, rate or amount, with its due days."""

import datetime as dt
import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest

from planner.domain.drafts import CheckpointKind, Comparator, DeadlineKind, DueSource, Recurrence
from planner.extraction.calendar import PlanYears, due_days
from planner.extraction.rulebook import any_of, any_pattern, phrases
from planner.extraction.targets import Aim
from planner.extraction.times import Time

_CLAUSE_STOPS = ",。;:!?\n\t"
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
    last_day: dt.date | None = None,
) -> list[Duty]:
    """The checkpoints of one sentence, given the time words and targets found in it.

    A frequency and the amount in the same words are one. `slot_due` is the task's own day, which an amount without
    a time is due on; without one it is due on the plan's last day, as a default, or on `last_day` where that is later.
    """
    found: list[Duty] = []
    used: set[Time] = set()
    order = _Order(text, times)
    days = Days(years, slot_due, last_day)
    floor = sentence[0]
    for aim, after in zip_longest(aims, aims[1:]):
        time = _governing(text, aim, order, sentence)
        if time:
            used.add(time)
        room = floor, min(sentence[1], after.start if after else sentence[1])
        found.append(_amount(text, sentence, aim, time, days=days, room=room))
        floor = aim.end
    found += [duty for time in times if time not in used and (duty := _timed(text, sentence, time, years))]
    return sorted(found, key=lambda duty: duty.start)


@dataclass(frozen=True, slots=True)
class Days:
    """What an amount without a time of its own is due on: the slot's day, or by default the last day there is."""

    years: PlanYears
    slot: dt.date | None
    latest: dt.date | None

    @property
    def default(self) -> dt.date | None:
        """The plan's last day, or a later one that the task itself names."""
        return max((day for day in (self.years.last_day, self.latest) if day), default=None)


class _Order:
    """A sentence's times by where they start; of those without a period only 每两个月 and its like, not 定期."""

    def __init__(self, text: str, times: list[Time]) -> None:
        self._times = [t for t in times if t.kind is not DeadlineKind.RECURRING or t.period or text[t.start] == "每"]
        self._starts = [t.start for t in self._times]
        self._dates = [t for t in times if t.kind is DeadlineKind.DATE]
        self._date_starts = [t.start for t in self._dates]

    def first_in(self, start: int, end: int) -> Time | None:
        """The first time that starts in [start, end)."""
        k = bisect_left(self._starts, start)
        return self._times[k] if k < len(self._times) and self._starts[k] < end else None

    def date_before(self, start: int) -> Time | None:
        """The last date that starts before `start`."""
        k = bisect_left(self._date_starts, start)
        return self._dates[k - 1] if k else None


def _governing(text: str, aim: Aim, times: _Order, sentence: tuple[int, int]) -> Time | None:
    """The time words an amount is to be reached by: in its own clause, or a clause before that is nothing else."""
    first, last = _clause(text, aim.quantity.start, sentence)
    if own := times.first_in(first, last):
        return own
    earlier = times.date_before(first)
    if not earlier:
        return None
    a, b = _clause(text, earlier.start, sentence)
    alone = (b - a) - (earlier.end - earlier.start) <= 1
    return earlier if alone else None


def _amount(
    text: str, sentence: tuple[int, int], aim: Aim, time: Time | None, *, days: Days, room: tuple[int, int]
) -> Duty:
    due, source = _due(time, days)
    first, _ = _clause(text, aim.quantity.start, sentence)
    start = min(aim.start, time.start) if time and time.start >= first else aim.start
    end = max(aim.end, time.end) if time and time.start >= first else aim.end
    return Duty(
        *_worded(text, (start, end), aim, sentence, room),
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


def _due(time: Time | None, days: Days) -> tuple[tuple[dt.date, ...], DueSource]:
    if time and time.due:
        return (time.due,), DueSource.TEXT
    if time and time.period and days.years.first:
        return time.days or due_days(time.period, days.years.first), DueSource.TEXT
    if time:
        return (), DueSource.NONE
    if days.slot:
        return (days.slot,), DueSource.TEXT
    return ((days.default,), DueSource.DEFAULT) if days.default else ((), DueSource.NONE)


def _timed(text: str, sentence: tuple[int, int], time: Time, years: PlanYears) -> Duty | None:
    """The checkpoint of time words with no amount; none for 定期 and for a day that can't be told."""
    due, source = _due(time, Days(years, None, None))
    if not due and not time.period:
        return None
    first, last = _clause(text, time.start, sentence)
    if not text[time.end : last].strip() and last + 1 < sentence[1] and text[last] == ",":
        last = _clause(text, last + 1, sentence)[1]
    return Duty(
        _list_start(text, first, time),
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


def _list_start(text: str, clause: int, time: Time) -> int:
    """Where a date's words begin: those of a list (6月、9月各核验一次) with the clause."""
    listed = time.kind is DeadlineKind.DATE and clause < time.start and text[time.start - 1] in "、和及"
    return clause if listed and time.start - clause <= _TEXT_LONGEST else time.start


def slot_duty(time: Time, years: PlanYears) -> Duty | None:
    """The checkpoint of a recurring time in a deadline slot: 完成时限：每季度."""
    if not time.period:
        return None
    due, source = _due(time, Days(years, None, None))
    return Duty(time.start, time.end, CheckpointKind.FREQUENCY, due, source, value=time.count, period=time.period)


def slot_rates(field: tuple[int, int], aims: list[Aim], due: list[dt.date]) -> list[Duty]:
    """The rates of a deadline slot, each with its own day where there are as many (9月底、12月底分别完成50%和100%)."""
    own = due if len(due) == len(aims) else [max(due)] * len(aims) if due else [None] * len(aims)
    return [
        Duty(
            *field,
            CheckpointKind.RATE,
            (day,) if day else (),
            DueSource.TEXT if day else DueSource.NONE,
            aim.quantity.value,
            aim.quantity.unit,
            aim.comparator,
        )
        for aim, day in zip(aims, own, strict=True)
    ]


def joined(found: list[Duty], slot: list[Duty], years: PlanYears) -> list[Duty]:
    """The duties of sentences, in order, and those of slots that are not among them.

    每季度 in both is one series; a day that the slot prints (每季度末月20日前) holds for it.
    """
    printed = {duty.period: duty for duty in reversed(slot) if duty.period}
    periods = {duty.period for duty in found if duty.period}
    kept = [_dated(duty, printed[duty.period], years) if duty.period in printed else duty for duty in found]
    return [*kept, *(d for d in slot if not d.period or (d is printed[d.period] and d.period not in periods))]


def _dated(duty: Duty, slot: Duty, years: PlanYears) -> Duty:
    """A series with the days of its slot, unless its own words name days."""
    if duty.period and years.first and duty.due == due_days(duty.period, years.first):
        return replace(duty, due=slot.due)
    return duty


# ---- its words ----

_SHORTEST = 2
_TEXT_LONGEST = 60


def _worded(
    text: str, words: tuple[int, int], aim: Aim, sentence: tuple[int, int], room: tuple[int, int]
) -> tuple[int, int]:
    """A duty's words, of bare figures (4期, 下降20%) as much of the clause that a person knows what is counted.

    `room` is what lies between the amounts before and after it.
    """
    start, end = words
    if _telling(text, aim, start, end):
        return words
    first, last = _clause(text, aim.quantity.start, sentence)
    start = _behind_joiner(text, min(start, max(first, room[0], start - _TEXT_LONGEST)), start)
    if _telling(text, aim, start, end) and aim.quantity.measure not in phrases("quantities", "duration"):
        return start, end
    end = max(end, min(last, room[1], end + _TEXT_LONGEST))
    if _telling(text, aim, start, end):
        return start, end
    if room[0] > first:  # the last of a list: 覆盖率分别达到60%、62%
        return max(first, start - _TEXT_LONGEST), end
    if first <= sentence[0]:
        return start, end
    return max(_clause(text, first - 1, sentence)[0], room[0]), end


def _telling(text: str, aim: Aim, start: int, end: int) -> bool:
    """Whether words say more than a figure, its unit and how it is bound."""
    others = text[start : aim.quantity.start] + text[aim.quantity.end : end]
    return len(_FILLING.sub("", _filling().sub("", others))) >= _SHORTEST


def _behind_joiner(text: str, start: int, end: int) -> int:
    while start < end and text[start] in "、和及与":
        start += 1
    return start


_FILLING = re.compile(r"[\W\d_]|每(?:半年|年|个?季度?|个?月|周)|[年月日底末前内各约近第至到]|[一二三四上下]?半?季度?")


@cache
def _filling() -> re.Pattern[str]:
    """Words that bound or set a figure, and say nothing of what it counts."""
    keys = ("at_least", "at_most", "reached", "after_at_least", "after_at_most", "about")
    return re.compile("|".join(any_of("quantities", f"cues.{key}") for key in keys) + "|分别|左右|工作日|小时")


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
    return found.span("who") if found and not _no_bearer().search(found["who"]) else None


@cache
def _stop() -> re.Pattern[str]:
    return re.compile(f"[{_CLAUSE_STOPS}]")


@cache
def _each() -> re.Pattern[str]:
    return re.compile("每[人家户]")


@cache
def _no_bearer() -> re.Pattern[str]:
    """(新建)学校3所, 对(企业)检查2次: what is made or dealt with, not who owes it."""
    return re.compile(any_pattern("quantities", "bearers.never"))


@cache
def _subject() -> re.Pattern[str]:
    """各乡镇 / 市、县两级政府(至少) / 领导班子(举办), up to the duty and at most a verb before it."""
    verb = any_of("quantities", "context.making")
    return re.compile(
        rf"(?P<who>[^,。;:\n]{{1,40}}?{any_of('quantities', 'bearers.ends')})(?:要|应|应当|须|必须)?{verb}?"
    )
