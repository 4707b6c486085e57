"""What a whole database holds, what a backup says of itself, and what a log has that another has not."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class TableContent:
    """How many rows a table has, and the SHA-256 of all of them; the same rows give the same on every database."""

    name: str
    rows: int
    sha256: str


def differing(here: Iterable[TableContent], there: Iterable[TableContent]) -> tuple[str, ...]:
    """The tables that don't hold the same."""
    others = {table.name: table for table in there}
    return tuple(table.name for table in here if others.get(table.name) != table)


def total(tables: Iterable[TableContent]) -> int:
    """The rows of all tables."""
    return sum(table.rows for table in tables)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands beside a backup. `made` is an ISO moment, `newest` each office's newest audit hash.

    `sha256` and `size` are of the file's bytes, `schema` the version of its tables.
    """

    file: str
    sha256: str
    size: int
    schema: str
    made: str
    by: str
    newest: Mapping[str, str] = field(default_factory=dict)
    tables: tuple[TableContent, ...] = ()


@dataclass(frozen=True, slots=True)
class LogEnd:
    """The newest act of an office's log."""

    office: str
    hash: str
    actor: str
    verb: str
    target: str
    recorded: dt.datetime


class Standing(StrEnum):
    """How an office's log stands to the one in a backup."""

    SAME = "same"
    """Both end with the same act."""
    BEHIND = "behind"
    """The backup ends earlier: what was done since is not in it."""
    AHEAD = "ahead"
    """The backup goes further."""
    APART = "apart"
    """Neither ends within the other: another history."""
    ABSENT = "absent"
    """The backup has nothing of the office."""


@dataclass(frozen=True, slots=True)
class LogStanding:
    """An office's log, which ends with `newest`, beside a backup's: `acts` are those that the backup lacks.

    Where the histories are apart nobody knows how many of them are in both: `acts` are all.
    """

    newest: LogEnd
    standing: Standing
    acts: int


def standing_of(
    present: LogEnd, newest_kept: str | None, *, acts: int, since: int | None, reached: bool
) -> LogStanding:
    """How an office's log stands to a backup's.

    `newest_kept` is the hash that the backup's ends with, None without any act; `acts` are all of the present log,
    `since` those after that hash, None where it isn't among them; `reached` says whether the backup has the present
    log's newest hash.
    """
    if newest_kept is None:
        return LogStanding(present, Standing.ABSENT, acts)
    if newest_kept == present.hash:
        return LogStanding(present, Standing.SAME, 0)
    if since is not None:
        return LogStanding(present, Standing.BEHIND, since)
    if reached:
        return LogStanding(present, Standing.AHEAD, 0)
    return LogStanding(present, Standing.APART, acts)


def told_loss(standings: Sequence[LogStanding], zone: dt.tzinfo | None) -> str:
    """What would be lost by taking a backup, in words without a full stop; moments in `zone`."""
    several = len(standings) > 1
    told = [_told(each, zone, f"机关“{each.newest.office}”" if several else "") for each in standings]
    return "；".join(told) or "里面的数据没有操作记录，看不出备份以后做过什么"


def _told(each: LogStanding, zone: dt.tzinfo | None, whose: str) -> str:
    newest = each.newest
    moment = newest.recorded.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    last = f"最新一条由“{newest.actor}”于 {moment} 记下，对象是“{newest.target}”"
    match each.standing:
        case Standing.SAME:
            return f"{whose}操作记录和备份相同，但表里的内容不同"
        case Standing.AHEAD:
            return f"{whose}操作记录都在备份里，备份比现在的数据新"
        case Standing.BEHIND:
            return f"{whose}恢复会丢掉备份以后的 {each.acts} 条操作（{last}）"
        case Standing.ABSENT:
            return f"{whose}恢复会丢掉现有的全部 {each.acts} 条操作，备份里一条也没有（{last}）"
        case Standing.APART:
            return f"{whose}备份来自另一段历史，恢复会换掉现有的 {each.acts} 条操作（{last}）"
