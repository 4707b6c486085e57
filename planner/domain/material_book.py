"""The workbook of material (选材表): what goes out row by row, what is kept of it, and what comes back."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256

from planner.domain.document import name_key
from planner.domain.material import Material, MaterialKind, MaterialRow, ReportPart, Use
from planner.domain.number_ledger import Conflict, ReportFigure
from planner.domain.plain import from_plain, to_plain
from planner.domain.wording import WORDS

MATERIAL_KIND = "material"
MATERIAL_SHEET = "选材"
FIGURES_SHEET = "数据"
KEPT_SHEET = "planner"
"""The hidden sheet: the properties by their names, and under them a cell a row: its KeptRow as JSON."""

MATERIAL_COLUMNS: Mapping[str, str] = {
    "number": "序号",
    "order": "排序",
    "part": "部分",
    "task": "任务编号",
    "unit": "单位",
    "period": "填报期",
    "text": "原文",
    "use": "处理",
    "into": "并入",
    "wording": "报告用语",
    "cause": "原因",
    "key": "键",
}
"""The columns of 选材 that come back, by the fields they become. People name a row by its 序号: it survives sorting."""

LOCKED_FIELDS = ("part", "task", "unit", "period", "text")
"""The fields of which a row that went out may not be changed."""

HAND = "h"
"""Rows that the coordinator typed have keys h1, h2 … in the order of the workbook."""

_LONGEST_KEY = 200
_PARTS = {part: f"{'一二三四'[place]}、{WORDS[part]}" for place, part in enumerate(ReportPart)}
_KINDS = {ReportPart.PROBLEMS: MaterialKind.PROBLEM, ReportPart.NEXT: MaterialKind.NEXT_STEP}


@dataclass(frozen=True, slots=True)
class BookTask:
    """A task of the plan that something may be told of, and the part of the report where its work is told."""

    code: str
    title: str
    section: str
    part: ReportPart


@dataclass(frozen=True, slots=True)
class MaterialBook:
    """The material as its workbook shows it: every row, the plan's tasks, and what a report would make of it.

    `figures` are those that would be printed, `conflicts` the measures that would have two values. `version` is the
    plan's: by it is known who did something since.
    """

    material: Material
    as_of: dt.date
    tasks: tuple[BookTask, ...]
    figures: tuple[ReportFigure, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    version: str = "0"

    @property
    def state(self) -> str:
        """A short hash of all rows as they went out."""
        return state_of(map(content_of, self.material.rows))


@dataclass(frozen=True, slots=True)
class KeptRow:
    """What a row was like when it went out, by which is known what somebody changed: its proposal, and fingerprints.

    `wording` and `cause` are those of cells that may be changed, `locked` of those that may not, `content` that of the
    row itself: its words and figures. `into` is a key.
    """

    key: str
    number: str
    use: Use
    into: str
    order: int
    wording: str
    cause: str
    locked: str
    content: str


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row as it came back; `place` names it in messages (选材!第7行) and `cells` its cells by field.

    `key` is h1, h2 … where somebody typed the row. `into` is a 序号 as typed, `locked` the fingerprint of the cells
    that may not be changed. A blank 处理, 排序 or 部分 is None, and so is one that can't be read: `unread` are the
    faults of such cells by field.
    """

    place: str
    cells: Mapping[str, str]
    key: str
    number: str
    part: ReportPart | None
    task: str
    unit: str
    use: Use | None
    into: str
    wording: str
    cause: str
    order: Decimal | None
    locked: str = ""
    unread: Mapping[str, str] = field(default_factory=dict)

    @property
    def by_hand(self) -> bool:
        return self.key.startswith(HAND)

    @property
    def where(self) -> str:
        """How a person finds it: 选材!第7行（序号6）; by its 序号 also after the sheet was sorted anew."""
        return f"{self.place}（序号{self.number}）" if self.number else self.place


