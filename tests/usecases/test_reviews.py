"""The coordinator's verdict on entries."""

import pytest

from planner import errors
from planner.domain.lights import Cause
from planner.domain.periods import Period
from planner.domain.progress import Status, Verdict
from planner.usecases.entries import list_entries
from planner.usecases.reviews import Wanted, review
from planner.usecases.task_views import show_task
from tests.world import World

Q2 = Period(2024, 2)


def verdicts(world: World, as_of: str | None = None) -> list[Verdict]:
    """What became of each entry."""
    return [entry.verdict for entry in world.ask(list_entries, as_of)]


def test_accepted_entry_counts_and_says_who_accepted_it(world: World) -> None:
    world.confirmed()
    entry = world.log("2024-02", "市政府办公室", "2024Q2", "2024-07-02", status=Status.DONE)
    before = world.ask(show_task, "2024-07-05", "2024-02").board
    world.accept(entry, "2024-07-05")
    after = world.ask(show_task, "2024-07-05", "2024-02")
    assert (before.done, after.board.done, after.board.light.cause) == (False, True, Cause.DONE)
    assert (after.entries[0].verdict, after.entries[0].reviewed_by) == (Verdict.ACCEPTED, "王敏")


def test_returned_entry_keeps_its_reason_and_is_as_if_not_reported(world: World) -> None:
    world.confirmed()
    entry = world.log("2024-02", "市政府办公室", "2024Q2", "2024-07-02")
    world.returned(entry, "2024-07-05", "没有写明次数")
    detail = world.ask(show_task, "2024-07-15", "2024-02")
    assert (detail.entries[0].verdict, detail.entries[0].review_reason) == (Verdict.RETURNED, "没有写明次数")
    assert detail.board.light.cause is Cause.NOT_REPORTED


def test_correction_of_a_returned_entry_is_accepted_in_its_place(world: World) -> None:
    world.confirmed()
    world.returned(world.log("2024-02", "市政府办公室", "2024Q2", "2024-07-02"), "2024-07-05")
    world.accepted("2024-02", "市政府办公室", "2024Q2", "2024-07-08")
    assert verdicts(world) == [Verdict.RETURNED, Verdict.ACCEPTED]


def test_entry_accepted_stays_in_force_while_its_correction_waits(world: World) -> None:
    world.confirmed()
    world.accepted("2024-02", "市政府办公室", "2024Q2", "2024-07-02", status=Status.DONE)
    world.log("2024-02", "市政府办公室", "2024Q2", "2024-07-08", status=Status.IN_PROGRESS)
    assert world.ask(show_task, None, "2024-02").board.done


def test_verdict_is_not_seen_on_the_days_before(world: World) -> None:
    world.confirmed()
    world.accept(world.log("2024-02", "市政府办公室", "2024Q2", "2024-07-02"), "2024-07-05")
    assert (verdicts(world, "2024-07-04"), verdicts(world, "2024-07-05")) == ([Verdict.PENDING], [Verdict.ACCEPTED])


@pytest.mark.parametrize("reason", ["", " "])
def test_returning_needs_a_reason(world: World, reason: str) -> None:
    world.confirmed()
    entry = world.log("2024-02", "市政府办公室", "2024Q2", "2024-07-02")
    with world.refused(errors.ReasonMissing, "退回要写明理由"):
        world.returned(entry, "2024-07-05", reason)


def test_entry_is_reviewed_once(world: World) -> None:
    world.confirmed()
    entry = world.accepted("2024-02", "市政府办公室", "2024Q2", "2024-07-02")
    with world.refused(errors.EntryReviewed, rf"填报 {entry} 已采纳（2024-\d\d-\d\d 王敏），不能再审"):
        world.returned(entry, "2024-07-05")


def test_entry_that_was_corrected_since_is_not_reviewed(world: World) -> None:
    world.confirmed()
    old = world.log("2024-02", "市政府办公室", "2024Q2", "2024-07-02")
    new = world.log("2024-02", "市政府办公室", "2024Q2", "2024-07-03")
    with world.refused(errors.EntryOutdated, f"填报 {old} 之后单位又重新填报了（{new}）"):
        world.accept(old, "2024-07-05")


def test_review_cannot_count_for_a_day_before_the_entry(world: World) -> None:
    world.confirmed()
    entry = world.log("2024-02", "市政府办公室", "2024Q2", "2024-07-08")
    with world.refused(errors.EntryBackdated):
        world.accept(entry, "2024-07-05")


def test_one_bad_number_among_several_accepts_none(world: World) -> None:
    world.confirmed()
    entry = world.log("2024-02", "市政府办公室", "2024Q2", "2024-07-02")
    with world.refused(errors.EntryMissing, "没有编号为 999 的填报"):
        world.do(review, "2024-07-05", Wanted(ids=(entry, 999)), Verdict.ACCEPTED)


def test_number_given_twice_is_reviewed_once(world: World) -> None:
    world.confirmed()
    entry = world.log("2024-02", "市政府办公室", "2024Q2", "2024-07-02")
    assert world.do(review, "2024-07-05", Wanted(ids=(entry, entry)), Verdict.ACCEPTED) == (entry,)


def test_all_pending_entries_of_a_period_task_or_unit_are_reviewed_at_once(world: World) -> None:
    world.confirmed()
    spring = world.log("2024-01", "市司法局", "2024Q1", "2024-04-02")
    first = world.log("2024-01", "市司法局", "2024Q2", "2024-07-02")
    second = world.log("2024-02", "市政府办公室", "2024Q2", "2024-07-02")
    third = world.log("2024-03", "市司法局", "2024Q2", "2024-07-02")
    later = world.log("2024-04", "市公安局", "2024Q2", "2024-07-09")

    def accept(on: str = "2024-07-05", **wanted: object) -> tuple[int, ...]:
        return world.do(review, on, Wanted(everyone=True, **wanted), Verdict.ACCEPTED)  # type: ignore[arg-type]

    assert accept(period=Q2, task="2024-02") == (second,)
    assert accept(period=Q2, unit="市司法局") == (first, third)
    assert accept() == (spring,)
    with world.refused(errors.NothingPending):
        accept()
    assert accept("2024-07-09") == (later,)


def test_review_without_a_wish_is_refused(world: World) -> None:
    world.confirmed()
    world.log("2024-02", "市政府办公室", "2024Q2", "2024-07-02")
    with world.refused(errors.NothingToDo, "没有说明要做什么"):
        world.do(review, "2024-07-05", Wanted(), Verdict.ACCEPTED)


def test_reviews_are_logged_one_by_one_with_the_reason(world: World) -> None:
    world.confirmed()
    first = world.log("2024-01", "市司法局", "2024Q2", "2024-07-02")
    second = world.log("2024-02", "市政府办公室", "2024Q2", "2024-07-02")
    with world.logged() as events:
        world.accept(first, "2024-07-05")
        world.returned(second, "2024-07-05", "没有写明次数")
    assert events == [
        (
            "progress:accept",
            "2024-01 市司法局 2024Q2",
            {"entry": first, "review": "pending"},
            {"entry": first, "review": "accepted"},
            "",
        ),
        (
            "progress:return",
            "2024-02 市政府办公室 2024Q2",
            {"entry": second, "review": "pending"},
            {"entry": second, "review": "returned"},
            "没有写明次数",
        ),
    ]
