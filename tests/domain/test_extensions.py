"""From which day lateness is counted besides the approved one, and which day an extension moves."""

import datetime as dt

import pytest

from planner.domain.board import DeadlineFacts
from planner.domain.checkpoints import Due
from planner.domain.drafts import CheckpointKind, DeadlineKind, Role
from planner.domain.extensions import Moved, day_moved, due_to_move, movable, moved_from, reach, task_moved_from
from planner.domain.wording import Provenance
from tests.domain.made import LAST_DAY, PLAN, day, point, task, unit

SET, MORE = Provenance.COORDINATOR, Provenance.EXTENDED


def decided(*rows: tuple[Provenance, dt.date]) -> list[DeadlineFacts]:
    """What was decided of a task's due day, oldest first."""
    return [DeadlineFacts("", DeadlineKind.DATE, to, None, False, how, "系统改造", day(6, 1)) for how, to in rows]


@pytest.mark.parametrize(
    ("printed", "rows", "original"),
    [
        (day(6, 30), [], None),
        (day(6, 30), [(MORE, day(9, 30))], day(6, 30)),
        (day(6, 30), [(MORE, day(9, 30)), (MORE, day(11, 30))], day(6, 30)),
        (day(6, 30), [(SET, day(9, 30))], day(6, 30)),
        (day(6, 30), [(SET, day(5, 31))], None),
        (day(6, 30), [(SET, day(5, 31)), (MORE, day(8, 31))], day(5, 31)),
        (day(6, 30), [(MORE, day(9, 30)), (SET, day(6, 30))], None),
        (None, [(MORE, dt.date(2025, 3, 31))], LAST_DAY),
        (None, [(SET, day(9, 30))], None),
        (None, [(SET, day(9, 30)), (MORE, day(11, 30))], day(9, 30)),
        (day(2, 29), [(SET, day(5, 31))], None),
        (day(2, 29), [(MORE, day(5, 31))], None),
        (day(2, 29), [(MORE, day(5, 31)), (MORE, day(8, 31))], day(5, 31)),
    ],
    ids=[
        "never moved",
        "extended",
        "extended twice",
        "set later",
        "set earlier",
        "set earlier, then extended",
        "extended and taken back",
        "the plan's last day extended",
        "set where none was printed",
        "set, then extended",
        "before the plan's issue, set",
        "before the plan's issue, extended",
        "before the plan's issue, set and extended",
    ],
)
def test_day_a_task_was_moved_from(
    printed: dt.date | None, rows: list[tuple[Provenance, dt.date]], original: dt.date | None
) -> None:
    assert task_moved_from(printed, decided(*rows), PLAN) == original


def test_day_a_checkpoint_was_moved_from() -> None:
    first, earlier, issued = day(6, 30), day(2, 29), PLAN.issued_on
    assert [moved_from(first, now, issued) for now in (day(7, 31), first, day(5, 31))] == [first, None, None]
    assert (moved_from(earlier, day(5, 31), issued), moved_from(earlier, day(5, 31), None)) == (None, earlier)


def test_extension_of_a_checkpoint_moves_the_last_day_before_the_new_one() -> None:
    often = point(CheckpointKind.FREQUENCY, day(3, 31), day(6, 30), day(9, 30))
    assert [movable(often, to) for to in (day(7, 31), day(12, 1), day(3, 31))] == [
        (1, Due(day(6, 30))),
        (2, Due(day(9, 30))),
        None,
    ]


def test_day_to_move_is_the_tasks_own_or_a_checkpoints() -> None:
    facts = task((unit(1), Role.LEAD), due=day(6, 30), points=(point(CheckpointKind.DATE, day(5, 31)),))
    wishes = [("2024-01", day(9, 30)), ("2024-01", day(6, 30)), ("2024-01.1", day(6, 30)), ("2024-01.9", day(9, 30))]
    assert [due_to_move(facts, code, to) for code, to in wishes] == [day(6, 30), None, day(5, 31), None]


@pytest.mark.parametrize(
    ("to", "on", "before"),
    [
        (day(8, 31), day(6, 1), day(6, 30)),
        (day(9, 30), day(6, 1), day(6, 30)),
        (day(10, 15), day(7, 1), day(9, 30)),
        (day(12, 31), day(8, 1), day(11, 30)),
        (day(10, 15), day(8, 1), None),
    ],
    ids=["settled by a farther one", "extended", "extended again", "set between", "another day's"],
)
def test_day_that_an_approval_moved(to: dt.date, on: dt.date, before: dt.date | None) -> None:
    words = [
        Moved(day(9, 30), MORE, day(6, 1)),
        Moved(day(10, 15), MORE, day(7, 1)),
        Moved(day(11, 30), SET, day(8, 1)),
        Moved(LAST_DAY, MORE, day(8, 1)),
    ]
    assert day_moved(day(6, 30), words, to, on) == before


@pytest.mark.parametrize(
    ("code", "units", "told"),
    [
        ("2024-05", ("甲局",), ""),
        ("2024-05", ("甲局", "乙局"), "适用于这项任务的全部 2 个单位"),
        ("2024-05.1", ("甲局", "乙局"), "适用于承担考核点 2024-05.1 的全部 2 个单位（甲局、乙局）"),
    ],
)
def test_day_of_more_than_one_unit_says_so(code: str, units: tuple[str, ...], told: str) -> None:
    assert reach("2024-05", code, units) == told