@dataclass(frozen=True, slots=True)
class ReturnedMaterial:
    """A workbook that came back. `faults` tell what is wrong with it as a whole, its rows what is wrong in a cell.

    `version` is the plan's when it was made; blank in one that was made before workbooks had it.
    """

    plan_code: str
    state: str
    rows: tuple[ReturnedRow, ...]
    kept: tuple[KeptRow, ...]
    faults: tuple[str, ...] = ()
    version: str = ""

    @property
    def untouched(self) -> bool:
        """Whether the workbook holds nobody's work: it may be written anew."""
        kept = {row.key: row for row in self.kept}
        same = all(
            row.key in kept and not row.unread and not touched(row, kept[row.key], self.names) for row in self.rows
        )
        return same and not self.faults and len(self.rows) == len(self.kept)

    @property
    def names(self) -> dict[str, str]:
        """The keys of all rows, by what 并入 may call them: the 序号, or a word of a typed row (新1)."""
        typed = {row.number: row.key for row in self.rows if row.by_hand and row.number}
        return typed | {row.number: row.key for row in self.kept}


def key_in_cell(key: str) -> str:
    """A row's key as its cell has it: of one that a cell might not give back to the letter, the fingerprint."""
    safe = key.isprintable() and key == key.strip() and "_x" not in key and len(key) <= _LONGEST_KEY
    return key if safe else fingerprint(key)


def kept_text(kept: KeptRow) -> str:
    """What is kept of a row, as one cell of the hidden sheet has it."""
    return json.dumps(to_plain(kept), ensure_ascii=False, sort_keys=True)


def kept_of(text: str) -> KeptRow | None:
    """What `kept_text` made a text of; None for one that somebody changed."""
    try:
        return from_plain(KeptRow, json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def part_label(part: ReportPart) -> str:
    """一、主要举措和成效."""
    return _PARTS[part]


def part_words() -> dict[str, ReportPart]:
    """The parts by what a cell may say: 主要举措和成效 (which is advised), 一、主要举措和成效, or 一."""
    labels = {name_key(label): part for part, label in _PARTS.items()}
    plain = {name_key(WORDS[part]): part for part in ReportPart}
    return plain | labels | {label[0]: part for part, label in _PARTS.items()}


def kind_in(part: ReportPart) -> MaterialKind:
    """What a typed row of a part is."""
    return _KINDS.get(part, MaterialKind.SENTENCE)


def fingerprint(*said: object) -> str:
    """A short hash by which is known whether something was changed."""
    return sha256(
        "\x1f".join("" if item is None else str(item) for item in said).encode("utf-8", "surrogatepass")
    ).hexdigest()[:12]


def content_of(row: MaterialRow) -> str:
    """A row's words, figures and proposal as one fingerprint: another one means that entries came or went."""
    figures = ((origin.entry_id, origin.printed, origin.name) for origin in row.origins)
    return fingerprint(row.key, row.text, row.told, row.cause, row.use, row.into, *figures)


def state_of(contents: Iterable[str]) -> str:
    """The fingerprint of a whole workbook, of those of its rows."""
    return fingerprint(*contents)


def touched(row: ReturnedRow, kept: KeptRow, names: Mapping[str, str]) -> bool:
    """Whether anything was changed in a row since it went out."""
    locked = row.locked != kept.locked or row.number != kept.number
    return retold(row, kept, names) or recaused(row, kept) or reordered(row, kept) or locked


def retold(row: ReturnedRow, kept: KeptRow, names: Mapping[str, str]) -> bool:
    """Whether what becomes of a row was changed: its use, where it is merged into, its wording."""
    into = names.get(row.into, row.into)
    moved = row.use is Use.MERGE and into != kept.into
    return row.use is not kept.use or moved or reworded(row, kept)


def reworded(row: ReturnedRow, kept: KeptRow) -> bool:
    """Whether other words stand in 报告用语; a row that isn't told may have it empty."""
    if row.use is not Use.TAKE and not row.wording.strip():
        return False
    return fingerprint(row.wording) != kept.wording


def recaused(row: ReturnedRow, kept: KeptRow) -> bool:
    """Whether other words stand in 原因."""
    return fingerprint(row.cause) != kept.cause


def reordered(row: ReturnedRow, kept: KeptRow) -> bool:
    """Whether the row is to stand elsewhere among those of its task."""
    return row.order is not None and row.order != kept.order
