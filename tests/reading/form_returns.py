"""Forms for tests: sent out, edited as people do, and what is found of them."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.form_checks import check_form
from planner.domain.form_layout import FORM_SHEET, form_columns
from planner.domain.forms import CheckedForm, FormBook, ReadForm
from planner.output.form_xlsx import form_workbook
from planner.reading.forms import read_form
from tests.factories_forms import FORM_BOOK

NAME = "市司法局.xlsx"


def sent(book: FormBook = FORM_BOOK) -> bytes:
    """The file as it goes out."""
    return form_workbook(book, dt.date(2024, 7, 1))


def edited(edit: Callable[[Workbook], object], data: bytes | None = None) -> bytes:
    """The file after somebody worked in it."""
    workbook = load_workbook(BytesIO(data or sent()))
    edit(workbook)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def table(workbook: Workbook) -> Worksheet:
    """The sheet of tasks."""
    sheet = workbook[FORM_SHEET]
    assert isinstance(sheet, Worksheet)
    return sheet


def column(name: str, book: FormBook = FORM_BOOK) -> int:
    """The number of a column, from 1."""
    return [each.name for each in form_columns(book)].index(name) + 1


def at(row: int, name: str) -> str:
    """Where a cell stands."""
    return f"填报表!{get_column_letter(column(name))}{row}"


def typed(cells: dict[tuple[int, str], object]) -> bytes:
    """The file with values typed into cells by row and column."""

    def edit(workbook: Workbook) -> None:
        for (row, name), value in cells.items():
            table(workbook).cell(row, column(name)).value = value  # type: ignore[assignment]

    return edited(edit)


def read(edit: Callable[[Workbook], object]) -> ReadForm:
    """What is found in the file after somebody worked in it."""
    return read_form(NAME, edited(edit))


def taken(data: bytes) -> CheckedForm:
    """What a file says, checked."""
    return check_form(read_form(NAME, data), FORM_BOOK, FORM_BOOK)


def told(form: ReadForm | CheckedForm) -> list[str]:
    """All that is wrong."""
    return [str(fault) for fault in form.faults]
