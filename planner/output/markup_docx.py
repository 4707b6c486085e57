"""Blocks of a Markdown document as an official document."""

from collections.abc import Sequence

from docx.document import Document

from planner.output import docx
from planner.output.gbt9704 import TYPE_AREA, new_document
from planner.output.markup import Block, Heading, Paragraph, Rule, Table, title_of


def to_docx(blocks: Sequence[Block]) -> bytes:
    """The document after GB/T 9704: the first-level heading is the title, the last lines after a rule sign it."""
    document = new_document(title_of(blocks))
    return _finish(document, blocks)


def to_letter(blocks: Sequence[Block]) -> bytes:
    """The same as a letter: what stands before the title is its number, the line under it whom it is to."""
    document = new_document(title_of(blocks))
    at = next((place for place, block in enumerate(blocks) if isinstance(block, Heading)), 0)
    head, rest = blocks[: at + 1], blocks[at + 1 :]
    for block in head:
        if isinstance(block, Paragraph):
            docx.add_number(document, block.text)
        else:
            _add(document, block)
    if rest and isinstance(rest[0], Paragraph):
        docx.add_addressee(document, rest[0].text)
        rest = rest[1:]
    return _finish(document, rest)


def _finish(document: Document, blocks: Sequence[Block]) -> bytes:
    signature: list[str] | None = None
    for block in blocks:
        if isinstance(block, Rule):
            signature = []
        elif signature is not None and isinstance(block, Paragraph):
            signature.append(block.text)
        else:
            _add(document, block)
    if signature:
        docx.add_signature(document, signature)
    return docx.to_bytes(document)


def _add(document: Document, block: Block) -> None:
    match block:
        case Heading(1, text):
            docx.add_title(document, text)
        case Heading(level, text):
            docx.add_heading(document, text, min(level - 1, 4))
        case Paragraph(text):
            docx.add_body(document, text)
        case Table(header, rows):
            shares = docx.fair_shares(header, rows, TYPE_AREA[0])
            docx.add_table(document, header, rows, width=TYPE_AREA[0], widths=shares)
        case Rule():
            pass
