"""The plan's year on the status page: tasks as rows, quarter against quarter, months."""

import datetime as dt
from dataclasses import replace

import pytest

from planner.domain.board import Board
from planner.domain.drafts import Role
from planner.domain.ledgers import build_ledger
from planner.domain.lights import Colour
from planner.domain.notices import status_page
from planner.domain.periods import Period
from planner.domain.progress import Standing, Status
from planner.domain.quarters import (
    Turned,
    closed_page,
    done_by_month,
    quarter_of_ledger,
    quarter_on_board,
    status_tasks,
    tasks_of_ledger,
    turned,
)
from planner.domain.status_page import StatusPage, UnitLight, UnitReturns
from tests.domain.made import Q1, Q2, Q3, board, day, filing, stands, task, unit

JUSTICE, POLICE, FINANCE = unit(1, "市司法局"), unit(2, "市公安局"), unit(3, "市财政局")
TASKS = (
    task((JUSTICE, Role.LEAD), (POLICE, Role.RESPONSIBLE), (FINANCE, Role.COOPERATING), number=1),
    task((POLICE, Role.RESPONSIBLE), (JUSTICE, Role.RESPONSIBLE), number=2),
    task((FINANCE, Role.RESPONSIBLE), number=3, due=day(5, 31)),
)
SAID: dict[tuple[int, int], Standing] = {
    (1, 1): stands(filing(Q1, Status.DONE, on=day(3, 20))),
    (1, 2): stands(filing(Q2, on=day(6, 28))),
    (2, 1): stands(filing(Q1, Status.DONE, on=day(4, 8)), filing(Q2, Status.DONE, on=day(7, 4), entry=2)),
    (2, 2): stands(filing(Q2, Status.DONE, on=day(6, 20))),
}


def july() -> Board:
    """Tasks 1 and 2 are done, the third is late and silent."""
    return board(day(7, 20), *TASKS, said=SAID)


def page(made: Board) -> StatusPage:
    return replace(status_page(made, {}), tasks=status_tasks(made), quarters=(quarter_on_board(made, Q2),))


def test_rows_are_the_tasks_with_their_units_the_leading_first() -> None:
    first, second, third = status_tasks(board(day(7, 20), *TASKS, said=SAID))
    assert first.units == (
        UnitLight("市司法局", Role.LEAD, Colour.GREEN),
        UnitLight("市公安局", Role.RESPONSIBLE, Colour.GREEN),
        UnitLight("市财政局", Role.COOPERATING, Colour.YELLOW),
    )
    assert [(row.code, row.colour, row.done) for row in (first, second, third)] == [
        ("2024-01", Colour.GREEN, True),
        ("2024-02", Colour.GREEN, True),
        ("2024-03", Colour.RED, False),
    ]
    assert third.reason == "市财政局：应于2024-05-31完成，已逾期50天"


def test_task_is_done_on_the_last_day_of_those_on_whom_it_hangs() -> None:
    """A lead's day alone; without a lead the last responsible unit's; an entry speaks from its period's end at most."""
    assert [row.done_on for row in status_tasks(july())] == [day(3, 20), day(6, 20), None]


def test_every_count_of_the_page_is_the_number_of_its_rows() -> None:
    made = page(july())
    assert {colour: sum(row.colour is colour for row in made.tasks) for colour in Colour} == made.lights
    for group in made.sections:
        its = [row.colour for row in made.tasks if row.section == group.name]
        assert (group.tasks, dict(group.colours)) == (len(its), {colour: its.count(colour) for colour in Colour})
    for group in made.units:
        its = [one.colour for row in made.tasks for one in row.units if one.unit == group.name]
        assert (group.tasks, dict(group.colours)) == (len(its), {colour: its.count(colour) for colour in Colour})


def test_quarter_holds_codes_by_light_and_what_each_unit_owes() -> None:
    made = quarter_on_board(board(day(6, 30), *TASKS, said=SAID), Q2)
    assert made.lights == {
        Colour.RED: ("2024-03",),
        Colour.YELLOW: (),
        Colour.NOT_DUE: (),
        Colour.GREEN: ("2024-01", "2024-02"),
        Colour.NONE: (),
    }
    assert made.done == ("2024-01", "2024-02")
    assert made.returns == (
        UnitReturns("市公安局", 2, ()),
        UnitReturns("市财政局", 2, ("2024-01", "2024-03")),
    )
    assert (made.tasks, made.asked, made.reported, made.over) == (3, 4, 2, True)
    assert (made.judged_on, made.return_by) == (day(6, 30), day(7, 10))


def test_quarter_under_way_is_not_over() -> None:
    assert not quarter_on_board(july(), Q3).over


@pytest.mark.parametrize("period", [Q1, Q2])
def test_quarter_of_a_ledger_is_that_of_its_board(period: Period) -> None:
    """What an older version kept, a ledger without its page's quarters, tells the same; days of completion it lacks."""
    made = board(period.last_day, *TASKS, said=SAID)
    ledger = build_ledger(made, {}, period, as_of=day(7, 20))
    assert quarter_of_ledger(ledger) == quarter_on_board(made, period)
    unknown = tuple(replace(row, done_on=None) for row in status_tasks(made))
    assert tasks_of_ledger(ledger) == unknown


def test_page_that_is_closed_closes_its_own_quarter() -> None:
    made = replace(page(july()), quarters=(quarter_on_board(july(), Q1), quarter_on_board(july(), Q2)))
    closed = closed_page(made, day(7, 22))
    assert [quarter.closed_on for quarter in closed.quarters] == [None, day(7, 22)]
    assert closed.closed_on == day(7, 22)
    assert (closed.quarter, closed.quarter_before) == (closed.quarters[1], closed.quarters[0])


def test_first_quarter_has_none_before_it() -> None:
    made = page(july())
    assert (made.quarter, made.quarter_before) == (made.quarters[0], None)


def test_months_hold_what_was_done_in_them_and_up_to_them() -> None:
    months = done_by_month(page(july()))
    assert [month.number for month in months] == [1, 2, 3, 4, 5, 6, 7]
    assert [(month.number, month.new) for month in months if month.new] == [(3, ("2024-01",)), (6, ("2024-02",))]
    assert [month.so_far for month in months[1:6]] == [(), *[("2024-01",)] * 3, ("2024-01", "2024-02")]


@pytest.mark.parametrize(
    ("on", "last"), [(dt.date(2025, 1, 20), 12), (dt.date(2024, 2, 1), 2), (dt.date(2023, 12, 20), 0)]
)
def test_months_end_with_the_pages_day_and_with_the_year(on: dt.date, last: int) -> None:
    assert len(done_by_month(replace(page(july()), as_of=on))) == last


def test_months_of_a_period_end_with_the_day_it_is_judged_on() -> None:
    assert len(done_by_month(replace(page(july()), judged_on=day(6, 30)))) == 6


def test_work_done_before_the_year_counts_for_january() -> None:
    made = page(july())
    early = replace(made.tasks[0], done_on=dt.date(2023, 12, 28))
    months = done_by_month(replace(made, tasks=(early, *made.tasks[1:])))
    assert months[0].new == ("2024-01",)


def test_no_month_is_told_where_a_day_is_not_known() -> None:
    made = page(july())
    unknown = replace(made.tasks[0], done_on=None)
    assert done_by_month(replace(made, tasks=(unknown, *made.tasks[1:]))) == ()
    assert done_by_month(replace(made, tasks=())) == ()


def test_what_turned_keeps_its_order() -> None:
    assert turned(["a", "b", "c"], ["d", "c", "e"]) == Turned(("d", "e"), ("a", "b"))
