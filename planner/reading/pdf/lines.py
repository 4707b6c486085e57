"""Glyphs to lines: which stand on one line, where blanks were printed, and what a line's beginning tells."""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from statistics import median

from planner.reading.pdf.page import Glyph

_SAME_LINE = 0.4  # of a character's width, between two baselines
_GAP = 0.8  # of it: so far apart, two Chinese characters have a blank between them
_LATIN_GAP = 0.2
_TWICE = 0.25  # a letter drawn again so near is the same, made bold
_RAISED = 0.75  # of the line's size
_HIGHEST = 0.6
_MOST_SPACED = 0.6


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line. `left`, `right` and `base` in points from the page's top left corner, `em` the size of its type.

    `head` is the width of what can't be broken at its beginning, `hang` where the words after its mark stand, `body`
    where it ends without closing signs; `notes` are stretches of small raised figures, `blank_end` a blank after it.
    """

    text: str
    left: float
    right: float
    base: float
    em: float
    head: float
    body: float
    hang: float | None = None
    notes: tuple[tuple[int, int], ...] = ()
    blank_end: bool = False
    page: int = 0
    column: int = 0

    @property
    def top(self) -> float:
        return self.base - self.em


def rows_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """The glyphs that share a baseline, top down, each row from left to right. Blanks alone are no row."""
    rows: list[list[Glyph]] = []
    reference: Glyph | None = None
    for glyph in sorted(glyphs, key=attrgetter("base")):
        if reference is None or (glyph.base != reference.base and not _on_one_line(reference, glyph)):
            rows.append([])
            reference = glyph
        elif glyph.em > reference.em and glyph.char != " ":
            reference = glyph
        rows[-1].append(glyph)
    for row in rows:
        row.sort(key=attrgetter("left"))
    return [row for row in rows if any(glyph.char != " " for glyph in row)]


def _on_one_line(upper: Glyph, lower: Glyph) -> bool:
    """Whether the lower of two glyphs stands on the same line; a small one may be raised above it."""
    if upper.em < _RAISED * lower.em:
        return lower.base - upper.base <= _HIGHEST * lower.em
    return lower.base - upper.base <= _SAME_LINE * max(upper.em, lower.em)


def line_of(row: Sequence[Glyph], *, page: int = 0, column: int = 0) -> Line:
    """The line that a row of glyphs makes; at least one of them is no blank."""
    inked = _once([glyph for glyph in row if glyph.char != " "])
    em = _size(inked)
    text, starts = _spelt(inked, row, em)
    base = _middle([glyph.base for glyph in inked if glyph.em >= _RAISED * em])
    last = row[-1]
    return Line(
        text=text,
        left=inked[0].left,
        right=inked[-1].right,
        base=base,
        em=em,
        head=_unbroken(inked),
        body=max((g.right for g in inked if g.char not in _CLOSING), default=inked[-1].right),
        hang=_hang(text, inked, starts),
        notes=tuple(_notes(inked, [*starts, len(text)], em=em, base=base)),
        blank_end=last.char == " " and last.left >= inked[-1].right - em / 2,
        page=page,
        column=column,
    )


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines that glyphs make, top down."""
    return [line_of(row) for row in rows_of(glyphs)]


def _size(inked: Sequence[Glyph]) -> float:
    return _middle([glyph.em for glyph in inked if glyph.wide] or [glyph.em for glyph in inked])


def _middle(lengths: Sequence[float]) -> float:
    return lengths[0] if lengths.count(lengths[0]) == len(lengths) else median(lengths)


def _once(inked: list[Glyph]) -> list[Glyph]:
    """Without letters drawn again beside themselves to look bold. In the very place it is one glyph for two: ——."""
    kept: list[Glyph] = []
    beyond = -math.inf  # what begins from here on is away from all before it
    for glyph in inked:
        near = glyph.left < beyond + _TWICE * glyph.em
        if not near or not any(_redrawn(before, glyph) for before in kept[-3:] if before.char == glyph.char):
            kept.append(glyph)
            beyond = glyph.left
    return kept


def _redrawn(before: Glyph, glyph: Glyph) -> bool:
    across, down = abs(before.left - glyph.left), abs(before.base - glyph.base)
    return across + down > 0 and max(across, down) < _TWICE * glyph.em


# ---- blanks ----


def _spelt(inked: Sequence[Glyph], row: Sequence[Glyph], em: float) -> tuple[str, Sequence[int]]:
    """The line's words, and where each glyph's begin in them."""
    blanks = [glyph.left for glyph in row if glyph.char == " "]
    parted = _partings(inked, blanks, em) if blanks or _has_gap(inked) else ()
    text = "".join([glyph.char for glyph in inked])
    if not parted and not _RARE.search(text):
        return text, range(len(text))
    words: list[str] = []
    starts, length = [], 0
    for k, glyph in enumerate(inked):
        if k in parted:
            words.append(" ")
            length += 1
        starts.append(length)
        words.append(plain(glyph.char))
        length += len(words[-1])
    return "".join(words), starts


def _has_gap(inked: Sequence[Glyph]) -> bool:
    """Whether anything stands so far from its neighbour that there may be a blank."""
    least = _LATIN_GAP * min(glyph.em for glyph in inked)
    return any(after.left - before.right >= least for before, after in pairwise(inked))


def _partings(inked: Sequence[Glyph], blanks: Sequence[float], em: float) -> set[int]:
    """Before which glyphs a blank is meant."""
    printed = _printed_between(inked, blanks)
    gap = _wide_gap(inked, printed, em)
    pairs = zip(pairwise(inked), printed, strict=True)
    return {k for k, ((a, b), blank) in enumerate(pairs, 1) if _parted(a, b, printed=blank, em=em, gap=gap)}


