"""A published report's figures, kept as the baseline that the next year is compared with."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class HistoryFigure:
    """A figure of a published report: its name (the words before it), and the sentence it stands in.

    `value` is in `measure` as printed (2.1万条 is 2.1 and 万条), a share in %. `span` are offsets into the report's
    text. `exact` is False for 100余家, 近百家 and a range, of which `value` is the lower end: nothing can be computed
    from them.
    """

    name: str
    printed: str
    value: Decimal
    measure: str
    sentence: str
    span: tuple[int, int]
    exact: bool = True


@dataclass(frozen=True, slots=True)
class PublishedReport:
    """A published report of a year as it was imported: its text's hash, and its figures in their order."""

    year: int
    title: str
    file_name: str
    sha256: str
    imported_on: dt.date
    figures: tuple[HistoryFigure, ...]
