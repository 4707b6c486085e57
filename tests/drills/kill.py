"""The drill `kill`: commands are killed (SIGKILL); afterwards the database and the folder are looked into.

What is killed is a process forked from one that has imported the program, running `planner …` with its own connection
(of PostgreSQL the client, never the server). Each starts from the same database; a command must then be done wholly or
not at all, and what it said was done must be there. Run once more, it ends with all done, and nothing lies about. `log`
goes on in one database from kill to kill instead. Four of five are killed at a moment by chance, one of five kills
itself at an exact point: at a commit, or where a file gets its name. Who ended before is not counted as killed.
"""

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from sqlalchemy.exc import DBAPIError

import planner
from tests.drills.grounds import ACTOR, Ground, NoGround, PostgresGround, content, digest, faults, grounds_of
from tests.drills.kill_commands import COMMANDS, Command
from tests.drills.kill_desk import Desk, open_desk, with_next_year
from tests.drills.kill_logging import kill_logging
from tests.drills.killing import Ended, Moments, Work, planner_command, run_forked
from tests.drills.kills import EVERY, Kills
from tests.drills.outcomes import Outcome, Wanted
from tests.drills.points import Exactly, Point, counted, counts, killed_at
from tests.drills.servers import another, databases

KILLS = 500
"""Of import, close, log, log --file, collect and backup together, on each database."""
_OF_THE_OTHERS = 25
"""One in so many of these for each other command."""
_UNITS = 10
_REFUSED = 1


def drill(wanted: Wanted) -> Iterator[Outcome]:
    """Kill so many times on each database."""
    with tempfile.TemporaryDirectory(prefix="planner-kill-") as name, databases(Path(name)) as urls:
        target = PostgresGround(another(urls["PostgreSQL"], "target"))
        target.keep()
        for ground in grounds_of(urls):
            folder = Path(name, ground.kind)
            folder.mkdir()
            import_all()
            desk = open_desk(ground, folder, wanted.seed, _UNITS)
            desk = with_next_year(desk, ground, target if ground.kind == "SQLite" else None)
            yield from on_ground(ground, desk, wanted.rounds or KILLS)


