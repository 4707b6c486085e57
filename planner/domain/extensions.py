"""More time: what units asked for and what was answered, and from which day lateness is counted besides."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from planner.domain.board import DeadlineFacts, PlanFacts, TaskFacts
from planner.domain.checkpoints import Checkpoint, Due
from planner.domain.wording import Provenance


class ExtensionState(StrEnum):
    """What became of a request for more time."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ExtensionView:
    """A request as known on a day. `code` is the task's or a checkpoint's; `due` the day it asks to move.

    `due` is None where there is none to move any more: what it asks for is due by then already. `answer` is the
    reason given with the answer, blank while it is pending.
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
