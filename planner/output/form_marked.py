"""A form that was set aside, marked for its unit: faulty cells are red and explained, a first sheet tells them all."""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from io import BytesIO
from typing import Any, NamedTuple

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import coordinate_to_tuple, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.form_layout import RETURN_SHEET
from planner.domain.forms import Fault, FormBook
from planner.domain.workbooks import BROKEN_FILE, opening_quietly
from planner.output.form_mended import put_right
from planner.output.looks import HEADERS, Kind, Shade
from planner.output.sheets import Sheet, cell_text, lines_needed, row_points, set_up_page, to_bytes

FAULT_MARK = "【退回】"
"""What our part of a comment begins with; what stands before it is somebody else's and stays."""

# The red of a marked cell tells by its last digit what the cell was before, so that the mark can be taken off again.
_PLAIN = "FF9C90"
_REDS: Mapping[str, str] = {
    Shade.LOCKED.value: "FF9C91",
    HEADERS[Kind.ASKED]: "FF9C92",
    HEADERS[Kind.HEADER]: "FF9C93",
}
_GROUNDS: Mapping[str, str | None] = {red: ground for ground, red in _REDS.items()} | {_PLAIN: None}

_LARGEST = 20_000_000
"""Bytes of XML. A form has a hundredth of it; more is no form, and would take minutes."""
_MOST_TAGS = 300_000
"""The same of the tags of one part, each of which becomes something."""
_MOST_MERGED = 10_000
_LONGEST_COMMENT = 1000
_COMMENT_PIXELS = 300
_COMMENT_COLUMNS = 38.0
"""So many half-width characters stand in a line of a comment of that width."""
_LINE_PIXELS = 20
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384

# 第5行
_ROW = re.compile(r"第(\d{1,7})行")
# <mergeCell ref="A1:B2"/>, <x:mergeCell ref='A1:XFD1048576'/>
_MERGE = re.compile(rb"mergeCell\s[^>]*?ref\s*=\s*[\"']([^\"']*)")
# UTF-16 by its first bytes, or <?xml version="1.0" encoding="UTF-7"?>: neither tags nor merges stand there as here
_WRITTEN_OTHERWISE = re.compile(rb"\xff\xfe|\xfe\xff|<?\x00|<\?xml\s[^>]*?encoding\s*=\s*[\"'](?!(?i:utf-8)[\"'])")
# G5; B2:C5; $G$5
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::.*)?")


class _Told(NamedTuple):
    """A fault, and the cell that it is shown at (None where there is none)."""

    fault: Fault
    cell: Cell | None


def marked_form(data: bytes, faults: Sequence[Fault], sent: FormBook | None = None) -> bytes | None:
    """The same file with each faulty cell filled red and explained in a comment, and a first sheet with all faults.

    Marks of an earlier return are taken off. With `sent`, the form as it went out, locked cells and lost rows that are
    among the faults are put back. A fault is shown at its cell, at a range's first one, or at the first one of 第5行;
    one without a place, or with a place that isn't in the file, stands on the first sheet alone. Formulas, keys, rules
    and protection stay; pictures and charts don't. None where the file can't be opened as an xlsx.
    """
    workbook = _opened(data)
    if workbook is None:
        return None
    _take_off_marks(workbook)
    left = put_right(workbook, faults, sent) if sent else faults
    told = [_Told(fault, _cell_of(workbook, fault)) for fault in left]
    _mark(told)
    _tell(workbook, told)
    return _saved(workbook)


def _opened(data: bytes) -> Workbook | None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = [item for item in archive.infolist() if not _is_picture(item)]
            if sum(item.file_size for item in parts) > _LARGEST:
                return None
            if any(map(_is_too_much, map(archive.read, parts))):
                return None
        with opening_quietly():
            return _with_styles(load_workbook(BytesIO(data), rich_text=True))
    except BROKEN_FILE:
        return None


