"""What an older version kept of a closed period, completed by what follows from the rest of it."""

from collections.abc import Iterator
from dataclasses import replace

from planner.domain.ledger import Ledger, LedgerTask, UnitLine
from planner.domain.ledgers import notices_of
from planner.domain.progress import TaskState
from planner.domain.status_page import StatusPage


def completed(ledger: Ledger, page: StatusPage) -> Ledger:
    """A kept ledger with which lines count and which owed a return, and with the notices of the page kept beside it.

    A newer version has kept all of it, and gets its own record back. Which lines of a unit owed a return follows from
    how many did, and from who is missing: of those that were filed, work that was done already is the last to be taken.
    """
    if ledger.notices is not None:
        return ledger
    asked = _asked(ledger)
    return replace(
        ledger,
        tasks=tuple(
            replace(task, lines=tuple(_settled(task, line, asked) for line in task.lines)) for task in ledger.tasks
        ),
        notices=notices_of(page),
    )


def _settled(task: LedgerTask, line: UnitLine, asked: frozenset[tuple[str, str]]) -> UnitLine:
    counts = _counts(line)
    return replace(line, counts=counts, asked=counts and (task.code, line.unit) in asked)


def _counts(line: UnitLine) -> bool:
    """A unit that counts always has a reason for its light; one that left, or a collective's own entry, has none."""
    return line.role is not None and bool(line.reason)


def _asked(ledger: Ledger) -> frozenset[tuple[str, str]]:
    """Task and unit of each return that was owed."""
    missing = [(row.task, row.unit) for row in ledger.missing]
    filed: dict[str, list[tuple[bool, str]]] = {}
    for task, line in _filed(ledger):
        filed.setdefault(line.unit, []).append((line.done, task.code))
    taken = [
        (code, unit.unit)
        for unit in ledger.units
        for _, code in sorted(filed.get(unit.unit, []), key=lambda item: item[0])[: unit.reported]
    ]
    return frozenset((*missing, *taken))


def _filed(ledger: Ledger) -> Iterator[tuple[LedgerTask, UnitLine]]:
    for task in ledger.tasks:
        if task.state is TaskState.ACTIVE:
            yield from ((task, line) for line in task.lines if _counts(line) and line.reported)
