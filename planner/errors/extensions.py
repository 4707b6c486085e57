"""Asking for more time, and answering."""

from planner.errors.base import NotFound, Refused


class ExtensionMissing(NotFound):
    def __init__(self, request: object) -> None:
        super().__init__(f"没有编号为 {request} 的延期申请，请用 progress extensions --all 查看编号。")


class ExtensionAnswered(Refused):
    def __init__(self, request: object, answer: str, day: object, by: str) -> None:
        super().__init__(f"延期申请 {request} {answer}（{day} {by}），不能再批；如要再改时限请用 task extend。")


class ExtensionOvertaken(Refused):
    def __init__(self, request: object, code: str, to: object) -> None:
        super().__init__(
            f"延期申请 {request} 要求 {code} 延到 {to}，但现在的时限已不早于它，不必同意；可用 --refuse 写明情况了结。"
        )


class ExtensionUndated(Refused):
    def __init__(self, code: str) -> None:
        super().__init__(f"考核点 {code} 没有定日，谈不上延期；如要定日请由统筹单位用 task extend 设定。")


class ExtensionOfIdleTask(Refused):
    def __init__(self, code: str, state: str) -> None:
        super().__init__(f"任务 {code} 已{state}，不必申请延期；如要恢复请用 task resume {code}。")
