"""The drill `writers`: many log at once, with readers beside; whatever was acknowledged is there once, nothing else.

SQLite: 50 processes log 100 entries each; each opens the program once and calls the use case. PostgreSQL: 200 writers,
20 processes of 10 threads, over 4 connections a process. Who is told that the database is busy, or that somebody else
wrote at the same time, tries again; how often is counted.
"""

import datetime as dt
import json
import os
import random
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from planner.bootstrap import App
from planner.domain.periods import Period
from planner.domain.progress import Status
from planner.errors import ChangedMeanwhile, DatabaseBusy
from planner.settings import Settings
from planner.store.progress import Entry
from planner.store.session import make_engine
from planner.usecases.entries import EntryFilter, list_entries
from planner.usecases.progress import Said, log
from planner.usecases.status import read_status
from tests.drills.grounds import Ground, app_on, faults, grounds_of
from tests.drills.offices import Office, open_office
from tests.drills.outcomes import Outcome, Wanted
from tests.drills.servers import databases

DAY = dt.date(2024, 7, 5)
_MOST_TRIES = 200
_PAUSE = 0.1
"""People think between two entries; without it the threads that hold a process's connections never give them up."""


@dataclass(frozen=True)
class Crowd:
    """How many write: so many processes of so many threads, each its number of entries; and how many read."""

    processes: int
    threads: int
    entries: int
    readers: int
    connections: int = 1


CROWDS = {"SQLite": Crowd(50, 1, 100, readers=2), "PostgreSQL": Crowd(20, 10, 10, readers=2, connections=4)}


def drill(wanted: Wanted) -> Iterator[Outcome]:
    """Each database with its crowd. `rounds` is the number of entries that each writer logs."""
    with tempfile.TemporaryDirectory(prefix="planner-writers-") as name, databases(Path(name)) as urls:
        for ground in grounds_of(urls):
            crowd = CROWDS[ground.kind]
            entries = wanted.rounds or crowd.entries
            folder = Path(name, f"told-{ground.kind}")
            yield on_ground(
                ground,
                folder,
                wanted.seed,
                Crowd(crowd.processes, crowd.threads, entries, crowd.readers, crowd.connections),
            )


def on_ground(ground: Ground, folder: Path, seed: int, crowd: Crowd) -> Outcome:
    """A crowd on one database, empty but for its tables."""
    import planner.store.models  # noqa: F401, PLC0415 - before the forks

    office = open_office(ground.url, seed)
    folder.mkdir()
    started = time.perf_counter()
    writers = [_fork(ground, office, crowd, folder / f"{number}.json", number) for number in range(crowd.processes)]
    readers = [_fork_reader(ground, folder / f"reader-{number}.json") for number in range(crowd.readers)]
    codes = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in writers]
    seconds = time.perf_counter() - started
    (folder / "over").touch()
    codes += [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in readers]
    told = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    return _outcome(ground, told, codes, seconds)


def _outcome(ground: Ground, told: list[dict[str, list[object]]], codes: list[int], seconds: float) -> Outcome:
    findings = [f"a process ended with {code}" for code in codes if code]
    findings += [str(error) for each in told for error in each["errors"]]
    acknowledged = [str(text) for each in told for text in each["acknowledged"]]
    waits = sorted(float(str(wait)) for each in told for wait in each["waits"])
    reads = sorted(float(str(wait)) for each in told for wait in each["reads"])
    retried = sum(int(str(count)) for each in told for count in each["retried"])
    ground.settle()
    with app_on(ground.url) as app, app.reading() as session:
        held = Counter(session.scalars(select(Entry.text).where(Entry.text.startswith("写手"))))
    findings += [f"lost: {text}" for text in acknowledged if text not in held]
    findings += [f"there {count} times: {text}" for text, count in held.items() if count > 1]
    findings += [f"nobody was told of: {text}" for text in held if text not in set(acknowledged)]
    findings += faults(ground)
    measured = (
        f"{len(acknowledged) / seconds:.0f} entries a second, {_times(waits)}, told busy and tried again {retried};"
        f" readers {len(reads)}, {_times(reads)}"
    )
    return Outcome(f"{ground.kind} many at once", len(acknowledged), seconds, measured, tuple(findings))


def _times(ordered: list[float]) -> str:
    return f"p50 {_part(ordered, 0.5):.2f} s, p99 {_part(ordered, 0.99):.2f} s, longest {_part(ordered, 1):.1f} s"


def _part(ordered: list[float], share: float) -> float:
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


# ---- those who write ----


@dataclass
class _Told:
    """What one process has to tell."""

    acknowledged: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    reads: list[float] = field(default_factory=list)
    retried: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(self.__dict__), encoding="utf-8")


def _fork(ground: Ground, office: Office, crowd: Crowd, path: Path, number: int) -> int:
    child = os.fork()
    if child:
        return child
    told, code = _Told(), 70
    try:
        app = App(Settings(database=ground.url, actor="王敏"))
        if ground.kind == "PostgreSQL":
            vars(app)["engine"] = make_engine(ground.url, pool_size=crowd.connections, max_overflow=0, pool_timeout=600)
        threads = [
            threading.Thread(target=_write, args=(app, office, crowd.entries, number * crowd.threads + thread, told))
            for thread in range(crowd.threads)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        told.write(path)
        app.close()
        code = 0
    finally:
        os._exit(code)


def _write(app: App, office: Office, entries: int, writer: int, told: _Told) -> None:
    chance = random.Random(writer)  # noqa: S311 - what happens again with the same seed is what is wanted
    for count in range(entries):
        task, unit = office.on_task[(writer * 7 + count) % len(office.on_task)]
        said = Said(task, unit, Period(2024, 2), Status.IN_PROGRESS, f"写手{writer}第{count}件。")
        started = time.perf_counter()
        try:
            told.retried.append(_log(app, said))
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is what the drill looks for
            told.errors.append(f"{said.text} {type(fault).__name__}: {fault}")
            continue
        told.waits.append(time.perf_counter() - started)
        told.acknowledged.append(said.text)
        time.sleep(chance.uniform(0, _PAUSE))


def _log(app: App, said: Said) -> int:
    """Log it, trying again as long as others are in the way; how often that was."""
    for tries in range(_MOST_TRIES):
        try:
            with app.begin() as session:
                log(session, app.act(session, DAY), said)
        except (DatabaseBusy, ChangedMeanwhile):
            continue
        return tries
    raise TimeoutError(said.text)


# ---- those who read ----


def _fork_reader(ground: Ground, path: Path) -> int:
    child = os.fork()
    if child:
        return child
    told, code = _Told(), 70
    try:
        app = App(Settings(database=ground.url, actor="王敏"))
        while not (path.parent / "over").exists():
            started = time.perf_counter()
            try:
                _read(app)
            except Exception as fault:  # noqa: BLE001 - as above
                told.errors.append(f"reader {type(fault).__name__}: {fault}")
            told.reads.append(time.perf_counter() - started)
            time.sleep(0.2)
        told.write(path)
        app.close()
        code = 0
    finally:
        os._exit(code)


def _read(app: App) -> None:
    with app.reading() as session:
        asked = app.as_of(session, DAY)
        read_status(session, asked, None)
        entries = list_entries(session, asked, "2024", EntryFilter(period=Period(2024, 2)))
    if len({entry.id for entry in entries}) != len(entries):
        raise ValueError("an entry is listed twice")
