"""planner progress: what units say, and what the coordinator makes of it."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.chinese import ChineseCommand, noun
from planner.cli.extensions import extensions
from planner.cli.options import (
    AsOf,
    Json,
    PlanCode,
    Seen,
    app_of,
    read_period,
    read_status,
    read_whole,
)
from planner.cli.show import as_json, print_version, say, table
from planner.cli.widths import width, wrapped
from planner.domain.periods import Period
from planner.domain.progress import Status, Verdict

if TYPE_CHECKING:
    from planner.domain.entries import EntryView
    from planner.domain.questions import Question
    from planner.usecases.reviews import Wanted

app = noun("进展：填报、查看、采纳、退回、延期申请。")

PeriodOption = Annotated[
    Period | None, typer.Option("--period", metavar="填报期", parser=read_period, help="填报期，例如 2024Q2")
]
UnitOption = Annotated[str | None, typer.Option("--unit", metavar="单位", help="哪个单位")]
TaskOption = Annotated[str | None, typer.Option("--task", metavar="编号", help="哪项任务")]
Ids = Annotated[
    list[int] | None, typer.Argument(metavar="填报编号", parser=read_whole, help="一个或几个，见 progress list")
]
Everyone = Annotated[bool, typer.Option("--all", help="全部待审核的（可加 --plan、--period、--task、--unit 限定）")]

app.command("extensions", cls=ChineseCommand)(extensions)


@app.command("log", cls=ChineseCommand)
def log(
    ctx: typer.Context,
    task: Annotated[str | None, typer.Argument(metavar="编号", help="任务编号，例如 2024-12")] = None,
    unit: UnitOption = None,
    period: PeriodOption = None,
    status: Annotated[
        Status | None,
        typer.Option("--status", metavar="状态", parser=read_status, help="未启动、推进中、已完成、受阻；默认推进中"),
    ] = None,
    text: Annotated[str, typer.Option("--text", metavar="文字", help="本期进展")] = "",
    figure: Annotated[
        list[str] | None,
        typer.Option(
            "--figure", metavar="数据", help="名称=数字加单位，可写多个：案卷评查=2次、办件=累计30件、审查率=12/12件"
        ),
    ] = None,
    problem: Annotated[str, typer.Option("--problem", metavar="文字", help="存在问题")] = "",
    cause: Annotated[str, typer.Option("--cause", metavar="文字", help="问题的原因")] = "",
    next_step: Annotated[str, typer.Option("--next", metavar="文字", help="下步安排")] = "",
    support: Annotated[str, typer.Option("--support", metavar="文字", help="需要上级协调的事项")] = "",
    evidence: Annotated[
        list[str] | None, typer.Option("--evidence", metavar="佐证", help="文号:…、文件:… 或 链接:…，可写多个")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="文件", help="从表格（xlsx、csv）批量填报，整表采用或整表不用")
    ] = None,
    seen: Seen = None,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """填报进展。更正就再填一次，成为第 2 次填报，第 1 次仍可查看。"""
    from planner.errors import NothingToDo

    if file is None and (task is None or unit is None or period is None):
        raise NothingToDo("请写任务编号、--unit 和 --period，或用 --file 指明表格")
    from planner.usecases.progress import Said
    from planner.usecases.progress import log as log_progress
    from planner.usecases.seen import require_task_seen
    from planner.usecases.tables import log_file

    application = app_of(ctx)
    with application.begin() as session:
        act = application.act(session, as_of)
        if file is not None:
            ids = log_file(session, act, file, seen=seen)
        elif task is not None and unit is not None and period is not None:
            said = Said(
                task=task,
                unit=unit,
                period=period,
                status=status or Status.IN_PROGRESS,
                text=text,
                figures=tuple(figure or ()),
                problem=problem,
                cause=cause,
                next_step=next_step,
                support=support,
                evidence=tuple(evidence or ()),
            )
            require_task_seen(session, act, task, seen, filing=(unit,))
            ids = (log_progress(session, act, said),)
    _show_entries(ctx, ids, "已填报", as_of, as_json_=as_json_)


@app.command("list", cls=ChineseCommand)
def list_(
    ctx: typer.Context,
    plan: PlanCode = None,
    task: TaskOption = None,
    unit: UnitOption = None,
    period: PeriodOption = None,
    pending: Annotated[
        bool, typer.Option("--pending", help="只看待审核的，并在每份填报下面列出审核时值得问的问题")
    ] = False,
    with_questions: Annotated[
        bool, typer.Option("--questions", help="不论审核与否，每份填报下面都列出值得问的问题")
    ] = False,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """列出填报，每次填报一行，旧的也在。问题只供审核参考，不影响亮灯。"""
    from planner.cli import payloads
    from planner.domain.wording import WORDS
    from planner.usecases.entries import EntryFilter, list_entries
    from planner.usecases.versions import office_version

    application = app_of(ctx)
    wanted = EntryFilter(task=task, unit=unit, period=period, verdict=Verdict.PENDING if pending else None)
    asked: dict[int, tuple[Question, ...]] = {}
    with application.reading() as session:
        seen = application.as_of(session, as_of)
        entries = list_entries(session, seen, plan, wanted)
        if pending or with_questions:
            from planner.usecases.questions import questions_for

            asked = questions_for(session, seen, entries)
        version = office_version(session, seen)
    if as_json_:
        as_json({"entries": [payloads.entry(view, asked.get(view.id)) for view in entries], "version": version})
        return
    table(
        ("编号", "任务", "单位", "填报期", "次", "状态", "审核", "日期", "本期进展"),
        [
            (v.id, v.task, v.unit, v.period, v.revision, WORDS[v.status], WORDS[v.verdict], v.on, _text(v))
            for v in entries
        ],
        below=[_asked(asked.get(view.id, ())) for view in entries],
    )
    if pending:
        print_version(version)


def _text(view: "EntryView") -> str:
    return f"（无变化）{view.text}" if view.carried else view.text


_MARK = "问："
_INDENT = 4
_LINE = 116


def _asked(questions: "tuple[Question, ...]") -> list[str]:
    """Questions as lines under an entry, each begun with its mark and folded to a terminal's width."""
    lines = []
    for question in questions:
        folded = wrapped(question.message, _LINE - _INDENT - width(_MARK), indent=_INDENT + width(_MARK))
        lines += [" " * _INDENT + _MARK + folded[0].lstrip(), *folded[1:]]
    return lines


