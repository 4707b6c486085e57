"""planner report: the leader's page and the year-end report, from Jinja templates."""

from typing import Annotated

import typer

from planner.cli.chinese import ChineseCommand, noun
from planner.cli.options import AsOf, Json, Output, PlanCode, app_of, read_period
from planner.cli.report_annual import annual
from planner.cli.report_check import check
from planner.cli.report_import import import_, withdraw
from planner.cli.report_material import material
from planner.cli.show import as_json, say
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
        page = write_status(
            session, application.as_of(session, as_of), output, application.templates, plan, period=period
        )
    if as_json_:
        as_json(payloads.status(page) | payloads.status_year(page))
    else:
        closed = f"，{page.period} 已于 {page.closed_on} 关账" if page.closed_on else ""
        say(f"已写 {output}：{page.plan_title}，截至 {page.as_of}{closed}。")


app.command("annual", cls=ChineseCommand)(annual)
app.command("material", cls=ChineseCommand)(material)
app.command("check", cls=ChineseCommand)(check)
app.command("import", cls=ChineseCommand)(import_)
app.command("withdraw", cls=ChineseCommand)(withdraw)
