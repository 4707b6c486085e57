"""The drill `fuzz`: real documents and workbooks, damaged in seeded ways, through reading, collecting and checking.

Each must be read, or refused in a sentence: no other exception, no hang, no more memory than stated. A refused file
changes nothing in any row of the database; what a taken one changes stands in the log, with as many entries as it told.
`python -m tests.drills.fuzz SEED NUMBER` does one case again and leaves the file in the current folder.
"""

import datetime as dt
import filecmp
import os
import resource
import select
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from random import Random
from types import FrameType

from planner.bootstrap import App
from planner.errors import PlannerError
from planner.settings import Settings
from planner.store.models import Base
from planner.usecases.form_collect import collect_forms
from planner.usecases.form_known import Taking
from planner.usecases.material import export_material, take_material_file
from planner.usecases.plan_review import export_review
from planner.usecases.plan_review_apply import apply_review_file
from planner.usecases.plans import read_file
from planner.usecases.report_check import check_file
from planner.usecases.tables import apply_responsibility_file, export_responsibility, import_units_file, log_file
from tests.copies import backed_up, restored
from tests.drills.grounds import SqliteGround, app_on
from tests.drills.mutations import mutated
from tests.drills.offices import BACK, open_office, returns
from tests.drills.outcomes import Outcome, Wanted

FILES = 20_000
WORKERS = 2
MOST_MEMORY = 1_500_000_000
"""Bytes that a process may have in all; it reads one file after another."""
MOST_SECONDS = 30.0
"""Of the processor, for one file."""
_MOST_WAITED = 300.0

FORMATS = Path(__file__).parents[1] / "formats" / "files"
SEEDS = Path(__file__).parents[2] / "../shared/seeds"
_DAY = dt.date.fromisoformat(BACK)


class Hang(BaseException):
    """A file took too long. No Exception: nothing in the program may catch it."""


@dataclass(frozen=True, slots=True)
class Base_:  # noqa: N801 - Base is SQLAlchemy's
    """A good file, and the verbs that it may go through."""

    name: str
    data: bytes
    verbs: tuple[str, ...]


# ---- what is done to a file ----


@dataclass(frozen=True)
class Desk:
    """A database of one's own, put back where a file was taken, and a folder for the file."""

    ground: SqliteGround
    folder: Path

    @contextmanager
    def at_work(self) -> Iterator[App]:
        """The application on the database, and no connection afterwards."""
        try:
            yield self._app
        finally:
            self._app.close()

    @cached_property
    def _app(self) -> App:
        return App(Settings(database=self.ground.url, actor="王敏"))


@dataclass(frozen=True, slots=True)
class Taken:
    """What was told of a file that was taken: how many entries it brought, where that is told.

    What a restore changes is not in the log: the log itself is exchanged.
    """

    entries: int | None = None
    logged: bool = True


def _plan_read(_: Desk, path: Path) -> None:
    read_file(path)


def _report_check(_: Desk, path: Path) -> None:
    check_file(path)


def _form_collect(desk: Desk, path: Path) -> Taken | None:
    with desk.at_work() as app:
        outcomes = list(collect_forms(partial(app.acting, _DAY), [path]))
    if not any(outcome.outcome in (Taking.TAKEN, Taking.UNCHANGED) for outcome in outcomes):
        return None
    return Taken(sum(len(outcome.rows) for outcome in outcomes))


def _in_transaction(verb: Callable[..., object]) -> Callable[[Desk, Path], Taken]:
    def run(desk: Desk, path: Path) -> Taken:
        with desk.at_work() as app, app.begin() as session:
            verb(session, app.act(session, _DAY), path)
        return Taken()

    return run


def _progress_log(desk: Desk, path: Path) -> Taken:
    with desk.at_work() as app, app.begin() as session:
        logged = log_file(session, app.act(session, _DAY), path)
    return Taken(len(logged))


