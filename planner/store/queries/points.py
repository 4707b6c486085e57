"""Reads checkpoints with their due days and owners, as known on a day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from planner.domain.board import Member, PlanFacts
from planner.domain.checkpoints import Checkpoint, Due
from planner.domain.decisions import Decided, PointDefinition
from planner.domain.drafts import DueSource
from planner.domain.extensions import moved_from
from planner.domain.wording import Provenance
from planner.store.queries.rows import DAY, Query, Rows, Values, grouped
from planner.store.tasks import CheckpointDue, CheckpointOwner, CheckpointRow

POINT = CheckpointRow.__table__.c
DUE, OWNER = CheckpointDue.__table__.c, CheckpointOwner.__table__.c


class PointRows(NamedTuple):
    """Checkpoints by task id; their due days and owners by checkpoint id."""

    rows: Rows
    dues: Rows
    owners: Rows


class PointQueries(NamedTuple):
    """What reads the checkpoints of some tasks, their due days and owners, as of DAY."""

    rows: Query
    dues: Query
    owners: Query


def point_queries(tasks: Select[int]) -> PointQueries:
    """The queries for the checkpoints of the tasks that a select of ids finds."""
    points = select(POINT.id).where(POINT.task_id.in_(tasks))
    return PointQueries(
        rows=select(
            POINT.task_id,
            POINT.id,
            POINT.code,
            POINT.text,
            POINT.kind,
            POINT.value,
            POINT.unit,
            POINT.comparator,
            POINT.period,
            POINT.whose,
            POINT.due_source,
        )
        .where(POINT.task_id.in_(tasks), POINT.added_on.is_(None) | (POINT.added_on <= DAY))
        .order_by(POINT.position),
        dues=select(DUE.checkpoint_id, DUE.position, DUE.due, DUE.provenance, DUE.reason, DUE.on)
        .where(DUE.checkpoint_id.in_(points), DUE.on <= DAY)
        .order_by(DUE.on, DUE.id),
        owners=select(OWNER.checkpoint_id, OWNER.unit_id).where(
            OWNER.checkpoint_id.in_(points),
            OWNER.valid_from <= DAY,
            (OWNER.valid_to.is_(None)) | (OWNER.valid_to > DAY),
        ),
    )


def load_points(session: Session, queries: PointQueries, values: Values) -> PointRows:
    """What is stored of checkpoints."""
    return PointRows(*(grouped(session, query, values) for query in queries))


def checkpoint_of(
    row: Row[*tuple[Any, ...]],
    plan: PlanFacts,
    points: PointRows,
    decided: Decided,
    rosters: Mapping[int, tuple[Member, ...]],
) -> Checkpoint | None:
    """A checkpoint as it holds: what was read, or what a person decided instead; None where that took it out."""
    if row.id in decided.points and decided.points[row.id] is None:
        return None
    said = decided.points.get(row.id)
    means: PointDefinition | Row[*tuple[Any, ...]] = said.definition if said else row
    dues = points.dues.get(row.id, [])
    days = said.definition.dues if said else None
    owners = [owner.unit_id for owner in points.owners.get(row.id, ())]
    return Checkpoint(
        id=row.id,
        code=row.code,
        text=means.text,
        kind=means.kind,
        value=means.value,
        unit=means.unit,
        comparator=means.comparator,
        period=means.period,
        dues=_printed(dues, plan) if said is None or days is None else _decided(days, said.on, dues, plan),
        due_source=row.due_source if days is None else DueSource.COORDINATOR,
        owners=frozenset(owners) | {member.unit.id for owner in owners for member in rosters.get(owner, ())},
        whose=means.whose,
    )


def _printed(rows: list[Row[*tuple[Any, ...]]], plan: PlanFacts) -> tuple[Due, ...]:
    by_place: dict[int, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for row in rows:
        by_place[row.position].append(row)
    return tuple(_due(by_place[place], plan) for place in sorted(by_place))


def _due(rows: list[Row[*tuple[Any, ...]]], plan: PlanFacts) -> Due:
    """A due day of a checkpoint from all that was decided of it, oldest first."""
    first, newest = rows[0], rows[-1]
    printed = newest.provenance is Provenance.TEXT
    return Due(
        day=newest.due,
        before_issue=printed and bool(plan.issued_on and newest.due < plan.issued_on),
        original=first.due if len(rows) > 1 else None,
        reason=newest.reason,
        moved_from=moved_from(first.due, newest.due, plan.issued_on),
    )


def _decided(
    days: tuple[dt.date, ...], on: dt.date, rows: list[Row[*tuple[Any, ...]]], plan: PlanFacts
) -> tuple[Due, ...]:
    """The days a person decided on, and what extensions made of them since."""
    since = {
        row.position: row
        for row in rows
        if row.on >= on and row.reason and row.provenance in (Provenance.EXTENDED, Provenance.COORDINATOR)
    }
    return tuple(
        Due(
            day=since[place].due,
            before_issue=False,
            original=day,
            reason=since[place].reason,
            moved_from=moved_from(day, since[place].due, plan.issued_on),
        )
        if place in since
        else Due(day=day, before_issue=False, original=None, reason="")
        for place, day in enumerate(days)
    )
