"""Numbers with a unit of measure in free text: 案卷评查2次, 覆盖12个部门, 满意度98.5%."""

import re
from dataclasses import dataclass
from functools import cache

from planner.domain.document import fold
from planner.extraction.numerals import number
from planner.extraction.rulebook import any_of, any_pattern, phrases
from planner.extraction.source import mask
from planner.extraction.stretches import touches

_SCALE = "[万亿千百]{0,2}"
_FIGURES = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,9})?|\d{1,12}(?:\.\d{1,9})?"
_CN = "一二两三四五六七八九十百千零〇"
_CN_NUMBER = rf"(?:[一二两三四五六七八九十][{_CN}]{{0,7}}万?[{_CN}]{{0,7}}|[一二两三四五六七八九])"
_SHARES = {"百": "%", "千": "‰"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit of measure as printed: 4.5 and 万个, a range with its upper end, % as 95 and %.

    `in_words` tells a number in Chinese characters, `more` one with 余 or 多 (100余家).
    """

    value: float
    value_max: float | None
    unit: str
    start: int
    end: int
    in_words: bool = False
    more: bool = False

    @property
    def measure(self) -> str:
        """The unit without its 万 or 亿."""
        known = phrases("quantities", "measure")
        tails = (self.unit[cut:] for cut in range(len(self.unit)))
        return next((tail for tail in tails if tail in known), self.unit)


def find_quantities(text: str) -> list[Quantity]:
    """Every quantity in a text, in order; offsets are into `text`.

    Dates, times of day, document numbers, titles in 《》, hotline numbers and numbers in names are none. A number in
    Chinese characters counts only before a unit of occasions (一次, 两期): elsewhere it is mostly part of a word.
    """
    folded = mask(fold(text))
    return [quantity for quantity in quantities_in(folded, 0, len(folded)) if _is_of_digits_or_occasions(quantity)]


def find_numbers(text: str, *, in_words: bool = False) -> list[Quantity]:
    """Every quantity in a text, and every other number in digits under the character behind it: 40里, 12/12件.

    Dates, document numbers and numbers in names are none here either. With `in_words` what is counted in Chinese
    characters is among them (三十人, 九百件), and still no idiom (三个方面, 一件事).
    """
    folded = mask(fold(text))
    every = quantities_in(folded, 0, len(folded))
    found = [q for q in every if _is_of_digits_or_occasions(q) or (in_words and _counts(folded, q))]
    taken = sorted([(q.start, q.end) for q in found] + [m.span() for m in _not_quantities().finditer(folded)])
    others = [
        Quantity(float(match["n"].replace(",", "")), None, match["unit"], match.start(), match.end())
        for match in _BARE.finditer(folded)
        if not touches(taken, *match.span())
    ]
    return sorted([*found, *others], key=lambda quantity: quantity.start)


def _is_of_digits_or_occasions(quantity: Quantity) -> bool:
    return not quantity.in_words or quantity.measure in phrases("quantities", "counted_in_words")


def _counts(folded: str, quantity: Quantity) -> bool:
    """Whether a number in Chinese characters counts something: ten and more, or a few of what is counted one by one."""
    words = folded[quantity.start : quantity.end]
    if _IDIOM.match(folded, quantity.end) or folded[quantity.start - 1 : quantity.start] in ("每", "“", '"'):
        return False
    if re.search("[十百千万]", words) and not _VAGUE.match(words):
        return quantity.measure in phrases("quantities", "counted_many")
    return bool(_FEW.match(words)) and quantity.measure in phrases("quantities", "counted_few")


# 两件[大事], 三件[套], 十家[争创]
_IDIOM = re.compile("[大小实好]?事|套(?!设)|法宝|争创|联动|一体")
# 三五十人, 十几家
_VAGUE = re.compile("[一二两三四五六七八九]{2}[十百千万]|十几|几")
_FEW = re.compile("[两三四五六七八九](?![一二两三四五六七八九])")
# 40里路, 12/12件, 382/420本
_BARE = re.compile(r"(?<![\d.A-Za-z〔-])(?P<n>" + _FIGURES + r")(?P<unit>[^\W\d_A-Za-z]?)(?!\d)")


def quantities_in(masked: str, start: int, end: int) -> list[Quantity]:
    """The quantities of a stretch of folded and masked text."""
    taken = not_quantities_in(masked, start, end)
    return [
        quantity
        for match in _quantity().finditer(masked, start, end)
        if not touches(taken, *match.span()) and (quantity := _read(masked, match))
    ]


def not_quantities_in(masked: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where a stretch has numbers that count nothing: dates, hours of the clock, names."""
    return [found.span() for found in _not_quantities().finditer(masked, start, end)]


def _read(text: str, match: re.Match[str]) -> Quantity | None:
    printed, scale = _printed(match)
    value = number(printed)
    if value is None or _ordinal(text, match.start()):
        return None
    upper = number(match["upper"]) if match["upper"] else None
    unit = _SHARES[match["of"]] if match["of"] else scale + (match["unit"] or match["cn_unit"])
    more = bool(match["more"] or match["more_"] or match["cn_more"])
    return Quantity(value, upper, unit, match.start(), match.end(), in_words=bool(match["cn"]), more=more)


def _printed(match: re.Match[str]) -> tuple[str, str]:
    """The number's characters, and the 万 that belongs to its unit: 三万人 is 3 and 万人."""
    words = match["cn"]
    if words and len(words) > 1 and words.endswith("万"):
        return words[:-1], "万"
    return match["n"] or words or match["parts"], match["scale"] or ""


def _ordinal(text: str, start: int) -> bool:
    return start > 0 and text[start - 1] in "第№"


@cache
def _quantity() -> re.Pattern[str]:
    """60学时 / 4.5万个 / 3—5个 / 30%—40% / 1,000件 / 100余家 / 一次 / 百分之九十五点五."""
    measure = rf"(?!{any_of('quantities', 'not_measure')}){any_of('quantities', 'measure')}"
    figures = rf"(?<![\d.:×/A-Za-z-])(?<!\d,)(?P<n>{_FIGURES})"
    upper = rf"(?:(?:万|{measure})?[—–\-~至到]{{1,2}}(?P<upper>{_FIGURES}))?"
    unit = rf"(?P<more>[余多])?(?P<scale>{_SCALE})(?P<more_>[余多])?(?P<unit>{measure})"
    words = rf"(?<![{_CN}第几数])(?P<cn>{_CN_NUMBER})(?P<cn_more>[余多])?(?P<cn_unit>{measure})"
    share = rf"(?P<of>[百千])分之(?P<parts>\d+(?:\.\d+)?|{_CN_NUMBER}(?:点[{_CN}]{{1,3}})?)"
    return re.compile(rf"{figures}{upper}{unit}|{share}|{words}")


@cache
def _not_quantities() -> re.Pattern[str]:
    """Dates (2024年6月, 6月30日), days and hours of the clock, years and numbers that are names."""
    dates = r"20\d\d年(?:度|初|末|底)?|\d{1,2}月(?:份|底|初|末)?(?:\d{1,2}[日号])?|\d{4}-\d{1,2}(?:-\d{1,2})?"
    clock = r"\d{1,2}:\d{2}|第?\d季度"
    return re.compile(rf"{any_pattern('quantities', 'context.names')}|(?<!\d)(?:{dates}|{clock})")
