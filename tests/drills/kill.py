"""The drill `kill`: commands are killed (SIGKILL) at random moments; afterwards the database is looked into.

What is killed is a process forked from one that has imported the program, running `planner …` with its own connection
(of PostgreSQL the client, never the server). Each starts from the same database; a command must then be done wholly or
not at all, and what it said was done must be there. Run once more, it ends with all done. `log` goes on in one database
from kill to kill instead.
"""

import datetime as dt
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from openpyxl import load_workbook
from sqlalchemy import select

import planner
from planner.cli.main import Root
from planner.errors import PlannerError
from planner.store.progress import Entry
from planner.usecases.backups import opened_backup
from planner.usecases.form_aside import _MARKED
from planner.usecases.form_collect import collect_forms
from tests.copies import held
from tests.drills.grounds import ACTOR, Ground, app_on, content, digest, faults, grounds_of
from tests.drills.killing import Ended, Moments, Work, planner_command, run_forked
from tests.drills.offices import BACK, Office, open_office, returns
from tests.drills.outcomes import Outcome, Wanted
from tests.drills.servers import databases
from tests.usecases.form_crowd import crowded_plan

KILLS = 500
_REVIEWED = "2024-04-20"
_LOGGED = "2024-05-06"
_UNITS = 10


@dataclass(frozen=True)
class Desk:
    """A folder with what an office's commands read; `work` is laid out anew for each kill."""

    folder: Path
    url: str
    seed: int
    office: Office

    @property
    def work(self) -> Path:
        return self.folder / "work"

    def lay_out(self) -> None:
        """The files as they were."""
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.folder / "files", self.work)


@dataclass(frozen=True)
class Command:
    """A command to kill. `files` says what is wrong with the files beside, `told` how many parts it said are done."""

    name: str
    words: Callable[[Desk], list[str]]
    again: frozenset[int] = frozenset({0})
    files: Callable[[Desk, Ended], list[str]] = lambda _desk, _ended: []
    told: Callable[[Ended], int] = lambda ended: int(ended.code == 0)
    steps: Callable[[Ground, Desk], list[str]] | None = None
    repeatable: bool = True
    """Whether it may be run again when it was done already, and changes nothing."""


def drill(wanted: Wanted) -> Iterator[Outcome]:
    """Kill so many times on each database, each command as often as the others."""
    with tempfile.TemporaryDirectory(prefix="planner-kill-") as name, databases(Path(name)) as urls:
        for ground in grounds_of(urls):
            folder = Path(name, ground.kind)
            folder.mkdir()
            yield from on_ground(ground, folder, wanted.seed, wanted.rounds or KILLS)


def on_ground(
    ground: Ground, folder: Path, seed: int, kills: int, *, only: str | None = None, units: int = _UNITS
) -> Iterator[Outcome]:
    """All commands, or one of them and logging, on one database, empty but for its tables."""
    _import_all()
    desk = Desk(folder, ground.url, seed, open_office(ground.url, seed))
    _files(ground, desk, units)
    ground.keep()
    known = [command for command in COMMANDS if command.name.split()[0] in Root.lazy]
    commands = [command for command in known if only in (None, command.name)]
    each, left = divmod(kills, len(commands) + 1)
    for command in commands:
        yield _kill(command, ground, desk, each)
    ground.put_back()
    yield _kill_logging(ground, desk, each + left)


def _import_all() -> None:
    """Everything that a command would import after its start: the forked processes have it already."""
    for module in walk_packages(planner.__path__, "planner."):
        if not module.name.endswith("__main__"):
            import_module(module.name)


def _files(ground: Ground, desk: Desk, units: int) -> None:
    files = desk.folder / "files"
    files.mkdir()
    plan = crowded_plan(desk.seed + 1).replace("2024年", "2025年")
    (files / "新要点.txt").write_text(plan, encoding="utf-8")
    lines = ["任务,单位,填报期,状态,本期进展"]
    lines += [
        f"{task},{unit},2024Q2,推进中,{unit}办理{at}件。" for at, (task, unit) in enumerate(desk.office.on_task[:12])
    ]
    (files / "填报.csv").write_text("\n".join(lines), encoding="utf-8-sig")
    returns(ground.url, files / "收回", desk.seed, units)


# ---- a command that starts from the same database each time ----


