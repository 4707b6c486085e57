"""Worksheets as all ours are: text that stays text, real dates, wrapped columns, A4 landscape."""

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import count
from typing import Any, Generic, TypeVar

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Font
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.lights import Colour
from planner.domain.wording import WORDS
from planner.domain.workbooks import LONGEST_CELL
from planner.output.looks import FILLS, LINK_FONT, Kind, Shade, Vertical, ground_of, make_style
from planner.output.text import clean, display_width


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, written without its =, and the value that it has: what doesn't compute shows that."""

    text: str
    value: int | float | str


CellValue = str | int | float | dt.date | Colour | Formula | None
Record = TypeVar("Record")

LINE_POINTS = 13.0
TALLEST_ROW = 409.0
"""Excel's own limit, in points."""
_LONGEST_HEADING = 100  # Excel calls a file damaged whose page header is longer than 255
_CUT = "……〔以下因单元格长度所限未列〕"
# _x000D_ in a text: Excel would read it as the character of that number
_EXCEL_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Column(Generic[Record]):
    """One column: its name (or a colour, for a column that counts its lights), what it takes from a record, its width.

    Widths are in half-width characters. It may grow up to `widest` where a text would not fit Excel's tallest row.
    Rows are made as tall as its texts need, unless it is one that need not be read whole (`fits` is False).
    `unlocked` says which cells may be typed in where the sheet is protected.
    """

    name: str
    width: float
    value: Callable[[Record], CellValue]
    kind: Kind = Kind.TEXT
    widest: float = 0
    shade: Callable[[Record], Shade | None] | None = None
    fits: bool = True
    unlocked: Callable[[Record], bool] | None = None


class Sheet:
    """A worksheet being filled. It remembers each look once, so that ten thousand cells share a few styles.

    `vertical` says where short words stand in a tall row: "top" or "center". `computed` are the values of its formulas
    by cell, for `output.formulas`. Rows are made so many times as tall as is asked for (`leading`).
    """

    def __init__(self, worksheet: Worksheet, vertical: Vertical, leading: float = 1.0) -> None:
        self.worksheet = worksheet
        self.computed: dict[str, int | float | str] = {}
        self.leading = leading
        self._cells: Any = worksheet._cells  # noqa: SLF001 - where a worksheet keeps them
        self._vertical = vertical
        self._styles: dict[tuple[Kind, str | None, bool, bool], StyleArray] = {}

    def put(
        self,
        row: int,
        column: int,
        value: CellValue,
        kind: Kind,
        *,
        shade: Shade | Colour | None = None,
        unlocked: bool = False,
    ) -> None:
        """Set one cell. A colour is written as its word on its fill; a text is never taken for a formula.

        `shade` is its ground, if need be in the colour of a light.
        """
        # Not by the worksheet's and the cell's own setters: they look for what isn't there and guess at types.
        cell: Any = Cell(self.worksheet, row, column)
        self._cells[row, column] = cell
        fill = FILLS[value] if isinstance(value, Colour) else shade and ground_of(shade)
        if isinstance(value, str):
            text = cell_text(WORDS[value] if isinstance(value, Colour) else value)
            cell._value, cell.data_type = text, "s"  # noqa: SLF001 - as said above
            risky = text[:1] in ("=", "+", "-", "@")
        elif isinstance(value, Formula):
            cell.value = f"={value.text}"
            self.computed[cell.coordinate] = value.value
            risky = False
        else:
            cell._value, cell.data_type = value, "d" if isinstance(value, dt.date) else "n"  # noqa: SLF001 - as above
            risky = False
        cell._style = self._style(kind, fill, risky, unlocked)  # noqa: SLF001 - the public setters are five times slower

    def link(self, row: int, column: int, place: str) -> None:
        """Make a cell that is set already lead to a place of the workbook: '填报表'!A1."""
        cell: Any = self.worksheet.cell(row, column)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)
        cell._style = copy(cell._style)  # noqa: SLF001 - other cells share it
        cell.font = LINK_FONT

    def merge(self, first_row: int, first_column: int, last_row: int, last_column: int) -> None:
        """Show a block as its upper left cell. The cells beneath keep their values, so that a filter finds them."""
        if (first_row, first_column) != (last_row, last_column):
            block = CellRange(min_row=first_row, min_col=first_column, max_row=last_row, max_col=last_column)
            self.worksheet.merged_cells.ranges.add(block)

    def widths(self, widths: Iterable[float]) -> None:
        """Set the columns' widths from the first one on."""
        for column, width in zip(count(1), widths):
            self.worksheet.column_dimensions[get_column_letter(column)].width = width

    def hide(self, first: int, how_many: int) -> None:
        """Hide columns from `first` on; formulas still count by them."""
        for column in range(first, first + how_many):
            self.worksheet.column_dimensions[get_column_letter(column)].hidden = True

    def height(self, row: int, points: float) -> None:
        """Set a row's height, within what Excel takes."""
        self.worksheet.row_dimensions[row].height = min(points * self.leading, TALLEST_ROW)

    def break_before(self, row: int) -> None:
        """Begin a new page with a row."""
        self.worksheet.row_breaks.append(Break(id=row - 1))

    def _style(self, kind: Kind, fill: str | None, risky: bool, unlocked: bool) -> StyleArray:
        key = (kind, fill, risky, unlocked)
        if key not in self._styles:
            style = make_style(self.worksheet, kind, fill, risky=risky, vertical=self._vertical, unlocked=unlocked)
            self._styles[key] = style
        return self._styles[key]


