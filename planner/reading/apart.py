"""Work in a process of its own, with bounded memory and time: a library that gives up there gives up alone."""

import faulthandler
import os
import pickle
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from planner.errors import DocumentTooLarge, ProcessRefused

T = TypeVar("T")

_MOST_MEMORY = 1_200_000_000  # bytes of addresses, besides those that the process has when it is copied
_MOST_SECONDS = 120


def apart(path: Path, work: Callable[[], T], *, seconds: int = _MOST_SECONDS) -> T:
    """What `work` gives, or raises, on the file at `path`.

    On Linux it is done by a copy of this process, which may use a processor for so many seconds; elsewhere here and
    unbounded. Raises DocumentTooLarge where the copy ran out of memory or time, ProcessRefused where there is no copy.
    """
    if sys.platform != "linux":
        return work()
    child, reading, writing = _forked(path)
    if child == 0:
        _answer(work, writing, seconds)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        told = answer.read()
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
        raise DocumentTooLarge(path, "读它要用的内存或时间太多")
    outcome: Any = pickle.loads(told)  # noqa: S301 - our own copy wrote it
    if isinstance(outcome, Exception):
        raise outcome
    return outcome  # type: ignore[no-any-return]


def _forked(path: Path) -> tuple[int, int, int]:
    """The copy's process number (0 in the copy itself), and the two ends of a pipe from it."""
    reading, writing = os.pipe()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # other threads' locks: the copy takes none of them
            return os.fork(), reading, writing
    except OSError as fault:
        os.close(reading)
        os.close(writing)
        raise ProcessRefused(path) from fault


def _answer(work: Callable[[], object], writing: int, seconds: int) -> NoReturn:
    """Do the work, write what came of it, and end without what else this process would do at its end."""
    code = 1
    try:
        _bound(seconds)
        faulthandler.disable()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a library that gives up says so in words of its own
        outcome = _outcome(work)
        with os.fdopen(writing, "wb") as file:
            pickle.dump(outcome, file)
        code = 0
    finally:
        os._exit(code)


def _outcome(work: Callable[[], object]) -> object:
    try:
        return work()
    except MemoryError:
        raise
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is raised where the work was asked for
        return fault


def _bound(seconds: int) -> None:
    import resource  # noqa: PLC0415 - not on every system

    for what, most in ((resource.RLIMIT_AS, _held() + _MOST_MEMORY), (resource.RLIMIT_CPU, seconds)):
        _, highest = resource.getrlimit(what)
        with suppress(ValueError):  # there is a lower bound already
            resource.setrlimit(what, (most, highest))


def _held() -> int:
    """The bytes of addresses that this process has: those that were freed count too, until the system has them back."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:  # a jail without /proc
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
