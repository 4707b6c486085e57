"""Keeps a report's body within a number of characters: what is left out, in which order, and why."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from planner.domain.annual.doers import Names
from planner.domain.annual.resolve import Told
from planner.domain.annual.speaking import joined
from planner.domain.annual.told import WORK, every
from planner.domain.material import MaterialKind, ReportPart
from planner.domain.number_ledger import Rule

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

    First measures that belong to no checkpoint, then sentences without a figure, then sentences of a quarter, the
    oldest first, then those that tell of the whole year, then next steps and problems from the end. Each part keeps one
    text, so that no part vanishes. What refers to a text that is left out (余下3项…, 上述问题…) goes with it.
    """
    parts = Counter(each.row.part for each in told)
    headings = Counter(heading for each in told for heading in _headings(each))
    excess = sum(map(_length, told)) + sum(heading.length for heading in headings) - characters
    hanging = _hanging(told)
    left: dict[int, LeftOut] = {}
    for candidate in _in_order(told):
        if excess <= 0:
            break
        together = [
            candidate,
            *(LeftOut(each, "为控制字数：承接前面没有写入的话") for each in hanging[id(candidate.told)]),
        ]
        going = [each for each in together if id(each.told) not in left]
        if not going or parts[candidate.told.row.part] <= len(going):
            continue
        for each in going:
            left[id(each.told)] = each
            parts[each.told.row.part] -= 1
            excess -= _length(each.told)
            for heading in _headings(each.told):
                headings[heading] -= 1
                excess -= 0 if headings[heading] else heading.length
    return list(left.values())


def _hanging(told: Sequence[Told]) -> Mapping[int, list[Told]]:
    """Of each text those behind it of its unit and task that refer back: what they mean may be any one before."""
    before: dict[tuple[str, ...], list[Told]] = defaultdict(list)
    found: dict[int, list[Told]] = defaultdict(list)
    for each in told:
        if each.row.part is ReportPart.PROBLEMS:
            continue
        for other in before[each.strand]:
            if _REFERS.match(each.text) or _takes_up(each, other):
                found[id(other)].append(each)
        before[each.strand].append(each)
    return found


def _takes_up(later: Told, earlier: Told) -> bool:
    """Whether a text opens with a number of things that an earlier one spoke of: 11处问题 … 对11处问题“回头看”."""
    amounts = {(each.figure.value, each.figure.measure) for each in earlier.numbers}
    return any(
        (each.figure.value, each.figure.measure) in amounts and _THOSE.fullmatch(later.text[: each.slot.placed.start])
        for each in later.numbers
    )


# [8]个问题全部整改, 对[11]处问题, 归集的[21]条, 督察反馈的[119]个; not 召开[3]次
_THOSE = re.compile(r"(?:[^，,。；;\d]{0,8}[对的把将就这该])?")
# 余下3项划分完毕, 四季度其余问题销号, 上述制度, 这2起; not 该县, 以上海为例
_REFERS = re.compile(
    r"(?:[^，,。；;]{0,6}季度|[上下]半年|年底前?|年末)?[，,]?"
    r"(?:余下|其余|剩余|剩下|另外?\d|上述|前述|以上(?!海)|这[\d些一两三批]|[其此](?![他实次外间])|该(?![省市县区州镇]))"
)


def _length(told: Told) -> int:
    """An upper bound of what a text takes in the report."""
    growth = sum(len(number.figure.printed) + 6 for number in told.numbers if number.growth)
    behind = sum(len(number.behind) for number in told.numbers)
    mark = _MARK if told.row.part is ReportPart.PROBLEMS else _next_doer(told)
    return sum(len(each.text) for each in every(told)) + growth + behind + mark + (_CAUSE if told.cause else 0)


def _next_doer(told: Told) -> int:
    """Behind a sentence that names somebody else the next one says anew whose deed it tells."""
    return len(joined(told.units)) if told.names is Names.ANOTHER else 0


class _Heading(NamedTuple):
    """What stands above several texts, once, and how long it is."""

    of: tuple[str, ...]
    length: int


def _headings(told: Told) -> tuple[_Heading, ...]:
    """What stands above a text: its section's heading, its task's title, 一是 and whose deeds they are."""
    row = told.row
    doer = len(told.doer)
    if row.part is ReportPart.PROBLEMS:
        return (_Heading((row.part, row.key), doer),)
    task = _Heading((row.part, row.task, row.title), len(row.title) + _HEADING)
    run = _Heading((*told.strand, told.doer), doer + _MARK)
    if row.part is not ReportPart.DONE:
        return (task, run)
    return (_Heading((row.part, row.section), len(row.section) + _HEADING), task, run)


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
    """The oldest period's first, what tells of the year last; of one period those of the tasks that tell most.

    So each task tells something, and of a year's 631 suggestions and a quarter's 417 the year's are told.
    """
    times: Counter[tuple[str, str]] = Counter()
    places: list[tuple[bool, str, int]] = []
    for each in told:
        period, task = each.row.period, each.row.task
        times[period, task] += 1
        places.append((_tells_of_the_year(each), period, -times[period, task]))
    return [each for _, each in sorted(zip(places, told, strict=True), key=lambda item: item[0])]


def _tells_of_the_year(told: Told) -> bool:
    summed = any(number.figure.rule in (Rule.SUM, Rule.RATE) for number in told.numbers)
    return summed or bool(_YEARLY.search(told.text))


# 全年办结831件, 累计调整213项, 一年来, 总数达到18个
_YEARLY = re.compile(r"全年|累计|年内|一年来|总数")


def _is_under_checkpoint(told: Told) -> bool:
    """By its key: m:2024-03:2024-03.1:次 is of checkpoint 2024-03.1."""
    return told.row.key.startswith(f"m:{told.row.task}:{told.row.task}.")
