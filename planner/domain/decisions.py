"""What a person decided where the reader read otherwise: kept beside the reading, which is never changed."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from planner.domain.drafts import CheckpointKind, Comparator, Recurrence


class DecisionField(StrEnum):
    """What was decided. SECTION to BODY and CHECKPOINT are what holds; the others tell of acts kept elsewhere too."""

    SECTION = "section"
    NUMBER = "number"
    TITLE = "title"
    BODY = "body"
    CHECKPOINT = "checkpoint"
    TRACKED = "tracked"
    UNITS = "units"
    DUE = "due"
    ADDED = "added"
    MERGED = "merged"


class DecisionSource(StrEnum):
    """Where a decision was made: in the review workbook, on a newer document's proposal, or going on from last year."""

    REVIEW = "review"
    REVISION = "revision"
    ROLLOVER = "rollover"


class PointDefinition(NamedTuple):
    """What a checkpoint asks for. `dues` is None where its days stay what they were read as."""

    text: str
    kind: CheckpointKind
    comparator: Comparator | None
    value: Decimal | None
    unit: str | None
    period: Recurrence | None
    whose: str | None
    dues: tuple[dt.date, ...] | None

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be kept."""
        return {
            "text": self.text,
            "kind": self.kind.value,
            "comparator": self.comparator and self.comparator.value,
            "value": None if self.value is None else format(self.value, "f"),
            "unit": self.unit,
            "period": self.period and self.period.value,
            "whose": self.whose,
            "dues": None if self.dues is None else [day.isoformat() for day in self.dues],
        }

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "PointDefinition":
        """The definition that was kept."""
        dues = kept["dues"]
        return cls(
            text=kept["text"],
            kind=CheckpointKind(kept["kind"]),
            comparator=Comparator(kept["comparator"]) if kept["comparator"] else None,
            value=None if kept["value"] is None else Decimal(kept["value"]),
            unit=kept["unit"],
            period=Recurrence(kept["period"]) if kept["period"] else None,
            whose=kept["whose"],
            dues=None if dues is None else tuple(dt.date.fromisoformat(day) for day in dues),
        )


class DecidedPoint(NamedTuple):
    """A checkpoint's decided definition, and the day it was decided on."""

    definition: PointDefinition
    on: dt.date


class Decided(NamedTuple):
    """The newest decisions on a task: its words by field, and its checkpoints by id (None: taken out)."""

    words: Mapping[DecisionField, str]
    points: Mapping[int, DecidedPoint | None]


WORDS_OF_TASK = (DecisionField.SECTION, DecisionField.NUMBER, DecisionField.TITLE, DecisionField.BODY)


class Kept(NamedTuple):
    """A decision as it is kept, oldest first. `point` is a checkpoint's id."""

    field: DecisionField
    point: int | None
    decided: Any
    on: dt.date


def newest(kept: Iterable[Kept]) -> Decided:
    """What holds after a task's decisions, given in the order they were made."""
    words: dict[DecisionField, str] = {}
    points: dict[int, DecidedPoint | None] = {}
    for item in kept:
        if item.field in WORDS_OF_TASK:
            words[item.field] = item.decided
        elif item.field is DecisionField.CHECKPOINT and item.point is not None:
            points[item.point] = (
                DecidedPoint(PointDefinition.of_json(item.decided), item.on) if item.decided is not None else None
            )
    return Decided(words, points)
