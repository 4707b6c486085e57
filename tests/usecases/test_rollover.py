"""Next year: what was not finished becomes draft tasks of the new plan, with its history."""

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from planner import errors
from planner.domain.actors import ActorRole
from planner.domain.drafts import DueSource, Role
from planner.domain.progress import Mark, Status, TaskState
from planner.domain.reminders import Wish
from planner.domain.responsibility import ReturnedRow
from planner.domain.wording import Provenance
from planner.usecases.acts import AsOf
from planner.usecases.assignments import apply_table
from planner.usecases.lookups import find_task
from planner.usecases.origins import EarlierTask, LaterTask, earlier_tasks
from planner.usecases.plan_review import review_book
from planner.usecases.plans import confirm_plan, import_plan
from planner.usecases.reminders import read_chase, write_calendar
from planner.usecases.rollover import offer_rollover, roll_over
from planner.usecases.rosters import set_members, show_members
from planner.usecases.status import read_status
from planner.usecases.task_views import TaskDetail, show_task
from planner.usecases.tasks import extend, set_mark, set_owners, set_state
from planner.usecases.units import add_unit, rename_unit, succeed_unit
from planner.usecases.users import add_user
from tests.world import World, document, shared

pytestmark = pytest.mark.alike

NEXT_PLAN = """青禾市2025年法治建设工作要点

为做好本年度法治建设工作，制定本要点。

一、规范决策

（一）清理规范性文件。逐件提出清理意见。[责任单位：市司法局]

（二）评查执法案卷。每半年至少开展1次案卷评查。[牵头单位：市司法局]

青禾市司法局
2025年1月20日
"""
"""Two tasks; the second has the title of 2024-03."""

DAY = "2025-02-10"
SUMMER, AUTUMN = dt.date(2025, 6, 30), dt.date(2025, 9, 30)


@shared
def year_end(world: World) -> World:
    """A year of which 2024-02 was done: 2024-01, 2024-03 and the paused 2024-04 are left; next year's draft is in."""
    world.confirmed()
    world.do(set_members, "2024-03-12", "市政府有关部门", ["市教育局", "市民政局"], task="2024-04")
    world.accepted("2024-01", "市司法局", "2024Q4", "2025-01-05", text="清单还在编制。", figures=("2024-01.2=3/3件",))
    world.accepted("2024-01", "市财政局", "2024Q4", "2025-01-05", figures=("2024-01.2=2/2件",))
    world.accepted("2024-02", "市政府办公室", "2024Q4", "2025-01-05", status=Status.DONE)
    world.do(set_state, "2024-11-01", "2024-04", TaskState.PAUSED, basis="机构改革")
    world.do(import_plan, "2025-02-05", document(NEXT_PLAN, "新要点.txt"))
    return world


def shown(world: World, code: str, as_of: str | None = None) -> TaskDetail:
    return world.ask(show_task, as_of, code)


def history(world: World, code: str, as_of: str | None = None) -> tuple[EarlierTask, ...]:
    """What a task goes on from."""

    def ask(session: Session, asked: AsOf) -> tuple[EarlierTask, ...]:
        return earlier_tasks(session, asked, find_task(session, asked, code).task.id)

    return world.ask(ask, as_of)


def units(detail: TaskDetail) -> list[tuple[str, Role]]:
    return [(each.unit, each.role) for each in detail.assignments if not each.proposed]


def test_what_is_offered_is_what_was_not_finished_and_changes_nothing(world: World) -> None:
    year_end(world)
    before = world.rows()
    offer = world.ask(offer_rollover, DAY, "2024", "2025")
    told = [(each.task, each.state, each.units, each.checkpoints, each.into, each.already) for each in offer.tasks]
    assert told == [
        ("2024-01", TaskState.ACTIVE, 3, 1, None, ""),
        ("2024-03", TaskState.ACTIVE, 3, 1, "2025-02", "2025-02 已有同名任务"),
        ("2024-04", TaskState.PAUSED, 2, 0, None, ""),
    ]
    assert world.rows() == before


