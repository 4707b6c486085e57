"""The review workbook of a plan: what was read, what holds, what a newer document proposes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.board import TaskFacts
from planner.domain.checkpoints import Checkpoint
from planner.domain.document import Span
from planner.domain.drafts import DueSource, PartKind, Role
from planner.domain.permissions import Deed
from planner.domain.review import ReviewBook, ReviewPoint, ReviewProposal, ReviewRecord, ReviewTask
from planner.domain.revisions import ProposalField, ProposalState
from planner.domain.rollover import told_idle, told_origin
from planner.domain.wording import FIELD_WORDS, PROPOSED, WORDS, PlanState, Provenance
from planner.errors import InputError, OutputHoldsWork, ReportFormatUnknown
from planner.reading.review import read_review
from planner.store.decisions import Decision, Proposal, Revision
from planner.store.plans import Plan, SourceDocument
from planner.store.queries.board import load_tasks, plan_facts
from planner.store.tasks import CheckpointRow, Task
from planner.usecases.acts import AsOf, require
from planner.usecases.decision_words import said
from planner.usecases.lookups import find_plan
from planner.usecases.origins import Origin, origins_of
from planner.usecases.review_points import checkpoint_meant, definition_of

_OUTSIDE = (PartKind.CHROME, PartKind.TITLE, PartKind.LEAD_IN, PartKind.PREAMBLE, PartKind.CLOSING)


def export_review(session: Session, asked: AsOf, path: Path, code: str) -> ReviewBook:
    """Write a plan's review workbook (.xlsx).

    A workbook that stands there with somebody's corrections is not written over.
    Raises PlanMissing, PlanNotYet, ReportFormatUnknown, OutputHoldsWork, OutputUnwritable.
    """
    # Start-up time: what reads the book back needs no writer.
    from planner.output.files import write_whole  # noqa: PLC0415
    from planner.output.review_xlsx import review_workbook  # noqa: PLC0415

    if path.suffix.lower() != ".xlsx":
        raise ReportFormatUnknown(path, [".xlsx"])
    if path.is_file() and not _may_be_replaced(path):
        raise OutputHoldsWork(path)
    book = review_book(session, asked, code)
    write_whole(path, review_workbook(book))
    return book


def _may_be_replaced(path: Path) -> bool:
    """Whether a file is a review workbook that nobody has written into."""
    try:
        return read_review(path).untouched
    except InputError:
        return False


def review_book(session: Session, asked: AsOf, code: str) -> ReviewBook:
    """Everything of a plan that a person may want to put right, as known on a day.

    Raises PlanMissing, PlanNotYet, NotAllowed.
    """
    require(asked, Deed.INSPECT, "查看核对表")
    plan = session.get_one(Plan, find_plan(session, asked, code).id)
    facts = plan_facts(plan)
    source = session.get_one(SourceDocument, plan.source_id)
    tasks = load_tasks(session, facts, asked.day, untracked=True)
    words = _Words(session, plan, source.text, asked.day)
    codes = {task.id: task.code for task in tasks}
    origins = origins_of(session, asked, facts)
    sentences = {
        row.id: row.sentence for row in session.scalars(select(CheckpointRow).join(Task).where(Task.plan_id == plan.id))
    }
    return ReviewBook(
        plan_code=plan.code,
        plan_title=plan.title,
        plan_state=PlanState.CONFIRMED if facts.confirmed_by(asked.day) else PlanState.DRAFT,
        source_name=source.file_name,
        source_sha256=source.sha256,
        as_of=asked.day,
        year=plan.year,
        issued_on=plan.issued_on,
        ends_on=plan.ends_on,
        tasks=tuple(_task(task, words, codes, origins.get(task.id)) for task in tasks),
        points=tuple(_point(task, point, sentences[point.id]) for task in tasks for point in task.checkpoints),
        proposals=pending_proposals(session, asked, plan),
        records=_records(session, asked, plan),
        notes=tuple(words.notes),
        outside=tuple(_outside(plan.draft, source.text)),
    )


def pending_proposals(session: Session, asked: AsOf, plan: Plan) -> tuple[ReviewProposal, ...]:
    """What newer documents propose and nobody has decided on by a day, in the order of its documents."""
    rows = session.execute(
        select(Proposal, Task.code)
        .join(Task, Task.id == Proposal.task_id, isouter=True)
        .where(
            Proposal.plan_id == plan.id,
            Proposal.on <= asked.day,
            (Proposal.state == ProposalState.PENDING) | (Proposal.decided_on > asked.day),
        )
        .order_by(Proposal.id)
    ).all()
    facts = {task.id: task for task in load_tasks(session, plan_facts(plan), asked.day, untracked=True)}
    return tuple(
        ReviewProposal(
            id=row.id,
            task=code if row.field is not ProposalField.NEW_TASK else None,
            field=FIELD_WORDS[row.field],
            held=_held(session, row, facts.get(row.task_id) if row.task_id else None),
            proposed=said(row.field, row.proposed),
        )
        for row, code in rows
    )


def _held(session: Session, proposal: Proposal, task: TaskFacts | None) -> str:  # noqa: PLR0911 - a form for each field
    """What holds now of the matter of a proposal, which a person may have settled otherwise than it was read."""
    if task is None:
        return said(proposal.field, proposal.read)
    match proposal.field:
        case ProposalField.SECTION:
            return task.section_path
        case ProposalField.NUMBER:
            return task.number
        case ProposalField.TITLE:
            return task.title
        case ProposalField.BODY:
            return task.body
        case ProposalField.UNITS:
            units = {role.value: [unit.name for unit, held in task.assigned if held is role] for role in Role}
            return said(proposal.field, units)
        case ProposalField.DEADLINES:
            return f"{task.due.day}（{WORDS[task.due.provenance]}）"
        case ProposalField.CHECKPOINT if proposal.read:
            point = checkpoint_meant(session, task, proposal.read)
            return f"{point.code} {said(proposal.field, definition_of(point).as_json())}" if point else "（已不在）"
        case _:
            return said(proposal.field, proposal.read)


class _Stretch(NamedTuple):
    """A task's own stretch of a document."""

    span: Span
    text: str


