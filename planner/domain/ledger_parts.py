"""A part of a ledger: one section, one unit's tasks. Every count is of what is shown."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from planner.domain.document import name_key
from planner.domain.drafts import Role
from planner.domain.ledger import Ledger, LedgerChange, LedgerNotices, LedgerTask, UnitLine, UnitSummary
from planner.domain.lights import Colour
from planner.domain.progress import Verdict
from planner.domain.status_page import TaskNotice
from planner.domain.wording import ROSTER_UNSET
from planner.errors import WordUnknown

# 各县（市、区）政府（9/11）, 市政府有关部门（名册未设）
_ROSTER_NOTE = re.compile(rf"（(?:\d+/\d+|{ROSTER_UNSET})）$")
# 一、规范行政决策; 第二部分 规范执法
_NUMBER = re.compile(r"^(?:第?[一二三四五六七八九十]+(?:部分|章)?[、.．\s　]*)")


def of_section(ledger: Ledger, wanted: str) -> Ledger:
    """The ledger of one section, named as printed or without its number.

    Raises WordUnknown with the sections there are.
    """
    sections = list(dict.fromkeys(task.section for task in ledger.tasks))
    key = name_key(wanted)
    found = [name for name in sections if key in (name_key(name), name_key(_NUMBER.sub("", name)))]
    if not found or not key:
        raise WordUnknown("部分", wanted, [name for name in sections if name])
    tasks = tuple(task for task in ledger.tasks if task.section == found[0])
    return replace(_of_tasks(ledger, tasks), only_section=found[0])


def of_unit(ledger: Ledger, names: Iterable[str], wanted: str) -> Ledger:
    """The ledger of one unit, by any of its names: its tasks with its own lines; of a collective those of its members.

    Raises WordUnknown with the units there are.
    """
    keys = {name_key(name) for name in names}
    shown = list(dict.fromkeys(name for task in ledger.tasks for name in _named(task)))
    found = [name for name in shown if name_key(name) in keys]
    if not found:
        raise WordUnknown("单位", wanted, shown)
    unit = found[0]
    tasks = tuple(
        replace(task, lines=tuple(line for line in task.lines if unit in (line.unit, line.via)))
        for task in ledger.tasks
        if unit in _named(task)
    )
    part = _of_tasks(ledger, tasks)
    own = {unit, *(line.unit for task in tasks for line in task.lines)}
    return replace(
        part,
        changes=tuple(each for each in part.changes if not each.unit or not own.isdisjoint(_whose(each))),
        notices=part.notices and replace(part.notices, decisions=_told_of(part.notices.decisions, own)),
        only_unit=unit,
    )


def _whose(change: LedgerChange) -> set[str]:
    """Whose a change is; where several units are told in one row, their names stand behind."""
    return {change.unit, *change.after.split("、")}


def _told_of(notices: Iterable[TaskNotice], units: set[str]) -> tuple[TaskNotice, ...]:
    return tuple(each for each in notices if not each.whose or not units.isdisjoint(each.whose))


def _named(task: LedgerTask) -> list[str]:
    """Every unit on a task: those printed, the members of collectives, and those that filed without being on it."""
    printed = (_ROSTER_NOTE.sub("", name) for name in (*task.lead, *task.responsible, *task.cooperating))
    return [*printed, *(line.unit for line in task.lines)]


def _of_tasks(ledger: Ledger, tasks: tuple[LedgerTask, ...]) -> Ledger:
    """The ledger with these tasks and lines only. The counts of the period before are of all tasks, so they go."""
    lines = [line for task in tasks for line in task.lines]
    places = {(task.code, line.unit) for task in tasks for line in task.lines}
    codes = {task.code for task in tasks}
    units = {line.unit for line in lines if line.counts}
    unset = {_ROSTER_NOTE.sub("", name) for task in tasks for name in _printed_unset(task)}
    return replace(
        ledger,
        colours=_counted(task.colour for task in tasks),
        asked=sum(bool(line.asked) for line in lines),
        reported=sum(bool(line.asked) and line.reported for line in lines),
        accepted=sum(line.verdict is Verdict.ACCEPTED for line in lines),
        tasks=tasks,
        units=tuple(_summary(unit, lines) for unit in ledger.units if unit.unit in units),
        missing=tuple(row for row in ledger.missing if (row.task, row.unit) in places),
        rosters_unset=tuple(name for name in ledger.rosters_unset if name in unset),
        before=None,
        changes=tuple(change for change in ledger.changes if change.task in codes),
        notices=_notices(ledger.notices, codes, unset),
    )


def _printed_unset(task: LedgerTask) -> list[str]:
    return [name for name in (*task.lead, *task.responsible, *task.cooperating) if name.endswith(f"（{ROSTER_UNSET}）")]


def _summary(unit: UnitSummary, lines: Iterable[UnitLine]) -> UnitSummary:
    own = [line for line in lines if line.unit == unit.unit and line.counts]
    return replace(
        unit,
        tasks=len(own),
        leading=sum(line.role is Role.LEAD for line in own),
        asked=sum(bool(line.asked) for line in own),
        reported=sum(bool(line.asked) and line.reported for line in own),
        colours=_counted(line.colour for line in own),
    )


def _counted(colours: Iterable[Colour]) -> dict[Colour, int]:
    found = Counter(colours)
    return {colour: found[colour] for colour in Colour}


def _notices(notices: LedgerNotices | None, codes: set[str], unset: set[str]) -> LedgerNotices | None:
    """The notices of these tasks; one of a collective without a roster stands for no task of its own."""
    if notices is None:
        return None

    def of(found: tuple[TaskNotice, ...]) -> tuple[TaskNotice, ...]:
        return tuple(each for each in found if (each.task in codes if each.task else not unset.isdisjoint(each.whose)))

    return LedgerNotices(of(notices.late), of(notices.late_by_original), of(notices.due_soon), of(notices.decisions))
