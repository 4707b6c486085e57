"""What went to whom. Rows are only added, never changed."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from planner.store.base import Base, key, label, moment


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
