"""Where the plan is in a file: the words of a web page, title, lead-in, closing."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from planner.extraction.labels import chrome_before
from planner.extraction.names import is_complete
from planner.extraction.numbering import Style
from planner.extraction.outline import Block
from planner.extraction.rulebook import any_pattern
from planner.extraction.source import Source
from planner.extraction.titles import TITLE_LONGEST, TITLE_SHORTEST, announced, is_notice, is_title, title_opening

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


def find_zones(source: Source, blocks: list[Block], table: tuple[int, int] | None = None) -> Zones:
    """The outer parts of a document. `table` is the stretch from its first table of tasks to its last."""
    anchor = _first_item(blocks)
    if table:
        anchor = min(table[0], anchor if anchor is not None else table[0])
        blocks = [b for b in blocks if b.mark or not table[0] <= b.start < table[1]]
    title = _title(source, anchor if anchor is not None else len(source.text))
    if table and not title:
        title = _title_above(source, table[0])
    if title and anchor is not None and title[0] > anchor:
        anchor = next((b.start for b in blocks if b.mark and b.start >= title[1]), None)
    front = [p for p in source.paragraphs if p[0] < (title[0] if title else _first(anchor, source))]
    chrome_end = _chrome_end(source, front, title)
    body_start = title[1] if title else chrome_end
    items = [b for b in blocks if anchor is None or b.start > anchor]
    plain = [b for b in items if not b.mark]
    attached = min(_first_match(source, plain, pattern, longest=80) for pattern in (_attachments(), _page_ends()))
    ours = [b for b in blocks if b.mark and body_start <= b.start < attached]
    settled = _closing_items_start(source, ours, attached)
    ours = ours if settled is None else [b for b in ours if b.start < settled]
    last = max(ours[-1].start if ours else body_start, table[1] - 1 if table else 0)
    tail = [b for b in blocks if b.start > last]
    chrome_start = _first_match(source, tail, _chrome_after(), longest=80)
    closing = _closing_start(source, [b for b in tail if b.start < chrome_start], chrome_start)
    return Zones(chrome_end, title, body_start, closing if settled is None else min(closing, settled), chrome_start)


def _first(anchor: int | None, source: Source) -> int:
    return len(source.text) if anchor is None else anchor


def _first_item(blocks: list[Block]) -> int | None:
    """The first numbered item of the outermost style that the document uses."""
    for style in _HEADINGS:
        for block in blocks:
            if block.mark and block.mark.style is style:
                return block.start
    return None


# ---- the title ----


def _title(source: Source, anchor: int) -> tuple[int, int] | None:
    """The last line before the first item that reads like a plan's title; a notice's title only for want of another.

    Where a notice has items of its own, the plan that it announces begins behind them.
    """
    lines = ((a, min(b, anchor)) for a, b in source.paragraphs if a < anchor)
    candidates = [(a, b) for a, b in lines if is_title(source.text[a:b])]
    own = [c for c in candidates if not is_notice(source.text[slice(*c)])]
    if not candidates:
        return _title_in_line(source)
    start, end = _called_so(source, candidates, own) or (own or candidates)[-1]
    if not own and (behind := _announced_title(source, source.text[start:end], anchor)):
        return behind
    return _with_line_before(source, start, end), _with_line_behind(source, end, anchor)


def _called_so(source: Source, candidates: list[tuple[int, int]], own: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The line that bears the very name that a notice before it announces."""
    names = {announced(source.text[slice(*c)]) for c in candidates}
    return next((c for c in own if source.text[slice(*c)] in names), None)


def _announced_title(source: Source, notice: str, anchor: int) -> tuple[int, int] | None:
    """Where the title that a notice announces stands on a line or two of its own, behind the notice's items."""
    name = announced(notice)
    behind = [p for p in source.paragraphs if p[0] > anchor] if name else []
    for (start, end), (_, after) in pairwise([*behind, (0, 0)]):
        line = source.text[start:end].strip("《》<>")
        if line == name:
            return start, end
        if name and len(line) > 1 and name.startswith(line) and source.text[start:after].replace("\n", "") == name:
            return start, after
    return None


def _title_above(source: Source, table: int) -> tuple[int, int] | None:
    """The first line above a table that is called a table itself: …重点工作推进表."""
    lines = [(a, b) for a, b in source.paragraphs if a < table and "\t" not in source.text[a:b]]
    called = (p for p in lines if p[1] - p[0] <= TITLE_LONGEST and _called_table().search(source.text[slice(*p)]))
    return next(called, None)


def _title_in_line(source: Source) -> tuple[int, int] | None:
    """A title that opens the first line: a blank or the way a sentence begins part it from the text behind it."""
    start, end = source.paragraphs[0] if source.paragraphs else (0, 0)
    for at in range(start + TITLE_SHORTEST, min(end, start + TITLE_LONGEST)):
        if source.blank_before(at) and is_title(source.text[start:at]):
            return start, at
    length = title_opening(source.text[start : min(end, start + 2 * TITLE_LONGEST)])
    return (start, start + length) if length else None


