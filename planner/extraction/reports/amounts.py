"""Numbers with a unit of measure as a report's sentences give them, ready for arithmetic."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from planner.extraction.quantities import Quantity, quantities_in
from planner.extraction.reports.headings import words
from planner.extraction.reports.parts import ReportText
from planner.extraction.rulebook import phrases

_SCALES = {"万": 10_000, "亿": 100_000_000, "千": 1000, "百": 100}
_DELIMITER = re.compile(r"[,。;:、!?()“”\n+]")
_AROUND = 6
_MOST = 100


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a sentence: `value` in `measure` (4.5万件 is 45000件), under the words before it in its clause.

    `rough` ones (约, 余, 以上) prove nothing. `digits` is how many decimals were printed.
    """

    value: Decimal
    measure: str
    name: str
    start: int
    end: int
    rough: bool
    digits: int

    @property
    def share(self) -> bool:
        """Whether it is a percentage."""
        return self.measure == "%"


def amounts_in(report: ReportText, start: int, end: int) -> list[Amount]:
    """The amounts of a stretch, in order, ranges (3—5个) left out."""
    found: list[Amount] = []
    behind = start
    for quantity in quantities_in(report.source.masked, start, end):
        if not quantity.in_words or quantity.measure in phrases("quantities", "counted_in_words"):
            if quantity.value_max is None:
                found.append(_amount(report, quantity, behind, end))
            behind = quantity.end
    return found


def _amount(report: ReportText, quantity: Quantity, behind: int, end: int) -> Amount:
    text = report.text
    stops = [found.end() for found in _DELIMITER.finditer(text, behind, quantity.start)]
    name = text[max([behind, *stops]) : quantity.start]
    scale = 1
    for char in quantity.unit.removesuffix(quantity.measure):
        scale *= _SCALES.get(char, 1)
    printed = re.match(r"[\d,]+\.(\d+)", text[quantity.start : quantity.end])
    rough = quantity.more or bool(
        words("sums.rough_before").search(text[max(behind, quantity.start - _AROUND) : quantity.start])
        or words("sums.rough_after").search(text[quantity.end : min(end, quantity.end + _AROUND)])
    )
    return Amount(
        value=Decimal(str(quantity.value)) * scale,
        measure=quantity.measure,
        name=name,
        start=quantity.start,
        end=quantity.end,
        rough=rough,
        digits=len(printed[1]) if printed else 0,
    )


@lru_cache(maxsize=1)  # several checks ask, one after another
def amounts_by_sentence(report: ReportText) -> Sequence[tuple[tuple[int, int], Sequence[Amount]]]:
    """Each sentence of the body that has amounts, with them; of one with more than any sentence has, the first ones."""
    amounts = (((start, end), amounts_in(report, start, end)) for start, end in report.sentences)
    return tuple((sentence, tuple(found[:_MOST])) for sentence, found in amounts if found)


def number(value: Decimal) -> str:
    """A number as it is printed: 36, 81.3."""
    return f"{value.normalize():f}"


def total(amounts: Sequence[Amount]) -> Decimal:
    """The sum of amounts of one measure."""
    return sum((amount.value for amount in amounts), Decimal(0))
