"""Who does what: single acts, and the table that comes back corrected."""

import datetime as dt
from collections.abc import Mapping

import pytest

from planner import errors
from planner.domain.drafts import Role
from planner.domain.responsibility import ResponsibilityRow, ReturnedRow
from planner.domain.wording import PlanState, Provenance
from planner.usecases.assignments import TableOutcome, apply_table, assign, responsibility_table, unassign
from planner.usecases.plans import import_plan
from planner.usecases.task_views import AssignmentView, show_task
from planner.usecases.units import add_unit
from tests.world import SMALL_PLAN, World, document

LEAD, RESPONSIBLE, COOPERATING = Role


def on_task(world: World, code: str, as_of: str | None = None) -> list[tuple[str, Role]]:
    """Units and roles as settled."""
    found = world.ask(show_task, as_of, code).assignments
    return [(view.unit, view.role) for view in found if not view.proposed]


def row(task: str, due: dt.date | None = None, **cells: str) -> ReturnedRow:
    """A corrected row: cells by role."""
    units: Mapping[Role, str] = {role: cells.get(role.value, "") for role in Role}
    return ReturnedRow(int(task[-2:]) + 1, task, units, due)


def as_it_is(world: World) -> list[ReturnedRow]:
    """The table as it goes out, sent back untouched."""
    table = world.ask(responsibility_table, None, "2024")
    return [
        ReturnedRow(
            place,
            found.task,
            {
                LEAD: "、".join(found.lead),
                RESPONSIBLE: "、".join(found.responsible),
                COOPERATING: "、".join(found.cooperating),
            },
            found.due,
        )
        for place, found in enumerate(table.rows, start=2)
    ]


def test_assigned_unit_is_on_the_task_from_the_day_on(world: World) -> None:
    world.confirmed()
    assert world.do(assign, "2024-05-06", "2024-02", "市公安局", COOPERATING) == "市公安局"
    assert on_task(world, "2024-02", "2024-05-05") == [("市政府办公室", RESPONSIBLE)]
    assert on_task(world, "2024-02", "2024-05-06") == [("市政府办公室", RESPONSIBLE), ("市公安局", COOPERATING)]


def test_printed_assignment_keeps_its_phrase_and_an_added_one_its_day(world: World) -> None:
    world.confirmed()
    world.do(assign, "2024-05-06", "2024-02", "市公安局", COOPERATING)
    assert world.ask(show_task, None, "2024-02").assignments[:2] == (
        AssignmentView("市政府办公室", RESPONSIBLE, False, False, "[责任单位：市政府办公室]", None, None),
        AssignmentView("市公安局", COOPERATING, False, False, "", dt.date(2024, 5, 6), None),
    )


def test_new_role_takes_the_place_of_the_old_and_keeps_what_was_said(world: World) -> None:
    world.confirmed()
    world.accepted("2024-01", "市司法局", "2024Q2", "2024-07-02")
    world.do(assign, "2024-07-05", "2024-01", "市司法局", LEAD)
    assert on_task(world, "2024-01")[0] == ("市司法局", LEAD)
    assert on_task(world, "2024-01", "2024-07-04")[0] == ("市司法局", RESPONSIBLE)
    unit = world.ask(show_task, None, "2024-01").board.units[0]
    assert (len(unit.standing.accepted), len(unit.asked)) == (1, 4)


def test_unit_the_coordinator_added_is_asked_since_then_whatever_its_role_became(world: World) -> None:
    world.confirmed()
    world.do(assign, "2024-04-15", "2024-02", "市公安局", COOPERATING)
    world.do(assign, "2024-08-01", "2024-02", "市公安局", RESPONSIBLE)
    asked = world.ask(show_task, "2024-08-02", "2024-02").board.units[1].asked
    assert [str(period) for period, _ in asked] == ["2024Q2", "2024Q3", "2024Q4"]


def test_lead_once_settled_is_no_longer_proposed(world: World) -> None:
    world.confirmed()
    proposed = [view.unit for view in world.ask(show_task, None, "2024-01").assignments if view.proposed]
    world.do(assign, None, "2024-01", "市财政局", LEAD)
    after = [view.unit for view in world.ask(show_task, None, "2024-01").assignments if view.proposed]
    assert (proposed, after) == (["市司法局"], [])


def test_assigning_what_is_so_already_is_refused(world: World) -> None:
    world.confirmed()
    with world.refused(errors.AssignmentExists, "“市司法局”已经是任务 2024-03 的牵头单位"):
        world.do(assign, None, "2024-03", "市司法局", LEAD)