def _material(desk: Desk, path: Path) -> None:
    with desk.at_work() as app, app.reading() as session:
        take_material_file(session, app.as_of(session, _DAY), path)


def _restore(desk: Desk, path: Path) -> Taken | None:
    with desk.at_work() as app:
        done = restored(app, path, keep=path.with_name("恢复前.db"), replace=True)
    return None if done.unchanged else Taken(logged=False)


VERBS: dict[str, Callable[[Desk, Path], Taken | None]] = {
    "plan read": _plan_read,
    "report check": _report_check,
    "form collect": _form_collect,
    "plan review": _in_transaction(partial(apply_review_file, code="2024")),
    "report material": _material,
    "task assign": _in_transaction(apply_responsibility_file),
    "unit import": _in_transaction(import_units_file),
    "progress log": _progress_log,
    "restore": _restore,
}
"""By what they are called on the command line; each says what it took, if anything."""


# ---- the good files ----


def good_files(ground: SqliteGround, folder: Path, seed: int, units: int) -> list[Base_]:
    """Documents in all formats, and every workbook that goes out and comes back, of an office at work."""
    office = open_office(ground.url, seed)
    returns(ground.url, folder / "收回", seed, units)
    with app_on(ground.url) as app, app.reading() as session:
        asked = app.as_of(session, _DAY)
        export_review(session, asked, folder / "核对表.xlsx", "2024")
        export_material(session, asked, folder / "素材.xlsx", "2024")
        export_responsibility(session, asked, folder / "分工表.xlsx", "2024")
        backed_up(app, folder / "备份.db")
    lines = [
        f"{task},{unit},2024Q2,推进中,办理{at}件。,办件={at}件" for at, (task, unit) in enumerate(office.on_task[:9])
    ]
    (folder / "填报.csv").write_text("任务,单位,填报期,状态,本期进展,数据\n" + "\n".join(lines), encoding="utf-8-sig")
    (folder / "单位.csv").write_text("单位,简称,联络员\n市司法局,司法局,陈静\n东桥县政府,,\n", encoding="utf-8-sig")
    documents = [*FORMATS.iterdir(), *(SEEDS.glob("*.txt") if SEEDS.is_dir() else ())]
    found = [_base(path, "plan read", "report check") for path in sorted(documents)]
    found += [_base(path, "form collect") for path in sorted((folder / "收回").rglob("*.xlsx"))]
    for name, verb in (
        ("核对表.xlsx", "plan review"),
        ("素材.xlsx", "report material"),
        ("分工表.xlsx", "task assign"),
        ("填报.csv", "progress log"),
        ("单位.csv", "unit import"),
        ("备份.db", "restore"),
    ):
        found.append(_base(folder / name, verb))
    return found


def _base(path: Path, *verbs: str) -> Base_:
    return Base_(path.name, path.read_bytes(), verbs)


@dataclass(frozen=True, slots=True)
class Case:
    """One damaged file and the verb that it goes through."""

    name: str
    data: bytes
    verb: str


def case(bases: Sequence[Base_], seed: int, number: int) -> Case:
    """The case of a number, the same each time. Documents, forms and the other workbooks take turns."""
    chance = Random(f"{seed}-{number}")  # noqa: S311 - what happens again with the same seed is what is wanted
    kind = ("plan read", "form collect", "report check", "plan read", "form collect", "")[number % 6]
    fitting = [b for b in bases if kind in b.verbs or (not kind and not {"plan read", "form collect"} & set(b.verbs))]
    base = chance.choice(fitting)
    return Case(base.name, mutated(base.data, chance), kind or base.verbs[0])


# ---- running ----


