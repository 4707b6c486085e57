"""The quarterly ledger as a workbook: 封面, 台账, summaries whose figures are formulas over it, lists, 图表."""

from planner.domain.ledger import Ledger
from planner.domain.wording import ROSTER_UNSET, WORDS
from planner.output.formulas import to_bytes
from planner.output.ledger_calendar import fill_calendar
from planner.output.ledger_charts import fill_charts
from planner.output.ledger_columns import LedgerColumns, chosen_columns
from planner.output.ledger_compared import LIGHTS_IN_ORDER, fill_changes
from planner.output.ledger_lists import NOT_KEPT, fill_alarms, fill_decisions, fill_missing
from planner.output.ledger_pages import LEADING, LIST_LEADING, set_margins
from planner.output.ledger_rows import ACCEPTED, ASKED, REPORTED, TASKS, TASKS_UNMET, UNMET, TaskRows, of_lines
from planner.output.ledger_tasks import fill_tasks
from planner.output.ledger_units import fill_sections, fill_units
from planner.output.looks import Kind
from planner.output.sheets import (
    CellValue,
    Formula,
    Sheet,
    add_sheet,
    measure_widths_as_excel,
    new_workbook,
    row_points,
    set_up_page,
)

_OPEN = "未关账，数据还会变"


def ledger_workbook(ledger: Ledger, columns: LedgerColumns | None = None) -> bytes:
    """The ledger as an xlsx file: text cells are text, days are dates, counts are numbers, lights word and fill.

    Figures of the summary sheets are formulas over the rows of 台账, with their values beside them. `columns` are those
    of 台账 to show, by default all.
    """
    columns = columns or chosen_columns()
    heading = f"{_scope_note(ledger)}{ledger.plan_title}　{_name(ledger)}"
    workbook = new_workbook(heading, ledger.as_of)
    measure_widths_as_excel(workbook)
    cover, tasks = add_sheet(workbook, "封面"), add_sheet(workbook, "台账", vertical="top", leading=LEADING)
    rows = fill_tasks(tasks, ledger, columns)
    _fill_cover(cover, ledger, columns, rows)
    set_up_page(cover, heading="", header_rows=None)
    cover.worksheet.page_setup.fitToHeight = 1
    set_up_page(tasks, heading=heading, header_rows="1:2")
    set_margins(tasks)

    def added(name: str, header_rows: str | None, leading: float = LIST_LEADING) -> Sheet:
        sheet = add_sheet(workbook, name, leading=leading)
        set_up_page(sheet, heading=f"{heading}　{name}", header_rows=header_rows)
        return sheet

    units, sections = added("分单位", "1:1", leading=1), added("分部分", "1:1", leading=1)
    charted = fill_units(units, ledger, rows)
    fill_sections(sections, ledger, rows)
    fill_changes(added("与上季变化", "2:2"), ledger)
    fill_missing(added("未报送", "1:1"), ledger)
    fill_alarms(added("逾期与临期", "1:1"), ledger)
    fill_decisions(added("需协调", "1:1"), ledger)
    fill_calendar(added("考核点日历", "2:2"), ledger)
    charts = added("图表", None, leading=1)
    fill_charts(charts, ledger, rows, charted, units.worksheet)
    return to_bytes(workbook, [cover, units, sections, charts])


def _scope_note(ledger: Ledger) -> str:
    """Before every page's heading, where one section is shown: 〔只列：二、规范行政决策〕."""
    return f"〔只列：{ledger.only_section}〕" if ledger.only_section else ""


def _name(ledger: Ledger) -> str:
    """2024年第二季度工作台账; of one unit: 市司法局2024年第二季度工作台账."""
    return f"{ledger.only_unit}{ledger.period_label}工作台账"


# ---- 封面 ----

_COVER_WIDTHS = (26, 76)
_COVER_NOTE = (
    "亮灯由时限和已采纳的填报计算得出，按判灯日判定；“推定”是按规则推定、尚待统筹单位确认的时限；"
    f"“{ROSTER_UNSET}”的统称不计入亮灯和应报数。各汇总表的数字都是对“台账”各行的公式。"
)
_NO_HASH = "无"


