"""A story of a docx (body, text box, note …) as lines and tables in the order they are printed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml.etree import _Element

from planner.errors import DocumentTooLarge
from planner.reading.docx.fields import Fields
from planner.reading.docx.numbering import Numbering
from planner.reading.docx.package import attribute, child, children, switched, tag, value_of, whole
from planner.reading.docx.runs import CONTENTS, DELETED, HIDDEN, Runs, Words
from planner.reading.docx.styles import Styles
from planner.reading.docx.tables import RawCell, Row, aligned, width

_COVERED = "合并单元格盖住的文字"
_MOST_CELLS = 1_000_000
_BREAKS = re.compile(r" *[\n\t][ \n\t]*")
_CONTENTS_GALLERY = "Table of Contents"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph; soft breaks inside it are newlines."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows, each with as many cells."""

    rows: tuple[Row, ...]


Block = Line | Table


@dataclass(frozen=True, slots=True)
class Context:
    """What all stories of a document share. `left_out` gathers what is not printed, with the reason."""

    path: Path
    styles: Styles
    numbering: Numbering
    left_out: list[tuple[str, str]] = field(default_factory=list)


def story(container: _Element, context: Context) -> list[Block]:
    """The lines and tables inside `container`: a body, a header, a note.

    Raises DocumentTooLarge for a table of a million cells and more.
    """
    return _Story(context, Runs(context.styles, Fields(container))).blocks(container)


def flat(blocks: list[Block]) -> str:
    """All words in one line, parted by blanks."""
    texts = (text for block in blocks for text in _texts(block))
    return " ".join(filter(None, (_BREAKS.sub(" ", text).strip() for text in texts)))


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Line):
        yield block.text
    else:
        yield from (cell.text for row in block.rows for cell in row)


@dataclass(slots=True)
class _Flow:
    """Lines and tables so far, and the text of paragraphs whose end mark isn't printed: it opens the next one."""

    blocks: list[Block] = field(default_factory=list)
    carried: str = ""

    def add(self, *blocks: Block) -> None:
        self.flush()
        self.blocks.extend(blocks)

    def flush(self) -> None:
        if self.carried:
            self.blocks.append(Line(self.carried))
            self.carried = ""