def drill(wanted: Wanted) -> Iterator[Outcome]:
    """All files, by so many processes at once."""
    started = time.perf_counter()
    files = wanted.rounds or FILES
    with tempfile.TemporaryDirectory(prefix="planner-fuzz-") as name:
        folder = Path(name)
        bases, kept = prepared(folder, wanted.seed)
        workers = [
            _Worker(folder / f"worker-{n}", kept, bases, wanted.seed, range(n, files, WORKERS)) for n in range(WORKERS)
        ]
        _watch(workers)
        findings = [line for worker in workers for line in worker.findings]
        told = sum((worker.told for worker in workers), Counter[str]())
    counted = "，".join(f"{what} {count}" for what, count in told.most_common())
    peak = max(worker.peak for worker in workers) / 1e6
    slowest = max(worker.slowest for worker in workers)
    yield Outcome(
        "mutated files",
        sum(told.values()),
        time.perf_counter() - started,
        f"{counted}; {peak:.0f} MB at most, slowest {slowest:.1f} s",
        tuple(findings),
    )


def prepared(folder: Path, seed: int, units: int = 14) -> tuple[list[Base_], Path]:
    """The good files, and a database of the office that they are of."""
    ground = SqliteGround(folder / "planner.db")
    app = App(Settings(database=ground.url))
    app.initialise()
    app.close()
    bases = good_files(ground, folder, seed, units)
    ground.keep()
    return bases, ground.path


