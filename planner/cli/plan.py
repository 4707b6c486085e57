"""planner plan: from a document to confirmed tasks."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.chinese import ChineseCommand, noun
from planner.cli.options import AsOf, Json, Output, OutputOrNone, Seen, app_of, read_day, read_whole, refuse_together
from planner.cli.plan_year import close_period, reopen_period, rollover
from planner.cli.show import as_json, print_version, say, table, warn

if TYPE_CHECKING:
    from planner.bootstrap import App
    from planner.domain.document import Document
    from planner.usecases.plans import ConfirmOutcome, ImportOutcome, PlanSummary

app = noun("计划：从一份文件到确认的任务。")

File = Annotated[Path, typer.Argument(metavar="文件", help="计划的文件：docx、pdf、html、txt，或任务分解表 xlsx、xls")]
Code = Annotated[str, typer.Argument(metavar="代号", help="计划的代号，例如 2024")]

_ONLY_REVISING = "--seen 只和 --revise 一起用：新导入的计划不会盖掉什么"


@app.command("read", cls=ChineseCommand)
def read(
    file: File,
    as_json_: Json = False,
    with_text: Annotated[bool, typer.Option("--with-text", help="JSON 里附上读到的全文")] = False,
    coverage: Annotated[bool, typer.Option("--coverage", help="只看每个字归到哪里、什么留在任务之外")] = False,
) -> None:
    """读一份文件，显示读到了什么、什么在计划之外、有什么不对劲；不动数据库。"""
    from planner.cli import payloads
    from planner.cli.draft_page import print_coverage, print_draft
    from planner.usecases.plans import read_file

    document, draft = read_file(file)
    if as_json_:
        as_json(payloads.draft(document, draft, with_text=with_text, with_coverage=coverage))
    elif coverage:
        print_coverage(document, draft)
    else:
        print_draft(document, draft)


@app.command("import", cls=ChineseCommand)
def import_(
    ctx: typer.Context,
    file: File,
    code: Annotated[str | None, typer.Option("--code", metavar="代号", help="计划的代号，默认是年份")] = None,
    revise: Annotated[
        str | None, typer.Option("--revise", metavar="代号", help="这是计划的新版：只提出改了什么，由统筹单位取舍")
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", metavar="年份", parser=read_whole, help="文件没有写明年度时用")
    ] = None,
    issued: Annotated[
        dt.date | None, typer.Option("--issued", metavar="日期", parser=read_day, help="印发日期，文件没有写明时用")
    ] = None,
    seen: Seen = None,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """导入一份文件，存为草案，连同原文和校验码；同一份文件再导入不会重复。"""
    from planner.usecases.plans import import_plan, read_file

    application = app_of(ctx)
    document, _ = read_file(file)
    if revise is not None:
        refuse_together("--revise", **{"--code": code, "--year": year, "--issued": issued})
        _revise(application, document, revise, seen=seen, as_of=as_of, as_json_=as_json_)
        return
    if seen is not None:
        raise typer.BadParameter(_ONLY_REVISING)
    with application.prepared() as room, room.begin() as session:
        outcome = import_plan(session, room.act(session, as_of), document, code=code, year=year, issued_on=issued)
    if room is not application:
        warn(f"已建立数据库“{application.where}”。")
    if as_json_:
        as_json(outcome)
    else:
        _print_import(outcome)


def _revise(
    application: "App", document: "Document", code: str, *, seen: str | None, as_of: dt.date | None, as_json_: bool
) -> None:
    from planner.cli.review_page import print_revision
    from planner.usecases.revisions import revise_plan
    from planner.usecases.seen import require_plan_seen

    with application.begin() as session:
        act = application.act(session, as_of)
        require_plan_seen(session, act, code, seen, verbs="plan:%")
        outcome = revise_plan(session, act, document, code)
    if as_json_:
        as_json(outcome)
    else:
        print_revision(outcome)


@app.command("review", cls=ChineseCommand)
def review(
    ctx: typer.Context,
    code: Code,
    output: OutputOrNone = None,
    apply: Annotated[
        Path | None, typer.Option("--apply", metavar="核对表", help="收回改好的核对表：全部采用，或一处有错就全不采用")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="标题", help="改正草案的标题")] = None,
    issuer: Annotated[str | None, typer.Option("--issuer", metavar="单位", help="改正草案的发文单位")] = None,
    issued: Annotated[
        dt.date | None, typer.Option("--issued", metavar="日期", parser=read_day, help="改正草案的印发日期")
    ] = None,
    seen: Seen = None,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """核对识读的结果：导出核对表（-o），改好后收回（--apply）；都不写就列出核定过的和待定的。"""
    from planner.cli.review_page import print_review
    from planner.usecases.plan_review import export_review, review_book

    application = app_of(ctx)
    facts = {"title": title, "issuer": issuer, "issued_on": issued}
    if any(value is not None for value in facts.values()):
        refuse_together("--title、--issuer、--issued", **{"-o": output, "--apply": apply})
        _correct(application, code, facts, seen=seen, as_of=as_of)
        return
    if apply is not None:
        refuse_together("--apply", **{"-o": output})
        _apply_review(application, apply, code, seen=seen, as_of=as_of, as_json_=as_json_)
        return
    with application.reading() as session:
        asked = application.as_of(session, as_of)
        book = export_review(session, asked, output, code) if output else review_book(session, asked, code)
    if as_json_:
        as_json(book)
    else:
        print_review(book, output)


def _correct(application: "App", code: str, facts: dict[str, Any], *, seen: str | None, as_of: dt.date | None) -> None:
    from planner.usecases.plans import correct_plan
    from planner.usecases.seen import require_plan_seen

    with application.begin() as session:
        act = application.act(session, as_of)
        require_plan_seen(session, act, code, seen)
        title = correct_plan(session, act, code, **facts)
    say(f"草案“{code}”已改正：《{title}》。")


def _apply_review(
    application: "App", file: Path, code: str, *, seen: str | None, as_of: dt.date | None, as_json_: bool
) -> None:
    from planner.cli.review_page import print_applied
    from planner.usecases.plan_review_apply import apply_review_file
    from planner.usecases.seen import require_plan_seen

    with application.begin() as session:
        act = application.act(session, as_of)
        require_plan_seen(session, act, code, seen)
        outcome = apply_review_file(session, act, file, code)
    if as_json_:
        as_json(outcome)
    else:
        print_applied(outcome)


@app.command("confirm", cls=ChineseCommand)
def confirm(ctx: typer.Context, code: Code, seen: Seen = None, as_of: AsOf = None, as_json_: Json = False) -> None:
    """确认草案：文字从此锁定，任务开始跟踪；还可以再落实的事项一并列出，不影响确认。"""
    from planner.usecases.plans import confirm_plan
    from planner.usecases.seen import require_plan_seen

    application = app_of(ctx)
    with application.begin() as session:
        act = application.act(session, as_of)
        require_plan_seen(session, act, code, seen)
        outcome = confirm_plan(session, act, code)
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
        plans = list_plans(session, application.as_of(session, as_of))
    if as_json_:
        as_json({"plans": plans})
        return
    table(
        ("代号", "年度", "名称", "状态", "任务", "印发", "确认"),
        [(p.code, p.year, p.title, WORDS[p.state], p.tasks, p.issued_on, p.confirmed_on) for p in plans],
    )


@app.command("show", cls=ChineseCommand)
def show(ctx: typer.Context, code: Code, as_of: AsOf = None, as_json_: Json = False) -> None:
    """查看一个计划：来源、状态、已关账的填报期和任务。"""
    from planner.cli.task_page import due_text
    from planner.cli.widths import clipped
    from planner.domain.wording import WORDS
    from planner.usecases.closing import closed_periods
    from planner.usecases.plans import show_plan
    from planner.usecases.task_views import list_tasks
    from planner.usecases.versions import plan_version

    application = app_of(ctx)
    with application.reading() as session:
        asked = application.as_of(session, as_of)
        summary, draft = show_plan(session, asked, code)
        tasks = list_tasks(session, asked, code)
        closed = closed_periods(session, asked, code)
        version = plan_version(session, asked, code)
    if as_json_:
        as_json({"plan": summary, "draft": draft, "closed_periods": closed, "version": version})
        return
    _print_summary(summary)
    if closed:
        say(f"已关账 {'、'.join(f'{each.period}（{each.since} 起）' for each in closed)}")
    table(
        ("编号", "部分", "序号", "任务", "状态", "单位", "时限"),
        [
            (
                t.facts.code,
                clipped(t.facts.section, 24),
                t.facts.number,
                t.facts.title,
                WORDS[t.facts.state],
                len(t.facts.assigned),
                due_text(t.facts.due),
            )
            for t in tasks
        ],
    )
    print_version(version)


@app.command("export", cls=ChineseCommand)
def export(ctx: typer.Context, code: Code, output: Output, as_of: AsOf = None, as_json_: Json = False) -> None:
    """导出责任分工表（.xlsx 或 .docx）：谁、做什么、何时完成；xlsx 改好后可用 task assign --file 收回。"""
    from planner.usecases.tables import export_responsibility

    application = app_of(ctx)
    with application.reading() as session:
        exported = export_responsibility(session, application.as_of(session, as_of), output, code)
    if as_json_:
        as_json(exported)
    else:
        say(f"已写 {output}：{exported.plan_title}，{len(exported.rows)} 项任务。")


for _name, _command in (("close-period", close_period), ("reopen-period", reopen_period), ("rollover", rollover)):
    app.command(_name, cls=ChineseCommand)(_command)


def _print_import(outcome: "ImportOutcome") -> None:
    if outcome.already:
        say(f"这份文件已经导入过，就是计划“{outcome.code}”《{outcome.title}》，没有改动。")
        return
    say(f"已存为草案“{outcome.code}”《{outcome.title}》：{outcome.tasks} 项任务。")
    if outcome.units_added:
        say(f"单位名录新增 {len(outcome.units_added)} 个（类别为推定）：{'、'.join(outcome.units_added)}")
    for message in outcome.warnings:
        warn(f"提示：{message}")
    say(f"用 planner plan review {outcome.code} -o 核对表.xlsx 核对，再用 planner plan confirm {outcome.code} 确认。")


def _print_confirmed(outcome: "ConfirmOutcome") -> None:
    codes = f" {outcome.tasks[0]} … {outcome.tasks[-1]} " if outcome.tasks else ""
    say(f"已确认《{outcome.title}》：任务{codes}共 {len(outcome.tasks)} 项，")
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
