"""Single tasks: deadlines extended, tasks marked, checkpoints given to owners, states changed."""

import datetime as dt
from dataclasses import replace

import pytest

from planner import errors
from planner.domain.board import DueDay
from planner.domain.checkpoints import Due
from planner.domain.lights import Cause, Colour
from planner.domain.progress import Mark, TaskState
from planner.domain.wording import Provenance, light_reason
from planner.usecases.plans import confirm_plan, import_plan
from planner.usecases.reports import read_annual
from planner.usecases.rosters import set_members
from planner.usecases.status import read_status
from planner.usecases.task_views import CheckpointView, TaskDetail, list_tasks, show_task
from planner.usecases.tasks import Extension, extend, set_mark, set_owners, set_state
from tests.world import SMALL_PLAN, World, document

pytestmark = pytest.mark.alike

SPRING = dt.date(2025, 3, 31)
DUE_TEXT = SMALL_PLAN.replace("[责任单位：市政府办公室]", "（责任单位：市政府办公室；完成时限：2024年9月底前）")


def shown(world: World, code: str, as_of: str | None = None) -> TaskDetail:
    """A task."""
    return world.ask(show_task, as_of, code)


def point(world: World, code: str, as_of: str | None = None) -> CheckpointView:
    """A checkpoint by its code."""
    return next(view for view in shown(world, code.partition(".")[0], as_of).checkpoints if view.code == code)


# ---- extensions ----


def test_extended_task_is_due_later_and_its_first_day_is_kept(world: World) -> None:
    world.confirmed()
    assert world.do(extend, "2024-12-02", "2024-02", SPRING, reason="系统改造") == Extension(
        "2024-02", dt.date(2024, 12, 31), SPRING
    )
    detail = shown(world, "2024-02")
    assert detail.due == DueDay(
        SPRING,
        dt.date(2024, 12, 31),
        "",
        Provenance.EXTENDED,
        before_issue=False,
        moved_from=dt.date(2024, 12, 31),
    )
    assert [(row.due, row.provenance, row.reason) for row in detail.deadlines][1:] == [
        (SPRING, Provenance.EXTENDED, "系统改造")
    ]


def test_printed_deadline_is_kept_beside_its_extension(world: World) -> None:
    world.confirmed(DUE_TEXT)
    before = shown(world, "2024-02").due
    world.do(extend, "2024-09-02", "2024-02", dt.date(2024, 11, 30), reason="系统改造")
    after = shown(world, "2024-02").due
    assert (before.day, before.provenance, before.original) == (dt.date(2024, 9, 30), Provenance.TEXT, None)
    assert (after.day, after.provenance, after.original, after.phrase) == (
        dt.date(2024, 11, 30),
        Provenance.EXTENDED,
        dt.date(2024, 9, 30),
        before.phrase,
    )


def test_extension_takes_a_red_light_away_from_its_day_on(world: World) -> None:
    world.confirmed()
    world.do(extend, "2025-01-08", "2024-02", SPRING, reason="系统改造")
    causes = [shown(world, "2024-02", day).board.light.cause for day in ("2025-01-07", "2025-01-08")]
    assert causes == [Cause.OVERDUE, Cause.NOT_REPORTED]


def test_extended_checkpoint_moves_its_last_day_before_the_new_one(world: World) -> None:
    world.confirmed()
    assert world.do(extend, "2024-07-01", "2024-03.1", dt.date(2024, 7, 31), reason="案卷未归档") == Extension(
        "2024-03.1", dt.date(2024, 6, 30), dt.date(2024, 7, 31)
    )
    days = [[due.day for due in point(world, "2024-03.1", day).checkpoint.dues] for day in ("2024-06-30", "2024-07-01")]
    assert days == [
        [dt.date(2024, 3, 31), dt.date(2024, 6, 30), dt.date(2024, 9, 30), dt.date(2024, 12, 31)],
        [dt.date(2024, 3, 31), dt.date(2024, 7, 31), dt.date(2024, 9, 30), dt.date(2024, 12, 31)],
    ]


def test_day_before_the_plans_issue_counts_once_the_coordinator_set_it(world: World) -> None:
    world.confirmed(SMALL_PLAN.replace("6月底前完成", "2月底前完成"))
    assert point(world, "2024-01.1").checkpoint.dues == (Due(dt.date(2024, 2, 29), before_issue=True),)
    world.do(extend, "2024-04-01", "2024-01.1", dt.date(2024, 5, 31), reason="补设")
    assert point(world, "2024-01.1").checkpoint.dues == (
        Due(dt.date(2024, 5, 31), original=dt.date(2024, 2, 29), reason="补设"),
    )


@pytest.mark.parametrize("reason", ["", "  "])
def test_extension_needs_a_reason(world: World, reason: str) -> None:
    world.confirmed()
    with world.refused(errors.ReasonMissing, "延期要写明理由"):
        world.do(extend, None, "2024-02", SPRING, reason=reason)


