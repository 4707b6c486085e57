"""The sheet 与上季变化: one line that counts, then a row a change, the worst news first."""

from planner.domain.ledger import Ledger, LedgerChange, PeriodCounts
from planner.domain.ledger_changes import CHANGE_WORDS
from planner.domain.lights import Colour
from planner.domain.periods import Period
from planner.domain.wording import WORDS
from planner.output.looks import Kind
from planner.output.sheets import Column, Sheet, freeze_and_filter, row_points, write_table

LIGHTS_IN_ORDER = (Colour.RED, Colour.YELLOW, Colour.GREEN, Colour.NOT_DUE, Colour.NONE)

_HEADER_ROW = 2
_COLUMNS: tuple[Column[LedgerChange], ...] = (
    Column("编号", 11, lambda c: c.task, Kind.SHORT),
    Column("任务", 28, lambda c: c.title, widest=50),
    Column("变化", 26, lambda c: f"{CHANGE_WORDS[c.kind]}：{c.unit}" if c.unit else CHANGE_WORDS[c.kind], widest=40),
    Column("上季", 38, lambda c: c.before, widest=60),
    Column("本季", 38, lambda c: c.after, widest=60),
)


def fill_changes(sheet: Sheet, ledger: Ledger) -> None:
    """Write the sheet. What it is compared with is said above the table, and so is that there is nothing to compare."""
    behind = write_table(sheet, _HEADER_ROW, _COLUMNS, ledger.changes)
    told = comparison(ledger)
    sheet.put(1, 1, told, Kind.PLAIN)
    sheet.merge(1, 1, 1, len(_COLUMNS))
    sheet.height(1, row_points([(told, sum(column.width for column in _COLUMNS))]) + 6)
    freeze_and_filter(sheet, header_row=_HEADER_ROW, columns=len(_COLUMNS), last_row=behind - 1, kept=2)
    if ledger.compared_with and not ledger.changes:
        sheet.put(behind, 1, "与上季相比没有变化", Kind.PLAIN)
        sheet.merge(behind, 1, behind, len(_COLUMNS))


def comparison(ledger: Ledger) -> str:
    """What a ledger is compared with, and the counts then and now, in one sentence."""
    if ledger.before is None and ledger.compared_with:
        label = Period.parse(ledger.compared_with).label
        return f"与{label}相比，只列所选部分的变化；上季的合计见整本台账。"
    if ledger.before is None:
        return f"{ledger.period_label}是这个计划的第一个填报期，没有上季可比。"
    then = ledger.before
    lights = "、".join(f"{WORDS[c]} {then.colours.get(c, 0)}→{ledger.colours.get(c, 0)}" for c in LIGHTS_IN_ORDER)
    returns = f"应报 {then.asked}→{ledger.asked}、已报 {then.reported}→{ledger.reported}"
    return f"与{then.period_label}（{_basis(then, ledger)}）相比，上季→本季：亮灯 {lights}；{returns}。"


def _basis(then: PeriodCounts, ledger: Ledger) -> str:
    if then.closed_on:
        return f"{then.closed_on} 关账时的数据"
    return f"未关账，按截至 {ledger.as_of} 的数据"
