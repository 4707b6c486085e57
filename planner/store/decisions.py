"""What people decided on a draft beside what was read, and what newer documents propose."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from planner.domain.decisions import DecisionField, DecisionSource
from planner.domain.revisions import ProposalField, ProposalState
from planner.store.base import Base, EnumText, JsonText, key, label, moment


class Decision(Base):
    """What was read and what a person decided instead, side by side. Rows are only added; the newest of a field holds.

    `checkpoint_id` is set where a checkpoint's definition was decided; `decided` null takes it out.
    """

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_task_id", "task_id"),)

    id: Mapped[key]
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    checkpoint_id: Mapped[int | None] = mapped_column(ForeignKey("checkpoint.id"))
    field: Mapped[DecisionField] = mapped_column(EnumText(DecisionField))
    read: Mapped[Any] = mapped_column(JsonText, nullable=True)
    decided: Mapped[Any] = mapped_column(JsonText, nullable=True)
    source: Mapped[DecisionSource] = mapped_column(EnumText(DecisionSource))
    by: Mapped[label]
    on: Mapped[dt.date]
    recorded: Mapped[moment]


class Revision(Base):
    """A newer document of a plan, as read. `items` holds, for each of its draft's items, the task's id or null."""

    __tablename__ = "revision"
    __table_args__ = (Index("ix_revision_plan_id", "plan_id"),)

    id: Mapped[key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    source_id: Mapped[int] = mapped_column(ForeignKey("source_document.id"))
    extractor_version: Mapped[int]
    draft: Mapped[Any] = mapped_column(JsonText)
    items: Mapped[Any] = mapped_column(JsonText)
    by: Mapped[label]
    on: Mapped[dt.date]
    recorded: Mapped[moment]


class Proposal(Base):
    """One thing that a newer document changes, until the coordinator takes or declines it.

    `task_id` is null for a new task, whose place in the revision's draft is `item`. `read` is what the document
    before it said.
    """

    __tablename__ = "proposal"
    __table_args__ = (Index("ix_proposal_plan_id", "plan_id"),)

    id: Mapped[key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    item: Mapped[int | None]
    field: Mapped[ProposalField] = mapped_column(EnumText(ProposalField))
    read: Mapped[Any] = mapped_column(JsonText, nullable=True)
    proposed: Mapped[Any] = mapped_column(JsonText, nullable=True)
    state: Mapped[ProposalState] = mapped_column(EnumText(ProposalState))
    on: Mapped[dt.date]
    decided_on: Mapped[dt.date | None]
    decided_by: Mapped[label | None]
