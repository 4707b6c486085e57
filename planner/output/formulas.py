"""Workbooks with formulas: saved with the values beside them, so that what doesn't compute shows figures too."""

import os
import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from planner.output.sheets import Sheet

# <c r="B9" s="5"><f>SUM(A1:A3)</f><v /></c>, <c r="B9" s="5"><f>SUM(A1:A3)</f><v></v></c>
_FORMULA_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f>[^<]*</f>)<v(?: ?/>|></v>)</c>')
Values = Mapping[str, int | float | str]
"""What formulas of a sheet give, by cell."""


def to_bytes(workbook: Workbook, sheets: Sequence[Sheet]) -> bytes:
    """The workbook as an xlsx file. Its formulas carry their values, and a program that computes does so on opening.

    openpyxl writes no value beside a formula: they are put into the parts of these sheets on the way to the file.
    """
    workbook.calculation.fullCalcOnLoad = True
    places = {worksheet.title: number for number, worksheet in enumerate(workbook.worksheets, 1)}
    values = {f"xl/worksheets/sheet{places[s.worksheet.title]}.xml": s.computed for s in sheets if s.computed}
    file = BytesIO()
    ExcelWriter(workbook, _Archive(file, values)).save()
    return file.getvalue()


class _Archive(ZipFile):
    """A zip file that takes in the sheets that openpyxl has written, each with the values of its formulas."""

    def __init__(self, file: BytesIO, values: Mapping[str, Values]) -> None:
        super().__init__(file, "w", ZIP_DEFLATED)
        self._values = values

    def write(self, filename: str | os.PathLike[str], arcname: Any = None, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as ZipFile has it
        found = self._values.get(arcname)
        if found is None:
            super().write(filename, arcname, *args, **kwargs)
            return
        with open(filename, "rb") as part:  # noqa: PTH123 - a path of any kind
            self.writestr(arcname, with_values(part.read(), found))


def with_values(part: bytes, values: Values) -> bytes:
    """A sheet's XML with the value of each of its formulas."""

    def filled(cell: re.Match[bytes]) -> bytes:
        value = values[cell[1].decode()]
        kind = b' t="str"' if isinstance(value, str) else b""
        told = escape(str(value)).encode()
        return b'<c r="%b"%b%b>%b<v>%b</v></c>' % (cell[1], cell[2], kind, cell[3], told)

    return _FORMULA_CELL.sub(filled, part)