def test_task_that_goes_on_is_a_draft_task_with_words_units_and_proposed_day(world: World) -> None:
    year_end(world)
    outcome = world.do(roll_over, DAY, "2024", "2025")
    assert [(each.task, each.into) for each in outcome.tasks] == [
        ("2024-01", "2025-03"),
        ("2024-03", "2025-02"),
        ("2024-04", "2025-04"),
    ]
    old, new = shown(world, "2024-01"), shown(world, "2025-03")
    assert (new.section_path, new.board.facts.title, new.board.facts.body) == (
        "上年结转",
        old.board.facts.title,
        old.board.facts.body,
    )
    assert units(new) == units(old)
    assert (new.due.day, new.due.provenance) == (dt.date(2025, 12, 31), Provenance.DEFAULT)
    reasons = [each.reason for each in new.deadlines]
    assert reasons == ["上年时限 2024-12-31，结转，按计划最后一天推定"]
    assert new.board.facts.state is TaskState.ACTIVE


def test_only_the_checkpoints_that_were_not_met_go_on_with_proposed_days(world: World) -> None:
    year_end(world)
    world.do(set_owners, DAY, "2024-01.1", ["市财政局"])
    world.do(roll_over, DAY, "2024", "2025")
    (point,) = shown(world, "2025-03").checkpoints
    assert (point.code, point.text, point.sentence, point.owed_by) == (
        "2025-03.1",
        "6月底前完成规范性文件清单编制",
        shown(world, "2024-01").checkpoints[0].sentence,
        ("市财政局",),
    )
    assert (point.checkpoint.due_source, [due.day for due in point.checkpoint.dues]) == (
        DueSource.DEFAULT,
        [dt.date(2025, 12, 31)],
    )


def test_what_holds_now_goes_on_not_what_was_read(world: World) -> None:
    year_end(world)
    world.do(rename_unit, "2025-01-10", "市司法局", "市司法和法治局")
    world.do(add_unit, "2025-01-10", "市金融局")
    world.do(succeed_unit, "2025-01-10", "市财政局", "市金融局", since=dt.date(2025, 1, 10))
    world.do(extend, "2025-01-10", "2024-01", dt.date(2025, 3, 31), reason="系统改造")
    world.do(set_mark, "2025-01-10", "2024-01", Mark.FIRST_RESPONSIBLE, value=True)
    world.do(roll_over, DAY, "2024", "2025")
    new = shown(world, "2025-03")
    assert units(new) == [
        ("市司法和法治局", Role.RESPONSIBLE),
        ("市金融局", Role.RESPONSIBLE),
        ("各县（市、区）政府", Role.RESPONSIBLE),
    ]
    assert new.deadlines[0].reason.startswith("上年时限 2025-03-31，结转")
    assert new.board.facts.first_responsible


def test_day_moved_into_the_new_year_goes_on_as_the_coordinators(world: World) -> None:
    year_end(world)
    world.do(extend, "2025-01-10", "2024-01", SUMMER, reason="系统改造")
    world.do(apply_table, "2025-01-11", [ReturnedRow(2, "2024-04", {}, AUTUMN)])
    offer = {item.task: item for item in world.ask(offer_rollover, DAY, "2024", "2025").tasks}
    assert [offer[code].notes for code in ("2024-01", "2024-04")] == [
        ("上年批准延至 2025-06-30，时限照此结转",),
        ("上年暂缓（依据：机构改革）", "上年定为 2025-09-30，时限照此结转"),
    ]
    world.do(roll_over, DAY, "2024", "2025")
    dues = [shown(world, code) for code in ("2025-03", "2025-04")]
    assert [(new.due.day, new.due.provenance, new.deadlines[-1].reason) for new in dues] == [
        (SUMMER, Provenance.COORDINATOR, "上年批准延至 2025-06-30，结转"),
        (AUTUMN, Provenance.COORDINATOR, "上年定为 2025-09-30，结转"),
    ]
    assert [new.board.light.original for new in dues] == [None, None]
    book = world.ask(review_book, DAY, "2025")
    assert [(row.code, row.field, row.decided) for row in book.records if row.field == "完成时限"] == [
        ("2025-03", "完成时限", "2025-06-30（上年批准延至 2025-06-30，结转）"),
        ("2025-04", "完成时限", "2025-09-30（上年定为 2025-09-30，结转）"),
    ]


