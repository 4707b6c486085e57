"""A newer document of a plan: what it changes becomes proposals beside what holds, until the coordinator decides."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from planner.domain.board import TaskFacts
from planner.domain.document import Document, name_key
from planner.domain.drafts import PlanDraft
from planner.domain.progress import TaskState
from planner.domain.review import ReviewProposal
from planner.domain.revisions import Change, ProposalField, ProposalState, compare, undone
from planner.errors import RevisionUnlike, SourceOfAnotherPlan
from planner.extraction.pipeline import EXTRACTOR_VERSION, read_plan
from planner.store.decisions import Proposal, Revision
from planner.store.plans import Plan, SourceDocument
from planner.store.queries.board import load_tasks, plan_facts
from planner.store.tasks import Task
from planner.usecases.acts import Act, require_coordinator, require_in_order
from planner.usecases.audit import record
from planner.usecases.lookups import find_plan
from planner.usecases.plan_review import pending_proposals
from planner.usecases.plans import read_draft


@dataclass(frozen=True, slots=True)
class RevisionOutcome:
    """What a newer document of a plan proposes. `already` says that these very bytes were read for it before."""

    code: str
    title: str
    already: bool
    new: tuple[ReviewProposal, ...]
    pending: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A document of a plan as it was read: its draft's items, and which task each of them is."""

    items: Sequence[Any]
    tasks: Sequence[int | None]
    on: dt.date


def revise_plan(session: Session, act: Act, document: Document, code: str) -> RevisionOutcome:
    """Read a newer document of a plan and keep what it changes as proposals; nothing that holds is touched.

    It is compared with the plan's newest document, so what a person decided against the reader isn't proposed back.
    Raises PlanMissing, NoTasksFound, SourceOfAnotherPlan, EntryBackdated, NotAllowed.
    """
    require_coordinator(act, "修订计划")
    plan = session.get_one(Plan, find_plan(session, act.seen, code).id)
    source, already = _source(session, act, plan, document)
    if already:
        pending = len(pending_proposals(session, act.seen, plan))
        return RevisionOutcome(plan.code, plan.title, already=True, new=(), pending=pending, warnings=())
    newest = _newest(session, plan)
    require_in_order(act, (newest.on,))
    waiting = _waiting(session, plan)
    before = _settled(newest, waiting)
    draft = read_draft(document)
    kept = draft.as_json()
    comparison = compare(before.items, kept["tasks"])
    found = sum(match is not None for match in comparison.matches)
    if found * 2 < len(before.items):
        raise RevisionUnlike(plan.code, plan.title, found, len(before.items))
    tasks = [None if match is None else before.tasks[match] for match in comparison.matches]
    for older in waiting:
        older.state, older.decided_on, older.decided_by = ProposalState.SUPERSEDED, act.on, act.actor.name
    revision = Revision(
        plan_id=plan.id,
        source_id=source.id,
        extractor_version=EXTRACTOR_VERSION,
        draft=kept,
        items=tasks,
        by=act.actor.name,
        on=act.on,
        recorded=act.recorded,
    )
    session.add(revision)
    session.flush()  # proposals need its id
    made = _propose(session, act, plan, revision, list(_meant(before, kept["tasks"], comparison.changes)))
    record(
        session,
        act,
        "plan:revise",
        plan.code,
        after={"source": document.name, "sha256": document.sha256, "proposals": len(made)},
    )
    pending_now = pending_proposals(session, act.seen, plan)
    return RevisionOutcome(
        code=plan.code,
        title=plan.title,
        already=False,
        new=tuple(proposal for proposal in pending_now if proposal.id in made),
        pending=len(pending_now),
        warnings=(*_title_differs(plan, draft), *(warning.message for warning in draft.warnings)),
    )


def _source(session: Session, act: Act, plan: Plan, document: Document) -> tuple[SourceDocument, bool]:
    """The document as it is kept, and whether it is the one that was read for this plan last."""
    held = session.scalar(
        select(SourceDocument).where(SourceDocument.office == act.office, SourceDocument.sha256 == document.sha256)
    )
    if held is not None:
        known = [plan.source_id, *session.scalars(_sources(plan))]
        if held.id not in known:
            raise SourceOfAnotherPlan(plan.code, held.file_name)
        return held, held.id == known[-1]
    source = SourceDocument(
        office=act.office,
        file_name=document.name,
        format=document.format,
        sha256=document.sha256,
        text=document.text,
        recorded=act.recorded,
    )
    session.add(source)
    session.flush()  # the revision needs its id
    return source, False


def _sources(plan: Plan) -> Select[int]:
    return select(Revision.source_id).where(Revision.plan_id == plan.id).order_by(Revision.id)


