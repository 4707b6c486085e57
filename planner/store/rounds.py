"""What goes out to units and comes back: rounds, forms, returns. Rows are only added, never changed."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.store.base import Base, JsonText, key, label, moment, words


class FormRound(Base):
    """A period's forms are asked back by a day: everybody's, or one unit's alone (`unit_id`).

    The newest one up to a day holds, for a unit the newest of everybody's and its own.
    """

    __tablename__ = "form_round"
    __table_args__ = (UniqueConstraint("plan_id", "period", "number", "unit_id"),)

    id: Mapped[key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    period: Mapped[str] = mapped_column(String(10))
    number: Mapped[int]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    return_by: Mapped[dt.date]
    actor: Mapped[label]
    on: Mapped[dt.date]
    recorded: Mapped[moment]


class Form(Base):
    """A workbook that was written for a unit: what stands in its cells, by the code that it carries.

    The same state of things makes the same code, and so the same row.
    """

    __tablename__ = "form"
    __table_args__ = (UniqueConstraint("round_id", "unit_id", "code"),)

    id: Mapped[key]
    round_id: Mapped[int] = mapped_column(ForeignKey("form_round.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    code: Mapped[str] = mapped_column(String(40))
    content: Mapped[Any] = mapped_column(JsonText)
    actor: Mapped[label]
    on: Mapped[dt.date]
    recorded: Mapped[moment]


class FormReturn(Base):
    """A file that came back and was taken whole. `sha256` is of its bytes: the same file is taken once."""

    __tablename__ = "form_return"
    __table_args__ = (UniqueConstraint("form_id", "sha256"),)

    id: Mapped[key]
    form_id: Mapped[int] = mapped_column(ForeignKey("form.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[words]
    filler: Mapped[label]
    signer: Mapped[label]
    phone: Mapped[label]
    filled_on: Mapped[dt.date | None]
    actor: Mapped[label]
    on: Mapped[dt.date]
    recorded: Mapped[moment]


class ReturnedRow(Base):
    """Where an entry came from: the row of a returned file, by its place (填报表!第5行)."""

    __tablename__ = "returned_row"

    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("form_return.id"))
    place: Mapped[words]


class Reminder(Base):
    """What went to whom: one matter told to a unit, in a letter, on a list or by mouth."""

    __tablename__ = "reminder"
    __table_args__ = (Index("ix_reminder_plan_id_unit_id", "plan_id", "unit_id"),)

    id: Mapped[key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    matter: Mapped[label]
    channel: Mapped[str] = mapped_column(String(40))
    letter: Mapped[str] = mapped_column(String(40))
    actor: Mapped[label]
    on: Mapped[dt.date]
    recorded: Mapped[moment]


class PeriodClose(Base):
    """A period closed, or opened again for a reason. The newest one up to a day holds.

    `kept` is what the period's ledger and status page show from then on, `sha256` the hash of its JSON.
    """

    __tablename__ = "period_close"
    __table_args__ = (UniqueConstraint("plan_id", "period", "number"),)

    id: Mapped[key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    period: Mapped[str] = mapped_column(String(10))
    number: Mapped[int]
    closed: Mapped[bool]
    kept: Mapped[Any] = mapped_column(JsonText, nullable=True)
    sha256: Mapped[str] = mapped_column(String(64))
    reason: Mapped[words]
    actor: Mapped[label]
    on: Mapped[dt.date]
    recorded: Mapped[moment]
