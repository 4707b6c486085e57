"""Every table, for whoever needs the whole: migrations, drift checks, tests."""

from planner.store.audit import AuditEvent
from planner.store.base import Base
from planner.store.decisions import Decision, Proposal, Revision
from planner.store.forms import Form, FormReturn, ReturnedRow
from planner.store.history import HistoryFigureRow, HistoryReport
from planner.store.plans import Plan, Section, SourceDocument
from planner.store.progress import Entry, Evidence, Figure, FilingSlot, Review
from planner.store.reminders import Reminder
from planner.store.rounds import FormRound, PeriodClose
from planner.store.tasks import (
    Assignment,
    CheckpointDue,
    CheckpointOwner,
    CheckpointRow,
    Deadline,
    ExtensionAnswer,
    ExtensionRequest,
    Task,
    TaskMark,
    TaskOrigin,
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
    "ExtensionAnswer",
    "ExtensionRequest",
    "Figure",
    "FilingSlot",
    "Form",
    "FormReturn",
    "FormRound",
    "HistoryFigureRow",
    "HistoryReport",
    "PeriodClose",
    "Plan",
    "Proposal",
    "Reminder",
    "ReturnedRow",
    "Review",
    "Revision",
    "Roster",
    "RosterMember",
    "Section",
    "SourceDocument",
    "Task",
    "TaskMark",
    "TaskOrigin",
    "TaskStateChange",
    "Unit",
    "UnitName",
    "User",
]
