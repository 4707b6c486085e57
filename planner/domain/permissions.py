"""Who may do what to which row: one table of roles and deeds, and one function that reads it."""

from collections.abc import Collection, Mapping
from enum import IntEnum, StrEnum

from planner.domain.actors import Actor, ActorRole


class Deed(StrEnum):
    """What people do, as far as it makes a difference who they are."""

    READ = "read"
    """Plans, tasks, lights, entries, requests, status pages, ledgers, the registry of units."""
    REPORT = "report"
    """Read what the year-end report says, and the numbers behind it."""
    INSPECT = "inspect"
    """Read the coordinator's working papers, the audit log and who the users are."""
    FILE = "file"
    """Log, hand in forms, ask for more time: in a unit's name."""
    COORDINATE = "coordinate"
    """All else that changes anything."""


class Reach(IntEnum):
    """Of which rows a role may do a deed; OWN are those of its own unit and of the tasks that unit is on."""

    NONE = 0
    OWN = 1
    ALL = 2


_REACH: Mapping[Deed, Mapping[ActorRole, Reach]] = {
    Deed.READ: {ActorRole.UNIT: Reach.OWN, ActorRole.LEADER: Reach.ALL, ActorRole.AUDITOR: Reach.ALL},
    Deed.REPORT: {ActorRole.LEADER: Reach.ALL, ActorRole.AUDITOR: Reach.ALL},
    Deed.INSPECT: {ActorRole.AUDITOR: Reach.ALL},
    Deed.FILE: {ActorRole.UNIT: Reach.OWN},
    Deed.COORDINATE: {},
}
"""What a role may do beside the coordinator, who may do all of it; nothing that isn't named here."""


def reach(actor: Actor, deed: Deed) -> Reach:
    """Of which rows an actor may do a deed."""
    if actor.role is ActorRole.COORDINATOR:
        return Reach.ALL
    return _REACH[deed].get(actor.role, Reach.NONE)


def may(actor: Actor, deed: Deed, *, units: Collection[int] | None = None) -> bool:
    """Whether an actor may do a deed to a row that belongs to these units, by their ids; None: to all rows.

    What a unit's predecessors filed may be read by its liaison, and nothing be filed in their name.
    """
    found = reach(actor, deed)
    if found is not Reach.OWN:
        return found is Reach.ALL
    own = {actor.unit_id} if deed is Deed.FILE else actor.units
    return units is not None and not own.isdisjoint(units)
