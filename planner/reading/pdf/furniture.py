"""Page furniture: page numbers, running headers and footers, footnotes. What is taken out is told."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from planner.domain.document import LeftOut
from planner.reading.pdf.layout import Sheet
from planner.reading.pdf.lines import Line

_OUT_OF_TEXT = 0.07  # of a page's longer side: no text stands so near to its end
_APART = 2.5  # times the usual distance between lines
_FOOT_LONGEST = 24
_DEEPEST = 3  # lines at a page's edge that may be furniture
_ZONE = 0.15  # of a page's longer side, at its top and bottom
_MARGIN_ZONE = 0.12
_LEAST_BODY = 0.5  # of a page's height
_TITLE = 1.3  # times the size of most words
_SAME_HEIGHT = 3.0  # points
_SAME_SIZE = 0.05
_CLOSER, _WIDER = 0.85, 1.35  # times the usual distance between lines
_FEW_OTHERS = 0.25
_HALF = 0.5
_MANY = 3  # pages

# 12 — a number alone, which only its place among the others shows to be the page's
_PLAIN = re.compile(r"\d{1,4}")
# - 12 - / — 3 — / 第 3 页 共 9 页 / 第三页 / 3/9 / Page 3 of 9 / ［3］
_NUMBER = re.compile(
    r"[-—–―－·•.~～_]+\d{1,4}[-—–―－·•.~～_]+"
    r"|[-—–]?第[\d一二三四五六七八九十百]{1,5}页[-—–]?(?:[,，、/()（]*共[\d一二三四五六七八九十百]{1,5}页[)）]?)?"
    r"|[(（\[［【]\d{1,4}[)）\]］】]|\d{1,4}[/／]\d{1,4}页?|\d{1,4}页|page\d{1,4}(?:of\d{1,4})?|p\.?\d{1,4}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line near a page's top or bottom: how far from the edge, how much space to the next line inward."""

    sheet: Sheet
    line: Line
    foot: bool
    depth: int
    away: float
    space: float | None

    def within(self, share: float) -> bool:
        """Whether it stands so near to the edge; margins follow the paper, and are no smaller where it lies across."""
        paper = max(self.sheet.width, self.sheet.height)
        return self.away <= min(share * paper, (1 - _LEAST_BODY) / 2 * self.sheet.height)

    @property
    def key(self) -> tuple[bool, str]:
        """What it says, digits aside."""
        return self.foot, re.sub(r"\d+", "#", _closed(self.line.text))


def _closed(text: str) -> str:
    return "".join(text.split())


def without_furniture(sheets: Sequence[Sheet]) -> tuple[list[Sheet], list[LeftOut]]:
    """The sheets without what belongs to the page and not to the text, and what that was."""
    edges = [edge for sheet in sheets for foot in (False, True) for edge in _edges(sheet, foot=foot)]
    numbers = _numbers(edges)
    running = _running(edges, sheets) | _single_foot(edges, sheets)
    dropped: dict[int, list[_Edge]] = defaultdict(list)
    stopped: set[tuple[int, bool]] = set()
    for edge in sorted(edges, key=lambda e: e.depth):
        side = (edge.sheet.number, edge.foot)
        if side in stopped:
            continue
        if id(edge) in numbers or id(edge) in running:
            dropped[edge.sheet.number].append(edge)
        else:
            stopped.add(side)
    kept = [sheet.keeping([edge.line for edge in dropped[sheet.number]]) for sheet in sheets]
    told = _told([edge for found in dropped.values() for edge in found], numbers)
    kept, notes = _without_footnotes(kept)
    return kept, told + notes


def _edges(sheet: Sheet, *, foot: bool) -> list[_Edge]:
    """The lines nearest to one edge of a page, outermost first, as far as no table stands there."""
    spread = sorted(sheet.items, key=lambda item: item.top, reverse=foot)
    found: list[_Edge] = []
    for depth, item in enumerate(spread[:_DEEPEST]):
        if not isinstance(item, Line):
            break
        inner = spread[depth + 1] if depth + 1 < len(spread) else None
        space = abs(inner.base - item.base) if isinstance(inner, Line) else None
        away = sheet.height - item.base if foot else item.base
        found.append(_Edge(sheet, item, foot, depth, away, space))
    return found


# ---- page numbers ----


