"""The one place where a person's decision on a draft is written: beside what was read, and in the audit log."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.decisions import DecisionField, DecisionSource
from planner.store.decisions import Decision
from planner.store.tasks import CheckpointRow, Task
from planner.usecases.acts import Act, require_in_order
from planner.usecases.audit import record

_VERBS = {
    DecisionSource.REVIEW: "plan:review",
    DecisionSource.REVISION: "plan:revise",
    DecisionSource.ROLLOVER: "plan:rollover",
}


def decide(
    session: Session,
    act: Act,
    subject: Task | CheckpointRow,
    field: DecisionField,
    *,
    read: Any,  # noqa: ANN401 - JSON is untyped by nature
    held: Any,  # noqa: ANN401
    decided: Any,  # noqa: ANN401
    source: DecisionSource,
) -> None:
    """Keep a decision: what was `read`, what `held` until now, and what is `decided`, all of them JSON values.

    `decided` None takes a checkpoint out. Raises EntryBackdated where something was decided on the task later.
    """
    point = None if isinstance(subject, Task) else subject
    task_id = subject.id if point is None else point.task_id
    require_in_order(act, session.scalars(select(Decision.on).where(Decision.task_id == task_id)))
    session.add(
        Decision(
            task_id=task_id,
            checkpoint_id=point.id if point else None,
            field=field,
            read=read,
            decided=decided,
            source=source,
            by=act.actor.name,
            on=act.on,
            recorded=act.recorded,
        )
    )
    record(session, act, _VERBS[source], subject.code, before={field.value: held}, after={field.value: decided})
