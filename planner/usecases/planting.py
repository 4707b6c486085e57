"""Makes stored tasks of a draft: sections, tasks, assignments, deadlines, checkpoints."""

import datetime as dt
from decimal import Decimal

from sqlalchemy.orm import Session

from planner.domain.drafts import CheckpointDraft, DeadlineDraft, DeadlineKind, PlanDraft, TaskDraft, TaskKind
from planner.domain.wording import PROPOSED, Provenance
from planner.store.plans import Plan, Section
from planner.store.tasks import Assignment, CheckpointDue, CheckpointRow, Deadline, Task
from planner.usecases.acts import Act
from planner.usecases.lookups import lookup_unit
from planner.usecases.registry import registered

_LETTER = {TaskKind.TASK: "", TaskKind.SAFEGUARD: "S", TaskKind.MEASURE: "M"}
"""What stands before an item's count in its code: 2024-07 a task, 2024-S01 a safeguard, 2024-M03 a measure."""

_OPENING = 30


def plant_tasks(session: Session, act: Act, plan: Plan, draft: PlanDraft) -> tuple[str, ...]:
    """Store a draft's items under a plan; the names of the units that had to be entered for it, in order.

    Only tasks are tracked; safeguards and measures are kept beside them until the coordinator says so.
    """
    sections = _plant_sections(session, plan, draft)
    counts = dict.fromkeys(TaskKind, 0)
    width = max(2, len(str(len(draft.tasks))))
    added: dict[str, None] = {}
    for position, item in enumerate(draft.tasks):
        counts[item.kind] += 1
        code = f"{plan.code}-{_LETTER[item.kind]}{counts[item.kind]:0{width}d}"
        section = sections[item.section.split(" > ")[0]] if item.section else None
        _, names = plant_item(
            session, act, plan, item, code=code, position=position, section=section.id if section else None
        )
        added |= dict.fromkeys(names)
    return tuple(added)


def plant_item(
    session: Session,
    act: Act,
    plan: Plan,
    item: TaskDraft,
    *,
    code: str,
    position: int,
    section: int | None = None,
    late: bool = False,
) -> tuple[Task, list[str]]:
    """Store one item with all that hangs on it; the names of the units that had to be entered for it.

    `late` says that it comes after the import: it, its checkpoints and its units count from the act's day on.
    """
    added_on = act.on if late else None
    task = _plant_task(session, plan, item, code=code, position=position, section=section, added_on=added_on)
    _plant_deadlines(session, act, plan, task, item.deadlines)
    _plant_checkpoints(session, act, task, item.checkpoints, added_on=added_on)
    return task, _plant_assignments(session, act, plan, task, item, late=late)


def opening(text: str) -> str:
    """The first words of a text, for a task without a printed title."""
    words = " ".join(text.split())
    return words if len(words) <= _OPENING else f"{words[:_OPENING]}…"


def _plant_sections(session: Session, plan: Plan, draft: PlanDraft) -> dict[str, Section]:
    paths = [item.section.split(" > ")[0] for item in draft.tasks if item.section]
    sections = {
        title: Section(plan_id=plan.id, position=position, title=title)
        for position, title in enumerate(dict.fromkeys(paths))
    }
    session.add_all(sections.values())
    session.flush()  # tasks need their ids
    return sections


def _plant_task(
    session: Session,
    plan: Plan,
    item: TaskDraft,
    *,
    code: str,
    position: int,
    section: int | None,
    added_on: dt.date | None,
) -> Task:
    task = Task(
        plan_id=plan.id,
        section_id=section,
        code=code,
        position=position,
        kind=item.kind,
        number=item.number,
        section_path=item.section,
        title=item.title or opening(item.body),
        body=item.body,
        span_start=item.span.start,
        span_end=item.span.end,
        tracked=item.kind is TaskKind.TASK,
        added_on=added_on,
    )
    session.add(task)
    session.flush()  # all that hangs on it needs its id
    return task


def _plant_assignments(session: Session, act: Act, plan: Plan, task: Task, item: TaskDraft, *, late: bool) -> list[str]:
    added = []
    for position, mention in enumerate(item.units):
        if lookup_unit(session, act.office, mention.name) is None:
            added.append(mention.name)
        unit = registered(session, act, mention.name, reason=f"计划 {plan.code}")
        session.add(
            Assignment(
                task_id=task.id,
                unit_id=unit.id,
                role=mention.role,
                position=position,
                from_text=not late,
                phrase=mention.phrase or mention.name,
                span_start=mention.span.start,
                span_end=mention.span.end,
                valid_from=act.on,
                valid_to=None,
            )
        )
    return added


def _plant_deadlines(session: Session, act: Act, plan: Plan, task: Task, deadlines: tuple[DeadlineDraft, ...]) -> None:
    """Every printed time; and the plan's last day, marked as proposed, which holds where no slot names a day."""
    for item in deadlines:
        session.add(
            Deadline(
                task_id=task.id,
                phrase=item.text,
                kind=item.kind,
                due=item.due,
                period=item.period,
                count=item.count,
                slot=item.slot,
                provenance=Provenance.TEXT,
                reason="",
                span_start=item.span.start,
                span_end=item.span.end,
                on=act.on,
            )
        )
    session.add(
        Deadline(
            task_id=task.id,
            phrase="",
            kind=DeadlineKind.DATE,
            due=plan.ends_on,
            slot=False,
            provenance=Provenance.DEFAULT,
            reason=f"原文没有写明时限，按计划最后一天{PROPOSED}",
            on=act.on,
        )
    )


def _plant_checkpoints(
    session: Session, act: Act, task: Task, checkpoints: tuple[CheckpointDraft, ...], *, added_on: dt.date | None
) -> None:
    for position, item in enumerate(checkpoints, start=1):
        row = CheckpointRow(
            task_id=task.id,
            position=position,
            code=f"{task.code}.{position}",
            text=item.text,
            sentence=item.sentence,
            kind=item.kind,
            value=None if item.value is None else Decimal(f"{item.value:.10g}"),
            unit=item.unit,
            comparator=item.comparator,
            period=item.period,
            whose=item.whose,
            due_source=item.due_source,
            added_on=added_on,
        )
        session.add(row)
        session.flush()  # its due days need its id
        provenance = Provenance.TEXT if item.due_source == "text" else Provenance.DEFAULT
        session.add_all(
            CheckpointDue(checkpoint_id=row.id, position=place, due=due, provenance=provenance, reason="", on=act.on)
            for place, due in enumerate(item.due)
        )