def _numbers(edges: Sequence[_Edge]) -> set[int]:
    """The edges that are page numbers. One without any sign has to count on like the pages do."""
    zone = [edge for edge in edges if edge.within(_ZONE)]
    signed = {id(edge) for edge in zone if _NUMBER.fullmatch(_closed(edge.line.text))}
    plain = [edge for edge in zone if _PLAIN.fullmatch(_closed(edge.line.text))]
    offsets = Counter(_offset(edge) for edge in plain)
    usual, count = offsets.most_common(1)[0] if offsets else (0, 0)
    right = usual if count > 1 else 0
    return signed | {id(edge) for edge in plain if _offset(edge) == right}


def _offset(edge: _Edge) -> int:
    return int(_closed(edge.line.text)) - edge.sheet.number


# ---- headers and footers ----


def _running(edges: Sequence[_Edge], sheets: Sequence[Sheet]) -> set[int]:
    """The edges that say the same at the same height on most pages, or on most odd or even ones."""
    groups: dict[tuple[bool, str], list[_Edge]] = defaultdict(list)
    for edge in edges:
        lettered = any(char.isalpha() for char in edge.key[1])  # numbers alone are no header, and no more the same
        if lettered and edge.within(_ZONE):
            groups[edge.key].append(edge)
    size, pitch = _body(sheets)
    levels = [same for group in groups.values() if len(same := _level(group)) > 1]
    several = {id(edge) for same in levels for edge in same}
    fit = [s for s in levels if not _reads_on(s, size=size, pitch=pitch) and not _among_body(s, edges, several)]
    sure = [same for same in fit if _on_most(same, sheets, least=_MANY)]
    sure += [same for same in fit if same not in sure and _in_few(same, sheets, sure)]
    large = _TITLE * _usual_size(sheets)
    return {id(edge) for same in sure for edge in same[not same[0].foot and same[0].line.em > large :]}


def _single_foot(edges: Sequence[_Edge], sheets: Sequence[Sheet]) -> set[int]:
    """The footer of an only page: a short line far below the text, where no text stands; a day may be a signature's."""
    if len(sheets) != 1:
        return set()
    _, pitch = _body(sheets)
    return {
        id(edge)
        for edge in edges
        if edge.foot
        and edge.depth == 0
        and edge.within(_OUT_OF_TEXT)
        and edge.space is not None
        and edge.space > _APART * pitch > 0
        and len(words := _closed(edge.line.text)) <= _FOOT_LONGEST
        and not _SAYS_MORE.search(words)
    }


# 完成验收。 / 2024年3月5日: the end of a text or of a letter
_SAYS_MORE = re.compile(r"[。；;：:，,]|\d日$")


def _usual_size(sheets: Sequence[Sheet]) -> float:
    """The size of most words, those in tables with them. What is larger is a title, kept where it stands first."""
    sizes: Counter[float] = Counter()
    for item in (item for sheet in sheets for item in sheet.items):
        if isinstance(item, Line):
            sizes[round(item.em * 2) / 2] += len(item.text)
        else:
            sizes.update(round(glyph.em * 2) / 2 for glyph in item.glyphs if glyph.wide)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _level(group: Sequence[_Edge]) -> list[_Edge]:
    """Those of a group that stand at the usual height."""
    usual = median(edge.away for edge in group)
    return [edge for edge in group if abs(edge.away - usual) <= _SAME_HEIGHT]


def _on_most(same: Sequence[_Edge], sheets: Sequence[Sheet], *, least: int) -> bool:
    pages = {edge.sheet.number for edge in same}
    sides = {number % 2 for number in pages}
    among = [sheet.number for sheet in sheets if len(sides) > 1 or sheet.number % 2 in sides]
    return len(pages) >= least and len(pages) > _HALF * len(among)


def _in_few(same: Sequence[_Edge], sheets: Sequence[Sheet], sure: Sequence[Sequence[_Edge]]) -> bool:
    """Whether what stands on few pages is a header: at the height of the other pages', or in a short document."""
    if not all(edge.within(_MARGIN_ZONE) for edge in same):
        return False
    beside = any(e[0].foot == same[0].foot and abs(e[0].away - same[0].away) <= _SAME_HEIGHT for e in sure)
    return beside or (len(sheets) <= _MANY and _on_most(same, sheets, least=2))