def test_day_moved_within_the_old_year_does_not_go_on(world: World) -> None:
    year_end(world)
    world.do(apply_table, "2025-01-10", [ReturnedRow(2, "2024-01", {}, dt.date(2024, 11, 30))])
    world.do(roll_over, DAY, "2024", "2025")
    new = shown(world, "2025-03")
    assert (new.due.day, new.due.provenance) == (dt.date(2025, 12, 31), Provenance.DEFAULT)
    assert new.deadlines[-1].reason == "上年时限 2024-11-30，结转，按计划最后一天推定"


def test_checkpoint_moved_into_the_new_year_keeps_its_day(world: World) -> None:
    year_end(world)
    world.do(extend, "2025-01-10", "2024-01.1", SUMMER, reason="系统改造")
    world.do(roll_over, DAY, "2024", "2025")
    (point,) = shown(world, "2025-03").checkpoints
    assert ([due.day for due in point.checkpoint.dues], point.checkpoint.due_source) == (
        [SUMMER],
        DueSource.COORDINATOR,
    )


def test_checkpoints_left_behind_by_a_task_of_the_same_title_are_told(world: World) -> None:
    year_end(world)
    world.do(extend, "2025-01-10", "2024-03", SUMMER, reason="案卷多")
    told = ("上年批准延至 2025-06-30，时限按新计划的同名任务，不照此结转",)
    offered = world.ask(offer_rollover, DAY, "2024", "2025").tasks
    assert [(item.task, item.left) for item in offered] == [
        ("2024-01", ()),
        ("2024-03", ("2024-03.1",)),
        ("2024-04", ()),
    ]
    assert offered[1].notes == told
    world.do(roll_over, DAY, "2024", "2025")
    again = world.ask(offer_rollover, DAY, "2024", "2025").tasks
    assert [(item.into, item.left) for item in again] == [
        ("2025-03", ()),
        ("2025-02", ("2024-03.1",)),
        ("2025-04", ()),
    ]
    assert again[1].notes == told


def test_review_workbook_says_where_a_task_comes_from_and_why_it_is_due_then(world: World) -> None:
    year_end(world)
    world.do(extend, "2025-01-10", "2024-01", SUMMER, reason="系统改造")
    world.do(roll_over, DAY, "2024", "2025")
    rows = {row.code: row for row in world.ask(review_book, DAY, "2025").tasks}
    assert {code: (row.warnings, row.due_reason) for code, row in rows.items()} == {
        "2025-01": ((), ""),
        "2025-02": (("结转自 2024-03",), ""),
        "2025-03": (("结转自 2024-01",), "上年批准延至 2025-06-30，结转"),
        "2025-04": (
            ("结转自 2024-04", "上年暂缓（依据：机构改革）；不接着做请在“跟踪”写“否”"),
            "上年时限 2024-12-31，结转，按计划最后一天推定",
        ),
    }
    eve = {row.code: row.warnings for row in world.ask(review_book, "2025-02-09", "2025").tasks}
    assert eve == {"2025-01": (), "2025-02": ()}


def test_old_task_shows_where_it_went_from_that_day_on(world: World) -> None:
    year_end(world)
    world.do(roll_over, DAY, "2024", "2025")
    world.do(set_mark, "2025-02-12", "2025-04", Mark.TRACKED, value=False)
    world.do(confirm_plan, "2025-02-15", "2025")
    went = dt.date(2025, 2, 10)
    assert [shown(world, "2024-04", on).later for on in ("2025-02-09", DAY, "2025-02-15")] == [
        (),
        (LaterTask("2025", "2025-04", "培训执法人员", went, confirmed=False, tracked=True),),
        (LaterTask("2025", "2025-04", "培训执法人员", went, confirmed=True, tracked=False),),
    ]
    assert [each.task for each in shown(world, "2024-03").later] == ["2025-02"]
    assert shown(world, "2025-03").later == ()


