"""Outline items to single tasks: which level holds the duties, which sections hold none, which are safeguards."""

from dataclasses import replace
from itertools import pairwise

from planner.domain.drafts import PartKind, TaskKind
from planner.extraction.bodyroles import names_organ
from planner.extraction.headings import (
    heading_end,
    heading_line_end,
    heading_text,
    is_preamble,
    is_report,
    is_safeguard,
    looks_ahead,
    names_safeguards,
)
from planner.extraction.numbering import Mark, Style, counted_marks
from planner.extraction.outline import Node
from planner.extraction.raw import RawSection, RawTask, Split
from planner.extraction.slots import Slot, closes, find_slots
from planner.extraction.source import Source
from planner.extraction.units import read_roles

_SUBSTANTIAL = 25  # words of its own that make a numbered item more than a heading
_BRIEF = 25  # an item no longer than this may be one of a mere list (products, steps)
_MOSTLY = 0.8
_HEADING_LONGEST = 60


def split(source: Source, roots: list[Node], *, front: str, stated_tasks: int | None) -> Split:
    """The tasks of an outline.

    `front` is the text before the first item (title and preamble, folded), which tells a year-end report;
    `stated_tasks` is the number of tasks that the document itself gives, if it does.
    """
    splitter = _Splitter(source, roots, report=is_report(source, roots, front))
    kinds = splitter.kinds_of_sections()
    result = splitter.run(kinds)
    safeguards = [task for task in result.tasks if task.kind is TaskKind.SAFEGUARD]
    ordinary = sum(task.kind is TaskKind.TASK for task in result.tasks)
    if safeguards and stated_tasks == ordinary + len(safeguards):
        return splitter.run([PartKind.TASK if kind is PartKind.SAFEGUARD else kind for kind in kinds])
    return result


