"""A year-end report's text parted by what its headings and paragraphs say: what was done, shortcomings, duty, plans."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from planner.domain.document import Document
from planner.domain.report_check import Finding, FindingCode
from planner.extraction.headings import heading_end, heading_text
from planner.extraction.numbering import Style, counted_marks
from planner.extraction.outline import Block, Node, blocks_of, tree_of
from planner.extraction.reports.headings import DONE, DUTY, NEXT, OTHER, PROBLEMS, names, parts_named, words, years_in
from planner.extraction.source import Source, condense
from planner.extraction.zones import Zones, find_zones

_LONGEST_HEADING = 60
_PLAIN_HEADING = 40


@dataclass(frozen=True, slots=True)
class Section:
    """An outermost part as printed. `parts` are those that its heading names; none where it names a matter.

    Its words, behind the heading, run from `head_end` to `end`; `children` are its numbered items.
    """

    label: str
    title: str
    parts: tuple[str, ...]
    start: int
    head_end: int
    end: int
    children: tuple[Node, ...] = ()


@dataclass(frozen=True, eq=False)
class ReportText:
    """A report made ready for checking: its text, its outer parts, its sections, and the year it reports on."""

    source: Source
    zones: Zones
    year: int | None
    sections: tuple[Section, ...]

    @property
    def text(self) -> str:
        """The folded text that all indices here count in."""
        return self.source.text

    @property
    def body(self) -> tuple[int, int]:
        """From the end of the title to the closing."""
        return self.zones.body_start, max(self.zones.body_start, self.zones.closing_start)

    @property
    def first(self) -> int:
        """Where the first section begins; the body where there is none."""
        return self.sections[0].start if self.sections else self.zones.body_start

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, int], ...]:
        """The body's paragraphs."""
        return self.source.paragraphs_in(*self.body)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """The body's sentences, with their stops; rows of tables are none."""
        return tuple(
            found.span()
            for start, end in self.paragraphs
            if "\t" not in self.text[start:end]
            for found in _SENTENCE.finditer(self.text, start, end)
        )

    @cached_property
    def pieces(self) -> tuple[tuple[int, str | None], ...]:
        """Where the report turns to another of its parts, and to which, in order."""
        return tuple(_pieces(self))

    @cached_property
    def _turns(self) -> list[int]:
        return [start for start, _ in self.pieces]

    def part_at(self, index: int) -> str | None:
        """The part that the character at `index` belongs to, None before the first and in the closing."""
        at = bisect_right(self._turns, index) - 1
        return self.pieces[at][1] if at >= 0 and index < self.zones.closing_start else None

    def place(self, index: int) -> str:
        """Where a character stands, as a reader would say it: “一”部分（三）, 开头, 文末."""
        section = next((s for s in self.sections if s.start <= index < s.end), None)
        if index < self.zones.body_start:
            return "标题处"
        if section is None:
            return "开头" if index < self.zones.closing_start else "文末"
        below = next((c for c in section.children if c.start <= index < c.end), None)
        item = below.mark.label if below and self.part_at(below.start) == self.part_at(index) else ""
        return f"“{section.label or section.title}”部分{item.replace('(', '（').replace(')', '）')}"

    def printed(self, start: int, end: int, longest: int = 30) -> str:
        """A stretch as printed, cut in the middle where it is long."""
        words = self.source.printed[start:end].replace("\n", " ").replace("\t", " ")
        return words if len(words) <= longest else f"{words[: longest - 8]}…{words[-7:]}"

    def finding(self, code: FindingCode, start: int, end: int, message: str, part: str | None = None) -> Finding:
        """A finding on a stretch of the text, in the part that it stands in if none is named."""
        span = self.source.span(start, end)
        return Finding(code, part or self.part_at(start), message, (span.start, span.end))


_SENTENCE = re.compile(r"[^。!?\n]+[。!?]*[”)]?")


