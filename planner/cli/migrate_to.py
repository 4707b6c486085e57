"""planner migrate-to: the whole database into another one."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.backup import log_words, offices_words
from planner.cli.chinese import ChineseCommand, verb
from planner.cli.options import Json, app_of
from planner.cli.show import as_json, say, table

if TYPE_CHECKING:
    from planner.usecases.moving import Moved

app = verb()


@app.command(cls=ChineseCommand)
def migrate_to(
    ctx: typer.Context,
    url: Annotated[
        str,
        typer.Argument(
            metavar="地址", help="新数据库：sqlite:///文件名.db 或 postgresql+psycopg://用户:密码@主机/库名"
        ),
    ],
    as_json_: Json = False,
) -> None:
    """把整个数据库搬到另一个空库（SQLite 和 PostgreSQL 之间都可以），逐表核对行数和校验码，一处不符就全部撤回。

    搬的时候别人只能看、不能写。原来的数据库不动，搬完请不要再用它。
    """
    from planner.bootstrap import App
    from planner.usecases.moving import move, require_empty, require_movable

    origin = app_of(ctx)
    target = App(replace(origin.settings, database=url))
    ctx.call_on_close(target.close)
    with origin.begin() as source:
        require_movable(source, origin.act(source, None), origin.place, target.place)
        with target.made() as room:
            with room.reading() as session:
                require_empty(session, room.place)
            with room.begin() as session:
                moved = move(source, origin.place, session, room.place)
    if as_json_:
        as_json(moved)
    else:
        _print(moved)


def _print(moved: "Moved") -> None:
    from planner.domain.backups import total

    table(
        ("表", "行数", "校验码（两边相同）"),
        [(each.name, each.rows, each.sha256[:16]) for each in moved.tables],
    )
    rows = f"{len(moved.tables)} 张表 {total(moved.tables)} 行"
    say(f"已从“{moved.source}”搬到“{moved.target}”：{rows}，逐表核对一致，{log_words(moved.newest)}。")
    if len(moved.offices) > 1:
        say(offices_words(moved.offices, "搬移"))
    say(f"原来的数据库“{moved.source}”没有动，请不要再用它；以后用 --database 或 PLANNER_DATABASE_URL 指明新地址。")