def _with_line_before(source: Source, start: int, end: int) -> int:
    """The start of a title that is set on two lines: 云溪市人民政府关于加强 / 全民阅读工作的意见.

    Nor does a title end behind its year and what the year is for: 云溪市2024年城乡公共文化 / 服务提质工作要点.
    """
    before = [p for p in source.paragraphs if p[1] < start]
    if not before:
        return start
    first, last = before[-1]
    line, own = source.text[first:last], source.text[start:end]
    broken = (
        "关于" in line
        or line.endswith(("年", "年度"))
        or own.startswith("关于")
        or bool(_OF_A_YEAR.search(line) and not _OF_A_YEAR.search(own))
    )
    broken = broken or _heads_file(source, first, last, own)
    fits = len(line) <= TITLE_LONGEST // 2 and not re.search(r"[。;:!?>,()]", line) and not chrome_before().search(line)
    return first if broken and fits and not is_title(line) else start


def _heads_file(source: Source, start: int, end: int, title: str) -> bool:
    """Whether the file opens with a line that the next one, no whole title by itself, ends.

    深化便民服务改革工作 / 重点任务分工方案, but no organ, no kind of paper and no blank line between the two.
    """
    line, after = source.text[start:end], source.at(end + 1)
    between = source.original[source.offsets[end - 1] + 1 : after]
    if start or between.count("\n") != 1 or _whole_title().search(title):
        return False
    return len(line) >= _HALF_TITLE and not is_complete(line) and not _no_half().search(line)


_HALF_TITLE = 8


def _with_line_behind(source: Source, end: int, anchor: int) -> int:
    """The end of a title whose years, or whose last word, stand on the line below: （2024—2026年） / 实施方案."""
    after = next((p for p in source.paragraphs if p[0] > end), None)
    if after and after[1] <= anchor and _title_goes_on().fullmatch(source.text[slice(*after)]):
        return after[1]
    return end


@cache
def _whole_title() -> re.Pattern[str]:
    """关于… / 云溪市2024年… / 云溪市人民政府…: a title that needs no line before it."""
    return re.compile(any_pattern("zones", "whole_title"))


@cache
def _no_half() -> re.Pattern[str]:
    """…文件 / 云政办发〔2024〕3号 / 云溪市政府网: what stands over a title and is no part of it."""
    return re.compile(any_pattern("zones", "no_half_title"))


@cache
def _title_goes_on() -> re.Pattern[str]:
    return re.compile(any_pattern("zones", "title_goes_on"))


# 云溪市2024年城乡公共文化 / 2024—2025年度绿化; not 2024年3月15日, not 2024年第3期
_OF_A_YEAR = re.compile(r"20\d\d年度?[^\d第]{2}")


# ---- the page around it ----


def _chrome_end(source: Source, front: list[tuple[int, int]], title: tuple[int, int] | None) -> int:
    """Where the page's own words end: before the first line that reads like a document's."""
    for start, end in front:
        line = source.text[start:end]
        if len(line) >= TITLE_SHORTEST and not chrome_before().search(line[:_CHROME_LOOK]):
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


def _closing_items_start(source: Source, items: list[Block], end: int) -> int | None:
    """Where the last numbered items begin that only say from when a document holds and who explains it."""
    start: int | None = None
    for block in reversed(items):
        words = source.text[block.mark.end if block.mark else block.start : end if start is None else start]
        heading, _, rest = words.partition("\n")
        called = _closing_heading().search(heading.strip("。")) and (not rest.strip() or _closing_item().match(rest))
        if not (called or _closing_item().match(heading)):
            break
        start = block.start
    return start


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
def _called_table() -> re.Pattern[str]:
    """…推进表 / …进度表(2024年)."""
    return re.compile(r"^[^。;:]{3,}表(?:\([^()]{1,30}\)){0,2}$")


@cache
def _chrome_after() -> re.Pattern[str]:
    return re.compile(any_pattern("zones", "chrome_after"))


@cache
def _page_ends() -> re.Pattern[str]:
    """责任编辑: / 相关链接: what is numbered behind such a line is the page's, not the plan's."""
    return re.compile(any_pattern("zones", "page_ends"))


@cache
def _attachments() -> re.Pattern[str]:
    """附件:1. / 附件1: the list of what is attached, whose numbers are no items."""
    return re.compile(any_pattern("zones", "attachments"))


@cache
def _closing_item() -> re.Pattern[str]:
    """本措施自2024年5月1日起施行 / 本办法由市司法局负责解释."""
    return re.compile(any_pattern("zones", "closing_item"))


@cache
def _closing_heading() -> re.Pattern[str]:
    """附则 / 实施期限: a heading over such items."""
    return re.compile(any_pattern("zones", "closing_heading"))


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(any_pattern("zones", "closing"))
