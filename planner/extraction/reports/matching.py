"""Which number of what a report was written from each number of the report is, or should have been."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from planner.domain.likeness import pairs_of
from planner.domain.number_ledger import ReportFigure
from planner.extraction.reports.wording import WordedNumber, letters
from planner.extraction.rulebook import literal, phrases

_NEARLY = 0.5
"""Words that share half of their pairs of characters with a ledger's speak of the same thing."""
_CLEARLY = 0.2
_MANY = 200
_NAME = 16
"""A unit's name that was put before a sentence, or left out there, has no more letters."""
_SAID = 4


@dataclass(frozen=True, eq=False)
class Held:
    """A number that the composed report prints: its words, and the figure of the ledger that it is of, if any.

    One of no text is `alone`: only its name is known.
    """

    number: WordedNumber
    figure: ReportFigure | None
    name: frozenset[str]
    alone: bool = False

    def likeness(self, around: frozenset[str]) -> float:
        """How much of this number's words, or of its figure's name, stands among the words around another one."""
        return max(_covered(self.number.own_pairs, around), _covered(self.name, around))

    def is_as(self, told: WordedNumber) -> bool:
        """Whether a report tells just this: the value in its unit of measure, and not 45余件 for 45件."""
        return self.number.value == told.value and (self.alone or self.number.rough or not told.rough)


def _covered(pairs: frozenset[str], by: frozenset[str]) -> float:
    return len(pairs & by) / len(pairs) if pairs else 0.0


@dataclass(frozen=True, eq=False)
class _Told:
    """The numbers of one sentence of the report by their turns."""

    key: str
    numbers: dict[int, WordedNumber]


@dataclass(frozen=True, eq=False)
class _Source:
    """The numbers of one sentence of what the report was written from by their turns."""

    key: str
    numbers: dict[int, Held]

    def agreeing(self, told: _Told) -> int:
        """How many of a report's numbers this sentence has in their places."""
        return sum(turn in self.numbers and self.numbers[turn].is_as(one) for turn, one in told.numbers.items())

    def tells(self, told: _Told) -> bool:
        """Whether this sentence has all of a report's numbers."""
        return self.agreeing(told) == len(told.numbers)

    def is_close(self, told: _Told) -> bool:
        """Whether this sentence, with other numbers and a name more or less, is still the same by its length."""
        return self.agreeing(told) > 0 or 2 * min(map(len, (self.key, told.key))) > max(map(len, (self.key, told.key)))


