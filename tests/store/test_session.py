"""Transactions: what is begun is whole or not at all, and one writes at a time."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import QueuePool, select, text

from planner.bootstrap import App
from planner.errors import (
    ChangedMeanwhile,
    DatabaseAddressUnknown,
    DatabaseBusy,
    DatabaseReplaced,
    DatabaseUnreadable,
    UnitExists,
)
from planner.settings import Settings
from planner.store.session import make_engine, make_session, sqlite_file
from planner.store.units import Unit, UnitName
from planner.usecases.units import add_unit, list_units
from planner.usecases.versions import office_version
from tests.world import World


class Stop(Exception):
    """Anything that goes wrong."""


def names(world: World) -> list[str]:
    """Every unit there is."""
    with world.app.reading() as session:
        return list(session.scalars(select(Unit.name).order_by(Unit.name)))


def test_what_is_begun_and_ends_well_is_kept(world: World) -> None:
    world.do(add_unit, None, "市司法局")
    assert names(world) == ["市司法局"]


def test_nothing_of_a_transaction_that_fails_is_kept(world: World) -> None:
    def fails() -> None:
        with world.app.begin() as session:
            add_unit(session, world.app.act(session, None), "市司法局")
            session.flush()
            raise Stop

    with pytest.raises(Stop):
        fails()
    assert names(world) == []


def test_database_goes_on_working_after_a_failure(world: World) -> None:
    world.do(add_unit, None, "市司法局")
    with pytest.raises(UnitExists):
        world.do(add_unit, None, "市司法局")
    world.do(add_unit, None, "市财政局")
    assert names(world) == ["市司法局", "市财政局"]


def test_reader_sees_one_state_whoever_writes_meanwhile(world: World) -> None:
    """Else what it shows first and the version that it names last would not be of one moment."""
    world.do(add_unit, None, "市司法局")
    with world.app.reading() as session:
        seen = world.app.as_of(session, None)
        before = [unit.name for unit in list_units(session, seen)], office_version(session, seen)
        world.do(add_unit, None, "市财政局")
        assert ([unit.name for unit in list_units(session, seen)], office_version(session, seen)) == before
    assert names(world) == ["市司法局", "市财政局"]


def test_two_who_enter_the_same_name_at_once_are_told_apart(world: World) -> None:
    """Both looked before either wrote: the database has the last word."""
    world.do(add_unit, None, "市司法局")
    with world.app.reading() as session:
        held = session.scalars(select(UnitName)).one()

    def doubled() -> None:
        with world.app.begin() as session:
            session.add(UnitName(unit_id=held.unit_id, name=held.name, folded=held.folded, kind=held.kind))

    with pytest.raises(ChangedMeanwhile, match="同一时间有别人改了同样的记录"):
        doubled()


def test_sqlite_keeps_references_and_lets_readers_read_while_one_writes(sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    with make_session(engine, writes=False) as session:
        found = [session.execute(text(f"pragma {name}")).scalar_one() for name in ("foreign_keys", "journal_mode")]
    engine.dispose()
    assert found == [1, "wal"]


@pytest.mark.parametrize("wait", ["nan", "inf", "-1", "1e9", "soon", "1&timeout=2", ""])
def test_waiting_that_is_no_number_of_seconds_is_refused(tmp_path: Path, wait: str) -> None:
    app = App(Settings(database=f"sqlite:///{tmp_path}/x.db?timeout={wait}"))
    with pytest.raises(DatabaseAddressUnknown):
        app.initialise()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["sqlite:///planner.db", "postgresql+psycopg://nobody@nowhere/planner"])
def test_engine_keeps_as_many_connections_as_it_is_told(url: str) -> None:
    pool = make_engine(url, pool_size=7, max_overflow=0).pool
    assert isinstance(pool, QueuePool)
    assert pool.size() == 7


def test_second_writer_is_told_that_the_database_is_busy(sqlite_world: World) -> None:
    url = sqlite_world.app.settings.database
    second = App(replace(sqlite_world.app.settings, database=f"{url}?timeout=0.1"))
    with sqlite_world.app.begin(), pytest.raises(DatabaseBusy, match="正被别的程序占用"), second.begin():
        pass
    second.engine.dispose()


def test_writer_takes_its_turn_at_its_start_even_before_it_writes(sqlite_world: World) -> None:
    """Else two could read the same state, and the later writer would have to give way half-way through."""
    url = sqlite_world.app.settings.database
    second = World(App(Settings(database=f"{url}?timeout=0.1", actor="王敏"), clock=sqlite_world.app.clock))
    with sqlite_world.app.begin() as session:
        session.execute(text("select 1"))
        with pytest.raises(DatabaseBusy):
            second.do(add_unit, None, "市司法局")
    second.app.engine.dispose()


def test_reader_is_not_kept_waiting_by_a_writer_and_sees_what_was_before(sqlite_world: World) -> None:
    other = World(App(sqlite_world.app.settings, clock=sqlite_world.app.clock))
    with sqlite_world.app.begin() as session:
        add_unit(session, sqlite_world.app.act(session, None), "市司法局")
        session.flush()
        assert names(other) == []
    assert names(other) == ["市司法局"]
    other.app.engine.dispose()


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:///data/planner.db", "data/planner.db"),
        ("sqlite:////srv/planner.db", "/srv/planner.db"),
        ("sqlite://", None),
        ("sqlite:///:memory:", None),
        ("postgresql+psycopg://someone@host/planner", None),
    ],
)
def test_file_behind_an_address(url: str, file: str | None) -> None:
    found = sqlite_file(url)
    assert (found if found is None else found.as_posix()) == file


def test_what_sqlite_acknowledges_is_on_the_disk(sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    with make_session(engine, writes=False) as session:
        assert session.execute(text("pragma synchronous")).scalar_one() == 2  # FULL: each commit is flushed
    engine.dispose()


def exchange(path: Path, other: Path) -> None:
    """Let another file take a database's place, with nothing of the old one left beside it."""
    for left in ("-wal", "-shm"):
        path.with_name(path.name + left).unlink(missing_ok=True)
    other.replace(path)


