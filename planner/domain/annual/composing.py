"""Writes the year-end report from material: prose in its parts, every figure marked and in the number ledger."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from planner.domain.annual.doers import Doers
from planner.domain.annual.growth import compare, growth_words
from planner.domain.annual.limit import LeftOut, within
from planner.domain.annual.material import Proposals
from planner.domain.annual.points import FindNumbers
from planner.domain.annual.resolve import Told, told_text
from planner.domain.annual.sentences import closed, unstopped
from planner.domain.annual.told import WORK, every, name_doers, told_of
from planner.domain.board import Board
from planner.domain.document import name_key
from planner.domain.figure_marks import cleaned, marked
from planner.domain.history import PublishedReport
from planner.domain.kinds import is_of_a_part
from planner.domain.material import Material, MaterialRow, ReportPart, Use, opening
from planner.domain.number_ledger import Conflict, ReportFigure, Rule
from planner.domain.progress import TaskState
from planner.domain.report import (
    AlteredRow,
    AnnexRow,
    AnnualReport,
    Passage,
    ProblemPassage,
    SectionPassages,
    TaskPassages,
    UnfinishedTask,
)
from planner.domain.wording import WORDS

# 云溪市2024年法治政府建设工作要点; 某省2025年数字政府建设行动方案
_KIND_OF_PLAN = re.compile(r"(年度)?(工作)?(要点|计划|方案|安排|实施方案|行动方案|行动计划|任务分工方案)$")
_NO_CAUSE = "（空）"
_TEMPLATE = 260
"""The characters that the shipped template itself puts into a report: headings, gaps, signature."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a report is wanted: compared with the year before, and with a body of so many characters at most."""

    previous: PublishedReport | None = None
    max_characters: int | None = None


def compose(
    material: Material,
    proposals: Proposals,
    board: Board,
    find_numbers: FindNumbers,
    *,
    as_of: dt.date,
    wanted: Wanted | None = None,
) -> AnnualReport:
    """The report that a material makes. `proposals` are what the rules propose for the same entries.

    Every number of the told texts becomes a figure of the number ledger: by the rule that it follows by from the
    figures of its row and of those merged into it, or BY_HAND where none explains it.
    """
    wanted = wanted or Wanted()
    proposed = {row.key: row for row in proposals.material.rows}
    told = told_of(material, find_numbers, proposed)
    name_doers(told, Doers.of(board), proposed)
    conflicts = _mark_conflicts(told, proposals)
    if wanted.previous:
        compare([each for each in told if each.row.part in WORK], wanted.previous, _lower(board))
    unfinished = _unfinished(board)
    left: list[LeftOut] = []
    if wanted.max_characters is not None:
        around = _TEMPLATE + len(board.plan.title) + sum(len(task.title) + 6 for task in unfinished)
        left = within(told, wanted.max_characters - around)
    gone = {id(each.told) for each in left}
    body = [each for each in told if id(each) not in gone]
    writer = _Writer()
    return AnnualReport(
        plan_code=board.plan.code,
        plan_title=board.plan.title,
        title=report_title(board.plan.title),
        year=board.plan.year,
        issuer=board.plan.issuer,
        as_of=as_of,
        done=writer.sections(body),
        problems=writer.problems(body),
        first_responsible=writer.tasks(body, ReportPart.FIRST_RESPONSIBLE),
        next_steps=writer.tasks(body, ReportPart.NEXT),
        unfinished=unfinished,
        annex=writer.annex([*left, *_untold(told, material, proposals, find_numbers)]),
        figures=tuple(writer.figures),
        conflicts=conflicts,
        altered=_altered(told, proposals),
    )


def _lower(board: Board) -> frozenset[str]:
    """The units that are a part of the office's area only: lower governments and authorised bodies."""
    units = (unit.participant.unit for task in board.tasks for unit in task.units)
    return frozenset(unit.name for unit in units if is_of_a_part(unit.kind))


