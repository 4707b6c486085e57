"""The workbook in which a person has the last word on a draft (核对表)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from planner.domain.review import ReviewBook
from planner.domain.wording import PlanState
from planner.domain.workbooks import (
    KIND_PROPERTY,
    PLAN_PROPERTY,
    POINTS,
    PROPOSALS,
    REVIEW_KIND,
    STATE_PROPERTY,
    TASK_COLUMNS,
    TASKS,
)
from planner.output.entry import Entry, guide_entry
from planner.output.looks import Shade
from planner.output.review_columns import (
    PROPOSAL_ENTRIES,
    PROPOSED_CHANGES,
    RECORDED_CHANGES,
    point_columns,
    point_entries,
    task_columns,
    task_entries,
)
from planner.output.review_guide import fill_guide
from planner.output.sheets import (
    Column,
    Record,
    add_sheet,
    freeze_and_filter,
    name_workbook,
    new_workbook,
    set_up_page,
    to_bytes,
    write_table,
)

_KEPT_IN_SIGHT = 3
# The last columns. Nobody reads versions; the original is at hand, and would make the page's letters too small.
_UNPRINTED = ("原文", TASK_COLUMNS["version"])
_NO_ENTRIES: Mapping[str, Entry] = {}


def review_workbook(book: ReviewBook) -> bytes:
    """The book as an xlsx file: 说明, 任务, 考核点, 修订建议 where there are any, 改动记录; tables from the first row.

    A text stands in its cell as planner.output.text.clean has it (line ends are newlines, no controls), cut short
    beyond LONGEST_CELL characters; read_review gives back just that. In a confirmed plan all but 修订建议 is grey.
    """
    workbook = new_workbook(f"{book.plan_title}核对表", book.as_of)
    properties = {KIND_PROPERTY: REVIEW_KIND, PLAN_PROPERTY: book.plan_code, STATE_PROPERTY: book.state}
    name_workbook(workbook, properties)
    guide = add_sheet(workbook, "说明")
    fill_guide(guide, book)
    set_up_page(guide, heading="", header_rows=None)
    tasks, points = task_columns(book), point_columns()
    if book.plan_state is PlanState.CONFIRMED:
        _add_table(workbook, TASKS, _locked(tasks), book.tasks, _NO_ENTRIES)
        _add_table(workbook, POINTS, _locked(points), book.points, _NO_ENTRIES)
    else:
        _add_table(workbook, TASKS, tasks, book.tasks, task_entries(book.plan_code))
        _add_table(workbook, POINTS, points, book.points, point_entries(book.plan_code))
    if book.proposals:
        _add_table(workbook, PROPOSALS, PROPOSED_CHANGES, book.proposals, PROPOSAL_ENTRIES)
    _add_table(workbook, "改动记录", RECORDED_CHANGES, book.records, _NO_ENTRIES)
    return to_bytes(workbook)


def _add_table(
    workbook: Workbook,
    name: str,
    columns: Sequence[Column[Record]],
    records: Sequence[Record],
    entries: Mapping[str, Entry],
) -> None:
    """A sheet with one table: header in the first row, in sight and repeated in print, with filters and hints."""
    sheet = add_sheet(workbook, name, vertical="top")
    last = write_table(sheet, 1, columns, records) - 1
    guide_entry(sheet, columns, entries, first=2, last=last)
    freeze_and_filter(sheet, header_row=1, columns=len(columns), last_row=last, kept=_KEPT_IN_SIGHT)
    set_up_page(sheet, heading=f"{workbook.properties.title}　{name}", header_rows="1:1")
    if columns[-1].name == TASK_COLUMNS["version"]:
        sheet.worksheet.column_dimensions[get_column_letter(len(columns))].hidden = True
    printed = sum(column.name not in _UNPRINTED for column in columns)
    sheet.worksheet.print_area = f"A1:{get_column_letter(printed)}{last}"


def _locked(columns: Sequence[Column[Record]]) -> tuple[Column[Record], ...]:
    """The same columns, grey wherever they say nothing by another colour."""

    def locked(column: Column[Record]) -> Column[Record]:
        shade = column.shade
        return replace(column, shade=lambda record: (shade and shade(record)) or Shade.LOCKED)

    return tuple(map(locked, columns))
