"""A newer document of a plan: it proposes only what it changes, and nothing moves before the coordinator takes it."""

import datetime as dt
from dataclasses import replace

import pytest

from planner import errors
from planner.domain.drafts import Role
from planner.domain.progress import TaskState
from planner.domain.review import ReturnedProposal, ReturnedReview, ReviewProposal
from planner.usecases.assignments import assign
from planner.usecases.plan_review import review_book
from planner.usecases.plan_review_apply import ReviewOutcome
from planner.usecases.plans import import_plan
from planner.usecases.revisions import RevisionOutcome, revise_plan
from planner.usecases.task_views import list_tasks, show_task
from planner.usecases.tasks import extend
from tests.usecases.review_desk import Desk, FaultsFoundError, taken
from tests.world import SMALL_PLAN, World, document

pytestmark = pytest.mark.alike

DAY = "2024-05-06"
NEWER = (
    SMALL_PLAN.replace("审查率100%", "审查率95%以上")
    .replace("[责任单位：市政府办公室]", "[责任单位：市政府办公室、市档案馆]")
    .replace("（四）培训执法人员。", "（四）公开执法信息。及时公开。[责任单位：市司法局]\n\n（五）培训执法人员。")
)


def revised(world: World, text: str = NEWER, on: str = DAY) -> RevisionOutcome:
    """Read a newer document of the plan."""
    return world.do(revise_plan, on, document(text, "新要点.txt"), "2024")


def proposals(world: World, as_of: str = DAY) -> tuple[ReviewProposal, ...]:
    """What waits for a decision."""
    return world.ask(review_book, as_of, "2024").proposals


def decide(world: World, *, take: bool, on: str = DAY, only: str | None = None) -> ReviewOutcome:
    """Take or decline what waits."""
    rows = tuple(
        ReturnedProposal(f"修订建议!{p.id}", p.id, take) for p in proposals(world, on) if only in (None, p.field)
    )
    back = ReturnedReview(plan_code="2024", tasks=(), points=(), proposals=rows, faults=())
    return world.do(taken, on, back)


@pytest.fixture
def office(world: World) -> World:
    return world.confirmed()


def test_only_what_changed_is_proposed_and_nothing_moves(office: World) -> None:
    before = [office.ask(show_task, DAY, f"2024-0{k}") for k in range(1, 5)]
    outcome = revised(office)
    assert [(p.task, p.field, p.held, p.proposed) for p in outcome.new] == [
        (
            "2024-01",
            "正文",
            "6月底前完成规范性文件清单编制。对文件开展审查，审查率100%。",
            "6月底前完成规范性文件清单编制。对文件开展审查，审查率95%以上。",
        ),
        (
            "2024-01",
            "考核点",
            "2024-01.2 审查率100%（比率，= 100 %，2024-12-31）",
            "审查率95%以上（比率，≥ 95 %，2024-12-31）",
        ),
        ("2024-02", "责任单位", "责任：市政府办公室", "责任：市政府办公室、市档案馆"),
        (None, "新任务", "", "（四）公开执法信息\n单位：责任：市司法局\n及时公开。"),
        ("2024-04", "序号", "（四）", "（五）"),
    ]
    assert [office.ask(show_task, DAY, f"2024-0{k}") for k in range(1, 5)] == before


def test_the_same_bytes_again_do_nothing(office: World) -> None:
    revised(office)
    before = office.rows()
    assert revised(office) == RevisionOutcome("2024", "青禾市2024年法治建设工作要点", True, (), 5, ())
    assert office.rows() == before


