"""The rows of the sheet 台账 as formulas count them: where they stand, and what stands hidden beside them for that."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from planner.domain.drafts import Role
from planner.domain.kinds import is_directed
from planner.domain.ledger import Ledger, LedgerTask, UnitLine, UnitSummary
from planner.domain.progress import Verdict
from planner.domain.wording import WORDS
from planner.output.ledger_columns import TASK_LIGHT, UNIT_LIGHT, LedgerColumns
from planner.output.sheets import CellValue

FIRST_ROW = 3
"""Of the sheet 台账, below its two header rows."""

SECTION, UNIT = "部分序", "单位序"
"""The number of a row's section and unit on the summary sheets. Names would be patterns to a formula: 有关部门*."""
TASKS, TASKS_DONE, POINTS_MET, POINTS = "计任务", "计完成任务", "计达成", "计考核点"
LEADING, ASKED, REPORTED, ACCEPTED, DONE = "计牵头", "计应报", "计已报", "计采纳", "计完成"
TASKS_UNMET, UNMET = "计任务未达成", "计未达成"
"""Done, though checkpoints aren't met."""

_OF_TASK: tuple[tuple[str, Callable[[LedgerTask], int]], ...] = (
    (TASKS, lambda t: 1),  # noqa: ARG005 - every task is one
    (TASKS_DONE, lambda t: t.done),
    (POINTS_MET, lambda t: t.checkpoints[0]),
    (POINTS, lambda t: t.checkpoints[1]),
    (TASKS_UNMET, lambda t: bool(t.unmet)),
)
_OF_LINE: tuple[tuple[str, Callable[[UnitLine], int]], ...] = (
    (LEADING, lambda u: bool(u.counts) and u.role is Role.LEAD),
    (ASKED, lambda u: bool(u.asked)),
    (REPORTED, lambda u: bool(u.asked) and u.reported),
    (ACCEPTED, lambda u: u.verdict is Verdict.ACCEPTED),
    (DONE, lambda u: bool(u.counts) and u.done),
    (UNMET, lambda u: bool(u.counts) and bool(u.unmet)),
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of sections and units on the summary sheets, by name, in the order they stand there."""

    sections: Mapping[str, int]
    units: Mapping[str, int]


def numbers(ledger: Ledger) -> Numbers:
    """Sections in the order of the plan, units as `unit_blocks` gives them."""
    sections = dict.fromkeys(task.section for task in ledger.tasks)
    units = [unit.unit for block in unit_blocks(ledger) for unit in block]
    return Numbers(
        {name: number for number, name in enumerate(sections, 1)},
        {name: number for number, name in enumerate(units, 1)},
    )


def unit_blocks(ledger: Ledger) -> tuple[tuple[UnitSummary, ...], ...]:
    """The units in three blocks: those that may be ranked, those whose kind nobody has confirmed, and other organs.

    Those are the ones that the government doesn't direct (政府督查工作条例, art. 5).
    """
    directed = [unit for unit in ledger.units if is_directed(unit.kind)]
    return (
        tuple(unit for unit in directed if not unit.kind_proposed),
        tuple(unit for unit in directed if unit.kind_proposed),
        tuple(unit for unit in ledger.units if not is_directed(unit.kind)),
    )


@dataclass(frozen=True, slots=True)
class TaskRows:
    """Where the rows stand: the letter of each column by its name, and the last row.

    `by_line`: each unit's line has a row of its own; where no column of theirs is shown a task is one row. `of_unit`:
    they are of one unit, whose own lights are counted instead of tasks'.
    """

    letters: Mapping[str, str]
    last: int
    by_line: bool
    of_unit: bool = False

    def cells(self, name: str) -> str:
        """A column's cells as formulas name them: '台账'!$A$3:$A$40."""
        letter = self.letters[name]
        return f"'台账'!${letter}${FIRST_ROW}:${letter}${self.last}"

    def total(self, name: str) -> str:
        """The sum of a column."""
        return f"SUM({self.cells(name)})"

    def how_many(self, by: str, cell: str) -> str:
        """How many rows have the number in `cell` in the column `by`."""
        return f"COUNTIFS({self.cells(by)},{cell})"

    def total_of(self, name: str, by: str, cell: str) -> str:
        """The sum of a column over the rows that have the number in `cell` in the column `by`."""
        return f"SUMIFS({self.cells(name)},{self.cells(by)},{cell})"

    def of_colour(self, word: str, cell: str = "") -> str:
        """How many tasks, or lines of the unit, have a light; with `cell` only those of the section numbered there."""
        of_section = f",{self.cells(SECTION)},{cell}" if cell else ""
        if self.of_unit:
            return f'COUNTIFS({self.cells(UNIT)},">0",{self.cells(UNIT_LIGHT)},"{word}"{of_section})'
        return f'COUNTIFS({self.cells(TASKS)},1,{self.cells(TASK_LIGHT)},"{word}"{of_section})'

    def units_of_colour(self, word: str, cell: str) -> str:
        """How many tasks show a light for the unit whose number stands in `cell`."""
        return f'COUNTIFS({self.cells(UNIT)},{cell},{self.cells(UNIT_LIGHT)},"{word}")'


def helper_names(columns: LedgerColumns) -> list[str]:
    """What stands hidden beside the rows: what is summed up, and the lights where they aren't shown."""
    shown = columns.names
    lights = [TASK_LIGHT] if TASK_LIGHT not in shown else []
    if columns.line and UNIT_LIGHT not in shown:
        lights.append(UNIT_LIGHT)
    return [*(name for name, _ in _OF_TASK), SECTION, UNIT, *(name for name, _ in _OF_LINE), *lights]


def place_rows(columns: LedgerColumns, last: int, *, of_unit: bool) -> TaskRows:
    """The rows from the first to `last`, which show these columns."""
    names = [*columns.names, *helper_names(columns)]
    letters = {name: get_column_letter(number) for number, name in enumerate(names, 1)}
    return TaskRows(letters, max(last, FIRST_ROW), by_line=bool(columns.line), of_unit=of_unit)


def helper_values(task: LedgerTask, columns: LedgerColumns, known: Numbers) -> list[list[CellValue]]:
    """What stands beside each row of a task: nothing for a nought, the task's own counts beside its first row only."""
    of_task: list[CellValue] = [value(task) or None for _, value in _OF_TASK]
    section = known.sections[task.section]
    lights: list[CellValue] = [] if TASK_LIGHT in columns.names else [WORDS[task.colour]]
    if not columns.line:
        sums = [sum(value(line) for line in task.lines) or None for _, value in _OF_LINE]
        return [[*of_task, section, None, *sums, *lights]]
    own_light = UNIT_LIGHT not in columns.names
    rows: list[list[CellValue]] = []
    for line in task.lines:
        first = [None] * len(of_task) if rows else of_task
        counts: list[CellValue] = [int(value(line)) or None for _, value in _OF_LINE]
        unit = known.units.get(line.unit) if line.counts else None
        rows.append([*first, section, unit, *counts, *lights, *([WORDS[line.colour]] if own_light else [])])
    return rows or [[*of_task, section, *([None] * (1 + len(_OF_LINE))), *lights, *([None] if own_light else [])]]


def of_lines(lines: Sequence[UnitLine], name: str) -> int:
    """A count of unit lines, as the formulas over their column give it."""
    count = dict(_OF_LINE)[name]
    return sum(count(line) for line in lines)
