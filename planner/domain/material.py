"""Material for the year-end report: every accepted sentence and measure, and what the coordinator makes of each.

The report is always written from material: from what the rules propose, or from what came back in the workbook.
"""

from dataclasses import dataclass
from enum import StrEnum

from planner.domain.number_ledger import FigureOrigin

_OPENING = 24


class ReportPart(StrEnum):
    """The parts of the report, in the order of norms.md."""

    DONE = "done"
    PROBLEMS = "problems"
    FIRST_RESPONSIBLE = "first_responsible"
    NEXT = "next"


class Use(StrEnum):
    """What becomes of a row: told (采用), told within another (合并), or not told (不用)."""

    TAKE = "take"
    MERGE = "merge"
    LEAVE = "leave"


class MaterialKind(StrEnum):
    """A sentence of an entry, its problem with the cause, its next step, or a measure's value for the year."""

    SENTENCE = "sentence"
    PROBLEM = "problem"
    NEXT_STEP = "next_step"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """One thing that can be told. `key` names it for good: 12.1 is the first sentence of entry 12, 12.p its problem.

    `origins` are the figures that stand in it (for a measure: all that its value is computed from). `into` is the key
    of the row that a merged one is told within. `wording` is what the report says in place of `text`; None: as it is.
    `order` sorts the rows of a task, `reason` says why the rules propose this use. `cause` belongs to a problem.
    """

    key: str
    kind: MaterialKind
    part: ReportPart
    section: str
    task: str
    title: str
    entry_id: int | None
    unit: str
    period: str
    text: str
    use: Use
    order: int
    origins: tuple[FigureOrigin, ...] = ()
    into: str = ""
    wording: str | None = None
    cause: str = ""
    reason: str = ""

    @property
    def told(self) -> str:
        """The words that the report takes of it."""
        return self.text if self.wording is None else self.wording


def opening(text: str) -> str:
    """The first words of a text, by which a person knows it."""
    words = " ".join(text.split())
    return words if len(words) <= _OPENING else f"{words[:_OPENING]}…"


@dataclass(frozen=True, slots=True)
class Material:
    """A plan's material for the year-end report as of a day, in the order of its sections, tasks and rows."""

    plan_code: str
    plan_title: str
    year: int
    rows: tuple[MaterialRow, ...]
