"""Marks of numbered items: 一、 （一） 1. （1） ① 第一条, and 一是 where it counts.

All offsets are into folded text (half-width forms).
"""

import re
from dataclasses import dataclass
from enum import IntEnum

from planner.extraction.numerals import whole

CN = "[一二三四五六七八九十百]"


class Style(IntEnum):
    """How a mark is written; the smaller, the further out in an outline."""

    CHAPTER = 0
    PART = 1
    CHINESE = 2
    ARTICLE = 3
    CHINESE_BRACKET = 4
    ARABIC = 5
    ARABIC_BRACKET = 6
    CIRCLED = 7
    COUNTED = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark read at `start`: the words after it begin at `end`. `label` is the number as a draft prints it."""

    style: Style
    value: int
    label: str
    start: int
    end: int


# Samples stand behind each. A mark of digits is none where digits go on (1.5万) or a unit follows (二、三级).
_PATTERNS: tuple[tuple[Style, re.Pattern[str]], ...] = (
    (Style.CHAPTER, re.compile(rf"(?P<label>第(?P<n>{CN}{{1,4}}|\d{{1,2}})章)[、.:]?")),  # 第一章 / 第3章
    (Style.PART, re.compile(rf"(?P<label>第(?P<n>{CN}{{1,4}}|\d{{1,2}})(?:部分|节|篇))[、.:]?")),  # 第二部分 / 第一节
    (Style.ARTICLE, re.compile(rf"(?P<label>第(?P<n>{CN}{{1,5}}|\d{{1,3}})条)[、.:]?")),  # 第一条 / 第12条
    (Style.CHINESE, re.compile(rf"(?P<label>(?P<n>{CN}{{1,4}}))[、.](?!{CN}{{1,2}}[、级])")),  # 一、总体 / 十二.落实
    (Style.CHINESE_BRACKET, re.compile(rf"(?P<label>[(〔\[](?P<n>{CN}{{1,5}})[)〕\]])[、.]?")),  # （一）/ （二十五）
    (Style.ARABIC, re.compile(r"(?P<label>(?P<n>\d{1,3}))[.、](?:(?=20\d\d年)|(?!\d))")),  # 1.加强 / 3.2020年底前
    (Style.ARABIC_BRACKET, re.compile(r"\(?(?P<label>(?P<n>\d{1,2}))\)[、.]?")),  # （1）建立 / 2）开展
    (Style.CIRCLED, re.compile(r"(?P<label>(?P<n>[①-⑳]))[、.]?")),  # ①摸底 / ②、建档
    (Style.CHINESE_BRACKET, re.compile(r"(?P<label>(?P<n>[㈠-㈩]))[、.]?")),  # ㈠强化领导 / ㈡、强化督查
    (Style.ARABIC_BRACKET, re.compile(r"(?P<label>(?P<n>[⑴-⒇]))[、.]?")),  # ⑴建立台账 / ⑵、开展评估
    (Style.ARABIC, re.compile(r"(?P<label>(?P<n>[⒈-⒛]))")),  # ⒈完善制度 / ⒉开展培训
)
_RUNS = ("①⑳", "㈠㈩", "⑴⒇", "⒈⒛")  # signs that are numbers, from one on
_BARE = re.compile(rf"(?P<label>(?P<n>{CN}{{1,3}}|\d{{1,3}}))")  # "一 总体要求" / "3 完善制度"
_COUNTED = re.compile(rf"(?P<label>(?P<n>{CN}{{1,3}})是)[:,]?")  # 一是摸清底数；二是建立台账


def mark_at(text: str, start: int, end: int | None = None) -> Mark | None:
    """The mark that stands at `start` of `text`, if one does."""
    stop = len(text) if end is None else end
    for style, pattern in _PATTERNS:
        if found := pattern.match(text, start, stop):
            return _mark(style, found)
    return None


def bare_mark_at(text: str, start: int) -> Mark | None:
    """A number without any sign after it. Only a blank in print makes it a mark: the caller has to know."""
    found = _BARE.match(text, start)
    if not found:
        return None
    return _mark(Style.ARABIC if found["n"].isascii() else Style.CHINESE, found)


def counted_marks(text: str, start: int, end: int) -> list[Mark]:
    """The run 一是 … 二是 … 三是 … in a stretch of text: at least two, in order from 一."""
    marks: list[Mark] = []
    for found in _COUNTED.finditer(text, start, end):
        mark = _mark(Style.COUNTED, found)
        if mark.value == len(marks) + 1 and _may_count(text, found.start(), start):
            marks.append(mark)
    return marks if len(marks) > 1 else []


def _may_count(text: str, at: int, start: int) -> bool:
    return at == start or text[at - 1] in "。;:,\n)"


def _mark(style: Style, found: re.Match[str]) -> Mark:
    printed = found["n"]
    first = next((run[0] for run in _RUNS if len(printed) == 1 and run[0] <= printed <= run[1]), None)
    value = ord(printed) - ord(first) + 1 if first else whole(printed) or 0
    label = str(value) if first and style is Style.ARABIC else found["label"]
    return Mark(style, value, label, found.start(), found.end())
