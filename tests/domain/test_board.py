"""A task with its units: who counts, who owes what, and the lead that is only offered."""

import datetime as dt
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.board import (
    Asking,
    Collective,
    Member,
    Participant,
    TaskFacts,
    UnitFacts,
    counted,
    judge,
    owes,
    participants,
)
from planner.domain.checkpoints import Due
from planner.domain.drafts import CheckpointKind, Role
from planner.domain.lights import Cause, Colour, Light
from planner.domain.periods import Asked, Period
from planner.domain.progress import Standing, Status, Tally, TaskState, Verdict
from planner.domain.wording import light_reason
from tests.domain.made import Q1, Q2, Q3, Q4, board, day, filing, members, point, stands, tally, task, unit

LEAD, RESPONSIBLE, COOPERATING = Role
JUSTICE, FINANCE, EAST, WEST = unit(1, "市司法局"), unit(2, "市财政局"), unit(3, "东桥县政府"), unit(4, "西桥县政府")
COUNTIES = unit(9, "各县（市、区）政府", collective=True)
SaidBy = dict[tuple[int, int], Standing]


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
        Light(Colour.NONE, Cause.STATE, since=day(5, 6), whose=("市司法局",), state=TaskState.PAUSED),
        False,
    )


def test_collectives_own_entry_is_shown_and_counts_for_nothing() -> None:
    said = {(1, 9): stands(filing(Q2, Status.DONE))}
    judged = board(day(7, 20), task((COUNTIES, RESPONSIBLE)), said=said).tasks[0]
    assert judged.on_behalf == ((Collective(COUNTIES, RESPONSIBLE, None), said[1, 9]),)
    nobody = Light(Colour.NONE, Cause.NOBODY_COUNTS, whose=("各县（市、区）政府",))
    assert (judged.units, judged.light, judged.done) == ((), nobody, False)


def test_task_that_nobody_has_to_answer_for_says_so_and_not_that_a_roster_is_missing() -> None:
    helping = [task(), task((JUSTICE, COOPERATING)), task((COUNTIES, COOPERATING))]
    found = [board(day(7, 20), facts).tasks[0].light for facts in helping]
    assert [(light.cause, light.whose) for light in found] == [
        (Cause.NO_UNIT, ()),
        (Cause.NO_UNIT, ("市司法局",)),
        (Cause.NO_UNIT, ("各县（市、区）政府",)),
    ]


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
    assert found.light == Light(
        Colour.NOT_DUE, Cause.NOT_ASKED_YET, since=day(7, 1), whose=("市司法局",), due=day(10, 10), period=Q3
    )


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
    assert judged.light == Light(
        Colour.NOT_DUE, Cause.NOT_ASKED_YET, day(3, 31), ("市司法局",), due=day(4, 10), period=Q1, reported=True
    )


def test_standing_of_another_task_doesnt_count() -> None:
    said = {(2, 1): stands(filing(Q4, Status.DONE))}
    assert board(dt.date(2025, 2, 1), task((JUSTICE, RESPONSIBLE)), said=said).tasks[0].units[0].standing == Standing()


def test_moved_due_day_of_a_task_is_its_units_original() -> None:
    facts = task((JUSTICE, RESPONSIBLE))
    facts = facts._replace(due=facts.due._replace(day=day(9, 30), original=day(6, 30), moved_from=day(6, 30)))
    judged = board(day(7, 20), facts, said={(1, 1): stands(filing(Q2))}).tasks[0]
    assert (judged.light.colour, judged.light.original, judged.light.days_original) == (Colour.GREEN, day(6, 30), 20)


# ---- the sentence that explains a task's light ----

TOWNS = tuple(unit(20 + number, f"第{number:02d}镇政府") for number in range(1, 21))
LISTED = point(CheckpointKind.DATE, day(6, 30), value=None)


def sentence(facts: TaskFacts, on: dt.date, said: SaidBy | None = None) -> str:
    """The sentence of a task's light on a day."""
    return light_reason(board(on, facts, said=said).tasks[0].light)


def filed(period: Period, on: dt.date, *units: UnitFacts, status: Status = Status.IN_PROGRESS) -> SaidBy:
    """What units filed on a day, all the same."""
    return {(1, who.id): stands(filing(period, status, on=on, entry=who.id)) for who in units}


def test_sentence_of_a_task_out_of_action_tells_its_basis_and_where_it_went() -> None:
    merged = task((JUSTICE, LEAD), (FINANCE, COOPERATING), state=TaskState.MERGED)
    facts = merged._replace(state_basis="专题会议纪要〔2024〕2号", merged_code="2024-03")
    assert sentence(facts, day(8, 1)) == (
        "市司法局：任务并入2024-03，自2024-05-06起不亮灯（依据：专题会议纪要〔2024〕2号）"
    )


