"""A task's body cut into measures: its sentences, or its 一是 … 二是 items."""

import re
from itertools import pairwise

from planner.extraction.numbering import counted_marks

# What a full stop may stand in without ending a sentence: “……。” （……。） 《……》
_ENCLOSED = re.compile(
    r"“[^“”\"\n]{0,80}[”\"]|\([^()\n]{0,300}\)|\[[^\[\]\n]{0,300}\]|《[^《》\n]{0,80}》|〔[^〔〕\n]{0,300}〕"
)
_STOP = re.compile(r"[。!?\n]+")
_AFTER = re.compile(r"[”’\"')\]】》〕\n]*")


def measures_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The measures of the stretch [start, end) of folded text. They tile it, in order; none for an empty stretch."""
    if start >= end:
        return []
    marks = counted_marks(text, start, end)
    if not marks:
        return _sentences(text, start, end)
    before = _sentences(text, start, marks[0].start) if marks[0].start > start else []
    starts = [mark.start for mark in marks]
    return [*before, *zip(starts, [*starts[1:], end], strict=True)]


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    enclosed = [found.span() for found in _ENCLOSED.finditer(text, start, end)]
    cuts: list[int] = []
    k = 0
    for stop in _STOP.finditer(text, start, end):
        while k < len(enclosed) and enclosed[k][1] <= stop.start():
            k += 1
        if k < len(enclosed) and enclosed[k][0] < stop.start():
            continue
        tail = _AFTER.match(text, stop.end(), end)
        cuts.append(tail.end() if tail else stop.end())
    bounds = [start, *(cut for cut in cuts if cut < end), end]
    return [(a, b) for a, b in pairwise(bounds) if b > a]
