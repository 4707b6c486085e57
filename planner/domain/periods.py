"""Periods in which units report: the quarters of a plan's year. First and last day both belong to a period."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import NamedTuple

from planner.domain.document import fold
from planner.errors import PeriodUnknown

RETURN_DAYS = 10
"""A return is due this many days after its period where no form said otherwise."""

# 2024Q2, 2024q2, 2024年第二季度, 2024年2季度
_PRINTED = re.compile(r"(\d{4})\s*(?:[Qq]([1-4])|年第?([一二三四1-4])季度)")


class Period(NamedTuple):
    """One quarter. Sorts by time; prints as 2024Q2."""

    year: int
    quarter: int

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read 2024Q2 or 2024年第二季度.

        Raises PeriodUnknown for anything else.
        """
        found = _PRINTED.fullmatch(fold(text).strip())
        if not found:
            raise PeriodUnknown(text)
        quarter = found[2] or found[3]
        return cls(int(found[1]), "一二三四".find(quarter) + 1 or int(quarter))

    @classmethod
    def of(cls, day: dt.date) -> "Period":
        """The quarter that holds `day`."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, self.quarter * 3 - 2, 1)

    @property
    def last_day(self) -> dt.date:
        return dt.date(self.year, self.quarter * 3, 31 if self.quarter in (1, 4) else 30)

    @property
    def return_by(self) -> dt.date:
        return self.last_day + dt.timedelta(days=RETURN_DAYS)

    @property
    def label(self) -> str:
        """As people write it: 2024年第二季度."""
        return f"{self.year}年第{'一二三四'[self.quarter - 1]}季度"

    def __str__(self) -> str:
        return f"{self.year}Q{self.quarter}"


class Asked(NamedTuple):
    """A period that returns are asked for, and the day they are due back."""

    period: Period
    return_by: dt.date


def year_periods(year: int) -> tuple[Period, ...]:
    """The four quarters of a year, in order."""
    return tuple(Period(year, quarter) for quarter in range(1, 5))


def asked_periods(
    year: int, *, issued_on: dt.date | None, return_days: Mapping[Period, dt.date] | None = None
) -> tuple[Asked, ...]:
    """The quarters a plan asks returns for: those of its year that end on or after its own date, or the last one.

    A period's return day is the one its round named (`return_days`), else RETURN_DAYS after it.
    """
    quarters = year_periods(year)
    asked = tuple(p for p in quarters if issued_on is None or p.last_day >= issued_on) or quarters[-1:]
    named = return_days or {}
    return tuple(Asked(period, named.get(period, period.return_by)) for period in asked)


def current_period(asked: tuple[Asked, ...], day: dt.date) -> Asked:
    """The period that returns are awaited for on `day`: the newest one that has ended, else the first one asked."""
    ended = [each for each in asked if each.period.last_day <= day]
    return ended[-1] if ended else asked[0]
