"""A page's lines and tables in the order in which they are read, two columns one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planner.reading.pdf.grid import Grid, grids_of
from planner.reading.pdf.lines import Line, line_of, rows_of
from planner.reading.pdf.page import Glyph, Page
from planner.reading.pdf.shapes import Rectangle, Ruling
from planner.reading.pdf.tables import Part, middle

Item = Line | Part


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed on a page, in reading order.

    `strokes` are level lines that belong to no table, `boxes` what is drawn around text that is none.
    """

    number: int
    width: float
    height: float
    items: tuple[Item, ...]
    strokes: tuple[Ruling, ...] = ()
    gutter: float | None = None
    boxes: tuple[Rectangle, ...] = ()

    @property
    def lines(self) -> list[Line]:
        return [item for item in self.items if isinstance(item, Line)]

    def keeping(self, dropped: Sequence[Line]) -> "Sheet":
        """The sheet without some of its lines."""
        gone = {id(line) for line in dropped}
        return replace(self, items=tuple(item for item in self.items if id(item) not in gone))


def sheet_of(page: Page, gutter: float | None = None) -> Sheet:
    """A page's lines and tables in reading order; `gutter` is where columns were parted on the pages before."""
    grids, boxes = grids_of(page.rulings)
    parts, outside = _apart(page, grids)
    rows = rows_of(outside)
    gutter = _gutter([_runs(row) for row in rows], gutter)
    lines = _lines(rows, gutter, page.number)
    strokes = tuple(
        r for r in page.rulings if r.level and not any(part.top - 1 <= r.at <= part.bottom + 1 for part in parts)
    )
    return Sheet(page.number, page.width, page.height, tuple(_ordered(lines, parts)), strokes, gutter, tuple(boxes))


def _apart(page: Page, grids: Sequence[Grid]) -> tuple[list[Part], list[Glyph]]:
    """The tables that grids draw, with what stands in them, and what stands in none."""
    if not grids:
        return [], page.glyphs
    within = [(grid.xs[0], grid.xs[-1], grid.ys[0], grid.ys[-1], list[Glyph]()) for grid in grids]
    outside: list[Glyph] = []
    for glyph in page.glyphs:
        x, y = middle(glyph)
        held = False
        for left, right, top, bottom, glyphs in within:
            if left <= x <= right and top <= y <= bottom:
                glyphs.append(glyph)
                held = True
        if not held:
            outside.append(glyph)
    parts = []
    for grid, (*_, glyphs) in zip(grids, within, strict=True):
        if any(glyph.char != " " for glyph in glyphs):
            parts.append(Part(page.number, grid, tuple(glyphs)))
        else:
            outside += glyphs
    return parts, outside


def _lines(rows: list[list[Glyph]], gutter: float | None, page: int) -> list[Line]:
    if gutter is None:
        return [line_of(row, page=page) for row in rows]
    found: list[Line] = []
    for row in rows:
        if _covers(_runs(row), gutter):
            found.append(line_of(row, page=page))
            continue
        halves = [glyph for glyph in row if glyph.right <= gutter], [glyph for glyph in row if glyph.right > gutter]
        for column, half in enumerate(halves, 1):
            if any(glyph.char != " " for glyph in half):
                found.append(line_of(half, page=page, column=column))
    return found


def _ordered(lines: list[Line], parts: list[Part]) -> list[Item]:
    """Top down; where there are columns, the left before the right between two things that run over both."""
    across: list[Item] = sorted([*(line for line in lines if not line.column), *parts], key=lambda item: item.top)
    columns = [line for line in lines if line.column]
    found: list[Item] = []
    for item in across:
        above = [line for line in columns if line.top < item.top]
        columns = [line for line in columns if line.top >= item.top]
        found += [*sorted(above, key=lambda line: (line.column, line.base)), item]
    return found + sorted(columns, key=lambda line: (line.column, line.base))


# ---- two columns ----

_GUTTER = 0.7  # of a character: no narrower space parts columns
_STEP = 3.0
_MOST_CROSSING = 0.3
_LEAST_ROWS = 5
_SIDE = 0.35  # of the text's width, to either side of where columns may part
_FULL = 0.7

Run = tuple[float, float]


def _gutter(rows: Sequence[list[Run]], known: float | None) -> float | None:
    """Where the space between two columns of running text is, if a page has two."""
    if not rows:
        return None
    left, right = min(runs[0][0] for runs in rows), max(runs[-1][1] for runs in rows)
    if known and _parts(rows, known, least=2):
        return known
    middle = left + (right - left) * _SIDE
    if sum(any(start > middle for start, _ in runs) for runs in rows) < _LEAST_ROWS:
        return None
    places = [middle + k * _STEP for k in range(int((right - left) * (1 - 2 * _SIDE) / _STEP))]
    crossing = [sum(_covers(runs, place) for runs in rows) for place in places]
    if not places or min(crossing) > _MOST_CROSSING * len(rows):
        return None
    best = [place for place, count in zip(places, crossing, strict=True) if count == min(crossing)]
    gutter = best[len(best) // 2]
    return gutter if _parts(rows, gutter, least=_LEAST_ROWS) else None


def _parts(rows: Sequence[list[Run]], gutter: float, *, least: int) -> bool:
    """Whether full lines end before a gutter and begin behind it."""
    left, right = min(runs[0][0] for runs in rows), max(runs[-1][1] for runs in rows)
    parted = [runs for runs in rows if not _covers(runs, gutter)]
    before = sum(_extent([r for r in runs if r[1] <= gutter]) >= _FULL * (gutter - left) for runs in parted)
    behind = sum(_extent([r for r in runs if r[0] >= gutter]) >= _FULL * (right - gutter) for runs in parted)
    return min(before, behind) >= least


def _runs(row: Sequence[Glyph]) -> list[Run]:
    """From where to where a row of glyphs runs without a space as wide as a gutter."""
    runs: list[Run] = []
    for glyph in row:
        if glyph.char == " ":
            continue
        if runs and glyph.left - runs[-1][1] < _GUTTER * glyph.em:
            runs[-1] = (runs[-1][0], max(runs[-1][1], glyph.right))
        else:
            runs.append((glyph.left, glyph.right))
    return runs


def _covers(runs: Sequence[Run], place: float) -> bool:
    return any(start < place < end for start, end in runs)


def _extent(runs: Sequence[Run]) -> float:
    return runs[-1][1] - runs[0][0] if runs else 0.0
