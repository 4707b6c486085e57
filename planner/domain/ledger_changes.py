"""与上季变化: what a period's ledger says otherwise than the one before. Pure: both ledgers are given."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from planner.domain.document import name_key
from planner.domain.drafts import Role
from planner.domain.ledger import ChangeKind, Ledger, LedgerChange, LedgerTask, PeriodCounts, UnitLine
from planner.domain.lights import Colour
from planner.domain.progress import Status, TaskState
from planner.domain.wording import ROSTER_UNSET, WORDS, Words

CHANGE_WORDS = Words(
    [
        (ChangeKind.LIGHT_WORSE, "亮灯变差"),
        (ChangeKind.BLOCKED, "新受阻"),
        (ChangeKind.NOT_DONE, "不再是已完成"),
        (ChangeKind.POINTS_FEWER, "考核点达成减少"),
        (ChangeKind.PROBLEM_NEW, "新提出的问题"),
        (ChangeKind.DUE_LATER, "时限推迟"),
        (ChangeKind.STATE, "任务状态变更"),
        (ChangeKind.TASK_LEFT, "不再列入台账"),
        (ChangeKind.UNIT_LEFT, "单位退出"),
        (ChangeKind.LIGHT, "亮灯变化"),
        (ChangeKind.POINTS, "考核点变化"),
        (ChangeKind.DUE_EARLIER, "时限提前"),
        (ChangeKind.TASK_NEW, "新列入台账"),
        (ChangeKind.UNIT_NEW, "单位加入"),
        (ChangeKind.UNBLOCKED, "不再受阻"),
        (ChangeKind.PROBLEM_GONE, "不再提出的问题"),
        (ChangeKind.POINTS_MORE, "考核点达成增加"),
        (ChangeKind.LIGHT_BETTER, "亮灯好转"),
        (ChangeKind.DONE, "新完成"),
        (ChangeKind.LIGHT_FIRST, "亮灯起止"),
    ]
)
"""What a change is, as the sheet 与上季变化 names it."""

LIGHT_CHANGES = frozenset((ChangeKind.LIGHT_WORSE, ChangeKind.LIGHT, ChangeKind.LIGHT_BETTER, ChangeKind.LIGHT_FIRST))
"""Changes of a task's light, which one of its units may have made alone."""

Found = Iterator[tuple[ChangeKind, str, str, str]]
"""Changes of one task: kind, unit, then, now."""

_RANK = {kind: rank for rank, kind in enumerate(ChangeKind)}
_SEVERITY = {colour: rank for rank, colour in enumerate(Colour)}
# 各县（市、区）政府（9/11）, 市政府有关部门（名册未设）
_ROSTER_NOTE = re.compile(rf"（(?:\d+/\d+|{ROSTER_UNSET})）$")
_BAD = (Colour.RED, Colour.YELLOW)
_BY_COLOUR = (ChangeKind.LIGHT_WORSE, ChangeKind.LIGHT_FIRST)
_NOT_FILED = "未报送"


def compared(now: Ledger, then: Ledger, names: Mapping[str, str]) -> Ledger:
    """A ledger with what is otherwise in it than in the one before.

    `names` are what units were called then, by what they are called now: a renamed unit neither came nor left.
    """
    counts = PeriodCounts(then.period, then.period_label, then.closed_on, then.colours, then.asked, then.reported)
    return replace(now, compared_with=then.period, before=counts, changes=changes_between(then, now, names))


def changes_between(then: Ledger, now: Ledger, names: Mapping[str, str]) -> tuple[LedgerChange, ...]:
    """What is otherwise, a record each: the worst news first, then in the order of the ledger.

    A light that begins to be judged, or isn't any more (未到期), is neither better nor worse news: it stands last.
    """
    before = {task.code: task for task in then.tasks}
    after = {task.code: task for task in now.tasks}
    found: list[tuple[int, int, LedgerChange]] = []
    for code in dict.fromkeys([*after, *before]):
        shown = after.get(code) or before[code]
        for kind, unit, was, has in _of_task(before.get(code), after.get(code), names):
            change = LedgerChange(code, shown.title, kind, unit, was, has)
            found.append((_RANK[kind], _SEVERITY[shown.colour] if kind in _BY_COLOUR else 0, change))
    return tuple(change for _, _, change in sorted(found, key=lambda item: item[:2]))


def units_named(ledger: Ledger) -> frozenset[str]:
    """Every unit that stands in a ledger, as it was called then."""
    printed = (_bare(name) for task in ledger.tasks for name in (*task.lead, *task.responsible, *task.cooperating))
    lines = (name for task in ledger.tasks for line in task.lines for name in (line.unit, line.via) if name)
    return frozenset((*printed, *lines))


def _bare(printed: str) -> str:
    """A collective's name without the count of its roster."""
    return _ROSTER_NOTE.sub("", printed)


def _of_task(then: LedgerTask | None, now: LedgerTask | None, names: Mapping[str, str]) -> Found:
    if now is None:
        if then is not None:
            yield ChangeKind.TASK_LEFT, "", _state(then), ""
        return
    if then is None:
        yield ChangeKind.TASK_NEW, "", "", _state(now)
        return
    yield from _lights(then, now)
    yield from _states(then, now)
    yield from _dues(then, now)
    yield from _points(then, now)
    yield from _units(then, now, names)
    lines = {names.get(line.unit, line.unit): line for line in then.lines}
    both = [(lines[line.unit], line) for line in now.lines if line.unit in lines and line.role is not None]
    yield from _newly_done(both)
    for was, has in both:
        yield from _line(was, has)


