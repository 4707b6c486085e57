"""planner user: who may act."""

from typing import Annotated

import typer

from planner.cli.chinese import ChineseCommand, noun
from planner.cli.options import AsOf, Json, Reason, Seen, app_of, read_actor_role
from planner.cli.show import as_json, print_version, say, table
from planner.domain.actors import ActorRole

app = noun("用户：登记、注销、查看。")


@app.command("add", cls=ChineseCommand)
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="姓名", help="--actor 用的名字")],
    role: Annotated[
        ActorRole, typer.Option("--role", metavar="身份", parser=read_actor_role, help="统筹、单位、领导或审计")
    ],
    unit: Annotated[str | None, typer.Option("--unit", metavar="单位", help="联络员属于哪个单位")] = None,
    as_of: AsOf = None,
) -> None:
    """登记一个用户。一个都没有登记时，谁都可以按统筹单位操作；登记以后，名单外的人不能操作。"""
    from planner.usecases.users import add_user

    application = app_of(ctx)
    with application.begin() as session:
        view = add_user(session, application.act(session, as_of), name, role, unit=unit)
    say(f"已登记“{view.name}”。")


@app.command("remove", cls=ChineseCommand)
def remove(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="姓名", help="登记时的名字")],
    reason: Reason = "",
    seen: Seen = None,
    as_of: AsOf = None,
) -> None:
    """注销一个用户：从此不能操作；做过的事仍在操作记录里。换身份、换单位也是先注销再登记。"""
    from planner.usecases.seen import require_user_seen
    from planner.usecases.users import remove_user

    application = app_of(ctx)
    with application.begin() as session:
        act = application.act(session, as_of)
        require_user_seen(session, act, name, seen)
        view = remove_user(session, act, name, reason=reason)
    say(f"已注销“{view.name}”。")


@app.command("list", cls=ChineseCommand)
def list_(ctx: typer.Context, as_json_: Json = False) -> None:
    """列出用户。"""
    from planner.domain.wording import WORDS
    from planner.usecases.users import list_users
    from planner.usecases.versions import office_version

    application = app_of(ctx)
    with application.reading() as session:
        asked = application.as_of(session, None)
        users = list_users(session, asked)
        version = office_version(session, asked)
    if as_json_:
        as_json({"users": users, "version": version})
        return
    table(("姓名", "身份", "单位"), [(u.name, WORDS[u.role], u.unit) for u in users])
    print_version(version)
