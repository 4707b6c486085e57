"""Whether a form that came back can be taken: its rows, its locked cells, its values, and what it was written of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from planner.domain.form_guide import words_on_guide
from planner.domain.form_layout import FILLED_ON, FILLER, PHONE, SIGNER, TASK_CODE
from planner.domain.form_news import says_nothing_new
from planner.domain.form_rows import (
    Columns,
    RowCells,
    columns_of,
    locked_faults,
    read_cells,
    with_extension_of,
)
from planner.domain.form_tasks import keyed_rows
from planner.domain.form_values import CellUnreadable, as_date, as_words
from planner.domain.forms import (
    BLANK,
    CheckedForm,
    Fault,
    FilledRow,
    FormBook,
    FormCells,
    FormField,
    FormRow,
    Place,
    ReadCell,
    ReadForm,
    RowAction,
    SignOff,
)

# G5 / AB12
_CELL = re.compile(r"([A-Z]+)(\d+)")
_MOST_NAMED = 5
_SINCE = "这张表发出以后，任务"


def check_form(read: ReadForm, sent: FormBook, current: FormBook) -> CheckedForm:
    """What a form says, and all that is wrong with it, in the order of the file.

    `sent` is what was written into it, `current` the form of the same unit and period as it would be written now.
    Rows come in the order they were sent in. Whether it is of the right plan, period, unit and round is not asked
    here.
    """
    faults = list(read.faults)
    columns = columns_of(sent)
    rows, row_faults = keyed_rows(read, sent, columns)
    faults += row_faults
    checked: list[FilledRow] = []
    for row in sent.rows:
        if row.code in rows:
            filled, found = _checked(RowCells(columns, row, rows[row.code], _row_of(current, row.code)), current)
            checked += [filled] if filled else []
            faults += found
    signed, sign_faults = _signed(read.signed)
    covered = _covered(read, columns)
    faults = [fault for fault in faults if fault.place not in covered or fault in read.faults]
    in_order = sorted(dict.fromkeys([*faults, *sign_faults]), key=_position(read))
    return CheckedForm(tuple(checked), signed, tuple(in_order), tuple(_notes(read, sent, current, checked, signed)))


def moved_on(sent: FormBook, faults: Sequence[Fault]) -> tuple[str, ...]:
    """The tasks that were told to be another thing by now than when the form went out."""
    codes = (row.code for row in sent.rows)
    return tuple(code for code in codes if any(f.message.startswith(f"{_SINCE} {code} ") for f in faults))


def _covered(read: ReadForm, columns: Columns) -> set[Place]:
    """The open cells that were merged together, which is told: what else seems wrong with them comes of that."""
    names = {column.name for column in columns.open.values()}
    return {cell.place for row in read.rows for name, cell in row.cells.items() if cell.covered and name in names}


def _row_of(book: FormBook, code: str) -> FormRow | None:
    return next((row for row in book.rows if row.code == code), None)


def _position(read: ReadForm) -> "_Position":
    signed = [cell.place.sheet for cell in read.signed.values()]
    return _Position(tuple(dict.fromkeys(["", *signed])))


@dataclass(frozen=True, slots=True)
class _Position:
    """Where a fault stands in the file: what is said of all of it, then the guide, then the table, cell by cell."""

    sheets: Sequence[str]

    def __call__(self, fault: Fault) -> tuple[int, int, int, str]:
        sheet = self.sheets.index(fault.place.sheet) if fault.place.sheet in self.sheets else len(self.sheets)
        found = _CELL.fullmatch(fault.place.cell)
        if not found:
            return sheet, 0, 0, ""
        return sheet, int(found[2]), len(found[1]), found[1]


# ---- what a row says ----


def _checked(row: RowCells, current: FormBook) -> tuple[FilledRow | None, list[Fault]]:
    """What a row says; None where something is wrong with it."""
    locked = list(locked_faults(row, row.columns.all[:-1]))  # the last is its key
    now = (row.current or row.sent).held
    if not row.any_changed:
        return _filled(row, RowAction.NOTHING, with_extension_of(row.sent.held, now)), locked
    cells = read_cells(row)
    if row.faults:
        return None, [*locked, *row.faults]
    if says_nothing_new(row, cells):
        return _filled(row, RowAction.NOTHING, cells), locked
    (_tell_beside_tick if cells.unchanged else _tell_unsaid)(row, cells)
    faults = [*locked, *row.faults, *_conflicts(row, current)]
    action = RowAction.CARRY if cells.unchanged else RowAction.SAY
    return None if faults else _filled(row, action, cells), faults


def _filled(row: RowCells, action: RowAction, cells: FormCells) -> FilledRow:
    return FilledRow(row.sent.code, row.found.place, action, cells)


def _tell_unsaid(row: RowCells, cells: FormCells) -> None:
    """A row that says something says what was done."""
    if not cells.text:
        said = next((row.name(*key) for key in row.columns.open if row.is_changed(*key)), "")
        text, carried = row.name(FormField.TEXT), row.name(FormField.UNCHANGED)
        advice = f"；没有新进展请勾“{carried}”" if (row.current or row.sent).last_period else f"，请写“{text}”"
        row.tell(f"填了“{said}”，却没有写“{text}”{advice}", FormField.TEXT)


_OF_THE_ENTRY: Mapping[FormField, str] = {
    FormField.STATUS: "status",
    FormField.PROBLEM: "problem",
    FormField.CAUSE: "cause",
    FormField.NEXT: "next_step",
    FormField.SUPPORT: "support",
    FormField.EVIDENCE: "evidence",
}


def _tell_beside_tick(row: RowCells, cells: FormCells) -> None:
    """Beside a tick that says that nothing changed stands nothing that did."""
    held = row.sent.held
    now = row.current or row.sent
    if not now.last_period:
        was_returned = now.returned and not now.version.entry
        why = "上期的填报被退回，还没有重报" if was_returned else "上期没有填报过"
        row.tell(f"{why}，不能勾“无变化”，请写本期进展", FormField.UNCHANGED)
    if cells.text and cells.text != held.text:
        row.tell("勾了“无变化”，又写了本期进展，请只留一样", FormField.TEXT)
    for what, name in _OF_THE_ENTRY.items():
        said = getattr(cells, name)
        usual = row.sent.last_status if what is FormField.STATUS else None
        if said and said not in (getattr(held, name), usual):
            row.tell(f"勾了“无变化”，又改了“{row.name(what)}”；有变化请清去勾，写明本期进展", what)
    for slot, point in enumerate(row.sent.points):
        given = dict(cells.amounts).get(point.code)
        if given and given != dict(held.amounts).get(point.code):
            what = FormField.AMOUNT if row.is_changed(FormField.AMOUNT, slot) else FormField.WHOLE
            row.tell(f"勾了“无变化”，又填了“{row.name(what, slot)}”；有变化请清去勾，写明本期进展", what, slot)


def _conflicts(row: RowCells, current: FormBook) -> Iterator[Fault]:
    """Why what a row says can't be taken any more: what it was written of is not what holds now."""
    cell = row.found.cells.get(TASK_CODE)
    place = cell.place if cell else row.found.place
    code = row.sent.code
    if row.current is None:
        why = next((why for excused, _, why in current.excused if excused == code), "")
        yield Fault(place, f"任务 {code} 现在不用填报{f'（{why}）' if why else ''}，请清空这一行填的内容")
        return
    then, now = row.sent.version, row.current.version
    advice = "请清空这一行填的内容，在新的填报表里填写"
    if then.wording != now.wording:
        yield Fault(place, f"{_SINCE} {code} 的内容改过，{advice}", elsewhere=True)
    if then.assignment != now.assignment:
        yield Fault(place, f"{_SINCE} {code} 的责任分工改过，{advice}", elsewhere=True)
    if then.entry != now.entry:
        yield Fault(place, f"{_SINCE} {code} 本期又有了新的填报，不能用旧表覆盖，{advice}", elsewhere=True)


