"""What of a plan a person may see: all of it, or a unit's own tasks with those on them, and what it filed itself."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from planner.domain.board import Board, PlanFacts, TaskFacts, UnitFacts
from planner.domain.checkpoints import Checkpoint
from planner.domain.extensions import asked_by
from planner.domain.permissions import Deed, may
from planner.errors import NotOnTask
from planner.store.queries.board import load_tasks
from planner.store.tasks import Task
from planner.store.units import NameKind, Unit, UnitName
from planner.usecases.acts import Act, AsOf, require, sees_all

NAME = UnitName.__table__.c


def own_rows(asked: AsOf, unit_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The condition under which a row of a unit may be read: always, or where the unit is one's own."""
    return true() if sees_all(asked) else unit_id.in_(asked.actor.units)


def own_tasks(asked: AsOf, tasks: Sequence[TaskFacts]) -> Sequence[TaskFacts]:
    """Those of some tasks that may be read; of the others on them a liaison reads no contacts."""
    if sees_all(asked):
        return tasks
    return [_seen(asked, task) for task in tasks if may(asked.actor, Deed.READ, units=_units_on(task))]


def own_task(asked: AsOf, task: TaskFacts) -> TaskFacts:
    """A task as it may be read.

    Raises NotAllowed.
    """
    require(asked, Deed.READ, f"查看别的单位的任务 {task.code}", units=_units_on(task))
    return task if sees_all(asked) else _seen(asked, task)


def own_forms(asked: AsOf, board: Board) -> Board:
    """A board of which a form may be made: a liaison's holds nobody beside its own unit."""
    if sees_all(asked):
        return board
    own = asked.actor.units
    return board._replace(
        tasks=tuple(
            task._replace(units=tuple(unit for unit in task.units if unit.participant.unit.id in own))
            for task in board.tasks
        )
    )


def require_task(session: Session, asked: AsOf, plan: PlanFacts, task: Task) -> None:
    """Raise NotAllowed where a task is not among those that may be read."""
    if not sees_all(asked):
        own_task(asked, load_tasks(session, plan, asked.day, only=task.id)[0])


def require_on_task(act: Act, facts: TaskFacts, unit: Unit) -> None:
    """Raise NotOnTask unless a unit is on a task. A liaison isn't told who is: the task is not its own."""
    if unit.id not in _units_on(facts):
        named = {p.unit.id: p.unit.name for p in facts.participants} | {
            c.unit.id: c.unit.name for c in facts.collectives
        }
        raise NotOnTask(facts.code, unit.name, tuple(named.values()) if sees_all(act.seen) else ())


def own_names(session: Session, asked: AsOf) -> Sequence[str]:
    """Every name of a liaison's unit and of those it succeeded, first the one that its unit goes by today."""
    rows = session.execute(
        select(NAME.name)
        .where(NAME.office == asked.office, NAME.unit_id.in_(asked.actor.units))
        .order_by(NAME.unit_id != asked.actor.unit_id, NAME.kind != NameKind.FULL, NAME.id)
    )
    return [row.name for row in rows]


def _seen(asked: AsOf, task: TaskFacts) -> TaskFacts:
    def bare(unit: UnitFacts) -> UnitFacts:
        return unit if unit.id in asked.actor.units else unit._replace(contact="", phone="", email="")

    own = {each.unit.name for each in task.participants if each.unit.id in asked.actor.units}
    return task._replace(
        deadlines=tuple(each._replace(reason=asked_by(each.reason, own)) for each in task.deadlines),
        checkpoints=tuple(_with_own_reasons(point, own) for point in task.checkpoints),
        assigned=tuple((bare(unit), role) for unit, role in task.assigned),
        participants=tuple(each._replace(unit=bare(each.unit)) for each in task.participants),
        collectives=tuple(each._replace(unit=bare(each.unit)) for each in task.collectives),
    )


def _with_own_reasons(point: Checkpoint, own: Collection[str]) -> Checkpoint:
    return point._replace(dues=tuple(due._replace(reason=asked_by(due.reason, own)) for due in point.dues))


def _units_on(task: TaskFacts) -> set[int]:
    """Every unit on a task: named itself, through a roster, or as a collective."""
    return {each.unit.id for each in task.participants} | {each.unit.id for each in task.collectives}
