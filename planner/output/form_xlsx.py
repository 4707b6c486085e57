"""The workbook that a unit fills in for a period (填报表)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from planner.domain.form_layout import FORM_SHEET, GUIDE_SHEET, KEY_SHEET, ROW_KEY, FormColumn, form_columns, form_keys
from planner.domain.forms import FormBook, FormField, FormRow
from planner.output.filling import add_keys, protect, start_at
from planner.output.form_entry import guide_cells, guide_row
from planner.output.form_guide import fill_guide
from planner.output.looks import Kind, Shade
from planner.output.sheets import (
    Column,
    Sheet,
    add_sheet,
    fitting_width,
    freeze_and_filter,
    name_workbook,
    new_workbook,
    set_up_page,
    to_bytes,
    write_table,
)

_KEPT_IN_SIGHT = 2
_LOWEST_ROW = 108.0
"""Points: room for eight lines, for what will be written; a row doesn't grow by itself while somebody types."""
_LOWEST_HEADER = 34.0
_TALLEST_TEXT = 220.0
"""Points: a column grows, as far as it may, before a row gets taller; several tasks should be seen at once."""


class _Look(NamedTuple):
    width: float
    kind: Kind = Kind.TEXT
    widest: float = 0


_LOCKED: Mapping[str, _Look] = {
    "编号": _Look(8.5, Kind.SHORT),
    "重点任务": _Look(10, widest=24),
    "举措": _Look(22, widest=64),
    "角色": _Look(5.5, Kind.SHORT),
    "完成时限": _Look(10.5, Kind.DATE),
    "时限说明": _Look(8.5, widest=20),
    "上期进展": _Look(16, widest=50),
    "退回原因": _Look(11, widest=40),
    ROW_KEY: _Look(24, Kind.SHORT),
}
_POINT = _Look(14, widest=40)
# Typed words and figures stay what was typed (12/12 is no day). Long texts are not "@": old Excels show those as ####.
_OPEN: Mapping[FormField, _Look] = {
    FormField.STATUS: _Look(7.5, Kind.TYPED),
    FormField.UNCHANGED: _Look(6.5, Kind.TYPED),
    FormField.TEXT: _Look(30, widest=70),
    FormField.AMOUNT: _Look(8, Kind.TYPED),
    FormField.WHOLE: _Look(7, Kind.SHORT),
    FormField.PROBLEM: _Look(13, widest=50),
    FormField.CAUSE: _Look(11, widest=50),
    FormField.NEXT: _Look(13, widest=50),
    FormField.SUPPORT: _Look(11, widest=50),
    FormField.EVIDENCE: _Look(13, Kind.WORDS, widest=50),
    FormField.EXTEND_TO: _Look(10.5, Kind.DATE),
    FormField.EXTEND_WHAT: _Look(9.5, Kind.TYPED),
    FormField.EXTEND_REASON: _Look(11, widest=50),
}


def form_workbook(book: FormBook, on: dt.date) -> bytes:
    """The form as an xlsx file: 填报说明, 填报表, and the keys, hidden and as document properties.

    `on` is the day it speaks of. Every sheet is protected without a password: only the cells that are asked for, and
    those of the signature, can be typed in. A text stands in its cell as planner.output.sheets.cell_text has it.
    """
    workbook = new_workbook(f"{book.plan_title}　{book.period_label}填报表　{book.unit}", on)
    keys = form_keys(book)
    name_workbook(workbook, keys)
    guide = add_sheet(workbook, GUIDE_SHEET)
    fill_guide(guide, book)
    _add_form(workbook, book)
    add_keys(workbook, KEY_SHEET, keys, Kind.PLAIN)
    for worksheet in workbook.worksheets:
        protect(worksheet)
    return to_bytes(workbook)


def put_form_cell(sheet: Sheet, place: tuple[int, int], column: FormColumn, row: FormRow) -> None:
    """Write a cell of the table as it goes out; `place` is its row and column."""
    shade = None if column.is_open(row) else Shade.LOCKED
    value = column.value(row)
    sheet.put(*place, value, _look(column).kind, shade=shade, unlocked=column.is_open(row))


def put_form_row(sheet: Sheet, at: int, columns: Mapping[int, FormColumn], row: FormRow) -> None:
    """Write a row of the table as it goes out, with its hints; `columns` are by their numbers."""
    for number, column in columns.items():
        put_form_cell(sheet, (at, number), column, row)
    guide_row(sheet, at, columns, row)
    sheet.height(at, _LOWEST_ROW)


def _add_form(workbook: Workbook, book: FormBook) -> None:
    """The sheet with the unit's tasks: header in the first row, in sight and repeated in print, and what is asked."""
    sheet = add_sheet(workbook, FORM_SHEET, vertical="top")
    columns = form_columns(book)
    last = write_table(sheet, 1, [_as_column(column, book.rows) for column in columns], book.rows) - 1
    _mark_asked(sheet, columns)
    _leave_room(sheet, last)
    guide_cells(sheet, book, columns)
    freeze_and_filter(sheet, header_row=1, columns=len(columns), last_row=last, kept=_KEPT_IN_SIGHT)
    start_at(sheet, next(number for number, column in enumerate(columns, 1) if column.field))
    set_up_page(sheet, heading=str(workbook.properties.title), header_rows="1:1")
    sheet.hide(len(columns), 1)
    sheet.worksheet.print_area = f"A1:{get_column_letter(len(columns) - 1)}{last}"


def _look(column: FormColumn) -> _Look:
    return _OPEN[column.field] if column.field else _LOCKED.get(column.name, _POINT)


def _as_column(column: FormColumn, rows: Sequence[FormRow]) -> Column[FormRow]:
    look = _look(column)

    def shade(row: FormRow) -> Shade | None:
        return None if column.is_open(row) else Shade.LOCKED

    made = Column(column.name, look.width, column.value, look.kind, look.widest, shade=shade, unlocked=column.is_open)
    texts = (value for value in map(column.value, rows) if isinstance(value, str))
    return replace(made, width=fitting_width(made, ((text, _TALLEST_TEXT) for text in texts)))


def _mark_asked(sheet: Sheet, columns: Sequence[FormColumn]) -> None:
    """Give the columns that are to be filled in a header of their own colour."""
    for number, column in enumerate(columns, 1):
        if column.field:
            sheet.put(1, number, column.name, Kind.ASKED)


def _leave_room(sheet: Sheet, last: int) -> None:
    rows = sheet.worksheet.row_dimensions
    sheet.height(1, max(rows[1].height or 0, _LOWEST_HEADER))
    for row in range(2, last + 1):
        sheet.height(row, max(rows[row].height or 0, _LOWEST_ROW))
