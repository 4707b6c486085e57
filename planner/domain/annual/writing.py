"""Writes told texts as the report's passages: figures marked and numbered, each unit's run opening with its name."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from planner.domain.annual.doers import Names
from planner.domain.annual.growth import growth_words
from planner.domain.annual.limit import LeftOut
from planner.domain.annual.resolve import Told
from planner.domain.annual.told import every, with_said
from planner.domain.document import name_key
from planner.domain.figure_marks import marked
from planner.domain.material import ReportPart
from planner.domain.number_ledger import ReportFigure
from planner.domain.report import AnnexRow, Passage, ProblemPassage, SectionPassages, TaskPassages


@dataclass
class Writer:
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
        """A task's passages; whose deed one is, is said where the one before in its run doesn't say it."""
        return tuple(
            Passage(
                text=self.text(each, known=each.known if said else 0),
                entry_id=each.row.entry_id,
                unit=each.row.unit,
                period=each.row.period,
                key=each.row.key,
                strand="、".join(each.units),
                doer="" if said else each.doer,
            )
            for each, said in with_said(told)
        )

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
        before, said = same[0].units, False
        for place, each in enumerate(same):
            said = said and each.units == before
            before = each.units
            doer = "" if said or each.names is not Names.NOBODY else each.doer or (each.row.unit if named else "")
            said = each.names is Names.ITSELF or (each.names is Names.NOBODY and (said or bool(doer)))
            yield f"{doer if place else ''}{self.text(each)}"

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
