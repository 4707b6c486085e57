"""What stands in which cell of a form: shared by whoever writes it, reads it, and checks what was changed."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from planner.domain.document import fold
from planner.domain.drafts import CheckpointKind
from planner.domain.forms import DONE_WORD, TICK, Amount, FormBook, FormField, FormPoint, FormRow
from planner.domain.progress import Basis
from planner.domain.wording import WORDS

FORM_SHEET = "填报表"
GUIDE_SHEET = "填报说明"
KEY_SHEET = "planner"
"""The hidden sheet of keys: names in column A, values in column B."""
RETURN_SHEET = "退回说明"
"""The first sheet of a marked copy: every fault."""
HEADER_WITHIN = 10
"""A header is looked for in so many first rows: somebody may have put lines above it."""
TASK_CODE = "编号"
KNOWN_BY = (TASK_CODE, "本期进展")
"""What stands in the header of a form, whatever else was taken away."""

FORM_KIND = "form"

# Names of the keys, in the hidden document properties and on the hidden sheet alike.
KEY_KIND, KEY_PLAN, KEY_PERIOD, KEY_UNIT, KEY_ROUND, KEY_CODE = (
    "planner-kind",
    "planner-plan",
    "planner-period",
    "planner-unit",
    "planner-round",
    "planner-form",
)
KEYS = (KEY_KIND, KEY_PLAN, KEY_PERIOD, KEY_UNIT, KEY_ROUND, KEY_CODE)

ROW_KEY = "校验"
"""The hidden last column: form code, task code and row version, parted by blanks."""

FILLER, SIGNER, PHONE, FILLED_ON = "填报人", "审签人", "联系电话", "日期"
SIGNED = (FILLER, SIGNER, PHONE, FILLED_ON)
"""Labels on the guide sheet; the open cell stands to the right of each."""

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

Shown = str | int | float | dt.date | None


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of the form's table: its heading, and what is written into it for a row.

    `field` is None for a locked column; `slot` is the number of the row's checkpoint (from 0) that it belongs to.
    `open` says whether a row's cell is to be filled in: a row with fewer checkpoints has none there.
    """

    name: str
    value: Callable[[FormRow], Shown]
    field: FormField | None = None
    slot: int | None = None

    def is_open(self, row: FormRow) -> bool:
        """Whether the cell of a row is to be filled in."""
        if self.field is None:
            return False
        if self.slot is None:
            return True
        point = point_at(row, self.slot)
        if point is None or not point.asked:
            return False
        return self.field is FormField.AMOUNT or point.kind is CheckpointKind.RATE


def form_keys(book: FormBook) -> dict[str, str]:
    """The keys of a form, by name."""
    values = (FORM_KIND, book.plan, book.period, book.unit, str(book.round), book.code)
    return dict(zip(KEYS, values, strict=True))


def heading_of(value: object) -> str:
    """A heading as it is known again, without blanks and full widths; ① stays ①. "" for what is no text."""
    return "".join(fold(value).split()) if isinstance(value, str) else ""


def form_columns(book: FormBook) -> tuple[FormColumn, ...]:
    """The columns of a form, in order; the last is ROW_KEY. One header row stands above the tasks."""
    return (*_locked(book), *_open(book), FormColumn(ROW_KEY, row_key_of(book)))


def row_key_of(book: FormBook) -> Callable[[FormRow], str]:
    """What stands in ROW_KEY, for each row of a form."""
    code = book.code
    return lambda row: f"{code} {row.code} {row.version}"


def point_at(row: FormRow, slot: int) -> FormPoint | None:
    """A row's checkpoint by its number from 0; None where it has fewer."""
    return row.points[slot] if slot < len(row.points) else None


def slots(book: FormBook) -> int:
    """How many checkpoints the row with the most has."""
    return max((len(row.points) for row in book.rows), default=0)


