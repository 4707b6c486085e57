"""The registry's inner verbs: names that lead to a unit, and units that a plan brings along."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.document import name_key
from planner.errors import NothingToDo, UnitExists
from planner.extraction.unit_kinds import is_collective, propose_kind
from planner.store.units import NameKind, Unit, UnitName
from planner.usecases.acts import Act
from planner.usecases.audit import record
from planner.usecases.lookups import lookup_unit


def create_unit(
    session: Session,
    act: Act,
    name: str,
    *,
    kind: str | None = None,
    collective: bool | None = None,
    valid_from: dt.date | None = None,
    reason: str = "",
) -> Unit:
    """Enter a unit. Without `kind` and `collective` both are proposed from the name (推定).

    Raises UnitExists where the name, folded, already leads to a unit.
    """
    taken = lookup_unit(session, act.office, name)
    if taken is not None:
        raise UnitExists(name, taken.name)
    unit = Unit(
        office=act.office,
        name=name,
        kind=kind or propose_kind(name),
        kind_proposed=kind is None,
        collective=is_collective(name) if collective is None else collective,
        contact="",
        phone="",
        email="",
        valid_from=valid_from,
        valid_to=None,
    )
    session.add(unit)
    session.flush()  # its names and assignments need the id
    add_name(session, unit, name, NameKind.FULL)
    record(session, act, "unit:add", name, after=unit_data(unit), reason=reason)
    return unit


def add_name(session: Session, unit: Unit, name: str, kind: NameKind) -> None:
    """Let a unit answer to one more name.

    Raises UnitExists where the name leads to another unit, NothingToDo where it is blank; does nothing where it leads
    to this one.
    """
    if not name_key(name):
        raise NothingToDo("单位名称是空的，请写单位名称")
    taken = lookup_unit(session, unit.office, name)
    if taken is not None and taken.id != unit.id:
        raise UnitExists(name, taken.name)
    if taken is None:
        session.add(UnitName(office=unit.office, unit_id=unit.id, name=name, folded=name_key(name), kind=kind))
        session.flush()  # the next look-up must find it


def registered(session: Session, act: Act, name: str, *, reason: str) -> Unit:
    """The unit of a printed name; a name the registry doesn't know is entered as it is printed."""
    return lookup_unit(session, act.office, name) or create_unit(session, act, name, reason=reason)


def names_of(session: Session, unit: Unit) -> dict[NameKind, list[str]]:
    """Every name a unit answers to, by kind."""
    names: dict[NameKind, list[str]] = {kind: [] for kind in NameKind}
    for row in session.scalars(select(UnitName).where(UnitName.unit_id == unit.id).order_by(UnitName.id)):
        names[row.kind].append(row.name)
    return names


def unit_data(unit: Unit) -> dict[str, object]:
    """A unit's columns as JSON, for the audit log."""
    return {
        "name": unit.name,
        "kind": unit.kind,
        "proposed": unit.kind_proposed,
        "collective": unit.collective,
        "contact": unit.contact,
        "phone": unit.phone,
        "email": unit.email,
        "from": unit.valid_from.isoformat() if unit.valid_from else None,
        "to": unit.valid_to.isoformat() if unit.valid_to else None,
    }
