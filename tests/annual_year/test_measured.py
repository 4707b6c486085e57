"""The year-end report of the measuring year: every accepted figure is in it, and no number without a source."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from planner.domain.number_ledger import ReportFigure, Rule
from planner.domain.report import AnnualReport
from planner.usecases.report_files import layout_of, write_report
from tests.annual_year.measuring import unexplained, unfounded, unprinted, untold
from tests.annual_year.numbers import Number, fold, numbers
from tests.annual_year.texts import read_report
from tests.annual_year.year import FACTS, PLAN, PREVIOUS, Row
from tests.world import World

FORMATS = ("md", "html", "docx")
_SENTENCE = re.compile(r"[。；\n]")


def sentences(text: str) -> list[str]:
    """The sentences of a text, folded."""
    return [fold(sentence) for sentence in _SENTENCE.split(text)]


def figure(report: AnnualReport, printed: str, rule: Rule) -> ReportFigure:
    """The only figure of the report that is printed so by this rule."""
    (found,) = [figure for figure in report.figures if fold(figure.printed) == printed and figure.rule is rule]
    return found


def units_and_quarters(figure: ReportFigure) -> list[tuple[str, str]]:
    """Who gave a figure, and for which quarter."""
    return sorted((origin.unit, origin.period) for origin in figure.origins)


@pytest.mark.parametrize("name", FORMATS)
def test_every_accepted_figure_is_in_the_report(
    texts: Mapping[str, str], report: AnnualReport, entries: Mapping[int, Row], name: str
) -> None:
    assert untold(texts[name], report.figures, entries) == []


@pytest.mark.parametrize("name", FORMATS)
def test_every_number_in_the_report_is_explained(
    texts: Mapping[str, str], report: AnnualReport, entries: Mapping[int, Row], name: str
) -> None:
    assert unexplained(texts[name], report.figures, entries, PLAN) == []


@pytest.mark.parametrize("name", FORMATS)
def test_every_figure_of_the_number_ledger_is_printed(
    texts: Mapping[str, str], report: AnnualReport, name: str
) -> None:
    assert unprinted(texts[name], report.figures) == []


@pytest.mark.parametrize("template", ["annual-headings", "annual-items", "annual-paragraphs"])
def test_reports_of_another_shape_tell_the_same_figures(
    office: World, report: AnnualReport, entries: Mapping[int, Row], tmp_path: Path, template: str
) -> None:
    path = tmp_path / "报告.md"
    write_report(report, path, layout_of(office.app.templates, name=template))
    text = read_report(path).body
    assert untold(text, report.figures, entries) == []
    assert unexplained(text, report.figures, entries, PLAN) == []
    assert unprinted(text, report.figures) == []


def test_every_figure_follows_from_its_sources(report: AnnualReport, entries: Mapping[int, Row]) -> None:
    assert unfounded(report.figures, entries, PREVIOUS) == []


def test_value_of_each_figure_is_the_one_printed(report: AnnualReport) -> None:
    stated = [figure for figure in report.figures if figure.rule not in {Rule.RATE, Rule.GROWTH}]
    assert [
        figure.printed
        for figure in stated
        if not set(numbers(f"{figure.value:f}{figure.measure}")) <= set(numbers(figure.printed))
    ] == []


@pytest.mark.parametrize("name", FORMATS)
def test_facts_of_the_published_reports_are_told_with_their_subjects(texts: Mapping[str, str], name: str) -> None:
    told = [(sentence, set(numbers(sentence))) for sentence in sentences(texts[name])]
    assert [
        fact
        for fact in FACTS
        if not any(fact.subject in sentence and found.issuperset(numbers(fact.printed)) for sentence, found in told)
    ] == []


@pytest.mark.parametrize("name", FORMATS)
def test_report_prints_over_ninety_different_figures_of_the_facts(texts: Mapping[str, str], name: str) -> None:
    wanted = {number for fact in FACTS for number in numbers(fact.printed)}
    assert len(wanted & set(numbers(texts[name]))) >= 90


def test_fact_of_three_units_is_one_sentence(texts: Mapping[str, str], report: AnnualReport) -> None:
    assert [sentence.count("决策事项") for sentence in sentences(texts["md"]) if "决策事项" in sentence] == [1]
    assert units_and_quarters(figure(report, "5项", Rule.SAME)) == [
        ("市司法局", "2024Q1"),
        ("市政府办公室", "2024Q1"),
        ("柳湾区政府", "2024Q1"),
    ]


def test_fact_of_two_units_in_almost_the_same_words_is_one_sentence(texts: Mapping[str, str]) -> None:
    assert len([sentence for sentence in sentences(texts["md"]) if "抢险救援单位" in sentence]) == 1


@pytest.mark.parametrize(
    ("newest", "superseded"),
    [("1097件", "300件"), ("1097人", "310人"), ("2251项", "1800项"), ("15195.82小时", "7000.5小时")],
)
def test_superseded_figure_is_told_once_with_its_newest_value(
    texts: Mapping[str, str], newest: str, superseded: str
) -> None:
    told = numbers(texts["md"])
    (now,), (before,) = numbers(newest), numbers(superseded)
    assert (told.count(now), told.count(before)) == (1, 0)


@pytest.mark.parametrize(
    ("printed", "quarters"),
    [
        ("5次", ["2024Q1", "2024Q2"]),
        ("550件", ["2024Q2", "2024Q4"]),
        ("6万条", ["2024Q2", "2024Q4"]),
        ("434人", ["2024Q2", "2024Q4"]),
    ],
)
def test_figure_split_over_quarters_is_told_as_its_sum(report: AnnualReport, printed: str, quarters: list[str]) -> None:
    assert [quarter for _, quarter in units_and_quarters(figure(report, printed, Rule.SUM))] == quarters


def test_checkpoint_of_several_units_is_summed_over_them(report: AnnualReport) -> None:
    assert units_and_quarters(figure(report, "4416起", Rule.SUM)) == [
        ("市公安局", "2024Q3"),
        ("柳湾区政府", "2024Q2"),
        ("柳湾区政府", "2024Q4"),
    ]


def test_share_is_computed_from_parts_and_wholes(texts: Mapping[str, str], report: AnnualReport) -> None:
    assert figure(report, "85%", Rule.RATE).how
    assert Number(numbers("84.3%")[0].value, "%") not in numbers(texts["md"])


@pytest.mark.parametrize(
    ("printed", "before", "words"),
    [
        ("148%", "222件", "同比增长148%"),
        ("2个百分点", "35%", "提高2个百分点"),
    ],
)
def test_growth_against_the_published_report_of_last_year(
    texts: Mapping[str, str], report: AnnualReport, printed: str, before: str, words: str
) -> None:
    found = figure(report, printed, Rule.GROWTH)
    assert [origin.printed for origin in found.origins if origin.entry_id is None] == [before]
    assert words in texts["md"]


@pytest.mark.parametrize("number", ["99宗", "77个"])
def test_what_was_returned_or_not_reviewed_is_not_told(texts: Mapping[str, str], number: str) -> None:
    assert not set(numbers(number)) & set(numbers("\n".join(texts.values())))


@pytest.mark.parametrize("name", FORMATS)
def test_text_has_no_marks(texts: Mapping[str, str], name: str) -> None:
    assert re.findall("[\ue000-\uf8ff]", texts[name]) == []