@lru_cache(maxsize=4096)
def cell_text(text: str) -> str:
    """A text as a cell can hold it: printable, and within Excel's length (a cut is told in the cell)."""
    text = clean(text)
    if "_x" in text:
        text = _EXCEL_ESCAPE.sub("_x005F_", text)
    return text if len(text) <= LONGEST_CELL else text[:LONGEST_CELL] + _CUT


def lines_needed(text: str, width: float) -> int:
    """How many lines a wrapped text takes in a column of `width` half-width characters."""
    if "\n" not in text:
        if 2 * len(text) <= width:
            return 1
        return max(1, math.ceil(display_width(text) / width))
    return sum(max(1, math.ceil(display_width(line) / width)) for line in text.split("\n"))


def fitting_width(column: Column[Record], texts: Iterable[tuple[str, float]]) -> float:
    """The column's width, grown where needed: each text has so many points of height to stand in."""
    width = column.width
    for text, points in texts if column.widest > width else ():
        if (2 * len(text) / width + text.count("\n") + 1) * LINE_POINTS <= points:
            continue
        while width < column.widest and lines_needed(text, width) * LINE_POINTS > points:
            width += 2
    return width


def row_points(texts: Iterable[tuple[CellValue, float]]) -> float:
    """The height in points of a row that shows each text in its width."""
    lines = max((lines_needed(text, width) for text, width in texts if isinstance(text, str)), default=1)
    return lines * LINE_POINTS + 4


def write_table(sheet: Sheet, row: int, columns: Sequence[Column[Record]], records: Sequence[Record]) -> int:
    """Write header and records from `row` on, with widths and heights; the row behind the last is returned."""
    values = [[column.value(record) for column in columns] for record in records]
    widths = [
        fitting_width(column, ((text, TALLEST_ROW / sheet.leading) for text in texts if isinstance(text, str)))
        for column, texts in zip(columns, list(zip(*values, strict=True)) or [()] * len(columns), strict=True)
    ]
    sheet.widths(widths)
    for number, column in enumerate(columns, 1):
        sheet.put(row, number, column.name, Kind.HEADER)
    sheet.height(row, row_points(zip([column.name for column in columns], widths, strict=True)) + 6)
    for offset, (record, cells) in enumerate(zip(records, values, strict=True), row + 1):
        for number, (column, value) in enumerate(zip(columns, cells, strict=True), 1):
            shade = column.shade(record) if column.shade else None
            unlocked = column.unlocked is not None and column.unlocked(record)
            sheet.put(offset, number, value, column.kind, shade=shade, unlocked=unlocked)
        read = ((value, width) for value, width, column in zip(cells, widths, columns, strict=True) if column.fits)
        sheet.height(offset, row_points(read) + 4)
    return row + 1 + len(records)


def set_up_page(sheet: Sheet, *, heading: str, header_rows: str | None) -> None:
    """A4 landscape, one page wide, header rows ("1:2") on each page, the heading above and the page number below."""
    ws = sheet.worksheet
    ws.page_setup.orientation = "landscape"
    ws.page_setup.paperSize = 9  # A4
    ws.page_setup.fitToWidth = 1
    ws.page_setup.fitToHeight = 0
    ws.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    ws.print_options.horizontalCentered = True
    margins = ws.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.7, 0.6, 0.35, 0.3
    ws.print_title_rows = header_rows
    if heading:
        ws.HeaderFooter.oddHeader = _centred(clean(heading)[:_LONGEST_HEADING].replace("&", "&&").replace("\n", " "))
    ws.HeaderFooter.oddFooter = _centred("第 &P 页，共 &N 页")


def _centred(text: str) -> HeaderFooterItem:
    return HeaderFooterItem(center=_HeaderFooterPart(text=text))


def freeze_and_filter(sheet: Sheet, *, header_row: int, columns: int, last_row: int, kept: int) -> None:
    """Keep the header and the first `kept` columns in sight, and put filters on the header row."""
    ws = sheet.worksheet
    ws.freeze_panes = f"{get_column_letter(kept + 1)}{header_row + 1}"
    ws.auto_filter.ref = f"A{header_row}:{get_column_letter(columns)}{max(last_row, header_row)}"


def new_workbook(title: str, on: dt.date) -> Workbook:
    """An empty workbook with its title and the day it speaks of, and no sheet yet."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.title = clean(title)
    workbook.properties.creator = "planner"
    workbook.properties.created = dt.datetime.combine(on, dt.time())
    return workbook


def measure_widths_as_excel(workbook: Workbook) -> None:
    """Make a unit of width seven dots wide in every program.

    A unit is the width of a digit in the workbook's own font. openpyxl's is Calibri, for which LibreOffice takes a
    wider one where it isn't installed; for Arial it has one of the same widths.
    """
    held: Any = workbook
    held._named_styles["Normal"].font = Font(name="Arial", size=10)  # noqa: SLF001 - there is no other way to it


def name_workbook(workbook: Workbook, properties: Mapping[str, str]) -> None:
    """Set hidden document properties, by which the workbook is known when it comes back."""
    held: Any = workbook.custom_doc_props  # type: ignore[attr-defined]  # unknown to the stubs
    for name, value in properties.items():
        held.append(StringProperty(name=name, value=value))


def add_sheet(workbook: Workbook, title: str, *, vertical: Vertical = "center", leading: float = 1.0) -> Sheet:
    """A new last sheet."""
    return Sheet(workbook.create_sheet(title), vertical, leading)


def to_bytes(workbook: Workbook) -> bytes:
    """The workbook as an xlsx file."""
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()
