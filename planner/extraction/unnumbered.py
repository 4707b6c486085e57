"""Plans without any numbers: each paragraph that closes with its own units is a task."""

from planner.domain.drafts import PartKind, TaskKind
from planner.extraction.raw import RawSection, RawTask, Split
from planner.extraction.slots import Slot, closes, find_slots
from planner.extraction.source import Source

_HEADING_LONGEST = 30
_FEWEST = 2  # one paragraph with a bracket makes no plan


def split_unnumbered(source: Source, start: int, end: int) -> Split | None:
    """The tasks of a stretch of text that has no numbered items; None where its paragraphs don't close with units."""
    reader = _Reader(source)
    for first, last in source.paragraphs_in(start, end):
        reader.take(first, last)
    return reader.result if len(reader.result.tasks) >= _FEWEST else None


class _Reader:
    """Walks paragraphs: what stands before the first task is preamble, a short line without a stop a heading."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.result = Split()
        self.path: tuple[str, ...] = ()
        self.waiting: int | None = None

    def take(self, first: int, last: int) -> None:
        """One paragraph."""
        slots = tuple(find_slots(self.source, first, last))
        named = [slot for slot in slots if slot.names_units]
        if named and slots[0].start == first and closes(self.source.text, slots[-1], last):
            self.slot_line(first, last, slots)
        elif named and closes(self.source.text, slots[-1], last):
            self.add(first if self.waiting is None or not self.result.parts else self.waiting, last, slots)
        elif self.is_heading(first, last):
            self.heading(first, last)
        elif self.waiting is None:
            self.waiting = first

    def slot_line(self, first: int, last: int, slots: tuple[Slot, ...]) -> None:
        """A line of units closes the paragraph that waits before it, or says more of the task before."""
        if self.waiting is not None:
            self.add(self.waiting, last, slots)
        elif self.result.tasks and self.result.tasks[-1].end == first:
            before = self.result.tasks.pop()
            self.result.parts.pop()
            self.add(before.start, last, (*before.slots, *slots))

    def add(self, start: int, last: int, slots: tuple[Slot, ...]) -> None:
        self.waiting = None
        self.result.parts.append((PartKind.TASK, start))
        self.result.tasks.append(RawTask(TaskKind.TASK, None, self.path, start, last + 1, start, None, slots))

    def heading(self, first: int, last: int) -> None:
        """A line over tasks; what waited before it belonged to no task."""
        self.waiting = None
        title = self.source.printed[first:last].rstrip("：:")
        self.path = (title,)
        self.result.parts.append((PartKind.SECTION, first))
        self.result.sections.append(RawSection(None, title, first, last))

    def is_heading(self, first: int, last: int) -> bool:
        text = self.source.text[first:last]
        return len(text) <= _HEADING_LONGEST and not any(stop in text.rstrip(":") for stop in "。;:!?,\t")
