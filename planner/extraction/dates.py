"""Words that name a day: 6月底前, 第一季度, 2024—2025年, 任期内 (a day that can't be told)."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from planner.extraction.calendar import PlanYears, day, month_end
from planner.extraction.numerals import whole
from planner.extraction.rulebook import any_of

_CN = "一二两三四五六七八九十"
_YEAR = r"(?:(?<!\d)(?P<y>20\d\d)年度?|[今本当]年)?"
_MONTH = r"(?P<m>(?<!\d)(?:1[0-2]|0?[1-9])|十[一二]?|[一二三四五六七八九])月份?"
_BEFORE = r"(?P<before>之前|以前|前)?"
_HALVES = {"上半年": 6, "下半年": 12}
_PLAN_PERIOD_ENDS = {"十三": 2020, "十四": 2025, "十五": 2030, "十六": 2035}


@dataclass(frozen=True, slots=True)
class Date:
    """Words at [start, end) that name a day; `due` is None where it is relative or open."""

    start: int
    end: int
    due: dt.date | None


@dataclass(frozen=True, slots=True)
class _Form:
    """A form of date: its pattern, its last day, and whether a body may use it without 前 or 底."""

    pattern: re.Pattern[str]
    due: Callable[[re.Match[str], int | None], dt.date | None]
    bare: Callable[[re.Match[str]], bool]


def find_dates(text: str, start: int, end: int, *, years: PlanYears, slot: bool) -> list[Date]:
    """The days that words of a stretch name as deadlines; overlapping ones are all given.

    In a slot a bare 11月 or 2024年 counts; in a body it takes 前, 底, 内 or a clause of its own.
    """
    return [
        Date(match.start(), match.end(), form.due(match, _year(match, years)))
        for form in _FORMS
        for match in form.pattern.finditer(text, start, end)
        if _is_deadline(text, match, start, end) and (slot or form.bare(match))
    ]


def date_at(text: str, start: int, end: int, years: PlanYears) -> Date | None:
    """The day or month without a year that stands at `start`: the 3月1日前 of 每年3月1日前."""
    for form in _FORMS[:3]:
        if (match := form.pattern.match(text, start, end)) and not match.groupdict().get("y"):
            return Date(start, match.end(), form.due(match, years.first))
    if match := _YEARLY_END.match(text, start, end):
        return Date(start, match.end(), _year_end(match, years.first))
    return None


_YEARLY_END = re.compile(r"年?[底末]前?")  # (每年)年底前 / (每年)底前


def _year(match: re.Match[str], years: PlanYears) -> int | None:
    printed = match.groupdict().get("y")
    return int(printed) if printed else years.first


def _is_deadline(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether the words around a date leave it a deadline: 截至2023年底 and 自2024年1月1日起 don't."""
    before, after = text[max(start, match.start() - 8) : match.start()], text[match.end() : min(end, match.end() + 3)]
    if not match.groupdict().get("before") and _occasion().match(after):
        return False
    return not _reported()[0].search(before) and not _reported()[1].match(after) and not before.endswith("每年")


def _day(match: re.Match[str], year: int | None) -> dt.date | None:
    return day(year, whole(match["m"]) or 0, int(match["d"])) if year else None


def _month(match: re.Match[str], year: int | None) -> dt.date | None:
    return month_end(year, whole(match["m"]) or 0, match["part"]) if year else None


def _month_range(match: re.Match[str], year: int | None) -> dt.date | None:
    last = int(match["y2"]) if match["y2"] else year
    return month_end(last, whole(match["m2"]) or 0) if last else None


def _quarter(match: re.Match[str], year: int | None) -> dt.date | None:
    return month_end(year, (whole(match["q"]) or 0) * 3) if year else None


def _half(match: re.Match[str], year: int | None) -> dt.date | None:
    return month_end(year, _HALVES[match["half"]]) if year else None


def _year_end(_match: re.Match[str], year: int | None) -> dt.date | None:
    return dt.date(year, 12, 31) if year else None


def _last_year(match: re.Match[str], _year: int | None) -> dt.date | None:
    return dt.date(int(match["y2"]), 12, 31)


def _plan_period(match: re.Match[str], _year: int | None) -> dt.date | None:
    last = _PLAN_PERIOD_ENDS.get(match["plan"])
    return dt.date(last, 12, 31) if last else None


