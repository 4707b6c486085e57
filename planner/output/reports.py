"""Reports: one template, one Markdown text, three kinds of file."""

from pathlib import Path
from typing import Literal

from planner.output.markup import title_of, to_blocks, to_html
from planner.output.templating import render_markdown

Format = Literal["md", "html", "docx"]

_TEMPLATES = {
    "status": "reports/status.md.j2",
    "annual": "reports/annual.md.j2",
    "figure_sources": "reports/figure_sources.md.j2",
}
_PROSE = frozenset({"annual"})


def render(kind: str, view: object, *, fmt: Format, templates: Path) -> bytes:
    """The report of a kind ("status", "annual", "figure_sources") on its view, as the bytes of a file.

    `templates` is the folder that holds reports/ and web/. Raises TemplateMissing or TemplateFaulty.
    """
    markdown = render_markdown(templates, _TEMPLATES[kind], view)
    if fmt == "md":
        return markdown.encode()
    blocks = to_blocks(markdown)
    if fmt == "html":
        page = to_html(markdown, title=title_of(blocks), templates=templates, prose=kind in _PROSE)
        return page.encode()
    from planner.output.markup_docx import to_docx  # noqa: PLC0415 - python-docx is slow to import

    return to_docx(blocks)
