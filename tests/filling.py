"""Fills in forms as people do: opens the workbook, writes into cells by task and column, saves it."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from planner.domain.form_layout import FORM_SHEET, GUIDE_SHEET


@dataclass
class Filling:
    """A form that is open to be filled in. Rows are named by their task's code."""

    path: Path

    def __post_init__(self) -> None:
        self.workbook = load_workbook(self.path)
        self.sheet: Any = self.workbook[FORM_SHEET]
        self.columns = {str(cell.value): cell.column for cell in self.sheet[1] if cell.value is not None}

    @property
    def codes(self) -> list[str]:
        """The tasks' codes from the first row on."""
        return [str(self.cell(row, "编号").value) for row in range(2, self.sheet.max_row + 1)]

    def row(self, code: str) -> int:
        """The row of a task."""
        return self.codes.index(code) + 2

    def cell(self, row: int, column: str) -> Any:  # noqa: ANN401 - openpyxl's cells
        return self.sheet.cell(row, self.columns[column])

    def at(self, code: str, column: str) -> Any:  # noqa: ANN401 - openpyxl's cells
        """The cell of a task."""
        return self.cell(self.row(code), column)

    def put(self, code: str, **cells: object) -> str:
        """Write into a task's cells by their headings; where the last of them stands (G5)."""
        place = ""
        for column, value in cells.items():
            cell = self.at(code, column)
            cell.value, place = value, cell.coordinate
            if isinstance(value, str):
                cell.data_type = "s"  # typed as text, also where it looks like a formula
        return place

    def sign(self, **signed: object) -> None:
        """Write beside the labels of the guide: 填报人="李明"."""
        guide: Any = self.workbook[GUIDE_SHEET]
        for row in guide.iter_rows():
            for cell in row:
                if cell.value in signed:
                    guide.cell(cell.row, cell.column + 1).value = signed[cell.value]

    def reorder(self, order: Callable[[list[int]], list[int]]) -> None:
        """Bring the rows of tasks into another order, as sorting does: every cell of a row moves with it."""
        rows = list(range(2, self.sheet.max_row + 1))
        held = {row: [cell.value for cell in self.sheet[row]] for row in rows}
        for row, taken in zip(rows, order(rows), strict=True):
            for column, value in enumerate(held[taken], 1):
                self.sheet.cell(row, column).value = value

    def save(self, path: Path | None = None) -> Path:
        """Save it, under another name where one is given; the path."""
        path = path or self.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.bytes())
        return path

    def bytes(self) -> bytes:
        """The workbook as it would be saved."""
        file = BytesIO()
        self.workbook.save(file)
        return file.getvalue()