def _with_styles(workbook: Workbook) -> Workbook:
    """The workbook, after a look at each cell's style: what the file has none of would fail later, at its first use."""
    for cell in _cells(workbook):
        for part in ("font", "fill", "border", "alignment", "protection", "number_format"):
            getattr(cell, part)
    return workbook


def _is_too_much(part: bytes) -> bool:
    if _WRITTEN_OTHERWISE.match(part):
        return True
    return part.count(b"<") > _MOST_TAGS or sum(map(_area, _MERGE.findall(part))) > _MOST_MERGED


def _area(reference: bytes) -> int:
    """How many cells a merged range has, each of which openpyxl makes; far too many where it can't be told."""
    try:
        left, top, right, bottom = (bound or 0 for bound in range_boundaries(reference.decode()))
    except ValueError:
        return _MOST_MERGED + 1
    whole = 0 in {left, top}  # rows or columns without an end
    return _MOST_MERGED + 1 if whole else (right - left + 1) * (bottom - top + 1)


def _is_picture(item: zipfile.ZipInfo) -> bool:
    return item.filename.startswith("xl/media/")


def _saved(workbook: Workbook) -> bytes | None:
    try:
        return to_bytes(workbook)
    except BROKEN_FILE:  # what was made up may show only now
        return None


def _cells(workbook: Workbook) -> Iterator[Cell]:
    for worksheet in workbook.worksheets:
        held: Any = worksheet  # `_cells` is unknown to the stubs; rows of a sheet that claims a million are many
        yield from (cell for cell in list(held._cells.values()) if isinstance(cell, Cell))  # noqa: SLF001


def _take_off_marks(workbook: Workbook) -> None:
    if RETURN_SHEET in workbook.sheetnames:
        del workbook[RETURN_SHEET]
    for cell in _cells(workbook):
        if cell.has_style and (red := _ground(cell)) in _GROUNDS:
            ground = _GROUNDS[red]
            cell.fill = PatternFill("solid", start_color=ground) if ground else PatternFill()
        if cell.comment and FAULT_MARK in cell.comment.text:
            before = cell.comment.text.partition(FAULT_MARK)[0].rstrip()
            cell.comment = Comment(before, cell.comment.author) if before else None


def _ground(cell: Cell) -> str:
    """The colour a cell is filled with, as six digits; "" for none, or for one of a theme."""
    fill = cell.fill
    colour = fill.start_color.rgb if fill.fill_type == "solid" else None
    return colour[-6:] if isinstance(colour, str) else ""


def _cell_of(workbook: Workbook, fault: Fault) -> Cell | None:
    """The cell that a fault is shown at: of a merged range, the first one."""
    worksheet = next((each for each in workbook.worksheets if each.title == fault.place.sheet), None)
    position = _position(fault.place.cell)
    if worksheet is None or position is None:
        return None
    found = worksheet.cell(*position)
    return found if isinstance(found, Cell) else _first_of_merged(worksheet, found)


def _position(name: str) -> tuple[int, int] | None:
    """Row and column that a place names; None where no sheet has them."""
    if where := _CELL.fullmatch(name.upper()):
        row, column = coordinate_to_tuple(f"{where[1]}{where[2]}")
    elif line := _ROW.fullmatch(name):
        row, column = int(line[1]), 1
    else:
        return None
    return (row, column) if 1 <= row <= _LAST_ROW and column <= _LAST_COLUMN else None


def _first_of_merged(worksheet: Worksheet, cell: MergedCell) -> Cell | None:
    for block in worksheet.merged_cells.ranges:
        if cell.coordinate in block:
            first = worksheet.cell(block.min_row, block.min_col)
            return first if isinstance(first, Cell) else None
    return None


def _mark(told: Sequence[_Told]) -> None:
    messages: dict[tuple[str, str], list[str]] = {}
    cells: dict[tuple[str, str], Any] = {}
    for fault, cell in told:
        if cell is not None:
            key = (str(cell.parent.title), cell.coordinate)
            cells[key] = cell
            messages.setdefault(key, []).append(fault.message)
    for key, cell in cells.items():
        cell._style = copy(cell._style)  # noqa: SLF001 - other cells of a row that was put back share it
        cell.fill = PatternFill("solid", start_color=_REDS.get(_ground(cell), _PLAIN))
        cell.comment = _comment(cell.comment, "\n".join(dict.fromkeys(messages[key])))


