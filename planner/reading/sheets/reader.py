"""Spreadsheets: every sheet's rows as lines of text, cells parted by tabs, merged cells told as such."""

import hashlib
import re
from bisect import bisect_left
from dataclasses import dataclass, field
from pathlib import Path

from planner.domain.document import Continued, Document, LeftOut, Span, name_key
from planner.errors import DocumentBlank, DocumentBroken, DocumentLocked, DocumentTooLarge
from planner.reading.kinds import Format
from planner.reading.sheets import xls, xlsx
from planner.reading.sheets.grid import MOST_CELLS, Grid, GridTooLarge, Merge, Ranges
from planner.reading.zips import ZipTooLarge

_ZIP = b"PK"
_MOST_CHARACTERS = 20_000_000
_SHORTENED = 200
_DEFAULT_NAME = re.compile(r"(?:sheet|工作表|表)\s*\d*(?:\s*\(\d+\))?", re.IGNORECASE)  # Sheet1 / 工作表2 / Sheet1 (2)

Cell = tuple[int, int]


def read_sheets(path: Path, data: bytes) -> Document:
    """The document of an xlsx or xls file: its visible sheets in order, each row that holds words a line.

    Rows above a table that hold one filled cell (a title, 填表单位：…) are lines without tabs. A sheet's name is a
    line above its rows where several sheets hold words, or nothing else stands above the table.
    Raises DocumentLocked, DocumentBroken, DocumentTooLarge or DocumentBlank.
    """
    form, grids = _grids(path, data)
    return document_of(path, data, form, grids)


def document_of(path: Path, data: bytes, form: Format, grids: list[Grid]) -> Document:
    """The document that a file's sheets make. Raises DocumentBroken, DocumentTooLarge or DocumentBlank."""
    writer = _Writer()
    try:
        _write(writer, grids)
    except GridTooLarge as error:
        raise DocumentTooLarge(path, str(error)) from None
    except MergesOverlap:
        raise DocumentBroken(path, "合并的单元格互相重叠") from None
    if not writer.length:
        raise DocumentBlank(path)
    digest = hashlib.sha256(data).hexdigest()
    text = "".join(writer.pieces)
    return Document(path.name, form, digest, text, tuple(writer.continued), tuple(writer.left_out))


def _grids(path: Path, data: bytes) -> tuple[Format, list[Grid]]:
    try:
        if data.startswith(_ZIP):
            return Format.XLSX, xlsx.read_xlsx(data)
        return Format.XLS, xls.read_xls(data)
    except xls.XlsLocked:
        raise DocumentLocked(path) from None
    except ZipTooLarge:
        raise DocumentTooLarge(path, "解开后超过 200 MB") from None
    except GridTooLarge as error:
        raise DocumentTooLarge(path, str(error)) from None
    except (*xlsx.BROKEN, *xls.BROKEN) as error:
        raise DocumentBroken(path, "内容损坏，或不是表格") from error


class MergesOverlap(Exception):
    """Merged ranges cover more cells than there are."""


