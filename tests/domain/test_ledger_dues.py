"""The due days of a task's checkpoints, each with how it stands."""

from planner.domain.board import TaskFacts
from planner.domain.checkpoints import Due
from planner.domain.drafts import CheckpointKind, Recurrence, Role
from planner.domain.ledger import DueMark, DueState
from planner.domain.ledger_dues import due_marks
from planner.domain.progress import Standing, Status, TaskState
from tests.domain.made import Q1, Q2, board, day, filing, point, stands, tally, task, unit

LEAD, RESPONSIBLE, COOPERATING = Role
JUSTICE, FINANCE = unit(1, "市司法局"), unit(2, "市财政局")
QUARTERLY = point(
    CheckpointKind.FREQUENCY,
    Due(day(3, 31), before_issue=True),
    Due(day(6, 30)),
    Due(day(9, 30)),
    every=Recurrence.QUARTER,
)
ONCE = stands(filing(Q2, Status.IN_PROGRESS, tally("1")))


def marks(facts: TaskFacts, said: dict[tuple[int, int], Standing] | None = None) -> list[tuple[object, ...]]:
    """State and counts of every due day, judged on 1 July."""
    made = board(day(7, 1), facts, said=said)
    return [(each.day, each.state, each.met, each.of) for each in due_marks(made.tasks[0], made.day)]


def test_each_window_of_a_frequency_is_met_unmet_or_coming_on_its_own() -> None:
    facts = task((JUSTICE, LEAD), points=(QUARTERLY,))
    assert [each[1:] for each in marks(facts)] == [
        (DueState.BEFORE_ISSUE, 1, 1),
        (DueState.UNMET, 0, 1),
        (DueState.COMING, 0, 1),
    ]
    assert [each[1] for each in marks(facts, {(1, 1): ONCE})] == [
        DueState.BEFORE_ISSUE,
        DueState.MET,
        DueState.COMING,
    ]


def test_a_day_is_met_when_all_who_owe_it_have_met_it() -> None:
    facts = task((JUSTICE, RESPONSIBLE), (FINANCE, RESPONSIBLE), points=(point(CheckpointKind.DATE, day(6, 30)),))
    assert marks(facts, {(1, 1): ONCE}) == [(day(6, 30), DueState.UNMET, 1, 2)]
    assert marks(facts, {(1, 1): ONCE, (1, 2): ONCE}) == [(day(6, 30), DueState.MET, 2, 2)]


def test_a_day_is_coming_on_the_day_itself() -> None:
    facts = task((JUSTICE, LEAD), points=(point(CheckpointKind.DATE, day(7, 1)),))
    assert marks(facts) == [(day(7, 1), DueState.COMING, 0, 1)]


def test_checkpoint_without_a_day_is_met_or_coming() -> None:
    facts = task((JUSTICE, LEAD), points=(point(value=2),))
    two = stands(filing(Q1, Status.IN_PROGRESS, tally("1")), filing(Q2, Status.IN_PROGRESS, tally("1")))
    assert marks(facts) == [(None, DueState.COMING, 0, 1)]
    assert marks(facts, {(1, 1): ONCE}) == [(None, DueState.COMING, 0, 1)]
    assert marks(facts, {(1, 1): two}) == [(None, DueState.MET, 1, 1)]


def test_nobody_owes_a_day_of_a_task_that_is_out_of_action_or_only_cooperated_on() -> None:
    late = (point(CheckpointKind.DATE, day(6, 30)),)
    assert marks(task((JUSTICE, LEAD), points=late, state=TaskState.PAUSED)) == [(day(6, 30), DueState.IDLE, 0, 1)]
    assert marks(task((JUSTICE, COOPERATING), points=late)) == [(day(6, 30), DueState.IDLE, 0, 0)]


def test_mark_carries_code_and_words_of_its_checkpoint() -> None:
    made = board(day(7, 1), task((JUSTICE, LEAD), points=(point(CheckpointKind.DATE, day(6, 30)),)))
    assert due_marks(made.tasks[0], made.day) == (
        DueMark("2024-01.1", "评查2次", day(6, 30), DueState.UNMET, met=0, of=1),
    )
