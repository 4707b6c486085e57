"""Whom to chase on a day: which matters, in which order, which letter, and what is held back."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.board import Asking, Board, Participant, UnitFacts, judge
from planner.domain.checkpoints import Due
from planner.domain.drafts import CheckpointKind, Recurrence, Role
from planner.domain.due_days import due_events
from planner.domain.kinds import UNIT_KINDS, is_directed
from planner.domain.letters import build_letter, letter_for
from planner.domain.lights import Colour
from planner.domain.matters import LetterKind, Matter, MatterCause, short_codes, told_together
from planner.domain.periods import Asked
from planner.domain.progress import Status, TaskState, Verdict
from planner.domain.reminders import (
    ChaseList,
    Known,
    SentBack,
    Told,
    Wish,
    chase_list,
    find_matters,
    matter_words,
    step_words,
)
from planner.domain.wording import Provenance
from tests.domain.made import LAST_DAY, Q1, Q2, Q3, board, day, filing, point, stands, task, unit

ONE, TWO, THREE = unit(1, "市公安局"), unit(2, "市司法局"), unit(3, "市财政局")
LEAD, RESPONSIBLE, COOPERATING = Role.LEAD, Role.RESPONSIBLE, Role.COOPERATING
REPORTED = stands(filing(Q1), filing(Q2))


def chased(on: Board, known: Known | None = None, **wish: object) -> ChaseList:
    return chase_list(on, Wish(**wish), known or Known())  # type: ignore[arg-type]


def told_of(chase: ChaseList) -> dict[str, list[str]]:
    """What each unit is chased for, in words."""
    return {unit.unit.name: [matter_words(matter) for matter in unit.matters] for unit in chase.units}


def keys(chase: ChaseList) -> list[str]:
    return [matter.key for unit in chase.units for matter in unit.matters]


# ---- which matters ----


def test_return_day_that_has_passed_without_a_report_is_chased() -> None:
    on = board(day(7, 12), task((ONE, LEAD)), said={(1, 1): stands(filing(Q1))})
    assert told_of(chased(on)) == {"市公安局": ["2024Q2应于2024-07-10报送，至今未报"]}
    assert keys(chased(on)) == ["2024-01 not_reported 2024Q2"]


def test_only_the_newest_period_whose_return_day_has_passed_is_chased() -> None:
    assert keys(chased(board(day(8, 1), task((ONE, LEAD))))) == ["2024-01 not_reported 2024Q2"]


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (day(6, 30), []),
        (day(7, 1), ["2024Q2请于2024-07-10前报送，还有9天"]),
        (day(7, 10), ["2024Q2请于2024-07-10前报送，就在当天"]),
        (day(7, 11), ["2024Q2应于2024-07-10报送，至今未报"]),
    ],
)
def test_report_is_asked_for_once_its_period_has_ended(on: dt.date, said: list[str]) -> None:
    found = told_of(chased(board(on, task((ONE, LEAD)), said={(1, 1): stands(filing(Q1))})))
    assert found.get("市公安局", []) == said


def test_return_day_further_off_than_asked_for_is_left_out() -> None:
    on = board(day(7, 1), task((ONE, LEAD)), said={(1, 1): stands(filing(Q1))})
    assert keys(chased(on, within=8)) == []


def test_unit_that_was_done_in_an_earlier_period_owes_no_report() -> None:
    done = stands(filing(Q1, Status.DONE))
    assert keys(chased(board(day(7, 12), task((ONE, LEAD)), said={(1, 1): done}))) == []


def test_overdue_task_is_late_by_both_days_where_it_was_extended() -> None:
    facts = task((ONE, LEAD), due=day(6, 30))
    facts = facts._replace(
        due=facts.due._replace(original=day(5, 31), moved_from=day(5, 31), provenance=Provenance.EXTENDED)
    )
    found = chased(board(day(7, 20), facts, said={(1, 1): REPORTED})).units[0].matters[0]
    assert (found.cause, found.days, found.original, found.days_original) == (MatterCause.LATE, 20, day(5, 31), 50)
    assert matter_words(found) == "应于2024-06-30完成，已逾期20天，按原定的2024-05-31逾期50天"


def test_default_due_day_is_told_as_proposed() -> None:
    found = told_of(chased(board(day(12, 20), task((ONE, LEAD)), said={(1, 1): stands(filing(Q3))})))
    assert found == {"市公安局": ["2024-12-31（推定）到期，还有11天"]}


def test_days_of_one_checkpoint_are_one_matter_told_by_the_oldest() -> None:
    every = point(CheckpointKind.FREQUENCY, day(3, 31), day(6, 30), day(9, 30), every=Recurrence.QUARTER)
    said = {(1, 1): stands(filing(Q1), filing(Q2))}
    found = chased(board(day(7, 20), task((ONE, LEAD), points=(every,)), said=said))
    words = "考核点2024-01.1（评查2次）应于2024-03-31达成，已逾期111天，另有1个时点未达成"
    assert told_of(found) == {"市公安局": [words]}
    assert keys(found) == ["2024-01.1 late 2024-03-31"]


def test_checkpoint_can_be_late_and_due_again() -> None:
    every = point(CheckpointKind.FREQUENCY, day(6, 30), day(9, 30), every=Recurrence.QUARTER)
    found = chased(board(day(9, 20), task((ONE, LEAD), points=(every,)), said={(1, 1): REPORTED}))
    assert keys(found) == ["2024-01.1 late 2024-06-30", "2024-01.1 due_soon 2024-09-30"]


def test_due_day_today_is_soon_and_not_late() -> None:
    found = chased(board(day(6, 30), task((ONE, LEAD), due=day(6, 30)), said={(1, 1): REPORTED}))
    assert keys(found) == ["2024-01 due_soon 2024-06-30"]


def test_day_before_the_plans_own_is_nobodys_fault() -> None:
    facts = task(
        (ONE, LEAD), due=day(2, 1), before_issue=True, points=(point(CheckpointKind.DATE, Due(day(2, 1), True)),)
    )
    assert keys(chased(board(day(7, 1), facts, said={(1, 1): REPORTED}))) == []


def test_cooperating_unit_is_chased_for_reports_only() -> None:
    facts = task((ONE, COOPERATING), due=day(6, 30), points=(point(CheckpointKind.DATE, day(6, 30)),))
    assert keys(chased(board(day(7, 20), facts))) == ["2024-01 not_reported 2024Q2"]


@pytest.mark.parametrize("state", [TaskState.PAUSED, TaskState.DROPPED, TaskState.MERGED])
def test_task_out_of_action_asks_nothing(state: TaskState) -> None:
    facts = task((ONE, LEAD), due=day(6, 30), state=state)
    returned = stands(filing(Q2, verdict=Verdict.RETURNED))
    assert keys(chased(board(day(7, 20), facts, said={(1, 1): returned}))) == []


def test_done_unit_has_no_due_days() -> None:
    facts = task((ONE, LEAD), due=day(6, 30), points=(point(CheckpointKind.DATE, day(6, 30)),))
    assert keys(chased(board(day(7, 20), facts, said={(1, 1): stands(filing(Q2, Status.DONE))}))) == []


def test_returned_report_is_told_once_with_its_reason() -> None:
    said = {(1, 1): stands(filing(Q2, verdict=Verdict.RETURNED, entry=7, revision=2))}
    known = Known(sent_back={7: SentBack("没有写数据", day(7, 8))})
    found = chased(board(day(7, 20), task((ONE, LEAD)), said=said), known)
    assert told_of(found) == {"市公安局": ["2024Q2的填报2024-07-08退回，至今未重新报送：没有写数据"]}
    assert keys(found) == ["2024-01 returned 2024Q2.2"]


def test_return_that_was_sent_anew_is_no_longer_chased() -> None:
    back = filing(Q2, verdict=Verdict.RETURNED, entry=7)
    again = filing(Q2, verdict=Verdict.PENDING, entry=8, revision=2)
    known = Known(sent_back={7: SentBack("没有写数据", day(7, 8))})
    assert keys(chased(board(day(7, 20), task((ONE, LEAD)), said={(1, 1): stands(back, again)}), known)) == []


def test_closed_period_asks_for_no_report() -> None:
    said = {(1, 2): stands(filing(Q2, verdict=Verdict.RETURNED, entry=7))}
    known = Known(sent_back={7: SentBack("没有写数据", day(7, 8))}, closed=frozenset({Q2}))
    assert keys(chased(board(day(7, 20), task((ONE, LEAD), (TWO, RESPONSIBLE)), said=said), known)) == []


def test_unit_put_on_later_owes_what_came_after() -> None:
    facts = task((ONE, LEAD))
    facts = facts._replace(participants=(Participant(ONE, LEAD, None, day(7, 5)),))
    assert keys(chased(board(day(7, 20), facts))) == []
    assert keys(chased(board(day(10, 20), facts))) == ["2024-01 not_reported 2024Q3"]


def test_collective_is_not_chased_and_its_members_are() -> None:
    every = unit(9, "各县政府", collective=True)
    found = chased(board(day(7, 20), task((every, RESPONSIBLE), rosters={9: (ONE, TWO)})))
    assert [unit.unit.name for unit in found.units] == ["市公安局", "市司法局"]


def test_newer_word_stands_for_a_return_that_was_not_made() -> None:
    late = board(day(8, 1), task((ONE, LEAD)), said={(1, 1): stands(filing(Q3, verdict=Verdict.PENDING))})
    assert told_of(chased(late)) == {}
    back = board(day(8, 1), task((ONE, LEAD)), said={(1, 1): stands(filing(Q1), filing(Q3, verdict=Verdict.RETURNED))})
    known = Known(sent_back={1: SentBack("没有写数据", day(7, 20))})
    assert [matter.cause for unit in chased(back, known=known).units for matter in unit.matters] == [
        MatterCause.RETURNED,
        MatterCause.NOT_REPORTED,
    ]


def test_tasks_that_a_later_plan_chases_for_are_counted_and_left_out() -> None:
    tasks = [task((ONE, LEAD), number=1), task((ONE, LEAD), (TWO, RESPONSIBLE), number=2)]
    late = board(day(7, 20), *tasks, task((TWO, LEAD), number=3, state=TaskState.PAUSED))
    gone = Known(gone_on=frozenset({2, 3}))
    chase = chased(late, known=gone)
    assert ({m.task for unit in chase.units for m in unit.matters}, chase.gone_on) == ({"2024-01"}, 1)
    assert [chase_list(late, Wish(), gone, unit.id).gone_on for unit in (ONE, TWO, THREE)] == [1, 1, 0]


def test_round_with_a_day_of_its_own_decides() -> None:
    asked = (Asked(Q2, day(7, 25)),)
    facts = task((ONE, LEAD))
    on = board(day(7, 20), facts)._replace(asked=asked, tasks=(judge(facts, {}, day(7, 20), Asking(asked)),))
    assert told_of(chased(on)) == {"市公安局": ["2024Q2请于2024-07-25前报送，还有5天"]}


def test_every_red_unit_is_chased_for_the_day_its_light_tells() -> None:
    points = (point(CheckpointKind.DATE, day(6, 15)),)
    on = board(
        day(7, 20),
        task((ONE, LEAD), (TWO, RESPONSIBLE), due=day(6, 30), points=points),
        task((THREE, LEAD), number=2, due=day(7, 19)),
        said={(1, 1): REPORTED, (1, 2): REPORTED, (2, 3): REPORTED},
    )
    red = {
        (task.facts.code, unit.participant.unit.name, unit.light.due, unit.light.days)
        for task in on.tasks
        for unit in task.units
        if unit.light.colour is Colour.RED
    }
    late = {
        (matter.task, unit.unit.name, matter.due, matter.days)
        for unit in chased(on).units
        for matter in unit.matters
        if matter.cause is MatterCause.LATE
    }
    assert len(red) == 3
    assert red <= late


# ---- what waits for the coordinator ----


def test_what_a_unit_says_is_done_waits_for_review() -> None:
    facts = task((ONE, LEAD), due=day(6, 30), points=(point(CheckpointKind.DATE, day(6, 30)),))
    said = {(1, 1): stands(filing(Q2, Status.DONE, verdict=Verdict.PENDING))}
    found = chased(board(day(7, 20), facts, said=said))
    assert (keys(found), found.awaiting_review) == ([], 2)


def test_checkpoint_with_an_unreviewed_figure_waits_and_the_task_does_not() -> None:
    facts = task((ONE, LEAD), due=day(6, 30), points=(point(CheckpointKind.DATE, day(6, 30)),))
    said = {(1, 1): stands(filing(Q2, verdict=Verdict.PENDING, entry=5))}
    found = chased(board(day(7, 20), facts, said=said), Known(unreviewed=frozenset({(5, 1)})))
    assert (keys(found), found.awaiting_review) == (["2024-01 late 2024-06-30"], 1)


# ---- steps, and not nagging ----

LATE_KEY = "2024-01 late 2024-06-30"


def late_board(on: dt.date) -> Board:
    return board(on, task((ONE, LEAD), due=day(6, 30)), said={(1, 1): REPORTED})


@pytest.mark.parametrize(("on", "listed"), [(day(7, 10), 0), (day(7, 15), 0), (day(7, 16), 1), (day(8, 1), 1)])
def test_matter_told_within_five_days_is_held_back(on: dt.date, listed: int) -> None:
    found = chased(late_board(on), Known(told=(Told(1, LATE_KEY, day(7, 10)),)))
    assert (len(keys(found)), found.held_back) == (listed, 1 - listed)


def test_matter_held_back_is_listed_when_all_are_asked_for() -> None:
    found = chased(late_board(day(7, 11)), Known(told=(Told(1, LATE_KEY, day(7, 10)),)), everything=True)
    assert (keys(found), found.held_back) == ([LATE_KEY], 0)


def test_steps_count_the_days_on_which_this_very_matter_was_told_to_this_unit() -> None:
    told = (
        Told(1, LATE_KEY, day(7, 2)),
        Told(1, LATE_KEY, day(7, 2)),
        Told(1, LATE_KEY, day(7, 9)),
        Told(2, LATE_KEY, day(7, 9)),
        Told(1, "2024-01 due_soon 2024-06-30", day(6, 20)),
    )
    assert chased(late_board(day(7, 20)), Known(told=told)).units[0].step == 3


def test_third_time_is_for_the_coordinator_to_settle_face_to_face() -> None:
    assert [step_words(step) for step in (1, 2, 3, 4)] == [
        "第1次提醒",
        "第2次催报",
        "第3次催报，建议统筹单位当面协调或报请领导",
        "第4次催报，建议统筹单位当面协调或报请领导",
    ]


# ---- order ----


def test_who_is_longest_late_is_rung_first() -> None:
    on = board(
        day(7, 20),
        task((ONE, LEAD), due=day(7, 31)),
        task((TWO, LEAD), number=2, due=day(6, 30)),
        task((THREE, LEAD), number=3, due=day(6, 1)),
        task((unit(4, "市教育局"), LEAD), number=4),
        said={(1, 1): REPORTED, (2, 2): REPORTED, (3, 3): REPORTED},
    )
    assert [unit.unit.name for unit in chased(on).units] == ["市财政局", "市司法局", "市教育局", "市公安局"]


def test_one_unit_alone_can_be_asked_for() -> None:
    on = board(day(7, 20), task((ONE, LEAD), (TWO, RESPONSIBLE)))
    assert [unit.unit.name for unit in chase_list(on, Wish(), Known(), 2).units] == ["市司法局"]


# ---- letters ----


def of_kind(kind: str, *, proposed: bool = False) -> UnitFacts:
    return ONE._replace(kind=kind, kind_proposed=proposed)


def test_government_directs_its_departments_lower_governments_and_authorised_bodies() -> None:
    assert [kind for kind in UNIT_KINDS if is_directed(kind)] == ["政府部门", "下级政府", "派出或授权机构"]


@pytest.mark.parametrize("kind", UNIT_KINDS)
def test_letter_of_each_kind_of_unit(kind: str) -> None:
    letters = [
        letter_for(of_kind(kind), {MatterCause.DUE_SOON, MatterCause.RETURN_SOON}, supervise=True),
        letter_for(of_kind(kind), {MatterCause.LATE, MatterCause.DUE_SOON}),
        letter_for(of_kind(kind), {MatterCause.NOT_REPORTED}, supervise=True),
        letter_for(of_kind(kind, proposed=True), {MatterCause.LATE}, supervise=True),
    ]
    if kind in ("政府部门", "下级政府", "派出或授权机构"):
        assert letters == [LetterKind.REMINDER, LetterKind.URGING, LetterKind.SUPERVISION, LetterKind.URGING]
    else:
        assert letters == [LetterKind.REQUEST] * 4


def matter(number: int, cause: MatterCause = MatterCause.NOT_REPORTED) -> Matter:
    code = f"2024-{number:02d}"
    made = Matter(f"{code} {cause}", cause, code, f"任务{number}", day(7, 10), 10, overdue=True)
    return replace(made, period=Q2) if cause is MatterCause.NOT_REPORTED else made


def test_many_missing_rows_of_one_form_are_told_as_one() -> None:
    few, many = [matter(n) for n in (1, 2, 3)], [matter(n) for n in (1, 2, 3, 5)]
    late = [matter(n, MatterCause.LATE) for n in range(1, 6)]
    assert [len(group) for group in told_together(few)] == [1, 1, 1]
    assert [len(group) for group in told_together(many)] == [4]
    assert [len(group) for group in told_together(late)] == [1] * 5
    assert short_codes(many) == "2024-01、02、03、05"


def test_letter_tells_many_missing_rows_in_one_line() -> None:
    made = build_letter(
        LetterKind.URGING, "市公安局", [matter(n) for n in (1, 2, 3, 5)], plan=("要点", 2024), as_of=day(7, 20)
    )
    assert [(row.code, row.title, row.what, row.left) for row in made.rows] == [
        ("共4项", "2024-01、 02、 03、 05", "第二季度进展未报送", "已超10天")
    ]


def test_request_speaks_of_nothing_owed() -> None:
    causes = tuple(MatterCause)
    matters = [replace(matter(n, cause), period=Q2, reason="没有写数据") for n, cause in enumerate(causes, 1)]
    made = build_letter(LetterKind.REQUEST, "市法院", matters, plan=("要点", 2024), as_of=day(7, 20))
    assert [row.what for row in made.rows] == [
        "商请推进",
        "商请补充第二季度进展：没有写数据",
        "商请提供第二季度进展",
        "商请提供第二季度进展",
        "商请推进",
    ]
    assert {row.left for row in made.rows} == {"已过10天"}


# ---- days to come ----


def test_calendar_has_every_day_somebody_is_waited_for() -> None:
    every = point(CheckpointKind.FREQUENCY, day(6, 30), day(9, 30), every=Recurrence.QUARTER)
    facts = task((ONE, LEAD), (TWO, RESPONSIBLE), (THREE, COOPERATING), points=(every,), title="评查案卷")
    done = stands(filing(Q2, Status.DONE))
    found = due_events(board(day(7, 20), facts, said={(1, 2): done}))
    assert [(event.key, event.day, event.summary) for event in found] == [
        ("2024-01.1 2024-09-30", day(9, 30), "2024-01.1 应达成：评查2次（市公安局）"),
        ("2024Q3 return", day(10, 10), "2024年第三季度填报表应报回（市公安局、市财政局）"),
        ("2024-01 due", LAST_DAY, "2024-01 应完成（推定）：评查案卷（市公安局）"),
        ("2024Q4 return", dt.date(2025, 1, 10), "2024年第四季度填报表应报回（市公安局、市财政局）"),
    ]


def test_calendar_of_one_unit_holds_its_days_only() -> None:
    on = board(day(7, 20), task((ONE, LEAD)), task((TWO, LEAD), number=2, due=day(8, 1)))
    assert [event.key for event in due_events(on, 2, [Q3])] == ["2024-02 due", "2024Q4 return"]


def test_moved_day_keeps_its_key() -> None:
    moved = point(CheckpointKind.DATE, Due(day(9, 1), original=day(8, 1)))
    facts = task((ONE, LEAD), points=(moved,))
    assert [(e.key, e.day) for e in due_events(board(day(7, 20), facts)) if e.key.startswith("2024-01.1")] == [
        ("2024-01.1 2024-08-01", day(9, 1))
    ]


def test_nothing_is_found_for_a_plan_without_units() -> None:
    assert find_matters(board(day(7, 20), task()), 15, Known()) == {}


# ---- laws ----

DAYS = st.dates(day(1, 1), LAST_DAY)
STATUSES = st.sampled_from([None, *Status])
VERDICTS = st.sampled_from(Verdict)


@given(
    DAYS, st.lists(st.tuples(STATUSES, VERDICTS), min_size=3, max_size=3), st.lists(st.tuples(DAYS, st.integers(0, 9)))
)
def test_every_matter_is_listed_or_counted_and_none_twice(
    on: dt.date, said: list[tuple[Status | None, Verdict]], told: list[tuple[dt.date, int]]
) -> None:
    every = point(CheckpointKind.FREQUENCY, day(3, 31), day(6, 30), day(9, 30), every=Recurrence.QUARTER)
    facts = task((ONE, LEAD), (TWO, RESPONSIBLE), (THREE, COOPERATING), due=day(8, 15), points=(every,))
    standings = {
        (1, number): stands(filing(Q2, status, verdict=verdict, entry=number))
        for number, (status, verdict) in enumerate(said, 1)
        if status
    }
    made = board(on, facts, said=standings)
    back = {number: SentBack("没有写数据", day(7, 8)) for number in (1, 2, 3)}
    found = [(who.id, m) for who, matters in find_matters(made, 15, Known(sent_back=back)).items() for m in matters]
    rows = [
        Told(*found[number % len(found)][:1], found[number % len(found)][1].key, of) for of, number in told if found
    ]
    known = Known(told=tuple(row for row in rows if row.on <= on), sent_back=back)

    listed = chased(made, known)

    assert len({(who, m.key) for who, m in found}) == len(found)
    assert len(keys(listed)) + listed.held_back + listed.awaiting_review == len(found)
    recent = {(row.unit_id, row.matter) for row in known.told if (on - row.on).days <= 5}
    assert recent.isdisjoint((unit.unit.id, m.key) for unit in listed.units for m in unit.matters)
