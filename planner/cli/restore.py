"""planner restore: the database as it was in a backup."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.backup import log_words, offices_words
from planner.cli.chinese import ChineseCommand, verb
from planner.cli.options import Json, app_of
from planner.cli.show import as_json, say, warn

if TYPE_CHECKING:
    from planner.usecases.restoring import Restored

app = verb()


@app.command(cls=ChineseCommand)
def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="备份", help="planner backup 写出的文件")],
    replace: Annotated[
        bool, typer.Option("--replace", help="数据库里已有数据时换下它；不加时只说明会丢什么，不改动")
    ] = False,
    keep: Annotated[
        Path | None,
        typer.Option("--keep", metavar="文件", help="换下的数据另存到哪个文件，默认在数据库（或备份）旁边另起名字"),
    ] = None,
    as_json_: Json = False,
) -> None:
    """用备份恢复数据库：全部内容换成备份里的，操作记录也和备份时一条不差；数据库还没有时就建立。

    先核对备份有没有损坏、被改过。换下的数据会先另存一份；换的时候别人看到的不是旧的就是新的，中途断电也一样。
    """
    from planner.usecases.backups import opened_backup
    from planner.usecases.restoring import advised
    from planner.usecases.restoring import restore as put_back

    application = app_of(ctx)
    with (
        opened_backup(file, application.place) as backup,
        advised(application.place),
        application.made() as room,
        room.begin() as session,
    ):
        done = put_back(session, room.act(session, None), backup, room.place, keep=keep, replace=replace)
    if not done.noted:
        warn(f"“{file}”旁边没有“.核对.json”，只检查了它没有损坏，无法确认备份以后有没有被改过。")
    if as_json_:
        as_json(done)
    else:
        _print(application.where, done)


def _print(where: str, done: "Restored") -> None:
    if done.unchanged:
        say(f"数据库“{where}”和备份“{done.file}”完全一样，不用恢复，没有改动。")
        return
    say(f"已用备份“{done.file}”恢复数据库“{where}”：{done.rows} 行，{log_words(done.newest)}。")
    if done.upgraded_from:
        say(f"备份是旧版本（{done.upgraded_from}）的，已按本程序的版本恢复；备份文件没有动。")
    if done.kept:
        lost = sum(log.acts for log in done.logs)
        say(f"恢复前的数据另存在“{done.kept}”" + (f"，其中有备份里没有的 {lost} 条操作。" if lost else "。"))
    if len(done.offices) > 1:
        say(offices_words(done.offices, "恢复"))
