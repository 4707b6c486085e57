"""The audit log: the row each verb writes in its own transaction, and reading them back."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from planner.domain.document import name_key
from planner.store.audit import AuditEvent
from planner.usecases.acts import Act, AsOf


@dataclass(frozen=True, slots=True)
class Event:
    """One act as logged. `before` and `after` are plain values; `recorded` is the clock's, in UTC."""

    id: int
    recorded: dt.datetime
    on: dt.date
    actor: str
    verb: str
    target: str
    before: Any
    after: Any
    reason: str


def record(
    session: Session,
    act: Act,
    verb: str,
    target: str,
    *,
    before: object = None,
    after: object = None,
    reason: str = "",
) -> None:
    """Log an act. Verbs are written `noun:verb` (task:assign); `before` and `after` must be JSON values."""
    session.add(
        AuditEvent(
            office=act.office,
            actor=act.actor.name,
            verb=verb,
            target=target,
            before=before,
            after=after,
            reason=reason,
            on=act.on,
            recorded=act.recorded,
        )
    )


def list_events(
    session: Session, asked: AsOf, *, target: str | None = None, limit: int | None = None
) -> tuple[Event, ...]:
    """What was done up to a day, oldest first; with `target` only what was done to that plan, task or unit.

    A target takes what stands under it too: 2024-05 shows 2024-05.1 and its units' entries. `limit` keeps the newest.
    """
    query = (
        select(AuditEvent)
        .where(AuditEvent.office == asked.office, AuditEvent.on <= asked.day)
        .order_by(AuditEvent.id.desc())
    )
    if target:
        query = query.where(or_(*(AuditEvent.target.like(form, escape="/") for form in _forms(target))))
    rows = session.scalars(query.limit(limit) if limit else query).all()
    return tuple(
        Event(row.id, row.recorded, row.on, row.actor, row.verb, row.target, row.before, row.after, row.reason)
        for row in reversed(rows)
    )


def _forms(target: str) -> tuple[str, ...]:
    """How what belongs to a plan, task, checkpoint or unit is named in the log: 2024-05.1, 2024-05 市司法局 …"""
    name = name_key(target).replace("/", "//").replace("%", "/%").replace("_", "/_")
    printed = target.strip().replace("/", "//").replace("%", "/%").replace("_", "/_")
    return (name, printed, f"{name}-%", f"{name}.%", f"{name} %", f"% {printed}", f"% {printed} %")
