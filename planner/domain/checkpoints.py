"""Whether a countable duty is met: what was counted so far against what the plan asks."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from planner.domain.drafts import CheckpointKind, Comparator, DueSource, Recurrence
from planner.domain.periods import Period
from planner.domain.progress import Basis, Tally

Held = Sequence[tuple[Period, Tally]]


class Due(NamedTuple):
    """A day a checkpoint falls due. `original` is what it was before it was extended, for a `reason`.

    `before_issue`: it lay before the plan's own date, so nobody is late on it. `moved_from` is the original where
    lateness is counted by it too: it was moved later, and didn't lie before the plan's own date.
    """

    day: dt.date
    before_issue: bool = False
    original: dt.date | None = None
    reason: str = ""
    moved_from: dt.date | None = None


class Checkpoint(NamedTuple):
    """One countable duty of a task, as the lights see it. `owners` are unit ids; empty means every unit that counts."""

    id: int
    code: str
    text: str
    kind: CheckpointKind
    value: Decimal | None
    unit: str | None
    comparator: Comparator | None
    period: Recurrence | None
    dues: tuple[Due, ...]
    due_source: DueSource
    owners: frozenset[int] = frozenset()
    whose: str | None = None


def unmet_dues(checkpoint: Checkpoint, held: Held) -> tuple[Due, ...]:
    """The due days not met by what is held, those before the plan's issue left out."""
    return tuple(due for due in checkpoint.dues if not due.before_issue and not _met(checkpoint, held, due))


def met(checkpoint: Checkpoint, held: Held) -> bool:
    """Whether all that a checkpoint asks for the year is held, whatever the day.

    Days before the plan's issue don't count, unless there are no others.
    """
    dues = [due for due in checkpoint.dues if not due.before_issue] or checkpoint.dues
    if not dues and checkpoint.kind is CheckpointKind.FREQUENCY:
        return bool(held) and _reaches(_amount(checkpoint, held), checkpoint)
    return all(_met(checkpoint, held, due) for due in dues or [Due(dt.date.max)])


def differing(held: Held) -> tuple[Decimal, Decimal] | None:
    """The sum of what was given by period and the running total, where both speak of the same time and differ."""
    running = [(period, tally.value) for period, tally in held if tally.basis is Basis.YEAR_TO_DATE]
    if not running:
        return None
    last, value = max(running)
    parts = [t.value for period, t in held if t.basis is Basis.PERIOD and period <= last and t.part is None]
    return (sum(parts, Decimal(0)), value) if parts and sum(parts, Decimal(0)) != value else None


def _amount(checkpoint: Checkpoint, held: Held) -> Decimal:
    """What is held against the value: for a limit the largest, else the year's total."""
    if checkpoint.comparator is Comparator.AT_MOST:
        return max(tally.value for _, tally in held)
    return total(held)


def total(held: Held) -> Decimal:
    """A year's value: the sum of what was given by period, or the last running total where one was given."""
    running = [(period, tally.value) for period, tally in held if tally.basis is Basis.YEAR_TO_DATE]
    since, base = max(running) if running else (None, Decimal(0))
    return base + sum(
        (tally.value for period, tally in held if tally.basis is Basis.PERIOD and (since is None or period > since)),
        Decimal(0),
    )


def share(held: Held) -> Decimal | None:
    """A year's percentage, re-computed from parts and wholes; the last plain percentage where none has them."""
    wholes = [(t.part, t.whole) for _, t in _year_basis(held) if t.part is not None and t.whole]
    if wholes:
        return 100 * sum(p for p, _ in wholes if p is not None) / sum((w for _, w in wholes if w), Decimal(0))
    return max(held, key=lambda item: item[0])[1].value if held else None


def _year_basis(held: Held) -> Iterable[tuple[Period, Tally]]:
    """What makes up the year: the last running total with what came after it, else all there is."""
    running = [item for item in held if item[1].basis is Basis.YEAR_TO_DATE]
    if not running:
        return held
    last = max(running, key=lambda item: item[0])
    return [last, *(item for item in held if item[1].basis is Basis.PERIOD and item[0] > last[0])]


def _met(checkpoint: Checkpoint, held: Held, due: Due) -> bool:
    match checkpoint.kind:
        case CheckpointKind.DATE:
            return any(tally.value > 0 for _, tally in held)
        case CheckpointKind.RATE:
            percent = share(held)
            return percent is not None and _reaches(percent, checkpoint)
        case CheckpointKind.QUANTITY:
            return bool(held) and _reaches(_amount(checkpoint, held), checkpoint)
        case CheckpointKind.FREQUENCY:
            return _often_enough(checkpoint, held, due)


def _reaches(value: Decimal, checkpoint: Checkpoint) -> bool:
    wanted = checkpoint.value if checkpoint.value is not None else Decimal(1)
    return value <= wanted if checkpoint.comparator is Comparator.AT_MOST else value >= wanted


def _often_enough(checkpoint: Checkpoint, held: Held, due: Due) -> bool:
    """Each half-year, quarter or year is counted on its own; one that was extended goes on until its new day.

    Returns come by quarter, so the months of one quarter are counted together: by its second month twice the count.
    """
    first, last = _window(checkpoint.period, due.original or due.day)
    times = ((due.original or due.day).month - 1) % 3 + 1 if checkpoint.period is Recurrence.MONTH else 1
    wanted = (checkpoint.value if checkpoint.value is not None else Decimal(1)) * times
    return _within(held, (first, max(last, Period.of(due.day)))) >= wanted


def _window(period: Recurrence | None, due: dt.date) -> tuple[Period, Period]:
    last = Period.of(due)
    quarters = {Recurrence.QUARTER: 1, Recurrence.MONTH: 1, Recurrence.HALF: 2}.get(period or Recurrence.YEAR, 4)
    return Period(last.year, max(1, last.quarter - quarters + 1)), last


def _within(held: Held, window: tuple[Period, Period]) -> Decimal:
    first, last = window
    until = total([item for item in held if item[0] <= last])
    return until - total([item for item in held if item[0] < first])
