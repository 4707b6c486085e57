"""How much of the leader's page is printed: its lists share two sheets of A4, by how high their rows are on paper."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from planner.output.text import display_width

_PAGES: tuple[tuple[float, Mapping[str, int]], ...] = (
    (540, {"sections": 8, "late": 5, "decisions": 3, "soon": 1, "by_original": 1}),
    (205, {"missing": 1, "units": 2, "out": 1}),
)
"""The points that each page has for lists beside what is always there, and each list's least rows."""
_HEAD, _NOTE = 25.0, 11.0
"""Points of a list's caption with its column heads, and of the note of what is left out."""
_SPARE = 30
"""Points that lists keep free where nothing is cut: long rows are reckoned longer than they come out."""
_LINE, _PADDING = 11.05, 3.3
_CLAMPED = 2
"""So many lines of a cell are printed where not all can be."""
_SHEET = 115
"""Half characters of a table's letters on a line from edge to edge, and a few to spare."""
_CELL = 2
_LEAST = 17
"""So many half characters a column has at least, where it needs them: 26 mm."""


@dataclass(frozen=True, slots=True)
class Printed:
    """How many rows of each list are printed; `whole` where all are, each cell with all its lines."""

    rows: Mapping[str, int]
    whole: bool


def row_lines(cells: Iterable[Sequence[str]], narrow: int = 0) -> list[int]:
    """How many lines each row of a table takes on paper, by its wide cells; `narrow` is what the others take.

    Columns divide a line as browsers do it, by what is longest in each.
    """
    rows = [[display_width(text) for text in row] for row in cells]
    longest = [max(column) + _CELL for column in zip(*rows, strict=True)]
    part = min(1.0, (_SHEET - narrow) / sum(longest)) if longest else 1.0
    columns = [max(most * part, min(most, _LEAST)) for most in longest]
    return [max(ceil((width + _CELL) / column) for width, column in zip(row, columns, strict=True)) for row in rows]


def printed_rows(found: Mapping[str, Sequence[int]]) -> Printed:
    """How much of each list is printed, by the lines of its rows, so that each page holds its lists.

    Where not all fit, cells are cut to two lines, and each list gets its least rows, then more in order.
    """
    if all(_height(lists, found) <= points + _SPARE for points, lists in _PAGES):
        return Printed({name: len(rows) for name, rows in found.items()}, whole=True)
    cut = {name: [min(lines, _CLAMPED) for lines in rows] for name, rows in found.items()}
    counts: dict[str, int] = {}
    for points, least in _PAGES:
        own = {name: min(len(cut[name]), few) for name, few in least.items()}
        notes = _NOTE * sum(1 for name in own if cut[name])
        left = points - notes - _height(own, {name: cut[name][:count] for name, count in own.items()})
        for name in own:
            for lines in cut[name][own[name] :]:
                if (more := _row(lines)) > left:
                    break
                own[name] += 1
                left -= more
        counts |= own
    return Printed(counts, whole=False)


def _height(names: Iterable[str], found: Mapping[str, Sequence[int]]) -> float:
    return sum(_HEAD + sum(map(_row, found[name])) for name in names if found[name])


def _row(lines: int) -> float:
    return _PADDING + _LINE * lines