@app.command("accept", cls=ChineseCommand)
def accept(
    ctx: typer.Context,
    ids: Ids = None,
    reason: Annotated[str, typer.Option("--reason", metavar="说明", help="附记，可不写")] = "",
    everyone: Everyone = False,
    plan: PlanCode = None,
    period: PeriodOption = None,
    task: TaskOption = None,
    unit: UnitOption = None,
    seen: Seen = None,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """采纳填报；采纳了才算数。"""
    from planner.usecases.reviews import Wanted

    wanted = Wanted(tuple(ids or ()), everyone, period, task, unit, plan)
    done = _review(ctx, wanted, Verdict.ACCEPTED, as_of, reason=reason, seen=seen)
    _show_entries(ctx, done, "已采纳", as_of, as_json_=as_json_)


@app.command("return", cls=ChineseCommand)
def return_(
    ctx: typer.Context,
    ids: Ids = None,
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="为什么退回，必填")] = "",
    everyone: Everyone = False,
    plan: PlanCode = None,
    period: PeriodOption = None,
    task: TaskOption = None,
    unit: UnitOption = None,
    seen: Seen = None,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """退回填报，写明理由。"""
    from planner.usecases.reviews import Wanted

    wanted = Wanted(tuple(ids or ()), everyone, period, task, unit, plan)
    done = _review(ctx, wanted, Verdict.RETURNED, as_of, reason=reason, seen=seen)
    _show_entries(ctx, done, "已退回", as_of, as_json_=as_json_)
    if not as_json_:
        say("退回的理由会写在单位的下一份填报表里。")


def _review(
    ctx: typer.Context, wanted: "Wanted", verdict: Verdict, as_of: dt.date | None, *, reason: str, seen: str | None
) -> tuple[int, ...]:
    from planner.usecases.reviews import review
    from planner.usecases.seen import require_entries_seen

    application = app_of(ctx)
    with application.begin() as session:
        act = application.act(session, as_of)
        require_entries_seen(session, act, wanted, seen)
        return review(session, act, wanted, verdict, reason=reason)


def _show_entries(
    ctx: typer.Context, ids: tuple[int, ...], done: str, as_of: dt.date | None, *, as_json_: bool
) -> None:
    from planner.cli import payloads
    from planner.usecases.entries import entries_by_id

    application = app_of(ctx)
    with application.reading() as session:
        views = entries_by_id(session, application.as_of(session, as_of), ids)
    if as_json_:
        as_json({"entries": [payloads.entry(views[entry_id]) for entry_id in ids]})
    elif len(ids) == 1:
        view = views[ids[0]]
        say(f"{done}：编号 {view.id}，{view.task} {view.unit} {view.period} 第 {view.revision} 次填报。")
    else:
        say(f"{done} {len(ids)} 份。")
