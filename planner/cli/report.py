"""planner report: the leader's page and the year-end report, from Jinja templates."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.chinese import ChineseCommand, noun
from planner.cli.options import AsOf, Json, Output, PlanCode, app_of, read_period
from planner.cli.show import as_json, say, table
from planner.domain.periods import Period

app = noun("报告：状态页、年度报告。")


@app.command("status", cls=ChineseCommand)
def status(
    ctx: typer.Context,
    output: Output,
    period: Annotated[
        Period | None,
        typer.Option("--period", metavar="填报期", parser=read_period, help="写这一期的状态页；已关账的，就是关账时的"),
    ] = None,
    plan: PlanCode = None,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """写一份状态页，按文件名的结尾定格式：.md、.html 或 .docx。"""
    from planner.cli import payloads
    from planner.usecases.reports import write_status

    application = app_of(ctx)
    with application.reading() as session:
        page = write_status(session, application.as_of(as_of), output, application.templates, plan, period=period)
    if as_json_:
        as_json(payloads.status(page))
    else:
        closed = f"，{page.period} 已于 {page.closed_on} 关账" if page.closed_on else ""
        say(f"已写 {output}：{page.plan_title}，截至 {page.as_of}{closed}。")


@app.command("annual", cls=ChineseCommand)
def annual(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="代号", help="计划的代号，例如 2024")],
    output: Output,
    sources: Annotated[bool, typer.Option("--sources", help="列出报告里每个数据的出处：填报、单位、日期")] = False,
    sources_file: Annotated[
        Path | None,
        typer.Option("--sources-file", metavar="文件", help="把数据出处另写成一个文件（.md、.html、.docx）"),
    ] = None,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """写年度报告，只用已采纳的填报；按文件名的结尾定格式：.md、.html 或 .docx。缺的内容留〔待补充〕。"""
    from planner.usecases.reports import report_format, write_annual, write_sources

    if sources_file is not None:
        report_format(sources_file)
    application = app_of(ctx)
    with application.reading() as session:
        report = write_annual(session, application.as_of(as_of), output, application.templates, code)
    if sources_file is not None:
        write_sources(report, sources_file, application.templates)
    if as_json_:
        as_json(report)
        return
    say(f"已写 {output}：{report.title}，数据 {len(report.sources)} 个，都有出处。")
    if sources_file is not None:
        say(f"已写 {sources_file}：数据出处。")
    if sources:
        table(
            ("数据", "名称", "任务", "单位", "填报期", "日期", "填报编号", "口径"),
            [(s.text, s.name, s.task, s.unit, s.period, s.on, s.entry_id, s.basis) for s in report.sources],
        )
