"""planner form: workbooks out to units, and back."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.chinese import REFUSED, ChineseCommand, noun
from planner.cli.options import AsOf, Json, PlanCode, Seen, app_of, read_day, read_period
from planner.cli.show import as_json, say, table, warn
from planner.domain.periods import Period

if TYPE_CHECKING:
    from planner.domain.forms import Fault
    from planner.usecases.form_known import FormOutcome
    from planner.usecases.forms import Outgoing

app = noun("填报表：每个单位一份发出去，收回来逐格检查。")

PARTLY = 3
"""The exit code where part of what was given was set aside."""

_CELLS_NAMED = 3


@app.command("export", cls=ChineseCommand)
def export(
    ctx: typer.Context,
    period: Annotated[Period, typer.Argument(metavar="填报期", parser=read_period, help="例如 2024Q2")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="文件夹", help="填报表写到哪个文件夹")],
    return_by: Annotated[
        dt.date | None,
        typer.Option("--return-by", metavar="日期", parser=read_day, help="哪天以前交回，默认填报期结束后 10 天"),
    ] = None,
    unit: Annotated[list[str] | None, typer.Option("--unit", metavar="单位", help="只发给哪个单位，可写多个")] = None,
    plan: PlanCode = None,
    seen: Seen = None,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """发出填报表：开一轮填报，每个有任务的单位一份（.xlsx），名册里的单位也有。"""
    from planner.usecases.forms import export_forms
    from planner.usecases.seen import require_period_seen

    application = app_of(ctx)
    with application.begin() as session:
        act = application.act(session, as_of)
        require_period_seen(session, act, period, plan, seen)
        outgoing = export_forms(session, act, period, output, code=plan, units=tuple(unit or ()), return_by=return_by)
    if as_json_:
        as_json(_outgoing(outgoing))
    else:
        _print_outgoing(outgoing, output)


def _outgoing(outgoing: "Outgoing") -> dict[str, object]:
    return {
        "plan": outgoing.plan,
        "period": outgoing.period,
        "round": outgoing.round,
        "opened": outgoing.opened,
        "return_by": outgoing.return_by.isoformat(),
        "forms": [
            {
                "unit": form.unit,
                "file": str(form.path),
                "return_by": form.book.return_by.isoformat(),
                "tasks": [row.code for row in form.book.rows],
            }
            for form in outgoing.forms
        ],
    }


def _print_outgoing(outgoing: "Outgoing", folder: Path) -> None:
    table(
        ("单位", "任务", "文件"),
        [(form.unit, len(form.book.rows), form.path.name) for form in outgoing.forms],
        widest=60,
    )
    opened = f"开了第 {outgoing.round} 轮填报" if outgoing.opened else f"仍是第 {outgoing.round} 轮填报"
    say(
        f"已写到“{folder}”：{outgoing.period_label}填报表 {len(outgoing.forms)} 份，{opened}，"
        f"{outgoing.return_by} 以前交回；收回来的放在一个文件夹里，用 planner form collect 收。"
    )
    if outgoing.return_by < outgoing.on:
        warn(f"交回日 {outgoing.return_by} 已经过了，要另定日子请加 --return-by（只写 --unit 的单位，别的单位不变）。")


@app.command("collect", cls=ChineseCommand)
def collect(
    ctx: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="位置", help="交回的文件、文件夹或 zip，可写多个")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会收到什么、有什么问题，什么也不改")] = False,
    period: Annotated[
        Period | None,
        typer.Option("--period", metavar="填报期", parser=read_period, help="只收这一期的，别的期的退回"),
    ] = None,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """收回填报表：每份要么整份采用，要么整份放进“退回”文件夹，有问题的格子在副本里标出。"""
    from planner.usecases.form_collect import collect_forms

    application = app_of(ctx)

    outcomes = []
    for outcome in collect_forms(partial(application.acting, as_of), paths, only=period, dry_run=dry_run):
        outcomes.append(outcome)
        if not as_json_:
            _print_outcome(outcome, dry_run=dry_run)
    if as_json_:
        as_json({"dry_run": dry_run, "files": outcomes})
    else:
        _print_collected(outcomes, dry_run=dry_run)
    raise typer.Exit(_exit_code(outcomes))


_DONE = {
    "taken": "已收",
    "unchanged": "没有新内容",
    "already": "以前收过",
    "set_aside": "退回",
    "left": "不收",
    "skipped": "跳过",
}
_WOULD = {**_DONE, "taken": "可收", "set_aside": "要退回"}


def _print_outcome(outcome: "FormOutcome", *, dry_run: bool) -> None:
    word = (_WOULD if dry_run else _DONE)[outcome.outcome.value]
    of = f"（{outcome.unit} {outcome.period}）" if outcome.unit else ""
    rows = f"：{len(outcome.rows)} 项 {'、'.join(outcome.rows)}" if outcome.rows else ""
    say(f"{word}  {outcome.file}{of}{rows}")
    for line in _grouped(outcome.faults):
        say(f"      {line}")
    for note in outcome.notes:
        say(f"      提示：{note}")
    if outcome.set_aside:
        say(f"      {'标注好的副本' if outcome.marked else '放在'}：{outcome.set_aside}")


def _grouped(faults: "Sequence[Fault]") -> Iterator[str]:
    """The faults, those that say the same of cells of one sheet in one line: 填报表!I3、I4、I5 等24格：…"""
    cells: dict[tuple[str, str], list[str]] = {}
    for fault in faults:
        cells.setdefault((fault.place.sheet, fault.message), []).append(fault.place.cell)
    for (sheet, message), found in cells.items():
        named = "、".join(found[:_CELLS_NAMED])
        many = f" 等{len(found)}格" if len(found) > _CELLS_NAMED else ""
        place = f"{sheet}!{named}{many}" if named else sheet
        yield f"{place}：{message}" if place else message


def _print_collected(outcomes: "list[FormOutcome]", *, dry_run: bool) -> None:
    counts = Counter(outcome.outcome.value for outcome in outcomes)
    words = _WOULD if dry_run else _DONE
    told = "，".join(f"{words[kind]} {counts[kind]}" for kind in words if counts[kind])
    rows = sum(len(outcome.rows) for outcome in outcomes)
    say(f"共 {len(outcomes)} 个文件：{told}；{'可收' if dry_run else '收到'}填报 {rows} 项。")
    if dry_run:
        say("这只是试收，什么也没有改。")
    elif rows:
        say("用 planner progress list --pending 查看，再用 progress accept 或 progress return 审核。")
    if counts["set_aside"] and not dry_run:
        warn(_GIVE_BACK if any(outcome.marked for outcome in outcomes) else _TELL)


_GIVE_BACK = "退回的请发还单位，在标注好的副本里改好再交。"
_TELL = "退回的没有标注好的副本，请把上面说的问题告诉单位，改好再交。"


def _exit_code(outcomes: "list[FormOutcome]") -> int:
    """0: all forms are in; 3: part of them was set aside; 1: there was none that could be taken."""
    faulty = sum(outcome.outcome.value in ("set_aside", "left") for outcome in outcomes)
    good = sum(outcome.outcome.value in ("taken", "unchanged", "already") for outcome in outcomes)
    if not good:
        return REFUSED
    return PARTLY if faulty else 0