class _Splitter:
    """Walks an outline. What it looks up about items (their slots) it remembers."""

    def __init__(self, source: Source, roots: list[Node], *, report: bool) -> None:
        self.source = source
        self.roots = roots
        self.report = report
        self.slots: dict[tuple[int, int], tuple[Slot, ...]] = {}
        self.by_paragraph = any(len(self.closed_paragraphs(leaf)) > 1 for leaf in _leaves(roots))
        self.result = Split()

    def run(self, kinds: list[PartKind]) -> Split:
        """Split every section by what it was found to be."""
        self.result = Split(report=self.report, outer=[root.mark for root in self.roots])
        for root, kind in zip(self.roots, kinds, strict=True):
            if kind is PartKind.PREAMBLE:
                self.result.parts.append((PartKind.PREAMBLE, root.start))
            elif kind is PartKind.SAFEGUARD and not root.children:
                self.plain_safeguards(root)
            else:
                self.walk(root, (), TaskKind.SAFEGUARD if kind is PartKind.SAFEGUARD else TaskKind.TASK)
        return self.result

    # ---- what a section is ----

    def kinds_of_sections(self) -> list[PartKind]:
        """For each outermost item: PREAMBLE (no tasks), SAFEGUARD or TASK."""
        if self.report:
            return [PartKind.TASK if looks_ahead(self.source, root) else PartKind.PREAMBLE for root in self.roots]
        first = self.first_with_tasks()
        kinds = [self.kind_of(root, before=k < first) for k, root in enumerate(self.roots)]
        return self.run_on(kinds)

    def kind_of(self, root: Node, *, before: bool) -> PartKind:
        title = heading_text(self.source, root)
        if self.has_units(root) and not is_safeguard(title):
            return PartKind.TASK
        if is_safeguard(title):
            return PartKind.SAFEGUARD
        if before or is_preamble(title):
            return PartKind.PREAMBLE
        return PartKind.TASK

    def first_with_tasks(self) -> int:
        """The place of the first section that holds tasks.

        Where nearly all items of the later sections name units, sections before them that name none hold no tasks.
        Where most sections have items of their own, a first section without any holds no tasks either.
        """
        named = [k for k, root in enumerate(self.roots) if self.has_units(root)]
        if named:
            leaves = list(_leaves(self.roots[named[0] :]))
            share = sum(bool(self.own_slots(leaf)) for leaf in leaves) / len(leaves)
            return named[0] if share >= _MOSTLY or not self.roots[0].children else 0
        parents = [k for k, root in enumerate(self.roots) if root.children]
        return parents[0] if len(parents) * 2 > len(self.roots) else 0

    def run_on(self, kinds: list[PartKind]) -> list[PartKind]:
        """Sections of safeguards whose numbers run on from the tasks before are ordinary ones."""
        last: Mark | None = None
        for k, (root, kind) in enumerate(zip(self.roots, kinds, strict=True)):
            items = [leaf.mark for leaf in _leaves([root]) if leaf is not root]
            if kind is PartKind.SAFEGUARD and items and last and _follows(last, items[0]):
                kinds[k] = PartKind.TASK
            if kinds[k] is PartKind.TASK and items:
                last = items[-1]
        return kinds

    def plain_safeguards(self, root: Node) -> None:
        """A section of safeguards without numbers inside: each paragraph is one, where the heading calls them so."""
        if not names_safeguards(heading_text(self.source, root)):
            self.result.parts.append((PartKind.SAFEGUARD, root.start))
            return
        path = self.heading(root, ())
        starts = self.paragraph_starts(root)
        for start, end in pairwise([*starts, root.end]):
            self.paragraph(TaskKind.SAFEGUARD, path, start, end)

    def paragraph_starts(self, node: Node) -> list[int]:
        """Where the paragraphs under a heading begin, its own text behind the heading first."""
        text, first = self.source.text, heading_end(self.source, node)
        while first < node.end and text[first] in "。.:\n":
            first += 1
        later = [start for start, _ in self.source.paragraphs_in(first + 1, node.end)]
        return [first, *later] if first < node.end else []

    # ---- which level is the task ----

    def walk(self, node: Node, path: tuple[str, ...], kind: TaskKind) -> None:
        """Add the tasks of an item and the items under it."""
        if not node.children:
            self.leaf(node, path, kind)
        elif self.own_units(node):
            self.whole_or_levels(node, path, kind)
        elif self.is_one_task(node):
            self.add(kind, node, path, node.end)
        else:
            under = self.heading(node, path)
            for child in node.children:
                self.walk(child, under, kind)

    def whole_or_levels(self, node: Node, path: tuple[str, ...], kind: TaskKind) -> None:
        """An item with units of its own is a task; items under it with units are its measures, others its text."""
        if not any(self.has_units(child) for child in node.children):
            self.add(kind, node, path, node.end)
            return
        self.add(kind, node, path, node.own_end)
        for child in node.children:
            self.add(TaskKind.MEASURE, child, (*path, self.printed_heading(node)), child.end)

    def is_one_task(self, node: Node) -> bool:
        """Whether items under an item are its text: units only behind the last, or a mere list under its words."""
        if any(self.has_units(child) for child in node.children):
            return self.closed_once(node) and not self.named_elsewhere(node)
        if self.report:
            return False
        if heading_line_end(self.source, node, node.end) is not None:
            return node.children[0].mark.style >= Style.ARABIC_BRACKET
        own = self.source.text[heading_end(self.source, node) : node.own_end].strip("。\n")
        if own.endswith(":"):
            return self.is_list(node.children)
        return len(own) >= _SUBSTANTIAL

    def closed_once(self, node: Node) -> bool:
        """Whether one bracket behind the last of an item's children closes the whole item.

        It has its line to itself, or items of the first level are mostly closed that way.
        """
        named = [self.has_units(child) for child in node.children]
        if sum(named) != 1 or not named[-1] or named == [True]:
            return False
        slots = self.slots_in(node.children[-1].text_start, node.end)
        if any(slot.names_units and self.source.text[slot.start - 1] == "\n" for slot in slots):
            return True
        if node.children[0].mark.style >= Style.ARABIC:
            return True
        alike = [root for root in self.roots if root.children and self.has_units(root)]
        closed = sum(not any(self.has_units(child) for child in root.children[:-1]) for root in alike)
        return closed > 1 and closed * 2 > len(alike)

    def is_list(self, items: list[Node]) -> bool:
        """Whether items are a mere list: all brief, or each the duties of a unit that heads it."""
        texts = [self.source.text[item.text_start : item.end].strip("。;\n") for item in items]
        return all(len(text) <= _BRIEF for text in texts) or all(_heads_duties(text) for text in texts)

    def named_elsewhere(self, node: Node) -> bool:
        """Whether items of the same style as this one's children mostly name units of their own in other places."""
        style = node.children[0].mark.style
        others = [leaf for leaf in _leaves(self.roots) if leaf.mark.style is style and not _within(leaf, node)]
        return sum(self.has_units(leaf) for leaf in others) * 2 > len(others)

    def leaf(self, node: Node, path: tuple[str, ...], kind: TaskKind) -> None:
        closed = self.closed_paragraphs(node)
        if self.report and (marks := self.counted_tasks(node, path)):
            self.counted(node, path, marks)
        elif self.by_paragraph and closed and _is_heading_line(self.source, node) and _is_outermost(node, path):
            self.paragraphs(node, self.heading(node, path), closed)
        else:
            self.add(kind, node, path, node.end)

    def counted_tasks(self, node: Node, path: tuple[str, ...]) -> list[Mark]:
        """The 一是 … 二是 … that are the tasks of a report's next-year part.

        Under a heading inside that part they have to follow it at once, and no bracket behind the last closes all.
        """
        marks = counted_marks(self.source.text, node.text_start, node.end)
        if not marks or not path:
            return marks
        heading = self.source.text[node.text_start : marks[0].start].rstrip("。:,\n")
        if not 0 < len(heading) <= _HEADING_LONGEST or "。" in heading:
            return []
        ends = [*(mark.start for mark in marks[1:]), node.end]
        slots = [self.slots_in(mark.end, end) for mark, end in zip(marks, ends, strict=True)]
        named = [any(slot.names_units for slot in found) for found in slots]
        return [] if named[-1] and not any(named[:-1]) else marks

    def counted(self, node: Node, path: tuple[str, ...], marks: list[Mark]) -> None:
        """Add the 一是 … 二是 … of a report's next-year part, each a task."""
        under = self.heading(replace(node, own_end=marks[0].start), path)
        for k, mark in enumerate(marks):
            end = marks[k + 1].start if k + 1 < len(marks) else node.end
            item = Node(mark, mark.start, end, end)
            self.add(TaskKind.TASK, item, under, end)

    def paragraphs(self, node: Node, path: tuple[str, ...], closed: list[tuple[int, int]]) -> None:
        """Unnumbered paragraphs, each up to its closing bracket one task."""
        for k, (start, _) in enumerate(closed):
            end = closed[k + 1][0] if k + 1 < len(closed) else node.end
            self.paragraph(TaskKind.TASK, path, start, end)

    def paragraph(self, kind: TaskKind, path: tuple[str, ...], start: int, end: int) -> None:
        """Add an unnumbered stretch as an item."""
        part = PartKind.SAFEGUARD if kind is TaskKind.SAFEGUARD else PartKind.TASK
        self.result.parts.append((part, start))
        self.result.tasks.append(RawTask(kind, None, path, start, end, start, None, self.slots_in(start, end)))

    def closed_paragraphs(self, node: Node) -> list[tuple[int, int]]:
        """The stretches of an item's unnumbered lines that end with a unit bracket each."""
        lines = self.source.paragraphs_in(node.text_start + 1, node.own_end)
        found: list[tuple[int, int]] = []
        start: int | None = None
        for first, last in lines:
            start = first if start is None else start
            slots = self.slots_in(first, last)
            if slots and slots[-1].names_units and closes(self.source.text, slots[-1], last) and slots[0].start > first:
                found.append((start, last))
                start = None
        return found

    # ---- adding ----

    def heading(self, node: Node, path: tuple[str, ...]) -> tuple[str, ...]:
        """Record an item as a heading; the path below it."""
        self.result.parts.append((PartKind.SECTION, node.start))
        if not path:
            self.result.sections.append(
                RawSection(node.mark, self.title(node), node.start, heading_end(self.source, node))
            )
        return (*path, self.printed_heading(node))

    def add(self, kind: TaskKind, node: Node, path: tuple[str, ...], end: int) -> None:
        part = PartKind.SAFEGUARD if kind is TaskKind.SAFEGUARD else PartKind.TASK
        self.result.parts.append((part, node.start))
        line = heading_line_end(self.source, node, end)
        slots = self.slots_in(node.text_start, end)
        self.result.tasks.append(RawTask(kind, node.mark, path, node.start, end, node.text_start, line, slots))

    def title(self, node: Node) -> str:
        return self.source.printed[node.text_start : heading_end(self.source, node)].rstrip("。.:：,，\n")

    def printed_heading(self, node: Node) -> str:
        """A heading on one line. The blank behind a number stays only where nothing else parts it: 第一章 总则."""
        words = self.source.printed[node.start : node.text_start]
        parted = words[-1:].isalnum() and self.source.blank_before(node.text_start)
        return words + " " * parted + self.title(node)

    # ---- units ----

    def slots_in(self, start: int, end: int) -> tuple[Slot, ...]:
        if (start, end) not in self.slots:
            self.slots[start, end] = tuple(find_slots(self.source, start, end))
        return self.slots[start, end]

    def own_slots(self, node: Node) -> tuple[Slot, ...]:
        return self.slots_in(node.text_start, node.own_end)

    def own_units(self, node: Node) -> bool:
        return any(slot.names_units for slot in self.own_slots(node))

    def has_units(self, node: Node) -> bool:
        return self.own_units(node) or any(self.has_units(child) for child in node.children)


