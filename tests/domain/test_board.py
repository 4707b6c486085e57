"""A task with its units: who counts, who owes what, and the lead that is only offered."""

import datetime as dt

import pytest

from planner.domain.board import Collective, Member, Participant, counted, owes, participants
from planner.domain.drafts import CheckpointKind, Role
from planner.domain.lights import Cause, Colour, Light
from planner.domain.progress import Standing, Status, TaskState
from tests.domain.made import Q1, Q2, Q4, board, day, filing, members, point, stands, tally, task, unit

LEAD, RESPONSIBLE, COOPERATING = Role
JUSTICE, FINANCE, EAST, WEST = unit(1, "市司法局"), unit(2, "市财政局"), unit(3, "东桥县政府"), unit(4, "西桥县政府")
COUNTIES = unit(9, "各县（市、区）政府", collective=True)


def test_members_of_a_collective_work_in_its_role_and_through_it() -> None:
    assert participants([(JUSTICE, LEAD, None), (COUNTIES, COOPERATING, None)], {9: members(EAST, WEST)}) == (
        Participant(JUSTICE, LEAD, None, None),
        Participant(EAST, COOPERATING, "各县（市、区）政府", None),
        Participant(WEST, COOPERATING, "各县（市、区）政府", None),
    )


def test_member_that_is_also_named_counts_once_as_itself_in_its_strongest_role() -> None:
    assert participants([(COUNTIES, LEAD, None), (EAST, RESPONSIBLE, None)], {9: members(EAST, WEST)}) == (
        Participant(EAST, LEAD, None, None),
        Participant(WEST, LEAD, "各县（市、区）政府", None),
    )


@pytest.mark.parametrize("roles", [(LEAD, COOPERATING), (COOPERATING, LEAD), (RESPONSIBLE, LEAD, COOPERATING)])
def test_unit_with_several_roles_holds_the_strongest(roles: tuple[Role, ...]) -> None:
    assert participants([(JUSTICE, role, None) for role in roles], {}) == (Participant(JUSTICE, LEAD, None, None),)


def test_member_of_two_collectives_counts_once_in_the_stronger_role() -> None:
    others = unit(8, "各开发区管委会", collective=True)
    assert participants(
        [(others, COOPERATING, None), (COUNTIES, RESPONSIBLE, None)], {9: members(EAST), 8: members(EAST)}
    ) == (Participant(EAST, RESPONSIBLE, "各县（市、区）政府", None),)


def test_member_that_joined_later_is_asked_from_then_on() -> None:
    late = Member(EAST, day(12, 1))
    assert participants([(COUNTIES, RESPONSIBLE, None)], {9: (late,)})[0].since == day(12, 1)
    assert participants([(COUNTIES, RESPONSIBLE, day(3, 20))], {9: members(EAST)})[0].since == day(3, 20)


def test_collective_without_a_roster_brings_nobody() -> None:
    assert participants([(COUNTIES, RESPONSIBLE, None)], {}) == ()


@pytest.mark.parametrize(
    ("assigned", "offered"),
    [
        ([(JUSTICE, RESPONSIBLE), (FINANCE, RESPONSIBLE)], "市司法局"),
        ([(JUSTICE, RESPONSIBLE), (COUNTIES, RESPONSIBLE)], "市司法局"),
        ([(JUSTICE, RESPONSIBLE), (FINANCE, COOPERATING)], "市司法局"),
        ([(JUSTICE, RESPONSIBLE)], None),
        ([(COUNTIES, RESPONSIBLE), (JUSTICE, RESPONSIBLE)], None),
        ([(JUSTICE, RESPONSIBLE), (FINANCE, LEAD)], None),
        ([(JUSTICE, COOPERATING), (FINANCE, RESPONSIBLE)], None),
        ([], None),
    ],
)
def test_lead_is_offered_only_where_the_first_of_several_could_be_it(
    assigned: list[tuple[object, Role]], offered: str | None
) -> None:
    assert task(*assigned).lead_proposal == offered  # type: ignore[arg-type]


def test_named_owners_owe_a_checkpoint_and_else_all_who_count() -> None:
    ours, theirs, helping = (
        Participant(JUSTICE, RESPONSIBLE, None, None),
        Participant(FINANCE, RESPONSIBLE, None, None),
        Participant(EAST, COOPERATING, None, None),
    )
    everyones, ones = point(), point(owners=frozenset({1, 3}))
    assert [owes(everyones, who) for who in (ours, theirs, helping)] == [True, True, False]
    assert [owes(ones, who) for who in (ours, theirs, helping)] == [True, False, True]