@pytest.mark.parametrize(
    ("code", "to"),
    [("2024-02", dt.date(2024, 12, 31)), ("2024-02", dt.date(2024, 6, 30)), ("2024-03.1", dt.date(2024, 3, 31))],
)
def test_extension_must_be_later(world: World, code: str, to: dt.date) -> None:
    world.confirmed()
    with world.refused(errors.ExtensionNotLater, f"{code} 现在的时限是"):
        world.do(extend, "2024-04-01", code, to, reason="系统改造")


def test_draft_cannot_be_extended(world: World) -> None:
    world.do(import_plan, "2024-03-11", document(SMALL_PLAN))
    with world.refused(errors.PlanIsDraft):
        world.do(extend, "2024-03-12", "2024-02", SPRING, reason="系统改造")


def test_checkpoint_that_isnt_there_is_told_with_those_that_are(world: World) -> None:
    world.confirmed()
    with world.refused(
        errors.CheckpointMissing, "没有编号为“2024-01.9”的考核点；这项任务的考核点有：2024-01.1、2024-01.2"
    ):
        world.do(extend, None, "2024-01.9", SPRING, reason="系统改造")
    with world.refused(errors.CheckpointMissing, "这项任务没有考核点"):
        world.do(set_owners, None, "2024-02.1", ["市政府办公室"])


def test_code_in_full_width_and_code_of_a_plan_with_a_dot_are_understood(world: World) -> None:
    world.do(import_plan, "2024-03-11", document(SMALL_PLAN), code="2024.fz")
    world.do(confirm_plan, "2024-03-11", "2024.fz")
    assert world.do(extend, "2024-07-01", "2024.fz-02", SPRING, reason="系统改造").code == "2024.fz-02"
    assert world.do(extend, "2024-07-01", "２０２４．fz－01．1", SPRING, reason="系统改造").code == "2024.fz-01.1"
    assert world.do(set_owners, "2024-07-01", "2024.fz-01.1", ["市司法局"]) == ("市司法局",)


# ---- marks ----


def test_first_responsible_duty_feeds_part_three_from_its_day_on(world: World) -> None:
    world.confirmed()
    world.accepted("2024-02", "市政府办公室", "2024Q2", "2024-07-02", text="主要负责人主持会议。")
    world.do(set_mark, "2024-08-01", "2024-02", Mark.FIRST_RESPONSIBLE, value=True)
    told = [world.ask(read_annual, day).first_responsible for day in ("2024-07-31", "2024-08-01")]
    assert [[task.task for task in tasks] for tasks in told] == [[], ["2024-02"]]


def test_mark_is_taken_away_again(world: World) -> None:
    world.confirmed()
    world.do(set_mark, "2024-08-01", "2024-02", Mark.FIRST_RESPONSIBLE, value=True)
    world.do(set_mark, "2024-08-02", "2024-02", Mark.FIRST_RESPONSIBLE, value=False)
    assert not shown(world, "2024-02").board.facts.first_responsible


def test_marking_again_changes_nothing_of_the_days_before(world: World) -> None:
    world.confirmed()
    world.do(set_mark, "2024-08-01", "2024-02", Mark.FIRST_RESPONSIBLE, value=True)
    world.do(set_mark, "2024-09-02", "2024-02", Mark.FIRST_RESPONSIBLE, value=True)
    assert shown(world, "2024-02", "2024-08-15").board.facts.first_responsible


def test_task_left_out_of_the_ledger_is_no_longer_listed_but_shown(world: World) -> None:
    world.confirmed()
    world.do(set_mark, None, "2024-02", Mark.TRACKED, value=False)
    assert [task.facts.code for task in world.ask(list_tasks, None)] == ["2024-01", "2024-03", "2024-04"]
    assert shown(world, "2024-02").board.facts.code == "2024-02"


# ---- owners ----


def test_owners_owe_the_checkpoint_and_nobody_else(world: World) -> None:
    world.confirmed()
    everyone = point(world, "2024-01.1").owed_by
    world.do(set_owners, "2024-05-06", "2024-01.1", ["市司法局"])
    assert (everyone, point(world, "2024-01.1").owed_by) == (("市司法局", "市财政局"), ("市司法局",))
    assert point(world, "2024-01.1", "2024-05-05").owed_by == everyone


def test_owners_may_be_a_classs_members(world: World) -> None:
    world.confirmed()
    world.do(set_members, "2024-03-20", "各县（市、区）政府", ["东桥县政府", "西桥县政府"])
    assert world.do(set_owners, "2024-05-06", "2024-01.1", ["各县（市、区）政府"]) == ("各县（市、区）政府",)
    world.do(set_members, "2024-06-20", "各县（市、区）政府", ["东桥县政府", "南桥县政府"])
    assert point(world, "2024-01.1", "2024-06-19").owed_by == ("东桥县政府", "西桥县政府")
    assert point(world, "2024-01.1", "2024-06-20").owed_by == ("东桥县政府", "南桥县政府")


