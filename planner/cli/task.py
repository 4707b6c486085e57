"""planner task: single tasks and who is responsible for them."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.chinese import ChineseCommand, noun
from planner.cli.options import AsOf, Json, PlanCode, Reason, Seen, app_of, read_day, read_role
from planner.cli.show import as_json, say, table, warn
from planner.domain.drafts import Role

app = noun("任务：查看、分工、延期、标记、暂缓取消并入。")

Code = Annotated[str, typer.Argument(metavar="编号", help="任务编号，例如 2024-07")]
Basis = Annotated[
    str,
    typer.Option("--basis", "--reason", metavar="依据", help="依据什么（文号、会议纪要等），必填，写进台账和操作记录"),
]


@app.command("list", cls=ChineseCommand)
def list_(ctx: typer.Context, plan: PlanCode = None, as_of: AsOf = None, as_json_: Json = False) -> None:
    """列出任务和亮灯。"""
    from planner.cli import payloads
    from planner.cli.task_page import due_text
    from planner.domain.wording import WORDS, light_reason
    from planner.usecases.task_views import list_tasks

    application = app_of(ctx)
    with application.reading() as session:
        tasks = list_tasks(session, application.as_of(session, as_of), plan)
    if as_json_:
        as_json(
            {
                "tasks": [
                    {
                        "code": t.facts.code,
                        "section": t.facts.section,
                        "title": t.facts.title,
                        "state": t.facts.state.value,
                        "due": t.facts.due.day.isoformat(),
                        "done": t.done,
                        "light": payloads.light(t.light),
                    }
                    for t in tasks
                ]
            }
        )
        return
    table(
        ("编号", "任务", "时限", "亮灯", "原因"),
        [
            (t.facts.code, t.facts.title, due_text(t.facts.due), WORDS[t.light.colour], light_reason(t.light))
            for t in tasks
        ],
    )


@app.command("show", cls=ChineseCommand)
def show(ctx: typer.Context, code: Code, as_of: AsOf = None, as_json_: Json = False) -> None:
    """查看一项任务：原文、分工、时限、考核点、亮灯和原因、填报。"""
    from planner.cli import payloads
    from planner.cli.task_page import print_task
    from planner.usecases.task_views import show_task

    application = app_of(ctx)
    with application.reading() as session:
        detail = show_task(session, application.as_of(session, as_of), code)
    if as_json_:
        as_json(payloads.task(detail))
    else:
        print_task(detail)


@app.command("assign", cls=ChineseCommand)
def assign(
    ctx: typer.Context,
    code: Annotated[str | None, typer.Argument(metavar="编号", help="任务编号，例如 2024-07")] = None,
    unit: Annotated[str | None, typer.Option("--unit", metavar="单位", help="哪个单位")] = None,
    role: Annotated[
        Role | None, typer.Option("--role", metavar="角色", parser=read_role, help="牵头、责任或配合，默认责任")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="文件", help="改好的责任分工表.xlsx，整表采用或整表不用")
    ] = None,
    reason: Reason = "",
    seen: Seen = None,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """指定责任单位或改角色；或用 --file 收回改好的责任分工表。"""
    from planner.domain.wording import WORDS
    from planner.errors import NothingToDo
    from planner.usecases.assignments import assign as assign_unit
    from planner.usecases.seen import require_task_seen
    from planner.usecases.tables import apply_responsibility_file

    application = app_of(ctx)
    if file is None and (code is None or unit is None):
        raise NothingToDo("请写任务编号和 --unit，或用 --file 指明责任分工表")
    with application.begin() as session:
        act = application.act(session, as_of)
        if file is not None:
            changes = apply_responsibility_file(session, act, file, seen=seen)
        else:
            require_task_seen(session, act, code or "", seen)
            wanted = role or Role.RESPONSIBLE
            name = assign_unit(session, act, code or "", unit or "", wanted, reason=reason)
            changes = (f"{code}：{name} 为{WORDS[wanted]}单位",)
    if as_json_:
        as_json({"changes": changes})
        return
    for change in changes:
        say(change)
    say(f"共改动 {len(changes)} 处。" if changes else "与现在的分工一致，没有改动。")


@app.command("unassign", cls=ChineseCommand)
def unassign(
    ctx: typer.Context,
    code: Code,
    unit: Annotated[str, typer.Option("--unit", metavar="单位", help="哪个单位")],
    reason: Reason = "",
    seen: Seen = None,
    as_of: AsOf = None,
) -> None:
    """撤销一个单位在任务上的分工，以前的填报保留。"""
    from planner.usecases.assignments import unassign as unassign_unit
    from planner.usecases.seen import require_task_seen

    application = app_of(ctx)
    with application.begin() as session:
        act = application.act(session, as_of)
        require_task_seen(session, act, code, seen)
        name = unassign_unit(session, act, code, unit, reason=reason)
    say(f"{code}：已撤销 {name}。")


@app.command("extend", cls=ChineseCommand)
def extend(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="编号", help="任务编号 2024-07，或考核点编号 2024-05.1")],
    to: Annotated[dt.date, typer.Option("--to", metavar="日期", parser=read_day, help="延到哪一天")],
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="为什么延期，必填")] = "",
    seen: Seen = None,
    as_of: AsOf = None,
) -> None:
    """延期：原时限保留，新旧都显示；印发前到期的考核点也用它重新设定。"""
    from planner.domain.extensions import past
    from planner.usecases.seen import require_task_seen
    from planner.usecases.tasks import extend as extend_task

    application = app_of(ctx)
    with application.begin() as session:
        act = application.act(session, as_of)
        require_task_seen(session, act, code, seen)
        moved = extend_task(session, act, code, to, reason=reason)
    say(
        f"{moved.code}：时限由 {moved.before} 延到 {moved.after}。"
        if moved.before
        else f"{moved.code}：时限定为 {moved.after}。"
    )
    if told := past(moved.code, moved.after, act.on):
        warn(f"提示：{told}。")


@app.command("mark", cls=ChineseCommand)
def mark(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="编号", help="任务编号 2024-21，或考核点编号 2024-12.2")],
    first_responsible: Annotated[
        bool | None,
        typer.Option("--first-responsible/--not-first-responsible", help="是不是党政主要负责人第一责任人职责"),
    ] = None,
    tracked: Annotated[bool | None, typer.Option("--tracked/--untracked", help="进不进台账（用于保障措施）")] = None,
    owner: Annotated[
        list[str] | None, typer.Option("--owner", metavar="单位", help="考核点由谁承担，可写多个；不写的单位不再考核")
    ] = None,
    every_unit: Annotated[bool, typer.Option("--every-unit", help="考核点重新由每个牵头、责任单位承担")] = False,
    seen: Seen = None,
    as_of: AsOf = None,
) -> None:
    """给任务或考核点作标记：第一责任人职责、进不进台账、考核点由谁承担。"""
    from planner.domain.progress import Mark
    from planner.errors import NothingToDo
    from planner.usecases.seen import require_task_seen
    from planner.usecases.tasks import set_mark, set_owners

    if first_responsible is None and tracked is None and not owner and not every_unit:
        raise NothingToDo("请用 --first-responsible、--tracked、--owner 或 --every-unit 说明作什么标记")
    application = app_of(ctx)
    done = []
    with application.begin() as session:
        act = application.act(session, as_of)
        require_task_seen(session, act, code, seen)
        if first_responsible is not None:
            set_mark(session, act, code, Mark.FIRST_RESPONSIBLE, value=first_responsible)
            done.append(f"{code}：{'标为' if first_responsible else '不再是'}第一责任人职责。")
        if tracked is not None:
            set_mark(session, act, code, Mark.TRACKED, value=tracked)
            done.append(f"{code}：{'进' if tracked else '不进'}台账。")
        if owner or every_unit:
            names = set_owners(session, act, code, owner or ())
            done.append(f"{code}：由 {'、'.join(names) or '每个牵头、责任单位'} 承担。")
    for sentence in done:
        say(sentence)


@app.command("pause", cls=ChineseCommand)
def pause(ctx: typer.Context, code: Code, basis: Basis = "", seen: Seen = None, as_of: AsOf = None) -> None:
    """暂缓一项任务：不再亮灯、不再催报，台账里保留，写明依据。"""
    _set_state(ctx, code, "paused", basis, as_of, seen=seen)


@app.command("drop", cls=ChineseCommand)
def drop(ctx: typer.Context, code: Code, basis: Basis = "", seen: Seen = None, as_of: AsOf = None) -> None:
    """取消一项任务：不再亮灯、不再催报，台账里保留，写明依据。"""
    _set_state(ctx, code, "dropped", basis, as_of, seen=seen)


@app.command("merge", cls=ChineseCommand)
def merge(
    ctx: typer.Context,
    code: Code,
    into: Annotated[str, typer.Option("--into", metavar="编号", help="并入哪项任务")],
    basis: Basis = "",
    seen: Seen = None,
    as_of: AsOf = None,
) -> None:
    """把一项任务并入另一项：台账里保留，写明并到哪里、依据什么；那一项的填报不变。"""
    _set_state(ctx, code, "merged", basis, as_of, seen=seen, into=into)


@app.command("resume", cls=ChineseCommand)
def resume(ctx: typer.Context, code: Code, basis: Basis = "", seen: Seen = None, as_of: AsOf = None) -> None:
    """恢复一项暂缓、取消或并入的任务，也要写明依据。"""
    _set_state(ctx, code, "active", basis, as_of, seen=seen)


def _set_state(
    ctx: typer.Context,
    code: str,
    state: str,
    basis: str,
    as_of: dt.date | None,
    *,
    seen: str | None,
    into: str | None = None,
) -> None:
    from planner.domain.progress import TaskState
    from planner.domain.wording import WORDS
    from planner.usecases.seen import require_task_seen
    from planner.usecases.tasks import set_state

    application = app_of(ctx)
    with application.begin() as session:
        act = application.act(session, as_of)
        require_task_seen(session, act, code, seen)
        set_state(session, act, code, TaskState(state), basis=basis, into=into)
    say(f"{code}：{WORDS[TaskState(state)]}{f' {into}' if into else ''}（依据：{basis.strip()}）。")
