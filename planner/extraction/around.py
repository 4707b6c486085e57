"""A document with tables of tasks: what stands before, between and behind them, and the headings over each."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import cache

from planner.domain.drafts import PartKind
from planner.extraction.headings import heading_end, heading_line_end
from planner.extraction.numbering import Style
from planner.extraction.outline import Block, Node, tree_of
from planner.extraction.raw import RawSection, Split
from planner.extraction.rulebook import any_pattern
from planner.extraction.slots import find_slots
from planner.extraction.source import Source
from planner.extraction.splitting import split
from planner.extraction.tablerows import skipped, split_table
from planner.extraction.tables import Table
from planner.extraction.titles import title_end

_HEADING_LONGEST = 60
_NAME_AND_TITLE = 2


def split_around(source: Source, blocks: list[Block], tables: list[Table], body: tuple[int, int]) -> Split:
    """The tasks of tables and of the items around them, in the body from its start to the closing.

    Numbered items before a table that name no units hold no tasks; the last of them without units is its heading.
    """
    around = _Around(source, blocks, several=len(tables) > 1)
    around.above_title(body[0])
    at = body[0]
    for table in tables:
        around.before(at, table.start)
        around.add(split_table(source, table, around.path))
        at = table.end
    around.behind(at, body[1])
    return around.result


def ends_with_table(blocks: list[Block], tables: list[Table]) -> bool:
    """Whether no numbered item follows the last table: what stands behind it then closes the document."""
    behind = [b for b in blocks if b.start >= tables[-1].end]
    return not any(b.mark for b in behind)


def is_note(source: Source, start: int) -> bool:
    """Whether words below a table only explain it: 注：1.… 2.…."""
    return bool(skipped().match(source.text[start : start + _HEADING_LONGEST]))


class _Around:
    """Splits the stretches around tables, remembering the headings over the last table."""

    def __init__(self, source: Source, blocks: list[Block], *, several: bool) -> None:
        self.source, self.blocks, self.several = source, blocks, several
        self.starts = [block.start for block in blocks]
        self.path: tuple[str, ...] = ()
        self.chain: list[tuple[Style, str]] = []
        self.result = Split()

    def add(self, found: Split) -> None:
        """Add what a stretch falls into."""
        self.result.parts += found.parts
        self.result.sections += found.sections
        self.result.tasks += found.tasks

    def between(self, start: int, end: int) -> list[Block]:
        """The blocks that begin in a stretch."""
        return self.blocks[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def before(self, start: int, end: int) -> None:
        """Split what stands before a table, and take the headings over it."""
        stretch = self.between(start, end)
        first = next((b.start for b in stretch if b.mark), None)
        if first is None:
            self.lines(stretch)
            return
        roots = tree_of([b for b in stretch if b.start >= first], end)
        chain = self.headings(roots)
        self.result.parts += [(PartKind.PREAMBLE, stretch[0].start)] if self.result.parts else []
        had = len(self.result.parts)
        if any(self.names_units(root.start, root.end) for root in roots):
            self.items(roots)
        else:
            self.result.parts += [(PartKind.PREAMBLE, root.start) for root in roots]
        self.head(chain, {start for _, start in self.result.parts[had:]})

    def behind(self, start: int, end: int) -> None:
        """Split what stands behind the last table."""
        stretch = self.between(start, end)
        first = next((b.start for b in stretch if b.mark), None)
        if first is not None and not is_note(self.source, stretch[0].start):
            self.result.parts += [(PartKind.PREAMBLE, stretch[0].start)] if stretch[0].start < first else []
            self.items(tree_of([b for b in stretch if b.start >= first], end))

    def items(self, roots: list[Node]) -> None:
        """Split items; those further in than a heading over the table before them stand under it as well."""
        found = split(self.source, roots, front="", stated_tasks=None)
        starts = [root.start for root in roots]

        def over(start: int) -> tuple[str, ...]:
            root = roots[max(0, bisect_right(starts, start) - 1)]
            return tuple(head for style, head in self.chain if style < root.mark.style)

        if self.chain:
            found.sections = [section for section in found.sections if not over(section.start)]
            found.tasks = [replace(task, path=(*over(task.start), *task.path)) for task in found.tasks]
        self.add(found)

    # ---- headings over a table ----

    def above_title(self, body_start: int) -> None:
        """With several tables a line alone above the title heads the first: the name of its sheet."""
        lines = [b for b in self.blocks if b.end <= body_start]
        if self.several and len(lines) == _NAME_AND_TITLE and self.may_head(lines[0]):
            words = self.source.printed[lines[0].start : lines[0].end]
            self.result.sections.append(RawSection(lines[0].mark, words, lines[0].start, lines[0].end))
            self.path = (words,)

    def headings(self, roots: list[Node]) -> list[Node]:
        """The items at the end of a stretch that only head what follows, the outermost first; they leave the tree."""
        chain: list[Node] = []
        nodes = roots
        while nodes:
            chain.append(nodes[-1])
            nodes = nodes[-1].children
        if not chain or self.names_units(chain[-1].start, chain[-1].end):
            return chain[:-1]
        for parent, node in zip([None, *chain][-2::-1], chain[::-1], strict=False):
            among = parent.children if parent else roots
            if not node.children:
                among.remove(node)
        return chain

    def head(self, chain: list[Node], seen: set[int]) -> None:
        """Record the headings of a chain; those that head other items as well (`seen`) are there already."""
        self.chain = [head for head in self.chain if chain and head[0] < chain[0].mark.style]
        for node in chain:
            line = heading_line_end(self.source, node, node.end)
            end = line if line is not None else heading_end(self.source, node)
            title = self.source.printed[node.text_start : end].rstrip("。.:：\n")
            if node.start not in seen:
                self.result.parts.append((PartKind.SECTION, node.start))
                if not self.chain:
                    self.result.sections.append(RawSection(node.mark, title, node.start, end))
            self.chain.append((node.mark.style, self.source.printed[node.start : node.text_start] + title))
        self.path = tuple(head for _, head in self.chain)

    def lines(self, stretch: list[Block]) -> None:
        """Lines without numbers: with several tables the last that can be one heads the next."""
        lines = [b for b in stretch if self.may_head(b)]
        own = [b for b in lines if not title_end().search(self.source.text[b.start : b.end])]
        head = (own or lines)[-1:] if self.several else []
        if stretch and self.result.parts and not (head and head[0] is stretch[0]):
            self.result.parts.append((PartKind.PREAMBLE, stretch[0].start))
        for line in head:
            words = self.source.printed[line.start : line.end]
            self.result.parts.append((PartKind.SECTION, line.start))
            self.result.sections.append(RawSection(None, words, line.start, line.end))
            self.path = (words,)

    def may_head(self, block: Block) -> bool:
        words = self.source.text[block.start : block.end]
        return (
            "\t" not in words
            and len(words) <= _HEADING_LONGEST
            and not re.search("[。;]", words)
            and not _not_heading().search(words)
        )

    def names_units(self, start: int, end: int) -> bool:
        return any(slot.names_units for slot in find_slots(self.source, start, end))


@cache
def _not_heading() -> re.Pattern[str]:
    """填表单位：… / 2024年3月 / 附件2: lines above a table that head nothing."""
    return re.compile(any_pattern("tables", "rows.not_heading"))
