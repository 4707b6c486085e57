"""Decisions on one matter count for days that only go forward: none can be slipped in behind another."""

import datetime as dt
from collections.abc import Callable

import pytest

from planner import errors
from planner.domain.drafts import Role
from planner.domain.progress import Mark, TaskState
from planner.domain.responsibility import ReturnedRow
from planner.usecases.assignments import apply_table, assign, unassign
from planner.usecases.tasks import extend, set_mark, set_owners, set_state
from tests.world import World

SPRING, SUMMER = dt.date(2025, 3, 31), dt.date(2025, 6, 30)
Deed = Callable[[World, str], object]


def table_row(unit: str, due: dt.date) -> ReturnedRow:
    """Task 2024-02 in a corrected table: who is responsible, and by when."""
    return ReturnedRow(2, "2024-02", {Role.RESPONSIBLE: unit}, due)


FOLLOWING: dict[str, tuple[Deed, Deed]] = {
    "deadline": (
        lambda w, on: w.do(extend, on, "2024-02", SPRING, reason="系统改造"),
        lambda w, on: w.do(extend, on, "2024-02", SUMMER, reason="再次延期"),
    ),
    "table": (
        lambda w, on: w.do(apply_table, on, [table_row("市公安局", SPRING)]),
        lambda w, on: w.do(apply_table, on, [table_row("市政府办公室", SPRING)]),
    ),
    "table's day": (
        lambda w, on: w.do(apply_table, on, [table_row("市政府办公室", SPRING)]),
        lambda w, on: w.do(apply_table, on, [table_row("市政府办公室", SUMMER)]),
    ),
    "checkpoint": (
        lambda w, on: w.do(extend, on, "2024-01.1", dt.date(2024, 9, 15), reason="系统改造"),
        lambda w, on: w.do(extend, on, "2024-01.1", dt.date(2024, 10, 15), reason="再次延期"),
    ),
    "mark": (
        lambda w, on: w.do(set_mark, on, "2024-02", Mark.FIRST_RESPONSIBLE, value=True),
        lambda w, on: w.do(set_mark, on, "2024-02", Mark.FIRST_RESPONSIBLE, value=False),
    ),
    "owners": (
        lambda w, on: w.do(set_owners, on, "2024-01.1", ["市司法局"]),
        lambda w, on: w.do(set_owners, on, "2024-01.1", ["市财政局"]),
    ),
    "state": (
        lambda w, on: w.do(set_state, on, "2024-02", TaskState.PAUSED, basis="机构改革"),
        lambda w, on: w.do(set_state, on, "2024-02", TaskState.ACTIVE, basis="改革完成"),
    ),
    "role": (
        lambda w, on: w.do(assign, on, "2024-02", "市公安局", Role.COOPERATING),
        lambda w, on: w.do(assign, on, "2024-02", "市公安局", Role.LEAD),
    ),
    "leaving": (
        lambda w, on: w.do(assign, on, "2024-02", "市公安局", Role.COOPERATING),
        lambda w, on: w.do(unassign, on, "2024-02", "市公安局"),
    ),
}


@pytest.mark.parametrize("matter", FOLLOWING)
def test_decision_cannot_count_for_a_day_before_the_one_it_follows(world: World, matter: str) -> None:
    world.confirmed()
    first, second = FOLLOWING[matter]
    first(world, "2024-07-10")
    with world.refused(errors.EntryBackdated, "日期 2024-07-09 早于前一次的日期 2024-07-10"):
        second(world, "2024-07-09")
    second(world, "2024-07-10")
