"""Tables of a PDF: the words of their cells, rows that go on on the next page, headers that are printed again."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from planner.reading.pdf.grid import Cell, Grid, grid_of
from planner.reading.pdf.join import cell_words, goes_on_in_cell, inner_width, is_finished
from planner.reading.pdf.lines import Line, lines_of
from planner.reading.pdf.page import Glyph

_SAME_EDGE = 5.0  # points
_MOST_HEADERS = 5
_LOW = 9.0  # points; no words fit into a row as low
_MIDDLE = 0.35  # of a character, above its baseline


@dataclass(frozen=True, slots=True)
class Part:
    """What one page shows of a table."""

    page: int
    grid: Grid
    glyphs: tuple[Glyph, ...]

    @property
    def top(self) -> float:
        return self.grid.ys[0]

    @property
    def bottom(self) -> float:
        return self.grid.ys[-1]

    @property
    def columns(self) -> tuple[float, ...]:
        """The columns' edges, counted from the first."""
        return tuple(x - self.grid.xs[0] for x in self.grid.xs)


@dataclass(slots=True)
class Table:
    """A whole table. `rows` hold cells' words; `owner` tells of a covered cell which one holds for it."""

    rows: list[list[str]]
    owner: dict[Cell, Cell]
    repeated: list[str] = field(default_factory=list)


def middle(glyph: Glyph) -> tuple[float, float]:
    """The point that tells which cell a glyph stands in."""
    return (glyph.left + glyph.right) / 2, glyph.base - _MIDDLE * glyph.em


def goes_on(part: Part, following: Part) -> bool:
    """Whether a table at a page's top carries on the one at the last page's end: the same columns, or some of them."""
    if following.page != part.page + 1:
        return False
    few, many = sorted((part.columns, following.columns), key=len)
    return abs(few[-1] - many[-1]) <= _SAME_EDGE and all(any(abs(x - y) <= _SAME_EDGE for y in many) for x in few)


def table_of(parts: Sequence[Part]) -> Table:
    """The table that consecutive parts make."""
    columns = max((part.columns for part in parts), key=len)
    sheets = [_Sheet.of(part, columns) for part in parts]
    whole = sheets[0]
    header = whole.texts(_MOST_HEADERS) if len(sheets) > 1 else []
    repeated: list[str] = []
    for sheet in sheets[1:]:
        count = _repeats(sheet, header)
        if count and not repeated:
            repeated = ["\t".join(row) for row in header[:count]]
        whole.append(sheet.without(count))
    return Table(whole.texts(), {cell: first for cell, first in whole.owner.items() if cell != first}, repeated)


