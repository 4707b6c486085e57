"""An office for drills: a plan of 25 tasks for 40 units, a quarter filed, the next quarter's forms out and back."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from planner.bootstrap import App
from planner.domain.periods import Period
from planner.domain.progress import Status, Verdict
from planner.usecases.acts import Act
from planner.usecases.forms import export_forms
from planner.usecases.plans import confirm_plan, import_plan
from planner.usecases.progress import Said, log
from planner.usecases.reviews import Wanted as Reviewed
from planner.usecases.reviews import review
from planner.usecases.task_views import list_tasks
from tests.drills.grounds import app_on
from tests.filling import Filling
from tests.usecases.form_crowd import UNITS, Crowd, crowded_plan
from tests.world import document

P = ParamSpec("P")
R = TypeVar("R")

FILED, OUT, BACK = "2024-04-03", "2024-07-01", "2024-07-08"
"""The days on which the first quarter is filed, the second quarter's forms go out, and come back."""


@dataclass(frozen=True)
class Office:
    """Who is on which task: for logging."""

    on_task: tuple[tuple[str, str], ...]


def do(app: App, verb: Callable[Concatenate[Session, Act, P], R], on: str, *args: P.args, **kwargs: P.kwargs) -> R:
    """One act in one transaction."""
    with app.begin() as session:
        return verb(session, app.act(session, dt.date.fromisoformat(on)), *args, **kwargs)


def open_office(url: str, seed: int) -> Office:
    """The office with its plan confirmed, and one entry accepted for the first quarter on every third task."""
    with app_on(url) as app:
        plan = do(app, import_plan, "2024-01-10", document(crowded_plan(seed)))
        do(app, confirm_plan, "2024-01-11", plan.code)
        with app.reading() as session:
            tasks = list_tasks(session, app.as_of(session, dt.date(2024, 7, 1)))
            on_task = tuple((t.facts.code, p.unit.name) for t in tasks for p in t.facts.participants)
        with app.begin() as session:
            act = app.act(session, dt.date.fromisoformat(FILED))
            for task, unit in on_task[::3]:
                said = Said(task, unit, Period(2024, 1), Status.IN_PROGRESS, "办理了12件。", figures=("办件=12件",))
                log(session, act, said)
            review(session, act, Reviewed(everyone=True), Verdict.ACCEPTED)
    return Office(on_task)


def returns(url: str, folder: Path, seed: int, units: int) -> None:
    """Send the second quarter's forms out, and put what so many units return into `folder`: good, faulty, damaged."""
    with app_on(url) as app:
        out = do(app, export_forms, OUT, Period(2024, 2), folder.with_name("发出"), units=UNITS[:units])
    chance = random.Random(seed)  # noqa: S311 - what happens again with the same seed is what is wanted
    crowd = Crowd(chance, "2024Q2", folder, None, {})
    folder.mkdir(exist_ok=True)
    for form in out.forms:
        crowd.answer(form.unit, Filling(form.path))
