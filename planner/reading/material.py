"""A workbook of material (选材表) that came back with the coordinator's choices."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import count
from pathlib import Path

from planner.domain.document import name_key
from planner.domain.figure_marks import cleaned
from planner.domain.material import Use
from planner.domain.material_book import (
    HAND,
    KEPT_SHEET,
    LOCKED_FIELDS,
    MATERIAL_COLUMNS,
    MATERIAL_KIND,
    MATERIAL_SHEET,
    KeptRow,
    ReturnedMaterial,
    ReturnedRow,
    fingerprint,
    kept_of,
    part_words,
)
from planner.domain.wording import WORDS
from planner.domain.workbooks import KIND_PROPERTY, PLAN_PROPERTY, STATE_PROPERTY, VERSION_PROPERTY
from planner.reading.review_cells import Cells
from planner.reading.tables import Book, Row, as_text, formula_fault, read_book

_HALLMARKS = (MATERIAL_COLUMNS["wording"], MATERIAL_COLUMNS["key"])
"""Columns by which the sheet is known that was renamed."""
_USES = {**{WORDS[use]: use for use in Use}, "并入": Use.MERGE, "不采用": Use.LEAVE}
_PARTS = part_words()
_HOW = "请交回 planner report material 导出的选材表"
# 2, 2.5, -1
_PLACE = re.compile(r"-?\d{1,6}(?:\.\d{1,4})?")
# 12, 序号12, 第12行, 新1
_ROW = re.compile(r"(?:序号|第)?(.+?)[行号]?")


def read_material(path: Path) -> ReturnedMaterial:
    """What came back: every row of 选材 with the faults of its cells, what was kept of it, and the faults of the whole.

    The sheet is found by name, or by its header if it was renamed; columns by name in any order, rows in any order;
    blank ones are skipped. 报告用语 and 原因 are to the letter, line ends as newlines, but for what nobody sees;
    all else without blanks and full widths. A row without a key was typed by somebody, unless its grey cells are those
    of the row with its 序号.
    Raises FileMissing, FileUnreadable, FileEmpty, FormatUnsupported, TableBroken.
    """
    book = read_book(path)
    faults: list[str] = []
    keys = _keys(book)
    sheet = _sheet(book, keys, faults)
    if sheet is None:
        return ReturnedMaterial("", "", (), (), tuple(faults))
    kept = tuple(_kept(book, keys, faults))
    rows = () if faults else tuple(_rows(book, sheet, kept, faults))
    plan, state, version = (keys.get(name, "") for name in (PLAN_PROPERTY, STATE_PROPERTY, VERSION_PROPERTY))
    return ReturnedMaterial(plan, state, rows, kept, tuple(faults), version)


def _keys(book: Book) -> dict[str, str]:
    """The hidden properties; programs that lose them leave the hidden sheet, where they stand too."""
    names = (KIND_PROPERTY, PLAN_PROPERTY, STATE_PROPERTY, VERSION_PROPERTY)
    held = (row.cells[:2] for row in book.sheets.get(KEPT_SHEET, ()) if len(row.cells) > 1)
    beside = {as_text(name): as_text(value) for name, value in held if name in names}
    return beside | {name: value for name, value in book.properties.items() if name in names}


def _sheet(book: Book, keys: Mapping[str, str], faults: list[str]) -> str | None:
    """The name of 选材 in this file; None with the fault where there is none, or not just one."""
    if keys.get(KIND_PROPERTY, MATERIAL_KIND) != MATERIAL_KIND:
        faults.append(f"这份工作簿不是选材表，{_HOW}")
        return None
    found = [
        name
        for name in book.sheets
        if name_key(name) == MATERIAL_SHEET or len(book.header(name, _HALLMARKS)) == len(_HALLMARKS)
    ]
    if len(found) > 1:
        faults.append(f"{'、'.join(f'“{name}”' for name in found)}都是“{MATERIAL_SHEET}”表，请只留一张")
    elif not found:
        faults.append(f"里面没有“{MATERIAL_SHEET}”表，{_HOW}")
    elif KEPT_SHEET not in book.sheets:
        faults.append(f"里面没有隐藏的“{KEPT_SHEET}”表，看不出改了哪些格，{_HOW}，不要另建表格")
    elif not book.sheets[found[0]]:
        faults.append(f"{found[0]}：整张表是空的，连表头也没有，请放回原来的表")
    return None if faults else found[0]


# ---- rows ----


def _rows(book: Book, sheet: str, kept: Iterable[KeptRow], faults: list[str]) -> Iterator[ReturnedRow]:
    needed = list(MATERIAL_COLUMNS.values())
    table = book.table(sheet, needed)
    if not set(needed) <= set(table.columns):
        faults.extend(table.faults)
        return
    by_cells = {(row.number, row.locked): row.key for row in kept}
    typed = count(1)
    formulas, told = frozenset(table.faults), set[str]()
    for row in filter(_filled, table.rows):
        cells = Cells(table, row, MATERIAL_COLUMNS, [])
        lost = by_cells.get((cells.word("number"), _locked(cells)))
        made = _row(cells, row.exact(MATERIAL_COLUMNS["key"]) or lost or f"{HAND}{next(typed)}")
        yield replace(made, unread=_unread(cells, formulas))
        told.update(map(formula_fault, made.cells.values()))
    faults.extend(fault for fault in table.faults if fault not in told)


def _filled(row: Row) -> bool:
    """Whether anything stands in a row that a person sees: what was cut out of one leaves its hidden key."""
    return any(row.text(name) for name in row.cells if name != MATERIAL_COLUMNS["key"])


def _unread(cells: Cells, formulas: Collection[str]) -> dict[str, str]:
    """The faults of a row's cells by their fields; `formulas` are all formulas of the sheet that have no value."""
    told = [*(fault for fault in map(formula_fault, cells.places.values()) if fault in formulas), *cells.faults]
    return {field: fault for field, place in cells.places.items() for fault in told if fault.startswith(f"{place}：")}


def _locked(cells: Cells) -> str:
    return fingerprint(*(cells.row.exact(MATERIAL_COLUMNS[field]) for field in LOCKED_FIELDS))


def _row(cells: Cells, key: str) -> ReturnedRow:
    row, columns = cells.row, MATERIAL_COLUMNS
    into = _ROW.fullmatch(cells.word("into"))
    return ReturnedRow(
        place=cells.table.place(row),
        cells=cells.places,
        key=key,
        number=cells.word("number"),
        part=cells.choice("part", _PARTS),
        task=cells.code("task"),
        unit=row.text(columns["unit"]),
        use=cells.choice("use", _USES, needed=not key.startswith(HAND)),
        into=into[1] if into else "",
        wording=cleaned(row.exact(columns["wording"])),
        cause=cleaned(row.exact(columns["cause"])),
        order=_order(cells),
        locked=_locked(cells),
    )


def _order(cells: Cells) -> Decimal | None:
    word = cells.word("order")
    if word and not _PLACE.fullmatch(word):
        cells.tell("order", f"“{word}”不是数字，请写 1、2、2.5 一类的数")
        return None
    return Decimal(word) if word else None


# ---- what was kept ----


def _kept(book: Book, keys: Collection[str], faults: list[str]) -> Iterator[KeptRow]:
    for row in book.sheets[KEPT_SHEET]:
        text = str(row.cells[0] or "")
        kept = kept_of(text)
        if kept is not None:
            yield kept
        elif text not in keys:
            faults.append(f"{KEPT_SHEET}!A{row.number}：隐藏的“{KEPT_SHEET}”表改动过，请在导出的选材表上改")
            return
