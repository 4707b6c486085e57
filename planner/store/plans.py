"""Plans, the documents they came from, and their sections."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.domain.wording import PlanState
from planner.store.base import DEFAULT_OFFICE, Base, EnumText, JsonText, key, label, moment, words


class SourceDocument(Base):
    """A file as it was read: its text and the hash of its bytes, never changed."""

    __tablename__ = "source_document"
    __table_args__ = (UniqueConstraint("office", "sha256"),)

    id: Mapped[key]
    office: Mapped[label] = mapped_column(default=DEFAULT_OFFICE)
    file_name: Mapped[words]
    format: Mapped[str] = mapped_column(String(20))
    sha256: Mapped[str] = mapped_column(String(64))
    text: Mapped[words]
    recorded: Mapped[moment]


class Plan(Base):
    """One published document for a year. `draft` is what the reader found, never edited by people."""

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("office", "code"), Index("ix_plan_office_year", "office", "year"))

    id: Mapped[key]
    office: Mapped[label] = mapped_column(default=DEFAULT_OFFICE)
    code: Mapped[str] = mapped_column(String(40))
    year: Mapped[int]
    title: Mapped[words]
    issuer: Mapped[str | None] = mapped_column(Text)
    issued_on: Mapped[dt.date | None]
    ends_on: Mapped[dt.date]
    state: Mapped[PlanState] = mapped_column(EnumText(PlanState))
    source_id: Mapped[int] = mapped_column(ForeignKey("source_document.id"))
    extractor_version: Mapped[int]
    draft: Mapped[Any] = mapped_column(JsonText)
    imported_on: Mapped[dt.date]
    confirmed_on: Mapped[dt.date | None]


class Section(Base):
    """A heading over tasks, as printed."""

    __tablename__ = "section"
    __table_args__ = (UniqueConstraint("plan_id", "position"),)

    id: Mapped[key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    position: Mapped[int]
    title: Mapped[words]
