"""What the quarterly ledger shows: rows and counts, no Excel."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from planner.domain.drafts import Role
from planner.domain.lights import Colour
from planner.domain.progress import Status, TaskState, Verdict
from planner.domain.status_page import TaskNotice
from planner.domain.wording import Provenance


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit's line under a task: its role, its newest entry of the period, and its light.

    `role` is None for a unit that isn't on the task any more but filed for the period. `via` is the collective through
    whose roster it is on the task. `status` is the newest entry's word, reviewed or not; None where nothing was filed.
    `reported` says whether something stands for the period, `done` whether its accepted word is 已完成. `counts` is
    False for a line that is shown and counts for nothing; `asked` says whether a return was owed for the period. Both
    are None in what an older version kept of a closed period, until `domain.ledger_kept` has settled them. `due` is
    the day that its light speaks of, so many `days` ago or ahead. `unmet` are the codes of the checkpoints that it
    owes and hasn't met, though it says 已完成; None where an older version didn't keep them.
    """

    unit: str
    role: Role | None
    via: str | None
    colour: Colour
    reason: str
    reported: bool
    status: Status | None
    verdict: Verdict | None
    revision: int | None
    on: dt.date | None
    on_behalf: bool
    progress: str
    figures: str
    problem: str
    next_step: str
    support: str
    evidence: str
    done: bool = False
    counts: bool | None = None
    asked: bool | None = None
    due: dt.date | None = None
    days: int = 0
    unmet: tuple[str, ...] | None = None


class DueState(StrEnum):
    """How a due day of a checkpoint stands. IDLE: nobody owes it, or the task is out of action."""

    MET = "met"
    UNMET = "unmet"
    COMING = "coming"
    BEFORE_ISSUE = "before_issue"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class DueMark:
    """A due day of a checkpoint, met by so many (`met`) of the units that owe it (`of`). `day` is None for no day."""

    code: str
    text: str
    day: dt.date | None
    state: DueState
    met: int
    of: int


@dataclass(frozen=True, slots=True)
class LedgerTask:
    """A task with its units' lines. Units are as printed; a collective carries (9/11) or 名册未设 behind its name.

    `due` is the effective day, `due_original` what it was before an extension or a decision. `checkpoints` is how
    many are met of how many (3, 4), `dues` the days of all of them; None where an older version didn't keep them.
    `merged_into` is the code of the task that a merged one became part of.
    """

    code: str
    number: str
    section: str
    title: str
    measures: str
    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    cooperating: tuple[str, ...]
    due: dt.date
    due_original: dt.date | None
    due_phrase: str
    provenance: Provenance
    before_issue: bool
    checkpoints: tuple[int, int]
    state: TaskState
    state_basis: str
    done: bool
    colour: Colour
    reason: str
    lines: tuple[UnitLine, ...]
    merged_into: str = ""
    dues: tuple[DueMark, ...] | None = None

    @property
    def unmet(self) -> tuple[str, ...]:
        """The codes of the checkpoints that are owed and not met though the task is done."""
        open_states = (DueState.UNMET, DueState.COMING) if self.done else ()
        return tuple(dict.fromkeys(mark.code for mark in self.dues or () if mark.state in open_states))


@dataclass(frozen=True, slots=True)
class UnitSummary:
    """One unit's tasks in counts: how many, as lead, asked to report and reported for the period, and lights.

    `kind_proposed`: nobody has confirmed its kind yet, so that it decides nothing.
    """

    unit: str
    kind: str
    tasks: int
    leading: int
    asked: int
    reported: int
    colours: Mapping[Colour, int]
    kind_proposed: bool = False


@dataclass(frozen=True, slots=True)
class MissingReturn:
    """A unit that owes a return for a task and period."""

    unit: str
    via: str | None
    role: Role
    task: str
    title: str
    period: str
    return_by: dt.date
    contact: str
    phone: str
    returned_reason: str


class ChangeKind(StrEnum):
    """What became otherwise since the period before, the worst news first.

    LIGHT_FIRST: the light came from 未到期 or went back to it, which says nothing of better or worse.
    """

    LIGHT_WORSE = "light_worse"
    BLOCKED = "blocked"
    NOT_DONE = "not_done"
    POINTS_FEWER = "points_fewer"
    PROBLEM_NEW = "problem_new"
    DUE_LATER = "due_later"
    STATE = "state"
    TASK_LEFT = "task_left"
    UNIT_LEFT = "unit_left"
    LIGHT = "light"
    POINTS = "points"
    DUE_EARLIER = "due_earlier"
    TASK_NEW = "task_new"
    UNIT_NEW = "unit_new"
    UNBLOCKED = "unblocked"
    PROBLEM_GONE = "problem_gone"
    POINTS_MORE = "points_more"
    LIGHT_BETTER = "light_better"
    DONE = "done"
    LIGHT_FIRST = "light_first"


@dataclass(frozen=True, slots=True)
class LedgerChange:
    """One thing of a task that is otherwise than in the period before; `unit` is blank where it is the task's own."""

    task: str
    title: str
    kind: ChangeKind
    unit: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """The counts of the period that a ledger is compared with. `closed_on` is None while that one is open."""

    period: str
    period_label: str
    closed_on: dt.date | None
    colours: Mapping[Colour, int]
    asked: int
    reported: int


@dataclass(frozen=True, slots=True)
class LedgerNotices:
    """What the ledger asks people to look at, as the status page of the period tells it."""

    late: tuple[TaskNotice, ...]
    late_by_original: tuple[TaskNotice, ...]
    due_soon: tuple[TaskNotice, ...]
    decisions: tuple[TaskNotice, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """A period's ledger. `judged_on` is the day lights are judged on: the earlier of `as_of` and the period's end.

    `rosters_unset` are collectives that stand on tasks without a roster. `closed_on` is the day from which the period
    is closed, None while it is open. `compared_with` is the period before, whose counts are `before`; None for a
    plan's first period. `audit_hash` is that of the newest row of the audit log. `only_section` and `only_unit` name
    the part of the plan that is shown, where it isn't all: every count is of what is shown, and `before` is None. The
    lights that the ledger of one unit counts (`colours`) are its own, else those of tasks.
    """

    plan_code: str
    plan_title: str
    period: str
    period_label: str
    as_of: dt.date
    judged_on: dt.date
    colours: Mapping[Colour, int]
    asked: int
    reported: int
    accepted: int
    tasks: tuple[LedgerTask, ...]
    units: tuple[UnitSummary, ...]
    missing: tuple[MissingReturn, ...]
    rosters_unset: tuple[str, ...]
    closed_on: dt.date | None = None
    compared_with: str | None = None
    before: PeriodCounts | None = None
    changes: tuple[LedgerChange, ...] = ()
    notices: LedgerNotices | None = None
    audit_hash: str = ""
    only_section: str = ""
    only_unit: str = ""
