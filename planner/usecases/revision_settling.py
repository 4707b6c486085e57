"""Proposals of newer documents, decided: taken into the plan from a day on, or declined."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.board import TaskFacts
from planner.domain.decisions import DecisionField, DecisionSource, PointDefinition
from planner.domain.document import name_key
from planner.domain.drafts import DueSource, Role
from planner.domain.kept_drafts import checkpoint_of, task_of
from planner.domain.progress import Mark, TaskState
from planner.domain.review import ReturnedProposal, ReviewBook
from planner.domain.revisions import ProposalField, ProposalState
from planner.domain.wording import FIELD_WORDS, PlanState
from planner.store.decisions import Proposal, Revision
from planner.store.plans import Plan
from planner.store.queries.board import load_tasks, plan_facts
from planner.store.tasks import CheckpointRow, Task
from planner.store.units import Unit
from planner.usecases.acts import Act
from planner.usecases.added_tasks import take_item
from planner.usecases.assignments import set_due, set_units
from planner.usecases.decisions import decide
from planner.usecases.planting import opening
from planner.usecases.registry import registered
from planner.usecases.review_points import add_point, checkpoint_meant, definition_of
from planner.usecases.tasks import set_mark, set_state

_BASIS = "修订文件"
_WORDS = {
    ProposalField.SECTION: DecisionField.SECTION,
    ProposalField.NUMBER: DecisionField.NUMBER,
    ProposalField.TITLE: DecisionField.TITLE,
    ProposalField.BODY: DecisionField.BODY,
}


_DECIDED = {
    ProposalState.TAKEN: "采用",
    ProposalState.DECLINED: "不采用",
    ProposalState.SUPERSEDED: "用更新的文件取代",
}

Roles = dict[str, list[str]]
"""Unit names as printed, by role."""


def settle_proposals(
    session: Session, act: Act, book: ReviewBook, rows: Sequence[ReturnedProposal]
) -> tuple[list[str], list[str]]:
    """Take or decline proposals; what that changed, a sentence each, and the rows that can't be served."""
    settler = _Settler(session, act, book)
    for row in rows:
        settler.settle(row)
    return settler.changes, settler.faults


