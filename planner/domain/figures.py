"""Figures as people write them: 案卷评查=2次, 办件=累计30件, 审查率=12/12件."""

import re
from decimal import Decimal
from typing import NamedTuple

from planner.domain.document import fold
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
