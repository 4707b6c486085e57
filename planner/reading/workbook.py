"""The rows of an xlsx file, read without trust in its size or its claims."""

import datetime as dt
import re
import zipfile
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from planner.domain.workbooks import BROKEN_FILE, opening_quietly
from planner.errors import TableBroken
from planner.reading.kinds import not_a_workbook
from planner.reading.sheets.cellformats import shown_number
from planner.reading.zips import ZipTooLarge, hides_its_tags, open_zip

CellValue = str | int | float | dt.date | None

_MOST_ROWS = 100_000
_MOST_COLUMNS = 100
_LAST_ROW = 1_048_576  # of any sheet in Excel
_MOST_SHEETS = 200
_MOST_CHARACTERS = 20_000_000
_MOST_SIGNS = 4_000_000
_MOST_OTHER_TAGS = 200_000
# <row r="3">, <c r="A3" s="1"/>, </x:v>, <rPr>: of what cells and their words are made, which is read piece by piece
_OF_CELLS = re.compile(rb"</?(?:\w+:)?(?:row|c|v|f|is|si|t|r|rPr|rFont|sz|color|family|charset|scheme|b)[\s/>]")
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


def _require_small(path: Path, archive: zipfile.ZipFile) -> None:
    """Raise TableBroken for far more tags and attributes than a table has: openpyxl makes something of each."""
    total = 0
    for info in archive.infolist():
        part = archive.read(info)
        if hides_its_tags(part):
            raise TableBroken(path, "里面有 Excel 不用的编码")
        tags = part.count(b"<")
        total += tags + part.count(b"=")
        if total > _MOST_SIGNS or (tags > _MOST_OTHER_TAGS and _other_tags(part, tags) > _MOST_OTHER_TAGS):
            raise TableBroken(path, "格子、样式或合并太多，请删去空白的行列和多余的样式")


def _other_tags(part: bytes, tags: int) -> int:
    return tags - sum(1 for _ in _OF_CELLS.finditer(part))


class _File(NamedTuple):
    """A workbook opened for its values, and once more for its formulas where it has any."""

    shown: Any
    formulas: Any

    def formulas_of(self, sheet: str) -> dict[int, list[int]]:
        """The columns of a sheet that hold formulas, by row."""
        if not self.formulas:
            return {}
        rows = _numbered(self.formulas[sheet], values_only=False)
        return {number: columns for number, cells in rows if (columns := _of_kind("f", cells))}


@contextmanager
def _opened(path: Path, data: bytes) -> Iterator[_File]:
    """The workbook; whatever its libraries raise while it is being read becomes one of our refusals."""
    try:
        with open_zip(data) as archive:
            _refuse_others(path, data, archive)
            _require_small(path, archive)
            has_formulas = any(_FORMULA.search(archive.read(name)) for name in _sheet_files(archive))
        with opening_quietly():
            shown = _open(data, values=True)
            _require_few_sheets(path, shown)
            yield _File(shown, _open(data, values=False) if has_formulas else None)
    except ZipTooLarge:
        raise TableBroken(path, "解开后太大") from None
    except BROKEN_FILE as error:
        raise TableBroken(path, "内容损坏，或不是表格") from error


def _require_few_sheets(path: Path, workbook: Any) -> None:  # noqa: ANN401 - as below
    sheets = workbook.worksheets
    if len(sheets) > _MOST_SHEETS:
        raise TableBroken(path, f"超过 {_MOST_SHEETS} 张工作表")
    if len({sheet._worksheet_path for sheet in sheets}) < len(sheets):  # noqa: SLF001 - it isn't told elsewhere
        raise TableBroken(path, "几张工作表是同一个内容，文件已损坏")


def _filled(
    path: Path, numbered: Iterable[tuple[int, tuple[CellValue, ...]]], formulas: Mapping[int, list[int]]
) -> list[SheetRow]:
    rows: list[SheetRow] = []
    characters = 0
    for number, cells in numbered:
        if any(cell is not None for cell in cells) or number in formulas:
            empty = {column for column in formulas.get(number, ()) if cells[column - 1] is None}
            rows.append(SheetRow(number, cells, frozenset(empty)))
            characters += sum(len(cell) for cell in cells if isinstance(cell, str))
            if number > _MOST_ROWS:
                raise TableBroken(path, f"超过 {_MOST_ROWS} 行")
            if characters > _MOST_CHARACTERS:
                raise TableBroken(path, f"超过 {_MOST_CHARACTERS // 10_000} 万字")
    return rows


def _seen(path: Path, file: _File, sheet: Any) -> list[SheetRow]:  # noqa: ANN401 - as below
    formulas = file.formulas_of(sheet.title)

    def seen() -> Iterator[tuple[int, tuple[CellValue, ...]]]:
        for number, cells in _numbered(sheet, values_only=False, kept=formulas):
            if errors := _of_kind("e", cells):
                formulas[number] = [*formulas.get(number, ()), *errors]
            yield number, tuple([None if cell.value is None else _shown(cell) for cell in cells])

    return _filled(path, seen(), formulas)


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
    """The rows by their numbers, without blank ones that aren't `kept`: there may be a million before a lone cell.

    Raises ValueError behind the last row that a sheet can have: a number made up would be counted up to.
    """
    from openpyxl.cell.read_only import EMPTY_CELL  # noqa: PLC0415 - as above

    worksheet.reset_dimensions()  # what a file claims of its size is not to be trusted
    nothing, blank = None if values_only else EMPTY_CELL, None
    for number, cells in enumerate(worksheet.iter_rows(max_col=_MOST_COLUMNS, values_only=values_only), 1):
        if number > _LAST_ROW:
            raise ValueError(number)
        if cells is not blank and all(cell is nothing for cell in cells):
            blank = cells  # the very same one for each row that the file has not
        if cells is not blank or number in kept:
            yield number, cells


def _of_kind(kind: str, cells: Sequence[Any]) -> list[int]:
    """The columns that hold cells of a kind: "f" a formula, "e" an error."""
    return [column for column, cell in enumerate(cells, 1) if cell.data_type == kind]


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
