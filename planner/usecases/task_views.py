"""Reading tasks: a list with lights, and one task with everything that is known of it."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.board import DueDay, PlanFacts, TaskOnBoard, UnitOnTask, owes
from planner.domain.checkpoints import Checkpoint, met
from planner.domain.document import name_key
from planner.domain.drafts import DeadlineKind, Recurrence, Role
from planner.domain.entries import EntryView
from planner.domain.extensions import ExtensionView
from planner.domain.progress import held_by
from planner.domain.wording import PlanState, Provenance
from planner.store.tasks import Assignment, CheckpointRow
from planner.store.units import Unit
from planner.usecases.acts import AsOf
from planner.usecases.boards import load_board, load_task
from planner.usecases.entries import EntryFilter, list_entries
from planner.usecases.extensions import ExtensionFilter, list_extensions
from planner.usecases.lookups import find_plan, find_task
from planner.usecases.origins import EarlierTask, LaterTask, earlier_tasks, later_tasks
from planner.usecases.versions import task_version


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """A unit on a task. `proposed` marks a lead that nobody settled: the first of several, only offered (推定)."""

    unit: str
    role: Role
    collective: bool
    proposed: bool
    phrase: str
    since: dt.date | None
    members: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """One time of a task, oldest first: printed ones, the default, and what was decided since."""

    text: str
    kind: DeadlineKind
    due: dt.date | None
    period: Recurrence | None
    slot: bool
    provenance: Provenance
    reason: str


@dataclass(frozen=True, slots=True)
class CheckpointView:
    """A checkpoint with its sentence and whose count it is as printed, and who owes it still."""

    code: str
    text: str
    sentence: str
    whose: str | None
    checkpoint: Checkpoint
    owed_by: tuple[str, ...]
    met_by: tuple[str, ...]
    unmet_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskDetail:
    """One task, as known on a day."""

    plan: str
    plan_state: PlanState
    board: TaskOnBoard
    merged_into: str | None
    section_path: str | None
    span: tuple[int, int]
    due: DueDay
    assignments: tuple[AssignmentView, ...]
    deadlines: tuple[DeadlineView, ...]
    checkpoints: tuple[CheckpointView, ...]
    entries: tuple[EntryView, ...]
    extensions: tuple[ExtensionView, ...]
    earlier: tuple[EarlierTask, ...]
    later: tuple[LaterTask, ...]
    version: str = "0"
    """Which one it is, to be named when it is changed (planner/usecases/versions.py)."""


def list_tasks(session: Session, asked: AsOf, code: str | None = None) -> tuple[TaskOnBoard, ...]:
    """A plan's tracked tasks with their lights; of a draft too.

    Raises PlanMissing, PlanUnclear, PlanNotYet.
    """
    return load_board(session, asked, find_plan(session, asked, code)).tasks


def show_task(session: Session, asked: AsOf, code: str) -> TaskDetail:
    """One task with everything known of it.

    Raises TaskMissing, PlanNotYet.
    """
    plan, task = find_task(session, asked, code)
    board = load_task(session, asked, plan, task)
    return TaskDetail(
        plan=plan.code,
        plan_state=_plan_state(plan, asked),
        board=board,
        merged_into=board.facts.merged_code or None,
        section_path=board.facts.section_path or None,
        span=(task.span_start, task.span_end),
        due=board.facts.due,
        assignments=_assignments(session, asked, board),
        deadlines=_deadlines(board),
        checkpoints=_checkpoints(session, board),
        entries=list_entries(session, asked, plan.code, EntryFilter(task=task.code)),
        extensions=list_extensions(session, asked, plan.code, ExtensionFilter(task=task.code)),
        earlier=earlier_tasks(session, asked, task.id),
        later=later_tasks(session, asked, task.id),
        version=task_version(session, asked, task.code),
    )


def _deadlines(board: TaskOnBoard) -> tuple[DeadlineView, ...]:
    """What was printed and decided; the default day only where no slot names a day."""
    rows = board.facts.deadlines
    printed = any(row.slot and row.due and row.provenance is Provenance.TEXT for row in rows)
    body = name_key(board.facts.body)
    return tuple(
        DeadlineView(*row[:7])
        for row in rows
        if not (printed and row.provenance is Provenance.DEFAULT)
        and (row.slot or row.provenance is not Provenance.TEXT or name_key(row.phrase) in body)
    )


def _plan_state(plan: PlanFacts, asked: AsOf) -> PlanState:
    return PlanState.CONFIRMED if plan.confirmed_by(asked.day) else PlanState.DRAFT


def _assignments(session: Session, asked: AsOf, board: TaskOnBoard) -> tuple[AssignmentView, ...]:
    rows = session.execute(
        select(Assignment, Unit)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(
            Assignment.task_id == board.facts.id,
            Assignment.valid_from <= asked.day,
            Assignment.valid_to.is_(None) | (Assignment.valid_to > asked.day),
        )
        .order_by(Assignment.position, Assignment.id)
    )
    members = {c.unit.id: _member_names(board, c.roster) for c in board.facts.collectives}
    views = [
        AssignmentView(
            unit=unit.name,
            role=assignment.role,
            collective=unit.collective,
            proposed=False,
            phrase=assignment.phrase,
            since=None if assignment.from_text else assignment.valid_from,
            members=members.get(unit.id),
        )
        for assignment, unit in rows
    ]
    lead = board.facts.lead_proposal
    if lead:
        views.append(
            AssignmentView(lead, Role.LEAD, collective=False, proposed=True, phrase="", since=None, members=None)
        )
    return tuple(views)


def _member_names(board: TaskOnBoard, roster: tuple[int, ...] | None) -> tuple[str, ...] | None:
    if roster is None:
        return None
    names = {unit.participant.unit.id: unit.participant.unit.name for unit in board.units}
    return tuple(names[member] for member in roster if member in names)


def _checkpoints(session: Session, board: TaskOnBoard) -> tuple[CheckpointView, ...]:
    rows = {
        row.id: row for row in session.scalars(select(CheckpointRow).where(CheckpointRow.task_id == board.facts.id))
    }
    return tuple(_checkpoint(rows[point.id], point, board) for point in board.facts.checkpoints)


def _checkpoint(row: CheckpointRow, point: Checkpoint, board: TaskOnBoard) -> CheckpointView:
    owing = [unit for unit in board.units if owes(point, unit.participant)]
    return CheckpointView(
        code=point.code,
        text=point.text,
        sentence=row.sentence,
        whose=point.whose,
        checkpoint=point,
        owed_by=tuple(unit.participant.unit.name for unit in owing),
        met_by=tuple(unit.participant.unit.name for unit in owing if _met(point, unit)),
        unmet_by=tuple(unit.participant.unit.name for unit in owing if not _met(point, unit)),
    )


def _met(point: Checkpoint, unit: UnitOnTask) -> bool:
    return met(point, held_by(unit.standing.accepted, point.id))
