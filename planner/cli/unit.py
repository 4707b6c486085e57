"""planner unit: the registry of units."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.chinese import ChineseCommand, noun
from planner.cli.options import AsOf, Json, Seen, app_of, read_day
from planner.cli.show import as_json, print_version, say, table

app = noun("责任单位：名录、类别、联络员、统称的名册。")

Name = Annotated[str, typer.Argument(metavar="单位", help="单位全称、简称或曾用名")]


@app.command("list", cls=ChineseCommand)
def list_(ctx: typer.Context, as_of: AsOf = None, as_json_: Json = False) -> None:
    """列出单位名录；类别后带“推定”的还没有人确认。"""
    from planner.domain.wording import PROPOSED
    from planner.usecases.units import list_units
    from planner.usecases.versions import office_version

    application = app_of(ctx)
    with application.reading() as session:
        asked = application.as_of(session, as_of)
        units = list_units(session, asked)
        version = office_version(session, asked)
    if as_json_:
        as_json({"units": units, "version": version})
        return
    rows = [
        (
            u.name,
            f"{u.kind}（{PROPOSED}）" if u.kind_proposed else u.kind,
            "统称" if u.collective else "",
            len(u.tasks),
            u.contact,
            u.phone,
        )
        for u in units
    ]
    table(("单位", "类别", "", "任务", "联络员", "电话"), rows)
    print_version(version)


@app.command("show", cls=ChineseCommand)
def show(ctx: typer.Context, name: Name, as_of: AsOf = None, as_json_: Json = False) -> None:
    """查看一个单位：名称、类别、联络方式、任务；统称还有名册。"""
    from planner.domain.wording import PROPOSED, ROSTER_UNSET, WORDS
    from planner.usecases.rosters import show_members
    from planner.usecases.units import show_unit
    from planner.usecases.versions import unit_version

    application = app_of(ctx)
    with application.reading() as session:
        asked = application.as_of(session, as_of)
        unit = show_unit(session, asked, name)
        rosters = show_members(session, asked, name) if unit.collective else ()
        version = unit_version(session, asked, name)
    if as_json_:
        as_json({"unit": unit, "rosters": rosters, "version": version})
        return
    say(f"{unit.name}  {unit.kind}{f'（{PROPOSED}）' if unit.kind_proposed else ''}")
    facts = {
        "简称": "、".join(unit.short_names),
        "曾用名": "、".join(unit.former_names),
        "联络员": " ".join(filter(None, (unit.contact, unit.phone, unit.email))),
        "起止": f"{unit.valid_from or ''} — {unit.valid_to or ''}" if unit.valid_from or unit.valid_to else "",
        "接替单位": unit.successor or "",
        "任务": "、".join(f"{code}（{WORDS[role]}）" for code, role in unit.tasks),
    }
    for label, text in facts.items():
        if text:
            say(f"{label}：{text}")
    for roster in rosters:
        of = f"{roster.task} 的" if roster.task else ""
        say(f"{of}名册（{roster.since} 起，{len(roster.members)} 个）：{'、'.join(roster.members)}")
    if unit.collective and not rosters:
        say(ROSTER_UNSET)
    print_version(version)


@app.command("add", cls=ChineseCommand)
def add(
    ctx: typer.Context,
    name: Name,
    kind: Annotated[str | None, typer.Option("--kind", metavar="类别", help="单位类别；不写就按名称推定")] = None,
    collective: Annotated[bool, typer.Option("--collective", help="是一类单位的统称")] = False,
    as_of: AsOf = None,
) -> None:
    """在名录里添加一个单位。"""
    from planner.domain.wording import PROPOSED
    from planner.usecases.units import add_unit

    application = app_of(ctx)
    with application.begin() as session:
        act = application.act(session, as_of)
        entered = add_unit(session, act, name, kind=kind, collective=True if collective else None)
    proposed = "" if kind else f"（{PROPOSED}，用 unit confirm 确认）"
    say(f"已添加“{name.strip()}”，类别：{entered}{proposed}。")


@app.command("rename", cls=ChineseCommand)
def rename(
    ctx: typer.Context,
    old: Annotated[str, typer.Argument(metavar="原名", help="现在的名称")],
    new: Annotated[str, typer.Argument(metavar="新名", help="改成什么")],
    seen: Seen = None,
    as_of: AsOf = None,
) -> None:
    """单位更名：原名成为曾用名，仍然查得到。"""
    from planner.usecases.seen import require_unit_seen
    from planner.usecases.units import rename_unit

    application = app_of(ctx)
    with application.begin() as session:
        act = application.act(session, as_of)
        require_unit_seen(session, act, [old], seen)
        rename_unit(session, act, old, new)
    say(f"“{old}”已更名为“{new.strip()}”。")


@app.command("succeed", cls=ChineseCommand)
def succeed(
    ctx: typer.Context,
    old: Annotated[str, typer.Argument(metavar="原单位", help="被接替的单位")],
    new: Annotated[str, typer.Argument(metavar="新单位", help="接替的单位，须已在名录里")],
    since: Annotated[dt.date, typer.Option("--from", metavar="日期", parser=read_day, help="从哪一天起接替")],
    seen: Seen = None,
    as_of: AsOf = None,
) -> None:
    """机构调整：从某天起由新单位接替，未了的任务转过去，历史保留。"""
    from planner.usecases.seen import require_unit_seen
    from planner.usecases.units import succeed_unit

    application = app_of(ctx)
    with application.begin() as session:
        act = application.act(session, as_of)
        require_unit_seen(session, act, [old], seen)
        moved = succeed_unit(session, act, old, new, since=since)
    say(f"自 {since} 起由“{new}”接替“{old}”，转过去 {moved} 项任务分工。")


@app.command("confirm", cls=ChineseCommand)
def confirm(
    ctx: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="单位", help="确认哪些单位的类别")] = None,
    everyone: Annotated[bool, typer.Option("--all", help="确认全部推定的类别")] = False,
    seen: Seen = None,
    as_of: AsOf = None,
) -> None:
    """确认按名称推定的单位类别。"""
    from planner.usecases.seen import require_kinds_seen, require_unit_seen
    from planner.usecases.units import confirm_units

    application = app_of(ctx)
    with application.begin() as session:
        act = application.act(session, as_of)
        if everyone:
            require_kinds_seen(session, act, seen)
        require_unit_seen(session, act, names or (), seen)
        confirmed = confirm_units(session, act, names or (), everyone=everyone)
    say(f"已确认 {len(confirmed)} 个单位的类别。")


@app.command("import", cls=ChineseCommand)
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="文件", help="xlsx 或 csv")],
    seen: Seen = None,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """从表格导入单位：列名 单位、简称、曾用名、类别、联络员、电话、邮箱、起、止；空格不改动。"""
    from planner.usecases.tables import import_units_file

    application = app_of(ctx)
    with application.begin() as session:
        added, changed = import_units_file(session, application.act(session, as_of), file, seen=seen)
    if as_json_:
        as_json({"added": added, "changed": changed})
    else:
        say(f"新增 {added} 个单位，补充或修改 {changed} 个。")


@app.command("members", cls=ChineseCommand)
def members(
    ctx: typer.Context,
    collective: Annotated[str, typer.Argument(metavar="统称", help="一类单位的统称，例如 各县（市、区）政府")],
    file: Annotated[
        Path | None, typer.Option("--set", metavar="文件", help="名册：txt 一行一个单位，或带“单位”列的 xlsx、csv")
    ] = None,
    task: Annotated[
        str | None, typer.Option("--task", metavar="编号", help="只看、只用于哪项任务（设“有关部门”这类统称时必填）")
    ] = None,
    seen: Seen = None,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """查看或设置统称的名册，从 --as-of 那天起算，以前的名册保留。"""
    from planner.domain.wording import ROSTER_UNSET
    from planner.usecases.rosters import hides_members, show_members
    from planner.usecases.seen import require_unit_seen
    from planner.usecases.tables import set_members_file

    application = app_of(ctx)
    if file is None:
        with application.reading() as session:
            asked = application.as_of(session, as_of)
            rosters = show_members(session, asked, collective, task)
            hidden = hides_members(session, asked, collective, task)
    else:
        with application.begin() as session:
            act = application.act(session, as_of)
            require_unit_seen(session, act, [collective], seen)
            rosters = (set_members_file(session, act, collective, file, task=task),)
            hidden = False
    if as_json_:
        as_json({"rosters": rosters, "rosters_hidden": hidden})
        return
    if not rosters:
        of = f"（任务 {task}）" if task else ""
        say(f"{collective}{of}：{'名册里没有本单位，看不到' if hidden else ROSTER_UNSET}。")
    elif task is not None and rosters[0].task is None:
        say(f"任务 {task} 没有单独的名册，用的是各项任务共用的：")
    for roster in rosters:
        of = f"（任务 {roster.task}）" if roster.task else ""
        say(f"{roster.collective}{of} {roster.since} 起 {len(roster.members)} 个：{'、'.join(roster.members)}")
