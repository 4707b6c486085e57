"""A confirmed plan as it stands on a day: what status, ledger, report and task share."""

import datetime as dt

from sqlalchemy.orm import Session

from planner.domain.board import Board, PlanFacts, TaskFacts, TaskOnBoard, judge
from planner.domain.periods import Asked, Period, asked_periods
from planner.domain.progress import Filing, Standing, standing
from planner.store.queries.board import load_tasks
from planner.store.queries.filings import inherited, load_filings
from planner.store.queries.rounds import load_return_days
from planner.store.tasks import Task
from planner.usecases.acts import AsOf


def load_board(
    session: Session, asked: AsOf, plan: PlanFacts, *, until: Period | None = None, judged_on: dt.date | None = None
) -> Board:
    """Every tracked task with its lights: as known on the day asked for, judged on `judged_on` (by default that day).

    `until` leaves out what units filed for later periods: a period's ledger knows nothing of the next.
    """
    day = judged_on or asked.day
    asked_for = load_asked(session, plan, asked.day)
    standings, own = _standings(session, asked, plan, until)
    tasks = load_tasks(session, plan, asked.day)
    return Board(plan, day, asked_for, tuple(judge(task, standings, day, asked_for, own) for task in tasks))


def load_task(session: Session, asked: AsOf, plan: PlanFacts, task: Task) -> TaskOnBoard:
    """One task as it stands on the day asked for, tracked or not."""
    facts: TaskFacts = load_tasks(session, plan, asked.day, only=task.id)[0]
    asked_for = load_asked(session, plan, asked.day)
    standings, own = _standings(session, asked, plan, None)
    return judge(facts, standings, asked.day, asked_for, own)


def load_asked(session: Session, plan: PlanFacts, day: dt.date) -> tuple[Asked, ...]:
    """The periods that a plan asks returns for, each with the return day that holds on a day."""
    return asked_periods(plan.year, issued_on=plan.issued_on, return_days=load_return_days(session, plan.id, day))


def _standings(
    session: Session, asked: AsOf, plan: PlanFacts, until: Period | None
) -> tuple[dict[tuple[int, int], Standing], dict[tuple[int, int], Standing]]:
    """Where units stand: with what they took over from units they succeeded, and by their own filings alone."""

    def counts(filing: Filing) -> bool:
        return until is None or filing.period <= until

    filings = load_filings(session, plan.id, as_of=asked.day, today=asked.today)
    kept = {key: list(filter(counts, found)) for key, found in filings.items()}
    heirs = {key: standing(found) for key, found in inherited(session, kept, asked.day).items()}
    return heirs, {key: standing(found) for key, found in kept.items()}
