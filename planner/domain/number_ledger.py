"""The number ledger of a report: every figure that it prints, where each is from, and how it was computed."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from planner.domain.progress import Basis


class Rule(StrEnum):
    """How a printed figure comes of its sources. Nothing else may be printed as a figure."""

    STATED = "stated"
    """As one entry gave it."""
    SAME = "same"
    """Several units gave the same fact; it is told once."""
    SUM = "sum"
    """Amounts of one measure added up: of one unit over periods (本期), or over units under one checkpoint."""
    LATEST = "latest"
    """The newest of amounts that count from 1 January (累计), or of words that a later entry replaced."""
    RATE = "rate"
    """A share computed anew from the sums of parts and wholes; shares are never averaged or added."""
    GROWTH = "growth"
    """Against the year before: a total compared with the figure of a published report."""
    COUNT = "count"
    """Counted by the program from its own rows (tasks done, units)."""
    BY_HAND = "by_hand"
    """Typed or altered by the coordinator in the material: no entry gave it."""


@dataclass(frozen=True, slots=True)
class FigureOrigin:
    """One figure of one entry that a printed figure is from. `place` is a returned form's cell, where it came by one.

    A figure of a published report has no entry: `entry_id` is None, `unit` its title and `period` its year. A share
    given as part/whole keeps both. `counted` tells whether the printed figure's rule counts it: what a newer figure
    replaced, and what only says the same, is named and not counted. `from_text`: it stands in the entry's words.
    """

    entry_id: int | None
    task: str
    unit: str
    period: str
    on: dt.date
    name: str
    printed: str
    value: Decimal
    measure: str
    place: str = ""
    part: Decimal | None = None
    whole: Decimal | None = None
    basis: Basis = Basis.PERIOD
    from_text: bool = False
    counted: bool = True


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """A figure that a report prints. `number` is its place in the ledger, from 1; `measure` its unit of measure.

    `value` is in that unit (a share in %; `part` and `whole` where it is printed as 12/12件), `how` says in Chinese
    how it was computed (2次＋3次), blank where stated. It follows by `rule` from the origins that are `counted`: SUM
    adds them, LATEST, STATED and SAME have one value among them, RATE is 100 × parts / wholes.
    """

    number: int
    printed: str
    name: str
    value: Decimal
    measure: str
    rule: Rule
    origins: tuple[FigureOrigin, ...]
    task: str = ""
    how: str = ""
    part: Decimal | None = None
    whole: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """One measure that would stand in the report with two values: an error that a person has to settle."""

    task: str
    name: str
    measure: str
    values: tuple[str, ...]
    origins: tuple[FigureOrigin, ...]
    message: str