def test_file_that_another_took_the_place_of_is_not_written_to(sqlite_url: str, tmp_path: Path) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    other = tmp_path / "other.db"
    shutil.copyfile(path, other)
    world = World(App(Settings(database=sqlite_url, actor="王敏")))
    world.do(add_unit, None, "市司法局")
    exchange(path, other)
    world.do(add_unit, None, "市财政局")
    assert names(world) == ["市财政局"]
    world.app.close()


def test_act_during_which_the_file_is_exchanged_is_not_acknowledged(sqlite_url: str, tmp_path: Path) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    other = tmp_path / "other.db"
    shutil.copyfile(path, other)
    app = App(Settings(database=sqlite_url, actor="王敏"))

    def act() -> None:
        with app.begin() as session:
            add_unit(session, app.act(session, None), "市司法局")
            exchange(path, other)

    with pytest.raises(DatabaseReplaced, match="被移走或换成了别的文件"):
        act()
    app.close()


@pytest.mark.parametrize("writes", [False, True])
def test_damage_that_the_driver_cannot_even_tell_is_told(sqlite_url: str, writes: bool) -> None:
    """SQLite's message quotes bytes of the damaged list of tables, which are no text."""
    path = sqlite_file(sqlite_url)
    assert path is not None
    damaged = path.read_bytes().replace(b"CREATE TABLE section (", b"CREATE \xb2\xb2\xb2\xb2\xb2 section (")
    path.write_bytes(damaged)
    app = App(Settings(database=sqlite_url, actor="王敏"))
    with pytest.raises(DatabaseUnreadable, match="文件已损坏"), app.begin() if writes else app.reading():
        pass
    app.close()
    assert path.read_bytes() == damaged
