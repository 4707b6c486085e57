"""A status page with its tasks and quarters for tests of what is written: every figure agrees with its rows."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from planner.domain.drafts import Role
from planner.domain.lights import Colour
from planner.domain.progress import TaskState
from planner.domain.status_page import (
    CountedGroup,
    MissingReport,
    Quarter,
    StatusPage,
    StatusTask,
    TaskNotice,
    UnitLight,
    UnitReturns,
)
from planner.domain.wording import Provenance

UNITS = ("市司法局", "市公安局", "市财政局", "市应急管理局", "东岭县政府", "西坪县政府", "市生态环境局", "市审计局")
SECTIONS = tuple(f"{number}、规范行政执法行为，把该管的事管到位" for number in "一二三四五六七八九十")
LATE_WORDS = "考核点2024-03.1（每季度至少组织开展1次行政执法案卷评查并通报结果）应于2024-06-30达成，已逾期112天"
SUPPORT = "市司法局：需协调 请市政府协调省级主管部门开放办案系统数据接口，并同意缺员期间由市级统筹补助执法经费和人员"
_CYCLE = (Colour.RED, Colour.YELLOW, Colour.GREEN, Colour.GREEN, Colour.NOT_DUE)
_YEAR = 2024


def year_page(tasks: int = 25, listed: int = 25) -> StatusPage:
    """The page of 20 October 2024: so many tasks, and each list with `listed` lines of long texts."""
    rows = tuple(_task(number) for number in range(1, tasks + 1))
    return StatusPage(
        plan_code="2024",
        plan_title="云溪市2024年法治政府建设工作要点",
        as_of=dt.date(2024, 10, 20),
        period="2024Q3",
        period_label="2024年第三季度",
        lights=_counted(row.colour for row in rows),
        sections=tuple(
            CountedGroup(name, len(its), _counted(row.colour for row in its))
            for name in SECTIONS
            if (its := [row for row in rows if row.section == name])
        ),
        units=tuple(
            CountedGroup(name, len(shown), _counted(shown))
            for name in UNITS
            if (shown := [unit.colour for row in rows for unit in row.units if unit.unit == name])
        ),
        late=tuple(_notice(row, LATE_WORDS, dt.date(2024, 6, 30), 112) for row in rows[:listed]),
        due_soon=tuple(_notice(row, LATE_WORDS, dt.date(2024, 10, 31), 11) for row in rows[:listed]),
        missing=tuple(
            MissingReport(row.code, row.title, unit, None, Role.RESPONSIBLE, "2024Q3", dt.date(2024, 10, 10))
            for row in rows[:listed]
            for unit in UNITS[:8]
        ),
        decisions=tuple(_notice(row, SUPPORT, None, 0, kind="support") for row in rows[:listed]),
        late_by_original=tuple(_notice(row, LATE_WORDS, None, 0) for row in rows[:listed]),
        out_of_action=tuple(_notice(row, "任务暂缓", dt.date(2024, 5, 6), 0) for row in rows[:listed]),
        tasks=rows,
        quarters=tuple(_quarter(number, rows) for number in range(1, 5)),
    )


def _task(number: int) -> StatusTask:
    colour = _CYCLE[number % len(_CYCLE)]
    done = number % len(_CYCLE) == 2
    return StatusTask(
        code=f"2024-{number:02d}",
        title=f"做实第{number}项行政执法监督任务",
        section=SECTIONS[number % len(SECTIONS)],
        state=TaskState.ACTIVE,
        due=dt.date(2024, 12, 31),
        original=dt.date(2024, 6, 30) if number == 1 else None,
        provenance=Provenance.DEFAULT,
        before_issue=False,
        colour=colour,
        reason="市司法局：2024Q3已于2024-10-08报送，时限2024-12-31还没到",
        done=done,
        done_on=dt.date(2024, number % 9 + 1, 15) if done else None,
        units=(
            UnitLight(UNITS[0], Role.LEAD, colour),
            *(UnitLight(name, Role.RESPONSIBLE, colour) for name in UNITS[1 : number % len(UNITS) + 1]),
        ),
    )


def _quarter(number: int, rows: tuple[StatusTask, ...]) -> Quarter:
    over = number < 4
    last = dt.date(_YEAR, number * 3, 31 if number == 1 else 30) if over else dt.date(2024, 10, 20)
    codes: dict[Colour, list[str]] = {colour: [] for colour in Colour}
    for place, row in enumerate(rows):
        codes[row.colour if not over else _CYCLE[(place + number) % len(_CYCLE)]].append(row.code)
    done = [row.code for row in rows if row.done_on and row.done_on <= last]
    return Quarter(
        period=f"{_YEAR}Q{number}",
        label=f"{_YEAR}年第{'一二三四'[number - 1]}季度",
        judged_on=last,
        over=over,
        lights={colour: tuple(found) for colour, found in codes.items()},
        done=tuple(done),
        returns=tuple(
            UnitReturns(name, len(rows), tuple(row.code for row in rows[: (place * number) % 5]))
            for place, name in enumerate(UNITS)
        ),
        return_by=dt.date(_YEAR, 1 + 3 * number, 10) if over else None,
        closed_on=dt.date(2024, 4, 20) if number == 1 else None,
    )


def _counted(colours: Iterable[Colour]) -> dict[Colour, int]:
    found = Counter(colours)
    return {colour: found[colour] for colour in Colour}


def _notice(
    row: StatusTask, words: str, since: dt.date | None, days: int, kind: str = "checkpoint_overdue"
) -> TaskNotice:
    return TaskNotice(
        task=row.code,
        title=row.title,
        kind=kind,
        whose=UNITS,
        since=since,
        days=days,
        message=f"市司法局、市公安局、市财政局等8个单位：{words}",
        original=dt.date(2024, 5, 31),
        days_original=142,
    )
