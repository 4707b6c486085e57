"""Short ways to read an invented plan in a test."""

from planner.domain.document import Document
from planner.domain.drafts import PlanDraft, TaskDraft
from planner.extraction.pipeline import read_plan


def draft(text: str) -> PlanDraft:
    """The draft of a plan given as text."""
    return read_plan(Document(name="要点.txt", format="txt", sha256="", text=text))


def only_task(text: str, *, year: int = 2024) -> TaskDraft:
    """The one task of a plan for `year` whose only item is `text`."""
    (task,) = draft(f"云溪市{year}年工作要点\n一、重点工作\n（一）{text}\n").tasks
    return task


def roles(task: TaskDraft) -> list[tuple[str, str]]:
    """A task's units as (name, first letter of the role)."""
    return [(unit.name, unit.role.value[0]) for unit in task.units]
