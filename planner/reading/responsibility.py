"""A table of who does what by when (责任分工表) that came back with corrections."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from planner.domain.drafts import Role
from planner.domain.responsibility import ReturnedRow
from planner.reading.tables import Row, Table, as_day, read_table

_SHEET = "责任分工表"
_CODE = "编号"
_DUE = "完成时限"
_VERSION = "版本"
_ROLES: Mapping[Role, str] = {
    Role.LEAD: "牵头单位",
    Role.RESPONSIBLE: "责任单位",
    Role.COOPERATING: "配合单位",
}


def read_responsibility(path: Path) -> tuple[tuple[ReturnedRow, ...], tuple[str, ...]]:
    """The corrected rows and, told by sheet and cell, all faults; with a fault nothing should be taken.

    Columns are found by name in any order. Each role's cell is given as typed; 完成时限 may be a date or a text, and
    blank or left out it is None. Blank rows are skipped.
    Raises what read_table raises.
    """
    table = read_table(path, needed=(_CODE, *_ROLES.values()), sheet=_SHEET)
    faults = list(table.faults)
    if any(name not in table.columns for name in (_CODE, *_ROLES.values())):
        return (), tuple(faults)
    rows: dict[str, ReturnedRow] = {}
    for row in table.rows:
        code = row.text(_CODE)
        if not code:
            faults.append(f"{table.place(row, _CODE)}：这一行有内容却没有编号，请补上编号或删去这一行")
        elif code in rows:
            faults.append(f"{table.place(row, _CODE)}：编号 {code} 与第{rows[code].row}行重复，请只留一行")
        else:
            units = {role: row.text(name) for role, name in _ROLES.items()}
            version = row.text(_VERSION) or (None if _VERSION in table.columns else "")
            rows[code] = ReturnedRow(row.number, code, units, _due(table, row, faults), version)
    return tuple(rows.values()), tuple(faults)


def _due(table: Table, row: Row, faults: list[str]) -> dt.date | None:
    try:
        return as_day(row.cells.get(_DUE))
    except ValueError:
        faults.append(f"{table.place(row, _DUE)}：“{row.text(_DUE)}”不是日期，请写成 2024-06-30 的样子")
        return None
