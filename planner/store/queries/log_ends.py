"""How offices' audit logs end, and what they hold of one another."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planner.domain.backups import LogEnd
from planner.store.audit import AuditEvent


def log_ends(session: Session) -> dict[str, LogEnd]:
    """The newest act of each office that has any."""
    newest = select(func.max(AuditEvent.id)).group_by(AuditEvent.office)
    rows = session.execute(
        select(
            AuditEvent.office,
            AuditEvent.hash,
            AuditEvent.actor,
            AuditEvent.verb,
            AuditEvent.target,
            AuditEvent.recorded,
        )
        .where(AuditEvent.id.in_(newest))
        .order_by(AuditEvent.office)
    )
    return {row.office: LogEnd(*row) for row in rows}


def acts_of(session: Session, office: str) -> int:
    """How many acts an office logged."""
    return session.scalar(select(func.count()).select_from(AuditEvent).where(AuditEvent.office == office)) or 0


def acts_since(session: Session, office: str, hash_: str) -> int | None:
    """How many acts an office logged after the one of a hash; None where there is no such act."""
    place = session.scalar(select(func.max(AuditEvent.id)).where(AuditEvent.office == office, AuditEvent.hash == hash_))
    if place is None:
        return None
    later = select(func.count()).select_from(AuditEvent).where(AuditEvent.office == office, AuditEvent.id > place)
    return session.scalar(later) or 0
