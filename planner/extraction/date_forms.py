"""Forms of words that name a day, each with the day it names and when a sentence may use it bare."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from planner.extraction.calendar import PlanYears, day, month_end
from planner.extraction.numerals import whole
from planner.extraction.numerals import year as year_of
from planner.extraction.rulebook import any_of, any_pattern

_CN = "一二两三四五六七八九十"
_Y = r"20\d\d|二[〇○零][〇○零一二三四五六七八九]{2}"
_YEAR = rf"(?:(?:(?<!\d)(?P<y>{_Y})|(?P<rel>[今本当明次翌来去上]|下一?))年度?的?)?"
_MONTH_NUMBER = r"(?<!\d)(?:1[0-2]|0?[1-9])(?!\d)|十[一二]?|[一二三四五六七八九]"
_MONTH = rf"(?P<m>{_MONTH_NUMBER})月份?"
_PART = r"(?P<part>[上中下]{1,2}旬|[底末初]|中(?=[,、前。]))?"
_WEEKDAY = r"(?:\([^()\n]{1,6}\))?(?:[上下]午)?(?:\d{1,2}[时点:](?:\d{1,2}分?)?)?"
_BEFORE = r"(?P<before>之前|以前|前|止)?"
_UNTIL = r"[至到~—–-]{1,2}"
_HALVES = {"上半年": 6, "下半年": 12}
_PLAN_PERIOD_ENDS = {"十三": 2020, "十四": 2025, "十五": 2030, "十六": 2035}


@dataclass(frozen=True, slots=True)
class Form:
    """A form of date: characters it can't do without, its pattern, its last day, and when a body may use it bare."""

    needs: str
    pattern: re.Pattern[str]
    due: Callable[[re.Match[str], int | None], dt.date | None]
    bare: Callable[[re.Match[str], PlanYears], bool]


# ---- the day of each form ----


def _day(match: re.Match[str], year: int | None) -> dt.date | None:
    return day(year, whole(match["m"]) or 0, int(match["d"])) if year else None


def _day_range(match: re.Match[str], year: int | None) -> dt.date | None:
    last = int(match["y2"]) if match["y2"] else year
    return day(last, whole(match["m2"] or match["m"]) or 0, int(match["d2"])) if last else None


def _numeric(match: re.Match[str], year: int | None) -> dt.date | None:
    if not year:
        return None
    month = int(match["m"])
    return day(year, month, int(match["d"])) if match["d"] else month_end(year, month)


def _month(match: re.Match[str], year: int | None) -> dt.date | None:
    return month_end(year, whole(match["m"]) or 0, match["part"]) if year else None


def _month_range(match: re.Match[str], year: int | None) -> dt.date | None:
    last = int(match["y2"]) if match["y2"] else year
    return month_end(last, whole(match["m2"]) or 0, match["part"]) if last else None


def _quarter(match: re.Match[str], year: int | None) -> dt.date | None:
    return month_end(year, (whole(match["q"]) or 0) * 3) if year else None


def _half(match: re.Match[str], year: int | None) -> dt.date | None:
    return month_end(year, _HALVES[match["half"]]) if year else None


def year_end(_match: re.Match[str], year: int | None) -> dt.date | None:
    """A year's last day, which 年底 names."""
    return dt.date(year, 12, 31) if year else None


def _last_year(match: re.Match[str], _year: int | None) -> dt.date | None:
    return dt.date(int(match["y2"]), 12, 31)


def _plan_period(match: re.Match[str], _year: int | None) -> dt.date | None:
    last = _PLAN_PERIOD_ENDS.get(match["plan"])
    return dt.date(last, 12, 31) if last else None


def _none(_match: re.Match[str], _year: int | None) -> dt.date | None:
    return None


# ---- which forms a body may use bare ----


def benefit_follows(text: str, at: int, end: int) -> bool:
    """Whether the clause goes on with words of a benefit: (5年内)享受补贴, (1月1日至6月30日)购买新车的."""
    return bool(_window().match(text, at, min(end, at + 60)))


def _always(_match: re.Match[str], _years: PlanYears) -> bool:
    return True


def _with_before(match: re.Match[str], _years: PlanYears) -> bool:
    return bool(match["before"])


def _day_counts(match: re.Match[str], _years: PlanYears) -> bool:
    """6月30日前; 6月30日 alone only on the day of an event: 6月30日召开."""
    if match["before"] or _listed().match(match.string, match.end(), match.endpos):
        return True
    return _opens(match) and bool(_event().match(match.string, match.end(), match.endpos))


