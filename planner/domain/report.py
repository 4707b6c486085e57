"""What the year-end report says: words and figures with their sources, no layout."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from planner.domain.figure_marks import bare
from planner.domain.material import ReportPart
from planner.domain.number_ledger import Conflict, FigureOrigin, ReportFigure
from planner.domain.progress import TaskState
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

    `strand` is what it belongs to: passages of one strand that follow each other are told as one 一是. `doer` stands
    before the text where it doesn't say whose deed it is.
    """

    text: str
    entry_id: int | None
    unit: str
    period: str
    key: str = ""
    strand: str = ""
    doer: str = ""


_LONGEST_PARAGRAPH = 400
"""Longer paragraphs are broken, in characters."""


@dataclass(frozen=True, slots=True)
class Strand:
    """What is told as one 一是, or its continuation in a new paragraph (`number` is 0 then)."""

    number: int
    passages: tuple[Passage, ...]


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

    @property
    def paragraphs(self) -> tuple[tuple[Strand, ...], ...]:
        """The strands in paragraphs of some 400 characters at most, broken between strands where that will do.

        A strand that is longer by itself is broken between its passages.
        """
        found: list[list[Strand]] = [[]]
        length = len(self.title)
        for number, said in enumerate(self.by_unit, 1):
            for place, part in enumerate(_in_parts(said)):
                more = sum(map(_length, part))
                if found[-1] and (place or length + more > _LONGEST_PARAGRAPH):
                    found.append([])
                    length = 0
                found[-1].append(Strand(0 if place else number, part))
                length += more
        return tuple(tuple(paragraph) for paragraph in found if paragraph)


@dataclass(frozen=True, slots=True)
class Piece:
    """A task in a paragraph that it shares with others, or what goes on of it (`number` is 0 then)."""

    number: int
    task: TaskPassages
    strands: tuple[Strand, ...]


def in_paragraphs(tasks: Sequence[TaskPassages]) -> tuple[tuple[Piece, ...], ...]:
    """Tasks that are told one behind the other, in paragraphs of some 400 characters at most."""
    pieces = [
        Piece(0 if place else number, task, strands)
        for number, task in enumerate(tasks, 1)
        for place, strands in enumerate(task.paragraphs)
    ]
    lengths = [sum(_length(p) for strand in piece.strands for p in strand.passages) for piece in pieces]
    titled = [length + len(piece.task.title) for piece, length in zip(pieces, lengths, strict=True)]
    apart = [not piece.number for piece in pieces]
    return tuple(tuple(pieces[at] for at in places) for places in _filled(titled, apart))


def _filled(lengths: Sequence[int], apart: Sequence[bool]) -> list[list[int]]:
    """Which pieces share a paragraph, by their lengths; one that is `apart` begins a new one."""
    found: list[list[int]] = []
    length = 0
    for at, more in enumerate(lengths):
        if not found or apart[at] or length + more > _LONGEST_PARAGRAPH:
            found.append([])
            length = 0
        found[-1].append(at)
        length += more
    return found


def _length(passage: Passage) -> int:
    return len(bare(passage.text)) + len(passage.doer)


def _in_parts(said: Sequence[Passage]) -> list[tuple[Passage, ...]]:
    """A strand in parts of at most so many characters, of a passage at least, about as long as each other."""
    lengths = list(map(_length, said))
    parts = -(-sum(lengths) // _LONGEST_PARAGRAPH)
    wanted = sum(lengths) / parts if parts else 0
    found: list[list[Passage]] = [[]]
    told = 0
    for passage, length in zip(said, lengths, strict=True):
        if found[-1] and told + length / 2 > wanted * len(found):
            found.append([])
        found[-1].append(passage)
        told += length
    return [tuple(part) for part in found]


@dataclass(frozen=True, slots=True)
class SectionPassages:
    """A section's tasks that have something to tell. `number` is printed anew for the report: 一, 二 …"""

    title: str
    tasks: tuple[TaskPassages, ...]

    @property
    def paragraphs(self) -> tuple[tuple[Piece, ...], ...]:
        """The tasks one behind the other, for a report that doesn't give each its own paragraph."""
        return in_paragraphs(self.tasks)


@dataclass(frozen=True, slots=True)
class ProblemPassage:
    """A shortcoming and its cause as a unit gave them; `cause` is empty where none was given.

    Equal ones of several `units` are told once, and so is a cause that several shortcomings share. `doer` stands before
    what is the shortcoming of a part of the area only.
    """

    task: str
    title: str
    entry_id: int | None
    unit: str
    problem: str
    cause: str
    section: str = ""
    units: tuple[str, ...] = ()
    doer: str = ""


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
    `place` says where the row stands in the workbook: 选材!第7行（序号6）. Without words `before` it was typed there.
    """

    key: str
    task: str
    unit: str
    before: str
    after: str
    figures: tuple[str, ...]
    dropped: tuple[str, ...] = ()
    place: str = ""


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
    def duties(self) -> tuple[tuple[Piece, ...], ...]:
        """Part three one task behind the other, in paragraphs."""
        return in_paragraphs(self.first_responsible)

    @property
    def shortcomings(self) -> tuple[tuple[tuple[int, ProblemPassage], ...], ...]:
        """The shortcomings with their numbers from 1, one behind the other, in paragraphs."""
        lengths = [len(bare(f"{each.doer}{each.problem}{each.cause}")) for each in self.problems]
        places = _filled(lengths, [False] * len(lengths))
        return tuple(tuple((at + 1, self.problems[at]) for at in paragraph) for paragraph in places)

    @property
    def carried_on(self) -> tuple[UnfinishedTask, ...]:
        """Unfinished tasks that no next step speaks of."""
        return self._unspoken(paused=False)

    @property
    def paused(self) -> tuple[UnfinishedTask, ...]:
        """Tasks that were put off, and that no next step speaks of."""
        return self._unspoken(paused=True)

    def _unspoken(self, *, paused: bool) -> tuple[UnfinishedTask, ...]:
        spoken = {task.task for task in self.next_steps}
        return tuple(
            task
            for task in self.unfinished
            if task.task not in spoken and (task.state == WORDS[TaskState.PAUSED]) is paused
        )

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
