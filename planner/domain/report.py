"""What the year-end report says: words and figures with their sources, no layout."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from planner.domain.material import ReportPart
from planner.domain.number_ledger import Conflict, FigureOrigin, ReportFigure
from planner.domain.wording import FROM_TEXT, WORDS


@dataclass(frozen=True, slots=True)
class FigureSource:
    """Where a figure in a report is from: `text` as printed, in entry `entry_id` of a unit for a period, filed `on`."""

    text: str
    name: str
    entry_id: int | None
    task: str
    unit: str
    period: str
    on: dt.date
    basis: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of prose of a row of the material, ended by its 。; its figures are marked (`figure_marks`).

    `strand` is what it belongs to: passages of one strand that follow each other are told as one 一是.
    """

    text: str
    entry_id: int | None
    unit: str
    period: str
    key: str = ""
    strand: str = ""


@dataclass(frozen=True, slots=True)
class TaskPassages:
    """A task's passages, in the order they are told: strand by strand."""

    task: str
    title: str
    passages: tuple[Passage, ...]

    @property
    def by_unit(self) -> tuple[tuple[Passage, ...], ...]:
        """What each strand has to tell, one after another: a unit's year, or what was counted under a checkpoint."""
        return tuple(tuple(said) for _, said in groupby(self.passages, key=lambda p: p.strand or p.unit))


@dataclass(frozen=True, slots=True)
class SectionPassages:
    """A section's tasks that have something to tell. `number` is printed anew for the report: 一, 二 …"""

    title: str
    tasks: tuple[TaskPassages, ...]


@dataclass(frozen=True, slots=True)
class ProblemPassage:
    """A shortcoming and its cause as a unit gave them; `cause` is empty where none was given.

    Equal ones of several `units` are told once, and so is a cause that several shortcomings share.
    """

    task: str
    title: str
    entry_id: int | None
    unit: str
    problem: str
    cause: str
    section: str = ""
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnfinishedTask:
    """A task that isn't done at the report's day: it goes on next year."""

    task: str
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class AlteredRow:
    """A row whose words the coordinator wrote.

    `figures` are the numbers in them that no entry gave, `dropped` the entries' figures that are told no more.
    """

    key: str
    task: str
    unit: str
    before: str
    after: str
    figures: tuple[str, ...]
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """What the body leaves out, with the reason; the text's figures are marked as in the body."""

    key: str
    part: ReportPart
    task: str
    title: str
    unit: str
    period: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """The year-end report's matter, in the order of its statutory parts. What is missing is an empty tuple.

    `figures` is the number ledger: the figure n of the texts' marks is `figures[n - 1]`.
    """

    plan_code: str
    plan_title: str
    title: str
    year: int
    issuer: str | None
    as_of: dt.date
    done: tuple[SectionPassages, ...]
    problems: tuple[ProblemPassage, ...]
    first_responsible: tuple[TaskPassages, ...]
    next_steps: tuple[TaskPassages, ...]
    unfinished: tuple[UnfinishedTask, ...]
    figures: tuple[ReportFigure, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    altered: tuple[AlteredRow, ...] = ()
    annex: tuple[AnnexRow, ...] = ()

    @property
    def sources(self) -> tuple[FigureSource, ...]:
        """Every printed figure beside each entry it is from."""
        return tuple(_source(figure, origin) for figure in self.figures for origin in figure.origins)


def _source(figure: ReportFigure, origin: FigureOrigin) -> FigureSource:
    return FigureSource(
        text=figure.printed,
        name=origin.name,
        entry_id=origin.entry_id,
        task=origin.task,
        unit=origin.unit,
        period=origin.period,
        on=origin.on,
        basis=FROM_TEXT if origin.from_text else WORDS[origin.basis],
    )