# ---- signature ----


def _signed(cells: Mapping[str, ReadCell]) -> tuple[SignOff, list[Fault]]:
    faults: list[Fault] = []
    values: dict[str, str] = {}
    for label in (FILLER, SIGNER, PHONE):
        values[label] = _said(cells.get(label), faults)
    filled_on = None
    if (cell := cells.get(FILLED_ON)) is not None:
        try:
            filled_on = as_date(cell.value)
        except CellUnreadable as error:
            faults.append(Fault(cell.place, str(error)))
    return SignOff(values[FILLER], values[SIGNER], values[PHONE], filled_on), faults


def _said(cell: ReadCell | None, faults: list[Fault]) -> str:
    try:
        return as_words(cell.value) if cell else ""
    except CellUnreadable as error:
        faults.extend([Fault(cell.place, str(error))] if cell else [])
        return ""


# ---- what is worth a look ----


def _notes(
    read: ReadForm, sent: FormBook, current: FormBook, rows: Sequence[FilledRow], signed: SignOff
) -> Iterator[str]:
    """What is in the file and is not taken, and what was left undone."""
    yield from read.notes
    yield from words_on_guide(read, sent)
    yield from _emptied(rows, sent)
    yield from _left_returned(rows, current)
    if any(row.action is not RowAction.NOTHING for row in rows):
        yield from _missing_signatures(signed)


def _left_returned(rows: Sequence[FilledRow], current: FormBook) -> Iterator[str]:
    """The tasks whose entry was returned and that came back as they were."""
    returned = {row.code for row in current.rows if row.returned}
    left = [row.code for row in rows if row.action is RowAction.NOTHING and row.code in returned]
    if left:
        more = " 等" if len(left) > _MOST_NAMED else ""
        yield f"有 {len(left)} 项退回的没有改（{'、'.join(left[:_MOST_NAMED])}{more}）"


def _emptied(rows: Sequence[FilledRow], sent: FormBook) -> Iterator[str]:
    held = {row.code: row.held for row in sent.rows}
    for row in rows:
        if row.cells == BLANK != held[row.code]:
            yield f"{row.place}：任务 {row.code} 填的内容都清空了，当作没有填，原有的填报不变"


def _missing_signatures(signed: SignOff) -> Iterator[str]:
    if not signed.filler:
        yield f"没有写{FILLER}"
    if not signed.signer:
        yield f"没有写{SIGNER}"
