"""The measuring program measured: a fault that is planted in the year's report, or in its number ledger, is caught."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from planner.domain.number_ledger import FigureOrigin, ReportFigure, Rule
from planner.domain.report import AnnualReport
from tests.annual_year.measuring import unexplained, unfounded, unprinted, untold
from tests.annual_year.numbers import find, fold
from tests.annual_year.year import PLAN, Row


def caught(text: str, report: AnnualReport, entries: Mapping[int, Row]) -> bool:
    """Whether the measuring program finds a fault in a text."""
    return bool(
        unprinted(text, report.figures)
        or unexplained(text, report.figures, entries, PLAN)
        or untold(text, report.figures, entries)
    )


@pytest.fixture
def text(texts: Mapping[str, str]) -> str:
    """The report's text in half-width digits."""
    return fold(texts["md"])


def test_each_number_altered_is_caught(text: str, report: AnnualReport, entries: Mapping[int, Row]) -> None:
    assert not caught(text, report, entries)
    digit = re.compile(r"\d")
    altered = []
    for found in find(text):
        if not found.number.worded:
            end = max(match.end() for match in digit.finditer(text, found.start, found.end))
            altered.append(text[: end - 1] + str((int(text[end - 1]) + 1) % 10) + text[end:])
    assert len(altered) > 100
    missed = [other for other in altered if not caught(other, report, entries)]
    assert missed == []


def test_each_sentence_with_a_number_dropped_is_caught(
    text: str, report: AnnualReport, entries: Mapping[int, Row]
) -> None:
    assert not caught(text, report, entries)
    sentences = re.findall(r"[^。；\n]+[。；\n]", text)
    of_plan = fold(PLAN)
    told = [sentence for sentence in sentences if find(sentence) and sentence.strip("。；\n") not in of_plan]
    assert len(told) > 50
    missed = [sentence for sentence in told if not caught(text.replace(sentence, "", 1), report, entries)]
    assert missed == []


@pytest.mark.parametrize(
    "added", ["另外办结12件。", "办结率98%。", "改好四处栏目。", "共计1097件。", "累计300件。", "普法活动200场次，"]
)
def test_number_added_is_caught(text: str, report: AnnualReport, entries: Mapping[int, Row], added: str) -> None:
    assert unexplained(f"{text}{added}", report.figures, entries, PLAN) != []


@pytest.mark.parametrize(("printed", "other"), [("1097人", "1097件"), ("2251项", "12251项"), ("550件", "55件")])
def test_other_number_or_measure_in_place_of_a_figure_is_caught(
    text: str, report: AnnualReport, entries: Mapping[int, Row], printed: str, other: str
) -> None:
    assert text.count(printed) == 1
    altered = text.replace(printed, other)
    assert unexplained(altered, report.figures, entries, PLAN) != []
    assert unprinted(altered, report.figures) != []


def test_measure_of_the_plan_is_explained_in_the_plans_own_clause_only(
    text: str, report: AnnualReport, entries: Mapping[int, Row]
) -> None:
    assert unexplained(f"{text}\n保证执法人员60学时培训。", report.figures, entries, PLAN) == []
    assert unexplained(f"{text}\n培训了60学时。", report.figures, entries, PLAN) == ["60学时：培训了60学时"]


# ---- figures whose sources don't bear them out ----

ROWS = {
    number: Row("2024-01", "甲局", f"2024Q{number}", "推进中", "", (), "", "", "", listed, verdict)
    for number, listed, verdict in [
        (1, ("2次", "4次", "40/50件", "300件", "2人"), "采纳"),
        (2, ("3次", "62/70件", "70/70件", "100%"), "采纳"),
        (3, ("9次",), "退回"),
        (4, ("1097件",), "采纳"),
    ]
}


def origin(entry: int, printed: str, *, counted: bool = True) -> FigureOrigin:
    """A figure of one of the rows."""
    return FigureOrigin(
        entry_id=entry,
        task="2024-01",
        unit="甲局",
        period=f"2024Q{entry}",
        on=dt.date(2024, 4, 3),
        name="事项",
        printed=printed,
        value=Decimal(0),
        measure="",
        counted=counted,
    )


def made(printed: str, rule: Rule, *origins: FigureOrigin) -> ReportFigure:
    """A figure of a report."""
    return ReportFigure(1, printed, "事项", Decimal(0), "", rule, origins)


TRUE = (
    made("2次", Rule.STATED, origin(1, "2次")),
    made("5次", Rule.SUM, origin(1, "2次"), origin(2, "3次")),
    made("85%", Rule.RATE, origin(1, "40/50件"), origin(2, "62/70件")),
    made("1097件", Rule.LATEST, origin(1, "300件", counted=False), origin(4, "1097件")),
    made("100%", Rule.RATE, origin(2, "70/70件"), origin(2, "100%", counted=False)),
)
FALSE = (
    made("2次", Rule.STATED),
    made("2次", Rule.STATED, origin(2, "2次")),
    made("9次", Rule.STATED, origin(3, "9次")),
    made("9次", Rule.STATED, origin(9, "9次")),
    made("3次", Rule.STATED, origin(1, "2次")),
    made("2次", Rule.BY_HAND, origin(1, "2次")),
    made("6次", Rule.SUM, origin(1, "2次"), origin(2, "3次")),
    made("6次", Rule.SUM, origin(1, "2次"), origin(1, "4次")),
    made("5次", Rule.SUM, origin(1, "2人"), origin(2, "3次")),
    made("4次", Rule.LATEST, origin(1, "2次", counted=False), origin(1, "4次")),
    made("100%", Rule.RATE, origin(2, "70/70件"), replace(origin(2, "100%", counted=False), name="满意率")),
    made("84.3%", Rule.RATE, origin(1, "40/50件"), origin(2, "62/70件")),
    made("300件", Rule.LATEST, origin(1, "300件"), origin(4, "1097件", counted=False)),
    made("2次", Rule.STATED, replace(origin(1, "2次"), unit="乙局")),
)


def test_figures_that_follow_from_their_sources_are_no_faults() -> None:
    assert unfounded(TRUE, ROWS) == []


@pytest.mark.parametrize("figure", FALSE, ids=lambda figure: f"{figure.rule}{figure.printed}")
def test_figure_that_its_sources_do_not_bear_out_is_caught(figure: ReportFigure) -> None:
    assert unfounded([figure], ROWS) != []


@pytest.mark.parametrize(
    ("value", "before", "borne"), [("148%", "222件", True), ("147%", "222件", False), ("148%", "223件", False)]
)
def test_growth_is_computed_from_the_published_figure(value: str, before: str, *, borne: bool) -> None:
    rows = {5: replace(ROWS[1], listed=("550件",))}
    past = replace(origin(5, before), entry_id=None)
    growth = made(value, Rule.GROWTH, replace(origin(5, "550件"), period="2024Q1"), past)
    assert (unfounded([growth], rows, published="全年受理222件。") == []) is borne
