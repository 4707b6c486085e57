"""The cells of one row of a review workbook, each read as what its column holds, each fault told by its place."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from planner.domain.document import fold, name_key
from planner.domain.review import Handling
from planner.domain.workbooks import HANDLING_WORDS, LONGEST_CELL
from planner.reading.tables import Row, Table, as_day

Meaning = TypeVar("Meaning")

_DASHES = str.maketrans(dict.fromkeys("—–―−‐\u2011", "-"))
_BRACKETS = '()[]【】“”"'
# 并入2024-03, 拆自:2024-05, 并入任务(2024-03)
_JOINED = re.compile(rf"({HANDLING_WORDS[Handling.MERGE]}|{HANDLING_WORDS[Handling.SPLIT]})(?:任务)?:?(.*)")
_PLAIN_HANDLINGS = {
    "": Handling.KEEP,
    **{HANDLING_WORDS[handling]: handling for handling in (Handling.KEEP, Handling.ADD)},
}
# 95, 1,200, 4.5; and with what stands behind it: 95%, 60学时, 4.5 万个
_NUMBER = re.compile(r"([-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(\D.*)?")
# 2024-06-30、2024-12-31 / 2024-06-30；2024-12-31 / a day on each line
_BETWEEN_DAYS = re.compile(r"[、,;\n]+")


@dataclass(frozen=True, slots=True)
class Cells:
    """A row by the fields that its columns become. What can't be read is told to `faults` and read as blank."""

    table: Table
    row: Row
    columns: Mapping[str, str]
    faults: list[str]

    @property
    def places(self) -> dict[str, str]:
        """Where each field's cell stands: 任务!I7. A column that isn't there has none."""
        present = {field: name for field, name in self.columns.items() if name in self.table.columns}
        return {field: self.table.place(self.row, name) for field, name in present.items()}

    def tell(self, field: str, fault: str) -> None:
        """Note a fault of a field's cell."""
        self.faults.append(f"{self.table.place(self.row, self.columns[field])}：{fault}")

    def exact(self, field: str) -> str:
        """A text to the letter, blanks at its ends and all; line ends are newlines."""
        text = self.row.exact(self.columns[field])
        if len(text) > LONGEST_CELL:
            self.tell(field, f"这一格超过{LONGEST_CELL}字，表格里放不全，请分成几项任务")
        return text

    def word(self, field: str) -> str:
        """A short word without blanks and full widths."""
        return name_key(self.row.text(self.columns[field]))

    def code(self, field: str) -> str:
        """A code, also where the program that it was typed in took 2024-05 for the first of May."""
        value = self.row.cells.get(self.columns[field])
        if isinstance(value, dt.date):
            return f"{value.year}-{value.month:02}" if value.day == 1 else value.isoformat()
        return self.word(field).translate(_DASHES)

    def choice(self, field: str, words: Mapping[str, Meaning], *, needed: bool = False) -> Meaning | None:
        """What a word of a closed list means; None for a blank. Of words that mean the same the first is advised."""
        word = self.word(field)
        first: dict[Meaning, str] = {}
        for each, meaning in words.items():
            first.setdefault(meaning, each)
        advised = "、".join(first.values())
        if word and word not in words:
            self.tell(field, f"看不懂“{word}”，请填 {advised}{'' if needed else '，或留空'}")
        elif needed and not word:
            self.tell(field, f"“{self.columns[field]}”是空的，请填 {advised}")
        return words.get(word)

    def day(self, field: str) -> dt.date | None:
        """A day; None for a blank."""
        try:
            return as_day(self.row.cells.get(self.columns[field]))
        except ValueError:
            self._tell_no_day(field, self.row.text(self.columns[field]))
            return None

    def days(self, field: str) -> tuple[dt.date, ...]:
        """Several days in one cell."""
        value = self.row.cells.get(self.columns[field])
        if isinstance(value, dt.date):
            return (value,)
        days: list[dt.date] = []
        for text in filter(None, map(str.strip, _BETWEEN_DAYS.split(fold(self.row.text(self.columns[field]))))):
            try:
                day = as_day(text)
            except ValueError:
                self._tell_no_day(field, text)
            else:
                days.extend([day] if day else [])
        return tuple(days)

    def _tell_no_day(self, field: str, text: str) -> None:
        self.tell(field, f"“{text}”不是日期，请写成 2024-06-30 的样子")

    def measured(self, value: str, unit: str) -> tuple[Decimal | None, str | None]:
        """A number and its unit from two cells. The number's own may repeat the unit (95% beside %) or stand for it."""
        named = self.exact(unit)
        text = fold(self.row.text(self.columns[value]))
        if not text:
            return None, named or None
        found = _NUMBER.fullmatch(text)
        if not found:
            self.tell(value, f"“{text}”不是数字，请只写数字，如 95")
            return None, named or None
        behind = (found[2] or "").strip()
        if behind and named and name_key(behind) != name_key(named):
            self.tell(value, f"“{text}”里的单位与“{self.columns[unit]}”里的“{named}”不同，请只写数字")
        return Decimal(found[1].replace(",", "")), named or behind or None

    def handling(self, field: str) -> tuple[Handling | None, str]:
        """What is to be done with a task's row, and the code behind 并入 or 拆自; None where that is not understood."""
        word = self.word(field)
        joined = _JOINED.fullmatch(word)
        if joined and joined[2]:
            merged = joined[1] == HANDLING_WORDS[Handling.MERGE]
            return Handling.MERGE if merged else Handling.SPLIT, joined[2].translate(_DASHES).strip(_BRACKETS)
        if word in _PLAIN_HANDLINGS:
            return _PLAIN_HANDLINGS[word], ""
        if joined:
            self.tell(field, f"“{word}”后面请写任务的编号")
        elif word == HANDLING_WORDS[Handling.REMOVE]:
            self.tell(field, "任务不能删除，不需要跟踪的请把“跟踪”改成“否”")
        else:
            self.tell(field, f"看不懂“{word}”，请填 保留、并入 加编号、拆自 加编号、新增，或留空")
        return None, ""
