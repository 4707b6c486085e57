"""planner progress extensions: who asks for more time, and what is answered."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.options import AsOf, Json, PlanCode, Seen, app_of, read_day, read_whole, refuse_together
from planner.cli.show import as_json, print_version, say, table, warn

if TYPE_CHECKING:
    from planner.domain.extensions import ExtensionView
    from planner.usecases.extension_answers import Answered

_NOT_ASKED = "申请延期要写 --ask 编号、--unit 单位、--to 日期 和 --reason 理由"
_NO_VERDICT = "申请编号要和 --approve 或 --refuse 一起写"


def extensions(
    ctx: typer.Context,
    more: Annotated[
        list[int] | None,
        typer.Argument(metavar="申请编号", parser=read_whole, help="接在 --approve 或 --refuse 后面的更多申请编号"),
    ] = None,
    approve: Annotated[
        list[int] | None, typer.Option("--approve", metavar="申请编号", parser=read_whole, help="同意，可写多个")
    ] = None,
    refuse: Annotated[
        list[int] | None,
        typer.Option("--refuse", metavar="申请编号", parser=read_whole, help="不同意，可写多个，要写 --reason"),
    ] = None,
    ask: Annotated[
        str | None, typer.Option("--ask", metavar="编号", help="代单位申请：任务编号 2024-07，或考核点编号 2024-05.1")
    ] = None,
    unit: Annotated[str | None, typer.Option("--unit", metavar="单位", help="哪个单位")] = None,
    to: Annotated[dt.date | None, typer.Option("--to", metavar="日期", parser=read_day, help="申请延到哪一天")] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="为什么申请，或为什么同意、不同意")] = "",
    task: Annotated[str | None, typer.Option("--task", metavar="编号", help="只看哪项任务的")] = None,
    plan: PlanCode = None,
    everything: Annotated[bool, typer.Option("--all", help="已批复的也列出，待批的在前")] = False,
    seen: Seen = None,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """延期申请：列出待批的，代单位申请（--ask），同意（--approve）或不同意（--refuse）。"""
    from planner.errors import NothingToDo

    given = [("--ask", ask), ("--approve", approve or None), ("--refuse", refuse or None)]
    for place, (name, value) in enumerate(given):
        if value is not None:
            refuse_together(name, **dict(given[place + 1 :]))
    if approve or refuse:
        ids = [*(approve or refuse or ()), *(more or ())]
        _answer(ctx, ids, approved=bool(approve), reason=reason, seen=seen, as_of=as_of, as_json_=as_json_)
    elif more:
        raise NothingToDo(_NO_VERDICT)
    elif ask is not None:
        if unit is None or to is None:
            raise NothingToDo(_NOT_ASKED)
        _ask(ctx, (ask, unit, to), reason=reason, seen=seen, as_of=as_of, as_json_=as_json_)
    elif to is not None:
        raise NothingToDo(_NOT_ASKED)
    else:
        _list(ctx, plan, task, unit, pending=not everything, as_of=as_of, as_json_=as_json_)


def _list(
    ctx: typer.Context,
    plan: str | None,
    task: str | None,
    unit: str | None,
    *,
    pending: bool,
    as_of: dt.date | None,
    as_json_: bool,
) -> None:
    from planner.usecases.extensions import ExtensionFilter, list_extensions
    from planner.usecases.versions import office_version

    application = app_of(ctx)
    with application.reading() as session:
        asked = application.as_of(session, as_of)
        wanted = ExtensionFilter(task=task, unit=unit, pending=pending)
        found = list_extensions(session, asked, plan, wanted)
        version = office_version(session, asked)
    if as_json_:
        as_json({"extensions": found, "version": version})
        return
    extension_table(found)
    if pending:
        print_version(version)


def extension_table(found: "Sequence[ExtensionView]") -> None:
    """Requests on a terminal: 原时限 is the day they ask to move, or that was moved."""
    table(
        ("申请", "编号", "单位", "原时限", "申请延到", "理由", "申请日", "批复"),
        [(v.id, v.code, v.unit, v.due, v.to, v.reason, v.on, answer_text(v)) for v in found],
        below=[[f"      {told}"] if (told := _reach(v)) else [] for v in found],
    )


def _reach(view: "ExtensionView") -> str:
    """That an approval is for more units than the one that asks; blank where it isn't, or was refused."""
    from planner.domain.extensions import reach

    told = reach(view.task, view.code, view.units) if view.state != "refused" else ""
    return f"如同意，{told}" if told and view.answered_on is None else told


def answer_text(view: "ExtensionView") -> str:
    """What was answered, when and why; 待批 before that."""
    if view.answered_on is None:
        return "待批"
    word = "已同意" if view.state == "approved" else "未同意"
    return f"{word}（{view.answered_on}：{view.answer}）" if view.answer else f"{word}（{view.answered_on}）"


def _ask(
    ctx: typer.Context,
    wish: tuple[str, str, dt.date],
    *,
    reason: str,
    seen: str | None,
    as_of: dt.date | None,
    as_json_: bool,
) -> None:
    from planner.usecases.extensions import ask_extension
    from planner.usecases.seen import require_task_seen

    application = app_of(ctx)
    with application.begin() as session:
        act = application.act(session, as_of)
        require_task_seen(session, act, wish[0], seen, filing=(wish[1],))
        request = ask_extension(session, act, *wish, reason=reason)
    _warn_past(wish[0], wish[2], act.on)
    (asked,) = _read(ctx, [request], as_of)
    if as_json_:
        as_json({"extensions": [asked]})
        return
    told = f"{told}。" if (told := _reach(asked)) else ""
    say(f"延期申请 {request}：{asked.code} {asked.unit} 申请延到 {asked.to}，待批。{told}")


def _answer(
    ctx: typer.Context,
    ids: Sequence[int],
    *,
    approved: bool,
    reason: str,
    seen: str | None,
    as_of: dt.date | None,
    as_json_: bool,
) -> None:
    from planner.usecases.extension_answers import answer_extensions
    from planner.usecases.seen import require_requests_seen

    application = app_of(ctx)
    with application.begin() as session:
        act = application.act(session, as_of)
        require_requests_seen(session, act, ids, seen)
        done = answer_extensions(session, act, ids, approved=approved, reason=reason)
    for each in done:
        if approved:
            _warn_past(each.code, each.to, act.on)
    if as_json_:
        as_json({"extensions": _read(ctx, [request for each in done for request in (each.id, *each.moot)], as_of)})
        return
    for each in done:
        say(_told(each, reason))


def _warn_past(code: str, to: dt.date, on: dt.date) -> None:
    from planner.domain.extensions import past

    if told := past(code, to, on):
        warn(f"提示：{told}。")


def _told(done: "Answered", reason: str) -> str:
    from planner.domain.extensions import reach

    who = f"延期申请 {done.id}：{done.code} {done.unit}"
    if not done.approved:
        return f"{who} 未同意（{reason}），时限不变。"
    moot = f"；同一时限的申请 {'、'.join(map(str, done.moot))} 要求不晚于它，一并了结" if done.moot else ""
    told = reach(done.task, done.code, done.units)
    return f"{who} 已同意，时限由 {done.before} 延到 {done.to}{f'，{told}' if told else ''}{moot}。"


def _read(ctx: typer.Context, ids: Sequence[int], as_of: dt.date | None) -> "tuple[ExtensionView, ...]":
    from planner.usecases.extensions import extensions_by_id

    application = app_of(ctx)
    with application.reading() as session:
        return extensions_by_id(session, application.as_of(session, as_of), ids)
