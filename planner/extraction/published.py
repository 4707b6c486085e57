"""The figures of a published report, each under a name that the next year's words can be held against."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise

from planner.domain.history import HistoryFigure
from planner.domain.wording import FROM_TEXT
from planner.extraction.quantities import Quantity, find_quantities
from planner.extraction.reports.headings import NEXT
from planner.extraction.reports.parts import ReportText
from planner.extraction.rulebook import any_pattern

PLANNED, OTHER_TIME = "安排：", "其他时段："
"""Open the names of figures that the report plans for the year after, and of those of another year or of less than one:
nobody should take them for what was reached in the year."""

_NAME_LENGTH = 30
_NEAR = 6
_CLAUSES_BACK = 3
_TELLING = 4
"""A name shorter than this says too little: the words behind the figure complete it (制发1件规范性文件)."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence as printed, its clauses, the quantities in it, and the year that the report is on."""

    words: str
    clauses: tuple[tuple[int, int], ...]
    found: tuple[Quantity, ...]
    year: int

    def bare(self, start: int, end: int) -> str:
        """The words of a stretch without the figures in it, but for those that belong to a name (30天内)."""
        kept, at = "", start
        for quantity in self.found[
            bisect_left(self.found, start, key=_start) : bisect_left(self.found, end, key=_start)
        ]:
            if quantity.end <= end and not _limits().match(self.words, quantity.end):
                kept, at = kept + self.words[at : quantity.start], quantity.end
        return kept + self.words[at:end]


def _start(quantity: Quantity) -> int:
    return quantity.start


def title_of(report: ReportText) -> str | None:
    """The title of a report as printed, on one line; None where it has none."""
    if report.zones.title is None:
        return None
    return re.sub(r"\s+", "", report.source.printed[slice(*report.zones.title)])


def areas_named(name: str) -> tuple[str, ...]:
    """The areas that an organ's or a document's name opens with, from large to small: 临江省云溪市人民政府."""
    found: list[str] = []
    at = _OPENS.match(name)
    rest = name[at.end() :] if at else name
    while (area := _AREA.match(rest)) and not _NO_AREA.search(area[0]):
        found.append(area[0])
        rest = rest[area.end() :]
    return tuple(found)


def area_of(report: ReportText) -> str | None:
    """The area whose report this is, by its title, else by who signed it; None where neither says."""
    end = report.zones.closing_start
    signed = next((line for line in report.text[end : end + _SIGNATURE].split("\n") if line.strip()), "")
    areas = areas_named(title_of(report) or "") or (areas_named(signed) if _ORGAN.search(signed) else ())
    return areas[-1] if areas else None


_OPENS = re.compile(r"(?:中共|关于|[《“])*")
# 云溪市 / 海西蒙古族自治州 / 浦东新区
_AREA = re.compile(r"[一-龥]{1,12}?(?:自治[区州县旗]|[省市区县旗盟](?![场辖域]))")
_NO_AREA = re.compile("社区$|城区$|园区$|辖区$|小区$|全[省市区县]$|[本我][省市区县]$|法治|政府|关于|工作|[局院厅委]")
_ORGAN = re.compile("(?:政府|委员会|办公室|[局厅院委办])$")
_SIGNATURE = 200


def years_named(title: str) -> set[int]:
    """The years that a title names, with those between the ends of 2021—2025年."""
    spans = ((int(found[1]), int(found[2] or found[1])) for found in _YEARS.finditer(title))
    return {year for first, last in spans for year in range(first, last + 1)}


def figures_of(report: ReportText, year: int) -> tuple[HistoryFigure, ...]:
    """Every number with a unit of measure in the body of a report on `year`, shares too, in their order.

    Dates, document numbers and ordinals are none. A figure's name is the words before it in its clause, as
    `bare_name` leaves them; 同比 stands in that of a growth, another year in that of a figure of another year.
    """
    return tuple(figure for start, end in _stretches(report) for figure in _figures(report, start, end, year))


def bare_name(words: str, year: int | None = None) -> str:
    """What a figure counts, of the words before it: 2023年，全年共受理行政复议申请 is 受理行政复议申请.

    Without words of time, scope and amount; of `year` alone, any other year stays. A comparison with the year before
    is always 同比.
    """
    name, before = words, None
    while name != before:
        before = name
        name = _inner().sub("", _last_year().sub("同比", name))
        name = name if year is None else _this_year(year).sub("", name)
        name = _tail().sub("", _lead().sub("", name.strip(_EDGES))).strip(_EDGES)
    return name


# ---- one figure ----


def _stretches(report: ReportText) -> Iterator[tuple[int, int]]:
    """The body's sentences and the rows of its tables, in order."""
    rows = [(a, b) for a, b in report.paragraphs if "\t" in report.text[a:b]]
    return iter(sorted([*report.sentences, *rows]))


def _figures(report: ReportText, start: int, end: int, year: int) -> Iterator[HistoryFigure]:
    words = report.source.printed[start:end]
    found = tuple(quantity for quantity in find_quantities(words) if _counts(words, quantity))
    told = _Told(words, _clauses(words), found, year)
    for quantity in told.found:
        planned = report.part_at(start + quantity.start) == NEXT
        span = report.source.span(start + quantity.start, start + quantity.end)
        yield HistoryFigure(
            name=(PLANNED if planned else "") + _name(told, quantity),
            printed=words[quantity.start : quantity.end],
            value=_exactly(quantity.value),
            measure=quantity.unit,
            sentence=words.replace("\t", " ").strip(),
            span=(span.start, span.end),
            exact=_is_exact(words, quantity),
        )


