"""Tables that come in and go out as files: each is taken whole or, with all its faults told at once, not at all."""

import datetime as dt
import re
from pathlib import Path

from sqlalchemy.orm import Session

from planner.domain.periods import Period
from planner.domain.progress import Status
from planner.domain.responsibility import ResponsibilityTable
from planner.domain.wording import WORDS
from planner.errors import PlannerError, ReportFormatUnknown, RosterEmpty, SheetFaulty, WordUnknown
from planner.reading.responsibility import read_responsibility
from planner.reading.tables import Row, Table, as_day, read_table
from planner.usecases.acts import Act, AsOf
from planner.usecases.assignments import apply_table, responsibility_table
from planner.usecases.progress import Said, log_all
from planner.usecases.rosters import RosterView, set_members
from planner.usecases.seen import require_known_tasks_seen, require_known_units_seen
from planner.usecases.units import UnitRow, import_units

# 市司法局、司法局 / 市工商局；市质监局
_NAMES = re.compile(r"[、,，;；\n]+")
# 案卷评查=2次；办件=累计30件
_ITEMS = re.compile(r"[;；\n]+")


def export_responsibility(session: Session, asked: AsOf, path: Path, code: str | None = None) -> ResponsibilityTable:
    """Write who does what by when as .xlsx or .docx.

    A table that stands there with somebody's corrections is not written over.
    Raises PlanMissing, PlanUnclear, PlanNotYet, ReportFormatUnknown, OutputHoldsWork, OutputUnwritable.
    """
    # Start-up time: the other tables come in without a writer.
    from planner.output.responsibility import responsibility_docx, responsibility_workbook  # noqa: PLC0415
    from planner.output.seals import write_sealed  # noqa: PLC0415

    workbook = path.suffix.lower() == ".xlsx"
    if not workbook and path.suffix.lower() != ".docx":
        raise ReportFormatUnknown(path, [".xlsx", ".docx"])
    table = responsibility_table(session, asked, code)
    write_sealed(path, responsibility_workbook(table) if workbook else responsibility_docx(table))
    return table


def apply_responsibility_file(session: Session, act: Act, path: Path, *, seen: str | None = None) -> tuple[str, ...]:
    """Take a corrected 责任分工表.xlsx; what it changed, a sentence each.

    `seen` is the version that was there when the table was made, for one that people made themselves. Raises
    SheetFaulty with every fault, VersionUnknown, ChangedSince, and what reading raises.
    """
    rows, faults = read_responsibility(path)
    if faults:
        raise SheetFaulty(path, faults)
    require_known_tasks_seen(session, act, (row.task for row in rows), seen)
    outcome = apply_table(session, act, rows)
    if outcome.faults:
        raise SheetFaulty(path, outcome.faults)
    return outcome.changes


def import_units_file(session: Session, act: Act, path: Path, *, seen: str | None = None) -> tuple[int, int]:
    """Enter or complete units from a table with the columns 单位, 简称, 曾用名, 类别, 联络员, 电话, 邮箱, 起, 止.

    `seen` is the version that the registry had when the table was made. Raises SheetFaulty, VersionUnknown,
    ChangedSince, and what reading and import_units raise.
    """
    table = read_table(path, needed=("单位",))
    faults = list(table.faults)
    rows = [_unit_row(table, row, faults) for row in table.rows]
    if faults:
        raise SheetFaulty(path, faults)
    require_known_units_seen(session, act, (row.name for row in rows), seen)
    return import_units(session, act, rows)


def set_members_file(session: Session, act: Act, collective: str, path: Path, *, task: str | None = None) -> RosterView:
    """Set a roster from a text with one name a line, or a table with a column 单位.

    Raises RosterEmpty, SheetFaulty, and what reading and set_members raise.
    """
    table = read_table(path, needed=("单位",))
    if table.faults:
        raise SheetFaulty(path, table.faults)
    names = [name for row in table.rows if (name := row.text("单位"))]
    if not names:
        raise RosterEmpty(path)
    return set_members(session, act, collective, names, task=task)


def log_file(session: Session, act: Act, path: Path, *, seen: str | None = None) -> tuple[int, ...]:
    """Log every row of a table with the columns 任务, 单位, 填报期, 状态, 本期进展, 数据, 存在问题 … 填报日期.

    Figures and evidence are several in a cell, kept apart by ；. A row without 填报日期 counts for the act's day.
    `seen` is the version that was there when the table was made. Raises SheetFaulty with every fault, VersionUnknown,
    ChangedSince, and what reading raises.
    """
    table = read_table(path, needed=("任务", "单位", "填报期", "本期进展"))
    faults = list(table.faults)
    rows: list[tuple[str, Said, dt.date | None]] = []
    for row in table.rows if not faults else ():
        try:
            rows.append((table.place(row), _said(row), as_day(row.cells.get("填报日期"))))
        except PlannerError as fault:
            faults.append(f"{table.place(row)}：{fault}")
        except ValueError:
            faults.append(f"{table.place(row, '填报日期')}：“{row.text('填报日期')}”不是日期")
    require_known_tasks_seen(
        session, act, (said.task for _, said, _ in rows), seen, filing={said.unit for _, said, _ in rows}
    )
    ids, refused = log_all(session, act, rows)
    if faults or refused:
        raise SheetFaulty(path, [*faults, *refused])
    return ids


def _unit_row(table: Table, row: Row, faults: list[str]) -> UnitRow:
    def day(name: str) -> dt.date | None:
        try:
            return as_day(row.cells.get(name))
        except ValueError:
            faults.append(f"{table.place(row, name)}：“{row.text(name)}”不是日期，请写成 2024-06-30 的样子")
            return None

    if not row.text("单位"):
        faults.append(f"{table.place(row, '单位')}：没有写单位名称")
    return UnitRow(
        name=row.text("单位"),
        kind=row.text("类别") or None,
        short_names=_split(_NAMES, row.text("简称")),
        former_names=_split(_NAMES, row.text("曾用名")),
        contact=row.text("联络员") or None,
        phone=row.text("电话") or None,
        email=row.text("邮箱") or None,
        valid_from=day("起"),
        valid_to=day("止"),
    )


def _said(row: Row) -> Said:
    return Said(
        task=row.text("任务"),
        unit=row.text("单位"),
        period=Period.parse(row.text("填报期")),
        status=_status(row.text("状态")),
        text=row.text("本期进展"),
        figures=_split(_ITEMS, row.text("数据")),
        problem=row.text("存在问题"),
        cause=row.text("原因"),
        next_step=row.text("下步安排"),
        support=row.text("需协调事项"),
        evidence=_split(_ITEMS, row.text("佐证")),
    )


def _status(word: str) -> Status:
    known = {WORDS[status]: status for status in Status}
    if not word:
        return Status.IN_PROGRESS
    if word not in known:
        raise WordUnknown("状态", word, list(known))
    return known[word]


def _split(separator: re.Pattern[str], text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in separator.split(text) if item.strip())
