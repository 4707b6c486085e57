"""Keeps a report's body within a number of characters: what is left out, in which order, and why."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from planner.domain.annual.resolve import Told
from planner.domain.annual.told import WORK, every
from planner.domain.material import MaterialKind, ReportPart

_MARK = 4
"""What stands around a text that its row doesn't say: 二十一是."""
_CAUSE = 4
_HEADING = 6


class LeftOut(NamedTuple):
    """A text that the body leaves out, with the reason."""

    told: Told
    reason: str


def within(told: Sequence[Told], characters: int) -> list[LeftOut]:
    """What to leave out so that the rest, with the headings above it, is at most so long.

    First measures that belong to no checkpoint, then sentences without a figure, then the oldest sentences, then next
    steps and problems from the end. Each part keeps one text, so that no part vanishes.
    """
    parts = Counter(each.row.part for each in told)
    headings = Counter(heading for each in told for heading in _headings(each))
    excess = sum(map(_length, told)) + sum(map(_heading_length, headings)) - characters
    left: list[LeftOut] = []
    for candidate in _in_order(told):
        if excess <= 0:
            break
        if parts[candidate.told.row.part] == 1:
            continue
        left.append(candidate)
        parts[candidate.told.row.part] -= 1
        excess -= _length(candidate.told)
        for heading in _headings(candidate.told):
            headings[heading] -= 1
            excess -= 0 if headings[heading] else _heading_length(heading)
    return left


def _length(told: Told) -> int:
    """An upper bound of what a text takes in the report."""
    growth = sum(len(number.figure.printed) + 6 for number in told.numbers if number.growth)
    behind = sum(len(number.behind) for number in told.numbers)
    return sum(len(each.text) for each in every(told)) + growth + behind + _MARK + (_CAUSE if told.cause else 0)


def _headings(told: Told) -> tuple[tuple[str, ...], ...]:
    """The headings that stand above a text: its section's, and its task's title."""
    row = told.row
    if row.part is ReportPart.PROBLEMS:
        return ()
    task = (row.part, row.task, row.title)
    return ((row.part, row.section), task) if row.part is ReportPart.DONE else (task,)


def _heading_length(heading: tuple[str, ...]) -> int:
    return len(heading[-1]) + _HEADING


def _in_order(told: Sequence[Told]) -> Iterator[LeftOut]:
    work = [each for each in told if each.row.part in WORK]
    free = [each for each in work if each.row.kind is MaterialKind.MEASURE and not _is_under_checkpoint(each)]
    plain = [each for each in work if each.row.kind is MaterialKind.SENTENCE and not each.numbers]
    apart = {id(each) for each in (*free, *plain)}
    oldest = _oldest([each for each in work if id(each) not in apart])
    yield from (LeftOut(each, "为控制字数：不属于考核点的数据") for each in free)
    yield from (LeftOut(each, "为控制字数：没有数据的话") for each in plain)
    yield from (LeftOut(each, "为控制字数：较早填报的话") for each in oldest)
    for part, words in ((ReportPart.NEXT, "下步安排"), (ReportPart.PROBLEMS, "问题")):
        yield from (LeftOut(each, f"为控制字数：{words}") for each in reversed(told) if each.row.part is part)


def _oldest(told: Sequence[Told]) -> list[Told]:
    """The oldest period's first; of one period those of the tasks that tell most, so that each tells something."""
    times: Counter[tuple[str, str]] = Counter()
    places = []
    for each in told:
        period, task = each.row.period, each.row.task
        times[period, task] += 1
        places.append((period, -times[period, task]))
    return [each for _, each in sorted(zip(places, told, strict=True), key=lambda item: item[0])]


def _is_under_checkpoint(told: Told) -> bool:
    """By its key: m:2024-03:2024-03.1:次 is of checkpoint 2024-03.1."""
    return told.row.key.startswith(f"m:{told.row.task}:{told.row.task}.")
