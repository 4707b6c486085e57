"""The leader's page: lights, late, due soon, missing, and what needs a decision."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.board import Board
from planner.domain.notices import status_page
from planner.domain.report import StatusPage
from planner.store.queries.filings import ENTRY
from planner.usecases.acts import AsOf
from planner.usecases.boards import load_board
from planner.usecases.lookups import find_confirmed


def read_status(session: Session, asked: AsOf, code: str | None = None) -> StatusPage:
    """The page of a confirmed plan on a day.

    Raises PlanMissing, PlanUnclear, PlanNotYet, PlanIsDraft.
    """
    board = load_board(session, asked, find_confirmed(session, asked, code))
    return status_page(board, _support(session, board))


def _support(session: Session, board: Board) -> dict[int, str]:
    """What units ask to be settled for them, by the id of their newest entry."""
    current = [unit.standing.current.entry_id for task in board.tasks for unit in task.units if unit.standing.current]
    rows = session.execute(select(ENTRY.id, ENTRY.support).where(ENTRY.id.in_(current), ENTRY.support != ""))
    return {row.id: row.support for row in rows}
