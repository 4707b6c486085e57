"""Checkpoints in a review workbook: changed, taken out, added, and moved with the words they came from."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planner.domain.board import TaskFacts
from planner.domain.checkpoints import Checkpoint, Due
from planner.domain.decisions import DecisionField, DecisionSource, PointDefinition
from planner.domain.document import name_key
from planner.domain.drafts import DueSource
from planner.domain.review import Handling, ReturnedPoint, ReturnedReview, ReturnedTask, ReviewBook
from planner.domain.wording import Provenance
from planner.store.tasks import CheckpointDue, CheckpointOwner, CheckpointRow, Task
from planner.usecases.acts import Act
from planner.usecases.decision_words import said as told
from planner.usecases.decisions import decide


def definition_of(point: Checkpoint) -> PointDefinition:
    """What a checkpoint asks for as it holds, days included."""
    return PointDefinition(
        text=point.text,
        kind=point.kind,
        comparator=point.comparator,
        value=point.value,
        unit=point.unit,
        period=point.period,
        whose=point.whose,
        dues=tuple(due.day for due in point.dues),
    )


def checkpoint_meant(session: Session, facts: TaskFacts, read: Mapping[str, Any] | None) -> Checkpoint | None:
    """The checkpoint of a task that a document's words became, also where a person has reworded it since."""
    if not read:
        return None
    meant = name_key(read["text"])
    rows = session.execute(select(CheckpointRow.id, CheckpointRow.text).where(CheckpointRow.task_id == facts.id))
    printed = {row.id: row.text for row in rows}
    now = (point for point in facts.checkpoints if name_key(point.text) == meant)
    once = (point for point in facts.checkpoints if name_key(printed.get(point.id, "")) == meant)
    return next(now, None) or next(once, None)


def add_point(
    session: Session, act: Act, task: Task, means: PointDefinition, *, sentence: str, due_source: DueSource
) -> CheckpointRow:
    """Enter a checkpoint under a task, from the act's day on, with the next free code."""
    last = session.scalar(select(func.max(CheckpointRow.position)).where(CheckpointRow.task_id == task.id)) or 0
    row = CheckpointRow(
        task_id=task.id,
        position=last + 1,
        code=f"{task.code}.{last + 1}",
        text=means.text,
        sentence=sentence,
        kind=means.kind,
        value=means.value,
        unit=means.unit,
        comparator=means.comparator,
        period=means.period,
        whose=means.whose,
        due_source=due_source,
        added_on=act.on,
    )
    session.add(row)
    session.flush()  # its due days need its id
    provenance = {DueSource.DEFAULT: Provenance.DEFAULT, DueSource.COORDINATOR: Provenance.COORDINATOR}
    session.add_all(
        CheckpointDue(
            checkpoint_id=row.id,
            position=place,
            due=day,
            provenance=provenance.get(due_source, Provenance.TEXT),
            reason="",
            on=act.on,
        )
        for place, day in enumerate(means.dues or ())
    )
    session.flush()  # the next one's code counts from this
    return row


