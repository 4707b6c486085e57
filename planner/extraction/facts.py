"""What a document tells about itself: its year, who issued it and when, how many tasks it says it has."""

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from planner.domain.document import fold
from planner.extraction.calendar import PlanYears, day
from planner.extraction.names import is_complete
from planner.extraction.numerals import whole
from planner.extraction.rulebook import any_pattern
from planner.extraction.source import Source
from planner.extraction.zones import Zones


@dataclass(frozen=True, slots=True)
class Dated:
    """A day and the words it was read from, in reading text."""

    day: dt.date
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stated:
    """A count that the document states: of `sections` or `tasks`."""

    what: str
    count: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Facts:
    """A document's own account of itself."""

    years: PlanYears
    issuer: str | None
    issued: Dated | None
    stated: tuple[Stated, ...]

    def stated_tasks(self) -> int | None:
        """How many tasks the document says it has."""
        return next((s.count for s in self.stated if s.what == "tasks"), None)


def facts_of(source: Source, zones: Zones, first_item: int) -> Facts:
    """What the parts around the tasks tell. `first_item` is where the numbered items begin."""
    title = source.text[slice(*zones.title)] if zones.title else ""
    site = _site_date(source, zones, first_item)
    title_year = _title_years(title)
    hint = title_year.first or (site.day.year if site else None)
    issued = _signature_date(source, zones, first_item) or _issue_date(source, zones, hint) or site
    years = title_year if title_year.first else _years_elsewhere(source, zones, issued)
    return Facts(
        _until_valid(source, zones, years),
        _issuer(source, zones, title),
        issued,
        _stated(source, zones.chrome_end, first_item),
    )


# ---- the year ----

_TITLE_RANGE = re.compile(r"(?<!\d)(20\d\d)年?[—–\-~至到]{1,2}(20\d\d)年?")  # 2025—2030年 / 2024年至2026年
_TITLE_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_BODY_YEAR = re.compile(r"(?<![\d—–\-到至])(20\d\d)年(?![—–-])")
_GOAL_YEAR = re.compile(r"到(20\d\d)年")  # 到2027年,建成
_OWN_START = re.compile(r"自(20\d\d)年[^。,]{0,8}(?:起|开始)")  # 本方案自2024年1月1日起施行
# 本措施自2025年1月1日起施行,有效期至2027年12月31日
_VALID = re.compile(r"(?<![一-龥])本[^。\n]{2,50}有效期限?(?:至|到)(20\d\d)年")


def _title_years(title: str) -> PlanYears:
    if found := _TITLE_RANGE.search(title):
        return PlanYears(int(found[1]), int(found[2]))
    if found := _TITLE_YEAR.search(title):
        return PlanYears(int(found[1]), int(found[1]))
    return PlanYears(None, None)


def _until_valid(source: Source, zones: Zones, years: PlanYears) -> PlanYears:
    """The plan's years up to the one to which it says that it holds."""
    found = _VALID.search(source.masked, zones.body_start, zones.chrome_start)
    if found and years.first and years.last and years.last < int(found[1]) <= years.first + _HOLDS:
        return PlanYears(years.first, int(found[1]))
    return years


_HOLDS = 10


def _years_elsewhere(source: Source, zones: Zones, issued: Dated | None) -> PlanYears:
    """The year of a plan whose title names none: of its issue, its start, or the one its text speaks of most."""
    if issued:
        return PlanYears(issued.day.year, issued.day.year)
    body = source.masked[zones.body_start : zones.chrome_start]
    if found := _OWN_START.search(body):
        return PlanYears(int(found[1]), int(found[1]))
    counted = Counter(found[1] for found in _BODY_YEAR.finditer(body))
    if counted:
        year = int(min(counted, key=lambda y: (-counted[y], y)))
        return PlanYears(year, year)
    goals = [int(found[1]) for found in _GOAL_YEAR.finditer(body)]
    return PlanYears(None, max(goals, default=None))


def coming_years(reported: PlanYears, titles: list[str]) -> PlanYears:
    """The year that a year-end report's plans are for: printed in their heading, or the one after the year reported."""
    for title in titles:
        if found := _TITLE_YEAR.search(fold(title)):
            return PlanYears(int(found[1]), int(found[1]))
    year = reported.first + 1 if reported.first else None
    return PlanYears(year, year)


# ---- the day of issue ----

