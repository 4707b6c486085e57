"""The workbook in which the coordinator chooses what the year-end report tells (选材表)."""

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from planner.domain.material_book import (
    FIGURES_SHEET,
    KEPT_SHEET,
    MATERIAL_COLUMNS,
    MATERIAL_KIND,
    MATERIAL_SHEET,
    MaterialBook,
    kept_text,
)
from planner.domain.workbooks import KIND_PROPERTY, PLAN_PROPERTY, STATE_PROPERTY, VERSION_PROPERTY
from planner.output.entry import guide_entry
from planner.output.filling import add_keys, protect, start_at
from planner.output.looks import Kind
from planner.output.material_columns import (
    FIGURE_COLUMNS,
    Line,
    figure_lines,
    kept_row,
    material_columns,
    material_entries,
    material_lines,
)
from planner.output.material_guide import fill_material_guide
from planner.output.sheets import (
    add_sheet,
    freeze_and_filter,
    name_workbook,
    new_workbook,
    set_up_page,
    to_bytes,
    write_table,
)

_KEPT_IN_SIGHT = 2
_TYPED_LINES = 40
"""So many lines under the table are open for what people add."""
_TYPED_POINTS = 34.0


def material_workbook(book: MaterialBook) -> bytes:
    """The book as an xlsx file: 说明, 选材, 数据, and what is kept of each row on a hidden sheet.

    Every sheet is protected without a password; what may be typed in is open: 处理, 并入, 排序, 报告用语, the cause of
    a problem, and whole lines under the table. A text stands in its cell as planner.output.sheets.cell_text has it.
    """
    material = book.material
    workbook = new_workbook(f"{material.plan_title}年度报告选材表", book.as_of)
    keys = {
        KIND_PROPERTY: MATERIAL_KIND,
        PLAN_PROPERTY: material.plan_code,
        STATE_PROPERTY: book.state,
        VERSION_PROPERTY: book.version,
    }
    name_workbook(workbook, keys)
    guide = add_sheet(workbook, "说明")
    fill_material_guide(guide, book)
    lines = material_lines(book)
    _add_material(workbook, book, lines)
    _add_figures(workbook, book, lines)
    _add_kept(workbook, keys, lines)
    for worksheet in workbook.worksheets:
        protect(worksheet, rows_may_go=True)
    workbook.active = 1
    return to_bytes(workbook)


def _add_material(workbook: Workbook, book: MaterialBook, lines: Sequence[Line]) -> None:
    """The sheet to work in: header in the first row, in sight and repeated in print, with filters and hints."""
    sheet = add_sheet(workbook, MATERIAL_SHEET, vertical="top")
    columns = material_columns()
    behind = write_table(sheet, 1, columns, [*lines, *(Line("") for _ in range(_TYPED_LINES))]) - 1
    last = len(lines) + 1
    for row in range(last + 1, behind + 1):
        sheet.height(row, _TYPED_POINTS)
    entries = material_entries(book)
    for number, column in enumerate(columns, 1):
        if column.name in entries and column.unlocked and any(map(column.unlocked, lines)):
            sheet.put(1, number, column.name, Kind.ASKED)
    guide_entry(sheet, columns, entries, first=2, last=behind)
    freeze_and_filter(sheet, header_row=1, columns=len(columns), last_row=behind, kept=_KEPT_IN_SIGHT)
    set_up_page(sheet, heading=f"{workbook.properties.title}　{MATERIAL_SHEET}", header_rows="1:1")
    sheet.hide(len(columns), 1)
    sheet.worksheet.print_area = f"A1:{get_column_letter(len(columns) - 1)}{last}"
    start_at(sheet, next(at for at, column in enumerate(columns, 1) if column.name == MATERIAL_COLUMNS["use"]))


def _add_figures(workbook: Workbook, book: MaterialBook, lines: Sequence[Line]) -> None:
    sheet = add_sheet(workbook, FIGURES_SHEET, vertical="top")
    figures = list(figure_lines(book, lines))
    behind = write_table(sheet, 1, FIGURE_COLUMNS, figures)
    freeze_and_filter(sheet, header_row=1, columns=len(FIGURE_COLUMNS), last_row=behind - 1, kept=_KEPT_IN_SIGHT)
    set_up_page(sheet, heading=f"{workbook.properties.title}　{FIGURES_SHEET}", header_rows="1:1")
    if not figures:
        sheet.put(behind, 1, "已采纳的填报里没有数据", Kind.PLAIN)
        sheet.merge(behind, 1, behind, len(FIGURE_COLUMNS))


def _add_kept(workbook: Workbook, keys: dict[str, str], lines: Sequence[Line]) -> None:
    """The hidden sheet: the keys by their names, and a cell for what each row was like."""
    sheet = add_keys(workbook, KEPT_SHEET, keys, Kind.TYPED)
    for row, line in enumerate(lines, len(keys) + 1):
        if line.row:
            sheet.put(row, 1, kept_text(kept_row(line, line.row)), Kind.TYPED)
