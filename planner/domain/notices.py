"""What a board asks people to look at: late, due soon, missing, and what needs a decision."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum

from planner.domain.board import Board, TaskOnBoard, UnitOnTask
from planner.domain.checkpoints import differing
from planner.domain.drafts import Role
from planner.domain.extensions import ExtensionView, extension_message
from planner.domain.lights import Cause, Colour, Light, blocked_light
from planner.domain.periods import Period, current_period
from planner.domain.progress import Status, TaskState, held_by
from planner.domain.status_page import CountedGroup, MissingReport, StatusPage, TaskNotice
from planner.domain.wording import BEFORE_ISSUE, ROSTER_UNSET, Words, light_reason, names_of


class Decision(StrEnum):
    """Why a task waits for the coordinator or the leader."""

    BLOCKED = "blocked"
    SUPPORT = "support"
    BEFORE_ISSUE = "before_issue"
    FIGURES_DIFFER = "figures_differ"
    ROSTER_UNSET = "roster_unset"
    EXTENSION = "extension"


DECISION_WORDS = Words(
    [
        (Decision.BLOCKED, "受阻"),
        (Decision.SUPPORT, "需协调"),
        (Decision.BEFORE_ISSUE, "重设时限"),
        (Decision.FIGURES_DIFFER, "核对数据"),
        (Decision.ROSTER_UNSET, "设名册"),
        (Decision.EXTENSION, "申请延期"),
    ]
)
"""What is to be decided, in a word."""

LATE_BY_ORIGINAL = "late_by_original"
"""The kind of a notice of what is late by its original day alone."""

_DONE = (Cause.DONE, Cause.DONE_LATE)
_SOON = (Cause.DUE_SOON, Cause.CHECKPOINT_DUE_SOON)


def status_page(board: Board, support: Mapping[int, str], extensions: Iterable[ExtensionView] = ()) -> StatusPage:
    """The leader's page of a board. `support` is what units ask for (需协调事项), by entry id.

    `extensions` are the pending requests for more time.
    """
    waiting: dict[str, list[ExtensionView]] = {}
    for request in extensions:
        waiting.setdefault(request.task, []).append(request)
    period = current_period(board.asked, board.day).period
    return StatusPage(
        plan_code=board.plan.code,
        plan_title=board.plan.title,
        as_of=board.day,
        period=str(period),
        period_label=period.label,
        lights=count_colours(task.light for task in board.tasks),
        sections=_sections(board),
        units=_units(board),
        late=_late(board),
        due_soon=tuple(notice for task in board.tasks for notice in _due_soon(task)),
        missing=tuple(
            MissingReport(
                task=task.facts.code,
                title=task.facts.title,
                unit=unit.participant.unit.name,
                via=unit.participant.via,
                role=unit.participant.role,
                period=str(period),
                return_by=next(each.return_by for each in unit.asked if each.period == period),
            )
            for task, unit in missing(board, period)
        ),
        decisions=(
            *(
                notice
                for task in board.tasks
                for notice in (
                    *_decisions(task, support, board.day),
                    *_asked_for(task, waiting.get(task.facts.code, ())),
                )
            ),
            *_rosters_unset(board),
        ),
        late_by_original=_late_by_original(board),
        out_of_action=tuple(
            _notice(task, task.light, task.facts.state)
            for task in board.tasks
            if task.facts.state is not TaskState.ACTIVE
        ),
    )


def _late(board: Board) -> tuple[TaskNotice, ...]:
    """Red tasks, the longest overdue first."""
    red = [task for task in board.tasks if task.light.colour is Colour.RED]
    notices = [_notice(task, task.light, task.light.cause) for task in red]
    return tuple(sorted(notices, key=lambda notice: (-notice.days, notice.task)))


def _late_by_original(board: Board) -> tuple[TaskNotice, ...]:
    """What is late by the day before an extension and not by the one approved, the longest late first."""
    notices = [
        notice
        for task in board.tasks
        if task.light.colour not in (Colour.RED, Colour.NONE)
        for notice in _by_original(task)
    ]
    return tuple(sorted(notices, key=lambda notice: (-notice.days_original, notice.task, notice.message)))


def _by_original(task: TaskOnBoard) -> Iterable[TaskNotice]:
    """One notice an original day missed, naming all the units it is waited for; cooperating units don't count."""
    missed: dict[tuple[str, dt.date | None], list[Light]] = {}
    for unit in task.units:
        light = unit.light
        if light.days_original and light.cause not in _DONE and unit.participant.role is not Role.COOPERATING:
            missed.setdefault((light.original_of, light.original), []).append(light)
    for (code, original), lights in missed.items():
        whose = tuple(name for light in lights for name in light.whose)
        days = lights[0].days_original
        yield TaskNotice(
            task=task.facts.code,
            title=task.facts.title,
            kind=LATE_BY_ORIGINAL,
            whose=whose,
            since=original,
            days=0,
            message=f"{names_of(whose)}：{_moved(task, code, original)}，按原时限逾期{days}天",
            original=original,
            days_original=days,
        )


def _moved(task: TaskOnBoard, code: str, original: dt.date | None) -> str:
    """What was moved, from when to when; `code` is a checkpoint's, blank for the task's own day."""
    if not code:
        return f"应于{original}完成，已延到{task.facts.due.day}"
    dues = (due for point in task.facts.checkpoints if point.code == code for due in point.dues)
    now = next(due.day for due in dues if due.moved_from == original)
    return f"考核点{code}应于{original}达成，已延到{now}"


