"""What the status page and the year-end report say: words and figures with their sources, no layout."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from planner.domain.drafts import Role
from planner.domain.lights import Colour


@dataclass(frozen=True, slots=True)
class CountedGroup:
    """A section or unit with its lights counted. `tasks` is the denominator."""

    name: str
    tasks: int
    colours: Mapping[Colour, int]


@dataclass(frozen=True, slots=True)
class TaskNotice:
    """A task that needs an eye: late, due soon, or waiting for a decision. `days` counts to or from `since`.

    `original` is the due day before it was moved later, `days_original` how late it is by that.
    """

    task: str
    title: str
    kind: str
    whose: tuple[str, ...]
    since: dt.date | None
    days: int
    message: str
    original: dt.date | None = None
    days_original: int = 0


@dataclass(frozen=True, slots=True)
class MissingReport:
    """A unit that hasn't reported on a task for the period."""

    task: str
    title: str
    unit: str
    via: str | None
    role: Role
    period: str
    return_by: dt.date


@dataclass(frozen=True, slots=True)
class StatusPage:
    """One page for the leader: lights, late, due within 15 days, missing, and what needs a decision.

    `late_by_original` are late by the day before an extension alone, `out_of_action` paused, dropped or merged.
    The page of one period says on what day it is judged (`judged_on`), and of a closed one since when (`closed_on`).
    """

    plan_code: str
    plan_title: str
    as_of: dt.date
    period: str
    period_label: str
    lights: Mapping[Colour, int]
    sections: tuple[CountedGroup, ...]
    units: tuple[CountedGroup, ...]
    late: tuple[TaskNotice, ...]
    due_soon: tuple[TaskNotice, ...]
    missing: tuple[MissingReport, ...]
    decisions: tuple[TaskNotice, ...]
    late_by_original: tuple[TaskNotice, ...] = ()
    out_of_action: tuple[TaskNotice, ...] = ()
    judged_on: dt.date | None = None
    closed_on: dt.date | None = None

    @property
    def missing_label(self) -> str:
        """How the missing returns are headed: awaited until the return day has passed, then missing."""
        if self.missing and not self.closed_on and self.as_of <= self.missing[0].return_by:
            return f"待报送（{self.missing[0].return_by} 前）"
        return "未报送"


@dataclass(frozen=True, slots=True)
class FigureSource:
    """Where a figure in a report is from: `text` as printed, in entry `entry_id` of a unit for a period, filed `on`."""

    text: str
    name: str
    entry_id: int
    task: str
    unit: str
    period: str
    on: dt.date
    basis: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of prose taken from one accepted entry, ended by its 。."""

    text: str
    entry_id: int
    unit: str
    period: str


@dataclass(frozen=True, slots=True)
class TaskPassages:
    """A task's passages, in the order they are told: unit by unit."""

    task: str
    title: str
    passages: tuple[Passage, ...]

    @property
    def by_unit(self) -> tuple[tuple[Passage, ...], ...]:
        """What each unit has to tell, one after another: a unit's year is one 一是."""
        return tuple(tuple(said) for _, said in groupby(self.passages, key=lambda passage: passage.unit))


@dataclass(frozen=True, slots=True)
class SectionPassages:
    """A section's tasks that have something to tell. `number` is printed anew for the report: 一, 二 …"""

    title: str
    tasks: tuple[TaskPassages, ...]


@dataclass(frozen=True, slots=True)
class ProblemPassage:
    """A shortcoming and its cause as a unit gave them; `cause` is empty where none was given."""

    task: str
    title: str
    entry_id: int
    unit: str
    problem: str
    cause: str


@dataclass(frozen=True, slots=True)
class UnfinishedTask:
    """A task that isn't done at the report's day: it goes on next year."""

    task: str
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """The year-end report's matter, in the order of its statutory parts. What is missing is an empty tuple."""

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
    sources: tuple[FigureSource, ...]
