"""Where a figure of a report is from, in words: for whoever points at it, and for the list of sources."""

from collections.abc import Mapping, Sequence

from planner.domain.number_ledger import FigureOrigin, ReportFigure, Rule
from planner.domain.wording import WORDS, chinese_date

_NAMED = 3
"""So many sources are told in one line; of more it says how many there are."""

_SAYS_ITSELF = frozenset((Rule.SAME, Rule.LATEST))
"""Rules of which `how` says all there is to say."""


def source_line(figure: ReportFigure) -> str:
    """Where a figure is from and how it was computed, in one line.

    市司法局2024Q2（2024年7月5日，填报12）3次；市公安局2024Q2（2024年7月5日，填报15）2次。相加：3次＋2次
    """
    counted = [origin for origin in figure.origins if origin.counted] or figure.origins
    told = [_told(origin) for origin in counted[:_NAMED]]
    if len(counted) > _NAMED:
        told.append(f"等{len(counted)}处")
    sources = "；".join(told) or "没有填报来源"
    return sources if figure.rule is Rule.STATED else f"{sources}。{how_computed(figure)}"


def how_computed(figure: ReportFigure) -> str:
    """By which rule a figure was computed, and from what: 相加：3次＋2次."""
    word = WORDS[figure.rule]
    if not figure.how:
        return word
    return figure.how if figure.rule in _SAYS_ITSELF else f"{word}：{figure.how}"


def source_lines(figures: Sequence[ReportFigure]) -> Mapping[int, str]:
    """`source_line` of each figure, by its number."""
    return {figure.number: source_line(figure) for figure in figures}


def _told(origin: FigureOrigin) -> str:
    entry = f"，填报{origin.entry_id}" if origin.entry_id is not None else ""
    return f"{origin.unit}{origin.period}（{chinese_date(origin.on)}{entry}）{origin.printed}"