def _printed_between(inked: Sequence[Glyph], blanks: Sequence[float]) -> list[bool]:
    """Between which neighbours a blank was printed."""
    found, at = [], 0
    for before, after in pairwise(inked):
        middle = (before.left + before.right) / 2
        while at < len(blanks) and blanks[at] < middle:
            at += 1
        found.append(at < len(blanks) and blanks[at] < (after.left + after.right) / 2)
    return found


def _wide_gap(inked: Sequence[Glyph], printed: Sequence[bool], em: float) -> float:
    """How far apart two Chinese characters stand where a blank is meant: further in a line that is all spaced out."""
    pairs = list(zip(pairwise(inked), printed, strict=True))
    gaps = [b.left - a.right for (a, b), _ in pairs if a.wide and b.wide]
    spaced = [blank for (a, b), blank in pairs if a.wide and b.wide]
    far = sum(gap > _GAP * em / 2 or blank for gap, blank in zip(gaps, spaced, strict=True))
    if len(gaps) >= _FEW and far >= _MOST_SPACED * len(gaps):
        return 2 * median(gaps) + em / 2
    return _GAP * em


_FEW = 3


def _parted(before: Glyph, after: Glyph, *, printed: bool, em: float, gap: float) -> bool:
    between = after.left - before.right
    if before.wide and after.wide:
        return between >= gap or (printed and gap <= em and between >= _LATIN_GAP * em)
    if before.wide or after.wide:
        return printed or between >= max(gap, _GAP * em)
    return printed or between >= _LATIN_GAP * max(before.em, after.em)


# ---- characters ----

# Unicode's radicals that are whole characters; most have no decomposition (EquivalentUnifiedIdeograph.txt).
_RADICALS = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻲⻳",
        "母民虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙亀龟",
        strict=True,
    )
)
_RARE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06]")  # ⽅ ⻓ ﬁ: what plain() may change
_COMPATIBLE = ("\u2f00", "\u2fdf"), ("\uf900", "\ufaff"), ("\ufb00", "\ufb06")  # radicals, ideographs, ligatures


def plain(char: str) -> str:
    """The ordinary character of a radical, a compatibility ideograph or a ligature: ⽅ → 方, ﬁ → fi."""
    if char < "\u2e80" or "一" <= char <= "龥":
        return char
    if char in _RADICALS:
        return _RADICALS[char]
    if "\u2e80" <= char <= "\u2eff" or any(first <= char <= last for first, last in _COMPATIBLE):
        return unicodedata.normalize("NFKC", char)
    return char


# ---- what a line's beginning and its raised figures tell ----

_OPENING = frozenset("（(《〈“‘「『【〔[{")
_CLOSING = frozenset("，。、；：！？）)》〉”’」』】〕]},.;:!?%％…")

# 一、 （一） 1. 1、 （1） 1) ① 第一条 ● - : what an item begins with
MARK = re.compile(
    r"(?:第[一二三四五六七八九十百\d]{1,5}[章节条篇]|第[一二三四五六七八九十]{1,3}部分"
    r"|[一二三四五六七八九十百]{1,4}[、.．]"
    r"|[（(〔\[](?:[一二三四五六七八九十百]{1,4}|\d{1,2})[）)〕\]][、.．]?"
    r"|\d{1,3}(?:[.．、](?!\d)|[)）])"
    r"|[①-⑳㈠-㈩⑴-⒇⒈-⒛][、.．]?"
    r"|[●○■□◆◇★☆▲△•·➢\uf000-\uf0ff-](?=[^\w-]|[\u4e00-\u9fff]))\s*"
)


def _hang(text: str, inked: Sequence[Glyph], starts: Sequence[int]) -> float | None:
    """Where the words after an item's mark stand."""
    found = MARK.match(text)
    if not found:
        return None
    return next((g.left for g, start in zip(inked, starts, strict=True) if start >= found.end()), None)


def _unbroken(inked: Sequence[Glyph]) -> float:
    """The width of what no line break may part at a line's beginning: a bracket and a character, a number, a word.

    A closing sign keeps the number behind it: 责）2．2021
    """
    end = 0
    while end < len(inked) - 1 and inked[end].char in _OPENING:
        end += 1
    end = _closed(inked, _word_end(inked, end))
    if end + 1 < len(inked) and end and inked[end + 1].char.isdigit():
        end = _closed(inked, _word_end(inked, end + 1))
    return inked[end].right - inked[0].left


def _word_end(inked: Sequence[Glyph], end: int) -> int:
    while inked[end].char.isascii() and end + 1 < len(inked) and _one_word(inked[end], inked[end + 1]):
        end += 1
    return end


def _closed(inked: Sequence[Glyph], end: int) -> int:
    while end + 1 < len(inked) and inked[end + 1].char in _CLOSING:
        end += 1
    return end


def _one_word(before: Glyph, after: Glyph) -> bool:
    return after.char.isascii() and after.char not in _OPENING and after.left - before.right < _LATIN_GAP * before.em


_NOTE = frozenset("0123456789*†‡[]〔〕①②③④⑤⑥⑦⑧⑨⑩")


def _notes(inked: Sequence[Glyph], places: Sequence[int], *, em: float, base: float) -> list[tuple[int, int]]:
    """The stretches of small raised figures, which point to footnotes; `places` are the glyphs' in the words."""
    found: list[tuple[int, int]] = []
    for k, glyph in enumerate(inked):
        if glyph.char not in _NOTE or glyph.em >= _RAISED * em or base - glyph.base <= em / 10:
            continue
        if found and found[-1][1] == places[k]:
            found[-1] = (found[-1][0], places[k + 1])
        else:
            found.append((places[k], places[k + 1]))
    return found
