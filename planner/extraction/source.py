"""A document's text made ready for reading, with a way back to where every character was printed.

Blanks inside lines, markdown stars and page numbers go; lines broken in the middle of a sentence are joined.
What remains is one string of paragraphs, each ended by a newline; table cells are parted by tabs.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planner.domain.document import Continued, Span, fold
from planner.extraction.lines import paragraphs_of


@dataclass(frozen=True)
class Source:
    """A document's `original` text, the folded `text` to read, the same as `printed`, and each character's offset.

    `masked` is `text` with titles of documents (《…》) and document numbers blanked out: no time, no figure there.
    `continued` holds, by the index where an empty cell ends, the stretch of the merged cell's words that hold for it.
    """

    original: str
    text: str
    masked: str
    printed: str
    offsets: tuple[int, ...]
    paragraphs: tuple[tuple[int, int], ...]
    continued: Mapping[int, tuple[int, int]]

    def span(self, start: int, end: int) -> Span:
        """Where the characters from `start` to `end` stand in the document: from the first to the last of them."""
        if start >= end:
            at = self.offsets[start - 1] + 1 if start else 0
            return Span(min(at, len(self.original)), min(at, len(self.original)))
        return Span(self.offsets[start], min(self.offsets[end - 1] + 1, len(self.original)))

    def at(self, index: int) -> int:
        """The document's offset of the character at `index`; the document's length at the end."""
        return self.offsets[index] if index < len(self.offsets) else len(self.original)

    def from_line(self, index: int) -> int:
        """The document's offset of the character at `index`, with stars, signs and blanks before it on its line."""
        at, first = self.at(index), self.offsets[index - 1] + 1 if index else 0
        while at > first and self.original[at - 1] in _LEADING:
            at -= 1
        return at

    def paragraphs_in(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """The paragraphs that begin at or after `start` and end by `end`."""
        first = bisect_left(self.paragraphs, (start, start))
        last = bisect_left(self.paragraphs, (end, end))
        return tuple(p for p in self.paragraphs[first:last] if p[1] <= end)

    def blank_before(self, index: int) -> bool:
        """Whether blanks, but no line break, were printed just before the character at `index` of a paragraph."""
        if index == 0:
            return False
        between = self.original[self.offsets[index - 1] + 1 : self.offsets[index]]
        return any(char.isspace() for char in between) and not _BREAK.search(between)

    def spaced(self, start: int, end: int) -> tuple[str, list[int]]:
        """A stretch as printed, with the blanks inside it kept as one, and each character's index here."""
        chars: list[str] = []
        indices: list[int] = []
        for index in range(start, end):
            if index > start and self.blank_before(index):
                chars.append(" ")
                indices.append(index)
            chars.append(self.printed[index])
            indices.append(index)
        return "".join(chars), indices


def condense(text: str, continued: Iterable[Continued] = (), *, ruled: bool = False) -> Source:
    """The reading text of a document. `ruled` says that a tab parts cells wherever it stands, even just two."""
    read: list[str] = []
    offsets: list[int] = []
    paragraphs: list[tuple[int, int]] = []
    groups = paragraphs_of(fold(text), ruled=ruled)
    nexts = [*(group[0].offsets[0] - 1 for group in groups[1:]), len(text)]
    for group, after in zip(groups, nexts, strict=False):
        start = len(offsets)
        for line in group:
            read.append(line.text)
            offsets.extend(line.offsets)
        paragraphs.append((start, len(offsets)))
        read.append("\n")
        offsets.append(_newline_after(text, offsets[-1], after))
    joined = "".join(read)
    printed = "".join(c if c in "\n\t" else text[k] for c, k in zip(joined, offsets, strict=True))
    covered = {
        bisect_left(offsets, cell.at): (bisect_left(offsets, cell.of.start), bisect_left(offsets, cell.of.end))
        for cell in continued
    }
    return Source(text, joined, mask(joined), printed, tuple(offsets), tuple(paragraphs), covered)


_LEADING = frozenset("*# \u3000\xa0")
_BREAK = re.compile(r"[\n\r\x0b\x0c\u2028\u2029]")
_CITED = re.compile(
    r"《[^《》\n]{1,80}(?:《[^《》\n]{1,60}》[^《》\n]{0,40})?》|[〔\[(]\d{4}[〕\])]\d{1,4}号"
)  # 〔2023〕25号


def mask(text: str) -> str:
    """`text` with what is cited blanked out, character by character."""
    return _CITED.sub(lambda found: "□" * len(found[0]), text)


def _newline_after(text: str, offset: int, latest: int) -> int:
    """The offset that stands for a paragraph's end: of the line break after it, `latest` where none is before that."""
    found = _BREAK.search(text, offset + 1, latest)
    return found.start() if found else latest