def test_taken_proposals_hold_from_their_day_on(office: World) -> None:
    revised(office)
    changes = decide(office, take=True).changes
    assert changes == (
        "2024-01：正文改按新文件",
        "2024-01.2：考核点改为“审查率95%以上”",
        "2024-02：市档案馆 为责任单位",
        "2024-05：新增“公开执法信息”",
        "2024-04：序号改按新文件",
    )
    assert proposals(office) == ()
    assert office.ask(show_task, DAY, "2024-01").board.facts.body.endswith("审查率95%以上。")
    assert office.ask(show_task, "2024-05-05", "2024-01").board.facts.body.endswith("审查率100%。")
    assert [task.facts.code for task in office.ask(list_tasks, DAY, "2024")] == [
        "2024-01",
        "2024-02",
        "2024-03",
        "2024-05",
        "2024-04",
    ]
    assert [task.facts.code for task in office.ask(list_tasks, "2024-05-05", "2024")] == [
        "2024-01",
        "2024-02",
        "2024-03",
        "2024-04",
    ]
    units = office.ask(show_task, DAY, "2024-05").assignments
    assert [(unit.unit, unit.role, unit.since) for unit in units] == [
        ("市司法局", Role.RESPONSIBLE, dt.date(2024, 5, 6))
    ]


def test_declined_proposals_leave_all_as_it_was_and_are_not_made_again(office: World) -> None:
    before = office.ask(list_tasks, DAY, "2024")
    revised(office)
    decide(office, take=False)
    assert office.ask(list_tasks, DAY, "2024") == before
    assert revised(office, NEWER + "\n").new == ()


def test_a_task_that_is_gone_is_dropped_with_the_document_as_its_basis(office: World) -> None:
    less = SMALL_PLAN[: SMALL_PLAN.index("（四）")] + SMALL_PLAN[SMALL_PLAN.index("\n青禾市司法局") :]
    revised(office, less)
    assert decide(office, take=True).changes == ("2024-04：取消（修订文件里没有这项任务）",)
    facts = office.ask(show_task, DAY, "2024-04").board.facts
    assert (facts.state, facts.state_basis) == (TaskState.DROPPED, "修订文件里没有这项任务")


def test_what_a_person_put_right_is_not_proposed_back(world: World) -> None:
    world.do(import_plan, "2024-03-11", document(SMALL_PLAN))
    Desk(world).task("2024-02", title="开好政府会议").hand_in()
    outcome = revised(world, SMALL_PLAN.replace("不断提高执法水平", "切实提高执法水平"))
    assert [(p.task, p.field) for p in outcome.new] == [("2024-04", "正文")]


def test_a_third_document_replaces_what_still_waits_of_the_second(office: World) -> None:
    revised(office)
    third = NEWER.replace("审查率95%以上", "审查率98%以上")
    outcome = revised(office, third, on="2024-05-20")
    waiting = proposals(office, "2024-05-20")
    assert (outcome.new, len(waiting)) == (waiting, 5)
    assert [(p.task, p.field) for p in waiting if p.task == "2024-01"] == [("2024-01", "正文"), ("2024-01", "考核点")]
    decide(office, take=True, on="2024-05-20")
    (date, rate) = office.ask(show_task, "2024-05-20", "2024-01").board.facts.checkpoints
    assert (date.text, rate.text) == ("6月底前完成规范性文件清单编制", "审查率98%以上")


def test_a_proposal_decided_before_cannot_be_decided_otherwise(office: World) -> None:
    revised(office)
    rows = tuple(ReturnedProposal(f"修订建议!{p.id}", p.id, False) for p in proposals(office))
    decide(office.actor("李强"), take=True)
    with office.refused(FaultsFoundError, f"修订建议已经处理过（{DAY} 李强 采用）"):
        office.do(taken, DAY, ReturnedReview("2024", (), (), rows, ()))