def on_ground(ground: Ground, desk: Desk, kills: int) -> Iterator[Outcome]:
    """All commands on one database; so many kills of those that are killed most."""
    often = [command for command in COMMANDS if command.often]
    each, left = divmod(kills, len(often) + 1)
    for command in often:
        yield kill(command, ground, desk, each)
    ground.put_back()
    yield kill_logging(ground, desk, each + left)
    for command in COMMANDS:
        if not command.often and (ground.kind == "SQLite" or not command.first):
            yield kill(command, ground, desk, max(2, kills // _OF_THE_OTHERS))


def import_all() -> None:
    """Everything that a command would import after its start: the forked processes have it already."""
    for module in walk_packages(planner.__path__, "planner."):
        if not module.name.endswith("__main__"):
            import_module(module.name)


def kill(command: Command, ground: Ground, desk: Desk, kills: int, *, every: int = EVERY) -> Outcome:
    """Kill one command so many times, and look what is there each time."""
    if command.first:
        ground = NoGround(desk.work / "new.db")
        desk = replace(desk, url=ground.url)
    started, done = time.perf_counter(), Kills(kills, every)
    bout = bout_of(command, ground, desk)
    chance = random.Random(desk.seed)  # noqa: S311 - what happens again with the same seed is wanted
    moments = Moments(chance, bout.seconds)
    while done.more:
        bout.lay_out()
        note = partial(done.note, f"{command.name} #{done.rounds}")
        if where := done.exactly(chance, bout.points):
            ended = run_forked(killed_at(bout.work, where))
            place = bout.look(ended, note)
            _judge(bout, where, ended, place, note)
        else:
            moment = moments.next()
            ended = run_forked(bout.work, moment)
            place = bout.look(ended, note)
            moments.learn(moment, ended, nothing_done=place == 0)
        point, result = where.point if where else None, _result(place, len(bout.states) - 1)
        done.count(killed=ended.code is None, point=point, result=result)
    return done.outcome(f"{ground.kind} {command.name} killed", started)


# ---- one command, from the same database each time ----


@dataclass(frozen=True)
class Bout:
    """A command on a database. `states` are those that it may leave, from nothing done to all done.

    Of a whole run: how many `seconds` it takes, how often it comes to each point, what `files` are there in the end.
    """

    command: Command
    ground: Ground
    desk: Desk
    states: tuple[str, ...] = ()
    seconds: float = 0.0
    points: dict[Point, int] = field(default_factory=dict)
    files: frozenset[str] = frozenset()

    @property
    def work(self) -> Work:
        return planner_command("--database", self.ground.url, "--actor", ACTOR, *self.command.words(self.desk))

    def lay_out(self) -> None:
        """The database and the files as they were."""
        self.ground.put_back()
        self.desk.lay_out()
        self.command.prepare(self.desk)

    def look(self, ended: Ended, note: Callable[[str], None]) -> int:
        """Look into the database and the folder after a kill, and run the command to its end.

        The state it was left in, by its place among those that it may be in; -1 for another.
        """
        self.ground.settle()
        for fault in faults(self.ground):
            note(f"broken: {fault}")
        state = _state(self.ground)
        place = self.states.index(state) if state in self.states else -1
        if place == -1:
            note(f"half done: the rows are neither those before nor those after, but {state}")
        told, last = self.command.told(ended), len(self.states) - 1
        if place != -1 and min(told, last) > place:
            note(f"told as done but not there: {ended.printed[-3:]}")
        if ended.code in self.command.ends and place != last:
            note("ended well, but not all is there")
        done = told >= max(last, 1)
        if done and (missing := self.files - self.desk.names()):
            note(f"told as done, but these aren't there: {sorted(missing)}")
        for fault in self.command.files(self.desk, done):
            note(fault)
        if place == 0 and last > 0:
            self.command.tidy(self.desk)
        if place != last or last == 0 or self.command.repeatable:
            self._run_again(note, done=place == last)
        return place

    def _run_again(self, note: Callable[[str], None], *, done: bool) -> None:
        again = run_forked(self.work)
        self.ground.settle()
        left = self.desk.left_over()
        allowed = self.command.again | self.command.ends if done else self.command.ends
        if again.code not in allowed or _state(self.ground) != self.states[-1]:
            note(f"run again it ended with {again.code}, not with all done: {again.printed[-3:]}")
        if again.code != _REFUSED:  # one that is refused writes no file
            if left and not (done and self.command.first):  # a database that is there is not written as a file again
                note(f"run again it left lying about: {left}")
            if wrong := self.files.symmetric_difference(self.desk.names()):
                note(f"run again it left other files than a whole run: {sorted(wrong)}")
        for fault in self.command.files(self.desk, True):
            note(f"run again: {fault}")


def bout_of(command: Command, ground: Ground, desk: Desk) -> Bout:
    """A command on a database, after a whole run that nobody kills."""
    bout = Bout(command, ground, desk)
    bout.lay_out()
    before = _state(ground)
    ended = run_forked(counted(bout.work))
    ground.settle()
    if ended.code not in command.ends:
        raise RuntimeError(ended)
    after, files = _state(ground), desk.names()
    between: list[str] = []
    if command.steps is not None:
        bout.lay_out()
        between = command.steps(ground, desk)
    states = tuple(dict.fromkeys([before, *between, after]))
    return replace(bout, states=states, seconds=ended.seconds, points=counts(ended.printed), files=files)


def _state(ground: Ground) -> str:
    """One word for what a database holds."""
    try:
        return digest(content(ground.url)) if ground.there else "no database"
    except DBAPIError as fault:
        return f"something that can't be read: {fault.orig}"


def _judge(bout: Bout, where: Exactly, ended: Ended, place: int, note: Callable[[str], None]) -> None:
    """Of some kills it is known what must be there: where each commit, or rename, makes a state of its own."""
    if ended.code is not None:
        note(f"never came to {where.point} {where.time}: {ended.printed[-3:]}")
        return
    before, after = _MADE_BY_RENAMING if bout.command.first else _MADE_BY_COMMITS
    parts = len(bout.states) - 1
    if where.point in (before, after) and bout.points.get(before) == bout.points.get(after) == parts:
        expected = where.time - (where.point is before)
        if place != expected:
            note(f"killed {where.point} {where.time} there should be {expected} parts of {parts}, not {place}")


_MADE_BY_COMMITS = (Point.BEFORE_COMMIT, Point.AFTER_COMMIT)
_MADE_BY_RENAMING = (Point.BEFORE_RENAME, Point.AFTER_RENAME)


def _result(place: int, last: int) -> str:
    if last == 0:
        return ""
    if place == -1:
        return "half done"
    if place == last:
        return "all there"
    return "nothing there" if place == 0 else "a part there"
