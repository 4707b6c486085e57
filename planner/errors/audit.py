"""Checking the audit log."""

from planner.errors.base import InputError


class AnchorUnreadable(InputError):
    def __init__(self, text: str) -> None:
        super().__init__(
            f"“{text}”不是操作记录校验码，请照台账封面、备份或导出的操作记录上印的写，至少写前 16 位（0—9、a—f）。"
        )


class AnchorUnclear(InputError):
    def __init__(self, text: str, rows: int) -> None:
        super().__init__(f"操作记录里有 {rows} 个校验码以“{text}”开头，分不清是哪一个，请把校验码写全。")
