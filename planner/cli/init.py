"""planner init."""

import typer

from planner.cli.chinese import ChineseCommand, verb
from planner.cli.options import app_of
from planner.cli.show import say

app = verb()


@app.command(cls=ChineseCommand)
def init(ctx: typer.Context) -> None:
    """建立数据库，或把旧版本的数据库升级到本程序的版本；已有的数据不动。"""
    application = app_of(ctx)
    before, after = application.initialise()
    if before == after:
        say(f"数据库“{application.where}”已经是最新版本（{after}），不用升级。")
    elif before is None:
        say(f"已建立数据库“{application.where}”（版本 {after}）。")
    else:
        say(f"已把数据库“{application.where}”从版本 {before} 升级到 {after}。")
