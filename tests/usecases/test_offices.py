"""Several offices on one database know nothing of each other."""

import pytest

from planner import errors
from planner.domain.actors import ActorRole
from planner.domain.progress import Verdict
from planner.usecases.audit import list_events
from planner.usecases.entries import list_entries
from planner.usecases.plans import import_plan, list_plans
from planner.usecases.reviews import Wanted, review
from planner.usecases.rosters import set_members, show_members
from planner.usecases.status import read_status
from planner.usecases.task_views import show_task
from planner.usecases.units import add_unit, list_units, succeed_unit
from planner.usecases.users import add_user, list_users
from tests.world import SMALL_PLAN, World, document

COUNTIES = "各县（市、区）政府"


def test_one_plan_may_be_imported_by_each_office(world: World) -> None:
    other = world.office("other")
    world.confirmed()
    assert not other.do(import_plan, "2024-04-01", document(SMALL_PLAN)).already
    assert [plan.imported_on.isoformat() for plan in world.ask(list_plans, None)] == ["2024-03-11"]
    assert [plan.imported_on.isoformat() for plan in other.ask(list_plans, None)] == ["2024-04-01"]


def test_other_office_sees_no_plan_task_unit_or_act(world: World) -> None:
    world.confirmed()
    other = world.office("other")
    assert (other.ask(list_plans, None), other.ask(list_units, None), other.ask(list_events, None)) == ((), (), ())
    with pytest.raises(errors.PlanMissing):
        other.ask(read_status, None)
    with pytest.raises(errors.TaskMissing):
        other.ask(show_task, None, "2024-01")


def test_entry_of_another_office_cannot_be_reviewed(world: World) -> None:
    world.confirmed()
    other = world.office("other").confirmed()
    entry = world.log("2024-01", "市司法局", "2024Q2", "2024-07-02")
    with world.refused(errors.EntryMissing):
        other.accept(entry, "2024-07-05")
    with world.refused(errors.NothingPending):
        other.do(review, "2024-07-05", Wanted(everyone=True), Verdict.ACCEPTED)
    assert other.ask(list_entries, None) == ()


def test_entries_rosters_and_successions_stay_within_an_office(world: World) -> None:
    world.confirmed()
    other = world.office("other").confirmed()
    world.do(set_members, "2024-03-20", COUNTIES, ["东桥县政府"])
    world.do(add_unit, "2024-03-20", "东桥区政府")
    world.accepted("2024-01", "东桥县政府", "2024Q2", "2024-07-02")
    before = other.ask(show_task, None, "2024-01")
    succession = world.app.today
    world.do(succeed_unit, None, "东桥县政府", "东桥区政府", since=succession)
    assert other.ask(show_task, None, "2024-01") == before
    assert other.ask(show_members, None, COUNTIES) == ()


def test_users_of_one_office_bind_nobody_in_another(world: World) -> None:
    world.confirmed()
    world.do(add_user, None, "王敏", ActorRole.COORDINATOR)
    with pytest.raises(errors.ActorUnknown):
        world.actor("李强").do(add_unit, None, "市档案馆")
    world.office("other").actor("李强").do(add_unit, None, "市档案馆")
    assert world.office("other").actor("李强").ask(list_users, None) == ()
