"""Who moved on what a form was written of: told to whoever collects it, beside the cells that can't be taken."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.form_checks import moved_on
from planner.domain.forms import CheckedForm
from planner.domain.permissions import Deed, may
from planner.store.audit import AuditEvent
from planner.usecases.acts import Act
from planner.usecases.audit import touching
from planner.usecases.form_known import KnownForm
from planner.usecases.versions import OF_TASKS, readable, told_act

_TOLD = 3


def told_moves(
    session: Session, act: Act, known: KnownForm, checked: CheckedForm, brought: Mapping[str, str]
) -> Iterator[str]:
    """For each task that moved on since the form went out, what was done last to it or to the unit's part of it.

    `brought` names the files of the same run that brought the unit's part of a task, by task: those are told instead.
    Who may send forms out is told how: what the unit has to say goes into a new one.
    """
    codes = moved_on(known.book, checked.faults)
    for file in dict.fromkeys(brought[code] for code in codes if code in brought):
        rows = "、".join(code for code in codes if brought.get(code) == file)
        yield f"同一批里先收的“{file}”也填了任务 {rows}，以它为准；两份哪一份对，请向单位问清"
    for code in codes:
        if done := _moves(session, act, known, code, filed=code not in brought):
            yield f"任务 {code} 在这张表发出以后：{'；'.join(told_act(event, act) for event in done[-_TOLD:])}"
    if codes and may(act.actor, Deed.COORDINATE):
        unit, period = known.unit.name, known.round.period
        yield f"请另发一份新的填报表给单位：planner form export {period} --unit {unit} -o 新的文件夹"


def _moves(session: Session, act: Act, known: KnownForm, code: str, *, filed: bool) -> Sequence[AuditEvent]:
    since = AuditEvent.recorded >= known.form.recorded
    query = select(AuditEvent).where(AuditEvent.office == act.office, since, touching(code)).order_by(AuditEvent.id)
    moves = [event for event in session.scalars(query) if _of_task(event) or (filed and _of_unit(event, known))]
    return readable(session, act, moves)


def _of_task(event: AuditEvent) -> bool:
    return event.verb.startswith("task:") or event.verb in OF_TASKS


def _of_unit(event: AuditEvent, known: KnownForm) -> bool:
    return event.target.split(" ")[1:] == [known.unit.name, known.round.period]
