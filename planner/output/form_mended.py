"""What a marked copy puts right itself: locked cells as they went out, and rows that were deleted."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import coordinate_to_tuple, get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.form_layout import (
    HEADER_WITHIN,
    KNOWN_BY,
    ROW_KEY,
    TASK_CODE,
    FormColumn,
    form_columns,
    heading_of,
)
from planner.domain.forms import Fault, FormBook, FormRow, Mend, Place
from planner.output.form_xlsx import put_form_cell, put_form_row
from planner.output.sheets import Sheet

_LAST_ROW = 1_048_576


def put_right(workbook: Workbook, faults: Sequence[Fault], sent: FormBook) -> tuple[Fault, ...]:
    """The faults as the copy tells them, after what can be put right was: locked cells and lost rows as in `sent`.

    A lost row comes below the others: the order of rows means nothing. A merged cell is left to the unit.
    """
    rows = {row.code: row for row in sent.rows}
    columns = {column.name: column for column in form_columns(sent)}
    return tuple(_put_right(workbook, fault, rows, columns) for fault in faults)


def _put_right(
    workbook: Workbook, fault: Fault, rows: Mapping[str, FormRow], columns: Mapping[str, FormColumn]
) -> Fault:
    worksheet = next((each for each in workbook.worksheets if each.title == fault.place.sheet), None)
    mend = fault.mend
    if worksheet is None or mend is None:
        return fault
    if mend.column:
        done = _put_cell(worksheet, fault.place.cell, columns[mend.column], rows[mend.task])
        return Fault(fault.place, mend.message) if done else fault
    return _put_row(worksheet, mend, rows[mend.task], columns) or fault


def _put_cell(worksheet: Worksheet, cell: str, column: FormColumn, row: FormRow) -> bool:
    place = coordinate_to_tuple(cell)
    if not isinstance(worksheet.cell(*place), Cell):
        return False
    put_form_cell(Sheet(worksheet, "top"), place, column, row)
    return True


def _put_row(worksheet: Worksheet, mend: Mend, row: FormRow, columns: Mapping[str, FormColumn]) -> Fault | None:
    """Write a lost row; None where the sheet has no header or no room for it."""
    numbers = {number: columns[name] for number, name in _header(worksheet).items() if name in columns}
    codes = [number for number, column in numbers.items() if column.name == TASK_CODE]
    at = _first_free(worksheet)
    if not codes or at > _LAST_ROW or all(column.name != ROW_KEY for column in numbers.values()):
        return None
    put_form_row(Sheet(worksheet, "top"), at, numbers, row)
    worksheet.row_dimensions[at].hidden = False
    _print_down_to(worksheet, at)
    return Fault(Place(worksheet.title, f"{get_column_letter(codes[0])}{at}"), mend.message)


def _print_down_to(worksheet: Worksheet, row: int) -> None:
    """The print area ended with the last row: forms are printed to be signed."""
    area = (worksheet.print_area or "").rpartition("!")[2].replace("$", "")
    if ":" in area and "," not in area:
        held = CellRange(area)
        held.expand(down=max(0, row - held.max_row))
        worksheet.print_area = held.coord


def _header(worksheet: Worksheet) -> dict[int, str]:
    """The table's headings by their columns' numbers; {} where it has none."""
    for cells in worksheet.iter_rows(max_row=HEADER_WITHIN):
        names = {cell.column: heading_of(str(cell.value)) for cell in cells if cell.value is not None}
        if set(KNOWN_BY) <= set(names.values()):
            return names
    return {}


def _first_free(worksheet: Worksheet) -> int:
    return max(_used(worksheet), default=0) + 1


def _used(worksheet: Worksheet) -> Iterator[int]:
    """The numbers of rows that hold something, or that something is merged over."""
    held: Any = worksheet  # `_cells` is unknown to the stubs; rows of a sheet that claims a million are many
    yield from (cell.row for cell in held._cells.values() if cell.value is not None)  # noqa: SLF001
    yield from (block.max_row for block in worksheet.merged_cells.ranges)