class Matched:
    """Which number each of a report's is (`facing`), or should have been (`wrong`), by its place.

    `renamed` are those that are right, under words that speak of something else.

    Whole sentences go first: those with the same numbers, then those with the same numbers where a name stands before
    one of them only (what was cut before it told whose deed it is), then those with other numbers. Numbers of changed
    sentences are looked for in the same clause, and then among words that are alike. Each of the sources is told once
    before one is told twice.
    """

    def __init__(self, told: Sequence[WordedNumber], held: Sequence[Held]) -> None:
        self.facing: dict[int, Held] = {}
        self.wrong: dict[int, Held] = {}
        self.renamed: dict[int, Held] = {}
        self._held = held
        self._taken: set[Held] = set()
        self._by_sentences(list(_sentences(told)))
        self._by_clauses(self._left(told), among_equals=True)
        self._by_likeness(self._left(told))
        self._by_clauses(self._left(told), among_equals=False)
        self._by_neighbours(self._left(told))

    def _left(self, told: Iterable[WordedNumber]) -> list[WordedNumber]:
        return [number for number in told if number.start not in self.facing and number.start not in self.wrong]

    def _pair(self, number: WordedNumber, held: Held) -> None:
        (self.facing if held.is_as(number) else self.wrong)[number.start] = held
        self._taken.add(held)

    # ---- whole sentences ----

    def _by_sentences(self, sentences: Sequence[_Told]) -> None:
        sources = _Sources(self._held)
        left = self._unsettled(sentences, sources.telling, sources)
        left = self._with_names(left, sources, _Source.tells)
        left = self._unsettled(left, sources.likest, sources)
        left = self._with_names(left, sources, _Source.is_close)
        self._unsettled(left, sources.any_of, sources)

    def _unsettled(
        self, told: Iterable[_Told], find: Callable[[_Told], _Source | None], sources: "_Sources"
    ) -> list[_Told]:
        """Settle the sentences that a source is found for; returns the others."""
        left: list[_Told] = []
        for one in told:
            source = find(one)
            if source is None:
                left.append(one)
                continue
            sources.take(source)
            for turn in one.numbers.keys() & source.numbers.keys():
                self._pair(one.numbers[turn], source.numbers[turn])
        return left

    def _with_names(
        self, told: Sequence[_Told], sources: "_Sources", fits: Callable[[_Source, _Told], bool]
    ) -> list[_Told]:
        """Settle those with a name before one of the two, where no other sentence needs the source for its own."""
        waiting = Counter(one.key for one in told)
        named = sources.with_names(waiting)

        def fitting(one: _Told) -> _Source | None:
            free = (each for each in named[one.key] if each in sources and fits(each, one))
            found = next((each for each in free if sources.count(each.key) > waiting[each.key]), None)
            waiting[one.key] -= found is not None
            return found

        return self._unsettled(told, fitting, sources)

    # ---- clauses ----

    def _by_clauses(self, told: Sequence[WordedNumber], *, among_equals: bool) -> None:
        groups: dict[Hashable, list[Held]] = defaultdict(list)
        for one in self._held:
            groups[one.number.clause].append(one)
        for number in told:
            held = groups.get(number.clause, [])
            free = [one for one in held if one not in self._taken]
            equal = [one for one in (free if among_equals else held) if one.is_as(number)]
            found = equal if among_equals or not free else free
            if found or (held and not among_equals):
                self._pair(number, (found or held)[0])

    # ---- words that are alike ----

    def _by_likeness(self, told: Sequence[WordedNumber]) -> None:
        """The likest of equal value first; where another number's words are clearly liker, it should have been that."""
        by_value: dict[object, list[Held]] = defaultdict(list)
        for one in self._held:
            by_value[one.number.value].append(one)
        free = _ByPairs(one for one in self._held if one not in self._taken)
        liked = [
            (one not in self._taken, likeness, _alike(one, number), number, one)
            for number in told
            for one in by_value[number.value][:_MANY]
            if (likeness := one.likeness(number.pairs)) >= _NEARLY
        ]
        later: list[tuple[WordedNumber, Held]] = []
        for _, _, alike, number, one in sorted(liked, key=lambda each: each[:3], reverse=True):
            if number.start in self.facing or number.start in self.wrong:
                continue
            rivals = [rival for rival in free.sharing(number.own_pairs, number.value[1]) if not rival.is_as(number)]
            rival = max(rivals, key=lambda each: _alike(each, number), default=None)
            if rival is not None and rival not in self._taken and _alike(rival, number) > alike + _CLEARLY:
                self._pair(number, rival)
            elif one in self._taken:
                later.append((number, one))
            else:
                self._pair_alike(number, one)
        for number, one in later:
            if number.start not in self.facing and number.start not in self.wrong:
                self._pair_alike(number, one)

    def _pair_alike(self, number: WordedNumber, held: Held) -> None:
        if held.is_as(number) and _of_something_else(number, held):
            self.renamed[number.start] = held
        self._pair(number, held)

    def _by_neighbours(self, told: Sequence[WordedNumber]) -> None:
        """Numbers that nothing has: what the words right before them speak of should have stood there."""
        free = _ByPairs(one for one in self._held if one not in self._taken)
        for number in told:
            near = pairs_of(letters(number.before))
            untold = [one for one in free.sharing(number.pairs) if one not in self._taken and not one.is_as(number)]
            alike = [one for one in untold if one.number.value[1] == number.value[1]]
            found = _likest(alike, near) or _likest(untold, near)
            if found is not None:
                self._pair(number, found)


def _sentences(told: Iterable[WordedNumber]) -> Iterator[_Told]:
    """Numbers by the sentences that they stand in: where the turns begin again, another begins."""
    key, numbers = "", dict[int, WordedNumber]()
    for number in told:
        sentence, turn = number.sentence
        if numbers and (sentence != key or turn <= max(numbers)):
            yield _Told(key, numbers)
            numbers = {}
        key = sentence
        numbers[turn] = number
    if numbers:
        yield _Told(key, numbers)


