"""Who acts, and what each may do."""

from dataclasses import dataclass
from enum import StrEnum


class ActorRole(StrEnum):
    """What a person is to the plan."""

    COORDINATOR = "coordinator"
    UNIT = "unit"
    LEADER = "leader"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `unit_id` is set for a unit's liaison."""

    name: str
    role: ActorRole = ActorRole.COORDINATOR
    unit_id: int | None = None

    def may_coordinate(self) -> bool:
        """Whether the actor settles, reviews and imports."""
        return self.role is ActorRole.COORDINATOR

    def may_log_for(self, unit_id: int) -> bool:
        """A liaison logs for its own unit only; the coordinator for any (代报 for a collective)."""
        return self.may_coordinate() or (self.role is ActorRole.UNIT and self.unit_id == unit_id)
