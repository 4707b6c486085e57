"""The drill `tamper`: a thousand rows of a year's audit log are tampered with; each has to be found and named."""

import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from planner.bootstrap import App
from planner.domain.audit_faults import Fault
from planner.settings import Settings
from planner.usecases.audit_checking import verify_log
from tests.drills.outcomes import Outcome, Wanted
from tests.drills.servers import databases
from tests.drills.tampering import Expected, Tampering, read_rows, tampered, write_rows
from tests.drills.year_of_acts import log_year

ROWS = 10_000
PLACES = 1_100
"""Where something is done; moving and exchanging take two of them. It comes to a thousand rows."""


def drill(wanted: Wanted) -> Iterator[Outcome]:
    """Tamper with a year on each database."""
    with tempfile.TemporaryDirectory(prefix="planner-tamper-") as name, databases(Path(name)) as urls:
        for kind, url in urls.items():
            app = App(Settings(database=url, actor="王敏"))
            yield _on(app, kind, wanted)
            app.close()


def run(app: App, rows: int, places: int, seed: int) -> tuple[Tampering, list[Expected]]:
    """Log a year, tamper with it, verify it: what was done, and what was told."""
    log_year(app, rows, seed)
    done = tampered(read_rows(app.engine), places, seed, loose=app.engine.dialect.name == "sqlite")
    write_rows(app.engine, done.rows)
    with app.reading() as session:
        found = verify_log(session, app.as_of(session, None))
    return done, list(map(_told, found.faults))


def _told(fault: Fault) -> Expected:
    row = fault.row
    if fault.first != fault.last:  # no row of the drill is tampered with beside another
        return Expected(f"{fault.kind} to {fault.last}", fault.first, None)
    return Expected(fault.kind, fault.first, (row.on, row.actor, row.verb, row.target) if row else None)


def _on(app: App, kind: str, wanted: Wanted) -> Outcome:
    started = time.perf_counter()
    done, told = run(app, ROWS, wanted.rounds or PLACES, wanted.seed)
    expected = Counter(each for _, each in done.expected)
    missed, besides = expected - Counter(told), Counter(told) - expected
    findings = [f"missed: {each}" for each in missed.elements()] + [f"besides: {each}" for each in besides.elements()]
    return Outcome(
        f"{kind} {ROWS} rows tampered with",
        len(done.expected),
        time.perf_counter() - started,
        "，".join(f"{what} {count}" for what, count in sorted(Counter(what for what, _ in done.expected).items())),
        tuple(findings),
    )
