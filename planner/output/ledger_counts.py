"""Tables of counts: each a formula over the rows of 台账, with rates and what they are of, and a total below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from openpyxl.utils import get_column_letter

from planner.output.ledger_rows import TaskRows
from planner.output.looks import Kind
from planner.output.sheets import CellValue, Formula, Sheet, row_points

NONE = "—"
"""What stands for a rate of nothing, and for no rank."""
HEADER_ROW = 1
Counted = TypeVar("Counted")


@dataclass(frozen=True, slots=True)
class Label(Generic[Counted]):
    """A column of words."""

    name: str
    width: float
    value: Callable[[Counted], str]


@dataclass(frozen=True, slots=True)
class Count(Generic[Counted]):
    """A column of counts: the formula over the rows that have the number in a cell, and what it gives."""

    name: str
    width: float
    formula: Callable[[TaskRows, str], str]
    value: Callable[[Counted], int]


@dataclass(frozen=True, slots=True)
class Rest:
    """A column that is one count less another, by their names."""

    name: str
    width: float
    whole: str
    part: str


@dataclass(frozen=True, slots=True)
class Rate:
    """A column that is one count of another, by their names; a dash where it would be of nothing."""

    name: str
    width: float
    part: str
    whole: str


@dataclass(frozen=True, slots=True)
class Rank:
    """A column whose values are given row by row."""

    name: str
    width: float


AnyColumn = Label[Counted] | Count[Counted] | Rest | Rate | Rank


class CountTable(Generic[Counted]):
    """A table being written: a row a record, numbered. `plain`: counts are written as they are, without formulas."""

    def __init__(self, sheet: Sheet, columns: Sequence[AnyColumn[Counted]], rows: TaskRows, *, plain: bool) -> None:
        self.sheet = sheet
        self.columns = columns
        self.row = HEADER_ROW + 1
        self.letters = {column.name: get_column_letter(number) for number, column in enumerate(columns, 2)}
        self._rows = rows
        self._plain = plain
        self._number = 0
        self._sums = {column.name: 0 for column in columns if isinstance(column, Count)}
        names, widths = ["序号", *self.letters], [6, *(column.width for column in columns)]
        sheet.widths(widths)
        for number, name in enumerate(names, 1):
            sheet.put(HEADER_ROW, number, name, Kind.HEADER)
        # the filter's button hides the end of a narrow header
        sheet.height(HEADER_ROW, max(row_points(zip(names, widths, strict=True)) + 6, 32))

    @property
    def width(self) -> int:
        """How many columns there are, the numbers' too."""
        return 1 + len(self.columns)

    def write(self, record: Counted, rank: CellValue = NONE) -> None:
        """Write a record's row."""
        self._number += 1
        values = {column.name: column.value(record) for column in self.columns if isinstance(column, Count)}
        for name, value in values.items():
            self._sums[name] += value
        cells = [self._cell(column, record, values, rank) for column in self.columns]
        self._put([(self._number, Kind.COUNT), *cells], Kind.TEXT)

    def total(self, told: str) -> None:
        """Write the total below; it is taken over all rows above, whatever stands between them."""
        cells = [self._total_cell(column, told) for column in self.columns]
        self._put([(None, Kind.HEADER), *cells], Kind.HEADER)

    def note(self, text: str) -> None:
        """Write a sentence over the whole width."""
        self.sheet.put(self.row, 1, text, Kind.PLAIN)
        self.sheet.merge(self.row, 1, self.row, self.width)
        self.sheet.height(self.row, row_points([(text, sum(column.width for column in self.columns))]) + 6)
        self.row += 1

    def _put(self, cells: Sequence[tuple[CellValue, Kind]], words: Kind) -> None:
        for number, (value, kind) in enumerate(cells, 1):
            self.sheet.put(self.row, number, value, words if kind is Kind.TEXT else kind)
        widths = (6, *(column.width for column in self.columns))
        texts = ((value, width) for (value, _), width in zip(cells, widths, strict=True))
        self.sheet.height(self.row, row_points(texts) + 4)
        self.row += 1

    def _cell(
        self, column: AnyColumn[Counted], record: Counted, values: dict[str, int], rank: CellValue
    ) -> tuple[CellValue, Kind]:
        match column:
            case Label():
                return column.value(record), Kind.TEXT
            case Count():
                value = values[column.name]
                if self._plain:
                    return value, Kind.COUNT
                return Formula(column.formula(self._rows, f"$A{self.row}"), value), Kind.COUNT
            case Rank():
                return rank, Kind.COUNT
            case _:
                return self._derived(column, values)

    def _total_cell(self, column: AnyColumn[Counted], told: str) -> tuple[CellValue, Kind]:
        match column:
            case Label():
                return told if column is self.columns[0] else "", Kind.TEXT
            case Count():
                letter = self.letters[column.name]
                text = f"SUM({letter}{HEADER_ROW}:{letter}{self.row - 1})"
                return Formula(text, self._sums[column.name]), Kind.COUNT
            case Rank():
                return NONE, Kind.COUNT
            case _:
                return self._derived(column, self._sums)

    def _derived(self, column: Rest | Rate, values: dict[str, int]) -> tuple[CellValue, Kind]:
        part, whole = (f"{self.letters[name]}{self.row}" for name in (column.part, column.whole))
        some, of = values[column.part], values[column.whole]
        if isinstance(column, Rest):
            return Formula(f"{whole}-{part}", of - some), Kind.COUNT
        return Formula(f'IF({whole}=0,"{NONE}",{part}/{whole})', some / of if of else NONE), Kind.RATE
