"""Published reports of earlier years that can't be taken as a baseline."""

import datetime as dt
from collections.abc import Sequence

from planner.errors.base import Conflict, InputError, NotFound, Refused


class NoFiguresInReport(InputError):
    def __init__(self, source: str) -> None:
        super().__init__(
            f"“{source}”里没有读到数据（带计量单位的数，例如 受理申请550件），请核对是不是年度报告的正文。"
        )


class ReportYearFuture(Refused):
    def __init__(self, year: int, today: object) -> None:
        super().__init__(f"{year}年还没有到（以 {today} 为准），不会有这一年已发布的报告，请核对 --year。")


class ReportYearDiffers(Conflict):
    def __init__(self, title: str, year: int) -> None:
        super().__init__(f"报告的标题是《{title}》，不是{year}年的，请核对 --year 和文件。")


class ReportTextOfYear(Conflict):
    def __init__(self, name: str, found: int, year: int) -> None:
        super().__init__(f"“{name}”讲的是{found}年的工作，不是{year}年的，请核对 --year 和文件。")


class ReportUnpublished(Conflict):
    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”里还有〔待补充〕，不是已发布的报告，请导入定稿。")


class ReportHeld(Refused):
    """`version` is that of the report that is held."""

    def __init__(self, year: int, file_name: str, since: object, version: str) -> None:
        super().__init__(
            f"{year}年的报告已于 {since} 导入（{file_name}），要换成这一份，请加 --replace，并用 --reason 写明理由；"
            f"再加 --seen {version}，其间有别人换过就不写入。"
        )


class ReportOfAnotherYear(Conflict):
    def __init__(self, name: str, held: int, since: object) -> None:
        super().__init__(
            f"这份文件（{name}）已于 {since} 作为{held}年的报告导入，不能又算作另一年的；请核对 --year，"
            f"或先用 planner report withdraw {held} --reason 理由 撤下它。"
        )


class NothingToReplace(NotFound):
    def __init__(self, year: int, withdrawn: dt.date | None = None) -> None:
        if withdrawn is not None:
            super().__init__(f"{year}年的报告已于{withdrawn}撤下，没有可以替换的；请去掉 --replace 再导入。")
            return
        super().__init__(f"还没有导入过{year}年的报告，没有可以替换的；请核对 --year，或者去掉 --replace 再导入。")


class NothingToWithdraw(NotFound):
    def __init__(self, year: int, withdrawn: dt.date | None = None) -> None:
        if withdrawn is not None:
            super().__init__(f"{year}年的报告已于{withdrawn}撤下，没有可以撤下的；请核对年份。")
            return
        super().__init__(f"没有导入过{year}年的报告，没有可以撤下的；请核对年份。")


class ReportOfOtherArea(Conflict):
    def __init__(self, title: str, area: str, own: Sequence[str]) -> None:
        super().__init__(
            f"报告《{title}》是{area}的，这里的计划是{'、'.join(own)}的，请核对文件；"
            "确是本地的报告，只是地名或区划改过的，请加 --renamed。"
        )
