"""Closed periods, and what goes on into the next year's plan."""

from collections.abc import Sequence

from planner.errors.base import Conflict, NotFound, Refused, StoreError


class PeriodClosed(Refused):
    def __init__(self, period: object, since: object) -> None:
        super().__init__(
            f"填报期 {period} 已于 {since} 关账，如要更正，请先用 plan reopen-period {period} --reason … 重新打开。"
        )


class PeriodClosedBefore(Refused):
    def __init__(self, period: object, since: object, by: str) -> None:
        super().__init__(f"填报期 {period} 已于 {since} 由“{by}”关账，不必再关，没有改动。")


class PeriodNotClosed(Refused):
    """`opened` says when and by whom it was opened again, or is blank: it was never closed."""

    def __init__(self, period: object, opened: str) -> None:
        since = f"（{opened} 重新打开）" if opened else ""
        super().__init__(f"填报期 {period} 没有关账{since}，不必重新打开，没有改动。")


class PeriodNotOver(Refused):
    def __init__(self, period: object, last: object) -> None:
        super().__init__(f"填报期 {period} 到 {last} 才结束，结束以后才能关账。")


class PeriodPending(Refused):
    def __init__(self, period: object, entries: int, units: Sequence[str]) -> None:
        super().__init__(
            f"填报期 {period} 还有 {entries} 份填报没有审核（{'、'.join(units)}），"
            f"请先用 progress list --pending --period {period} 查看，"
            "用 progress accept 或 progress return 审核，再关账。"
        )


class KeptDamaged(StoreError):
    def __init__(self, period: object, since: object) -> None:
        super().__init__(
            f"填报期 {period} 在 {since} 关账时留存的内容与当时的校验码不符，数据库被动过；请从备份恢复数据库。"
        )


class NextPlanMissing(NotFound):
    def __init__(self, code: str) -> None:
        super().__init__(f"没有代号为“{code}”的计划可以结转进去，请先用 plan import 导入那一年的要点，再结转。")


class NextPlanConfirmed(Refused):
    def __init__(self, code: str, day: object) -> None:
        super().__init__(f"计划“{code}”已于 {day} 确认，文字已锁定，不能再结转任务进去；结转要在确认以前做。")


class NextPlanEarlier(Conflict):
    def __init__(self, code: str, year: int, into: str, into_year: int) -> None:
        super().__init__(
            f"只能结转到以后年度的计划：“{code}”是{year}年的，“{into}”是{into_year}年的，请核对两个代号的先后。"
        )
