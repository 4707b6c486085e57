"""Whether one measure has one value wherever a report tells it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from planner.domain.report_check import Finding, FindingCode
from planner.extraction.reports.amounts import Amount, amounts_by_sentence, number
from planner.extraction.reports.headings import NEXT, words
from planner.extraction.reports.parts import ReportText
from planner.extraction.rulebook import any_pattern

_REACH = 24
_SHORTEST_NAME = 7


def check_values(report: ReportText) -> Iterator[Finding]:
    """One measure, under the same words, with two values: told at the second of them."""
    told: dict[tuple[str, str], list[Amount]] = defaultdict(list)
    for (start, _), amounts in amounts_by_sentence(report):
        if report.part_at(start) == NEXT:
            continue
        for amount in amounts:
            key = (_measured(report, amount, start), amount.measure)
            if len(key[0]) >= _SHORTEST_NAME and not amount.rough:
                told[key].append(amount)
    for (name, measure), amounts in told.items():
        if pair := _unlike(report, amounts):
            first, other = pair
            message = (
                f"“{name}”有两个数：{report.place(first.start)}是{number(first.value)}{measure}，"
                f"{report.place(other.start)}是{number(other.value)}{measure}，请核对后统一。"
            )
            yield report.finding(FindingCode.TWO_VALUES, other.start - len(other.name), other.end, message)


def _unlike(report: ReportText, amounts: Sequence[Amount]) -> tuple[Amount, Amount] | None:
    """Two values that can't both be the year's: both said of the year, or in different places, or a part too large.

    Values that follow each other in one paragraph are of its periods, or of the units that 一是 and 二是 are about.
    """
    whole = [amount for amount in amounts if _of_year().search(amount.name)]
    parts = [amount for amount in amounts if not _of_year().search(amount.name)]
    pairs = list(pairwise(whole))
    pairs += [(one, other) for other in parts for one in whole[:1] if other.value > one.value]
    if not whole:
        pairs += [pair for pair in pairwise(parts) if "\n" in report.text[pair[0].start : pair[1].start]]
    unlike = (pair for pair in pairs if pair[0].value != pair[1].value and not _beside(report, *pair))
    return next(unlike, None)


def _beside(report: ReportText, one: Amount, other: Amount) -> bool:
    """Whether two amounts stand in different items of one run 一是 … 二是."""
    first, last = sorted((one.start, other.start))
    return bool(_COUNTED.search(report.text, first, last)) and report.place(first) == report.place(last)


# 。二是(修订基准) / a line that opens with 三是
_COUNTED = re.compile(r"[。;\n][一二三四五六七八九十]{1,3}是")


def _measured(report: ReportText, amount: Amount, start: int) -> str:
    """The words that name a measure, without 全年, 共 and the like; nothing where they tell another period or place."""
    before = report.text[max(start, amount.start - _REACH) : amount.start]
    bare = _lead().sub("", _tail().sub("", amount.name)).replace("各类", "")
    return "" if words("names.other_scope").search(before) else bare


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(rf"^{any_pattern('reports', 'names.lead')}+")


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(rf"{any_pattern('reports', 'names.tail')}+$")


@cache
def _of_year() -> re.Pattern[str]:
    """(全年)收到行政复议申请465件 / 收到行政复议申请(共)465件."""
    return re.compile(any_pattern("reports", "names.of_year"))
