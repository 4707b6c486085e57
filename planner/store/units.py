"""Units, their other names, and the rosters of collective ones."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.store.base import DEFAULT_OFFICE, Base, EnumText, key, label


class NameKind(StrEnum):
    """Which of its names a unit goes by."""

    FULL = "full"
    SHORT = "short"
    FORMER = "former"


class Unit(Base):
    """An organ. `kind` is a Chinese word of the closed list; `kind_proposed` until a person confirms it (推定)."""

    __tablename__ = "unit"
    __table_args__ = (Index("ix_unit_office", "office"),)

    id: Mapped[key]
    office: Mapped[label] = mapped_column(default=DEFAULT_OFFICE)
    name: Mapped[label]
    kind: Mapped[str] = mapped_column(String(40))
    kind_proposed: Mapped[bool]
    collective: Mapped[bool]
    contact: Mapped[str] = mapped_column(Text, default="")
    phone: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str] = mapped_column(Text, default="")
    valid_from: Mapped[dt.date | None]
    valid_to: Mapped[dt.date | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))


class UnitName(Base):
    """A name a unit answers to, by its folded form: one unit an office for each."""

    __tablename__ = "unit_name"
    __table_args__ = (UniqueConstraint("office", "folded"), Index("ix_unit_name_unit_id", "unit_id"))

    id: Mapped[key]
    office: Mapped[label] = mapped_column(default=DEFAULT_OFFICE)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[label]
    folded: Mapped[label]
    kind: Mapped[NameKind] = mapped_column(EnumText(NameKind))


class Roster(Base):
    """The members of a collective from a day on: in general, or for one task. The newest one up to a day holds."""

    __tablename__ = "roster"
    __table_args__ = (Index("ix_roster_collective_id", "collective_id"),)

    id: Mapped[key]
    collective_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    valid_from: Mapped[dt.date]


class RosterMember(Base):
    """A unit in a roster."""

    __tablename__ = "roster_member"

    roster_id: Mapped[int] = mapped_column(ForeignKey("roster.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    position: Mapped[int]
