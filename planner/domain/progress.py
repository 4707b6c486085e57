"""What units say of their tasks: states, entries, and where a unit stands by them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from planner.domain.periods import Period


class Status(StrEnum):
    """The unit's word on its task."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    BLOCKED = "blocked"


class TaskState(StrEnum):
    """The coordinator's word on a task."""

    ACTIVE = "active"
    PAUSED = "paused"
    DROPPED = "dropped"
    MERGED = "merged"


class Mark(StrEnum):
    """What the coordinator may mark a task as."""

    FIRST_RESPONSIBLE = "first_responsible"
    TRACKED = "tracked"


class Verdict(StrEnum):
    """What the coordinator made of an entry."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    RETURNED = "returned"


class Basis(StrEnum):
    """What a figure counts: its period alone, or all since 1 January."""

    PERIOD = "period"
    YEAR_TO_DATE = "year_to_date"


class Tally(NamedTuple):
    """A figure tied to a checkpoint: an amount, or a share as part and whole."""

    checkpoint_id: int
    basis: Basis
    value: Decimal
    part: Decimal | None = None
    whole: Decimal | None = None


class Filing(NamedTuple):
    """One entry as the lights see it. `verdict_on` is the day of the review, if there was one."""

    entry_id: int
    period: Period
    revision: int
    status: Status
    on: dt.date
    verdict: Verdict
    tallies: tuple[Tally, ...] = ()


class Standing(NamedTuple):
    """Where a unit stands on a task: what it filed for each period, newest and newest accepted."""

    filed: tuple[Filing, ...] = ()
    accepted: tuple[Filing, ...] = ()

    @property
    def status(self) -> Status | None:
        """The newest accepted word, None before there is one."""
        return self.accepted[-1].status if self.accepted else None

    @property
    def current(self) -> Filing | None:
        """What the unit said last, reviewed or not."""
        return self.filed[-1] if self.filed else None

    def reported(self, period: Period) -> bool:
        """Whether something stands for the period: unreviewed counts, returned doesn't."""
        return any(f.period == period and f.verdict is not Verdict.RETURNED for f in (*self.filed, *self.accepted))

    @property
    def done_on(self) -> dt.date | None:
        """The day since which every accepted word is 已完成.

        An entry speaks for its period, so its word counts from the earlier of its day and the period's last day.
        """
        since = None
        for filing in reversed(self.accepted):
            if filing.status is not Status.DONE:
                break
            since = min(filing.on, filing.period.last_day)
        return since

    @property
    def status_since(self) -> dt.date | None:
        """The day of the first of the accepted entries in a row that say what the newest one says."""
        since = None
        for filing in reversed(self.accepted):
            if filing.status is not self.status:
                break
            since = filing.on
        return since


def standing(filings: Iterable[Filing]) -> Standing:
    """Sort out what is in force: per period the newest revision, and the newest accepted one. Order-free.

    Of two first revisions, by units that have since become one, the one stored later stands.
    """
    ordered = sorted(filings, key=lambda f: (f.period, f.revision, f.entry_id))
    newest = {f.period: f for f in ordered}
    accepted = {f.period: f for f in ordered if f.verdict is Verdict.ACCEPTED}
    return Standing(tuple(newest.values()), tuple(accepted.values()))


def held_by(accepted: Sequence[Filing], checkpoint_id: int) -> list[tuple[Period, Tally]]:
    """The accepted figures tied to a checkpoint, by period."""
    return [(f.period, t) for f in accepted for t in f.tallies if t.checkpoint_id == checkpoint_id]
