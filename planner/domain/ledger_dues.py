"""The due days of a task's checkpoints as a ledger's calendar shows them. Pure: judged on the board's day."""

import datetime as dt
from collections.abc import Sequence

from planner.domain.board import TaskOnBoard, UnitOnTask, owes
from planner.domain.checkpoints import Checkpoint, Due, met, unmet_dues
from planner.domain.ledger import DueMark, DueState
from planner.domain.progress import TaskState, held_by


def due_marks(task: TaskOnBoard, day: dt.date) -> tuple[DueMark, ...]:
    """Every due day of every checkpoint, in order; one mark without a day for a checkpoint that has none."""
    return tuple(_mark(task, point, due, day) for point in task.facts.checkpoints for due in point.dues or (None,))


def _mark(task: TaskOnBoard, point: Checkpoint, due: Due | None, day: dt.date) -> DueMark:
    owing = [unit for unit in task.units if owes(point, unit.participant)]
    holding = sum(_holds(point, due, unit) for unit in owing)
    state = _state(task, due, day, owing, holding)
    return DueMark(point.code, point.text, due.day if due else None, state, holding, len(owing))


def _holds(point: Checkpoint, due: Due | None, unit: UnitOnTask) -> bool:
    held = held_by(unit.standing.accepted, point.id)
    return met(point, held) if due is None else due not in unmet_dues(point, held)


def _state(task: TaskOnBoard, due: Due | None, day: dt.date, owing: Sequence[UnitOnTask], holding: int) -> DueState:
    if task.facts.state is not TaskState.ACTIVE or not owing:
        return DueState.IDLE
    if due is not None and due.before_issue:
        return DueState.BEFORE_ISSUE
    if holding == len(owing):
        return DueState.MET
    return DueState.UNMET if due is not None and due.day < day else DueState.COMING
