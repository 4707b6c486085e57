"""The sheet 图表: native charts over cells of the workbook. A bar has its word and figure: it prints in black too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.spreadsheet_drawing import AbsoluteAnchor
from openpyxl.drawing.text import CharacterProperties
from openpyxl.drawing.xdr import XDRPoint2D, XDRPositiveSize2D
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.ledger import Ledger
from planner.domain.wording import WORDS
from planner.output.ledger_compared import LIGHTS_IN_ORDER, comparison
from planner.output.ledger_rows import ASKED, REPORTED, TaskRows
from planner.output.looks import FILLS, Kind
from planner.output.sheets import CellValue, Formula, Sheet, row_points

_COLUMNS, _COLUMN_WIDTH = 12, 8.6
_PAGE_ROWS, _ROW_POINTS = 28, 15
"""So many rows of this height a landscape page holds."""
_HEADER_ROW = 3
_TOP_ROW = 12
_UNITS_A_CHART = 13
_THEN, _NOW = "D9D9D9", "595959"
_LINE = "404040"
_TITLE_SIZE = 1200  # hundredths of a point
_ABOVE = 4  # points between a page's beginning and a chart, whose frame would print on the page before
_CENTIMETRE, _POINT = 360_000, 12_700  # in English metric units


@dataclass(frozen=True, slots=True)
class UnitRows:
    """Rows of the sheet 分单位 that charts show: from the first to the last, name, asked and reported by column."""

    first: int
    last: int
    name: int
    asked: int
    reported: int


def fill_charts(sheet: Sheet, ledger: Ledger, rows: TaskRows, units: Sequence[UnitRows], place: Worksheet) -> None:
    """Write the sheet: a small table of lights and returns with its charts, then returns by unit.

    `units` stand on the worksheet `place`.
    """
    sheet.widths([_COLUMN_WIDTH] * _COLUMNS)
    sheet.put(1, 1, "图表", Kind.TITLE)
    sheet.merge(1, 1, 1, _COLUMNS)
    sheet.height(1, 30)
    _note(sheet, 2, comparison(ledger))
    _write_figures(sheet, ledger, rows)
    _lights(sheet, ledger)
    top, parts = _PAGE_ROWS + 1, _parts(units)
    for row in range(_HEADER_ROW, _PAGE_ROWS * (1 + len(parts)) + 1):
        sheet.height(row, _ROW_POINTS)
    for part in parts:
        sheet.break_before(top)
        _by_unit(sheet, part, place, top)
        top += _PAGE_ROWS
    # no fitting to the page: Excel minds no page break beside it, and the charts are as wide as a page anyway
    sheet.worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
    _note(sheet, _TOP_ROW - 1, "图中数字取自“台账”“分单位”的单元格，随其重算。")


def _note(sheet: Sheet, row: int, text: str) -> None:
    sheet.put(row, 1, text, Kind.PLAIN)
    sheet.merge(row, 1, row, _COLUMNS)
    sheet.height(row, row_points([(text, _COLUMNS * _COLUMN_WIDTH)]))


def _write_figures(sheet: Sheet, ledger: Ledger, rows: TaskRows) -> None:
    """What the charts of the plan show: this quarter by formulas, the quarter before as its own ledger has it."""
    before = ledger.before
    for column, name in enumerate(("项目", "本季", "上季") if before else ("项目", "本季"), 1):
        sheet.put(_HEADER_ROW, column, name, Kind.HEADER)
    figures: list[tuple[str, CellValue, int]] = [
        (
            WORDS[colour],
            Formula(rows.of_colour(WORDS[colour]), ledger.colours.get(colour, 0)),
            before.colours.get(colour, 0) if before else 0,
        )
        for colour in LIGHTS_IN_ORDER
    ]
    figures.append(("应报", Formula(rows.total(ASKED), ledger.asked), before.asked if before else 0))
    figures.append(("已报", Formula(rows.total(REPORTED), ledger.reported), before.reported if before else 0))
    for row, (name, now, then) in enumerate(figures, _HEADER_ROW + 1):
        sheet.put(row, 1, name, Kind.HEADER)
        sheet.put(row, 2, now, Kind.COUNT)
        if before:
            sheet.put(row, 3, then, Kind.COUNT)


def _lights(sheet: Sheet, ledger: Ledger) -> None:
    first, last = _HEADER_ROW + 1, _HEADER_ROW + len(LIGHTS_IN_ORDER)
    own = sheet.worksheet
    names = Reference(own, min_col=1, min_row=first, max_row=last)
    lights = _chart("本单位亮灯（项）" if ledger.only_unit else "任务亮灯（项）", 8.0 if ledger.before else 14.0)
    values = Reference(own, min_col=2, min_row=first, max_row=last)
    series = _series(values, f"'{own.title}'!$B${_HEADER_ROW}", FILLS[LIGHTS_IN_ORDER[0]])
    lights.series.append(series)
    lights.set_categories(names)
    lights.legend = None
    series.dPt = [_point(index, FILLS[colour]) for index, colour in enumerate(LIGHTS_IN_ORDER)]
    _place(sheet, lights, 0, _TOP_ROW)
    if ledger.before:
        _against_last(sheet, "亮灯：上季与本季（项）", names, 8.4, 10.3)
        returns = Reference(own, min_col=1, min_row=last + 1, max_row=last + 2)
        _against_last(sheet, "报送：上季与本季（份）", returns, 19.1, 6.1)


def _against_last(sheet: Sheet, title: str, names: Reference, left: float, width: float) -> None:
    own, chart = sheet.worksheet, _chart(title, width)
    for number, (title_cell, colour) in ((3, ("C", _THEN)), (2, ("B", _NOW))):
        values = Reference(own, min_col=number, min_row=names.min_row, max_row=names.max_row)
        chart.series.append(_series(values, f"'{own.title}'!${title_cell}${_HEADER_ROW}", colour))
    chart.set_categories(names)
    _place(sheet, chart, left, _TOP_ROW)


def _parts(units: Iterable[UnitRows]) -> list[UnitRows]:
    """Rows in charts of a page each."""
    return [
        UnitRows(first, min(first + _UNITS_A_CHART - 1, block.last), block.name, block.asked, block.reported)
        for block in units
        for first in range(block.first, block.last + 1, _UNITS_A_CHART)
    ]


def _by_unit(sheet: Sheet, part: UnitRows, place: Worksheet, top: int) -> None:
    many = part.last - part.first + 1
    chart = _chart("分单位：应报与已报（份）", 25.2, height=3.1 + many * 0.85)
    chart.type = "bar"
    chart.x_axis.scaling.orientation = "maxMin"
    for column, colour in ((part.asked, _THEN), (part.reported, _NOW)):
        values = Reference(place, min_col=column, min_row=part.first, max_row=part.last)
        title = f"'{place.title}'!${get_column_letter(column)}$1"
        chart.series.append(_series(values, title, colour))
    chart.set_categories(Reference(place, min_col=part.name, min_row=part.first, max_row=part.last))
    _place(sheet, chart, 0, top)


def _place(sheet: Sheet, chart: Any, left: float, row: int) -> None:  # noqa: ANN401 - as below
    """Put a chart so many centimetres from the left, at the top of a row: columns are wider here, narrower there."""
    above = _ABOVE + sum(sheet.worksheet.row_dimensions[number].height or _ROW_POINTS for number in range(1, row))
    size = XDRPositiveSize2D(round(chart.width * _CENTIMETRE), round(chart.height * _CENTIMETRE))
    chart.anchor = AbsoluteAnchor(pos=XDRPoint2D(round(left * _CENTIMETRE), round(above * _POINT)), ext=size)
    sheet.worksheet.add_chart(chart)


def _chart(title: str, width: float, *, height: float = 8.4) -> Any:  # noqa: ANN401 - a BarChart
    """An empty chart of columns, in centimetres, with figures at the bars instead of lines to read them by."""
    chart: Any = BarChart()  # the stubs want openpyxl's own objects where it takes plain values
    chart.title = title
    chart.title.overlay = False
    chart.title.tx.rich.p[0].r[0].rPr = CharacterProperties(sz=_TITLE_SIZE, b=True)
    chart.style = 2
    chart.width, chart.height = width, height
    chart.gapWidth = 60
    chart.x_axis.delete = False
    chart.y_axis.delete = True
    chart.y_axis.majorGridlines = None
    chart.y_axis.scaling.min = 0
    if chart.legend:
        chart.legend.position = "b"
    return chart


def _series(values: Reference, title_cell: str, colour: str) -> Any:  # noqa: ANN401 - the stubs know half of a series
    series: Any = Series(values)
    series.tx = SeriesLabel(strRef=StrRef(title_cell))
    _coloured(series, colour)
    return series


def _coloured(series: Any, colour: str) -> None:  # noqa: ANN401 - as above
    series.graphicalProperties = _ground(colour)
    series.dLbls = DataLabelList(
        showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False, dLblPos="outEnd"
    )


def _ground(colour: str) -> GraphicalProperties:
    ground = GraphicalProperties(solidFill=colour)
    ground.line.solidFill = _LINE
    return ground


def _point(index: int, colour: str) -> DataPoint:
    point = DataPoint(idx=index)
    point.graphicalProperties = _ground(colour)
    return point
