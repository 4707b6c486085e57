"""Forms that came back as plain values: as they went out, with what was typed into some cells."""

from collections.abc import Mapping
from dataclasses import replace

from openpyxl.utils import get_column_letter

from planner.domain.form_checks import check_form
from planner.domain.form_layout import form_columns, form_keys
from planner.domain.forms import (
    CellValue,
    CheckedForm,
    FormBook,
    FormCells,
    FormRow,
    Place,
    ReadCell,
    ReadForm,
    ReadRow,
    RowAction,
)
from tests.factories_forms import FIRST_ROW, FORM_BOOK

Typed = Mapping[tuple[str, str], CellValue]
DONE_ROW = FIRST_ROW.code
SAID: Typed = {(DONE_ROW, "本期进展"): "目录已印发。"}
MADE = FormCells(text="目录已印发。")


def found(typed: Typed | None = None, book: FormBook = FORM_BOOK) -> ReadForm:
    """A form as it went out, with what was typed into cells by task and column."""
    columns = form_columns(book)
    rows = []
    for number, row in enumerate(book.rows, 2):
        cells = {
            column.name: ReadCell(
                Place("填报表", f"{get_column_letter(k)}{number}"),
                (typed or {}).get((row.code, column.name), column.value(row)),
            )
            for k, column in enumerate(columns, 1)
        }
        rows.append(ReadRow(number, Place("填报表", f"第{number}行"), cells))
    signed = {
        label: ReadCell(Place("填报说明", f"B{row}"), value)
        for row, (label, value) in enumerate((("填报人", "周明"), ("审签人", "吴青")), 6)
    }
    return ReadForm("市司法局.xlsx", "0" * 64, form_keys(book), signed, tuple(rows))


def checked(typed: Typed | None = None, book: FormBook = FORM_BOOK, current: FormBook | None = None) -> CheckedForm:
    """What a form says that was filled in so."""
    return check_form(found(typed, book), book, current or book)


def told(form: CheckedForm) -> list[str]:
    """All that is wrong with a form."""
    return [str(fault) for fault in form.faults]


def place(code: str, column: str, book: FormBook = FORM_BOOK) -> str:
    """Where a task's cell of a column stands."""
    names = [each.name for each in form_columns(book)]
    row = [row.code for row in book.rows].index(code) + 2
    return f"填报表!{get_column_letter(names.index(column) + 1)}{row}"


def said(typed: Typed, code: str = DONE_ROW, book: FormBook = FORM_BOOK) -> tuple[RowAction, FormCells]:
    """What one task's row says; the form has no fault."""
    form = checked(typed, book)
    assert told(form) == []
    row = next(row for row in form.rows if row.code == code)
    assert all(other.action is RowAction.NOTHING for other in form.rows if other.code != code)
    return row.action, row.cells


def with_row(row: FormRow, book: FormBook = FORM_BOOK) -> FormBook:
    """The book with another row of the same task."""
    return replace(book, rows=tuple(row if each.code == row.code else each for each in book.rows))
