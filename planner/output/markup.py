"""Markdown read once: to a self-contained page, or to blocks that other formats are built of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

from planner.domain.figure_marks import bare, figures_in, placed, stretches
from planner.domain.lights import Colour
from planner.domain.wording import WORDS
from planner.output.templating import page_environment
from planner.output.text import GAP, SHORT, clean

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


def texts_of(blocks: Sequence[Block]) -> Iterator[str]:
    """The words of blocks, cell by cell."""
    for block in blocks:
        match block:
            case Heading(_, text) | Paragraph(text):
                yield text
            case Table(header, rows):
                yield from chain(header, *rows)


def to_html(
    markdown: str,
    *,
    title: str,
    templates: Path,
    prose: bool = False,
    annexes: Sequence[str] = (),
    sources: Mapping[int, str] | None = None,
) -> str:
    """A page that needs nothing else: `prose` indents paragraphs as in a document, `annexes` follow it.

    `sources` says of each figure by its number where it is from: a figure in the text leads to the place where its
    sources are told, and back.
    """
    known = sources or {}
    env: dict[str, object] = {"sources": known, "told": figures_in("".join((markdown, *annexes))), "led": set()}
    body = _body(markdown, env)
    further = "".join(f'<section class="annex">\n{_body(annex, env)}</section>\n' for annex in annexes)
    page = page_environment(templates).get_template("web/page.html.j2")
    return page.render(title=title, body=Markup(body + further), prose=prose)  # noqa: S704 - escaped where made


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    parser.add_render_rule("text", _render_text)
    parser.add_render_rule("table_open", lambda *_: '<div class="wide"><table>\n')
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return parser


def _body(markdown: str, env: dict[str, object]) -> str:
    parser = _parser()
    tokens = parser.parse(markdown)
    _bare_code(tokens)
    _mark_head(tokens)
    _mark_cells(tokens)
    return str(parser.renderer.render(tokens, parser.options, env))


def _render_text(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, env: EnvType
) -> str:
    """What a clerk still has to fill in is marked, a figure leads to its sources."""
    content = tokens[index].content
    number = placed(content)
    if number is not None:
        return _back(number, env)
    pieces = ("".join(_shown(*stretch, env) for stretch in stretches(piece)) for piece in GAP.split(content))
    return "".join(f"<mark>{piece}</mark>" if at % 2 else piece for at, piece in enumerate(pieces))


def _shown(text: str, figure: int | None, env: EnvType) -> str:
    if figure is None or figure not in env["sources"]:
        return str(escapeHtml(text))
    at = "" if figure in env["led"] else f' id="at-{figure}"'
    env["led"].add(figure)
    source = escapeHtml(clean(bare(env["sources"][figure])))
    return f'<a class="figure"{at} href="#figure-{figure}" title="{source}">{escapeHtml(text)}</a>'


def _back(figure: int, env: EnvType) -> str:
    """The number of a figure before its sources: the way back to where it is told."""
    if figure not in env["told"]:
        return str(figure)
    return f'<a class="back" href="#at-{figure}" aria-label="第{figure}个数据，回到正文">{figure}</a>'


def _bare_code(tokens: Sequence[Token]) -> None:
    """In code no figure leads anywhere."""
    for token in tokens:
        if token.type in ("code_inline", "code_block", "fence"):
            token.content = bare(token.content)
        _bare_code(token.children or ())


def _mark_head(tokens: Sequence[Token]) -> None:
    """What stands before the title is no paragraph of the text."""
    for token in tokens:
        if token.type == "heading_open":
            return
        if token.type == "paragraph_open":
            token.attrSet("class", "head")


def _mark_cells(tokens: Sequence[Token]) -> None:
    """A light's word gets its colour beside it; codes and days stay on one line; a figure's row can be led to."""
    row = None
    for at, token in enumerate(tokens):
        if token.type == "tr_open":
            row = token
        elif token.type in ("td_open", "th_open"):
            text = "".join(child.content for child in tokens[at + 1].children or ())
            if row is not None and (figure := placed(text)) is not None:
                row.attrSet("id", f"figure-{figure}")
            if text in _LIGHTS:
                token.attrSet("class", f"light {_LIGHTS[text]}")
            elif SHORT.fullmatch(bare(text)):
                token.attrSet("class", "short")


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
    """The words of a node, without their markup and the marks of their figures."""
    return bare(
        "".join(
            _BREAKS.get(inner.type) or inner.content
            for inner in node.walk()
            if inner.type in ("text", "code_inline", *_BREAKS)
        )
    )
