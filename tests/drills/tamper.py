"""The drill `tamper`: a thousand rows of a year's audit log are tampered with; each has to be found and named."""

import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from planner.bootstrap import App
from planner.domain.audit_faults import Fault
from planner.settings import Settings
from planner.usecases.audit_checking import verify_log
from tests.drills.servers import databases
from tests.drills.tampering import Expected, Tampering, read_rows, tampered, write_rows
from tests.drills.year_of_acts import log_year

ROWS = 10_000
PLACES = 1_100
"""Where something is done; moving and exchanging take two of them. It comes to a thousand rows."""
SEED = 2024


def main() -> None:
    """Run it on SQLite and on PostgreSQL, and print what was done and what was found."""
    folder = Path(tempfile.mkdtemp(prefix="planner-drill-"))
    try:
        with databases(folder) as urls:
            good = [_run(kind, url) for kind, url in urls.items()]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if not all(good):
        sys.exit(1)


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


def _run(kind: str, url: str) -> bool:
    app = App(Settings(database=url, actor="王敏"))
    started = time.perf_counter()
    done, told = run(app, ROWS, PLACES, SEED)
    app.close()
    expected = Counter(each for _, each in done.expected)
    false = Counter(told) - expected
    missed = expected - Counter(told)
    lines = [
        f"{kind}: {ROWS} rows, {len(done.expected)} tampered with, seed {SEED}, {time.perf_counter() - started:.1f} s",
        *_by_way(done, missed),
        f"  in all {len(done.expected) - missed.total()} of {len(done.expected)}, told besides: {false.total()}",
        *(f"  missed: {each}" for each in missed),
        *(f"  besides: {each}" for each in false),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return not missed and not false


def _by_way(done: Tampering, missed: Counter[Expected]) -> Iterator[str]:
    for what, count in sorted(Counter(what for what, _ in done.expected).items()):
        exact = sum(each not in missed for name, each in done.expected if name == what)
        yield f"  {what:32}{count:5} tampered{exact:6} found and named"
