"""Every table, for whoever needs the whole: migrations, drift checks, tests."""

from planner.store.audit import AuditEvent
from planner.store.base import Base
from planner.store.decisions import Decision, Proposal, Revision
from planner.store.plans import Plan, Section, SourceDocument
from planner.store.progress import Entry, Evidence, Figure, FilingSlot, Review
from planner.store.tasks import (
    Assignment,
    CheckpointDue,
    CheckpointOwner,
    CheckpointRow,
    Deadline,
    Task,
    TaskMark,
    TaskStateChange,
)
from planner.store.units import Roster, RosterMember, Unit, UnitName
from planner.store.users import User

__all__ = [
    "Assignment",
    "AuditEvent",
    "Base",
    "CheckpointDue",
    "CheckpointOwner",
    "CheckpointRow",
    "Deadline",
    "Decision",
    "Entry",
    "Evidence",
    "Figure",
    "FilingSlot",
    "Plan",
    "Proposal",
    "Review",
    "Revision",
    "Roster",
    "RosterMember",
    "Section",
    "SourceDocument",
    "Task",
    "TaskMark",
    "TaskStateChange",
    "Unit",
    "UnitName",
    "User",
]
