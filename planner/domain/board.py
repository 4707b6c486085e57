"""A plan as it stands on a day: every task with its units, where each stands, and the lights."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from planner.domain.checkpoints import Checkpoint, met
from planner.domain.drafts import DeadlineKind, Recurrence, Role, TaskKind
from planner.domain.lights import Cause, Colour, Duty, Light, task_light, unit_light, until
from planner.domain.periods import Asked, Period
from planner.domain.progress import Standing, Status, TaskState, held_by
from planner.domain.wording import Provenance


class PlanFacts(NamedTuple):
    """A plan's own data."""

    id: int
    code: str
    year: int
    title: str
    issuer: str | None
    issued_on: dt.date | None
    ends_on: dt.date
    imported_on: dt.date
    confirmed_on: dt.date | None

    def confirmed_by(self, day: dt.date) -> bool:
        """Whether the plan was confirmed on a day."""
        return self.confirmed_on is not None and self.confirmed_on <= day


class UnitFacts(NamedTuple):
    """A unit of the registry, as far as lists, ledgers and letters show it. A proposed kind decides nothing."""

    id: int
    name: str
    kind: str
    collective: bool
    contact: str
    phone: str
    email: str = ""
    kind_proposed: bool = False


class Member(NamedTuple):
    """A unit in a roster. `since` is the day from which it has been in it without a break, None from the first on."""

    unit: UnitFacts
    since: dt.date | None


class Participant(NamedTuple):
    """A unit that works on a task, once, in its strongest role.

    `via` is the collective whose roster brought it here; `since` the day the coordinator put it on, None where the
    plan did.
    """

    unit: UnitFacts
    role: Role
    via: str | None
    since: dt.date | None


class Collective(NamedTuple):
    """A name for a class on a task. `roster` is None while it is unset."""

    unit: UnitFacts
    role: Role
    roster: tuple[int, ...] | None


class DueDay(NamedTuple):
    """A task's effective due day. `original` is what it was before a decision moved it, else None.

    `before_issue`: the day lay before the plan's own date, and nobody is late on it until the coordinator sets one.
    `moved_from` is the day before it was moved later, by which lateness is counted too (`task_moved_from`).
    """

    day: dt.date
    original: dt.date | None
    phrase: str
    provenance: Provenance
    before_issue: bool
    moved_from: dt.date | None = None


class DeadlineFacts(NamedTuple):
    """One row of a task's deadlines, oldest first; `reason` is filled where a person added it."""

    phrase: str
    kind: DeadlineKind
    due: dt.date | None
    period: Recurrence | None
    slot: bool
    provenance: Provenance
    reason: str
    on: dt.date


class TaskFacts(NamedTuple):
    """A task with all that lights and ledgers need. `assigned` are its units with their roles, in order.

    `merged_code` is the code of the task that a merged one went into, else blank.
    """

    id: int
    code: str
    kind: TaskKind
    number: str
    section: str
    title: str
    body: str
    state: TaskState
    state_since: dt.date | None
    state_basis: str
    merged_into: int | None
    tracked: bool
    first_responsible: bool
    due: DueDay
    deadlines: tuple[DeadlineFacts, ...]
    checkpoints: tuple[Checkpoint, ...]
    assigned: tuple[tuple[UnitFacts, Role], ...]
    participants: tuple[Participant, ...]
    collectives: tuple[Collective, ...]
    section_path: str = ""
    merged_code: str = ""

    @property
    def lead_proposal(self) -> str | None:
        """The unit a reader might take for the lead: first of several and no class. Only ever a proposal (推定)."""
        if len(self.assigned) < 2 or any(role is Role.LEAD for _, role in self.assigned):  # noqa: PLR2004
            return None
        first, role = self.assigned[0]
        return None if first.collective or role is not Role.RESPONSIBLE else first.name


class UnitOnTask(NamedTuple):
    """A participant with where it stands and its light. `asked` are the periods it owes returns for."""

    participant: Participant
    standing: Standing
    light: Light
    asked: tuple[Asked, ...]


class TaskOnBoard(NamedTuple):
    """A task with its units' lights and its own. `met` counts its checkpoints that are met.

    `on_behalf` is what the coordinator filed for collectives (代报): shown, and counted for nothing. `filed` is what
    each unit filed in its own name, in the order to tell it: those on the task, then collectives and those that left.
    """

    facts: TaskFacts
    units: tuple[UnitOnTask, ...]
    on_behalf: tuple[tuple[Collective, Standing], ...]
    light: Light
    done: bool
    met: int
    filed: tuple[Standing, ...] = ()


class Board(NamedTuple):
    """A plan on a day."""

    plan: PlanFacts
    day: dt.date
    asked: tuple[Asked, ...]
    tasks: tuple[TaskOnBoard, ...]


class Asking(NamedTuple):
    """The periods that returns are asked for; `own_days` are the return days that single units were given."""

    asked: tuple[Asked, ...]
    own_days: Mapping[tuple[int, Period], dt.date] = {}

    def of(self, unit_id: int) -> tuple[Asked, ...]:
        """The periods as they are asked of a unit."""
        return tuple(
            each._replace(return_by=self.own_days.get((unit_id, each.period), each.return_by)) for each in self.asked
        )


Standings = Mapping[tuple[int, int], Standing]
"""Where units stand, by task id and unit id."""

_ROLE_ORDER = {role: rank for rank, role in enumerate(Role)}