class _Words:
    """The words that tasks were read from, and the warnings that stand at them; what is left are `notes`."""

    def __init__(self, session: Session, plan: Plan, text: str, day: dt.date) -> None:
        rows = session.scalars(select(Task).where(Task.plan_id == plan.id)).all()
        later = _of_revisions(session, plan, day)
        self.stretches = {
            row.id: _Stretch(span, later.get(row.id, text))
            for row in rows
            if (span := Span(row.span_start, row.span_end)).end > span.start
        }
        self.warnings: dict[int, list[str]] = defaultdict(list)
        self.notes: list[str] = []
        first = [(key, at.span) for key, at in self.stretches.items() if key not in later]
        for warning in plan.draft["warnings"]:
            where = warning.get("span")
            home = where and next((key for key, span in first if span.start <= where[0] < span.end), None)
            (self.warnings[home] if home else self.notes).append(warning["message"])
        for item in plan.draft["tasks"]:
            for lead in item["measure_leads"]:
                home = next((key for key, span in first if list(span) == item["span"]), None)
                told = f"正文里的“{lead['phrase']}”：{lead['name']}（{WORDS[Role(lead['role'])]}，只管这一句）"
                (self.warnings[home] if home else self.notes).append(told)

    def source(self, task: int) -> str:
        """The printed words of a task; "" for one that a person added."""
        at = self.stretches.get(task)
        return at.span.of(at.text).strip() if at else ""


