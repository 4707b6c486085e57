"""Whether growth follows from the two years' figures beside it."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from planner.domain.report_check import Finding, FindingCode
from planner.extraction.reports.amounts import Amount, amounts_by_sentence, number
from planner.extraction.reports.headings import words, years_in
from planner.extraction.reports.parts import ReportText

_REACH = 24
_TIMES = ("倍", "%", "个百分点", "百分点")


class Change(NamedTuple):
    """A change as told: `stated` in its own measure, positive for growth, between two values of one measure."""

    before: Amount
    after: Amount
    stated: Amount
    up: bool


def check_growth(report: ReportText) -> Iterator[Finding]:
    """Growth that the values of both years, told in the same sentence, contradict."""
    for (start, _), amounts in amounts_by_sentence(report):
        values: list[Amount] = []
        for amount in amounts:
            up = _direction(report.text[max(start, amount.start - _REACH) : amount.start])
            if up is None:
                values.append(amount)
            elif (pair := _pair(report, values, start)) and not amount.rough:
                change = Change(*pair, amount, up)
                if right := _right(change):
                    yield _finding(report, change, right)


def _finding(report: ReportText, change: Change, right: str) -> Finding:
    before, after, stated, _ = change
    start = min(before.start, after.start)
    message = (
        f"{report.place(start)}“{report.printed(start, stated.end, 40)}”：从{number(before.value)}到"
        f"{number(after.value)}{after.measure}应为{right}，请核对。"
    )
    return report.finding(FindingCode.GROWTH_WRONG, start, stated.end, message)


def _direction(text: str) -> bool | None:
    """Whether the words right before an amount say that something grew (True) or fell (False)."""
    clause = re.split("[,。;:、]", text)[-1]
    found = re.search(rf"(?:(?P<up>{words('growth.up').pattern})|{words('growth.down').pattern})了?(?:约|近)?$", clause)
    return None if found is None else bool(found["up"])


def _pair(report: ReportText, values: Sequence[Amount], start: int) -> tuple[Amount, Amount] | None:
    """The values of the year before and of this one that a sentence has told last, where it leaves no doubt."""
    if len(values) < 2:  # noqa: PLR2004 - the values of two years
        return None
    last = values[-1]
    others = [value for value in values[:-1] if value.measure == last.measure]
    if not others or last.rough:
        return None
    before, after = None, last
    if _from_to(report, others[-1], last, start) or (others[-1] is values[-2] and _when(report, others[-1], start) < 0):
        before = others[-1]
    elif _when(report, last, start) < 0 and (current := _compared(report, others, last, start)):
        before, after = last, current
    return None if before is None or before.rough or after.rough else (before, after)


def _from_to(report: ReportText, one: Amount, other: Amount, start: int) -> bool:
    """从222件增加到550件 / 由1000项扩大为1280项."""
    before, between = report.text[start : one.start], report.text[one.end : other.start]
    opened = re.search(rf"{words('growth.from_to').pattern}[^,。;\d]{{0,16}}(?:20\d\d年的?)?[^,。;\d]{{0,8}}$", before)
    return bool(opened) and bool(re.match(r"[^。;]{0,16}(?:至|到|为)", between))


def _compared(report: ReportText, others: Sequence[Amount], earlier: Amount, start: int) -> Amount | None:
    """This year's value for one of the year before: the only one, the one next to 比上年的, or the one named alike."""
    current = [other for other in others if _when(report, other, start) == 0]
    between = report.text[current[-1].end : earlier.start] if current else ""
    if len(current) == 1 or re.match(r"[,(]?[比较]", between):
        return current[-1]
    name = words("growth.last_year").sub("", re.sub(r"20\d\d年", "", earlier.name)).strip("的为是")
    alike = [other for other in current if name and name in other.name]
    return alike[0] if len(alike) == 1 else None


def _when(report: ReportText, amount: Amount, start: int) -> int:
    """How many years before the one reported a value is of, as its clause says; 0 where it says nothing."""
    clause = report.text[max(start, report.text.rfind(",", 0, amount.start) + 1) : amount.start]
    near = re.split("[;:(]", clause)[-1][-_REACH:]
    if report.year is not None and (years := years_in(near)):
        return min(0, years[-1] - report.year)
    return -1 if words("growth.last_year").search(near) else 0


def _right(change: Change) -> str | None:
    """What the change comes to, where it isn't what is stated; rounding and cutting off are both right."""
    before, after, stated, up = change
    difference = after.value - before.value
    if stated.measure in ("个百分点", "百分点"):
        right = difference
    elif stated.measure in _TIMES:
        if not before.value or after.share:
            return None
        right = difference / before.value * (1 if stated.measure == "倍" else 100)
    elif stated.measure == after.measure:
        right = difference
    else:
        return None
    told = stated.value if up else -stated.value
    if abs(right - told) < Decimal(1).scaleb(-stated.digits):
        return None
    rounded = number(abs(right).quantize(Decimal(1).scaleb(-max(1, stated.digits))))
    return f"{'增加' if right >= 0 else '减少'}{rounded}{stated.measure}"
