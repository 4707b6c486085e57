"""Reads a plan's tasks with all that hangs on them, as known on a day: a fixed number of queries, whatever its size."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from planner.domain.board import (
    Collective,
    DeadlineFacts,
    DueDay,
    Member,
    PlanFacts,
    TaskFacts,
    UnitFacts,
    participants,
)
from planner.domain.decisions import Decided, DecisionField
from planner.domain.drafts import Role
from planner.domain.extensions import task_moved_from
from planner.domain.progress import Mark, TaskState
from planner.domain.wording import Provenance
from planner.store.plans import Plan
from planner.store.queries.board_queries import TaskQueries, task_queries
from planner.store.queries.decisions import load_decided
from planner.store.queries.points import PointRows, checkpoint_of, load_points
from planner.store.queries.rows import Query, Rows, Values, grouped

# The table itself: a select of it needs no mapper configured, which saves a short command a tenth of its time.
PLAN = Plan.__table__.c

SECTION_JOINER = " > "
UNDECIDED = Decided({}, {})

Rosters = Mapping[int, list[tuple[int | None, tuple[Member, ...]]]]
"""By collective, oldest first: the task it is for (None: all tasks), and its members."""


class _Hanging(NamedTuple):
    """What hangs on the tasks of a plan, by task id."""

    states: Rows
    marks: Rows
    assignments: Rows
    deadlines: Rows
    decided: Mapping[int, Decided]
    points: PointRows
    rosters: Rosters


def plan_facts(plan: Any) -> PlanFacts:  # noqa: ANN401 - a Plan, or a row with its columns
    """A plan's own data as the domain sees it."""
    return PlanFacts(
        id=plan.id,
        code=plan.code,
        year=plan.year,
        title=plan.title,
        issuer=plan.issuer,
        issued_on=plan.issued_on,
        ends_on=plan.ends_on,
        imported_on=plan.imported_on,
        confirmed_on=plan.confirmed_on,
    )


def load_plans(session: Session, office: str) -> tuple[PlanFacts, ...]:
    """Every plan of an office, by code."""
    columns = (PLAN.id, PLAN.code, PLAN.year, PLAN.title, PLAN.issuer, PLAN.issued_on, PLAN.ends_on)
    query = select(*columns, PLAN.imported_on, PLAN.confirmed_on).where(PLAN.office == office).order_by(PLAN.code)
    return tuple(plan_facts(row) for row in session.execute(query))


def load_tasks(
    session: Session, plan: PlanFacts, day: dt.date, *, only: int | None = None, untracked: bool = False
) -> tuple[TaskFacts, ...]:
    """The tracked tasks of a plan in order, with what was decided of them up to `day`.

    `only` asks for a single task by its id, tracked or not; `untracked` for all items.
    """
    queries = task_queries(one=only is not None)
    values = {"plan": plan.id, "day": day} | ({} if only is None else {"task": only})
    tasks = session.execute(queries.tasks, values).all()
    hanging = _load_hanging(session, queries, values)
    facts = (_task_facts(task, plan, hanging, day) for task in tasks)
    return tuple(fact for fact in facts if untracked or only is not None or fact.tracked)


def _load_hanging(session: Session, queries: TaskQueries, values: Values) -> _Hanging:
    return _Hanging(
        states=grouped(session, queries.states, values),
        marks=grouped(session, queries.marks, values),
        assignments=grouped(session, queries.assignments, values),
        deadlines=grouped(session, queries.deadlines, values),
        decided=load_decided(session, queries.decided, values),
        points=load_points(session, queries.points, values),
        rosters=_load_rosters(session, queries.rosters, values),
    )


