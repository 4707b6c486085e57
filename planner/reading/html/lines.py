"""The lines of a page, walked without recursion: pages may be nested as deeply as they like."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from planner.domain.document import Continued, LeftOut, Span
from planner.reading.html.elements import HIDDEN, aside_kind, is_block, is_silent, keeps_blanks, silent_kind
from planner.reading.html.line import Line
from planner.reading.html.lists import Marks
from planner.reading.html.sizes import Sizes, measured, texts_in
from planner.reading.html.tables import Table, table_of

_BREAKS = re.compile("\\r\\n|[\\n\\r\\x0b\\x0c\\x85\\u2028\\u2029]")
_CHINESE = re.compile("[（《“【〔]?[\\u3400-\\u9fff][\\u3000-\\u9fff\\uff00-\\uffef0-9A-Za-z—“”%.]*")
_SHORT = 200
_ARTICLE = frozenset({"article", "main"})


class Page(NamedTuple):
    """A page's text, the cells that merged ones cover, and what was left out."""

    text: str
    continued: tuple[Continued, ...]
    left_out: tuple[LeftOut, ...]


def lines_of(roots: Sequence[HtmlElement]) -> Page:
    """The text of a page, a line for each block, and for each row of a table."""
    walk = _Walk(measured(roots), Marks(roots))
    for root in roots:
        walk.through(root)
    if inferred := walk.marks.inferred:
        walk.left.append(LeftOut("推断的编号", inferred))
    left = tuple(dict.fromkeys(walk.left))
    return Page("\n".join(walk.lines), tuple(walk.continued), left)


@dataclass
class _Walk:
    """The state of a walk through a page or a cell."""

    sizes: Sizes
    marks: Marks
    lines: list[str] = field(default_factory=list)
    continued: list[Continued] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)
    line: Line = field(default_factory=Line)
    pending: list[tuple[HtmlElement, str]] = field(default_factory=list)
    length: int = 0
    typed: int = 0
    articles: int = 0

    def through(self, root: HtmlElement) -> None:
        """Take the lines of everything in `root`, whose own hiding and tail don't matter."""
        walker = etree.iterwalk(root, events=("start", "end"))
        skipped: HtmlElement | None = None
        for event, element in walker:
            if event == "start":
                if element is not root and self._skips(element):
                    skipped = element
                    walker.skip_subtree()
                else:
                    self._begin(element)
            else:
                if element is not skipped:
                    self._end(element)
                if element is not root:
                    self._text(element.tail)
        self._break()

    def _skips(self, element: HtmlElement) -> bool:
        """Whether an element is dealt with as a whole: left out and told, or a table that was read."""
        if is_silent(element):
            self._leave(silent_kind(element), element)
            return True
        kind = aside_kind(element, in_article=self.articles > 0)
        if kind and not self.sizes.most_in(element) and not (kind == "页眉" and element in self.sizes.titled):
            if kind != HIDDEN and is_block(element):
                self._break()
            self._leave(kind, element)
            return True
        return element.tag == "table" and element not in self.sizes.nesting and self._table(element)

    def _begin(self, element: HtmlElement) -> None:
        if is_block(element) or element.tag == "br":
            self._break()
        self.typed += keeps_blanks(element)
        self.articles += element.tag in _ARTICLE
        if element.tag == "ol":
            self.marks.begin(element)
        if element.tag == "li" and (mark := self.marks.of(element)):
            self.pending.append((element, mark))
        self._text(element.text)

    def _end(self, element: HtmlElement) -> None:
        self.typed -= keeps_blanks(element)
        self.articles -= element.tag in _ARTICLE
        if is_block(element):
            self._break()
        if self.pending and self.pending[-1][0] is element:
            self.pending.pop()

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if self.pending and text.strip():
            self._break()
            self._number()
        if not self.typed:
            self.line.add(text)
            return
        first, *others = _BREAKS.split(text)
        self.line.add_as_typed(first)
        for other in others:
            self._break()
            self.line.add_as_typed(other)

    def _number(self) -> None:
        """Print the numbers of the items that have just begun."""
        self.line.add_as_typed("".join(mark for _, mark in self.pending))
        self.pending.clear()

    def _break(self) -> None:
        if line := self.line.taken():
            self._add(line)

    def _add(self, line: str) -> int:
        """Another line, and the offset at which it stands in the text."""
        at = self.length
        self.lines.append(line)
        self.length += len(line) + 1
        return at

    # ---- what isn't text ----

    def _leave(self, kind: str | None, element: HtmlElement) -> None:
        if kind is None:
            for title in element.iter("title"):
                self._leave("网页标题", title)
            return
        words = _chinese_in(element.text or "") if kind == "脚本" else _words_in(element)
        if words:
            self.left.append(LeftOut(kind, words if len(words) <= _SHORT else words[: _SHORT - 1] + "…"))

    # ---- tables ----

    def _table(self, element: HtmlElement) -> bool:
        """Read a table of data; False for one that only places things on the page."""
        inner = _Walk(self.sizes, self.marks, articles=self.articles, typed=self.typed)
        table = table_of(element, inner)
        if table is None:
            return False
        self._break()
        if self.pending:
            self._number()
            self._break()
        self.left.extend(inner.left)
        for line in table.captions:
            self._add(line)
        self._rows(table)
        return True

    def leaves_out(self, element: HtmlElement) -> bool:
        """Whether a row or cell isn't shown; then its words are told."""
        kind = aside_kind(element, in_article=True)
        if kind:
            self._leave(kind, element)
        return kind is not None

    def lines_in(self, element: HtmlElement) -> list[str]:
        """The lines of a cell or caption."""
        self.lines = []
        self.through(element)
        return self.lines

    def _rows(self, table: Table) -> None:
        """A line for each row. Where a cell covers others, they are noted as carrying it on."""
        words: dict[tuple[int, int], Span] = {}
        for number, row in enumerate(table.rows):
            if not any(cell.words for cell in row):
                continue
            at = self._add("\t".join(cell.words for cell in row))
            for column, cell in enumerate(row):
                if cell.words:
                    words[number, column] = Span(at, at + len(cell.words))
                elif cell.of in words:
                    self.continued.append(Continued(at, words[cell.of]))
                at += len(cell.words) + 1


def _words_in(element: HtmlElement) -> str:
    """The beginning of an element's words, links and paragraphs parted by blanks."""
    words: list[str] = []
    for text in texts_in(element):
        words.extend(text.split())
        if len(words) > _SHORT:
            break
    return " ".join(words)


def _chinese_in(script: str) -> str:
    return " ".join(_CHINESE.findall(script[: 50 * _SHORT]))
