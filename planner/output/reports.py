"""Reports: one template, one Markdown text, three kinds of file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from planner.domain.figure_marks import bare, figures_in
from planner.domain.figure_sources import source_lines
from planner.domain.report import AnnualReport
from planner.errors import TemplateFaulty
from planner.output.markup import texts_of, title_of, to_blocks, to_html
from planner.output.templating import render_markdown

Format = Literal["md", "html", "docx"]

ANNUAL = "annual"
"""The template of the statutory four parts."""

_ENDING = ".md.j2"
# {# 法定四部分 #}
_ABOUT = re.compile(r"\{#-?\s*(.+?)\s*-?#\}")
_LONGEST_LINE = 1000
_SOURCES = "数据来源表"
_LEFT_OUT = "未写入正文的材料"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a year-end report is laid out: by which of the templates, an office's `own` before ours.

    `sources` attaches the list of every figure's sources. `public` is the copy to be published: it has no annexes, and
    its figures lead nowhere.
    """

    templates: Path
    own: Path | None = None
    template: str = ANNUAL
    sources: bool = False
    public: bool = False


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex as Markdown. One that is not `attached` belongs to the html page alone."""

    text: str
    sideways: bool = False
    attached: bool = True


@dataclass(frozen=True, slots=True)
class Drawn:
    """A year-end report as Markdown with its figures marked, before it becomes a file."""

    report: AnnualReport
    body: str
    annexes: tuple[Annex, ...]
    public: bool = False

    @property
    def characters(self) -> int:
        """How long the body is without blanks, as a reader counts."""
        return len("".join("".join(texts_of(to_blocks(self.body))).split()))

    @property
    def told(self) -> frozenset[int]:
        """The numbers of the figures that the body prints."""
        return figures_in(self.body)


def render(kind: str, view: object, *, fmt: Format, templates: Path, **more: object) -> bytes:
    """The report of a kind ("status") on its view, as the bytes of a file.

    `templates` is the folder that holds reports/ and web/; `more` are further values that the template sees by name.
    Raises TemplateMissing or TemplateFaulty.
    """
    return _file(render_markdown(templates, f"reports/{kind}{_ENDING}", view, own=None, **more), fmt, templates)


def annual_templates(layout: Layout) -> dict[str, str]:
    """The templates of year-end reports by name, each with what its first line says of it; an office's own too."""
    shipped = {path.name for path in (layout.templates / "reports").glob(f"*{_ENDING}")}
    found = sorted((layout.templates / "reports").glob(f"{ANNUAL}*{_ENDING}"))
    if layout.own is not None:
        own = sorted((layout.own / "reports").glob(f"*{_ENDING}"))
        found += [path for path in own if path.name not in shipped or path.name.startswith(ANNUAL)]
    named = {path.name.removesuffix(_ENDING): _about(path) for path in found}
    return dict(sorted(named.items()))


def draw(report: AnnualReport, layout: Layout, *, linked: bool = True) -> Drawn:
    """A year-end report with its annexes, by the layout's template.

    A `linked` one, as the html page needs it, has the list of sources even where it isn't attached.

    Raises TemplateMissing or TemplateFaulty.
    """
    wanted = () if layout.public else ((_SOURCES, layout.sources), (_LEFT_OUT, report.annex))
    names = [name for name, it_is in wanted if it_is]
    body = _text(layout.template, report, layout, annexes=names)
    if not body.strip():
        raise TemplateFaulty(Path(f"{layout.template}{_ENDING}"), "没有写出任何内容，请检查模板")
    if layout.public:
        return Drawn(report, body, (), public=True)
    annexes: list[Annex] = []
    if linked or layout.sources:
        sources = _text("figure_sources", report, layout, heading=_heading(_SOURCES, names))
        annexes.append(Annex(sources, sideways=True, attached=layout.sources))
    if report.annex:
        annexes.append(Annex(_text("left_out", report, layout, heading=_heading(_LEFT_OUT, names))))
    return Drawn(report, body, tuple(annexes))


def as_file(drawn: Drawn, fmt: Format, templates: Path) -> bytes:
    """A drawn report as the bytes of a file."""
    attached = [annex for annex in drawn.annexes if annex.attached]
    if fmt == "md":
        return bare("\n".join((drawn.body, *(annex.text for annex in attached)))).encode()
    blocks = to_blocks(drawn.body)
    if fmt == "html":
        page = to_html(
            drawn.body,
            title=title_of(blocks),
            templates=templates,
            prose=True,
            annexes=[annex.text for annex in drawn.annexes],
            sources={} if drawn.public else source_lines(drawn.report.figures),
        )
        return page.encode()
    from planner.output import markup_docx  # noqa: PLC0415 - python-docx is slow to import

    return markup_docx.to_docx(blocks, [markup_docx.Annex(to_blocks(a.text), a.sideways) for a in attached])


def render_sources(report: AnnualReport, fmt: Format, layout: Layout) -> bytes:
    """The list of a report's figures with their sources, as the bytes of a file of its own.

    Raises TemplateMissing or TemplateFaulty.
    """
    return _file(_text("figure_sources", report, layout, heading=None), fmt, layout.templates, sideways=True)


def _about(path: Path) -> str:
    """What a template's first line says of it in a comment."""
    if not path.is_file():
        return ""
    try:
        with path.open(encoding="utf-8-sig") as lines:
            found = _ABOUT.match(lines.readline(_LONGEST_LINE))
    except (OSError, UnicodeDecodeError):  # told when it is used
        return ""
    return found[1] if found else ""


def _text(name: str, report: AnnualReport, layout: Layout, **more: object) -> str:
    return render_markdown(layout.templates, f"reports/{name}{_ENDING}", report, own=layout.own, **more)


def _heading(name: str, attached: Sequence[str]) -> str:
    """附件1　数据来源表; one that is alone needs no number."""
    if name not in attached:
        return name
    number = attached.index(name) + 1 if len(attached) > 1 else ""
    return f"附件{number}　{name}"


def _file(markdown: str, fmt: Format, templates: Path, *, sideways: bool = False) -> bytes:
    if fmt == "md":
        return bare(markdown).encode()
    blocks = to_blocks(markdown)
    if fmt == "html":
        return to_html(markdown, title=title_of(blocks), templates=templates).encode()
    from planner.output.markup_docx import to_docx  # noqa: PLC0415 - python-docx is slow to import

    return to_docx(blocks, sideways=sideways)
