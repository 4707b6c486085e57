"""Units of the registry, and rosters."""

from collections.abc import Sequence
from pathlib import Path

from planner.errors.base import InputError, NotFound, Refused


class UnitMissing(NotFound):
    def __init__(self, name: str, near: Sequence[str] = ()) -> None:
        hint = f"；是不是：{'、'.join(near)}" if near else ""
        super().__init__(f"单位名录里没有“{name}”{hint}。可用 unit list 查看，用 unit add 添加。")


class UnitExists(Refused):
    def __init__(self, name: str, owner: str) -> None:
        also = "" if name == owner else f"（是“{owner}”的别名）"
        super().__init__(f"单位名录里已经有“{name}”{also}，没有重复添加。")


class UnitNotCollective(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”不是一类单位的统称，不能设名册；名册只用于“各县（市、区）政府”这样的统称。")


class UnitIsCollective(Refused):
    def __init__(self, name: str, in_what: str) -> None:
        super().__init__(f"“{name}”是一类单位的统称，不能列入{in_what}，请写具体单位。")


class RosterEmpty(InputError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"“{path}”里没有读到单位名称，请一行写一个单位，或用带“单位”列的表格。")


class RosterNeedsTask(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”指的是有关单位，每项任务各不相同，请用 --task 写明是哪项任务，例如 --task 2024-05。")


class UnitSucceeded(Refused):
    def __init__(self, name: str, successor: str) -> None:
        super().__init__(f"“{name}”已由“{successor}”接替，不能再承担任务；请改为“{successor}”。")


class SuccessionFaulty(Refused):
    def __init__(self, why: str) -> None:
        super().__init__(f"不能这样更替单位：{why}。")
