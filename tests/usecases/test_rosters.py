"""Who stands behind a collective name, in general or on one task, by date."""

import datetime as dt

import pytest

from planner import errors
from planner.domain.actors import ActorRole
from planner.domain.drafts import Role
from planner.domain.lights import Cause
from planner.domain.progress import Status
from planner.usecases.assignments import assign, unassign
from planner.usecases.rosters import RosterView, hides_members, set_members, show_members
from planner.usecases.status import read_status
from planner.usecases.task_views import show_task
from planner.usecases.units import add_unit, list_units, rename_unit, succeed_unit
from planner.usecases.users import add_user
from tests.world import World

COUNTIES, CONCERNED = "各县（市、区）政府", "市政府有关部门"
EAST, WEST, NORTH = "东桥县政府", "西桥县政府", "北桥区政府"


def members(world: World, code: str, as_of: str | None = None) -> list[tuple[str, str | None]]:
    """The units that work on a task, with the collective that brought them."""
    board = world.ask(show_task, as_of, code).board
    return [(unit.participant.unit.name, unit.participant.via) for unit in board.units]


def test_general_roster_brings_its_members_into_every_task_of_the_class(world: World) -> None:
    world.confirmed()
    assert world.do(set_members, "2024-03-20", COUNTIES, [EAST, WEST]) == RosterView(
        COUNTIES, None, dt.date(2024, 3, 20), (EAST, WEST)
    )
    assert members(world, "2024-01") == [("市司法局", None), ("市财政局", None), (EAST, COUNTIES), (WEST, COUNTIES)]


def test_members_that_nobody_knew_are_entered_with_a_proposed_kind(world: World) -> None:
    world.confirmed()
    world.do(set_members, None, COUNTIES, [EAST])
    entered = world.ask(list_units, None)[-1]
    assert (entered.name, entered.kind, entered.kind_proposed) == (EAST, "下级政府", True)


def test_class_of_those_concerned_needs_a_task(world: World) -> None:
    world.confirmed()
    with world.refused(errors.RosterNeedsTask, "“市政府有关部门”指的是有关单位，每项任务各不相同"):
        world.do(set_members, None, CONCERNED, ["市财政局"])


def test_roster_of_a_task_holds_for_it_alone(world: World) -> None:
    world.confirmed()
    world.do(assign, "2024-03-20", "2024-02", CONCERNED, Role.COOPERATING)
    world.do(set_members, "2024-03-20", CONCERNED, ["市财政局"], task="2024-04")
    assert members(world, "2024-04") == [("市公安局", None), ("市财政局", CONCERNED)]
    assert members(world, "2024-02") == [("市政府办公室", None)]


def test_tasks_own_roster_goes_before_the_general_one(world: World) -> None:
    world.confirmed()
    world.do(assign, "2024-03-20", "2024-02", COUNTIES, Role.RESPONSIBLE)
    world.do(set_members, "2024-03-20", COUNTIES, [EAST, WEST])
    world.do(set_members, "2024-03-21", COUNTIES, [WEST], task="2024-02")
    assert members(world, "2024-02") == [("市政府办公室", None), (WEST, COUNTIES)]
    assert members(world, "2024-01")[2:] == [(EAST, COUNTIES), (WEST, COUNTIES)]


def test_roster_that_is_asked_for_by_task_is_its_own_else_the_general_one(world: World) -> None:
    world.confirmed()
    world.do(assign, "2024-03-20", "2024-02", COUNTIES, Role.RESPONSIBLE)
    assert world.ask(show_members, None, COUNTIES, "2024-02") == ()
    world.do(set_members, "2024-03-20", COUNTIES, [EAST, WEST])
    world.do(set_members, "2024-03-21", COUNTIES, [WEST], task="2024-02")
    general = RosterView(COUNTIES, None, dt.date(2024, 3, 20), (EAST, WEST))
    assert world.ask(show_members, None, COUNTIES, "2024-01") == (general,)
    own = RosterView(COUNTIES, "2024-02", dt.date(2024, 3, 21), (WEST,))
    assert world.ask(show_members, None, COUNTIES, "2024-02") == (own,)
    with world.refused(errors.NotOnTask, "“各县（市、区）政府”不是任务 2024-03 的责任单位"):
        world.ask(show_members, None, COUNTIES, "2024-03")


def test_liaison_is_told_of_a_roster_that_its_unit_is_not_on(world: World) -> None:
    world.confirmed()
    world.do(add_user, None, "王敏", ActorRole.COORDINATOR)
    world.do(add_user, None, "李强", ActorRole.UNIT, unit="市司法局")
    liaison = world.actor("李强")
    told = [(world.ask(hides_members, None, COUNTIES), liaison.ask(hides_members, None, COUNTIES))]
    world.do(set_members, None, COUNTIES, [EAST])
    told += [
        (world.ask(hides_members, None, COUNTIES, task), liaison.ask(hides_members, None, COUNTIES, task))
        for task in (None, "2024-01")
    ]
    assert told == [(False, False), (False, True), (False, True)]
    assert liaison.ask(show_members, None, COUNTIES, "2024-01") == ()
    with liaison.refused(errors.NotAllowed):
        liaison.ask(show_members, None, CONCERNED, "2024-04")


def test_roster_of_a_task_needs_the_class_to_be_on_it(world: World) -> None:
    world.confirmed()
    with world.refused(errors.NotOnTask, "“市政府有关部门”不是任务 2024-02 的责任单位"):
        world.do(set_members, None, CONCERNED, ["市财政局"], task="2024-02")


def test_roster_of_a_task_that_the_class_has_left_is_refused(world: World) -> None:
    world.confirmed()
    world.do(unassign, "2024-04-01", "2024-04", CONCERNED)
    with world.refused(errors.NotOnTask):
        world.do(set_members, "2024-04-02", CONCERNED, ["市财政局"], task="2024-04")