def read_report(document: Document, year: int | None = None) -> ReportText:
    """A report's text with its parts. `year` is the one it reports on where that is known from elsewhere."""
    source = condense(document.text, document.continued, ruled=document.format != "txt")
    blocks = blocks_of(source)
    zones = _without_sign_off(source, find_zones(source, blocks))
    nodes = _outermost(blocks, zones)
    named = year if year is not None else _year(source, zones, nodes)
    sections = tuple(_section(source, node, named) for node in nodes)
    if not nodes or nodes[0].mark.style > Style.CHINESE:
        plain = tuple(_plain_sections(source, blocks, zones, named))
        if len({part for section in plain for part in section.parts}) > 1 or not nodes:
            sections = plain
    return ReportText(source, zones, named, sections)


def _without_sign_off(source: Source, zones: Zones) -> Zones:
    """The zones with annexes of ours, and gaps for signature and date at the report's end, in its closing."""
    closing = zones.closing_start
    body = source.paragraphs_in(zones.body_start, closing)
    annex = next((start for start, end in body if words("words.annex").search(source.text[start:end])), closing)
    for start, end in reversed([paragraph for paragraph in body if paragraph[0] < annex]):
        if not words("words.sign_off").search(source.text[start:end]):
            break
        annex = start
    return replace(zones, closing_start=annex)


def _outermost(blocks: list[Block], zones: Zones) -> list[Node]:
    inside = [block for block in blocks if zones.body_start <= block.start < zones.closing_start]
    roots = tree_of(inside, zones.closing_start)
    outer = min((node.mark.style for node in roots), default=None)
    return [node for node in roots if node.mark.style is outer]


def _section(source: Source, node: Node, year: int | None) -> Section:
    title = heading_text(source, node)
    parts = parts_named(title, year) if len(title) <= _LONGEST_HEADING else ()
    head = min(heading_end(source, node), node.end)
    return Section(node.mark.label, title, parts, node.start, head, node.end, tuple(node.children))


def _plain_sections(source: Source, blocks: list[Block], zones: Zones, year: int | None) -> Iterator[Section]:
    """Sections under headings without a number: short lines without a stop, which name a part."""
    heads = [
        (start, end, parts)
        for start, end in source.paragraphs_in(zones.body_start, zones.closing_start)
        if end - start <= _PLAIN_HEADING and not re.search(r"[。;:,!?\t]", source.text[start:end])
        if (parts := parts_named(source.text[start:end], year))
    ]
    stops = [*(start for start, _, _ in heads[1:]), zones.closing_start]
    for (start, end, parts), stop in zip(heads, stops, strict=False):
        below = tuple(tree_of([b for b in blocks if end <= b.start < stop], stop))
        yield Section("", source.text[start:end], parts, start, end, stop, below)


# ---- the year ----


def _year(source: Source, zones: Zones, nodes: list[Node]) -> int | None:
    """The year that title, opening and headings speak of together; the title's word decides between equals."""
    title = years_in(source.text[slice(*zones.title)])[:1] if zones.title else []
    opening = years_in(source.masked[zones.body_start : nodes[0].start if nodes else zones.body_start + _OPENING])[:1]
    votes = Counter([*title, *opening])
    for node in nodes:
        heading = heading_text(source, node)[:_LONGEST_HEADING]
        ahead = bool(re.search(r"安排|打算|思路|计划|下一?步", heading)) and not re.search("情况|成效|举措", heading)
        votes.update(named - ahead for named in years_in(heading)[:1])
    if not votes:
        votes.update(years_in(source.masked[zones.body_start : zones.closing_start]))
    return max(votes, key=lambda named: (votes[named], named in title, named), default=None)


_OPENING = 300


# ---- the parts, wherever they stand ----


def _pieces(report: ReportText) -> Iterator[tuple[int, str | None]]:
    yield 0, None
    behind = False
    for section in report.sections:
        yield from _section_pieces(report, section, behind=behind)
        behind = behind or bool({PROBLEMS, NEXT} & set(section.parts))
    turns = [] if report.sections else list(_paragraph_pieces(report, *report.body, (DONE,)))
    if turns:
        yield report.body[0], DONE
        yield from turns


