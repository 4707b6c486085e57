"""Tables that only give a task's slots, 责任单位 | 市司法局: their rows are read as labelled lines."""

from dataclasses import replace

from planner.extraction.columns import is_head, is_label
from planner.extraction.source import Source, mask
from planner.extraction.tables import Row, find_tables, row_at

_PAIR = 2  # cells: a label and its words


def with_labelled_lines(source: Source) -> Source:
    """The source with rows of labels and words as lines, where they stand in no table of tasks.

    Only the text to read changes, character by character; what is printed stays.
    """
    rows = [row for paragraph in source.paragraphs if (row := row_at(source, paragraph)) and _is_labelled(source, row)]
    if not rows:
        return source
    tables = find_tables(source)
    chars = list(source.text)
    for row in rows:
        if any(table.start <= row.start < table.end for table in tables):
            continue
        for k, cell in enumerate(row.cells[:-1]):
            chars[cell.end] = ";" if k % _PAIR else ":"
    text = "".join(chars)
    return replace(source, text=text, masked=mask(text))


def _is_labelled(source: Source, row: Row) -> bool:
    """Whether every other cell, from the first, is a label of units or times, and those between are no headers."""
    words = [source.text[cell.start : cell.end] for cell in row.cells]
    labels, values = words[::_PAIR], words[1::_PAIR]
    return len(labels) == len(values) and all(map(is_label, labels)) and not any(map(is_head, values))