def count_colours(lights: Iterable[Light]) -> dict[Colour, int]:
    """How many lights of each colour, every colour named."""
    found = Counter(light.colour for light in lights)
    return {colour: found[colour] for colour in Colour}


def owing(board: Board, period: Period) -> list[tuple[TaskOnBoard, UnitOnTask]]:
    """Who owes a return for a period: every unit asked, on active tasks, that wasn't done in an earlier period."""
    return [
        (task, unit)
        for task in board.tasks
        if task.facts.state is TaskState.ACTIVE
        for unit in task.units
        if any(asked == period for asked, _ in unit.asked) and not done_before(unit, period)
    ]


def missing(board: Board, period: Period) -> list[tuple[TaskOnBoard, UnitOnTask]]:
    """Who owes a return for a period and has filed none that stands."""
    return [(task, unit) for task, unit in owing(board, period) if not unit.standing.reported(period)]


def done_before(unit: UnitOnTask, period: Period) -> bool:
    """Whether the unit's newest accepted word of the periods before says 已完成: it isn't asked again."""
    earlier = [filing for filing in unit.standing.accepted if filing.period < period]
    return bool(earlier) and earlier[-1].status is Status.DONE


def _sections(board: Board) -> tuple[CountedGroup, ...]:
    groups: dict[str, list[TaskOnBoard]] = {}
    for task in board.tasks:
        groups.setdefault(task.facts.section, []).append(task)
    return tuple(
        CountedGroup(name, len(tasks), count_colours(task.light for task in tasks)) for name, tasks in groups.items()
    )


def _units(board: Board) -> tuple[CountedGroup, ...]:
    groups: dict[str, list[Light]] = {}
    for task in board.tasks:
        for unit in task.units:
            groups.setdefault(unit.participant.unit.name, []).append(unit.light)
    return tuple(CountedGroup(name, len(lights), count_colours(lights)) for name, lights in groups.items())


def _notice(task: TaskOnBoard, light: Light, kind: StrEnum) -> TaskNotice:
    return TaskNotice(
        task=task.facts.code,
        title=task.facts.title,
        kind=kind.value,
        whose=light.whose,
        since=light.due or light.since,
        days=light.days,
        message=light_reason(light),
        original=light.original,
        days_original=light.days_original,
    )


def _due_soon(task: TaskOnBoard) -> Iterable[TaskNotice]:
    """One notice a due day and checkpoint, naming all the units it waits for; cooperating units don't count."""
    waiting: dict[tuple[object, ...], list[Light]] = {}
    for unit in task.units:
        if unit.light.cause in _SOON and unit.participant.role is not Role.COOPERATING:
            point = unit.light.checkpoint.code if unit.light.checkpoint else ""
            waiting.setdefault((unit.light.due, point), []).append(unit.light)
    for lights in waiting.values():
        whose = tuple(name for light in lights for name in light.whose)
        yield _notice(task, lights[0]._replace(whose=whose, original=None, days_original=0), lights[0].cause)


def _decisions(task: TaskOnBoard, support: Mapping[int, str], day: dt.date) -> Iterable[TaskNotice]:
    if task.facts.state is not TaskState.ACTIVE:
        return
    for unit in task.units:
        name, standing = unit.participant.unit.name, unit.standing
        if light := blocked_light(name, standing, day):
            yield _notice(task, light, Decision.BLOCKED)
        if standing.current and (words := support.get(standing.current.entry_id)):
            yield _plain(task, Decision.SUPPORT, (name,), f"{name}：需协调 {words}")
        for point in task.facts.checkpoints:
            if found := differing(held_by(standing.accepted, point.id)):
                message = f"{name}：考核点{point.code} 本期合计 {found[0]:f} 与累计 {found[1]:f} 不一致，请核对"
                yield _plain(task, Decision.FIGURES_DIFFER, (name,), message)
    if task.facts.due.before_issue:
        yield _plain(task, Decision.BEFORE_ISSUE, (), f"时限 {task.facts.due.day} 在{BEFORE_ISSUE}，请重新设定")
    for point in task.facts.checkpoints:
        days = [due.day.isoformat() for due in point.dues if due.before_issue]
        if days:
            message = f"考核点{point.code}（{point.text}）{'、'.join(days)} {BEFORE_ISSUE}，如要考核请重新设定"
            yield _plain(task, Decision.BEFORE_ISSUE, (), message)


def _asked_for(task: TaskOnBoard, requests: Iterable[ExtensionView]) -> Iterable[TaskNotice]:
    for request in requests:
        if task.facts.state is TaskState.ACTIVE:
            yield _plain(task, Decision.EXTENSION, (request.unit,), extension_message(request))


def _rosters_unset(board: Board) -> Iterable[TaskNotice]:
    """One notice a collective, naming the tasks it stands on."""
    unset: dict[str, list[str]] = {}
    for task in board.tasks:
        for collective in task.facts.collectives:
            if collective.roster is None and task.facts.state is TaskState.ACTIVE:
                unset.setdefault(collective.unit.name, []).append(task.facts.code)
    for name, codes in unset.items():
        message = f"{name}：{ROSTER_UNSET}，在 {len(codes)} 项任务里未计入亮灯（{'、'.join(codes)}）"
        yield TaskNotice("", "", Decision.ROSTER_UNSET.value, (name,), None, 0, message)


def _plain(task: TaskOnBoard, kind: Decision, whose: tuple[str, ...], message: str) -> TaskNotice:
    return TaskNotice(task.facts.code, task.facts.title, kind.value, whose, None, 0, message)