def _fill_cover(sheet: Sheet, ledger: Ledger, columns: LedgerColumns, rows: TaskRows) -> None:
    sheet.widths(_COVER_WIDTHS)
    for row, title in enumerate((ledger.plan_title, _name(ledger)), 1):
        sheet.put(row, 1, title, Kind.TITLE)
        sheet.put(row, 2, None, Kind.TITLE)
        sheet.merge(row, 1, row, 2)
        sheet.height(row, 26 * max(1, -(-len(title) // 24)) + 8)
    lines = [*_facts(ledger, columns), *_counts(ledger, rows), *_basis(ledger)]
    for row, (name, value, kind) in enumerate(lines, 4):
        sheet.put(row, 1, name, Kind.HEADER)
        sheet.put(row, 2, value, kind)
        sheet.height(row, row_points([(name, _COVER_WIDTHS[0]), (value, _COVER_WIDTHS[1])]) + 6)


_Lines = list[tuple[CellValue, CellValue, Kind]]


def _facts(ledger: Ledger, columns: LedgerColumns) -> _Lines:
    return [
        ("工作要点", f"{ledger.plan_title}（代码 {ledger.plan_code}）", Kind.SHORT),
        ("填报期", f"{ledger.period_label}（{ledger.period}）", Kind.SHORT),
        *_scope(ledger, columns),
        ("数据截止", ledger.as_of, Kind.DATE),
        ("判灯日", ledger.judged_on, Kind.DATE),
        ("关账日", ledger.closed_on or _OPEN, Kind.DATE if ledger.closed_on else Kind.SHORT),
    ]


def _scope(ledger: Ledger, columns: LedgerColumns) -> _Lines:
    """What is shown, where it isn't all: its counts are of what is shown."""
    parts = [
        *([f"部分：{ledger.only_section}"] if ledger.only_section else []),
        *([f"单位：{ledger.only_unit}"] if ledger.only_unit else []),
        *([f"台账的列：{'、'.join(columns.names)}"] if columns.chosen else []),
    ]
    counted = "；以下各数只计所列的任务和单位" if ledger.only_section or ledger.only_unit else ""
    counted += "，亮灯是本单位自己的" if ledger.only_unit else ""
    return [("只列", f"{'；'.join(parts)}{counted}", Kind.TEXT)] if parts else []


def _counts(ledger: Ledger, rows: TaskRows) -> _Lines:
    lights = (
        (colour, Formula(rows.of_colour(WORDS[colour]), ledger.colours.get(colour, 0))) for colour in LIGHTS_IN_ORDER
    )
    return [
        ("任务数", Formula(rows.total(TASKS), len(ledger.tasks)), Kind.COUNT),
        *((colour, formula, Kind.COUNT) for colour, formula in lights),
        _unmet(ledger, rows),
        ("应报（任务·单位）", Formula(rows.total(ASKED), ledger.asked), Kind.COUNT),
        ("已报", Formula(rows.total(REPORTED), ledger.reported), Kind.COUNT),
        ("已采纳", Formula(rows.total(ACCEPTED), ledger.accepted), Kind.COUNT),
    ]


def _unmet(ledger: Ledger, rows: TaskRows) -> tuple[CellValue, CellValue, Kind]:
    """How many are done though checkpoints aren't met: tasks, or the lines of one unit."""
    name = "已报完成、考核点未达成"
    lines = [line for task in ledger.tasks for line in task.lines]
    kept = all(task.dues is not None for task in ledger.tasks)
    if not kept or (ledger.only_unit and any(line.unmet is None for line in lines if line.counts)):
        return name, NOT_KEPT, Kind.SHORT
    if ledger.only_unit:
        return name, Formula(rows.total(UNMET), of_lines(lines, UNMET)), Kind.COUNT
    return name, Formula(rows.total(TASKS_UNMET), sum(bool(task.unmet) for task in ledger.tasks)), Kind.COUNT


def _basis(ledger: Ledger) -> _Lines:
    return [
        (ROSTER_UNSET, "、".join(ledger.rosters_unset) or "无", Kind.SHORT),
        ("操作记录校验码", ledger.audit_hash or _NO_HASH, Kind.SHORT),
        ("说明", _COVER_NOTE, Kind.TEXT),
    ]