def _clauses(words: str) -> tuple[tuple[int, int], ...]:
    """The stretches of a sentence between commas, stops and brackets."""
    whole = _ASIDE.sub(lambda found: "□" * len(found[0]), words)
    bounds = [(0, 0), *(found.span() for found in _PARTING.finditer(whole)), (len(words), len(words))]
    return tuple((before[1], after[0]) for before, after in pairwise(bounds))


def _exactly(value: float) -> Decimal:
    """The number as its digits: 550 and not 550.0."""
    return Decimal(int(value)) if value == int(value) else Decimal(str(value))


def _counts(words: str, quantity: Quantity) -> bool:
    return not (quantity.in_words and _none_before().search(_just_before(words, quantity)))


def _is_exact(words: str, quantity: Quantity) -> bool:
    about = _about_before().search(_just_before(words, quantity)) or _about_after().match(words, quantity.end)
    return quantity.value_max is None and not quantity.more and not about


def _just_before(words: str, quantity: Quantity) -> str:
    return words[max(quantity.start - _NEAR, 0) : quantity.start]


def _name(told: _Told, quantity: Quantity) -> str:
    """The words before a figure; those behind it too where they say little; else those of the clause before."""
    own = bisect_right(told.clauses, (quantity.start, len(told.words))) - 1
    start, end = told.clauses[own]
    name = bare_name(told.bare(start, quantity.start), told.year)
    if len(name) < _TELLING:
        name = bare_name(name + _behind(told, quantity, end), told.year)[:_NAME_LENGTH]
    for earlier in reversed(told.clauses[max(own - _CLAUSES_BACK, 0) : own]):
        name = name or bare_name(told.bare(*earlier), told.year)
    name = name[-_NAME_LENGTH:] or FROM_TEXT
    turn = _other_time(told, quantity.start)
    if not turn and not _TIMES.search(name):
        return name
    return OTHER_TIME + (name if turn in name else turn + name)


def _behind(told: _Told, quantity: Quantity, end: int) -> str:
    """The words between a figure and the next one of its clause."""
    stop = min((q.start for q in told.found if quantity.end <= q.start < end), default=end)
    behind = _about_after().sub("", told.words[quantity.end : max(stop, quantity.end)], count=1)
    return "" if _limits().match(behind) else behind


def _other_time(told: _Told, start: int) -> str:
    """The time that a clause turned to before a figure, where it isn't the report's own year: 2022年，受理申请80件."""
    turns = list(_TURNS.finditer(told.words, 0, start))
    return turns[-1]["when"] if turns and turns[-1]["when"] != f"{told.year}年" else ""


_EDGES = " \t\u3000，,、。；;：:-—·"
# 受理申请（含补正）120件: a bracket without a figure is part of a name
_ASIDE = re.compile(r"[（(][^（()）\d]{1,20}[)）]")
# 受理1,203件，办结980件: a comma between digits parts nothing
_PARTING = re.compile(r"[，。；、：！？;:!?\s（()）]|(?<!\d),|,(?!\d)")
_YEARS = re.compile(r"(20\d\d)年?(?:[—–\-~至到]{1,2}(20\d\d)年?)?")  # 2023年 / 2021—2025年
# 1—11月 / 截至11月 / 上半年 / 前三季度
_PART = r"(?:\d{1,2}[—–\-~至到]\d{1,2}月|截[至止](?:[1-9]|1[01])月|[上下]半年|前?[一二三四1-4]个?季度)"
_TIMES = re.compile(rf"20\d\d年|去年|上年|{_PART}")
# 2022年，受理…… / 截至2022年底，累计…… / 2023年上半年，受理……
_TURNS = re.compile(rf"(?:^|[，。；,;])(?:截[至止]|到|自|从|至)?(?P<when>20\d\d年{_PART}?|去年|上年|{_PART})")


@cache
def _this_year(year: int) -> re.Pattern[str]:
    """2023年 / 截至2023年底; not 2023年6月, which is less than the year."""
    return re.compile(rf"(?:截[至止]|到)?{year}年(?:12月(?:底|末|31日)?|度|底|末|以来|内)?(?!\d)")


@cache
def _lead() -> re.Pattern[str]:
    return re.compile("^" + any_pattern("history", "lead"))


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(any_pattern("history", "tail") + "$")


@cache
def _inner() -> re.Pattern[str]:
    return re.compile(any_pattern("history", "inner"))


@cache
def _last_year() -> re.Pattern[str]:
    return re.compile(any_pattern("history", "last_year"))


@cache
def _about_before() -> re.Pattern[str]:
    return re.compile(any_pattern("history", "about_before"))


@cache
def _about_after() -> re.Pattern[str]:
    return re.compile(any_pattern("history", "about_after"))


@cache
def _limits() -> re.Pattern[str]:
    return re.compile(any_pattern("history", "limits"))


@cache
def _none_before() -> re.Pattern[str]:
    return re.compile(any_pattern("history", "none_before"))
