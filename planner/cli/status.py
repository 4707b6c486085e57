"""planner status: one page in the terminal."""

from typing import TYPE_CHECKING

import typer

from planner.cli.chinese import ChineseCommand, verb
from planner.cli.options import AsOf, Json, PlanCode, app_of
from planner.cli.show import as_json, lit, say, table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from planner.domain.lights import Colour
    from planner.domain.status_page import CountedGroup, MissingReport, StatusPage, TaskNotice

app = verb()

_SHOWN = 12
"""How many lines a list shows on the page; what is left out is counted."""


@app.command(cls=ChineseCommand)
def status(ctx: typer.Context, plan: PlanCode = None, as_of: AsOf = None, *, as_json_: Json = False) -> None:
    """一页看全局：各部分和各单位的亮灯，逾期、15 天内到期、本期未报送、需要决策的事项。"""
    from planner.usecases.status import read_status

    application = app_of(ctx)
    with application.reading() as session:
        page = read_status(session, application.as_of(session, as_of), plan)
    if as_json_:
        from planner.cli import payloads

        as_json(payloads.status(page))
    else:
        _print(page)


def _print(page: "StatusPage") -> None:
    from planner.domain.wording import WORDS

    say(f"{page.plan_title}（{page.plan_code}）  截至 {page.as_of}  填报期 {page.period_label}")
    if page.only_unit:
        say(f"只列{page.only_unit}承担的任务，亮灯是整项任务的，缺报是本单位的。")
    say("亮灯  " + "  ".join(f"{lit(WORDS[colour])} {count}" for colour, count in page.lights.items()))
    _lights("各部分", page.sections)
    _lights("各单位", page.units)
    if any(notice.days_original for notice in page.late):
        _list("逾期", page.late, ("逾期", "按原时限"), lambda n: (f"{n.days}天", _days(n.days_original)))
    else:
        _list("逾期", page.late, ("逾期",), lambda n: (f"{n.days}天",))
    if page.late_by_original:
        _list("延期后未逾期、按原时限逾期", page.late_by_original, ("按原时限",), lambda n: (_days(n.days_original),))
    _list("15 天内到期", page.due_soon)
    _missing(page)
    _list("需要决策", page.decisions)
    if page.out_of_action:
        _list("暂缓、取消、并入", page.out_of_action)


def _lights(heading: str, groups: "tuple[CountedGroup, ...]") -> None:
    from planner.domain.lights import Colour
    from planner.domain.wording import WORDS

    say(f"\n【{heading}】")
    header = ["", "任务", *(WORDS[colour] for colour in Colour)]
    rows = [[group.name, group.tasks, *(_count(group.colours, colour) for colour in Colour)] for group in groups]
    table(header, rows)


def _count(colours: "Mapping[Colour, int]", colour: "Colour") -> str:
    return str(colours[colour]) if colours[colour] else "·"


def _list(
    heading: str,
    notices: "Sequence[TaskNotice]",
    more: tuple[str, ...] = (),
    cells: "Callable[[TaskNotice], tuple[str, ...]]" = lambda _: (),
) -> None:
    """Notices under a heading; `more` are columns beside the usual ones, filled by `cells`."""
    say(f"\n【{heading}】{len(notices)} 项" if notices else f"\n【{heading}】没有")
    if notices:
        rows = [(n.task, n.title, *cells(n), n.message) for n in notices[:_SHOWN]]
        table(("编号", "任务", *more, "说明"), rows, widest=76)
    if len(notices) > _SHOWN:
        say(f"……还有 {len(notices) - _SHOWN} 项，用 --json 或 report status 看全部")


def _days(days: int) -> str:
    return f"{days}天" if days else "—"


def _missing(page: "StatusPage") -> None:
    by_unit: dict[str, list[MissingReport]] = {}
    for row in page.missing:
        by_unit.setdefault(row.unit, []).append(row)
    rows = [(unit, str(len(found)), "、".join(row.task for row in found)) for unit, found in by_unit.items()]
    counts = f"{len(page.missing)} 项，{len(rows)} 个单位" if rows else "没有"
    say(f"\n【{page.period} {page.missing_label}】{counts}")
    if rows:
        table(("单位", "项数", "任务"), rows[:_SHOWN], widest=76)
    if len(rows) > _SHOWN:
        say(f"……还有 {len(rows) - _SHOWN} 个单位，用 --json 或台账的“未报送”表看全部")