def _load_rosters(session: Session, query: Query, values: Values) -> Rosters:
    """Each collective's rosters up to a day, oldest first: (task or None for the general one, members)."""
    members: dict[tuple[int, int | None, int], list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for row in session.execute(query, values):
        members[row.collective_id, row.task_id, row.roster_id].append(row)
    rosters: dict[int, list[tuple[int | None, tuple[Member, ...]]]] = defaultdict(list)
    held: dict[tuple[int, int | None], dict[int, dt.date | None]] = {}
    for (collective_id, task_id, _), found in members.items():
        before = held.get((collective_id, task_id))
        since = {row.id: before.get(row.id, row.valid_from) if before is not None else None for row in found}
        held[collective_id, task_id] = since
        rosters[collective_id].append((task_id, tuple(Member(unit_facts(row), since[row.id]) for row in found)))
    return rosters


def unit_facts(unit: Any) -> UnitFacts:  # noqa: ANN401 - a Unit, or a row with its columns
    """A unit as lists and ledgers show it."""
    return UnitFacts(
        unit.id, unit.name, unit.kind, unit.collective, unit.contact, unit.phone, unit.email, unit.kind_proposed
    )


def _task_facts(task: Row[*tuple[Any, ...]], plan: PlanFacts, hanging: _Hanging, day: dt.date) -> TaskFacts:
    held = hanging.assignments.get(task.id, [])
    assigned = [
        (unit_facts(row), row.role, _asked_since(row, held))
        for row in held
        if row.valid_to is None or row.valid_to > day
    ]
    rosters = _rosters_for(task.id, assigned, hanging.rosters)
    states = hanging.states.get(task.id, ())
    decided = hanging.decided.get(task.id, UNDECIDED)
    words = decided.words
    path = words.get(DecisionField.SECTION, task.section_path or "")
    marks = {row.mark: row.value for row in hanging.marks.get(task.id, ())}
    deadlines = tuple(
        DeadlineFacts(row.phrase, row.kind, row.due, row.period, row.slot, row.provenance, row.reason, row.on)
        for row in hanging.deadlines.get(task.id, ())
    )
    return TaskFacts(
        id=task.id,
        code=task.code,
        kind=task.kind,
        number=words.get(DecisionField.NUMBER, task.number or ""),
        section=path.split(SECTION_JOINER)[0],
        title=words.get(DecisionField.TITLE, task.title),
        body=words.get(DecisionField.BODY, task.body),
        state=states[-1].state if states else TaskState.ACTIVE,
        state_since=states[-1].on if states else None,
        state_basis=states[-1].basis if states else "",
        merged_into=states[-1].merged_into_id if states else None,
        merged_code=(states[-1].into or "") if states else "",
        tracked=marks.get(Mark.TRACKED, task.tracked),
        first_responsible=marks.get(Mark.FIRST_RESPONSIBLE, False),
        due=_due_day(deadlines, plan),
        deadlines=deadlines,
        checkpoints=tuple(
            point
            for row in hanging.points.rows.get(task.id, ())
            if (point := checkpoint_of(row, plan, hanging.points, decided, rosters))
        ),
        assigned=tuple((unit, role) for unit, role, _ in assigned),
        participants=participants(assigned, rosters),
        collectives=tuple(
            Collective(unit, role, tuple(member.unit.id for member in rosters[unit.id]) if unit.id in rosters else None)
            for unit, role, _ in assigned
            if unit.collective
        ),
        section_path=path,
    )


def _asked_since(assignment: Row[*tuple[Any, ...]], held: Iterable[Row[*tuple[Any, ...]]]) -> dt.date | None:
    """The day the coordinator put a unit on a task, in whatever role it was then; None where the plan did."""
    if assignment.from_text:
        return None
    since: dt.date = assignment.valid_from
    own = [row for row in held if row.id == assignment.id and row.valid_to != row.valid_from]
    spells = {row.valid_to: row.valid_from for row in own}
    while since in spells:
        since = spells[since]
    return since


def _rosters_for(
    task_id: int,
    assigned: Iterable[tuple[UnitFacts, Role, dt.date | None]],
    rosters: Rosters,
) -> dict[int, tuple[Member, ...]]:
    """The roster that holds for each collective on a task: the newest of its own, else the newest general one."""
    found = {}
    for unit, _, _ in assigned:
        candidates = rosters.get(unit.id, ())
        own = [members for task, members in candidates if task == task_id]
        general = [members for task, members in candidates if task is None]
        if own or general:
            found[unit.id] = (own or general)[-1]
    return found


def _due_day(deadlines: tuple[DeadlineFacts, ...], plan: PlanFacts) -> DueDay:
    """The day a task is due: the coordinator's newest word, else the last date in a slot, else the plan's last day."""
    printed = [row for row in deadlines if row.slot and row.due and row.provenance is Provenance.TEXT]
    default = next(row for row in deadlines if row.provenance is Provenance.DEFAULT)
    first = max(printed, key=lambda row: row.due or plan.ends_on) if printed else default
    decided = [row for row in deadlines if row.provenance in (Provenance.COORDINATOR, Provenance.EXTENDED)]
    newest = decided[-1] if decided else first
    day = newest.due or plan.ends_on
    return DueDay(
        day=day,
        original=first.due if decided else None,
        phrase=first.phrase,
        provenance=newest.provenance,
        before_issue=not decided and bool(plan.issued_on) and day < (plan.issued_on or day),
        moved_from=task_moved_from(first.due if printed else None, decided, plan),
    )