def _month_counts(match: re.Match[str], _years: PlanYears) -> bool:
    """A month alone is a deadline in a body only where it opens a clause: 。11月开展宣传; or in 6月、12月底前."""
    if match["before"] or match["part"]:
        return True
    text = match.string
    if _opened().match(text, match.end(), match.endpos):
        return not _HAPPENED.search(text, max(match.pos, match.start() - _HAPPENED_LONGEST), match.start())
    if _listed().match(text, match.end(), match.endpos):
        return True
    if _after_months().search(text[max(match.pos, match.start() - _LIST_LONGEST) : match.start()]):
        return True
    return _opens(match) and not text.startswith(("至", "-", "—", "~"), match.end())


_HAPPENED = re.compile("[已曾][经在于]?$")  # 已于(6月)通车
_HAPPENED_LONGEST = 3


def _year_counts(match: re.Match[str], years: PlanYears) -> bool:
    """2024年,… and 2025年完成… at a clause's start, in a plan for several years or before what is to be achieved.

    2025年新增学位800个 and 其中2025年不少于40万株 are due in that year too.
    """
    if not match["y"] or not (_opens(match) or match.string.endswith("其中", match.pos, match.start())):
        return False
    named, text = year_of(match["y"]), match.string
    if _result().match(text, match.end(), match.endpos):
        return True
    if _amount().match(text, match.end(), match.endpos):
        return True
    several = years.first is not None and (years.first != years.last or named != years.first)
    return several and text.startswith((",", "全"), match.end())


def _opens(match: re.Match[str]) -> bool:
    return match.start() == match.pos or match.string[match.start() - 1] in "。;,:\n\t)于在①②③④⑤⑥⑦⑧⑨"


DATED_FORMS = 4  # the first forms: those of a month and its days


@cache
def forms() -> tuple[Form, ...]:
    """All forms, those of a month and its days first."""
    return (
        # 9月30日前 / 2024年12月10日之前
        Form("月", re.compile(rf"{_YEAR}{_MONTH}(?P<d>\d{{1,2}})[日号]{_WEEKDAY}{_BEFORE}"), _day, _day_counts),
        # 4月1日至6月30日 / 6月1日—10日 / 4月1日起至6月30日
        Form(
            "月",
            re.compile(
                rf"{_YEAR}{_MONTH}\d{{1,2}}[日号]?起?{_UNTIL}(?:(?P<y2>20\d\d)年)?"
                rf"(?:(?P<m2>1[0-2]|0?[1-9])月)?(?P<d2>\d{{1,2}})[日号]{_BEFORE}"
            ),
            _day_range,
            _always,
        ),
        # 2022年7月至12月 / 3月至5月底前 / 1—6月
        Form(
            "月",
            re.compile(
                rf"{_YEAR}(?P<m>{_MONTH_NUMBER})(?:月份?(?:[上中下]旬|[底末初])?起?)?{_UNTIL}(?:(?P<y2>20\d\d)年)?"
                rf"(?P<m2>1[0-2]|0?[1-9]|十[一二]?)月份?(?P<part>[上中下]旬|[底末])?(?!\d){_BEFORE}"
            ),
            _month_range,
            _always,
        ),
        # 6月底前 / 五月中旬 / 11月
        Form("月", re.compile(rf"{_YEAR}{_MONTH}{_PART}{_BEFORE}(?!\d{{1,2}}[日号])"), _month, _month_counts),
        # 2024.6.30 / 2024-06, in slots and tables
        Form(
            "20",
            re.compile(
                rf"(?<![\d.])(?P<y>20\d\d)[./-](?P<m>1[0-2]|0?[1-9])(?:[./-](?P<d>[12]\d|3[01]|0?[1-9]))?(?![\d.]){_BEFORE}"
            ),
            _numeric,
            _with_before,
        ),
        # 第一季度 / 2024年三季度末 / 前三季度
        Form(
            "季度",
            re.compile(rf"{_YEAR}(?:第|前)?(?P<q>[一二三四]|(?<!\d)[1-4])个?季度[末底]?{_BEFORE}"),
            _quarter,
            _always,
        ),
        # 上半年 / 2024年下半年
        Form("半年", re.compile(rf"{_YEAR}(?P<half>[上下]半年)[末底]?{_BEFORE}"), _half, _always),
        # 年底前 / 2024年底 / 年内 / 本年度内
        Form(
            "年",
            re.compile(
                rf"(?:(?<!\d)(?P<y>{_Y})年?|(?P<rel>[今本当明次翌来去上])年?|(?<![\d{_CN}几多半百千零整近老少青中成周逐]))"
                rf"年度?[底末内终](?!部){_BEFORE}"
            ),
            year_end,
            _always,
        ),
        # 到2025年 / 到2027年底前
        Form(
            "年",
            re.compile(rf"(?:力争到|[到至])(?P<y>{_Y})年[底末]?{_BEFORE}(?![\d-])(?!{_UNTIL}20)"),
            year_end,
            _always,
        ),
        Form("年", re.compile(rf"(?<!\d)(?P<y>{_Y})年(?P<before>之前|以前|前)"), year_end, _always),
        # 2024—2025年 / 2024年至2026年
        Form("年", re.compile(rf"(?<!\d)20\d\d年?{_UNTIL}(?P<y2>20\d\d)年[底末]?{_BEFORE}"), _last_year, _always),
        # 2024年 / 全年: in a slot, or at the head of a clause
        Form(
            "年",
            re.compile(rf"(?<!\d)(?P<y>{_Y})年(?:度|全年)?(?![\d底末内前上下第一二三四])|(?<!年)全年"),
            year_end,
            _year_counts,
        ),
        # “十四五”末 / “十五五”时期末 / “十四五”期间
        Form(
            "五",
            re.compile(r"[“\"]?(?P<plan>十[三四五六])五[”\"]?(?:(?:时期|期间)?末|时期|期间)"),
            _plan_period,
            _always,
        ),
        # 任期内 / 春节前
        Form("", re.compile(any_pattern("times", "open")), _none, _always),
        # 用5年时间 / 用三个月时间 / 两年内 / 3个月内 / 经过3至5年努力
        Form("", _years_long(), _none, _relative),
        # 自公布之日起30日内 / 目录更新后30天内
        Form(
            "内",
            re.compile(
                rf"(?:自[^,。;、]{{2,20}}?(?:之日)?(?:起|后)|[^,。;、\s于在]{{2,10}}(?:之日起|后))"
                rf"(?:\d{{1,3}}|[{_CN}]{{1,3}})个?(?:工作日|日|天|月|年)(?:以|之)?内"
            ),
            _none,
            _always,
        ),
    )


