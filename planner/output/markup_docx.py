"""Blocks of a Markdown document as an official document."""

from collections.abc import Sequence

from docx.document import Document

from planner.output import docx
from planner.output.gbt9704 import TYPE_AREA, new_document
from planner.output.markup import Block, Heading, Paragraph, Rule, Table, title_of


def to_docx(blocks: Sequence[Block]) -> bytes:
    """The document after GB/T 9704: the first-level heading is the title, the last lines after a rule sign it."""
    document = new_document(title_of(blocks))
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