def test_what_a_plan_in_force_goes_on_with_is_no_longer_chased_for_by_the_old_one(world: World) -> None:
    year_end(world)
    world.do(set_state, "2025-01-20", "2024-04", TaskState.ACTIVE, basis="改革完成")
    world.do(roll_over, DAY, "2024", "2025")
    world.do(set_mark, "2025-02-12", "2025-04", Mark.TRACKED, value=False)
    world.do(confirm_plan, "2025-02-15", "2025")
    chases = [world.ask(read_chase, on, Wish(), "2024") for on in ("2025-02-14", "2025-02-15")]
    found = [({m.task for unit in chase.units for m in unit.matters}, chase.gone_on) for chase in chases]
    assert found == [({"2024-01", "2024-03", "2024-04"}, 0), ({"2024-04"}, 2)]


def test_calendar_of_the_old_plan_leaves_out_what_went_on(one_world: World, tmp_path: Path) -> None:
    year_end(one_world)
    one_world.do(extend, "2025-01-10", "2024-01", SUMMER, reason="系统改造")
    one_world.do(roll_over, DAY, "2024", "2025")
    one_world.do(confirm_plan, "2025-02-15", "2025")
    counts = [
        one_world.ask(write_calendar, on, tmp_path / "日历.ics", Wish(), "2024") for on in ("2025-02-14", "2025-02-15")
    ]
    assert counts == [1, 0]


def test_members_named_for_the_old_task_are_asked_for_the_new_one(world: World) -> None:
    year_end(world)
    world.do(roll_over, DAY, "2024", "2025")
    rosters = world.ask(show_members, DAY, "市政府有关部门")
    assert [(roster.task, roster.members) for roster in rosters] == [
        ("2024-04", ("市教育局", "市民政局")),
        ("2025-04", ("市教育局", "市民政局")),
    ]


def test_task_shows_what_it_goes_on_from_with_its_entries(world: World) -> None:
    year_end(world)
    world.do(roll_over, DAY, "2024", "2025")
    (earlier,) = history(world, "2025-03")
    assert (earlier.plan, earlier.task, earlier.title, earlier.carried_on) == (
        "2024",
        "2024-01",
        "管好规范性文件",
        dt.date(2025, 2, 10),
    )
    assert [(entry.unit, entry.text) for entry in earlier.entries] == [
        ("市司法局", "清单还在编制。"),
        ("市财政局", "推进了有关工作。"),
    ]
    assert history(world, "2025-01") == history(world, "2024-01") == ()


def test_task_of_the_same_title_is_linked_and_not_added(world: World) -> None:
    year_end(world)
    world.accepted("2024-03", "市公安局", "2024Q4", "2025-01-06", text="评查了案卷。")
    with world.logged() as events:
        world.do(roll_over, DAY, "2024", "2025")
    assert ("plan:rollover", "2025-02", None, {"linked": "结转自 2024-03"}, "") in events
    (earlier,) = history(world, "2025-02")
    assert (earlier.task, [entry.text for entry in earlier.entries]) == ("2024-03", ["评查了案卷。"])
    assert history(world, "2025-02", "2025-02-09") == ()


def test_each_task_that_goes_on_is_logged(world: World) -> None:
    year_end(world)
    with world.logged() as events:
        world.do(roll_over, DAY, "2024", "2025")
    assert [event for event in events if event[0] == "plan:rollover"] == [
        ("plan:rollover", "2025-03", {"added": None}, {"added": "结转自 2024-01：管好规范性文件"}, ""),
        ("plan:rollover", "2025-02", None, {"linked": "结转自 2024-03"}, ""),
        (
            "plan:rollover",
            "2025-04",
            {"added": None},
            {"added": "结转自 2024-04：培训执法人员，上年暂缓（依据：机构改革）"},
            "",
        ),
    ]


def test_nothing_is_offered_twice(world: World) -> None:
    year_end(world)
    world.do(roll_over, DAY, "2024", "2025")
    before = world.rows()
    again = world.do(roll_over, "2025-02-11", "2024", "2025")
    assert world.rows() == before
    assert [(each.into, each.already) for each in again.tasks] == [
        ("2025-03", "已经结转为 2025-03"),
        ("2025-02", "已经结转为 2025-02"),
        ("2025-04", "已经结转为 2025-04"),
    ]
    eve = world.ask(offer_rollover, "2025-02-09", "2024", "2025")
    assert [each.already for each in eve.tasks] == ["", "2025-02 已有同名任务", ""]


