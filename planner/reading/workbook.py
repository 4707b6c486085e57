"""The rows of an xlsx file, read without trust in its size or its claims."""

import datetime as dt
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from planner.errors import FormatUnsupported, TableBroken

CellValue = str | int | float | dt.date | None

_MOST_BYTES = 200_000_000
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


def read_workbook(path: Path, data: bytes, sheet: str | None) -> tuple[str, list[SheetRow]]:
    """The name and the rows of a sheet: the one named, else the first. Blank rows are left out.

    A formula gives the value it had when the file was saved.
    Raises FormatUnsupported for another kind of zip, TableBroken for what can't be read or is far too large.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _refuse_others(path, archive)
            has_formulas = any(_FORMULA.search(archive.read(name)) for name in _sheet_files(archive))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's, on what it leaves out of styles and validations
            return _read(path, data, sheet, has_formulas=has_formulas)
    except _BROKEN as error:
        raise TableBroken(path, "内容损坏，或不是表格") from error


# What zipfile and openpyxl raise on files that are cut short, locked or made up.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,
    OSError,
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    RuntimeError,
)


def sheet_column(number: int) -> str:
    """A column's letters: 1 → A, 28 → AB."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _sheet_files(archive: zipfile.ZipFile) -> list[str]:
    return [name for name in archive.namelist() if name.startswith("xl/worksheets/")]


def _refuse_others(path: Path, archive: zipfile.ZipFile) -> None:
    if not _sheet_files(archive):
        raise FormatUnsupported(path, "docx、zip 一类的压缩", "请另存为 xlsx 表格后再试")
    if sum(info.file_size for info in archive.infolist()) > _MOST_BYTES:
        raise TableBroken(path, "解开后太大")


def _read(path: Path, data: bytes, sheet: str | None, *, has_formulas: bool) -> tuple[str, list[SheetRow]]:
    shown = _open(data, values=True)
    names = shown.sheetnames
    name = sheet if sheet in names else names[0]
    formulas = _formulas(_open(data, values=False)[name]) if has_formulas else {}
    rows: list[SheetRow] = []
    for number, values in _numbered(shown[name], values_only=True):
        if any(value is not None for value in values) or number in formulas:
            cells = tuple(_value(value) for value in values)
            empty = {column for column in formulas.get(number, ()) if cells[column - 1] is None}
            rows.append(SheetRow(number, cells, frozenset(empty)))
            if number > _MOST_ROWS:
                raise TableBroken(path, f"超过 {_MOST_ROWS} 行")
    return str(name), rows


def _open(data: bytes, *, values: bool) -> Any:  # noqa: ANN401 - the stubs don't tell read-only sheets apart
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to import, and text files don't need it

    return load_workbook(BytesIO(data), read_only=True, data_only=values)


def _numbered(worksheet: Any, *, values_only: bool) -> Iterator[tuple[int, tuple[Any, ...]]]:  # noqa: ANN401 - as above
    worksheet.reset_dimensions()  # what a file claims of its size is not to be trusted
    return enumerate(worksheet.iter_rows(max_col=_MOST_COLUMNS, values_only=values_only), 1)


def _formulas(worksheet: Any) -> dict[int, list[int]]:  # noqa: ANN401 - as above
    """The columns that hold formulas, by row."""
    found: dict[int, list[int]] = {}
    for number, cells in _numbered(worksheet, values_only=False):
        columns = [column for column, cell in enumerate(cells, 1) if cell.data_type == "f"]
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
