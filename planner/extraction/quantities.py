"""Numbers with a unit of measure in free text: 案卷评查2次, 覆盖12个部门, 满意度98.5%."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from planner.domain.document import fold
from planner.extraction.numerals import number
from planner.extraction.rulebook import any_of, any_pattern, phrases
from planner.extraction.source import mask

_SCALE = "[万亿千百]{0,2}"
_CN_NUMBER = "[一二两三四五六七八九十百]{1,4}"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit of measure as printed: 4.5 and 万个, a range with its upper end, % as 95 and %."""

    value: float
    value_max: float | None
    unit: str
    start: int
    end: int
    in_words: bool = False


def find_quantities(text: str) -> list[Quantity]:
    """Every quantity in a text, in order; offsets are into `text`.

    Dates, times of day, document numbers, titles in 《》, hotline numbers and numbers in names are none. A number in
    Chinese characters counts only before a unit of occasions (一次, 两期): elsewhere it is mostly part of a word.
    """
    folded = fold(text)
    occasions = phrases("quantities", "counted_in_words")
    found = quantities_in(mask(folded), 0, len(folded))
    return [quantity for quantity in found if not quantity.in_words or quantity.unit in occasions]


def find_numbers(text: str) -> list[Quantity]:
    """Every quantity in a text, and every other number in digits under the character behind it: 40里, 12/12件.

    Dates, document numbers and numbers in names are none here either.
    """
    folded = mask(fold(text))
    found = find_quantities(text)
    taken = sorted([(q.start, q.end) for q in found] + [m.span() for m in _not_quantities().finditer(folded)])
    others = [
        Quantity(float(match["n"].replace(",", "")), None, match["unit"], match.start(), match.end())
        for match in _BARE.finditer(folded)
        if not _touches(taken, *match.span())
    ]
    return sorted([*found, *others], key=lambda quantity: quantity.start)


# 40里路, 12/12件, 382/420本
_BARE = re.compile(
    r"(?<![\d.A-Za-z〔-])(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<unit>[^\W\d_A-Za-z]?)(?!\d)"
)


def quantities_in(masked: str, start: int, end: int) -> list[Quantity]:
    """The quantities of a stretch of folded and masked text."""
    taken = [found.span() for found in _not_quantities().finditer(masked, start, end)]
    return [
        quantity
        for match in _quantity().finditer(masked, start, end)
        if not _touches(taken, *match.span()) and (quantity := _read(masked, match))
    ]


def _touches(stretches: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of `stretches`, in order and apart from each other, shares a character with [start, end)."""
    k = bisect_left(stretches, (end, end)) - 1
    return k >= 0 and stretches[k][1] > start


def _read(text: str, match: re.Match[str]) -> Quantity | None:
    printed = match["n"] or match["cn"] or match["hundredths"]
    value = number(printed)
    if value is None or _ordinal(text, match.start()):
        return None
    upper = number(match["upper"]) if match["upper"] else None
    unit = "%" if match["hundredths"] else match["unit"] or match["cn_unit"]
    return Quantity(value, upper, unit, match.start(), match.end(), in_words=bool(match["cn"]))


def _ordinal(text: str, start: int) -> bool:
    return start > 0 and text[start - 1] in "第№"


@cache
def _quantity() -> re.Pattern[str]:
    """60学时 / 4.5万个 / 3—5个 / 1,000件 / 一次 / 百分之九十."""
    figures = r"(?<![\d.:×/A-Za-z-])(?<!\d,)(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    upper = r"(?:[—–\-~至到]{1,2}(?P<upper>\d+(?:\.\d+)?))?"
    unit = rf"(?P<unit>{_SCALE}余?多?{any_of('quantities', 'measure')})"
    words = rf"(?P<cn>{_CN_NUMBER})(?P<cn_unit>{any_of('quantities', 'measure')})"
    share = rf"百分之(?P<hundredths>\d+(?:\.\d+)?|{_CN_NUMBER})"
    return re.compile(rf"{figures}{upper}{unit}|{share}|{words}")


@cache
def _not_quantities() -> re.Pattern[str]:
    """Dates (2024年6月, 6月30日), days and hours of the clock, years and numbers that are names."""
    dates = r"20\d\d年(?:度|初|末|底)?|\d{1,2}月(?:份|底|初|末)?(?:\d{1,2}[日号])?|\d{4}-\d{1,2}(?:-\d{1,2})?"
    clock = r"\d{1,2}:\d{2}|第?\d季度"
    return re.compile(rf"{any_pattern('quantities', 'context.names')}|(?<!\d)(?:{dates}|{clock})")
