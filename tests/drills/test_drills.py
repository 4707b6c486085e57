"""The drills' short forms: the same deeds, a few of each."""

from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.drills import kill, nasty, writers
from tests.drills.__main__ import main
from tests.drills.fuzz import Desk, case, prepared, run
from tests.drills.grounds import Ground, PostgresGround, SqliteGround
from tests.drills.outcomes import Outcome
from tests.drills.writers import Crowd

SEED = 2024


@pytest.fixture
def ground(database: str) -> Ground:
    """A fresh database of each kind."""
    url = make_url(database)
    return PostgresGround(database) if url.get_backend_name() == "postgresql" else SqliteGround(Path(str(url.database)))


def test_what_is_acknowledged_outlives_a_kill_and_nothing_is_half_done(ground: Ground, tmp_path: Path) -> None:
    outcomes = list(kill.on_ground(ground, tmp_path, SEED, 6, only="form collect", units=2))
    assert [(outcome.done, outcome.findings) for outcome in outcomes] == [(3, ()), (3, ())]


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
    except nasty.Unavailable:
        pytest.skip("this machine doesn't let us do that to it")
    assert found == []


def test_damaged_files_are_read_or_refused(tmp_path: Path) -> None:
    bases, database = prepared(tmp_path, SEED, units=3)
    (tmp_path / "文件").mkdir()
    desk = Desk(SqliteGround(database), tmp_path / "文件")
    told = {number: run(desk, case(bases, SEED, number)) for number in range(60)}
    assert {number: what for number, what in told.items() if what.startswith("found")} == {}
    assert set(told.values()) == {"read", "refused"}


def test_drill_that_there_is_not_is_refused_before_any_is_run(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["tamper", "nosuch"])
    assert (ended.value.code, capsys.readouterr().out) == (2, "")


def test_line_of_a_drill_counts_what_went_wrong() -> None:
    assert str(Outcome("rows tampered with", 4, 1.0)) == "rows tampered with: 4 done, 0 wrong, 1.0 s"