def _reads_on(same: Sequence[_Edge], *, size: float, pitch: float) -> bool:
    """Whether such lines are of the text: of its size, and followed as closely as its lines follow each other."""
    like = [
        edge.space is not None
        and abs(edge.line.em - size) <= _SAME_SIZE * size
        and _CLOSER * pitch <= edge.space <= _WIDER * pitch
        for edge in same
    ]
    return sum(like) > _HALF * len(like)


def _among_body(same: Sequence[_Edge], edges: Sequence[_Edge], several: set[int]) -> bool:
    """Whether other pages have lines at that height that stand there only once: there the body begins or ends."""
    pages, away = {edge.sheet.number for edge in same}, same[0].away
    others = {
        edge.sheet.number
        for edge in edges
        if edge.foot == same[0].foot and abs(edge.away - away) <= _SAME_HEIGHT and id(edge) not in several
    }
    return len(others - pages) > _FEW_OTHERS * len(pages)


def _body(sheets: Sequence[Sheet]) -> tuple[float, float]:
    """The size of the body's type, and how far its lines are apart."""
    lines = [line for sheet in sheets for line in sheet.lines]
    if not lines:
        return 0.0, 0.0
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.em * 2) / 2] += len(line.text)
    size = sizes.most_common(1)[0][0]
    like = [[line for line in sheet.lines if abs(line.em - size) <= _SAME_SIZE * size] for sheet in sheets]
    pairs = (pair for found in like for pair in pairwise(found))
    spaces = [b.base - a.base for a, b in pairs if a.column == b.column and b.base > a.base]
    return size, median(spaces) if spaces else 0.0


def _told(dropped: Sequence[_Edge], numbers: set[int]) -> list[LeftOut]:
    """Each header and footer once, page numbers as the first and the last."""
    once: dict[tuple[bool, str], LeftOut] = {}
    pages: list[str] = []
    for edge in sorted(dropped, key=lambda e: (e.sheet.number, e.foot)):
        if id(edge) in numbers:
            pages.append(edge.line.text)
        else:
            once.setdefault(edge.key, LeftOut("页脚" if edge.foot else "页眉", edge.line.text))
    shown = [LeftOut("页码", " … ".join(dict.fromkeys([pages[0], pages[-1]])))] if pages else []
    return [*once.values(), *shown]


# ---- footnotes ----

_SMALLER = 0.95
_MOST_STROKES = 50
_SHORT = 0.6  # of the page's width: the stroke above footnotes is no longer


def _without_footnotes(sheets: Sequence[Sheet]) -> tuple[list[Sheet], list[LeftOut]]:
    size, _ = _body(sheets)
    kept, told = [], []
    for sheet in sheets:
        notes = _footnotes(sheet, size)
        told += [LeftOut("脚注", line.text) for line in notes]
        kept.append(_unmarked(sheet.keeping(notes), notes) if notes else sheet)
    return kept, told


def _footnotes(sheet: Sheet, size: float) -> list[Line]:
    """The small lines below a short stroke at a page's end."""
    for stroke in sorted(sheet.strokes, key=lambda r: r.at, reverse=True)[:_MOST_STROKES]:
        below = [item for item in sheet.items if item.top >= stroke.at - 1]
        if stroke.end - stroke.start > _SHORT * sheet.width or not below:
            continue
        lines = [item for item in below if isinstance(item, Line) and item.em <= _SMALLER * size]
        return lines if len(lines) == len(below) < len(sheet.items) and _begins_as_note(lines[0]) else []
    return []


def _begins_as_note(line: Line) -> bool:
    return bool(re.match(r"[\d*†‡①-⑳〔\[]", line.text))


def _unmarked(sheet: Sheet, notes: Sequence[Line]) -> Sheet:
    """The sheet without the raised figures that point to the notes."""
    marks = {found[0] for line in notes if (found := re.match(r"[〔\[]?(?:\d+|[*†‡①-⑳]+)[〕\]]?", line.text))}
    items = tuple(_stripped(item, marks) if isinstance(item, Line) else item for item in sheet.items)
    return replace(sheet, items=items)


def _stripped(line: Line, marks: set[str]) -> Line:
    text = line.text
    for start, end in reversed(line.notes):
        if text[start:end] in marks and text[:start] + text[end:]:
            text = text[:start] + text[end:]
    return replace(line, text=text, notes=()) if text != line.text else line
