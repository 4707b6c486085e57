"""The drills' short forms: the same deeds, a few of each."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.drills import kill, nasty, writers
from tests.drills.__main__ import main
from tests.drills.fuzz import Desk, Taken, case, half_taken, prepared, run
from tests.drills.grounds import Ground, NoGround, PostgresGround, SqliteGround
from tests.drills.kill_commands import COMMANDS
from tests.drills.kill_desk import Desk as KillDesk
from tests.drills.kill_desk import open_desk
from tests.drills.kill_logging import kill_logging
from tests.drills.killing import Ended
from tests.drills.kills import Kills
from tests.drills.offices import Office
from tests.drills.outcomes import Outcome
from tests.drills.writers import Crowd
from tests.world import SMALL_PLAN

pytestmark = pytest.mark.long

SEED = 2024
COLLECT, FIRST = (
    next(command for command in COMMANDS if command.name == name) for name in ("form collect", "plan import, the first")
)


@pytest.fixture
def ground(database: str) -> Ground:
    """A fresh database of each kind."""
    url = make_url(database)
    return PostgresGround(database) if url.get_backend_name() == "postgresql" else SqliteGround(Path(str(url.database)))


def test_what_is_acknowledged_outlives_a_kill_and_nothing_is_half_done(ground: Ground, tmp_path: Path) -> None:
    kill.import_all()
    desk = open_desk(ground, tmp_path, SEED, units=2)
    outcomes = [kill.kill(COLLECT, ground, desk, 3, every=2), kill_logging(ground, desk, 3, every=2)]
    assert [(outcome.done, outcome.findings) for outcome in outcomes] == [(3, ()), (3, ())]
    found = set(outcomes[0].measured.split("; "))
    assert found >= {"killed before COMMIT, nothing there 1", "killed after COMMIT, all there 1"}
    assert {"killed before COMMIT 1", "killed after COMMIT 1"} <= set(outcomes[1].measured.split("; "))


def test_what_was_told_as_done_but_is_not_there_is_found(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "新要点.txt").write_text(SMALL_PLAN, encoding="utf-8")
    ground = NoGround(tmp_path / "work" / "new.db")
    bout = kill.bout_of(FIRST, ground, KillDesk(tmp_path, ground.url, SEED, Office(())))
    bout.lay_out()
    found: list[str] = []
    assert bout.look(Ended(None, ("已存为草案“2024”",), 0.1), found.append) == 0
    assert found == [
        "told as done but not there: ('已存为草案“2024”',)",
        "told as done, but these aren't there: ['new.db']",
    ]


def test_who_ends_before_the_kill_is_not_counted_as_killed() -> None:
    kills = Kills(2)
    while kills.more:
        kills.count(killed=kills.rounds == 1, point=None)
    outcome = kills.outcome("log", 0.0)
    assert (outcome.done, outcome.measured) == (1, "ended before the kill 5; killed by chance 1")
    assert outcome.findings == ("6 rounds: only 1 of 2 were killed",)


def test_many_who_log_at_once_lose_nothing(ground: Ground, tmp_path: Path) -> None:
    threads = 3 if ground.kind == "PostgreSQL" else 1
    outcome = writers.on_ground(ground, tmp_path / "told", SEED, Crowd(3, threads, 4, readers=1, connections=2))
    assert (outcome.done, outcome.findings) == (3 * threads * 4, ())


@pytest.mark.parametrize(
    "name",
    [
        "disk_full_under_the_database",
        "file_size_limit",
        "read_only_database",
        "database_exchanged",
        "clock_going_back",
    ],
)
def test_what_machines_do_is_told_and_loses_nothing(name: str) -> None:
    try:
        found = nasty.maltreat(name)
    except nasty.Unavailable as why:
        pytest.skip(f"not done on this machine: {why}")
    assert found == []


def test_damaged_files_are_read_or_refused(tmp_path: Path) -> None:
    bases, database = prepared(tmp_path, SEED, units=3)
    (tmp_path / "文件").mkdir()
    desk = Desk(SqliteGround(database), tmp_path / "文件")
    told = {number: run(desk, case(bases, SEED, number)) for number in range(42)}
    assert {number: what for number, what in told.items() if what.startswith("found")} == {}
    assert set(told.values()) == {"read", "refused"}
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE task SET title = 'other' WHERE code = '2024-01'")
    assert half_taken(desk.ground, None) == "['task'] of a file that was not taken"
    assert half_taken(desk.ground, Taken()) == "['task'], and the log doesn't tell"


def test_drill_that_there_is_not_is_refused_before_any_is_run(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["tamper", "nosuch"])
    assert (ended.value.code, capsys.readouterr().out) == (2, "")


def test_line_of_a_drill_counts_what_went_wrong() -> None:
    assert str(Outcome("rows tampered with", 4, 1.0)) == "rows tampered with: 4 done, 0 wrong, 1.0 s"


def test_drill_that_does_nothing_is_wrong_unless_it_says_why() -> None:
    assert str(Outcome("rows tampered with", 0, 1.0)) == "rows tampered with: 0 done, 1 wrong, 1.0 s"
    excused = Outcome("disk full", 0, 0.0, excuse="not done on this machine: needs root")
    assert str(excused) == "disk full: 0 done, 0 wrong, 0.0 s; not done on this machine: needs root"
