"""Words of two lines put together as they were before the line was broken."""

from collections.abc import Sequence

from planner.reading.pdf.lines import MARK, Line
from planner.reading.pdf.page import is_wide

_STOPS = frozenset("。！？；：!?;:")
_NARROW_CELL = 0.3  # of a character's width, by which a cell's inner edge may be misjudged


def joined(lines: Sequence[Line]) -> str:
    """The words of lines that are one paragraph: no blank between Chinese, one between Latin words."""
    pieces: list[str] = []
    for k, line in enumerate(lines):
        if k and _is_hyphenated(lines[k - 1].text, line.text):
            pieces[-1] = pieces[-1][:-1]
        elif k and _has_blank(lines[k - 1], line):
            pieces.append(" ")
        pieces.append(line.text)
    return "".join(pieces)


def _is_hyphenated(before: str, after: str) -> bool:
    return before[-1] == "-" and before[-2:-1].isalpha() and before[-2:-1].isascii() and after[0].islower()


def _has_blank(before: Line, after: Line) -> bool:
    last, first = before.text[-1], after.text[0]
    if is_wide(last) or is_wide(first):
        return False
    word_ends = last.isalpha() or (last in ",;:.!?)" and before.text[-2:-1].isalpha())
    return (word_ends and first.isalpha()) or before.blank_end


def has_room(line: Line, following: Line, right: float) -> bool:
    """Whether the next line's first word would have fitted behind this one: then the line was ended on purpose."""
    blank = 0.0 if is_wide(line.text[-1]) or is_wide(following.text[0]) else line.em / 4
    return line.right + blank + following.head <= right - line.em / 10


def is_finished(line: Line) -> bool:
    """Whether a line ends with a stop."""
    return line.text[-1] in _STOPS


def cell_words(lines: Sequence[Line], width: float) -> str:
    """A cell's words on one line: broken lines joined, a blank where the cell has a new line of its own."""
    if not lines:
        return ""
    groups: list[list[Line]] = [[lines[0]]]
    inner = inner_width(lines, width)
    for line in lines[1:]:
        if goes_on_in_cell(groups[-1][-1], line, width=inner):
            groups[-1].append(line)
        else:
            groups.append([line])
    return " ".join(joined(group) for group in groups)


def goes_on_in_cell(line: Line, following: Line, *, width: float) -> bool:
    """Whether a cell's line was broken by the cell's width, whatever its alignment."""
    if MARK.match(following.text):
        return False
    room = width - (line.right - line.left) - _NARROW_CELL * line.em
    return following.head > room


def inner_width(lines: Sequence[Line], width: float) -> float:
    """How wide a cell's lines may be: its width without the usual margins, or the longest line in it."""
    return max(width - 2 * _CELL_MARGIN, *(line.right - line.left for line in lines))


_CELL_MARGIN = 5.4  # points, as Word sets it
