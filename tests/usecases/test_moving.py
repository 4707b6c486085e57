"""Moving a database: there and back on both kinds with nothing different, and what is refused."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from planner import errors
from planner.bootstrap import App
from planner.domain.actors import ActorRole
from planner.domain.backups import TableContent
from planner.settings import Settings
from planner.store.session import sqlite_file
from planner.usecases.audit import newest_hash
from planner.usecases.moving import require_movable
from planner.usecases.plans import list_plans
from planner.usecases.units import add_unit, list_units, succeed_unit
from planner.usecases.users import add_user
from tests.audit_chain import kept_and_rebuilt
from tests.copies import at, held, moved
from tests.world import NOW, World

Elsewhere = Callable[[], str]


@pytest.fixture
def elsewhere(world: World, request: pytest.FixtureRequest, tmp_path: Path) -> Elsewhere:
    """Makes addresses of empty databases of the other kind than the world's."""
    if world.app.engine.dialect.name == "sqlite":
        return lambda: str(request.getfixturevalue("postgres_url"))
    return lambda: f"sqlite:///{tmp_path / 'elsewhere.db'}"


def at_rest(world: World) -> World:
    """An office with a year of acts: a plan, entries, a unit that was succeeded by a later one, awkward texts."""
    world.confirmed()
    world.accepted("2024-02", "市政府办公室", "2024Q2", "2024-07-02", text="说“好”、100%、\\N、换\n行\t，𠮷。")
    world.returned(world.log("2024-01", "市司法局", "2024Q2", "2024-07-03"), "2024-07-04")
    world.do(add_unit, "2024-07-05", "市数据局")
    world.do(succeed_unit, "2024-07-05", "市财政局", "市数据局", since=dt.date(2024, 7, 5))
    return world


