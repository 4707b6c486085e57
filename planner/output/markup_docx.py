"""Blocks of a Markdown document as an official document."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.shared import Length

from planner.output import docx
from planner.output.gbt9704 import TYPE_AREA, new_document, turn_sideways
from planner.output.markup import Block, Heading, Paragraph, Rule, Table, title_of

_WIDTHS = TYPE_AREA
"""How wide a table may be on a sheet that stands, and on one that lies sideways."""

# 〔待补充：文号〕　签发人：〔待补充：签发人〕
_HEAD = re.compile(r"(?P<number>.*?)\s*(?P<signatory>签发人：.*)")
# 附件1　数据来源表
_ANNEX = re.compile(r"(?P<label>附件[0-9]*)\s+(?P<title>.*)")
_ATTACHED = "附件："


@dataclass(frozen=True, slots=True)
class Annex:
    """What follows a document on pages of its own, headed 附件1 and its title; wide tables lie `sideways`.

    Its tables are lists to look things up in, in small letters.
    """

    blocks: Sequence[Block]
    sideways: bool = False


def to_docx(blocks: Sequence[Block], annexes: Sequence[Annex] = (), *, sideways: bool = False) -> bytes:
    """The document after GB/T 9704: the first-level heading is the title, the last lines after a rule sign it.

    What stands before the title is its number and who signs it, a paragraph 附件：… lists what is attached.
    All of it lies `sideways` where it is one wide table.
    """
    document = new_document(title_of(blocks))
    if sideways:
        turn_sideways(document.sections[0])
    head, rest = _parted(blocks)
    for text in head:
        found = _HEAD.fullmatch(text)
        docx.add_head(document, *(found.groups() if found else (text, "")))
    _write(document, rest, width=_WIDTHS[sideways], small=sideways)
    for annex in annexes:
        docx.start_section(document, sideways=annex.sideways)
        _write(document, annex.blocks, width=_WIDTHS[annex.sideways], small=True)
    return docx.to_bytes(document)


def to_letter(blocks: Sequence[Block]) -> bytes:
    """The same as a letter: what stands before the title is its number, the line under it whom it is to."""
    document = new_document(title_of(blocks))
    head, rest = _parted(blocks)
    for text in head:
        docx.add_number(document, text)
    title, rest = rest[:1], rest[1:]
    _write(document, title)
    if rest and isinstance(rest[0], Paragraph):
        docx.add_addressee(document, rest[0].text)
        rest = rest[1:]
    _write(document, rest)
    return docx.to_bytes(document)


def _parted(blocks: Sequence[Block]) -> tuple[list[str], Sequence[Block]]:
    """The paragraphs before the title, and all from the title on."""
    at = next((place for place, block in enumerate(blocks) if isinstance(block, Heading)), 0)
    return [block.text for block in blocks[:at] if isinstance(block, Paragraph)], blocks[at:]


def _write(document: Document, blocks: Sequence[Block], *, width: Length = _WIDTHS[0], small: bool = False) -> None:
    signature: list[str] | None = None
    for block in blocks:
        if isinstance(block, Rule):
            signature = []
        elif signature is not None and isinstance(block, Paragraph):
            signature.append(block.text)
        else:
            _add(document, block, width, small=small)
    if signature:
        docx.add_signature(document, signature)


def _add(document: Document, block: Block, width: Length, *, small: bool) -> None:
    match block:
        case Heading(_, text) if found := _ANNEX.fullmatch(text):
            docx.add_annex_heading(document, found["label"], found["title"])
        case Heading(1, text):
            docx.add_title(document, text)
        case Heading(level, text):
            docx.add_heading(document, text, min(level - 1, 4))
        case Paragraph(text) if text.startswith(_ATTACHED):
            docx.add_attachments(document, [name.strip() for name in text.removeprefix(_ATTACHED).splitlines()])
        case Paragraph(text):
            docx.add_body(document, text)
        case Table(header, rows):
            style = docx.SMALL_TABLE_TEXT if small else docx.TABLE_TEXT
            shares = docx.fair_shares(header, rows, width, style)
            docx.add_table(document, header, rows, width=width, widths=shares, style=style)
        case Rule():
            pass
