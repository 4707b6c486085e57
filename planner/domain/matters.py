"""What a unit is chased for, and how: causes, letters, ways of telling, and the matter itself."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from planner.domain.periods import Period

QUIET_DAYS = 5
"""What was told to a unit is not told again before more than this many days have passed."""


class MatterCause(StrEnum):
    """Why a unit is chased, the most pressing first."""

    LATE = "late"
    RETURNED = "returned"
    NOT_REPORTED = "not_reported"
    RETURN_SOON = "return_soon"
    DUE_SOON = "due_soon"


class LetterKind(StrEnum):
    """What is written to a unit: a reminder before anything is late, then urging; the others see letters.py."""

    REMINDER = "reminder"
    URGING = "urging"
    SUPERVISION = "supervision"
    REQUEST = "request"


class Channel(StrEnum):
    """How a matter went to a unit: in a letter, on a list for mail merge, or by mouth."""

    LETTER = "letter"
    LIST = "list"
    TOLD = "told"


_SINGLY = 3
"""So many reports of one period, or tasks due one day, are told one by one; more of them as one."""

PRESSING = frozenset({MatterCause.LATE, MatterCause.RETURNED, MatterCause.NOT_REPORTED})
"""The causes by which something is late or missing already."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that a unit is chased for, under a `key` that stays the same from day to day.

    `due` is the day it should have been or should be done by, `days` how far that is, `overdue` in which direction.
    `days_original` counts from the day that held before the coordinator moved it, None where none did. `more` counts
    further days of the same checkpoint that have passed unmet; `reason` is why a return went back, on `returned_on`.
    `awaiting`: what was filed may settle it, and nobody has reviewed that yet. `step` says the how many-eth time this
    is told.
    """

    key: str
    cause: MatterCause
    task: str
    title: str
    due: dt.date
    days: int
    overdue: bool
    checkpoint: str | None = None
    checkpoint_text: str = ""
    period: Period | None = None
    proposed: bool = False
    original: dt.date | None = None
    days_original: int | None = None
    more: int = 0
    reason: str = ""
    returned_on: dt.date | None = None
    awaiting: bool = False
    step: int = 1

    @property
    def code(self) -> str:
        """The checkpoint's code, or the task's."""
        return self.checkpoint or self.task


def told_together(matters: Iterable[Matter]) -> list[tuple[Matter, ...]]:
    """Matters as a reader wants them told: a form's many missing rows as one, as the many tasks due on one day."""
    groups: dict[tuple[object, ...], list[Matter]] = {}
    for matter in matters:
        groups.setdefault(_alike(matter), []).append(matter)
    found: list[tuple[Matter, ...]] = []
    for group in groups.values():
        found += [tuple(group)] if len(group) > _SINGLY else [(matter,) for matter in group]
    return found


def short_codes(matters: Iterable[Matter]) -> str:
    """The codes of several matters of one plan: 2024-02、03、05."""
    first, *others = dict.fromkeys(matter.code for matter in matters)
    return "、".join((first, *(code.rpartition("-")[2] for code in others)))


def _alike(matter: Matter) -> tuple[object, ...]:
    if matter.cause in (MatterCause.NOT_REPORTED, MatterCause.RETURN_SOON):
        return (matter.cause, matter.period, matter.step)
    if matter.cause is MatterCause.DUE_SOON and not matter.checkpoint:
        return (matter.cause, matter.due, matter.proposed, matter.step)
    return (matter.key,)
