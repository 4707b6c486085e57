"""Chasing units."""

from planner.errors.base import Refused


class UnitNotChased(Refused):
    def __init__(self, unit: str, day: object) -> None:
        super().__init__(f"“{unit}”到 {day} 没有要催的事项，没有记录；用 planner remind 查看要催哪些单位。")
