"""Quarters: how they are written, which of them a plan asks for, and which one is awaited."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.periods import Asked, Period, asked_periods, current_period, year_periods
from planner.errors import PeriodUnknown

Q1, Q2, Q3, Q4 = year_periods(2024)


@pytest.mark.parametrize(
    "text", ["2024Q2", "2024q2", " 2024Q2 ", "2024 Q2", "２０２４Q２", "2024年第二季度", "2024年2季度", "2024年二季度"]
)
def test_period_is_read_however_people_write_it(text: str) -> None:
    assert Period.parse(text) == Period(2024, 2)


@pytest.mark.parametrize("text", ["", "2024", "2024Q0", "2024Q5", "24Q1", "Q1", "2024年五季度", "2024Q1至Q2"])
def test_anything_else_is_refused_by_what_was_typed(text: str) -> None:
    with pytest.raises(PeriodUnknown, match=f"“{text}”不是填报期"):
        Period.parse(text)


def test_period_prints_as_it_is_read_and_has_a_chinese_label() -> None:
    assert [(str(period), period.label) for period in year_periods(2024)] == [
        ("2024Q1", "2024年第一季度"),
        ("2024Q2", "2024年第二季度"),
        ("2024Q3", "2024年第三季度"),
        ("2024Q4", "2024年第四季度"),
    ]


@given(st.dates())
def test_every_day_lies_in_its_own_quarter_and_in_no_other(day: dt.date) -> None:
    period = Period.of(day)
    assert period.first_day <= day <= period.last_day
    assert [p for p in year_periods(day.year) if p.first_day <= day <= p.last_day] == [period]


def test_quarters_of_a_year_leave_no_day_between_them() -> None:
    quarters = year_periods(2023)
    assert [(later.first_day - earlier.last_day).days for earlier, later in pairwise(quarters)] == [1, 1, 1]
    assert (quarters[0].first_day, quarters[3].last_day) == (dt.date(2023, 1, 1), dt.date(2023, 12, 31))


def test_return_is_due_ten_days_after_the_quarter() -> None:
    assert [period.return_by.isoformat() for period in year_periods(2024)] == [
        "2024-04-10",
        "2024-07-10",
        "2024-10-10",
        "2025-01-10",
    ]


@pytest.mark.parametrize(
    ("issued_on", "asked"),
    [
        (None, (Q1, Q2, Q3, Q4)),
        (dt.date(2023, 12, 20), (Q1, Q2, Q3, Q4)),
        (dt.date(2024, 3, 31), (Q1, Q2, Q3, Q4)),
        (dt.date(2024, 4, 1), (Q2, Q3, Q4)),
        (dt.date(2024, 12, 31), (Q4,)),
        (dt.date(2025, 1, 5), (Q4,)),
    ],
)
def test_plan_asks_for_the_quarters_that_end_on_or_after_its_own_date(
    issued_on: dt.date | None, asked: tuple[Period, ...]
) -> None:
    """A plan dated after its year still asks for the last quarter: it asks for something."""
    assert asked_periods(2024, issued_on=issued_on) == tuple(Asked(period, period.return_by) for period in asked)


def test_return_day_of_a_round_stands_for_the_usual_one() -> None:
    found = asked_periods(2024, issued_on=dt.date(2024, 8, 1), return_days={Q3: dt.date(2024, 10, 15)})
    assert found == (Asked(Q3, dt.date(2024, 10, 15)), Asked(Q4, dt.date(2025, 1, 10)))


@pytest.mark.parametrize(
    ("day", "awaited"),
    [
        (dt.date(2024, 1, 2), Q1),
        (dt.date(2024, 3, 30), Q1),
        (dt.date(2024, 6, 29), Q1),
        (dt.date(2024, 6, 30), Q2),
        (dt.date(2025, 8, 1), Q4),
    ],
)
def test_period_awaited_is_the_newest_that_has_ended(day: dt.date, awaited: Period) -> None:
    assert current_period(asked_periods(2024, issued_on=None), day).period == awaited


def test_first_period_asked_is_awaited_before_any_has_ended() -> None:
    asked = asked_periods(2024, issued_on=dt.date(2024, 4, 1))
    assert current_period(asked, dt.date(2024, 4, 2)).period == Q2
