"""The drill `roles`: every command by every role, on own rows, other units and offices; and what files let out.

It runs the tests that say so, on both databases. `rounds` means nothing here.
"""

import io
import time
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from tests.drills.outcomes import Outcome, Wanted

_TESTS = Path(__file__).parents[1]
_ASKED = {
    "roles and verbs, own and other units' rows": "cli/test_roles.py",
    "other offices' rows": "usecases/test_offices.py",
    "what files let out": "usecases/test_privacy.py",
}


class _Count:
    """What became of the tests: a plug-in of pytest."""

    def __init__(self) -> None:
        self.passed = 0
        self.skipped = 0
        self.failed: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.passed += report.when == "call" and report.passed
        self.skipped += report.skipped
        if report.failed:
            self.failed.append(report.nodeid)


def drill(_wanted: Wanted) -> Iterator[Outcome]:
    """Ask for each promise on each kind of database."""
    for kind in ("sqlite", "postgresql"):
        for what, path in _ASKED.items():
            started, count, printed = time.perf_counter(), _Count(), io.StringIO()
            with redirect_stdout(printed):
                code = pytest.main(["-q", "-p", "no:cacheprovider", "--on", kind, str(_TESTS / path)], plugins=[count])
            lost = [] if code in (0, 1) else [printed.getvalue()]
            seconds = time.perf_counter() - started
            skipped = f"skipped {count.skipped}" if count.skipped else ""
            yield Outcome(f"{kind} {what}", count.passed, seconds, skipped, (*count.failed, *lost))
