"""The published plan that the whole was first made for, read where it lies beside the checkout."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from planner.domain.drafts import DueSource, PlanDraft, Role
from planner.extraction.pipeline import read_plan
from planner.reading import read_document

SEED = Path(__file__).parents[2] / "../shared/seeds/002_4a90db0b4aea3a94.txt"


@pytest.fixture(scope="module")
def text() -> str:
    if not SEED.exists():
        pytest.skip("the published plan is not beside this checkout (../shared/seeds)")
    return read_document(SEED).text


@pytest.fixture(scope="module")
def plan(text: str) -> PlanDraft:
    assert text
    return read_plan(read_document(SEED))


def test_sections_and_tasks_are_all_found(plan: PlanDraft) -> None:
    assert (len(plan.sections), len(plan.tasks)) == (8, 25)
    assert [(claim.stated, claim.found) for claim in plan.claims] == [(8, 8), (25, 25)]


def test_unit_mentions_names_and_collectives(plan: PlanDraft) -> None:
    units = [unit for task in plan.tasks for unit in task.units]
    assert len(units) == 112
    assert len({unit.name for unit in units}) == 28
    assert {unit.name for unit in units if unit.collective} == {
        "市政府有关部门",
        "各县(市、区)政府",
        "市级有关部门",
        "市政府各部门",
        "市级各部门",
    }
    assert {unit.role for unit in units} == {Role.RESPONSIBLE}


def test_checkpoints_and_due_days(plan: PlanDraft) -> None:
    found = [(task.number, checkpoint) for task in plan.tasks for checkpoint in task.checkpoints]
    assert Counter(number for number, _ in found) == {
        "(五)": 2,
        "(七)": 1,
        "(八)": 1,
        "(十)": 1,
        "(十二)": 2,
        "(十六)": 2,
        "(十八)": 1,
        "(十九)": 1,
        "(二十三)": 2,
    }
    assert [len(checkpoint.due) for _, checkpoint in found] == [1, 1, 1, 1, 1, 1, 4, 2, 1, 1, 1, 1, 0]
    assert Counter(checkpoint.due_source for _, checkpoint in found) == {
        DueSource.TEXT: 6,
        DueSource.DEFAULT: 6,
        DueSource.NONE: 1,
    }


def test_whose_count_it_is(plan: PlanDraft) -> None:
    bearers = {c.text: c.whose for task in plan.tasks for c in task.checkpoints if c.whose}
    assert bearers["每季度至少开展1次"] == "市、县两级执法部门和镇(街道)"
    assert bearers["至少开展2次"] == "市、县两级政府"
    assert bearers["每人每年接受不少于60学时"] == "每人"


def test_warnings_are_the_five_times(plan: PlanDraft) -> None:
    assert [(warning.code, warning.task) for warning in plan.warnings] == [
        ("time-irregular", "(五)"),
        ("time-before-issue", "(五)"),
        ("time-irregular", "(十四)"),
        ("time-irregular", "(十九)"),
        ("time-open", "(二十三)"),
    ]


def test_day_of_issue_is_the_one_in_the_news(plan: PlanDraft, text: str) -> None:
    assert plan.issued_on == dt.date(2024, 4, 18)
    assert plan.issued_span is not None
    assert plan.issued_span.of(text) == "4月18日"


def test_lead_in_and_teasers_stand_outside_the_plan(plan: PlanDraft, text: str) -> None:
    kinds = [part.kind.value for part in plan.parts]
    assert "".join(part.span.of(text) for part in plan.parts) == text
    assert kinds[:4] == ["chrome", "lead-in", "title", "preamble"]
    assert kinds[-1] == "chrome"
    assert plan.tasks[-1].span.end <= plan.parts[-1].span.start