def test_what_comes_up_later_goes_on_too(world: World) -> None:
    year_end(world)
    world.do(roll_over, DAY, "2024", "2025")
    world.accepted("2024-02", "市政府办公室", "2024Q4", "2025-02-12", text="其实还没有做完。")
    later = world.do(roll_over, "2025-02-13", "2024", "2025")
    assert [(each.task, each.into) for each in later.tasks if not each.already] == [("2024-02", "2025-05")]


def test_review_workbook_shows_it_and_the_plan_can_be_confirmed(world: World) -> None:
    year_end(world)
    world.do(roll_over, DAY, "2024", "2025")
    book = world.ask(review_book, DAY, "2025")
    task = next(each for each in book.tasks if each.code == "2025-03")
    assert (task.section, task.tracked, task.source) == ("上年结转", True, "")
    assert [(each.code, each.field, each.decided) for each in book.records] == [
        ("2025-03", "新增任务", "结转自 2024-01：管好规范性文件"),
        ("2025-04", "新增任务", "结转自 2024-04：培训执法人员，上年暂缓（依据：机构改革）"),
    ]
    with world.refused(errors.EntryBackdated):
        world.do(confirm_plan, "2025-02-09", "2025")
    world.do(set_mark, "2025-02-12", "2025-04", Mark.TRACKED, value=False)
    confirmed = world.do(confirm_plan, "2025-02-15", "2025")
    assert confirmed.tasks == ("2025-01", "2025-02", "2025-03")
    assert sum(world.ask(read_status, "2025-03-01", "2025").lights.values()) == 3


# ---- refusals ----


def test_plan_to_go_on_into_must_be_a_later_draft(world: World) -> None:
    world.confirmed()
    with world.refused(errors.NextPlanMissing, "没有代号为“2025”的计划可以结转进去，请先用 plan import 导入"):
        world.do(roll_over, DAY, "2024", "2025")
    with world.refused(errors.NextPlanEarlier, "“2024”是2024年的，“2024”是2024年的"):
        world.do(roll_over, DAY, "2024", "2024")
    world.do(import_plan, "2025-02-05", document(NEXT_PLAN, "新要点.txt"))
    world.do(confirm_plan, "2025-02-06", "2025")
    for on in ("2025-02-05", DAY):
        with world.refused(errors.NextPlanConfirmed, "计划“2025”已于 2025-02-06 确认，文字已锁定，不能再结转任务进去"):
            world.do(roll_over, on, "2024", "2025")


def test_plan_that_goes_on_must_be_known_and_confirmed(world: World) -> None:
    world.do(import_plan, "2025-02-05", document(NEXT_PLAN, "新要点.txt"))
    with world.refused(errors.PlanMissing):
        world.do(roll_over, DAY, "2024", "2025")
    with world.refused(errors.PlanIsDraft):
        world.do(roll_over, DAY, "2025", "2025")


def test_rollover_cannot_count_for_a_day_before_what_was_decided_on_the_new_plan(world: World) -> None:
    year_end(world)
    world.do(roll_over, DAY, "2024", "2025")
    with world.refused(errors.EntryBackdated):
        world.do(roll_over, "2025-02-09", "2024", "2025")


@pytest.mark.parametrize("role", [ActorRole.LEADER, ActorRole.AUDITOR])
def test_only_the_coordinator_carries_over(world: World, role: ActorRole) -> None:
    year_end(world)
    world.do(add_user, DAY, "王敏", ActorRole.COORDINATOR)
    world.do(add_user, DAY, "李强", role)
    with world.refused(errors.NotAllowed):
        world.actor("李强").do(roll_over, DAY, "2024", "2025")


def test_what_would_go_on_is_listed_before_the_next_plan_is_there(world: World) -> None:
    world.confirmed()
    outcome = world.ask(offer_rollover, "2024-12-31", "2024", "2025")
    assert [(item.task, item.into, item.already) for item in outcome.tasks] == [
        ("2024-01", None, ""),
        ("2024-02", None, ""),
        ("2024-03", None, ""),
        ("2024-04", None, ""),
    ]
