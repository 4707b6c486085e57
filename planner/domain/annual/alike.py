"""Sentences of a task that say the same in nearly the same words, found without comparing each with each."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from planner.domain.annual.joining import tell_of_one
from planner.domain.annual.lines import Line
from planner.domain.likeness import ALIKE, Words, alike, is_short, words_of
from planner.domain.material import Use


def join_alike(lines: Sequence[Line]) -> None:
    """Tell sentences with the same numbers and nearly the same words once: within the first that is told.

    A unit's own sentences with numbers are left alone: what comes again may well have happened again.
    """
    by_numbers: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in lines:
        if line.use is Use.TAKE:
            by_numbers[tuple((total.value, total.measure) for total in line.totals)].append(line)
    joined: dict[str, Line] = {}
    for same in by_numbers.values():
        for first, other in _alike_pairs(same):
            if Use.TAKE is first.use is other.use and (first.unit != other.unit or not first.totals):
                other.merge(first, f"与{first.unit}所报几乎相同")
                joined[first.key] = first
    for head in joined.values():
        tell_of_one(head)


def _alike_pairs(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Every two lines that are alike, the earlier first.

    Two texts that share nine tenths of their pairs share one of the rarest fifth of either's: only lines that meet
    there are compared.
    """
    words = [words_of(line.text) for line in lines]
    common = Counter(pair for each in words for pair in each.pairs)
    meeting: dict[str, list[int]] = defaultdict(list)
    for later, each in enumerate(words):
        if is_short(each):
            continue
        rare = _rarest(each, common)
        for earlier in sorted({at for pair in rare for at in meeting[pair]}):
            if alike(words[earlier], each):
                yield lines[earlier], lines[later]
        for pair in rare:
            meeting[pair].append(later)


def _rarest(words: Words, common: Counter[str]) -> list[str]:
    ordered = sorted(words.pairs, key=lambda pair: (common[pair], pair))
    return ordered[: int(2 * (1 - ALIKE) * len(ordered)) + 1]
