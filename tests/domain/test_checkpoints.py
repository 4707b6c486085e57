"""Whether a countable duty is met by what was counted so far."""

import datetime as dt
from decimal import Decimal

import pytest

from planner.domain.checkpoints import Due, differing, met, share, total, unmet_dues
from planner.domain.drafts import CheckpointKind, Comparator, Recurrence
from planner.domain.periods import Period
from planner.domain.progress import Tally
from tests.domain.made import Q1, Q2, Q3, Q4, day, point, tally

QUARTERS = (day(3, 31), day(6, 30), day(9, 30), day(12, 31))

Held = list[tuple[Period, Tally]]


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ([], "0"),
        ([(Q1, tally("2")), (Q2, tally("3"))], "5"),
        ([(Q1, tally("2")), (Q2, tally("5", running=True))], "5"),
        ([(Q2, tally("5", running=True)), (Q3, tally("9", running=True))], "9"),
        ([(Q2, tally("5", running=True)), (Q3, tally("2")), (Q4, tally("1"))], "8"),
        ([(Q1, tally("0.5")), (Q2, tally("0.25"))], "0.75"),
    ],
)
def test_years_value_is_the_sum_or_the_last_running_total_with_what_came_after(held: Held, expected: str) -> None:
    assert total(held) == Decimal(expected)
    assert total(held[::-1]) == Decimal(expected)


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ([], None),
        ([(Q1, tally("90")), (Q2, tally("95.5"))], "95.5"),
        ([(Q1, tally("50", part=1, whole=2)), (Q2, tally("100", part=8, whole=8))], "90"),
        ([(Q1, tally("50", part=1, whole=2)), (Q2, tally("75", part=6, whole=8, running=True))], "75"),
        ([(Q2, tally("75", part=6, whole=8, running=True)), (Q3, tally("100", part=2, whole=2))], "80"),
    ],
)
def test_years_percent_is_computed_anew_from_parts_and_wholes(held: Held, expected: str | None) -> None:
    """Never the mean of percents: 1/2 and 8/8 are 90, not 75."""
    wanted = None if expected is None else Decimal(expected)
    assert (share(held), share(held[::-1])) == (wanted, wanted)


def test_date_is_met_by_any_count_above_nothing() -> None:
    made = point(CheckpointKind.DATE, day(6, 30), value=None)
    assert not met(made, [])
    assert not met(made, [(Q2, tally("0"))])
    assert met(made, [(Q2, tally("1"))])


@pytest.mark.parametrize(
    ("comparator", "held", "expected"),
    [
        (Comparator.AT_LEAST, "59", False),
        (Comparator.AT_LEAST, "60", True),
        (Comparator.AT_LEAST, "61", True),
        (Comparator.EXACTLY, "59", False),
        (Comparator.EXACTLY, "60", True),
        (Comparator.AT_MOST, "60", True),
        (Comparator.AT_MOST, "61", False),
    ],
)
def test_quantity_is_met_on_its_own_side_of_the_value(comparator: Comparator, held: str, expected: bool) -> None:
    asked = point(CheckpointKind.QUANTITY, day(12, 31), value=60, comparator=comparator)
    assert met(asked, [(Q1, tally(held))]) is expected


def test_quantity_nobody_counted_is_unmet_even_where_less_is_asked() -> None:
    assert not met(point(CheckpointKind.QUANTITY, day(12, 31), comparator=Comparator.AT_MOST), [])


def test_quantity_is_counted_over_the_year() -> None:
    asked = point(CheckpointKind.QUANTITY, day(12, 31), value=4)
    assert met(asked, [(Q1, tally("1")), (Q3, tally("3"))])


def test_rate_is_judged_by_the_years_percent() -> None:
    asked = point(CheckpointKind.RATE, day(12, 31), value=100)
    assert met(asked, [(Q1, tally("100", part=12, whole=12)), (Q2, tally("100", part=9, whole=9))])
    assert not met(asked, [(Q1, tally("100", part=12, whole=12)), (Q2, tally("50", part=1, whole=2))])


def test_rate_without_a_due_day_is_judged_by_its_percent_not_by_a_sum_of_percents() -> None:
    asked = point(CheckpointKind.RATE, value=95)
    assert not met(asked, [(Q1, tally("50", part=1, whole=2)), (Q2, tally("50", part=1, whole=2))])
    assert met(asked, [(Q1, tally("96", part=48, whole=50))])


