"""A report's numbers against the number ledger that it was written from."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from planner.domain.document import name_key
from planner.domain.figure_marks import bare, stretches
from planner.domain.likeness import pairs_of
from planner.domain.number_ledger import ReportFigure, Rule
from planner.domain.report_check import Finding, FindingCode
from planner.extraction.reports.parts import ReportText
from planner.extraction.reports.wording import WordedNumber, letters, worded_numbers

_AROUND = 3
_NEARLY = 0.5
"""Words that share half of their pairs of characters with a ledger's speak of the same thing."""
_CLEARLY = 0.2
_MANY = 200
_EDGE = re.compile(r"[,。;:!?、()\n]")


@dataclass(frozen=True, eq=False)
class _Held:
    """A number that the composed report prints: its words, and the figure of the ledger that it is of, if any."""

    number: WordedNumber
    figure: ReportFigure | None
    name: frozenset[str]

    def likeness(self, around: frozenset[str]) -> float:
        """How much of this number's words, or of its figure's name, stands among the words around another one."""
        return max(_covered(self.number.own_pairs, around), _covered(self.name, around))


def _covered(pairs: frozenset[str], by: frozenset[str]) -> float:
    return len(pairs & by) / len(pairs) if pairs else 0.0


@dataclass(frozen=True, slots=True)
class Written:
    """What a report was written from: its number ledger, its texts with the figures marked, and the plan's words.

    Figures that no text has are known by their names.
    """

    figures: Sequence[ReportFigure]
    texts: Sequence[str] = ()
    own_words: Iterable[str] = ()


def check_ledger(report: ReportText, written: Written) -> Iterator[Finding]:
    """Numbers of the sections that differ from the ledger's, or that it doesn't hold, and those typed by hand.

    A number is the ledger's where it stands in the same sentence as there, else in the same clause; among words that
    were changed, where value and unit are the same and the words still speak of what the ledger's do. Those that the
    plan has among the same characters are no figures.
    """
    plan = name_key("\n".join(written.own_words))
    told = [number for number in _told(report) if not _is_own(report.text, number, plan)]
    held = _held(written)
    matched = _Matched(held)
    matched.by_words(told, lambda number: number.sentence)
    matched.by_words([number for number in told if number not in matched], lambda number: number.clause)
    matched.by_likeness([number for number in told if number not in matched])
    for number in told:
        yield from _of_number(report, number, matched)


def _of_number(report: ReportText, number: WordedNumber, matched: "_Matched") -> Iterator[Finding]:
    facing, wrong = matched.facing.get(number.start), matched.wrong.get(number.start)
    where = f"{report.place(number.start)}“{report.printed(number.start - len(number.before), number.end)}”"
    if facing is not None:
        if facing.figure is not None and facing.figure.rule is Rule.BY_HAND:
            message = f"{where}是选材表里手工填写的数，没有填报作出处，请核对无误后再签发。"
            yield report.finding(FindingCode.FIGURE_BY_HAND, number.start, number.end, message)
    elif wrong is not None:
        message = f"{where}和数据台账不一致，{_expected(wrong)}，请核对。"
        yield report.finding(FindingCode.FIGURE_DIFFERS, number.start, number.end, message)
    else:
        message = f"{where}在数据台账里查不到出处，请补报数据，或删去这个数。"
        yield report.finding(FindingCode.FIGURE_UNTRACED, number.start, number.end, message)


def _expected(held: _Held) -> str:
    if held.figure is None:
        return "写报告时这里是另一个数"
    return f"台账上“{held.figure.name}”是{held.figure.printed}"


# ---- what stands in the report, what in the ledger ----


def _told(report: ReportText) -> Iterator[WordedNumber]:
    for start, end in report.sentences:
        if start >= report.first:
            yield from worded_numbers(report.text, start, end)


def _is_own(text: str, number: WordedNumber, plan: str) -> bool:
    """Whether the plan has the number among the same characters: 不少于60学时 of 每年培训不少于60学时."""
    before = number.before[-_AROUND:]
    after = _EDGE.split(text[number.end : number.end + _AROUND + 1])[0][:_AROUND]
    return bool(before or after) and before + text[number.start : number.end] + after in plan


def _held(written: Written) -> list[_Held]:
    """Every number of the composed texts, and of the figures that none of them has."""
    by_number = {figure.number: figure for figure in written.figures}
    names = {figure.number: pairs_of(letters(name_key(figure.name))) for figure in written.figures}
    held: list[_Held] = []
    for text in written.texts:
        places, marks = _marks(text)
        for number in worded_numbers(bare(text)):
            at = bisect_right(places, number.start) - 1
            figure = by_number.get(marks[at] or 0) if at >= 0 else None
            held.append(_Held(number, figure, names[figure.number] if figure else frozenset()))
    printed = {one.figure.number for one in held if one.figure}
    alone = (figure for figure in written.figures if figure.number not in printed)
    held += [
        _Held(number, figure, names[figure.number])
        for figure in alone
        for number in worded_numbers(f"{figure.name}{figure.printed}")
        if number.start >= len(figure.name)
    ]
    return held


