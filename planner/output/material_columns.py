"""The columns of the workbook of material: what stands in them, what is coloured, what may be filled in."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from planner.domain.material import MaterialRow, ReportPart, Use
from planner.domain.material_book import (
    MATERIAL_COLUMNS,
    KeptRow,
    MaterialBook,
    content_of,
    fingerprint,
    key_in_cell,
    part_label,
)
from planner.domain.number_ledger import FigureOrigin, ReportFigure, Rule
from planner.domain.wording import FROM_TEXT, WORDS
from planner.output.entry import Entry
from planner.output.looks import Kind, Shade
from planner.output.sheets import Column, cell_text

_Identity = tuple[int | None, str, str, str]

_C = MATERIAL_COLUMNS
_JOINER = "、"


class Line(NamedTuple):
    """A line of 选材 with its 序号, and that of the row it is merged into; without a row: one to be typed.

    `conflicts` tell which of its figures would have two values.
    """

    number: str
    row: MaterialRow | None = None
    into: str = ""
    conflicts: tuple[str, ...] = ()


class FigureLine(NamedTuple):
    """A figure of an entry, the row that it stands in, and what the report would make of it."""

    number: str
    origin: FigureOrigin
    told: str


def material_columns() -> tuple[Column[Line], ...]:
    """The columns of 选材. The last, 键, is for hiding."""
    return (
        _column("number", 5, lambda line: _number(line.number), Kind.SHORT, opens=_typed),
        _column("order", 5, _of(lambda row: row.order), Kind.SHORT, opens=_any),
        _column("part", 10, _of(lambda row: part_label(row.part)), opens=_typed),
        Column("章节", 18, _of(lambda row: row.section), widest=30, shade=_grey),
        _column("task", 8.5, _of(lambda row: row.task), Kind.TYPED, opens=_typed),
        Column("任务", 10, _of(lambda row: row.title), widest=40, shade=_grey),
        _column("unit", 10, _of(lambda row: row.unit), opens=_typed, widest=30),
        _column("period", 7.5, _of(lambda row: row.period), Kind.TYPED),
        Column("类别", 5.5, _of(lambda row: WORDS[row.kind]), Kind.SHORT, shade=_grey),
        _column("text", 38, _of(lambda row: row.text), widest=120),
        _column("use", 6.5, _of(lambda row: WORDS[row.use]), Kind.TYPED, opens=_any),
        _column("into", 6, lambda line: _number(line.into), Kind.SHORT, opens=_any),
        _column("wording", 38, _of(lambda row: row.told), widest=120, opens=_any),
        _column("cause", 10, _of(lambda row: row.cause), widest=60, opens=_causes),
        Column("理由和提示", 13, _remarks, widest=50, shade=_remark_shade),
        Column("数据", 11, _of(_figures), widest=40, shade=_grey),
        _column("key", 10, _of(lambda row: key_in_cell(row.key)), Kind.TYPED, fits=False),
    )


def _column(
    field: str,
    width: float,
    value: Callable[[Line], str | int | None],
    kind: Kind = Kind.TEXT,
    *,
    opens: Callable[[Line], bool] | None = None,
    widest: float = 0,
    fits: bool = True,
) -> Column[Line]:
    """A column that comes back; what `opens` doesn't open is grey and locked."""

    def shade(line: Line) -> Shade | None:
        if opens is None or not opens(line):
            return Shade.LOCKED
        proposed = field in ("use", "into") and line.row is not None and line.row.use is not Use.TAKE
        return Shade.PROPOSED if proposed else None

    return Column(_C[field], width, value, kind, widest=widest, shade=shade, fits=fits, unlocked=opens)


def _number(number: str) -> int | None:
    """A 序号 as a number, so that rows sort by it."""
    return int(number) if number else None


def _of(value: Callable[[MaterialRow], str | int]) -> Callable[[Line], str | int | None]:
    return lambda line: None if line.row is None else value(line.row)


def _grey(_: object) -> Shade:
    return Shade.LOCKED


def _any(_: Line) -> bool:
    return True


def _typed(line: Line) -> bool:
    return line.row is None


def _causes(line: Line) -> bool:
    return line.row is None or line.row.part is ReportPart.PROBLEMS


def _remarks(line: Line) -> str | None:
    return "\n".join(filter(None, (line.row.reason, *line.conflicts))) if line.row else None


def _remark_shade(line: Line) -> Shade:
    return Shade.NOTED if line.conflicts else Shade.LOCKED


def _figures(row: MaterialRow) -> str:
    return _JOINER.join(dict.fromkeys(origin.printed for origin in row.origins))


