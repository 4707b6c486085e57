"""More time: who may ask for what, what an answer does, and what each day can see of it."""

import datetime as dt

import pytest

from planner import errors
from planner.domain.actors import ActorRole
from planner.domain.extensions import ExtensionState, ExtensionView
from planner.domain.lights import Colour
from planner.domain.periods import Period
from planner.domain.progress import TaskState
from planner.domain.responsibility import ReturnedRow
from planner.usecases.assignments import apply_table
from planner.usecases.extension_answers import Answered, answer_extensions
from planner.usecases.extensions import (
    ExtensionFilter,
    answered_for,
    ask_extension,
    extensions_by_id,
    list_extensions,
    pending_for,
)
from planner.usecases.form_state import load_forms
from planner.usecases.lookups import find_plan
from planner.usecases.plans import import_plan
from planner.usecases.status import read_status
from planner.usecases.task_views import TaskDetail, show_task
from planner.usecases.tasks import extend, set_owners, set_state
from planner.usecases.users import add_user
from tests.world import SMALL_PLAN, World, document

pytestmark = pytest.mark.alike

PLAN = SMALL_PLAN.replace("[责任单位：市政府办公室]", "（责任单位：市政府办公室；完成时限：2024年6月底前）")
OFFICE = "市政府办公室"
JUNE, AUGUST, AUTUMN, WINTER = (
    dt.date(2024, 6, 30),
    dt.date(2024, 8, 31),
    dt.date(2024, 9, 30),
    dt.date(2024, 11, 30),
)


def asks(world: World, to: dt.date = AUTUMN, on: str = "2024-06-20", **given: str) -> int:
    """市政府办公室 asks for more time for 2024-02, or another unit for something else."""
    code, unit = given.get("code", "2024-02"), given.get("unit", OFFICE)
    return world.do(ask_extension, on, code, unit, to, reason=given.get("reason", "系统改造"))


def answers(world: World, *ids: int, approved: bool = True, on: str = "2024-06-25", reason: str = "") -> list[Answered]:
    """The coordinator answers."""
    return list(world.do(answer_extensions, on, ids, approved=approved, reason=reason))


def listed(world: World, as_of: str | None = None, *, pending: bool = False) -> list[tuple[int, ExtensionState]]:
    """The requests of the plan, in order."""
    return [(v.id, v.state) for v in world.ask(list_extensions, as_of, None, ExtensionFilter(pending=pending))]


def shown(world: World, as_of: str) -> TaskDetail:
    """Task 2024-02."""
    return world.ask(show_task, as_of, "2024-02")


# ---- asking ----


def test_request_is_kept_with_what_it_asks_to_move_and_logged(world: World) -> None:
    world.confirmed(PLAN)
    with world.logged() as events:
        request = asks(world)
    assert world.ask(list_extensions, "2024-06-20") == (
        ExtensionView(
            request,
            "2024-02",
            "办好政府会议",
            "2024-02",
            OFFICE,
            JUNE,
            AUTUMN,
            "系统改造",
            "王敏",
            dt.date(2024, 6, 20),
            units=(OFFICE,),
        ),
    )
    assert events == [
        ("extension:ask", f"2024-02 {OFFICE}", None, {"request": request, "to": "2024-09-30"}, "系统改造")
    ]
    assert shown(world, "2024-06-20").due.day == JUNE


def test_request_that_is_pending_already_is_not_doubled(world: World) -> None:
    world.confirmed(PLAN)
    first = asks(world)
    with world.logged() as events:
        assert asks(world, on="2024-06-21") == first
    assert events == []
    assert asks(world, WINTER, on="2024-06-21") != first


def test_request_that_was_refused_may_be_made_again(world: World) -> None:
    world.confirmed(PLAN)
    first = asks(world)
    answers(world, first, approved=False, reason="理由不足")
    assert asks(world, on="2024-06-26") != first


def test_unit_asks_for_itself_and_for_nobody_else(world: World) -> None:
    world.confirmed(PLAN)
    world.do(add_user, None, "王敏", ActorRole.COORDINATOR)
    world.do(add_user, None, "李强", ActorRole.UNIT, unit=OFFICE)
    assert asks(world.actor("李强")) > 0
    with world.refused(errors.NotAllowed, "“李强”无权替“市司法局”申请延期"):
        asks(world.actor("李强"), code="2024-01.1", unit="市司法局")
    with world.refused(errors.NotAllowed, "“李强”无权批复延期申请"):
        answers(world.actor("李强"), 1)


