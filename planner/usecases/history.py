"""Published reports of earlier years: imported with their figures, and read as the baseline of a later one."""

import re
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.document import Document
from planner.domain.history import HistoryFigure, PublishedReport
from planner.errors import (
    FormatUnsupported,
    NoFiguresInReport,
    NothingToReplace,
    ReasonMissing,
    ReportHeld,
    ReportOfAnotherYear,
    ReportTextOfYear,
    ReportUnpublished,
    ReportYearDiffers,
    ReportYearFuture,
    YearUnreasonable,
)
from planner.extraction.published import figures_of, title_of, years_named
from planner.extraction.reports.parts import read_report
from planner.reading import read_document
from planner.store.history import HistoryFigureRow, HistoryReport
from planner.usecases.acts import Act, AsOf, require_coordinator, require_in_order
from planner.usecases.audit import record

_YEARS = range(1949, 2100)
REPORT_FORMATS = ("txt", "html", "docx", "pdf")
"""What a report is read from; a table is none."""

_GAP = "〔待补充"
_CALLED_SO = re.compile("报告|总结")


@dataclass(frozen=True, slots=True)
class ReportImport:
    """What an import did. `already`: these very bytes are held, and nothing was done.

    `replaced` is the name of the file that stood for the year until now.
    """

    report: PublishedReport
    already: bool = False
    replaced: str | None = None


def read_file(path: Path) -> Document:
    """The text of a published report: txt, html, docx or pdf.

    Raises what reading raises (FileMissing, NotAText …), FormatUnsupported for a table.
    """
    document = read_document(path)
    if document.format not in REPORT_FORMATS:
        raise FormatUnsupported(path, "表格", "报告请用 docx、pdf、html 或 txt")
    return document


def import_report(
    session: Session, act: Act, document: Document, year: int, *, replace: bool = False, reason: str = ""
) -> ReportImport:
    """Keep a published report's figures with their words, as what later years are compared with.

    The same bytes do nothing. Another file of a year that is held takes `replace` and a reason; what it replaces is
    what readers see until the act's day. Raises YearUnreasonable, ReportYearFuture, ReportYearDiffers where the title
    names other years only, ReportTextOfYear where the text does, ReportUnpublished where gaps are left,
    ReportOfAnotherYear, NoFiguresInReport, ReportHeld, ReasonMissing, NothingToReplace,
    EntryBackdated, NotAllowed.
    """
    require_coordinator(act, "导入往年报告")
    _require_year(act, year)
    held = _newest(session, act.office, year)
    if held is not None and held.sha256 == document.sha256:
        return ReportImport(_published(session, held), already=True)
    _require_of_no_other_year(session, act.office, document)
    if held is not None:
        _require_replacing(act, held, replace=replace, reason=reason)
    elif replace:
        raise NothingToReplace(year)
    made = _read(act, document, year, number=held.number + 1 if held else 1)
    return _keep(session, act, made, held, reason=reason.strip())


def read_published(session: Session, asked: AsOf, year: int) -> PublishedReport | None:
    """The published report of a year as it was known on a day, None where there is none."""
    newest = _newest(session, asked.office, year, asked)
    return None if newest is None else _published(session, newest)


# ---- whether it may be taken ----


def _require_year(act: Act, year: int) -> None:
    if year not in _YEARS:
        raise YearUnreasonable(year)
    if year > act.on.year:
        raise ReportYearFuture(year, act.on)


def _require_of_no_other_year(session: Session, office: str, document: Document) -> None:
    """Raise ReportOfAnotherYear where these bytes stand for a year: the one asked for was looked at before."""
    same = select(HistoryReport).where(HistoryReport.office == office, HistoryReport.sha256 == document.sha256)
    for other in session.scalars(same.order_by(HistoryReport.id)):
        newest = _newest(session, office, other.year)
        if newest is not None and newest.id == other.id:
            raise ReportOfAnotherYear(document.name, other.year, other.on)


def _require_replacing(act: Act, held: HistoryReport, *, replace: bool, reason: str) -> None:
    if not replace:
        raise ReportHeld(held.year, held.file_name, held.on)
    if not reason.strip():
        raise ReasonMissing(f"替换{held.year}年的报告")
    require_in_order(act, [held.on])


# ---- reading and keeping ----

_Made = tuple[HistoryReport, tuple[HistoryFigure, ...]]
"""A report to be kept, and its figures."""


def _read(act: Act, document: Document, year: int, *, number: int) -> _Made:
    if _GAP in document.text:
        raise ReportUnpublished(document.name)
    found = read_report(document).year
    read = read_report(document, year)
    title = title_of(read)
    named = years_named(title) if title and _CALLED_SO.search(title) else set()
    if title and named and year not in named:
        raise ReportYearDiffers(title, year)
    if not named and found is not None and found != year:
        raise ReportTextOfYear(document.name, found, year)
    figures = figures_of(read, year)
    if not figures:
        raise NoFiguresInReport(document.name)
    report = HistoryReport(
        office=act.office,
        year=year,
        number=number,
        title=title or Path(document.name).stem,
        file_name=document.name,
        sha256=document.sha256,
        text=document.text,
        actor=act.actor.name,
        on=act.on,
        recorded=act.recorded,
    )
    return report, figures


def _keep(session: Session, act: Act, made: _Made, held: HistoryReport | None, *, reason: str) -> ReportImport:
    report, figures = made
    session.add(report)
    session.flush()  # its figures need its id
    session.add_all(_row(report.id, position, figure) for position, figure in enumerate(figures))
    before = {"file": held.file_name, "sha256": held.sha256} if held else None
    after = {"title": report.title, "file": report.file_name, "sha256": report.sha256, "figures": len(figures)}
    record(session, act, "report:import", f"{report.year} 年度报告", before=before, after=after, reason=reason)
    return ReportImport(_view(report, figures), replaced=held.file_name if held else None)


def _row(report_id: int, position: int, figure: HistoryFigure) -> HistoryFigureRow:
    return HistoryFigureRow(
        report_id=report_id,
        position=position,
        name=figure.name,
        printed=figure.printed,
        value=figure.value,
        measure=figure.measure,
        exact=figure.exact,
        sentence=figure.sentence,
        span_start=figure.span[0],
        span_end=figure.span[1],
    )


# ---- reading back ----


def _newest(session: Session, office: str, year: int, asked: AsOf | None = None) -> HistoryReport | None:
    """The report that stands for a year, of all or of those up to the day asked for."""
    query = select(HistoryReport).where(HistoryReport.office == office, HistoryReport.year == year)
    if asked is not None:
        query = query.where(HistoryReport.on <= asked.day)
    return session.scalar(query.order_by(HistoryReport.number.desc()).limit(1))


def _published(session: Session, report: HistoryReport) -> PublishedReport:
    rows = session.scalars(
        select(HistoryFigureRow).where(HistoryFigureRow.report_id == report.id).order_by(HistoryFigureRow.position)
    )
    figures = (
        HistoryFigure(
            name=row.name,
            printed=row.printed,
            value=row.value,
            measure=row.measure,
            sentence=row.sentence,
            span=(row.span_start, row.span_end),
            exact=row.exact,
        )
        for row in rows
    )
    return _view(report, tuple(figures))


def _view(report: HistoryReport, figures: tuple[HistoryFigure, ...]) -> PublishedReport:
    return PublishedReport(
        year=report.year,
        title=report.title,
        file_name=report.file_name,
        sha256=report.sha256,
        imported_on=report.on,
        figures=figures,
    )
