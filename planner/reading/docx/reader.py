"""Word documents (docx, docm, dotx) as they are printed: automatic numbers, tables, text boxes, tracked changes."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from planner.domain.document import Continued, Document, LeftOut, Span
from planner.errors import DocumentBlank, DocumentBroken
from planner.reading.docx.blocks import Block, Context, Line, Table, flat, story
from planner.reading.docx.numbering import numbering_of
from planner.reading.docx.package import Package, attribute, child, tag
from planner.reading.docx.runs import CONTENTS
from planner.reading.docx.styles import styles_of
from planner.reading.docx.tables import RawCell

_SHORTENED = 200
# — 3 — / 第3页 共12页 / 3/12
_PAGE_NUMBER = re.compile(r"[\s\d第页共/.,，·•~～—–－-]*\d[\s\d第页共/.,，·•~～—–－-]*")
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_OUTSIDE = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注", "comments": "批注"}
_DRAWN = {"diagramData": "图示", "chart": "图表"}
_EMBEDDED = frozenset({"package", "oleObject", "aFChunk"})


def read_docx(path: Path, data: bytes) -> Document:
    """The document of a docx file's bytes.

    Soft line breaks are newlines, page breaks nothing, tabs outside tables blanks. A table with one column, being a
    box around text, gives its paragraphs. Words of text boxes stand after the paragraph they are anchored in.
    Raises DocumentBroken, DocumentLocked, DocumentTooLarge or DocumentBlank.
    """
    package = Package(path, data)
    main = package.main()
    root = package.xml(main)
    body = child(root, "w:body")
    if root is None or body is None:
        raise DocumentBroken(path, "里面没有 Word 正文")
    related = list(package.related(main))
    context = _context(package, related)
    text, continued = _joined(story(body, context))
    if not text.strip():
        raise DocumentBlank(path)
    left_out = (*context.left_out, *_outside(package, related, context))
    return Document(
        name=path.name,
        format="docx",
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        continued=tuple(continued),
        left_out=tuple(_told(left_out)),
    )


def _context(package: Package, related: Iterable[tuple[str, str]]) -> Context:
    parts = {kind: part for kind, part in related if kind in {"styles", "numbering"}}
    styles = styles_of(package.xml(parts["styles"]) if "styles" in parts else None)
    numbers = package.xml(parts["numbering"]) if "numbering" in parts else None
    return Context(package.path, styles, numbering_of(numbers, styles))


def _joined(blocks: Iterable[Block]) -> tuple[str, list[Continued]]:
    """The text of lines and rows, and its empty cells that a merged cell covers."""
    lines: list[str] = []
    continued: list[Continued] = []
    at = 0
    for block in blocks:
        found = [block.text] if isinstance(block, Line) else _rows(block, at, continued)
        lines.extend(found)
        at += sum(map(len, found)) + len(found)
    return "\n".join(lines), continued


def _rows(table: Table, at: int, continued: list[Continued]) -> list[str]:
    """A table's lines, the first of which begins at offset `at`."""
    spans: dict[RawCell, Span] = {}
    for row in table.rows:
        for cell in row:
            if cell.source in spans:
                continued.append(Continued(at, spans[cell.source]))
            elif cell.source is not None:
                spans[cell.source] = Span(at, at + len(cell.text))
            at += len(cell.text) + 1
    return ["\t".join(cell.text for cell in row) for row in table.rows]


# ---- what isn't in the text ----


def _outside(package: Package, related: Iterable[tuple[str, str]], context: Context) -> Iterator[tuple[str, str]]:
    """Words of the parts around the body, with what they are."""
    for kind, part in related:
        if kind in _EMBEDDED:
            yield "嵌入的文件", PurePosixPath(part).name
        root = package.xml(part) if kind in _OUTSIDE or kind in _DRAWN else None
        if root is None:
            continue
        if kind in _DRAWN:
            yield _DRAWN[kind], " ".join(inner.text or "" for inner in root.iter() if tag(inner) == "a:t")
            continue
        unnumbered = Context(package.path, context.styles, numbering_of(None, context.styles))
        for note in [root] if kind in {"header", "footer"} else list(root):
            if attribute(note, "type") not in _SEPARATORS:
                words = flat(story(note, unnumbered))
                yield "页码" if _is_page_number(kind, words) else _OUTSIDE[kind], words
        yield from unnumbered.left_out


def _is_page_number(kind: str, words: str) -> bool:
    return kind in {"header", "footer"} and bool(_PAGE_NUMBER.fullmatch(words))


def _told(left_out: Iterable[tuple[str, str]]) -> Iterator[LeftOut]:
    """Each text once and shortened; the lines of a table of contents as one."""
    contents = " ".join(text.strip() for what, text in left_out if what == CONTENTS)
    entries = dict.fromkeys((what, text.strip()) for what, text in left_out if what != CONTENTS)
    for what, text in [*([(CONTENTS, contents)] if contents else []), *entries]:
        if text:
            yield LeftOut(what, text if len(text) <= _SHORTENED else text[: _SHORTENED - 1] + "…")
