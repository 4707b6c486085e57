"""What kind of organ a printed name seems to be, and whether it names a class of units."""

import re
from functools import cache

from planner.domain.document import fold
from planner.extraction.rulebook import any_pattern, table

DEFAULT_KIND = "政府部门"


def propose_kind(name: str) -> str:
    """The kind a unit's name speaks for, one of design's twelve; a proposal until a person confirms it.

    市中级人民法院 is 法院, 市消防救援支队 is 垂直管理, 各县（市、区）政府 is 下级政府.
    """
    plain = _plain(name)
    return next((kind for kind, pattern in _kinds() if pattern.search(plain)), DEFAULT_KIND)


def is_collective(name: str) -> bool:
    """Whether the name stands for a class (市政府有关部门, 各县（市、区）政府) and not for one unit."""
    return bool(_collective().search(_plain(name)))


def _plain(name: str) -> str:
    return "".join(fold(name).split())


@cache
def _collective() -> re.Pattern[str]:
    return re.compile(any_pattern("units", "names.collective"))


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile("|".join(patterns))) for kind, patterns in table("kinds", "kinds").items())
