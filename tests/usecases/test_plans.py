"""Importing a plan as a draft, confirming it, and finding it again."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from planner import errors
from planner.domain.periods import Period
from planner.domain.wording import PlanState, Provenance
from planner.store.plans import SourceDocument
from planner.usecases.ledgers import read_ledger
from planner.usecases.lookups import find_plan
from planner.usecases.plans import (
    ConfirmOutcome,
    ImportOutcome,
    PlanSummary,
    confirm_plan,
    import_plan,
    list_plans,
    show_plan,
)
from planner.usecases.status import read_status
from planner.usecases.task_views import list_tasks, show_task
from planner.usecases.units import confirm_units
from tests.world import SMALL_PLAN, World, document

UNITS = ("市司法局", "市财政局", "各县（市、区）政府", "市政府办公室", "市公安局", "市政府有关部门")
OTHER_PLAN = SMALL_PLAN.replace("法治建设工作要点", "法治宣传工作要点")


def test_import_says_what_it_made(world: World) -> None:
    assert world.do(import_plan, "2024-03-11", document(SMALL_PLAN)) == ImportOutcome(
        code="2024",
        title="青禾市2024年法治建设工作要点",
        already=False,
        tasks=4,
        units_added=UNITS,
        warnings=(),
    )


def test_imported_plan_is_a_draft_with_the_words_and_hash_it_came_from(world: World) -> None:
    source = document(SMALL_PLAN)
    world.do(import_plan, "2024-03-11", source)
    assert world.ask(list_plans, "2024-03-11") == (
        PlanSummary(
            code="2024",
            year=2024,
            title="青禾市2024年法治建设工作要点",
            issuer="青禾市司法局",
            issued_on=dt.date(2024, 3, 8),
            state=PlanState.DRAFT,
            imported_on=dt.date(2024, 3, 11),
            confirmed_on=None,
            tasks=4,
            source_name="要点.txt",
            source_sha256=source.sha256,
        ),
    )
    with world.app.reading() as session:
        assert [(row.sha256, row.text) for row in session.scalars(select(SourceDocument))] == [
            (source.sha256, SMALL_PLAN)
        ]


def test_every_task_points_at_its_words_in_the_source(world: World) -> None:
    world.confirmed()
    details = [world.ask(show_task, None, f"2024-0{number}") for number in range(1, 5)]
    printed = [SMALL_PLAN[slice(*detail.span)] for detail in details]
    assert [words[:10] for words in printed] == [
        "（一）管好规范性文件",
        "（二）办好政府会议。",
        "（三）评查执法案卷。",
        "（四）培训执法人员。",
    ]


def test_same_bytes_are_known_and_nothing_is_added(world: World) -> None:
    world.do(import_plan, "2024-03-11", document(SMALL_PLAN))
    before = world.rows()
    again = world.do(import_plan, "2024-03-12", document(SMALL_PLAN, "另存.txt"))
    assert again == ImportOutcome("2024", "青禾市2024年法治建设工作要点", True, 0, (), ())
    assert world.rows() == before


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ({"code": "2024B"}, "--code 当时是“2024”"),
        ({"year": 2025}, "--year 当时是“2024”"),
        ({"issued_on": dt.date(2024, 5, 1)}, "--issued 当时是“2024-03-08”"),
    ],
)
def test_same_bytes_with_other_options_are_refused(option: dict[str, Any], sentence: str, one_world: World) -> None:
    one_world.do(import_plan, "2024-03-11", document(SMALL_PLAN))
    with one_world.refused(errors.AlreadyImported, sentence):
        one_world.do(import_plan, "2024-03-12", document(SMALL_PLAN), **option)


def test_code_in_use_is_refused(world: World) -> None:
    world.do(import_plan, "2024-03-11", document(SMALL_PLAN))
    with world.refused(errors.PlanCodeTaken, "代号“2024”已经用于《青禾市2024年法治建设工作要点》"):
        world.do(import_plan, "2024-03-12", document(OTHER_PLAN))


@pytest.mark.parametrize("code", ["2024 B", "二〇二四", "-2024", "2024/1", "x" * 21])
def test_code_with_other_signs_is_refused(one_world: World, code: str) -> None:
    with one_world.refused(errors.PlanCodeFaulty):
        one_world.do(import_plan, "2024-03-11", document(SMALL_PLAN), code=code)


def test_text_without_tasks_is_refused(world: World) -> None:
    with world.refused(errors.NoTasksFound, "“通知.txt”里没有读到任务"):
        world.do(import_plan, "2024-03-11", document("关于放假的通知\n\n今年放假三天。\n", "通知.txt"))


def test_plan_that_names_no_year_needs_one(world: World) -> None:
    timeless = document(SMALL_PLAN.replace("2024年", ""))
    with world.refused(errors.YearUnknown, "没有写明是哪一年的计划"):
        world.do(import_plan, "2024-03-11", timeless)
    assert world.do(import_plan, "2024-03-11", timeless, year=2024).code == "2024"


def test_year_and_date_that_a_person_gives_hold(world: World) -> None:
    world.do(import_plan, "2025-03-11", document(SMALL_PLAN), year=2025, issued_on=dt.date(2025, 4, 2))
    summary = world.ask(list_plans, None)[0]
    assert (summary.code, summary.year, summary.issued_on) == ("2025", 2025, dt.date(2025, 4, 2))


def test_plan_dated_after_its_year_still_awaits_the_last_quarter(world: World) -> None:
    world.do(import_plan, "2025-01-06", document(SMALL_PLAN), issued_on=dt.date(2025, 1, 5))
    world.do(confirm_plan, "2025-01-06", "2024")
    assert world.ask(read_status, "2025-01-07").period == "2024Q4"


def test_large_number_of_a_duty_is_kept_to_the_last_digit(world: World) -> None:
    text = SMALL_PLAN.replace("对文件开展审查，审查率100%。", "全年发放宣传资料不少于1234567份。")
    world.confirmed(text)
    points = world.ask(show_task, None, "2024-01").checkpoints
    assert [point.checkpoint.value for point in points if point.checkpoint.value] == [Decimal(1234567)]


def test_task_without_a_date_is_due_on_the_plans_last_day_by_proposal(world: World) -> None:
    world.confirmed()
    due = world.ask(show_task, None, "2024-02").due
    assert (due.day, due.provenance) == (dt.date(2024, 12, 31), Provenance.DEFAULT)


def test_confirming_lists_what_is_still_to_settle_and_waits_for_none_of_it(world: World) -> None:
    text = SMALL_PLAN.replace("6月底前完成规范性文件清单编制", "2月底前完成规范性文件清单编制")
    world.do(import_plan, "2024-03-11", document(text))
    world.do(confirm_units, "2024-03-11", ["市司法局"])
    assert world.do(confirm_plan, "2024-03-11", "2024") == ConfirmOutcome(
        code="2024",
        title="青禾市2024年法治建设工作要点",
        tasks=("2024-01", "2024-02", "2024-03", "2024-04"),
        assignments=9,
        checkpoints=3,
        unconfirmed_units=UNITS[1:],
        rosters_unset=("各县（市、区）政府", "市政府有关部门"),
        lead_proposals=(("2024-01", "市司法局"), ("2024-04", "市公安局")),
        due_before_issue=("2024-01.1",),
    )


def test_confirming_twice_is_refused(world: World) -> None:
    world.confirmed()
    with world.refused(errors.PlanConfirmed, "已于 2024-03-11 确认"):
        world.do(confirm_plan, "2024-03-12", "2024")


def test_plan_is_a_draft_on_the_days_before_it_was_confirmed(world: World) -> None:
    world.do(import_plan, "2024-03-11", document(SMALL_PLAN))
    world.do(confirm_plan, "2024-03-15", "2024")
    states = [world.ask(list_plans, day)[0].state for day in ("2024-03-14", "2024-03-15")]
    assert states == [PlanState.DRAFT, PlanState.CONFIRMED]
    with pytest.raises(errors.PlanIsDraft):
        world.ask(read_status, "2024-03-14")


def test_plan_isnt_there_before_the_day_it_was_imported(world: World) -> None:
    world.confirmed()
    assert world.ask(list_plans, "2024-03-10") == ()
    with pytest.raises(errors.PlanNotYet, match="到 2024-03-10 为止还没有计划“2024”（2024-03-11 才导入）"):
        world.ask(read_status, "2024-03-10")
    with pytest.raises(errors.PlanNotYet):
        world.ask(show_task, "2024-03-10", "2024-01")


def test_draft_shows_its_tasks_but_no_status(world: World) -> None:
    world.do(import_plan, "2024-03-11", document(SMALL_PLAN))
    assert [task.facts.code for task in world.ask(list_tasks, None)] == ["2024-01", "2024-02", "2024-03", "2024-04"]
    with pytest.raises(errors.PlanIsDraft, match="还是草案，请先核对，再用 plan confirm 2024 确认"):
        world.ask(read_status, None)


def test_plan_that_isnt_there_is_told_with_those_that_are(world: World) -> None:
    with pytest.raises(errors.PlanMissing, match="现在一个计划也没有"):
        world.ask(show_plan, None, "2023")
    world.confirmed()
    with pytest.raises(errors.PlanMissing, match="没有代号为“2023”的计划；现有：2024"):
        world.ask(show_plan, None, "2023")


def test_two_plans_of_a_year_must_be_told_apart(world: World) -> None:
    world.confirmed()
    world.do(import_plan, "2024-04-01", document(OTHER_PLAN), code="2024B")
    world.do(confirm_plan, "2024-04-01", "2024B")
    with pytest.raises(errors.PlanUnclear, match="不止一个计划，请用 --plan 写明是哪个：2024、2024B"):
        world.ask(read_status, None)
    with pytest.raises(errors.PlanUnclear):
        world.ask(read_ledger, None, Period(2024, 2))
    assert world.ask(read_ledger, None, Period(2024, 2), "2024B").plan_title == "青禾市2024年法治宣传工作要点"


def test_plan_imported_later_makes_an_earlier_day_no_less_clear(world: World) -> None:
    world.confirmed()
    world.do(import_plan, "2024-06-03", document(OTHER_PLAN), code="2024B")
    assert world.ask(read_status, "2024-06-02").plan_code == "2024"
    assert world.ask(read_ledger, "2024-06-02", Period(2024, 1)).plan_code == "2024"


def test_period_finds_the_only_plan_of_its_year(world: World) -> None:
    world.confirmed()
    world.do(import_plan, "2025-03-03", document(OTHER_PLAN.replace("2024", "2025")))
    assert world.ask(read_ledger, None, Period(2024, 2)).plan_code == "2024"


def test_plan_is_found_by_its_code_in_any_width(world: World) -> None:
    world.confirmed()
    assert world.ask(find_plan, None, "２０２４").code == "2024"


def test_units_of_a_second_plan_are_those_of_the_first(world: World) -> None:
    world.confirmed()
    outcome = world.do(import_plan, "2024-04-01", document(OTHER_PLAN), code="2024B")
    assert outcome.units_added == ()
