"""The workbook in which a person has the last word on a draft (核对表): what goes out, and what comes back."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256

from planner.domain.drafts import CheckpointKind, Comparator, DueSource, Recurrence, Role, TaskKind
from planner.domain.wording import PlanState, Provenance

UNIT_JOINER = "、"
"""Between units in one cell."""


class Handling(StrEnum):
    """What is to be done with a row of the workbook.

    MERGE joins its task to another, SPLIT makes a new task of a part of another, ADD a new one of nothing.
    """

    KEEP = "keep"
    MERGE = "merge"
    SPLIT = "split"
    ADD = "add"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class ReviewTask:
    """A task's row. `due` with its provenance is the day that holds; `due_phrase` the printed words behind it.

    `due_reason` is why a task that goes on from last year's plan is due then; `source` is the stretch of the document
    that the task was read from, empty for one that a person added; `lead_proposal` a unit that a rule would propose as
    lead; `warnings` what a person should look at; `merged_into` the task that it became part of.
    """

    code: str
    kind: TaskKind
    tracked: bool
    section: str
    number: str
    title: str
    body: str
    units: Mapping[Role, tuple[str, ...]]
    due: dt.date
    provenance: Provenance
    due_phrase: str
    times: tuple[str, ...]
    checkpoints: tuple[str, ...]
    lead_proposal: str | None
    warnings: tuple[str, ...]
    source: str
    merged_into: str | None = None
    due_reason: str = ""

    @property
    def version(self) -> str:
        """A short hash of all that the row lets people change."""
        units = [f"{role}:{UNIT_JOINER.join(self.units.get(role, ()))}" for role in Role]
        return _hash(self.tracked, self.section, self.number, self.title, self.body, *units, self.due)


@dataclass(frozen=True, slots=True)
class ReviewPoint:
    """A checkpoint's row. `sentence` is the printed sentence it came from."""

    code: str
    task: str
    text: str
    kind: CheckpointKind
    comparator: Comparator | None
    value: Decimal | None
    unit: str | None
    period: Recurrence | None
    dues: tuple[dt.date, ...]
    due_source: DueSource
    whose: str | None
    sentence: str

    @property
    def version(self) -> str:
        """A short hash of all that the row lets people change."""
        return _point_version(self)


@dataclass(frozen=True, slots=True)
class ReviewProposal:
    """A change that a newer document proposes. `task` is a code, or None where it proposes a new task.

    `field` is the Chinese word for what changes: 正文, 责任单位, 新任务, 取消任务.
    """

    id: int
    task: str | None
    field: str
    held: str
    proposed: str

    @property
    def version(self) -> str:
        """A short hash of what holds now: taking the proposal puts an end to it."""
        return _hash(self.held)


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """What was read and what a person decided instead, side by side. `field` is the Chinese word for what."""

    on: dt.date
    by: str
    code: str
    field: str
    read: str
    decided: str


@dataclass(frozen=True, slots=True)
class ReviewBook:
    """A draft, or a confirmed plan with what a newer document proposes, as a workbook shows it.

    `notes` are warnings about the document as a whole; `outside` its parts that are no tasks, with their words.
    """

    plan_code: str
    plan_title: str
    plan_state: PlanState
    source_name: str
    source_sha256: str
    as_of: dt.date
    year: int
    issued_on: dt.date | None
    ends_on: dt.date
    tasks: tuple[ReviewTask, ...]
    points: tuple[ReviewPoint, ...]
    proposals: tuple[ReviewProposal, ...] = ()
    records: tuple[ReviewRecord, ...] = ()
    notes: tuple[str, ...] = ()
    outside: tuple[tuple[str, str], ...] = ()

    @property
    def state(self) -> str:
        """A short hash of all rows: a workbook that came back tells by it whether anything changed since."""
        tasks = [f"{task.code}={task.version}" for task in self.tasks]
        return _hash(*tasks, *(f"{point.code}={point.version}" for point in self.points))


# ---- what comes back ----


@dataclass(frozen=True, slots=True)
class ReturnedTask:
    """A task's row as it came back; `place` names it in messages (任务!第7行) and `cells` its cells by field.

    `code` is empty for a new row, or a word the person chose (新1) by which other rows name it. `target` is the code
    after 并入 or 拆自. `units` holds each role's cell as typed. A blank day is None.
    """

    place: str
    cells: Mapping[str, str]
    code: str
    handling: Handling
    target: str
    tracked: bool
    section: str
    number: str
    title: str
    body: str
    units: Mapping[Role, str]
    due: dt.date | None
    version: str

    @property
    def untouched(self) -> bool:
        """Whether nothing was changed in the row since it was written."""
        if self.handling is not Handling.KEEP or self.due is None:
            return False
        units = [f"{role}:{self.units.get(role, '')}" for role in Role]
        return self.version == _hash(self.tracked, self.section, self.number, self.title, self.body, *units, self.due)


@dataclass(frozen=True, slots=True)
class ReturnedPoint:
    """A checkpoint's row as it came back; `task` is a code or the word of a new row."""

    place: str
    cells: Mapping[str, str]
    code: str
    handling: Handling
    task: str
    text: str
    kind: CheckpointKind
    comparator: Comparator | None
    value: Decimal | None
    unit: str | None
    period: Recurrence | None
    dues: tuple[dt.date, ...]
    whose: str | None
    version: str

    @property
    def untouched(self) -> bool:
        """Whether nothing was changed in the row since it was written."""
        return self.handling is Handling.KEEP and self.version == _point_version(self)


@dataclass(frozen=True, slots=True)
class ReturnedProposal:
    """A decision on a proposal: taken, declined, or None where it is left for later.

    `version` is that of what held when it went out; "" in a workbook of before there was one, None where it was
    emptied.
    """

    place: str
    id: int
    taken: bool | None
    version: str | None = ""


@dataclass(frozen=True, slots=True)
class ReturnedReview:
    """A workbook that came back. `plan_code` is the plan it was written for, empty where it no longer says so.

    `state` is the book's as it was written. `faults` tell by sheet and cell what can't be read.
    """

    plan_code: str
    tasks: tuple[ReturnedTask, ...]
    points: tuple[ReturnedPoint, ...]
    proposals: tuple[ReturnedProposal, ...]
    faults: tuple[str, ...]
    state: str = ""

    @property
    def untouched(self) -> bool:
        """Whether the workbook holds nobody's work: it may be written anew."""
        rows = all(row.untouched for row in self.tasks) and all(point.untouched for point in self.points)
        return rows and not self.faults and all(row.taken is None for row in self.proposals)


def _point_version(point: ReviewPoint | ReturnedPoint) -> str:
    value = None if point.value is None else format(point.value.normalize(), "f")
    said = (point.task, point.text, point.kind, point.comparator, value, point.unit, point.period)
    return _hash(*said, *point.dues, point.whose)


def _hash(*said: object) -> str:
    return sha256("\x1f".join("" if item is None else str(item) for item in said).encode()).hexdigest()[:8]
