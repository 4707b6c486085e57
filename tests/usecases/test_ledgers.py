"""A quarter's ledger beside the one before, and tasks that are out of action."""

import datetime as dt

from planner.domain.ledger import ChangeKind, Ledger
from planner.domain.periods import Period
from planner.domain.progress import Status, TaskState
from planner.usecases.closing import close_period
from planner.usecases.ledgers import read_ledger
from planner.usecases.tasks import extend, set_state
from planner.usecases.units import add_unit, rename_unit, succeed_unit
from tests.world import SMALL_PLAN, World, shared

Q1, Q2, Q3 = Period(2024, 1), Period(2024, 2), Period(2024, 3)


def told(ledger: Ledger) -> list[tuple[str, ChangeKind, str, str, str]]:
    return [(each.task, each.kind, each.unit, each.before, each.after) for each in ledger.changes]


@shared
def first_quarter(world: World) -> World:
    """A plan of which 2024-02 was in progress in the first quarter, and 2024-03's audits were held."""
    world.confirmed()
    world.accepted("2024-02", "市政府办公室", "2024Q1", "2024-04-02", problem="议题报送迟")
    for unit in ("市司法局", "市公安局"):
        world.accepted("2024-03", unit, "2024Q1", "2024-04-02", figures=("2024-03.1=1次",))
    return world


def test_quarter_tells_what_is_otherwise_than_in_the_one_before(world: World) -> None:
    first_quarter(world)
    world.accepted("2024-02", "市政府办公室", "2024Q2", "2024-07-02", status=Status.DONE)
    world.accepted("2024-03", "市公安局", "2024Q2", "2024-07-02", status=Status.BLOCKED, problem="缺少评查人员")
    ledger = world.ask(read_ledger, "2024-07-15", Q2)
    assert (ledger.compared_with, ledger.before and ledger.before.closed_on) == ("2024Q1", None)
    assert [each for each in told(ledger) if each[1] is not ChangeKind.LIGHT_FIRST][-3:] == [
        ("2024-02", ChangeKind.PROBLEM_GONE, "市政府办公室", "议题报送迟", ""),
        ("2024-02", ChangeKind.DONE, "", "执行中", "已完成"),
        ("2024-02", ChangeKind.DONE, "市政府办公室", "推进中", "已完成"),
    ]
    assert ("2024-03", ChangeKind.BLOCKED, "市公安局", "推进中", "受阻") in told(ledger)
    assert ("2024-03", ChangeKind.PROBLEM_NEW, "市公安局", "", "缺少评查人员") in told(ledger)
    begun = [each.after for each in ledger.changes if (each.task, each.kind) == ("2024-03", ChangeKind.LIGHT_FIRST)]
    assert begun == [f"黄（{ledger.tasks[2].reason}）"]


def test_first_quarter_asked_for_is_compared_with_none(world: World) -> None:
    first_quarter(world)
    ledger = world.ask(read_ledger, "2024-07-15", Q1)
    assert (ledger.compared_with, ledger.before, ledger.changes) == (None, None, ())


def test_quarter_before_the_plan_was_issued_is_not_compared_with(world: World) -> None:
    world.confirmed(SMALL_PLAN.replace("2024年3月8日", "2024年4月8日"), on="2024-04-11")
    assert world.ask(read_ledger, "2024-07-15", Q2).compared_with is None
    assert world.ask(read_ledger, "2024-10-15", Q3).compared_with == "2024Q2"


def test_closed_quarter_before_is_compared_by_what_was_kept(world: World) -> None:
    first_quarter(world)
    world.do(close_period, "2024-04-20", Q1)
    world.do(extend, "2024-05-06", "2024-02", dt.date(2025, 3, 31), reason="系统改造")
    ledger = world.ask(read_ledger, "2024-07-15", Q2)
    assert ledger.before
    assert ledger.before.closed_on == dt.date(2024, 4, 20)
    assert ("2024-02", ChangeKind.DUE_LATER, "", "2024-12-31", "2025-03-31") in told(ledger)


def test_open_quarter_before_is_computed_as_of_the_same_day(world: World) -> None:
    first_quarter(world)
    world.do(extend, "2024-05-06", "2024-02", dt.date(2025, 3, 31), reason="系统改造")
    kinds = [each.kind for each in world.ask(read_ledger, "2024-07-15", Q2).changes]
    assert ChangeKind.DUE_LATER not in kinds


def test_unit_renamed_since_the_closing_has_not_left_but_one_succeeded_has(world: World) -> None:
    first_quarter(world)
    world.do(close_period, "2024-04-20", Q1)
    world.do(rename_unit, "2024-05-06", "市政府办公室", "市府办")
    world.do(add_unit, "2024-05-06", "市金融局")
    world.do(succeed_unit, "2024-05-06", "市财政局", "市金融局", since=dt.date(2024, 5, 6))
    moved = [each for each in told(world.ask(read_ledger, "2024-07-15", Q2)) if "unit" in each[1].value]
    assert moved == [
        ("2024-01", ChangeKind.UNIT_LEFT, "市财政局", "责任", ""),
        ("2024-03", ChangeKind.UNIT_LEFT, "市财政局", "配合", ""),
        ("2024-01", ChangeKind.UNIT_NEW, "市金融局", "", "责任"),
        ("2024-03", ChangeKind.UNIT_NEW, "市金融局", "", "配合"),
    ]


def test_tasks_out_of_action_stay_with_their_basis(world: World) -> None:
    world.confirmed()
    world.do(set_state, "2024-05-06", "2024-01", TaskState.PAUSED, basis="机构改革")
    world.do(set_state, "2024-05-06", "2024-02", TaskState.DROPPED, basis="会议纪要3号")
    world.do(set_state, "2024-05-06", "2024-04", TaskState.MERGED, basis="会议纪要4号", into="2024-03")
    tasks = world.ask(read_ledger, "2024-07-15", Q2).tasks
    assert [(each.code, each.state, each.state_basis, each.merged_into) for each in tasks] == [
        ("2024-01", TaskState.PAUSED, "机构改革", ""),
        ("2024-02", TaskState.DROPPED, "会议纪要3号", ""),
        ("2024-03", TaskState.ACTIVE, "", ""),
        ("2024-04", TaskState.MERGED, "会议纪要4号", "2024-03"),
    ]


def test_closed_ledger_keeps_the_task_another_was_merged_into(world: World) -> None:
    world.confirmed()
    world.do(set_state, "2024-05-06", "2024-04", TaskState.MERGED, basis="会议纪要4号", into="2024-03")
    world.do(close_period, "2024-07-15", Q2)
    world.do(set_state, "2024-08-06", "2024-04", TaskState.ACTIVE, basis="会议纪要5号")
    assert world.ask(read_ledger, "2024-09-01", Q2).tasks[3].merged_into == "2024-03"
    assert world.ask(read_ledger, "2024-10-15", Q3).tasks[3].merged_into == ""