def _section_pieces(report: ReportText, section: Section, *, behind: bool) -> Iterator[tuple[int, str | None]]:
    if not section.parts and behind:
        yield section.start, None
        return
    parts = section.parts or (DONE,)
    yield section.start, parts[0]
    if parts[0] != OTHER:
        yield from _paragraph_pieces(report, section.head_end, section.end, parts, section.children)


def _paragraph_pieces(
    report: ReportText, start: int, end: int, parts: tuple[str, ...], children: tuple[Node, ...] = ()
) -> Iterator[tuple[int, str | None]]:
    """The turns inside a section: a paragraph or an item that belongs to another part than the one before it."""
    at = parts[0]
    last_item = max((child.start for child in children), default=0)
    for first, last, named in _chunks(report, (start, end), parts, children):
        if named is None or named == at:
            if at == DONE:
                yield from _counted_duty(report, first, last)
            continue
        yield first, named
        if named in parts or named == NEXT or (named == PROBLEMS and last_item < first):
            at = named
        else:
            yield last, at


def _chunks(
    report: ReportText, within: tuple[int, int], parts: tuple[str, ...], children: tuple[Node, ...]
) -> Iterator[tuple[int, int, str | None]]:
    """A section's paragraphs and items, each with the part that it opens, None where it goes on with the one before.

    Where shortcomings and plans share a section, items behind a paragraph that admits shortcomings are the plans.
    """
    items = {child.start: child for child in children}
    starts = sorted({*items, *(first for first, _ in report.source.paragraphs_in(*within))})
    admitted = False
    for first, last in zip(starts, [*starts[1:], within[1]], strict=False):
        if item := items.get(first):
            named = _item_part(report, item, parts)
            plans = named is None and admitted and {PROBLEMS, NEXT} <= set(parts)
            yield first, item.end, NEXT if plans else named
            continue
        named = _paragraph_part(report, first, last, parts)
        admitted = admitted or named == PROBLEMS
        if named != PROBLEMS or parts != (NEXT,) or first == starts[0]:
            yield first, last, named


def _item_part(report: ReportText, item: Node, parts: tuple[str, ...]) -> str | None:
    """The part that a numbered item is for, where its heading says so; plans hold no report of the heads' duty."""
    heading = heading_text(report.source, item)
    if DONE in parts and names("first_responsible").search(heading) and len(heading) <= _LONGEST_HEADING:
        return DUTY
    if parts not in ((NEXT,), (DUTY,)) and names("problems_below").search(heading):
        return PROBLEMS
    if names("next_year_below").search(heading):
        return NEXT
    return None


def _paragraph_part(report: ReportText, start: int, end: int, parts: tuple[str, ...]) -> str | None:
    """The part that an unnumbered paragraph opens: it admits shortcomings, looks ahead, or is about the heads' duty.

    One sentence on the duty is none; plans may open with what fell short.
    """
    text = report.text[start:end].strip()
    if words("words.ahead").search(text) or (report.year and text.startswith(f"{report.year + 1}年")):
        return NEXT
    if parts != (DUTY,) and admits(text):
        return PROBLEMS
    opening = re.split("[,。;]", text, maxsplit=1)[0]
    if DONE in parts and text.count("。") > 1 and names("first_responsible").search(opening):
        return DUTY
    return None


def _counted_duty(report: ReportText, start: int, end: int) -> Iterator[tuple[int, str | None]]:
    """二是扛牢第一责任人职责。…: an item of a run that is about the heads' duty, and says more than one sentence."""
    marks = counted_marks(report.text, start, end)
    for mark, last in zip(marks, [*(following.start for following in marks), end][1:], strict=False):
        item = report.text[mark.end : last]
        if item.count("。") > 1 and names("first_responsible").search(re.split("[,。;]", item, maxsplit=1)[0]):
            yield mark.start, DUTY
            yield last, DONE


def admits(text: str) -> bool:
    """Whether a folded paragraph admits shortcomings of the reporting side itself."""
    for found in words("words.admits").finditer(text):
        clause = re.split("[。;]", text[: found.start()])[-1] + found[0]
        if not words("words.not_admits").search(clause):
            return True
    return False
