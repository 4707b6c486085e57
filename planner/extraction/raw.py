"""What a document's body falls into before its words are read: stretches of tasks and headings."""

from dataclasses import dataclass, field

from planner.domain.drafts import PartKind, TaskKind
from planner.extraction.numbering import Mark
from planner.extraction.slots import Slot


@dataclass(frozen=True, slots=True)
class RawTask:
    """A task's stretch of reading text, before its words are read.

    `heading` is the end of a title that stands on a line of its own, None where the text runs on;
    `cell` is the body of a table's row, None where the body is what lies between title and closing slots.
    """

    kind: TaskKind
    mark: Mark | None
    path: tuple[str, ...]
    start: int
    end: int
    text_start: int
    heading: int | None
    slots: tuple[Slot, ...]
    cell: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class RawSection:
    """A heading over tasks: its mark, its title as printed and its stretch of text."""

    mark: Mark
    title: str
    start: int
    end: int


@dataclass(slots=True)
class Split:
    """What a document's body falls into, in order. `parts` holds where each part starts.

    `report` says that it is a year-end report, whose tasks are the coming year's.
    """

    parts: list[tuple[PartKind, int]] = field(default_factory=list)
    sections: list[RawSection] = field(default_factory=list)
    tasks: list[RawTask] = field(default_factory=list)
    report: bool = False
