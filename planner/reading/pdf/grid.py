"""Ruling lines to grids: which lines belong together, where cells are, which cells one box covers."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planner.reading.pdf.shapes import Rectangle, Ruling

_NEAR = 3.0  # points; lines no further apart are one, ends no further off touch
_NARROW = 6.0  # a column or row slimmer than this is the space in a double line
_COVERED = 0.6  # of a cell's side: so much of it must be ruled to part two cells
_MOST_RULINGS = 10_000
_MOST_CELLS = 20_000
_MOST_GRIDS = 50

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table on one page: the edges of its columns and rows, and for every cell the first of its box.

    `owner[row, column]` is the cell at the top left of the box that covers it: itself where nothing is merged.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owner: dict[Cell, Cell]
    rulings: tuple[Ruling, ...]

    def cell_at(self, x: float, y: float) -> Cell:
        """The first cell of the box that a point inside the grid is in."""
        row = bisect_right(self.ys, y, 1, len(self.ys) - 1) - 1
        column = bisect_right(self.xs, x, 1, len(self.xs) - 1) - 1
        return self.owner[row, column]


def grids_of(rulings: Sequence[Ruling]) -> tuple[list[Grid], list[Rectangle]]:
    """The tables that a page's ruling lines draw, top down, and the boxes, which are none."""
    if len(rulings) > _MOST_RULINGS:
        return [], []
    merged = _joined([r for r in rulings if r.level]) + _joined([r for r in rulings if not r.level])
    groups = _touching(merged)
    grids = [grid_of(group) for group in groups]
    found = sorted((grid for grid in grids if grid), key=lambda g: (g.ys[0], g.xs[0]))
    if len(found) > _MOST_GRIDS:
        return [], []
    boxes = [box for group, grid in zip(groups, grids, strict=True) if not grid and (box := _box_of(group))]
    return [grid for grid in found if not any(other is not grid and _inside(grid, other) for other in found)], boxes[
        :_MOST_GRIDS
    ]


def _box_of(group: Sequence[Ruling]) -> Rectangle | None:
    """The box that four lines make."""
    level, upright = [r for r in group if r.level], [r for r in group if not r.level]
    if len(level) != 2 or len(upright) != 2:  # noqa: PLR2004 - a box has two edges each way
        return None
    (top, bottom), (left, right) = sorted(r.at for r in level), sorted(r.at for r in upright)
    closed = all(r.start <= left + _NEAR and r.end >= right - _NEAR for r in level)
    closed = closed and all(r.start <= top + _NEAR and r.end >= bottom - _NEAR for r in upright)
    return Rectangle(left, top, right, bottom) if closed else None


def _inside(grid: Grid, other: Grid) -> bool:
    return (
        other.xs[0] - _NEAR <= grid.xs[0]
        and grid.xs[-1] <= other.xs[-1] + _NEAR
        and other.ys[0] - _NEAR <= grid.ys[0]
        and grid.ys[-1] <= other.ys[-1] + _NEAR
    )


def grid_of(rulings: Sequence[Ruling], columns: Sequence[float] | None = None) -> Grid | None:
    """The grid of rulings that touch; `columns` are edges found elsewhere, as on the page before."""
    level = [r for r in rulings if r.level]
    upright = [r for r in rulings if not r.level]
    if len(level) < 2 or (len(upright) < 2 and columns is None):  # noqa: PLR2004 - a cell has two edges each way
        return None
    xs = tuple(columns) if columns else _edges(upright, [end for r in level for end in (r.start, r.end)])
    ys = _edges(level, [end for r in upright for end in (r.start, r.end)])
    rows, wide = len(ys) - 1, len(xs) - 1
    if rows < 1 or wide < 2 or rows * wide > _MOST_CELLS:  # noqa: PLR2004 - one column is no table
        return None
    return Grid(xs, ys, _owners(xs, ys, level, upright), tuple(rulings))


def _edges(across: Iterable[Ruling], ends: Sequence[float]) -> tuple[float, ...]:
    """Where the lines stand, and the outer ends of those that cross them: a table may be open at its sides."""
    places = sorted([r.at for r in across] + [min(ends), max(ends)])
    found: list[list[float]] = []
    for place in places:
        if found and place - found[-1][-1] <= _NARROW:
            found[-1].append(place)
        else:
            found.append([place])
    return tuple(sum(group) / len(group) for group in found)


