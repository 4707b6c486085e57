"""A review workbook (核对表) that came back with a person's corrections."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from planner.domain.document import name_key
from planner.domain.drafts import CheckpointKind, Comparator, Recurrence, Role
from planner.domain.review import Handling, ReturnedPoint, ReturnedProposal, ReturnedReview, ReturnedTask
from planner.domain.wording import WORDS
from planner.domain.workbooks import (
    DECLINE,
    HANDLING_WORDS,
    KIND_PROPERTY,
    NO,
    PLAN_PROPERTY,
    POINT_COLUMNS,
    POINTS,
    PROPOSAL_COLUMNS,
    PROPOSALS,
    REVIEW_KIND,
    STATE_PROPERTY,
    TAKE,
    TASK_COLUMNS,
    TASKS,
    YES,
)
from planner.reading.review_cells import Cells
from planner.reading.tables import Book, read_book

Returned = TypeVar("Returned")

_HALLMARKS: Mapping[str, tuple[str, ...]] = {
    TASKS: (TASK_COLUMNS["body"], TASK_COLUMNS["tracked"]),
    POINTS: (POINT_COLUMNS["text"], POINT_COLUMNS["dues"]),
    PROPOSALS: (PROPOSAL_COLUMNS["id"], PROPOSAL_COLUMNS["taken"], "新文件"),
}
"""Columns by which a sheet is known that was renamed."""

_OPTIONAL = "version"


def read_review(path: Path) -> ReturnedReview:
    """What came back: rows of 任务, 考核点 and 修订建议, and all faults by sheet and cell; with one, take nothing.

    Sheets are found by name, or by their header if they were renamed, columns by name in any order; blank rows are
    skipped. Texts (部分, 序号, 任务, 正文, units, 考核内容, 计量单位, 归属) are to the letter, blanks and newlines at
    their ends included; what was written comes back as planner.output.text.clean has it. Everything else is read
    without blanks and full widths. A blank 跟踪 is 是. A row of 考核点 to be deleted needs nothing but its code.
    Raises FileMissing, FileUnreadable, FileEmpty, FormatUnsupported, TableBroken.
    """
    book = read_book(path)
    plan_code = book.properties.get(PLAN_PROPERTY, "")
    faults: list[str] = []
    sheets = _sheets(book, faults)
    if faults:
        return ReturnedReview(plan_code, (), (), (), tuple(faults))
    tasks = _rows(book, sheets[TASKS], TASK_COLUMNS, _task, faults)
    points = _rows(book, sheets[POINTS], POINT_COLUMNS, _point, faults)
    proposals = _rows(book, sheets.get(PROPOSALS), PROPOSAL_COLUMNS, _proposal, faults)
    state = book.properties.get(STATE_PROPERTY, "")
    return ReturnedReview(plan_code, tasks, points, proposals, tuple(faults), state)


# ---- sheets ----


def _sheets(book: Book, faults: list[str]) -> dict[str, str]:
    """The sheets' names in this file by what they are; 修订建议 may be missing."""
    if book.properties.get(KIND_PROPERTY, REVIEW_KIND) != REVIEW_KIND:
        faults.append("这份工作簿不是核对表，请交回 planner plan review 导出的核对表")
        return {}
    found = {what: _candidates(book, what) for what in _HALLMARKS}
    if not any(found.values()):
        faults.append(f"里面没有“{TASKS}”“{POINTS}”两张表，请交回 planner plan review 导出的核对表")
        return {}
    for what, names in found.items():
        if len(names) > 1:
            faults.append(f"{'、'.join(f'“{name}”' for name in names)}都是“{what}”表，请只留一张")
        elif not names and what != PROPOSALS:
            faults.append(f"缺少“{what}”表，请把它放回来，没有改动也要留着")
    return {what: names[0] for what, names in found.items() if names}


def _candidates(book: Book, what: str) -> list[str]:
    marks = _HALLMARKS[what]
    return [name for name in book.sheets if name_key(name) == what or len(book.header(name, marks)) == len(marks)]