def test_duty_without_a_due_day_is_met_by_its_count_and_never_late() -> None:
    once_a_term = point(CheckpointKind.FREQUENCY, value=1)
    assert (met(once_a_term, []), unmet_dues(once_a_term, [])) == (False, ())
    assert met(once_a_term, [(Q2, tally("1"))])


def test_each_quarter_is_counted_on_its_own() -> None:
    asked = point(CheckpointKind.FREQUENCY, *QUARTERS, every=Recurrence.QUARTER)
    held = [(Q1, tally("1")), (Q2, tally("3")), (Q4, tally("1"))]
    assert unmet_dues(asked, held) == (Due(day(9, 30)),)
    assert not met(asked, held)


def test_running_totals_give_each_quarter_what_was_added_in_it() -> None:
    asked = point(CheckpointKind.FREQUENCY, *QUARTERS, every=Recurrence.QUARTER)
    held = [(Q1, tally("1", running=True)), (Q2, tally("1", running=True)), (Q3, tally("2", running=True))]
    assert unmet_dues(asked, held) == (Due(day(6, 30)), Due(day(12, 31)))


def test_half_year_counts_two_quarters() -> None:
    asked = point(CheckpointKind.FREQUENCY, day(6, 30), day(12, 31), value=2, every=Recurrence.HALF)
    assert unmet_dues(asked, [(Q1, tally("1")), (Q2, tally("1")), (Q3, tally("1"))]) == (Due(day(12, 31)),)


def test_year_counts_four_quarters() -> None:
    asked = point(CheckpointKind.FREQUENCY, day(12, 31), value=2, every=Recurrence.YEAR)
    assert met(asked, [(Q1, tally("1")), (Q4, tally("1"))])
    assert not met(asked, [(Q1, tally("1"))])


def test_months_of_a_quarter_are_counted_together_because_returns_come_by_quarter() -> None:
    asked = point(CheckpointKind.FREQUENCY, day(4, 30), day(5, 31), day(6, 30), every=Recurrence.MONTH)
    assert unmet_dues(asked, [(Q2, tally("2"))]) == (Due(day(6, 30)),)
    assert met(asked, [(Q2, tally("3"))])


def test_day_before_the_plans_issue_is_never_missed_and_not_needed_either() -> None:
    early, late = Due(day(3, 31), before_issue=True), Due(day(6, 30))
    asked = point(CheckpointKind.FREQUENCY, early, late, every=Recurrence.QUARTER)
    assert unmet_dues(asked, []) == (late,)
    assert met(asked, [(Q2, tally("1"))])


def test_duty_whose_only_day_lay_before_the_issue_is_met_by_doing_it() -> None:
    asked = point(CheckpointKind.DATE, Due(day(3, 1), before_issue=True), value=None)
    assert (unmet_dues(asked, []), met(asked, []), met(asked, [(Q2, tally("1"))])) == ((), False, True)


def test_quarter_that_was_extended_goes_on_until_its_new_day() -> None:
    longer = Due(day(7, 31), original=day(6, 30), reason="案卷未归档")
    asked = point(CheckpointKind.FREQUENCY, longer, every=Recurrence.QUARTER)
    held_in = {period: unmet_dues(asked, [(period, tally("1"))]) for period in (Q1, Q2, Q3, Q4)}
    assert held_in == {Q1: (longer,), Q2: (), Q3: (), Q4: (longer,)}


def test_last_quarter_may_be_extended_into_the_next_year() -> None:
    asked = point(CheckpointKind.FREQUENCY, Due(dt.date(2025, 1, 31), original=day(12, 31)), every=Recurrence.QUARTER)
    assert met(asked, [(Q4, tally("1"))])


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ([(Q1, tally("2")), (Q2, tally("3"))], None),
        ([(Q1, tally("2", running=True)), (Q2, tally("3"))], None),
        ([(Q1, tally("2")), (Q2, tally("3")), (Q2, tally("5", running=True))], None),
        ([(Q1, tally("2")), (Q2, tally("3")), (Q2, tally("6", running=True))], (Decimal(5), Decimal(6))),
    ],
)
def test_sum_of_the_periods_and_a_running_total_that_differ_are_told(
    held: Held, expected: tuple[Decimal, Decimal] | None
) -> None:
    assert differing(held) == expected


def test_limit_is_held_against_the_largest_that_was_given_not_against_a_sum() -> None:
    within_days = point(CheckpointKind.QUANTITY, day(12, 31), value=15, comparator=Comparator.AT_MOST)
    assert met(within_days, [(Q1, tally("12")), (Q2, tally("15"))])
    assert not met(within_days, [(Q1, tally("16")), (Q2, tally("3"))])
