"""A part of a ledger: one section, one unit's tasks. Every count is of what is shown."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from planner.domain.document import name_key
from planner.domain.drafts import Role
from planner.domain.ledger import ChangeKind, Ledger, LedgerChange, LedgerNotices, LedgerTask, UnitLine, UnitSummary
from planner.domain.ledger_changes import LIGHT_CHANGES
from planner.domain.lights import Colour
from planner.domain.progress import Status, Verdict
from planner.domain.status_page import TaskNotice
from planner.domain.wording import ROSTER_UNSET, WORDS, names_of
from planner.errors import UnitNotInPart, WordUnclear, WordUnknown

# 各县（市、区）政府（9/11）, 市政府有关部门（名册未设）
_ROSTER_NOTE = re.compile(rf"（(?:\d+/\d+|{ROSTER_UNSET})）$")
# 一、规范行政决策; 第二部分 规范执法; 四
_NUMBER = re.compile(r"^第?(?P<number>[一二三四五六七八九十]+)(?:部分|章)?(?:[、.．\s　]|$)+")


def of_section(ledger: Ledger, wanted: str) -> Ledger:
    """The ledger of one section, named as printed, without its number, by its number alone, or by a part of its name.

    Raises WordUnknown with the sections there are, WordUnclear with those that it could be.
    """
    sections = [name for name in dict.fromkeys(task.section for task in ledger.tasks) if name]
    ways = ({name: [name, _NUMBER.sub("", name)] for name in sections}, {name: [_number(name)] for name in sections})
    section = _exactly(ways[0], [wanted]) or _exactly(ways[1], [_number(wanted) or wanted])
    section = section or _by_a_part("部分", wanted, sections, ways[0])
    tasks = tuple(task for task in ledger.tasks if task.section == section)
    return replace(_of_tasks(ledger, tasks), only_section=section)


def of_unit(ledger: Ledger, names: Iterable[str], wanted: str, whole: Ledger | None = None) -> Ledger:
    """The ledger of one unit: its tasks with its own lines and lights; of a collective those of its members.

    `names` are those of the unit that the registry knows as `wanted`, any of which the ledger may call it; where it
    knows none, a name in the ledger may begin so or hold it. It is looked for in `whole` where only a part is shown.
    Raises WordUnknown with the units there are, WordUnclear with those it could be, UnitNotInPart.
    """
    shown = list(dict.fromkeys(name for task in (whole or ledger).tasks for name in _named(task)))
    ways = {name: [name] for name in shown}
    known = [*names]
    unit = _exactly(ways, [wanted, *known])
    if not unit and not known:
        unit = _by_a_part("单位", wanted, shown, ways)
    tasks = tuple(
        replace(task, lines=tuple(line for line in task.lines if unit in (line.unit, line.via)))
        for task in ledger.tasks
        if unit in _named(task)
    )
    if not tasks:
        where = ledger.only_section if unit else ""
        raise UnitNotInPart(unit or wanted, f"“{where}”" if where else f"{ledger.period_label}台账")
    part = _of_tasks(ledger, tasks)
    own = {unit, *(line.unit for task in tasks for line in task.lines)}
    return replace(
        part,
        colours=_counted(line.colour for task in tasks for line in task.lines if line.counts),
        changes=tuple(_of_own(each, own) for each in part.changes if _concerns(each, own)),
        notices=part.notices and _own_notices(part, part.notices, own),
        only_unit=unit,
    )


def _number(name: str) -> str:
    found = _NUMBER.match(name.strip())
    return found["number"] if found else ""


Ways = Mapping[str, Sequence[str]]
"""What each name may be called by."""


def _exactly(ways: Ways, wanted: Iterable[str]) -> str:
    """The first name that one of the words calls, blank where none does."""
    keys = {name_key(word) for word in wanted} - {""}
    return next((name for name, called in ways.items() if keys & {name_key(word) for word in called}), "")


def _by_a_part(what: str, wanted: str, known: Sequence[str], ways: Ways) -> str:
    """The only name that begins as a person wrote, else the only one that holds it."""
    key = name_key(wanted)
    beginning = [name for name in known if any(name_key(word).startswith(key) for word in ways[name])]
    found = beginning or [name for name in known if key in name_key(name)]
    if not key or not found:
        raise WordUnknown(what, wanted, known)
    if len(found) > 1:
        raise WordUnclear(what, wanted, found)
    return found[0]


# ---- what concerns one unit ----


def _concerns(change: LedgerChange, own: set[str]) -> bool:
    """Whether a change is a unit's: its own, one of its tasks, or one of a task's light that speaks of it."""
    if change.unit:
        return change.unit in own or not own.isdisjoint(_told_together(change))
    return change.kind not in LIGHT_CHANGES or any(name in f"{change.before}{change.after}" for name in own)


def _told_together(change: LedgerChange) -> list[str]:
    """Where several units are told in one row, their names stand behind."""
    return change.after.split("、") if change.kind is ChangeKind.DONE else []


def _of_own(change: LedgerChange, own: set[str]) -> LedgerChange:
    """A change that several units made, told of these alone."""
    if not change.unit or change.unit in own:
        return change
    names = [name for name in _told_together(change) if name in own]
    if len(names) == 1:
        return replace(change, unit=names[0], after=WORDS[Status.DONE])
    return replace(change, unit=f"{len(names)}个单位", after="、".join(names))


def _own_notices(part: Ledger, told: LedgerNotices, own: set[str]) -> LedgerNotices:
    """What is late or due soon of the unit's own lines, whatever the task's light tells, and what is asked of it."""
    lines = [(task, line) for task in part.tasks for line in task.lines if line.counts]
    late = [(task, line, *_day_of(task, line, told.late)) for task, line in lines if line.colour is Colour.RED]
    soon = [(task, line, *_day_of(task, line, told.due_soon)) for task, line in lines if line.colour is Colour.YELLOW]
    return LedgerNotices(
        late=tuple(sorted((_alarm(*each) for each in late), key=lambda notice: (-notice.days, notice.task))),
        late_by_original=_told_of(told.late_by_original, own),
        due_soon=tuple(_alarm(*each) for each in soon if each[2] and each[2] >= part.judged_on),
        decisions=_told_of(told.decisions, own),
    )


def _day_of(task: LedgerTask, line: UnitLine, told: Iterable[TaskNotice]) -> tuple[dt.date | None, int]:
    """The day that a line's light speaks of, and how far it is; from the notices where an older version kept none."""
    if line.due:
        return line.due, line.days
    found = [(each.since, each.days) for each in told if each.task == task.code and line.unit in each.whose]
    return found[0] if found else (None, 0)


def _alarm(task: LedgerTask, line: UnitLine, since: dt.date | None, days: int) -> TaskNotice:
    return TaskNotice(task.code, task.title, "", (line.unit,), since, days, f"{line.unit}：{line.reason}")


def _told_of(notices: Iterable[TaskNotice], units: set[str]) -> tuple[TaskNotice, ...]:
    """The notices of these units, or of nobody; one of several units speaks of these alone."""
    return tuple(
        replace(each, whose=whose, message=f"{names_of(whose)}{each.message.removeprefix(names_of(each.whose))}")
        for each in notices
        if (whose := tuple(name for name in each.whose if name in units)) or not each.whose
    )


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
