"""Plans that can't be found, imported, revised or confirmed."""

from collections.abc import Sequence

from planner.errors.base import Conflict, InputError, NotFound, Refused


class NoTasksFound(InputError):
    def __init__(self, source: str) -> None:
        super().__init__(
            f"“{source}”里没有读到任务（没有（一）、1. 这样编号的事项，也没有责任单位），请核对是不是工作要点。"
        )


class YearUnknown(InputError):
    def __init__(self, source: str) -> None:
        super().__init__(f"“{source}”没有写明是哪一年的计划，请用 --year 写明，例如 --year 2024。")


class YearUnreasonable(InputError):
    def __init__(self, year: int) -> None:
        super().__init__(f"年度 {year} 不合理，请写四位数的年份，例如 2024。")


class PlanMissing(NotFound):
    """`office` is named where somebody said which one: its name may be mistyped."""

    def __init__(self, code: str | None, known: Sequence[str], office: str = "") -> None:
        lacks = [] if code is None else [f"没有代号为“{code}”的计划"]
        whose = f"机关“{office}”里" if office else ""
        empty = f"{whose or '现在'}一个计划也没有，请先用 plan import 导入"
        mistyped = "；机关名称写错了的，改正 PLANNER_OFFICE" if whose else ""
        have = f"现有：{'、'.join(known)}" if known else f"{empty}{mistyped}"
        super().__init__(f"{'；'.join([*lacks, have])}。")


class PlanNotYet(NotFound):
    def __init__(self, code: str, day: object, since: object) -> None:
        super().__init__(f"到 {day} 为止还没有计划“{code}”（{since} 才导入），请改用这以后的日期。")


class PlanUnclear(InputError):
    def __init__(self, known: Sequence[str]) -> None:
        super().__init__(f"不止一个计划，请用 --plan 写明是哪个：{'、'.join(known)}。")


class PlanCodeTaken(Refused):
    def __init__(self, code: str, title: str) -> None:
        super().__init__(
            f"代号“{code}”已经用于《{title}》，是它的新版请用 --revise {code}，是另一个计划请用 --code 另取代号。"
        )


class ReadAsRevision(Conflict):
    def __init__(self, code: str) -> None:
        super().__init__(
            f"这份文件已经作为计划“{code}”的新版读过，不能再当另一个计划导入；用 plan review {code} 查看。"
        )


class RevisionUnlike(Refused):
    def __init__(self, code: str, title: str, found: int, total: int) -> None:
        super().__init__(f"这份文件和计划“{code}”《{title}》只对得上 {found}/{total} 项任务，不像它的新版，请核对。")


class SourceOfAnotherPlan(Conflict):
    def __init__(self, code: str, name: str) -> None:
        super().__init__(f"这份文件（{name}）已经用于另一个计划，不能再作为“{code}”的新版；请核对计划代号和文件。")


class AlreadyImported(Refused):
    def __init__(self, code: str, option: str, stands: object) -> None:
        super().__init__(f"这份文件已经作为计划“{code}”导入，{option} 当时是“{stands}”，不能靠重新导入改动。")


class PlanCodeFaulty(InputError):
    def __init__(self, code: str) -> None:
        super().__init__(f"代号“{code}”不合用：只能用字母、数字、点和下划线，不超过20个字符，例如 2024 或 2024B。")


class PlanIsDraft(Refused):
    def __init__(self, code: str) -> None:
        super().__init__(f"计划“{code}”还是草案，请先核对，再用 plan confirm {code} 确认。")


class PlanConfirmed(Refused):
    def __init__(self, code: str, day: object) -> None:
        super().__init__(f"计划“{code}”已于 {day} 确认，文字已锁定，不必再确认。")