def _none(_match: re.Match[str], _year: int | None) -> dt.date | None:
    return None


def _always(_match: re.Match[str]) -> bool:
    return True


def _never(_match: re.Match[str]) -> bool:
    return False


def _with_before(match: re.Match[str]) -> bool:
    return bool(match["before"])


def _month_ends(match: re.Match[str]) -> bool:
    """A month alone is a deadline in a body only where it opens a clause: 。11月开展宣传."""
    if match["before"] or match["part"]:
        return True
    opens = match.start() == match.pos or match.string[match.start() - 1] in "。;,:\n)"
    return opens and not match.string.startswith(("至", "-", "—", "~"), match.end())


_UNTIL = r"[至到~—–-]{1,2}"
_FORMS = (
    # 9月30日前 / 2024年12月10日之前
    _Form(re.compile(rf"{_YEAR}{_MONTH}(?P<d>\d{{1,2}})[日号]{_BEFORE}"), _day, _with_before),
    # 2022年7月至12月 / 3月至5月底前
    _Form(
        re.compile(
            rf"{_YEAR}{_MONTH}{_UNTIL}(?:(?P<y2>20\d\d)年)?(?P<m2>1[0-2]|0?[1-9]|十[一二]?)月份?[底末]?{_BEFORE}"
        ),
        _month_range,
        _always,
    ),
    # 6月底前 / 五月中旬 / 11月
    _Form(
        re.compile(rf"{_YEAR}{_MONTH}(?P<part>[上中下]旬|[底末初]|中(?=[,、前。]))?{_BEFORE}(?!\d{{1,2}}[日号])"),
        _month,
        _month_ends,
    ),
    # 第一季度 / 2024年三季度末
    _Form(re.compile(rf"{_YEAR}第?(?P<q>[一二三四1-4])季度[末底]?{_BEFORE}"), _quarter, _always),
    # 上半年 / 2024年下半年
    _Form(re.compile(rf"{_YEAR}(?P<half>[上下]半年)[末底]?{_BEFORE}"), _half, _always),
    # 年底前 / 2024年底 / 年内
    _Form(re.compile(rf"(?:(?<!\d)(?P<y>20\d\d)|[今本当])?年[底末内终]{_BEFORE}"), _year_end, _always),
    # 到2025年 / 2027年前
    _Form(re.compile(rf"(?P<to>力争到|[到至])(?<!\d)(?P<y>20\d\d)年{_BEFORE}(?![\d-])"), _year_end, _always),
    _Form(re.compile(r"(?<!\d)(?P<y>20\d\d)年(?P<before>之前|以前|前)"), _year_end, _always),
    # 2024—2025年 / 2024年至2026年
    _Form(re.compile(rf"(?<!\d)20\d\d年?{_UNTIL}(?P<y2>20\d\d)年[底末]?{_BEFORE}"), _last_year, _always),
    # 2024年 / 全年: only in a slot
    _Form(re.compile(r"(?<!\d)(?P<y>20\d\d)年度?(?![\d底末内前上下第一二三四])|全年"), _year_end, _never),
    # “十四五”末 / “十五五”时期末
    _Form(re.compile(r"[“\"]?(?P<plan>十[三四五六])五[”\"]?(?:时期|期间)?末"), _plan_period, _always),
    # 任期内 / 用5年时间 / 两年内
    _Form(
        re.compile(rf"任期内|用(?:\d+|[{_CN}])年(?:左右)?(?:的)?时间|(?<![\d每])(?:\d|[{_CN}])年(?:以)?内"),
        _none,
        _always,
    ),
    # 自公布之日起30日内 / 目录更新后30天内
    _Form(
        re.compile(
            rf"(?:自[^,。;、]{{2,20}}?(?:之日)?(?:起|后)|[^,。;、\s于在]{{2,10}}(?:之日起|后))"
            rf"(?:\d{{1,3}}|[{_CN}]{{1,3}})个?(?:工作日|日|天|月|年)(?:以)?内"
        ),
        _none,
        _always,
    ),
)


@cache
def _occasion() -> re.Pattern[str]:
    """年底述职 / 年终考核: the name of an event."""
    return re.compile(any_of("times", "occasion"))


@cache
def _reported() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return (
        re.compile(any_of("times", "reported_before") + "$"),
        re.compile(any_of("times", "reported_after")),
    )
