"""One row of a form that came back: what its open cells say, and whether its locked ones were left alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from planner.domain.document import name_key
from planner.domain.form_layout import FormColumn, form_columns, point_at
from planner.domain.form_values import (
    CellUnreadable,
    as_amount,
    as_date,
    as_evidence,
    as_status,
    as_tick,
    as_words,
    is_as_written,
    is_unchanged,
    plain_text,
    short,
)
from planner.domain.forms import (
    EXTEND_TASK,
    Amount,
    CellValue,
    Fault,
    FormBook,
    FormCells,
    FormField,
    FormRow,
    Mend,
    ReadCell,
    ReadRow,
)

Meaning = TypeVar("Meaning")

NO_VALUE = "公式没有算出结果，或算出的是错误值，请改成直接填写的内容"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a form as it was sent, those to be filled in also by their field and slot."""

    all: tuple[FormColumn, ...]
    open: Mapping[tuple[FormField, int | None], FormColumn]


def columns_of(book: FormBook) -> Columns:
    """The columns of a form; the same for all its rows."""
    columns = form_columns(book)
    return Columns(columns, {(column.field, column.slot): column for column in columns if column.field})


@dataclass(slots=True)
class RowCells:
    """A row as it was sent and as it was found. What is wrong with a cell is told to `faults`."""

    columns: Columns
    sent: FormRow
    found: ReadRow
    current: FormRow | None
    faults: list[Fault] = field(default_factory=list)

    def cell(self, what: FormField, slot: int | None = None) -> ReadCell | None:
        """The cell of a field; None where the row has none, or the sheet lost its column."""
        column = self.columns.open.get((what, slot))
        return self.found.cells.get(column.name) if column and column.is_open(self.sent) else None

    def value(self, what: FormField, slot: int | None = None) -> CellValue:
        """What stands in the cell of a field."""
        cell = self.cell(what, slot)
        return cell.value if cell else None

    def name(self, what: FormField, slot: int | None = None) -> str:
        """How a field's column is headed."""
        return self.columns.open[what, slot].name

    def tell(self, message: str, what: FormField, slot: int | None = None) -> None:
        """Note a fault of a field's cell; where it has none it is the row's."""
        cell = self.cell(what, slot)
        self.faults.append(Fault(cell.place if cell else self.found.place, message))

    def is_changed(self, what: FormField, slot: int | None = None) -> bool:
        """Whether a field's cell says something else than when it went out."""
        cell = self.cell(what, slot)
        if cell is None:
            return False
        written = self.columns.open[what, slot].value(self.sent)
        return (cell.formula and cell.value is None) or not is_as_written(cell.value, written)

    @property
    def any_changed(self) -> bool:
        return any(self.is_changed(*key) for key in self.columns.open)

    def taken(self, what: FormField, held: Meaning, meaning: Callable[[CellValue], Meaning], blank: Meaning) -> Meaning:
        """What a field's cell means: what was held where it is as it went out, `blank` where it can't be read."""
        if not self.is_changed(what):
            return held
        cell = self.cell(what)
        if cell is None or _has_no_value(cell):
            self.tell(NO_VALUE, what)
            return blank
        try:
            return meaning(cell.value)
        except CellUnreadable as error:
            self.tell(str(error), what)
            return blank


def read_cells(row: RowCells) -> FormCells:
    """What the open cells of a row say; what can't be read is told and left blank."""
    held = row.sent.held
    cells = FormCells(
        status=row.taken(FormField.STATUS, held.status, as_status, None),
        unchanged=row.taken(FormField.UNCHANGED, held.unchanged, as_tick, False),
        text=row.taken(FormField.TEXT, held.text, as_words, ""),
        amounts=tuple(_amounts(row)),
        problem=row.taken(FormField.PROBLEM, held.problem, as_words, ""),
        cause=row.taken(FormField.CAUSE, held.cause, as_words, ""),
        next_step=row.taken(FormField.NEXT, held.next_step, as_words, ""),
        support=row.taken(FormField.SUPPORT, held.support, as_words, ""),
        evidence=row.taken(FormField.EVIDENCE, held.evidence, as_evidence, ()),
    )
    return _with_extension(row, cells)


def _has_no_value(cell: ReadCell) -> bool:
    return cell.formula and (cell.value is None or plain_text(cell.value).startswith("#"))


# ---- figures ----


def _amounts(row: RowCells) -> Iterator[tuple[str, Amount]]:
    held = dict(row.sent.held.amounts)
    for slot, point in enumerate(row.sent.points):
        if not point.asked:
            continue
        if not (row.is_changed(FormField.AMOUNT, slot) or row.is_changed(FormField.WHOLE, slot)):
            amount = held.get(point.code)
        else:
            amount = _amount(row, slot)
        if amount is not None:
            yield point.code, amount


def _amount(row: RowCells, slot: int) -> Amount | None:
    without = [what for what in (FormField.AMOUNT, FormField.WHOLE) if _is_without_value(row.cell(what, slot))]
    for what in without:
        row.tell(NO_VALUE, what, slot)
    if without:
        return None
    point = row.sent.points[slot]
    try:
        return as_amount(point, row.value(FormField.AMOUNT, slot), row.value(FormField.WHOLE, slot))
    except CellUnreadable as error:
        row.tell(str(error), error.field or FormField.AMOUNT, slot)
        return None


