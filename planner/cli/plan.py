"""planner plan: from a document to confirmed tasks."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.chinese import ChineseCommand, noun
from planner.cli.options import AsOf, Json, Output, app_of, read_day, read_whole
from planner.cli.show import as_json, say, table, warn

if TYPE_CHECKING:
    from planner.usecases.plans import ConfirmOutcome, ImportOutcome, PlanSummary

app = noun("计划：从一份文件到确认的任务。")

File = Annotated[Path, typer.Argument(metavar="文件", help="工作要点的文件（txt）")]
Code = Annotated[str, typer.Argument(metavar="代号", help="计划的代号，例如 2024")]


@app.command("read", cls=ChineseCommand)
def read(
    file: File,
    as_json_: Json = False,
    with_text: Annotated[bool, typer.Option("--with-text", help="JSON 里附上读到的全文")] = False,
) -> None:
    """读一份文件，显示读到了什么、什么在计划之外、有什么不对劲；不动数据库。"""
    from planner.cli import payloads
    from planner.cli.draft_page import print_draft
    from planner.usecases.plans import read_file

    document, draft = read_file(file)
    if as_json_:
        as_json(payloads.draft(document, draft, with_text=with_text))
    else:
        print_draft(document, draft)


@app.command("import", cls=ChineseCommand)
def import_(
    ctx: typer.Context,
    file: File,
    code: Annotated[str | None, typer.Option("--code", metavar="代号", help="计划的代号，默认是年份")] = None,
    year: Annotated[
        int | None, typer.Option("--year", metavar="年份", parser=read_whole, help="文件没有写明年度时用")
    ] = None,
    issued: Annotated[
        dt.date | None, typer.Option("--issued", metavar="日期", parser=read_day, help="印发日期，文件没有写明时用")
    ] = None,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """导入一份文件，存为草案，连同原文和校验码；同一份文件再导入不会重复。"""
    from planner.usecases.plans import import_plan, read_file

    application = app_of(ctx)
    document, _ = read_file(file)
    with application.prepared() as made, application.begin() as session:
        outcome = import_plan(
            session, application.act(session, as_of), document, code=code, year=year, issued_on=issued
        )
    if made:
        warn(f"已建立数据库“{application.where}”。")
    if as_json_:
        as_json(outcome)
    else:
        _print_import(outcome)


@app.command("confirm", cls=ChineseCommand)
def confirm(ctx: typer.Context, code: Code, as_of: AsOf = None, as_json_: Json = False) -> None:
    """确认草案：文字从此锁定，任务开始跟踪；还可以再落实的事项一并列出，不影响确认。"""
    from planner.usecases.plans import confirm_plan

    application = app_of(ctx)
    with application.begin() as session:
        outcome = confirm_plan(session, application.act(session, as_of), code)
    if as_json_:
        as_json(outcome)
    else:
        _print_confirmed(outcome)


@app.command("list", cls=ChineseCommand)
def list_(ctx: typer.Context, as_of: AsOf = None, as_json_: Json = False) -> None:
    """列出所有计划。"""
    from planner.domain.wording import WORDS
    from planner.usecases.plans import list_plans

    application = app_of(ctx)
    with application.reading() as session:
        plans = list_plans(session, application.as_of(as_of))
    if as_json_:
        as_json({"plans": plans})
        return
    table(
        ("代号", "年度", "名称", "状态", "任务", "印发", "确认"),
        [(p.code, p.year, p.title, WORDS[p.state], p.tasks, p.issued_on, p.confirmed_on) for p in plans],
    )


@app.command("show", cls=ChineseCommand)
def show(ctx: typer.Context, code: Code, as_of: AsOf = None, as_json_: Json = False) -> None:
    """查看一个计划：来源、状态和任务。"""
    from planner.cli.task_page import due_text
    from planner.usecases.plans import show_plan
    from planner.usecases.task_views import list_tasks

    application = app_of(ctx)
    with application.reading() as session:
        asked = application.as_of(as_of)
        summary, draft = show_plan(session, asked, code)
        tasks = list_tasks(session, asked, code)
    if as_json_:
        as_json({"plan": summary, "draft": draft})
        return
    _print_summary(summary)
    table(
        ("编号", "序号", "任务", "单位", "时限"),
        [(t.facts.code, t.facts.number, t.facts.title, len(t.facts.assigned), due_text(t.facts.due)) for t in tasks],
    )


@app.command("export", cls=ChineseCommand)
def export(ctx: typer.Context, code: Code, output: Output, as_of: AsOf = None, as_json_: Json = False) -> None:
    """导出责任分工表（.xlsx 或 .docx）：谁、做什么、何时完成；xlsx 改好后可用 task assign --file 收回。"""
    from planner.usecases.tables import export_responsibility

    application = app_of(ctx)
    with application.reading() as session:
        exported = export_responsibility(session, application.as_of(as_of), output, code)
    if as_json_:
        as_json(exported)
    else:
        say(f"已写 {output}：{exported.plan_title}，{len(exported.rows)} 项任务。")


def _print_import(outcome: "ImportOutcome") -> None:
    if outcome.already:
        say(f"这份文件已经导入过，就是计划“{outcome.code}”《{outcome.title}》，没有改动。")
        return
    say(f"已存为草案“{outcome.code}”《{outcome.title}》：{outcome.tasks} 项任务。")
    if outcome.units_added:
        say(f"单位名录新增 {len(outcome.units_added)} 个（类别为推定）：{'、'.join(outcome.units_added)}")
    for message in outcome.warnings:
        warn(f"提示：{message}")
    say(f"核对后用 planner plan confirm {outcome.code} 确认。")


def _print_confirmed(outcome: "ConfirmOutcome") -> None:
    first, last = outcome.tasks[0], outcome.tasks[-1]
    say(f"已确认《{outcome.title}》：任务 {first} … {last} 共 {len(outcome.tasks)} 项，")
    say(f"责任分工 {outcome.assignments} 处，考核点 {outcome.checkpoints} 个。文字已锁定。")
    if outcome.unconfirmed_units:
        say(f"单位类别为推定、待确认的 {len(outcome.unconfirmed_units)} 个：{'、'.join(outcome.unconfirmed_units)}")
        say("  （核对 unit list 后用 unit confirm --all 确认）")
    if outcome.rosters_unset:
        say(f"名册未设的统称：{'、'.join(outcome.rosters_unset)}（用 unit members 设置）")
    if outcome.lead_proposals:
        say(f"原文没有写牵头单位的任务 {len(outcome.lead_proposals)} 项；首列单位只作牵头建议（推定），见 task show。")
    if outcome.due_before_issue:
        say(f"印发前到期、要重新设定才考核的：{'、'.join(outcome.due_before_issue)}（用 task extend）")


def _print_summary(summary: "PlanSummary") -> None:
    from planner.domain.wording import WORDS

    say(f"{summary.title}（代号 {summary.code}，{WORDS[summary.state]}）")
    say(f"发文单位 {summary.issuer or '（原文未写）'}  印发 {summary.issued_on or '（原文未写）'}")
    say(f"来源 {summary.source_name}  SHA-256 {summary.source_sha256}")
    say(f"导入 {summary.imported_on}  确认 {summary.confirmed_on or '（未确认）'}")
