"""Which of a document's tables hold its tasks, and whether a document that is nothing but a table can be read."""

from planner.domain.document import Document, fold
from planner.errors import HeaderDoubled, TaskColumnMissing
from planner.extraction.columns import Head, columns_of, is_header
from planner.extraction.outline import Block, tree_of
from planner.extraction.source import Source
from planner.extraction.splitting import split
from planner.extraction.tables import Table, find_tables, likely_header
from planner.extraction.zones import find_zones

_SHEETS = ("xlsx", "xls", "csv")
_MOSTLY, _NEARLY_ALL = 0.5, 0.8


def tables_of(document: Document, source: Source, blocks: list[Block]) -> list[Table]:
    """The tables that hold a document's tasks.

    In a plan of prose a table counts only if it says who or when, and not if it is attached to a plan whose items
    name their units themselves. Of a plain text nobody can say that it is a table, for its tabs may be blanks.
    Raises TaskColumnMissing or HeaderDoubled for a document that is a table.
    """
    tables = find_tables(source)
    rows = sum(b - a for a, b in source.paragraphs if "\t" in source.text[a:b])
    share = rows / max(1, sum(b - a for a, b in source.paragraphs))
    sheet = document.format in _SHEETS
    if document.format != "txt" and share > (_MOSTLY if sheet else _NEARLY_ALL):
        _refuse_unclear(document, source, tables)
        return tables
    if not sheet:
        tables = [table for table in tables if table.assigns]
    return [] if tables and _is_attached(source, blocks, tables[0]) else tables


def _refuse_unclear(document: Document, source: Source, tables: list[Table]) -> None:
    header = likely_header(source)
    if not tables and header and not is_header(columns_of([Head(fold(words)) for words in header])):
        raise TaskColumnMissing(document.name, header)
    for table in tables:
        if table.doubled:
            raise HeaderDoubled(document.name, table.doubled)


def _is_attached(source: Source, blocks: list[Block], table: Table) -> bool:
    """Whether a table stands behind the closing of a plan of prose whose tasks name units."""
    zones = find_zones(source, blocks)
    if table.start < zones.closing_start:
        return False
    items = [b for b in blocks if zones.body_start <= b.start < zones.closing_start]
    first = next((k for k, block in enumerate(items) if block.mark), len(items))
    found = split(source, tree_of(items[first:], zones.closing_start), front="", stated_tasks=None)
    return any(slot.names_units for task in found.tasks for slot in task.slots)
