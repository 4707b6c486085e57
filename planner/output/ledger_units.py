"""The sheets 分单位 and 分部分: whose tasks stand how, and how many of how many returns came."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import column_index_from_string

from planner.domain.ledger import Ledger, LedgerTask, UnitLine, UnitSummary
from planner.domain.lights import Colour
from planner.domain.wording import PROPOSED, WORDS
from planner.output.ledger_charts import UnitRows
from planner.output.ledger_compared import LIGHTS_IN_ORDER
from planner.output.ledger_counts import HEADER_ROW, NONE, AnyColumn, Count, CountTable, Label, Rank, Rate, Rest
from planner.output.ledger_rows import (
    ASKED,
    DONE,
    LEADING,
    POINTS,
    POINTS_MET,
    REPORTED,
    SECTION,
    TASKS,
    TASKS_DONE,
    UNIT,
    TaskRows,
    of_lines,
    unit_blocks,
)
from planner.output.sheets import Formula, Sheet, freeze_and_filter

RANKED_FROM = 3
"""So many returns a unit must have been asked for to be ranked, and so many such units there must be to rank."""


@dataclass(frozen=True, slots=True)
class _Unit:
    summary: UnitSummary
    lines: Sequence[UnitLine]


@dataclass(frozen=True, slots=True)
class _Section:
    name: str
    tasks: Sequence[LedgerTask]
    lines: Sequence[UnitLine]
    lights: Mapping[Colour, int]

    def done(self) -> int:
        return sum(task.done for task in self.tasks)

    def points(self, place: int) -> int:
        return sum(task.checkpoints[place] for task in self.tasks)


_RETURNED = (Rest("未报", 7, "应报", "已报"), Rate("报送率", 9, "已报", "应报"))
_FINISHED = Rate("完成率", 9, "已完成", "任务数")


def _unit_light(colour: Colour) -> Count[_Unit]:
    return Count(
        WORDS[colour],
        7,
        lambda rows, cell: rows.units_of_colour(WORDS[colour], cell),
        lambda unit: unit.summary.colours.get(colour, 0),
    )


_UNIT_COLUMNS: tuple[AnyColumn[_Unit], ...] = (
    Label("单位", 28, lambda unit: unit.summary.unit),
    Label("类别", 17, lambda unit: _kind(unit.summary)),
    Count("任务数", 8, lambda rows, cell: rows.how_many(UNIT, cell), lambda unit: unit.summary.tasks),
    Count("其中牵头", 8, lambda rows, cell: rows.total_of(LEADING, UNIT, cell), lambda unit: unit.summary.leading),
    Count("已完成", 8, lambda rows, cell: rows.total_of(DONE, UNIT, cell), lambda unit: of_lines(unit.lines, DONE)),
    _FINISHED,
    Count("应报", 7, lambda rows, cell: rows.total_of(ASKED, UNIT, cell), lambda unit: unit.summary.asked),
    Count("已报", 7, lambda rows, cell: rows.total_of(REPORTED, UNIT, cell), lambda unit: unit.summary.reported),
    *_RETURNED,
    Rank("报送率名次", 9),
    *(_unit_light(colour) for colour in LIGHTS_IN_ORDER),
)
_BLOCKS = (
    "",
    f"以下单位的类别待确认（{PROPOSED}），不排名次",
    "以下单位依法不列入政府督查对象（党委、人大、政协、法院、检察院、垂直管理等），单列，不排名次",
)
_UNIT_NOTE = (
    "任务数按“任务·单位”计，一项任务由几个单位承担的，各计一次；完成率＝已完成/任务数，报送率＝已报/应报。"
    f"应报不足{RANKED_FROM}项的不排名次；够排名次的单位不足{RANKED_FROM}个时都不排。"
)


def fill_units(sheet: Sheet, ledger: Ledger, rows: TaskRows) -> list[UnitRows]:
    """Write the sheet 分单位: the units that may be ranked, apart from them those that may not, then the total.

    Where the units stand that charts may compare is returned: not the organs that the government doesn't direct.
    """
    table = CountTable(sheet, _UNIT_COLUMNS, rows, plain=not rows.by_line)
    lines = _lines_by_unit(ledger)
    blocks = unit_blocks(ledger)
    places = []
    for title, block in zip(_BLOCKS, blocks, strict=True):
        if title and block:
            table.note(title)
        places.append((table.row, table.row + len(block) - 1))
        for unit in block:
            rank = NONE if title else _rank(table, unit, block)
            table.write(_Unit(unit, lines.get(unit.unit, [])), rank)
    table.total("合计（各单位相加）")
    table.note(_UNIT_NOTE)
    # what is listed apart and the total stay outside the filter, so that sorting leaves them below
    freeze_and_filter(sheet, header_row=HEADER_ROW, columns=table.width, last_row=HEADER_ROW + len(blocks[0]), kept=2)
    columns = [column_index_from_string(table.letters[name]) for name in ("单位", "应报", "已报")]
    return [UnitRows(first, last, *columns) for first, last in places[:2] if last >= first]


def _kind(unit: UnitSummary) -> str:
    return f"{unit.kind}（{PROPOSED}）" if unit.kind_proposed else unit.kind


def _rank(table: CountTable[_Unit], unit: UnitSummary, block: Sequence[UnitSummary]) -> Formula:
    """One more than the units with a better rate. Rates are compared without dividing: 2/3 is 4/6."""
    first, last = HEADER_ROW + 1, HEADER_ROW + len(block)
    ask, report = table.letters["应报"], table.letters["已报"]
    asked, reported = f"${ask}${first}:${ask}${last}", f"${report}${first}:${report}${last}"
    few = f'COUNTIF({asked},">={RANKED_FROM}")<{RANKED_FROM}'
    own_asked, own_reported = f"{ask}{table.row}", f"{report}{table.row}"
    better = f"SUMPRODUCT(({asked}>={RANKED_FROM})*({reported}*{own_asked}>{own_reported}*{asked}))"
    text = f'IF(OR({own_asked}<{RANKED_FROM},{few}),"{NONE}",1+{better})'
    able = [each for each in block if each.asked >= RANKED_FROM]
    if unit.asked < RANKED_FROM or len(able) < RANKED_FROM:
        return Formula(text, NONE)
    return Formula(text, 1 + sum(each.reported * unit.asked > unit.reported * each.asked for each in able))


def _lines_by_unit(ledger: Ledger) -> dict[str, list[UnitLine]]:
    found: dict[str, list[UnitLine]] = {}
    for line in (line for task in ledger.tasks for line in task.lines if line.counts):
        found.setdefault(line.unit, []).append(line)
    return found


# ---- 分部分 ----


def _task_light(colour: Colour) -> Count[_Section]:
    return Count(
        WORDS[colour],
        7,
        lambda rows, cell: rows.of_colour(WORDS[colour], cell),
        lambda section: section.lights.get(colour, 0),
    )


_SECTION_COLUMNS: tuple[AnyColumn[_Section], ...] = (
    Label("部分", 42, lambda section: section.name or "（不分部分）"),
    Count("任务数", 8, lambda rows, cell: rows.total_of(TASKS, SECTION, cell), lambda section: len(section.tasks)),
    Count("已完成", 8, lambda rows, cell: rows.total_of(TASKS_DONE, SECTION, cell), _Section.done),
    _FINISHED,
    Count("考核点", 8, lambda rows, cell: rows.total_of(POINTS, SECTION, cell), lambda section: section.points(1)),
    Count("达成", 8, lambda rows, cell: rows.total_of(POINTS_MET, SECTION, cell), lambda section: section.points(0)),
    Rate("达成率", 9, "达成", "考核点"),
    Count(
        "应报",
        7,
        lambda rows, cell: rows.total_of(ASKED, SECTION, cell),
        lambda section: of_lines(section.lines, ASKED),
    ),
    Count(
        "已报",
        7,
        lambda rows, cell: rows.total_of(REPORTED, SECTION, cell),
        lambda section: of_lines(section.lines, REPORTED),
    ),
    *_RETURNED,
    *(_task_light(colour) for colour in LIGHTS_IN_ORDER),
)
_SECTION_NOTE = (
    "任务数含暂缓、取消和并入的任务；完成率＝已完成/任务数，达成率＝达成/考核点，报送率＝已报/应报（按“任务·单位”计）。"
)
_OWN_NOTE = "任务由几个单位承担的，完成和考核点按整项任务计；亮灯、应报、已报只计本单位自己的。"


def fill_sections(sheet: Sheet, ledger: Ledger, rows: TaskRows) -> None:
    """Write the sheet 分部分: the sections of the plan in their order, then the total."""
    table = CountTable(sheet, _SECTION_COLUMNS, rows, plain=False)
    sections: dict[str, list[LedgerTask]] = {}
    for task in ledger.tasks:
        sections.setdefault(task.section, []).append(task)
    for name, tasks in sections.items():
        lines = [line for task in tasks for line in task.lines]
        own = (line.colour for line in lines if line.counts)
        lights = Counter(own if rows.of_unit else (task.colour for task in tasks))
        table.write(_Section(name, tasks, lines, lights))
    table.total("合计")
    table.note(f"{_SECTION_NOTE}{_OWN_NOTE if rows.of_unit else ''}")
    freeze_and_filter(sheet, header_row=HEADER_ROW, columns=table.width, last_row=HEADER_ROW + len(sections), kept=2)
