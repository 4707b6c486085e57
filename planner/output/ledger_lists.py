"""The sheets 未报送, 逾期与临期 and 需协调: a row for each thing that somebody has to see to."""

from collections.abc import Sequence
from dataclasses import dataclass

from planner.domain.ledger import Ledger, MissingReturn
from planner.domain.lights import DUE_SOON_DAYS
from planner.domain.notices import Decision
from planner.domain.status_page import TaskNotice
from planner.domain.wording import ROSTER_UNSET, WORDS
from planner.output.ledger_columns import unit_names
from planner.output.looks import Kind
from planner.output.sheets import Column, Record, Sheet, freeze_and_filter, write_table

NOT_KEPT = "关账时的版本没有保存这项内容"
"""What is said of a closed period whose ledger an older version kept."""

_MISSING_COLUMNS: tuple[Column[MissingReturn], ...] = (
    Column("单位", 22, lambda m: m.unit, widest=40),
    Column("所属名册", 18, lambda m: m.via or "", widest=30),
    Column("角色", 8, lambda m: WORDS[m.role], Kind.SHORT),
    Column("编号", 10, lambda m: m.task, Kind.SHORT),
    Column("重点任务", 34, lambda m: m.title, widest=60),
    Column("填报期", 10, lambda m: m.period, Kind.SHORT),
    Column("应报日期", 12, lambda m: m.return_by, Kind.DATE),
    Column("联络员", 10, lambda m: m.contact, Kind.SHORT),
    Column("电话", 15, lambda m: m.phone, Kind.SHORT),
    Column("退回原因", 30, lambda m: m.returned_reason, widest=60),
)


def fill_missing(sheet: Sheet, ledger: Ledger) -> None:
    """Write the sheet 未报送: what one unit owes stands together, for whoever calls it."""
    order = {unit.unit: place for place, unit in enumerate(ledger.units)}
    rows = sorted(ledger.missing, key=lambda row: order.get(row.unit, len(order)))
    _fill(sheet, _MISSING_COLUMNS, rows, "本期没有未报送的单位")


@dataclass(frozen=True, slots=True)
class _Alarm:
    """A notice of something late or due soon, and the word for which of them it is."""

    what: str
    days: int
    notice: TaskNotice


_ALARM_COLUMNS: tuple[Column[_Alarm], ...] = (
    Column("类别", 14, lambda a: a.what, Kind.SHORT),
    Column("编号", 10, lambda a: a.notice.task, Kind.SHORT),
    Column("重点任务", 26, lambda a: a.notice.title, widest=60),
    Column("单位", 22, lambda a: unit_names(a.notice.whose), widest=60),
    Column("到期日", 12, lambda a: a.notice.since, Kind.DATE),
    Column("逾期或剩余天数", 10, lambda a: a.days, Kind.COUNT),
    Column("原时限", 12, lambda a: a.notice.original, Kind.DATE),
    Column("说明", 46, lambda a: a.notice.message, widest=80),
)


def fill_alarms(sheet: Sheet, ledger: Ledger) -> None:
    """Write the sheet 逾期与临期: red tasks, what is late by its day before an extension, what is due soon."""
    if ledger.notices is None:
        _fill(sheet, _ALARM_COLUMNS, (), NOT_KEPT)
        return
    found = ledger.notices
    alarms = (
        *(_Alarm("逾期", each.days, each) for each in found.late),
        *(_Alarm("按原时限逾期", each.days_original, each) for each in found.late_by_original),
        *(_Alarm(f"{DUE_SOON_DAYS}天内到期", each.days, each) for each in found.due_soon),
    )
    _fill(sheet, _ALARM_COLUMNS, alarms, f"没有逾期的，{DUE_SOON_DAYS}天内也没有到期的")


_DECISIONS = {
    Decision.BLOCKED.value: "受阻",
    Decision.SUPPORT.value: "请求协调",
    Decision.BEFORE_ISSUE.value: "印发前到期",
    Decision.FIGURES_DIFFER.value: "数据不一致",
    Decision.ROSTER_UNSET.value: ROSTER_UNSET,
    Decision.EXTENSION.value: "申请延期",
}
_DECISION_COLUMNS: tuple[Column[TaskNotice], ...] = (
    Column("类别", 13, lambda n: _DECISIONS.get(n.kind, ""), Kind.SHORT),
    Column("编号", 10, lambda n: n.task, Kind.SHORT),
    Column("重点任务", 28, lambda n: n.title, widest=60),
    Column("单位", 24, lambda n: unit_names(n.whose), widest=60),
    Column("事项", 64, lambda n: n.message, widest=120),
)


def fill_decisions(sheet: Sheet, ledger: Ledger) -> None:
    """Write the sheet 需协调: what waits for the coordinator or the leader."""
    if ledger.notices is None:
        _fill(sheet, _DECISION_COLUMNS, (), NOT_KEPT)
        return
    _fill(sheet, _DECISION_COLUMNS, ledger.notices.decisions, "没有需要协调的事项")


def _fill(sheet: Sheet, columns: Sequence[Column[Record]], records: Sequence[Record], none: str) -> None:
    behind = write_table(sheet, 1, columns, records)
    freeze_and_filter(sheet, header_row=1, columns=len(columns), last_row=behind - 1, kept=1)
    if not records:
        sheet.put(behind, 1, none, Kind.PLAIN)
        sheet.merge(behind, 1, behind, len(columns))
