"""Who acts. What each may do stands in planner/domain/permissions.py."""

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
    """Who acts. `unit_id` is set for a unit's liaison; `before` are the units that this one succeeded."""

    name: str
    role: ActorRole = ActorRole.COORDINATOR
    unit_id: int | None = None
    before: frozenset[int] = frozenset()

    @property
    def units(self) -> frozenset[int]:
        """The unit of a liaison with those it succeeded; nobody else has any."""
        return self.before if self.unit_id is None else self.before | {self.unit_id}