@dataclass(frozen=True, slots=True)
class _Story:
    context: Context
    runs: Runs

    def blocks(self, container: _Element, lost: str = "") -> list[Block]:
        """Lines and tables; with `lost` the words go to what is left out, for that reason."""
        flow = _Flow()
        for element, why in _within(container, ("w:p", "w:tbl"), lost):
            if tag(element) == "w:tbl":
                flow.add(*self._table(element, why))
            else:
                self._paragraph(element, why, flow)
        flow.flush()
        return flow.blocks

    def _paragraph(self, element: _Element, lost: str, flow: _Flow) -> None:
        was_contents = self.runs.fields.in_contents
        words = self.runs.words(element, lost)
        if CONTENTS in words.lost and not was_contents:
            self._drop_heading_of_contents(flow)
        self._tell(words)
        if not (lost or ((was_contents or CONTENTS in words.lost) and not words.text.strip())):
            self._line(child(element, "w:pPr"), words.text, flow)
        for box, why in words.boxes:
            inside = self.blocks(box, why)
            if inside:
                flow.add(*inside)

    def _line(self, properties: _Element | None, text: str, flow: _Flow) -> None:
        mark = child(properties, "w:rPr")
        if child(mark, "w:del") is not None or child(mark, "w:moveFrom") is not None:
            flow.carried += text  # the next paragraph takes it in and keeps its own number
        elif switched(mark, "w:vanish") or _drop_cap(properties):
            flow.carried += self._numbered(properties, text) if text else ""
        else:
            line = self.context.numbering.mark(properties) + flow.carried + text
            flow.carried = ""
            flow.add(Line(line))

    def _numbered(self, properties: _Element | None, text: str) -> str:
        return self.context.numbering.mark(properties) + text

    def _tell(self, words: Words) -> None:
        self.context.left_out.extend((why, text) for why, text in words.lost.items() if text.strip())

    def _drop_heading_of_contents(self, flow: _Flow) -> None:
        """The line 目录 above a table of contents goes with it."""
        blocks = flow.blocks
        while blocks and isinstance(blocks[-1], Line) and not blocks[-1].text.strip():
            blocks.pop()
        if blocks and isinstance(blocks[-1], Line) and "".join(blocks[-1].text.split()) == CONTENTS:
            self.context.left_out.append((CONTENTS, blocks[-1].text))
            blocks.pop()

    # ---- tables ----

    def _table(self, element: _Element, lost: str) -> list[Block]:
        """A table; the lines inside instead, where it has one column: a box drawn around text."""
        rows: list[list[RawCell]] = []
        inside: list[list[Block]] = []
        above: dict[int, RawCell] = {}
        for row, why in _within(element, ("w:tr",), lost):
            cells, blocks = self._row(row, why or _lost_row(row), above)
            if cells:
                rows.append(cells)
            inside.extend(blocks)
        if all(len(row) == 1 for row in rows):
            return [block for blocks in inside for block in blocks]
        grid = _grid(element)
        if width(rows, grid) * len(rows) > _MOST_CELLS:
            raise DocumentTooLarge(self.context.path, "有一张表格的行列太多")
        return [Table(tuple(aligned(rows, grid)))]

    def _row(self, row: _Element, lost: str, above: dict[int, RawCell]) -> tuple[list[RawCell], list[list[Block]]]:
        """A row's cells and what is inside each; none for a row that is left out.

        `above` holds for each grid position the cell that goes on downwards there.
        """
        at = max(0, whole(value_of(child(row, "w:trPr"), "w:gridBefore")) or 0)
        cells: list[RawCell] = []
        inside: list[list[Block]] = []
        for element, why in _within(row, ("w:tc",), lost):
            properties = child(element, "w:tcPr")
            covering = _covering(properties, cells, above.get(at))
            blocks = self.blocks(element, why or (_COVERED if covering else ""))
            if why:
                continue
            raw = RawCell(at, at + max(1, whole(value_of(properties, "w:gridSpan")) or 1), flat(blocks), covering)
            if not covering:
                above.pop(at, None)
                if _merge(properties, "w:vMerge") == "restart":
                    above[at] = raw
            at = raw.end
            cells.append(raw)
            inside.append(blocks)
        return cells, inside


def _within(element: _Element, names: tuple[str, ...], lost: str) -> Iterator[tuple[_Element, str]]:
    """The nearest elements of these names, through whatever wraps them, and why their words are left out."""
    for inner in children(element):
        name = tag(inner)
        if name in names:
            yield inner, lost
        elif name in {"w:del", "w:moveFrom"}:
            yield from _within(inner, names, lost or DELETED)
        elif name == "w:sdt" and _is_contents(inner):
            yield from _within(inner, names, lost or CONTENTS)
        else:
            yield from _within(inner, names, lost)


def _is_contents(control: _Element) -> bool:
    part = child(child(control, "w:sdtPr"), "w:docPartObj")
    return value_of(part, "w:docPartGallery") == _CONTENTS_GALLERY


def _drop_cap(properties: _Element | None) -> bool:
    frame = child(properties, "w:framePr")
    return frame is not None and attribute(frame, "dropCap") in {"drop", "margin"}


def _lost_row(row: _Element) -> str:
    properties = child(row, "w:trPr")
    if child(properties, "w:del") is not None:
        return DELETED
    return HIDDEN if switched(properties, "w:hidden") else ""


def _covering(properties: _Element | None, before: list[RawCell], above: RawCell | None) -> RawCell | None:
    """The cell whose words hold for this one too: the one above or the one to the left, where they are merged."""
    if _merge(properties, "w:hMerge") == "continue" and before:
        return before[-1].of or before[-1]
    return above if _merge(properties, "w:vMerge") == "continue" else None


def _merge(properties: _Element | None, name: str) -> str | None:
    """restart, continue (also when nothing is said), or None for a cell that isn't merged."""
    found = child(properties, name)
    return None if found is None else attribute(found, "val") or "continue"


def _grid(element: _Element) -> list[int]:
    found = child(element, "w:tblGrid")
    return [max(0, whole(attribute(column, "w")) or 0) for column in (found if found is not None else ())]
