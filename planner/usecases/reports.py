"""Reports: the leader's page and the year-end report, by one template for every format."""

from pathlib import Path
from typing import Literal, get_args

from sqlalchemy.orm import Session

from planner.domain.annual import build_report
from planner.domain.periods import Period
from planner.domain.report import AnnualReport, StatusPage
from planner.errors import ReportFormatUnknown
from planner.output.files import write_whole
from planner.output.reports import render
from planner.usecases.acts import AsOf
from planner.usecases.boards import load_board
from planner.usecases.entries import entries_by_id
from planner.usecases.entry_writing import numbers_in
from planner.usecases.lookups import find_confirmed
from planner.usecases.status import read_period_status, read_status

Format = Literal["md", "html", "docx"]


def report_format(path: Path) -> Format:
    """A report's format by its file's ending.

    Raises ReportFormatUnknown.
    """
    for known in get_args(Format):
        if path.suffix.lower() == f".{known}":
            found: Format = known
            return found
    raise ReportFormatUnknown(path, [f".{known}" for known in get_args(Format)])


def read_annual(session: Session, asked: AsOf, code: str | None = None) -> AnnualReport:
    """The year-end report's matter, from the accepted entries known on a day.

    Raises PlanMissing, PlanUnclear, PlanNotYet, PlanIsDraft.
    """
    board = load_board(session, asked, find_confirmed(session, asked, code))
    accepted = [f.entry_id for task in board.tasks for own in task.filed for f in own.accepted]
    return build_report(board, entries_by_id(session, asked, accepted), numbers_in, asked.day)


def write_annual(session: Session, asked: AsOf, path: Path, templates: Path, code: str | None = None) -> AnnualReport:
    """Write the year-end report as .md, .html or .docx.

    Raises what read_annual raises, ReportFormatUnknown, OutputUnwritable.
    """
    fmt = report_format(path)
    report = read_annual(session, asked, code)
    write_whole(path, render("annual", report, fmt=fmt, templates=templates))
    return report


def write_sources(report: AnnualReport, path: Path, templates: Path) -> None:
    """Write the list of a report's figures with their sources as .md, .html or .docx.

    Raises ReportFormatUnknown, OutputUnwritable.
    """
    write_whole(path, render("figure_sources", report, fmt=report_format(path), templates=templates))


def write_status(
    session: Session,
    asked: AsOf,
    path: Path,
    templates: Path,
    code: str | None = None,
    *,
    period: Period | None = None,
) -> StatusPage:
    """Write the leader's page of a day as .md, .html or .docx; or that of a period, as it was kept if it is closed.

    Raises what read_status or read_period_status raises, ReportFormatUnknown, OutputUnwritable.
    """
    fmt = report_format(path)
    page = read_period_status(session, asked, period, code) if period else read_status(session, asked, code)
    write_whole(path, render("status", page, fmt=fmt, templates=templates))
    return page