def participants(
    assigned: Iterable[tuple[UnitFacts, Role, dt.date | None]],
    rosters: Mapping[int, tuple[Member, ...]],
) -> tuple[Participant, ...]:
    """The units that work on a task: those named, and the members of the collectives named, each once.

    A unit named itself counts as itself, not through a roster; of several roles the strongest holds. A member that
    came into a roster later is asked from then on.
    """
    found: dict[int, Participant] = {}
    named = sorted(assigned, key=lambda item: _ROLE_ORDER[item[1]])
    for unit, role, since in named:
        if not unit.collective:
            found.setdefault(unit.id, Participant(unit, role, None, since))
    for collective, role, since in named:
        for member in rosters.get(collective.id, ()) if collective.collective else ():
            through = Participant(member.unit, role, collective.name, _later(since, member.since))
            already = found.setdefault(member.unit.id, through)
            if _ROLE_ORDER[role] < _ROLE_ORDER[already.role]:
                found[member.unit.id] = already._replace(role=role)
    return tuple(found.values())


def _later(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    return max(one, other) if one and other else one or other


def judge(
    task: TaskFacts, standings: Standings, day: dt.date, asking: Asking, own: Standings | None = None
) -> TaskOnBoard:
    """A task's lights on `day`. `standings` pass a unit's filings on to its successor, `own` don't."""
    units = tuple(
        _on_task(task, participant, standings.get((task.id, participant.unit.id), Standing()), day, asking)
        for participant in task.participants
    )
    light, done = task_light((unit.participant.role, unit.light) for unit in units)
    if light.cause is Cause.NOBODY_COUNTS:
        light = _nobody_counts(task)
    if task.state is not TaskState.ACTIVE:
        light, done = _out_of_action(task, day), False
    on_behalf = tuple((c, standings.get((task.id, c.unit.id), Standing())) for c in task.collectives)
    met_count = sum(_met_by_all(point, units) for point in task.checkpoints)
    filed = _in_telling_order(task, standings if own is None else own)
    return TaskOnBoard(task, units, on_behalf, light, done, met_count, filed)


def _nobody_counts(task: TaskFacts) -> Light:
    """The light of a task on which nobody counts: whose roster is missing, or who only cooperates."""
    unset = [c.unit.name for c in task.collectives if c.roster is None and c.role is not Role.COOPERATING]
    if unset:
        return Light(Colour.NONE, Cause.NOBODY_COUNTS, whose=tuple(sorted(unset)))
    return Light(Colour.NONE, Cause.NO_UNIT, whose=tuple(sorted({unit.name for unit, _ in task.assigned})))


def _out_of_action(task: TaskFacts, day: dt.date) -> Light:
    """The light of a task that is paused, dropped or merged, with the basis; it is told for those who would count."""
    counting = {p.unit.name for p in task.participants if p.role is not Role.COOPERATING}
    return Light(
        Colour.NONE,
        Cause.STATE,
        until(task.state_since, day),
        tuple(sorted(counting)),
        state=task.state,
        basis=task.state_basis,
        into=task.merged_code,
    )


def owes(checkpoint: Checkpoint, participant: Participant) -> bool:
    """Whether a unit owes a checkpoint: the coordinator's named owners do, else every unit that counts."""
    if checkpoint.owners:
        return participant.unit.id in checkpoint.owners
    return participant.role is not Role.COOPERATING


def open_points(task: TaskOnBoard, unit: UnitOnTask) -> tuple[Checkpoint, ...]:
    """The checkpoints that a unit owes on a task and hasn't met for the year; none of a task out of action.

    One that was due before the plan's own date alone counts for nobody.
    """
    if task.facts.state is not TaskState.ACTIVE:
        return ()
    return tuple(
        point
        for point in task.facts.checkpoints
        if owes(point, unit.participant)
        and not (point.dues and all(due.before_issue for due in point.dues))
        and not met(point, held_by(unit.standing.accepted, point.id))
    )


def unmet_though_done(task: TaskOnBoard, unit: UnitOnTask) -> tuple[str, ...]:
    """The codes of the checkpoints that a unit owes and hasn't met though its newest accepted word is 已完成."""
    return tuple(point.code for point in open_points(task, unit)) if unit.standing.done_on else ()


def counted(collective: Collective, units: Iterable[UnitOnTask]) -> tuple[int, int] | None:
    """How many of a collective's roster are done, of how many; None while the roster is unset."""
    if collective.roster is None:
        return None
    done = {unit.participant.unit.id for unit in units if unit.standing.status is Status.DONE}
    return len(done & set(collective.roster)), len(collective.roster)


def _in_telling_order(task: TaskFacts, own: Standings) -> tuple[Standing, ...]:
    known = [participant.unit.id for participant in task.participants]
    left = sorted(unit_id for task_id, unit_id in own if task_id == task.id and unit_id not in known)
    return tuple(own[task.id, unit_id] for unit_id in (*known, *left) if (task.id, unit_id) in own)


def _on_task(task: TaskFacts, participant: Participant, standing: Standing, day: dt.date, asking: Asking) -> UnitOnTask:
    owed = tuple(
        each
        for each in asking.of(participant.unit.id)
        if not participant.since or each.period.last_day >= participant.since
    )
    duty = Duty(
        unit=participant.unit.name,
        state=task.state,
        state_since=task.state_since,
        due=None if task.due.before_issue else task.due.day,
        checkpoints=tuple(point for point in task.checkpoints if owes(point, participant)),
        asked=owed,
        original=task.due.moved_from,
        since=participant.since,
    )
    light = unit_light(duty, standing, day)._replace(into=task.merged_code)
    return UnitOnTask(participant, standing, light, owed)


def _met_by_all(checkpoint: Checkpoint, units: Iterable[UnitOnTask]) -> bool:
    owing = [unit for unit in units if owes(checkpoint, unit.participant)]
    return bool(owing) and all(met(checkpoint, held_by(unit.standing.accepted, checkpoint.id)) for unit in owing)
