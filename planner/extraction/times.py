"""Time words: by a day (6月底前), again and again (每季度), for good (持续推进 in a deadline slot)."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from planner.domain.drafts import DeadlineKind, Recurrence
from planner.extraction.calendar import PlanYears, due_days
from planner.extraction.dates import date_at, find_dates
from planner.extraction.recurrence import Frequency, count_at, find_frequencies
from planner.extraction.rulebook import any_of, any_pattern


@dataclass(frozen=True, slots=True)
class Time:
    """Time words at [start, end) of the text searched, and what they mean.

    A recurring one that names its own days (每年3月1日前, 每月10日前) has them in `days`, those of the plan's first
    year; where there is but one, it is `due` too.
    """

    start: int
    end: int
    kind: DeadlineKind
    due: dt.date | None = None
    period: Recurrence | None = None
    count: int | None = None
    days: tuple[dt.date, ...] = ()


def find_times(text: str, start: int, end: int, *, years: PlanYears, slot: bool) -> list[Time]:
    """The deadlines in a stretch of folded text, in order.

    In a slot a bare 11月 is a deadline and 持续推进 an ongoing one; in a body a date needs 前, 底, 内 or the like.
    """
    found = [_recurring(text, frequency, end, years) for frequency in find_frequencies(text, start, end)]
    dates = find_dates(text, start, end, years=years, slot=slot)
    found += [Time(date.start, date.end, DeadlineKind.DATE, date.due) for date in dates]
    if slot:
        found += [Time(m.start(), m.end(), DeadlineKind.ONGOING) for m in _ongoing().finditer(text, start, end)]
    return _without_overlaps(found)


def unknown_times(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where words name a time that no rule turns into a deadline: 近期, 每日."""
    return [match.span() for match in _unknown().finditer(text, start, end)]


def _without_overlaps(found: list[Time]) -> list[Time]:
    """The times in order, of two that overlap the first or the longer one, of two alike the recurring one."""
    kept: list[Time] = []
    for time in sorted(found, key=lambda t: (t.start, -t.end)):
        if not kept or time.start >= kept[-1].end:
            kept.append(time)
    return kept


def _recurring(text: str, frequency: Frequency, end: int, years: PlanYears) -> Time:
    kind, period = DeadlineKind.RECURRING, frequency.period
    if period is Recurrence.YEAR:
        close, days = _days_of_year(text, frequency.end, end, years)
        count = count_at(text, close, end) if days else frequency.count
        return Time(frequency.start, close, kind, days[0] if len(days) == 1 else None, period, count, days)
    days = ()
    if period and frequency.within and years.first:
        days = due_days(period, years.first, frequency.within)
    return Time(frequency.start, frequency.end, kind, None, period, frequency.count, days)


def _days_of_year(text: str, at: int, end: int, years: PlanYears) -> tuple[int, tuple[dt.date, ...]]:
    """The days behind 每年 and where they end: 3月1日前; 6月、12月底前."""
    days: list[dt.date] = []
    close = at
    while dated := date_at(text, at, end, years):
        close = dated.end
        days += [dated.due] if dated.due else []
        if close >= end or text[close] not in "、和及":
            break
        at = close + 1
    return close, tuple(sorted(set(days)))


@cache
def _ongoing() -> re.Pattern[str]:
    return re.compile(any_of("times", "ongoing"))


@cache
def _unknown() -> re.Pattern[str]:
    return re.compile(any_pattern("times", "unknown"))
