"""The root command: which database, who acts, and the nouns below it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, ClassVar

import typer

from planner.cli.chinese import ChineseGroup
from planner.settings import Settings


class Root(ChineseGroup):
    """The nouns, each in a module of its own that is imported when it is called."""

    lazy: ClassVar[Mapping[str, tuple[str, str]]] = {
        "init": ("planner.cli.init", "建立数据库，或把旧版本的数据库升级"),
        "demo": ("planner.cli.demo", "用自带的示例计划走完一整年，文件写到一个文件夹"),
        "plan": ("planner.cli.plan", "计划：读文件、导入、确认、查看、导出责任分工表"),
        "unit": ("planner.cli.unit", "责任单位：名录、类别、联络员、统称的名册"),
        "task": ("planner.cli.task", "任务：查看、分工、延期、标记、暂缓取消并入"),
        "progress": ("planner.cli.progress", "进展：填报、查看、采纳、退回"),
        "form": ("planner.cli.form", "填报表：发给各单位，收回来逐格检查"),
        "status": ("planner.cli.status", "一页看全局：亮灯、逾期、临期、未报送、需决策"),
        "remind": ("planner.cli.remind", "催办：今天催谁、为什么；写函、出名单和日历"),
        "ledger": ("planner.cli.ledger", "季度台账"),
        "report": ("planner.cli.report", "报告：状态页、年度报告"),
        "audit": ("planner.cli.audit", "操作记录：查看、核对有没有被改动、导出给审计"),
        "user": ("planner.cli.user", "用户：登记、注销、查看"),
        "backup": ("planner.cli.backup", "备份：整个数据库写成一个文件，写完就核对"),
        "restore": ("planner.cli.restore", "恢复：让数据库回到备份时的样子"),
        "migrate-to": ("planner.cli.migrate_to", "搬家：整个数据库搬到另一个库，逐表核对"),
    }


app = typer.Typer(
    cls=Root,
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.callback()
def root(
    ctx: typer.Context,
    database: Annotated[
        str | None,
        typer.Option(metavar="地址", help="数据库地址，默认取 PLANNER_DATABASE_URL，再没有就是当前文件夹的 planner.db"),
    ] = None,
    actor: Annotated[
        str | None, typer.Option(metavar="姓名", help="谁在操作，默认取 PLANNER_ACTOR，再没有就是登录名；记入操作记录")
    ] = None,
    office: Annotated[
        str | None,
        typer.Option(
            metavar="机关",
            hidden=True,
            help="几个机关共用一个数据库时是哪一个，默认取 PLANNER_OFFICE；各管各的",
        ),
    ] = None,
) -> None:
    """把一份工作要点变成任务台账，跟踪到年底。

    先 plan read 看看读得对不对，再 plan import 导入、plan confirm 确认，然后分工、填报、审核、出台账、写年度报告。
    """
    settings = ctx.obj if isinstance(ctx.obj, Settings) else Settings.read()
    ctx.obj = replace(
        settings,
        database=database or settings.database,
        actor=actor or settings.actor,
        office=office or settings.office,
    )
