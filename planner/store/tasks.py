"""Tasks and what hangs on them: assignments, deadlines, checkpoints, states."""

import datetime as dt
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.domain.drafts import (
    CheckpointKind,
    Comparator,
    DeadlineKind,
    DueSource,
    Recurrence,
    Role,
    TaskKind,
)
from planner.domain.progress import Mark, TaskState
from planner.domain.wording import Provenance
from planner.store.base import Base, DecimalText, EnumText, key, label, moment, words


class Task(Base):
    """One task as read. Its words are never changed: what a person decided stands beside them (`Decision`).

    Spans are offsets into the text of the plan's document, or of the revision's that brought the task; the span of a
    task that a person added is empty. `added_on` is set for those that came after the import.
    """

    __tablename__ = "task"
    __table_args__ = (UniqueConstraint("plan_id", "code"), Index("ix_task_plan_id_position", "plan_id", "position"))

    id: Mapped[key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"))
    code: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    kind: Mapped[TaskKind] = mapped_column(EnumText(TaskKind))
    number: Mapped[str | None] = mapped_column(String(40))
    section_path: Mapped[str | None] = mapped_column(Text)
    title: Mapped[words]
    body: Mapped[words]
    span_start: Mapped[int]
    span_end: Mapped[int]
    tracked: Mapped[bool]
    added_on: Mapped[dt.date | None]


class TaskMark(Base):
    """A mark set or taken away. The newest one of its kind up to a day holds; `Task.tracked` before there is any."""

    __tablename__ = "task_mark"
    __table_args__ = (Index("ix_task_mark_task_id", "task_id"),)

    id: Mapped[key]
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    mark: Mapped[Mark] = mapped_column(EnumText(Mark))
    value: Mapped[bool]
    on: Mapped[dt.date]


class TaskStateChange(Base):
    """The coordinator's word on a task, with its basis. The newest one up to a day holds on that day."""

    __tablename__ = "task_state_change"
    __table_args__ = (Index("ix_task_state_change_task_id", "task_id"),)

    id: Mapped[key]
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    state: Mapped[TaskState] = mapped_column(EnumText(TaskState))
    basis: Mapped[words]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    on: Mapped[dt.date]


class Assignment(Base):
    """A unit on a task with a role, from a day on, until a day (exclusive) or open.

    `phrase` is what was printed; `from_text` tells the plan's own assignments from the coordinator's.
    `current_entry_id` is what the unit said last, kept by the verb that logs.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        Index("ix_assignment_task_id", "task_id"),
        Index("ix_assignment_unit_id", "unit_id"),
    )

    id: Mapped[key]
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[Role] = mapped_column(EnumText(Role))
    position: Mapped[int]
    from_text: Mapped[bool]
    phrase: Mapped[words]
    span_start: Mapped[int | None]
    span_end: Mapped[int | None]
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]
    current_entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"))


class Deadline(Base):
    """A time of a task. Rows are only added: an extension is a new row, the one before stays."""

    __tablename__ = "deadline"
    __table_args__ = (Index("ix_deadline_task_id", "task_id"),)

    id: Mapped[key]
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    phrase: Mapped[words]
    kind: Mapped[DeadlineKind] = mapped_column(EnumText(DeadlineKind))
    due: Mapped[dt.date | None]
    period: Mapped[Recurrence | None] = mapped_column(EnumText(Recurrence))
    count: Mapped[int | None]
    slot: Mapped[bool]
    provenance: Mapped[Provenance] = mapped_column(EnumText(Provenance))
    reason: Mapped[words]
    span_start: Mapped[int | None]
    span_end: Mapped[int | None]
    on: Mapped[dt.date]


class CheckpointRow(Base):
    """One countable duty of a task, with the sentence it came from; never changed (see `Decision`).

    `added_on` is set for one that came after the import.
    """

    __tablename__ = "checkpoint"
    __table_args__ = (UniqueConstraint("task_id", "position"), UniqueConstraint("task_id", "code"))

    id: Mapped[key]
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    text: Mapped[words]
    sentence: Mapped[words]
    kind: Mapped[CheckpointKind] = mapped_column(EnumText(CheckpointKind))
    value: Mapped[Decimal | None] = mapped_column(DecimalText)
    unit: Mapped[str | None] = mapped_column(Text)
    comparator: Mapped[Comparator | None] = mapped_column(EnumText(Comparator))
    period: Mapped[Recurrence | None] = mapped_column(EnumText(Recurrence))
    whose: Mapped[str | None] = mapped_column(Text)
    due_source: Mapped[DueSource] = mapped_column(EnumText(DueSource))
    added_on: Mapped[dt.date | None]


class CheckpointDue(Base):
    """A due day of a checkpoint. `position` counts its days; rows are only added, the newest of a position holds."""

    __tablename__ = "checkpoint_due"
    __table_args__ = (Index("ix_checkpoint_due_checkpoint_id", "checkpoint_id"),)

    id: Mapped[key]
    checkpoint_id: Mapped[int] = mapped_column(ForeignKey("checkpoint.id"))
    position: Mapped[int]
    due: Mapped[dt.date]
    provenance: Mapped[Provenance] = mapped_column(EnumText(Provenance))
    reason: Mapped[words]
    on: Mapped[dt.date]


class CheckpointOwner(Base):
    """A unit that owes a checkpoint, by the coordinator's decision. Without any, every unit that counts owes it."""

    __tablename__ = "checkpoint_owner"
    __table_args__ = (Index("ix_checkpoint_owner_checkpoint_id", "checkpoint_id"),)

    id: Mapped[key]
    checkpoint_id: Mapped[int] = mapped_column(ForeignKey("checkpoint.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]


class ExtensionRequest(Base):
    """A unit asks for more time: for a task, or for one of its checkpoints. `return_id` names the form it came in."""

    __tablename__ = "extension_request"
    __table_args__ = (Index("ix_extension_request_task_id", "task_id"),)

    id: Mapped[key]
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    checkpoint_id: Mapped[int | None] = mapped_column(ForeignKey("checkpoint.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    due: Mapped[dt.date]
    reason: Mapped[words]
    return_id: Mapped[int | None] = mapped_column(ForeignKey("form_return.id"))
    actor: Mapped[label]
    on: Mapped[dt.date]
    recorded: Mapped[moment]


class ExtensionAnswer(Base):
    """The coordinator's answer to a request. One a request."""

    __tablename__ = "extension_answer"
    __table_args__ = (UniqueConstraint("request_id"),)

    id: Mapped[key]
    request_id: Mapped[int] = mapped_column(ForeignKey("extension_request.id"))
    approved: Mapped[bool]
    reason: Mapped[words]
    actor: Mapped[label]
    on: Mapped[dt.date]
    recorded: Mapped[moment]


class TaskOrigin(Base):
    """A task that goes on from an earlier plan's (结转)."""

    __tablename__ = "task_origin"

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True)
    from_task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    on: Mapped[dt.date]
