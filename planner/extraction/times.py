"""Time words: by a day (6月底前), again and again (每季度), for good (持续推进 in a deadline slot)."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from planner.domain.drafts import DeadlineKind, Recurrence
from planner.extraction.calendar import PlanYears
from planner.extraction.dates import date_at, find_dates
from planner.extraction.numerals import whole
from planner.extraction.rulebook import any_of

_PERIODS = {
    "年": Recurrence.YEAR,
    "年度": Recurrence.YEAR,
    "半年": Recurrence.HALF,
    "季": Recurrence.QUARTER,
    "季度": Recurrence.QUARTER,
    "月": Recurrence.MONTH,
    "个月": Recurrence.MONTH,
}
_EVERY = re.compile(r"(?P<who>每人|每家|每户)?每(?P<unit>半年|年度?|季度?|个?月)(?!年)")  # 每季度 / 每人每年
_IRREGULAR = re.compile(r"(?<!不)定期")  # 定期通报 / 定期开展应急演练
_AVERAGE = re.compile(r"年平?均(?!增|降|下|气|收|价|值|产|水|利|销|能)")  # 年平均培训 / 年均举办


@dataclass(frozen=True, slots=True)
class Time:
    """Time words at [start, end) of the text searched, and what they mean."""

    start: int
    end: int
    kind: DeadlineKind
    due: dt.date | None = None
    period: Recurrence | None = None
    count: int | None = None


def find_times(text: str, start: int, end: int, *, years: PlanYears, slot: bool) -> list[Time]:
    """The deadlines in a stretch of folded text, in order.

    In a slot a bare 11月 is a deadline and 持续推进 an ongoing one; in a body a date needs 前, 底, 内 or the like.
    """
    dates = find_dates(text, start, end, years=years, slot=slot)
    found = [Time(date.start, date.end, DeadlineKind.DATE, date.due) for date in dates]
    found += _recurring(text, start, end, years)
    if slot:
        found += [Time(m.start(), m.end(), DeadlineKind.ONGOING) for m in _ongoing().finditer(text, start, end)]
    return _without_overlaps(found)


def unknown_times(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where words name a time that no rule turns into a day: 春节前."""
    return [found.span() for found in _unknown().finditer(text, start, end)]


def _without_overlaps(found: list[Time]) -> list[Time]:
    kept: list[Time] = []
    for time in sorted(found, key=lambda t: (t.start, -t.end)):
        if not kept or time.start >= kept[-1].end:
            kept.append(time)
    return kept


def _recurring(text: str, start: int, end: int, years: PlanYears) -> list[Time]:
    every = [m for m in _EVERY.finditer(text, start, end) if not _limits_benefit(text, m, end)]
    return [
        *(_again(m, None) for m in _IRREGULAR.finditer(text, start, end)),
        *(_again(m, Recurrence.YEAR) for m in _AVERAGE.finditer(text, start, end)),
        *(_again(m, _PERIODS[m["unit"]]) for m in _routine().finditer(text, start, end)),
        *(_every(text, m, end, years) for m in every),
    ]


def _again(match: re.Match[str], period: Recurrence | None) -> Time:
    return Time(match.start(), match.end(), DeadlineKind.RECURRING, period=period)


def _every(text: str, match: re.Match[str], end: int, years: PlanYears) -> Time:
    """每年3月1日前 is a recurring one with its day in the plan's year; 每季度至少开展1次 has a count."""
    dated = date_at(text, match.end(), end, years)
    close, due = (dated.end, dated.due) if dated else (match.end(), None)
    return Time(match.start(), close, DeadlineKind.RECURRING, due, _PERIODS[match["unit"]], _count(text, close, end))


def _clause_end(text: str, start: int, end: int) -> int:
    last = min(end, start + _CLAUSE_LONGEST)
    found = re.compile("[,。;:!?\n]").search(text, start, last)
    return found.start() if found else last


_CLAUSE_LONGEST = 200


def _count(text: str, start: int, end: int) -> int | None:
    found = _counted().search(text, start, _clause_end(text, start, end))
    return whole(found["n"]) if found else None


def _limits_benefit(text: str, match: re.Match[str], end: int) -> bool:
    rest = text[match.end() : _clause_end(text, match.end(), end)]
    return bool(_benefit().search(rest)) or rest.startswith(("只", "仅", "限", "可", "最多"))


@cache
def _counted() -> re.Pattern[str]:
    """至少开展1次 / 通报一次."""
    return re.compile(
        rf"(?P<n>\d{{1,3}}|[一二两三四五六七八九十]{{1,2}})(?:{any_of('times', 'counted')})(?!性|要|会议纪要)"
    )


@cache
def _benefit() -> re.Pattern[str]:
    return re.compile(any_of("times", "benefit"))


@cache
def _routine() -> re.Pattern[str]:
    """月通报 / 按季度调度 / 逐月分析."""
    names = any_of("times", "routine")
    return re.compile(rf"(?:[按逐]|(?<![\d一二三四五六七八九十每个当本上下]))(?P<unit>半年|季度?|月)(?={names})")


@cache
def _ongoing() -> re.Pattern[str]:
    return re.compile(any_of("times", "ongoing"))


@cache
def _unknown() -> re.Pattern[str]:
    return re.compile(any_of("times", "unknown"))
