"""What a report of progress holds besides words: days, document numbers, numbers; and whether any content is left."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from planner.domain.beside import NamedDay, TextFacts
from planner.domain.document import fold
from planner.extraction.calendar import day as real_day
from planner.extraction.calendar import month_end
from planner.extraction.numerals import whole
from planner.extraction.quantities import find_numbers
from planner.extraction.rulebook import any_of, any_pattern, literal, phrases
from planner.extraction.source import mask

_HARDLY_ANYTHING = 3
_HARDLY_ANY_SHARE = 0.15
_REACH = 8


def text_facts(text: str, *, year: int, title: str) -> TextFacts:
    """What a text tells that can be checked. `year` is that of dates without one, `title` the task's."""
    folded = fold(text)
    documents = tuple(_documents(folded))
    found = TextFacts(
        numbers=tuple(text[q.start : q.end] for q in find_numbers(text)),
        days=tuple(_days(folded, year)),
        documents=documents,
    )
    if found.numbers or found.days or found.documents:
        return found
    return found._replace(only_ongoing=_only_ongoing(folded, fold(title)))


def is_loose(name: str) -> bool:
    """Whether a percentage of this name may well fall or pass 100 %: growth, comparisons, what is wanted low."""
    return bool(re.search(any_of("substance", "loose"), fold(name)))


# ---- days ----

_CN = "一二三四五六七八九十"
# 2024年6月30日 / 去年12月 / 6月28日 / 六月三十日 / 2023年 / 2024-06-30 / 2024.6.30
_DAY = re.compile(
    rf"(?:(?:(?P<y>20\d\d)年|(?P<rel>[去上]年))?(?P<m>\d{{1,2}}|[{_CN}]{{1,2}})月(?!份?龄)"
    rf"(?:(?P<d>\d{{1,2}}|[{_CN}]{{1,3}})[日号])?"
    r"|(?P<only>20\d\d)年(?!\d)"
    r"|(?<!\d)(?P<y2>20\d\d)[-./](?P<m2>\d{1,2})[-./](?P<d2>\d{1,2})(?!\d))"
)
# 云司发〔2024〕12号 / 青政办(2023)5号
_NUMBERED = re.compile(
    r"(?P<number>(?:(?<![印下制])(?:(?!印发|下发|制发)[一-龥]){1,4}[办函字发通文令])?[〔\[(【](?P<y>20\d\d)[〕\])】]第?\d{1,4}号)"
)


def _days(text: str, year: int) -> Iterator[NamedDay]:
    """The days that a text names, each with the last day that it can mean; a document number stands for its year."""
    bare = mask(text)
    for found in _DAY.finditer(bare):
        named = _last_day(found, year)
        if named:
            yield NamedDay(found[0], named, is_basis=_is_basis(bare, found.start(), found.end()))
    for found in _NUMBERED.finditer(text):
        basis = _is_basis(text, found.start(), found.end())
        yield NamedDay(found["number"], dt.date(int(found["y"]), 12, 31), is_basis=basis)


def _last_day(found: re.Match[str], year: int) -> dt.date | None:
    if found["only"]:
        return dt.date(int(found["only"]), 12, 31)
    if found["y2"]:
        return real_day(int(found["y2"]), int(found["m2"]), int(found["d2"]))
    printed = int(found["y"]) if found["y"] else year - bool(found["rel"])
    month = whole(found["m"]) or 0
    return real_day(printed, month, whole(found["d"]) or 0) if found["d"] else month_end(printed, month)


def _is_basis(text: str, start: int, end: int) -> bool:
    clause = re.split(r"[,。;:、!?\n]", text[:start])[-1] + text[start:end]
    return bool(_basis()[0].search(clause) or _basis()[1].match(text, end))


@cache
def _basis() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """(根据)2021年3月的通知 / 2019年(以来)."""
    return re.compile(any_pattern("substance", "basis_before")), re.compile(any_of("substance", "basis_after"))


# ---- documents ----

_TITLE = re.compile(r"《[^《》\n]{2,80}》")
_LINK = re.compile(r"(?:https?://|www\.)[\w./?=&%#-]+", re.ASCII)


def _documents(text: str) -> Iterator[str]:
    """Document numbers, links, and titles of what was issued (印发《…》, 《…》已出台); titles only cited are none."""
    yield from (found["number"] for found in _NUMBERED.finditer(text))
    yield from (found[0] for found in _LINK.finditer(text))
    for found in _TITLE.finditer(text):
        around = text[max(0, found.start() - _REACH) : found.start()], text[found.end() : found.end() + _REACH]
        if any(_issuing().search(words) for words in around):
            yield found[0]


@cache
def _issuing() -> re.Pattern[str]:
    return re.compile(any_of("substance", "issuing"))


# ---- phrases ----


def _only_ongoing(text: str, title: str) -> str:
    """The first phrase of a text that says nothing but such, else nothing.

    Taken away are the phrases, what two characters or more share with the title, and connectives; three characters,
    or a share of the text, may be left.
    """
    found = _ongoing().search(text)
    if not found:
        return ""
    rest = _filler().sub(" ", _without(_ongoing().sub(" ", text), title))
    left, had = len(re.findall(r"\w", rest)), len(re.findall(r"\w", text))
    return found[0] if left <= max(_HARDLY_ANYTHING, _HARDLY_ANY_SHARE * had) else ""


def _without(text: str, title: str) -> str:
    """`text` without every run of two characters or more that the title has too."""
    shared = set()
    for at in range(len(text) - 1):
        if text[at : at + 2].isalnum() and text[at : at + 2] in title:
            shared |= {at, at + 1}
    return "".join(" " if at in shared else char for at, char in enumerate(text))


@cache
def _ongoing() -> re.Pattern[str]:
    """(有序推进) / (常态化开展)."""
    return re.compile(literal([*phrases("substance", "ongoing"), *phrases("times", "ongoing")]))


@cache
def _filler() -> re.Pattern[str]:
    return re.compile(any_of("substance", "filler"))
