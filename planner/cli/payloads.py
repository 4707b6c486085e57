"""The stable JSON of what commands answer: the published keys, and further ones beside them."""

from collections.abc import Sequence
from typing import Any

from planner.cli.show import plain
from planner.domain.coverage import coverage
from planner.domain.document import Document
from planner.domain.drafts import PlanDraft
from planner.domain.entries import EntryView
from planner.domain.lights import Light
from planner.domain.questions import Question
from planner.domain.status_page import StatusPage
from planner.domain.wording import light_reason
from planner.usecases.task_views import CheckpointView, TaskDetail

Json = dict[str, Any]


def draft(document: Document, found: PlanDraft, *, with_text: bool, with_coverage: bool = False) -> Json:
    """What `plan read --json` prints."""
    source = {
        "name": document.name,
        "format": document.format,
        "sha256": document.sha256,
        "characters": len(document.text),
    }
    text = {"text": document.text} if with_text else {}
    covered = {"coverage": plain(coverage(document, found))} if with_coverage else {}
    return {"source": source, **found.as_json(), **text, **covered}


def light(found: Light) -> Json:
    """A light with its reason in a sentence; `original` and `days_original` are of the day before an extension."""
    since = found.since.isoformat() if found.since else None
    return {
        "colour": found.colour.value,
        "reason": light_reason(found),
        "since": since,
        "whose": list(found.whose),
        "cause": found.cause.value,
        "due": plain(found.due),
        "days": found.days,
        "original": plain(found.original),
        "days_original": found.days_original,
    }


def entry(view: EntryView, asked: Sequence[Question] | None = None) -> Json:
    """One entry of `progress list`, with the questions beside it where they were asked for."""
    questions = {} if asked is None else {"questions": [plain(question) for question in asked]}
    return {
        "id": view.id,
        "task": view.task,
        "unit": view.unit,
        "period": view.period,
        "revision": view.revision,
        "status": view.status.value,
        "text": view.text,
        "figures": [plain(figure) for figure in view.figures],
        "problem": view.problem,
        "cause": view.cause,
        "next": view.next_step,
        "support": view.support,
        "evidence": list(view.evidence),
        "review": view.verdict.value,
        "review_reason": view.review_reason,
        "reviewed_by": view.reviewed_by,
        "on_behalf": view.on_behalf,
        "by": view.by,
        "on": view.on.isoformat(),
        "no_change": view.carried,
        "source": view.source,
        **questions,
    }


def task(detail: TaskDetail) -> Json:
    """What `task show --json` prints."""
    facts = detail.board.facts
    return {
        "plan": detail.plan,
        "plan_state": detail.plan_state.value,
        "code": facts.code,
        "version": detail.version,
        "number": facts.number,
        "kind": facts.kind.value,
        "section": detail.section_path,
        "title": facts.title,
        "body": facts.body,
        "span": list(detail.span),
        "state": facts.state.value,
        "state_basis": facts.state_basis,
        "merged_into": detail.merged_into,
        "first_responsible": facts.first_responsible,
        "done": detail.board.done,
        "light": light(detail.board.light),
        "due": plain(detail.due),
        "assignments": [plain(assignment) for assignment in detail.assignments],
        "units": [
            {
                "unit": unit.participant.unit.name,
                "role": unit.participant.role.value,
                "via": unit.participant.via,
                "status": plain(unit.standing.status),
                "light": light(unit.light),
            }
            for unit in detail.board.units
        ],
        "deadlines": [plain(deadline) for deadline in detail.deadlines],
        "checkpoints": [checkpoint(point) for point in detail.checkpoints],
        "entries": [entry(view) for view in detail.entries],
        "extensions": [plain(request) for request in detail.extensions],
        "earlier": [{**plain(task), "entries": [entry(view) for view in task.entries]} for task in detail.earlier],
        "later": [plain(task) for task in detail.later],
    }


def checkpoint(view: CheckpointView) -> Json:
    """A checkpoint with its due days and who has met it."""
    point = view.checkpoint
    return {
        "code": view.code,
        "text": view.text,
        "sentence": view.sentence,
        "kind": point.kind.value,
        "value": plain(point.value),
        "unit": point.unit,
        "comparator": plain(point.comparator),
        "period": plain(point.period),
        "whose": view.whose,
        "due": [due.day.isoformat() for due in point.dues],
        "due_original": [plain(due.original) for due in point.dues],
        "due_before_issue": [due.day.isoformat() for due in point.dues if due.before_issue],
        "due_source": point.due_source.value,
        "owed_by": list(view.owed_by),
        "met_by": list(view.met_by),
        "unmet_by": list(view.unmet_by),
    }


def status(page: StatusPage) -> Json:
    """What `status --json` prints."""
    return {
        "plan": page.plan_code,
        "title": page.plan_title,
        "as_of": page.as_of.isoformat(),
        "period": page.period,
        "judged_on": plain(page.judged_on),
        "closed_on": plain(page.closed_on),
        "only_unit": page.only_unit,
        "lights": plain(page.lights),
        "sections": [plain(group) for group in page.sections],
        "units": [plain(group) for group in page.units],
        "late": [plain(notice) for notice in page.late],
        "late_by_original": [plain(notice) for notice in page.late_by_original],
        "due_soon": [plain(notice) for notice in page.due_soon],
        "missing": [plain(row) for row in page.missing],
        "decisions": [plain(notice) for notice in page.decisions],
        "out_of_action": [plain(notice) for notice in page.out_of_action],
    }


def status_year(page: StatusPage) -> Json:
    """What `report status --json` prints besides: the tasks that the page counts, and the quarters of its year."""
    counts = [{"tasks": each.tasks, "asked": each.asked, "reported": each.reported} for each in page.quarters]
    return {
        "tasks": [plain(task) for task in page.tasks],
        "quarters": [plain(each) | count for each, count in zip(page.quarters, counts, strict=True)],
    }
