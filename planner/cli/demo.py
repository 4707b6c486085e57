"""planner demo: the README's tour on the example plan, command by command."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.chinese import ChineseCommand, verb
from planner.cli.options import app_of

app = verb()


@app.command(cls=ChineseCommand)
def demo(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="文件夹", help="文件写到哪个文件夹")] = Path("out"),
) -> None:
    """用自带的示例计划走完一整年：README 里的命令一条一条运行并显示，文件写到一个文件夹。"""
    from planner.cli.tour import run_tour

    run_tour(out, app_of(ctx).settings)
