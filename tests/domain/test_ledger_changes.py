"""与上季变化: what is otherwise than in the period before, told once and in order."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.drafts import Role
from planner.domain.ledger import ChangeKind, Ledger, LedgerChange, LedgerTask, PeriodCounts, UnitLine
from planner.domain.ledger_changes import CHANGE_WORDS, changes_between, compared, told_state, units_named
from planner.domain.lights import Colour
from planner.domain.progress import Status, TaskState
from tests.factories_views import LEDGER, LEDGER_TASK, SILENT_LINE, UNIT_LINE

JUSTICE, EAST = "市司法局", "东岭县政府"
Told = tuple[ChangeKind, str, str, str]


def ledger(*tasks: LedgerTask, **changed: Any) -> Ledger:  # noqa: ANN401 - fields of Ledger
    return replace(LEDGER, tasks=tasks, **changed)


def task(line: UnitLine = UNIT_LINE, **changed: Any) -> LedgerTask:  # noqa: ANN401 - fields of LedgerTask
    """2024-05 with one line of its lead."""
    return replace(LEDGER_TASK, **{"lines": (line,), "responsible": (), "cooperating": ()} | changed)


def line(**changed: Any) -> UnitLine:  # noqa: ANN401 - fields of UnitLine
    return replace(UNIT_LINE, **changed)


def told(then: LedgerTask | None, now: LedgerTask | None, names: dict[str, str] | None = None) -> list[Told]:
    """What is otherwise of one task: kind, unit, then, now."""
    found = changes_between(ledger(*filter(None, [then])), ledger(*filter(None, [now])), names or {})
    return [(change.kind, change.unit, change.before, change.after) for change in found]


def test_same_ledger_has_no_changes() -> None:
    assert changes_between(LEDGER, LEDGER, {}) == ()


@pytest.mark.parametrize(
    ("then", "now", "kind"),
    [
        (Colour.GREEN, Colour.RED, ChangeKind.LIGHT_WORSE),
        (Colour.YELLOW, Colour.RED, ChangeKind.LIGHT_WORSE),
        (Colour.NOT_DUE, Colour.YELLOW, ChangeKind.LIGHT_FIRST),
        (Colour.NONE, Colour.RED, ChangeKind.LIGHT_WORSE),
        (Colour.RED, Colour.GREEN, ChangeKind.LIGHT_BETTER),
        (Colour.NOT_DUE, Colour.GREEN, ChangeKind.LIGHT_FIRST),
        (Colour.GREEN, Colour.NOT_DUE, ChangeKind.LIGHT_FIRST),
        (Colour.NONE, Colour.NOT_DUE, ChangeKind.LIGHT_FIRST),
        (Colour.NONE, Colour.GREEN, ChangeKind.LIGHT),
        (Colour.RED, Colour.NONE, ChangeKind.LIGHT),
    ],
)
def test_light_is_told_with_its_reason_then_and_now(then: Colour, now: Colour, kind: ChangeKind) -> None:
    words = {Colour.RED: "红", Colour.YELLOW: "黄", Colour.GREEN: "绿", Colour.NOT_DUE: "未到期", Colour.NONE: "不亮灯"}
    before, after = task(colour=then, reason="甲"), task(colour=now, reason="")
    assert told(before, after) == [(kind, "", f"{words[then]}（甲）", words[now])]


def test_state_is_told_with_its_basis_and_not_as_a_light_too() -> None:
    paused = task(colour=Colour.NONE, state=TaskState.PAUSED, state_basis="云政纪〔2024〕3号")
    assert told(task(), paused) == [(ChangeKind.STATE, "", "执行中", "暂缓：云政纪〔2024〕3号")]


def test_merged_task_names_the_task_it_became_part_of() -> None:
    merged = task(colour=Colour.NONE, state=TaskState.MERGED, state_basis="会议纪要", merged_into="2024-07")
    assert told(task(), merged) == [(ChangeKind.STATE, "", "执行中", "并入 2024-07：会议纪要")]
    assert told_state(merged, "\n") == "并入 2024-07\n会议纪要"


def test_resumed_task_tells_its_state_and_a_light_that_is_bad() -> None:
    paused = task(colour=Colour.NONE, reason="", state=TaskState.PAUSED, state_basis="纪要")
    resumed = task(colour=Colour.RED, reason="")
    assert told(paused, resumed) == [
        (ChangeKind.LIGHT_WORSE, "", "不亮灯", "红"),
        (ChangeKind.STATE, "", "暂缓：纪要", "执行中"),
    ]


def test_done_is_told_of_the_task_and_of_its_units() -> None:
    now = task(line(done=True, status=Status.DONE), done=True, colour=Colour.GREEN)
    assert told(task(), now) == [
        (ChangeKind.DONE, "", "执行中", "已完成"),
        (ChangeKind.DONE, JUSTICE, "推进中", "已完成"),
    ]


def test_units_of_one_task_that_are_done_are_told_in_one_row() -> None:
    then = task(lines=(line(), line(unit="市财政局"), line(unit="市公安局", done=True)), state=TaskState.ACTIVE)
    now = task(lines=tuple(line(unit=each.unit, done=True, status=Status.DONE) for each in then.lines))
    assert told(then, now) == [(ChangeKind.DONE, "2个单位", "", "市司法局、市财政局")]


def test_done_no_more_is_bad_news() -> None:
    then = task(line(done=True, status=Status.DONE), done=True)
    assert told(then, task()) == [
        (ChangeKind.NOT_DONE, "", "已完成", "执行中"),
        (ChangeKind.NOT_DONE, JUSTICE, "已完成", "推进中"),
    ]


def test_unit_that_was_done_and_is_not_asked_again_has_not_changed() -> None:
    then = task(line(done=True, status=Status.DONE, problem=""))
    assert told(then, task(line(done=True, status=None, verdict=None, problem=""))) == []


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        (Status.IN_PROGRESS, Status.BLOCKED, [(ChangeKind.BLOCKED, JUSTICE, "推进中", "受阻")]),
        (None, Status.BLOCKED, [(ChangeKind.BLOCKED, JUSTICE, "未报送", "受阻")]),
        (Status.BLOCKED, Status.BLOCKED, []),
        (Status.BLOCKED, Status.IN_PROGRESS, [(ChangeKind.UNBLOCKED, JUSTICE, "受阻", "推进中")]),
        (Status.BLOCKED, None, []),
        (Status.NOT_STARTED, Status.IN_PROGRESS, []),
    ],
)
def test_blocked_is_told_when_it_is_new_or_over(then: Status | None, now: Status | None, expected: list[Told]) -> None:
    assert told(task(line(status=then, problem="")), task(line(status=now, problem=""))) == expected


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        ("", "人手不足", [(ChangeKind.PROBLEM_NEW, JUSTICE, "", "人手不足")]),
        ("人手不足", "经费不足", [(ChangeKind.PROBLEM_NEW, JUSTICE, "人手不足", "经费不足")]),
        ("人手不足１", "人手 不足1", []),
        ("人手不足", "", [(ChangeKind.PROBLEM_GONE, JUSTICE, "人手不足", "")]),
    ],
)
def test_problems_are_told_when_new_or_gone(then: str, now: str, expected: list[Told]) -> None:
    assert told(task(line(problem=then)), task(line(problem=now))) == expected


def test_silence_does_not_say_that_a_problem_is_gone() -> None:
    assert told(task(line(problem="人手不足")), task(line(problem="", status=None, verdict=None))) == []


@pytest.mark.parametrize(
    ("due", "kind"), [(dt.date(2024, 12, 31), ChangeKind.DUE_LATER), (dt.date(2024, 8, 1), ChangeKind.DUE_EARLIER)]
)
def test_due_day_that_moved_is_told(due: dt.date, kind: ChangeKind) -> None:
    assert told(task(), task(due=due)) == [(kind, "", "2024-09-30", due.isoformat())]


@pytest.mark.parametrize(
    ("points", "kind"),
    [((4, 4), ChangeKind.POINTS_MORE), ((2, 4), ChangeKind.POINTS_FEWER), ((3, 5), ChangeKind.POINTS)],
)
def test_checkpoints_met_are_told(points: tuple[int, int], kind: ChangeKind) -> None:
    assert told(task(), task(checkpoints=points)) == [(kind, "", "3/4", f"{points[0]}/{points[1]}")]


def test_tasks_that_came_and_left_are_told() -> None:
    new = task(code="2024-09", state=TaskState.ACTIVE)
    assert told(None, new) == [(ChangeKind.TASK_NEW, "", "", "执行中")]
    assert told(new, None) == [(ChangeKind.TASK_LEFT, "", "执行中", "")]


def test_units_that_came_and_left_are_told_with_their_role() -> None:
    then = task(lead=("市司法局",), responsible=("市财政局",))
    now = task(lead=("市司法局",), cooperating=("市公安局",))
    assert told(then, now) == [
        (ChangeKind.UNIT_LEFT, "市财政局", "责任", ""),
        (ChangeKind.UNIT_NEW, "市公安局", "", "配合"),
    ]


def test_renamed_unit_neither_came_nor_left() -> None:
    then = task(line(unit="市金融办", status=Status.IN_PROGRESS), lead=("市金融办",))
    now = task(line(unit="市金融局", status=Status.BLOCKED), lead=("市金融局",))
    assert told(then, now, {"市金融办": "市金融局"}) == [(ChangeKind.BLOCKED, "市金融局", "推进中", "受阻")]
    assert [kind for kind, *_ in told(then, now)] == [ChangeKind.UNIT_LEFT, ChangeKind.UNIT_NEW]


def test_collective_that_comes_is_told_without_its_members() -> None:
    silent = replace(SILENT_LINE, colour=Colour.YELLOW)
    now = task(lines=(UNIT_LINE, silent), responsible=("各县（市、区）政府（0/1）",))
    assert told(task(), now) == [(ChangeKind.UNIT_NEW, "各县（市、区）政府", "", "责任")]


def test_collective_whose_count_moved_has_not_come_anew() -> None:
    then, now = (task(responsible=(f"各县（市、区）政府{note}",)) for note in ("（名册未设）", "（9/11）"))
    assert told(then, now) == []


def test_member_that_came_into_a_roster_is_told_with_its_collective() -> None:
    then = task(responsible=("各县（市、区）政府（0/0）",))
    now = task(lines=(UNIT_LINE, SILENT_LINE), responsible=("各县（市、区）政府（0/1）",))
    assert told(then, now) == [(ChangeKind.UNIT_NEW, EAST, "", "责任（各县（市、区）政府）")]


def test_lines_that_count_for_nothing_are_not_compared() -> None:
    left = line(unit="市财政局", role=None, problem="")
    behalf = line(unit="各县（市、区）政府", role=Role.RESPONSIBLE, on_behalf=True)
    now = task(lines=(UNIT_LINE, left, behalf), responsible=("各县（市、区）政府（名册未设）",))
    assert told(task(responsible=("各县（市、区）政府（名册未设）",)), now) == []


def test_worst_news_comes_first_red_before_yellow_and_lights_that_begin_last() -> None:
    def coded(code: str, **changed: Any) -> LedgerTask:  # noqa: ANN401 - fields of LedgerTask
        return task(code=code, **{"colour": Colour.GREEN, "reason": ""} | changed)

    then = ledger(
        *(coded(code, colour=Colour.NOT_DUE) for code in ("2024-05", "2024-06")),
        *(coded(code) for code in ("2024-01", "2024-02", "2024-03")),
        coded("2024-04", colour=Colour.RED),
    )
    now = ledger(
        coded("2024-01", due=dt.date(2024, 12, 31)),
        coded("2024-02", colour=Colour.YELLOW),
        coded("2024-03", colour=Colour.RED),
        coded("2024-04"),
        coded("2024-05"),
        coded("2024-06", colour=Colour.RED),
    )
    assert [(change.task, change.kind) for change in changes_between(then, now, {})] == [
        ("2024-03", ChangeKind.LIGHT_WORSE),
        ("2024-02", ChangeKind.LIGHT_WORSE),
        ("2024-01", ChangeKind.DUE_LATER),
        ("2024-04", ChangeKind.LIGHT_BETTER),
        ("2024-06", ChangeKind.LIGHT_FIRST),
        ("2024-05", ChangeKind.LIGHT_FIRST),
    ]


def test_compared_ledger_carries_the_counts_of_both() -> None:
    closed = dt.date(2024, 4, 20)
    then = ledger(task(), period="2024Q1", period_label="2024年第一季度", asked=9, reported=7, colours={Colour.RED: 2})
    now = compared(LEDGER, replace(then, closed_on=closed), {})
    assert (now.compared_with, now.before) == (
        "2024Q1",
        PeriodCounts("2024Q1", "2024年第一季度", closed, {Colour.RED: 2}, 9, 7),
    )
    assert LedgerChange("2024-05", "管好决策目录", ChangeKind.UNIT_NEW, "市财政局", "", "责任") in now.changes
    assert replace(now, compared_with=None, before=None, changes=()) == LEDGER


def test_units_are_named_without_the_count_of_their_roster() -> None:
    assert units_named(LEDGER) == {"市司法局", "市财政局", "各县（市、区）政府", "市政府有关部门", "东岭县政府"}


def test_every_kind_of_change_has_its_word() -> None:
    assert len({CHANGE_WORDS[kind] for kind in ChangeKind}) == len(ChangeKind)


STATES = st.sampled_from(TaskState)
TASKS = st.builds(
    lambda colour, state, done, status, met, problem: task(
        line(status=status, done=done, problem=problem),
        colour=colour,
        state=state,
        done=done,
        checkpoints=(met, 4),
    ),
    st.sampled_from(Colour),
    STATES,
    st.booleans(),
    st.sampled_from(Status),
    st.integers(0, 4),
    st.sampled_from(["", "人手不足", "经费不足"]),
)


@given(then=TASKS, now=TASKS)
def test_nothing_is_told_of_what_stayed_and_going_back_tells_as_many_things(then: LedgerTask, now: LedgerTask) -> None:
    """Each matter that is told one way is told the other way too, but lights that a state tells already."""

    def matters(found: list[Told]) -> set[tuple[str, str]]:
        lights = (ChangeKind.LIGHT_WORSE, ChangeKind.LIGHT_BETTER, ChangeKind.LIGHT, ChangeKind.LIGHT_FIRST)
        return {("亮灯" if kind in lights else "其他", unit) for kind, unit, _, _ in found} - {("亮灯", "")}

    assert told(then, then) == []
    assert matters(told(then, now)) == matters(told(now, then))