def test_owners_given_anew_replace_those_before_and_none_means_everyone(world: World) -> None:
    world.confirmed()
    with world.logged() as events:
        world.do(set_owners, "2024-05-06", "2024-01.1", ["市司法局"])
        world.do(set_owners, "2024-05-07", "2024-01.1", ["市财政局"])
        world.do(set_owners, "2024-05-08", "2024-01.1", [])
    owed = [point(world, "2024-01.1", f"2024-05-0{day}").owed_by for day in (6, 7, 8)]
    assert owed == [("市司法局",), ("市财政局",), ("市司法局", "市财政局")]
    assert [event[2:4] for event in events] == [
        ({"owners": []}, {"owners": ["市司法局"]}),
        ({"owners": ["市司法局"]}, {"owners": ["市财政局"]}),
        ({"owners": ["市财政局"]}, {"owners": []}),
    ]


def test_owner_that_isnt_on_the_task_is_refused(world: World) -> None:
    world.confirmed()
    with world.refused(errors.NotOnTask, "“市公安局”不是任务 2024-01 的责任单位；这项任务的单位有：市司法局、市财政局"):
        world.do(set_owners, None, "2024-01.1", ["市公安局"])


# ---- states ----


@pytest.mark.parametrize("state", [TaskState.PAUSED, TaskState.DROPPED])
def test_task_out_of_action_has_no_light_from_the_day_on(world: World, state: TaskState) -> None:
    world.confirmed()
    world.do(set_state, "2024-07-01", "2024-01", state, basis="专题会议纪要〔2024〕2号")
    lights = [shown(world, "2024-01", day).board.light for day in ("2024-06-30", "2024-07-01")]
    assert [(light.colour, light.since) for light in lights] == [
        (Colour.YELLOW, dt.date(2024, 6, 15)),
        (Colour.NONE, dt.date(2024, 7, 1)),
    ]
    facts = shown(world, "2024-01").board.facts
    assert (facts.state, facts.state_basis) == (state, "专题会议纪要〔2024〕2号")


def test_resumed_task_has_its_light_again(world: World) -> None:
    world.confirmed()
    world.do(set_state, "2024-05-06", "2024-01", TaskState.PAUSED, basis="机构改革")
    world.do(set_state, "2024-07-01", "2024-01", TaskState.ACTIVE, basis="改革完成")
    assert shown(world, "2024-01", "2024-06-30").board.light.colour is Colour.NONE
    assert shown(world, "2024-01", "2024-07-01").board.light.cause is Cause.CHECKPOINT_OVERDUE


def test_merged_task_names_the_one_it_went_into(world: World) -> None:
    world.confirmed()
    with world.logged() as events:
        world.do(set_state, "2024-05-06", "2024-04", TaskState.MERGED, basis="任务重复", into="2024-03")
    assert shown(world, "2024-04").merged_into == "2024-03"
    assert events == [
        ("task:merge", "2024-04", {"state": "active"}, {"state": "merged", "into": "2024-03"}, "任务重复")
    ]


@pytest.mark.parametrize("into", ["2024-04", "2024-02", None])
def test_task_goes_into_another_one_in_action_only(world: World, into: str | None) -> None:
    """Not into itself, not into one that was dropped, not into nothing."""
    world.confirmed()
    world.do(set_state, "2024-05-06", "2024-02", TaskState.DROPPED, basis="上级取消")
    with world.refused(errors.MergeFaulty, "任务 2024-04 不能并入"):
        world.do(set_state, "2024-05-07", "2024-04", TaskState.MERGED, basis="任务重复", into=into)


@pytest.mark.parametrize(
    ("state", "deed", "into"),
    [(TaskState.PAUSED, "暂缓", None), (TaskState.DROPPED, "取消", None), (TaskState.MERGED, "并入", "2024-02")],
)
def test_task_that_others_went_into_stays_in_action(
    world: World, state: TaskState, deed: str, into: str | None
) -> None:
    world.confirmed()
    world.do(set_state, "2024-05-06", "2024-04", TaskState.MERGED, basis="任务重复", into="2024-03")
    told = "请先用 task resume 恢复 2024-04，或用 task merge 把 2024-04 另行并入。"
    with world.refused(errors.MergedIntoIt, f"任务 2024-03 不能{deed}：2024-04 并入了它，{told}"):
        world.do(set_state, "2024-05-07", "2024-03", state, basis="机构改革", into=into)
    world.do(set_state, "2024-05-08", "2024-01", TaskState.MERGED, basis="任务重复", into="2024-03")
    with world.refused(errors.MergedIntoIt, "2024-01、2024-04 并入了它，.*另行并入，其余的也一样"):
        world.do(set_state, "2024-05-09", "2024-03", state, basis="机构改革", into=into)