_DAY = re.compile(r"(?P<y>20\d\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日")
_CHINESE_DAY = re.compile(
    r"(?P<y>二[〇○零Oo0]{1,2}[一二三四五六七八九十〇○零]{1,2})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
_ISSUED = re.compile(
    r"(?:(?P<y>20\d\d)年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日[^。\n]{0,12}?(?:印发|发布|下发|出台)"
)  # 3月5日,制定印发了
_SITE = re.compile(r"(?:时间|日期):?(?P<y>20\d\d)[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})")  # 发布时间:2024-03-05


def _signature_date(source: Source, zones: Zones, first_item: int) -> Dated | None:
    """A date that has a line to itself, in the closing or before the plan's items."""
    for start, end in reversed(source.paragraphs):
        if (end <= zones.chrome_start and start >= zones.closing_start) or zones.chrome_end <= start < first_item:
            line = source.text[start:end].strip("()")
            found = _DAY.fullmatch(line) or _CHINESE_DAY.fullmatch(line)
            if found and (dated := _dated(found, start + (source.text[start] == "("), None)):
                return dated
    return None


def _issue_date(source: Source, zones: Zones, year: int | None) -> Dated | None:
    found = _ISSUED.search(source.text, 0, zones.front_end)
    return _dated(found, 0, year) if found else None


def _site_date(source: Source, zones: Zones, first_item: int) -> Dated | None:
    end = zones.title[1] if zones.title else zones.chrome_end
    found = _SITE.search(source.text, 0, max(end, min(first_item, end + _META)))
    return _dated(found, 0, None) if found else None


_META = 300  # the line of source and date may stand under the title


def _dated(found: re.Match[str], offset: int, year: int | None) -> Dated | None:
    printed = _year_number(found["y"]) if found["y"] else year
    if printed is None:
        return None
    named = day(printed, whole(found["m"]) or 0, whole(found["d"]) or 0)
    return Dated(named, offset + found.start(), offset + found.end("d") + 1) if named else None


def _year_number(text: str) -> int | None:
    digits = (
        "".join(str("〇一二三四五六七八九".find(c.translate(_ZEROS))) for c in text) if not text.isdigit() else text
    )
    return int(digits) if digits.isdigit() else None


_ZEROS = str.maketrans("○零Oo0", "〇〇〇〇〇")


# ---- who issued it ----

_PUBLISHER = re.compile(r"(?:发布机构|发文机关|发文单位|制发机关|发文机构):(?P<who>[^\s,;:•·|]{2,40}?)(?=[•·|\n]|$)")
_NAMED = re.compile(r"(?P<who>.{2,40}?)(?:关于|(?=20\d\d年))")  # 云溪市人民政府关于 / 云溪区人民政府2023年
_ORGAN = re.compile(r"(?:人民政府|国务院|办公[厅室]|委员会|[局厅院]|(?<!部)署)$")
_NUMBERS = (("国办发", "国务院办公厅"), ("国发", "国务院"))


def _issuer(source: Source, zones: Zones, title: str) -> str | None:
    front = source.text[: zones.body_start + _META]
    if found := _PUBLISHER.search(front):
        return found["who"]
    return _signed(source, zones) or _named_in(title) or _named_in_notice(source, zones) or _numbered(front)


def _signed(source: Source, zones: Zones) -> str | None:
    """The organ on the line above a date that stands alone."""
    lines = [p for p in source.paragraphs if p[0] >= zones.closing_start or p[1] <= zones.front_end]
    for before, after in pairwise(lines):
        name, date = source.text[slice(*before)], source.text[slice(*after)]
        dated = _DAY.fullmatch(date.strip("()")) or _CHINESE_DAY.fullmatch(date.strip("()"))
        if dated and len(name) <= _NAME_LONGEST and is_complete(name) and _ORGAN.search(name):
            return source.printed[slice(*before)]
    return None


_NAME_LONGEST = 40


def _named_in(title: str) -> str | None:
    found = _NAMED.match(title.replace("\n", ""))
    return found["who"] if found and _ORGAN.search(found["who"]) else None


def _named_in_notice(source: Source, zones: Zones) -> str | None:
    for start, end in source.paragraphs:
        if zones.chrome_end <= start < zones.front_end and (name := _named_in(source.text[start:end])):
            return name
    return None


def _numbered(front: str) -> str | None:
    return next((who for mark, who in _NUMBERS if re.search(mark + r"[〔\[(]20\d\d", front)), None)


# ---- what it counts ----


def _stated(source: Source, start: int, end: int) -> tuple[Stated, ...]:
    found: list[Stated] = []
    for what in ("sections", "tasks"):
        match = _claim(what).search(source.masked, start, end)
        if match and (count := whole(match["n"])) and count > 1:
            found.append(Stated(what, count, match.start(), match.end()))
    return tuple(found)


@cache
def _claim(what: str) -> re.Pattern[str]:
    """8个方面 / 25项具体工作任务."""
    return re.compile(any_pattern("zones", f"claims.{what}"))