def _locked(book: FormBook) -> Iterator[FormColumn]:
    yield FormColumn(TASK_CODE, lambda row: row.code)
    yield FormColumn("重点任务", lambda row: f"{row.number}{row.title}")
    yield FormColumn("举措", lambda row: row.measures)
    yield FormColumn("角色", lambda row: WORDS[row.role])
    yield FormColumn("完成时限", lambda row: row.due)
    if any(row.due_note for row in book.rows):
        yield FormColumn("时限说明", lambda row: row.due_note)
    yield FormColumn("上期进展", last_said)
    if any(row.returned for row in book.rows):
        yield FormColumn("退回原因", lambda row: row.returned)


def last_said(row: FormRow) -> str:
    """What the unit said last: 2024Q1 推进中：…"""
    status = WORDS[row.last_status] if row.last_status else ""
    return f"{row.last_period} {status}：{row.last_text}" if row.last_period else ""


def _open(book: FormBook) -> Iterator[FormColumn]:
    yield FormColumn("状态", lambda row: WORDS[row.held.status] if row.held.status else None, FormField.STATUS)
    yield FormColumn("无变化", lambda row: TICK if row.held.unchanged else None, FormField.UNCHANGED)
    yield FormColumn("本期进展", lambda row: row.held.text or None, FormField.TEXT)
    for slot in range(slots(book)):
        yield from _point_columns(book, slot)
    yield FormColumn("存在问题", lambda row: row.held.problem or None, FormField.PROBLEM)
    yield FormColumn("原因", lambda row: row.held.cause or None, FormField.CAUSE)
    yield FormColumn("下步安排", lambda row: row.held.next_step or None, FormField.NEXT)
    yield FormColumn("需协调事项", lambda row: row.held.support or None, FormField.SUPPORT)
    yield FormColumn("佐证", lambda row: "；".join(row.held.evidence) or None, FormField.EVIDENCE)
    yield FormColumn("申请延期至", lambda row: row.held.extend_to, FormField.EXTEND_TO)
    if any(point.dated for row in book.rows for point in row.points):
        yield FormColumn("延期事项", lambda row: row.held.extend_what or None, FormField.EXTEND_WHAT)
    yield FormColumn("延期理由", lambda row: row.held.extend_reason or None, FormField.EXTEND_REASON)


def _point_columns(book: FormBook, slot: int) -> Iterator[FormColumn]:
    """A checkpoint's text, locked, and beside it its figure; a share's whole where a row has a share here."""
    mark = slot_mark(slot)
    yield FormColumn(f"考核点{mark}", lambda row: _point_text(row, slot), slot=slot)
    yield FormColumn(f"{mark}本期数", lambda row: _amount(row, slot), FormField.AMOUNT, slot)
    points = [point_at(row, slot) for row in book.rows]
    if any(point and point.kind is CheckpointKind.RATE and point.asked for point in points):
        yield FormColumn(f"{mark}总数", lambda row: _whole(row, slot), FormField.WHOLE, slot)


def slot_mark(slot: int) -> str:
    """①, ② … for the first twenty checkpoints of a row, then (21) …"""
    return _CIRCLED[slot] if slot < len(_CIRCLED) else f"({slot + 1})"


def _point_text(row: FormRow, slot: int) -> str | None:
    point = point_at(row, slot)
    if point is None:
        return None
    lines = (f"{point.code} {point.text}", point.wanted, point.due, point.held)
    return "\n".join(line for line in lines if line)


def _amount(row: FormRow, slot: int) -> Shown:
    point = point_at(row, slot)
    held = _held(row, point)
    if point is None or held is None:
        return None
    if point.yes_or_no:
        return DONE_WORD if held.value > 0 else None
    if held.part is not None:
        return _running(held, held.part)
    if point.kind is CheckpointKind.RATE:
        return _running(held, f"{held.value.normalize():f}%")
    return _running(held, held.value)


def _whole(row: FormRow, slot: int) -> Shown:
    held = _held(row, point_at(row, slot))
    return None if held is None or held.whole is None else _number(held.whole)


def _held(row: FormRow, point: FormPoint | None) -> Amount | None:
    return None if point is None or not point.asked else dict(row.held.amounts).get(point.code)


def _running(held: Amount, value: Decimal | str) -> Shown:
    """A running total says so: 累计30."""
    if held.basis is Basis.YEAR_TO_DATE:
        return f"累计{value}"
    return _number(value) if isinstance(value, Decimal) else value


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