@dataclass
class _Tally:
    """What came of the kills."""

    counts: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)

    def outcome(self, what: str, done: int, started: float) -> Outcome:
        counted = "，".join(f"{name} {count}" for name, count in sorted(self.counts.items()))
        return Outcome(what, done, time.perf_counter() - started, counted, tuple(self.findings))


def _kill(command: Command, ground: Ground, desk: Desk, kills: int) -> Outcome:
    started, tally = time.perf_counter(), _Tally()
    states, whole = _states(command, ground, desk)
    moments = Moments(random.Random(desk.seed), whole)  # noqa: S311 - what happens again with the same seed is wanted
    for number in range(kills):
        _fresh(ground, desk)
        moment = moments.next()
        ended = run_forked(_work(command, ground, desk), moment)
        ground.settle()
        place = _look(command, ground, desk, ended, states, partial(_note, tally, f"{command.name} #{number}"))
        moments.learn(moment, nothing_done=place == 0)
        tally.counts[_result(ended, place, len(states) - 1)] += 1
    return tally.outcome(f"{ground.kind} {command.name} killed", kills, started)


def _note(tally: _Tally, where: str, what: str) -> None:
    tally.findings.append(f"{where}: {what}")


def _fresh(ground: Ground, desk: Desk) -> None:
    ground.put_back()
    desk.lay_out()


def _work(command: Command, ground: Ground, desk: Desk) -> Work:
    return planner_command("--database", ground.url, "--actor", ACTOR, *command.words(desk))


def _states(command: Command, ground: Ground, desk: Desk) -> tuple[list[str], float]:
    """The states that a database may be in, from nothing done to all done, and how long a whole run takes."""
    _fresh(ground, desk)
    before = digest(content(ground.url))
    ended = run_forked(_work(command, ground, desk))
    ground.settle()
    if ended.code not in (0, 3):
        raise RuntimeError(ended)
    after = digest(content(ground.url))
    between: list[str] = []
    if command.steps is not None:
        _fresh(ground, desk)
        between = command.steps(ground, desk)
    return list(dict.fromkeys([before, *between, after])), ended.seconds


def _look(
    command: Command, ground: Ground, desk: Desk, ended: Ended, states: list[str], note: Callable[[str], None]
) -> int:
    """Look into the database and the folder after a kill, then run the command to its end. The state it was left in."""
    for fault in faults(ground):
        note(f"broken: {fault}")
    state = digest(content(ground.url))
    if state not in states:
        note("half done: the rows are neither those before nor those after")
    place = states.index(state) if state in states else -1
    if place != -1 and min(command.told(ended), len(states) - 1) > place:
        note(f"told as done but not there: {ended.printed[-3:]}")
    if ended.code == 0 and state != states[-1]:
        note("ended well, but not all is there")
    for fault in command.files(desk, ended):
        note(fault)
    if state == states[-1] and not command.repeatable:
        return place
    again = run_forked(_work(command, ground, desk))
    ground.settle()
    if again.code not in command.again or digest(content(ground.url)) != states[-1]:
        note(f"run again it ended with {again.code}, not with all done: {again.printed[-3:]}")
    for fault in command.files(desk, again):
        note(f"run again: {fault}")
    return place


def _result(ended: Ended, place: int, last: int) -> str:
    if ended.code is not None:
        return "ended before the kill"
    if last == 0:
        return "killed"
    if place == last:
        return "killed when done"
    return "killed before" if place == 0 else "killed half-way"


# ---- collecting: a transaction a file, and files that are moved ----


def _collect_steps(ground: Ground, desk: Desk) -> list[str]:
    """The state after each file."""
    with app_on(ground.url, ACTOR) as app:
        opened = partial(app.acting, dt.date.fromisoformat(BACK))
        return [digest(content(ground.url)) for _ in collect_forms(opened, [desk.work / "收回"])]


def _taken(ended: Ended) -> int:
    """How many files it said that it took: each is a state further."""
    return sum(line.startswith("已收") for line in ended.printed)


def _returned_files(desk: Desk, _: Ended) -> list[str]:
    """Every file that came back lies where it lay, or set aside, with the same bytes; marked copies open."""
    sent = {path.name: path.read_bytes() for path in (desk.folder / "files" / "收回").rglob("*") if path.is_file()}
    found: dict[str, list[Path]] = {}
    for path in (desk.work / "收回").rglob("*"):
        if path.is_file():
            found.setdefault(path.name, []).append(path)
    faulty = [f"lost: {name}" for name in sent if name not in found]
    for name, paths in found.items():
        for path in paths:
            if name in sent and path.read_bytes() != sent[name]:
                faulty.append(f"not as it was sent: {name}")
            elif _MARKED in name and not name.startswith("."):
                faulty += _unopened(path)
    return faulty


