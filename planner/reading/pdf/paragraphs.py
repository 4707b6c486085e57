"""Lines to paragraphs: a line that was broken only because the page ends at its right goes on in the next one."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from planner.reading.pdf.blocks import Frame, blocks_of
from planner.reading.pdf.join import has_room, is_finished, joined
from planner.reading.pdf.layout import Sheet
from planner.reading.pdf.lines import MARK, Line

_INDENT = 1.2  # characters: what begins further in is indented
_DEEP = 3.5  # and what begins further in than this is no first line's indentation
_FIRST_LINE = 2.6  # a full line may begin so far in and end as far from the edge without being centred
_OFF_CENTRE = 0.8
_SHARE = 0.6
_NEARLY_ALL = 0.8
_MANY = 0.3
_SAME_PLACE = 0.35
_OTHER_SIZE = 1.15
_LARGER_GAP = 1.35
_FEW = 8  # lines: a page with fewer shows no edges of its own
_LEAST_WIDTH = 0.5  # of the page; of its half where there are columns


@dataclass(frozen=True, slots=True)
class Setting:
    """How a document is set: each page's edges, its usual size of type and distance between lines, what is indented.

    `blocks` are the edges of lines in narrower blocks. `indented` tells it of paragraphs, `marks_indented` of numbered
    ones; `hanging` that none begins further in than its other lines, so that what stands further in goes on.
    """

    frames: dict[tuple[int, int], Frame]
    blocks: dict[Line, Frame]
    size: float
    pitch: float
    indented: bool
    marks_indented: bool
    hanging: bool

    def paragraphs(self, lines: Sequence[Line]) -> list[str]:
        """The paragraphs of lines that no table parts."""
        groups: list[list[Line]] = []
        for k, line in enumerate(lines):
            after = lines[k + 1] if k + 1 < len(lines) else None
            if groups and self._goes_on(groups[-1], line, after):
                groups[-1].append(line)
            else:
                groups.append([line])
        return [joined(group) for group in groups]

    def _goes_on(self, group: Sequence[Line], line: Line, after: Line | None) -> bool:
        before = group[-1]
        frame, own = self.frames.get((before.page, before.column)), self.frames.get((line.page, line.column))
        if frame is None or own is None or _other_type(before, line) or self._stands_apart(group, line, after):
            return False
        block, following = self.blocks.get(before), self.blocks.get(line)
        if block or following:
            return block is not None and following is not None and _goes_on_within(group, line, block, following)
        if has_room(before, line, frame.right):
            return False
        if _centred(before, frame) or _centred(line, own):
            return self._title_goes_on(group, line, frame, own)
        shift = (line.left - own.left) / line.em
        if shift > _INDENT:
            return self._hangs(before, line, frame, own)
        return shift >= -_INDENT and self._carries_on(before, line, frame)

    def _title_goes_on(self, group: Sequence[Line], line: Line, frame: Frame, own: Frame) -> bool:
        """For a centred line, behind another that fills the width, as no line of the text does where it begins."""
        before = group[-1]
        if before.right - before.left + line.head <= frame.width or is_finished(before) or MARK.match(line.text):
            return False
        if not all(_is_even(above, frame) for above in group) or not _is_even(line, own):
            return False
        return self.indented or line.em > _OTHER_SIZE * self.size

    def _carries_on(self, before: Line, line: Line, frame: Frame) -> bool:
        """For a line at the left edge, behind a full one."""
        if (before.left - frame.left) / before.em > _DEEP and before.right - before.left < frame.width / 2:
            return False  # a date or a signature set to the right
        if self.hanging:
            return False
        return not MARK.match(line.text) or self.marks_indented or (self.indented and not is_finished(before))

    def _hangs(self, before: Line, line: Line, frame: Frame, own: Frame) -> bool:
        """For an indented line, behind a full one: whether it belongs to a paragraph that is indented as a whole."""
        if MARK.match(line.text) or before.right - before.left < frame.width / 2:
            return False
        place, em = line.left - own.left, line.em
        if self.hanging and place <= _DEEP * em:
            return True
        if before.hang is not None and abs(place - (before.hang - frame.left)) <= _SAME_PLACE * em:
            return not is_finished(before)
        level = abs(place - (before.left - frame.left)) <= _SAME_PLACE * em
        return level and (not self.indented or place > _DEEP * em)

    def _stands_apart(self, group: Sequence[Line], line: Line, after: Line | None) -> bool:
        """Whether more space than usual parts a line from the one before."""
        before = group[-1]
        gap = _gap(before, line)
        if gap is None:
            return False
        own = _gap(group[-2], before) if len(group) > 1 else None
        if own is not None:
            return gap > _LARGER_GAP * own
        beyond = _gap(line, after) if after else None
        return gap > _LARGER_GAP * max(self.pitch, beyond or 0.0)


def _gap(above: Line, below: Line) -> float | None:
    """How far two lines of one page and column are apart."""
    same = (above.page, above.column) == (below.page, below.column)
    return below.base - above.base if same and below.base > above.base else None


def _other_type(before: Line, line: Line) -> bool:
    larger, smaller = max(before.em, line.em), min(before.em, line.em)
    latin = before.text.isascii() or line.text.isascii()
    return larger > smaller * (_OTHER_SIZE + (_OTHER_SIZE - 1 if latin else 0))


def _centred(line: Line, frame: Frame) -> bool:
    left, right = line.left - frame.left, frame.right - line.right
    return min(left, right) > _FIRST_LINE * line.em and _is_even(line, frame)


def _is_even(line: Line, frame: Frame) -> bool:
    """Whether a line leaves as much space at its left as at its right."""
    return abs((line.left - frame.left) - (frame.right - line.right)) < _OFF_CENTRE * line.em


def _goes_on_within(group: Sequence[Line], line: Line, frame: Frame, own: Frame) -> bool:
    """For two lines in blocks: whether it is one block and the line was broken at its edge."""
    before = group[-1]
    one = frame is own or (before.page != line.page and frame.like(own))
    if not one or has_room(before, line, frame.right) or MARK.match(line.text):
        return False
    if line.left - own.left <= _INDENT * line.em:
        return True
    hangs = before.hang is not None and abs(line.left - before.hang) <= _SAME_PLACE * line.em
    level = len(group) > 1 and abs(line.left - before.left) <= _SAME_PLACE * line.em
    return hangs or level or (_is_even(before, frame) and _is_even(line, own))


# ---- how a document is set ----


def setting_of(sheets: Sequence[Sheet]) -> Setting:
    """How the lines of these sheets are set."""
    frames = _frames(sheets)
    pairs = [(a, b) for sheet in sheets for a, b in pairwise(sheet.lines)]
    gaps = [gap for a, b in pairs if (gap := _gap(a, b)) is not None]
    pitch = median(gaps) if gaps else 0.0
    shifts = _first_shifts(pairs, frames)
    share = sum(shift > _INDENT for shift in shifts) / len(shifts) if len(shifts) > 1 else None
    indented = share is not None and share >= _SHARE
    lines = [line for sheet in sheets for line in sheet.lines]
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.em * 2) / 2] += len(line.text)
    return Setting(
        frames=frames,
        blocks={line: edges for sheet in sheets for line, edges in blocks_of(sheet, frames, pitch).items()},
        size=max(sizes, key=sizes.__getitem__, default=0.0),
        pitch=pitch,
        indented=indented,
        marks_indented=indented and _marks_indented(lines, frames),
        hanging=share is not None and share <= 1 - _NEARLY_ALL and _many_stand_in(lines, frames),
    )


def _marks_indented(lines: Sequence[Line], frames: dict[tuple[int, int], Frame]) -> bool:
    """Whether nearly all lines that begin with a mark are indented."""
    framed = [(line, frame) for line in lines if (frame := frames.get((line.page, line.column)))]
    marked = [(line.left - frame.left) / line.em > _INDENT for line, frame in framed if MARK.match(line.text)]
    return len(marked) > 1 and sum(marked) >= _NEARLY_ALL * len(marked)


def _first_shifts(pairs: Sequence[tuple[Line, Line]], frames: dict[tuple[int, int], Frame]) -> list[float]:
    """How far in, in characters, lines stand that surely begin a paragraph: the line before them ends early."""
    shifts = []
    for before, line in pairs:
        frame = frames.get((before.page, before.column))
        if frame and before.column == line.column and before.right + line.head + 2 * line.em <= frame.right:
            shifts.append((line.left - frame.left) / line.em)
    return [shift for shift in shifts if shift <= _DEEP]


def _many_stand_in(lines: Sequence[Line], frames: dict[tuple[int, int], Frame]) -> bool:
    """Whether so many lines are indented that it is the usual way for a paragraph's lines after its first."""
    framed = [(line, frame) for line in lines if (frame := frames.get((line.page, line.column)))]
    within = [_INDENT < (line.left - frame.left) / line.em <= _DEEP for line, frame in framed]
    return sum(within) >= _MANY * len(within)


