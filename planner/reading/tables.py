"""Sheets that come in (.xlsx, .csv, or a .txt with one name a line) as one kind of table, every cell with its place."""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from io import StringIO
from pathlib import Path

from planner.domain.days import day_of
from planner.domain.document import name_key
from planner.errors import EncodingUnknown, FileEmpty, FormatUnsupported, TableBroken
from planner.reading import workbook
from planner.reading.encoding import decode
from planner.reading.fetch import fetch
from planner.reading.workbook import CellValue, SheetRow, sheet_column

HEADER_WITHIN = 10
"""A header is looked for in so many first rows: titles and notes may stand above it."""

_MOST_BYTES = 50_000_000
_MOST_ROWS = 100_000
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells by column name; `number` is its row in the sheet, its line in a text file."""

    number: int
    cells: Mapping[str, CellValue]

    def text(self, name: str) -> str:
        """A cell as trimmed text: a day as 2024-06-30, a number without needless decimals, "" where it is blank."""
        return as_text(self.cells.get(name))

    def exact(self, name: str) -> str:
        """A text cell as it stands, blanks at its ends and all, its line ends as newlines; other cells as text()."""
        value = self.cells.get(name)
        return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else as_text(value)

    @property
    def blank(self) -> bool:
        return not any(self.text(name) for name in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet by its header. `faults` tell in Chinese, with their places, what makes it unfit to be taken.

    `sheet` is None for text files. Blank rows are left out.
    """

    name: str
    sheet: str | None
    columns: Mapping[str, int]
    rows: tuple[Row, ...]
    faults: tuple[str, ...] = ()

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(self.columns)

    def place(self, row: Row, name: str | None = None) -> str:
        """Where a cell stands: 责任分工表!E7 in a workbook, 第3行“单位” in a text file; without a name the row."""
        if self.sheet is None:
            return f"第{row.number}行“{name}”" if name else f"第{row.number}行"
        if name is None or name not in self.columns:
            return f"{self.sheet}!第{row.number}行"
        return f"{self.sheet}!{sheet_column(self.columns[name])}{row.number}"


