"""Forms that came back: what stands in their sheets, whatever became of names, order and looks."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from planner.domain.document import name_key
from planner.domain.form_layout import (
    FILLER,
    GUIDE_SHEET,
    HEADER_WITHIN,
    KEY_KIND,
    KEYS,
    KNOWN_BY,
    RETURN_SHEET,
    SIGNED,
    heading_of,
)
from planner.domain.forms import Fault, Place, ReadCell, ReadForm, ReadRow
from planner.reading.form_sheets import FormUnreadable, exact_book
from planner.reading.sheets.grid import ExactBook, ExactCell, ExactGrid, Merge
from planner.reading.workbook import sheet_column

_MOST_MERGES = 200
_MOST_ROWS = 10_000
_BLANK = ExactCell(None)
_COLON = "：:"
_SIGNED_KEYS = {name_key(label): label for label in SIGNED}


def read_form(name: str, data: bytes) -> ReadForm:
    """A form as it was found in a file's bytes, xlsx or xls; `name` is how the file is told.

    Sheets are known by what stands in them and columns by their headings, so names and order don't matter, and hidden
    rows and columns are read like others. What can't be read is told in `faults`; nothing is raised.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        book = exact_book(name, data)
    except FormUnreadable as error:
        return ReadForm(name, sha256, {}, {}, (), (Fault(Place(), str(error)),))
    keys, faults = _keys(book)
    tables = [table for grid in book.sheets if (table := _table_of(grid))]
    rest = [grid for grid in book.sheets if all(grid is not table.grid for table in tables)]
    guide, signed = _guide(rest)
    if len(tables) != 1:
        return ReadForm(name, sha256, keys, signed, (), (*faults, _no_table(tables)))
    table = tables[0]
    if len(table.grid.rows) > _MOST_ROWS:
        much = f"内容太多（超过 {_MOST_ROWS} 行），不像填报表，请删去多出来的内容，另存后再交"
        return ReadForm(name, sha256, keys, signed, (), (*faults, Fault(Place(), much)))
    faults += [*table.faults(), *_merged(table)]
    beside = tuple(_words_beside(guide, signed)) if guide else ()
    notes = tuple(_unread(grid for grid in rest if grid is not guide))
    return ReadForm(name, sha256, keys, signed, tuple(table.rows()), tuple(faults), beside, notes)


def _unread(grids: Iterable[ExactGrid]) -> Iterator[str]:
    """The sheets that are somebody's own: what is in them is not read."""
    for grid in grids:
        if grid.rows and grid.visible and grid.name not in (GUIDE_SHEET, RETURN_SHEET) and not _is_key_sheet(grid):
            yield f"单位另加的工作表“{grid.name}”没有收，请打开原件看"


def _no_table(tables: Sequence["_Table"]) -> Fault:
    if not tables:
        found = "、".join(f"“{name}”" for name in KNOWN_BY)
        return Fault(Place(), f"里面没有填报表（没有带{found}两列的表头），请交回发出的那份表格")
    names = "、".join(table.grid.name for table in tables)
    return Fault(Place(), f"里面有 {len(tables)} 张填报表（{names}），分不清以哪张为准，请只留一张")


# ---- the table ----


@dataclass(frozen=True, slots=True)
class _Table:
    """The sheet of tasks: its header's row and the columns that have a heading, both from 0."""

    grid: ExactGrid
    header: int
    columns: Mapping[int, str]

    @property
    def merges(self) -> Sequence[Merge]:
        """The merged ranges of the sheet, as many as are told."""
        return sorted(self.grid.merges)[:_MOST_MERGES]

    def place(self, row: int, column: int) -> Place:
        """Where a cell stands."""
        return Place(self.grid.name, f"{sheet_column(column + 1)}{row + 1}")

    def faults(self) -> Iterator[Fault]:
        """Headings that stand there twice."""
        seen: set[str] = set()
        for column, name in self.columns.items():
            if name in seen:
                place = self.place(self.header, column)
                yield Fault(place, f"表头“{name}”出现了两次，分不清用哪一列，请只留一列")
            seen.add(name)

    def rows(self) -> Iterator[ReadRow]:
        """The filled rows below the header; a cell without a heading above it goes by its column's letter."""
        named = [(column, name, sheet_column(column + 1)) for column, name in self.columns.items()]
        for row in sorted(self.grid.rows):
            if row > self.header:
                held = self.grid.rows[row]
                beside = [column for column in held if column not in self.columns]
                unnamed = [(column, f"{letter}列", letter) for column in beside if (letter := sheet_column(column + 1))]
                cells = self._cells(row, [*named, *unnamed])
                yield ReadRow(row + 1, Place(self.grid.name, f"第{row + 1}行"), cells)

    def _cells(self, row: int, columns: Sequence[tuple[int, str, str]]) -> dict[str, ReadCell]:
        held, sheet, number = self.grid.rows[row], self.grid.name, row + 1
        merges = [merge for merge in self.merges if merge.top <= row <= merge.bottom]
        found: dict[str, ReadCell] = {}
        for column, name, letter in columns:
            value, formula = held.get(column, _BLANK)
            covered = any(_covers(merge, row, column) for merge in merges)
            found.setdefault(name, ReadCell(Place(sheet, f"{letter}{number}"), value, formula, covered))
        return found


