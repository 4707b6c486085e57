"""planner report import: a published report of an earlier year, kept as what later ones are compared with."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.options import AsOf, Json, Reason, app_of, read_whole
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
    reason: Reason = "",
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """导入往年已发布的报告，留存其中的数据和原话，写以后年度的报告时用来比较（同比增长…）。"""
    from planner.usecases.history import import_report, read_file

    application = app_of(ctx)
    document = read_file(file)
    with application.begin() as session:
        act = application.act(session, as_of)
        outcome = import_report(session, act, document, year, replace=replace, reason=reason)
    if as_json_:
        as_json(outcome)
    else:
        _print(outcome)


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
