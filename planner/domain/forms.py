"""Forms: the workbook a unit fills in for a period, what stands in it, and what came back of it."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from planner.domain.drafts import CheckpointKind, Role
from planner.domain.plain import to_plain
from planner.domain.progress import Basis, Status


class FormField(StrEnum):
    """What a unit fills in, in one row; AMOUNT and WHOLE once for each checkpoint of the row."""

    STATUS = "status"
    UNCHANGED = "unchanged"
    TEXT = "text"
    AMOUNT = "amount"
    WHOLE = "whole"
    PROBLEM = "problem"
    CAUSE = "cause"
    NEXT = "next"
    SUPPORT = "support"
    EVIDENCE = "evidence"
    EXTEND_TO = "extend_to"
    EXTEND_WHAT = "extend_what"
    EXTEND_REASON = "extend_reason"


TICK = "√"
"""What 无变化 is ticked with."""

DONE_WORD = "已达成"
"""What is chosen for a checkpoint that is a date and counts nothing: its figure is 1."""

EXTEND_TASK = "本任务"
"""What is chosen where more time is asked for the task itself and not for a checkpoint of it."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure of a checkpoint, in the checkpoint's own unit of measure. A share has part and whole.

    `printed` is what was typed, and of no account in comparisons.
    """

    value: Decimal
    part: Decimal | None = None
    whole: Decimal | None = None
    basis: Basis = Basis.PERIOD
    printed: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class FormCells:
    """What is said in a row's open cells. `amounts` are by checkpoint code, in the row's order.

    `evidence` are items as `kind：value`. None for a status that was left blank.
    """

    status: Status | None = None
    unchanged: bool = False
    text: str = ""
    amounts: tuple[tuple[str, Amount], ...] = ()
    problem: str = ""
    cause: str = ""
    next_step: str = ""
    support: str = ""
    evidence: tuple[str, ...] = ()
    extend_to: dt.date | None = None
    extend_what: str = ""
    extend_reason: str = ""


BLANK = FormCells()


@dataclass(frozen=True, slots=True)
class FormPoint:
    """A checkpoint that the unit owes, as its cell shows it.

    `asked` is False where all that it asks for the year is held already: it is shown and not asked again. `due` is
    what is said of its days, `held` of what was accepted so far; both may be blank. `yes_or_no`: it counts nothing,
    the unit chooses DONE_WORD. `dated`: it has a day that more time can be asked for.
    """

    code: str
    text: str
    kind: CheckpointKind
    unit: str
    wanted: str
    due: str
    held: str
    asked: bool
    yes_or_no: bool
    dated: bool


@dataclass(frozen=True, slots=True)
class RowVersion:
    """What a row was written of: digests of its wording and its assignment, and the entry held for the period.

    `entry` is 0 where none was held. A row that came back is good as long as all three are what they are now.
    """

    wording: str
    assignment: str
    entry: int

    def __str__(self) -> str:
        return f"{self.wording}.{self.assignment}.{self.entry}"


@dataclass(frozen=True, slots=True)
class FormRow:
    """A task of the unit. `measures` is the task's body; `due_note` says where the day is from.

    `last` is what the unit said for an earlier period (its period, status and text), blank where it said nothing
    that stands; `returned` why the entry held for this period was returned. `held` are the cells as they are filled
    in when the form goes out: what is held for this period, blank where nothing is.
    """

    code: str
    number: str
    title: str
    measures: str
    role: Role
    due: dt.date
    due_note: str
    points: tuple[FormPoint, ...]
    last_period: str
    last_status: Status | None
    last_text: str
    returned: str
    held: FormCells
    version: RowVersion


@dataclass(frozen=True)  # no slots: its code is worked out once
class FormBook:
    """A unit's form for a period. `round` counts the rounds of the period.

    `excused` are its tasks that are not asked for: code, title, why.
    """

    plan: str
    plan_title: str
    period: str
    period_label: str
    round: int
    return_by: dt.date
    unit: str
    contact: str
    phone: str
    rows: tuple[FormRow, ...]
    excused: tuple[tuple[str, str, str], ...] = ()
    office: str = ""

    @cached_property
    def kept(self) -> dict[str, Any]:
        """The form as JSON values: how it is kept."""
        plain: dict[str, Any] = to_plain(self)
        return plain

    @cached_property
    def code(self) -> str:
        """What tells this form from every other: a digest of all that stands in it."""
        return digest(json.dumps(self.kept, ensure_ascii=False, sort_keys=True), 20)


def digest(text: str, length: int = 8) -> str:
    """The first hexadecimal digits of a text's SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:length]


# ---- what came back ----

CellValue = str | int | float | dt.date | None


class Place(NamedTuple):
    """Where something stands in a workbook: a cell (填报表!G5), a row or sheet without one, or the whole file ("")."""

    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


class Mend(NamedTuple):
    """What the marked copy puts back itself: a task's cell under a heading, or its whole row ("" for the heading).

    `message` is told there instead of the fault's own.
    """

    task: str
    column: str
    message: str


class Fault(NamedTuple):
    """What is wrong, where, and what would help: one Chinese clause without a full stop.

    `mend` is there where the marked copy can put it right. `elsewhere`: it can't be put right in the very file.
    """

    place: Place
    message: str
    mend: Mend | None = None
    elsewhere: bool = False

    def __str__(self) -> str:
        return f"{self.place}：{self.message}" if self.place.sheet else self.message

    @property
    def here(self) -> bool:
        """Whether the unit can put it right in the very file; what is wrong with all of it, it can't."""
        return bool(self.place.sheet) and not self.elsewhere


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell as it was found. `formula`: its value is a formula's, or is missing because of one.

    `covered`: it is merged into another cell, and what is meant for it isn't known.
    """

    place: Place
    value: CellValue
    formula: bool = False
    covered: bool = False


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row that isn't wholly blank, by the names of its columns; a column that isn't in the sheet isn't here."""

    number: int
    place: Place
    cells: Mapping[str, ReadCell]


@dataclass(frozen=True, slots=True)
class ReadForm:
    """A form as it was found in a file. `keys` are its hidden marks by name (domain/form_layout.py); {} if it has none.

    `signed` are the cells of 填报人, 审签人 … by those names, `guide` all others that say something on their sheet.
    `faults` tell what can't be read at all, `notes` what is in the file and is not read.
    """

    file_name: str
    sha256: str
    keys: Mapping[str, str]
    signed: Mapping[str, ReadCell]
    rows: tuple[ReadRow, ...]
    faults: tuple[Fault, ...] = ()
    guide: tuple[ReadCell, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who filled a form in and who signed it, as they wrote."""

    filler: str = ""
    signer: str = ""
    phone: str = ""
    filled_on: dt.date | None = None


class RowAction(StrEnum):
    """What a row that came back asks for: nothing new, a new entry, or the last entry carried over (无变化)."""

    NOTHING = "nothing"
    SAY = "say"
    CARRY = "carry"


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A checked row: what it says and what is to be done with it. `place` is its row in the file."""

    code: str
    place: Place
    action: RowAction
    cells: FormCells


@dataclass(frozen=True, slots=True)
class CheckedForm:
    """A form after all checks. With a fault nothing of it is taken; notes change nothing but should be seen."""

    rows: tuple[FilledRow, ...]
    signed: SignOff
    faults: tuple[Fault, ...]
    notes: tuple[str, ...] = ()
