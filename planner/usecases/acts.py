"""Who asks, for which office, and for which day: what every verb needs to know besides its own matter."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.actors import Actor, ActorRole
from planner.errors import ActorUnknown, DayInFuture, EntryBackdated, NotAllowed
from planner.store.users import User


@dataclass(frozen=True, slots=True)
class AsOf:
    """A reader's question: what was known on `day`. `today` is the clock's, passed in."""

    office: str
    day: dt.date
    today: dt.date


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
        return AsOf(self.office, self.on, self.recorded.date())


def checked_day(day: dt.date | None, today: dt.date) -> dt.date:
    """`day`, by default today.

    Raises DayInFuture: nothing counts for a day that hasn't come.
    """
    if day is not None and day > today:
        raise DayInFuture(day, today)
    return day or today


def find_actor(session: Session, office: str, name: str) -> Actor:
    """The person behind a name. While no user is entered everybody is the coordinator.

    Raises ActorUnknown once there are users and the name isn't among them.
    """
    user = session.scalar(select(User).where(User.office == office, User.name == name))
    if user is not None:
        return Actor(user.name, user.role, user.unit_id)
    if session.scalar(select(User.id).where(User.office == office).limit(1)) is not None:
        raise ActorUnknown(name)
    return Actor(name, ActorRole.COORDINATOR)


def require_in_order(act: Act, days: Iterable[dt.date]) -> None:
    """Raise EntryBackdated where the act counts for a day before one of `days`, those of the acts it follows."""
    newest = max(days, default=act.on)
    if act.on < newest:
        raise EntryBackdated(act.on, newest)


def require_coordinator(act: Act, what: str) -> None:
    """Raise NotAllowed unless the coordinator acts. `what` names the deed in Chinese."""
    if not act.actor.may_coordinate():
        raise NotAllowed(act.actor.name, what)
