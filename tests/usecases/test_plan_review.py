"""The review workbook of a draft: unchanged it changes nothing, corrected it changes just that, faulty nothing."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from planner import errors
from planner.domain.actors import ActorRole
from planner.domain.drafts import CheckpointKind, Comparator, DueSource, Role
from planner.domain.review import (
    Handling,
)
from planner.domain.wording import Provenance
from planner.usecases.assignments import assign
from planner.usecases.plan_review import export_review, review_book
from planner.usecases.plan_review_apply import ReviewOutcome
from planner.usecases.plans import confirm_plan, correct_plan, list_plans
from planner.usecases.rosters import set_members
from planner.usecases.task_views import list_tasks, show_task
from planner.usecases.tasks import extend, set_owners
from planner.usecases.users import add_user
from tests.usecases.review_desk import DAY, Desk, FaultsFoundError, taken
from tests.world import SMALL_PLAN, World

pytestmark = pytest.mark.alike


@pytest.fixture
def desk(world: World) -> Desk:
    world.imported()
    return Desk(world)


def test_book_shows_every_task_with_the_words_it_came_from(desk: Desk) -> None:
    first = desk.book.tasks[0]
    assert (first.code, first.number, first.title) == ("2024-01", "（一）", "管好规范性文件")
    assert first.units == {
        Role.LEAD: (),
        Role.RESPONSIBLE: ("市司法局", "市财政局", "各县（市、区）政府"),
        Role.COOPERATING: (),
    }
    assert (first.due, first.provenance) == (dt.date(2024, 12, 31), Provenance.DEFAULT)
    assert first.source.startswith("（一）管好规范性文件。6月底前完成")
    assert first.source.endswith("按职责分工分别负责]")
    assert first.lead_proposal == "市司法局"
    assert [point.code for point in desk.book.points] == ["2024-01.1", "2024-01.2", "2024-03.1"]


def test_an_untouched_workbook_changes_nothing(desk: Desk) -> None:
    before = desk.world.rows()
    assert desk.hand_in() == ReviewOutcome((), ())
    assert desk.world.rows() == before


def test_corrected_words_hold_and_what_was_read_stays_beside_them(desk: Desk) -> None:
    desk.task("2024-02", title="开好政府会议", number="2").hand_in()
    detail = desk.world.ask(show_task, DAY, "2024-02")
    assert (detail.board.facts.title, detail.board.facts.number) == ("开好政府会议", "2")
    records = desk.world.ask(review_book, DAY, "2024").records
    assert [(r.code, r.field, r.read, r.decided, r.by) for r in records] == [
        ("2024-02", "序号", "（二）", "2", "王敏"),
        ("2024-02", "任务", "办好政府会议", "开好政府会议", "王敏"),
    ]


def test_what_was_decided_later_is_not_known_before(desk: Desk) -> None:
    desk.task("2024-02", title="开好政府会议").hand_in("2024-03-15")
    assert desk.world.ask(show_task, "2024-03-14", "2024-02").board.facts.title == "办好政府会议"
    assert desk.world.ask(show_task, "2024-03-15", "2024-02").board.facts.title == "开好政府会议"


def test_units_are_settled_by_role(desk: Desk) -> None:
    units = {Role.LEAD: "市司法局", Role.RESPONSIBLE: "市财政局", Role.COOPERATING: ""}
    outcome = desk.task("2024-01", units=units).hand_in()
    assert outcome.changes == (
        "2024-01：撤销 市司法局（责任）",
        "2024-01：撤销 各县（市、区）政府（责任）",
        "2024-01：市司法局 为牵头单位",
    )
    facts = desk.world.ask(show_task, DAY, "2024-01").board.facts
    assert {(unit.name, role) for unit, role in facts.assigned} == {
        ("市司法局", Role.LEAD),
        ("市财政局", Role.RESPONSIBLE),
    }


def test_a_new_unit_is_entered_but_a_slip_of_the_pen_is_told(desk: Desk) -> None:
    outcome = desk.task("2024-02", units={Role.RESPONSIBLE: "市政府办公室、市档案馆"}).hand_in()
    assert outcome.units_added == ("市档案馆",)
    with desk.world.refused(FaultsFoundError, "单位名录里没有“市政府办公宝”，是不是“市政府办公室”"):
        Desk(desk.world).task("2024-02", units={Role.RESPONSIBLE: "市政府办公宝"}).hand_in()


def test_a_due_day_is_the_coordinators_and_the_original_stays(desk: Desk) -> None:
    desk.task("2024-02", due=dt.date(2024, 10, 31)).hand_in()
    due = desk.world.ask(show_task, DAY, "2024-02").due
    assert (due.day, due.original, due.provenance) == (
        dt.date(2024, 10, 31),
        dt.date(2024, 12, 31),
        Provenance.COORDINATOR,
    )


def test_a_checkpoint_is_corrected_removed_and_added(desk: Desk) -> None:
    desk.point("2024-01.2", text="审查率95%以上", value=Decimal(95), comparator=Comparator.AT_LEAST)
    desk.point("2024-01.1", handling=Handling.REMOVE)
    desk.new_point(
        task="2024-02",
        text="会议纪要12份",
        kind=CheckpointKind.QUANTITY,
        comparator=Comparator.AT_LEAST,
        value=Decimal(12),
        unit="份",
        dues=(dt.date(2024, 11, 30),),
        whose=None,
    )
    assert desk.hand_in().changes == (
        "2024-01.1：考核点删除",
        "2024-01.2：考核点由“审查率100%（比率，= 100 %，2024-12-31）”改为“审查率95%以上（比率，≥ 95 %，2024-12-31）”",
        "2024-02.1：新增考核点“会议纪要12份”",
    )
    points = {point.code: point for point in desk.world.ask(review_book, DAY, "2024").points}
    assert set(points) == {"2024-01.2", "2024-02.1", "2024-03.1"}
    assert (points["2024-01.2"].value, points["2024-01.2"].dues) == (Decimal(95), (dt.date(2024, 12, 31),))
    assert points["2024-02.1"].dues == (dt.date(2024, 11, 30),)


def test_a_changed_series_of_days_can_still_be_extended(desk: Desk) -> None:
    desk.point("2024-03.1", dues=(dt.date(2024, 6, 20), dt.date(2024, 12, 20))).hand_in()
    desk.world.do(confirm_plan, DAY, "2024")
    desk.world.do(extend, "2024-07-01", "2024-03.1", dt.date(2024, 7, 31), reason="人手不足")
    (point,) = desk.world.ask(show_task, "2024-07-01", "2024-03").board.facts.checkpoints
    assert [(due.day, due.original) for due in point.dues] == [
        (dt.date(2024, 7, 31), dt.date(2024, 6, 20)),
        (dt.date(2024, 12, 20), None),
    ]


def test_a_split_takes_over_units_day_and_the_checkpoints_of_its_words(desk: Desk) -> None:
    body = desk.book.tasks[0].body
    first, second = body.split("对文件", 1)
    desk.task("2024-01", body=first)
    desk.new_task(Handling.SPLIT, "2024-01", title="审查规范性文件", body=f"对文件{second}")
    assert desk.hand_in().changes == (
        "2024-01：正文由“6月底前完成规范性文件清单编制。对文件开展审查，…”改为“6月底前完成规范性文件清单编制。”",
        "2024-05：拆自 2024-01“审查规范性文件”",
        "2024-05：市司法局 为责任单位",
        "2024-05：市财政局 为责任单位",
        "2024-05：各县（市、区）政府 为责任单位",
        "2024-01.2：考核点移到 2024-05.1",
    )
    assert [task.facts.code for task in desk.world.ask(list_tasks, DAY, "2024")] == [
        "2024-01",
        "2024-05",
        "2024-02",
        "2024-03",
        "2024-04",
    ]
    detail = desk.world.ask(show_task, DAY, "2024-05")
    assert SMALL_PLAN[slice(*detail.span)] == f"对文件{second}"
    assert [point.code for point in detail.board.facts.checkpoints] == ["2024-05.1"]


def test_words_lost_in_a_split_are_told(desk: Desk) -> None:
    first = desk.book.tasks[0].body.split("对文件", 1)[0]
    desk.task("2024-01", body=first).new_task(Handling.SPLIT, "2024-01", title="审查文件", body="审查文件。")
    with desk.world.refused(FaultsFoundError, "拆分 2024-01 后，原文“对文件开展审查”没有着落"):
        desk.hand_in()


def test_a_merged_task_gives_its_words_units_and_checkpoints_and_leaves_the_ledger(desk: Desk) -> None:
    desk.task("2024-01", handling=Handling.MERGE, target="2024-02").hand_in()
    assert [task.facts.code for task in desk.world.ask(list_tasks, DAY, "2024")] == ["2024-02", "2024-03", "2024-04"]
    facts = desk.world.ask(show_task, DAY, "2024-02").board.facts
    assert facts.body.endswith("\n管好规范性文件。6月底前完成规范性文件清单编制。对文件开展审查，审查率100%。")
    assert [unit.name for unit, _ in facts.assigned] == ["市政府办公室", "市司法局", "市财政局", "各县（市、区）政府"]
    assert [point.text for point in facts.checkpoints] == [
        "6月底前完成规范性文件清单编制",
        "审查率100%",
    ]


def test_an_item_is_taken_out_of_the_ledger_and_stays_in_the_book(desk: Desk) -> None:
    desk.task("2024-04", tracked=False).hand_in()
    assert len(desk.world.ask(list_tasks, DAY, "2024")) == 3
    assert [task.tracked for task in desk.world.ask(review_book, DAY, "2024").tasks] == [True, True, True, False]


def test_a_task_of_a_persons_own_is_added(desk: Desk) -> None:
    desk.new_task(
        Handling.ADD,
        section="二、规范执法",
        title="公开执法信息",
        body="按季度公开执法信息。",
        units={Role.LEAD: "市司法局"},
        due=dt.date(2024, 9, 30),
    )
    desk.hand_in()
    detail = desk.world.ask(show_task, DAY, "2024-05")
    assert (detail.board.facts.section, detail.due.day, detail.span) == ("二、规范执法", dt.date(2024, 9, 30), (0, 0))


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda d: d.task("2024-02", code="2024-09"), "没有编号为“2024-09”的任务"),
        (lambda d: d.task("2024-02", title=" "), "任务名称是空的"),
        (lambda d: d.task("2024-02", handling=Handling.MERGE, target="2024-02"), "不能并入"),
        (lambda d: d.task("2024-02", handling=Handling.MERGE, target="2024-77"), "没有编号为“2024-77”的任务"),
        (lambda d: d.new_task(Handling.ADD), "新增的任务没有写任务名称和正文"),
        (lambda d: d.new_task(Handling.ADD, code="2024-01", title="重名"), "2024-01 已经是任务的编号"),
        (lambda d: d.point("2024-01.2", value=None), "“比率”一类的考核点要有数值"),
        (lambda d: d.point("2024-01.1", dues=()), "“时间”一类的考核点要有应达成日"),
        (lambda d: d.point("2024-01.1", task="2024-31"), "没有编号为“2024-31”的任务"),
        (lambda d: d.new_point(text=""), "考核内容是空的"),
        (lambda d: d.task("2024-02", body=""), "正文是空的"),
        (lambda d: d.task("2024-02", due=dt.date(2023, 1, 1)), "2023-01-01 不在印发（2024-03-08）以后的合理范围内"),
        (lambda d: d.task("2024-02", units={Role.RESPONSIBLE: "待定"}), "“待定”不像单位名称"),
        (lambda d: d.task("2024-02", units={Role.RESPONSIBLE: "市司法局（牵头）"}), "角色由列来分"),
        (
            lambda d: d.task("2024-02", units={Role.LEAD: "市司法局", Role.RESPONSIBLE: "市司法局"}),
            "“市司法局”同时写在牵头和责任两个角色里",
        ),
    ],
)
def test_a_faulty_workbook_is_refused_whole(desk: Desk, spoil: Callable[[Desk], Desk], sentence: str) -> None:
    desk.task("2024-04", title="照样不改")
    spoil(desk)
    with desk.world.refused(FaultsFoundError, sentence):
        desk.hand_in()


def test_a_deleted_row_is_told(desk: Desk) -> None:
    desk.back = replace(desk.back, tasks=desk.back.tasks[1:], points=desk.back.points[1:])
    with desk.world.refused(FaultsFoundError, "任务表里少了 2024-01 一行[^\n]*\n考核点表里少了 2024-01.1 一行"):
        desk.hand_in()


def test_a_row_made_of_an_older_state_is_told(desk: Desk) -> None:
    desk.world.actor("李强").do(assign, DAY, "2024-02", "市财政局", Role.COOPERATING)
    who = "李强 指定单位 2024-02 市财政局（配合）"
    with desk.world.refused(FaultsFoundError, f"2024-02 在这份核对表导出以后已经改动过（最近是 .* {who}），请重新导出"):
        desk.task("2024-02", title="改个名").hand_in()


def test_who_decided_a_row_in_another_workbook_is_told(desk: Desk) -> None:
    Desk(desk.world.actor("李强")).task("2024-01", title="清理文件").point("2024-01.1", text="编制清单").hand_in()
    task = "2024-01 在这份核对表导出以后已经改动过（最近是 .* 李强 核对 2024-01（标题 管好规范性文件 改为 标题 清理文件"
    point = "2024-01.1 在这份核对表导出以后已经改动过（最近是 .* 李强 核对 2024-01.1（"
    with desk.world.refused(FaultsFoundError, f"{task}.*\n.*{point}"):
        desk.task("2024-01", title="改个名").point("2024-01.1", text="编制文件清单").hand_in()


def test_two_people_share_the_work_and_a_row_nobody_touched_stands(desk: Desk) -> None:
    other = Desk(desk.world)
    desk.task("2024-02", title="开好政府会议").hand_in()
    assert other.task("2024-04", title="练兵").hand_in().changes == ("2024-04：任务由“培训执法人员”改为“练兵”",)
    assert [task.title for task in desk.world.ask(review_book, DAY, "2024").tasks] == [
        "管好规范性文件",
        "开好政府会议",
        "评查执法案卷",
        "练兵",
    ]


def test_rows_without_their_version_are_told_where_they_differ(desk: Desk) -> None:
    other = Desk(desk.world)
    desk.task("2024-02", title="开好政府会议").hand_in()
    for code in ("2024-01", "2024-02", "2024-03", "2024-04"):
        other.task(code, version="")
    with desk.world.refused(FaultsFoundError, "2024-02 “版本”一列空了"):
        other.hand_in()


def test_the_same_workbook_again_makes_nothing_twice(desk: Desk) -> None:
    body = desk.book.tasks[0].body
    first, second = body.split("对文件", 1)
    desk.task("2024-01", body=first)
    desk.new_task(Handling.SPLIT, "2024-01", title="审查规范性文件", body=f"对文件{second}")
    desk.task("2024-04", handling=Handling.MERGE, target="2024-03").hand_in()
    with desk.world.refused(FaultsFoundError, "同样的任务已经有了（2024-05），这份核对表是不是采用过了"):
        desk.hand_in()


def test_a_task_may_be_split_behind_a_comma(desk: Desk) -> None:
    desk.task("2024-02", body="改进会议组织，")
    desk.new_task(Handling.SPLIT, "2024-02", title="严格议题管理", body="严格议题管理。")
    assert desk.hand_in().changes[1] == "2024-05：拆自 2024-02“严格议题管理”"


def test_a_merged_task_says_where_it_went(desk: Desk) -> None:
    desk.task("2024-04", handling=Handling.MERGE, target="2024-03").hand_in()
    assert desk.world.ask(show_task, DAY, "2024-04").merged_into == "2024-03"
    assert desk.world.ask(review_book, DAY, "2024").tasks[3].warnings[0] == "已并入 2024-03"


def test_a_moved_checkpoint_keeps_its_proposed_day_as_proposed(desk: Desk) -> None:
    desk.point("2024-01.2", task="2024-02").hand_in()
    (point,) = desk.world.ask(show_task, DAY, "2024-02").board.facts.checkpoints
    assert (point.due_source, point.dues[0].original) == (DueSource.DEFAULT, None)


def test_a_workbook_that_holds_work_is_not_written_over(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "核对表.xlsx"
    desk.world.ask(export_review, DAY, path, "2024")
    desk.world.ask(export_review, DAY, path, "2024")
    book = load_workbook(path)
    book["任务"]["G2"].value = "改了一个字"
    book.save(path)
    with pytest.raises(errors.OutputHoldsWork):
        desk.world.ask(export_review, DAY, path, "2024")


def test_what_a_draft_was_misread_to_say_of_itself_is_put_right(desk: Desk) -> None:
    desk.world.do(correct_plan, DAY, "2024", issued_on=dt.date(2024, 3, 1), title="青禾市工作要点")
    (plan,) = desk.world.ask(list_plans, DAY)
    assert (plan.title, plan.issued_on) == ("青禾市工作要点", dt.date(2024, 3, 1))
    desk.world.do(confirm_plan, DAY, "2024")
    with desk.world.refused(errors.PlanConfirmed):
        desk.world.do(correct_plan, DAY, "2024", title="别的")


def test_a_workbook_of_another_plan_is_told(desk: Desk) -> None:
    desk.back = replace(desk.back, plan_code="2023")
    with desk.world.refused(FaultsFoundError, "这份核对表是计划“2023”的，不是“2024”的"):
        desk.hand_in()


def test_a_confirmed_plan_is_locked(desk: Desk) -> None:
    desk.world.do(confirm_plan, DAY, "2024")
    assert Desk(desk.world).hand_in() == ReviewOutcome((), ())
    with desk.world.refused(FaultsFoundError, "计划已确认，文字已锁定"):
        Desk(desk.world).task("2024-02", title="改个名").hand_in()


def test_only_the_coordinator_reviews(desk: Desk) -> None:
    desk.world.do(add_user, DAY, "王敏", ActorRole.COORDINATOR)
    desk.world.do(add_user, DAY, "李强", ActorRole.LEADER)
    with desk.world.refused(errors.NotAllowed):
        desk.world.actor("李强").do(taken, DAY, desk.back)


def test_a_confirmed_plan_stays_locked_for_an_earlier_day_too(desk: Desk) -> None:
    desk.world.do(confirm_plan, "2024-03-15", "2024")
    with desk.world.refused(FaultsFoundError, "计划已确认，文字已锁定"):
        desk.task("2024-02", title="改个名").hand_in("2024-03-12")


def test_decisions_and_confirmation_keep_their_order(desk: Desk) -> None:
    desk.task("2024-02", title="开好政府会议").hand_in("2024-03-20")
    with desk.world.refused(errors.EntryBackdated):
        Desk(desk.world).task("2024-02", number="2").hand_in("2024-03-12")
    with desk.world.refused(errors.EntryBackdated):
        desk.world.do(confirm_plan, "2024-03-15", "2024")


def test_a_corrected_checkpoint_goes_along_corrected(desk: Desk) -> None:
    desk.point("2024-01.2", value=Decimal(90)).new_point(
        task="2024-01",
        text="清单1份",
        kind=CheckpointKind.QUANTITY,
        comparator=Comparator.EXACTLY,
        value=Decimal(1),
        unit="份",
        dues=(),
        whose=None,
    )
    desk.task("2024-01", handling=Handling.MERGE, target="2024-02").hand_in()
    points = desk.world.ask(show_task, DAY, "2024-02").board.facts.checkpoints
    assert [(point.text, point.value) for point in points] == [
        ("6月底前完成规范性文件清单编制", None),
        ("审查率100%", Decimal(90)),
        ("清单1份", Decimal(1)),
    ]


def test_a_merge_says_what_it_cannot_carry_over(desk: Desk) -> None:
    desk.task("2024-03", due=dt.date(2024, 6, 30), handling=Handling.MERGE, target="2024-01")
    told = desk.hand_in().changes
    assert "2024-01：市司法局 原来是牵头，在 2024-01 仍是责任，请核对" in told


def test_a_split_asks_the_same_members_as_the_whole(desk: Desk) -> None:
    desk.world.do(set_members, DAY, "市政府有关部门", ["市公安局", "市财政局"], task="2024-04")
    desk.task("2024-04", body="加强业务学习，")
    desk.new_task(Handling.SPLIT, "2024-04", title="提高执法水平", body="不断提高执法水平。").hand_in()
    (roster,) = desk.world.ask(show_task, DAY, "2024-05").board.facts.collectives
    assert roster.roster is not None
    assert len(roster.roster) == 2


def test_owners_go_with_their_checkpoint(desk: Desk) -> None:
    desk.world.do(set_owners, DAY, "2024-01.2", ["市财政局"])
    Desk(desk.world).point("2024-01.2", task="2024-03").hand_in()
    (*_, point) = desk.world.ask(show_task, DAY, "2024-03").checkpoints
    assert point.owed_by == ("市财政局",)