def _marks(text: str) -> tuple[list[int], list[int | None]]:
    """Where each stretch of a marked text begins once the marks are gone, and the figure that it is."""
    places: list[int] = []
    figures: list[int | None] = []
    behind = 0
    for stretch in stretches(text):
        places.append(behind)
        figures.append(stretch.figure)
        behind += len(stretch.text)
    return places, figures


# ---- which is which ----


class _Matched:
    """Which number of the ledger each of a report's is (`facing`), or should have been (`wrong`), by its place."""

    def __init__(self, held: Sequence[_Held]) -> None:
        self.facing: dict[int, _Held] = {}
        self.wrong: dict[int, _Held] = {}
        self._held = held
        self._told: set[_Held] = set()

    def __contains__(self, number: WordedNumber) -> bool:
        return number.start in self.facing or number.start in self.wrong

    def by_words(self, told: Iterable[WordedNumber], words: Callable[[WordedNumber], Hashable]) -> None:
        """Match numbers among the very words that the ledger has.

        Where several of the ledger's stand among these words, each is told once before one is told twice: what is left
        over on both sides differs.
        """
        groups: dict[Hashable, list[_Held]] = defaultdict(list)
        for one in self._held:
            groups[words(one.number)].append(one)
        asked: dict[Hashable, list[WordedNumber]] = defaultdict(list)
        for number in told:
            asked[words(number)].append(number)
        for key, numbers in asked.items():
            if key in groups:
                self._settle(numbers, groups[key])

    def _settle(self, numbers: Sequence[WordedNumber], held: Sequence[_Held]) -> None:
        free = [one for one in held if one not in self._told]
        over: list[WordedNumber] = []
        for number in numbers:
            same = next((one for one in free if one.number.value == number.value), None)
            if same is None:
                over.append(number)
            else:
                free.remove(same)
                self._face(number, same)
        for number in over:
            again = next((one for one in held if one.number.value == number.value), None)
            if free:
                self._face(number, free.pop(0), differs=True)
            elif again is not None:
                self._face(number, again)
            else:
                self._face(number, held[0], differs=True)

    def by_likeness(self, told: Sequence[WordedNumber]) -> None:
        """Match numbers among words that the ledger hasn't: by value and likeness, else to what they speak of."""
        by_value: dict[object, list[_Held]] = defaultdict(list)
        for one in self._held:
            by_value[one.number.value].append(one)
        free = _ByPairs(one for one in self._held if one not in self._told)
        over: list[WordedNumber] = []
        for number in told:
            same = _likest(by_value[number.value], number.pairs)
            rivals = free.sharing(number.own_pairs, number.value[1])
            if same is None:
                over.append(number)
            elif (rival := _closest(rivals, number)) and _alike(rival, number) > _alike(same, number) + _CLEARLY:
                self._face(number, rival, differs=True)
            else:
                self._face(number, same)
        for number in over:
            near = pairs_of(letters(number.before))
            untold = [one for one in free.sharing(number.pairs) if one not in self._told]
            alike = [one for one in untold if one.number.value[1] == number.value[1]]
            found = _likest(alike, near) or _likest(untold, near)
            if found is not None:
                self._face(number, found, differs=True)

    def _face(self, number: WordedNumber, held: _Held, *, differs: bool = False) -> None:
        (self.wrong if differs else self.facing)[number.start] = held
        self._told.add(held)


class _ByPairs:
    """Numbers of the ledger by the pairs of characters in their words; pairs that many have tell nothing."""

    def __init__(self, held: Iterable[_Held]) -> None:
        self._by_pair: dict[str, list[_Held]] = defaultdict(list)
        for one in held:
            for pair in one.number.own_pairs | one.name:
                self._by_pair[pair].append(one)

    def sharing(self, pairs: frozenset[str], measure: str | None = None) -> list[_Held]:
        """Those that have one of these pairs, of one unit of measure where it is given."""
        lists = (self._by_pair.get(pair, []) for pair in sorted(pairs))
        found = {one: None for held in lists if len(held) <= _MANY for one in held}
        return [one for one in found if measure is None or one.number.value[1] == measure]


def _alike(held: _Held, number: WordedNumber) -> float:
    """How alike the clauses of two numbers are (Dice)."""
    one, other = held.number.own_pairs, number.own_pairs
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _closest(held: Iterable[_Held], number: WordedNumber) -> _Held | None:
    return max(held, key=lambda one: _alike(one, number), default=None)


def _likest(held: Iterable[_Held], around: frozenset[str]) -> _Held | None:
    """The number whose words stand among those around another, all or most of them; None where none's do."""
    liked = ((one.likeness(around), one) for one in held)
    likeness, found = max(liked, key=lambda pair: pair[0], default=(0.0, None))
    return found if likeness >= _NEARLY else None
