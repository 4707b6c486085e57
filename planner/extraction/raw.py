"""What a document's body falls into before its words are read: stretches of tasks and headings."""

from dataclasses import dataclass, field

from planner.domain.drafts import PartKind, TaskKind
from planner.extraction.numbering import Mark
from planner.extraction.slots import Slot


@dataclass(frozen=True, slots=True)
class RawTask:
    """A task's stretch of reading text, before its words are read.

    `heading` is the end of a title that stands on a line of its own, None where the text runs on.
    In a table `cells` are the stretches of the body, a measure each where there are several (none: the body is what
    lies between title and closing slots), and `titled` is a title that stands elsewhere, in a cell merged over rows;
    `dated` pairs cells with the header over them that says by when they are due.
    """

    kind: TaskKind
    mark: Mark | None
    path: tuple[str, ...]
    start: int
    end: int
    text_start: int
    heading: int | None
    slots: tuple[Slot, ...]
    cells: tuple[tuple[int, int], ...] | None = None
    titled: tuple[int, int] | None = None
    dated: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()


@dataclass(frozen=True, slots=True)
class RawSection:
    """A heading over tasks: its mark if it has one, its title as printed and its stretch of text."""

    mark: Mark | None
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
    outer: list[Mark] = field(default_factory=list)

    def outermost(self) -> list[Mark]:
        """The marks of the outermost items, whatever these are; of the sections where no others are known."""
        return self.outer or [section.mark for section in self.sections if section.mark]
