"""Forms that went out, and the returns that were taken. Rows are only added, never changed."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.store.base import Base, JsonText, key, label, moment, words


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
