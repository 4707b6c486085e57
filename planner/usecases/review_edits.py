"""What a checked review workbook changes in a draft: words, units, days, checkpoints; tasks split, merged, added."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.board import TaskFacts
from planner.domain.decisions import WORDS_OF_TASK, DecisionField, DecisionSource
from planner.domain.document import name_key
from planner.domain.drafts import Role
from planner.domain.progress import Mark, TaskState
from planner.domain.review import (
    UNIT_JOINER,
    Handling,
    ReturnedPoint,
    ReturnedReview,
    ReturnedTask,
    ReviewBook,
    ReviewPoint,
    ReviewTask,
)
from planner.domain.wording import FIELD_WORDS, WORDS, Provenance
from planner.extraction.units import split_units
from planner.output.text import clean
from planner.store.plans import Plan
from planner.store.queries.board import load_tasks, plan_facts
from planner.store.tasks import Assignment, Task
from planner.store.units import Roster, RosterMember, Unit
from planner.usecases.acts import Act
from planner.usecases.added_tasks import NewTask, add_task, inherit_deadlines
from planner.usecases.assignments import set_due, set_units
from planner.usecases.decisions import decide
from planner.usecases.planting import opening
from planner.usecases.review_points import Points
from planner.usecases.review_units import Names
from planner.usecases.tasks import move_state, set_mark

_REASON = "核对表"


def task_differs(row: ReturnedTask, task: ReviewTask) -> bool:
    """Whether a row says anything of its task that doesn't hold, blanks and widths aside."""
    return (
        any(not _same(field, said, held) for field, said, held in _words(row, task))
        or row.tracked is not task.tracked
        or row.due not in (None, task.due)
        or any(not _same_units(row.units.get(role, ""), task.units.get(role, ())) for role in Role)
    )


def point_differs(row: ReturnedPoint, point: ReviewPoint) -> bool:
    """Whether a row says anything of its checkpoint that doesn't hold."""
    return row.handling is not Handling.REMOVE and (
        name_key(row.task) != name_key(point.task) or said_of(row) != said_of(point)
    )


def untouched_row(task: ReviewTask, row: ReturnedTask) -> ReturnedTask:
    """A row that nobody changed, as the task stands now."""
    return replace(
        row,
        tracked=task.tracked,
        section=task.section,
        number=task.number,
        title=task.title,
        body=task.body,
        units={role: UNIT_JOINER.join(names) for role, names in task.units.items()},
        due=task.due,
        version=task.version,
    )


def untouched_point(point: ReviewPoint, row: ReturnedPoint) -> ReturnedPoint:
    """A checkpoint's row that nobody changed, as the checkpoint stands now."""
    return replace(
        row,
        task=point.task,
        text=point.text,
        kind=point.kind,
        comparator=point.comparator,
        value=point.value,
        unit=point.unit,
        period=point.period,
        dues=point.dues,
        whose=point.whose,
        version=point.version,
    )


def said_of(row: ReturnedPoint | ReviewPoint) -> tuple[object, ...]:
    """What a checkpoint asks for, to be compared."""
    value = None if row.value is None else row.value.normalize()
    return (
        name_key(clean(row.text)),
        row.kind,
        row.comparator,
        value,
        name_key(row.unit or ""),
        row.period,
        row.dues,
        name_key(clean(row.whose or "")),
    )


def _words(row: ReturnedTask, task: ReviewTask) -> tuple[tuple[DecisionField, str, str], ...]:
    said = (row.section, row.number, row.title, row.body)
    held = (task.section, task.number, task.title, task.body)
    return tuple(zip(WORDS_OF_TASK, said, held, strict=True))


def _same(field: DecisionField, said: str, held: str) -> bool:
    """Whether a cell says what holds; a workbook can't hold every character of a document (`clean`)."""
    if field is DecisionField.BODY:
        return "".join(said.split()) == "".join(clean(held).split())
    return name_key(said) == name_key(clean(held))


def _same_units(cell: str, held: Sequence[str]) -> bool:
    if name_key(cell) == name_key(UNIT_JOINER.join(held)):
        return True
    return [name_key(name) for name in split_units(cell)] == [name_key(name) for name in held]


