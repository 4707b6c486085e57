"""Figures as people write them: 案卷评查=2次, 办件=累计30件, 审查率=12/12件."""

import re
from decimal import Decimal
from typing import NamedTuple

from planner.domain.document import fold
from planner.domain.drafts import CheckpointKind
from planner.domain.progress import Basis
from planner.errors import FigureUnreadable

# 累计30件; 本期2次; 12/12件; 95.5%; 1,200份
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_VALUE = re.compile(
    rf"(?P<basis>本期|累计)?\s*(?P<number>{_NUMBER})(?:\s*/\s*(?P<whole>{_NUMBER}))?\s*(?P<unit>[^\d\s,./=]{{0,12}})"
)


class GivenFigure(NamedTuple):
    """A figure as given: a share keeps its part and whole, and `value` is its percent. `printed` is what was typed."""

    name: str
    value: Decimal
    part: Decimal | None
    whole: Decimal | None
    unit: str
    basis: Basis
    printed: str


class PlacedFigure(NamedTuple):
    """A number found in a text, with its offsets. `exact` is False for a range, and for 100余家 or 近百家."""

    figure: GivenFigure
    start: int
    end: int
    exact: bool = True


def parse_figure(text: str) -> GivenFigure:
    """Read 名称=数字加单位; full-width digits and signs are understood, name and number kept as printed.

    Raises FigureUnreadable.
    """
    folded = fold(text)
    at = folded.find("=")
    if at < 0 or not text[:at].strip():
        raise FigureUnreadable(text, "缺少名称或等号")
    found = _VALUE.fullmatch(folded[at + 1 :].strip())
    if not found:
        raise FigureUnreadable(text, "的数不是数字")
    number = _number(found["number"])
    whole = _number(found["whole"]) if found["whole"] else None
    if whole is not None and (not whole or number > whole):
        raise FigureUnreadable(text, "的分子大于分母或分母是零")
    return GivenFigure(
        name=text[:at].strip(),
        value=number if whole is None else 100 * number / whole,
        part=None if whole is None else number,
        whole=whole,
        unit=found["unit"],
        basis=Basis.YEAR_TO_DATE if found["basis"] == "累计" else Basis.PERIOD,
        printed=text[at + 1 :].strip(),
    )


def _number(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def fitted(given: GivenFigure, kind: CheckpointKind, measure: str | None) -> GivenFigure:
    """A figure in the form that a checkpoint of a kind and unit of measure counts in: 12000件 in 万件 is 1.2.

    A rate is given as part/whole or in %, nothing else is; a unit of measure, where both have one, is the same.
    Raises FigureUnreadable.
    """
    said = f"{given.name}={given.printed}"
    is_share = given.part is not None or given.unit == "%"
    if kind is CheckpointKind.RATE:
        if not is_share:
            raise FigureUnreadable(said, "报的是比率，要写成 达到数/总数（如 12/12件）或百分数")
        return given
    if is_share:
        raise FigureUnreadable(said, "报的不是比率，不能写成 达到数/总数或百分数")
    wanted, scale = scaled(measure or "")
    unit, own_scale = scaled(given.unit)
    if wanted and unit and wanted != unit and kind is not CheckpointKind.DATE:
        raise FigureUnreadable(said, f"的计量单位与考核点不同（应为{measure}）")
    return given._replace(value=given.value * own_scale / scale)


_SCALES = {"亿": Decimal(100_000_000), "万": Decimal(10_000), "千": Decimal(1000), "百": Decimal(100)}


def scaled(unit: str) -> tuple[str, Decimal]:
    """A unit of measure without its 万 or 亿, and how much that is: 万件 is 件 in ten thousands."""
    scale = Decimal(1)
    while len(unit) > 1 and unit[0] in _SCALES:
        scale *= _SCALES[unit[0]]
        unit = unit[1:]
    return unit, scale
