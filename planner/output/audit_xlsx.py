"""The audit log as a workbook: one row an act, in Chinese words."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from planner.domain.audit_faults import Fault
from planner.domain.audit_verify import ChainedAct, Examination
from planner.domain.audit_words import VERBS, brief
from planner.output.looks import Kind, Shade
from planner.output.sheets import (
    Column,
    add_sheet,
    freeze_and_filter,
    new_workbook,
    row_points,
    set_up_page,
    to_bytes,
    write_table,
)

_BEIJING = dt.timezone(dt.timedelta(hours=8))
_UNREADABLE = "（内容已经读不出）"
_HEADER_ROW = 3


@dataclass(frozen=True, slots=True)
class _Line:
    """A row with what is wrong with it, "" for nothing."""

    row: ChainedAct
    fault: str


def audit_workbook(day: dt.date, rows: Sequence[ChainedAct], found: Examination) -> bytes:
    """The rows as an xlsx file: title, count and newest hash, header, acts from row 4.

    `found` is what a walk over the whole log found, of which `rows` may be a part. A row at fault is marked.
    """
    heading = f"操作记录（截至 {day.isoformat()}）"
    workbook = new_workbook(heading, day)
    sheet = add_sheet(workbook, "操作记录", vertical="top")
    sheet.put(1, 1, heading, Kind.TITLE)
    sheet.merge(1, 1, 1, len(_COLUMNS))
    sheet.height(1, 34)
    facts = _facts(found)
    sheet.put(2, 1, facts, Kind.PLAIN)
    sheet.merge(2, 1, 2, len(_COLUMNS))
    sheet.height(2, row_points([(facts, sum(column.width for column in _COLUMNS))]))
    behind = write_table(sheet, _HEADER_ROW, _COLUMNS, _lines(rows, found.faults))
    freeze_and_filter(sheet, header_row=_HEADER_ROW, columns=len(_COLUMNS), last_row=behind - 1, kept=1)
    set_up_page(sheet, heading="", header_rows=f"{_HEADER_ROW}:{_HEADER_ROW}")
    return to_bytes(workbook)


def _facts(found: Examination) -> str:
    checked = f"发现 {len(found.faults)} 处问题，见“核对”一列和说明.txt" if found.faults else "没有发现问题"
    return f"共 {found.rows} 条，最新校验码 {found.newest or '（还没有记录）'}；导出时核对：{checked}。"


def _lines(rows: Sequence[ChainedAct], faults: Sequence[Fault]) -> list[_Line]:
    """Each row with the faults that touch it; rows that are gone are told at the row behind them."""
    told: dict[int, list[str]] = {}
    for fault in faults:
        if fault.row is None:
            told.setdefault(fault.after.id if fault.after else 0, []).append(fault.message)
            continue
        for number in range(fault.first, fault.last + 1) if fault.last - fault.first < len(rows) else (fault.first,):
            told.setdefault(number, []).append(fault.message)
    return [_Line(row, "\n".join(told.get(row.named.id, ()))) for row in rows]


def _recorded(row: ChainedAct) -> str:
    if row.act is None:
        return _UNREADABLE
    try:
        return row.act.recorded.astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M:%S")
    except OverflowError:  # the last hours of the year 9999
        return row.act.recorded.isoformat()


def _on(row: ChainedAct) -> dt.date | str:
    """A day as a day where Excel knows it."""
    return row.act.on if row.act and row.act.on.year >= 1900 else row.named.on  # noqa: PLR2004 - Excel's first year


def _value(row: ChainedAct, *, after: bool) -> str:
    if row.act is None:
        return _UNREADABLE
    try:
        return brief(row.act.after if after else row.act.before)
    except RecursionError:  # brackets within brackets, deeper than any verb writes
        return _UNREADABLE


_COLUMNS: tuple[Column[_Line], ...] = (
    Column("序号", 8, lambda line: line.row.named.id, Kind.COUNT),
    Column("记录时间（北京时间）", 20, lambda line: _recorded(line.row), Kind.SHORT),
    Column("计入", 12, lambda line: _on(line.row), Kind.DATE),
    Column("谁", 12, lambda line: line.row.named.actor, Kind.SHORT, widest=30),
    Column("操作", 12, lambda line: VERBS.get(line.row.named.verb, line.row.named.verb), Kind.SHORT, widest=30),
    Column("对象", 22, lambda line: line.row.named.target, Kind.WORDS, widest=60),
    Column("原来", 30, lambda line: _value(line.row, after=False), Kind.WORDS, widest=80),
    Column("现在", 44, lambda line: _value(line.row, after=True), Kind.WORDS, widest=100),
    Column("理由", 26, lambda line: line.row.act.reason if line.row.act else "", Kind.WORDS, widest=60),
    Column("校验码", 37, lambda line: line.row.hash, Kind.WORDS),
    Column("核对", 24, lambda line: line.fault, Kind.WORDS, 60, shade=lambda line: Shade.NOTED if line.fault else None),
)