def _years_long() -> re.Pattern[str]:
    n = rf"(?:\d{{1,2}}|[{_CN}]{{1,2}})"
    span = rf"{n}(?:{_UNTIL}{n})?"
    return re.compile(
        rf"{any_of('times', 'years_long')}{span}(?:年|个月|周|天)(?:左右)?(?:的)?(?:时间|努力)"
        rf"|(?<![\d{_CN}每第近过满前后后业立册记])(?:{span}年|{span}个月)(?:以|之)?内(?!部|设|容|外)"
    )


def _relative(match: re.Match[str], _years: PlanYears) -> bool:
    """两年内 is a term, but not in 5年内享受补贴, 注册两年内的企业, 压缩至3个月内."""
    text = match.string
    before = text[max(match.pos, match.start() - 8) : match.start()]
    if _shortening().search(before) or text.startswith(("的", "未", "高校毕业", "首次", "累计", "没有"), match.end()):
        return False
    return not benefit_follows(text, match.end(), match.endpos)


# ---- phrase lists ----


@cache
def _shortening() -> re.Pattern[str]:
    return re.compile(
        r"(?:压缩|缩短|控制|缩减)[至到在]?$|(?:毕业|成立|注册|登记|入职|退役|离校|任职|创办|取得[^,]{0,4})后?$"
    )


@cache
def _event() -> re.Pattern[str]:
    return re.compile(rf"[,]?{any_of('times', 'event')}")


@cache
def _listed() -> re.Pattern[str]:
    """(6月)、12月底前 / (6月30日)和12月31日前: one of several that are due."""
    return re.compile(rf"[、和及](?:{_MONTH_NUMBER})月份?(?:\d{{1,2}}[日号]前|[底末]|[上中下]旬|前|各|分别)")


@cache
def _after_months() -> re.Pattern[str]:
    """。6月、9月、(12月): the others of a list that opens a clause."""
    return re.compile(rf"(?:^|[。;,:\n\t)于在])(?:(?:{_MONTH_NUMBER})月份?[底末]?[、和及])+$")


_LIST_LONGEST = 40


@cache
def _opened() -> re.Pattern[str]:
    """(10月)开诊 / (10月)正式通车: the day on which a thing is to be there; not in (10月)竣工的项目."""
    return re.compile(rf"{any_of('times', 'surely')}?{any_of('times', 'opened')}(?![的后率以])")


@cache
def _amount() -> re.Pattern[str]:
    """(2025年)新增制造业首贷户2000户 / (2025年)不少于40万株: an amount that is to be made in the year."""
    return re.compile(rf"(?:再|计划|拟)?(?:{any_of('times', 'made')}[^,。;\d年]{{0,20}}|不少于|至少)\d")


@cache
def _result() -> re.Pattern[str]:
    return re.compile(rf",?{any_of('times', 'result')}")


@cache
def _window() -> re.Pattern[str]:
    return re.compile(rf"[^,。;]{{0,30}}{any_of('times', 'window')}")
