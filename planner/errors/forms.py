"""Forms that can't go out or be taken in."""

from collections.abc import Sequence
from pathlib import Path

from planner.errors.base import InputError, NotFound, Refused


class PeriodNotAsked(Refused):
    def __init__(self, period: object, code: str, asked: Sequence[object]) -> None:
        super().__init__(
            f"计划“{code}”不要求填报 {period}（印发以前的季度不填），要填报的有：{'、'.join(map(str, asked))}。"
        )


class ReturnDayPast(Refused):
    def __init__(self, day: object, today: object, *, given: bool) -> None:
        which = "交回日" if given else "没有写 --return-by，按规矩的交回日"
        super().__init__(f"{which} {day} 在 {today} 以前，单位来不及填；请用 --return-by 另定一个日子。")


class NoFormsOwed(NotFound):
    def __init__(self, period: object, names: Sequence[str]) -> None:
        who = f"“{'、'.join(names)}”" if names else "没有一个单位"
        super().__init__(
            f"{who}{'没有' if names else '有'} {period} 要填报的任务，没有写填报表；请用 task list 核对分工。"
        )


class FormsHoldWork(Refused):
    def __init__(self, paths: Sequence[Path]) -> None:
        names = "、".join(f"“{path.name}”" for path in paths)
        super().__init__(f"“{paths[0].parent}”里的 {names} 已经填写过，一份也没有写；请先收回或移走，或换一个文件夹。")


class NothingToCollect(InputError):
    def __init__(self, paths: Sequence[Path]) -> None:
        names = "、".join(f"“{path}”" for path in paths)
        super().__init__(f"{names} 里没有可收的填报表（.xlsx、.xls，或含有它们的 .zip），请核对位置。")
