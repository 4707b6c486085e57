"""The audit log: the row each verb writes in its own transaction, and reading them back."""

import datetime as dt
import json
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, bindparam, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from planner.domain.audit_chain import LoggedAct, chained
from planner.domain.document import name_key
from planner.domain.permissions import Deed
from planner.store.audit import AuditEvent
from planner.usecases.acts import Act, AsOf, require


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
    """Log an act, chained to the one before. Verbs are written `noun:verb` (task:assign).

    `before` and `after` must be JSON values. The office is held from here on, if it isn't already (hold_office).
    """
    logged = LoggedAct(
        office=act.office,
        actor=act.actor.name,
        verb=verb,
        target=target,
        before=_as_stored(before),
        after=_as_stored(after),
        reason=reason,
        on=act.on,
        recorded=act.recorded,
    )
    previous = _hash_before(session, act.office)
    event = AuditEvent(
        office=logged.office,
        actor=logged.actor,
        verb=logged.verb,
        target=logged.target,
        before=logged.before,
        after=logged.after,
        reason=logged.reason,
        on=logged.on,
        recorded=logged.recorded,
        hash=chained(logged, previous),
        previous=previous,
    )
    session.add(event)
    session.info[_NEWEST, act.office] = (session.get_transaction(), event)


def hold_office(session: Session, office: str) -> None:
    """Let nobody else write for an office until the transaction's end; whoever comes next waits.

    Taken before anything is read, it makes the writers of an office queue, as they do on SQLite, whose one writer has
    the lock from the start of its transaction (store.session). Readers wait for nobody.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_lock_of(office))))


def newest_hash(session: Session, asked: AsOf) -> str:
    """The hash of the newest act that counts up to a day: it stands for the whole log until then. "" without any."""
    return _newest(session, asked.office, until=asked.day)


def list_events(
    session: Session, asked: AsOf, *, target: str | None = None, limit: int | None = None
) -> tuple[Event, ...]:
    """What was done up to a day, oldest first; with `target` only what was done to that plan, task or unit.

    A target takes what stands under it too: 2024-05 shows 2024-05.1 and its units' entries. `limit` keeps the newest.
    Raises NotAllowed.
    """
    require(asked, Deed.INSPECT, "查看操作记录")
    query = (
        select(AuditEvent)
        .where(AuditEvent.office == asked.office, AuditEvent.on <= asked.day)
        .order_by(AuditEvent.id.desc())
    )
    if target:
        query = query.where(touching(target))
    rows = session.scalars(query.limit(limit) if limit else query).all()
    return tuple(
        Event(row.id, row.recorded, row.on, row.actor, row.verb, row.target, row.before, row.after, row.reason)
        for row in reversed(rows)
    )


# ---- the chain ----

_NEWEST = "newest act"


def _as_stored(value: object) -> Any:  # noqa: ANN401 - JSON is untyped by nature
    """A JSON value as it comes back from the database: lists for tuples, words for enum members."""
    return None if value is None else json.loads(json.dumps(value))


def _hash_before(session: Session, office: str) -> str:
    """The hash that the next act of an office follows: read once a transaction, then known from its own acts."""
    transaction, event = session.info.get((_NEWEST, office), (None, None))
    if event is not None and transaction is session.get_transaction() and event in session:
        known: str = event.hash
        return known
    # Not known yet, or logged within a savepoint that was rolled back, which may have given the lock back too.
    hold_office(session, office)
    return _newest(session, office)


def _newest(session: Session, office: str, *, until: dt.date | None = None) -> str:
    values = {"office": office} if until is None else {"office": office, "until": until}
    return session.scalar(_newest_query(until=until is not None), values) or ""


@cache
def _newest_query(*, until: bool) -> Select[str]:
    """Built once: every act asks it (store.queries.rows says more)."""
    wanted = [AuditEvent.office == bindparam("office"), *([AuditEvent.on <= bindparam("until")] if until else [])]
    return select(AuditEvent.hash).where(*wanted).order_by(AuditEvent.id.desc()).limit(1)


def _lock_of(office: str) -> int:
    """The number of an office's lock: any that no other office has."""
    return int.from_bytes(sha256(f"planner audit {office}".encode()).digest()[:8], "big", signed=True)


# ---- finding acts ----


def touching(target: str) -> ColumnElement[bool]:
    """What was done to a plan, task, checkpoint or unit, to what stands under it, or with it by an act on another."""
    quoted = _escaped(json.dumps(target.strip(), ensure_ascii=False))
    after = type_coerce(AuditEvent.after, Text)
    named = (after.like(f"%{form}%", escape="/") for form in (quoted, f"{quoted[:-1]}-"))
    with_it = AuditEvent.verb.in_(_NAMING) & or_(*named)
    return or_(with_it, *(AuditEvent.target.like(form, escape="/") for form in _forms(target)))


_NAMING = ("unit:succeed", "task:merge")
"""Verbs that change more than their target, and name what in `after`."""


def _forms(target: str) -> tuple[str, ...]:
    """How what belongs to a plan, task, checkpoint or unit is named in the log: 2024-05.1, 2024-05 市司法局 …"""
    name, printed = _escaped(name_key(target)), _escaped(target.strip())
    return (name, printed, f"{name}-%", f"{name}.%", f"{name} %", f"% {printed}", f"% {printed} %")


def _escaped(text: str) -> str:
    """A text to be found as it stands by LIKE with the escape /."""
    return text.replace("/", "//").replace("%", "/%").replace("_", "/_")
