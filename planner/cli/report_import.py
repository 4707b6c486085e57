"""planner report import and withdraw: published reports of earlier years, kept as what later ones are compared with."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.options import AsOf, Json, Reason, Seen, app_of, read_whole
from planner.cli.show import as_json, say

if TYPE_CHECKING:
    from planner.usecases.history import ReportImport


def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="文件", help="已发布的年度报告：docx、pdf、html、txt")],
    year: Annotated[int, typer.Option("--year", metavar="年份", parser=read_whole, help="报告说的是哪一年的工作")],
    replace: Annotated[
        bool, typer.Option("--replace", help="换下这一年已经导入的报告，要写明理由（--reason）")
    ] = False,
    renamed: Annotated[
        bool, typer.Option("--renamed", help="标题里的地名和计划的不同，但确是本地的报告（地名或区划改过）")
    ] = False,
    reason: Reason = "",
    seen: Seen = None,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """导入往年已发布的报告，留存其中的数据和原话，写以后年度的报告时用来比较（同比增长…）。"""
    from planner.usecases.history import Importing, import_report, read_file
    from planner.usecases.seen import require_report_seen

    application = app_of(ctx)
    document = read_file(file)
    with application.begin() as session:
        act = application.act(session, as_of)
        require_report_seen(session, act, year, seen)
        outcome = import_report(session, act, document, year, Importing(replace, renamed, reason))
    if as_json_:
        as_json(outcome)
    else:
        _print(outcome)


def withdraw(
    ctx: typer.Context,
    year: Annotated[int, typer.Argument(metavar="年份", parser=read_whole, help="撤下哪一年的报告")],
    reason: Reason = "",
    seen: Seen = None,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """撤下导入错了的往年报告，要写明理由（--reason）；从当日起不再用它比较，操作记录里仍可查。"""
    from planner.usecases.history import withdraw_report
    from planner.usecases.seen import require_report_seen

    application = app_of(ctx)
    with application.begin() as session:
        act = application.act(session, as_of)
        require_report_seen(session, act, year, seen)
        report = withdraw_report(session, act, year, reason=reason)
    if as_json_:
        as_json({"withdrawn": report, "on": act.on})
    else:
        say(f"已撤下{report.year}年的报告《{report.title}》（{report.file_name}），从 {act.on} 起不再用来比较。")


def _print(outcome: "ReportImport") -> None:
    report = outcome.report
    if outcome.already:
        say(f"这份文件已于 {report.imported_on} 作为{report.year}年的报告导入，没有改动。")
        return
    about = sum(not figure.exact for figure in report.figures)
    rough = f"，其中 {about} 个是约数，只留存、不用来计算" if about else ""
    say(f"已导入{report.year}年的报告《{report.title}》：数据 {len(report.figures)} 个{rough}。")
    if outcome.replaced:
        say(f"从 {report.imported_on} 起以它为准，换下的是 {outcome.replaced}。")