@dataclass(slots=True)
class _Writer:
    """The text as it grows."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    continued: list[Continued] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def add(self, words: str) -> None:
        self.pieces.append(words)
        self.length += len(words)
        if self.length > _MOST_CHARACTERS:
            raise GridTooLarge(f"超过 {_MOST_CHARACTERS // 10_000} 万字")

    def leave_out(self, what: str, words: str) -> None:
        if words:
            self.left_out.append(LeftOut(what, words[:_SHORTENED] + "…" * (len(words) > _SHORTENED)))


def _write(writer: _Writer, grids: list[Grid]) -> None:
    shown = [_Sheet(grid, writer) for grid in grids if grid.visible]
    for grid in grids:
        if not grid.visible:
            writer.leave_out(f"隐藏的工作表“{grid.name}”", _words_of(grid))
    filled = [sheet for sheet in shown if sheet.rows]
    for sheet in filled:
        sheet.write(named=len(filled) > 1)


def _words_of(grid: Grid) -> str:
    return " ".join(words for row in sorted(grid.rows) for _, words in sorted(grid.rows[row].items()))


class _Sheet:
    """A visible sheet: which of its rows and columns are seen, and which cells a merged one covers."""

    def __init__(self, grid: Grid, writer: _Writer) -> None:
        self.grid, self.writer = grid, writer
        hidden_rows, hidden_columns = Ranges(grid.hidden_rows), Ranges(grid.hidden_columns)
        self.seen = [row for row in sorted(grid.rows) if row not in hidden_rows]
        self.columns = [c for c in range(grid.first_column, grid.last_column + 1) if c not in hidden_columns]
        self.shown = frozenset(self.columns)
        self.covered: dict[Cell, Cell] = {}
        self._merge()
        self._tell_hidden()
        self.rows = [row for row in self.seen if self._filled(row)]
        self.columns = _trimmed(self.columns, {c for row in self.rows for c in self._filled(row)})

    def write(self, *, named: bool) -> None:
        """Add the sheet's lines to the text."""
        table = next((row for row in self.rows if len(self._filled(row)) > 1), None)
        named = named or table == self.rows[0]
        first = " ".join(self.grid.rows[self.rows[0]].values())
        own = bool(_DEFAULT_NAME.fullmatch(self.grid.name.strip())) or name_key(self.grid.name) == name_key(first)
        if not own and named:
            self.writer.add(" ".join(self.grid.name.split()) + "\n")
        elif not own:
            self.writer.leave_out("工作表名称", self.grid.name)
        words_at: dict[Cell, Span] = {}
        for row in self.rows:
            if table is None or row < table:
                self.writer.add(next(iter(self._filled(row).values())) + "\n")
            else:
                self._write_row(row, words_at)

    def _write_row(self, row: int, words_at: dict[Cell, Span]) -> None:
        cells = self.grid.rows[row]
        for k, column in enumerate(self.columns):
            if k:
                self.writer.add("\t")
            at = self.writer.length
            if words := cells.get(column):
                self.writer.add(words)
                words_at[row, column] = Span(at, at + len(words))
            elif (of := self.covered.get((row, column))) in words_at:
                self.writer.continued.append(Continued(at, words_at[of]))
        self.writer.add("\n")

    def _filled(self, row: int) -> dict[int, str]:
        return {column: words for column, words in self.grid.rows[row].items() if column in self.shown}

    def _merge(self) -> None:
        """Give each covered cell its first one. Words of a merged cell whose first row or column is hidden move in."""
        left = len(self.seen) * len(self.columns) + len(self.grid.merges)
        for merge in self.grid.merges:
            cells = self._cells(merge)
            left -= len(cells)
            if left < 0:
                raise MergesOverlap
            if len(self.covered) > MOST_CELLS:
                raise GridTooLarge(f"合并的单元格超过 {MOST_CELLS // 10_000} 万格")
            if not cells:
                continue
            words = self.grid.rows.get(merge.top, {}).pop(merge.left, "")
            for row, column in cells:
                self.grid.rows[row].pop(column, None)
                self.covered[row, column] = cells[0]
            if words:
                self.grid.rows[cells[0][0]][cells[0][1]] = words

    def _cells(self, merge: Merge) -> list[Cell]:
        """The cells of a merged range that are seen, in rows that hold words."""
        rows = self.seen[bisect_left(self.seen, merge.top) : bisect_left(self.seen, merge.bottom + 1)]
        columns = self.columns[bisect_left(self.columns, merge.left) : bisect_left(self.columns, merge.right + 1)]
        if len(rows) * len(columns) > MOST_CELLS:
            raise GridTooLarge(f"合并的单元格超过 {MOST_CELLS // 10_000} 万格")
        return [(row, column) for row in rows for column in columns]

    def _tell_hidden(self) -> None:
        grid, seen = self.grid, set(self.seen)
        hidden = [grid.rows[row] for row in sorted(grid.rows) if row not in seen]
        self.writer.leave_out("隐藏的行", " ".join(w for row in hidden for _, w in sorted(row.items())))
        aside = [w for row in self.seen for c, w in sorted(grid.rows[row].items()) if c not in self.shown]
        self.writer.leave_out("隐藏的列", " ".join(aside))


def _trimmed(columns: list[int], filled: set[int]) -> list[int]:
    """Columns without those at the ends that hold nothing."""
    used = [k for k, column in enumerate(columns) if column in filled]
    return columns[used[0] : used[-1] + 1] if used else []