def test_database_moves_to_the_other_kind_and_back_with_nothing_different(
    world: World, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    at_rest(world)
    there = elsewhere()
    back = f"sqlite:///{tmp_path / 'back.db'}"
    before = held(world.app)
    first = moved(world.app, there)
    with at(world.app, there) as new:
        second = moved(new.app, back)
    with at(world.app, back) as again:
        assert first.tables == second.tables == before == held(again.app)
        hashes, rebuilt = kept_and_rebuilt(again.app.engine)
    assert sum(table.rows for table in before) > 60
    assert hashes == rebuilt == kept_and_rebuilt(world.app.engine)[0]
    assert first.newest == {"default": hashes[-1]}


def test_work_goes_on_where_it_was_moved(world: World, elsewhere: Elsewhere) -> None:
    """New rows come behind the highest ids, and the chain goes on."""
    at_rest(world)
    there = elsewhere()
    moved(world.app, there)
    names = [unit.name for unit in world.ask(list_units, None)]
    with at(world.app, there) as new:
        new.do(add_unit, None, "市气象局")
        new.accepted("2024-02", "市政府办公室", "2024Q3", "2024-10-02")
        kept, rebuilt = kept_and_rebuilt(new.app.engine)
        found = [unit.name for unit in new.ask(list_units, None)]
    assert kept == rebuilt
    assert set(found) - set(names) == {"市气象局"}
    assert [unit.name for unit in world.ask(list_units, None)] == names


def test_every_office_moves_and_stays_apart(world: World, elsewhere: Elsewhere) -> None:
    world.do(add_unit, None, "市司法局")
    other = world.office("second").confirmed()
    there = elsewhere()
    outcome = moved(world.app, there)
    assert outcome.offices == ("default", "second")
    assert outcome.newest == {"default": world.ask(newest_hash, None), "second": other.ask(newest_hash, None)}
    with at(world.app, there) as new:
        assert [unit.name for unit in new.ask(list_units, None)] == ["市司法局"]
        assert [plan.code for plan in new.office("second").ask(list_plans, None)] == ["2024"]


def test_rows_as_they_are_stored_are_moved_and_not_as_they_are_understood(
    sqlite_world: World, postgres_url: str
) -> None:
    """Somebody wrote into a column by hand what no reader of ours takes: it is moved as it is, for the auditor."""
    sqlite_world.confirmed()
    with sqlite_world.app.begin() as session:
        session.execute(text("update plan set draft = '{not json', state = 'nonsense'"))
    assert moved(sqlite_world.app, postgres_url).tables == held(sqlite_world.app)
    with at(sqlite_world.app, postgres_url) as new, new.app.engine.connect() as connection:
        assert tuple(connection.execute(text("select draft, state from plan")).one()) == ("{not json", "nonsense")


@pytest.mark.parametrize("column", ["on", "recorded"])
def test_day_that_is_none_is_told_with_its_table(sqlite_world: World, postgres_url: str, column: str) -> None:
    sqlite_world.do(add_unit, None, "市司法局")
    with sqlite_world.app.begin() as session:
        session.execute(text(f"update audit_event set \"{column}\" = 'yesterday'"))  # noqa: S608 - our own words
    with pytest.raises(errors.RowUnreadable, match="表 audit_event 里有读不懂的日期或时刻"):
        moved(sqlite_world.app, postgres_url)


def test_text_that_postgresql_cannot_hold_is_told_with_its_table_and_nothing_is_moved(
    sqlite_world: World, postgres_url: str
) -> None:
    sqlite_world.do(add_unit, None, "市司法局")
    with sqlite_world.app.begin() as session:
        session.execute(text("update unit set contact = 'a' || char(0) || 'b'"))
    with pytest.raises(errors.RowUnstorable, match="表 unit 里有新数据库存不下的文字或数"):
        moved(sqlite_world.app, postgres_url)
    with at(sqlite_world.app, postgres_url) as new:
        assert sum(table.rows for table in held(new.app)) == 0


def test_database_with_rows_is_not_moved_into(world: World, elsewhere: Elsewhere) -> None:
    there = elsewhere()
    moved(world.confirmed().app, there)
    with world.refused(errors.MoveHoldsRows, "里已有数据，没有搬进去"):
        moved(world.app, there)


def test_database_is_not_moved_onto_itself(world: World) -> None:
    world.do(add_unit, None, "市司法局")
    url = world.app.settings.database
    path = sqlite_file(url)
    other = f"sqlite:///{path.parent / '.' / path.name}" if path else f"{url}&application_name=other"
    for same in (url, other):
        with world.refused(errors.MoveOntoItself, "就是正在用的数据库，不用搬"):
            moved(world.app, same)


def test_only_the_coordinator_moves(world: World, elsewhere: Elsewhere) -> None:
    world.do(add_user, None, "王敏", ActorRole.COORDINATOR)
    world.do(add_user, None, "审计员", ActorRole.AUDITOR)
    there = elsewhere()
    with world.refused(errors.NotAllowed, "“审计员”无权搬移数据库"):
        moved(world.actor("审计员").app, there)
    with world.refused(errors.ActorUnknown):
        moved(world.actor("路人").app, there)
    path = sqlite_file(there)
    assert path is None or not path.exists()


def test_file_made_for_a_move_that_is_refused_is_taken_away(sqlite_world: World, tmp_path: Path) -> None:
    sqlite_world.do(add_unit, None, "市司法局")
    with sqlite_world.app.begin() as session:
        session.execute(text("update audit_event set recorded = 'yesterday'"))
    with pytest.raises(errors.RowUnreadable):
        moved(sqlite_world.app, f"sqlite:///{tmp_path / 'new.db'}")
    assert list(tmp_path.iterdir()) == []


def test_nobody_writes_while_it_is_moved(postgres_world: World, tmp_path: Path) -> None:
    """What was written meanwhile would stay behind: a writer waits, a reader doesn't."""
    postgres_world.do(add_unit, None, "市司法局")
    app = postgres_world.app
    with at(app, f"sqlite:///{tmp_path}/new.db") as new, app.begin() as session:
        require_movable(session, app.act(session, None), app.place, new.app.place)
        assert [unit.name for unit in postgres_world.ask(list_units, None)] == ["市司法局"]
        with app.engine.connect() as second:
            second.execute(text("set lock_timeout = '200ms'"))
            with pytest.raises(errors.DatabaseBusy), app.translated():
                second.execute(text("update unit set contact = '甲'"))
        session.rollback()


def test_server_that_doesnt_answer_is_told_without_the_password(sqlite_world: World) -> None:
    sqlite_world.do(add_unit, None, "市司法局")
    url = "postgresql+psycopg://someone:geheim@127.0.0.1:1/planner?connect_timeout=2"
    with pytest.raises(errors.DatabaseUnreadable) as refused:
        moved(sqlite_world.app, url)
    assert "geheim" not in str(refused.value)


def test_account_without_the_right_is_told(sqlite_world: World, postgres_url: str) -> None:
    sqlite_world.do(add_unit, None, "市司法局")
    with at(sqlite_world.app, postgres_url) as owner, owner.app.engine.connect() as connection:
        connection.execute(text("drop role if exists planner_guest"))
        connection.execute(text("create role planner_guest login"))
        connection.commit()
    guest = make_url(postgres_url).set(username="planner_guest").render_as_string(hide_password=False)
    with pytest.raises(errors.DatabaseForbids, match="账号没有做这件事的权限"):
        moved(sqlite_world.app, guest)


def test_same_rows_have_the_same_content_on_both_kinds(sqlite_url: str, postgres_url: str) -> None:
    """Written by the verbs on each, not copied."""
    found: list[tuple[TableContent, ...]] = []
    for url in (sqlite_url, postgres_url):
        world = World(App(Settings(database=url, actor="王敏"), clock=lambda: NOW))
        at_rest(world)
        found.append(held(world.app))
        world.app.close()
    assert found[0] == found[1]
