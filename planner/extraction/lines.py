"""Printed lines to paragraphs: what is not read is left out, sentences broken over lines are joined."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from planner.extraction.labels import chrome_before, time_label, unit_label
from planner.extraction.numbering import Style, bare_mark_at, mark_at
from planner.extraction.rulebook import any_pattern

_LINE = re.compile(r"[^\n\r\x0b\x0c\u2028\u2029]+")
_PAGE_NUMBER = re.compile(r"[-—–]{0,2}\d{1,4}[-—–]{0,2}|第\d{1,4}页(?:[,/]?共\d{1,4}页)?")  # — 12 — / 第3页
_PAGE = 200  # a bare number this far behind the one before it is a page's; nearer ones may be cells or items
_INVISIBLE = frozenset("*\u200b\u200c\u200d\u2060\ufeff\xad")
_MIN_CELLS = 3
_MIN_TABLE_ROWS = 3
_WRAPPED = 22  # a line shorter than this that ends without a stop is a heading or a signature, not half a sentence
_LOOK = 30
_PAGE_WIDTH = 60
_MIN_BROKEN = 5
_INDENT = re.compile("(?<! ) {2,}(?=[^ )])")
_PACKED = 400  # a text with lines longer than this on average has lost its line breaks
_RULE = re.compile(r"[|\-: ]+")


@dataclass(frozen=True)
class Line:
    """One printed line as it is read: its characters and where each was printed; `row` where it is a table's row."""

    offsets: list[int]
    text: str
    row: bool


def paragraphs_of(folded: str, *, ruled: bool = False) -> list[list[Line]]:
    """The paragraphs of a folded text, each as the lines it was printed on.

    A line with a tab is a table's row where the text comes from a format with tables (`ruled`); else there must be
    several of them, with several cells each, for people type tabs as blanks.
    """
    spans = [found.span() for found in _LINE.finditer(folded)]
    if len(folded) > len(spans) * _PACKED:
        spans = [piece for span in spans for piece in _indented(folded, *span)]
    table = sum(_is_row(folded[a:b]) for a, b in spans) >= _MIN_TABLE_ROWS
    lines = [
        _line(folded, a, b, row="\t" in folded[a:b] if ruled else table and _is_row(folded[a:b])) for a, b in spans
    ]
    return _paragraphs([line for line in lines if line])


