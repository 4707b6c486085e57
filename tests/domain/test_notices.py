"""What the leader's page asks to look at: late, due soon, missing, and what needs a decision."""

import datetime as dt

from planner.domain.board import Board, TaskFacts
from planner.domain.checkpoints import Due
from planner.domain.drafts import CheckpointKind, Role
from planner.domain.extensions import ExtensionView
from planner.domain.lights import Colour
from planner.domain.notices import missing, owing, status_page
from planner.domain.periods import Period
from planner.domain.progress import Status, TaskState, Verdict
from planner.domain.status_page import CountedGroup, MissingReport, TaskNotice
from tests.domain.made import Q1, Q2, Q3, board, day, filing, point, stands, task, unit

LEAD, RESPONSIBLE, COOPERATING = Role
JUSTICE, FINANCE, EAST = unit(1, "市司法局"), unit(2, "市财政局"), unit(3, "东桥县政府")
COUNTIES = unit(9, "各县（市、区）政府", collective=True)
NONE_YET = dict.fromkeys(Colour, 0)


def pairs(made: Board, period: Period) -> list[tuple[str, str]]:
    """Who owes a return: task and unit."""
    return [(facts.facts.code, who.participant.unit.name) for facts, who in owing(made, period)]


def test_every_unit_asked_owes_a_return_the_cooperating_too() -> None:
    made = board(day(7, 2), task((JUSTICE, LEAD), (FINANCE, COOPERATING)), task((EAST, RESPONSIBLE), number=2))
    assert pairs(made, Q2) == [("2024-01", "市司法局"), ("2024-01", "市财政局"), ("2024-02", "东桥县政府")]


def test_task_out_of_action_owes_no_returns() -> None:
    assert pairs(board(day(7, 2), task((JUSTICE, LEAD), state=TaskState.PAUSED)), Q2) == []


def test_unit_done_owes_the_return_of_that_period_and_none_after() -> None:
    said = {(1, 1): stands(filing(Q2, Status.DONE))}
    made = board(day(10, 2), task((JUSTICE, LEAD)), said=said)
    assert [len(pairs(made, period)) for period in (Q1, Q2, Q3)] == [1, 1, 0]


def test_unit_that_took_its_task_up_again_owes_returns_again() -> None:
    said = {(1, 1): stands(filing(Q1, Status.DONE), filing(Q2, Status.IN_PROGRESS, entry=2))}
    assert pairs(board(day(10, 2), task((JUSTICE, LEAD)), said=said), Q3) == [("2024-01", "市司法局")]


def test_missing_are_those_who_owe_and_have_nothing_standing() -> None:
    said = {
        (1, 1): stands(filing(Q2, verdict=Verdict.PENDING)),
        (1, 2): stands(filing(Q2, verdict=Verdict.RETURNED)),
    }
    made = board(day(7, 2), task((JUSTICE, RESPONSIBLE), (FINANCE, RESPONSIBLE), (EAST, COOPERATING)), said=said)
    assert [who.participant.unit.name for _, who in missing(made, Q2)] == ["市财政局", "东桥县政府"]


def test_page_names_the_period_awaited_and_who_is_missing() -> None:
    made = board(day(7, 2), task((COUNTIES, RESPONSIBLE), rosters={9: (EAST,)}))
    page = status_page(made, {})
    assert (page.period, page.period_label, page.as_of) == ("2024Q2", "2024年第二季度", day(7, 2))
    assert page.missing == (
        MissingReport(
            "2024-01", "管好文件", "东桥县政府", "各县（市、区）政府", RESPONSIBLE, "2024Q2", dt.date(2024, 7, 10)
        ),
    )


def test_late_tasks_stand_the_longest_overdue_first_and_then_by_code() -> None:
    made = board(
        day(7, 2),
        task((JUSTICE, LEAD), number=1, due=day(6, 30)),
        task((FINANCE, LEAD), number=2, due=day(5, 31)),
        task((JUSTICE, LEAD), number=3, due=day(6, 30)),
        task((JUSTICE, LEAD), number=4),
    )
    late = status_page(made, {}).late
    assert [(notice.task, notice.days) for notice in late] == [("2024-02", 32), ("2024-01", 2), ("2024-03", 2)]
    assert late[0] == TaskNotice(
        "2024-02",
        "管好文件",
        "overdue",
        ("市财政局",),
        day(5, 31),
        32,
        "市财政局：应于2024-05-31完成，已逾期32天",
    )


