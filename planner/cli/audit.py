"""planner audit: who did what."""

from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.chinese import ChineseCommand, noun
from planner.cli.options import AsOf, Json, Output, app_of, read_whole
from planner.cli.show import as_json, say, table, warn
from planner.domain.audit_words import VERBS, brief, fault_told, row_told

if TYPE_CHECKING:
    from planner.domain.audit_verify import Examination

app = noun("操作记录：谁、何时、做了什么；核对有没有被人改动，导出给审计。")

FOUND = 1


@app.command("log", cls=ChineseCommand)
def log(
    ctx: typer.Context,
    target: Annotated[str | None, typer.Option("--target", metavar="对象", help="只看某个计划、任务、单位的")] = None,
    last: Annotated[int | None, typer.Option("--last", metavar="条数", parser=read_whole, help="只看最近几条")] = None,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """列出操作记录：谁、哪一天的事、对什么、从什么改到什么、为什么。"""
    from planner.usecases.audit import list_events

    application = app_of(ctx)
    with application.reading() as session:
        events = list_events(session, application.as_of(session, as_of), target=target, limit=last)
    if as_json_:
        as_json({"events": events})
        return
    table(
        ("序号", "记录时间", "计入", "谁", "操作", "对象", "原来", "现在", "理由"),
        [
            (
                e.id,
                e.recorded.astimezone().strftime("%Y-%m-%d %H:%M"),
                e.on,
                e.actor,
                VERBS.get(e.verb, e.verb),
                e.target,
                brief(e.before),
                brief(e.after),
                e.reason,
            )
            for e in events
        ],
        widest=30,
    )


@app.command("verify", cls=ChineseCommand)
def verify(
    ctx: typer.Context,
    anchor: Annotated[
        str | None,
        typer.Option("--anchor", metavar="校验码", help="台账封面、备份或导出上印着的操作记录校验码，至少写前 16 位"),
    ] = None,
    as_json_: Json = False,
) -> None:
    """从头到尾核对操作记录：哪一条被改动、删去、挪动、插入；给出以前印的校验码，还能看出有没有截短或重写。

    有问题时退出码是 1。不给校验码，看不出末尾被截去和从某一条起整份重写。
    """
    from planner.usecases.audit_checking import verify_log

    application = app_of(ctx)
    with application.reading() as session:
        found = verify_log(session, application.as_of(session, None), anchor=anchor)
    lost = anchor is not None and not found.anchored
    if as_json_:
        as_json(_examined(found, anchor))
    else:
        _print(found, anchor)
    if found.faults or lost:
        raise typer.Exit(FOUND)


@app.command("export", cls=ChineseCommand)
def export(
    ctx: typer.Context,
    output: Output,
    replace: Annotated[bool, typer.Option("--replace", help="已有同名的文件时换下它")] = False,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """把操作记录导出给审计（.zip）：供阅读的表格、供核对的原样记录、不用本程序就能核对的核对程序和说明。"""
    from planner.usecases.audit_checking import export_log

    application = app_of(ctx)
    with application.reading() as session:
        exported = export_log(session, application.as_of(session, as_of), output, replace=replace)
    found = exported.found
    for fault in found.faults:
        warn(fault_told(fault))
    if as_json_:
        as_json({"as_of": exported.day, "file": str(output), **_examined(found, None)})
    else:
        say(f"已写 {output}：操作记录 {found.rows} 条，最新校验码 {found.newest or '（还没有记录）'}。")
    if found.faults:
        warn(f"操作记录有 {len(found.faults)} 处问题，已照原样导出，并写在说明里。")


def _examined(found: "Examination", anchor: str | None) -> dict[str, object]:
    """What a walk found, with the published keys."""
    place = found.anchored[0] if found.anchored else None
    named = (
        None if place is None else {"id": place.row.id, "on": place.row.on, "hash": place.hash, "since": place.since}
    )
    faults = [
        {
            "kind": fault.kind,
            "first": fault.first,
            "last": fault.last,
            "on": fault.row.on if fault.row else None,
            "actor": fault.row.actor if fault.row else None,
            "verb": fault.row.verb if fault.row else None,
            "target": fault.row.target if fault.row else None,
            "message": fault.message,
        }
        for fault in found.faults
    ]
    kept = {} if anchor is None else {"anchor": named}
    return {"rows": found.rows, "newest": found.newest, **kept, "faults": faults}


def _print(found: "Examination", anchor: str | None) -> None:
    for number, fault in enumerate(found.faults, 1):
        say(f"{number:>3}. {fault_told(fault)}")
    say(f"操作记录共 {found.rows} 条，最新校验码 {found.newest or '（还没有记录）'}。")
    if found.anchored:
        place = found.anchored[0]
        say(f"给出的校验码是序号{place.row.id}（{row_told(place.row)}）的，其后又有 {place.since} 条。")
    elif anchor is not None:
        say("给出的校验码不在操作记录里：那以后记录被截短、重写过，或者恢复过更早的备份，或者它不是这个数据库的。")
    lost = anchor is not None and not found.anchored
    if found.faults:
        say(f"发现 {len(found.faults)} 处问题。")
    elif not lost:
        say("每一条的内容和前后顺序都对得上。只核对了操作记录，任务、填报等别的表不在内。")
        if anchor is None:
            say("要看末尾有没有被截去、整份有没有被重写，请用 --anchor 给出以前印的校验码。")
