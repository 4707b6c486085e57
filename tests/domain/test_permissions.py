"""One table of roles and deeds: what it says, and that nothing else is allowed."""

import pytest

from planner.domain.actors import Actor, ActorRole
from planner.domain.permissions import Deed, Reach, may, reach

OWN, BEFORE, OTHER = 7, 3, 8

TABLE = {
    ActorRole.COORDINATOR: "ALL ALL ALL ALL ALL",
    ActorRole.UNIT: "OWN NONE NONE OWN NONE",
    ActorRole.LEADER: "ALL ALL NONE NONE NONE",
    ActorRole.AUDITOR: "ALL ALL ALL NONE NONE",
}
"""Each role's reach of reading, the report, inspecting, filing, coordinating."""


def person(role: ActorRole) -> Actor:
    """Somebody in a role; the liaison's unit succeeded another."""
    if role is ActorRole.UNIT:
        return Actor("李强", role, OWN, frozenset({BEFORE}))
    return Actor("王敏", role)


@pytest.mark.parametrize("role", ActorRole)
def test_reach_of_every_role_is_what_the_table_says(role: ActorRole) -> None:
    assert [reach(person(role), deed) for deed in Deed] == [Reach[word] for word in TABLE[role].split()]


@pytest.mark.parametrize("role", ActorRole)
@pytest.mark.parametrize("deed", Deed)
def test_rows_are_those_of_the_reach(role: ActorRole, deed: Deed) -> None:
    actor = person(role)
    found = tuple(may(actor, deed, units=units) for units in (None, (), (OTHER,), (OWN,), (OTHER, OWN), (BEFORE,)))
    read = deed is Deed.READ
    expected = {
        Reach.ALL: (True,) * 6,
        Reach.NONE: (False,) * 6,
        Reach.OWN: (False, False, False, True, True, read),
    }
    assert found == expected[reach(actor, deed)]


def test_liaison_without_a_unit_may_nothing() -> None:
    nobody = Actor("李强", ActorRole.UNIT)
    assert [may(nobody, deed, units=(OWN,)) for deed in Deed] == [False] * len(Deed)
