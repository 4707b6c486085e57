"""The header of a table: what each of its columns holds, told by the words over it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from planner.extraction.rulebook import any_pattern, phrases

_HEADER_LONGEST = 24  # a cell of a header is a few words
_MIN_KNOWN = 0.5


class ColumnKind(StrEnum):
    """What a column holds. The members' order is the order in which headers are compared."""

    IGNORED = "ignored"
    NUMBER = "number"
    UNITS = "units"
    TIME = "time"
    DATED = "dated"
    SECTION = "section"
    BODY = "body"
    TITLE = "title"


_TASK = (ColumnKind.TITLE, ColumnKind.BODY)


@dataclass(frozen=True, slots=True)
class Head:
    """A cell of a header line: its folded words; not `own` where they are those of a merged cell that covers it.

    `at` is where the words stand in the reading text.
    """

    words: str
    own: bool = True
    at: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its kind, None where the header is of no known one, and the header's words.

    `shared` says that one header stands over this column and the one before it, `at` where its words stand.
    """

    kind: ColumnKind | None
    header: str
    shared: bool = False
    at: tuple[int, int] | None = None


def columns_of(upper: Sequence[Head], lower: Sequence[Head] | None = None) -> tuple[Column, ...]:
    """The columns under a header of one or two lines.

    Where the lower words say nothing alone (市级 under 牵头单位), the upper ones count with them.
    """
    if lower is None:
        heads = [(head, bool(head.words) and not head.own) for head in upper]
        return _settled([Column(_kind(head.words), head.words, shared, head.at) for head, shared in heads])
    above = ""
    columns: list[Column] = []
    for high, low in zip(upper, lower, strict=False):
        under = low.words if low.own else ""
        above = high.words or (above if under else "")
        words = above if under == above else above + under
        shared = bool(words) and not under and not (high.own and high.words)
        kind = (_kind(under) if under else None) or _kind(words) or _kind(above)
        if kind is ColumnKind.DATED and any(char.isdigit() for char in words.removesuffix(under)):
            kind = ColumnKind.BODY  # 2025年 over 6月底: no words in the text say this day
        columns.append(Column(kind, words, shared, low.at if under else high.at))
    return _settled(columns)


def may_head(words: str) -> bool:
    """Whether a cell's words may be a header at all: no sentence and no number."""
    return len(words) <= _LONGEST and "。" not in words and not words.isdigit()


def is_header(columns: tuple[Column, ...]) -> bool:
    """Whether columns are those of tasks: short headers, most of them known, one of the task itself."""
    filled = [column.header for column in columns if column.header]
    known = [column.kind for column in columns if column.kind]
    return (
        all(len(_bare(words)) <= _HEADER_LONGEST and may_head(words) for words in filled)
        and any(kind in _TASK for kind in known)
        and len(set(known)) > 1
        and len(known) >= len(filled) * _MIN_KNOWN
    )


def assigns(columns: tuple[Column, ...]) -> bool:
    """Whether a table says who is to do its tasks, or by when."""
    return any(column.kind in _ASSIGNING for column in columns)


_ASSIGNING = frozenset({ColumnKind.UNITS, ColumnKind.TIME, ColumnKind.DATED})


def with_section(columns: tuple[Column, ...], k: int) -> tuple[Column, ...]:
    """The columns with one of tasks, the `k`th, as that of their sections."""
    return (*columns[:k], replace(columns[k], kind=ColumnKind.SECTION), *columns[k + 1 :])


def is_label(words: str) -> bool:
    """Whether words head units or times: 责任单位, 完成时限."""
    return _kind(words) in {ColumnKind.UNITS, ColumnKind.TIME}


def is_head(words: str) -> bool:
    """Whether words head a column of any known kind; a time does only among other headers."""
    return _kind(words) not in {None, ColumnKind.DATED}


def doubled(columns: tuple[Column, ...]) -> list[str]:
    """Headers that stand over more than one column each on its own."""
    known = (c.header for c in columns if not c.shared and c.kind not in {None, ColumnKind.IGNORED})
    return [header for header, count in Counter(known).items() if count > 1]


def under_header(heads: Sequence[Head], columns: tuple[Column, ...]) -> bool:
    """Whether a line is the second of a header: its own words are of columns too, none under number or task."""
    own = [(head, column) for head, column in zip(heads, columns, strict=False) if head.own and head.words]
    return bool(own) and all(
        len(head.words) <= _LOWER_LONGEST
        and column.kind is not ColumnKind.NUMBER
        and (_kind(head.words) is not None or head.words in phrases("tables", "bare"))
        for head, column in own
    )


_LOWER_LONGEST = 12


def _settled(columns: list[Column]) -> tuple[Column, ...]:
    """With several columns of tasks the innermost is the task; those before it are headings, or the last a body."""
    titles = [k for k, column in enumerate(columns) if column.kind is ColumnKind.TITLE and not column.shared]
    inner = dict.fromkeys(titles, ColumnKind.SECTION)
    if titles and (len(titles) == 1 or any(column.kind is ColumnKind.BODY for column in columns)):
        inner[titles[-1]] = ColumnKind.TITLE
    elif titles:
        inner[titles[-2]], inner[titles[-1]] = ColumnKind.TITLE, ColumnKind.BODY
    settled: list[Column] = []
    for k, column in enumerate(columns):
        kind = settled[-1].kind if column.shared and settled else inner.get(k, column.kind)
        settled.append(replace(column, kind=kind))
    return tuple(settled)


def _kind(header: str) -> ColumnKind | None:
    words = _bare(header) if len(header) <= _LONGEST else ""
    return next((kind for kind in ColumnKind if words and _pattern(kind).search(words)), None)


_LONGEST = 120


def _bare(header: str) -> str:
    """A header's words without what it adds in brackets: 责任单位(第一个为牵头单位)."""
    return re.sub(r"\([^()]*\)", "", header).strip(":* ")


@cache
def _pattern(kind: ColumnKind) -> re.Pattern[str]:
    """序号 / 考核项目 / 负责考核部门."""
    return re.compile(any_pattern("tables", f"columns.{kind}"))
