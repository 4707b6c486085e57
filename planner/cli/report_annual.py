"""planner report annual: the year-end report, by a template, with where every figure of it is from."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.form import PARTLY
from planner.cli.options import AsOf, Json, Output, app_of, read_whole, refuse_together
from planner.cli.report_material import told_altered, warn_taken
from planner.cli.show import as_json, plain, say, warn

if TYPE_CHECKING:
    from planner.domain.report import AnnualReport
    from planner.usecases.report_files import WrittenReport

_TOLD = 20
_SHAPES = "哪个模板：annual（法定四部分，默认）、annual-paragraphs、annual-items、annual-headings（两部分），或自己的"


def annual(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="代号", help="计划的代号，例如 2024")],
    output: Output,
    sources: Annotated[
        bool, typer.Option("--sources", help="把数据来源表作为附件写在报告后面，并在屏幕上汇总")
    ] = False,
    sources_file: Annotated[
        Path | None,
        typer.Option("--sources-file", metavar="文件", help="把数据出处另写成一个文件（.md、.html、.docx、.json）"),
    ] = None,
    public: Annotated[
        bool, typer.Option("--public", help="写公开稿：只有正文，不带附件和数据出处，数字也不链到出处")
    ] = False,
    template: Annotated[str, typer.Option("--template", metavar="名称", help=_SHAPES)] = "annual",
    templates: Annotated[
        Path | None,
        typer.Option("--templates", metavar="文件夹", help="自己的模板文件夹：其中 reports/ 里的优先，没有的用自带的"),
    ] = None,
    material_file: Annotated[
        Path | None,
        typer.Option("--material", metavar="选材表", help="按改好的选材表写（report material 导出的 .xlsx）"),
    ] = None,
    max_characters: Annotated[
        int | None,
        typer.Option(
            "--max-characters", metavar="字数", parser=read_whole, help="正文最多多少字；写不下的连同理由列入附件"
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="原来的文件被改动过，也照样覆盖")] = False,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """写年度报告，只用已采纳的填报；按文件名的结尾定格式：.md、.html 或 .docx。缺的内容留〔待补充〕。"""
    from planner.domain.material_taking import with_places
    from planner.usecases import report_files
    from planner.usecases.material import take_material_file
    from planner.usecases.reports import read_annual

    if public:
        refuse_together("--public", **{"--sources": sources or None, "--sources-file": sources_file})
    report_files.check_paths(output, sources_file, force=force)
    application = app_of(ctx)
    layout = report_files.layout_of(application.templates, own=templates, name=template, sources=sources, public=public)
    with application.reading() as session:
        asked = application.as_of(session, as_of)
        taken = take_material_file(session, asked, material_file, code) if material_file else None
        chosen = taken.material if taken else None
        report = read_annual(session, asked, code, chosen, max_characters=max_characters)
        report = with_places(report, taken) if taken else report
    written = report_files.write_report(report, output, layout, sources_file, force=force)
    if as_json_:
        as_json(_payload(report))
    else:
        _print(report, written, (output, sources_file), listed=sources, limited=max_characters is not None)
    if taken is not None:
        warn_taken(taken)
    _warn(report, written, max_characters, public=public)
    if report.conflicts:
        raise typer.Exit(PARTLY)


def _payload(report: "AnnualReport") -> Any:  # noqa: ANN401 - JSON is untyped by nature
    """The report as JSON: its texts without the marks of their figures, every figure beside each of its sources."""
    return _bare({**plain(report), "sources": plain(report.sources)})


def _bare(value: Any) -> Any:  # noqa: ANN401 - as above
    from planner.domain.figure_marks import bare

    match value:
        case str():
            return bare(value)
        case list():
            return [_bare(item) for item in value]
        case dict():
            return {key: _bare(item) for key, item in value.items()}
        case _:
            return value


def _print(
    report: "AnnualReport", written: "WrittenReport", files: tuple[Path, Path | None], *, listed: bool, limited: bool
) -> None:
    output, sources_file = files
    length = f"正文 {written.characters} 字、" if limited else ""
    say(f"已写 {output}：{report.title}，{length}数据 {len(written.figures)} 个，{_traced(report, written)}。")
    if sources_file is not None:
        say(f"已写 {sources_file}：数据出处。")
    if listed:
        looked_at = f"矛盾 {len(report.conflicts)} 处，人工改动 {len(report.altered)} 条"
        say(f"附件“数据来源表”：{_by_rule(report)}；{looked_at}。")


def _traced(report: "AnnualReport", written: "WrittenReport") -> str:
    """Which of the body's numbers have no entry behind them."""
    from planner.domain.number_ledger import Rule

    by_hand = sum(figure.rule is Rule.BY_HAND and figure.number in written.figures for figure in report.figures)
    lacking = [
        *([f"其中 {by_hand} 个是人工填写、没有填报来源"] if by_hand else []),
        *([f"另有 {len(written.typed)} 个是模板里手写的、没有出处"] if written.typed else []),
    ]
    return "，".join(lacking) or "都有出处"


def _left_out(report: "AnnualReport") -> frozenset[int]:
    """The figures that the annex of what was left out prints, by their numbers."""
    from planner.domain.figure_marks import figures_in

    return frozenset().union(*(figures_in(row.text) for row in report.annex))


def _by_rule(report: "AnnualReport") -> str:
    """How many figures came by each rule: 填报原数 934 个、相加 30 个."""
    from planner.domain.number_ledger import Rule
    from planner.domain.wording import WORDS

    counts = Counter(figure.rule for figure in report.figures)
    return "、".join(f"{WORDS[rule]} {counts[rule]} 个" for rule in Rule if counts[rule]) or "没有数据"


def _warn(
    report: "AnnualReport", written: "WrittenReport", max_characters: int | None, *, public: bool = False
) -> None:
    """What a person has to look at before the report is signed."""
    for conflict in report.conflicts:
        warn(f"数据矛盾：{conflict.message}")
    for row in report.altered:
        warn(told_altered(row))
    for number in written.typed[:_TOLD]:
        where = f"正文第{number.line}行“{number.clause}”"
        warn(f"模板里手写的数字：{where}里的 {number.printed} 没有出处，请改用填报的数据。")
    if len(written.typed) > _TOLD:
        warn(f"另有 {len(written.typed) - _TOLD} 个手写的数字没有出处。")
    left_out = _left_out(report) - written.figures
    if report.annex and not public:
        figures = f"、{len(left_out)} 个数据" if left_out else ""
        warn(f"有 {len(report.annex)} 条材料{figures}没有写入正文，连同理由列在附件“未写入正文的材料”里。")
    untold = len(report.figures) - len(written.figures | left_out)
    if untold:
        warn(f"有 {untold} 个数据模板没有写出，正文和附件里都没有：模板可能缺了某个部分。")
    if max_characters is not None and written.characters > max_characters:
        length = f"正文仍有 {written.characters} 字，超过 {max_characters} 字"
        warn(f"{length}；每个部分至少留一条，要更短请在选材表里删改。")
    if written.gaps:
        warn(f"报告里有 {written.gaps} 处〔待补充〕或〔待核实〕，交稿前请逐处补上。")
