"""Markdown read once: to a self-contained page, or to blocks that other formats are built of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from markdown_it.utils import EnvType, OptionsDict

from planner.domain.lights import Colour
from planner.domain.wording import WORDS
from planner.output.templating import page_environment
from planner.output.text import GAP, SHORT

_LIGHTS = {WORDS[colour]: colour.value for colour in Colour}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the document's title."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, an item of a list with its number before it, or a line of code."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table as plain text."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across: what follows it is the signature."""


Block = Heading | Paragraph | Table | Rule


def to_blocks(markdown: str) -> list[Block]:
    """The document as a flat row of blocks; emphasis and links are dropped, their words kept."""
    return list(_blocks(SyntaxTreeNode(_parser().parse(markdown))))


def title_of(blocks: Sequence[Block]) -> str:
    """The text of the first heading, or nothing."""
    return next((block.text for block in blocks if isinstance(block, Heading)), "")


def to_html(markdown: str, *, title: str, templates: Path, prose: bool = False) -> str:
    """A page that needs nothing else: `prose` indents paragraphs as in a document."""
    parser = _parser()
    tokens = parser.parse(markdown)
    _mark_cells(tokens)
    body = parser.renderer.render(tokens, parser.options, {})
    page = page_environment(templates).get_template("web/page.html.j2")
    return page.render(title=title, body=body, prose=prose)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.add_render_rule("text", _render_text)
    parser.add_render_rule("table_open", lambda *_: '<div class="wide"><table>\n')
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return parser


def _render_text(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType
) -> str:
    """What a clerk still has to fill in is marked."""
    return GAP.sub(r"<mark>\1</mark>", escapeHtml(tokens[index].content))


def _mark_cells(tokens: Sequence[Token]) -> None:
    """A light's word gets its colour beside it; codes and days stay on one line."""
    for cell, inline in pairwise(tokens):
        if cell.type in ("td_open", "th_open"):
            text = "".join(child.content for child in inline.children or ())
            if text in _LIGHTS:
                cell.attrSet("class", f"light {_LIGHTS[text]}")
            elif SHORT.fullmatch(text):
                cell.attrSet("class", "short")


# ---- blocks ----


def _blocks(node: SyntaxTreeNode) -> Iterator[Block]:
    match node.type:
        case "heading":
            yield Heading(int(node.tag[1:]), _plain(node))
        case "paragraph":
            yield Paragraph(_plain(node))
        case "bullet_list" | "ordered_list":
            yield from _items(node)
        case "table":
            yield _table(node)
        case "fence" | "code_block":
            yield from (Paragraph(line) for line in node.content.splitlines())
        case "hr":
            yield Rule()
        case _:
            for child in node.children:
                yield from _blocks(child)


def _items(node: SyntaxTreeNode) -> Iterator[Block]:
    """A list's items as paragraphs, the number or a dot before the first of each."""
    first = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
    for offset, item in enumerate(node.children):
        prefix = "· " if first is None else f"{first + offset}. "
        for block in _blocks(item):
            yield Paragraph(prefix + block.text) if isinstance(block, Paragraph) else block
            prefix = ""


def _table(node: SyntaxTreeNode) -> Table:
    header, *rows = (tuple(_plain(cell) for cell in row.children) for part in node.children for row in part.children)
    return Table(header, tuple(rows))


_BREAKS = {"softbreak": " ", "hardbreak": "\n"}


def _plain(node: SyntaxTreeNode) -> str:
    """The words of a node, without their markup."""
    return "".join(
        _BREAKS.get(inner.type) or inner.content
        for inner in node.walk()
        if inner.type in ("text", "code_inline", *_BREAKS)
    )