def read_table(path: Path, *, needed: Sequence[str] = (), sheet: str | None = None) -> Table:
    """The table in a file, its kind told by the content.

    The header is the first row among the first ten that holds every needed name, else the first that isn't blank.
    Names are compared without blanks and full widths. A needed column that is missing, a doubled header and a formula
    without a value are faults. `sheet` is the sheet's name to prefer to the first. A .txt holds one name a line, for
    the first needed column.
    Raises FileMissing, FileUnreadable, FileEmpty, DocumentTooLarge, EncodingUnknown, FormatUnsupported, TableBroken.
    """
    data = fetch(path, most=_MOST_BYTES)
    if data.startswith(_ZIP):
        title, rows = workbook.read_workbook(path, data, sheet)
        return _filled_table(path, title, rows, needed)
    if data.startswith(_OLE):
        raise _old_format(path)
    text = decode(data)
    if text is None or "\x00" in text:
        raise EncodingUnknown(path)
    if not text.strip():
        raise FileEmpty(path)
    if path.suffix.lower() == ".txt":
        return _names(path, text, needed[0] if needed else "名称")
    return _filled_table(path, None, _csv_rows(path, text), needed)


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook that comes in whole: its hidden document properties, and its sheets by name.

    A percentage in it is the text 95%; an error (#REF!) is as faulty as a formula without a value.
    """

    name: str
    properties: Mapping[str, str]
    sheets: Mapping[str, Sequence[SheetRow]]

    def header(self, sheet: str, needed: Sequence[str]) -> frozenset[str]:
        """Which of the needed names stand in the row that would be the sheet's header; none in an empty sheet."""
        filled = _filled(self.sheets[sheet])
        keys = {name_key(as_text(cell)) for cell in _header_row(filled, needed).cells} if filled else set()
        return frozenset(name for name in needed if name_key(name) in keys)

    def table(self, sheet: str, needed: Sequence[str]) -> Table:
        """A sheet that isn't empty as a table; its header is found, and faults are told, as by read_table."""
        return _table(self.name, sheet, _filled(self.sheets[sheet]), needed)


def read_book(path: Path) -> Book:
    """All sheets of an xlsx file.

    Raises FileMissing, FileUnreadable, FileEmpty, DocumentTooLarge, FormatUnsupported, TableBroken.
    """
    data = fetch(path, most=_MOST_BYTES)
    if data.startswith(_OLE):
        raise _old_format(path)
    if not data.startswith(_ZIP):
        raise TableBroken(path, "不是 xlsx 表格")
    found = workbook.read_book(path, data)
    return Book(path.name, found.properties, found.sheets)


def as_text(value: CellValue) -> str:
    """A cell as trimmed text: a day as 2024-06-30, a number without needless decimals, "" for a blank."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    return str(value).strip()


def _old_format(path: Path) -> FormatUnsupported:
    return FormatUnsupported(path, "旧版 xls 或加了密码的表格", "请去掉密码，另存为 xlsx 后再试")


def as_day(value: CellValue) -> dt.date | None:
    """A cell as a day: a real date, or one of the forms that `day_of` knows; None for a blank.

    Raises ValueError for anything else.
    """
    if value is None or isinstance(value, dt.date):
        return value
    return day_of(as_text(value))


# ---- text files ----


def _names(path: Path, text: str, column: str) -> Table:
    lines = ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1))
    rows = tuple(Row(number, {column: line}) for number, line in lines if line and name_key(line) != name_key(column))
    return Table(path.name, None, {column: 1}, rows)


def _csv_rows(path: Path, text: str) -> Iterator[SheetRow]:
    """Rows with the line each begins on. Raises TableBroken where quotes don't close."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            if begins > _MOST_ROWS:
                raise TableBroken(path, f"超过 {_MOST_ROWS} 行")
            yield SheetRow(begins, tuple(cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise TableBroken(path, f"第{begins}行的引号没有配对，或一格太长") from error


# ---- header and rows ----


def _filled_table(path: Path, sheet: str | None, rows: Iterable[SheetRow], needed: Sequence[str]) -> Table:
    filled = _filled(rows)
    if not filled:
        raise FileEmpty(path)
    return _table(path.name, sheet, filled, needed)


def _filled(rows: Iterable[SheetRow]) -> list[SheetRow]:
    return [row for row in rows if any(as_text(cell) for cell in row.cells)]


def _table(name: str, sheet: str | None, filled: Sequence[SheetRow], needed: Sequence[str]) -> Table:
    head = _header_row(filled, needed)
    body = filled[filled.index(head) + 1 :]
    columns, faults = _columns(sheet, head, needed)
    named = (Row(raw.number, {name: _cell(raw, column) for name, column in columns.items()}) for raw in body)
    table = Table(name, sheet, columns, tuple(row for row in named if not row.blank), tuple(faults))
    return replace(table, faults=(*faults, *_formula_faults(table, body)))


def _formula_faults(table: Table, rows: Iterable[SheetRow]) -> Iterator[str]:
    for row in rows:
        for name, column in table.columns.items():
            if column in row.empty_formulas:
                yield formula_fault(table.place(Row(row.number, {}), name))


def formula_fault(place: str) -> str:
    """What is told of a cell whose formula has no value."""
    return f"{place}：公式没有算出结果，请改成直接填写的内容"


def _header_row(rows: Sequence[SheetRow], needed: Sequence[str]) -> SheetRow:
    wanted = {name_key(name) for name in needed}
    for row in rows[:HEADER_WITHIN]:
        if wanted and wanted <= {name_key(as_text(cell)) for cell in row.cells}:
            return row
    return max(rows[:HEADER_WITHIN], key=lambda row: len(wanted & {name_key(as_text(cell)) for cell in row.cells}))


def _columns(sheet: str | None, head: SheetRow, needed: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """Column numbers by name, and the header's faults. Names that weren't asked for lose blanks and full widths."""
    asked = {name_key(name): name for name in needed}
    where = f"{sheet}!第{head.number}行" if sheet else f"第{head.number}行"
    columns: dict[str, int] = {}
    faults: list[str] = []
    for number, cell in enumerate(head.cells, 1):
        key = name_key(as_text(cell))
        name = asked.get(key, key)
        if name in columns:
            faults.append(f"{where}：表头“{name}”出现了两次，请只留一列")
        elif name:
            columns[name] = number
    faults.extend(f"{where}：表头里没有“{name}”一列" for name in needed if name not in columns)
    return columns, faults


def _cell(row: SheetRow, column: int) -> CellValue:
    return row.cells[column - 1] if column <= len(row.cells) else None
