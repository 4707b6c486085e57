"""Published reports of earlier years and the figures in them. Rows are only added, never changed."""

import datetime as dt
from decimal import Decimal

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.store.base import DEFAULT_OFFICE, Base, DecimalText, key, label, moment, words


class HistoryReport(Base):
    """A published report of a year: its text as read, and the hash of its bytes.

    `number` counts the reports that were imported for the year; the newest up to a day holds. One without a hash says
    that none stands for the year any more.
    """

    __tablename__ = "history_report"
    __table_args__ = (UniqueConstraint("office", "year", "number"),)

    id: Mapped[key]
    office: Mapped[label] = mapped_column(default=DEFAULT_OFFICE)
    year: Mapped[int]
    number: Mapped[int]
    title: Mapped[words]
    file_name: Mapped[words]
    sha256: Mapped[str] = mapped_column(String(64))
    text: Mapped[words]
    actor: Mapped[label]
    on: Mapped[dt.date]
    recorded: Mapped[moment]


class HistoryFigureRow(Base):
    """A figure of a published report, in their order; its span is in the report's text."""

    __tablename__ = "history_figure"
    __table_args__ = (UniqueConstraint("report_id", "position"),)

    id: Mapped[key]
    report_id: Mapped[int] = mapped_column(ForeignKey("history_report.id"))
    position: Mapped[int]
    name: Mapped[label]
    printed: Mapped[words]
    value: Mapped[Decimal] = mapped_column(DecimalText)
    measure: Mapped[label]
    exact: Mapped[bool]
    sentence: Mapped[words]
    span_start: Mapped[int]
    span_end: Mapped[int]