def test_checkpoint_of_one_unit_turns_no_others_light_red() -> None:
    listed = point(CheckpointKind.DATE, day(6, 30), value=None, owners=frozenset({1}))
    judged = board(day(7, 2), task((JUSTICE, RESPONSIBLE), (FINANCE, RESPONSIBLE), points=(listed,))).tasks[0]
    assert [light.light.colour for light in judged.units] == [Colour.RED, Colour.YELLOW]
    assert judged.light.whose == ("市司法局",)


def test_checkpoint_is_met_when_all_who_owe_it_met_it() -> None:
    facts = task((JUSTICE, RESPONSIBLE), (FINANCE, RESPONSIBLE), points=(point(CheckpointKind.DATE, day(6, 30)),))
    one = {(1, 1): stands(filing(Q2, Status.IN_PROGRESS, tally("1")))}
    both = one | {(1, 2): stands(filing(Q2, Status.IN_PROGRESS, tally("1"), entry=2))}
    met = [board(day(7, 2), facts, said=said).tasks[0].met for said in ({}, one, both)]
    assert met == [0, 0, 1]


def test_checkpoint_that_nobody_owes_is_not_met() -> None:
    assert board(day(7, 2), task((JUSTICE, COOPERATING), points=(point(),))).tasks[0].met == 0


def test_task_out_of_action_has_no_light_and_isnt_done() -> None:
    paused = task((JUSTICE, LEAD), state=TaskState.PAUSED)
    judged = board(day(8, 1), paused, said={(1, 1): stands(filing(Q2, Status.DONE))}).tasks[0]
    assert (judged.light, judged.done) == (
        Light(Colour.NONE, Cause.STATE, since=day(5, 6), state=TaskState.PAUSED),
        False,
    )


def test_collectives_own_entry_is_shown_and_counts_for_nothing() -> None:
    said = {(1, 9): stands(filing(Q2, Status.DONE))}
    judged = board(day(7, 20), task((COUNTIES, RESPONSIBLE)), said=said).tasks[0]
    assert judged.on_behalf == ((Collective(COUNTIES, RESPONSIBLE, None), said[1, 9]),)
    assert (judged.units, judged.light, judged.done) == ((), Light(Colour.NONE, Cause.NOBODY_COUNTS), False)


def test_task_that_nobody_has_to_answer_for_says_so_and_not_that_a_roster_is_missing() -> None:
    found = [board(day(7, 20), facts).tasks[0].light.cause for facts in (task(), task((JUSTICE, COOPERATING)))]
    assert found == [Cause.NO_UNIT, Cause.NO_UNIT]


def test_collective_counts_its_rosters_done_of_all() -> None:
    facts = task((COUNTIES, RESPONSIBLE), (JUSTICE, LEAD), rosters={9: (EAST, WEST)})
    said = {(1, 3): stands(filing(Q2, Status.DONE)), (1, 1): stands(filing(Q2, Status.DONE, entry=2))}
    judged = board(day(7, 2), facts, said=said).tasks[0]
    assert [counted(collective, judged.units) for collective in facts.collectives] == [(1, 2)]
    assert counted(Collective(COUNTIES, RESPONSIBLE, None), judged.units) is None


def test_unit_put_on_later_owes_no_return_for_periods_that_were_over() -> None:
    facts = task((JUSTICE, RESPONSIBLE))
    late = facts._replace(participants=(Participant(JUSTICE, RESPONSIBLE, None, day(7, 1)),))
    found = board(day(7, 20), late).tasks[0].units[0]
    assert [str(period) for period, _ in found.asked] == ["2024Q3", "2024Q4"]
    assert found.light == Light(Colour.NOT_DUE, Cause.NOT_ASKED_YET, whose=("市司法局",))


def test_unit_put_on_during_a_period_owes_its_return() -> None:
    late = task((JUSTICE, RESPONSIBLE))._replace(participants=(Participant(JUSTICE, RESPONSIBLE, None, day(6, 30)),))
    assert [str(period) for period, _ in board(day(7, 20), late).tasks[0].units[0].asked] == [
        "2024Q2",
        "2024Q3",
        "2024Q4",
    ]


def test_due_day_before_the_plans_issue_makes_nobody_late() -> None:
    facts = task((JUSTICE, RESPONSIBLE), due=day(2, 28), before_issue=True)
    judged = board(day(4, 1), facts, said={(1, 1): stands(filing(Q1))}).tasks[0]
    assert judged.light == Light(Colour.NOT_DUE, Cause.NOT_ASKED_YET, whose=("市司法局",))


def test_standing_of_another_task_doesnt_count() -> None:
    said = {(2, 1): stands(filing(Q4, Status.DONE))}
    assert board(dt.date(2025, 2, 1), task((JUSTICE, RESPONSIBLE)), said=said).tasks[0].units[0].standing == Standing()