@pytest.mark.parametrize(
    ("given", "to", "error", "words"),
    [
        ({}, JUNE, errors.ExtensionNotLater, "2024-02 现在的时限是 2024-06-30"),
        ({"reason": " "}, AUTUMN, errors.ReasonMissing, "申请延期要写明理由"),
        ({"unit": "市公安局"}, AUTUMN, errors.NotOnTask, "“市公安局”不是任务 2024-02 的责任单位"),
        ({"code": "2024-09"}, AUTUMN, errors.TaskMissing, "没有编号为“2024-09”的任务"),
        ({"code": "2024-02.1"}, AUTUMN, errors.CheckpointMissing, "没有编号为“2024-02.1”的考核点"),
        (
            {"code": "2024-03.1", "unit": "市司法局"},
            dt.date(2024, 3, 31),
            errors.ExtensionTaken,
            "2024-03-31 已经是考核点",
        ),
        (
            {"code": "2024-03.1", "unit": "市司法局"},
            dt.date(2024, 3, 1),
            errors.ExtensionNotLater,
            "2024-03.1 现在的时限是 2024-03-31",
        ),
    ],
)
def test_request_that_makes_no_sense_is_refused(
    world: World, given: dict[str, str], to: dt.date, error: type[errors.PlannerError], words: str
) -> None:
    world.confirmed(PLAN)
    with world.refused(error, words):
        asks(world, to, **given)


def test_no_more_time_is_asked_for_in_a_draft(world: World) -> None:
    world.do(import_plan, "2024-03-11", document(PLAN))
    with world.refused(errors.PlanIsDraft):
        asks(world)


def test_no_more_time_for_a_task_out_of_action(world: World) -> None:
    world.confirmed(PLAN)
    world.do(set_state, "2024-06-01", "2024-02", TaskState.PAUSED, basis="机构改革")
    with world.refused(errors.ExtensionOfIdleTask, "任务 2024-02 已暂缓，不必申请延期"):
        asks(world)


def test_request_cannot_count_for_a_day_before_the_one_it_follows(world: World) -> None:
    world.confirmed(PLAN)
    asks(world)
    with world.refused(errors.EntryBackdated, "日期 2024-06-19 早于前一次的日期 2024-06-20"):
        asks(world, WINTER, on="2024-06-19")


# ---- answering ----


def test_approval_moves_the_due_day_with_the_requests_reason_and_who_asked(world: World) -> None:
    world.confirmed(PLAN)
    request = asks(world)
    with world.logged() as events:
        assert answers(world, request, reason="情况属实") == [
            Answered(request, "2024-02", OFFICE, approved=True, before=JUNE, to=AUTUMN, task="2024-02", units=(OFFICE,))
        ]
    detail = shown(world, "2024-06-25")
    assert (detail.due.day, detail.due.moved_from) == (AUTUMN, JUNE)
    assert detail.deadlines[-1].reason == f"{OFFICE}申请：系统改造"
    assert [(view.state, view.answer, view.answered_by) for view in detail.extensions] == [
        (ExtensionState.APPROVED, "情况属实", "王敏")
    ]
    assert [event[:2] for event in events] == [("task:extend", "2024-02"), ("extension:approve", f"2024-02 {OFFICE}")]


def test_task_is_late_by_the_original_day_from_the_approval_on(world: World) -> None:
    world.confirmed(PLAN)
    world.accepted("2024-02", OFFICE, "2024Q2", "2024-06-21")
    answers(world, asks(world))
    light = shown(world, "2024-07-20").board.light
    assert (light.colour, light.original, light.days_original) == (Colour.GREEN, JUNE, 20)
    page = world.ask(read_status, "2024-07-20")
    assert [(notice.task, notice.days_original) for notice in page.late_by_original] == [("2024-02", 20)]
    assert "2024-02" not in [notice.task for notice in page.late]


def test_approved_checkpoint_is_due_later(world: World) -> None:
    world.confirmed(PLAN)
    july = dt.date(2024, 7, 31)
    request = asks(world, july, code="2024-01.1", unit="市司法局")
    assert answers(world, request)[0].before == JUNE
    point = world.ask(show_task, "2024-06-25", "2024-01").checkpoints[0].checkpoint
    assert [(due.day, due.original, due.moved_from) for due in point.dues] == [(july, JUNE, JUNE)]


def test_day_set_later_in_the_table_is_moved_and_one_set_where_none_was_printed_is_not(world: World) -> None:
    world.confirmed(PLAN)
    rows = [ReturnedRow(2, "2024-02", {}, AUTUMN), ReturnedRow(3, "2024-04", {}, AUTUMN)]
    world.do(apply_table, "2024-06-01", rows)
    dues = [world.ask(show_task, None, code).due for code in ("2024-02", "2024-04")]
    assert [(due.day, due.moved_from) for due in dues] == [(AUTUMN, JUNE), (AUTUMN, None)]


