"""What units file, and what becomes of it."""

from planner.errors.base import Conflict, InputError, NotFound, Refused


class PeriodOutsidePlan(Refused):
    def __init__(self, period: object, code: str, year: int) -> None:
        super().__init__(f"填报期 {period} 不在计划“{code}”的年度（{year}年）之内。")


class PeriodNotBegun(Refused):
    def __init__(self, period: object, first: object) -> None:
        super().__init__(f"填报期 {period} 从 {first} 才开始，现在还不能填报。")


class EntryMissing(NotFound):
    def __init__(self, entry: object) -> None:
        super().__init__(f"没有编号为 {entry} 的填报，请用 progress list 查看编号。")


class NothingPending(Refused):
    def __init__(self, where: str) -> None:
        super().__init__(f"{where}没有待审核的填报。")


class EntryReviewed(Refused):
    def __init__(self, entry: object, verdict: str, day: object, by: str) -> None:
        super().__init__(f"填报 {entry} {verdict}（{day} {by}），不能再审；要改请由单位重新填报一次。")


class EntryOutdated(Conflict):
    def __init__(self, entry: object, newer: object) -> None:
        super().__init__(f"填报 {entry} 之后单位又重新填报了（{newer}），请审核新的那次。")


class EntryBackdated(Refused):
    def __init__(self, day: object, previous: object) -> None:
        super().__init__(f"日期 {day} 早于前一次的日期 {previous}，先后颠倒了，请改用 {previous} 或以后的日期。")


class TextMissing(InputError):
    def __init__(self) -> None:
        super().__init__("没有写本期进展，请用 --text 写明做了什么。")