def test_sentence_of_a_done_task_names_its_leads_and_the_day_the_last_was_done() -> None:
    facts = task((JUSTICE, LEAD), (FINANCE, LEAD), (EAST, RESPONSIBLE))
    said = (
        filed(Q1, day(3, 20), JUSTICE, status=Status.DONE)
        | filed(Q2, day(6, 20), FINANCE, status=Status.DONE)
        | filed(Q2, day(6, 28), EAST)
    )
    assert sentence(facts, day(7, 20), said) == "市司法局、市财政局：到2024-06-20都已完成；另有1个单位也亮绿灯"


def test_sentence_of_a_task_done_late_tells_the_days() -> None:
    facts = task((JUSTICE, LEAD), due=day(5, 31))
    said = filed(Q2, day(6, 20), JUSTICE, status=Status.DONE)
    assert sentence(facts, day(7, 2), said) == "市司法局：2024-06-20完成，逾期20天完成"


def test_sentence_of_a_task_overdue_by_both_days_tells_both() -> None:
    facts = task((JUSTICE, LEAD))
    facts = facts._replace(due=facts.due._replace(day=day(9, 30), moved_from=day(6, 30)))
    assert sentence(facts, day(10, 2)) == "市司法局：应于2024-09-30完成，已逾期2天，按原时限2024-06-30逾期94天"


def test_sentence_of_a_missed_checkpoint_names_it_and_those_who_owe_it() -> None:
    facts = task((JUSTICE, LEAD), (FINANCE, RESPONSIBLE), (EAST, COOPERATING), points=(LISTED,))
    assert sentence(facts, day(7, 2)) == ("市司法局、市财政局：考核点2024-01.1（评查2次）应于2024-06-30达成，已逾期2天")


def test_sentence_of_a_day_near_tells_since_when_it_warns() -> None:
    assert sentence(task((JUSTICE, LEAD), due=day(6, 30)), day(6, 20)) == (
        "市司法局：2024-06-30到期，还有10天，自2024-06-15起预警"
    )
    assert sentence(task((JUSTICE, LEAD), points=(LISTED,)), day(6, 30)) == (
        "市司法局：考核点2024-01.1（评查2次）2024-06-30到期，就在当天，自2024-06-15起预警"
    )


def test_sentence_of_a_blocked_task_counts_the_other_yellow_lights() -> None:
    facts = task((JUSTICE, LEAD), (FINANCE, RESPONSIBLE), (EAST, RESPONSIBLE))
    said = filed(Q2, day(7, 3), JUSTICE, status=Status.BLOCKED) | filed(Q2, day(7, 5), EAST)
    assert sentence(facts, day(7, 20), said) == "市司法局：自2024-07-03起受阻；另有1个单位也亮黄灯"


def test_sentence_of_a_roster_of_twenty_names_three_and_counts_those_whose_it_is() -> None:
    facts = task((COUNTIES, RESPONSIBLE), rosters={9: TOWNS})
    silent = "第10镇政府、第11镇政府、第12镇政府等11个单位：2024Q2应于2024-07-10报送，至今未报"
    assert sentence(facts, day(7, 20), filed(Q2, day(7, 5), *TOWNS[:9])) == silent
    everyone = filed(Q2, day(7, 5), *TOWNS[:9]) | filed(Q2, day(7, 9), *TOWNS[9:])
    assert sentence(facts, day(7, 20), everyone) == (
        "第01镇政府、第02镇政府、第03镇政府等20个单位：2024Q2到2024-07-09都已报送，时限2024-12-31还没到"
    )


def test_sentence_of_a_return_sent_back_says_so() -> None:
    said = {(1, 1): stands(filing(Q2, verdict=Verdict.RETURNED))}
    assert sentence(task((JUSTICE, LEAD)), day(7, 20), said) == (
        "市司法局：2024Q2应于2024-07-10报送，填报被退回，至今没有重报"
    )


def test_sentence_of_a_task_on_course_tells_since_when_and_until_when() -> None:
    said = filed(Q2, day(7, 3), JUSTICE)
    assert sentence(task((JUSTICE, LEAD)), day(7, 20), said) == (
        "市司法局：2024Q2已于2024-07-03报送，时限2024-12-31还没到"
    )
    assert sentence(task((JUSTICE, LEAD), before_issue=True, due=day(2, 28)), day(7, 20), said) == (
        "市司法局：2024Q2已于2024-07-03报送，时限待重新设定"
    )


