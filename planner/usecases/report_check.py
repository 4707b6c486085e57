"""Checks a year-end report before a person signs it: one of ours against its number ledger, or any published one."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from planner.domain.material import Material
from planner.domain.number_ledger import ReportFigure
from planner.domain.report_check import Finding
from planner.domain.typed_numbers import own_words_of, told_texts
from planner.errors import PreviousIsSame, ReportOfOtherYear
from planner.extraction.reports.checks import check_report
from planner.extraction.reports.ledger import Written
from planner.extraction.reports.parts import read_report
from planner.usecases.acts import AsOf
from planner.usecases.history import read_file, require_report
from planner.usecases.reports import read_annual


@dataclass(frozen=True, slots=True)
class KnownFigures:
    """The number ledger that a report is compared with, and its year.

    `texts` are what would be told now, with the figures marked; the plan's `own_words` are no figures.
    """

    year: int
    figures: Sequence[ReportFigure]
    own_words: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedReport:
    """A report's text as it was read, the year it reports on (None: it doesn't say), and what was found."""

    text: str
    year: int | None
    findings: tuple[Finding, ...]


def check_file(
    path: Path, *, year: int | None = None, known: KnownFigures | None = None, previous: Path | None = None
) -> CheckedReport:
    """What is to be marked in a report: txt, html, docx or pdf. Without `known` no number is traced.

    `year` overrules what the text says of its year, and so does that of `known`; `previous` is last year's report.
    Raises what reading raises (FileMissing, NotAText …), FormatUnsupported for a table, NoReport, PreviousIsSame,
    ReportOfOtherYear where `known` is of another year.
    """
    document = read_file(path)
    before = read_file(previous) if previous else None
    if previous and before and before.sha256 == document.sha256:
        raise PreviousIsSame(previous)
    found = read_report(document)
    require_report(document, found)
    if known is not None and year is None:
        own = found.year
        if own not in (None, known.year):
            raise ReportOfOtherYear(path, own, known.year)
    asked = year if year is not None or known is None else known.year
    report = read_report(document, asked)
    findings = check_report(
        report,
        written=Written(known.figures, known.texts, known.own_words) if known else None,
        previous=read_report(before) if before else None,
    )
    return CheckedReport(document.text, report.year, findings)


def known_figures(
    session: Session, asked: AsOf, code: str | None = None, material: Material | None = None
) -> KnownFigures:
    """The number ledger of a plan's year-end report, as known on a day.

    Raises PlanMissing, PlanUnclear, PlanNotYet, PlanIsDraft.
    """
    report = read_annual(session, asked, code, material)
    return KnownFigures(report.year, report.figures, tuple(own_words_of(report)), tuple(told_texts(report)))
