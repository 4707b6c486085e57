"""Tasks that come to a plan after its import: made by a person, or taken from a newer document."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from planner.domain.document import Span
from planner.domain.drafts import DeadlineKind, TaskDraft, TaskKind
from planner.domain.wording import PROPOSED, Provenance
from planner.store.plans import Plan, SourceDocument
from planner.store.tasks import Deadline, Task
from planner.usecases.acts import Act
from planner.usecases.planting import opening, plant_item

# 2024-25: a task's own number; safeguards and measures (2024-S01) are counted apart
_NUMBERED = re.compile(r"\d+")
_NOWHERE = Span(0, 0)
_NO_TIME = f"没有写明时限，按计划最后一天{PROPOSED}"


@dataclass(frozen=True, slots=True)
class NewTask:
    """A new task's words. `section` is its path of headings; number and title may be blank."""

    section: str
    number: str
    title: str
    body: str


def add_task(
    session: Session,
    act: Act,
    plan: Plan,
    words: NewTask,
    *,
    after: Task | None,
    within: Task | None = None,
    why_due: str = _NO_TIME,
) -> Task:
    """Enter a new tracked task with the next free code and the plan's last day as its proposed deadline.

    It stands behind `after`, or else behind the last task of its section, or of the plan. Where its words stand in
    the stretch of `within`, that is its span; else its span is empty. `why_due` is the reason kept of the deadline.
    """
    code, position = _place(session, plan, words.section, after)
    span = _span(session, plan, within, words.body or words.title) if within else _NOWHERE
    task = Task(
        plan_id=plan.id,
        section_id=None,
        code=code,
        position=position,
        kind=TaskKind.TASK,
        number=words.number or None,
        section_path=words.section or None,
        title=words.title or opening(words.body),
        body=words.body,
        span_start=span.start,
        span_end=span.end,
        tracked=True,
        added_on=act.on,
    )
    session.add(task)
    session.flush()  # all that hangs on it needs its id
    session.add(
        Deadline(
            task_id=task.id,
            phrase="",
            kind=DeadlineKind.DATE,
            due=plan.ends_on,
            slot=False,
            provenance=Provenance.DEFAULT,
            reason=why_due,
            on=act.on,
        )
    )
    return task


def inherit_deadlines(session: Session, act: Act, parent: Task, task: Task) -> None:
    """Let a part of a task be due when the whole was: its deadlines but the default one count for the part too."""
    rows = session.scalars(
        select(Deadline)
        .where(Deadline.task_id == parent.id, Deadline.provenance != Provenance.DEFAULT)
        .order_by(Deadline.on, Deadline.id)
    ).all()
    session.add_all(
        Deadline(
            task_id=task.id,
            phrase=row.phrase,
            kind=row.kind,
            due=row.due,
            period=row.period,
            count=row.count,
            slot=row.slot,
            provenance=row.provenance,
            reason=row.reason,
            span_start=row.span_start,
            span_end=row.span_end,
            on=act.on,
        )
        for row in rows
        if row.slot or row.provenance is not Provenance.TEXT
    )


def take_item(session: Session, act: Act, plan: Plan, item: TaskDraft, *, after: Task | None) -> tuple[Task, list[str]]:
    """Enter an item of a newer document as a new task; the names of the units that had to be entered for it."""
    code, position = _place(session, plan, item.section or "", after)
    return plant_item(session, act, plan, item, code=code, position=position, late=True)


def _place(session: Session, plan: Plan, section: str, after: Task | None) -> tuple[str, int]:
    """The next free code, and a place for it: tasks behind are moved on by one."""
    tasks = session.scalars(select(Task).where(Task.plan_id == plan.id).order_by(Task.position, Task.id)).all()
    place = after or next((task for task in reversed(tasks) if (task.section_path or "") == section), None)
    position = (place.position if place else tasks[-1].position if tasks else -1) + 1
    session.execute(
        update(Task).where(Task.plan_id == plan.id, Task.position >= position).values(position=Task.position + 1)
    )
    return _next_code(plan, tasks), position


def _next_code(plan: Plan, tasks: Sequence[Task]) -> str:
    numbers = [task.code.removeprefix(f"{plan.code}-") for task in tasks]
    taken = [number for number in numbers if _NUMBERED.fullmatch(number)]
    width = max((len(number) for number in taken), default=2)
    return f"{plan.code}-{max(map(int, taken), default=0) + 1:0{width}d}"


def _span(session: Session, plan: Plan, within: Task, words: str) -> Span:
    """Where words stand in a task's stretch of the plan's document, blanks aside; an empty span where they don't."""
    text = session.get_one(SourceDocument, plan.source_id).text
    places = [at for at in range(within.span_start, within.span_end) if not text[at].isspace()]
    found = "".join(text[at] for at in places).find("".join(words.split()))
    if found < 0 or not words.strip():
        return _NOWHERE
    return Span(places[found], places[found + len("".join(words.split())) - 1] + 1)
