"""Short ways to make the domain's records: each has defaults, so that a test names only what it is about."""

import datetime as dt
from decimal import Decimal

from planner.domain.board import (
    Asking,
    Board,
    Collective,
    DeadlineFacts,
    DueDay,
    Member,
    PlanFacts,
    TaskFacts,
    UnitFacts,
    judge,
    participants,
)
from planner.domain.checkpoints import Checkpoint, Due
from planner.domain.drafts import CheckpointKind, Comparator, DeadlineKind, DueSource, Recurrence, Role, TaskKind
from planner.domain.entries import EntryView
from planner.domain.periods import Asked, Period, year_periods
from planner.domain.progress import Basis, Filing, Standing, Status, Tally, TaskState, Verdict, standing
from planner.domain.wording import Provenance

Q1, Q2, Q3, Q4 = year_periods(2024)
LAST_DAY = dt.date(2024, 12, 31)

PLAN = PlanFacts(
    id=1,
    code="2024",
    year=2024,
    title="青禾市2024年法治建设工作要点",
    issuer="青禾市司法局",
    issued_on=dt.date(2024, 3, 8),
    ends_on=dt.date(2024, 12, 31),
    imported_on=dt.date(2024, 3, 11),
    confirmed_on=dt.date(2024, 3, 11),
)


def day(month: int, number: int) -> dt.date:
    """A day of 2024."""
    return dt.date(2024, month, number)


def unit(number: int, name: str = "", *, collective: bool = False) -> UnitFacts:
    """A unit; 单位3 unless it has a name of its own."""
    return UnitFacts(number, name or f"单位{number}", "政府部门", collective, contact="", phone="")


def tally(value: str, *, part: int | None = None, whole: int | None = None, running: bool = False) -> Tally:
    """A figure tied to checkpoint 1."""
    return Tally(
        checkpoint_id=1,
        basis=Basis.YEAR_TO_DATE if running else Basis.PERIOD,
        value=Decimal(value),
        part=None if part is None else Decimal(part),
        whole=None if whole is None else Decimal(whole),
    )


def filing(
    period: Period = Q2,
    status: Status = Status.IN_PROGRESS,
    *tallies: Tally,
    on: dt.date | None = None,
    verdict: Verdict = Verdict.ACCEPTED,
    revision: int = 1,
    entry: int = 1,
) -> Filing:
    """An entry, accepted and filed on its period's last day unless it is said otherwise."""
    return Filing(entry, period, revision, status, on or period.last_day, verdict, tallies)


def stands(*filings: Filing) -> Standing:
    """Where a unit stands after these entries."""
    return standing(filings)


def point(
    kind: CheckpointKind = CheckpointKind.QUANTITY,
    *dues: dt.date | Due,
    value: int | None = 1,
    comparator: Comparator = Comparator.AT_LEAST,
    every: Recurrence | None = None,
    owners: frozenset[int] = frozenset(),
) -> Checkpoint:
    """Checkpoint 1 of task 2024-01."""
    return Checkpoint(
        id=1,
        code="2024-01.1",
        text="评查2次",
        kind=kind,
        value=None if value is None else Decimal(value),
        unit="次",
        comparator=comparator,
        period=every,
        dues=tuple(due if isinstance(due, Due) else Due(due) for due in dues),
        due_source=DueSource.TEXT if dues else DueSource.NONE,
        owners=owners,
    )


def members(*units: UnitFacts) -> tuple[Member, ...]:
    """A roster that has held these units from the first."""
    return tuple(Member(one, None) for one in units)


def task(  # noqa: PLR0913 - one for each thing a test may be about
    *assigned: tuple[UnitFacts, Role],
    number: int = 1,
    title: str = "管好文件",
    section: str = "一、规范决策",
    due: dt.date = LAST_DAY,
    before_issue: bool = False,
    state: TaskState = TaskState.ACTIVE,
    points: tuple[Checkpoint, ...] = (),
    rosters: dict[int, tuple[UnitFacts, ...]] | None = None,
    first_responsible: bool = False,
) -> TaskFacts:
    """Task 2024-01, or another number's. `rosters` are by the collective's id."""
    rosters = rosters or {}
    return TaskFacts(
        id=number,
        code=f"2024-{number:02d}",
        kind=TaskKind.TASK,
        number="（一）",
        section=section,
        title=title,
        body="开展有关工作。",
        state=state,
        state_since=None if state is TaskState.ACTIVE else day(5, 6),
        state_basis="",
        merged_into=None,
        tracked=True,
        first_responsible=first_responsible,
        due=DueDay(due, None, "", Provenance.DEFAULT, before_issue),
        deadlines=(
            DeadlineFacts(
                phrase="",
                kind=DeadlineKind.DATE,
                due=due,
                period=None,
                slot=False,
                provenance=Provenance.DEFAULT,
                reason="",
                on=dt.date(2024, 3, 11),
            ),
        ),
        checkpoints=points,
        assigned=assigned,
        participants=participants(
            [(who, role, None) for who, role in assigned],
            {collective: members(*units) for collective, units in rosters.items()},
        ),
        collectives=tuple(
            Collective(who, role, tuple(m.id for m in rosters[who.id]) if who.id in rosters else None)
            for who, role in assigned
            if who.collective
        ),
    )


def board(on: dt.date, *tasks: TaskFacts, said: dict[tuple[int, int], Standing] | None = None) -> Board:
    """The plan on a day. `said` is where units stand, by task and unit id."""
    asked = year_periods(2024)
    asked_for = tuple(Asked(period, period.return_by) for period in asked)
    return Board(PLAN, on, asked_for, tuple(judge(facts, said or {}, on, Asking(asked_for)) for facts in tasks))


def entry(number: int, text: str, **given: object) -> EntryView:
    """Entry `number` as people read it: 单位1 on 2024-01 for 2024Q2, accepted."""
    fields: dict[str, object] = {
        "task": "2024-01",
        "unit": "单位1",
        "period": "2024Q2",
        "revision": 1,
        "status": Status.IN_PROGRESS,
        "figures": (),
        "problem": "",
        "cause": "",
        "next_step": "",
        "support": "",
        "evidence": (),
        "verdict": Verdict.ACCEPTED,
        "review_reason": "",
        "reviewed_by": "王敏",
        "on_behalf": False,
        "by": "李强",
        "on": day(6, 30),
    }
    return EntryView(id=number, text=text, **(fields | given))  # type: ignore[arg-type]