def _unopened(path: Path) -> list[str]:
    try:
        load_workbook(path).close()
    except Exception as fault:  # noqa: BLE001 - whatever it is, the file is not whole
        return [f"half written: {path.name}: {fault}"]
    return []


# ---- a backup: a file that is whole or not there ----


def _backup_files(desk: Desk, ended: Ended) -> list[str]:
    path = desk.work / "备份.db"
    if not path.exists():
        return ["told as done, but there is no backup"] if ended.code == 0 else []
    try:
        with app_on(desk.url) as app, opened_backup(path, app.place) as backup:
            return [] if backup.tables == held(app) else ["the backup isn't what it is of"]
    except PlannerError as fault:
        return [f"the backup doesn't open: {fault}"]


COMMANDS = (
    Command("plan import", lambda desk: ["plan", "import", str(desk.work / "新要点.txt"), "--as-of", BACK]),
    Command("plan close-period", lambda _: ["plan", "close-period", "2024Q1", "--as-of", _REVIEWED], frozenset({0, 1})),
    Command(
        "progress log --file",
        lambda desk: ["progress", "log", "--file", str(desk.work / "填报.csv"), "--as-of", BACK],
        repeatable=False,
    ),
    Command(
        "form collect",
        lambda desk: ["form", "collect", str(desk.work / "收回"), "--as-of", BACK],
        frozenset({0, 1, 3}),
        files=_returned_files,
        told=_taken,
        steps=_collect_steps,
    ),
    Command(
        "backup",
        lambda desk: ["backup", "-o", str(desk.work / "备份.db")],
        frozenset({0, 1}),
        files=_backup_files,
    ),
)
"""A command of a kind that the program has not is left out."""


# ---- logging: one entry after the other, in a database that goes on ----


def _kill_logging(ground: Ground, desk: Desk, kills: int) -> Outcome:
    """Each process logs entries until it is killed. Each that was acknowledged is there once, at the end too."""
    started, tally = time.perf_counter(), _Tally()
    chance = random.Random(desk.seed)  # noqa: S311 - as above
    told: set[str] = set()
    begun: set[str] = set()
    whole = run_forked(partial(_log_on, ground.url, desk, -1, 1)).seconds
    for number in range(kills):
        note = partial(_note, tally, f"log #{number}")
        ended = run_forked(partial(_log_on, ground.url, desk, number, 10_000), chance.uniform(0.02, 5 * whole))
        ground.settle()
        told |= {line.removeprefix("ok ") for line in ended.printed if line.startswith("ok ")}
        begun |= {line.removeprefix("to ") for line in ended.printed if line.startswith("to ")}
        for line in ended.printed:
            if line.startswith("！"):
                note(line)
        for fault in faults(ground):
            note(f"broken: {fault}")
        _count(ground, told, begun, note)
    tally.counts |= Counter({"acknowledged": len(told), "begun": len(begun)})
    return tally.outcome(f"{ground.kind} progress log killed", kills, started)


def _count(ground: Ground, told: set[str], begun: set[str], note: Callable[[str], None]) -> None:
    with app_on(ground.url) as app, app.reading() as session:
        held = Counter(session.scalars(select(Entry.text).where(Entry.text.startswith("第"))))
    for text in told - set(held):
        note(f"acknowledged, but lost: {text}")
    for text, count in held.items():
        if count > 1:
            note(f"there {count} times: {text}")
        if text not in begun and not text.startswith("第-1轮"):
            note(f"nobody said: {text}")


def _log_on(url: str, desk: Desk, number: int, entries: int) -> int:
    chance = random.Random(number)  # noqa: S311 - as above
    for count in range(entries):
        task, unit = chance.choice(desk.office.on_task)
        text = f"第{number}轮第{count}件（进程{os.getpid()}）。"
        sys.stdout.write(f"to {text}\n")
        words = ["--database", url, "--actor", ACTOR, "progress", "log", task, "--unit", unit, "--period", "2024Q1"]
        if planner_command(*words, "--text", text, "--as-of", _LOGGED)() == 0:
            sys.stdout.write(f"ok {text}\n")
    return 0