def test_task_goes_once_those_that_went_into_it_are_back_or_elsewhere(world: World) -> None:
    world.confirmed()
    for code in ("2024-01", "2024-04"):
        world.actor("李强").do(set_state, "2024-05-06", code, TaskState.MERGED, basis="任务重复", into="2024-03")
    world.do(set_state, "2024-05-07", "2024-01", TaskState.ACTIVE, basis="分开办理")
    with world.refused(errors.StateUnchanged, "任务 2024-04 现在就是“并入”（2024-05-06 李强），没有改动"):
        world.do(set_state, "2024-05-07", "2024-04", TaskState.MERGED, basis="任务重复", into="2024-03")
    world.do(set_state, "2024-05-07", "2024-04", TaskState.MERGED, basis="改并", into="2024-02")
    assert shown(world, "2024-04").merged_into == "2024-02"
    world.do(set_state, "2024-05-08", "2024-03", TaskState.DROPPED, basis="上级取消")
    assert shown(world, "2024-03").board.facts.state is TaskState.DROPPED


def test_task_of_another_plan_is_no_place_to_go(world: World) -> None:
    world.confirmed()
    world.do(import_plan, "2024-04-01", document(SMALL_PLAN + "\n"), code="2024B")
    with world.refused(errors.MergeFaulty):
        world.do(set_state, "2024-05-07", "2024-04", TaskState.MERGED, basis="任务重复", into="2024B-04")


def test_state_needs_a_basis_and_a_change(world: World) -> None:
    world.confirmed()
    for state, deed in ((TaskState.PAUSED, "暂缓"), (TaskState.ACTIVE, "恢复"), (TaskState.MERGED, "并入")):
        with world.refused(errors.BasisMissing, f"{deed}任务 2024-01 要有依据，请用 --basis 写明"):
            world.do(set_state, None, "2024-01", state, basis=" ")
    with world.refused(errors.StateUnchanged, "任务 2024-01 现在就是“执行中”，没有改动"):
        world.do(set_state, None, "2024-01", TaskState.ACTIVE, basis="恢复")


def test_paused_task_takes_no_progress(world: World) -> None:
    world.confirmed()
    world.do(set_state, "2024-05-06", "2024-01", TaskState.PAUSED, basis="机构改革")
    with world.refused(errors.TaskClosed, "任务 2024-01 已暂缓，不再填报；如要恢复请用 task resume 2024-01"):
        world.log("2024-01", "市司法局", "2024Q2", "2024-07-02")


def test_task_that_another_was_merged_into_keeps_its_own_progress(world: World) -> None:
    world.confirmed()
    world.accepted("2024-03", "市司法局", "2024Q2", "2024-07-02")
    world.log("2024-04", "市公安局", "2024Q2", "2024-07-02")
    before = shown(world, "2024-03", "2024-07-10")
    world.do(set_state, "2024-07-10", "2024-04", TaskState.MERGED, basis="任务重复", into="2024-03")
    after = shown(world, "2024-03", "2024-07-10")
    assert after.version != before.version
    assert replace(after, version=before.version) == before
    merged = shown(world, "2024-04", "2024-07-10")
    assert [entry.text for entry in merged.entries] == ["推进了有关工作。"]
    assert light_reason(merged.board.light) == "市公安局：任务并入2024-03，自2024-07-10起不亮灯（依据：任务重复）"


@pytest.mark.parametrize("state", [TaskState.PAUSED, TaskState.DROPPED, TaskState.MERGED])
def test_task_out_of_action_stands_in_status_with_its_basis_and_is_chased_no_more(
    world: World, state: TaskState
) -> None:
    world.confirmed()
    into = "2024-03" if state is TaskState.MERGED else None
    world.do(set_state, "2024-07-05", "2024-01", state, basis="专题会议纪要〔2024〕2号", into=into)
    page = world.ask(read_status, "2024-07-20")
    assert [(notice.task, notice.kind) for notice in page.out_of_action] == [("2024-01", state.value)]
    assert "依据：专题会议纪要〔2024〕2号" in page.out_of_action[0].message
    notices = (*page.late, *page.late_by_original, *page.due_soon, *page.decisions)
    assert "2024-01" not in {notice.task for notice in notices} | {row.task for row in page.missing}


def test_entry_made_before_the_pause_is_kept(world: World) -> None:
    world.confirmed()
    world.do(set_state, "2024-07-05", "2024-01", TaskState.PAUSED, basis="机构改革")
    assert world.log("2024-01", "市司法局", "2024Q2", "2024-07-02") > 0
