"""A report's numbers against the number ledger that it was written from."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from planner.domain.document import fold, name_key
from planner.domain.number_ledger import ReportFigure
from planner.domain.report_check import Finding, FindingCode
from planner.extraction.quantities import Quantity, find_numbers
from planner.extraction.reports.parts import ReportText

_SHORTEST_NAME = 4
_AROUND = 3
_LONGEST_CLAUSE = 60
_SCALES = {"万": 10_000, "亿": 100_000_000, "千": 1000, "百": 100}
_CLAUSE = re.compile(r"[,。;:!?、()\n]")
# 〔待补充…〕 holds no figures; (3)甲 and 3.甲 are numbering; 2024-12.2 is a code of ours
_NO_FIGURES = re.compile(r"〔待[^〔〕]*〕|20\d\d-(?:\d{1,3}|[A-Z]\d{2})(?:\.\d+)?|^\d{1,3}[.、)](?!\d)|\(\d{1,3}\)")

Value = tuple[Decimal, str]
"""A number and its unit of measure, 万件 counted in 件."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A number of the report: where it stands, and the words of its clause before it."""

    value: Value
    start: int
    end: int
    clause: str


@dataclass(frozen=True, slots=True)
class _Held:
    """A number of the ledger, with the figure that prints it."""

    value: Value
    name: str
    printed: str


def check_ledger(
    report: ReportText, figures: Sequence[ReportFigure], own_words: Iterable[str] = ()
) -> Iterator[Finding]:
    """Numbers of the sections that differ from the ledger's at their place, or that it doesn't hold at all.

    The ledger is in the report's own order, so a number that was changed faces the one that it was; one that was moved
    is found by its value. Those that `own_words`, the plan's, have among the same characters are no figures.
    """
    told = list(_told(report, name_key("\n".join(own_words))))
    held = [
        _Held(_value(quantity), name_key(figure.name), figure.printed)
        for figure in figures
        for quantity in find_numbers(figure.printed)
    ]
    known = {one.value for one in held}
    facing = _facing(told, held)
    for number in told:
        opposite = facing.get(number.start)
        if opposite is not None and opposite.value == number.value:
            continue
        named = opposite if opposite is not None and opposite.name in number.clause else None
        if number.value in known and named is None:
            continue
        yield _finding(report, number, named or opposite or _by_name(held, number))


def _told(report: ReportText, plan: str) -> Iterator[_Told]:
    for start, end in report.sentences:
        if start < report.first:
            continue
        sentence = _NO_FIGURES.sub(lambda found: "□" * len(found[0]), report.text[start:end])
        for quantity in find_numbers(sentence):
            if not _is_own(sentence, quantity, plan):
                clause = _CLAUSE.split(sentence[: quantity.start])[-1][-_LONGEST_CLAUSE:]
                yield _Told(_value(quantity), start + quantity.start, start + quantity.end, clause)


def _is_own(sentence: str, quantity: Quantity, plan: str) -> bool:
    """Whether the plan has the number among the same characters: 不少于60学时 of 每年培训不少于60学时."""
    before = _CLAUSE.split(sentence[: quantity.start])[-1][-_AROUND:]
    after = _CLAUSE.split(sentence[quantity.end :])[0][:_AROUND]
    return bool(before or after) and before + sentence[quantity.start : quantity.end] + after in plan


def _facing(told: Sequence[_Told], held: Sequence[_Held]) -> dict[int, _Held]:
    """What the ledger holds at the place of each number, as far as the two run side by side."""
    matcher = SequenceMatcher(None, [one.value for one in told], [one.value for one in held], autojunk=False)
    facing: dict[int, _Held] = {}
    for tag, first, last, other, until in matcher.get_opcodes():
        if tag == "equal" or (tag == "replace" and last - first == until - other):
            for number, opposite in zip(told[first:last], held[other:until], strict=True):
                if number.value[1] == opposite.value[1]:
                    facing[number.start] = opposite
    return facing


def _by_name(held: Sequence[_Held], number: _Told) -> _Held | None:
    """What the ledger holds in the same measure under the name that stands right before a number."""
    named = (
        one
        for one in held
        if len(one.name) >= _SHORTEST_NAME and one.value[1] == number.value[1]
        if re.search(rf"{re.escape(one.name)}(?:一?共计?|累计|达到?|为|约)?$", number.clause)
    )
    return next(named, None)


def _finding(report: ReportText, number: _Told, held: _Held | None) -> Finding:
    where = f"{report.place(number.start)}“{report.printed(number.start - len(number.clause), number.end)}”"
    if held is None:
        message = f"{where}在数据台账里查不到出处，请补报数据，或删去这个数。"
        return report.finding(FindingCode.FIGURE_UNTRACED, number.start, number.end, message)
    message = f"{where}和数据台账不一致，台账上“{held.name}”是{held.printed}，请核对。"
    return report.finding(FindingCode.FIGURE_DIFFERS, number.start, number.end, message)


def _value(quantity: Quantity) -> Value:
    value, unit = Decimal(str(quantity.value)), fold(quantity.unit)
    while len(unit) > 1 and unit[0] in _SCALES:
        value *= _SCALES[unit[0]]
        unit = unit[1:]
    return value.normalize(), unit
