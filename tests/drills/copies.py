"""Drill: backups and restores killed at random moments, and a year moved from SQLite to PostgreSQL and back.

100 kills on each database. The short form stands in tests/usecases/test_restoring.py.
"""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from planner.bootstrap import App
from planner.domain.backups import TableContent, total
from planner.settings import Settings
from planner.usecases.backups import note_beside, opened_backup
from planner.usecases.units import add_unit
from tests.audit_chain import kept_and_rebuilt
from tests.copies import at, backed_up, held, moved, restored
from tests.drills.outcomes import Outcome, Wanted
from tests.drills.servers import another, databases
from tests.world import World

ROUNDS = 100
BEYOND = 1.5
"""Runs are killed at any moment up to somewhat more than the time that one takes."""

RUN = """
import sys, time
from pathlib import Path
from planner.bootstrap import App
from planner.settings import Settings
from tests.copies import backed_up, restored
verb, database, first, second = sys.argv[1:]
app = App(Settings(database=database, actor="王敏"))
print("ready", flush=True)
sys.stdin.readline()
began = time.monotonic()
if verb == "restore":
    restored(app, Path(first), keep=Path(second), replace=True)
else:
    backed_up(app, Path(first), replace=True)
print(time.monotonic() - began, flush=True)
"""


@dataclass(frozen=True)
class Two:
    """Two states of a database, each with a backup: a restore goes from one to the other."""

    app: App
    paths: tuple[Path, Path]
    states: tuple[tuple[TableContent, ...], tuple[TableContent, ...]]


def two_states(app: App, folder: Path) -> Two:
    """A plan, and the plan with twenty acts more; the database is left in the second state."""
    world = World(app).confirmed()
    paths = (folder / "一.db", folder / "二.db")
    backed_up(app, paths[0])
    first = held(app)
    for number in range(20):
        world.do(add_unit, None, f"县第{number}局")
    backed_up(app, paths[1])
    return Two(app, paths, (first, held(app)))


def kill_restore(two: Two, number: int, seconds: float) -> str:
    """Restore the state that isn't there, kill it, and see that the database holds one of the two, whole.

    Says whether it was done before it was killed, and which state is there: old or new.
    """
    here = two.states.index(held(two.app))
    two.app.close()
    keep = two.paths[0].with_name(f"留{number}.db")
    done = run_for(seconds, "restore", two.app.settings.database, str(two.paths[1 - here]), str(keep))
    after = two.states.index(held(two.app))  # fails for any third state
    kept, rebuilt = kept_and_rebuilt(two.app.engine)
    assert kept == rebuilt
    assert not done or after != here
    if keep.exists():
        with opened_backup(keep, two.app.place) as backup:
            assert backup.tables == two.states[here]
    for left in (keep, note_beside(keep)):
        left.unlink(missing_ok=True)
    return f"restore {'done' if done else 'killed'}, {'old' if after == here else 'new'}"


def kill_backup(two: Two, seconds: float) -> str:
    """Write a backup over an earlier one, kill it, and see that there is one, whole, and that nothing else changed."""
    before = held(two.app)
    path = two.paths[0].with_name("反复.db")
    if not path.exists():
        backed_up(two.app, path)
    two.app.close()
    done = run_for(seconds, "backup", two.app.settings.database, str(path), "")
    assert held(two.app) == before
    with opened_backup(path, two.app.place) as backup:
        assert backup.tables in two.states
        assert not done or backup.tables == before
    return f"backup {'done' if done else 'killed'}"


def run_for(seconds: float | None, *words: str) -> str:
    """Run in a process of its own and kill it after a while, if at all; how long it took, "" if it was killed."""
    run = subprocess.Popen(
        [sys.executable, "-c", RUN, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert run.stdin
    assert run.stdout
    with run:
        assert run.stdout.readline() == "ready\n"
        run.stdin.write("\n")
        run.stdin.flush()
        if seconds is not None:
            time.sleep(seconds)
            run.send_signal(signal.SIGKILL)
        return run.stdout.read().strip()


def there_and_back(app: App, postgres: str, folder: Path) -> int:
    """Move a database to PostgreSQL and from there into a new file, and back it up on the way: all the same."""
    before = held(app)
    assert moved(app, postgres).tables == before
    with at(app, postgres) as server:
        backed_up(server.app, folder / "路上.db")
        assert moved(server.app, f"sqlite:///{folder / '回来.db'}").tables == before
    with at(app, f"sqlite:///{folder / '回来.db'}") as back, at(app, f"sqlite:///{folder / '恢复.db'}") as again:
        restored(again.app, folder / "路上.db")
        assert held(back.app) == held(again.app) == before
        assert kept_and_rebuilt(back.app.engine) == kept_and_rebuilt(app.engine)
    return total(before)


def drill(wanted: Wanted) -> Iterator[Outcome]:
    """Kill on each database, and move the example's year; the first thing that is wrong stops it."""
    with TemporaryDirectory(prefix="planner-copies-") as work, databases(Path(work)) as urls:
        for kind, url in urls.items():
            place = Path(work) / kind
            place.mkdir()
            app = App(Settings(database=url, actor="王敏"))
            yield _killed(kind, two_states(app, place), wanted)
            app.close()
        yield _moved(another(urls["PostgreSQL"], "moves"), Path(work))


def _killed(kind: str, two: Two, wanted: Wanted) -> Outcome:
    rounds, started = wanted.rounds or ROUNDS, time.perf_counter()
    seen = _kills(two, rounds, wanted.seed)
    measured = "，".join(f"{what} {count}" for what, count in sorted(seen.items()))
    return Outcome(f"{kind} backup and restore killed", rounds, time.perf_counter() - started, measured)


def _moved(postgres: str, work: Path) -> Outcome:
    demo = [sys.executable, "-m", "planner", "--actor", "王敏", "demo", "--out", str(work)]
    subprocess.run(demo, check=True, capture_output=True)
    started = time.perf_counter()
    year = App(Settings(database=f"sqlite:///{work}/demo.db", actor="王敏"))
    rows = there_and_back(year, postgres, work)
    year.close()
    return Outcome("rows of a year moved to PostgreSQL and back, hashes equal", rows, time.perf_counter() - started)


def _kills(two: Two, rounds: int, seed: int) -> Counter[str]:
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    longest = {verb: BEYOND * _seconds(two, verb) for verb in ("backup", "restore")}
    seen: Counter[str] = Counter()
    for number in range(rounds):
        if number % 2:
            seen[kill_restore(two, number, chance.uniform(0, longest["restore"]))] += 1
        else:
            seen[kill_backup(two, chance.uniform(0, longest["backup"]))] += 1
    return seen


def _seconds(two: Two, verb: str) -> float:
    """The time that a run takes when nobody kills it."""
    path = two.paths[0] if verb == "restore" else two.paths[0].with_name("反复.db")
    two.app.close()
    return float(run_for(None, verb, two.app.settings.database, str(path), str(path.with_name("留.db"))))