def test_yesterday_still_sees_yesterdays_roster(world: World) -> None:
    world.confirmed()
    world.do(set_members, "2024-03-20", COUNTIES, [EAST, WEST])
    world.do(set_members, "2024-09-02", COUNTIES, [WEST, NORTH])
    rosters = [world.ask(show_members, day, COUNTIES) for day in ("2024-03-19", "2024-09-01", "2024-09-02")]
    assert [[view.members for view in views] for views in rosters] == [[], [(EAST, WEST)], [(WEST, NORTH)]]
    assert members(world, "2024-01", "2024-09-01")[2:] == [(EAST, COUNTIES), (WEST, COUNTIES)]
    assert members(world, "2024-01", "2024-09-02")[2:] == [(WEST, COUNTIES), (NORTH, COUNTIES)]
    assert members(world, "2024-01", "2024-03-19")[2:] == []


def test_second_roster_of_a_day_replaces_the_first(world: World) -> None:
    world.confirmed()
    world.do(set_members, "2024-03-20", COUNTIES, [EAST])
    world.do(set_members, "2024-03-20", COUNTIES, [WEST])
    assert members(world, "2024-01")[2:] == [(WEST, COUNTIES)]


def test_member_given_twice_in_two_widths_stands_once(world: World) -> None:
    world.confirmed()
    assert world.do(set_members, None, COUNTIES, [EAST, "东桥县 政府", EAST]).members == ("东桥县政府",)


def test_member_is_known_by_its_former_name(world: World) -> None:
    world.confirmed()
    world.do(add_unit, None, EAST)
    world.do(rename_unit, None, EAST, "东桥区政府")
    assert world.do(set_members, None, COUNTIES, [EAST]).members == ("东桥区政府",)


def test_class_in_a_roster_is_refused_whole(world: World) -> None:
    world.confirmed()
    with world.refused(errors.UnitIsCollective, "“各开发区管委会”是一类单位的统称，不能列入名册"):
        world.do(set_members, None, COUNTIES, [EAST, "各开发区管委会"])


def test_roster_of_a_single_unit_is_refused(world: World) -> None:
    world.confirmed()
    with world.refused(errors.UnitNotCollective, "“市司法局”不是一类单位的统称"):
        world.do(set_members, None, "市司法局", [EAST])
    with pytest.raises(errors.UnitNotCollective):
        world.ask(show_members, None, "市司法局")


def test_member_that_is_named_itself_counts_once_in_its_own_role(world: World) -> None:
    world.confirmed()
    world.do(set_members, None, CONCERNED, ["市公安局", "市财政局"], task="2024-04")
    detail = world.ask(show_task, None, "2024-04")
    assert members(world, "2024-04") == [("市公安局", None), ("市财政局", CONCERNED)]
    assert [view.members for view in detail.assignments if view.collective] == [("市公安局", "市财政局")]


def test_members_log_and_count_for_the_class(world: World) -> None:
    world.confirmed()
    world.do(set_members, "2024-03-20", COUNTIES, [EAST, WEST])
    world.accepted("2024-01", EAST, "2024Q2", "2024-07-02", status=Status.DONE)
    page = world.ask(read_status, "2024-07-12")
    assert [(row.unit, row.via) for row in page.missing if row.task == "2024-01"] == [
        ("市司法局", None),
        ("市财政局", None),
        (WEST, COUNTIES),
    ]
    assert {decision.whose for decision in page.decisions} == {(CONCERNED,)}


def test_members_of_a_class_in_a_cooperating_role_dont_count_for_the_light(world: World) -> None:
    world.confirmed()
    world.do(unassign, "2024-03-20", "2024-04", "市公安局")
    world.do(assign, "2024-03-20", "2024-04", CONCERNED, Role.COOPERATING)
    world.do(set_members, "2024-03-20", CONCERNED, ["市财政局"], task="2024-04")
    assert world.ask(show_task, "2025-02-03", "2024-04").board.light.cause is Cause.NO_UNIT


def test_successor_takes_the_place_in_rosters_from_the_day_on(world: World) -> None:
    world.confirmed()
    world.do(set_members, "2024-03-20", COUNTIES, [EAST, WEST])
    world.do(add_unit, "2024-08-01", "东桥区政府")
    world.do(succeed_unit, "2024-08-01", EAST, "东桥区政府", since=dt.date(2024, 8, 1))
    assert members(world, "2024-01", "2024-07-31")[2:] == [(EAST, COUNTIES), (WEST, COUNTIES)]
    assert members(world, "2024-01", "2024-08-01")[2:] == [("东桥区政府", COUNTIES), (WEST, COUNTIES)]


def test_setting_a_roster_is_logged_with_the_one_before(world: World) -> None:
    world.confirmed()
    world.do(set_members, "2024-03-20", COUNTIES, [EAST])
    with world.logged() as events:
        world.do(set_members, "2024-09-02", COUNTIES, [EAST, WEST])
        world.do(set_members, "2024-09-02", CONCERNED, ["市财政局"], task="2024-04")
    assert [event for event in events if event[0] == "unit:members"] == [
        ("unit:members", COUNTIES, [EAST], [EAST, WEST], ""),
        ("unit:members", f"2024-04 {CONCERNED}", None, ["市财政局"], ""),
    ]


def test_member_whose_name_holds_what_nobody_sees_is_refused(world: World) -> None:
    world.imported()
    with world.refused(errors.NameUnusable, "看不见的字符"):
        world.do(set_members, "2024-03-20", "各县（市、区）政府", ["东桥县政府", "东桥县政府\u200b"])
