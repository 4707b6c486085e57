"""Figures against the year before: 同比增长148%, computed from the figure of a published report."""

import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from decimal import ROUND_HALF_UP, Decimal

from planner.domain.annual.manners import Manner, is_added
from planner.domain.annual.resolve import Number, Told
from planner.domain.annual.shapes import PERCENT, core
from planner.domain.annual.totals import base, plain
from planner.domain.history import HistoryFigure, PublishedReport
from planner.domain.number_ledger import FigureOrigin, ReportFigure, Rule

_LAST = "Q4"

Key = tuple[str, str]
"""What a figure is of: its name without filling words, and its unit of measure without 万."""


def compare(told: Sequence[Told], previous: PublishedReport, lower: AbstractSet[str] = frozenset()) -> None:
    """Give each total its growth, where exactly one figure of the report before has its name and unit of measure.

    A figure has the name that the unit gave it and that of the words before it: 新设经营主体, 登记新设经营主体.
    A number that is told twice, or whose words speak of the year before already, gets none; nor does one that isn't
    exact, that tells less than the whole year, or that is of `lower` units alone: last year's is of the whole office.
    """
    before = _only({_key(figure.name, figure.value, figure.measure): figure for figure in previous.figures}, previous)
    here = Counter(key for text in told for number in text.numbers for key in _number_keys(number))
    for text in told:
        for number in text.numbers:
            known = [key for key in _number_keys(number) if key in before]
            once = all(here[key] == 1 for key in known) and not _compares(text, number)
            if len(known) == 1 and once and _tells_the_year(number) and not _of_a_part(number.figure, lower):
                number.growth = _growth(number, before[known[0]], previous)


def _only(found: dict[Key, HistoryFigure], previous: PublishedReport) -> dict[Key, HistoryFigure]:
    """The figures whose name and unit of measure no other figure of the report has."""
    times = Counter(_key(figure.name, figure.value, figure.measure) for figure in previous.figures)
    return {key: figure for key, figure in found.items() if times[key] == 1 and len(key[0]) > 1 and figure.exact}


def _key(name: str, value: Decimal, measure: str) -> Key:
    return core(name), base(value, measure)[1]


def _number_keys(number: Number) -> set[Key]:
    figure = number.figure
    return {_key(name, figure.value, figure.measure) for name in (figure.name, number.slot.name)}


def _tells_the_year(number: Number) -> bool:
    """Whether an exact number is of the whole year: counted up to the last quarter, or added up with that one."""
    to_the_end = any(origin.period.endswith(_LAST) for origin in number.figure.origins if origin.counted)
    of_the_year = number.slot.manner is not Manner.ADDED or number.figure.rule is Rule.SUM
    return number.slot.placed.exact and to_the_end and of_the_year


def _of_a_part(figure: ReportFigure, lower: AbstractSet[str]) -> bool:
    return {origin.unit for origin in figure.origins if origin.counted} <= lower


def _compares(text: Told, number: Number) -> bool:
    behind = text.text[number.slot.placed.end :]
    return bool(_COMPARED.search(re.split("[。；;]", behind)[0])) or number.figure.rule is Rule.BY_HAND


def _growth(number: Number, before: HistoryFigure, previous: PublishedReport) -> ReportFigure | None:
    figure = number.figure
    value, measure = base(figure.value, figure.measure)
    old = base(before.value, before.measure)[0]
    if measure == PERCENT:
        change, unit = value - old, "个百分点"
    elif old and is_added(measure):
        change, unit = 100 * (value - old) / old, PERCENT
    else:
        return None
    rounded = _rounded(change, unit)
    if not rounded:
        return None
    return ReportFigure(
        number=0,
        printed=f"{plain(abs(rounded))}{unit}",
        name=f"{figure.name}同比",
        value=rounded,
        measure=unit,
        rule=Rule.GROWTH,
        origins=(*figure.origins, _origin(before, previous)),
        task=figure.task,
        how=f"{figure.printed}，{previous.year}年为{before.printed}",
    )


def growth_words(figure: ReportFigure, printed: str) -> str:
    """（同比增长148%）, （同比下降12%）, （同比提高3.2个百分点）."""
    rises = "提高" if figure.measure != PERCENT else "增长"
    return f"（同比{rises if figure.value > 0 else '下降'}{printed}）"


def _rounded(change: Decimal, unit: str) -> Decimal:
    """Whole from 10 % on, else with one decimal; half up."""
    whole = unit == PERCENT and abs(change) >= 10  # noqa: PLR2004 - in %
    return change.quantize(Decimal(1) if whole else Decimal("0.1"), ROUND_HALF_UP)


def _origin(before: HistoryFigure, previous: PublishedReport) -> FigureOrigin:
    return FigureOrigin(
        entry_id=None,
        task="",
        unit=previous.title,
        period=str(previous.year),
        on=previous.imported_on,
        name=before.name,
        printed=before.printed,
        value=before.value,
        measure=before.measure,
        from_text=True,
    )


# 同比增长30%, 较上年减少5件
_COMPARED = re.compile(r"同比|环比|[比较]上年|[比较]去年")
