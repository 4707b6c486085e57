"""A document to a draft plan, stage by stage."""

from dataclasses import replace

from planner.domain.document import Document, Span
from planner.domain.drafts import Claim, Part, PartKind, PlanDraft, SectionDraft, TaskKind
from planner.extraction.around import ends_with_table, split_around
from planner.extraction.context import context_of
from planner.extraction.drafting import draft_task
from planner.extraction.facts import Facts, coming_years, facts_of
from planner.extraction.labelrows import with_labelled_lines
from planner.extraction.oddities import oddities
from planner.extraction.outline import Block, blocks_of, tree_of
from planner.extraction.raw import RawSection, Split
from planner.extraction.source import Source, condense
from planner.extraction.splitting import closing_after, shortened, split
from planner.extraction.tablechoice import tables_of
from planner.extraction.tables import Table
from planner.extraction.unnumbered import split_unnumbered
from planner.extraction.zones import Zones, find_zones

# Raised whenever the same text may read differently: accepted readings are then looked at again.
EXTRACTOR_VERSION = 2


def read_plan(document: Document) -> PlanDraft:
    """The draft of a plan. A text that holds none gives a draft without tasks.

    The parts tile the text; spans are offsets into `document.text`, those of words that a merged cell lends a task too.
    Raises TaskColumnMissing or HeaderDoubled for a document that is one table and can't be told apart into tasks.
    """
    source = with_labelled_lines(condense(document.text, document.continued, ruled=document.format != "txt"))
    blocks = blocks_of(source)
    tables = tables_of(document, source, blocks)
    zones = _zones(source, blocks, tables)
    first = min([_first_item(blocks, zones), *(table.start for table in tables)])
    facts = facts_of(source, zones, first)
    body = (zones.body_start, zones.closing_start)
    found = split_around(source, blocks, tables, body) if tables else _split(source, blocks, zones, facts, first)
    if found.report:
        facts = replace(facts, years=coming_years(facts.years, [section.title for section in found.sections]))
    context = context_of(source, found.tasks, facts.years)
    tasks = tuple(draft_task(context, raw) for raw in found.tasks)
    claims = _claims(source, facts, found)
    warnings = oddities(source, found.tasks, list(tasks), found.outermost(), issued=facts.issued, claims=claims)
    return PlanDraft(
        title=source.printed[slice(*zones.title)].replace("\n", "") if zones.title else None,
        year=facts.years.first,
        issuer=facts.issuer,
        issued_on=facts.issued.day if facts.issued else None,
        issued_span=source.span(facts.issued.start, facts.issued.end) if facts.issued else None,
        parts=_parts(source, zones, found),
        sections=tuple(_section(source, section) for section in found.sections),
        tasks=tasks,
        warnings=tuple(warnings),
        claims=claims,
        ends_on=facts.years.last_day,
    )


def _first_item(blocks: list[Block], zones: Zones) -> int:
    """Where numbered items begin, behind the title; the closing where there are none."""
    return next((b.start for b in blocks if b.mark and b.start >= zones.body_start), zones.closing_start)


def _zones(source: Source, blocks: list[Block], tables: list[Table]) -> Zones:
    if not tables:
        return find_zones(source, blocks)
    zones = find_zones(source, blocks, (tables[0].start, tables[-1].end))
    closing = tables[-1].end if ends_with_table(blocks, tables) else max(zones.closing_start, tables[-1].end)
    return replace(zones, closing_start=min(closing, zones.chrome_start))


def _split(source: Source, blocks: list[Block], zones: Zones, facts: Facts, first: int) -> Split:
    body = [b for b in blocks if first <= b.start < zones.closing_start]
    roots = tree_of(body, zones.closing_start)
    if not roots and (plain := split_unnumbered(source, zones.body_start, zones.closing_start)):
        return plain
    front = source.text[zones.front_end : first]
    found = split(source, roots, front=front, stated_tasks=facts.stated_tasks())
    if found.tasks and found.tasks[-1].end == zones.closing_start:
        last = found.tasks[-1]
        found.tasks[-1] = shortened(last, closing_after(source, last))
    return found


def _parts(source: Source, zones: Zones, found: Split) -> tuple[Part, ...]:
    """The parts of the text, each from its start to the next one's, none of them empty."""
    closing = (
        found.tasks[-1].end if found.tasks and found.parts[-1][1] == found.tasks[-1].start else zones.closing_start
    )
    starts = [(PartKind.CHROME, 0), (PartKind.LEAD_IN, zones.chrome_end)]
    if zones.title:
        starts.append((PartKind.TITLE, zones.title[0]))
    starts.append((PartKind.PREAMBLE, zones.body_start))
    starts += found.parts
    starts += [(PartKind.CLOSING, min(closing, zones.chrome_start)), (PartKind.CHROME, zones.chrome_start)]
    return _tiles(source, starts)


def _tiles(source: Source, starts: list[tuple[PartKind, int]]) -> tuple[Part, ...]:
    offsets = [(kind, source.from_line(start) if start else 0) for kind, start in starts]
    tiles: list[Part] = []
    for (kind, start), (_, end) in zip(offsets, [*offsets[1:], (PartKind.CHROME, len(source.original))], strict=True):
        if start >= end:
            continue
        blank = not source.original[start:end].strip()
        if tiles and (blank or (tiles[-1].kind is kind and kind in _JOINED)):
            tiles[-1] = Part(tiles[-1].kind, Span(tiles[-1].span.start, end))
        else:
            tiles.append(Part(kind, Span(start, end)))
    return tuple(tiles)


_JOINED = (PartKind.PREAMBLE, PartKind.CHROME)


def _section(source: Source, section: RawSection) -> SectionDraft:
    mark = section.mark
    label = source.printed[mark.start : mark.start + len(mark.label)] if mark else None
    return SectionDraft(label, section.title, source.span(section.start, section.end))


def _claims(source: Source, facts: Facts, found: Split) -> tuple[Claim, ...]:
    counts = {
        "sections": len(found.sections),
        "tasks": sum(raw.kind is TaskKind.TASK for raw in found.tasks),
    }
    return tuple(
        Claim(source.printed[s.start : s.end], s.what, s.count, counts[s.what], source.span(s.start, s.end))
        for s in facts.stated
    )
