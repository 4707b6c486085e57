"""Who may act: enter, remove and list users."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.actors import ActorRole
from planner.domain.names import kept_name
from planner.domain.permissions import Deed
from planner.errors import (
    FirstUserNotCoordinator,
    LastCoordinator,
    LiaisonWithoutUnit,
    UnitIsCollective,
    UserExists,
    UserMissing,
)
from planner.store.units import Unit
from planner.store.users import User
from planner.usecases.acts import Act, AsOf, require, require_coordinator
from planner.usecases.audit import record
from planner.usecases.lookups import find_unit


@dataclass(frozen=True, slots=True)
class UserView:
    """A user with its role and, for a liaison, the unit's name."""

    name: str
    role: ActorRole
    unit: str | None


def add_user(session: Session, act: Act, name: str, role: ActorRole, *, unit: str | None = None) -> UserView:
    """Enter a user. From the first one on unknown actors are refused.

    Raises NameUnusable, UserExists, LiaisonWithoutUnit, FirstUserNotCoordinator (nobody could act any more),
    UnitMissing, NotAllowed.
    """
    require_coordinator(act, "登记用户")
    name = kept_name(name, "姓名")
    known = session.scalars(select(User.name).where(User.office == act.office)).all()
    if name in {each.strip() for each in known}:  # earlier versions kept blanks at a name's ends
        raise UserExists(name)
    if role is ActorRole.UNIT and unit is None:
        raise LiaisonWithoutUnit(name)
    if not known and role is not ActorRole.COORDINATOR:
        raise FirstUserNotCoordinator
    of = find_unit(session, act.office, unit) if unit else None
    if of is not None and of.collective:
        raise UnitIsCollective(of.name, "联络员的单位")
    session.add(User(office=act.office, name=name, role=role, unit_id=of.id if of else None))
    view = UserView(name, role, of.name if of else None)
    record(session, act, "user:add", name, after={"role": role.value, "unit": view.unit})
    return view


def remove_user(session: Session, act: Act, name: str, *, reason: str = "") -> UserView:
    """Let a person act no more. What was done under the name stays in the log; the name may be entered again.

    Raises UserMissing with the names there are, LastCoordinator (nobody could act any more, or with nobody left
    anybody), NotAllowed.
    """
    require_coordinator(act, "注销用户")
    query = select(User).where(User.office == act.office).order_by(User.id)
    users = {user.name: user for user in session.scalars(query)}
    user = users.get(name) or users.get(name.strip())  # just as it stands first: earlier versions kept any name
    if user is None:
        raise UserMissing(name, list(users))
    coordinators = [each for each in users.values() if each.role is ActorRole.COORDINATOR]
    if coordinators == [user]:
        raise LastCoordinator(user.name)
    of = session.get(Unit, user.unit_id) if user.unit_id is not None else None
    view = UserView(user.name, user.role, of.name if of else None)
    session.delete(user)
    record(session, act, "user:remove", view.name, before={"role": view.role.value, "unit": view.unit}, reason=reason)
    return view


def list_users(session: Session, asked: AsOf) -> tuple[UserView, ...]:
    """Every user, in the order entered.

    Raises NotAllowed.
    """
    require(asked, Deed.INSPECT, "查看用户名单")
    rows = session.execute(
        select(User.name, User.role, Unit.name)
        .join(Unit, User.unit_id == Unit.id, isouter=True)
        .where(User.office == asked.office)
        .order_by(User.id)
    )
    return tuple(UserView(name, role, unit) for name, role, unit in rows)
