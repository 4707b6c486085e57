"""Tasks, who does them and by when."""

from collections.abc import Sequence

from planner.errors.base import InputError, NotFound, Refused


class TaskMissing(NotFound):
    def __init__(self, code: str) -> None:
        super().__init__(f"没有编号为“{code}”的任务，请用 task list 查看编号（如 2024-07）。")


class CheckpointMissing(NotFound):
    def __init__(self, code: str, known: Sequence[str]) -> None:
        have = f"这项任务的考核点有：{'、'.join(known)}" if known else "这项任务没有考核点"
        super().__init__(f"没有编号为“{code}”的考核点；{have}。")


class AssignmentExists(Refused):
    def __init__(self, task: str, unit: str, role: str) -> None:
        super().__init__(f"“{unit}”已经是任务 {task} 的{role}单位，没有改动。")


class NotOnTask(Refused):
    def __init__(self, task: str, unit: str, units: Sequence[str]) -> None:
        on = f"；这项任务的单位有：{'、'.join(units)}" if units else ""
        super().__init__(f"“{unit}”不是任务 {task} 的责任单位{on}。如应由其承担，请先用 task assign 指定。")


class ReasonMissing(InputError):
    def __init__(self, what: str) -> None:
        super().__init__(f"{what}要写明理由，请用 --reason 说明。")


class BasisMissing(InputError):
    def __init__(self, deed: str, code: str) -> None:
        super().__init__(f"{deed}任务 {code} 要有依据，请用 --basis 写明（文号、会议纪要等）。")


class ExtensionNotLater(Refused):
    def __init__(self, code: str, now: object, to: object) -> None:
        super().__init__(f"{code} 现在的时限是 {now}，延期要晚于它（给的是 {to}）；要改早请用责任分工表改完成时限。")


class ExtensionTaken(Refused):
    def __init__(self, code: str, to: object) -> None:
        super().__init__(f"{to} 已经是考核点 {code} 的另一个到期日，不能把前一个延到同一天；请改用别的日期。")


class StateUnchanged(Refused):
    """`by` says since when and by whom, or is blank: it never was anything else."""

    def __init__(self, code: str, state: str, by: str) -> None:
        super().__init__(f"任务 {code} 现在就是“{state}”{f'（{by}）' if by else ''}，没有改动。")


class MergeFaulty(Refused):
    def __init__(self, code: str, into: str) -> None:
        super().__init__(f"任务 {code} 不能并入 {into}：并入的应是同一计划里另一项仍在执行的任务。")


class MergedIntoIt(Refused):
    def __init__(self, code: str, deed: str, merged: Sequence[str]) -> None:
        first, others = merged[0], "，其余的也一样" if merged[1:] else ""
        super().__init__(
            f"任务 {code} 不能{deed}：{'、'.join(merged)} 并入了它，"
            f"请先用 task resume 恢复 {first}，或用 task merge 把 {first} 另行并入{others}。"
        )


class TaskClosed(Refused):
    def __init__(self, code: str, state: str) -> None:
        super().__init__(f"任务 {code} 已{state}，不再填报；如要恢复请用 task resume {code}。")
