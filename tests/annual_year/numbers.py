"""Finds the numbers in a text by a plain regex of its own: it shares no code with the program that it measures."""

import re
import unicodedata
from decimal import Decimal
from functools import cache
from typing import NamedTuple

MEASURES = (
    *("个百分点", "个工作日", "人次", "场次", "学时", "小时", "个月"),
    *("个", "件", "项", "次", "期", "家", "名", "人", "条", "份", "起", "宗", "元", "天", "户", "场", "处", "%"),
)
"""The units of measure of the year's entries, longer ones before those they begin with."""

_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
_ONES = {word: value for value, word in enumerate("零一二三四五六七八九")} | {"两": 2, "": 0}
_MEASURE = "|".join(MEASURES)

# 2024年, 2024年8月31日, 8月31日, 9月底
_DATES = r"20\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月(?:\d{1,2}日|[初底末])"
# "1. 加强领导", "（2）加强监督" at the head of a line
_NUMBERING = r"(?m:^[ #]*(?:\d{1,2}[.、](?!\d)|\(\d{1,2}\)))"
# 12345热线, 12345政务服务热线
_NAMES = r"12345(?=\w{0,4}热线)"
_NO_AMOUNT = re.compile(f"{_DATES}|{_NUMBERING}|{_NAMES}")

# 15195.82小时, 17,497宗, 2.1万余名, 40/50件, 2~3个月
_DIGITS = re.compile(
    r"(?<![\d.])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<scale>[万亿]?)[余多]?"
    rf"(?:(?P<joint>[/~-])(?=\d)|(?P<measure>{_MEASURE}))?"
)
# 改好三处, 两个领域, 二十五条; but not 第二批, 每一个, “一件事”
_IN_WORDS = re.compile(
    r"(?<![第每“零一二两三四五六七八九十百千万])"
    rf"(?P<number>(?P<tens>[二三四五六七八九]?)(?P<ten>十)(?P<rest>[一二三四五六七八九]?)|[一二两三四五六七八九])(?P<measure>{_MEASURE})"
)


class Number(NamedTuple):
    """An amount: 2.1万余名 is 21000 and 名. Without a known unit of measure behind it that is empty.

    `worded`: it is written in Chinese characters (三处).
    """

    value: Decimal
    measure: str
    worded: bool = False


class Found(NamedTuple):
    """A number with its place in the folded text."""

    number: Number
    start: int
    end: int


def fold(text: str) -> str:
    """The text in half-width digits and signs: what the places of `find` are offsets into."""
    return unicodedata.normalize("NFKC", text)


def numbers(text: str) -> list[Number]:
    """Every number of a text in its order. See `find`."""
    return list(_numbers(text))


@cache
def _numbers(text: str) -> tuple[Number, ...]:
    return tuple(found.number for found in find(text))


def find(text: str) -> list[Found]:
    """Every whole number of a text with its unit of measure.

    None are: years and dates, the numbering at the head of a line, the hotline's name. A number in Chinese counts
    before a unit of measure only. Of a share (40/50件) and of a range (2~3个月) both numbers have the unit behind it.
    """
    folded = _NO_AMOUNT.sub(lambda match: "□" * len(match[0]), fold(text))
    found = [
        Found(Number(_amount(match), match["measure"] or _behind(folded, match)), *match.span())
        for match in _DIGITS.finditer(folded)
    ]
    found += [
        Found(Number(_in_words(match), match["measure"], worded=True), *match.span())
        for match in _IN_WORDS.finditer(folded)
    ]
    return sorted(found, key=lambda item: item.start)


def _amount(match: re.Match[str]) -> Decimal:
    return Decimal(match["number"].replace(",", "")) * _SCALES[match["scale"]]


def _in_words(match: re.Match[str]) -> Decimal:
    if not match["ten"]:
        return Decimal(_ONES[match["number"]])
    return Decimal(10 * (_ONES[match["tens"]] or 1) + _ONES[match["rest"]])


def _behind(folded: str, match: re.Match[str]) -> str:
    """The unit of measure of the number that this one is joined to."""
    behind = _DIGITS.match(folded, match.end()) if match["joint"] else None
    return (behind["measure"] or "") if behind else ""