def test_proposal_is_not_taken_over_what_was_decided_since_it_was_seen(office: World) -> None:
    revised(office, SMALL_PLAN.replace("[责任单位：市政府办公室]", "[责任单位：市政府办公室]\n完成时限：2024年9月底"))
    (due,) = [p for p in proposals(office) if p.field == "完成时限"]
    assert due.held == "2024-12-31（推定）"
    row = ReturnedProposal("修订建议!第2行", due.id, taken=True, version=due.version)
    office.actor("李强").do(extend, DAY, "2024-02", dt.date(2025, 3, 31), reason="会议延后")
    who = "李强 延期 2024-02（2024-12-31 改为 2025-03-31，会议延后）"
    with office.refused(FaultsFoundError, f"2024-02 的完成时限在这份核对表导出以后已经改动过（最近是 .* {who}）"):
        office.do(taken, DAY, ReturnedReview("2024", (), (), (row,), ()))
    with office.refused(FaultsFoundError, "2024-02 的完成时限“版本”一列空了"):
        office.do(taken, DAY, ReturnedReview("2024", (), (), (replace(row, version=None),), ()))
    declined = replace(row, taken=False)
    assert office.do(taken, DAY, ReturnedReview("2024", (), (), (declined,), ())).changes
    assert office.ask(show_task, DAY, "2024-02").due.day == dt.date(2025, 3, 31)


def test_a_document_of_another_plan_is_refused(office: World) -> None:
    other = SMALL_PLAN.replace("法治建设", "普法宣传")
    office.do(import_plan, DAY, document(other), code="2024B")
    with office.refused(errors.SourceOfAnotherPlan):
        revised(office, other)


def test_a_newer_document_is_not_read_before_the_older_one(office: World) -> None:
    revised(office, on="2024-06-01")
    with office.refused(errors.EntryBackdated):
        revised(office, NEWER + "\n", on="2024-05-01")


def test_units_change_only_where_the_document_does(office: World) -> None:
    office.do(assign, "2024-04-01", "2024-02", "市政府办公室", Role.LEAD)
    revised(office)
    (units,) = [p for p in proposals(office) if p.field == "责任单位"]
    assert units.held == "牵头：市政府办公室"
    decide(office, take=True, only="责任单位")
    held = office.ask(show_task, DAY, "2024-02").board.facts.assigned
    assert {(unit.name, role) for unit, role in held} == {("市政府办公室", Role.LEAD), ("市档案馆", Role.RESPONSIBLE)}


def test_going_back_to_what_holds_proposes_nothing(office: World) -> None:
    revised(office)
    assert revised(office, SMALL_PLAN, on="2024-05-20").new == ()
    assert proposals(office, "2024-05-20") == ()


def test_going_back_to_the_first_document_proposes_it_back(office: World) -> None:
    revised(office)
    decide(office, take=True)
    back = revised(office, SMALL_PLAN, on="2024-05-20")
    assert ("2024-01", "正文") in [(p.task, p.field) for p in back.new]


def test_a_newer_document_is_no_plan_of_its_own(office: World) -> None:
    revised(office)
    with office.refused(errors.ReadAsRevision, "已经作为计划“2024”的新版读过"):
        office.do(import_plan, DAY, document(NEWER), code="2024B")


def test_a_quite_different_document_is_refused(office: World) -> None:
    other = "青禾市2024年法治建设工作要点\n一、别的\n（一）种树。全年种树。[责任单位：市林业局]\n"
    with office.refused(errors.RevisionUnlike, "只对得上 0/4 项任务"):
        revised(office, other)


def test_a_proposal_is_not_decided_before_it_was_made(office: World) -> None:
    revised(office)
    rows = tuple(ReturnedProposal(f"修订建议!{p.id}", p.id, True) for p in proposals(office))
    with office.refused(FaultsFoundError, "不能早于那天处理"):
        office.do(taken, "2024-04-01", ReturnedReview("2024", (), (), rows, ()))


def test_a_reworded_checkpoint_is_known_again(world: World) -> None:
    world.do(import_plan, "2024-03-11", document(SMALL_PLAN))
    Desk(world).point("2024-01.2", text="审查率达到100%").hand_in()
    revised(world)
    decide(world, take=True, only="考核点")
    points = world.ask(show_task, DAY, "2024-01").board.facts.checkpoints
    assert [(point.code, point.text) for point in points] == [
        ("2024-01.1", "6月底前完成规范性文件清单编制"),
        ("2024-01.2", "审查率95%以上"),
    ]
