"""The table of who does what by when (责任分工表), and the corrections that come back in one."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from planner.domain.drafts import Role
from planner.domain.wording import PlanState, Provenance


@dataclass(frozen=True, slots=True)
class ResponsibilityRow:
    """A task's row: units by role as printed, due day with its provenance, and what a rule would propose as lead."""

    task: str
    section: str
    number: str
    title: str
    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    cooperating: tuple[str, ...]
    due: dt.date
    provenance: Provenance
    due_phrase: str
    checkpoints: tuple[str, ...]
    lead_proposal: str | None

    @property
    def version(self) -> str:
        """A short hash of what the table lets people change: a row that came back tells by it what it was made of."""
        said = [*self.lead, "|", *self.responsible, "|", *self.cooperating, "|", self.due.isoformat()]
        return sha256("\n".join(said).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class ResponsibilityTable:
    """Who does what by when, of one plan on one day."""

    plan_code: str
    plan_title: str
    plan_state: PlanState
    as_of: dt.date
    rows: tuple[ResponsibilityRow, ...]


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row of a table that came back: each role's cell as typed, and the due day. `row` is its sheet row.

    `version` is that of the row as it was sent out; "" in a table that people made themselves, None where the cell of
    an exported one was emptied.
    """

    row: int
    task: str
    units: Mapping[Role, str]
    due: dt.date | None
    version: str | None = ""
