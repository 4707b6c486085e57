"""Of the drill `kill`: processes that log one entry after the other, in a database that goes on from kill to kill."""

import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial

from sqlalchemy import select

from planner.store.progress import Entry
from tests.drills.grounds import ACTOR, Ground, app_on, faults
from tests.drills.kill_desk import Desk
from tests.drills.killing import Ended, planner_command, run_forked
from tests.drills.kills import EVERY, Kills
from tests.drills.outcomes import Outcome
from tests.drills.points import Exactly, Point, killed_at

_LOGGED = "2024-05-06"
_POINTS = {Point.BEFORE_COMMIT: 5, Point.AFTER_COMMIT: 5}
"""An entry is a commit: up to so manyeth they are killed at."""
_MANY = 10_000
_TO, _DONE = "to ", "已填报"
"""What a process prints before it begins an entry, and how the line begins in which the program acknowledges it."""


def kill_logging(ground: Ground, desk: Desk, kills: int, *, every: int = EVERY) -> Outcome:
    """Each process logs entries until it is killed. Each that was acknowledged is there once, at the end too."""
    started, done = time.perf_counter(), Kills(kills, every)
    chance = random.Random(desk.seed)  # noqa: S311 - what happens again with the same seed is wanted
    told: set[str] = set()
    begun: set[str] = set()
    whole = run_forked(partial(_log_on, ground.url, desk, -1, 1)).seconds
    while done.more:
        note = partial(done.note, f"log #{done.rounds}")
        work = partial(_log_on, ground.url, desk, done.rounds, _MANY)
        where = done.exactly(chance, _POINTS)
        ended = run_forked(killed_at(work, where)) if where else run_forked(work, chance.uniform(0.02, 5 * whole))
        ground.settle()
        told |= _acknowledged(ended)
        begun |= set(_begun(ended))
        for line in ended.printed:
            if line.startswith("！"):
                note(line)
        for fault in faults(ground):
            note(f"broken: {fault}")
        held = _held(ground)
        _compare(held, told, begun, note)
        if where:
            _judge(where, ended, held, note)
        done.count(killed=ended.code is None, point=where.point if where else None)
    done.counts |= Counter({"acknowledged": len(told), "begun": len(begun)})
    return done.outcome(f"{ground.kind} progress log killed", started)


def _begun(ended: Ended) -> list[str]:
    return [line.removeprefix(_TO) for line in ended.printed if line.startswith(_TO)]


def _acknowledged(ended: Ended) -> set[str]:
    """The entries behind which the program said, before it was killed, that they are logged."""
    told, begun = set(), ""
    for line in ended.printed:
        if line.startswith(_TO):
            begun = line.removeprefix(_TO)
        elif line.startswith(_DONE):
            told.add(begun)
    return told


def _held(ground: Ground) -> Counter[str]:
    with app_on(ground.url) as app, app.reading() as session:
        return Counter(session.scalars(select(Entry.text).where(Entry.text.startswith("第"))))


def _compare(held: Counter[str], told: set[str], begun: set[str], note: Callable[[str], None]) -> None:
    for text in told - set(held):
        note(f"acknowledged, but lost: {text}")
    for text, count in held.items():
        if count > 1:
            note(f"there {count} times: {text}")
        if text not in begun and not text.startswith("第-1轮"):
            note(f"nobody said: {text}")


def _judge(where: Exactly, ended: Ended, held: Counter[str], note: Callable[[str], None]) -> None:
    """Killed before a commit, its entry isn't there; killed behind it, it is, though nobody was told."""
    begun = _begun(ended)
    if ended.code is not None or len(begun) != where.time:
        note(f"never came to {where}: {ended.printed[-3:]}")
    elif (begun[-1] in held) != (where.point is Point.AFTER_COMMIT):
        note(f"killed at {where}, its entry is {'there' if begun[-1] in held else 'not there'}")


def _log_on(url: str, desk: Desk, number: int, entries: int) -> int:
    chance = random.Random(number)  # noqa: S311 - as above
    for count in range(entries):
        task, unit = chance.choice(desk.office.on_task)
        text = f"第{number}轮第{count}件（进程{os.getpid()}）。"
        sys.stdout.write(f"{_TO}{text}\n")
        words = ["--database", url, "--actor", ACTOR, "progress", "log", task, "--unit", unit, "--period", "2024Q1"]
        planner_command(*words, "--text", text, "--as-of", _LOGGED)()
    return 0
