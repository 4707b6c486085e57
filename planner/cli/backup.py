"""planner backup: the whole database as one file."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.chinese import ChineseCommand, verb
from planner.cli.options import Json, app_of
from planner.cli.show import as_json, plain, say

app = verb()


@app.command(cls=ChineseCommand)
def backup(
    ctx: typer.Context,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="文件", help="备份写到哪个文件，例如 备份.db")],
    replace: Annotated[bool, typer.Option("--replace", help="已有同名的备份时换下它")] = False,
    as_json_: Json = False,
) -> None:
    """把整个数据库备份成一个文件；别人正在用也可以备份，得到的是同一时刻的全部内容。

    写完会重新打开，逐表核对行数和校验码，一致才算数；旁边另写一份“.核对.json”，恢复时用来确认备份没有被动过，请和备份放在一起。
    """
    from planner.domain.backups import total
    from planner.usecases.backups import back_up

    application = app_of(ctx)
    with application.snapshot() as session:
        done = back_up(session, application.onlooker(session), output, application.place, replace=replace)
    if as_json_:
        as_json({"path": str(output), **plain(done)})
        return
    say(f"已备份到“{output}”：{total(done.tables)} 行，{log_words(done.newest)}，文件校验码 {done.sha256}。")
    if len(done.newest) > 1:
        say(offices_words(tuple(done.newest), "备份"))


def log_words(newest: Mapping[str, str]) -> str:
    """The newest audit hash of each office, named where there are several."""
    if not newest:
        return "还没有操作记录"
    if len(newest) == 1:
        return f"操作记录校验码 {next(iter(newest.values()))}"
    return "操作记录校验码 " + "、".join(f"{office} {hash_}" for office, hash_ in newest.items())


def offices_words(offices: Sequence[str], done: str) -> str:
    """That a database holds several offices, and that all of them go together."""
    return f"库里有 {len(offices)} 个机关的数据（{'、'.join(offices)}），已全部一并{done}。"
