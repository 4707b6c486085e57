"""planner plan close-period, reopen-period, rollover: the quarter's end, and the year's."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.options import AsOf, Json, PlanCode, Reason, Seen, app_of, read_period
from planner.cli.show import as_json, say, table
from planner.domain.periods import Period

if TYPE_CHECKING:
    from planner.domain.rollover import RolloverItem
    from planner.usecases.rollover import RolloverOutcome

_NAMED = 5
"""So many units or requests are named; of more there is the number."""

PeriodArgument = Annotated[Period, typer.Argument(metavar="填报期", parser=read_period, help="例如 2024Q2")]


def close_period(
    ctx: typer.Context,
    period: PeriodArgument,
    plan: PlanCode = None,
    seen: Seen = None,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """关账：这一期的台账和状态页从此不变，无论以后改名、更正还是补报；填报都审核完才能关。"""
    from planner.usecases.closing import close_period as close
    from planner.usecases.seen import require_plan_seen

    application = app_of(ctx)
    with application.begin() as session:
        act = application.act(session, as_of)
        require_plan_seen(session, act, plan, seen, period=period)
        outcome = close(session, act, period, plan)
    if as_json_:
        as_json(outcome)
        return
    counts = f"{outcome.tasks} 项任务，应报 {outcome.asked}、已报 {outcome.reported}"
    say(f"{outcome.period} 已于 {outcome.closed_on} 关账：{counts}。校验码 {outcome.sha256[:16]}…")
    if outcome.silent:
        say(f"{len(outcome.silent)} 个单位这一期一项也没有报送：{_first(outcome.silent)}。")
    if outcome.open_requests:
        requests = _first([str(request) for request in outcome.open_requests])
        say(f"还有 {len(outcome.open_requests)} 件延期申请没有批复（申请 {requests}），用 progress extensions 查看。")
    say(f"此后 ledger export {outcome.period} 和 report status --period {outcome.period} 都是关账时的内容。")


def _first(names: Sequence[str]) -> str:
    return "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")


def reopen_period(
    ctx: typer.Context,
    period: PeriodArgument,
    reason: Reason = "",
    plan: PlanCode = None,
    seen: Seen = None,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """重新打开已关账的一期，要写明理由（--reason），记入操作记录；更正以后请再关一次账。"""
    from planner.usecases.closing import reopen_period as reopen
    from planner.usecases.seen import require_period_seen

    application = app_of(ctx)
    with application.begin() as session:
        act = application.act(session, as_of)
        require_period_seen(session, act, period, plan, seen)
        outcome = reopen(session, act, period, plan, reason=reason)
    if as_json_:
        as_json(outcome)
    else:
        say(f"{outcome.period} 已重新打开（{outcome.closed_since} 关的账），更正以后请再用 plan close-period 关账。")


def rollover(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="代号", help="哪个计划没有完成的任务，例如 2024")],
    into: Annotated[str, typer.Argument(metavar="新代号", help="结转到哪个计划，要还是草案，例如 2025")],
    only_list: Annotated[bool, typer.Option("--list", help="只列出，不结转")] = False,
    seen: Seen = None,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """把没有完成的任务结转为新一年计划的草案任务，带着单位、未达成的考核点和历年填报；由核对表取舍。"""
    from planner.usecases.rollover import offer_rollover, roll_over
    from planner.usecases.seen import require_plan_seen

    application = app_of(ctx)
    if only_list:
        with application.reading() as session:
            outcome = offer_rollover(session, application.as_of(session, as_of), code, into)
    else:
        with application.begin() as session:
            act = application.act(session, as_of)
            for each in (code, into):
                require_plan_seen(session, act, each, seen)
            outcome = roll_over(session, act, code, into)
    if as_json_:
        as_json(outcome)
    else:
        _print_rollover(outcome, only_list=only_list)


def _print_rollover(outcome: "RolloverOutcome", *, only_list: bool) -> None:
    from planner.domain.progress import TaskState
    from planner.domain.wording import WORDS

    if not outcome.tasks:
        say(f"计划“{outcome.plan}”没有未完成的任务，不用结转。")
        return
    table(
        ("编号", "任务", "状态", "时限", "单位", "未达成考核点", "结转为", "说明"),
        [(t.task, t.title, WORDS[t.state], t.due, t.units, t.checkpoints, t.into, t.already) for t in outcome.tasks],
        below=[_beside(task) for task in outcome.tasks],
    )
    new = [task for task in outcome.tasks if not task.already]
    if only_list:
        say(f"未完成的 {len(outcome.tasks)} 项，可结转 {len(new)} 项；去掉 --list 就结转到计划“{outcome.into}”。")
        return
    say(f"结转到草案“{outcome.into}” {len(new)} 项。时限没有注明照此结转的为推定，")
    say(f"请用 plan review {outcome.into} -o 核对表.xlsx 核对，不接着做的在“跟踪”写“否”。")
    idle = [task.task for task in new if task.state is TaskState.PAUSED]
    if idle:
        say(f"{'、'.join(idle)} 上年暂缓，结转后按执行中处理，请特别核对。")


def _beside(item: "RolloverItem") -> list[str]:
    """What to look at, under an item's row."""
    left = f"考核点 {'、'.join(item.left)} 未达成，不随同名任务结转，要接着考核请在核对表“考核点”里新增"
    return [f"      {note}" for note in (*item.notes, *([left] if item.left else []))]
