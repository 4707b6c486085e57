"""Paragraphs to a tree of numbered items, also where several items stand on one line."""

import re
from dataclasses import dataclass, field
from functools import cache

from planner.extraction.labels import time_label, unit_label
from planner.extraction.numbering import Mark, Style, bare_mark_at, mark_at
from planner.extraction.source import Source
from planner.extraction.titles import is_title


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a numbered piece of one. `opens` says that a paragraph begins with it."""

    start: int
    end: int
    mark: Mark | None
    opens: bool


@dataclass(slots=True)
class Node:
    """A numbered item with its words from `start` to `end`, children included.

    `own_end` is where the first child starts, or `end`.
    """

    mark: Mark
    start: int
    own_end: int
    end: int
    children: list["Node"] = field(default_factory=list)

    @property
    def text_start(self) -> int:
        """Where the words after the mark begin."""
        return self.mark.end


def blocks_of(source: Source) -> list[Block]:
    """All paragraphs in order, each cut before the items that begin inside it.

    A table's rows hold items only where no line outside tables does: the numbers in cells are the table's own.
    """
    rows = [p for p in source.paragraphs if "\t" in source.text[slice(*p)]]
    lines = _Blocks(source)
    for start, end in source.paragraphs:
        if "\t" in source.text[start:end]:
            lines.blocks.append(Block(start, end, None, opens=True))
        else:
            lines.take(start, end)
    if not rows or any(block.mark for block in lines.blocks):
        return lines.blocks
    reader = _Blocks(source)
    for start, end in source.paragraphs:
        reader.take(start, end)
    return reader.blocks


_BOX = re.compile(r"[【\[(]?专栏(?:\d|[一二三四五六七八九十])")  # 专栏1 重点工程 / 【专栏一】
_AFTER_STOP = frozenset('。;:!?)]】〕”"\t')
# Candidates inside a line; what stands before them is looked at as well: 。（一）研究 / 负责）2．简化 / 措施:1.及时
_INSIDE = re.compile(
    r"[(〔\[][一二三四五六七八九十百]{1,5}[)〕\]]|[一二三四五六七八九十百]{1,4}、|\d{1,3}[.、]|\(\d{1,2}\)|[①-⒛㈠-㈩]"
)


class _Blocks:
    """Cuts paragraphs into blocks, remembering the last number of each style."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.blocks: list[Block] = []
        self.last: dict[Style, int] = {}
        self.boxed = False

    def take(self, start: int, end: int) -> None:
        """Cut one paragraph."""
        text = self.source.text
        if _BOX.match(text, start, end):
            self.boxed = True
        mark = self._opening(start, end)
        at = start
        for found in _INSIDE.finditer(text, mark.end if mark else start + 1, end):
            inner = mark_at(text, found.start(), end)
            if inner and self._begins_item(inner, at, mark):
                self._add(Block(at, found.start(), mark, opens=at == start))
                at, mark = found.start(), inner
        self._add(Block(at, end, mark, opens=at == start))

    def _opening(self, start: int, end: int) -> Mark | None:
        text = self.source.text
        mark = mark_at(text, start, end)
        if mark is None:
            bare = bare_mark_at(text, start)
            if bare and bare.end < end and self.source.blank_before(bare.end) and "\t" not in text[start:end]:
                mark = bare if bare.value == self.last.get(bare.style, 0) + 1 else None
        return mark if mark and self._fits_box(mark) else None

    def _fits_box(self, mark: Mark) -> bool:
        """In a boxed insert only a number that carries on the plan's own is an item."""
        if not self.boxed:
            return True
        seen = self.last.get(mark.style, 0)
        self.boxed = not (seen and mark.value == seen + 1)
        return not self.boxed

    def _begins_item(self, mark: Mark, block_start: int, outer: Mark | None) -> bool:
        """Whether a mark inside a paragraph begins an item: after a stop, or after a heading that has none."""
        text = self.source.text
        last = self.last_of(mark, outer)
        inner = outer is None or mark.style > outer.style
        first = inner and (mark.value == 1 or (last == 0 and mark.style is Style.CHINESE_BRACKET))
        if not (mark.value == last + 1 or first):
            return False
        if text[mark.start - 1] in _AFTER_STOP or _after_slot().search(text[max(0, mark.start - _SLOT) : mark.start]):
            return self._fits_box(mark)
        heading = text[outer.end if outer else block_start : mark.start]
        if not self.last and mark.value == 1 and is_title(heading):
            return True
        return bool(outer and outer.style < mark.style and mark.style <= Style.ARABIC and _bare_heading(heading))

    def last_of(self, mark: Mark, outer: Mark | None) -> int:
        """The last number of a mark's style, as it stands after the block being cut."""
        if outer and outer.style == mark.style:
            return outer.value
        return self.last.get(mark.style, 0)

    def _add(self, block: Block) -> None:
        if block.mark:
            self.last[block.mark.style] = block.mark.value
            for style in [s for s in self.last if s > block.mark.style and s >= Style.ARABIC_BRACKET]:
                del self.last[style]
        self.blocks.append(block)


_SLOT = 80


@cache
def _after_slot() -> re.Pattern[str]:
    """完成时限:6月底前 / 责任单位:市司法局, with no stop behind: what a label's words end."""
    return re.compile(rf"(?:{unit_label()}|{time_label()}):[^。;:!?\n]{{2,60}}$")


def _bare_heading(words: str) -> bool:
    return 0 < len(words) <= _LONGEST_HEADING and not re.search(r"[。;:!?]", words)


_LONGEST_HEADING = 60


def tree_of(blocks: list[Block], end: int) -> list[Node]:
    """The outermost items of a run of blocks that ends at `end`; blocks before the first mark belong to none."""
    roots: list[Node] = []
    stack: list[Node] = []
    for block in blocks:
        if block.mark is None:
            continue
        while stack and stack[-1].mark.style >= block.mark.style:
            stack.pop().end = block.start
        node = Node(block.mark, block.start, end, end)
        if stack:
            parent = stack[-1]
            parent.own_end = min(parent.own_end, block.start)
            parent.children.append(node)
        else:
            roots.append(node)
        stack.append(node)
    _close(roots, end)
    return roots


def _close(nodes: list[Node], end: int) -> None:
    """Set where items end, each at its next sibling or with its parent."""
    for k, node in enumerate(nodes):
        node.end = nodes[k + 1].start if k + 1 < len(nodes) else end
        node.own_end = node.children[0].start if node.children else node.end
        _close(node.children, node.end)
