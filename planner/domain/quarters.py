"""The plan's year on the status page: its tasks as rows, quarter against quarter, and what was done month by month."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from planner.domain.board import Board, TaskOnBoard
from planner.domain.drafts import Role
from planner.domain.ledger import Ledger, LedgerTask
from planner.domain.lights import Colour
from planner.domain.notices import owing
from planner.domain.periods import Period
from planner.domain.status_page import Quarter, StatusPage, StatusTask, UnitLight, UnitReturns
from planner.domain.wording import light_reason

_MONTHS = 12


class Month(NamedTuple):
    """A month of the plan's year: the codes of the tasks done in it, and of all that were done up to its end."""

    number: int
    new: tuple[str, ...]
    so_far: tuple[str, ...]


class Turned(NamedTuple):
    """The codes of the tasks that are in a state in one quarter and weren't in the one before, and the other way."""

    new: tuple[str, ...]
    gone: tuple[str, ...]


def status_tasks(board: Board) -> tuple[StatusTask, ...]:
    """The rows behind a page's figures: every task of the board."""
    return tuple(_row(task) for task in board.tasks)


def quarter_on_board(board: Board, period: Period) -> Quarter:
    """A quarter as a board has it. The board must know nothing filed for later periods; it is judged on its own day."""
    return Quarter(
        period=str(period),
        label=period.label,
        judged_on=board.day,
        over=period.last_day <= board.day,
        lights=_by_colour((task.facts.code, task.light.colour) for task in board.tasks),
        done=tuple(task.facts.code for task in board.tasks if task.done),
        returns=_returns(
            (unit.participant.unit.name, task.facts.code, unit.standing.reported(period))
            for task, unit in owing(board, period)
        ),
        return_by=next((each.return_by for each in board.asked if each.period == period), None),
    )


def tasks_of_ledger(ledger: Ledger) -> tuple[StatusTask, ...]:
    """The rows behind a page that was kept without them, from the ledger that was kept with it."""
    return tuple(_ledger_row(task) for task in ledger.tasks)


def quarter_of_ledger(ledger: Ledger) -> Quarter:
    """A quarter as its ledger has it, where no status page with its quarters was kept."""
    missing: dict[str, list[str]] = {}
    for row in ledger.missing:
        missing.setdefault(row.unit, []).append(row.task)
    return Quarter(
        period=ledger.period,
        label=ledger.period_label,
        judged_on=ledger.judged_on,
        over=ledger.judged_on >= Period.parse(ledger.period).last_day,
        lights=_by_colour((task.code, task.colour) for task in ledger.tasks),
        done=tuple(task.code for task in ledger.tasks if task.done),
        returns=tuple(
            UnitReturns(unit.unit, unit.asked, tuple(missing.get(unit.unit, ()))) for unit in ledger.units if unit.asked
        ),
        return_by=next((row.return_by for row in ledger.missing), None),
        closed_on=ledger.closed_on,
    )


def closed_page(page: StatusPage, on: dt.date) -> StatusPage:
    """The page of a period as it is kept when the period is closed."""
    quarters = tuple(
        replace(quarter, closed_on=on) if quarter.period == page.period else quarter for quarter in page.quarters
    )
    return replace(page, closed_on=on, quarters=quarters)


def done_by_month(page: StatusPage) -> tuple[Month, ...]:
    """The months of the plan's year up to the page's day, with the tasks that are done, each in the month it was.

    Empty where a task is done and since when isn't known, or the year hasn't begun.
    """
    done = [task for task in page.tasks if task.done]
    if not page.tasks or any(task.done_on is None for task in done):
        return ()
    year, day = Period.parse(page.period).year, page.judged_on or page.as_of
    last = _MONTHS if day.year > year else day.month if day.year == year else 0
    months: list[Month] = []
    for number in range(1, last + 1):
        new = tuple(task.code for task in done if task.done_on and _month(task.done_on, year) == number)
        months.append(Month(number, new, (*(months[-1].so_far if months else ()), *new)))
    return tuple(months)


def turned(before: Iterable[str], now: Iterable[str]) -> Turned:
    """What came and what went between two lists of codes, each in its own order."""
    then, here = dict.fromkeys(before), dict.fromkeys(now)
    return Turned(tuple(code for code in here if code not in then), tuple(code for code in then if code not in here))


def _month(day: dt.date, year: int) -> int:
    """The month of the year that a day counts for; what was done before counts for January."""
    return 1 if day.year < year else min(day.month, _MONTHS) if day.year == year else _MONTHS


def _row(task: TaskOnBoard) -> StatusTask:
    facts = task.facts
    return StatusTask(
        code=facts.code,
        title=facts.title,
        section=facts.section,
        state=facts.state,
        due=facts.due.day,
        original=facts.due.original,
        provenance=facts.due.provenance,
        before_issue=facts.due.before_issue,
        colour=task.light.colour,
        reason=light_reason(task.light),
        done=task.done,
        done_on=_done_on(task),
        units=tuple(
            UnitLight(unit.participant.unit.name, unit.participant.role, unit.light.colour)
            for unit in sorted(task.units, key=lambda unit: _ROLES[unit.participant.role])
        ),
    )


def _done_on(task: TaskOnBoard) -> dt.date | None:
    """The day since which all are done on whom a done task hangs: its leads, or its responsible units."""
    leads = [unit for unit in task.units if unit.participant.role is Role.LEAD]
    counting = leads or [unit for unit in task.units if unit.participant.role is not Role.COOPERATING]
    days = [unit.standing.done_on for unit in counting if unit.standing.done_on]
    return max(days) if task.done and days else None


def _ledger_row(task: LedgerTask) -> StatusTask:
    return StatusTask(
        code=task.code,
        title=task.title,
        section=task.section,
        state=task.state,
        due=task.due,
        original=task.due_original,
        provenance=task.provenance,
        before_issue=task.before_issue,
        colour=task.colour,
        reason=task.reason,
        done=task.done,
        done_on=None,
        units=tuple(
            UnitLight(line.unit, line.role, line.colour)
            for line in task.lines
            if line.role is not None and not line.on_behalf
        ),
    )


def _by_colour(lights: Iterable[tuple[str, Colour]]) -> dict[Colour, tuple[str, ...]]:
    """The codes of each colour, every colour named."""
    found: dict[Colour, list[str]] = {colour: [] for colour in Colour}
    for code, colour in lights:
        found[colour].append(code)
    return {colour: tuple(codes) for colour, codes in found.items()}


def _returns(owed: Iterable[tuple[str, str, bool]]) -> tuple[UnitReturns, ...]:
    """What each unit owes, in the order in which the units are met."""
    asked: Counter[str] = Counter()
    missing: dict[str, list[str]] = {}
    for unit, code, reported in owed:
        asked[unit] += 1
        if not reported:
            missing.setdefault(unit, []).append(code)
    return tuple(UnitReturns(unit, count, tuple(missing.get(unit, ()))) for unit, count in asked.items())


_ROLES = {role: rank for rank, role in enumerate(Role)}
