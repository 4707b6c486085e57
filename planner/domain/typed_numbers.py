"""Numbers of a report's text that no source stands behind: typed into a template, or changed after it was written."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from planner.domain.annual.speaking import doer
from planner.domain.document import name_key
from planner.domain.figure_marks import bare, stretches
from planner.domain.figures import PlacedFigure
from planner.domain.number_ledger import ReportFigure
from planner.domain.report import AnnualReport

FindNumbers = Callable[[str], Sequence[PlacedFigure]]
"""Finds every number in a text but dates and names (the reading grammar, passed in)."""
Counts = Callable[[str], bool]
"""Whether a text opens with a number that has a unit of measure."""

_NO_FIGURES = re.compile(
    r"(?<![\d.])20\d\d-(?P<code>\d{1,3}|[A-Z]\d{2})(?:\.\d+)?(?![\d.])"  # 2024-05, 2024-S01, 2024-12.2
    r"|20\d\d(?=[—–~至到-]{1,2}20\d\d年)"  # 2024—2025年
    r"|附件(?:[：:]\s*)?(?P<annex>\d+)[.．]?"  # 附件1, 附件：1. 数据来源表
    r"|^\s*(?:#+\s*)?(?:\d{1,3}[.．、)）](?!\d)|[(（]\d{1,3}[)）])"  # "## 1. 甲", （2）甲
    r"|(?<=[：:])[(（]\d{1,2}[)）]"  # 如下：（1）甲
)
"""What counts nothing though the grammar doesn't know it: codes and numbering."""
GAP = re.compile(r"〔待(?:补充|核实)[^〔〕]*〕")  # 〔待补充：成文日期〕, 〔待核实：2024-05的原因〕

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_CLAUSE = re.compile(r"[，。；：！？,;:!?|]")
_AROUND = 3


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A number without a source: the line of the text it stands in, from 1, and the clause around it."""

    line: int
    printed: str
    clause: str


def typed_numbers(
    text: str,
    find_numbers: FindNumbers,
    *,
    figures: Sequence[ReportFigure] = (),
    own_words: Iterable[str] = (),
) -> tuple[TypedNumber, ...]:
    """The numbers of a text that are not marked as a figure of the number ledger, in the order of its lines.

    `own_words` are the plan's: a number that stands in them among the same characters is no figure of the report.
    Dates, codes of tasks, the numbering of headings, items and annexes, and what a gap holds are none either, but
    where a unit of measure follows: 2024-05 and 附件1, not 2024-999件 and 附件99件.
    """
    printed = {figure.number: figure.printed for figure in figures}
    plan = "\n".join({name_key(words): None for words in own_words})
    return tuple(
        found
        for number, line in enumerate(text.splitlines(), 1)
        for found in _in_line(number, _unmarked(_ESCAPED.sub(r"\1", line), printed), find_numbers, plan)
    )


def told_texts(report: AnnualReport) -> Iterator[str]:
    """The texts that a report's body tells, their figures marked, in its order."""
    work = chain(*(section.tasks for section in report.done))
    yield from (f"{passage.doer}{passage.text}" for task in work for passage in task.passages)
    yield from (text for told in report.problems for text in (f"{told.doer}{told.problem}", told.cause))
    others = chain(report.first_responsible, report.next_steps)
    yield from (f"{passage.doer}{passage.text}" for task in others for passage in task.passages)


def own_words_of(report: AnnualReport) -> Iterator[str]:
    """The plan's words as a report prints them: its title, those of sections and tasks, units before their deeds."""
    yield from (report.plan_title, report.title)
    yield from (section.title for section in report.done)
    told = [*chain(*(section.tasks for section in report.done)), *report.first_responsible, *report.next_steps]
    yield from (task.title for task in told)
    passages = [passage for task in told for passage in task.passages]
    yield from (f"{passage.doer}{bare(passage.text)[:_AROUND]}" for passage in passages if passage.doer)
    yield from chain(*(_names_in(bare(passage.text), passage.strand.split("、")) for passage in passages))
    yield from chain(*(_names_in(f"{p.doer}{bare(p.problem)}；{bare(p.cause)}", p.units) for p in report.problems))
    yield from (task.title for task in report.unfinished)


def _names_in(text: str, units: Iterable[str]) -> Iterator[str]:
    """The names of units that have a number, with what stands around them in a text: 3号街道培训."""
    names = {doer(unit).called for unit in units if re.search(r"\d", unit)}
    for found in (found for name in names for found in re.finditer(re.escape(name), text)):
        yield text[max(found.start() - _AROUND, 0) : found.end() + _AROUND]


def _unmarked(line: str, printed: Mapping[int, str]) -> str:
    """A line with blanks for its figures: those whose mark leads to a figure of the ledger with that print."""
    return "".join(
        " " * len(text) if figure is not None and printed.get(figure) == text else text
        for text, figure in stretches(line)
    )


def _in_line(number: int, line: str, find_numbers: FindNumbers, plan: str) -> Iterator[TypedNumber]:
    line = without_numbering(line, lambda text: any(n.start == 0 and n.figure.unit for n in find_numbers(text)))
    gaps = [found.span() for found in GAP.finditer(line)]
    for found in find_numbers(line):
        in_gap = not found.figure.unit and any(start <= found.start < end for start, end in gaps)
        if not in_gap and not _is_own(line, found, plan):
            yield TypedNumber(number, line[found.start : found.end], _clause_around(line, found))


def without_numbering(line: str, counts: Counts) -> str:
    """A line with blanks for its codes and numbering, character by character."""
    return _NO_FIGURES.sub(lambda found: _blanked(found, counts), line)


def _blanked(found: re.Match[str], counts: Counts) -> str:
    """Blanks for what counts nothing; the number of a code or an annex stays where a unit follows: 2024-999件."""
    group = found.lastgroup
    if group is None:
        return " " * len(found[0])
    at = found.start(group)
    stays = counts(_CLAUSE.split(found.string[at:])[0])
    return " " * (at - found.start()) + (found.string[at : found.end()] if stays else " " * (found.end() - at))


def _is_own(line: str, found: PlacedFigure, plan: str) -> bool:
    """Whether the plan has the number among the same characters: 不少于60学时 of 每年培训不少于60学时."""
    before = name_key(_CLAUSE.split(line[: found.start])[-1])[-_AROUND:]
    after = name_key(_CLAUSE.split(line[found.end :])[0])[:_AROUND]
    here = name_key(line[found.start : found.end])
    return bool(before or after) and before + here + after in plan


def _clause_around(line: str, found: PlacedFigure) -> str:
    before = _CLAUSE.split(line[: found.start])[-1]
    return (before + line[found.start : found.end] + _CLAUSE.split(line[found.end :])[0]).strip()