def test_assigning_a_unit_nobody_knows_is_refused_with_the_nearest_names(world: World) -> None:
    world.confirmed()
    with world.refused(errors.UnitMissing, "单位名录里没有“市公安厅”；是不是：市公安局"):
        world.do(assign, None, "2024-02", "市公安厅", LEAD)


def test_assigning_to_a_task_that_isnt_there_is_refused(world: World) -> None:
    world.confirmed()
    with world.refused(errors.TaskMissing, "没有编号为“2024-99”的任务"):
        world.do(assign, None, "2024-99", "市公安局", LEAD)


def test_unassigned_unit_is_off_the_task_from_the_day_on_and_its_entries_stay(world: World) -> None:
    world.confirmed()
    world.accepted("2024-01", "市财政局", "2024Q2", "2024-07-02")
    world.do(unassign, "2024-07-05", "2024-01", "市财政局", reason="职能划转")
    assert ("市财政局", RESPONSIBLE) in on_task(world, "2024-01", "2024-07-04")
    assert ("市财政局", RESPONSIBLE) not in on_task(world, "2024-01", "2024-07-05")
    assert [entry.unit for entry in world.ask(show_task, None, "2024-01").entries] == ["市财政局"]


def test_unassigning_a_unit_that_isnt_on_the_task_is_refused_with_those_that_are(world: World) -> None:
    world.confirmed()
    with world.refused(errors.NotOnTask, "“市公安局”不是任务 2024-02 的责任单位；这项任务的单位有：市政府办公室"):
        world.do(unassign, None, "2024-02", "市公安局")


def test_draft_may_be_settled_before_it_is_confirmed(world: World) -> None:
    world.do(import_plan, "2024-03-11", document(SMALL_PLAN))
    world.do(assign, "2024-03-11", "2024-02", "市公安局", LEAD)
    assert on_task(world, "2024-02") == [("市政府办公室", RESPONSIBLE), ("市公安局", LEAD)]


def test_assigning_is_logged_with_the_role_before(world: World) -> None:
    world.confirmed()
    with world.logged() as events:
        world.do(assign, None, "2024-01", "市司法局", LEAD, reason="专题会议明确")
        world.do(unassign, None, "2024-01", "市司法局")
    assert events == [
        ("task:assign", "2024-01 市司法局", ["responsible"], "lead", "专题会议明确"),
        ("task:unassign", "2024-01 市司法局", ["lead"], None, ""),
    ]


# ---- the table ----


def test_table_shows_who_does_what_by_when(world: World) -> None:
    world.do(import_plan, "2024-03-11", document(SMALL_PLAN))
    table = world.ask(responsibility_table, None, None)
    assert (table.plan_code, table.plan_state, len(table.rows)) == ("2024", PlanState.DRAFT, 4)
    assert table.rows[2] == ResponsibilityRow(
        task="2024-03",
        section="二、规范执法",
        number="（三）",
        title="评查执法案卷",
        lead=("市司法局",),
        responsible=("市公安局",),
        cooperating=("市财政局",),
        due=dt.date(2024, 12, 31),
        provenance=Provenance.DEFAULT,
        due_phrase="",
        checkpoints=("2024-03.1 每季度至少开展1次",),
        lead_proposal=None,
    )
    assert table.rows[0].lead_proposal == "市司法局"


def test_table_sent_back_untouched_changes_nothing(world: World) -> None:
    world.confirmed()
    rows, before = as_it_is(world), world.rows()
    assert world.do(apply_table, "2024-04-01", rows) == TableOutcome()
    assert world.rows() == before


def test_corrections_become_exactly_those_changes_each_logged(world: World) -> None:
    world.confirmed()
    world.do(add_unit, None, "市档案馆", kind="群团或事业单位")
    with world.logged() as events:
        outcome = world.do(
            apply_table,
            "2024-04-01",
            [
                row("2024-01", lead="市司法局", responsible="市财政局、各县(市、区)政府"),
                row("2024-02", responsible="市政府办公室", cooperating="市档案馆", due=dt.date(2024, 9, 30)),
                row("2024-03", lead="市司法局", responsible="市公安局"),
            ],
        )
    assert outcome == TableOutcome(
        changes=(
            "2024-01：撤销 市司法局（责任）",
            "2024-01：市司法局 为牵头单位",
            "2024-02：市档案馆 为配合单位",
            "2024-02：完成时限由 2024-12-31 改为 2024-09-30",
            "2024-03：撤销 市财政局（配合）",
        )
    )
    assert events == [
        ("task:unassign", "2024-01 市司法局", ["responsible"], None, "责任分工表"),
        ("task:assign", "2024-01 市司法局", None, "lead", "责任分工表"),
        ("task:assign", "2024-02 市档案馆", None, "cooperating", "责任分工表"),
        ("task:due", "2024-02", "2024-12-31", "2024-09-30", "责任分工表"),
        ("task:unassign", "2024-03 市财政局", ["cooperating"], None, "责任分工表"),
    ]
    assert on_task(world, "2024-01") == [
        ("市司法局", LEAD),
        ("市财政局", RESPONSIBLE),
        ("各县（市、区）政府", RESPONSIBLE),
    ]
    assert on_task(world, "2024-02") == [("市政府办公室", RESPONSIBLE), ("市档案馆", COOPERATING)]
    due = world.ask(show_task, None, "2024-02").due
    assert (due.day, due.original, due.provenance) == (
        dt.date(2024, 9, 30),
        dt.date(2024, 12, 31),
        Provenance.COORDINATOR,
    )