def _rows(
    book: Book,
    sheet: str | None,
    columns: Mapping[str, str],
    read: Callable[[Cells], Returned],
    faults: list[str],
) -> tuple[Returned, ...]:
    """The rows of a sheet; none where columns are missing, which is told."""
    if sheet is None:
        return ()
    if not book.sheets[sheet]:
        faults.append(f"{sheet}：整张表是空的，连表头也没有，请放回原来的表")
        return ()
    needed = [name for field, name in columns.items() if field != _OPTIONAL]
    table = book.table(sheet, needed)
    faults.extend(table.faults)
    if not set(needed) <= set(table.columns):
        return ()
    cells = [Cells(table, row, columns, faults) for row in table.rows]
    _tell_doubled(cells)
    return tuple(map(read, cells))


def _tell_doubled(rows: Sequence[Cells]) -> None:
    """Tell rows with a code that an earlier row has: copied ones, mostly."""
    first: dict[str, int] = {}
    for cells in rows:
        field = next(iter(cells.columns))
        code = cells.code(field)
        if code in first:
            cells.tell(
                field, f"{cells.columns[field]} {code} 与第{first[code]}行重复；新的一行请清空，或写成没有用过的 新1"
            )
        elif code:
            first[code] = cells.row.number


# ---- rows ----

_ROLES = {Role.LEAD: "lead", Role.RESPONSIBLE: "responsible", Role.COOPERATING: "cooperating"}
_POINT_HANDLINGS = {HANDLING_WORDS[h]: h for h in (Handling.KEEP, Handling.REMOVE, Handling.ADD)}
_KINDS = {WORDS[kind]: kind for kind in CheckpointKind}
_COMPARATORS = {**{WORDS[sign]: sign for sign in Comparator}, **{sign.value: sign for sign in Comparator}}
_PERIODS = {WORDS[period]: period for period in Recurrence}


def _task(cells: Cells) -> ReturnedTask:
    handling, target = cells.handling("handling")
    code = cells.code("code")
    if not code and handling is Handling.KEEP:
        cells.tell("handling", "这一行没有编号：新的任务请写 新增，或 拆自 加编号")
    tracked = cells.choice("tracked", {YES: True, NO: False})
    return ReturnedTask(
        place=cells.table.place(cells.row),
        cells=cells.places,
        code=code,
        handling=handling or Handling.KEEP,
        target=target,
        tracked=tracked is not False,
        section=cells.exact("section"),
        number=cells.exact("number"),
        title=cells.exact("title"),
        body=cells.exact("body"),
        units={role: cells.exact(field) for role, field in _ROLES.items()},
        due=cells.day("due"),
        version=cells.word("version"),
    )


def _point(cells: Cells) -> ReturnedPoint:
    handling = cells.choice("handling", _POINT_HANDLINGS) or Handling.KEEP
    removed = handling is Handling.REMOVE
    code, task = cells.code("code"), cells.code("task")
    if not code and handling is not Handling.ADD:
        cells.tell("handling", "这一行没有编号：补上的考核点请写 新增")
    # what else stands in a row that goes is of no account
    rest = Cells(cells.table, cells.row, cells.columns, [] if removed else cells.faults)
    if not task:
        rest.tell("task", "没有写是哪项任务的考核点，请写任务的编号")
    kind = rest.choice("kind", _KINDS, needed=True)
    value, unit = rest.measured("value", "unit")
    return ReturnedPoint(
        place=cells.table.place(cells.row),
        cells=cells.places,
        code=code,
        handling=handling,
        task=task,
        text=rest.exact("text"),
        kind=kind or CheckpointKind.DATE,
        comparator=rest.choice("comparator", _COMPARATORS),
        value=value,
        unit=unit,
        period=rest.choice("period", _PERIODS),
        dues=rest.days("dues"),
        whose=rest.exact("whose") or None,
        version=cells.word("version"),
    )


def _proposal(cells: Cells) -> ReturnedProposal:
    number = cells.word("id")
    known = re.fullmatch(r"[0-9]{1,18}", number)
    if not known:
        cells.tell("id", f"“{number}”不是建议号，请不要改动这一列" if number else "没有建议号，请不要改动这一列")
    taken = cells.choice("taken", {TAKE: True, DECLINE: False})
    version = cells.word("version") or (None if PROPOSAL_COLUMNS["version"] in cells.table.columns else "")
    return ReturnedProposal(cells.table.place(cells.row), int(number) if known else 0, taken, version)
