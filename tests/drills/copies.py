"""Drill: backups and restores killed by chance and at exact points; a year moved from SQLite to PostgreSQL and back.

100 of them die on each database. The short form stands in tests/usecases/test_restoring.py.
"""

import random
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from planner.bootstrap import App
from planner.domain.backups import TableContent, total
from planner.settings import Settings
from planner.usecases.backups import note_beside, opened_backup
from planner.usecases.units import add_unit
from tests.audit_chain import kept_and_rebuilt
from tests.copies import at, backed_up, held, moved, restored
from tests.drills.killing import run_forked
from tests.drills.kills import Kills
from tests.drills.outcomes import Outcome, Wanted
from tests.drills.points import Exactly, Point, counted, counts, killed_at
from tests.drills.servers import another, databases
from tests.world import World

KILLS = 100
DONE = "done"
BEYOND = 1.2
"""Runs are killed at any moment up to somewhat more than the time that one takes."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of a run: killed before it said that it was done, or how long it took and which points it came to."""

    killed: bool
    seconds: float = 0.0
    points: Mapping[Point, int] = field(default_factory=dict)


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


def kill_restore(two: Two, when: float | Exactly) -> str:
    """Restore the state that isn't there, kill it, and see that the database holds one of the two, whole.

    It is killed so many seconds after its start, or at an exact point; behind its commit the new state must be there.
    Says whether it was killed before it was done, and which state is there: old or new.
    """
    here = two.states.index(held(two.app))
    two.app.close()
    keep = two.paths[0].with_name("留.db")
    ran = run_until(when, "restore", two.app.settings.database, two.paths[1 - here], keep)
    after = two.states.index(held(two.app))  # fails for any third state
    kept, rebuilt = kept_and_rebuilt(two.app.engine)
    assert kept == rebuilt
    assert ran.killed or after != here
    if isinstance(when, Exactly):
        assert ran.killed
        assert (after != here) == (when.point is Point.AFTER_COMMIT)
    if keep.exists():
        with opened_backup(keep, two.app.place) as backup:
            assert backup.tables == two.states[here]
    assert ran.killed or not left_over(keep)
    for left in (keep, note_beside(keep)):
        left.unlink(missing_ok=True)
    return f"restore {'killed' if ran.killed else 'done'}, {'old' if after == here else 'new'}"


def kill_backup(two: Two, when: float | Exactly) -> str:
    """Write a backup over an earlier one, kill it, and see that there is one, whole, and that nothing else changed."""
    before = held(two.app)
    path = two.paths[0].with_name("反复.db")
    if not path.exists():
        backed_up(two.app, path)
    two.app.close()
    ran = run_until(when, "backup", two.app.settings.database, path)
    assert held(two.app) == before
    with opened_backup(path, two.app.place) as backup:
        assert backup.tables in two.states
        assert ran.killed or backup.tables == before
        if isinstance(when, Exactly):
            assert ran.killed
            assert when.point is not Point.AFTER_RENAME or backup.tables == before
    assert ran.killed or not left_over(path)
    return f"backup {'killed' if ran.killed else 'done'}"


def left_over(path: Path) -> list[str]:
    """What runs that were killed left of a file, or of its note, on the way to its name."""
    return sorted(left.name for left in path.parent.glob(f".{path.name}*.tmp*"))


def run_until(when: float | Exactly | None, verb: str, database: str, path: Path, keep: Path | None = None) -> Ran:
    """Run in a process of its own; it is killed so many seconds after its start, or kills itself at a point."""

    def work() -> int:
        app = App(Settings(database=database, actor="王敏"))
        if verb == "restore":
            restored(app, path, keep=keep, replace=True)
        else:
            backed_up(app, path, replace=True)
        sys.stdout.write(f"{DONE}\n")
        return 0

    if isinstance(when, Exactly):
        ended = run_forked(killed_at(work, when))
    elif when is None:
        ended = run_forked(counted(work))
    else:
        ended = run_forked(work, when)
    assert ended.code in (0, None), ended.printed
    if DONE not in ended.printed:
        return Ran(killed=True)
    return Ran(killed=False, seconds=ended.seconds, points=counts(ended.printed) if when is None else {})


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
            yield from _killed(kind, two_states(app, place), wanted)
            app.close()
        yield _moved(another(urls["PostgreSQL"], "moves"), Path(work))


def _killed(kind: str, two: Two, wanted: Wanted) -> Iterator[Outcome]:
    """Both in turns: a restore changes what the next backup is of."""
    started, each = time.perf_counter(), (wanted.rounds or KILLS) // 2
    chance = random.Random(wanted.seed)  # noqa: S311 - moments, not secrets
    done = {verb: Kills(each) for verb in KILL}
    whole = {verb: _whole(two, verb) for verb in KILL}
    while left := [verb for verb in KILL if done[verb].more]:
        for verb in left:
            where = done[verb].exactly(chance, whole[verb].points)
            result = KILL[verb](two, where or chance.uniform(0, BEYOND * whole[verb].seconds))
            point = where.point if where else None
            done[verb].count(killed="killed" in result, point=point, result=result.partition(", ")[2])
    for verb in KILL:
        yield done[verb].outcome(f"{kind} {verb} killed", started)


KILL = {"backup": kill_backup, "restore": kill_restore}


def _whole(two: Two, verb: str) -> Ran:
    """A run that nobody kills."""
    path = two.paths[0] if verb == "restore" else two.paths[0].with_name("反复.db")
    two.app.close()
    keep = path.with_name("留.db")
    ran = run_until(None, verb, two.app.settings.database, path, keep)
    for left in (keep, note_beside(keep)):
        left.unlink(missing_ok=True)
    return ran


def _moved(postgres: str, work: Path) -> Outcome:
    demo = [sys.executable, "-m", "planner", "--actor", "王敏", "demo", "--out", str(work)]
    subprocess.run(demo, check=True, capture_output=True)
    started = time.perf_counter()
    year = App(Settings(database=f"sqlite:///{work}/demo.db", actor="王敏"))
    rows = there_and_back(year, postgres, work)
    year.close()
    return Outcome("rows of a year moved to PostgreSQL and back, hashes equal", rows, time.perf_counter() - started)
