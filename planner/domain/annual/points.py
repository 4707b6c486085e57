"""A task's checkpoints as the year-end report speaks of them: by the words of what is counted, never by a code."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from planner.domain.annual.manners import is_for_each
from planner.domain.annual.speaking import doer
from planner.domain.board import TaskFacts
from planner.domain.checkpoints import Checkpoint
from planner.domain.drafts import CheckpointKind, Comparator
from planner.domain.figures import PlacedFigure

FindNumbers = Callable[[str], Sequence[PlacedFigure]]
"""Finds every number in a text but dates and names (the reading grammar, passed in)."""


def numbers_in(text: str, find_numbers: FindNumbers, units: Iterable[str]) -> list[PlacedFigure]:
    """The numbers of a text but those in the names of units: 第2中学 counts nothing, nor does 3号街道."""
    with_digits = {doer(unit).called for unit in set(units) if _DIGIT.search(unit)}
    names = [found.span() for name in with_digits for found in re.finditer(re.escape(name), text)]
    found = find_numbers(text)
    return [
        placed
        for placed in found
        if not names or not any(start < placed.end and placed.start < end for start, end in names)
    ]


class Point(NamedTuple):
    """A checkpoint and the words for what is counted under it."""

    checkpoint: Checkpoint
    name: str
    for_each: bool = False
    """Its amounts are of each person or body (每人不少于60学时), and are never put together over units."""

    @property
    def is_added(self) -> bool:
        """Whether several units' amounts under it may be added: not those of a limit, nor those for each."""
        return self.checkpoint.comparator is not Comparator.AT_MOST and not self.for_each

    def only_done(self, values: Iterable[Decimal]) -> bool:
        """Whether figures under it count nothing: the 1 under a day by which a thing is to be done says that it is."""
        return self.checkpoint.kind is CheckpointKind.DATE and all(value == 1 for value in values)


Points = Mapping[str, Point]
"""By their codes."""


def points_of(task: TaskFacts, find_numbers: FindNumbers) -> Points:
    """A task's checkpoints with their names; where the words don't say what is counted, by the task's title."""
    return {
        each.code: Point(
            each,
            point_name(_clause(each.text, task.body), find_numbers) or task.title,
            is_for_each(f"{_before(each.text, task.body)}{each.text}"),
        )
        for each in task.checkpoints
    }


def _clause(text: str, body: str) -> str:
    """A checkpoint's words with what stands behind them in their clause: 至少组织2次 → 至少组织2次案卷评查."""
    at = body.find(text)
    behind = _CLAUSE.match(body, at + len(text)) if at >= 0 else None
    return f"{text}{behind[0]}" if behind else text


def _before(text: str, body: str) -> str:
    """What stands before a checkpoint's words in their clause."""
    return re.split(r"[，,、；;：:。！？]", body.partition(text)[0])[-1] if text in body else ""


def point_name(text: str, find_numbers: FindNumbers) -> str:
    """每季度至少开展1次案卷评查 → 开展案卷评查; 6月底前完成清单编制 → 完成清单编制; 审查率100% → 审查率."""
    for placed in reversed(find_numbers(text)):
        text = text[: placed.start] + text[placed.end :]
    return _MARKS.sub("", _DEMAND.sub("", _DUE.sub("", text))).strip()


_DIGIT = re.compile(r"\d")
_CLAUSE = re.compile(r"[^，,、；;：:。！？（(\s]{0,20}")
# 2024年6月底前, 12月31日之前, 年底前, 上半年, 每季度, 全年
_DUE = re.compile(
    r"(?:(?:20\d\d年)?(?:\d{1,2}月(?:份)?(?:底|末|上旬|中旬|下旬|\d{1,2}日)?|年底|年末|年内|[上下]半年|第?[一二三四1-4]季度末?)"
    r"(?:之?前|以前|内)?|20\d\d年底?前?|每(?:个?季度|半年|年度?|个?月)|全年|按(?:季度|月|年))"
)
# 至少, 不少于, 达到, 以上
_DEMAND = re.compile(
    r"至少|不少于|不低于|不得低于|不高于|不超过|不多于|力争|确保|任期内|达到|达|以上|以下|以内|左右|[≥≤＞＜>=<]"
)
_MARKS = re.compile(r"^[，,、；;。\s]+|[，,、；;。：:\s]+$")