class Points:
    """Makes the changes of a workbook's checkpoints, a sentence each in `changes`."""

    def __init__(
        self,
        session: Session,
        act: Act,
        book: ReviewBook,
        tasks: Mapping[str, Task],
        facts: Mapping[str, TaskFacts],
    ) -> None:
        self.session = session
        self.act = act
        self.tasks = tasks
        self.changes: list[str] = []
        self.held = {point.code: point for point in book.points}
        self.known = {point.code: point for fact in facts.values() for point in fact.checkpoints}
        rows = session.scalars(select(CheckpointRow).where(CheckpointRow.id.in_([p.id for p in self.known.values()])))
        self.rows = {row.code: row for row in rows}
        self.gone: set[str] = set()

    def apply(self, returned: Sequence[ReturnedPoint]) -> None:
        """What the rows say of checkpoints, new ones last."""
        for row in returned:
            if row.handling is Handling.REMOVE:
                self._remove(name_key(row.code), "删除")
            elif row.handling is Handling.KEEP:
                self._keep(row)
        for row in returned:
            if row.handling is Handling.ADD:
                self._add(row)

    def follow(self, parent: Task, part: Task, row: ReturnedTask, returned: ReturnedReview) -> None:
        """Move the checkpoints of a split task whose sentence went to a part of it, unless their row says otherwise."""
        own = next(r for r in returned.tasks if name_key(r.code) == parent.code)
        for code, point in list(self.rows.items()):
            there, here = name_key(f"{row.title}{row.body}"), name_key(f"{own.title}{own.body}")
            moved = any(
                words and words in there and words not in here
                for words in (name_key(point.sentence), name_key(self.known[code].text))
            )
            if point.task_id == parent.id and code not in self.gone and moved:
                self._move(code, part)

    def move_all(self, task: Task, target: Task) -> None:
        """Give all checkpoints of a task to another."""
        for code, point in list(self.rows.items()):
            if point.task_id == task.id and code not in self.gone:
                self._move(code, target)

    def _keep(self, row: ReturnedPoint) -> None:
        code = name_key(row.code)
        point, held = self.rows[code], self.known[code]
        task = self.tasks[name_key(row.task)]
        before, said = definition_of(held), _said(row)
        if task.id != point.task_id:
            self._move(code, task, said)
        elif _plain(said) != _plain(before):
            # Days that stay as they are keep where they come from.
            means = said._replace(dues=None) if said.dues == before.dues and not self._decided(held) else said
            self._decide(point, before, means)
            self.known[code] = _held_as(held, said)
            shown = [told(DecisionField.CHECKPOINT, words.as_json()) for words in (before, said)]
            self.changes.append(f"{code}：考核点由“{shown[0]}”改为“{shown[1]}”")

    def _decided(self, point: Checkpoint) -> bool:
        return point.due_source is DueSource.COORDINATOR

    def _remove(self, code: str, how: str) -> None:
        self._decide(self.rows[code], definition_of(self.known[code]), None)
        self.gone.add(code)
        self.changes.append(f"{code}：考核点{how}")

    def _move(self, code: str, task: Task, said: PointDefinition | None = None) -> None:
        """A checkpoint under another task has another code: it goes here and comes there."""
        point, held = self.rows[code], self.known[code]
        means = said or definition_of(held)
        source = held.due_source if means.dues == definition_of(held).dues else DueSource.COORDINATOR
        made = add_point(self.session, self.act, task, means, sentence=point.sentence, due_source=source)
        self._decide(made, None, means._replace(dues=None))  # its days stand with it, with where they come from
        self._remember(made, means, held.due_source if source is held.due_source else source)
        self._keep_owners(point, made)
        self._remove(code, f"移到 {made.code}")

    def _add(self, row: ReturnedPoint) -> None:
        task = self.tasks[name_key(row.task)]
        means = _said(row)
        source = DueSource.COORDINATOR if means.dues else DueSource.NONE
        made = add_point(self.session, self.act, task, means, sentence=means.text, due_source=source)
        self._decide(made, None, means._replace(dues=None))
        self._remember(made, means, source)
        self.changes.append(f"{made.code}：新增考核点“{means.text}”")

    def _remember(self, made: CheckpointRow, means: PointDefinition, source: DueSource) -> None:
        """Let a new checkpoint be moved on with its task."""
        blank = Checkpoint(made.id, made.code, means.text, means.kind, None, None, None, None, (), source)
        self.rows[made.code] = made
        self.known[made.code] = _held_as(blank, means)._replace(due_source=source)

    def _keep_owners(self, point: CheckpointRow, made: CheckpointRow) -> None:
        """Whose a checkpoint was decided to be goes with it."""
        query = select(CheckpointOwner.unit_id).where(
            CheckpointOwner.checkpoint_id == point.id, CheckpointOwner.valid_to.is_(None)
        )
        self.session.add_all(
            CheckpointOwner(checkpoint_id=made.id, unit_id=unit, valid_from=self.act.on, valid_to=None)
            for unit in self.session.scalars(query).all()
        )

    def _decide(self, point: CheckpointRow, held: PointDefinition | None, means: PointDefinition | None) -> None:
        read = self._read(point)
        decide(
            self.session,
            self.act,
            point,
            DecisionField.CHECKPOINT,
            read=read.as_json() if read else None,
            held=held.as_json() if held else None,
            decided=means.as_json() if means else None,
            source=DecisionSource.REVIEW,
        )

    def _read(self, point: CheckpointRow) -> PointDefinition | None:
        """What the reader read; None for a checkpoint that came later."""
        if point.added_on is not None:
            return None
        dues = self.session.scalars(
            select(CheckpointDue.due)
            .where(CheckpointDue.checkpoint_id == point.id)
            .where(CheckpointDue.provenance.in_([Provenance.TEXT, Provenance.DEFAULT]))
            .order_by(CheckpointDue.position)
        )
        return PointDefinition(
            text=point.text,
            kind=point.kind,
            comparator=point.comparator,
            value=point.value,
            unit=point.unit,
            period=point.period,
            whose=point.whose,
            dues=tuple(dues),
        )


def _held_as(point: Checkpoint, means: PointDefinition) -> Checkpoint:
    """A checkpoint as it holds after a decision."""
    days = tuple(due.day for due in point.dues)
    changed = means.dues is not None and means.dues != days
    return point._replace(
        text=means.text,
        kind=means.kind,
        comparator=means.comparator,
        value=means.value,
        unit=means.unit,
        period=means.period,
        whose=means.whose,
        dues=tuple(Due(day) for day in means.dues or ()) if changed else point.dues,
        due_source=DueSource.COORDINATOR if changed else point.due_source,
    )


def _said(row: ReturnedPoint) -> PointDefinition:
    return PointDefinition(
        text=row.text.strip(),
        kind=row.kind,
        comparator=row.comparator,
        value=row.value,
        unit=row.unit or None,
        period=row.period,
        whose=row.whose or None,
        dues=row.dues,
    )


def _plain(means: PointDefinition) -> tuple[object, ...]:
    value: Decimal | None = None if means.value is None else means.value.normalize()
    return (*means._replace(value=value, text=name_key(means.text)),)