def _reread(session: Session, reading: _Reading, *, version: int, source_id: int) -> _Reading:
    """A reading by an older reader, as today's reads the same words: a change of ours is no change of the office's."""
    source = session.get_one(SourceDocument, source_id)
    if version == EXTRACTOR_VERSION or source.format != "txt":
        return reading  # what a table's merged cells cover isn't kept with its text
    document = Document(name=source.file_name, format=source.format, sha256=source.sha256, text=source.text)
    items = read_plan(document).as_json()["tasks"]
    matches = compare(reading.items, items).matches
    return _Reading(items, [None if match is None else reading.tasks[match] for match in matches], reading.on)


def _newest(session: Session, plan: Plan) -> _Reading:
    """The newest reading of a plan: of its last revision, or of the document it was imported from."""
    revision = session.scalar(select(Revision).where(Revision.plan_id == plan.id).order_by(Revision.id.desc()).limit(1))
    if revision is not None:
        reading = _Reading(revision.draft["tasks"], revision.items, revision.on)
        return _reread(session, reading, version=revision.extractor_version, source_id=revision.source_id)
    spans = {
        (row.span_start, row.span_end): row.id
        for row in session.scalars(select(Task).where(Task.plan_id == plan.id, Task.added_on.is_(None)))
    }
    items = plan.draft["tasks"]
    reading = _Reading(items, [spans.get((item["span"][0], item["span"][1])) for item in items], plan.imported_on)
    return _reread(session, reading, version=plan.extractor_version, source_id=plan.source_id)


def _meant(before: _Reading, items: Sequence[Any], changes: Sequence[Change]) -> Iterator[tuple[int | None, Change]]:
    """Each change with the task it is about. One of an item that never became a task proposes that task anew."""
    told: set[int] = set()
    for change in changes:
        task = None if change.old is None else before.tasks[change.old]
        if change.field is ProposalField.NEW_TASK or task is not None:
            yield task, change
        elif change.new is not None and change.new not in told:
            told.add(change.new)
            yield None, Change(None, change.new, ProposalField.NEW_TASK, None, dict(items[change.new]))


def _waiting(session: Session, plan: Plan) -> Sequence[Proposal]:
    """The proposals of newer documents that nobody has decided on."""
    query = select(Proposal).where(Proposal.plan_id == plan.id, Proposal.state == ProposalState.PENDING)
    return session.scalars(query.order_by(Proposal.id)).all()


def _settled(newest: _Reading, waiting: Sequence[Proposal]) -> _Reading:
    """The newest reading without what still waits: the next document is compared with what was decided."""
    fresh = {proposal.item for proposal in waiting if proposal.field is ProposalField.NEW_TASK}
    pairs = [
        (item, task)
        for place, (item, task) in enumerate(zip(newest.items, newest.tasks, strict=True))
        if task is not None or place not in fresh
    ]
    for proposal in waiting:
        if proposal.field is ProposalField.GONE_TASK:
            pairs.append((proposal.read, proposal.task_id))
        elif proposal.field is not ProposalField.NEW_TASK:
            pairs = [
                (undone(item, proposal.field, proposal.read, proposal.proposed), task)
                if task == proposal.task_id
                else (item, task)
                for item, task in pairs
            ]
    return _Reading([item for item, _ in pairs], [task for _, task in pairs], newest.on)


def _propose(
    session: Session, act: Act, plan: Plan, revision: Revision, changes: Sequence[tuple[int | None, Change]]
) -> set[int]:
    """Keep changes as proposals, but for what a person has put so already. Returns their ids."""
    facts = {fact.id: fact for fact in load_tasks(session, plan_facts(plan), act.on, untracked=True)}
    made = [
        Proposal(
            plan_id=plan.id,
            revision_id=revision.id,
            task_id=task,
            item=change.new,
            field=change.field,
            read=change.read,
            proposed=change.proposed,
            state=ProposalState.PENDING,
            on=act.on,
        )
        for task, change in changes
        if not (task in facts and _holds_already(facts[task], change))
    ]
    session.add_all(made)
    session.flush()  # the caller names them by their ids
    return {proposal.id for proposal in made}


def _holds_already(held: TaskFacts, change: Change) -> bool:
    """Whether a person has put a task so already, or it is dropped as proposed."""
    match change.field:
        case ProposalField.BODY:
            return name_key(held.body) == name_key(change.proposed or "")
        case ProposalField.TITLE:
            return name_key(held.title) == name_key(change.proposed or "")
        case ProposalField.UNITS:
            wanted = {(role, name_key(name)) for role, names in change.proposed.items() for name in names}
            return {(role.value, name_key(unit.name)) for unit, role in held.assigned} == wanted
        case ProposalField.CHECKPOINT if change.proposed:
            return any(name_key(point.text) == name_key(change.proposed["text"]) for point in held.checkpoints)
        case ProposalField.GONE_TASK:
            return held.state is TaskState.DROPPED
        case _:
            return False


def _title_differs(plan: Plan, draft: PlanDraft) -> Iterator[str]:
    if draft.title and name_key(draft.title) != name_key(plan.title):
        yield f"新文件的标题是《{draft.title}》，计划名称仍是《{plan.title}》。"