def test_same_table_taken_twice_changes_nothing_more(world: World) -> None:
    world.confirmed()
    corrected = [row("2024-02", lead="市政府办公室", due=dt.date(2024, 9, 30))]
    world.do(apply_table, "2024-04-01", corrected)
    before = world.rows()
    assert world.do(apply_table, "2024-04-02", corrected) == TableOutcome()
    assert world.rows() == before


def test_tasks_that_the_table_leaves_out_stay_as_they_are(world: World) -> None:
    world.confirmed()
    world.do(apply_table, "2024-04-01", [row("2024-02", lead="市政府办公室")])
    assert on_task(world, "2024-04") == [("市公安局", RESPONSIBLE), ("市政府有关部门", RESPONSIBLE)]


def test_table_with_any_fault_is_taken_nowhere_and_all_faults_are_told(world: World) -> None:
    world.confirmed()
    before = world.rows()
    outcome = world.do(
        apply_table,
        "2024-04-01",
        [
            row("2024-02", lead="市政府办公室"),
            row("2024-01", lead="市档案局", responsible="市财政局", cooperating="市财政局"),
            row("2024-09", lead="市司法局"),
        ],
    )
    assert outcome == TableOutcome(
        faults=(
            "第2行牵头单位：单位名录里没有“市档案局”，请先用 unit add 添加或改正名称",
            "第2行：“市财政局”同时写在两个角色里",
            "第10行：没有编号为“2024-09”的任务",
        )
    )
    assert world.rows() == before


def test_task_given_in_two_rows_is_a_fault(world: World) -> None:
    world.confirmed()
    outcome = world.do(
        apply_table,
        "2024-04-01",
        [ReturnedRow(2, "2024-02", {LEAD: "市公安局"}, None), ReturnedRow(3, "２０２４-02", {LEAD: "市司法局"}, None)],
    )
    assert outcome.faults == ("第3行：编号 2024-02 与第2行重复，请只留一行",)


@pytest.mark.parametrize("code", ["2024-02", "２０２４－０２", " 2024-02 "])
def test_task_is_found_by_its_code_in_any_width(world: World, code: str) -> None:
    world.confirmed()
    assert world.ask(show_task, None, code).board.facts.code == "2024-02"


def test_row_made_of_an_older_state_is_a_fault_and_undoes_nothing(world: World) -> None:
    world.confirmed()
    sent = world.ask(responsibility_table, "2024-04-01", "2024").rows
    world.actor("李强").do(assign, "2024-05-06", "2024-02", "市司法局", Role.LEAD, reason="会议定的")
    world.log("2024-02", "市政府办公室", "2024Q1", "2024-05-07")
    back = [
        ReturnedRow(
            number,
            sent_row.task,
            {
                Role.LEAD: "、".join(sent_row.lead),
                Role.RESPONSIBLE: "、".join(sent_row.responsible),
                Role.COOPERATING: "、".join(sent_row.cooperating),
            },
            sent_row.due,
            sent_row.version,
        )
        for number, sent_row in enumerate(sent, start=3)
    ]
    before = world.rows()

    outcome = world.do(apply_table, "2024-06-03", back)

    who = "2026-03-02 09:00 李强 指定单位 2024-02 市司法局（牵头，会议定的）"
    assert outcome.faults == (f"第4行：2024-02 在这份表导出以后已经改动过（最近是 {who}），请重新导出再改",)
    assert world.rows() == before


def test_name_that_begins_like_a_joiner_survives_the_round_trip(world: World) -> None:
    world.confirmed()
    world.do(add_unit, "2024-03-12", "和平区政府")
    world.do(assign, "2024-03-12", "2024-02", "和平区政府", Role.RESPONSIBLE)

    assert world.do(apply_table, "2024-03-13", as_it_is(world)) == TableOutcome()
