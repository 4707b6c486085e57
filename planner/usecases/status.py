"""The leader's page: lights, late, due soon, missing, and what needs a decision."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.board import Board, PlanFacts
from planner.domain.notices import status_page
from planner.domain.periods import Asked, Period
from planner.domain.report import StatusPage
from planner.store.queries.filings import ENTRY
from planner.usecases.acts import AsOf
from planner.usecases.boards import load_board
from planner.usecases.extensions import ExtensionFilter, list_extensions
from planner.usecases.kept import read_kept
from planner.usecases.lookups import find_confirmed, find_plan_for


def read_status(session: Session, asked: AsOf, code: str | None = None) -> StatusPage:
    """The page of a confirmed plan on a day.

    Raises PlanMissing, PlanUnclear, PlanNotYet, PlanIsDraft.
    """
    board = load_board(session, asked, find_confirmed(session, asked, code))
    return _page(session, asked, board)


def read_period_status(session: Session, asked: AsOf, period: Period, code: str | None = None) -> StatusPage:
    """The page of one period: what was kept of it if it is closed on the day asked for, else as its ledger judges.

    Raises PlanMissing, PlanUnclear, PlanIsDraft, PeriodOutsidePlan, KeptDamaged.
    """
    plan = find_plan_for(session, asked, period, code)
    kept = read_kept(session, asked, plan.id, period, ("status", StatusPage))
    return kept or open_status(session, asked, plan, period)


def open_status(session: Session, asked: AsOf, plan: PlanFacts, period: Period) -> StatusPage:
    """The page of a period as known on a day: nothing filed for later ones, judged on its last day at most."""
    board = load_board(session, asked, plan, until=period, judged_on=min(asked.day, period.last_day))
    own = next((each for each in board.asked if each.period == period), Asked(period, period.return_by))
    page = _page(session, asked, board._replace(asked=(own,)))
    return replace(page, as_of=asked.day, judged_on=board.day)


def _page(session: Session, asked: AsOf, board: Board) -> StatusPage:
    pending = list_extensions(session, asked, board.plan.code, ExtensionFilter(pending=True))
    return status_page(board, _support(session, board), pending)


def _support(session: Session, board: Board) -> dict[int, str]:
    """What units ask to be settled for them, by the id of their newest entry."""
    current = [unit.standing.current.entry_id for task in board.tasks for unit in task.units if unit.standing.current]
    rows = session.execute(select(ENTRY.id, ENTRY.support).where(ENTRY.id.in_(current), ENTRY.support != ""))
    return {row.id: row.support for row in rows}
