"""Where the plan is in a file: the words of a web page, title, lead-in, closing."""

import re
from dataclasses import dataclass
from functools import cache

from planner.extraction.numbering import Style
from planner.extraction.outline import Block
from planner.extraction.rulebook import any_of, any_pattern
from planner.extraction.source import Source

_TITLE_LONGEST = 80
_HEADINGS = (Style.CHAPTER, Style.PART, Style.CHINESE, Style.ARTICLE, Style.CHINESE_BRACKET, Style.ARABIC)


@dataclass(frozen=True, slots=True)
class Zones:
    """Where a document's outer parts lie, in reading text. Up to `chrome_end` and from `chrome_start` on it is chrome.

    `title` is None where the file has none; the body runs from `body_start` to `closing_start`.
    """

    chrome_end: int
    title: tuple[int, int] | None
    body_start: int
    closing_start: int
    chrome_start: int

    @property
    def front_end(self) -> int:
        """Where the title, or without one the body's preamble, begins."""
        return self.title[0] if self.title else self.chrome_end


def find_zones(source: Source, blocks: list[Block]) -> Zones:
    """The outer parts of a document."""
    anchor = _first_item(blocks)
    title = _title(source, anchor if anchor is not None else len(source.text))
    front = [p for p in source.paragraphs if p[0] < (title[0] if title else _first(anchor, source))]
    chrome_end = _chrome_end(source, front, title)
    body_start = title[1] if title else chrome_end
    items = [b for b in blocks if anchor is None or b.start > anchor]
    attached = _first_match(source, [b for b in items if not b.mark], _attachments(), longest=80)
    last = _last_item([b for b in blocks if b.start < attached], body_start)
    tail = [b for b in blocks if b.start > last]
    chrome_start = _first_match(source, tail, _chrome_after(), longest=80)
    closing = _closing_start(source, [b for b in tail if b.start < chrome_start], chrome_start)
    return Zones(chrome_end, title, body_start, closing, chrome_start)


def _first(anchor: int | None, source: Source) -> int:
    return len(source.text) if anchor is None else anchor


def _first_item(blocks: list[Block]) -> int | None:
    """The first numbered item of the outermost style that the document uses."""
    for style in _HEADINGS:
        for block in blocks:
            if block.mark and block.mark.style is style:
                return block.start
    return None


def _last_item(blocks: list[Block], body_start: int) -> int:
    marked = [b.start for b in blocks if b.mark and b.start >= body_start]
    return max(marked, default=body_start)


# ---- the title ----


def _title(source: Source, anchor: int) -> tuple[int, int] | None:
    """The last line before the first item that reads like a plan's title; a notice's title only for want of another."""
    candidates = [(a, b) for a, b in source.paragraphs if a < anchor and _is_title(source.text[a:b])]
    own = [c for c in candidates if not _notice().search(source.text[slice(*c)])]
    if not candidates:
        return _title_in_line(source)
    start, end = (own or candidates)[-1]
    return _with_line_before(source, start), end


def _is_title(line: str) -> bool:
    return (
        _MIN_TITLE <= len(line) <= _TITLE_LONGEST
        and bool(_title_end().search(line))
        and not re.search(r"[。;!?>:|]|^[•·]", line)
    )


_MIN_TITLE = 5


def _title_in_line(source: Source) -> tuple[int, int] | None:
    """A title that opens the first line and is parted by a blank from the text that follows on it."""
    start, end = source.paragraphs[0] if source.paragraphs else (0, 0)
    for at in range(start + _MIN_TITLE, min(end, start + _TITLE_LONGEST)):
        if source.blank_before(at) and _is_title(source.text[start:at]):
            return start, at
    return None


def _with_line_before(source: Source, start: int) -> int:
    """The start of a title that is set on two lines: 云溪市人民政府关于加强 / 全民阅读工作的意见."""
    before = [p for p in source.paragraphs if p[1] < start]
    if not before:
        return start
    first, last = before[-1]
    line = source.text[first:last]
    broken = "关于" in line or line.endswith(("年", "年度")) or source.text.startswith("关于", start)
    fits = (
        len(line) <= _TITLE_LONGEST // 2 and not re.search(r"[。;:!?>,()]", line) and not _chrome_before().search(line)
    )
    return first if broken and fits and not _is_title(line) else start


# ---- the page around it ----


def _chrome_end(source: Source, front: list[tuple[int, int]], title: tuple[int, int] | None) -> int:
    """Where the page's own words end: before the first line that reads like a document's."""
    for start, end in front:
        line = source.text[start:end]
        if len(line) >= _MIN_TITLE and not _chrome_before().search(line[:_CHROME_LOOK]):
            return start
        if len(line) >= _PROSE:
            return start
    if title:
        return title[0]
    return front[-1][1] + 1 if front else 0


_CHROME_LOOK = 30
_PROSE = 100


def _closing_start(source: Source, blocks: list[Block], end: int) -> int:
    """Where signature, date and attachments begin, among the blocks after the last item."""
    found = _first_match(source, blocks, _closing(), longest=200)
    at = min(found, end)
    before = [b for b in blocks if b.end <= at]
    while before and at < end and _is_signature(source.text[before[-1].start : before[-1].end]):
        at = before.pop().start
    return at


def _is_signature(line: str) -> bool:
    return len(line) <= _SIGNATURE and bool(re.search(r"(?:政府|办公[室厅]|委员会|局|厅|部|院|会|组|委)$", line))


_SIGNATURE = 30


def _first_match(source: Source, blocks: list[Block], pattern: re.Pattern[str], longest: int) -> int:
    for block in blocks:
        line = source.text[block.start : block.end]
        if len(line) <= longest and pattern.search(line):
            return block.start
    return len(source.text)


@cache
def _title_end() -> re.Pattern[str]:
    """…工作要点 / …行动方案（2025—2030年）."""
    return re.compile(any_of("zones", "title_kind") + r"(?:\([^()]{1,30}\)){0,2}$")


@cache
def _notice() -> re.Pattern[str]:
    return re.compile(any_pattern("zones", "notice_title"))


@cache
def _chrome_before() -> re.Pattern[str]:
    return re.compile(any_pattern("zones", "chrome_before"))


@cache
def _chrome_after() -> re.Pattern[str]:
    return re.compile(any_pattern("zones", "chrome_after"))


@cache
def _attachments() -> re.Pattern[str]:
    """附件:1. / 附件1: the list of what is attached, whose numbers are no items."""
    return re.compile(any_pattern("zones", "attachments"))


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(any_pattern("zones", "closing"))
