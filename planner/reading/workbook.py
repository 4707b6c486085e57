"""The rows of an xlsx file, read without trust in its size or its claims."""

import datetime as dt
import re
import warnings
import zipfile
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from planner.domain.workbooks import BROKEN_FILE
from planner.errors import TableBroken
from planner.reading.kinds import not_a_workbook
from planner.reading.sheets.cellformats import shown_number
from planner.reading.zips import ZipTooLarge, open_zip

CellValue = str | int | float | dt.date | None

_MOST_ROWS = 100_000
_MOST_COLUMNS = 100
# <f>, <f t="shared" …>, <x:f>: a formula in a sheet
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
# _x000D_ is a return, _x005F_ an underscore: so Excel writes what XML can't
_EXCEL_ESCAPE = re.compile(r"_x(000D|005F)_")


class SheetRow(NamedTuple):
    """A row's number and cells from the first column on. `empty_formulas` are columns whose formula has no value."""

    number: int
    cells: tuple[CellValue, ...]
    empty_formulas: frozenset[int] = frozenset()


class Book(NamedTuple):
    """A workbook's hidden document properties, and the filled rows of each of its sheets by the sheet's name."""

    properties: Mapping[str, str]
    sheets: Mapping[str, list[SheetRow]]


def read_workbook(path: Path, data: bytes, sheet: str | None) -> tuple[str, list[SheetRow]]:
    """The name and the rows of a sheet: the one named, else the first. Blank rows are left out.

    A formula gives the value it had when the file was saved.
    Raises FormatUnsupported for another kind of zip, TableBroken for what can't be read or is far too large.
    """
    with _opened(path, data) as file:
        names = file.shown.sheetnames
        name = str(sheet if sheet in names else names[0])
        formulas = file.formulas_of(name)
        numbered = _numbered(file.shown[name], kept=formulas)
        return name, _filled(
            path, ((at, tuple(_value(value) for value in values)) for at, values in numbered), formulas
        )


def read_book(path: Path, data: bytes) -> Book:
    """Every sheet of a workbook with its cells as people see them.

    What is shown as a percentage gives 95% and not 0.95, and an error (#REF!) counts as a formula without a value.
    Raises what read_workbook raises.
    """
    with _opened(path, data) as file:
        properties = {prop.name: str(prop.value) for prop in file.shown.custom_doc_props.props if prop.value}
        return Book(properties, {str(sheet.title): _seen(path, file, sheet) for sheet in file.shown.worksheets})


def sheet_column(number: int) -> str:
    """A column's letters: 1 → A, 28 → AB."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _sheet_files(archive: zipfile.ZipFile) -> list[str]:
    return [name for name in archive.namelist() if name.startswith("xl/worksheets/")]


def _refuse_others(path: Path, data: bytes, archive: zipfile.ZipFile) -> None:
    if not _sheet_files(archive):
        raise not_a_workbook(path, data) or TableBroken(path, "里面没有工作表")


class _File(NamedTuple):
    """A workbook opened for its values, and once more for its formulas where it has any."""

    shown: Any
    formulas: Any

    def formulas_of(self, sheet: str) -> dict[int, list[int]]:
        """The columns of a sheet that hold formulas, by row."""
        return _columns_of_kind(self.formulas[sheet], "f") if self.formulas else {}


@contextmanager
def _opened(path: Path, data: bytes) -> Iterator[_File]:
    """The workbook; whatever its libraries raise while it is being read becomes one of our refusals."""
    try:
        with open_zip(data) as archive:
            _refuse_others(path, data, archive)
            has_formulas = any(_FORMULA.search(archive.read(name)) for name in _sheet_files(archive))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's, on what it leaves out of styles and validations
            yield _File(_open(data, values=True), _open(data, values=False) if has_formulas else None)
    except ZipTooLarge:
        raise TableBroken(path, "解开后太大") from None
    except BROKEN_FILE as error:
        raise TableBroken(path, "内容损坏，或不是表格") from error


def _filled(
    path: Path, numbered: Iterable[tuple[int, tuple[CellValue, ...]]], formulas: Mapping[int, list[int]]
) -> list[SheetRow]:
    rows: list[SheetRow] = []
    for number, cells in numbered:
        if any(cell is not None for cell in cells) or number in formulas:
            empty = {column for column in formulas.get(number, ()) if cells[column - 1] is None}
            rows.append(SheetRow(number, cells, frozenset(empty)))
            if number > _MOST_ROWS:
                raise TableBroken(path, f"超过 {_MOST_ROWS} 行")
    return rows


def _seen(path: Path, file: _File, sheet: Any) -> list[SheetRow]:  # noqa: ANN401 - as below
    formulas = file.formulas_of(sheet.title)
    for number, columns in _columns_of_kind(sheet, "e").items():
        formulas[number] = [*formulas.get(number, ()), *columns]
    numbered = _numbered(sheet, values_only=False, kept=formulas)
    return _filled(path, ((number, tuple(_shown(cell) for cell in cells)) for number, cells in numbered), formulas)


def _shown(cell: Any) -> CellValue:  # noqa: ANN401 - as below
    if cell.data_type == "e":
        return None
    value = _value(cell.value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        shown = shown_number(value, cell.number_format)
        return shown if shown.endswith("%") else value
    return value


def _open(data: bytes, *, values: bool) -> Any:  # noqa: ANN401 - the stubs don't tell read-only sheets apart
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to import, and text files don't need it

    return load_workbook(BytesIO(data), read_only=True, data_only=values)


def _numbered(
    worksheet: Any,  # noqa: ANN401 - as above
    *,
    values_only: bool = True,
    kept: Container[int] = (),
) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The rows by their numbers, without blank ones that aren't `kept`: there may be a million before a lone cell."""
    from openpyxl.cell.read_only import EMPTY_CELL  # noqa: PLC0415 - as above

    worksheet.reset_dimensions()  # what a file claims of its size is not to be trusted
    nothing, blank = None if values_only else EMPTY_CELL, None
    for number, cells in enumerate(worksheet.iter_rows(max_col=_MOST_COLUMNS, values_only=values_only), 1):
        if cells is not blank and all(cell is nothing for cell in cells):
            blank = cells  # the very same one for each row that the file has not
        if cells is not blank or number in kept:
            yield number, cells


def _columns_of_kind(worksheet: Any, kind: str) -> dict[int, list[int]]:  # noqa: ANN401 - as above
    """The columns that hold cells of a kind ("f" a formula, "e" an error), by row."""
    found: dict[int, list[int]] = {}
    for number, cells in _numbered(worksheet, values_only=False):
        columns = [column for column, cell in enumerate(cells, 1) if cell.data_type == kind]
        if columns:
            found[number] = columns
    return found


def _value(value: object) -> CellValue:
    match value:
        case None | int() | float():
            return value
        case dt.datetime():
            return value.date()
        case dt.date():
            return value
        case _:
            return _EXCEL_ESCAPE.sub(lambda m: "_" if m[1] == "005F" else "", str(value))
