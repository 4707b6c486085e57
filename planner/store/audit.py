"""Who did what, when, from what to what, and why."""

import datetime as dt
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from planner.store.base import DEFAULT_OFFICE, Base, JsonText, key, label, moment, words


class AuditEvent(Base):
    """One act, written in the transaction that did it. `on` is the day it counts for, `recorded` the clock's.

    `previous` is the hash of its office's row before, by the ids, "" for the first; `hash` is over it and the row's
    own content (planner/domain/audit_chain.py).
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_office_target", "office", "target"),
        Index("ix_audit_event_office_id", "office", "id"),
    )

    id: Mapped[key]
    office: Mapped[label] = mapped_column(default=DEFAULT_OFFICE)
    actor: Mapped[label]
    verb: Mapped[str] = mapped_column(String(60))
    target: Mapped[label]
    before: Mapped[Any] = mapped_column(JsonText, nullable=True)
    after: Mapped[Any] = mapped_column(JsonText, nullable=True)
    reason: Mapped[words]
    on: Mapped[dt.date]
    recorded: Mapped[moment]
    hash: Mapped[str] = mapped_column(String(64), server_default="")
    previous: Mapped[str] = mapped_column(String(64), server_default="")
