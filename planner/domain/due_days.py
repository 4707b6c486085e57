"""The days to come of a plan, for a calendar: what is due, of whom, and which returns."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from planner.domain.board import Board, TaskOnBoard, UnitOnTask, owes
from planner.domain.checkpoints import unmet_dues
from planner.domain.drafts import Role
from planner.domain.notices import missing
from planner.domain.periods import Period
from planner.domain.progress import TaskState, held_by
from planner.domain.wording import PROPOSED, Provenance

_NAMED = 3
"""So many units an event's summary names; of more it tells how many there are."""


@dataclass(frozen=True, slots=True)
class DueEvent:
    """A day with what falls due on it. `key` stays the same when the day is moved; `units` are those waited for."""

    key: str
    day: dt.date
    summary: str
    description: str
    units: tuple[str, ...]


def due_events(board: Board, only: int | None = None, closed: Collection[Period] = ()) -> tuple[DueEvent, ...]:
    """Every day from the board's day on that somebody is still waited for, in order; `only` asks for one unit.

    Closed periods wait for nobody.
    """
    events = [*_of_tasks(board, only), *_of_periods(board, only, closed)]
    return tuple(sorted((e for e in events if e.day >= board.day and e.units), key=lambda e: (e.day, e.key)))


def _of_tasks(board: Board, only: int | None) -> Iterator[DueEvent]:
    for task in board.tasks:
        if task.facts.state is TaskState.ACTIVE:
            open_ones = [unit for unit in task.units if _waited_for(unit, only)]
            yield from _of_task(board, task, open_ones)
            yield from _of_points(board, task, open_ones)


def _of_task(board: Board, task: TaskOnBoard, units: list[UnitOnTask]) -> Iterator[DueEvent]:
    due = task.facts.due
    if due.before_issue or task.done:
        return
    names = tuple(unit.participant.unit.name for unit in units)
    proposed = f"（{PROPOSED}）" if due.provenance is Provenance.DEFAULT else ""
    what = f"{task.facts.code} 应完成{proposed}：{task.facts.title}"
    yield _event(board, f"{task.facts.code} due", due.day, what, names=names)


def _of_points(board: Board, task: TaskOnBoard, units: list[UnitOnTask]) -> Iterator[DueEvent]:
    """An event for each day of a checkpoint that is unmet, keyed by the day it first had."""
    for point in task.facts.checkpoints:
        waited: dict[tuple[dt.date, dt.date], list[str]] = {}
        for unit in units:
            if owes(point, unit.participant):
                for due in unmet_dues(point, held_by(unit.standing.accepted, point.id)):
                    waited.setdefault((due.original or due.day, due.day), []).append(unit.participant.unit.name)
        for (first, day), names in waited.items():
            what = f"{point.code} 应达成：{point.text}"
            yield _event(board, f"{point.code} {first.isoformat()}", day, what, names=names, task=task.facts.title)


def _of_periods(board: Board, only: int | None, closed: Collection[Period]) -> Iterator[DueEvent]:
    for period, day in board.asked:
        owed = missing(board, period) if period not in closed else []
        names = [unit.participant.unit.name for _, unit in owed if only in (None, unit.participant.unit.id)]
        yield _event(board, f"{period} return", day, f"{period.label}填报表应报回", names=dict.fromkeys(names))


def _event(board: Board, key: str, day: dt.date, what: str, *, names: Iterable[str], task: str = "") -> DueEvent:
    units = tuple(names)
    many = f"等{len(units)}个单位" if len(units) > _NAMED else ""
    about = [f"《{board.plan.title}》", *([f"任务：{task}"] if task else []), f"单位：{'、'.join(units)}"]
    return DueEvent(key, day, f"{what}（{'、'.join(units[:_NAMED])}{many}）", "\n".join(about), units)


def _waited_for(unit: UnitOnTask, only: int | None) -> bool:
    asked = unit.participant.role is not Role.COOPERATING and only in (None, unit.participant.unit.id)
    return asked and unit.standing.done_on is None