def _lights(then: LedgerTask, now: LedgerTask) -> Found:
    """A task's light, where no change of its state says it already."""
    if then.colour is now.colour or now.done or now.state is not TaskState.ACTIVE:
        return
    yield _light_kind(then.colour, now.colour), "", _light(then), _light(now)


def _light_kind(then: Colour, now: Colour) -> ChangeKind:
    if Colour.NOT_DUE in (then, now):
        return ChangeKind.LIGHT_FIRST
    if Colour.NONE in (then, now):
        return ChangeKind.LIGHT_WORSE if now in _BAD else ChangeKind.LIGHT
    return ChangeKind.LIGHT_WORSE if _SEVERITY[now] < _SEVERITY[then] else ChangeKind.LIGHT_BETTER


def _light(task: LedgerTask) -> str:
    return f"{WORDS[task.colour]}（{task.reason}）" if task.reason else WORDS[task.colour]


def _states(then: LedgerTask, now: LedgerTask) -> Found:
    if then.done is now.done and (then.state, then.merged_into) == (now.state, now.merged_into):
        return
    kind = ChangeKind.STATE
    if then.state is now.state is TaskState.ACTIVE:
        kind = ChangeKind.DONE if now.done else ChangeKind.NOT_DONE
    yield kind, "", _state(then), _state(now)


def _state(task: LedgerTask) -> str:
    return told_state(task, "：")


def told_state(task: LedgerTask, joiner: str) -> str:
    """A task's state with its basis, a merged one's with the code of the task it became part of."""
    if task.done and task.state is TaskState.ACTIVE:
        return WORDS[Status.DONE]
    state = f"{WORDS[task.state]} {task.merged_into}".rstrip()
    return f"{state}{joiner}{task.state_basis}" if task.state_basis else state


def _dues(then: LedgerTask, now: LedgerTask) -> Found:
    if then.due != now.due:
        kind = ChangeKind.DUE_LATER if now.due > then.due else ChangeKind.DUE_EARLIER
        yield kind, "", then.due.isoformat(), now.due.isoformat()


def _points(then: LedgerTask, now: LedgerTask) -> Found:
    if then.checkpoints == now.checkpoints:
        return
    met = now.checkpoints[0] - then.checkpoints[0]
    kind = ChangeKind.POINTS_MORE if met > 0 else ChangeKind.POINTS_FEWER if met < 0 else ChangeKind.POINTS
    yield kind, "", _met(then), _met(now)


def _met(task: LedgerTask) -> str:
    return "{}/{}".format(*task.checkpoints)


def _units(then: LedgerTask, now: LedgerTask, names: Mapping[str, str]) -> Found:
    before, after = _present(then, names), _present(now, {})
    yield from ((ChangeKind.UNIT_LEFT, unit, told, "") for unit, told in _besides(before, after))
    yield from ((ChangeKind.UNIT_NEW, unit, "", told) for unit, told in _besides(after, before))


Present = Mapping[str, tuple[str, str | None]]
"""Units on a task, collectives too, by name: the role's word, and the collective through which they are on it."""


def _present(task: LedgerTask, names: Mapping[str, str]) -> Present:
    found: dict[str, tuple[str, str | None]] = {}
    for role, assigned in zip(Role, (task.lead, task.responsible, task.cooperating), strict=True):
        for printed in assigned:
            name = _bare(printed)
            found.setdefault(names.get(name, name), (WORDS[role], None))
    for line in task.lines:
        if line.role is not None and not line.on_behalf:
            via = names.get(line.via, line.via) if line.via else None
            found.setdefault(names.get(line.unit, line.unit), (WORDS[line.role], via))
    return found


def _besides(one: Present, other: Present) -> Iterable[tuple[str, str]]:
    """Who is in one and not in the other; the members of a collective that is told itself are left out."""
    for unit, (role, via) in one.items():
        if unit not in other and (via is None or via in other):
            yield unit, f"{role}（{via}）" if via else role


def _newly_done(both: Sequence[tuple[UnitLine, UnitLine]]) -> Found:
    """The units that are done now; several of a task are told in one row."""
    done = [(then, now) for then, now in both if now.done and not then.done]
    if len(done) > 1:
        yield ChangeKind.DONE, f"{len(done)}个单位", "", "、".join(now.unit for _, now in done)
    elif done:
        ((then, now),) = done
        yield ChangeKind.DONE, now.unit, _status(then), _status(now)


def _line(then: UnitLine, now: UnitLine) -> Found:
    """What else a unit says otherwise. One that filed nothing has not said that a problem is gone."""
    if then.done and not now.done:
        yield ChangeKind.NOT_DONE, now.unit, _status(then), _status(now)
    elif now.status is Status.BLOCKED and then.status is not Status.BLOCKED:
        yield ChangeKind.BLOCKED, now.unit, _status(then), _status(now)
    elif then.status is Status.BLOCKED and now.status not in (None, Status.BLOCKED) and now.done is then.done:
        yield ChangeKind.UNBLOCKED, now.unit, _status(then), _status(now)
    if now.problem and name_key(now.problem) != name_key(then.problem):
        yield ChangeKind.PROBLEM_NEW, now.unit, then.problem, now.problem
    elif then.problem and not now.problem and now.status is not None:
        yield ChangeKind.PROBLEM_GONE, now.unit, then.problem, ""


def _status(line: UnitLine) -> str:
    return WORDS[line.status] if line.status else _NOT_FILED