def test_days_near_are_told_once_for_all_units_they_wait_for() -> None:
    facts = task((JUSTICE, RESPONSIBLE), (FINANCE, RESPONSIBLE), (EAST, COOPERATING), due=day(6, 30))
    assert status_page(board(day(6, 20), facts), {}).due_soon == (
        TaskNotice(
            "2024-01",
            "管好文件",
            "due_soon",
            ("市司法局", "市财政局"),
            day(6, 30),
            10,
            "市司法局、市财政局：2024-06-30到期，还有10天，自2024-06-15起预警",
        ),
    )


def test_day_near_is_told_beside_another_units_red_light() -> None:
    late = point(CheckpointKind.DATE, day(5, 31), owners=frozenset({1}))
    made = board(day(6, 20), task((JUSTICE, LEAD), (FINANCE, RESPONSIBLE), due=day(6, 30), points=(late,)))
    page = status_page(made, {})
    assert [notice.whose for notice in page.late] == [("市司法局",)]
    assert [notice.whose for notice in page.due_soon] == [("市财政局",)]


def test_lights_are_counted_for_plan_section_and_unit() -> None:
    made = board(
        day(7, 2),
        task((JUSTICE, LEAD), number=1, due=day(6, 30)),
        task((JUSTICE, LEAD), number=2, state=TaskState.DROPPED),
        task((FINANCE, LEAD), number=3, section="二、规范执法", due=day(7, 9)),
    )
    page = status_page(made, {})
    red, yellow, none = {Colour.RED: 1}, {Colour.YELLOW: 1}, {Colour.NONE: 1}
    assert page.lights == NONE_YET | red | yellow | none
    assert page.sections == (
        CountedGroup("一、规范决策", 2, NONE_YET | red | none),
        CountedGroup("二、规范执法", 1, NONE_YET | yellow),
    )
    assert page.units == (
        CountedGroup("市司法局", 2, NONE_YET | red | none),
        CountedGroup("市财政局", 1, NONE_YET | yellow),
    )


def test_blocked_unit_and_what_it_asks_for_need_a_decision() -> None:
    said = {(1, 1): stands(filing(Q2, Status.BLOCKED, on=day(6, 28), entry=7))}
    made = board(day(7, 2), task((JUSTICE, LEAD)), said=said)
    assert [(d.kind, d.whose, d.since, d.message) for d in status_page(made, {7: "请落实经费"}).decisions] == [
        ("blocked", ("市司法局",), day(6, 28), "市司法局：自2024-06-28起受阻"),
        ("support", ("市司法局",), None, "市司法局：需协调 请落实经费"),
    ]


def test_what_was_asked_for_in_an_older_entry_is_not_told_again() -> None:
    said = {(1, 1): stands(filing(Q1, entry=6), filing(Q2, entry=7))}
    assert status_page(board(day(7, 2), task((JUSTICE, LEAD)), said=said), {6: "请落实经费"}).decisions == ()


def test_paused_task_waits_for_no_decision() -> None:
    said = {(1, 1): stands(filing(Q2, Status.BLOCKED, entry=7))}
    made = board(day(7, 2), task((JUSTICE, LEAD), (COUNTIES, LEAD), state=TaskState.PAUSED), said=said)
    assert status_page(made, {7: "请落实经费"}).decisions == ()


def test_days_before_the_plans_issue_need_a_decision() -> None:
    early = point(CheckpointKind.FREQUENCY, Due(day(1, 31), before_issue=True), Due(day(6, 30)))
    made = board(day(4, 2), task((JUSTICE, LEAD), due=day(2, 28), before_issue=True, points=(early,)))
    assert [(notice.kind, notice.message) for notice in status_page(made, {}).decisions] == [
        ("before_issue", "时限 2024-02-28 在印发前到期，请重新设定"),
        ("before_issue", "考核点2024-01.1（评查2次）2024-01-31 印发前到期，如要考核请重新设定"),
    ]


