"""Sheets that people fill in and send back: open only where something is asked for, and known again by hidden keys."""

from collections.abc import Mapping

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from planner.output.looks import Kind
from planner.output.sheets import Sheet, add_sheet


def protect(worksheet: Worksheet, *, rows_may_go: bool = False) -> None:
    """Lock the cells that aren't unlocked, without a password.

    Widths, heights, filters and sorting stay free, as far as programs allow them; deleting rows with `rows_may_go`.
    """
    protection = worksheet.protection
    protection.sheet = True
    # each of these says whether it is forbidden
    protection.formatColumns = protection.formatRows = protection.autoFilter = protection.sort = False
    protection.deleteRows = not rows_may_go


def start_at(sheet: Sheet, column: int) -> None:
    """Let the pointer stand on a column's first cell below the header, so that its hint is seen."""
    selection = sheet.worksheet.sheet_view.selection[-1]
    selection.activeCell = selection.sqref = f"{get_column_letter(column)}2"


def add_keys(workbook: Workbook, title: str, keys: Mapping[str, str], kind: Kind) -> Sheet:
    """A hidden sheet with keys by their names, a line each: programs lose document properties, but no sheets."""
    sheet = add_sheet(workbook, title)
    for row, pair in enumerate(keys.items(), 1):
        for column, text in enumerate(pair, 1):
            sheet.put(row, column, text, kind)
    sheet.worksheet.sheet_state = "hidden"
    return sheet
