"""Who moved on what a form was written of: told to whoever collects it, beside the cells that can't be taken."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.form_checks import moved_on
from planner.domain.forms import CheckedForm
from planner.store.audit import AuditEvent
from planner.usecases.acts import Act
from planner.usecases.audit import touching
from planner.usecases.form_known import KnownForm
from planner.usecases.versions import OF_TASKS, readable, told_act

_TOLD = 3


def told_moves(session: Session, act: Act, known: KnownForm, checked: CheckedForm) -> Iterator[str]:
    """For each task that moved on since the form went out, what was done last to it or to the unit's part of it."""
    for code in moved_on(known.book, checked.faults):
        if done := _moves(session, act, known, code):
            yield f"任务 {code} 在这张表发出以后：{'；'.join(told_act(event, act) for event in done[-_TOLD:])}"


def _moves(session: Session, act: Act, known: KnownForm, code: str) -> Sequence[AuditEvent]:
    since = AuditEvent.recorded >= known.form.recorded
    query = select(AuditEvent).where(AuditEvent.office == act.office, since, touching(code)).order_by(AuditEvent.id)
    moves = [event for event in session.scalars(query) if _of_task(event) or _of_unit(event, known)]
    return readable(session, act, moves)


def _of_task(event: AuditEvent) -> bool:
    return event.verb.startswith("task:") or event.verb in OF_TASKS


def _of_unit(event: AuditEvent, known: KnownForm) -> bool:
    return event.target.split(" ")[1:] == [known.unit.name, known.round.period]
