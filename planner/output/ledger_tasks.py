"""The sheet 台账: a task on the left, merged over the lines of its units on the right."""

from collections.abc import Iterator, Sequence
from itertools import chain

from planner.domain.ledger import Ledger, LedgerTask, UnitLine
from planner.domain.ledger_changes import told_state
from planner.domain.wording import BEFORE_ISSUE, ON_BEHALF, WORDS
from planner.output.sheets import (
    TALLEST_ROW,
    CellValue,
    Column,
    Kind,
    Sheet,
    fitting_width,
    freeze_and_filter,
    row_points,
)

_FIRST_ROW = 3
_KEPT_IN_SIGHT = 4


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


TASK_COLUMNS: tuple[Column[LedgerTask], ...] = (
    Column("编号", 8, lambda t: t.code, Kind.SHORT),
    Column("部分", 8.5, lambda t: t.section, widest=16),
    Column("重点任务", 11, lambda t: f"{t.number}{t.title}", widest=24),
    Column("举措", 19, lambda t: t.measures, widest=64),
    Column("牵头单位", 8.5, lambda t: unit_names(t.lead), widest=20),
    Column("责任单位", 11, lambda t: unit_names(t.responsible), widest=30),
    Column("配合单位", 8.5, lambda t: unit_names(t.cooperating), widest=20),
    Column("完成时限", 10, lambda t: t.due, Kind.DATE),
    Column("时限来源", 10, _due_source, widest=20),
    Column("考核点", 6, _checkpoints, Kind.SHORT),
    Column("任务状态", 6.5, lambda t: told_state(t, "\n"), widest=16),
    Column("任务亮灯", 6.5, lambda t: t.colour, Kind.LIGHT),
    Column("亮灯原因", 11, lambda t: t.reason, widest=30),
)
LINE_COLUMNS: tuple[Column[UnitLine], ...] = (
    Column("单位", 10, lambda u: u.unit, widest=20),
    Column("角色", 8, _role, Kind.SHORT),
    Column("状态", 6.5, lambda u: WORDS[u.status] if u.status else "未报送", Kind.SHORT),
    Column("亮灯", 6.5, lambda u: u.colour, Kind.LIGHT),
    Column("亮灯说明", 10.5, lambda u: u.reason, widest=30),
    Column("本期进展", 22, lambda u: u.progress, widest=60),
    Column("数据", 11, lambda u: u.figures, widest=40),
    Column("存在问题", 10.5, lambda u: u.problem, widest=40),
    Column("下步安排", 10.5, lambda u: u.next_step, widest=40),
    Column("需协调事项", 8.5, lambda u: u.support, widest=40),
    Column("佐证", 10, lambda u: u.evidence, widest=40),
    Column("审核", 9.5, _review, Kind.SHORT),
    Column("填报日期", 10, lambda u: u.on, Kind.DATE),
)
_BANDS = (("任务", 5), ("责任分工", 3), ("时限与考核", 3), ("状态与亮灯", 3), ("单位填报与审核", len(LINE_COLUMNS)))
_NUMBER_WIDTH = 5


def fill_tasks(sheet: Sheet, ledger: Ledger) -> None:
    """Write the sheet: two header rows, then each task with a row for each of its unit lines (one if it has none)."""
    task_values = [[column.value(task) for column in TASK_COLUMNS] for task in ledger.tasks]
    line_values = [[[column.value(line) for column in LINE_COLUMNS] for line in task.lines] for task in ledger.tasks]
    widths = _widths(task_values, line_values)
    sheet.widths(widths)
    _write_header(sheet, widths)
    row = _FIRST_ROW
    for number, (task, lines) in enumerate(zip(task_values, line_values, strict=True), 1):
        row = _write_task(sheet, row, [number, *task], lines or [[None] * len(LINE_COLUMNS)], widths)
    freeze_and_filter(
        sheet,
        header_row=_FIRST_ROW - 1,
        columns=len(widths),
        last_row=row - 1,
        kept=_KEPT_IN_SIGHT,
    )


def _widths(tasks: Sequence[Sequence[CellValue]], lines: Sequence[Sequence[Sequence[CellValue]]]) -> list[float]:
    """A task's text may stand in the height of all its lines, a line's in one row."""
    rooms = [TALLEST_ROW * max(len(of_task), 1) for of_task in lines]
    widths: list[float] = [_NUMBER_WIDTH]
    for index, column in enumerate(TASK_COLUMNS):
        widths.append(fitting_width(column, _texts(index, tasks, rooms)))
    flat = list(chain.from_iterable(lines))
    for index, line_column in enumerate(LINE_COLUMNS):
        widths.append(fitting_width(line_column, _texts(index, flat, [TALLEST_ROW] * len(flat))))
    return widths


def _texts(index: int, records: Sequence[Sequence[CellValue]], rooms: Sequence[float]) -> Iterator[tuple[str, float]]:
    for record, room in zip(records, rooms, strict=True):
        value = record[index]
        if isinstance(value, str):
            yield value, room


def _write_header(sheet: Sheet, widths: Sequence[float]) -> None:
    first = 1
    for band, size in _BANDS:
        for column in range(first, first + size):
            sheet.put(1, column, band, Kind.BAND)
        sheet.merge(1, first, 1, first + size - 1)
        first += size
    names = ["序号", *(column.name for column in TASK_COLUMNS), *(column.name for column in LINE_COLUMNS)]
    for number, name in enumerate(names, 1):
        sheet.put(2, number, name, Kind.HEADER)
    sheet.height(1, 20)
    # the filter's button hides the end of a narrow header
    sheet.height(2, max(row_points(zip(names, widths, strict=True)) + 6, 32))


def _write_task(
    sheet: Sheet, first: int, task: Sequence[CellValue], lines: Sequence[Sequence[CellValue]], widths: Sequence[float]
) -> int:
    """Write one task from row `first` on; the row behind it is returned. Its cells are merged over its lines."""
    kinds = [Kind.COUNT, *(column.kind for column in TASK_COLUMNS), *(column.kind for column in LINE_COLUMNS)]
    heights = [row_points(zip(line, widths[len(task) :], strict=True)) for line in lines]
    lacking = row_points(zip(task, widths, strict=False)) - sum(heights)
    share = max(lacking, 0) / len(lines)
    for offset, line in enumerate(lines):
        row = first + offset
        for column, (value, kind) in enumerate(zip([*task, *line], kinds, strict=True), 1):
            sheet.put(row, column, value, kind)
        sheet.height(row, heights[offset] + share)
    for column in range(1, len(task) + 1):
        sheet.merge(first, column, first + len(lines) - 1, column)
    return first + len(lines)
