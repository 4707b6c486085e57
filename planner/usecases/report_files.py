"""The year-end report as a file: by which template, with which annexes, and what in it has no source."""

import json
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal, get_args

from planner.domain.report import AnnualReport
from planner.domain.typed_numbers import TypedNumber, own_words_of, typed_numbers
from planner.errors import (
    OutputChanged,
    OutputUnwritable,
    ReportFormatUnknown,
    SourcesOverReport,
    TemplateFolderMissing,
    TemplateUnknown,
)
from planner.output.files import written_whole
from planner.output.reports import ANNUAL, Layout, annual_templates, as_file, draw, render_sources
from planner.output.seals import is_untouched, sealed
from planner.output.text import GAP
from planner.usecases.entry_writing import numbers_placed_in

Format = Literal["md", "html", "docx"]


def report_format(path: Path, *further: str) -> Format:
    """A report's format by its file's ending. `further` are endings that would have done too.

    Raises ReportFormatUnknown.
    """
    for known in get_args(Format):
        if path.suffix.lower() == f".{known}":
            found: Format = known
            return found
    raise ReportFormatUnknown(path, [*(f".{known}" for known in get_args(Format)), *further])


def layout_of(
    templates: Path, *, own: Path | None = None, name: str = ANNUAL, sources: bool = False, public: bool = False
) -> Layout:
    """How a report is to be laid out, by a template of an office's `own` folder or of ours.

    Raises TemplateFolderMissing, TemplateUnknown with the names there are.
    """
    if own is not None and not (own / "reports").is_dir():
        raise TemplateFolderMissing(own)
    layout = Layout(templates, own, name, sources, public)
    known = annual_templates(layout)
    if name not in known:
        raise TemplateUnknown(name, [f"{each}（{about}）" if about else each for each, about in known.items()])
    return layout


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """What a written report still asks of a person: gaps to fill in, and numbers that have no source.

    `characters` is the length of its body without blanks, headings and gaps counted in; `figures` are those that its
    body prints, by their numbers: the others stand in the annex of what was left out.
    """

    gaps: int
    characters: int
    typed: tuple[TypedNumber, ...]
    figures: frozenset[int] = frozenset()


def write_report(
    report: AnnualReport, path: Path, layout: Layout, sources: Path | None = None, *, force: bool = False
) -> WrittenReport:
    """Write a year-end report as .md, .html or .docx, with the annexes that the layout wants.

    `sources` is a file for the list of its figures (.md, .html, .docx, or .json with all of them). Nothing is written
    before both are made, and nothing over a file that somebody changed unless by `force`. Raises ReportFormatUnknown,
    SourcesOverReport, OutputChanged, TemplateMissing, TemplateFaulty, OutputUnwritable.
    """
    check_paths(path, sources, force=force)
    fmt = report_format(path)
    drawn = draw(report, layout, linked=fmt == "html")
    made = [(path, sealed(as_file(drawn, fmt, layout.templates), fmt))]
    if sources is not None:
        made.append((sources, _sources_file(report, sources, layout)))
    with ExitStack() as files:
        for target, data in made:
            files.enter_context(written_whole(target)).write_bytes(data)
    typed = typed_numbers(drawn.body, numbers_placed_in, figures=report.figures, own_words=own_words_of(report))
    return WrittenReport(len(GAP.findall(drawn.body)), drawn.characters, typed, drawn.told)


def check_paths(report: Path, sources: Path | None, *, force: bool = False) -> None:
    """Refuse a file for the report or its sources before anything is written.

    Raises ReportFormatUnknown, SourcesOverReport where both are one file, OutputUnwritable; OutputChanged where a file
    stands there that isn't as we wrote it, unless by `force`. JSON is for programs: nobody writes into it.
    """
    report_format(report)
    if sources is not None:
        if sources.suffix.lower() != _JSON:
            report_format(sources, _JSON)
        if sources.resolve() == report.resolve():
            raise SourcesOverReport(report)
    for path in (report, sources):
        if path is not None and not path.parent.is_dir():
            raise OutputUnwritable(path, "所在的文件夹不存在")
        if path is not None and not force:
            _refuse_changed(path)


def changed_since(paths: Iterable[Path]) -> list[Path]:
    """Those files that stand there and aren't sealed ones as they were written."""
    return [path for path in paths if path.is_file() and not is_untouched(path)]


def _refuse_changed(path: Path) -> None:
    if path.is_file() and path.suffix.lower() != _JSON and not is_untouched(path):
        raise OutputChanged(path)


def sources_of(report: AnnualReport) -> dict[str, object]:
    """A report's number ledger: every figure with its sources, and what contradicts what."""
    return {
        "plan": report.plan_code,
        "title": report.title,
        "year": report.year,
        "as_of": report.as_of,
        "figures": [asdict(figure) for figure in report.figures],
        "conflicts": [asdict(conflict) for conflict in report.conflicts],
    }


_JSON = ".json"


def _sources_file(report: AnnualReport, path: Path, layout: Layout) -> bytes:
    if path.suffix.lower() != _JSON:
        fmt = report_format(path, _JSON)
        return sealed(render_sources(report, fmt, layout), fmt)
    text = json.dumps(sources_of(report), ensure_ascii=False, indent=2, default=_as_json)
    return f"{text}\n".encode()


def _as_json(value: object) -> object:
    """Days as ISO, decimals as numbers."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)
