"""What the status page says: lights, late, due soon, missing, what needs a decision; no layout."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from planner.domain.drafts import Role
from planner.domain.lights import Colour
from planner.domain.progress import TaskState
from planner.domain.wording import Provenance


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
class UnitLight:
    """One unit on a task, with its role and its own light."""

    unit: str
    role: Role
    colour: Colour


@dataclass(frozen=True, slots=True)
class StatusTask:
    """A task as the figures of the page count it.

    `due` is the effective day and `original` the one before it was moved later; `done_on` is the day since which the
    task is done, None where it isn't or where that isn't known. `units` are all that work on it, those that lead first.
    """

    code: str
    title: str
    section: str
    state: TaskState
    due: dt.date
    original: dt.date | None
    provenance: Provenance
    before_issue: bool
    colour: Colour
    reason: str
    done: bool
    done_on: dt.date | None
    units: tuple[UnitLight, ...]


@dataclass(frozen=True, slots=True)
class UnitReturns:
    """What a unit owes for a quarter: returns for so many tasks, and the codes of those for which nothing stands."""

    unit: str
    asked: int
    missing: tuple[str, ...]

    @property
    def reported(self) -> int:
        return self.asked - len(self.missing)


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of the plan's year in figures: the codes of its tasks by light as judged on a day, and of those done.

    `over`: its last day has come, and returns are awaited for it. `closed_on` is the day from which it is closed; what
    was kept of it then is what is told.
    """

    period: str
    label: str
    judged_on: dt.date
    over: bool
    lights: Mapping[Colour, tuple[str, ...]]
    done: tuple[str, ...]
    returns: tuple[UnitReturns, ...]
    return_by: dt.date | None = None
    closed_on: dt.date | None = None

    @property
    def tasks(self) -> int:
        return sum(len(codes) for codes in self.lights.values())

    @property
    def asked(self) -> int:
        return sum(unit.asked for unit in self.returns)

    @property
    def reported(self) -> int:
        return sum(unit.reported for unit in self.returns)


@dataclass(frozen=True, slots=True)
class StatusPage:
    """One page for the leader: lights, late, due within 15 days, missing, and what needs a decision.

    `late_by_original` are late by the day before an extension alone, `out_of_action` paused, dropped or merged.
    `tasks` are the rows that its figures count, and `quarters` those of the plan's year that have begun, oldest first;
    both are left empty where only the lists are asked for.
    The page of one period says on what day it is judged (`judged_on`), and of a closed one since when (`closed_on`);
    that of a liaison says for whose tasks alone it is (`only_unit`).
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
    tasks: tuple[StatusTask, ...] = ()
    quarters: tuple[Quarter, ...] = ()
    only_unit: str = ""

    @property
    def quarter(self) -> Quarter | None:
        """The quarter that the page tells of."""
        return next((quarter for quarter in self.quarters if quarter.period == self.period), None)

    @property
    def quarter_before(self) -> Quarter | None:
        """The quarter before it, None for a plan's first."""
        return next((quarter for quarter in reversed(self.quarters) if quarter.period < self.period), None)

    @property
    def missing_label(self) -> str:
        """How the missing returns are headed: awaited until the return day has passed, then missing."""
        if self.missing and not self.closed_on and self.as_of <= self.missing[0].return_by:
            return f"待报送（{self.missing[0].return_by} 前）"
        return "未报送"