def test_collective_without_a_roster_needs_one_decision_naming_its_tasks() -> None:
    made = board(
        day(4, 2),
        task((COUNTIES, RESPONSIBLE), number=1),
        task((COUNTIES, RESPONSIBLE), number=2),
        task((COUNTIES, RESPONSIBLE), number=3, rosters={9: (EAST,)}),
    )
    assert status_page(made, {}).decisions == (
        TaskNotice(
            "",
            "",
            "roster_unset",
            ("各县（市、区）政府",),
            None,
            0,
            "各县（市、区）政府：名册未设，在 2 项任务里未计入亮灯（2024-01、2024-02）",
        ),
    )


# ---- late by the day before an extension, more time asked for, out of action ----


def longer(facts: TaskFacts, due: dt.date) -> TaskFacts:
    """A task that was due on 30 June and may take longer."""
    return facts._replace(due=facts.due._replace(day=due, original=day(6, 30), moved_from=day(6, 30)))


def test_red_task_is_late_by_both_days() -> None:
    made = board(day(10, 10), longer(task((JUSTICE, LEAD)), day(9, 30)))
    late = status_page(made, {}).late
    assert [(notice.days, notice.original, notice.days_original) for notice in late] == [(10, day(6, 30), 102)]
    assert status_page(made, {}).late_by_original == ()


def test_task_late_by_its_original_day_alone_is_told_apart_for_those_who_count() -> None:
    facts = longer(task((JUSTICE, RESPONSIBLE), (FINANCE, RESPONSIBLE), (EAST, COOPERATING)), day(9, 30))
    page = status_page(board(day(7, 20), facts), {})
    assert page.late == ()
    assert page.late_by_original == (
        TaskNotice(
            "2024-01",
            "管好文件",
            "late_by_original",
            ("市司法局", "市财政局"),
            day(6, 30),
            0,
            "市司法局、市财政局：应于2024-06-30完成，已延到2024-09-30，按原时限逾期20天",
            day(6, 30),
            20,
        ),
    )


def test_checkpoint_late_by_its_original_day_alone_is_told_by_its_code() -> None:
    moved = Due(day(7, 31), original=day(6, 30), moved_from=day(6, 30))
    facts = task((JUSTICE, LEAD), points=(point(CheckpointKind.DATE, moved, value=None),))
    found = status_page(board(day(7, 10), facts), {}).late_by_original
    assert [(notice.message, notice.days_original) for notice in found] == [
        ("市司法局：考核点2024-01.1应于2024-06-30达成，已延到2024-07-31，按原时限逾期10天", 10)
    ]


def test_done_task_is_not_listed_as_late_by_its_original_day() -> None:
    said = {(1, 1): stands(filing(Q3, Status.DONE, on=day(7, 20)))}
    page = status_page(board(day(8, 1), longer(task((JUSTICE, LEAD)), day(9, 30)), said=said), {})
    assert page.late_by_original == ()


def test_request_for_more_time_needs_a_decision_while_the_task_is_in_action() -> None:
    asked = ExtensionView(
        id=3,
        task="2024-01",
        title="管好文件",
        code="2024-01",
        unit="市司法局",
        due=day(6, 30),
        to=day(9, 30),
        reason="系统改造",
        by="李强",
        on=day(6, 20),
    )
    facts = task((JUSTICE, LEAD), due=day(6, 30))
    page = status_page(board(day(6, 20), facts), {}, [asked])
    assert [(notice.task, notice.kind, notice.whose, notice.message) for notice in page.decisions] == [
        ("2024-01", "extension", ("市司法局",), "市司法局申请把时限由2024-06-30延到2024-09-30（申请3）：系统改造")
    ]
    paused = task((JUSTICE, LEAD), due=day(6, 30), state=TaskState.PAUSED)
    assert status_page(board(day(6, 20), paused), {}, [asked]).decisions == ()


def test_tasks_out_of_action_are_listed_with_their_basis_and_nowhere_else() -> None:
    facts = task((JUSTICE, LEAD), due=day(5, 31), state=TaskState.MERGED)
    page = status_page(board(day(7, 2), facts._replace(state_basis="任务重复", merged_code="2024-03")), {})
    assert (page.late, page.due_soon, page.missing, page.decisions) == ((), (), (), ())
    assert [(notice.kind, notice.since, notice.message) for notice in page.out_of_action] == [
        ("merged", day(5, 6), "市司法局：任务并入2024-03，自2024-05-06起不亮灯（依据：任务重复）")
    ]
