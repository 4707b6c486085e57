"""The columns of the sheet 台账: what each shows of a task or of a unit's line, and which of them are chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from planner.domain.document import name_key
from planner.domain.ledger import LedgerTask, UnitLine
from planner.domain.ledger_changes import told_state
from planner.domain.wording import BEFORE_ISSUE, ON_BEHALF, WORDS, done_but_unmet
from planner.errors import WordUnknown
from planner.output.looks import Kind
from planner.output.sheets import Column

TASK_LIGHT, UNIT_LIGHT = "任务亮灯", "亮灯"
"""The columns of lights, which summaries count."""


def unit_names(names: Sequence[str]) -> str:
    """Units as one text: 市司法局、市财政局."""
    return "、".join(names)


def _due_source(task: LedgerTask) -> str:
    told = WORDS[task.provenance]
    if task.due_original and task.due_original != task.due:
        told += f"\n原时限\n{task.due_original.isoformat()}"
    if task.before_issue:
        told += f"\n{BEFORE_ISSUE}"
    return f"{told}\n原文：{task.due_phrase}" if task.due_phrase else told


def _task_reason(task: LedgerTask) -> str:
    return "\n".join(filter(None, (task.reason, done_but_unmet(task.unmet))))


def _line_reason(line: UnitLine) -> str:
    return "\n".join(filter(None, (line.reason, done_but_unmet(line.unmet or ()))))


def _checkpoints(task: LedgerTask) -> str:
    met, of = task.checkpoints
    return f"{met}/{of}" if of else "无"


def _review(line: UnitLine) -> str:
    if line.verdict is None:
        return "未报送"
    told = f"{WORDS[line.verdict]}\n第{line.revision}次填报"
    return f"{told}\n{ON_BEHALF}" if line.on_behalf else told


def _role(line: UnitLine) -> str:
    if line.role is None:
        return "原承担"
    return f"{WORDS[line.role]}\n{line.via}" if line.via else WORDS[line.role]


_TASK_BANDS: tuple[tuple[str, tuple[Column[LedgerTask], ...]], ...] = (
    (
        "任务",
        (
            Column("编号", 8.4, lambda t: t.code, Kind.SHORT),
            Column("部分", 6.5, lambda t: t.section, widest=16),
            Column("重点任务", 10.3, lambda t: f"{t.number}{t.title}", widest=24),
            Column("举措", 16, lambda t: t.measures, widest=64),
        ),
    ),
    (
        "责任分工",
        (
            Column("牵头单位", 8.4, lambda t: unit_names(t.lead), widest=20),
            Column("责任单位", 8.4, lambda t: unit_names(t.responsible), widest=30),
            Column("配合单位", 8.4, lambda t: unit_names(t.cooperating), widest=20),
        ),
    ),
    (
        "时限与考核",
        (
            Column("完成时限", 11.4, lambda t: t.due, Kind.DATE),
            Column("时限来源", 8.4, _due_source, widest=20),
            Column("考核点", 5.5, _checkpoints, Kind.SHORT),
        ),
    ),
    (
        "状态与亮灯",
        (
            Column("任务状态", 6.5, lambda t: told_state(t, "\n"), widest=16),
            Column(TASK_LIGHT, 6.5, lambda t: t.colour, Kind.LIGHT),
            Column("亮灯原因", 10.3, _task_reason, widest=30),
        ),
    ),
)
_LINE_BAND = "单位填报与审核"
_LINE_COLUMNS: tuple[Column[UnitLine], ...] = (
    Column("单位", 8.4, lambda u: u.unit, widest=20),
    Column("角色", 8.4, _role, Kind.SHORT),
    Column("状态", 6.5, lambda u: WORDS[u.status] if u.status else "未报送", Kind.SHORT),
    Column(UNIT_LIGHT, 6.5, lambda u: u.colour, Kind.LIGHT),
    Column("亮灯说明", 10.3, _line_reason, widest=30),
    Column("本期进展", 19.8, lambda u: u.progress, widest=60),
    Column("数据", 10.3, lambda u: u.figures.replace("；", "；\n"), widest=40),
    Column("存在问题", 10.3, lambda u: u.problem, widest=40),
    Column("下步安排", 10.3, lambda u: u.next_step, widest=40),
    Column("需协调事项", 8.4, lambda u: u.support, widest=40),
    Column("佐证", 8.4, lambda u: u.evidence, widest=40),
    Column("审核", 9.5, _review, Kind.SHORT),
    Column("填报日期", 11.4, lambda u: u.on, Kind.DATE),
)
_OF_THE_TASK = {UNIT_LIGHT: TASK_LIGHT, "状态": "任务状态", "亮灯说明": "亮灯原因"}
"""What is meant by words that a task and its units have both, where no other column of units is asked for."""
_TASK, _UNIT = "重点任务", "单位"
NUMBER = "序号"
"""The first column, which is always there."""


@dataclass(frozen=True, slots=True)
class LedgerColumns:
    """The columns to show: of tasks and of their units' lines, in the order of the sheet, with the bands over them.

    `chosen` is False where it is all of them.
    """

    bands: tuple[tuple[str, int], ...]
    task: tuple[Column[LedgerTask], ...]
    line: tuple[Column[UnitLine], ...]
    chosen: bool

    @property
    def names(self) -> tuple[str, ...]:
        """What stands above the columns, 序号 first."""
        return (NUMBER, *(column.name for column in self.task), *(column.name for column in self.line))


def chosen_columns(names: Sequence[str] = (), *, of_unit: bool = False) -> LedgerColumns:
    """The columns with these names, or all of them, and those without which nobody knows what a row is.

    A row is a task, or a unit's line where any column of units is asked for, or all is of one unit (`of_unit`).
    Raises WordUnknown with the names there are.
    """
    task_columns = tuple(column for _, columns in _TASK_BANDS for column in columns)
    known = [NUMBER, *(column.name for column in task_columns), *(column.name for column in _LINE_COLUMNS)]
    keys = {name_key(name): name for name in known}
    for name in names:
        if name_key(name) not in keys:
            raise WordUnknown("台账的列", name, known)
    wanted = _told({keys[name_key(name)] for name in names}, of_unit=of_unit) if names else set(known)
    task = tuple(column for column in task_columns if column.name in wanted)
    line = tuple(column for column in _LINE_COLUMNS if column.name in wanted)
    sizes = [(band, sum(column.name in wanted for column in columns)) for band, columns in _TASK_BANDS]
    (first, size), *others = sizes
    bands = [(first, size + 1), *others, (_LINE_BAND, len(line))]
    return LedgerColumns(tuple(band for band in bands if band[1]), task, line, chosen=wanted != set(known))


def _told(wanted: set[str], *, of_unit: bool) -> set[str]:
    """The columns wanted, with the task's name where nothing names it, and the unit's where a row is a unit's."""
    lines = wanted & {column.name for column in _LINE_COLUMNS}
    if lines <= _OF_THE_TASK.keys() and not of_unit:
        wanted = wanted - lines | {_OF_THE_TASK[name] for name in lines}
    else:
        wanted = wanted | {_UNIT}
    return wanted if wanted & {"编号", _TASK} else wanted | {_TASK}
