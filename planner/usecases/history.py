"""Published reports of earlier years: imported with their figures, and read as the baseline of a later one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.document import Document
from planner.domain.figure_marks import cleaned
from planner.domain.history import HistoryFigure, PublishedReport
from planner.errors import (
    FormatUnsupported,
    NoFiguresInReport,
    NoReport,
    NothingToReplace,
    NothingToWithdraw,
    ReasonMissing,
    ReportHeld,
    ReportOfAnotherYear,
    ReportOfOtherArea,
    ReportTextOfYear,
    ReportUnpublished,
    ReportYearDiffers,
    ReportYearFuture,
    YearUnreasonable,
)
from planner.extraction.published import area_of, areas_named, figures_of, title_of, years_named
from planner.extraction.reports.parts import ReportText, read_report
from planner.extraction.reports.structure import is_report, plan_title
from planner.reading import read_document
from planner.store.history import HistoryFigureRow, HistoryReport
from planner.store.plans import Plan
from planner.usecases.acts import Act, AsOf, require_coordinator, require_in_order
from planner.usecases.audit import record
from planner.usecases.versions import report_version

_YEARS = range(1949, 2100)
REPORT_FORMATS = ("txt", "html", "docx", "pdf")
"""What a report is read from; a table is none."""

_GAP = "〔待补充"
_WITHDRAWN = ""
"""The hash of a row that says that no report stands for a year any more."""
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


def require_report(document: Document, report: ReportText) -> None:
    """Raise NoReport where a document can't be a year-end report at all: a plan, a letter, a list."""
    if not is_report(report):
        raise NoReport(document.name, plan_title(report))


@dataclass(frozen=True, slots=True)
class Importing:
    """How a report is to be taken: in the place of one that is held, and though it bears another area's name."""

    replace: bool = False
    renamed: bool = False
    reason: str = ""


def import_report(
    session: Session, act: Act, document: Document, year: int, how: Importing | None = None
) -> ReportImport:
    """Keep a published report's figures with their words, as what later years are compared with.

    The same bytes do nothing. Another file of a year that is held takes `replace` and a reason; what it replaces is
    what readers see until the act's day. Raises YearUnreasonable, ReportYearFuture, NoReport, ReportYearDiffers where
    the title names other years only, ReportTextOfYear where the text does, ReportOfOtherArea where title or signature
    name an area that no plan of the office is of, unless it was `renamed`, ReportUnpublished where gaps are left,
    ReportOfAnotherYear, NoFiguresInReport, ReportHeld, ReasonMissing, NothingToReplace,
    EntryBackdated, NotAllowed.
    """
    how = how or Importing()
    require_coordinator(act, "导入往年报告")
    _require_year(act, year)
    newest = _newest(session, act.office, year)
    held = newest if newest is not None and newest.sha256 else None
    if held is not None and held.sha256 == document.sha256:
        return ReportImport(_published(session, held), already=True)
    _require_of_no_other_year(session, act.office, document)
    if held is not None:
        _require_replacing(session, act, held, how)
    elif how.replace:
        raise NothingToReplace(year, newest.on if newest else None)
    elif newest is not None:
        require_in_order(act, [newest.on])
    own = () if how.renamed else _own_areas(session, act.office)
    made = _read(act, document, year, number=newest.number + 1 if newest else 1, own=own)
    return _keep(session, act, made, held, how)


def withdraw_report(session: Session, act: Act, year: int, *, reason: str) -> PublishedReport:
    """Let no report stand for a year from the act's day on. Returns the one that did; it stays in the history.

    Raises NothingToWithdraw, ReasonMissing, EntryBackdated, NotAllowed.
    """
    require_coordinator(act, "撤下往年报告")
    held = _newest(session, act.office, year)
    if held is None or not held.sha256:
        raise NothingToWithdraw(year, held.on if held else None)
    if not reason.strip():
        raise ReasonMissing(f"撤下{year}年的报告")
    require_in_order(act, [held.on])
    session.add(_row_of(act, year, held.number + 1, title="", file_name="", sha256=_WITHDRAWN, text=""))
    before = {"title": held.title, "file": held.file_name, "sha256": held.sha256}
    record(session, act, "report:withdraw", f"{year} 年度报告", before=before, after=None, reason=reason.strip())
    return _published(session, held)


