"""Reports that can't be written or checked as asked."""

from pathlib import Path

from planner.errors.base import InputError


class SourcesOverReport(InputError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"报告和数据出处写的是同一个文件“{path}”，后写的会盖掉先写的；--sources-file 请换一个文件名。")


class LimitTooSmall(InputError):
    def __init__(self, limit: int, least: int) -> None:
        super().__init__(f"正文最多 {limit} 字太少，写不成报告；--max-characters 至少写 {least}。")


class NoReport(InputError):
    def __init__(self, name: str, plan: str | None) -> None:
        what = f"《{plan}》是一份计划" if plan else "没有年度报告的标题，也没有“主要举措和成效”“不足和原因”一类的部分"
        super().__init__(f"“{name}”不像法治政府建设年度报告（{what}），请核对选的文件。")


class ReportOfOtherYear(InputError):
    def __init__(self, path: Path, year: int, plan_year: int) -> None:
        super().__init__(
            f"“{path}”是{year}年的报告，同{plan_year}年的计划对不上；"
            f"请核对 --plan，或用 --year {plan_year} 指明它的年份。"
        )


class PreviousIsSame(InputError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"“{path}”和要核对的报告是同一份文件，没有可比的；--previous 请用上一年的报告。")
