"""What a unit that takes over inherits beside the assignments: checkpoints it owes, and its place in rosters."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.store.tasks import CheckpointOwner, CheckpointRow
from planner.store.units import Roster, RosterMember, Unit


def inherit(session: Session, leaving: Unit, coming: Unit, since: dt.date) -> set[int]:
    """Let `coming` stand where `leaving` stood from a day on; what holds for the days before stays as it was.

    Returns the ids of the tasks whose checkpoints and rosters are changed by it.
    """
    return _inherit_checkpoints(session, leaving, coming, since) | _inherit_rosters(session, leaving, coming, since)


def _inherit_checkpoints(session: Session, leaving: Unit, coming: Unit, since: dt.date) -> set[int]:
    open_ones = select(CheckpointOwner).where(CheckpointOwner.valid_to.is_(None))
    held = {row.checkpoint_id for row in session.scalars(open_ones.where(CheckpointOwner.unit_id == coming.id))}
    owned = session.scalars(open_ones.where(CheckpointOwner.unit_id == leaving.id)).all()
    for owner in owned:
        owner.valid_to = max(since, owner.valid_from)
        if owner.checkpoint_id not in held:
            session.add(
                CheckpointOwner(
                    checkpoint_id=owner.checkpoint_id, unit_id=coming.id, valid_from=owner.valid_to, valid_to=None
                )
            )
    points = {owner.checkpoint_id for owner in owned}
    return set(session.scalars(select(CheckpointRow.task_id).where(CheckpointRow.id.in_(points))))


def _inherit_rosters(session: Session, leaving: Unit, coming: Unit, since: dt.date) -> set[int]:
    query = (
        select(Roster)
        .join(Unit, Unit.id == Roster.collective_id)
        .where(Unit.office == leaving.office)
        .order_by(Roster.valid_from, Roster.id)
    )
    newest = {(roster.collective_id, roster.task_id): roster for roster in session.scalars(query)}
    tasks: set[int] = set()
    for roster in newest.values():
        members = session.scalars(
            select(RosterMember.unit_id).where(RosterMember.roster_id == roster.id).order_by(RosterMember.position)
        ).all()
        if leaving.id not in members:
            continue
        follows = Roster(
            collective_id=roster.collective_id, task_id=roster.task_id, valid_from=max(since, roster.valid_from)
        )
        session.add(follows)
        session.flush()  # its members need its id
        after = dict.fromkeys(coming.id if member == leaving.id else member for member in members)
        session.add_all(
            RosterMember(roster_id=follows.id, unit_id=member, position=place) for place, member in enumerate(after)
        )
        if roster.task_id is not None:
            tasks.add(roster.task_id)
    return tasks
