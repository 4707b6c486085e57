"""planner ledger: the quarterly workbook."""

import re
from typing import Annotated

import typer

from planner.cli.chinese import ChineseCommand, noun
from planner.cli.options import AsOf, Json, Output, PlanCode, app_of, read_period
from planner.cli.show import as_json, say, warn
from planner.domain.periods import Period

app = noun("季度台账。")

# 编号,重点任务 编号，重点任务 编号、重点任务
_BETWEEN_NAMES = re.compile(r"[,，、]")
_COLUMNS_HELP = "“台账”只列这些列，用逗号隔开，例如 编号,重点任务,亮灯（一行一项任务）或 编号,单位,亮灯（一行一个单位）"


@app.command("export", cls=ChineseCommand)
def export(
    ctx: typer.Context,
    period: Annotated[Period, typer.Argument(metavar="填报期", parser=read_period, help="例如 2024Q2")],
    output: Output,
    columns: Annotated[str | None, typer.Option("--columns", metavar="列", help=_COLUMNS_HELP)] = None,
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="单位", help="只列这个单位的任务和填报；名称可以只写一部分"),
    ] = None,
    section: Annotated[
        str | None,
        typer.Option("--section", metavar="部分", help="只列计划的这一部分：名称、名称的一部分或序号（四）"),
    ] = None,
    plan: PlanCode = None,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """导出一个季度的台账（.xlsx）：封面、台账、各汇总表、清单和图表；已关账的，就是关账时的那一份。"""
    from planner.usecases.closing import closed_later
    from planner.usecases.ledgers import Wanted, export_ledger

    application = app_of(ctx)
    with application.reading() as session:
        asked = application.as_of(session, as_of)
        wanted = Wanted(_split(columns), unit, section)
        ledger = export_ledger(session, asked, period, output, plan, wanted=wanted)
        later = closed_later(session, asked, period, plan)
    if later:
        warn(f"{period} 后来于 {later} 关账；这是 {ledger.as_of} 当天的情况，不是关账时的那一份（不写 --as-of 就是）。")
    if as_json_:
        as_json(ledger)
    else:
        counts = f"{len(ledger.tasks)} 项任务，应报 {ledger.asked}、已报 {ledger.reported}"
        closed = f"（已于 {ledger.closed_on} 关账）" if ledger.closed_on else ""
        say(f"已写 {output}：{ledger.period_label}{closed}，{counts}。")


def _split(names: str | None) -> tuple[str, ...]:
    return () if names is None else tuple(name.strip() for name in _BETWEEN_NAMES.split(names))
