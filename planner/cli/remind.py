"""planner remind: whom to chase today, the letters, and the log of what went to whom."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.chinese import ChineseCommand, verb
from planner.cli.options import AsOf, Json, PlanCode, app_of, read_whole, refuse_together
from planner.cli.show import as_json

if TYPE_CHECKING:
    from planner.bootstrap import App
    from planner.domain.reminders import Wish
    from planner.usecases.reminders import Sent

app = verb()


@app.command(cls=ChineseCommand)
def remind(
    ctx: typer.Context,
    plan: PlanCode = None,
    as_of: AsOf = None,
    within: Annotated[
        int, typer.Option("--within", metavar="天数", parser=read_whole, help="提前多少天提醒将到期的，默认 15 天")
    ] = 15,
    unit: Annotated[str | None, typer.Option("--unit", metavar="单位", help="只看一个单位")] = None,
    everything: Annotated[bool, typer.Option("--all", help="连 5 天内催过的一起列出")] = False,
    letters: Annotated[
        Path | None, typer.Option("--letters", metavar="文件夹", help="每个单位写一封函（docx），并记下催过")
    ] = None,
    supervise: Annotated[
        bool, typer.Option("--supervise", help="对政府所属、类别已确认、有逾期或未报的单位，用督办函代替催报函")
    ] = False,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="文件", help="写一份名单供邮件合并，每个单位一行，并记下催过")
    ] = None,
    told: Annotated[
        list[str] | None, typer.Option("--told", metavar="单位", help="已经当面或打电话催过的单位，记下；可写多次")
    ] = None,
    ics: Annotated[Path | None, typer.Option("--ics", metavar="文件", help="把今后的到期日写成日历")] = None,
    as_json_: Json = False,
) -> None:
    """列出今天该催哪些单位、为什么催、第几次催；5 天内催过的不再列。

    只列清单和写日历（--ics）不留记录；写函（--letters）、出名单（--csv）、口头催过（--told）都记下来。
    """
    from planner.domain.reminders import Wish

    if told:
        refuse_together("--told", **{"--letters": letters, "--csv": csv, "--unit": unit})
    application = app_of(ctx)
    wish = Wish(within, unit, everything, supervise)
    events = _calendar(application, ics, wish, plan=plan, as_of=as_of) if ics else None
    if letters or csv:
        sent = _send(application, wish, letters, csv, plan=plan, as_of=as_of)
    elif told:
        sent = _tell(application, wish, told, plan=plan, as_of=as_of)
    else:
        sent = _list(application, wish, plan=plan, as_of=as_of)
    _show(sent, ics, events, acted=bool(letters or csv or told), as_json_=as_json_)


def _calendar(application: "App", path: Path, wish: "Wish", *, plan: str | None, as_of: dt.date | None) -> int:
    from planner.usecases.reminders import write_calendar

    with application.reading() as session:
        return write_calendar(session, application.as_of(session, as_of), path, wish, plan)


def _send(
    application: "App",
    wish: "Wish",
    letters: Path | None,
    listing: Path | None,
    *,
    plan: str | None,
    as_of: dt.date | None,
) -> "Sent":
    from planner.usecases.reminders import send

    with application.begin() as session:
        act = application.act(session, as_of)
        return send(session, act, wish, plan, letters=letters, listing=listing, templates=application.templates)


def _tell(application: "App", wish: "Wish", told: list[str], *, plan: str | None, as_of: dt.date | None) -> "Sent":
    from planner.usecases.reminders import tell

    with application.begin() as session:
        return tell(session, application.act(session, as_of), wish, told, plan)


def _list(application: "App", wish: "Wish", *, plan: str | None, as_of: dt.date | None) -> "Sent":
    from planner.usecases.reminders import Sent, read_chase

    with application.reading() as session:
        return Sent(read_chase(session, application.as_of(session, as_of), wish, plan), (), 0)


def _show(sent: "Sent", ics: Path | None, events: int | None, *, acted: bool, as_json_: bool) -> None:
    from planner.cli import remind_page as page

    if as_json_:
        as_json(page.payload(sent, ics))
        return
    if ics:
        page.print_calendar(ics, events or 0)
    if acted:
        page.print_sent(sent)
    elif not ics:
        page.print_chase(sent.chase)
