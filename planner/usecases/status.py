"""The leader's page: lights, late, due soon, missing, and what needs a decision."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.board import Board, PlanFacts
from planner.domain.ledger import Ledger
from planner.domain.notices import status_page
from planner.domain.periods import Asked, Period
from planner.domain.quarters import quarter_of_ledger, quarter_on_board, status_tasks, tasks_of_ledger
from planner.domain.status_page import Quarter, StatusPage
from planner.domain.status_parts import of_tasks
from planner.store.queries.filings import ENTRY
from planner.usecases.acts import AsOf, sees_all
from planner.usecases.boards import load_asking, load_board
from planner.usecases.extensions import ExtensionFilter, list_extensions
from planner.usecases.kept import read_kept
from planner.usecases.lookups import find_confirmed, find_plan_for
from planner.usecases.own import own_names

_PAGE = ("status", StatusPage)
_LEDGER = ("ledger", Ledger)


def read_status(session: Session, asked: AsOf, code: str | None = None) -> StatusPage:
    """The page of a confirmed plan on a day.

    Raises PlanMissing, PlanUnclear, PlanNotYet, PlanIsDraft.
    """
    board = load_board(session, asked, find_confirmed(session, asked, code))
    return _own(session, asked, board, _page(session, asked, board))


def read_year_status(session: Session, asked: AsOf, code: str | None = None) -> StatusPage:
    """The page of a confirmed plan on a day, with its tasks and the quarters of its year.

    Raises what read_status raises, KeptDamaged.
    """
    board = load_board(session, asked, find_confirmed(session, asked, code))
    return _own(session, asked, board, _with_year(session, asked, board, _page(session, asked, board)))


def read_period_status(session: Session, asked: AsOf, period: Period, code: str | None = None) -> StatusPage:
    """The page of one period: what was kept of it if it is closed on the day asked for, else as its ledger judges.

    Raises PlanMissing, PlanUnclear, PlanIsDraft, PeriodOutsidePlan, KeptDamaged.
    """
    plan = find_plan_for(session, asked, period, code)
    kept = read_kept(session, asked, plan.id, period, _PAGE)
    if kept is None:
        page = open_status(session, asked, plan, period)
    else:
        page = kept if kept.quarters else _completed(session, asked, plan, period, kept)
    return page if sees_all(asked) else _own(session, asked, load_board(session, asked, plan), page)


def open_status(session: Session, asked: AsOf, plan: PlanFacts, period: Period) -> StatusPage:
    """The page of a period as known on a day: nothing filed for later ones, judged on its last day at most."""
    board = load_board(session, asked, plan, until=period, judged_on=min(asked.day, period.last_day))
    return _with_year(session, asked, board, page_of_period(session, asked, board, period))


def page_of_period(session: Session, asked: AsOf, board: Board, period: Period) -> StatusPage:
    """The page of a period of its own board, without tasks and quarters."""
    own = next((each for each in board.asked if each.period == period), Asked(period, period.return_by))
    page = _page(session, asked, board._replace(asked=(own,)))
    return replace(page, as_of=asked.day, judged_on=board.day)


def _with_year(session: Session, asked: AsOf, board: Board, page: StatusPage) -> StatusPage:
    """The page with the rows that it counts, and the quarters that have begun by the day that it is judged on."""
    begun = [each.period for each in board.asked if each.period.first_day <= board.day]
    quarters = tuple(
        quarter_on_board(board, period)
        if period.last_day >= board.day
        else _past_quarter(session, asked, board.plan, period)
        for period in begun
    )
    return replace(page, tasks=status_tasks(board), quarters=quarters)


def _past_quarter(session: Session, asked: AsOf, plan: PlanFacts, period: Period) -> Quarter:
    """A quarter that is over: as it was kept if it is closed on the day asked for, else as its ledger judges."""
    page = read_kept(session, asked, plan.id, period, _PAGE)
    if page is not None and page.quarter is not None:
        return page.quarter
    ledger = read_kept(session, asked, plan.id, period, _LEDGER)
    if ledger is not None:
        return quarter_of_ledger(ledger)
    return quarter_on_board(load_board(session, asked, plan, until=period, judged_on=period.last_day), period)


def _completed(session: Session, asked: AsOf, plan: PlanFacts, period: Period, page: StatusPage) -> StatusPage:
    """A page that was kept without its tasks and quarters, filled in from the ledger kept with it.

    The quarters before it are told as they were known on the day of its closing.
    """
    ledger = read_kept(session, asked, plan.id, period, _LEDGER)
    if ledger is None:
        return page
    then = replace(asked, day=page.closed_on or asked.day)
    before = [each.period for each in load_asking(session, plan, then.day).asked if each.period < period]
    earlier = tuple(_past_quarter(session, then, plan, each) for each in before)
    return replace(page, tasks=tasks_of_ledger(ledger), quarters=(*earlier, quarter_of_ledger(ledger)))


def _page(session: Session, asked: AsOf, board: Board) -> StatusPage:
    pending = list_extensions(session, asked, board.plan.code, ExtensionFilter(pending=True))
    return status_page(board, _support(session, board), pending)


def _own(session: Session, asked: AsOf, board: Board, page: StatusPage) -> StatusPage:
    """The page as who asks may see it: a liaison's is of the tasks on its own board."""
    if sees_all(asked):
        return page
    return of_tasks(page, {task.facts.code for task in board.tasks}, own_names(session, asked))


def _support(session: Session, board: Board) -> dict[int, str]:
    """What units ask to be settled for them, by the id of their newest entry."""
    current = [unit.standing.current.entry_id for task in board.tasks for unit in task.units if unit.standing.current]
    rows = session.execute(select(ENTRY.id, ENTRY.support).where(ENTRY.id.in_(current), ENTRY.support != ""))
    return {row.id: row.support for row in rows}