def _is_without_value(cell: ReadCell | None) -> bool:
    return cell is not None and _has_no_value(cell)


# ---- more time ----

_EXTENSION = (FormField.EXTEND_TO, FormField.EXTEND_WHAT, FormField.EXTEND_REASON)


def settled_extension(cells: FormCells) -> FormCells:
    """The cells with the task itself named where more time is asked for and it isn't said for what."""
    return replace(cells, extend_what=EXTEND_TASK) if cells.extend_to and not cells.extend_what else cells


def with_extension_of(cells: FormCells, other: FormCells) -> FormCells:
    """The cells, asking for the time that the others ask for."""
    return replace(cells, extend_to=other.extend_to, extend_what=other.extend_what, extend_reason=other.extend_reason)


def _with_extension(row: RowCells, cells: FormCells) -> FormCells:
    """The cells with what is asked for; a request that was left as it went out is as it stands by now."""
    held, told = row.sent.held, len(row.faults)
    if not any(map(row.is_changed, _EXTENSION)):
        return with_extension_of(cells, (row.current or row.sent).held)
    cells = replace(
        cells,
        extend_to=row.taken(FormField.EXTEND_TO, held.extend_to, as_date, None),
        extend_what=row.taken(FormField.EXTEND_WHAT, held.extend_what, lambda value: _what(row, value), ""),
        extend_reason=row.taken(FormField.EXTEND_REASON, held.extend_reason, as_words, ""),
    )
    cells = settled_extension(cells)
    if len(row.faults) == told:
        _check_extension(row, cells)
    return cells


def _what(row: RowCells, value: CellValue) -> str:
    word = name_key(plain_text(value))
    known = [EXTEND_TASK, *(point.code for point in row.sent.points if point.dated)]
    found = {name_key(each): each for each in known}
    if word and word not in found:
        raise CellUnreadable(f"看不懂“{short(value)}”，请从 {'、'.join(known)} 中选一个，或留空（即{EXTEND_TASK}）")
    return found.get(word, "")


def _check_extension(row: RowCells, cells: FormCells) -> None:
    if cells.extend_to is None:
        for what, said in ((FormField.EXTEND_REASON, cells.extend_reason), (FormField.EXTEND_WHAT, cells.extend_what)):
            if said and (what is not FormField.EXTEND_WHAT or row.is_changed(what)):
                row.tell(f"填了“{row.name(what)}”，没有填延期到哪一天", FormField.EXTEND_TO)
                return
        return
    if not cells.extend_reason:
        row.tell("申请延期要写理由", FormField.EXTEND_REASON)
    due = (row.current or row.sent).due
    if cells.extend_what == EXTEND_TASK and cells.extend_to <= due:
        row.tell(f"{cells.extend_to} 不在现在的时限（{due}）之后，请填更晚的日子", FormField.EXTEND_TO)


# ---- what is not to be filled in ----


def locked_faults(row: RowCells, columns: Sequence[FormColumn]) -> Iterator[Fault]:
    """Cells that were changed though they are not to be filled in, and whatever stands beside the table."""
    names = {column.name for column in row.columns.all}
    for column in columns:
        cell = row.found.cells.get(column.name)
        if cell is None or column.is_open(row.sent):
            continue
        if column.field is None:
            yield from _changed(column, row.sent, cell)
        elif plain_text(cell.value) or cell.formula:
            why = _not_asked(row.sent, column)
            mend = Mend(row.sent.code, column.name, _emptied(why, cell.value))
            yield Fault(cell.place, f"{why}，请清空", mend)
    for name, cell in row.found.cells.items():
        if name not in names and (plain_text(cell.value) or cell.formula):
            yield Fault(cell.place, f"“{name}”不是填报表里的列，写在这里的收不回去，请移到表里相应的格子，再清空这一格")


_QUOTED = 100


def _changed(column: FormColumn, row: FormRow, cell: ReadCell) -> Iterator[Fault]:
    written = column.value(row)
    if not is_unchanged(cell.value, written):
        was = f"原来是“{short(written, _QUOTED)}”" if plain_text(written) else "原来是空的"
        mend = Mend(row.code, column.name, _restored(column.name, plain_text(cell.value), plain_text(written)))
        yield Fault(cell.place, f"“{column.name}”不能改，{was}，请改回来，要说的写到白格里", mend)


def _restored(name: str, said: str, written: str) -> str:
    """What is told where a locked cell was put back: all that was written into it, or written on to it."""
    done = f"“{name}”不能改，已恢复原来的内容"
    if not said:
        return done
    if written and said.startswith(written):
        return f"{done}；你添的“{said.removeprefix(written).strip()}”请写到白格里"
    return f"{done}；你写的“{said}”请写到白格里"


def _emptied(why: str, value: CellValue) -> str:
    said = plain_text(value)
    return f"{why}，已清空；你写的是“{said}”" if said else f"{why}，已清空"


def _not_asked(row: FormRow, column: FormColumn) -> str:
    """Why a cell is not to be filled in."""
    point = point_at(row, column.slot) if column.slot is not None else None
    if point is None:
        return f"这一行没有这个考核点，“{column.name}”不用填"
    if not point.asked:
        return f"考核点 {point.code} 全年要报的已经报齐，“{column.name}”不用再填"
    return f"考核点 {point.code} 报的不是比率，没有总数"