def test_refusal_needs_a_reason_and_moves_nothing(world: World) -> None:
    world.confirmed(PLAN)
    request = asks(world)
    with world.refused(errors.ReasonMissing, "不同意延期要写明理由"):
        answers(world, request, approved=False)
    answers(world, request, approved=False, reason="理由不足")
    detail = shown(world, "2024-06-25")
    assert (detail.due.day, detail.due.moved_from) == (JUNE, None)
    assert [(view.state, view.answer) for view in detail.extensions] == [(ExtensionState.REFUSED, "理由不足")]


def test_request_is_answered_once(world: World) -> None:
    world.confirmed(PLAN)
    request = asks(world)
    answers(world, request, approved=False, reason="理由不足")
    with world.refused(errors.ExtensionAnswered, f"延期申请 {request} 未同意（2024-06-25 王敏），不能再批"):
        answers(world, request)
    with world.refused(errors.ExtensionMissing, "没有编号为 99 的延期申请"):
        answers(world, 99)


def test_of_several_answered_at_once_all_are_or_none(world: World) -> None:
    world.confirmed(PLAN)
    request = asks(world)
    with world.refused(errors.ExtensionMissing):
        answers(world, request, 99)


def test_request_cannot_be_answered_before_it_was_made(world: World) -> None:
    world.confirmed(PLAN)
    request = asks(world)
    with world.refused(errors.EntryBackdated):
        answers(world, request, on="2024-06-19")


def test_other_offices_requests_are_not_there(world: World) -> None:
    world.confirmed(PLAN)
    request = asks(world)
    with world.refused(errors.ExtensionMissing):
        answers(world.office("other"), request)
    assert world.office("other").ask(extensions_by_id, None, [request]) == ()


def test_pending_requests_for_the_same_day_and_no_farther_are_settled_with_it(world: World) -> None:
    world.confirmed(PLAN)
    near, far, farther = asks(world, AUGUST), asks(world, AUTUMN), asks(world, WINTER)
    assert answers(world, far)[0].moot == (near,)
    assert listed(world) == [
        (farther, ExtensionState.PENDING),
        (near, ExtensionState.APPROVED),
        (far, ExtensionState.APPROVED),
    ]
    assert world.ask(extensions_by_id, None, [near])[0].answer == f"已随申请{far}延到2024-09-30"
    with world.refused(errors.ExtensionAnswered):
        answers(world, near)


def test_requests_approved_together_are_taken_the_farthest_first(world: World) -> None:
    world.confirmed(PLAN)
    near, far = asks(world, AUGUST), asks(world, AUTUMN)
    assert [(done.id, done.moot) for done in answers(world, near, far)] == [(far, (near,))]
    assert shown(world, "2024-06-25").due.day == AUTUMN


def test_answered_request_tells_the_day_that_was_moved_and_not_the_one_that_holds(world: World) -> None:
    world.confirmed(PLAN)
    near, far = asks(world, AUGUST), asks(world, AUTUMN)
    answers(world, far)
    last = asks(world, WINTER, on="2024-07-01")
    world.do(extend, "2024-07-02", "2024-02", dt.date(2024, 10, 31), reason="上级调整")
    answers(world, last, on="2024-07-03")
    refused = asks(world, dt.date(2024, 12, 15), on="2024-07-04")
    answers(world, refused, approved=False, on="2024-07-05", reason="理由不足")
    dues = {view.id: view.due for view in world.ask(list_extensions, None)}
    assert dues == {near: JUNE, far: JUNE, last: dt.date(2024, 10, 31), refused: WINTER}
    assert {view.id: view.due for view in world.ask(extensions_by_id, "2024-06-25", [near, far])} == {
        near: JUNE,
        far: JUNE,
    }


def test_answered_request_for_a_checkpoint_tells_its_own_day(world: World) -> None:
    world.confirmed(PLAN)
    july, october = dt.date(2024, 7, 31), dt.date(2024, 10, 31)
    early, late = (asks(world, to, code="2024-03.1", unit="市司法局") for to in (july, october))
    answers(world, early)
    answers(world, late)
    again = asks(world, dt.date(2024, 8, 31), on="2024-07-01", code="2024-03.1", unit="市司法局")
    answers(world, again, on="2024-07-02")
    dues = {view.id: view.due for view in world.ask(list_extensions, None)}
    assert dues == {early: JUNE, late: AUTUMN, again: july}


def test_request_names_all_whose_day_it_asks_to_move(world: World) -> None:
    world.confirmed(PLAN)
    own = asks(world, AUGUST, code="2024-03.1", unit="市司法局")
    task = asks(world, dt.date(2025, 1, 31), code="2024-03", unit="市司法局")
    counting, everyone = ("市司法局", "市公安局"), ("市司法局", "市公安局", "市财政局")
    assert {view.id: view.units for view in world.ask(list_extensions, None)} == {own: counting, task: everyone}
    world.do(set_owners, "2024-06-21", "2024-03.1", ["市公安局", "市财政局"])
    assert world.ask(extensions_by_id, None, [own])[0].units == ("市公安局", "市财政局")
    assert [done.units for done in answers(world, task)] == [everyone]


