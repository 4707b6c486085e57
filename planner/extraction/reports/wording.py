"""Numbers of a text with the words around them: what tells that two texts speak of the same thing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from planner.domain.document import fold, name_key
from planner.domain.figures import scaled
from planner.domain.likeness import pairs_of
from planner.domain.typed_numbers import GAP, without_numbering
from planner.extraction.quantities import Quantity, find_numbers, find_quantities
from planner.extraction.reports.headings import words

_ENOUGH = 8
_LONGEST = 60
_BESIDE = 6
_SENTENCE = re.compile(r"[^。;!?\n]+")
_CLAUSE = re.compile(r"[,:、()]")
# 一是完成 / (二)完成 / 3.完成
_COUNTER = re.compile(r"^(?:[一二三四五六七八九十]{1,3}是|\(?[一二三四五六七八九十]{1,3}[)、]|\(?\d{1,3}[)、.])")
_LETTERS = re.compile(r"[\W_\d]+")

Value = tuple[Decimal, str]
"""A number and its unit of measure, 万件 counted in 件."""


@dataclass(frozen=True)
class WordedNumber:
    """A number where it stands in a text, and the words that it stands in.

    `sentence` and `clause` are those words without any number, each with the number's turn among those of its own:
    equal ones say the same of two numbers. A clause of few words has those before it in its sentence as well.
    `before` are the words of its own clause up to it, as printed; `around` those within reach. A `rough` one stands for
    any near it (45余件, 近45件, 45件以上).
    """

    value: Value
    start: int
    end: int
    sentence: tuple[str, int]
    clause: tuple[str, int]
    before: str
    around: str
    rough: bool = False

    @cached_property
    def pairs(self) -> frozenset[str]:
        """What `around` is compared by."""
        return pairs_of(self.around)

    @cached_property
    def own_pairs(self) -> frozenset[str]:
        """What the clause is compared by."""
        return pairs_of(letters(self.clause[0]))


def letters(words: str) -> str:
    """Words without blanks, marks and digits."""
    return _LETTERS.sub("", words)


def worded_numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[WordedNumber]:
    """Every number of a text but dates, names and numbering, in order; offsets are into `text`.

    In a gap (〔待核实：…〕) only numbers with a unit of measure are any.
    """
    for found in _SENTENCE.finditer(fold(text[start:end])):
        sentence = without_numbering(found[0], _counts)
        yield from _of_sentence(sentence, _numbers(sentence), start + found.start())


def _counts(text: str) -> bool:
    return any(quantity.start == 0 for quantity in find_quantities(text))


def _numbers(sentence: str) -> list[Quantity]:
    gaps = [found.span() for found in GAP.finditer(sentence)]
    known = {quantity.start for quantity in find_quantities(sentence)} if gaps else set()
    return [
        number
        for number in find_numbers(sentence, in_words=True)
        if number.start in known or not any(start <= number.start < end for start, end in gaps)
    ]


def _of_sentence(sentence: str, numbers: list[Quantity], offset: int) -> Iterator[WordedNumber]:
    bare = _blanked(sentence, numbers)
    clauses = [0, *(found.end() for found in _CLAUSE.finditer(bare)), len(bare)]
    whole = _key(bare)
    for turn, number in enumerate(numbers):
        last = max(at for at, first in enumerate(clauses[:-1]) if first <= number.start)
        first, own = last, _key(bare[clauses[last] : clauses[last + 1]])
        while first and len(letters(own)) < _ENOUGH:
            first -= 1
            own = _key(bare[clauses[first] : clauses[last + 1]])
        yield WordedNumber(
            value=value_of(number),
            start=offset + number.start,
            end=offset + number.end,
            sentence=(whole, turn),
            clause=(own, sum(clauses[first] <= other.start < number.start for other in numbers)),
            before=sentence[clauses[last] : number.start][-_LONGEST:],
            around=letters(bare[max(0, number.start - _LONGEST) : number.end + _LONGEST // 2]),
            rough=_rough(sentence, number),
        )


def _rough(sentence: str, number: Quantity) -> bool:
    before, behind = sentence[max(0, number.start - _BESIDE) : number.start], sentence[number.end :][:_BESIDE]
    said = words("sums.rough_before").search(before) or words("sums.rough_after").search(behind)
    return number.more or bool(said)


def _blanked(sentence: str, numbers: list[Quantity]) -> str:
    """A sentence with its numbers, and their units, blanked out."""
    chars = list(sentence)
    for number in numbers:
        chars[number.start : number.end] = "□" * (number.end - number.start)
    return "".join(chars)


def _key(bare: str) -> str:
    """Words to be compared: each number one box, no blanks, no counter at their beginning."""
    return _COUNTER.sub("", re.sub("□+", "□", name_key(bare)))


def value_of(number: Quantity) -> Value:
    """A number as it is compared: 1.2万件 and 12,000件 are one."""
    unit, scale = scaled(fold(number.unit))
    return (Decimal(str(number.value)) * scale).normalize(), unit
