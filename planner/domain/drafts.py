"""What reading a plan yields: a draft whose every field points at the words it came from."""

import datetime as dt
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from planner.domain.document import Span


class PartKind(StrEnum):
    """The named parts that tile a document's text."""

    CHROME = "chrome"
    TITLE = "title"
    LEAD_IN = "lead-in"
    PREAMBLE = "preamble"
    SECTION = "section"
    TASK = "task"
    SAFEGUARD = "safeguard"
    CLOSING = "closing"


class TaskKind(StrEnum):
    """What an item of the outline is: a task, an item of 组织保障, or a numbered measure under a task."""

    TASK = "task"
    SAFEGUARD = "safeguard"
    MEASURE = "measure"


class Role(StrEnum):
    """What a unit is on a task: 牵头, 责任, 配合."""

    LEAD = "lead"
    RESPONSIBLE = "responsible"
    COOPERATING = "cooperating"


class DeadlineKind(StrEnum):
    """How a time is meant: by a day, again and again, or for good."""

    DATE = "date"
    RECURRING = "recurring"
    ONGOING = "ongoing"


class Recurrence(StrEnum):
    """The span within which a recurring duty falls due once more."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"


class Comparator(StrEnum):
    """How a value is to be reached: at least, at most, or just so."""

    AT_LEAST = ">="
    AT_MOST = "<="
    EXACTLY = "="


class CheckpointKind(StrEnum):
    """What is countable about a duty."""

    DATE = "date"
    RATE = "rate"
    QUANTITY = "quantity"
    FREQUENCY = "frequency"


class DueSource(StrEnum):
    """Where a checkpoint's due days come from: its words, the plan's last day (推定), or nowhere.

    COORDINATOR is never read: it is what a person's decision makes of a checkpoint.
    """

    TEXT = "text"
    DEFAULT = "default"
    NONE = "none"
    COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True)
class Part:
    """One tile of the document's text."""

    kind: PartKind
    span: Span


@dataclass(frozen=True, slots=True)
class SectionDraft:
    """A heading over tasks: number and title as printed (number without its mark: 一)."""

    number: str | None
    title: str
    span: Span


@dataclass(frozen=True, slots=True)
class UnitMention:
    """A unit on a task, once per printed name and role.

    `phrase` is the stretch of the bracket, slot or sentence that bound it, as printed.
    """

    name: str
    role: Role
    collective: bool
    span: Span
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One sentence of a task's body, or one 一是 item. Measures tile the body."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class DeadlineDraft:
    """A time as printed. `due` is the last day of what is named; `slot` says it stands where a deadline is put."""

    text: str
    kind: DeadlineKind
    due: dt.date | None
    period: Recurrence | None
    count: int | None
    slot: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Target:
    """A quantity to be reached: `value` is the number before `unit` as printed (4.5 万个), percent as 95 %."""

    text: str
    value: float
    value_max: float | None
    unit: str
    comparator: Comparator
    span: Span


@dataclass(frozen=True, slots=True)
class CheckpointDraft:
    """One countable duty made of a task's words, with its due days.

    `sentence` is the printed sentence it came from; `whose` the bearer of the count as printed (每人, 市、县两级政府).
    """

    text: str
    kind: CheckpointKind
    due: tuple[dt.date, ...]
    due_source: DueSource
    value: float | None
    unit: str | None
    comparator: Comparator | None
    period: Recurrence | None
    whose: str | None
    sentence: str
    span: Span


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """One task as printed: a task's part is number + title + body + slots."""

    kind: TaskKind
    number: str | None
    section: str | None
    title: str | None
    body: str
    span: Span
    body_span: Span
    measures: tuple[Measure, ...] = ()
    units: tuple[UnitMention, ...] = ()
    deadlines: tuple[DeadlineDraft, ...] = ()
    targets: tuple[Target, ...] = ()
    checkpoints: tuple[CheckpointDraft, ...] = ()
    measure_leads: tuple[UnitMention, ...] = ()


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001 - the word of the published JSON
    """Something odd in the document, told with its place. `task` is the task's printed number."""

    code: str
    task: str | None
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A count that the document itself states (8个方面, 25项任务) beside the one found.

    `what` is counted: sections or tasks.
    """

    text: str
    what: str
    stated: int
    found: int
    span: Span


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan as read from one document. Sections are the outermost headings, in order.

    `issued_on` is the plan's own date where the document tells it, with `issued_span` its words;
    `ends_on` is the last day of the year (or of the last of the years) that the plan is for.
    """

    title: str | None
    year: int | None
    issuer: str | None
    issued_on: dt.date | None
    issued_span: Span | None
    parts: tuple[Part, ...]
    sections: tuple[SectionDraft, ...]
    tasks: tuple[TaskDraft, ...]
    warnings: tuple[Warning, ...] = field(default=())
    claims: tuple[Claim, ...] = field(default=())
    ends_on: dt.date | None = None

    def as_json(self) -> dict[str, Any]:
        """The draft with the published keys: ISO dates, spans as [start, end]."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON is untyped by nature
    match value:
        case dt.date():
            return value.isoformat()
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case float() if value.is_integer():
            return int(value)
        case _:
            return value
