"""Reports: the leader's page and the year-end report, by one template for every format."""

from functools import cache
from pathlib import Path

from sqlalchemy.orm import Session

from planner.domain.annual.composing import Wanted, compose
from planner.domain.annual.material import propose
from planner.domain.board import Board
from planner.domain.entries import EntryView
from planner.domain.material import Material
from planner.domain.periods import Period
from planner.domain.permissions import Deed
from planner.domain.report import AnnualReport
from planner.domain.status_page import StatusPage
from planner.errors import LimitTooSmall
from planner.output.seals import write_sealed
from planner.output.status_page import render_status
from planner.usecases.acts import AsOf, require
from planner.usecases.boards import load_board
from planner.usecases.entries import entries_by_id
from planner.usecases.entry_writing import numbers_placed_in
from planner.usecases.history import read_published
from planner.usecases.lookups import find_confirmed
from planner.usecases.report_files import report_format
from planner.usecases.status import read_period_status, read_year_status

_LEAST = 100
"""So many characters a report's body needs: headings, signature, and something in each part."""


def read_material(session: Session, asked: AsOf, code: str | None = None) -> Material:
    """The year-end report's material as the rules propose it, from the accepted entries known on a day.

    Raises PlanMissing, PlanUnclear, PlanNotYet, PlanIsDraft, NotAllowed.
    """
    require(asked, Deed.INSPECT, "查看年度报告的选材")
    board, entries = _accepted(session, asked, code)
    return propose(board, entries, numbers_placed_in).material


def read_annual(
    session: Session,
    asked: AsOf,
    code: str | None = None,
    material: Material | None = None,
    *,
    max_characters: int | None = None,
) -> AnnualReport:
    """The year-end report's matter, written from a coordinator's material or from what the rules propose.

    Totals are compared with the published report of the year before where it was imported. Raises PlanMissing,
    PlanUnclear, PlanNotYet, PlanIsDraft, LimitTooSmall, NotAllowed.
    """
    require(asked, Deed.REPORT, "查看年度报告")
    if max_characters is not None and max_characters < _LEAST:
        raise LimitTooSmall(max_characters, _LEAST)
    board, entries = _accepted(session, asked, code)
    find_numbers = cache(numbers_placed_in)  # most texts are read twice: as they came, and as they are told
    proposals = propose(board, entries, find_numbers)
    wanted = Wanted(read_published(session, asked, board.plan.year - 1), max_characters)
    return compose(material or proposals.material, proposals, board, find_numbers, as_of=asked.day, wanted=wanted)


def _accepted(session: Session, asked: AsOf, code: str | None) -> tuple[Board, dict[int, EntryView]]:
    """The plan as it stands, and every accepted entry in force, by id."""
    board = load_board(session, asked, find_confirmed(session, asked, code))
    ids = [f.entry_id for task in board.tasks for own in task.filed for f in own.accepted]
    return board, entries_by_id(session, asked, ids)


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

    A file that somebody changed or saved anew is not written over. Raises what read_year_status or read_period_status
    raises, ReportFormatUnknown, OutputHoldsWork, OutputUnwritable.
    """
    fmt = report_format(path)
    page = read_period_status(session, asked, period, code) if period else read_year_status(session, asked, code)
    write_sealed(path, render_status(page, fmt=fmt, templates=templates))
    return page
