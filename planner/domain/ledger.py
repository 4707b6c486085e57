"""What the quarterly ledger shows: rows and counts, no Excel."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from planner.domain.drafts import Role
from planner.domain.lights import Colour
from planner.domain.progress import Status, TaskState, Verdict
from planner.domain.wording import Provenance


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit's line under a task: its role, its newest entry of the period, and its light.

    `role` is None for a unit that isn't on the task any more but filed for the period. `via` is the collective through
    whose roster it is on the task. `status` is the newest entry's word, reviewed or not; None where nothing was filed.
    `reported` says whether something stands for the period.
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


@dataclass(frozen=True, slots=True)
class LedgerTask:
    """A task with its units' lines. Units are as printed; a collective carries (9/11) or 名册未设 behind its name.

    `due` is the effective day, `due_original` what it was before an extension or a decision. `checkpoints` is how
    many are met of how many (3, 4).
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


@dataclass(frozen=True, slots=True)
class UnitSummary:
    """One unit's tasks in counts: how many, as lead, asked to report and reported for the period, and lights."""

    unit: str
    kind: str
    tasks: int
    leading: int
    asked: int
    reported: int
    colours: Mapping[Colour, int]


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


@dataclass(frozen=True, slots=True)
class Ledger:
    """A period's ledger. `judged_on` is the day lights are judged on: the earlier of `as_of` and the period's end.

    `rosters_unset` are collectives that stand on tasks without a roster.
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
