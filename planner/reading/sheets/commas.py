"""Tables whose cells commas part (csv), as spreadsheets save them; a csv file that holds no table is a text."""

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from planner.domain.document import Document
from planner.errors import DocumentTooLarge
from planner.reading.encoding import decode
from planner.reading.kinds import Format
from planner.reading.sheets.grid import Grid, GridTooLarge
from planner.reading.sheets.reader import document_of
from planner.reading.text import read_text

_PARTING = ",\t;"
_TRIED = 50  # rows
_MOSTLY = 0.8


def read_csv(path: Path, data: bytes) -> Document:
    """The document of a csv file, line by line as read_sheets has it; that of a text where its lines are no rows.

    Rows are parted by commas, tabs or semicolons, and most have the same number of cells.
    Raises EncodingUnknown, NotAText, FileEmpty, DocumentTooLarge or DocumentBlank.
    """
    text = decode(data) or ""
    parting = next((char for char in _PARTING if _is_table(text, char)), None)
    if parting is None:
        return read_text(path, data)
    grid = Grid("Sheet1")
    try:
        for number, row in enumerate(_rows(text, parting)):
            for column, words in enumerate(row):
                grid.put(number, column, words)
    except GridTooLarge as error:
        raise DocumentTooLarge(path, str(error)) from None
    except csv.Error:  # a quote that is never closed makes a cell of the rest
        return read_text(path, data)
    return document_of(path, data, Format.CSV, [grid])


def _rows(text: str, parting: str) -> Iterator[list[str]]:
    return csv.reader(text.splitlines(keepends=True), delimiter=parting)


def _is_table(text: str, parting: str) -> bool:
    """Whether most of the first rows have the same number of cells, and more than one."""
    try:
        counts = Counter(len(row) for row in islice(_rows(text, parting), _TRIED) if row)
    except csv.Error:
        return False
    cells, rows = counts.most_common(1)[0] if counts else (0, 0)
    return cells > 1 and rows > 1 and rows >= _MOSTLY * counts.total()