def test_requests_for_other_days_of_a_checkpoint_are_not_settled_by_one(world: World) -> None:
    world.confirmed(PLAN)
    july, october = dt.date(2024, 7, 31), dt.date(2024, 10, 31)
    early = asks(world, july, code="2024-03.1", unit="市司法局")
    late = asks(world, october, code="2024-03.1", unit="市司法局")
    assert answers(world, late)[0].moot == ()
    assert answers(world, early)[0].before == JUNE
    point = world.ask(show_task, "2024-06-25", "2024-03").checkpoints[0].checkpoint
    assert [due.day for due in point.dues] == [dt.date(2024, 3, 31), july, october, dt.date(2024, 12, 31)]


def test_request_overtaken_by_the_coordinator_cannot_be_approved_and_says_so(world: World) -> None:
    world.confirmed(PLAN)
    request = asks(world)
    world.do(extend, "2024-06-22", "2024-02", WINTER, reason="上级调整")
    assert world.ask(list_extensions, "2024-06-22")[0].due is None
    with world.refused(errors.ExtensionOvertaken, f"延期申请 {request} 要求 2024-02 延到 2024-09-30"):
        answers(world, request)
    answers(world, request, approved=False, reason="已延到更晚")


# ---- as of a day, and what a form needs ----


def test_request_and_answer_are_seen_from_their_days_on(world: World) -> None:
    world.confirmed(PLAN)
    request = asks(world)
    answers(world, request)
    assert [listed(world, f"2024-06-{on}") for on in (19, 20, 24, 25)] == [
        [],
        [(request, ExtensionState.PENDING)],
        [(request, ExtensionState.PENDING)],
        [(request, ExtensionState.APPROVED)],
    ]
    assert listed(world, "2024-06-25", pending=True) == []


def test_list_is_filtered_by_task_and_unit(world: World) -> None:
    world.confirmed(PLAN)
    office, justice = asks(world), asks(world, AUTUMN, code="2024-01.1", unit="市司法局")
    found = [
        [view.id for view in world.ask(list_extensions, None, None, wanted)]
        for wanted in (
            ExtensionFilter(),
            ExtensionFilter(task="2024-02"),
            ExtensionFilter(task="2024-01.1"),
            ExtensionFilter(unit="市司法局"),
        )
    ]
    assert found == [[office, justice], [office], [justice], [justice]]


def test_form_sees_what_its_unit_waits_for_and_what_was_answered_last(world: World) -> None:
    world.confirmed(PLAN)
    refused, waiting = asks(world), asks(world, WINTER)
    answers(world, refused, approved=False, reason="理由不足")
    plan = world.ask(find_plan, None)
    facts = shown(world, "2024-06-25").board.facts
    key = (facts.id, facts.participants[0].unit.id)
    pending, answered = world.ask(pending_for, "2024-06-25", plan), world.ask(answered_for, "2024-06-25", plan)
    assert {at: [(v.id, v.code, v.to, v.reason) for v in views] for at, views in pending.items()} == {
        key: [(waiting, "2024-02", WINTER, "系统改造")]
    }
    assert {at: (v.id, v.state, v.answer) for at, v in answered.items()} == {
        key: (refused, ExtensionState.REFUSED, "理由不足")
    }
    assert world.ask(answered_for, "2024-06-24", plan) == {}


def test_form_names_the_checkpoint_that_was_given_more_time(world: World) -> None:
    world.confirmed(PLAN)
    answers(world, asks(world, code="2024-02"), reason="情况属实")
    answers(world, asks(world, AUGUST, code="2024-01.1", unit="市司法局"))
    forms = world.ask(load_forms, "2024-07-01", world.ask(find_plan, None), Period(2024, 2))
    notes = {(form.unit.name, row.code): row.due_note for form in forms.values() for row in form.book.rows}
    assert "2024-06-25 同意延至 2024-09-30：情况属实" in notes[OFFICE, "2024-02"]
    assert "2024-06-25 同意考核点2024-01.1延至 2024-08-31" in notes["市司法局", "2024-01"]


def test_pending_request_needs_a_decision_until_it_is_answered(world: World) -> None:
    world.confirmed(PLAN)
    request = asks(world)
    told = f"{OFFICE}申请把时限由2024-06-30延到2024-09-30（申请{request}）：系统改造"
    answers(world, request)
    pages = [world.ask(read_status, f"2024-06-{on}").decisions for on in (24, 25)]
    assert [[n.message for n in page if n.kind == "extension"] for page in pages] == [[told], []]
