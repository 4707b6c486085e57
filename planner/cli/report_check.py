"""planner report check: what a careful reader would mark in a year-end report, ours or any published one."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.options import AsOf, Json, app_of, read_whole
from planner.cli.show import as_json, say
from planner.cli.widths import wrapped

if TYPE_CHECKING:
    from planner.domain.report_check import Finding
    from planner.usecases.report_check import CheckedReport, KnownFigures

FOUND = 1
_OF_THE_LEDGER = ("figure_differs", "figure_untraced")
_WIDTH = 100


def check(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="文件", help="年度报告：docx、pdf、html、txt，自己写的或已发布的都可以")
    ],
    plan: Annotated[
        str | None, typer.Option("--plan", metavar="代号", help="同这个计划的数据台账逐个比对报告里的数")
    ] = None,
    material_file: Annotated[
        Path | None,
        typer.Option("--material", metavar="选材表", help="报告是按选材表写的，就按它比对（和 --plan 一起用）"),
    ] = None,
    previous: Annotated[
        Path | None, typer.Option("--previous", metavar="文件", help="上一年的报告：标出照抄的句子和所占的比例")
    ] = None,
    year: Annotated[
        int | None,
        typer.Option("--year", metavar="年份", parser=read_whole, help="报告的是哪一年，默认从标题和正文里读"),
    ] = None,
    with_text: Annotated[bool, typer.Option("--with-text", help="JSON 里附上读到的全文")] = False,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """核对一份年度报告：缺的部分、没写的原因、合不上的数、日期和年份、照抄的句子、人名电话；有发现时退出码是 1。"""
    from planner.usecases.report_check import check_file

    if material_file is not None and plan is None:
        sentence = "--material 要和 --plan 一起用"
        raise typer.BadParameter(sentence)
    known = _known(ctx, plan, material_file, as_of) if plan else None
    checked = check_file(file, year=year, known=known, previous=previous)
    if as_json_:
        as_json({"findings": checked.findings, **({"text": checked.text} if with_text else {})})
    else:
        _print(file, checked)
        if plan and material_file is None and any(finding.code in _OF_THE_LEDGER for finding in checked.findings):
            say("报告若是按选材表写的，请加 --material 选材表 再核对：选材表里手工填写的数会另外标出。")
    if checked.findings:
        raise typer.Exit(FOUND)


def _known(ctx: typer.Context, plan: str, material_file: Path | None, as_of: dt.date | None) -> "KnownFigures":
    from planner.usecases.material import take_material_file
    from planner.usecases.report_check import known_figures

    application = app_of(ctx)
    with application.reading() as session:
        asked = application.as_of(session, as_of)
        taken = take_material_file(session, asked, material_file, plan) if material_file else None
        return known_figures(session, asked, plan, taken.material if taken else None)


def _print(file: Path, checked: "CheckedReport") -> None:
    year = f"{checked.year}年度" if checked.year else "看不出是哪一年的（可用 --year 指明）"
    if not checked.findings:
        say(f"“{file.name}”（{year}）没有发现问题。")
        return
    say(f"“{file.name}”（{year}）发现 {len(checked.findings)} 处，请逐处核对：")
    for number, finding in enumerate(checked.findings, 1):
        first, *more = wrapped(_told(finding, checked.text), _WIDTH - 5, indent=0)
        say(f"{number:>3}. {first}")
        for line in more:
            say(f"     {line}")


def _told(finding: "Finding", text: str) -> str:
    """A finding's sentence, with the line of the text that it stands on."""
    if finding.span is None:
        return finding.message
    return f"第{text.count(chr(10), 0, finding.span[0]) + 1}行 {finding.message}"
