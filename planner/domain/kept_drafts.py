"""Drafts that were kept as JSON, as drafts again."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from planner.domain.document import Span
from planner.domain.drafts import (
    CheckpointDraft,
    CheckpointKind,
    Comparator,
    DeadlineDraft,
    DeadlineKind,
    DueSource,
    Measure,
    Recurrence,
    Role,
    Target,
    TaskDraft,
    TaskKind,
    UnitMention,
)

Kept = Mapping[str, Any]


def task_of(kept: Kept) -> TaskDraft:
    """One item of a kept draft (`PlanDraft.as_json`)."""
    return TaskDraft(
        kind=TaskKind(kept["kind"]),
        number=kept["number"],
        section=kept["section"],
        title=kept["title"],
        body=kept["body"],
        span=Span(*kept["span"]),
        body_span=Span(*kept["body_span"]),
        measures=tuple(Measure(item["text"], Span(*item["span"])) for item in kept["measures"]),
        units=tuple(map(_unit, kept["units"])),
        deadlines=tuple(map(_deadline, kept["deadlines"])),
        targets=tuple(map(_target, kept["targets"])),
        checkpoints=tuple(map(checkpoint_of, kept["checkpoints"])),
        measure_leads=tuple(map(_unit, kept["measure_leads"])),
    )


def checkpoint_of(kept: Kept) -> CheckpointDraft:
    """One checkpoint of a kept draft. A span that was not kept is empty."""
    return CheckpointDraft(
        text=kept["text"],
        kind=CheckpointKind(kept["kind"]),
        due=tuple(map(dt.date.fromisoformat, kept["due"])),
        due_source=DueSource(kept["due_source"]),
        value=kept["value"],
        unit=kept["unit"],
        comparator=Comparator(kept["comparator"]) if kept["comparator"] else None,
        period=Recurrence(kept["period"]) if kept["period"] else None,
        whose=kept["whose"],
        sentence=kept["sentence"],
        span=Span(*kept.get("span", (0, 0))),
    )


def _unit(kept: Kept) -> UnitMention:
    return UnitMention(kept["name"], Role(kept["role"]), kept["collective"], Span(*kept["span"]), kept["phrase"])


def _deadline(kept: Kept) -> DeadlineDraft:
    return DeadlineDraft(
        text=kept["text"],
        kind=DeadlineKind(kept["kind"]),
        due=dt.date.fromisoformat(kept["due"]) if kept["due"] else None,
        period=Recurrence(kept["period"]) if kept["period"] else None,
        count=kept["count"],
        slot=kept["slot"],
        span=Span(*kept["span"]),
    )


def _target(kept: Kept) -> Target:
    return Target(
        text=kept["text"],
        value=kept["value"],
        value_max=kept["value_max"],
        unit=kept["unit"],
        comparator=Comparator(kept["comparator"]),
        span=Span(*kept["span"]),
    )