def test_sentence_of_a_task_not_yet_asked_for_tells_until_when() -> None:
    assert sentence(task((JUSTICE, LEAD)), day(3, 20)) == "市司法局：2024Q1应于2024-04-10报送，还没到报送日和时限"
    late = task((JUSTICE, LEAD))._replace(participants=(Participant(JUSTICE, LEAD, None, day(7, 1)),))
    assert sentence(late, day(7, 20)) == ("市司法局：2024-07-01起承担，2024Q3应于2024-10-10报送，还没到报送日和时限")


def test_sentence_where_nobody_counts_tells_whose_roster_or_lead_is_missing() -> None:
    found = [sentence(facts, day(7, 20)) for facts in (task((COUNTIES, LEAD)), task((JUSTICE, COOPERATING)), task())]
    assert found == [
        "各县（市、区）政府：名册未设，没有成员单位可计，至今不亮灯",
        "市司法局：只承担配合，任务没有牵头或责任单位，至今不亮灯",
        "任务没有责任单位，至今不亮灯",
    ]


FILED = st.lists(
    st.tuples(
        st.sampled_from([Q1, Q2]),
        st.sampled_from(Status),
        st.integers(1, 3),
        st.sampled_from(Verdict),
        st.lists(st.sampled_from([tally("1"), tally("2", running=True), tally("0")]), max_size=2),
    ),
    max_size=3,
    unique_by=lambda said: (said[0], said[2]),
)
MOVED_POINT = point(CheckpointKind.QUANTITY, Due(day(7, 31), original=day(6, 30), moved_from=day(6, 30)), value=2)


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from([LEAD, RESPONSIBLE, COOPERATING]), min_size=3, max_size=3),
    st.lists(FILED, min_size=6, max_size=6),
    st.sampled_from([day(6, 20), day(7, 5), day(7, 20), day(8, 5)]),
    st.randoms(use_true_random=False),
)
def test_light_and_sentence_dont_depend_on_the_order_of_units_entries_figures_or_rosters(
    roles: list[Role], said: list[list[tuple[Period, Status, int, Verdict, list[Tally]]]], on: dt.date, chance: Random
) -> None:
    named = list(zip((JUSTICE, FINANCE, COUNTIES), roles, strict=True))
    roster = list(TOWNS[:4])
    filings = {
        who.id: [
            filing(period, status, *tallies, on=day(6, 10 + number), verdict=verdict, revision=number, entry=number)
            for period, status, number, verdict, tallies in each
        ]
        for who, each in zip((JUSTICE, FINANCE, *roster), said, strict=True)
    }

    def told() -> tuple[Light, bool, str]:
        facts = task(*named, points=(MOVED_POINT,), rosters={9: tuple(roster)}, due=day(7, 15))
        facts = facts._replace(due=facts.due._replace(moved_from=day(6, 15)))
        judged = board(on, facts, said={(1, who): stands(*each) for who, each in filings.items()}).tasks[0]
        return judged.light, judged.done, light_reason(judged.light)

    before = told()
    chance.shuffle(named)
    chance.shuffle(roster)
    for each in filings.values():
        chance.shuffle(each)
        each[:] = [one._replace(tallies=tuple(chance.sample(one.tallies, len(one.tallies)))) for one in each]
    assert told() == before


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (Status.IN_PROGRESS, "市司法局：2024Q2已报送，还没到报送日和时限"),
        (Status.BLOCKED, "市司法局：2024Q2填报受阻"),
    ],
)
def test_light_judged_on_a_quarters_end_dates_nothing_that_came_after_it(status: Status, told: str) -> None:
    facts = task((JUSTICE, RESPONSIBLE))
    said = {(1, 1): stands(filing(Q2, status, on=day(7, 5)))}
    asked = (Asked(Q2, day(7, 10)),)
    found = judge(facts, said, day(6, 30), Asking(asked))
    assert (light_reason(found.light), found.light.since) == (told, None)
    assert "2024-07-05" in light_reason(judge(facts, said, day(7, 5), Asking(asked)).light)


def test_task_paused_after_the_day_it_is_judged_on_is_told_without_the_day() -> None:
    facts = task((JUSTICE, RESPONSIBLE))._replace(state=TaskState.PAUSED, state_since=day(7, 5), state_basis="会议纪要")
    told = [light_reason(board(on, facts).tasks[0].light) for on in (day(6, 30), day(7, 5))]
    assert told == [
        "市司法局：任务暂缓，不亮灯（依据：会议纪要）",
        "市司法局：任务暂缓，自2024-07-05起不亮灯（依据：会议纪要）",
    ]
