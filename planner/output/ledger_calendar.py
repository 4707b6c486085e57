"""The sheet 考核点日历: tasks by months, a mark for every day a checkpoint falls due."""

from collections.abc import Sequence
from dataclasses import dataclass

from planner.domain.ledger import DueMark, DueState, Ledger, LedgerTask
from planner.domain.lights import Colour
from planner.domain.periods import Period
from planner.output.ledger_lists import NOT_KEPT
from planner.output.looks import Kind
from planner.output.sheets import CellValue, Sheet, freeze_and_filter, row_points

_SIGNS = {
    DueState.MET: "●",
    DueState.UNMET: "×",
    DueState.COMING: "○",
    DueState.BEFORE_ISSUE: "－",
    DueState.IDLE: "－",
}
_STATES = {
    DueState.MET: "达成",
    DueState.UNMET: "未达成",
    DueState.COMING: "未到",
    DueState.BEFORE_ISSUE: "印发前",
    DueState.IDLE: "不计",
}
_GROUNDS = {
    DueState.UNMET: Colour.RED,
    DueState.COMING: Colour.NOT_DUE,
    DueState.MET: Colour.GREEN,
    DueState.BEFORE_ISSUE: Colour.NONE,
    DueState.IDLE: Colour.NONE,
}
"""The grounds of a cell, that of the worst mark in it first."""
_MONTHS = 12
_NAMES = ("编号", "重点任务", "考核点", *(f"{month}月" for month in range(1, _MONTHS + 1)), "其他时间")
_WIDTHS = (9, 17, 24, *([9.5] * _MONTHS), 12)
_HEADER_ROW = 2
_LEGEND = (
    "●达成　×到期未达成　○未到期　－不计（印发前到期，任务暂缓、取消、并入，或没有单位可计）。"
    "符号后是考核点的序号和到期日；由几个单位分别完成的，后面是达成的单位数/应达成的单位数。判定日：{day}。{others}"
)


@dataclass(frozen=True, slots=True)
class _Row:
    task: LedgerTask
    dues: Sequence[DueMark]


def fill_calendar(sheet: Sheet, ledger: Ledger) -> None:
    """Write the sheet. Days beyond the plan's year, and checkpoints without a day, stand in the last column."""
    year = Period.parse(ledger.period).year
    rows = [_Row(task, task.dues) for task in ledger.tasks if task.dues]
    sheet.widths(_WIDTHS)
    _write_legend(sheet, ledger, len(ledger.tasks) - len(rows))
    for number, name in enumerate(_NAMES, 1):
        sheet.put(_HEADER_ROW, number, name, Kind.HEADER)
    sheet.height(_HEADER_ROW, 24)
    for number, row in enumerate(rows, _HEADER_ROW + 1):
        _write_row(sheet, number, row, year)
    last = _HEADER_ROW + len(rows)
    freeze_and_filter(sheet, header_row=_HEADER_ROW, columns=len(_NAMES), last_row=last, kept=2)
    if not rows:
        kept = all(task.dues is not None for task in ledger.tasks)
        sheet.put(last + 1, 1, "没有考核点" if kept else NOT_KEPT, Kind.PLAIN)
        sheet.merge(last + 1, 1, last + 1, len(_NAMES))


def _write_legend(sheet: Sheet, ledger: Ledger, others: int) -> None:
    told = _LEGEND.format(day=ledger.judged_on, others=f"没有考核点的{others}项任务不列。" if others else "")
    sheet.put(1, 1, told, Kind.PLAIN)
    sheet.merge(1, 1, 1, len(_NAMES))
    sheet.height(1, row_points([(told, sum(_WIDTHS))]) + 6)


def _write_row(sheet: Sheet, number: int, row: _Row, year: int) -> None:
    points = dict.fromkeys((due.code, due.text) for due in row.dues)
    months: list[list[DueMark]] = [[] for _ in range(_MONTHS + 1)]
    for due in row.dues:
        months[due.day.month - 1 if due.day and due.day.year == year else _MONTHS].append(due)
    told = "\n".join(f"{_short(code)} {text}" for code, text in points)
    texts: list[CellValue] = [row.task.code, f"{row.task.number}{row.task.title}", told]
    kinds = (Kind.SHORT, Kind.TEXT, Kind.TEXT)
    for column, (text, kind) in enumerate(zip(texts, kinds, strict=True), 1):
        sheet.put(number, column, text, kind)
    for column, dues in enumerate(months, len(texts) + 1):
        text = "\n".join(_mark(due, year) for due in dues)
        sheet.put(number, column, text or None, Kind.SHORT, shade=_shade(dues))
        texts.append(text)
    sheet.height(number, row_points(zip(texts, _WIDTHS, strict=True)) + 4)


def _short(code: str) -> str:
    """A checkpoint's number within its task: 2 of 2024-12.2."""
    return code.rpartition(".")[2]


def _mark(due: DueMark, year: int) -> str:
    if due.day is None:
        when = "无期限"
    elif due.day.year == year:
        when = f"{due.day.day}日"
    else:
        when = due.day.isoformat()
    counted = due.of > 1 and due.state not in (DueState.BEFORE_ISSUE, DueState.IDLE)
    several = f" {due.met}/{due.of}" if counted else ""
    return f"{_SIGNS[due.state]}{_short(due.code)} {when}\n{_STATES[due.state]}{several}"


def _shade(dues: Sequence[DueMark]) -> Colour | None:
    states = {due.state for due in dues}
    return next((colour for state, colour in _GROUNDS.items() if state in states), None)
