"""Two people at the same thing: who changes what moved on since is told, whatever it was that moved it."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from planner import errors
from planner.bootstrap import App
from planner.domain.actors import ActorRole
from planner.domain.drafts import Role
from planner.domain.periods import Period
from planner.domain.progress import Mark, TaskState
from planner.settings import Settings
from planner.usecases.assignments import assign
from planner.usecases.audit import list_events
from planner.usecases.extensions import ask_extension
from planner.usecases.plans import correct_plan, import_plan
from planner.usecases.reviews import Wanted
from planner.usecases.rosters import set_members
from planner.usecases.seen import (
    require_entries_seen,
    require_plan_seen,
    require_requests_seen,
    require_task_seen,
    require_unit_seen,
)
from planner.usecases.tables import import_units_file
from planner.usecases.tasks import set_mark, set_owners, set_state
from planner.usecases.units import add_unit, list_units, rename_unit, succeed_unit
from planner.usecases.users import add_user
from planner.usecases.versions import office_version, plan_version, task_version, unit_version
from tests.copies import backed_up, restored
from tests.world import NOW, World, document

ON = "2024-07-02"
DAY = dt.date(2024, 7, 2)
CONCERNED = "市政府有关部门"


def succeeded(world: World) -> None:
    """市公安局 is followed by another unit."""
    world.do(succeed_unit, ON, "市公安局", "市平安局", since=DAY)


def merged(world: World) -> None:
    """2024-01 goes into 2024-03."""
    world.do(set_state, ON, "2024-01", TaskState.MERGED, basis="会议纪要3号", into="2024-03")


def owner_succeeded(world: World) -> None:
    """市财政局, which owes a checkpoint of 2024-03 through its mark, is followed by another unit."""
    world.do(succeed_unit, ON, "市财政局", "市平安局", since=DAY)


@pytest.mark.parametrize("done", [succeeded, merged, owner_succeeded])
def test_task_moves_with_what_is_done_to_another(world: World, done: Callable[[World], None]) -> None:
    world.confirmed()
    world.do(add_unit, ON, "市平安局")
    world.do(set_owners, ON, "2024-03.1", ["市财政局"])
    seen = world.ask(task_version, ON, "2024-03")
    other = world.ask(task_version, ON, "2024-02")
    done(world.actor("李强"))
    with world.refused(errors.ChangedSince, "任务 2024-03 在看过以后又有 1 处改动，是：.* 李强 (单位接替|并入) "):
        world.do(require_task_seen, ON, "2024-03", seen)
    world.do(require_task_seen, ON, "2024-03", world.ask(task_version, ON, "2024-03"))
    world.do(require_task_seen, ON, "2024-02", other)


def test_task_moves_with_its_own_roster(world: World) -> None:
    world.confirmed()
    world.do(set_members, ON, CONCERNED, ["市财政局"], task="2024-04")
    world.do(add_unit, ON, "市平安局")
    seen = world.ask(task_version, ON, "2024-04")
    world.actor("李强").do(succeed_unit, ON, "市财政局", "市平安局", since=DAY)
    with world.refused(errors.ChangedSince, "李强 单位接替 市财政局"):
        world.do(require_task_seen, ON, "2024-04", seen)


def test_both_units_move_with_a_succession(world: World) -> None:
    world.confirmed()
    world.do(add_unit, ON, "市平安局")
    seen = {name: world.ask(unit_version, ON, name) for name in ("市公安局", "市平安局", "市司法局")}
    succeeded(world.actor("李强"))
    for name in ("市公安局", "市平安局"):
        with world.refused(errors.ChangedSince, f"单位“{name}”在看过以后又有 1 处改动，是：.* 李强 单位接替 市公安局"):
            world.do(require_unit_seen, ON, [name], seen[name])
    world.do(require_unit_seen, ON, ["市司法局"], seen["市司法局"])


def test_succession_is_found_by_each_of_its_tasks(world: World) -> None:
    world.confirmed()
    world.do(add_unit, ON, "市平安局")
    succeeded(world)
    found = {task: [e.verb for e in world.ask(list_events, ON, target=task)] for task in ("2024-02", "2024-03")}
    assert found == {"2024-02": [], "2024-03": ["unit:succeed"]}


def test_version_of_a_day_doesnt_tell_of_what_the_day_doesnt_show(world: World) -> None:
    world.confirmed()
    world.do(set_mark, "2024-05-06", "2024-02", Mark.FIRST_RESPONSIBLE, value=True)
    first = world.ask(task_version, "2024-06-01", "2024-02")
    world.actor("李强").do(assign, "2024-07-02", "2024-02", "市财政局", Role.COOPERATING)
    world.log("2024-02", "市政府办公室", "2024Q1", "2024-05-20")
    assert world.ask(task_version, "2024-06-01", "2024-02") == first
    with world.refused(errors.ChangedSince, "李强 指定单位 2024-02 市财政局（配合）"):
        world.do(require_task_seen, ON, "2024-02", world.ask(task_version, "2024-06-01", "2024-02"))


# ---- after a restore ----


def test_version_of_what_a_restore_took_back_is_refused_though_its_number_came_again(
    database: str, tmp_path: Path
) -> None:
    app = App(Settings(database=database, actor="王敏"), clock=lambda: NOW)
    world = World(app)
    world.confirmed()
    backed_up(app, tmp_path / "备份.db")
    before = world.ask(task_version, None, "2024-02")
    world.do(set_mark, None, "2024-02", Mark.FIRST_RESPONSIBLE, value=True)
    seen = world.ask(task_version, None, "2024-02")
    restored(app, tmp_path / "备份.db", replace=True)
    for unit in ("市气象局", "市档案馆", "市体育局"):
        world.do(add_unit, None, unit)
    world.actor("李强").do(assign, None, "2024-02", "市财政局", Role.COOPERATING)
    world.do(add_unit, None, "市地震局")
    with world.refused(errors.VersionUnknown, f"操作记录里没有 --seen 写的“{seen}”，.*数据库恢复过"):
        world.do(require_task_seen, None, "2024-02", seen)
    with world.refused(errors.ChangedSince, "李强 指定单位"):
        world.do(require_task_seen, None, "2024-02", before)
    app.close()


def test_version_of_another_office_is_none_of_ours(world: World) -> None:
    world.confirmed()
    other = world.office("东桥")
    other.do(add_unit, None, "市气象局")
    with world.refused(errors.VersionUnknown):
        world.do(require_task_seen, ON, "2024-02", other.ask(office_version, None))


# ---- plans, requests, entries, lists of units ----


def test_draft_that_was_corrected_since_is_not_confirmed_unseen(world: World) -> None:
    world.do(
        import_plan,
        "2024-03-11",
        document("一、规范决策\n\n（一）办好会议。改进会议组织。[责任单位：市政府办公室]\n"),
        year=2024,
    )
    seen = world.ask(plan_version, ON, "2024")
    world.actor("李强").do(correct_plan, ON, "2024", title="青禾市要点")
    with world.refused(errors.ChangedSince, "计划“2024”在看过以后又有 1 处改动，是：.* 李强 核对 2024"):
        world.do(require_plan_seen, ON, "2024", seen)
    world.do(require_plan_seen, ON, "2024", world.ask(plan_version, ON, "2024"))


def test_period_is_not_closed_over_what_came_since(world: World) -> None:
    world.confirmed()
    seen = world.ask(plan_version, ON, "2024")
    world.actor("李强").accepted("2024-02", "市政府办公室", "2024Q2", ON)
    with world.refused(errors.ChangedSince, "计划“2024”在看过以后又有 2 处改动"):
        world.do(require_plan_seen, ON, None, seen, period=Period.parse("2024Q2"))


def test_plan_moves_with_a_succession_on_its_tasks(world: World) -> None:
    world.confirmed()
    world.do(add_unit, ON, "市平安局")
    seen = world.ask(plan_version, ON, "2024")
    succeeded(world.actor("李强"))
    with world.refused(errors.ChangedSince, "计划“2024”在看过以后又有 1 处改动，是：.* 李强 单位接替 市公安局"):
        world.do(require_plan_seen, ON, "2024", seen)
    assert [event.verb for event in world.ask(list_events, ON, target="2024")][-1:] == ["unit:succeed"]
    assert world.ask(plan_version, ON, "2024") == world.ask(office_version, ON)


def test_request_for_a_task_that_moved_on_is_not_answered_unseen(world: World) -> None:
    world.confirmed()
    request = world.do(ask_extension, ON, "2024-03", "市公安局", dt.date(2025, 1, 31), reason="案卷多")
    seen = world.ask(task_version, ON, "2024-03")
    world.do(require_requests_seen, ON, [request], seen)
    world.actor("李强").do(assign, ON, "2024-03", "市财政局", Role.LEAD)
    with world.refused(errors.ChangedSince, "任务 2024-03 在看过以后又有 1 处改动，是：.* 李强 指定单位"):
        world.do(require_requests_seen, ON, [request], seen)
    world.office("东桥").do(require_requests_seen, ON, [request], "0")


def test_entries_that_came_since_the_list_was_seen_are_not_accepted_with_all(world: World) -> None:
    world.confirmed()
    world.log("2024-02", "市政府办公室", "2024Q2", ON)
    seen = world.ask(office_version, ON)
    world.do(require_entries_seen, ON, Wanted(everyone=True), seen)
    world.actor("李强").log("2024-03", "市公安局", "2024Q2", ON)
    with world.refused(errors.ChangedSince, "任务 2024-03 在看过以后又有 1 处改动，是：.* 李强 填报"):
        world.do(require_entries_seen, ON, Wanted(everyone=True), seen)


def test_list_of_units_is_not_taken_over_what_another_list_said_since(world: World, tmp_path: Path) -> None:
    world.confirmed()
    mine, theirs = tmp_path / "我的.csv", tmp_path / "别人的.csv"
    mine.write_text("单位,电话\n市司法局,0555-1\n市气象局,0555-2\n", encoding="utf-8-sig")
    theirs.write_text("单位,电话\n市司法局,0555-9\n", encoding="utf-8-sig")
    seen = world.ask(office_version, ON)
    world.actor("李强").do(import_units_file, ON, theirs)
    with world.refused(errors.ChangedSince, "单位“市司法局”在看过以后又有 1 处改动，是：.* 李强 导入单位 市司法局"):
        world.do(import_units_file, ON, mine, seen=seen)
    world.do(rename_unit, ON, "市财政局", "市财政金融局")
    assert world.do(import_units_file, ON, mine, seen=world.ask(unit_version, ON, "市司法局")) == (1, 1)
    assert {u.name: u.phone for u in world.ask(list_units, ON)}["市司法局"] == "0555-1"


def test_liaison_is_told_of_its_task_and_its_own_entries_and_of_others_only_how_many(world: World) -> None:
    world.confirmed()
    world.do(add_user, ON, "王敏", ActorRole.COORDINATOR)
    world.do(add_user, ON, "沈知远", ActorRole.UNIT, unit="市司法局")
    seen = world.ask(task_version, ON, "2024-03")
    own, other = (world.log("2024-03", unit, "2024Q2", ON) for unit in ("市司法局", "市公安局"))
    world.returned(other, ON, "别人的理由")
    world.do(ask_extension, ON, "2024-03", "市公安局", dt.date(2025, 1, 31), reason="别人的难处")
    world.do(assign, ON, "2024-03", "市财政局", Role.LEAD, reason="领导的批示")
    told = r"任务 2024-03 在看过以后又有 5 处改动，其中 3 处是别的单位的，其余 2 处是：[^；]* 填报 2024-03 市司法局 "
    liaison = world.actor("沈知远")
    with liaison.refused(errors.ChangedSince, rf"{told}[^；]*；[^；]* 指定单位 2024-03 市财政局。"):
        liaison.do(require_task_seen, ON, "2024-03", seen, filing=("市司法局",))
    world.returned(own, ON, "自己的理由")
    with pytest.raises(errors.ChangedSince) as refused:
        liaison.do(require_task_seen, ON, "2024-03", seen, filing=("市司法局",))
    assert [word in str(refused.value) for word in ("别人的", "批示", "自己的理由")] == [False, False, True]
    with pytest.raises(errors.ChangedSince, match=r"别人的理由.*别人的难处.*领导的批示"):
        world.do(require_task_seen, ON, "2024-03", seen)
