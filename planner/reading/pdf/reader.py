"""PDF files with a text layer: lines joined to paragraphs, ruled tables to rows, page furniture left out."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from pathlib import Path

from planner.domain.document import Continued, Document, LeftOut, Span
from planner.errors import DocumentBlank, DocumentBroken, DocumentScanned, DocumentTooLarge
from planner.reading.apart import apart
from planner.reading.pdf.furniture import without_furniture
from planner.reading.pdf.layout import Item, Sheet, sheet_of
from planner.reading.pdf.lines import Line
from planner.reading.pdf.page import Page, opened
from planner.reading.pdf.paragraphs import setting_of
from planner.reading.pdf.tables import Part, Table, goes_on, table_of

_MOST_CHARACTERS = 20_000_000
_A_STAMP = 20  # characters: a picture with no more words on its page is a scan
_NEARLY_ALL = 0.8
_GARBAGE = 0.3
_SHOWN = 200


def read_pdf(path: Path, data: bytes) -> Document:
    """The document of a PDF's bytes.

    Raises DocumentLocked (a password to open it), DocumentScanned (pictures of pages), DocumentBroken (also where
    the letters have no code), DocumentTooLarge (over 2000 pages or 20 million characters, or too costly to read) or
    DocumentBlank.
    """
    return apart(path, partial(_read, path, data))


def _read(path: Path, data: bytes) -> Document:
    survey = _Survey()
    with opened(path, data) as pages:
        sheets = [survey.sheet(path, page) for page in pages]
    survey.refuse(path)
    sheets, furniture = without_furniture(sheets)
    builder = _Builder()
    setting = setting_of(sheets)
    for lines, table in _stretches([item for sheet in sheets for item in sheet.items]):
        for paragraph in setting.paragraphs(lines):
            builder.add_line(paragraph)
        if table:
            builder.add_table(table)
    if not builder.lines:
        raise DocumentBlank(path)
    return Document(
        name=path.name,
        format="pdf",
        sha256=hashlib.sha256(data).hexdigest(),
        text="\n".join(builder.lines),
        continued=tuple(builder.continued),
        left_out=(*furniture, *builder.left_out, *survey.left_out),
    )


@dataclass(slots=True)
class _Survey:
    """What the pages hold, counted while they are read."""

    pages: int = 0
    characters: int = 0
    unmapped: int = 0
    gutter: float | None = None
    scans: list[int] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def sheet(self, path: Path, page: Page) -> Sheet:
        inked = sum(glyph.char != " " for glyph in page.glyphs)
        self.pages += 1
        self.characters += len(page.glyphs)
        self.unmapped += page.unmapped
        if self.characters > _MOST_CHARACTERS:
            raise DocumentTooLarge(path, f"超过 {_MOST_CHARACTERS // 10_000} 万字")
        if page.pictured and inked <= _A_STAMP:
            self.scans.append(page.number)
        if askew := " ".join(page.askew.split()):
            self.left_out.append(LeftOut("斜排或竖排的文字", askew[:_SHOWN]))
        self.left_out += [LeftOut("批注", remark[:_SHOWN]) for remark in page.remarks]
        sheet = sheet_of(page, self.gutter)
        self.gutter = sheet.gutter or self.gutter
        return sheet

    def refuse(self, path: Path) -> None:
        """Raises DocumentScanned, DocumentBlank or DocumentBroken where there are no words to read."""
        if self.scans and len(self.scans) >= _NEARLY_ALL * self.pages:
            raise DocumentScanned(path, len(self.scans))
        if not self.characters:
            raise DocumentBlank(path)
        if self.unmapped > _GARBAGE * self.characters:
            raise DocumentBroken(path, "文字没有编码，复制出来是乱码")
        for number in self.scans:
            self.left_out.append(LeftOut("图片", f"第 {number} 页只有图片，没有文字可读"))


def _stretches(items: Sequence[Item]) -> Iterator[tuple[list[Line], Table | None]]:
    """Runs of lines, each with the table that ends it; parts of a table that follow each other are one."""
    lines: list[Line] = []
    for is_line, run in groupby(items, key=lambda item: isinstance(item, Line)):
        if is_line:
            lines = [item for item in run if isinstance(item, Line)]
            continue
        for parts in _chains([item for item in run if isinstance(item, Part)]):
            yield lines, table_of(parts)
            lines = []
    if lines:
        yield lines, None


def _chains(parts: Sequence[Part]) -> list[list[Part]]:
    chains: list[list[Part]] = []
    for part in parts:
        if chains and goes_on(chains[-1][-1], part):
            chains[-1].append(part)
        else:
            chains.append([part])
    return chains


@dataclass(slots=True)
class _Builder:
    """The document's text as it grows, and where in it merged cells are."""

    lines: list[str] = field(default_factory=list)
    length: int = 0
    continued: list[Continued] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def add_line(self, line: str) -> None:
        self.lines.append(line)
        self.length += len(line) + 1

    def add_table(self, table: Table) -> None:
        starts: dict[tuple[int, int], int] = {}
        for r, row in enumerate(table.rows):
            at = self.length
            for c, words in enumerate(row):
                starts[r, c] = at
                at += len(words) + 1
            self.add_line("\t".join(row))
        for cell, first in sorted(table.owner.items()):
            if words := table.rows[first[0]][first[1]]:
                of = Span(starts[first], starts[first] + len(words))
                self.continued.append(Continued(starts[cell], of))
        self.left_out += [LeftOut("重复的表头", row) for row in table.repeated]
