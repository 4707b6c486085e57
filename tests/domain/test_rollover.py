"""What goes on into the next year's plan."""

import datetime as dt
from decimal import Decimal

import pytest

from planner.domain.board import Board
from planner.domain.checkpoints import Checkpoint, Due
from planner.domain.drafts import CheckpointKind, Comparator, DueSource, Recurrence, Role
from planner.domain.progress import Status, TaskState
from planner.domain.rollover import next_dues, unfinished, unmet
from tests.domain.made import Q2, Q4, board, day, filing, stands, tally, task, unit
from tests.domain.made import point as made_point

ENDS = dt.date(2025, 12, 31)


def point(kind: CheckpointKind, *dues: Due) -> Checkpoint:
    return Checkpoint(
        1, "2024-01.1", "评查", kind, Decimal(1), "次", Comparator.AT_LEAST, Recurrence.QUARTER, dues, DueSource.TEXT
    )


@pytest.mark.parametrize("kind", [CheckpointKind.DATE, CheckpointKind.RATE, CheckpointKind.QUANTITY])
def test_what_was_due_once_is_due_when_the_new_plan_ends(kind: CheckpointKind) -> None:
    assert next_dues(point(kind, Due(day(6, 30))), 1, ENDS) == ((ENDS,), DueSource.DEFAULT)


def test_day_that_was_moved_into_the_new_year_stays() -> None:
    moved = Due(dt.date(2025, 6, 30), original=day(6, 30))
    assert next_dues(point(CheckpointKind.DATE, moved), 1, ENDS) == ((moved.day,), DueSource.COORDINATOR)
    within = Due(day(11, 30), original=day(6, 30))
    assert next_dues(point(CheckpointKind.DATE, within), 1, ENDS) == ((ENDS,), DueSource.DEFAULT)


def test_a_frequency_keeps_its_rhythm_by_its_first_days() -> None:
    dues = (Due(day(2, 29)), Due(day(7, 31), original=day(6, 30)), Due(day(12, 31)))
    found = next_dues(point(CheckpointKind.FREQUENCY, *dues), 1, ENDS)
    assert found == ((dt.date(2025, 2, 28), dt.date(2025, 6, 30), ENDS), DueSource.DEFAULT)


@pytest.mark.parametrize("kind", CheckpointKind)
def test_what_had_no_day_gets_none(kind: CheckpointKind) -> None:
    assert next_dues(point(kind), 1, ENDS) == ((), DueSource.NONE)


@pytest.mark.parametrize(
    ("state", "status", "goes_on"),
    [
        (TaskState.ACTIVE, Status.IN_PROGRESS, True),
        (TaskState.ACTIVE, Status.DONE, False),
        (TaskState.PAUSED, Status.IN_PROGRESS, True),
        (TaskState.DROPPED, Status.IN_PROGRESS, False),
        (TaskState.MERGED, Status.IN_PROGRESS, False),
    ],
)
def test_what_is_not_done_goes_on_unless_it_was_dropped_or_merged(
    state: TaskState, status: Status, goes_on: bool
) -> None:
    found: Board = board(
        day(12, 31), task((unit(1), Role.LEAD), state=state), said={(1, 1): stands(filing(Q4, status))}
    )
    assert bool(unfinished(found)) is goes_on


@pytest.mark.parametrize(("counted", "left"), [("1", ()), ("0", ("2024-01.1",))])
def test_checkpoints_that_were_met_stay_behind(counted: str, left: tuple[str, ...]) -> None:
    facts = task((unit(1), Role.LEAD), points=(made_point(),))
    said = {(1, 1): stands(filing(Q2, Status.IN_PROGRESS, tally(counted)))}
    assert tuple(each.code for each in unmet(board(day(12, 31), facts, said=said).tasks[0])) == left
