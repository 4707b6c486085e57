"""Words that name a day as a deadline: 6月底前, 第一季度, 2024—2025年, 任期内 (a day that can't be told)."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from planner.extraction.calendar import PlanYears
from planner.extraction.date_forms import DATED_FORMS, benefit_follows, forms, year_end
from planner.extraction.numerals import year as year_of
from planner.extraction.rulebook import any_of, any_pattern

_NEXT_YEAR = ("明", "次", "翌", "来", "下", "下一")
_PAST_YEAR = ("去", "上")


@dataclass(frozen=True, slots=True)
class Date:
    """Words at [start, end) that name a day; `due` is None where it is relative or open."""

    start: int
    end: int
    due: dt.date | None


def find_dates(text: str, start: int, end: int, *, years: PlanYears, slot: bool) -> list[Date]:
    """The days that words of a stretch name as deadlines; overlapping ones are all given.

    In a slot a bare 11月 or 2024年 counts; in a body it takes 前, 底, 内 or a clause of its own.
    """
    return [
        Date(match.start(), match.end(), form.due(match, _year(match, years)))
        for form in forms()
        if text.find(form.needs, start, end) >= 0
        for match in form.pattern.finditer(text, start, end)
        if _is_deadline(text, match, start, end)
        and (
            slot or (form.bare(match, years) and not _is_past(match, years) and not _in_window(text, match, start, end))
        )
    ]


def date_at(text: str, start: int, end: int, years: PlanYears) -> Date | None:
    """The day or month without a year that stands at `start`: the 3月1日前 of 每年3月1日前."""
    for form in forms()[:DATED_FORMS]:
        match = form.pattern.match(text, start, end)
        if match and not match.groupdict().get("y") and not match.groupdict().get("rel"):
            return Date(start, match.end(), form.due(match, years.first))
    if match := _YEARLY_END.match(text, start, end):
        return Date(start, match.end(), year_end(match, years.first))
    return None


_YEARLY_END = re.compile(r"年?[底末]前?")  # (每年)年底前 / (每年)底前


def _year(match: re.Match[str], years: PlanYears) -> int | None:
    groups = match.groupdict()
    if printed := groups.get("y"):
        return year_of(printed)
    later = 1 if groups.get("rel") in _NEXT_YEAR else 0
    return years.first + later if years.first else None


# ---- which dates are deadlines ----


def _is_deadline(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether the words around a date leave it a deadline: 截至2023年底 and 自2024年1月1日起 don't."""
    before, after = text[max(start, match.start() - 8) : match.start()], text[match.end() : min(end, match.end() + 5)]
    groups = match.groupdict()
    if groups.get("rel") in _PAST_YEAR or before.endswith("每"):
        return False
    if not groups.get("before") and (_occasion().match(after) or _of_class().match(text, match.end(), end)):
        return False
    if _bounded(match) and _issued().match(after):
        return not _reported()[0].search(before)
    return not _reported()[0].search(before) and not _reported()[1].match(after) and not before.endswith("每年")


def _is_past(match: re.Match[str], years: PlanYears) -> bool:
    """2022年底 in a plan for 2024, unless something is due 前 it."""
    groups = match.groupdict()
    printed = groups.get("y2") or groups.get("y")
    named = year_of(printed) if printed else None
    return bool(named and years.first and named < years.first and not groups.get("before"))


def _in_window(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """The end of a policy's validity (有效期至…), or a stretch of days in which a benefit is open."""
    clause = text[max(start, match.start() - 40) : match.start()].replace("。", ",").rpartition(",")[2]
    if _validity().search(clause):
        return True
    if "d2" not in match.groupdict() and "m2" not in match.groupdict():
        return False
    return benefit_follows(text, match.end(), end)


# ---- phrase lists ----


@cache
def _occasion() -> re.Pattern[str]:
    """年底述职 / 年终考核: the name of an event."""
    return re.compile(any_of("times", "occasion"))


@cache
def _of_class() -> re.Pattern[str]:
    """(一季度)签约项目 / (上半年)新开工的项目: what the words sort; (一季度)签约项目30个 is to be done by then."""
    return re.compile(rf"{any_pattern('times', 'of_class')}(?!\d)")


def _bounded(match: re.Match[str]) -> bool:
    """Whether the words themselves set a bound: 6月底前, 国庆节前."""
    return match[0].endswith("前")


@cache
def _issued() -> re.Pattern[str]:
    """(6月底前)印发 is to be done; 印发 behind a bare date tells what was."""
    return re.compile("印发(?!的)")


@cache
def _reported() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return (
        re.compile(any_of("times", "reported_before") + "$"),
        re.compile(any_of("times", "reported_after")),
    )


@cache
def _validity() -> re.Pattern[str]:
    return re.compile(any_of("times", "validity"))