class Edits:
    """Makes the changes of one workbook, a sentence each in `changes`; `faults` are found while making them."""

    def __init__(self, session: Session, act: Act, book: ReviewBook, names: Names) -> None:
        self.session = session
        self.act = act
        self.book = book
        self.names = names
        self.changes: list[str] = []
        self.faults: list[str] = []
        self.held = {task.code: task for task in book.tasks}
        self.plan = session.scalars(select(Plan).where(Plan.office == act.office, Plan.code == book.plan_code)).one()
        rows = session.scalars(select(Task).where(Task.plan_id == self.plan.id).order_by(Task.position))
        self.tasks = {task.code: task for task in rows}
        known = load_tasks(session, plan_facts(self.plan), act.on, untracked=True)
        self.last_part: dict[int, Task] = {}
        self.facts: dict[str, TaskFacts] = {fact.code: fact for fact in known}

    def apply(self, returned: ReturnedReview) -> None:
        """All of it: first the tasks that stay, then new ones, then those that are merged, then checkpoints."""
        made: dict[str, Task] = {}
        for row in returned.tasks:
            if row.handling in (Handling.KEEP, Handling.MERGE):
                self._keep(row)
        for row in returned.tasks:
            if row.handling in (Handling.ADD, Handling.SPLIT):
                made[name_key(row.code) or row.place] = self._add(row)
        points = Points(self.session, self.act, self.book, {**self.tasks, **made}, self.facts)
        points.apply(returned.points)
        for row in returned.tasks:
            if row.handling is Handling.SPLIT:
                points.follow(self.tasks[name_key(row.target)], made[name_key(row.code) or row.place], row, returned)
        for row in returned.tasks:
            if row.handling is Handling.MERGE:
                self._merge(row, returned, points)
        self.changes += points.changes

    # ---- a task that stays ----

    def _keep(self, row: ReturnedTask) -> None:
        task, held = self.tasks[name_key(row.code)], self.held[name_key(row.code)]
        for field, said, before in _words(row, held):
            if _same(field, said, before):
                continue
            if field is DecisionField.TITLE and not said.strip():
                self.faults.append(f"{row.cells.get('title', row.place)}：任务名称是空的，请写任务名称")
                continue
            if field is DecisionField.BODY and not said.strip():
                self.faults.append(f"{row.cells.get('body', row.place)}：正文是空的；不要的任务请在“跟踪”写“否”")
                continue
            self._decide(task, field, read=_read(task, field), held=before, decided=said.strip())
            if field is DecisionField.BODY and name_key(row.title) == name_key(opening(before)):
                first = opening(said)  # a task without a printed title goes by its first words
                self._decide(task, DecisionField.TITLE, read=task.title, held=row.title, decided=first)
            self.changes.append(f"{task.code}：{FIELD_WORDS[field]}由“{_brief(before)}”改为“{_brief(said)}”")
        if row.tracked is not held.tracked:
            self._track(task, tracked=row.tracked, read=task.tracked)
        wanted = self._wanted(row)
        if any(not _same_units(row.units.get(role, ""), held.units.get(role, ())) for role in Role):
            self._settle_units(task, wanted)
        if row.due is not None and row.due != held.due:
            self._settle_due(task, self.facts[task.code], row)

    def _wanted(self, row: ReturnedTask) -> dict[Role, list[Unit]]:
        found = {role: self.names.units(row.units.get(role, ""), row.cells.get(role.value, row.place)) for role in Role}
        seen: dict[int, Role] = {}
        for role, units in found.items():
            for unit in units:
                if seen.setdefault(unit.id, role) is not role:
                    told = f"“{unit.name}”同时写在{WORDS[seen[unit.id]]}和{WORDS[role]}两个角色里，请只留一处"
                    self.faults.append(f"{row.cells.get(role.value, row.place)}：{told}")
        return found

    def _settle_units(self, task: Task, wanted: Mapping[Role, Sequence[Unit]]) -> None:
        before = _by_role(self.held[task.code].units) if task.code in self.held else {}
        told = set_units(self.session, self.act, task, wanted, reason=_REASON)
        if told:
            names = {role.value: [unit.name for unit in units] for role, units in wanted.items()}
            read = self._printed_units(task)
            self._decide(task, DecisionField.UNITS, read=read, held=before, decided=names)
            self.changes += told

    def _printed_units(self, task: Task) -> dict[str, list[str]]:
        """The units that the plan itself names, by role, as registered."""
        rows = self.session.execute(
            select(Assignment.role, Unit.name)
            .join(Unit, Unit.id == Assignment.unit_id)
            .where(Assignment.task_id == task.id, Assignment.from_text)
            .order_by(Assignment.id)
        )
        found: dict[str, list[str]] = {}
        for role, name in rows:
            if name not in found.setdefault(role.value, []):
                found[role.value].append(name)
        return found

    def _settle_due(self, task: Task, facts: TaskFacts, row: ReturnedTask) -> None:
        if row.due is None:
            return
        told = set_due(self.session, self.act, task, facts, row.due, reason=_REASON)
        if told:
            original = facts.due.original or facts.due.day
            self._decide(
                task,
                DecisionField.DUE,
                read=original.isoformat(),
                held=facts.due.day.isoformat(),
                decided=row.due.isoformat(),
            )
            self.changes += told

    def _track(self, task: Task, *, tracked: bool, read: bool) -> None:
        set_mark(self.session, self.act, task.code, Mark.TRACKED, value=tracked)
        self._decide(task, DecisionField.TRACKED, read=read, held=not tracked, decided=tracked)
        self.changes.append(f"{task.code}：{'列入' if tracked else '不再列入'}跟踪")

    # ---- a task that is new ----

    def _add(self, row: ReturnedTask) -> Task:
        """A new task of its own, or one made of a part of another, whose units and day it takes over where blank."""
        if not (row.title.strip() or row.body.strip()):
            self.faults.append(f"{row.place}：新增的任务没有写任务名称和正文")
        parent = self.tasks[name_key(row.target)] if row.handling is Handling.SPLIT else None
        after = self.last_part.get(parent.id, parent) if parent else None
        words = words_of(row, self.held[parent.code].section if parent else "")
        task = add_task(self.session, self.act, self.plan, words, after=after, within=parent)
        if parent:
            self.last_part[parent.id] = task
        told = f"拆自 {parent.code}" if parent else "新增"
        self._decide(task, DecisionField.ADDED, read=None, held=None, decided=f"{told}：{task.title}")
        self.changes.append(f"{task.code}：{told}“{task.title}”")
        wanted = self._wanted(row)
        if parent and not any(wanted.values()):
            wanted = self._units_of(parent)
        self._settle_units(task, wanted)
        if parent:
            inherit_deadlines(self.session, self.act, parent, task)
            self._inherit_rosters(parent, task)
        self.session.flush()  # the new task's facts are asked for
        facts = next(iter(load_tasks(self.session, plan_facts(self.plan), self.act.on, only=task.id)))
        self.facts[task.code] = facts
        self._settle_due(task, facts, row)
        if not row.tracked:
            self._track(task, tracked=False, read=True)
        return task

    def _units_of(self, task: Task) -> dict[Role, list[Unit]]:
        query = select(Assignment).where(Assignment.task_id == task.id, Assignment.valid_to.is_(None))
        wanted: dict[Role, list[Unit]] = {role: [] for role in Role}
        for row in self.session.scalars(query.order_by(Assignment.position, Assignment.id)):
            wanted[row.role].append(self.session.get_one(Unit, row.unit_id))
        return wanted

    # ---- a task that becomes part of another ----

    def _merge(self, row: ReturnedTask, returned: ReturnedReview, points: Points) -> None:
        """Join a task to another: its words, units and checkpoints go there, it stays as what it was, untracked."""
        task, target = self.tasks[name_key(row.code)], self.tasks[name_key(row.target)]
        home = next(r for r in returned.tasks if name_key(r.code) == target.code)
        body = self._body(target, home)
        more = "" if name_key(_whole(row)) in name_key(body) else _whole(row)
        if more and row.body.strip() and name_key(row.body) in name_key(body):
            more = row.title.strip()
        if more:
            joined = "\n".join(filter(None, (body.rstrip(), more)))
            self._decide(target, DecisionField.BODY, read=target.body, held=body, decided=joined)
        self._tell_lost(task, target)
        units = self._units_of(target)
        present = {unit.id for held in units.values() for unit in held}
        for role, own in self._units_of(task).items():
            units[role] += [unit for unit in own if unit.id not in present]
        self._settle_units(target, units)
        points.move_all(task, target)
        if self.held[task.code].tracked:
            set_mark(self.session, self.act, task.code, Mark.TRACKED, value=False)
        move_state(self.session, self.act, task, TaskState.MERGED, basis=_REASON, into=target)
        self._decide(task, DecisionField.MERGED, read=None, held=None, decided=target.code)
        self.changes.append(f"{task.code}：并入 {target.code}")

    def _tell_lost(self, task: Task, target: Task) -> None:
        """Say what a merge can't carry over: another role of the same unit, a day of the task's own."""
        roles = {unit.id: role for role, units in self._units_of(target).items() for unit in units}
        for role, units in self._units_of(task).items():
            for unit in units:
                if roles.get(unit.id, role) is not role:
                    told = f"{unit.name} 原来是{WORDS[role]}，在 {target.code} 仍是{WORDS[roles[unit.id]]}"
                    self.changes.append(f"{target.code}：{told}，请核对")
        own, there = self.facts[task.code].due, self.facts[target.code].due
        if own.provenance is not Provenance.DEFAULT and own.day != there.day:
            self.changes.append(f"{target.code}：时限仍是 {there.day}，{task.code} 的 {own.day} 没有带过来，请核对")

    def _inherit_rosters(self, parent: Task, task: Task) -> None:
        """A part of a task asks the same members of a class as the whole."""
        newest: dict[int, Roster] = {}
        query = select(Roster).where(Roster.task_id == parent.id).order_by(Roster.valid_from, Roster.id)
        for roster in self.session.scalars(query):
            newest[roster.collective_id] = roster
        for roster in newest.values():
            made = Roster(collective_id=roster.collective_id, task_id=task.id, valid_from=self.act.on)
            self.session.add(made)
            self.session.flush()  # its members need its id
            members = self.session.scalars(select(RosterMember).where(RosterMember.roster_id == roster.id)).all()
            self.session.add_all(
                RosterMember(roster_id=made.id, unit_id=member.unit_id, position=member.position) for member in members
            )

    def _body(self, task: Task, row: ReturnedTask) -> str:
        """A task's words as they stand after the merges so far."""
        self.session.flush()  # decisions just made count
        facts = next(iter(load_tasks(self.session, plan_facts(self.plan), self.act.on, only=task.id)))
        return facts.body or row.body

    def _decide(self, task: Task, field: DecisionField, *, read: object, held: object, decided: object) -> None:
        decide(self.session, self.act, task, field, read=read, held=held, decided=decided, source=DecisionSource.REVIEW)


def words_of(row: ReturnedTask, section: str) -> NewTask:
    """A new row's words, as a new task has them; a blank 部分 is that of the task it was part of."""
    return NewTask(row.section.strip() or section, row.number.strip(), row.title.strip(), row.body.strip())


_BRIEF = 24


def _brief(text: str) -> str:
    """Words as a sentence on a change quotes them."""
    words = " ".join(text.split())
    return words if len(words) <= _BRIEF else f"{words[:_BRIEF]}…"


def _whole(row: ReturnedTask) -> str:
    """A task's title and body as one text; the first words of a task without a title are no title."""
    title, body = row.title.strip(), row.body.strip()
    if not body or name_key(body).startswith(name_key(title.rstrip("…"))):
        return body or title
    return f"{title}。{body}"


def _by_role(units: Mapping[Role, Sequence[str]]) -> dict[str, list[str]]:
    return {role.value: list(names) for role, names in units.items() if names}


def _read(task: Task, field: DecisionField) -> str | None:
    """What the reader read."""
    match field:
        case DecisionField.SECTION:
            return task.section_path
        case DecisionField.NUMBER:
            return task.number
        case DecisionField.TITLE:
            return task.title
        case _:
            return task.body