def report_title(plan_title: str) -> str:
    """云溪市2024年法治政府建设工作要点 → 云溪市2024年法治政府建设年度报告."""
    return _KIND_OF_PLAN.sub("", plan_title) + "年度报告"


def _unfinished(board: Board) -> tuple[UnfinishedTask, ...]:
    return tuple(
        UnfinishedTask(task.facts.code, task.facts.title, WORDS[task.facts.state])
        for task in board.tasks
        if not task.done and task.facts.state in (TaskState.ACTIVE, TaskState.PAUSED)
    )


# ---- what a person has to know ----


def _mark_conflicts(told: Sequence[Told], proposals: Proposals) -> tuple[Conflict, ...]:
    """The conflicts of what is told as the rules propose it; a gap follows each figure that has one.

    Where the coordinator wrote other words, or left the row out, the conflict is settled.
    """
    proposed = {row.key: row for row in proposals.material.rows}
    found: list[Conflict] = []
    for each in told:
        row = each.row
        for conflict in proposals.conflicts.get(row.key, ()):
            if row.told == proposed[row.key].told:
                found.append(conflict)
                _mark(each, conflict)
    return tuple(found)


def _mark(told: Told, conflict: Conflict) -> None:
    """Let a gap follow the number of the conflict; it names no value."""
    entries = {(origin.entry_id, origin.value) for origin in conflict.origins}
    for number in told.numbers:
        if entries & {(origin.entry_id, origin.value) for origin in number.figure.origins}:
            number.behind = f"〔待核实：“{re.sub(r'[0-9]', '', cleaned(conflict.name))}”有两个不同的数〕"
            return


def _altered(told: Sequence[Told], proposals: Proposals) -> tuple[AlteredRow, ...]:
    """Rows whose words the coordinator changed so that a number came in, or a figure went, that no entry explains."""
    proposed = {row.key: row for row in proposals.material.rows}
    found: list[AlteredRow] = []
    for each in told:
        row, before = each.row, proposed.get(each.row.key)
        by_hand = [n.figure.printed for part in every(each) for n in part.numbers if n.figure.rule is Rule.BY_HAND]
        changed = before is None or name_key(_said(before, row)) != name_key(_said(row, before))
        dropped = [origin.printed for origin in each.left] if changed else []
        if by_hand or dropped:
            found.append(
                AlteredRow(
                    key=row.key,
                    task=row.task,
                    unit=row.unit,
                    before=_said(before, row) if before else "",
                    after=_said(row, before) if before else row.told,
                    figures=tuple(by_hand),
                    dropped=tuple(dropped),
                )
            )
    return tuple(found)


def _said(row: MaterialRow, other: MaterialRow) -> str:
    """A row's words, with its cause where that of the other is not the same."""
    return row.told if row.cause == other.cause else f"{unstopped(row.told)}；原因：{row.cause or _NO_CAUSE}"


def _untold(told: Sequence[Told], material: Material, proposals: Proposals, find_numbers: FindNumbers) -> list[LeftOut]:
    """Figures that no text tells: of rows that the rules leave out, and of rows merged into words without them."""
    proposed = {row.key: row for row in proposals.material.rows}
    left = [
        LeftOut(_alone(row, find_numbers), row.reason)
        for row in material.rows
        if row.use is Use.LEAVE and row.origins and row.key in proposed and proposed[row.key].use is Use.LEAVE
    ]
    for each in told:
        left += [
            LeftOut(_alone(row, find_numbers), f"并入“{opening(each.row.told)}”，那里没有说到这些数据")
            for row in each.family[1:]
            if set(row.origins) & set(each.left)
        ]
    return left


def _alone(row: MaterialRow, find_numbers: FindNumbers) -> Told:
    return told_text(cleaned(closed(row.text)), [row], find_numbers)


# ---- the texts with their marks ----


