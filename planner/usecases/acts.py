"""Who asks, for which office, and for which day: what every verb needs to know besides its own matter."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import Session

from planner.domain.actors import Actor, ActorRole
from planner.domain.names import is_kept, kept_name
from planner.domain.permissions import Deed, Reach, may, reach
from planner.domain.wording import WORDS
from planner.errors import ActorUnknown, DayInFuture, EntryBackdated, NotAllowed, OfficeOpen
from planner.store.units import Unit
from planner.store.users import User

# The tables themselves: a select of theirs needs no mapper configured, and every command asks who acts.
USER, UNIT = User.__table__.c, Unit.__table__.c


@dataclass(frozen=True, slots=True)
class AsOf:
    """A reader's question: what was known on `day`. `today` is the clock's, passed in; `actor` is who asks."""

    office: str
    day: dt.date
    today: dt.date
    actor: Actor


@dataclass(frozen=True, slots=True)
class Act:
    """One act: who does it, the day it counts for, and the moment it is recorded."""

    actor: Actor
    office: str
    on: dt.date
    recorded: dt.datetime

    @property
    def seen(self) -> AsOf:
        """What the actor can know: everything that counts up to the day of the act."""
        return AsOf(self.office, self.on, self.recorded.date(), self.actor)


def checked_day(day: dt.date | None, today: dt.date) -> dt.date:
    """`day`, by default today.

    Raises DayInFuture: nothing counts for a day that hasn't come.
    """
    if day is not None and day > today:
        raise DayInFuture(day, today)
    return day or today


def find_actor(session: Session, office: str, name: str) -> Actor:
    """The person behind a name. While no user is entered everybody is the coordinator.

    A user is found under just that name first: earlier versions kept any. Raises NameUnusable, and ActorUnknown once
    there are users and the name isn't among them.
    """
    user = _user(session, office, name)
    if user is None and not is_kept(name):
        name = kept_name(name, "操作人的姓名（--actor 或 PLANNER_ACTOR）")
        user = _user(session, office, name)
    if user is not None:
        before = _predecessors(session, office, user.unit_id) if user.unit_id is not None else frozenset()
        return Actor(user.name, user.role, user.unit_id, before)
    if session.execute(select(USER.id).where(USER.office == office).limit(1)).first() is not None:
        raise ActorUnknown(name)
    return Actor(name, ActorRole.COORDINATOR)


def find_office(session: Session, name: str) -> str:
    """The office behind a name: one that has rows under just that name, else the name as it is kept.

    Raises NameUnusable.
    """
    if is_kept(name):
        return name
    from planner.store.copying import offices  # noqa: PLC0415 - start-up time of all who write it plainly

    if name in offices(session.connection()):
        return name
    return kept_name(name, "机关的名称（--office 或 PLANNER_OFFICE）")


def _user(session: Session, office: str, name: str) -> Row[Any, Any, Any] | None:
    return session.execute(_user_by_name(), {"office": office, "name": name}).first()


@cache
def _user_by_name() -> Select[Any, Any, Any]:
    """Built once: every command asks it (store.queries.rows says more)."""
    wanted = USER.office == bindparam("office"), USER.name == bindparam("name")
    return select(USER.name, USER.role, USER.unit_id).where(*wanted)


def _predecessors(session: Session, office: str, unit_id: int) -> frozenset[int]:
    """The units that a unit succeeded, and those that they did."""
    rows = session.execute(select(UNIT.id, UNIT.successor_id).where(UNIT.office == office, UNIT.successor_id > 0))
    heirs: Mapping[int, int] = {row.id: row.successor_id for row in rows}
    found = {unit_id}
    while more := {unit for unit, heir in heirs.items() if heir in found} - found:
        found |= more
    return frozenset(found - {unit_id})


def require_in_order(act: Act, days: Iterable[dt.date]) -> None:
    """Raise EntryBackdated where the act counts for a day before one of `days`, those of the acts it follows."""
    newest = max(days, default=act.on)
    if act.on < newest:
        raise EntryBackdated(act.on, newest)


def require(who: Act | AsOf, deed: Deed, what: str, *, units: Collection[int] | None = None) -> None:
    """Raise NotAllowed unless a person may do a deed to a row of these units (None: to all rows).

    `what` names the deed in Chinese.
    """
    if not may(who.actor, deed, units=units):
        raise NotAllowed(who.actor.name, what, WORDS[who.actor.role])


def require_coordinator(act: Act | AsOf, what: str) -> None:
    """Raise NotAllowed unless the coordinator acts. `what` names the deed in Chinese."""
    require(act, Deed.COORDINATE, what)


def require_over_all(session: Session, act: Act, what: str) -> None:
    """Raise NotAllowed unless the coordinator acts, for what is done to all offices of a database at once.

    An office that has no user lets everybody act: where another one has users, that will not do. Raises OfficeOpen.
    """
    require_coordinator(act, what)
    offices = set(session.scalars(select(USER.office).distinct()))
    if offices and act.office not in offices:
        raise OfficeOpen(act.office, what)


def sees_all(asked: AsOf) -> bool:
    """Whether who asks may read every row; else only those of the own unit, and its tasks."""
    return reach(asked.actor, Deed.READ) is Reach.ALL