class _Worker:
    """A process that takes one case after the other, and is replaced where one kills it or hangs it."""

    def __init__(self, folder: Path, database: Path, bases: Sequence[Base_], seed: int, numbers: Sequence[int]) -> None:
        self.folder, self.database, self.bases, self.seed = folder, database, bases, seed
        self.left = list(numbers)
        self.findings: list[str] = []
        self.told: Counter[str] = Counter()
        self.peak = 0
        self.slowest = 0.0
        self.pending = b""
        self.start()

    def start(self) -> None:
        """Begin, or go on behind the case that was begun last."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        self.reading, writing = os.pipe()
        self.pid = os.fork()
        self.since = time.monotonic()
        if self.pid == 0:
            code = 70
            with suppress(BaseException):
                os.close(self.reading)
                _work(self, writing)
                code = 0
            os._exit(code)
        os.close(writing)

    def hear(self) -> bool:
        """Take what the process tells; False when it is over."""
        chunk = os.read(self.reading, 65536)
        self.since = time.monotonic()
        self.pending += chunk
        *lines, self.pending = self.pending.split(b"\n")
        for line in lines:
            self._take(line.decode())
        return bool(chunk)

    def _take(self, line: str) -> None:
        number, seconds, peak, told, *more = line.split("\t", 4)
        self.left.remove(int(number))
        self.told[told] += 1
        self.peak = max(self.peak, int(peak))
        self.slowest = max(self.slowest, float(seconds))
        if more:
            self.findings.append(f"#{number} {more[0]}")

    def end(self) -> None:
        """Over: all is done, or the case that it was at killed it; then another goes on behind that."""
        os.close(self.reading)
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        if self.left and status:
            self.findings.append(f"#{self.left[0]} ended the process with {status}")
            self.told["killed"] += 1
            del self.left[0]
        if self.left:
            self.start()


def _watch(workers: Sequence[_Worker]) -> None:
    while running := {worker.reading: worker for worker in workers if worker.left}:
        ready, _, _ = select.select(list(running), [], [], 1)
        for reading in ready:
            if not running[reading].hear():
                running[reading].end()
        for worker in running.values():
            if time.monotonic() - worker.since > _MOST_WAITED:
                os.kill(worker.pid, signal.SIGKILL)
                worker.since = time.monotonic()


def _work(worker: _Worker, writing: int) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    desk = Desk(SqliteGround(worker.folder / "planner.db"), worker.folder / "文件")
    shutil.copyfile(worker.database, desk.ground.path)
    desk.ground.keep()
    with os.fdopen(writing, "w", encoding="utf-8", buffering=1) as out:
        for number in list(worker.left):
            started = time.process_time()
            told = run(desk, case(worker.bases, worker.seed, number))
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
            out.write(f"{number}\t{time.process_time() - started:.2f}\t{peak}\t{told}\n")


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise Hang


def run(desk: Desk, each: Case) -> str:
    """What became of a case: `read`, `refused`, or `found` with what happened, behind a tab."""
    shutil.rmtree(desk.folder, ignore_errors=True)
    desk.folder.mkdir()
    path = desk.folder / each.name
    path.write_bytes(each.data)
    signal.signal(signal.SIGPROF, _too_long)
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
    taken: Taken | None = None
    told = "refused"
    try:
        taken = VERBS[each.verb](desk, path)
        told = "read"
    except PlannerError:
        pass
    except Hang:
        told = f"found\t{each.verb} {each.name}: more than {MOST_SECONDS} s of the processor{_where()}"
    except BaseException as fault:  # noqa: BLE001 - whatever it is, it is what the drill looks for
        told = f"found\t{each.verb} {each.name}: {type(fault).__name__}: {str(fault)[:100]!r}{_where()}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    wrong = half_taken(desk.ground, taken)
    if taken or wrong:
        desk.ground.put_back()
    return f"found\t{each.verb} {each.name}: half taken: {wrong}" if wrong else told


def half_taken(ground: SqliteGround, taken: Taken | None) -> str:
    """What is wrong with the database after a file; "" where what there is was told."""
    if not taken and _same_bytes(ground):
        return ""
    with closing(sqlite3.connect(ground.path)) as connection:
        connection.execute("ATTACH ? AS kept", (str(ground.kept),))
        changed = [name for name in Base.metadata.tables if _differ(connection, name)]
        entries = _count(connection, "main.entry") - _count(connection, "kept.entry")
        gone = connection.execute("SELECT * FROM kept.audit_event EXCEPT SELECT * FROM main.audit_event").fetchall()
    if not taken:
        return f"{changed} of a file that was not taken" if changed else ""
    if taken.logged and (gone or (changed and "audit_event" not in changed)):
        return f"{changed}, and the log doesn't tell"
    return f"{entries} entries, told {taken.entries}" if taken.entries not in (None, entries) else ""


def _same_bytes(ground: SqliteGround) -> bool:
    """Whether nothing was committed since the database was put back: then there is nothing to look for."""
    return filecmp.cmp(ground.path, ground.kept, shallow=False) and not list(ground.path.parent.glob("*-wal"))


def _differ(connection: sqlite3.Connection, name: str) -> bool:
    here, there = f'SELECT * FROM main."{name}"', f'SELECT * FROM kept."{name}"'  # noqa: S608 - our own tables
    either = f"SELECT EXISTS({here} EXCEPT {there}) OR EXISTS({there} EXCEPT {here})"
    return bool(connection.execute(either).fetchone()[0])


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - our own tables


def _where() -> str:
    frames = traceback.extract_tb(sys.exc_info()[2])
    ours = [frame for frame in frames if "/planner/" in frame.filename] or frames
    return (
        f" at {Path(ours[-1].filename).name}:{ours[-1].lineno} ← {Path(frames[-1].filename).name}:{frames[-1].lineno}"
    )


def _once_more(seed: int, number: int) -> None:
    with tempfile.TemporaryDirectory(prefix="planner-fuzz-") as name:
        bases, _ = prepared(Path(name), seed)
        each = case(bases, seed, number)
        Path(f"{number}-{each.name}").write_bytes(each.data)
        desk = Desk(SqliteGround(Path(name, "planner.db")), Path(name, "文件"))
        signal.signal(signal.SIGPROF, _too_long)
        sys.stdout.write(f"{each.verb} {number}-{each.name}\n")
        desk.folder.mkdir()
        path = desk.folder / each.name
        path.write_bytes(each.data)
        VERBS[each.verb](desk, path)


if __name__ == "__main__":
    _once_more(int(sys.argv[1]), int(sys.argv[2]))
