"""The quarterly ledger as a workbook: 封面, 台账, 分单位, 未报送, 与上季变化."""

from collections.abc import Mapping

from planner.domain.ledger import Ledger, MissingReturn, UnitSummary
from planner.domain.lights import Colour
from planner.domain.wording import ROSTER_UNSET, WORDS
from planner.output.ledger_compared import LIGHTS_IN_ORDER, fill_changes
from planner.output.ledger_tasks import fill_tasks
from planner.output.sheets import (
    CellValue,
    Column,
    Kind,
    Sheet,
    add_sheet,
    freeze_and_filter,
    new_workbook,
    row_points,
    set_up_page,
    to_bytes,
    write_table,
)

_OPEN = "未关账，数据还会变"


def ledger_workbook(ledger: Ledger) -> bytes:
    """The ledger as an xlsx file: text cells are text, days are dates, counts are numbers, lights word and fill."""
    heading = f"{ledger.plan_title}　{ledger.period_label}工作台账"
    workbook = new_workbook(heading, ledger.as_of)
    cover = add_sheet(workbook, "封面")
    _fill_cover(cover, ledger)
    set_up_page(cover, heading="", header_rows=None)
    tasks = add_sheet(workbook, "台账", vertical="top")
    fill_tasks(tasks, ledger)
    set_up_page(tasks, heading=heading, header_rows="1:2")
    units = add_sheet(workbook, "分单位")
    _fill_units(units, ledger)
    set_up_page(units, heading=f"{heading}　分单位", header_rows="1:1")
    missing = add_sheet(workbook, "未报送")
    _fill_missing(missing, ledger)
    set_up_page(missing, heading=f"{heading}　未报送", header_rows="1:1")
    changes = add_sheet(workbook, "与上季变化")
    fill_changes(changes, ledger)
    set_up_page(changes, heading=f"{heading}　与上季变化", header_rows="2:2")
    return to_bytes(workbook)


_COVER_WIDTHS = (22, 60)
_COVER_NOTE = (
    "亮灯由时限和已采纳的填报计算得出，按判灯日判定；“推定”是按规则推定、尚待统筹单位确认的时限；"
    f"“{ROSTER_UNSET}”的统称不计入亮灯和应报数。"
)


def _fill_cover(sheet: Sheet, ledger: Ledger) -> None:
    sheet.widths(_COVER_WIDTHS)
    for row, title in enumerate((ledger.plan_title, f"{ledger.period_label}工作台账"), 1):
        sheet.put(row, 1, title, Kind.TITLE)
        sheet.put(row, 2, None, Kind.TITLE)
        sheet.merge(row, 1, row, 2)
        sheet.height(row, 26 * max(1, -(-len(title) // 22)) + 8)
    for row, (name, value, kind) in enumerate(_cover_lines(ledger), 4):
        sheet.put(row, 1, name, Kind.HEADER)
        sheet.put(row, 2, value, kind)
        sheet.height(row, row_points([(value, _COVER_WIDTHS[1])]) + 6)


def _cover_lines(ledger: Ledger) -> list[tuple[str, CellValue, Kind]]:
    lights = [(colour, ledger.colours.get(colour, 0), Kind.COUNT) for colour in LIGHTS_IN_ORDER]
    return [
        ("工作要点", f"{ledger.plan_title}（代码 {ledger.plan_code}）", Kind.TEXT),
        ("填报期", f"{ledger.period_label}（{ledger.period}）", Kind.TEXT),
        ("数据截止", ledger.as_of, Kind.DATE),
        ("判灯日", ledger.judged_on, Kind.DATE),
        ("关账日", ledger.closed_on or _OPEN, Kind.DATE if ledger.closed_on else Kind.TEXT),
        ("任务数", len(ledger.tasks), Kind.COUNT),
        *lights,
        ("应报（任务·单位）", ledger.asked, Kind.COUNT),
        ("已报", ledger.reported, Kind.COUNT),
        ("已采纳", ledger.accepted, Kind.COUNT),
        (ROSTER_UNSET, "、".join(ledger.rosters_unset) or "无", Kind.TEXT),
        ("说明", _COVER_NOTE, Kind.TEXT),
    ]


def _light_column(colour: Colour) -> Column[UnitSummary]:
    return Column(colour, 8, lambda u: u.colours.get(colour, 0), Kind.COUNT)


_UNIT_COLUMNS: tuple[Column[UnitSummary], ...] = (
    Column("单位", 30, lambda u: u.unit, widest=50),
    Column("类别", 18, lambda u: u.kind),
    Column("任务数", 9, lambda u: u.tasks, Kind.COUNT),
    Column("其中牵头", 10, lambda u: u.leading, Kind.COUNT),
    Column("应报", 8, lambda u: u.asked, Kind.COUNT),
    Column("已报", 8, lambda u: u.reported, Kind.COUNT),
    *(_light_column(colour) for colour in LIGHTS_IN_ORDER),
)


def _fill_units(sheet: Sheet, ledger: Ledger) -> None:
    behind = write_table(sheet, 1, _UNIT_COLUMNS, ledger.units)
    total = _total(ledger.units)
    for number, column in enumerate(_UNIT_COLUMNS, 1):
        sheet.put(behind, number, column.value(total), Kind.HEADER if number == 1 else column.kind)
    sheet.height(behind, 22)
    # the total stays outside the filter, so that sorting leaves it below
    freeze_and_filter(sheet, header_row=1, columns=len(_UNIT_COLUMNS), last_row=behind - 1, kept=1)


def _total(units: tuple[UnitSummary, ...]) -> UnitSummary:
    return UnitSummary(
        unit="合计（各单位相加）",
        kind="",
        tasks=sum(u.tasks for u in units),
        leading=sum(u.leading for u in units),
        asked=sum(u.asked for u in units),
        reported=sum(u.reported for u in units),
        colours=_sum_colours([u.colours for u in units]),
    )


def _sum_colours(counts: list[Mapping[Colour, int]]) -> dict[Colour, int]:
    return {colour: sum(count.get(colour, 0) for count in counts) for colour in Colour}


_MISSING_COLUMNS: tuple[Column[MissingReturn], ...] = (
    Column("单位", 22, lambda m: m.unit, widest=40),
    Column("所属名册", 18, lambda m: m.via or "", widest=30),
    Column("角色", 8, lambda m: WORDS[m.role], Kind.SHORT),
    Column("编号", 10, lambda m: m.task, Kind.SHORT),
    Column("重点任务", 34, lambda m: m.title, widest=60),
    Column("填报期", 10, lambda m: m.period, Kind.SHORT),
    Column("应报日期", 12, lambda m: m.return_by, Kind.DATE),
    Column("联络员", 10, lambda m: m.contact, Kind.SHORT),
    Column("电话", 15, lambda m: m.phone, Kind.SHORT),
    Column("退回原因", 30, lambda m: m.returned_reason, widest=60),
)


def _fill_missing(sheet: Sheet, ledger: Ledger) -> None:
    behind = write_table(sheet, 1, _MISSING_COLUMNS, ledger.missing)
    freeze_and_filter(sheet, header_row=1, columns=len(_MISSING_COLUMNS), last_row=behind - 1, kept=1)
    if not ledger.missing:
        sheet.put(behind, 1, "本期没有未报送的单位", Kind.PLAIN)
        sheet.merge(behind, 1, behind, len(_MISSING_COLUMNS))