def _comment(held: Comment | None, message: str) -> Comment:
    """Our words, below what somebody else has noted there, in a box that shows them all."""
    before = f"{held.text}\n" if held else ""
    text = cell_text(f"{before}{FAULT_MARK}{message}")
    if len(text) > _LONGEST_COMMENT:
        text = f"{text[:_LONGEST_COMMENT]}……（全文见“{RETURN_SHEET}”）"
    height = (lines_needed(text, _COMMENT_COLUMNS) + 1) * _LINE_PIXELS
    return Comment(text, held.author if held else "planner", height=height, width=_COMMENT_PIXELS)


_WIDTHS = (8.0, 24.0, 90.0)


def _tell(workbook: Workbook, told: Sequence[_Told]) -> None:
    """The first sheet: every fault in order, each with a link to its cell; it is what is seen when the file opens."""
    sheet = Sheet(workbook.create_sheet(RETURN_SHEET, 0), "center")
    sheet.widths(_WIDTHS)
    title, steps = _head([each.fault for each in told])
    sheet.put(1, 1, title, Kind.TITLE)
    sheet.merge(1, 1, 1, len(_WIDTHS))
    sheet.height(1, 40)
    sheet.put(2, 1, steps, Kind.PLAIN)
    sheet.merge(2, 1, 2, len(_WIDTHS))
    sheet.height(2, row_points([(steps, sum(_WIDTHS) - 4)]) + 6)
    for column, name in enumerate(("序号", "位置", "问题和改法"), 1):
        sheet.put(3, column, name, Kind.HEADER)
    sheet.height(3, 22)
    for number, each in enumerate(told, 1):
        _tell_one(sheet, number, each)
    set_up_page(sheet, heading="", header_rows="3:3")
    sheet.worksheet.freeze_panes = "A4"
    _show_first(workbook)


def _head(faults: Sequence[Fault]) -> tuple[str, str]:
    """The title, and what is to be done: in this file where all can be put right in it."""
    count, elsewhere = len(faults), sum(not fault.here for fault in faults)
    refused, shown = "这份填报表没有采用", "鼠标停在上面会显示原因"
    if not elsewhere:
        steps = f"共{count}处要改。请就在这份文件里改：标红的格子就是，{shown}。改好存盘，整份发回。"
        return f"{refused}，请改正后发回", steps
    if elsewhere == count:
        return refused, f"共{count}处问题，不是在这份文件里改几格就行的。请照下面“问题和改法”一栏办。"
    where = f"其中{elsewhere}处不能在这份文件里改，请先看下面“问题和改法”一栏"
    return refused, f"共{count}处问题，{where}；别的在标红的格子，{shown}。"


def _tell_one(sheet: Sheet, number: int, told: _Told) -> None:
    row = number + 3
    values = (str(number), str(told.fault.place) or "整份文件", told.fault.message)
    for column, (text, kind) in enumerate(zip(values, (Kind.SHORT, Kind.SHORT, Kind.TEXT), strict=True), 1):
        sheet.put(row, column, text, kind)
    if told.cell is not None:
        title = str(told.cell.parent.title).replace("'", "''")
        sheet.link(row, 2, f"'{title}'!{told.cell.coordinate}")
    sheet.height(row, row_points((text, width - 2) for text, width in zip(values, _WIDTHS, strict=True)) + 4)


def _show_first(workbook: Workbook) -> None:
    """Open on the first sheet, and on it alone: what is typed while two are selected is written into both."""
    workbook.active = 0
    for view in workbook.views:
        view.firstSheet = 0
    for number, worksheet in enumerate(workbook.worksheets):
        worksheet.sheet_view.tabSelected = number == 0
