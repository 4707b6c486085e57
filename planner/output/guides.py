"""The first sheet of a workbook that people work in, line by line: what it is, what to do, what the colours mean."""

from collections.abc import Iterable
from typing import NamedTuple

from planner.output.looks import Kind, Shade
from planner.output.sheets import Sheet, row_points

Widths = tuple[float, float]


class GuideLine(NamedTuple):
    """A name and what is told of it; `shade` is the ground of the name."""

    name: str
    told: str
    shade: Shade | None = Shade.LOCKED


def fill_lines(sheet: Sheet, title: str, widths: Widths, blocks: Iterable[Iterable[GuideLine]]) -> int:
    """Write the title and blocks of lines with a blank one between; the row where a further one begins is returned."""
    sheet.widths(widths)
    sheet.put(1, 1, title, Kind.TITLE)
    sheet.merge(1, 1, 1, 2)
    sheet.height(1, row_points([(title, 60)]) * 1.8 + 6)
    row = 1
    for block in blocks:
        for line in block:
            row += 1
            put_line(sheet, row, line, widths)
        row += 1
    return row + 1


def put_line(sheet: Sheet, row: int, line: GuideLine, widths: Widths) -> None:
    """Write a line, as high as its texts need."""
    sheet.put(row, 1, line.name, Kind.SHORT, shade=line.shade)
    sheet.put(row, 2, line.told, Kind.TEXT)
    sheet.height(row, row_points([(line.name, widths[0] - 1), (line.told, widths[1] - 2)]) + 3)