class _Sources:
    """The sentences that a report was written from; those that the report tells are taken out."""

    def __init__(self, held: Iterable[Held]) -> None:
        by_start = {id(one.number): one for one in held}
        found = _sentences(one.number for one in by_start.values())
        self._all: dict[str, list[_Source]] = defaultdict(list)
        for each in found:
            numbers = {turn: by_start[id(number)] for turn, number in each.numbers.items()}
            self._all[each.key].append(_Source(each.key, numbers))
        self._free = {key: list(sources) for key, sources in self._all.items()}

    def __contains__(self, source: _Source) -> bool:
        return source in self._free[source.key]

    def count(self, key: str) -> int:
        """How many sentences of these words the report hasn't told yet."""
        return len(self._free.get(key, ()))

    def take(self, source: _Source) -> None:
        """Say that the report tells a sentence."""
        if source in self._free[source.key]:
            self._free[source.key].remove(source)

    def telling(self, told: _Told) -> _Source | None:
        """A free sentence of the very words and numbers."""
        return next((source for source in self._free.get(told.key, ()) if source.tells(told)), None)

    def likest(self, told: _Told) -> _Source | None:
        """The free sentence of the very words that has most of the numbers."""
        return max(self._free.get(told.key, ()), key=lambda source: source.agreeing(told), default=None)

    def any_of(self, told: _Told) -> _Source | None:
        """The same of all sentences, told or not."""
        return max(self._all.get(told.key, ()), key=lambda source: source.agreeing(told), default=None)

    def with_names(self, keys: Iterable[str]) -> dict[str, list[_Source]]:
        """For each of the report's sentences the free ones that are the same but for a name before one of them."""
        longer: dict[str, list[_Source]] = defaultdict(list)
        for key, sources in self._free.items():
            for rest in _rests(key):
                longer[rest] += sources
        return {
            key: [*longer.get(key, ()), *(source for rest in _rests(key) for source in self._free.get(rest, ()))]
            for key in keys
        }


def _rests(key: str) -> Iterator[str]:
    """A sentence without its first letters, which may be a name: up to its first number or mark."""
    for at in range(1, min(_NAME, len(key) - _SAID) + 1):
        if not key[at - 1].isalnum():
            return
        yield key[at:]


class _ByPairs:
    """Numbers of the ledger by the pairs of characters in their words; pairs that many have tell nothing."""

    def __init__(self, held: Iterable[Held]) -> None:
        self._by_pair: dict[str, list[Held]] = defaultdict(list)
        for one in held:
            for pair in one.number.own_pairs | one.name:
                self._by_pair[pair].append(one)

    def sharing(self, pairs: frozenset[str], measure: str | None = None) -> list[Held]:
        """Those that have one of these pairs, of one unit of measure where it is given."""
        lists = (self._by_pair.get(pair, []) for pair in sorted(pairs))
        found = {one: None for held in lists if len(held) <= _MANY for one in held}
        return [one for one in found if measure is None or one.number.value[1] == measure]


def _alike(held: Held, number: WordedNumber) -> float:
    """How alike the clauses of two numbers are (Dice)."""
    one, other = held.number.own_pairs, number.own_pairs
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _of_something_else(number: WordedNumber, held: Held) -> bool:
    """Whether words before a number were replaced by others that its source hasn't: 诉讼案件45件 for 复议案件45件.

    Words put in, left out or told in another order are still of the same.
    """
    here, there = _weighty(number.before), _weighty(held.number.before)
    every_here, every_there = letters(number.sentence[0]), letters(held.number.sentence[0])
    if held.figure is not None:
        every_there += held.figure.name
    return any(
        kind == "replace" and here[i:j] not in every_there and there[k:m] not in every_here
        for kind, i, j, k, m in SequenceMatcher(None, here, there, autojunk=False).get_opcodes()
    )


def _weighty(before: str) -> str:
    return _slight().sub("", letters(before))


@cache
def _slight() -> re.Pattern[str]:
    """(全年累计)举办(了)培训 / (共)办结案件."""
    return re.compile(literal(phrases("reports", "beside.slight")))


def _likest(held: Iterable[Held], around: frozenset[str]) -> Held | None:
    """The number whose words stand among those around another, all or most of them; None where none's do."""
    liked = ((one.likeness(around), one) for one in held)
    likeness, found = max(liked, key=lambda pair: pair[0], default=(0.0, None))
    return found if likeness >= _NEARLY else None
