"""Blocks of text narrower than the page: boxed text, and passages that are set in on both sides."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from planner.reading.pdf.join import has_room, is_finished
from planner.reading.pdf.layout import Sheet
from planner.reading.pdf.lines import Line
from planner.reading.pdf.shapes import Rectangle

_LEAST_LINES = 3
_SET_IN = 0.5  # characters from the page's left edge
_SET_IN_RIGHT = 1.5  # and from its right, which lines miss by more where they aren't justified
_FIRST_LINE = 3.5  # no first line is indented by more
_SAME_PLACE = 0.35
_SAME_PITCH = 1.2
_SAME_SIZE = 1.1
_SAME_DISTANCE = 0.05
_LEAST_WIDTH = 0.5  # of the page's
_NEAR = 3.0  # points


@dataclass(frozen=True, slots=True)
class Frame:
    """The edges between which lines are set."""

    left: float
    right: float

    @property
    def width(self) -> float:
        return self.right - self.left

    def like(self, other: "Frame") -> bool:
        """Whether it is as far left and right as another, as on two pages."""
        return abs(self.left - other.left) <= _NEAR and abs(self.right - other.right) <= _NEAR


def blocks_of(sheet: Sheet, frames: Mapping[tuple[int, int], Frame], pitch: float) -> dict[Line, Frame]:
    """The edges of each line of a page that stands in a narrower block than its page or column.

    `pitch` is how far apart lines usually are.
    """
    found: dict[Line, Frame] = {}
    for column, group in groupby(sheet.lines, key=lambda line: line.column):
        frame = frames.get((sheet.number, column))
        if frame is None:
            continue
        lines = list(group)
        for block in [*_boxed(sheet.boxes, lines, frame), *_set_in(lines, frame, pitch)]:
            for line in block.lines:
                found.setdefault(line, block.frame)
    return found


@dataclass(frozen=True, slots=True)
class _Block:
    lines: Sequence[Line]
    frame: Frame


def _boxed(boxes: Sequence[Rectangle], lines: Sequence[Line], page: Frame) -> Iterator[_Block]:
    """Lines in a drawn box, which leaves as much space at their right as at their left."""
    for box in boxes:
        held = [line for line in lines if box.holds(line.left, line.base) and box.holds(line.right, line.top)]
        if not held or box.left < page.left - held[0].em or box.right > page.right + held[0].em:
            continue
        left = min(line.left for line in held)
        right = max(box.right - max(left - box.left, 0.0), *(line.body for line in held), left)
        if right - left < page.width - held[0].em / 2:
            yield _Block(held, Frame(left, right))


# ---- blocks that nothing is drawn around ----


def _set_in(lines: Sequence[Line], page: Frame, pitch: float) -> Iterator[_Block]:
    """Lines that follow each other closely, all but the last up to an edge of their own."""
    start = 0
    for end in range(1, len(lines) + 1):
        if end < len(lines) and _close(lines[start : min(start + 2, end)], lines[end - 1], lines[end]):
            continue
        before, run = lines[start - 1] if start else None, lines[start:end]
        if len(run) >= _LEAST_LINES and _stands_in(run, before, page) and not _is_list(run, page, pitch):
            frame = Frame(min(line.left for line in run), max(line.body for line in run))
            if frame.width >= _LEAST_WIDTH * page.width and _is_full(run, frame):
                yield _Block(run, frame)
        start = end


def _close(run: Sequence[Line], last: Line, line: Line) -> bool:
    """Whether a line stands below a run of others as its first two do, and as far left as its second."""
    larger, smaller = max(last.em, line.em), min(last.em, line.em)
    gap, own = line.base - last.base, run[-1].base - run[0].base
    if larger > _SAME_SIZE * smaller or gap <= 0 or (own and not own / _SAME_PITCH <= gap <= own * _SAME_PITCH):
        return False
    if len(run) == 1:
        return -_SAME_PLACE * line.em <= run[0].left - line.left <= _FIRST_LINE * line.em
    return abs(line.left - run[1].left) <= _SAME_PLACE * line.em


def _stands_in(run: Sequence[Line], before: Line | None, page: Frame) -> bool:
    """Whether lines keep away from both edges, and aren't the rest of a paragraph that begins at the left one."""
    em = run[0].em
    if min(line.left for line in run) - page.left < _SET_IN * em:
        return False
    if page.right - max(line.right for line in run) < _SET_IN_RIGHT * em:
        return False
    return before is None or before.base > run[0].base or has_room(before, run[0], page.right)


def _is_list(run: Sequence[Line], page: Frame, pitch: float) -> bool:
    """Whether all lines stand where a paragraph's first one does, at the usual distance: each may be a paragraph."""
    level = abs(run[0].left - run[1].left) <= _SAME_PLACE * run[0].em
    usual = abs(run[1].base - run[0].base - pitch) <= _SAME_DISTANCE * pitch
    return level and usual and run[0].left - page.left <= _FIRST_LINE * run[0].em


def _is_full(run: Sequence[Line], frame: Frame) -> bool:
    return not any(has_room(a, b, frame.right) or is_finished(a) for a, b in pairwise(run))
