"""Days that time words name: the last day of a month, a quarter, a part of a month; due days of a period."""

import calendar as _calendar
import datetime as dt
from dataclasses import dataclass

from planner.domain.drafts import Recurrence

_TENTH_ENDS = {"上旬": 10, "中旬": 20, "初": 10, "中": 20}
_DUE_MONTHS = {
    Recurrence.YEAR: (12,),
    Recurrence.HALF: (6, 12),
    Recurrence.QUARTER: (3, 6, 9, 12),
    Recurrence.MONTH: tuple(range(1, 13)),
}


@dataclass(frozen=True, slots=True)
class PlanYears:
    """The years a plan is for: `first` stands for a year not printed, and `last` ends the plan."""

    first: int | None
    last: int | None

    @property
    def last_day(self) -> dt.date | None:
        """The plan's last day."""
        return dt.date(self.last, 12, 31) if self.last else None


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


def due_days(period: Recurrence, year: int) -> tuple[dt.date, ...]:
    """The last day of each of a year's periods: four for a quarter."""
    ends = (month_end(year, month) for month in _DUE_MONTHS[period])
    return tuple(end for end in ends if end)
