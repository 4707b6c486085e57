"""Plans: read a document, keep it as a draft with its source, confirm it."""

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.document import Document
from planner.domain.drafts import PlanDraft
from planner.domain.wording import PlanState
from planner.errors import (
    AlreadyImported,
    NoTasksFound,
    PlanCodeFaulty,
    PlanCodeTaken,
    PlanConfirmed,
    ReadAsRevision,
    YearUnknown,
    YearUnreasonable,
)
from planner.extraction.pipeline import EXTRACTOR_VERSION, read_plan
from planner.reading import read_document
from planner.store.decisions import Decision, Revision
from planner.store.plans import Plan, SourceDocument
from planner.store.queries.board import load_tasks, plan_facts
from planner.store.tasks import Task
from planner.store.units import Unit
from planner.usecases.acts import Act, AsOf, require_coordinator, require_in_order
from planner.usecases.audit import record
from planner.usecases.lookups import find_plan
from planner.usecases.planting import plant_tasks

# 2024, 2024B, 2024.fz
_YEARS = range(1949, 2100)
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._]{0,19}")


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did. `already` says that these very bytes are held as `code`, and nothing was done."""

    code: str
    title: str
    already: bool
    tasks: int
    units_added: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConfirmOutcome:
    """A confirmed plan, and what the coordinator may still want to settle. None of it holds the plan up."""

    code: str
    title: str
    tasks: tuple[str, ...]
    assignments: int
    checkpoints: int
    unconfirmed_units: tuple[str, ...]
    rosters_unset: tuple[str, ...]
    lead_proposals: tuple[tuple[str, str], ...]
    due_before_issue: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """A plan in a list."""

    code: str
    year: int
    title: str
    issuer: str | None
    issued_on: dt.date | None
    state: PlanState
    imported_on: dt.date
    confirmed_on: dt.date | None
    tasks: int
    source_name: str
    source_sha256: str


def read_draft(document: Document) -> PlanDraft:
    """What a document says as a plan.

    Raises NoTasksFound where it holds none.
    """
    draft = read_plan(document)
    if not draft.tasks:
        raise NoTasksFound(document.name)
    return draft


def read_file(path: Path) -> tuple[Document, PlanDraft]:
    """A file's text, and what it says as a plan.

    Raises what reading raises (FileMissing, FileEmpty, NotAText, EncodingUnknown …) and NoTasksFound.
    """
    document = read_document(path)
    return document, read_draft(document)


def import_plan(
    session: Session,
    act: Act,
    document: Document,
    *,
    code: str | None = None,
    year: int | None = None,
    issued_on: dt.date | None = None,
) -> ImportOutcome:
    """Keep a document as a draft plan: text and hash, tasks, units by their printed names. The same bytes do nothing.

    `year` and `issued_on` overrule what the document says. Raises NoTasksFound, YearUnknown, PlanCodeFaulty,
    PlanCodeTaken, AlreadyImported where the options differ from what is held, NotAllowed.
    """
    require_coordinator(act, "导入计划")
    held = _plan_of_bytes(session, act.office, document.sha256)
    if held is not None:
        _require_same(held, code=code, year=year, issued_on=issued_on)
        return ImportOutcome(held.code, held.title, already=True, tasks=0, units_added=(), warnings=())
    revised = _revised_by_bytes(session, act.office, document.sha256)
    if revised is not None:
        raise ReadAsRevision(revised)
    draft = read_draft(document)
    plan = _new_plan(session, act, document, draft, code=code, year=year or draft.year)
    plan.issued_on = issued_on or draft.issued_on
    session.add(plan)
    session.flush()  # sections and tasks need its id
    added = plant_tasks(session, act, plan, draft)
    record(
        session,
        act,
        "plan:import",
        plan.code,
        after={"title": plan.title, "source": document.name, "sha256": document.sha256, "tasks": len(draft.tasks)},
    )
    messages = tuple(warning.message for warning in draft.warnings)
    return ImportOutcome(
        plan.code, plan.title, already=False, tasks=len(draft.tasks), units_added=added, warnings=messages
    )


def confirm_plan(session: Session, act: Act, code: str) -> ConfirmOutcome:
    """Lock a draft's wording and set its tasks going.

    Raises PlanConfirmed where that was done before, EntryBackdated where something was decided on it later.
    """
    require_coordinator(act, "确认计划")
    plan = session.get_one(Plan, find_plan(session, act.seen, code).id)
    if plan.state is PlanState.CONFIRMED:
        raise PlanConfirmed(plan.code, plan.confirmed_on)
    decided = select(Decision.on).join(Task, Task.id == Decision.task_id).where(Task.plan_id == plan.id)
    require_in_order(act, session.scalars(decided))
    plan.state, plan.confirmed_on = PlanState.CONFIRMED, act.on
    record(session, act, "plan:confirm", plan.code, before=PlanState.DRAFT, after=PlanState.CONFIRMED)
    return _settled(session, act, plan)


def correct_plan(
    session: Session,
    act: Act,
    code: str,
    *,
    title: str | None = None,
    issuer: str | None = None,
    issued_on: dt.date | None = None,
) -> str:
    """Put right what a draft's document was misread to say of itself. Returns the plan's title.

    Raises PlanMissing, PlanConfirmed, NotAllowed.
    """
    require_coordinator(act, "核对计划")
    plan = session.get_one(Plan, find_plan(session, act.seen, code).id)
    if plan.state is PlanState.CONFIRMED:
        raise PlanConfirmed(plan.code, plan.confirmed_on)
    before = {"title": plan.title, "issuer": plan.issuer, "issued": plan.issued_on and plan.issued_on.isoformat()}
    plan.title = title or plan.title
    plan.issuer = issuer or plan.issuer
    plan.issued_on = issued_on or plan.issued_on
    after = {"title": plan.title, "issuer": plan.issuer, "issued": plan.issued_on and plan.issued_on.isoformat()}
    record(session, act, "plan:review", plan.code, before=before, after=after)
    return plan.title


def list_plans(session: Session, asked: AsOf) -> tuple[PlanSummary, ...]:
    """Every plan known on a day, by code."""
    plans = session.scalars(
        select(Plan).where(Plan.office == asked.office, Plan.imported_on <= asked.day).order_by(Plan.code)
    )
    return tuple(_summary(session, plan, asked) for plan in plans)


def show_plan(session: Session, asked: AsOf, code: str) -> tuple[PlanSummary, dict[str, object]]:
    """A plan, and its draft as the reader made it (the keys of `plan read --json`)."""
    plan = session.get_one(Plan, find_plan(session, asked, code).id)
    return _summary(session, plan, asked), plan.draft


def _require_same(held: Plan, *, code: str | None, year: int | None, issued_on: dt.date | None) -> None:
    """Raise AlreadyImported where the options of a second import say other than what is held."""
    for option, wanted, stands in (("--code", code, held.code), ("--year", year, held.year)):
        if wanted is not None and wanted != stands:
            raise AlreadyImported(held.code, option, stands)
    if issued_on is not None and issued_on != held.issued_on:
        raise AlreadyImported(held.code, "--issued", held.issued_on or "未写")


def _plan_of_bytes(session: Session, office: str, sha256: str) -> Plan | None:
    return session.scalar(
        select(Plan)
        .join(SourceDocument, Plan.source_id == SourceDocument.id)
        .where(SourceDocument.office == office, SourceDocument.sha256 == sha256)
    )


def _revised_by_bytes(session: Session, office: str, sha256: str) -> str | None:
    """The plan that these very bytes were read for as its newer document."""
    return session.scalar(
        select(Plan.code)
        .join(Revision, Revision.plan_id == Plan.id)
        .join(SourceDocument, SourceDocument.id == Revision.source_id)
        .where(SourceDocument.office == office, SourceDocument.sha256 == sha256)
        .limit(1)
    )


def _new_plan(
    session: Session, act: Act, document: Document, draft: PlanDraft, *, code: str | None, year: int | None
) -> Plan:
    if year is None:
        raise YearUnknown(document.name)
    if year not in _YEARS:
        raise YearUnreasonable(year)
    code = code or str(year)
    if not _CODE.fullmatch(code):
        raise PlanCodeFaulty(code)
    taken = session.scalar(select(Plan).where(Plan.office == act.office, Plan.code == code))
    if taken is not None:
        raise PlanCodeTaken(code, taken.title)
    source = SourceDocument(
        office=act.office,
        file_name=document.name,
        format=document.format,
        sha256=document.sha256,
        text=document.text,
        recorded=act.recorded,
    )
    session.add(source)
    session.flush()  # the plan needs its id
    return Plan(
        office=act.office,
        code=code,
        year=year,
        title=draft.title or document.name,
        issuer=draft.issuer,
        state=PlanState.DRAFT,
        source_id=source.id,
        extractor_version=EXTRACTOR_VERSION,
        draft=draft.as_json(),
        ends_on=draft.ends_on or dt.date(year, 12, 31),
        imported_on=act.on,
        confirmed_on=None,
    )


def _settled(session: Session, act: Act, plan: Plan) -> ConfirmOutcome:
    tasks = load_tasks(session, plan_facts(plan), act.on)
    unset = {c.unit.name: None for task in tasks for c in task.collectives if c.roster is None}
    return ConfirmOutcome(
        code=plan.code,
        title=plan.title,
        tasks=tuple(task.code for task in tasks),
        assignments=sum(len(task.assigned) for task in tasks),
        checkpoints=sum(len(task.checkpoints) for task in tasks),
        unconfirmed_units=tuple(
            session.scalars(select(Unit.name).where(Unit.office == act.office, Unit.kind_proposed).order_by(Unit.id))
        ),
        rosters_unset=tuple(unset),
        lead_proposals=tuple((task.code, task.lead_proposal) for task in tasks if task.lead_proposal),
        due_before_issue=tuple(
            point.code for task in tasks for point in task.checkpoints if any(due.before_issue for due in point.dues)
        )
        + tuple(task.code for task in tasks if task.due.before_issue),
    )


def _summary(session: Session, plan: Plan, asked: AsOf) -> PlanSummary:
    source = session.get_one(SourceDocument, plan.source_id)
    confirmed = plan.confirmed_on is not None and plan.confirmed_on <= asked.day
    return PlanSummary(
        code=plan.code,
        year=plan.year,
        title=plan.title,
        issuer=plan.issuer,
        issued_on=plan.issued_on,
        state=PlanState.CONFIRMED if confirmed else PlanState.DRAFT,
        imported_on=plan.imported_on,
        confirmed_on=plan.confirmed_on if confirmed else None,
        tasks=len(load_tasks(session, plan_facts(plan), asked.day)),
        source_name=source.file_name,
        source_sha256=source.sha256,
    )