def _frames(sheets: Sequence[Sheet]) -> dict[tuple[int, int], Frame]:
    """The edges of each page's columns: its own where it shows them, else those of all pages of its width."""
    pooled: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for sheet in sheets:
        for line in sheet.lines:
            pooled[round(sheet.width), line.column].append(line)
    shared = {key: _frame(lines) for key, lines in pooled.items()}
    found: dict[tuple[int, int], Frame] = {}
    for sheet in sheets:
        for column in {line.column for line in sheet.lines}:
            frame = _page_frame(sheet, column, shared[round(sheet.width), column])
            if frame.width >= _LEAST_WIDTH * sheet.width / (2 if column else 1):
                found[sheet.number, column] = frame
    return found


def _page_frame(sheet: Sheet, column: int, shared: Frame) -> Frame:
    lines = [line for line in sheet.lines if line.column == column]
    own = _frame(lines)
    return own if len(lines) >= _FEW and abs(own.width - shared.width) <= 1.5 * lines[0].em else shared


def _frame(lines: Sequence[Line]) -> Frame:
    """The edges that several lines share; with few lines, the outermost."""
    left, right = min(line.left for line in lines), max(line.body for line in lines)
    wide = [line for line in lines if line.right - line.left >= (right - left) / 2] or list(lines)
    few = min(3, len(wide))
    rights = sorted((line.body for line in wide), reverse=True)
    lefts = sorted(line.left for line in wide)
    em = median(line.em for line in lines)
    return Frame(_first_shared(lefts, em / 2, few), -_first_shared([-r for r in rights], em / 2, few))


def _first_shared(places: Sequence[float], near: float, few: int) -> float:
    """The first of ordered places that so many lie near to."""
    for k, place in enumerate(places):
        if k + few <= len(places) and places[k + few - 1] - place <= near:
            return place
    return places[0]
