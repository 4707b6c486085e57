"""What a workbook says and allows when someone fills in a cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from planner.output.looks import FORMATS, Kind
from planner.output.sheets import Column, Record, Sheet

_NEW_ROWS = 300
"""So many rows below the last one are made ready for what people add."""
FIRST_DAY, LAST_DAY = "36526", "73050"  # 2000-01-01 and 2099-12-31, as Excel counts days


@dataclass(frozen=True, slots=True)
class Entry:
    """The hint that is shown beside a cell of a column, and what may be chosen there (nothing: anything)."""

    hint: str
    choices: tuple[str, ...] = ()


def guide_entry(
    sheet: Sheet, columns: Sequence[Column[Record]], entries: Mapping[str, Entry], *, first: int, last: int
) -> None:
    """Put each entry, by its column's name, on the rows from `first` to `last` and on those that are added below."""
    for number, column in enumerate(columns, 1):
        letter = get_column_letter(number)
        _format_new_cells(sheet, letter, column.kind)
        entry = entries.get(column.name)
        if entry:
            rule = _rule(column, entry)
            rule.add(f"{letter}{first}:{letter}{max(first, last) + _NEW_ROWS}")
            sheet.worksheet.add_data_validation(rule)


def _rule(column: Column[Record], entry: Entry) -> DataValidation:
    rule = DataValidation(allow_blank=True, showInputMessage=True, promptTitle=column.name, prompt=entry.hint)
    if entry.choices:
        rule.type = "list"
        rule.formula1 = f'"{",".join(entry.choices)}"'
        rule.error = f"请从 {'、'.join(entry.choices)} 中选一个，或留空"
    elif column.kind is Kind.DATE:
        rule.type, rule.operator = "date", "between"
        rule.formula1, rule.formula2 = FIRST_DAY, LAST_DAY
        rule.error = "请填日期，如 2024-06-30"
    rule.showErrorMessage = rule.type is not None
    rule.errorTitle = column.name if rule.type else None
    return rule


def _format_new_cells(sheet: Sheet, letter: str, kind: Kind) -> None:
    new: Any = sheet.worksheet.column_dimensions[letter]  # the stubs don't know that a column has styles
    new.number_format = FORMATS.get(kind, "General")
    new.font = Font(name="宋体", size=10)
    new.alignment = Alignment(vertical="center", wrap_text=True, horizontal="left" if kind is Kind.TEXT else "center")
