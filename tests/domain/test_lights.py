"""One unit's light: the first rule that fits, and the days on which one rule gives way to the next."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.checkpoints import Checkpoint, Due
from planner.domain.drafts import CheckpointKind, Role
from planner.domain.lights import Cause, Colour, Duty, Light, task_light, unit_light
from planner.domain.periods import Asked, year_periods
from planner.domain.progress import Standing, Status, TaskState, Verdict
from tests.domain.made import LAST_DAY, Q1, Q2, Q3, Q4, day, filing, point, stands, tally

WHO = ("市司法局",)
ASKED = tuple(Asked(period, period.return_by) for period in year_periods(2024))
SUMMER = day(8, 20)
REPORTED = tuple(filing(period, entry=period.quarter) for period in year_periods(2024))


def duty(
    *points: Checkpoint,
    due: dt.date | None = LAST_DAY,
    state: TaskState = TaskState.ACTIVE,
    asked: tuple[Asked, ...] = ASKED,
) -> Duty:
    """What an ordinary task asks of 市司法局."""
    return Duty(WHO[0], state, None if state is TaskState.ACTIVE else day(5, 6), due, points, asked)


def colour(what: Duty, standing: Standing, on: dt.date) -> tuple[Colour, Cause]:
    """Colour and rule of a light."""
    light = unit_light(what, standing, on)
    return light.colour, light.cause


@pytest.mark.parametrize("state", [TaskState.PAUSED, TaskState.DROPPED, TaskState.MERGED])
def test_task_out_of_action_shows_no_light_before_any_other_rule(state: TaskState) -> None:
    late = duty(due=day(3, 1), state=state)
    assert unit_light(late, stands(filing(Q1, Status.DONE)), SUMMER) == Light(
        Colour.NONE, Cause.STATE, since=day(5, 6), whose=WHO, state=state
    )


def test_done_before_the_due_day_is_green() -> None:
    assert unit_light(duty(due=day(6, 30)), stands(filing(Q2, Status.DONE, on=day(6, 30))), SUMMER) == Light(
        Colour.GREEN, Cause.DONE, since=day(6, 30), whose=WHO, due=day(6, 30)
    )


def test_done_after_the_due_day_is_green_with_the_days_it_was_late() -> None:
    assert unit_light(duty(due=day(6, 30)), stands(filing(Q3, Status.DONE, on=day(7, 5))), SUMMER) == Light(
        Colour.GREEN, Cause.DONE_LATE, since=day(7, 5), whose=WHO, days=5, due=day(6, 30)
    )


def test_return_made_up_after_the_due_day_for_a_period_that_ended_on_it_is_not_late() -> None:
    assert colour(duty(due=day(6, 30)), stands(filing(Q2, Status.DONE, on=day(7, 9))), SUMMER) == (
        Colour.GREEN,
        Cause.DONE,
    )


def test_done_outranks_a_checkpoint_missed() -> None:
    missed = duty(point(CheckpointKind.DATE, day(3, 31)))
    assert colour(missed, stands(filing(Q2, Status.DONE)), SUMMER) == (Colour.GREEN, Cause.DONE)


def test_done_but_not_yet_accepted_is_not_done() -> None:
    waiting = stands(filing(Q2, Status.DONE, verdict=Verdict.PENDING))
    assert colour(duty(due=day(6, 30)), waiting, day(7, 1)) == (Colour.RED, Cause.OVERDUE)


@pytest.mark.parametrize(
    ("on", "expected", "days"),
    [
        (day(9, 14), (Colour.GREEN, Cause.ON_COURSE), 0),
        (day(9, 15), (Colour.YELLOW, Cause.DUE_SOON), 15),
        (day(9, 29), (Colour.YELLOW, Cause.DUE_SOON), 1),
        (day(9, 30), (Colour.YELLOW, Cause.DUE_SOON), 0),
        (day(10, 1), (Colour.RED, Cause.OVERDUE), 1),
        (day(10, 30), (Colour.RED, Cause.OVERDUE), 30),
    ],
)
def test_due_day_turns_yellow_fifteen_days_before_and_red_the_day_after(
    on: dt.date, expected: tuple[Colour, Cause], days: int
) -> None:
    light = unit_light(duty(due=day(9, 30)), stands(*REPORTED[:2]), on)
    assert ((light.colour, light.cause), light.days) == (expected, days)


def test_red_is_told_since_its_due_day_and_yellow_since_it_was_near() -> None:
    red = unit_light(duty(due=day(9, 30)), stands(), day(10, 2))
    yellow = unit_light(duty(due=day(9, 30)), stands(), day(9, 20))
    assert (red, yellow) == (
        Light(Colour.RED, Cause.OVERDUE, since=day(9, 30), whose=WHO, days=2, due=day(9, 30)),
        Light(Colour.YELLOW, Cause.DUE_SOON, since=day(9, 15), whose=WHO, days=10, due=day(9, 30)),
    )


def test_missed_checkpoint_is_red_by_its_name_while_the_tasks_own_day_stays() -> None:
    listed = point(CheckpointKind.DATE, day(6, 30), value=None)
    assert unit_light(duty(listed), stands(*REPORTED[:2]), day(7, 2)) == Light(
        Colour.RED,
        Cause.CHECKPOINT_OVERDUE,
        since=day(6, 30),
        whose=WHO,
        days=2,
        due=day(6, 30),
        checkpoint=listed,
    )


def test_checkpoint_met_gives_no_alarm() -> None:
    listed = point(CheckpointKind.DATE, day(6, 30), value=None)
    kept = stands(filing(Q1), filing(Q2, Status.IN_PROGRESS, tally("1"), entry=2))
    assert colour(duty(listed), kept, day(7, 2)) == (Colour.GREEN, Cause.ON_COURSE)


def test_figure_in_an_entry_that_isnt_accepted_meets_nothing() -> None:
    listed = point(CheckpointKind.DATE, day(6, 30), value=None)
    waiting = stands(filing(Q2, Status.IN_PROGRESS, tally("1"), verdict=Verdict.PENDING))
    assert colour(duty(listed), waiting, day(7, 2)) == (Colour.RED, Cause.CHECKPOINT_OVERDUE)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (day(6, 14), (Colour.GREEN, Cause.ON_COURSE)),
        (day(6, 15), (Colour.YELLOW, Cause.CHECKPOINT_DUE_SOON)),
        (day(6, 30), (Colour.YELLOW, Cause.CHECKPOINT_DUE_SOON)),
        (day(7, 1), (Colour.RED, Cause.CHECKPOINT_OVERDUE)),
    ],
)
def test_checkpoint_has_the_same_days_as_a_due_day(on: dt.date, expected: tuple[Colour, Cause]) -> None:
    listed = point(CheckpointKind.DATE, day(6, 30), value=None)
    assert colour(duty(listed), stands(*REPORTED[:1]), on) == expected


def test_oldest_day_missed_is_told_and_a_checkpoint_before_the_task_itself() -> None:
    early, late = point(CheckpointKind.DATE, day(3, 31), value=None), point(CheckpointKind.DATE, day(6, 30))
    both = duty(late, early, due=day(3, 31))
    assert unit_light(both, stands(), SUMMER).checkpoint == early


def test_task_due_before_the_plans_own_date_is_not_late() -> None:
    assert colour(duty(due=None), stands(*REPORTED[:2]), SUMMER) == (Colour.GREEN, Cause.ON_COURSE)


def test_blocked_is_yellow_since_the_unit_said_so() -> None:
    stuck = stands(filing(Q1, on=day(4, 2)), filing(Q2, Status.BLOCKED, on=day(7, 3)))
    assert unit_light(duty(), stuck, SUMMER) == Light(Colour.YELLOW, Cause.BLOCKED, since=day(7, 3), whose=WHO)


def test_blocked_and_late_is_red() -> None:
    assert colour(duty(due=day(6, 30)), stands(filing(Q2, Status.BLOCKED)), SUMMER) == (Colour.RED, Cause.OVERDUE)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (day(3, 12), (Colour.NOT_DUE, Cause.NOT_ASKED_YET)),
        (day(4, 10), (Colour.NOT_DUE, Cause.NOT_ASKED_YET)),
        (day(4, 11), (Colour.YELLOW, Cause.NOT_REPORTED)),
    ],
)
def test_nothing_is_due_until_the_first_return_day_is_over(on: dt.date, expected: tuple[Colour, Cause]) -> None:
    assert colour(duty(), stands(), on) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (day(7, 10), (Colour.GREEN, Cause.ON_COURSE)),
        (day(7, 11), (Colour.YELLOW, Cause.NOT_REPORTED)),
    ],
)
def test_return_day_passed_without_an_entry_is_yellow_the_day_after(
    on: dt.date, expected: tuple[Colour, Cause]
) -> None:
    assert colour(duty(), stands(filing(Q1)), on) == expected


def test_return_not_made_is_told_with_its_period_and_days() -> None:
    assert unit_light(duty(), stands(filing(Q1)), day(7, 14)) == Light(
        Colour.YELLOW, Cause.NOT_REPORTED, since=day(7, 10), whose=WHO, days=4, due=day(7, 10), period=Q2
    )


def test_unreviewed_entry_keeps_the_light_green() -> None:
    assert colour(duty(), stands(filing(Q2, verdict=Verdict.PENDING)), SUMMER) == (Colour.GREEN, Cause.ON_COURSE)


def test_returned_entry_is_as_good_as_none() -> None:
    assert colour(duty(), stands(filing(Q2, verdict=Verdict.RETURNED)), SUMMER) == (Colour.YELLOW, Cause.NOT_REPORTED)


def test_newer_word_stands_for_the_return_that_was_not_made() -> None:
    later = stands(filing(Q1, on=day(4, 2)), filing(Q3, on=day(7, 30), verdict=Verdict.PENDING))
    assert unit_light(duty(), later, SUMMER) == Light(
        Colour.GREEN, Cause.ON_COURSE, since=day(7, 30), whose=WHO, due=LAST_DAY, period=Q3
    )
    assert colour(duty(), stands(filing(Q3, verdict=Verdict.RETURNED)), SUMMER) == (Colour.YELLOW, Cause.NOT_REPORTED)
    made = unit_light(duty(), stands(filing(Q2, on=day(7, 2)), filing(Q3, on=day(7, 30))), SUMMER)
    assert (made.period, made.since) == (Q2, day(7, 2))


def test_return_made_before_any_was_due_is_told() -> None:
    early = filing(Q1, on=day(3, 20), verdict=Verdict.PENDING)
    assert unit_light(duty(), stands(early), day(4, 10)) == Light(
        Colour.NOT_DUE,
        Cause.NOT_ASKED_YET,
        since=day(3, 20),
        whose=WHO,
        due=day(4, 10),
        period=Q1,
        reported=True,
    )
    assert not unit_light(duty(), stands(early._replace(verdict=Verdict.RETURNED)), day(4, 10)).reported


def test_unit_put_on_later_is_asked_only_from_then_on() -> None:
    assert colour(duty(asked=ASKED[2:]), stands(), SUMMER) == (Colour.NOT_DUE, Cause.NOT_ASKED_YET)


# ---- a task's light, from its units' ----

LIGHTS = st.lists(
    st.tuples(
        st.sampled_from(Role),
        st.builds(
            Light,
            colour=st.sampled_from(Colour),
            cause=st.sampled_from(Cause),
            since=st.none() | st.dates(day(1, 1), day(1, 3)),
            whose=st.tuples(st.sampled_from("甲乙丙丁戊己庚")),
            days=st.integers(0, 2),
            due=st.none() | st.dates(day(1, 1), day(1, 2)),
            checkpoint=st.none() | st.just(point()),
            period=st.none() | st.sampled_from([Q1, Q2]),
            state=st.sampled_from([TaskState.ACTIVE, TaskState.PAUSED]),
            others=st.just(0),
            original=st.none() | st.dates(day(1, 1), day(1, 2)),
            days_original=st.integers(0, 2),
            original_of=st.sampled_from(["", "2024-01.1"]),
            returned=st.booleans(),
            basis=st.sampled_from(["", "会议纪要"]),
            into=st.sampled_from(["", "2024-03"]),
            reported=st.booleans(),
        ),
    ),
    unique_by=lambda item: item[1].whose,
    max_size=5,
)

DONE = Light(Colour.GREEN, Cause.DONE, day(6, 1), ("甲局",))
GOING = Light(Colour.GREEN, Cause.ON_COURSE, day(7, 3), ("乙局",), period=Q2)
LATE = Light(Colour.RED, Cause.OVERDUE, day(6, 30), ("丙局",))
STUCK = Light(Colour.YELLOW, Cause.BLOCKED, day(5, 1), ("丁局",))
LEAD, RESPONSIBLE, COOPERATING = Role


@given(LIGHTS.flatmap(lambda lights: st.tuples(st.just(lights), st.permutations(lights))))
def test_task_light_doesnt_depend_on_the_order_of_units(
    both: tuple[list[tuple[Role, Light]], list[tuple[Role, Light]]],
) -> None:
    lights, shuffled = both
    assert task_light(lights) == task_light(shuffled)


@given(LIGHTS)
def test_cooperating_units_never_count(lights: list[tuple[Role, Light]]) -> None:
    assert task_light(lights) == task_light([item for item in lights if item[0] is not Role.COOPERATING])


@given(LIGHTS)
def test_task_has_the_worst_colour_of_those_that_count(lights: list[tuple[Role, Light]]) -> None:
    counting = {light.colour for role, light in lights if role is not Role.COOPERATING}
    assert task_light(lights)[0].colour is next((colour for colour in Colour if colour in counting), Colour.NONE)


@given(LIGHTS)
def test_task_light_says_of_its_units_only_what_holds_for_each_and_counts_the_others(
    lights: list[tuple[Role, Light]],
) -> None:
    light, _ = task_light(lights)
    same = [one for role, one in lights if role is not Role.COOPERATING and one.colour is light.colour]
    told = [one for one in same if set(one.whose) <= set(light.whose)]
    assert {one._replace(since=light.since, whose=light.whose, others=light.others) for one in told} <= {light}
    assert light.whose == tuple(sorted(unit for one in told for unit in one.whose))
    assert len(light.whose) + light.others == len(same)
    since = [one.since for one in told]
    assert light.since == (None if None in since else max((each for each in since if each), default=None))


@given(LIGHTS)
def test_alarm_is_told_for_those_alone_whose_it_is_since_the_same_day(lights: list[tuple[Role, Light]]) -> None:
    light, _ = task_light(lights)
    if light.cause not in (Cause.DONE, Cause.DONE_LATE, Cause.ON_COURSE, Cause.NOT_ASKED_YET):
        assert {one.since for _, one in lights if set(one.whose) & set(light.whose)} <= {light.since}


def test_task_without_units_that_count_shows_no_light() -> None:
    nobody = (Light(Colour.NONE, Cause.NOBODY_COUNTS), False)
    assert (task_light([]), task_light([(COOPERATING, LATE)])) == (nobody, nobody)


@pytest.mark.parametrize(
    ("lights", "done"),
    [
        ([(LEAD, DONE)], True),
        ([(LEAD, DONE), (RESPONSIBLE, GOING)], True),
        ([(LEAD, DONE), (RESPONSIBLE, STUCK)], True),
        ([(LEAD, DONE), (RESPONSIBLE, LATE)], False),
        ([(LEAD, DONE), (COOPERATING, LATE)], True),
        ([(LEAD, GOING), (RESPONSIBLE, DONE)], False),
        ([(LEAD, DONE), (LEAD, GOING)], False),
        ([(RESPONSIBLE, DONE), (RESPONSIBLE, DONE._replace(cause=Cause.DONE_LATE))], True),
        ([(RESPONSIBLE, DONE), (RESPONSIBLE, GOING)], False),
        ([(RESPONSIBLE, DONE), (COOPERATING, GOING)], True),
    ],
)
def test_task_is_done_by_its_lead_or_without_one_by_all_responsible(
    lights: list[tuple[Role, Light]], done: bool
) -> None:
    assert task_light(lights)[1] is done


def test_of_several_units_of_the_worst_colour_the_oldest_reason_is_told() -> None:
    older = Light(Colour.RED, Cause.CHECKPOINT_OVERDUE, day(3, 31), ("戊局",), days=100, due=day(3, 31))
    light, _ = task_light([(RESPONSIBLE, LATE), (LEAD, DONE), (RESPONSIBLE, older)])
    assert light == older._replace(others=1)


def test_done_task_is_told_by_its_lead_and_since_the_day_the_last_of_several_was_done() -> None:
    other = Light(Colour.GREEN, Cause.DONE, day(6, 20), ("己局",))
    assert task_light([(LEAD, DONE), (RESPONSIBLE, GOING), (RESPONSIBLE, other)])[0] == DONE._replace(others=2)
    assert task_light([(LEAD, DONE), (LEAD, other)])[0] == other._replace(whose=("己局", "甲局"))
    assert task_light([(RESPONSIBLE, DONE), (RESPONSIBLE, other)])[0] == other._replace(whose=("己局", "甲局"))


def test_task_that_is_done_late_by_one_says_so() -> None:
    late = Light(Colour.GREEN, Cause.DONE_LATE, day(7, 5), ("己局",), days=5)
    assert task_light([(RESPONSIBLE, DONE), (RESPONSIBLE, late)])[0] == late._replace(others=1)


def test_task_on_course_is_told_by_those_who_are_not_done_since_the_last_of_them_reported() -> None:
    later = GOING._replace(since=day(7, 8), whose=("己局",))
    light, _ = task_light([(RESPONSIBLE, DONE), (RESPONSIBLE, later), (RESPONSIBLE, GOING)])
    assert light == GOING._replace(since=day(7, 8), whose=("乙局", "己局"), others=1)


# ---- late by the day before an extension ----

MOVED = day(9, 30)


def moved(*points: Checkpoint) -> Duty:
    """What a task asks that was due on 30 June and was extended to 30 September."""
    return duty(*points, due=MOVED)._replace(original=day(6, 30))


@pytest.mark.parametrize(
    ("standing", "on", "expected"),
    [
        (stands(*REPORTED[:2]), day(6, 30), (Colour.GREEN, Cause.ON_COURSE, 0)),
        (stands(*REPORTED[:2]), day(7, 20), (Colour.GREEN, Cause.ON_COURSE, 20)),
        (stands(filing(Q1)), day(7, 20), (Colour.YELLOW, Cause.NOT_REPORTED, 20)),
        (stands(filing(Q2, Status.BLOCKED)), day(7, 20), (Colour.YELLOW, Cause.BLOCKED, 20)),
        (stands(*REPORTED[:2]), day(9, 20), (Colour.YELLOW, Cause.DUE_SOON, 82)),
        (stands(*REPORTED), day(10, 2), (Colour.RED, Cause.OVERDUE, 94)),
        (stands(filing(Q2, Status.DONE)), day(10, 2), (Colour.GREEN, Cause.DONE, 0)),
        (stands(filing(Q3, Status.DONE, on=day(7, 5))), day(10, 2), (Colour.GREEN, Cause.DONE, 5)),
        (stands(filing(Q4, Status.DONE, on=day(10, 5))), day(10, 9), (Colour.GREEN, Cause.DONE_LATE, 97)),
    ],
)
def test_lateness_is_counted_by_the_original_day_too_and_the_colour_by_the_approved_one(
    standing: Standing, on: dt.date, expected: tuple[Colour, Cause, int]
) -> None:
    light = unit_light(moved(), standing, on)
    assert (light.colour, light.cause, light.days_original) == expected
    assert (light.original, light.original_of) == (day(6, 30), "")


def test_day_that_was_never_moved_has_no_original() -> None:
    light = unit_light(duty(due=day(6, 30)), stands(), day(7, 2))
    assert (light.days, light.original, light.days_original) == (2, None, 0)


def test_extended_checkpoint_is_late_by_its_own_original_day() -> None:
    longer = point(CheckpointKind.DATE, Due(day(7, 31), original=day(6, 30), moved_from=day(6, 30)), value=None)
    lights = [unit_light(duty(longer), stands(*REPORTED[:2]), on) for on in (day(7, 10), day(7, 20), day(8, 5))]
    assert [(light.cause, light.days, light.days_original, light.original_of) for light in lights] == [
        (Cause.ON_COURSE, 0, 10, "2024-01.1"),
        (Cause.CHECKPOINT_DUE_SOON, 11, 20, "2024-01.1"),
        (Cause.CHECKPOINT_OVERDUE, 5, 36, "2024-01.1"),
    ]


def test_red_light_for_one_day_tells_the_original_of_another_that_is_missed() -> None:
    strict = point(CheckpointKind.DATE, day(8, 31), value=None)
    light = unit_light(moved(strict), stands(*REPORTED[:2]), day(9, 5))
    assert (light.cause, light.days, light.original, light.days_original, light.original_of) == (
        Cause.CHECKPOINT_OVERDUE,
        5,
        day(6, 30),
        67,
        "",
    )


def test_on_course_is_told_since_the_day_the_return_was_filed() -> None:
    said = stands(filing(Q1), filing(Q2, on=day(7, 3)), filing(Q2, on=day(7, 9), revision=2, verdict=Verdict.PENDING))
    assert unit_light(duty(), said, SUMMER) == Light(
        Colour.GREEN, Cause.ON_COURSE, since=day(7, 3), whose=WHO, due=LAST_DAY, period=Q2
    )


def test_nothing_asked_yet_tells_the_first_return_that_will_be() -> None:
    assert unit_light(duty(), stands(), day(3, 12)) == Light(
        Colour.NOT_DUE, Cause.NOT_ASKED_YET, whose=WHO, due=day(4, 10), period=Q1
    )


def test_return_that_was_sent_back_is_told_so() -> None:
    back = unit_light(duty(), stands(filing(Q2, verdict=Verdict.RETURNED)), SUMMER)
    assert (back.cause, back.returned) == (Cause.NOT_REPORTED, True)
