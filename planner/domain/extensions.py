"""More time: what units asked for and what was answered, and from which day lateness is counted besides."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from planner.domain.board import DeadlineFacts, PlanFacts, TaskFacts, owes
from planner.domain.checkpoints import Checkpoint, Due
from planner.domain.wording import Provenance, names_of


class ExtensionState(StrEnum):
    """What became of a request for more time."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ExtensionView:
    """A request as known on a day. `code` is the task's or a checkpoint's; `due` the day it asks to move, or moved.

    `due` is None where there is none to move any more: what it asks for is due by then already. `answer` is the
    reason given with the answer, blank while it is pending. `units` are all whose day it is: a task's day is one for
    all its units, a checkpoint's one for all who owe it.
    """

    id: int
    task: str
    title: str
    code: str
    unit: str
    due: dt.date | None
    to: dt.date
    reason: str
    by: str
    on: dt.date
    state: ExtensionState = ExtensionState.PENDING
    answer: str = ""
    answered_by: str = ""
    answered_on: dt.date | None = None
    units: tuple[str, ...] = ()


# 市公安局申请：系统未建成
_ASKED = "申请："


def asked_for(unit: str, reason: str) -> str:
    """Why a day was moved that a unit had asked for."""
    return f"{unit}{_ASKED}{reason}"


def asked_by(reason: str, units: Collection[str]) -> str:
    """Why a day was moved, for somebody of these units alone: of what others asked for only that they asked."""
    unit, asked, _ = reason.partition(_ASKED)
    return f"{unit}申请" if asked and unit not in units else reason


class Moved(NamedTuple):
    """What was decided of a due day: the day, by whom (set or extended), and when."""

    due: dt.date
    provenance: Provenance
    on: dt.date


def day_moved(first: dt.date, words: Iterable[Moved], to: dt.date, on: dt.date) -> dt.date | None:
    """The day that an approval of `on` moved to `to`; `first` held before all that was decided (`words`).

    It is what held before the first extension of that day so far, or farther: that settled the request too. None
    where there was none: another day of the checkpoint was moved.
    """
    now = first
    for word in words:
        if word.provenance is Provenance.EXTENDED and word.on == on and now < to <= word.due:
            return now
        now = word.due
    return None


def bound_by(facts: TaskFacts, code: str) -> tuple[str, ...]:
    """The units whose day the day of a task, or of a checkpoint of it, is."""
    point = next((each for each in facts.checkpoints if each.code == code), None)
    return tuple(each.unit.name for each in facts.participants if point is None or owes(point, each))


def past(code: str, to: dt.date, on: dt.date) -> str:
    """That a new due day was over when it was set or asked for; blank where it wasn't."""
    return f"{code} 的新时限 {to} 在 {on} 已经过了，没有完成的仍算逾期" if to < on else ""


def reach(task: str, code: str, units: Sequence[str]) -> str:
    """That a day isn't the asking unit's alone: 适用于这项任务的全部 8 个单位; blank where one unit has it."""
    if len(units) < 2:  # noqa: PLR2004 - one unit shares its day with nobody
        return ""
    if code == task:
        return f"适用于这项任务的全部 {len(units)} 个单位"
    return f"适用于承担考核点 {code} 的全部 {len(units)} 个单位（{names_of(units)}）"


def due_to_move(facts: TaskFacts, code: str, to: dt.date) -> dt.date | None:
    """The due day of a task, or of a checkpoint of it, that an extension to `to` moves; None where there is none."""
    if code == facts.code:
        return facts.due.day if facts.due.day < to else None
    for point in facts.checkpoints:
        if point.code == code and (found := movable(point, to)):
            return found[1].day
    return None


def extension_message(view: ExtensionView) -> str:
    """What a request asks for, whose it is and why, in one sentence."""
    what = "时限" if view.code == view.task else f"考核点{view.code}"
    since = f"由{view.due}" if view.due else ""
    late = "，现在的时限已不早于它" if view.answered_on is None and view.due is None else ""
    return f"{view.unit}申请把{what}{since}延到{view.to}（申请{view.id}）{late}：{view.reason}"


def movable(point: Checkpoint, to: dt.date) -> tuple[int, Due] | None:
    """The due day of a checkpoint that an extension to `to` moves, with its place: the last one before that day."""
    earlier = [(place, due) for place, due in enumerate(point.dues) if due.day < to]
    return max(earlier, key=lambda item: item[1].day, default=None)


def moved_from(first: dt.date, now: dt.date, issued_on: dt.date | None) -> dt.date | None:
    """The first day where lateness counts by it too: it was moved later and didn't lie before the plan's own date."""
    return first if first < now and not (issued_on and first < issued_on) else None


def task_moved_from(printed: dt.date | None, decided: Sequence[DeadlineFacts], plan: PlanFacts) -> dt.date | None:
    """The day a task was due before it was moved later, None where it wasn't.

    An extension moves the day there was, the plan's last day too. A day set by the coordinator moves a printed one;
    where none was printed, or where it is earlier, it is the task's day from then on. A day before the plan's own
    date counts for nobody.
    """
    base, now = printed, printed or plan.ends_on
    for row in decided:
        to = row.due or plan.ends_on
        if row.provenance is Provenance.EXTENDED:
            base = base or now
        elif base is None or to < base:
            base = to
        if base and plan.issued_on and base < plan.issued_on:
            base = to
        now = to
    return base if base and base < now else None