def _of_revisions(session: Session, plan: Plan, day: dt.date) -> Mapping[int, str]:
    """The texts of the newer documents that brought tasks, by task id."""
    rows = session.execute(
        select(Proposal.task_id, SourceDocument.text)
        .join(Revision, Revision.id == Proposal.revision_id)
        .join(SourceDocument, SourceDocument.id == Revision.source_id)
        .where(
            Proposal.plan_id == plan.id,
            Proposal.field == ProposalField.NEW_TASK,
            Proposal.task_id.is_not(None),
            Proposal.on <= day,
        )
    )
    return {row.task_id: row.text for row in rows}


def _task(task: TaskFacts, words: _Words, codes: Mapping[int, str], origin: Origin | None) -> ReviewTask:
    printed = [row for row in task.deadlines if row.provenance is Provenance.TEXT and row.phrase != task.due.phrase]
    merged = codes.get(task.merged_into) if task.merged_into else None
    told = [f"已并入 {merged}"] if merged else []
    told += _told_origin(origin) if origin else []
    return ReviewTask(
        code=task.code,
        kind=task.kind,
        tracked=task.tracked,
        section=task.section_path,
        number=task.number,
        title=task.title,
        body=task.body,
        units={role: tuple(unit.name for unit, held in task.assigned if held is role) for role in Role},
        due=task.due.day,
        provenance=task.due.provenance,
        due_phrase=task.due.phrase,
        times=tuple(f"{row.phrase}（{row.due}）" if row.due else row.phrase for row in printed),
        checkpoints=tuple(f"{point.code} {point.text}：{_days(point)}" for point in task.checkpoints),
        lead_proposal=task.lead_proposal,
        warnings=(*told, *words.warnings.get(task.id, ())),
        source=words.source(task.id),
        merged_into=merged,
        due_reason=_why_due(task) if origin and origin.made else "",
    )


def _told_origin(origin: Origin) -> list[str]:
    """Where a task goes on from; one that was paused waits for a person's word."""
    idle = told_idle(origin.state, origin.state_basis)
    return [told_origin(origin.task), *([f"{idle}；不接着做请在“跟踪”写“否”"] if idle else [])]


def _why_due(task: TaskFacts) -> str:
    """The reason of the day that holds: the newest decided, else the one that was proposed."""
    rows = [row for row in task.deadlines if row.provenance is task.due.provenance]
    return rows[-1].reason if rows else ""


def _days(point: Checkpoint) -> str:
    days = "、".join(due.day.isoformat() for due in point.dues) or WORDS[DueSource.NONE]
    return f"{days}（{PROPOSED}）" if point.due_source is DueSource.DEFAULT else days


def _point(task: TaskFacts, point: Checkpoint, sentence: str) -> ReviewPoint:
    return ReviewPoint(
        code=point.code,
        task=task.code,
        text=point.text,
        kind=point.kind,
        comparator=point.comparator,
        value=point.value,
        unit=point.unit,
        period=point.period,
        dues=tuple(due.day for due in point.dues),
        due_source=point.due_source,
        whose=point.whose,
        sentence=sentence,
    )


def _records(session: Session, asked: AsOf, plan: Plan) -> tuple[ReviewRecord, ...]:
    rows = session.execute(
        select(Decision, Task.code, CheckpointRow.code)
        .join(Task, Task.id == Decision.task_id)
        .join(CheckpointRow, CheckpointRow.id == Decision.checkpoint_id, isouter=True)
        .where(Task.plan_id == plan.id, Decision.on <= asked.day)
        .order_by(Decision.on, Decision.id)
    )
    return tuple(
        ReviewRecord(
            on=row.on,
            by=row.by,
            code=point or task,
            field=FIELD_WORDS[row.field],
            read=said(row.field, row.read),
            decided=said(row.field, row.decided),
        )
        for row, task, point in rows
    )


def _outside(draft: Mapping[str, Any], text: str) -> Iterator[tuple[str, str]]:
    """The parts of the document that are no tasks, by the Chinese word for them."""
    for part in draft["parts"]:
        kind = PartKind(part["kind"])
        if kind in _OUTSIDE:
            yield WORDS[kind], Span(*part["span"]).of(text).strip()
