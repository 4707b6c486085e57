"""What reads a plan's tasks and all that hangs on them: built once for a process (queries/rows.py says why)."""

from functools import cache
from typing import NamedTuple

from sqlalchemy import Select, bindparam, select

from planner.store.queries.decisions import decided_query
from planner.store.queries.points import PointQueries, point_queries
from planner.store.queries.rows import DAY, Query
from planner.store.tasks import Assignment, Deadline, Task, TaskMark, TaskStateChange
from planner.store.units import Roster, RosterMember, Unit

# The tables themselves: a select of theirs needs no mapper configured, which saves a short command a tenth of its time.
UNIT = Unit.__table__.c
TASK, STATE, ASSIGNMENT = Task.__table__.c, TaskStateChange.__table__.c, Assignment.__table__.c
MARK = TaskMark.__table__.c
_INTO = Task.__table__.alias("into_task")
INTO = _INTO.c
DEADLINE = Deadline.__table__.c
ROSTER, MEMBER = Roster.__table__.c, RosterMember.__table__.c

UNIT_COLUMNS = (
    UNIT.id,
    UNIT.name,
    UNIT.kind,
    UNIT.collective,
    UNIT.contact,
    UNIT.phone,
    UNIT.email,
    UNIT.kind_proposed,
)


class TaskQueries(NamedTuple):
    """What reads the tasks of a plan and what hangs on them."""

    tasks: Query
    states: Query
    marks: Query
    assignments: Query
    deadlines: Query
    decided: Query
    points: PointQueries
    rosters: Query


@cache
def task_queries(*, one: bool) -> TaskQueries:
    """The queries for all tasks of a plan (:plan), or for one of them (:task), as of DAY."""
    wanted = [TASK.plan_id == bindparam("plan"), *([TASK.id == bindparam("task")] if one else [])]
    tasks = select(TASK.id).where(*wanted)
    return TaskQueries(
        tasks=select(
            TASK.id,
            TASK.code,
            TASK.kind,
            TASK.number,
            TASK.title,
            TASK.body,
            TASK.tracked,
            TASK.section_path,
        )
        .where(*wanted, TASK.added_on.is_(None) | (TASK.added_on <= DAY))
        .order_by(TASK.position),
        states=select(
            STATE.task_id,
            STATE.state,
            STATE.basis,
            STATE.merged_into_id,
            STATE.on,
            INTO.code.label("into"),
        )
        .join(_INTO, STATE.merged_into_id == INTO.id, isouter=True)
        .where(STATE.task_id.in_(tasks), STATE.on <= DAY)
        .order_by(STATE.on, STATE.id),
        marks=select(MARK.task_id, MARK.mark, MARK.value)
        .where(MARK.task_id.in_(tasks), MARK.on <= DAY)
        .order_by(MARK.on, MARK.id),
        assignments=select(
            ASSIGNMENT.task_id,
            ASSIGNMENT.role,
            ASSIGNMENT.from_text,
            ASSIGNMENT.valid_from,
            ASSIGNMENT.valid_to,
            *UNIT_COLUMNS,
        )
        .join(Unit.__table__, ASSIGNMENT.unit_id == UNIT.id)
        .where(ASSIGNMENT.task_id.in_(tasks), ASSIGNMENT.valid_from <= DAY)
        .order_by(ASSIGNMENT.position, ASSIGNMENT.id),
        deadlines=select(
            DEADLINE.task_id,
            DEADLINE.phrase,
            DEADLINE.kind,
            DEADLINE.due,
            DEADLINE.period,
            DEADLINE.slot,
            DEADLINE.provenance,
            DEADLINE.reason,
            DEADLINE.on,
        )
        .where(DEADLINE.task_id.in_(tasks), DEADLINE.on <= DAY)
        .order_by(DEADLINE.on, DEADLINE.id),
        decided=decided_query(tasks),
        points=point_queries(tasks),
        rosters=_roster_query(tasks),
    )


def _roster_query(tasks: Select[int]) -> Query:
    return (
        select(ROSTER.id.label("roster_id"), ROSTER.collective_id, ROSTER.task_id, ROSTER.valid_from, *UNIT_COLUMNS)
        .join(RosterMember.__table__, MEMBER.roster_id == ROSTER.id)
        .join(Unit.__table__, MEMBER.unit_id == UNIT.id)
        .where(
            ROSTER.valid_from <= DAY,
            ROSTER.task_id.is_(None) | ROSTER.task_id.in_(tasks),
            ROSTER.collective_id.in_(select(ASSIGNMENT.unit_id).where(ASSIGNMENT.task_id.in_(tasks))),
        )
        .order_by(ROSTER.valid_from, ROSTER.id, MEMBER.position)
    )
