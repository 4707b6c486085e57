"""Exact points of a process at which it kills itself: at its commits, and where a file gets its name."""

import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from tests.drills.killing import Work

_COUNTED = "points "


class Point(StrEnum):
    """Where something becomes true."""

    BEFORE_COMMIT = "before COMMIT"
    AFTER_COMMIT = "after COMMIT"
    BEFORE_RENAME = "before a rename"
    AFTER_RENAME = "after a rename"


@dataclass(frozen=True, slots=True)
class Exactly:
    """The so manyeth time that a process comes to a point, from 1."""

    point: Point
    time: int


def watch(seen: Callable[[Point], None]) -> None:
    """From here on, tell of each point that this process comes to. A file gets its first name by a link."""
    event.listen(Engine, "commit", lambda _connection: seen(Point.BEFORE_COMMIT))
    event.listen(Session, "after_commit", lambda _session: seen(Point.AFTER_COMMIT))
    renamed, linked = Path.replace, Path.hardlink_to

    def rename(path: Path, target: Path) -> Path:
        seen(Point.BEFORE_RENAME)
        there = renamed(path, target)
        seen(Point.AFTER_RENAME)
        return there

    def link(path: Path, target: Path) -> None:
        seen(Point.BEFORE_RENAME)
        linked(path, target)
        seen(Point.AFTER_RENAME)

    Path.replace = rename  # type: ignore[assignment,method-assign]
    Path.hardlink_to = link  # type: ignore[assignment,method-assign]


def die_at(where: Exactly) -> None:
    """Let this process kill itself there."""
    come: Counter[Point] = Counter()

    def seen(point: Point) -> None:
        come[point] += 1
        if (point, come[point]) == (where.point, where.time):
            os.kill(os.getpid(), signal.SIGKILL)

    watch(seen)


def killed_at(work: Work, where: Exactly) -> Work:
    """Some work, killed there."""

    def run() -> int:
        die_at(where)
        return work()

    return run


def counted(work: Work) -> Work:
    """Some work that prints at its end how often it came to each point."""

    def run() -> int:
        come: Counter[Point] = Counter()
        watch(lambda point: come.update([point]))
        code = work()
        sys.stdout.write(f"{_COUNTED}{json.dumps(come)}\n")
        return code

    return run


def counts(printed: Sequence[str]) -> dict[Point, int]:
    """How often some counted work came to each point."""
    told: Mapping[str, int] = json.loads(printed[-1].removeprefix(_COUNTED))
    return {point: told[point] for point in Point if point in told}
