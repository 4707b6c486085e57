"""The audit log: every verb that changes something says so in the same transaction."""

import datetime as dt
from collections.abc import Callable

import pytest

from planner import errors
from planner.domain.actors import ActorRole
from planner.domain.drafts import Role
from planner.domain.progress import Mark, TaskState
from planner.usecases.assignments import assign, unassign
from planner.usecases.audit import Event, list_events
from planner.usecases.plans import confirm_plan, import_plan
from planner.usecases.rosters import set_members
from planner.usecases.tasks import extend, set_mark, set_owners, set_state
from planner.usecases.units import UnitRow, add_unit, confirm_units, import_units, rename_unit, succeed_unit
from planner.usecases.users import add_user
from tests.world import NOW, SMALL_PLAN, World, document

ON = "2024-07-02"
DAY = dt.date(2024, 7, 2)
SPRING = dt.date(2025, 3, 31)

VERBS: dict[str, Callable[[World], object]] = {
    "plan:import": lambda w: w.do(import_plan, ON, document(SMALL_PLAN + "\n"), code="2024B"),
    "unit:add": lambda w: w.do(add_unit, ON, "市档案馆"),
    "unit:rename": lambda w: w.do(rename_unit, ON, "市财政局", "市财政金融局"),
    "unit:confirm": lambda w: w.do(confirm_units, ON, ["市财政局"]),
    "unit:import": lambda w: w.do(import_units, ON, [UnitRow("市财政局", contact="李强")]),
    "unit:succeed": lambda w: w.do(succeed_unit, ON, "市财政局", "市公安局", since=DAY),
    "unit:members": lambda w: w.do(set_members, ON, "各县（市、区）政府", ["市财政局"]),
    "user:add": lambda w: w.do(add_user, ON, "王敏", ActorRole.COORDINATOR),
    "task:assign": lambda w: w.do(assign, ON, "2024-02", "市财政局", Role.LEAD),
    "task:unassign": lambda w: w.do(unassign, ON, "2024-02", "市政府办公室"),
    "task:extend": lambda w: w.do(extend, ON, "2024-02", SPRING, reason="系统改造"),
    "task:mark": lambda w: w.do(set_mark, ON, "2024-02", Mark.FIRST_RESPONSIBLE, value=True),
    "task:pause": lambda w: w.do(set_state, ON, "2024-02", TaskState.PAUSED, basis="机构改革"),
    "task:drop": lambda w: w.do(set_state, ON, "2024-02", TaskState.DROPPED, basis="上级取消"),
    "task:merge": lambda w: w.do(set_state, ON, "2024-02", TaskState.MERGED, basis="任务重复", into="2024-01"),
    "progress:log": lambda w: w.log("2024-02", "市政府办公室", "2024Q2", ON),
}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_logs_one_act(world: World, verb: str) -> None:
    world.confirmed()
    with world.logged() as events:
        VERBS[verb](world)
    assert [event[0] for event in events] == [verb]


def test_marks_and_owners_are_logged_as_marks(world: World) -> None:
    world.confirmed()
    with world.logged() as events:
        world.do(set_mark, ON, "2024-02", Mark.TRACKED, value=False)
        world.do(set_mark, ON, "2024-02", Mark.FIRST_RESPONSIBLE, value=False)
        world.do(set_owners, ON, "2024-01.1", ["市司法局"])
        world.do(set_state, ON, "2024-02", TaskState.PAUSED, basis="机构改革")
        world.do(set_state, ON, "2024-02", TaskState.ACTIVE, basis="改革完成")
    assert events == [
        ("task:mark", "2024-02", {"tracked": True}, {"tracked": False}, ""),
        ("task:mark", "2024-02", {"first_responsible": False}, {"first_responsible": False}, ""),
        ("task:mark", "2024-01.1", {"owners": []}, {"owners": ["市司法局"]}, ""),
        ("task:pause", "2024-02", {"state": "active"}, {"state": "paused"}, "机构改革"),
        ("task:resume", "2024-02", {"state": "paused"}, {"state": "active"}, "改革完成"),
    ]


def test_import_and_confirmation_are_logged_with_the_units_they_brought(world: World) -> None:
    source = document(SMALL_PLAN)
    with world.logged() as events:
        world.do(import_plan, "2024-03-11", source)
        world.do(confirm_plan, "2024-03-11", "2024")
    assert [event[:2] for event in events] == [
        ("unit:add", "市司法局"),
        ("unit:add", "市财政局"),
        ("unit:add", "各县（市、区）政府"),
        ("unit:add", "市政府办公室"),
        ("unit:add", "市公安局"),
        ("unit:add", "市政府有关部门"),
        ("plan:import", "2024"),
        ("plan:confirm", "2024"),
    ]
    assert events[6][3] == {
        "title": "青禾市2024年法治建设工作要点",
        "source": "要点.txt",
        "sha256": source.sha256,
        "tasks": 4,
    }
    assert events[7][2:] == ("draft", "confirmed", "")


def test_act_carries_the_day_it_counts_for_and_the_clocks_moment(world: World) -> None:
    world.confirmed()
    world.actor("李强").do(extend, "2024-07-02", "2024-02", SPRING, reason="系统改造")
    event = world.ask(list_events, None)[-1]
    assert event == Event(
        id=event.id,
        recorded=NOW,
        on=DAY,
        actor="李强",
        verb="task:extend",
        target="2024-02",
        before="2024-12-31",
        after="2025-03-31",
        reason="系统改造",
    )


def test_log_of_a_task_takes_what_stands_under_it_and_no_neighbour(world: World) -> None:
    world.confirmed()
    world.do(set_mark, ON, "2024-01", Mark.FIRST_RESPONSIBLE, value=True)
    world.do(set_owners, ON, "2024-01.1", ["市司法局"])
    world.do(assign, ON, "2024-01", "市公安局", Role.COOPERATING)
    world.do(set_mark, ON, "2024-02", Mark.FIRST_RESPONSIBLE, value=True)
    world.log("2024-01", "市司法局", "2024Q2", ON)

    def targets(asked: str) -> list[str]:
        return [event.target for event in world.ask(list_events, None, target=asked)]

    assert targets("2024-01") == ["2024-01", "2024-01.1", "2024-01 市公安局", "2024-01 市司法局 2024Q2"]
    assert targets("2024-01.1") == ["2024-01.1"]
    assert targets("2024")[:2] == ["2024", "2024"]
    assert len(targets("2024")) == len(targets("2024-01")) + len(targets("2024-02")) + 2
    assert targets("市公安局")[-1] == "2024-01 市公安局"
    assert targets("2024-0_") == []


def test_log_gives_the_newest_acts_oldest_first(world: World) -> None:
    world.confirmed()
    everything = world.ask(list_events, None)
    assert world.ask(list_events, None, limit=3) == everything[-3:]


def test_act_that_fails_after_it_was_logged_leaves_no_row(world: World) -> None:
    """The roster's first member is entered and logged before the second is refused."""
    world.confirmed()
    with world.refused(errors.UnitIsCollective):
        world.do(set_members, ON, "各县（市、区）政府", ["东桥县政府", "各开发区管委会"])
