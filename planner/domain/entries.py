"""Entries as people read them: what a unit said, its figures and evidence, and the review."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from planner.domain.progress import Basis, Status, Verdict


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure of an entry. `printed` is what was typed or stands in the text; a share has its part and whole."""

    name: str
    printed: str
    value: Decimal
    part: Decimal | None
    whole: Decimal | None
    unit: str
    basis: Basis
    checkpoint: str | None
    from_text: bool


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry as known on a day.

    `review_reason` is why it was returned, or a note beside its acceptance. `carried`: it says 无变化, its words are
    the last period's. `source` is the returned file and row it came from (市公安局.xlsx 填报表!第5行), if it did.
    """

    id: int
    task: str
    unit: str
    period: str
    revision: int
    status: Status
    text: str
    figures: tuple[FigureView, ...]
    problem: str
    cause: str
    next_step: str
    support: str
    evidence: tuple[str, ...]
    verdict: Verdict
    review_reason: str
    reviewed_by: str
    on_behalf: bool
    by: str
    on: dt.date
    carried: bool = False
    source: str = ""
