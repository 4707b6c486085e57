"""A report's numbers against the number ledger that it was written from."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from planner.domain.document import name_key
from planner.domain.figure_marks import bare, stretches
from planner.domain.likeness import pairs_of
from planner.domain.number_ledger import ReportFigure, Rule
from planner.domain.report_check import Finding, FindingCode
from planner.extraction.reports.matching import Held, Matched
from planner.extraction.reports.parts import ReportText
from planner.extraction.reports.wording import WordedNumber, letters, worded_numbers

_AROUND = 3
_EDGE = re.compile(r"[,。;:!?、()\n]")


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
    matched = Matched(told, _held(written))
    for number in told:
        yield from _of_number(report, number, matched)


def _of_number(report: ReportText, number: WordedNumber, matched: Matched) -> Iterator[Finding]:
    facing, wrong = matched.facing.get(number.start), matched.wrong.get(number.start)
    where = f"{report.place(number.start)}“{report.printed(number.start - len(number.before), number.end)}”"
    renamed = matched.renamed.get(number.start)
    if renamed is not None and renamed.figure is not None:
        message = f"{where}和数据台账不一致，台账上{renamed.figure.printed}是“{renamed.figure.name}”，请核对。"
        yield report.finding(FindingCode.FIGURE_DIFFERS, number.start, number.end, message)
    elif facing is not None:
        if facing.figure is not None and facing.figure.rule is Rule.BY_HAND:
            message = f"{where}是选材表里手工填写的数，没有填报作出处，请核对无误后再签发。"
            yield report.finding(FindingCode.FIGURE_BY_HAND, number.start, number.end, message)
    elif wrong is not None:
        message = f"{where}和数据台账不一致，{_expected(wrong)}，请核对。"
        yield report.finding(FindingCode.FIGURE_DIFFERS, number.start, number.end, message)
    else:
        message = f"{where}在数据台账里查不到出处，请补报数据，或删去这个数。"
        yield report.finding(FindingCode.FIGURE_UNTRACED, number.start, number.end, message)


def _expected(held: Held) -> str:
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


def _held(written: Written) -> list[Held]:
    """Every number of the composed texts, and of the figures that none of them has."""
    by_number = {figure.number: figure for figure in written.figures}
    names = {figure.number: pairs_of(letters(name_key(figure.name))) for figure in written.figures}
    held: list[Held] = []
    for text in written.texts:
        places, marks = _marks(text)
        for number in worded_numbers(bare(text)):
            at = bisect_right(places, number.start) - 1
            figure = by_number.get(marks[at] or 0) if at >= 0 else None
            held.append(Held(number, figure, names[figure.number] if figure else frozenset()))
    printed = {one.figure.number for one in held if one.figure}
    alone = (figure for figure in written.figures if figure.number not in printed)
    held += [
        Held(number, figure, names[figure.number], alone=True)
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
