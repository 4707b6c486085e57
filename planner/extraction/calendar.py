"""Days that time words name: the last day of a month, a quarter, a part of a month; due days of a period."""

import calendar as _calendar
import datetime as dt
from dataclasses import dataclass

from planner.domain.drafts import Recurrence

_TENTH_ENDS = {"上旬": 10, "中旬": 20, "上中旬": 20, "初": 10, "中": 20}
_PERIOD_MONTHS = {Recurrence.YEAR: 12, Recurrence.HALF: 6, Recurrence.QUARTER: 3, Recurrence.MONTH: 1}


@dataclass(frozen=True, slots=True)
class PlanYears:
    """The years a plan is for: `first` stands for a year not printed, and `last` ends the plan."""

    first: int | None
    last: int | None

    @property
    def last_day(self) -> dt.date | None:
        """The plan's last day."""
        return dt.date(self.last, 12, 31) if self.last else None


@dataclass(frozen=True, slots=True)
class Within:
    """A day inside each of a year's periods: month `month` of it (1 is the first), on `number` or at `part`'s end.

    A month beyond the period's last is the one after it: 每季度次月10日前.
    """

    month: int
    number: int | None = None
    part: str | None = None


def month_end(year: int, month: int, part: str | None = None) -> dt.date | None:
    """The last day of a month or of its part (上旬, 中旬, 下旬, 底); None for a month that isn't one."""
    if month not in range(1, 13):
        return None
    last = _calendar.monthrange(year, month)[1]
    return dt.date(year, month, _TENTH_ENDS.get(part or "", last))


def day(year: int, month: int, number: int) -> dt.date | None:
    """A date, or None where there is no such day."""
    try:
        return dt.date(year, month, number)
    except ValueError:
        return None


def due_days(period: Recurrence, year: int, within: Within | None = None) -> tuple[dt.date, ...]:
    """The due day of each of a year's periods, four for a quarter: its last day, or the day `within` it.

    A day that a month doesn't have is that month's last (每月31日前 in June).
    """
    months = _PERIOD_MONTHS[period]
    firsts = range(1, 13, months)
    if within is None:
        ends = (month_end(year, first + months - 1) for first in firsts)
    else:
        ends = (_day_within(year, first + within.month - 1, within) for first in firsts)
    return tuple(end for end in ends if end)


def _day_within(year: int, month: int, within: Within) -> dt.date | None:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if within.number is None:
        return month_end(year, month, within.part)
    return day(year, month, within.number) or month_end(year, month)