def closing_after(source: Source, last: RawTask) -> int:
    """Where a closing begins that follows the last task without a sign: behind the lines that close it."""
    if not last.slots:
        return last.end
    line = source.text.find("\n", last.slots[-1].end - 1, last.end)
    before = source.text[last.slots[-1].end : line] if line >= 0 else ""
    return line + 1 if line >= 0 and not before.strip("。 ") else last.end


def shortened(task: RawTask, end: int) -> RawTask:
    """A task that ends earlier than its outline item does."""
    return replace(task, end=end)


def _is_heading_line(source: Source, node: Node) -> bool:
    return heading_line_end(source, node, node.end) is not None


def _is_outermost(node: Node, path: tuple[str, ...]) -> bool:
    """Whether unnumbered paragraphs under a heading may be tasks: under a chapter, or an outermost 一、."""
    return node.mark.style < Style.CHINESE or (node.mark.style is Style.CHINESE and not path)


def _heads_duties(text: str) -> bool:
    """市工信局:负责统筹协调: a unit before a colon."""
    name, colon, _ = text.partition(":")
    return bool(colon) and all(names_organ(unit.name) for unit in read_roles(name))


def _leaves(nodes: list[Node]) -> list[Node]:
    return [leaf for node in nodes for leaf in (_leaves(node.children) if node.children else [node])]


def _within(leaf: Node, node: Node) -> bool:
    return node.start <= leaf.start < node.end


def _follows(last: Mark, first: Mark) -> bool:
    return first.style is last.style and first.value == last.value + 1 and first.value > 1
