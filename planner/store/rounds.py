"""Which period's forms are asked back by when, and which period is closed. Rows are only added, never changed."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
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