def _table_of(grid: ExactGrid) -> _Table | None:
    wanted = {name_key(name) for name in KNOWN_BY}
    for row in range(HEADER_WITHIN):
        names = {column: heading_of(cell.value) for column, cell in sorted(grid.rows.get(row, {}).items())}
        if wanted <= set(names.values()):
            return _Table(grid, row, {column: name for column, name in names.items() if name})
    return None


def _merged(table: _Table) -> Iterator[Fault]:
    """Merged cells in the table, header and all: what they cover can't be told."""
    last_row = max(table.grid.rows)
    last_column = max(table.columns)
    for merge in table.merges:
        if merge.bottom >= table.header and merge.top <= last_row and merge.left <= last_column:
            place = table.place(merge.top, merge.left)
            last = table.place(merge.bottom, merge.right).cell
            yield Fault(place, f"{place.cell}:{last} 合并成了一格，请取消合并，在每一格里分别填写")


def _covers(merge: Merge, row: int, column: int) -> bool:
    """Whether a cell of one of its rows shares what is written there with another column, or has it from above."""
    return merge.left <= column <= merge.right and (row > merge.top or merge.left < merge.right)


# ---- signature ----


def _guide(grids: Sequence[ExactGrid]) -> tuple[ExactGrid | None, dict[str, ReadCell]]:
    """The sheet that has the most labels with the cells beside them; None and {} where none has."""
    found = [(grid, _labelled(grid)) for grid in grids]
    guide, signed = max(found, key=lambda each: len(each[1]), default=(None, {}))
    return (guide, signed) if FILLER in signed or len(signed) > 1 else (None, {})


def _words_beside(guide: ExactGrid, signed: Mapping[str, ReadCell]) -> Iterator[ReadCell]:
    """What else stands on the sheet, labels and signature apart."""
    places = {cell.place for cell in signed.values()}
    for row in sorted(guide.rows):
        for column, cell in sorted(guide.rows[row].items()):
            place = _place(guide, row, column)
            if place not in places and not _label(guide, row, column):
                yield ReadCell(place, *cell)


def _labelled(grid: ExactGrid) -> dict[str, ReadCell]:
    found: dict[str, ReadCell] = {}
    for row in sorted(grid.rows):
        labels = {column: label for column in sorted(grid.rows[row]) if (label := _label(grid, row, column))}
        for column, label in labels.items():
            found.setdefault(label, _beside(grid, row, column, labels))
    return found


def _label(grid: ExactGrid, row: int, column: int) -> str | None:
    value = grid.rows[row][column].value
    return _SIGNED_KEYS.get(name_key(value).rstrip(_COLON)) if isinstance(value, str) else None


def _beside(grid: ExactGrid, row: int, column: int, labels: Mapping[int, str]) -> ReadCell:
    """The first filled cell to the right, before the next label; where there is none the cell next to the label."""
    after = [other for other in sorted(grid.rows[row]) if other > column]
    if after and after[0] not in labels:
        return ReadCell(_place(grid, row, after[0]), *grid.rows[row][after[0]])
    return ReadCell(_place(grid, row, _behind(grid.merges, row, column)), None)


def _behind(merges: Sequence[Merge], row: int, column: int) -> int:
    covering = (m.right for m in merges if m.top <= row <= m.bottom and m.left <= column <= m.right)
    return next(covering, column) + 1


def _place(grid: ExactGrid, row: int, column: int) -> Place:
    return Place(grid.name, f"{sheet_column(column + 1)}{row + 1}")


# ---- keys ----


def _keys(book: ExactBook) -> tuple[dict[str, str], list[Fault]]:
    """The hidden marks: of the document's properties, of the hidden sheet, or of both where they say the same."""
    told = [{name: book.properties[name] for name in KEYS if book.properties.get(name)}]
    told += [_written(grid) for grid in book.sheets if _is_key_sheet(grid)]
    keys: dict[str, str] = {}
    for source in told:
        for name, value in source.items():
            if keys.setdefault(name, value) != value:
                two = f"{keys[name]} 和 {value}"
                return keys, [Fault(Place(), f"隐藏的标记“{name}”有两个（{two}），分不清是哪张表，请用发出的那份填写")]
    return keys, []


def _is_key_sheet(grid: ExactGrid) -> bool:
    return any(cells[0].value == KEY_KIND for row, cells in grid.rows.items() if row < HEADER_WITHIN and 0 in cells)


def _written(grid: ExactGrid) -> dict[str, str]:
    pairs = ((cells.get(0), cells.get(1)) for _, cells in sorted(grid.rows.items()))
    found = {str(name.value): str(value.value) for name, value in pairs if name and value}
    return {name: found[name] for name in KEYS if name in found}