def _joined(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Rulings of one direction, those that lie on one line and touch made one."""
    lanes: list[list[Ruling]] = []
    for ruling in sorted(rulings, key=lambda r: r.at):
        if lanes and ruling.at - lanes[-1][0].at <= _NEAR:
            lanes[-1].append(ruling)
        else:
            lanes.append([ruling])
    return [ruling for lane in lanes for ruling in _joined_on(lane)]


def _joined_on(lane: list[Ruling]) -> list[Ruling]:
    at = sum(r.at for r in lane) / len(lane)
    found: list[Ruling] = []
    for ruling in sorted(lane, key=lambda r: r.start):
        if found and ruling.start - found[-1].end <= _NEAR:
            found[-1] = found[-1]._replace(end=max(found[-1].end, ruling.end))
        else:
            found.append(ruling._replace(at=at))
    return found


def _touching(rulings: Sequence[Ruling]) -> list[list[Ruling]]:
    """The rulings in groups that cross or touch each other."""
    level = [k for k, r in enumerate(rulings) if r.level]
    upright = sorted((k for k, r in enumerate(rulings) if not r.level), key=lambda k: rulings[k].at)
    places = [rulings[k].at for k in upright]
    sets = _Sets(len(rulings))
    budget = _MOST_CELLS * 50
    for k in level:
        line = rulings[k]
        first, last = bisect_right(places, line.start - _NEAR), bisect_right(places, line.end + _NEAR)
        budget -= last - first
        if budget < 0:
            return []
        for other in upright[first:last]:
            if rulings[other].start - _NEAR <= line.at <= rulings[other].end + _NEAR:
                sets.join(k, other)
    groups: dict[int, list[Ruling]] = defaultdict(list)
    for k, ruling in enumerate(rulings):
        groups[sets.find(k)].append(ruling)
    return list(groups.values())


class _Sets:
    """Numbers in sets that can be joined; the least of a set stands for it."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def find(self, k: int) -> int:
        while self._parent[k] != k:
            self._parent[k] = self._parent[self._parent[k]]
            k = self._parent[k]
        return k

    def join(self, a: int, b: int) -> None:
        a, b = sorted((self.find(a), self.find(b)))
        self._parent[b] = a


def _owners(
    xs: Sequence[float], ys: Sequence[float], level: Sequence[Ruling], upright: Sequence[Ruling]
) -> dict[Cell, Cell]:
    """For every cell the top left one of its box. Cells that no line parts are one, if together they are a box."""
    rows, wide = len(ys) - 1, len(xs) - 1
    sets = _Sets(rows * wide)
    walls = [[r for r in upright if abs(r.at - x) <= _NARROW] for x in xs]
    floors = [[r for r in level if abs(r.at - y) <= _NARROW] for y in ys]
    for r in range(rows):
        for c in range(wide):
            if c + 1 < wide and not _ruled(walls[c + 1], ys[r], ys[r + 1]):
                sets.join(r * wide + c, r * wide + c + 1)
            if r + 1 < rows and not _ruled(floors[r + 1], xs[c], xs[c + 1]):
                sets.join(r * wide + c, (r + 1) * wide + c)
    boxes: dict[int, list[Cell]] = defaultdict(list)
    for k in range(rows * wide):
        boxes[sets.find(k)].append(divmod(k, wide))
    return {cell: first for box in boxes.values() for cell, first in _owned(box)}


def _owned(box: list[Cell]) -> list[tuple[Cell, Cell]]:
    left, right = min(c for _, c in box), max(c for _, c in box)
    top, bottom = min(r for r, _ in box), max(r for r, _ in box)
    if len(box) == (right - left + 1) * (bottom - top + 1):
        return [(cell, (top, left)) for cell in box]
    return [(cell, cell) for cell in box]  # a stroke is missing somewhere: better no merged cell than a wrong one


def _ruled(lane: Sequence[Ruling], start: float, end: float) -> bool:
    """Whether lines run along this side of a cell for most of its length."""
    along = (min(r.end, end) - max(r.start, start) for r in lane)
    return sum(length for length in along if length > 0) >= _COVERED * (end - start)
