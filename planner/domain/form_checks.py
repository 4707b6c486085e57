"""Whether a form that came back can be taken: its rows, its locked cells, its values, and what it was written of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from planner.domain.form_layout import FILLED_ON, FILLER, FORM_SHEET, PHONE, ROW_KEY, SIGNER
from planner.domain.form_news import says_nothing_new
from planner.domain.form_rows import (
    Columns,
    RowCells,
    columns_of,
    locked_faults,
    read_cells,
    with_extension_of,
)
from planner.domain.form_values import CellUnreadable, as_date, as_words, plain_text, short
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
    ReadRow,
    RowAction,
    SignOff,
)

# G5 / AB12
_CELL = re.compile(r"([A-Z]+)(\d+)")
_CODE = "编号"
_MOST_WRONG_ROWS = 50


def check_form(read: ReadForm, sent: FormBook, current: FormBook) -> CheckedForm:
    """What a form says, and all that is wrong with it, in the order of the file.

    `sent` is what was written into it, `current` the form of the same unit and period as it would be written now.
    Rows come in the order they were sent in. Whether it is of the right plan, period, unit and round is not asked
    here.
    """
    faults = list(read.faults)
    columns = columns_of(sent)
    rows, row_faults = _keyed_rows(read, sent, columns)
    faults += row_faults
    checked: list[FilledRow] = []
    for row in sent.rows:
        if row.code in rows:
            filled, found = _checked(RowCells(columns, row, rows[row.code], _row_of(current, row.code)), current)
            checked += [filled] if filled else []
            faults += found
    signed, sign_faults = _signed(read.signed)
    says = any(row.action is not RowAction.NOTHING for row in checked)
    notes = (*_emptied(checked, sent), *(_missing_signatures(signed) if says else ()))
    in_order = sorted(dict.fromkeys([*faults, *sign_faults]), key=_position(read))
    return CheckedForm(tuple(checked), signed, tuple(in_order), notes)


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


# ---- which row is which ----


def _keyed_rows(read: ReadForm, sent: FormBook, columns: Columns) -> tuple[dict[str, ReadRow], list[Fault]]:
    """The rows by task, and what is wrong with their keys, their number and the columns they have."""
    filled = [row for row in read.rows if any(plain_text(cell.value) or cell.formula for cell in row.cells.values())]
    if read.faults and not filled:
        return {}, []
    sheet = filled[0].place.sheet if filled else FORM_SHEET
    faults = list(_lost_columns(filled, columns, sheet))
    if filled and ROW_KEY not in filled[0].cells:
        return {}, faults
    rows: dict[str, ReadRow] = {}
    wrong: list[Fault] = []
    own = sent.code
    for row in filled:
        code, fault = _task_of(row, sent, own)
        if code in rows:
            fault = f"与第{rows[code].number}行是同一项任务（{code}），请只留一行"
        elif code:
            rows[code] = row
        if fault:
            wrong.append(Fault(_key_place(row), fault))
    return rows, [*faults, *_told_in_part(wrong, sheet), *_lost_rows(sent, rows, sheet)]


def _told_in_part(faults: Sequence[Fault], sheet: str) -> Iterator[Fault]:
    """The first of them, and how many more there are: a whole table may have been pasted in."""
    yield from faults[:_MOST_WRONG_ROWS]
    if len(faults) > _MOST_WRONG_ROWS:
        yield Fault(Place(sheet), f"另有 {len(faults) - _MOST_WRONG_ROWS} 行也不是这张填报表里的")


def _lost_rows(sent: FormBook, rows: Mapping[str, ReadRow], sheet: str) -> Iterator[Fault]:
    for row in sent.rows:
        if row.code not in rows:
            yield Fault(Place(sheet), f"少了任务 {row.code}（{short(row.title)}）这一行，请补回来")


def _lost_columns(rows: Sequence[ReadRow], columns: Columns, sheet: str) -> Iterator[Fault]:
    if not rows:
        return
    for column in columns.all:
        if column.name not in rows[0].cells:
            hidden = "隐藏的" if column.name == ROW_KEY else ""
            yield Fault(Place(sheet), f"少了{hidden}“{column.name}”这一列，请在发出的那份表里重新填写")


def _task_of(row: ReadRow, sent: FormBook, own: str) -> tuple[str, str]:
    """The code of the task that a row is of ("" where that isn't known), and what is wrong with its key.

    `own` is the form's own code.
    """
    key = plain_text(row.cells[ROW_KEY].value)
    if not key:
        return "", "这一行是新加的，填报表不能加行，请把内容并到原有的任务里，再删去这一行"
    form, _, rest = key.partition(" ")
    code, _, version = rest.partition(" ")
    task = _row_of(sent, code)
    if form != own and task and version == str(task.version):
        return code, "这一行是从另一张填报表里来的，请在发出的那份表里重新填写"
    if form != own or task is None:
        return "", f"这一行不是这张填报表里的（“{_CODE}”是“{_shown_code(row)}”），请删去，在原有的行里填写"
    if version != str(task.version):
        return code, "这一行隐藏的校验码被改过，请在发出的那份表里重新填写"
    return code, ""


def _shown_code(row: ReadRow) -> str:
    cell = row.cells.get(_CODE)
    return short(cell.value) if cell else ""


def _key_place(row: ReadRow) -> Place:
    """Where a fault of a row's key is shown: at the key, or at the first filled cell of a row that has none."""
    key = row.cells[ROW_KEY]
    if plain_text(key.value):
        return key.place
    return next((cell.place for cell in row.cells.values() if plain_text(cell.value) or cell.formula), key.place)


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
        said = cells if cells == BLANK else with_extension_of(cells, now)
        return _filled(row, RowAction.NOTHING, said), locked
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
        row.tell(f"填了“{said}”，却没有写“{row.name(FormField.TEXT)}”；没有新进展请勾“无变化”", FormField.TEXT)


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
    if not (row.current or row.sent).last_period:
        row.tell("上期没有填报过，不能勾“无变化”，请写本期进展", FormField.UNCHANGED)
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
    cell = row.found.cells.get(_CODE)
    place = cell.place if cell else row.found.place
    code = row.sent.code
    if row.current is None:
        why = next((why for excused, _, why in current.excused if excused == code), "")
        yield Fault(place, f"任务 {code} 现在不用填报{f'（{why}）' if why else ''}，请清空这一行填的内容")
        return
    then, now = row.sent.version, row.current.version
    if then.wording != now.wording:
        yield Fault(place, f"这张表发出以后，任务 {code} 的内容改过，请在新的填报表里填写")
    if then.assignment != now.assignment:
        yield Fault(place, f"这张表发出以后，任务 {code} 的责任分工改过，请在新的填报表里填写")
    if then.entry != now.entry:
        yield Fault(place, f"这张表发出以后，任务 {code} 本期又有了新的填报，不能用旧表覆盖，请在新的填报表里填写")


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