def _indented(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """A line cut where paragraphs were indented: in a text without line breaks, the indents are what is left."""
    cuts = [found.start() for found in _INDENT.finditer(folded, start + 1, end)]
    return list(pairwise([start, *cuts, end]))


def _line(folded: str, start: int, end: int, *, row: bool) -> Line | None:
    """The line from `start` to `end` without what is not read, cells parted by tabs; None where nothing remains."""
    if row and _RULE.fullmatch(folded[start:end].strip()):
        return None
    kept = [k for k in range(start, end) if _is_read(folded, k, start, end, row=row)]
    kept = kept[next((k for k, at in enumerate(kept) if folded[at] != "#"), len(kept)) :]
    text = "".join(folded[k] for k in kept)
    if row:
        text = text.replace("|", "\t")
    return Line(kept, text, row) if text.strip("\t") else None


def _is_row(line: str) -> bool:
    return line.strip(" \n").count("\t") >= _MIN_CELLS - 1 or (
        line.strip().startswith("|") and line.strip().count("|") > _MIN_CELLS
    )


def _is_read(folded: str, k: int, start: int, end: int, *, row: bool) -> bool:
    char = folded[k]
    if char in _INVISIBLE:
        return False
    if not char.isspace():
        return True
    if row and char == "\t":
        return True
    return start < k < end - 1 and _parts_words(folded[k - 1], folded[k + 1])


def _parts_words(before: str, after: str) -> bool:
    """A blank between two Latin words or numbers is part of the text."""
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()


def _paragraphs(lines: list[Line]) -> list[list[Line]]:
    """Lines grouped so that a sentence broken over lines is whole again. Page numbers are left out."""
    groups: list[list[Line]] = []
    pending: Line | None = None
    full = _full_length(lines)
    last, turned = 0, False
    for line in lines:
        if _PAGE_NUMBER.fullmatch(line.text):
            bare = line.text.isdigit() and line.offsets[0] - last < _PAGE
            pending, last, turned = line if bare else None, line.offsets[0], True
            continue
        if groups and _continues(groups[-1], line, _WRAPPED if turned else full):
            groups[-1].append(line)
        else:
            if pending:
                groups.append([pending])
            groups.append([line])
        pending, turned = None, False
    if pending:
        groups.append([pending])
    return groups


_ENDS = frozenset("。!?;:)]】〕>》\"”'")
_GOES_ON = frozenset(",、")
_NEVER_FIRST = frozenset(",、。;:)】〕》”%")


def _continues(group: list[Line], line: Line, full: int) -> bool:
    """Whether a line carries on the sentence that the paragraph before it left unfinished.

    A line without a stop goes on if it is `full` long (over a page's end: no short one) or, being no heading, has a
    comma in it.
    """
    before = group[-1]
    if before.row or line.row:
        return False
    last = before.text[-1]
    if last == "," and _opens_item(line.text):
        return False
    if last in _GOES_ON or last in _OPEN or line.text[0] in _NEVER_FIRST:
        return True
    if mark_at(line.text, 0) or _starts_anew().match(line.text):
        return False
    if _bracket_open(group):
        return True
    return last not in _ENDS and _unfinished(before, full) and not _is_of_the_page(before)


def _opens_item(text: str) -> bool:
    """Whether a line opens with 一、 or （一）, which no sentence goes on with behind a comma."""
    mark = mark_at(text, 0)
    return mark is not None and mark.style in (Style.CHINESE, Style.CHINESE_BRACKET)


def _is_of_the_page(line: Line) -> bool:
    """首页 > 要闻: no sentence, and words of a web page in it."""
    return not re.search("[,。;]", line.text) and bool(chrome_before().search(line.text[:_LOOK]))


def _unfinished(line: Line, full: int) -> bool:
    """Whether a line without a stop at its end is part of a longer sentence."""
    if len(line.text) >= full:
        return True
    return not _is_heading(line) and len(line.text) >= _WRAPPED and bool(re.search("[,。;]", line.text))


def _full_length(lines: list[Line]) -> int:
    """How long a line must be to be taken as broken by the page's width; out of reach where lines are paragraphs."""
    longest = max((len(line.text) for line in lines), default=0)
    broken = sum(len(line.text) >= longest * 0.8 and line.text[-1] not in _ENDS for line in lines)
    return max(_WRAPPED, int(longest * 0.8)) if longest <= _PAGE_WIDTH and broken >= _MIN_BROKEN else 10**9


def _is_heading(line: Line) -> bool:
    """A numbered line without a stop inside: a heading, complete as it stands."""
    return bool(mark_at(line.text, 0) or bare_mark_at(line.text, 0)) and not re.search(r"[。;]", line.text)


def _bracket_open(group: list[Line]) -> bool:
    """Whether a bracket is open at the end of a paragraph, and no sentence ended in it."""
    tail = "".join(line.text for line in group[-_TAIL_LINES:])[-_TAIL:]
    opened: list[int] = []
    for k, char in enumerate(tail):
        if char in _OPEN:
            opened.append(k)
        elif char in _CLOSE and opened:
            opened.pop()
    return bool(opened) and "。" not in tail[opened[-1] :]


_OPEN, _CLOSE = frozenset("([{【〔"), frozenset(")]}】〕")
_TAIL, _TAIL_LINES = 300, 20


@cache
def _starts_anew() -> re.Pattern[str]:
    """责任单位: / [牵头部门: / 附件1: a line that opens with these carries nothing on."""
    label = rf"(?:{unit_label()}|{time_label()})"
    return re.compile(rf"[(\[【〔]?{label}:|{any_pattern('zones', 'starts_anew')}")
