"""Commands in a process of their own that is killed at a moment: what they printed until then, how they ended."""

import io
import os
import select
import signal
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import NoReturn

from planner.cli.main import app as planner

_LONGEST = 120.0


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a process. `code` is None where it died by SIGKILL, by whomever, and by nothing else.

    `printed` holds the whole lines that were out.
    """

    code: int | None
    printed: tuple[str, ...]
    seconds: float


Work = Callable[[], int]
"""What a process does; its exit code. Whatever it prints is out at the end of each line."""


def run_forked(work: Work, kill_after: float | None = None) -> Ended:
    """Do some work in a forked process, killed (SIGKILL) so many seconds after its start, if it isn't over by then."""
    reading, writing = os.pipe()
    started = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_child(work, writing)
    os.close(writing)
    printed = _read_until(reading, None if kill_after is None else started + kill_after)
    if not printed.over:
        os.kill(child, signal.SIGKILL)  # it may have ended by itself in the very last moment
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    printed.rest(reading)
    os.close(reading)
    wanted = printed.over or kill_after is not None  # else it hung
    code = None if status == -signal.SIGKILL and wanted else status
    return Ended(code, printed.lines(), time.perf_counter() - started)


def planner_command(*words: str) -> Work:
    """`planner …` as a process would run it, without the start of the interpreter."""

    def work() -> int:
        try:
            planner(list(words))
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else 0
        return 0

    return work


class _Printed:
    def __init__(self) -> None:
        self.data = b""
        self.over = False

    def rest(self, reading: int) -> None:
        while chunk := os.read(reading, 65536):
            self.data += chunk

    def lines(self) -> tuple[str, ...]:
        whole, _, _ = self.data.rpartition(b"\n")
        return tuple(whole.decode(errors="replace").splitlines())


def _read_until(reading: int, until: float | None) -> _Printed:
    printed = _Printed()
    limit = until if until is not None else time.perf_counter() + _LONGEST
    while (left := limit - time.perf_counter()) > 0:
        ready, _, _ = select.select([reading], [], [], left)
        if ready:
            chunk = os.read(reading, 65536)
            if not chunk:
                printed.over = True
                break
            printed.data += chunk
    return printed


def _be_child(work: Work, writing: int) -> NoReturn:
    code = 70
    with suppress(BaseException):
        os.dup2(writing, 1)
        os.dup2(writing, 2)
        sys.stdout = sys.stderr = io.TextIOWrapper(io.FileIO(1, "w", closefd=False), "utf-8", line_buffering=True)
        try:
            code = work()
        except BaseException as fault:  # noqa: BLE001 - whatever it is, the parent has to see it
            sys.stdout.write(f"！{type(fault).__name__}: {fault}\n")
        sys.stdout.flush()
    os._exit(code)


@dataclass
class Moments:
    """When to kill: half of the times anywhere, half of them about where the outcome tips over."""

    chance: Random
    whole: float
    early: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)

    def next(self) -> float:
        """So many seconds after the start."""
        if self.chance.random() < 0.5 or not self.early or not self.late:
            return self.chance.uniform(0, 1.1 * self.whole)
        edge = (statistics.median(_last(self.early, largest=True)) + statistics.median(_last(self.late))) / 2
        return max(0.0, self.chance.gauss(edge, 0.08 * self.whole))

    def learn(self, moment: float, ended: Ended, *, nothing_done: bool) -> None:
        """What came of killing at a moment. The first whole run is the slowest: who ended before took less."""
        if ended.code is not None:
            self.whole = min(self.whole, ended.seconds)
        (self.early if nothing_done else self.late).append(moment)


def _last(moments: Sequence[float], *, largest: bool = False) -> list[float]:
    """Of the last moments those nearest to the edge."""
    return sorted(moments[-12:], reverse=largest)[:3]