def material_entries(book: MaterialBook) -> Mapping[str, Entry]:
    """What is said beside the open columns of 选材, with an example of the plan's own codes."""
    task = book.tasks[0].code if book.tasks else f"{book.material.plan_code}-01"
    return {
        _C["number"]: Entry("补写的一行可以空着；要让别的行并入它，写 新1、新2。"),
        _C["order"]: Entry("同一项任务里按它从小到大写；插到2和3之间，写 2.5。"),
        _C["part"]: Entry("写在报告的第几部分；空着就是这项任务的那一部分。", tuple(map(part_label, ReportPart))),
        _C["task"]: Entry(f"补写的一行属于哪项任务，写它的编号，如 {task}。"),
        _C["use"]: Entry(
            "采用：写进报告。合并：并到另一行里说，在“并入”写那一行的序号。不用：不写。",
            tuple(WORDS[use] for use in Use),
        ),
        _C["into"]: Entry("并到哪一行，写那一行的“序号”（第一列），如 12；要是同一项任务、同一部分里采用的行。"),
        _C["wording"]: Entry("报告里就这样写，可以随意改；改了数字的，出报告时会列出改动前后。"),
        _C["cause"]: Entry("这个问题的原因；空着的，报告里留〔待补充〕。"),
    }


# ---- lines and figures ----


def material_lines(book: MaterialBook) -> list[Line]:
    """The rows of the material, numbered from 1."""
    rows = book.material.rows
    numbers = {row.key: str(number) for number, row in enumerate(rows, 1)}
    told: dict[_Identity, list[str]] = {}
    for conflict in book.conflicts:
        for origin in conflict.origins:
            told.setdefault(_identity(origin), []).append(
                f"数据矛盾：“{conflict.name}”有{'、'.join(conflict.values)}，请核实"
            )
    return [
        Line(
            number=numbers[row.key],
            row=row,
            into=numbers.get(row.into, "") if row.use is Use.MERGE else "",
            conflicts=tuple(dict.fromkeys(text for o in row.origins for text in told.get(_identity(o), ()))),
        )
        for row in rows
    ]


_RULES: Mapping[Rule, str] = {
    Rule.STATED: "照填报原数",
    Rule.SAME: "几处说的是同一事实，只写一次",
    Rule.SUM: "相加",
    Rule.LATEST: "取最新的数",
    Rule.RATE: "由分子、分母重新计算",
    Rule.GROWTH: "与上年报告相比",
    Rule.COUNT: "程序清点",
    Rule.BY_HAND: "统筹单位手工填写",
}
_NOT_COUNTED = "不另计：已有更新的数，或与别处相同"

FIGURE_COLUMNS: tuple[Column[FigureLine], ...] = (
    Column("选材序号", 9, lambda line: _number(line.number), Kind.COUNT),
    Column("名称", 22, lambda line: line.origin.name, widest=50),
    Column("数据", 14, lambda line: line.origin.printed, widest=30),
    Column("计量单位", 9, lambda line: line.origin.measure, Kind.SHORT),
    Column("口径", 7, lambda line: FROM_TEXT if line.origin.from_text else WORDS[line.origin.basis], Kind.SHORT),
    Column("任务编号", 9, lambda line: line.origin.task, Kind.TYPED),
    Column("单位", 18, lambda line: line.origin.unit, widest=30),
    Column("填报编号", 9, lambda line: line.origin.entry_id, Kind.COUNT),
    Column("填报期", 9, lambda line: line.origin.period, Kind.TYPED),
    Column("日期", 11, lambda line: line.origin.on, Kind.DATE),
    Column("填报表里的位置", 15, lambda line: line.origin.place, widest=30),
    Column("全年数怎么来的", 40, lambda line: line.told, widest=80),
)


def figure_lines(book: MaterialBook, lines: Iterable[Line]) -> Iterator[FigureLine]:
    """One line a figure of an entry, for each row that it stands in."""
    printed: dict[_Identity, list[ReportFigure]] = {}
    for figure in book.figures:
        for origin in figure.origins:
            printed.setdefault(_identity(origin), []).append(figure)
    for line in lines:
        for origin in line.row.origins if line.row else ():
            yield FigureLine(line.number, origin, _told(origin, printed.get(_identity(origin), ())))


def _identity(origin: FigureOrigin) -> _Identity:
    """A figure wherever it is named: whether it is counted may differ from place to place."""
    return origin.entry_id, origin.name, origin.printed, origin.measure


def _told(origin: FigureOrigin, figures: Iterable[ReportFigure]) -> str:
    """7次：相加（2次＋3次＋2次）; blank where the figure isn't printed."""
    told = dict.fromkeys(f"{f.printed}：{_RULES[f.rule]}{f'（{f.how}）' if f.how else ''}" for f in figures)
    return "；".join((*told, *([] if origin.counted else [_NOT_COUNTED])))


# ---- what is kept ----


def kept_row(line: Line, row: MaterialRow) -> KeptRow:
    """What the reader compares a row with when it comes back: as its cells give it."""
    shown = (part_label(row.part), row.task, row.unit, row.period, row.text)
    return KeptRow(
        key=key_in_cell(row.key),
        number=line.number,
        use=row.use,
        into=key_in_cell(row.into) if line.into else "",
        order=row.order,
        wording=fingerprint(_in_cell(row.told)),
        cause=fingerprint(_in_cell(row.cause)),
        locked=fingerprint(*map(_in_cell, shown)),
        content=content_of(row),
    )


def _in_cell(text: str) -> str:
    """A text as it is read back from its cell."""
    return cell_text(text).replace("_x005F_", "_")