class _Settler:
    """Decides proposals one by one, in the order of the workbook's rows."""

    def __init__(self, session: Session, act: Act, book: ReviewBook) -> None:
        self.session = session
        self.act = act
        self.book = book
        self.changes: list[str] = []
        self.faults: list[str] = []
        self.plan = session.scalars(select(Plan).where(Plan.office == act.office, Plan.code == book.plan_code)).one()

    def settle(self, row: ReturnedProposal) -> None:
        """Take, decline or leave one proposal. One that was decided the same way before is left as it is."""
        if row.taken is None:
            return
        proposal = self.session.get(Proposal, row.id)
        if proposal is None or proposal.plan_id != self.plan.id:
            self.faults.append(f"{row.place}：没有第 {row.id} 号修订建议")
            return
        wanted = ProposalState.TAKEN if row.taken else ProposalState.DECLINED
        if proposal.state is wanted:
            return
        if proposal.on > self.act.on:
            self.faults.append(f"{row.place}：第 {row.id} 号修订建议 {proposal.on} 才提出，不能早于那天处理")
            return
        if proposal.state is not ProposalState.PENDING:
            who = f"{proposal.decided_on} {proposal.decided_by} {_DECIDED[proposal.state]}"
            self.faults.append(f"{row.place}：第 {row.id} 号修订建议已经处理过（{who}），请重新导出核对表")
            return
        if row.taken:
            self._take(proposal)
        else:
            self.changes.append(f"修订建议 {row.id}：不采用（{FIELD_WORDS[proposal.field]}）")
        proposal.state, proposal.decided_on, proposal.decided_by = wanted, self.act.on, self.act.actor.name

    def _take(self, proposal: Proposal) -> None:
        if proposal.field is ProposalField.NEW_TASK:
            self._new_task(proposal)
            return
        task = self.session.get_one(Task, proposal.task_id)
        self._tell_merged(task)
        match proposal.field:
            case ProposalField.UNITS:
                self._units(task, proposal.read, proposal.proposed)
            case ProposalField.DEADLINES:
                self._deadlines(task, proposal.proposed)
            case ProposalField.CHECKPOINT:
                self._checkpoint(task, proposal)
            case ProposalField.GONE_TASK:
                self._gone(task)
            case _:
                self._words(task, _WORDS[proposal.field], proposal.proposed)
        self.session.flush()  # the next proposal is judged by what this one made

    def _tell_merged(self, task: Task) -> None:
        """Say so where a change goes to a task that became part of another: that one must be looked at too."""
        into = self._facts(task).merged_into
        if into is not None:
            target = self.session.get_one(Task, into).code
            self.changes.append(f"{task.code}：已并入 {target}，改动只记在 {task.code}，{target} 请另行核对")

    def _facts(self, task: Task) -> TaskFacts:
        return next(iter(load_tasks(self.session, plan_facts(self.plan), self.act.on, only=task.id)))

    def _words(self, task: Task, field: DecisionField, proposed: str | None) -> None:
        facts = self._facts(task)
        held = {
            DecisionField.SECTION: facts.section_path,
            DecisionField.NUMBER: facts.number,
            DecisionField.TITLE: facts.title,
            DecisionField.BODY: facts.body,
        }[field]
        words = proposed or ""
        if field is DecisionField.TITLE and not words:
            words = opening(facts.body)
        self._decide(task, field, held=held, decided=words)
        if field is DecisionField.BODY and name_key(facts.title) == name_key(opening(facts.body)):
            self._decide(task, DecisionField.TITLE, held=facts.title, decided=opening(words))
        self.changes.append(f"{task.code}：{FIELD_WORDS[field]}改按新文件")

    def _units(self, task: Task, read: Roles, proposed: Roles) -> None:
        """Change only what the newer document changes: what the coordinator settled otherwise stands."""
        assigned = self._facts(task).assigned
        held = {role.value: [unit.name for unit, has in assigned if has is role] for role in Role}
        wanted = {role: [self.session.get_one(Unit, u.id) for u, has in assigned if has is role] for role in Role}
        before, after = _pairs(read), _pairs(proposed)
        for role, name in before - after:
            gone = self._unit(name)
            stays = any(other == name for _, other in after)
            if not stays or gone.id in {unit.id for unit in wanted[Role(role)]}:
                where = Role(role) if stays else None
                wanted = {
                    r: [u for u in units if u.id != gone.id or where not in (None, r)] for r, units in wanted.items()
                }
        for role, name in after - before:
            unit = self._unit(name)
            if unit.id not in {u.id for units in wanted.values() for u in units}:
                wanted[Role(role)].append(unit)
        told = set_units(self.session, self.act, task, wanted, reason=_BASIS)
        names = {role.value: [unit.name for unit in units] for role, units in wanted.items()}
        self._decide(task, DecisionField.UNITS, held=held, decided=names)
        self.changes += told or [f"{task.code}：责任单位与新文件一致"]

    def _unit(self, name: str) -> Unit:
        return registered(self.session, self.act, name, reason=_BASIS)

    def _deadlines(self, task: Task, proposed: list[dict[str, Any]]) -> None:
        """The last day that the new document's deadline slots name; without one the plan's last day."""
        facts = self._facts(task)
        days = [dt.date.fromisoformat(time["due"]) for time in proposed if time["due"]]
        due = max(days, default=self.plan.ends_on)
        words = "、".join(time["text"] for time in proposed) or "没有写明时限"
        told = set_due(self.session, self.act, task, facts, due, reason=f"{_BASIS}：{words}")
        self._decide(task, DecisionField.DUE, held=facts.due.day.isoformat(), decided=due.isoformat())
        self.changes += told or [f"{task.code}：完成时限仍是 {due}（{words}）"]

    def _checkpoint(self, task: Task, proposal: Proposal) -> None:
        facts = self._facts(task)
        means = _definition(proposal.proposed) if proposal.proposed else None
        held = checkpoint_meant(self.session, facts, proposal.read)
        if held is None and means is None:
            self.changes.append(f"{task.code}：考核点“{proposal.read['text']}”已经不在")
            return
        if held is None and means is not None:
            kept = checkpoint_of(proposal.proposed)
            row = add_point(self.session, self.act, task, means, sentence=kept.sentence, due_source=kept.due_source)
            self._decide(row, DecisionField.CHECKPOINT, held=None, decided=means._replace(dues=None).as_json())
            self.changes.append(f"{row.code}：新增考核点“{means.text}”")
        elif held is not None:
            row = self.session.get_one(CheckpointRow, held.id)
            if means and means.dues == definition_of(held).dues and held.due_source is not DueSource.COORDINATOR:
                means = means._replace(dues=None)  # its days keep where they come from
            self._decide(
                row,
                DecisionField.CHECKPOINT,
                held=definition_of(held).as_json(),
                decided=means.as_json() if means else None,
            )
            self.changes.append(f"{row.code}：考核点{f'改为“{means.text}”' if means else '取消'}")

    def _gone(self, task: Task) -> None:
        """A task that the newer document no longer has: dropped, or in a draft no longer tracked."""
        if self.book.plan_state is PlanState.CONFIRMED:
            set_state(self.session, self.act, task.code, TaskState.DROPPED, basis=f"{_BASIS}里没有这项任务")
            self.changes.append(f"{task.code}：取消（{_BASIS}里没有这项任务）")
        else:
            set_mark(self.session, self.act, task.code, Mark.TRACKED, value=False)
            self._decide(task, DecisionField.TRACKED, held=True, decided=False)
            self.changes.append(f"{task.code}：不再列入跟踪（{_BASIS}里没有这项任务）")

    def _new_task(self, proposal: Proposal) -> None:
        revision = self.session.get_one(Revision, proposal.revision_id)
        place = proposal.item or 0
        before = [task for task in revision.items[:place] if task is not None]
        after = self.session.get_one(Task, before[-1]) if before else None
        task, added = take_item(self.session, self.act, self.plan, task_of(revision.draft["tasks"][place]), after=after)
        proposal.task_id = task.id
        revision.items = [task.id if k == place else item for k, item in enumerate(revision.items)]
        self.session.flush()  # the next new task stands behind this one
        self._decide(task, DecisionField.ADDED, held=None, decided=f"{_BASIS}：{task.title}")
        self.changes.append(f"{task.code}：新增“{task.title}”")
        self.changes += [f"单位名录新增 {name}（类别为推定）" for name in added]

    def _decide(self, subject: Task | CheckpointRow, field: DecisionField, *, held: Any, decided: Any) -> None:  # noqa: ANN401 - JSON
        """What held counts as read here: the person decides between the older document and the newer one."""
        decide(
            self.session,
            self.act,
            subject,
            field,
            read=held,
            held=held,
            decided=decided,
            source=DecisionSource.REVISION,
        )


def _pairs(units: Roles) -> set[tuple[str, str]]:
    return {(role, name) for role, names in units.items() for name in names}


def _definition(kept: dict[str, Any]) -> PointDefinition:
    point = checkpoint_of(kept)
    return PointDefinition(
        text=point.text,
        kind=point.kind,
        comparator=point.comparator,
        value=None if point.value is None else Decimal(f"{point.value:.10g}"),
        unit=point.unit,
        period=point.period,
        whose=point.whose,
        dues=point.due,
    )