@dataclass
class _Writer:
    """Numbers figures in the order in which the report prints them."""

    figures: list[ReportFigure] = field(default_factory=list)

    def sections(self, told: Iterable[Told]) -> tuple[SectionPassages, ...]:
        by_section: dict[str, list[Told]] = {}
        for each in told:
            if each.row.part is ReportPart.DONE:
                by_section.setdefault(each.row.section, []).append(each)
        return tuple(
            SectionPassages(_without_number(title), self.tasks(found, ReportPart.DONE))
            for title, found in by_section.items()
        )

    def tasks(self, told: Iterable[Told], part: ReportPart) -> tuple[TaskPassages, ...]:
        by_task: dict[tuple[str, str], list[Told]] = {}
        for each in told:
            if each.row.part is part:
                by_task.setdefault((each.row.task, each.row.title), []).append(each)
        return tuple(TaskPassages(task, title, self._passages(found)) for (task, title), found in by_task.items())

    def _passages(self, told: Iterable[Told]) -> tuple[Passage, ...]:
        """A task's passages; in a run of one unit only the first says whose deeds they are."""
        found: list[Passage] = []
        before: tuple[str, ...] = ()
        for each in told:
            goes_on, before = each.strand == before, each.strand
            row = each.row
            found.append(
                Passage(
                    text=self.text(each, known=each.known if goes_on else 0),
                    entry_id=row.entry_id,
                    unit=row.unit,
                    period=row.period,
                    key=row.key,
                    strand="、".join(each.units),
                    doer="" if goes_on else each.doer,
                )
            )
        return tuple(found)

    def problems(self, told: Iterable[Told]) -> tuple[ProblemPassage, ...]:
        """Problems section by section; those that have one cause are told with it together."""
        groups: dict[tuple[str, str], list[Told]] = {}
        for each in told:
            if each.row.part is ReportPart.PROBLEMS and each.cause:
                groups.setdefault((each.row.section, name_key(each.cause.text) or each.row.key), []).append(each)
        return tuple(self._problem(same) for same in groups.values())

    def _problem(self, same: Sequence[Told]) -> ProblemPassage:
        row = same[0].row
        return ProblemPassage(
            task=row.task,
            title=row.title,
            entry_id=row.entry_id,
            unit=row.unit,
            problem="；".join(self._words(same)),
            cause=self.text(same[0].cause) if same[0].cause else "",
            section=_without_number(row.section),
            units=tuple(dict.fromkeys(row.unit for each in same for row in each.family)),
            doer=same[0].doer,
        )

    def _words(self, same: Sequence[Told]) -> Iterator[str]:
        """Shortcomings of one cause; where one of them is a part's only, those behind it say whose they are too."""
        named = any(each.doer for each in same)
        for place, each in enumerate(same):
            known = not named or not place or each.units == same[place - 1].units
            yield f"{'' if known else each.doer or each.row.unit}{self.text(each)}"

    def annex(self, left: Iterable[LeftOut]) -> tuple[AnnexRow, ...]:
        return tuple(
            AnnexRow(
                key=each.told.row.key,
                part=each.told.row.part,
                task=each.told.row.task,
                title=each.told.row.title,
                unit=each.told.row.unit,
                period=each.told.row.period,
                text="；原因：".join(self.text(part) for part in every(each.told) if part.text),
                reason=each.reason,
            )
            for each in left
        )

    def text(self, told: Told, known: int = 0) -> str:
        """A text with its figures marked, each with its growth and its gap behind it; without what is `known`."""
        words, behind = "", known
        for number in told.numbers:
            placed = number.slot.placed
            words += told.text[behind : placed.start] + self._mark(number.figure)
            if number.growth:
                words += growth_words(number.growth, self._mark(number.growth))
            words += number.behind
            behind = placed.end
        return words + told.text[behind:]

    def _mark(self, figure: ReportFigure) -> str:
        self.figures.append(replace(figure, number=len(self.figures) + 1))
        return marked(len(self.figures), figure.printed)


def _without_number(title: str) -> str:
    """一、优化职能 → 优化职能: the report numbers its sections anew."""
    return re.sub(r"^[（(]?[一二三四五六七八九十]+[)）]?[、.．]?", "", title)
