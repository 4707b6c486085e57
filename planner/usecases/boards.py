"""A confirmed plan as it stands on a day: what status, ledger, report and task share."""

import datetime as dt

from sqlalchemy.orm import Session

from planner.domain.board import Asking, Board, PlanFacts, TaskOnBoard, judge
from planner.domain.periods import Period, asked_periods
from planner.domain.progress import Filing, Standing, standing
from planner.store.queries.board import load_tasks
from planner.store.queries.filings import inherited, load_filings
from planner.store.queries.rounds import load_rounds
from planner.store.tasks import Task
from planner.usecases.acts import AsOf
from planner.usecases.own import own_task, own_tasks


def load_board(
    session: Session, asked: AsOf, plan: PlanFacts, *, until: Period | None = None, judged_on: dt.date | None = None
) -> Board:
    """Every tracked task with its lights: as known on the day asked for, judged on `judged_on` (by default that day).

    `until` leaves out what units filed for later periods: a period's ledger knows nothing of the next. A liaison's
    board holds the tasks of its unit alone.
    """
    day = judged_on or asked.day
    asking = load_asking(session, plan, asked.day)
    standings, own = _standings(session, asked, plan, until)
    tasks = own_tasks(asked, load_tasks(session, plan, asked.day))
    return Board(plan, day, asking.asked, tuple(judge(task, standings, day, asking, own) for task in tasks))


def load_task(session: Session, asked: AsOf, plan: PlanFacts, task: Task) -> TaskOnBoard:
    """One task as it stands on the day asked for, tracked or not.

    Raises NotAllowed.
    """
    facts = own_task(asked, load_tasks(session, plan, asked.day, only=task.id)[0])
    asking = load_asking(session, plan, asked.day)
    standings, own = _standings(session, asked, plan, None)
    return judge(facts, standings, asked.day, asking, own)


def load_asking(session: Session, plan: PlanFacts, day: dt.date) -> Asking:
    """The periods that a plan asks returns for, each with the return days that hold on a day."""
    rounds = load_rounds(session, plan.id, day)
    asked = asked_periods(plan.year, issued_on=plan.issued_on, return_days=rounds.return_days)
    return Asking(asked, rounds.own_days)


def _standings(
    session: Session, asked: AsOf, plan: PlanFacts, until: Period | None
) -> tuple[dict[tuple[int, int], Standing], dict[tuple[int, int], Standing]]:
    """Where units stand: with what they took over from units they succeeded, and by their own filings alone."""

    def counts(filing: Filing) -> bool:
        return until is None or filing.period <= until

    filings = load_filings(session, plan.id, as_of=asked.day, today=asked.today)
    kept = {key: list(filter(counts, found)) for key, found in filings.items()}
    heirs = {key: standing(found) for key, found in inherited(session, kept, asked.office, asked.day).items()}
    return heirs, {key: standing(found) for key, found in kept.items()}
