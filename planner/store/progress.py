"""What units logged, and what the coordinator made of it. Rows are only added, never changed."""

import datetime as dt
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from planner.domain.progress import Basis, Status, Verdict
from planner.store.base import Base, DecimalText, EnumText, key, label, moment, words


class Entry(Base):
    """What a unit says of one task for one period. A correction is the next revision.

    `carried` marks one whose words are the last period's (无变化): they are not to be told twice.
    """

    __tablename__ = "entry"
    __table_args__ = (UniqueConstraint("task_id", "unit_id", "period", "revision"),)

    id: Mapped[key]
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    period: Mapped[str] = mapped_column(String(10))
    revision: Mapped[int]
    status: Mapped[Status] = mapped_column(EnumText(Status))
    text: Mapped[words]
    problem: Mapped[words]
    cause: Mapped[words]
    next_step: Mapped[words]
    support: Mapped[words]
    on_behalf: Mapped[bool]
    carried: Mapped[bool] = mapped_column(default=False, server_default=false())
    actor: Mapped[label]
    on: Mapped[dt.date]
    recorded: Mapped[moment]


class Figure(Base):
    """A number of an entry: given by hand, or found in its text (`from_text`). A share keeps its part and whole."""

    __tablename__ = "figure"
    __table_args__ = (UniqueConstraint("entry_id", "position"),)

    id: Mapped[key]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    position: Mapped[int]
    checkpoint_id: Mapped[int | None] = mapped_column(ForeignKey("checkpoint.id"))
    name: Mapped[label]
    value: Mapped[Decimal] = mapped_column(DecimalText)
    part: Mapped[Decimal | None] = mapped_column(DecimalText)
    whole: Mapped[Decimal | None] = mapped_column(DecimalText)
    unit: Mapped[words]
    basis: Mapped[Basis] = mapped_column(EnumText(Basis))
    from_text: Mapped[bool]
    printed: Mapped[words]


class Evidence(Base):
    """What an entry rests on: a 文号, a file's name, a link."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("entry_id", "position"),)

    id: Mapped[key]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    value: Mapped[words]


class Review(Base):
    """The coordinator's verdict on an entry. One a entry."""

    __tablename__ = "review"
    __table_args__ = (UniqueConstraint("entry_id"),)

    id: Mapped[key]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    verdict: Mapped[Verdict] = mapped_column(EnumText(Verdict))
    reason: Mapped[words]
    actor: Mapped[label]
    on: Mapped[dt.date]
    recorded: Mapped[moment]


class FilingSlot(Base):
    """What is in force for a unit on a task in a period, kept by the verbs that log and review.

    At most four a year, so that today's status never reads the history of revisions.
    """

    __tablename__ = "filing_slot"
    __table_args__ = (Index("ix_filing_slot_current_entry_id", "current_entry_id"),)

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    period: Mapped[str] = mapped_column(String(10), primary_key=True)
    current_entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    accepted_entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"))