def read_published(session: Session, asked: AsOf, year: int) -> PublishedReport | None:
    """The published report of a year as it was known on a day, None where there is none."""
    newest = _newest(session, asked.office, year, asked)
    return None if newest is None or not newest.sha256 else _published(session, newest)


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


def _require_replacing(session: Session, act: Act, held: HistoryReport, how: Importing) -> None:
    if not how.replace:
        raise ReportHeld(held.year, held.file_name, held.on, report_version(session, act.seen, held.year))
    if not how.reason.strip():
        raise ReasonMissing(f"替换{held.year}年的报告")
    require_in_order(act, [held.on])


# ---- reading and keeping ----

_Made = tuple[HistoryReport, tuple[HistoryFigure, ...]]
"""A report to be kept, and its figures."""


def _own_areas(session: Session, office: str) -> tuple[str, ...]:
    """The areas that the office's plans are of, by their titles and issuers."""
    plans = session.execute(select(Plan.title, Plan.issuer).where(Plan.office == office).order_by(Plan.id))
    named = (areas_named(words) for plan in plans for words in plan if words)
    return tuple(dict.fromkeys(areas[-1] for areas in named if areas))


def _read(act: Act, document: Document, year: int, *, number: int, own: Sequence[str]) -> _Made:
    if _GAP in document.text:
        raise ReportUnpublished(document.name)
    plain = read_report(document)
    require_report(document, plain)
    found = plain.year
    read = read_report(document, year)
    title = title_of(read)
    area = area_of(read)
    if own and area is not None and area not in own:
        raise ReportOfOtherArea(title or document.name, area, own)
    named = years_named(title) if title and _CALLED_SO.search(title) else set()
    if title and named and year not in named:
        raise ReportYearDiffers(title, year)
    if not named and found is not None and found != year:
        raise ReportTextOfYear(document.name, found, year)
    figures = figures_of(read, year)
    if not figures:
        raise NoFiguresInReport(document.name)
    name = cleaned(title or "") or Path(document.name).stem
    own_words = {"title": name, "file_name": document.name, "sha256": document.sha256, "text": document.text}
    return _row_of(act, year, number, **own_words), figures


def _row_of(act: Act, year: int, number: int, **words: str) -> HistoryReport:
    return HistoryReport(
        office=act.office,
        year=year,
        number=number,
        actor=act.actor.name,
        on=act.on,
        recorded=act.recorded,
        **words,
    )


def _keep(session: Session, act: Act, made: _Made, held: HistoryReport | None, how: Importing) -> ReportImport:
    report, figures = made
    session.add(report)
    session.flush()  # its figures need its id
    session.add_all(_row(report.id, position, figure) for position, figure in enumerate(figures))
    before = {"file": held.file_name, "sha256": held.sha256} if held else None
    after = {"title": report.title, "file": report.file_name, "sha256": report.sha256, "figures": len(figures)}
    if how.renamed:
        after |= {"renamed": True}
    target = f"{report.year} 年度报告"
    record(session, act, "report:import", target, before=before, after=after, reason=how.reason.strip())
    return ReportImport(_view(report, figures), replaced=held.file_name if held else None)


def _row(report_id: int, position: int, figure: HistoryFigure) -> HistoryFigureRow:
    return HistoryFigureRow(
        report_id=report_id,
        position=position,
        name=cleaned(figure.name),
        printed=cleaned(figure.printed),
        value=figure.value,
        measure=figure.measure,
        exact=figure.exact,
        sentence=cleaned(figure.sentence),
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