@dataclass(slots=True)
class _Sheet:
    """Rows of cells as the lines in them. A covered cell has none; `widths` are those of the box at each cell."""

    rows: list[list[list[Line]]]
    owner: dict[Cell, Cell]
    widths: dict[Cell, float]

    @classmethod
    def of(cls, part: Part, columns: Sequence[float]) -> "_Sheet":
        grid = part.grid
        if len(columns) != len(grid.xs):
            grid = grid_of(grid.rulings, [x + grid.xs[0] for x in columns]) or grid
        held: dict[Cell, list[Glyph]] = {}
        for glyph in part.glyphs:
            held.setdefault(grid.cell_at(*middle(glyph)), []).append(glyph)
        wide = len(grid.xs) - 1
        rows = [[lines_of(held.get((r, c), ())) for c in range(wide)] for r in range(len(grid.ys) - 1)]
        widths: dict[Cell, float] = {}
        for (_, column), first in grid.owner.items():
            widths[first] = max(widths.get(first, 0.0), grid.xs[column + 1] - grid.xs[first[1]])
        low = {r for r, row in enumerate(rows) if grid.ys[r + 1] - grid.ys[r] < _LOW and not any(row)}
        return cls(rows, dict(grid.owner), widths).leaving_out(low)

    def leaving_out(self, low: set[int]) -> "_Sheet":
        """Without rows that are only the space between two lines. A box that begins in one begins below it."""
        if not low or len(low) == len(self.rows):
            return self
        place = [sum(k not in low for k in range(r)) for r in range(len(self.rows))]
        owner = {(place[r], c): (place[row], column) for (r, c), (row, column) in self.owner.items() if r not in low}
        widths = {(place[r], c): width for (r, c), width in self.widths.items()}
        return _Sheet([row for r, row in enumerate(self.rows) if r not in low], owner, widths)

    def texts(self, most: int | None = None) -> list[list[str]]:
        """The words of all cells, or of those in the first so many rows."""
        return [[self._words((r, c)) for c in range(len(row))] for r, row in enumerate(self.rows[:most])]

    def _words(self, cell: Cell) -> str:
        return cell_words(self.rows[cell[0]][cell[1]], self.widths.get(cell, 0.0))

    def spans_rows(self, cell: Cell) -> bool:
        """Whether the box that covers a cell is more than a row high."""
        first, column = self.owner[cell], cell[1]
        return any(self.owner.get((row, column)) == first for row in (cell[0] - 1, cell[0] + 1))

    def without(self, count: int) -> "_Sheet":
        """The rows after the first so many."""
        owner = {
            (r - count, c): (max(first[0] - count, 0), first[1]) for (r, c), first in self.owner.items() if r >= count
        }
        widths = {(r - count, c): width for (r, c), width in self.widths.items() if r >= count}
        return _Sheet(self.rows[count:], owner, widths)

    def append(self, other: "_Sheet") -> None:
        """Puts the rows of the next page below, a row that the page's end has cut made whole."""
        if not other.rows:
            return
        taken = self._taken_up(other)
        cut = self._is_cut(other, taken)
        if not cut:
            taken |= self._reached_into(other)
        else:
            for column, lines in enumerate(other.rows[0]):
                row, owner_column = self.owner[len(self.rows) - 1, column]
                self.rows[row][owner_column].extend(lines)
        base = len(self.rows) - (1 if cut else 0)
        for (r, c), first in sorted(other.owner.items()):
            if cut and r == 0:
                continue
            self.owner[base + r, c] = taken.get(first) or self._moved(first, base, cut=cut)
        self.widths.update({(base + r, c): width for (r, c), width in other.widths.items() if not (cut and r == 0)})
        self.rows.extend(other.rows[1:] if cut else other.rows)

    def _moved(self, first: Cell, base: int, *, cut: bool) -> Cell:
        if cut and first[0] == 0:
            return self.owner[base, first[1]]
        return base + first[0], first[1]

    def _taken_up(self, other: "_Sheet") -> dict[Cell, Cell]:
        """The empty boxes at the next page's top that a merged cell of this one reaches down into."""
        last = len(self.rows) - 1
        found = {}
        for column in range(len(other.rows[0])):
            first, here = other.owner[0, column], self.owner[last, column]
            high = self.spans_rows((last, column)) or other.spans_rows((0, column))
            if high and not other.rows[first[0]][first[1]] and self.rows[here[0]][here[1]]:
                found[first] = here
        return found

    def _reached_into(self, other: "_Sheet") -> dict[Cell, Cell]:
        """The empty boxes that begin the next page's first row, where a group was surely cut between two of its rows.

        That is sure where the first columns, number and name, hold groups of rows elsewhere and are empty nowhere. A
        number alone is too little: a sum or a remark has none either.
        """
        last, wide = len(self.rows) - 1, len(other.rows[0])
        blank = next((c for c in range(wide) if other.rows[0][c]), 0)
        single = all(other.owner[0, c] == (0, c) and self.owner[last, c][1] == c for c in range(blank))
        if blank < _NUMBER_AND_NAME or not single:
            return {}
        if any(self.has_blank(c, 0) or other.has_blank(c, 1) or self.groups(c) < _SEVERAL for c in range(blank)):
            return {}
        return {(0, c): self.owner[last, c] for c in range(blank)}

    def has_blank(self, column: int, first: int) -> bool:
        """Whether a column has an empty box, from some row on."""
        held = (self.owner[r, column] for r in range(first, len(self.rows)))
        return any(not self.rows[row][place] for row, place in held)

    def groups(self, column: int) -> int:
        """How many of a column's boxes are more than a row high."""
        return len({self.owner[r, column] for r in range(len(self.rows)) if self.spans_rows((r, column))})

    def _is_cut(self, other: "_Sheet", taken: dict[Cell, Cell]) -> bool:
        """Whether the next page's first row is the rest of this one's last: no number, and nothing new begins in it.

        Beside a merged number that goes on, words may begin the row, if all of them fill their cells.
        """
        columns = [c for c in range(len(other.rows[0])) if other.owner[0, c] not in taken]
        if not columns or (columns[0] == 0 and other.rows[0][0]):
            return False
        rest = [c for c in columns if other.rows[0][c]]
        if not rest or not all(self._is_rest(other, column) for column in rest):
            return False
        if other.rows[0][columns[0]]:
            return all(self._fills(other, column) for column in rest)
        return self._open_end(rest)

    def _is_rest(self, other: "_Sheet", column: int) -> bool:
        lines, _ = self._last(column)
        return bool(lines) and (not is_finished(lines[-1]) or self._fills(other, column))

    def _fills(self, other: "_Sheet", column: int) -> bool:
        """Whether a cell's last line left no room for what stands below it on the next page."""
        (lines, width), rest = self._last(column), other.rows[0][column]
        return not rest[0].text.isdigit() and goes_on_in_cell(lines[-1], rest[0], width=width)

    def _last(self, column: int) -> tuple[list[Line], float]:
        """The lines at a column's end, and how wide they may be."""
        row, first = self.owner[len(self.rows) - 1, column]
        lines = self.rows[row][first]
        return lines, inner_width(lines, self.widths[row, first]) if lines else 0.0

    def _open_end(self, columns: Sequence[int]) -> bool:
        """Whether one of the last row's cells stops in the middle of a sentence, at the cell's edge."""
        ends = [(lines[-1], width) for lines, width in map(self._last, columns)]
        return any(width - (line.right - line.left) < _FULL * line.em for line, width in ends)


_FULL = 2.0
_NUMBER_AND_NAME = 2  # columns
_SEVERAL = 2  # with a header of two rows, one group at least


def _repeats(sheet: _Sheet, header: Sequence[Sequence[str]]) -> int:
    """How many rows at a page's top are the table's header again."""
    texts = sheet.texts(len(header))
    count = 0
    while count < min(len(header), len(texts)) and any(texts[count]) and texts[count] == header[count]:
        count += 1
    while count and any(first[0] < count for (r, _), first in sheet.owner.items() if r >= count):
        count -= 1
    return count
