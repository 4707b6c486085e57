"""Our own reports of the year beside their number ledger: whatever was cut, no number is told to differ."""

from pathlib import Path

import pytest

from planner.domain.report import AnnualReport
from planner.domain.typed_numbers import own_words_of, told_texts
from planner.usecases.report_check import KnownFigures, check_file
from planner.usecases.report_files import layout_of, write_report
from tests.world import World


@pytest.mark.parametrize("template", ["annual", "annual-headings"])
def test_shortened_report_agrees_with_the_whole_ledger(
    template: str, office: World, report: AnnualReport, short_report: AnnualReport, tmp_path: Path
) -> None:
    path = tmp_path / "报告.md"
    write_report(short_report, path, layout_of(office.app.templates, name=template))
    known = KnownFigures(report.year, report.figures, tuple(own_words_of(report)), tuple(told_texts(report)))

    assert [f.message for f in check_file(path, known=known).findings if f.code.startswith("figure")] == []
