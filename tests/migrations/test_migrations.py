"""Migrations on both kinds of database, and databases that aren't what they should be."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from planner import bootstrap, errors
from planner.bootstrap import App
from planner.settings import Settings, shipped
from planner.store.models import Base
from planner.store.session import KNOWN_VERSIONS, make_engine
from planner.usecases.units import add_unit, list_units
from tests.audit_chain import kept_and_rebuilt
from tests.world import World, at_work

HEAD = KNOWN_VERSIONS[-1]


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """An engine on a migrated database."""
    engine = make_engine(database)
    yield engine
    engine.dispose()


def tables(engine: Engine) -> set[str]:
    """Every table but Alembic's own."""
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def migrate(engine: Engine, to: str) -> None:
    """Go up or down to a revision."""
    config = Config(str(shipped() / "alembic.ini"))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        (command.downgrade if to == "base" else command.upgrade)(config, to)
        connection.commit()


def set_version(database: str, version: str) -> None:
    """Let a database say that it is of another version."""
    engine = make_engine(database)
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = :version"), {"version": version})
    engine.dispose()


def open_for_reading(url: str) -> None:
    """Read from a database."""
    app = App(Settings(database=url))
    try:
        with app.reading():
            pass
    finally:
        if "engine" in vars(app):
            app.engine.dispose()


def test_known_versions_are_those_of_the_migrations_in_order() -> None:
    scripts = ScriptDirectory.from_config(Config(str(shipped() / "alembic.ini")))
    assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == KNOWN_VERSIONS


def test_migrations_make_every_table_of_the_models(engine: Engine) -> None:
    assert tables(engine) == set(Base.metadata.tables)


def test_models_and_migrations_agree(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_database_goes_down_to_nothing_and_up_again(engine: Engine) -> None:
    migrate(engine, "base")
    assert tables(engine) == set()
    migrate(engine, "head")
    assert tables(engine) == set(Base.metadata.tables)


def test_rows_of_the_first_version_outlive_the_second(engine: Engine) -> None:
    """Tasks with all that points at them: the second version must not make their tables anew."""
    migrate(engine, "base")
    migrate(engine, "0001")
    values = {
        "source_document": "(1, 'default', '要点.txt', 'txt', 'ab', '一、', '2024-03-11 00:00:00')",
        "plan": "(1, 'default', '2024', 2024, '要点', null, null, '2024-12-31', 'draft', 1, 1, '{}', '2024-03-11',"
        " null)",
        "task": "(1, 1, null, '2024-01', 0, 'task', null, null, '办事', '办事。', 0, 2, true)",
        "checkpoint": "(1, 1, 1, '2024-01.1', '6月底前', '6月底前。', 'date', null, null, null, null, null, 'text')",
        "checkpoint_due": "(1, 1, 0, '2024-06-30', 'text', '', '2024-03-11')",
    }
    with engine.begin() as connection:
        for table, row in values.items():
            connection.execute(text(f"insert into {table} values {row}"))  # noqa: S608 - our own words
    migrate(engine, "head")
    with engine.connect() as connection:
        counts = {table: connection.execute(text(f"select count(*) from {table}")).scalar() for table in values}  # noqa: S608
        late = connection.execute(text("select task.added_on, checkpoint.added_on from task, checkpoint")).one()
    assert (set(counts.values()), tuple(late)) == ({1}, (None, None))


def test_acts_logged_before_the_fourth_version_are_chained_by_it_and_later_ones_follow(engine: Engine) -> None:
    """Two offices' rows, one between the other's; more of them than the migration takes at once."""
    migrate(engine, "base")
    migrate(engine, "0003")
    rows: list[dict[str, Any]] = [
        {
            "id": number,
            "office": "second" if number % 3 == 0 else "default",
            "actor": "王敏",
            "verb": "task:extend",
            "target": "2024-02",
            "before": None if number % 2 else '{"乙": [1, 2.5, null], "甲": "2024-12-31"}',
            "after": f'"第{number}次"',
            "reason": "等“新系统”\n上线",
            "on": "2024-07-02",
            "recorded": f"2024-07-02 09:00:00.{number:06}+00:00",
        }
        for number in range(1, 2501)
    ]
    insert = text(f"insert into audit_event values ({', '.join(f':{name}' for name in rows[0])})")  # noqa: S608
    with engine.begin() as connection:
        connection.execute(insert, _as_kept(engine, rows))
        if engine.dialect.name == "postgresql":
            connection.execute(text("select setval('audit_event_id_seq', 2500)"))
    migrate(engine, "head")
    at_work(engine).do(add_unit, None, "市档案馆")
    chains = {office: kept_and_rebuilt(engine, office) for office in ("default", "second")}
    assert {office: (len(kept), kept == rebuilt) for office, (kept, rebuilt) in chains.items()} == {
        "default": (1668, True),
        "second": (833, True),
    }


def test_previous_hashes_are_filled_from_the_chain_by_the_fifth_version(engine: Engine) -> None:
    """Acts of two offices, logged by this program; the fourth version kept no previous hash."""
    world = at_work(engine)
    for number in range(3):
        world.do(add_unit, None, f"市第{number}局")
        world.office("second").do(add_unit, None, f"市第{number}局")
    logged = _links(engine)
    with engine.connect() as connection:
        config = Config(str(shipped() / "alembic.ini"))
        config.attributes["connection"] = connection
        command.downgrade(config, "0004")
        connection.commit()
    migrate(engine, "head")
    assert _links(engine) == logged
    assert [link for link in logged if link[2] == ""] == [logged[0], logged[1]]
    world.do(add_unit, None, "市档案馆")
    assert _links(engine)[-1][2] == logged[-2][3]


def _links(engine: Engine) -> list[tuple[int, str, str, str]]:
    """Each row's id, office, previous hash and hash."""
    with engine.connect() as connection:
        rows = connection.execute(text("select id, office, previous, hash from audit_event order by id"))
        return [tuple(row) for row in rows]


def _as_kept(engine: Engine, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows as the database keeps them: SQLite keeps no zone."""
    if engine.dialect.name == "postgresql":
        return rows
    return [row | {"recorded": row["recorded"].removesuffix("+00:00")} for row in rows]


def test_new_database_is_made_and_making_it_again_changes_nothing(tmp_path: Path) -> None:
    app = App(Settings(database=f"sqlite:///{tmp_path}/new.db", actor="王敏"))
    assert app.initialise() == (None, HEAD)
    World(app).do(add_unit, None, "市司法局")
    assert app.initialise() == (HEAD, HEAD)
    assert [unit.name for unit in World(app).ask(list_units, None)] == ["市司法局"]
    app.engine.dispose()


def test_database_is_made_for_the_first_import_and_only_then(tmp_path: Path) -> None:
    app = App(Settings(database=f"sqlite:///{tmp_path}/new.db"))
    with app.prepared() as first:
        pass
    with app.prepared() as second:
        pass
    assert (first is app, second is app) == (False, True)
    open_for_reading(app.settings.database)
    app.engine.dispose()


def test_database_that_another_made_during_the_first_import_stays(tmp_path: Path) -> None:
    app = App(Settings(database=f"sqlite:///{tmp_path}/new.db", actor="王敏"))
    with pytest.raises(errors.ChangedMeanwhile), app.prepared():
        app.initialise()
    World(app).do(add_unit, None, "市审计局")
    assert [unit.name for unit in World(app).ask(list_units, None)] == ["市审计局"]
    app.engine.dispose()
    assert [path.name for path in tmp_path.iterdir()] == ["new.db"]


def test_database_made_for_an_import_that_is_refused_is_taken_away_again(tmp_path: Path) -> None:
    app = App(Settings(database=f"sqlite:///{tmp_path}/new.db"))
    with pytest.raises(errors.PlanCodeFaulty), app.prepared():
        raise errors.PlanCodeFaulty("?")
    assert list(tmp_path.iterdir()) == []


def test_database_of_a_newer_program_is_neither_read_nor_upgraded(database: str) -> None:
    set_version(database, "9999")
    app = App(Settings(database=database))
    with pytest.raises(errors.DatabaseNewer, match="的版本（9999）比本程序新"):
        app.initialise()
    with pytest.raises(errors.DatabaseNewer, match="的版本（9999）比本程序新"), app.reading():
        pass
    app.engine.dispose()


def test_database_of_an_older_program_is_refused_with_the_advice(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a program one version further on sees the databases of this one."""
    monkeypatch.setattr(bootstrap, "KNOWN_VERSIONS", (*KNOWN_VERSIONS, "9999"))
    with pytest.raises(errors.DatabaseOlder, match="请先运行 planner init 升级（数据会保留）"):
        open_for_reading(database)


def test_database_without_tables_is_refused_with_the_advice(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with pytest.raises(errors.DatabaseEmpty, match="还没有本程序的表，请先运行 planner init"):
        open_for_reading(f"sqlite:///{path}")


def test_other_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    engine = make_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(text("create table something (id integer)"))
    engine.dispose()
    with pytest.raises(errors.DatabaseEmpty):
        open_for_reading(f"sqlite:///{path}")


def test_reading_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(errors.DatabaseMissing, match="还不存在，请先运行 planner init"):
        open_for_reading(f"sqlite:///{tmp_path}/none.db")
    assert list(tmp_path.iterdir()) == []


def test_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("这是一份会议记录。" * 100)
    before = path.read_bytes()
    app = App(Settings(database=f"sqlite:///{path}"))
    with pytest.raises(errors.DatabaseUnreadable, match="它不是数据库文件"), app.reading():
        pass
    with pytest.raises(errors.DatabaseUnreadable, match="它不是数据库文件"):
        app.initialise()
    assert path.read_bytes() == before
    app.engine.dispose()


def test_folder_that_doesnt_exist_is_refused(tmp_path: Path) -> None:
    app = App(Settings(database=f"sqlite:///{tmp_path}/none/planner.db"))
    with pytest.raises(errors.DatabaseUnreadable, match="文件打不开"):
        app.initialise()
    with pytest.raises(errors.DatabaseMissing), app.reading():
        pass
    app.engine.dispose()


@pytest.mark.parametrize("url", ["foo://", "foo://host/planner", "planner.db", "", "sqlite", "postgresql+foo://host/x"])
def test_address_that_is_none_is_refused_by_what_was_typed(url: str) -> None:
    for act in (open_for_reading, lambda url: App(Settings(database=url)).initialise()):
        with pytest.raises(errors.DatabaseAddressUnknown) as refused:
            act(url)
        assert f"看不懂数据库地址“{url}”" in str(refused.value)


def test_server_that_doesnt_answer_is_told_without_the_password() -> None:
    with pytest.raises(errors.DatabaseUnreadable) as refused:
        open_for_reading("postgresql+psycopg://someone:geheim@127.0.0.1:1/planner?connect_timeout=2")
    assert "postgresql+psycopg://someone:***@127.0.0.1:1/planner" in str(refused.value)
    assert "geheim" not in str(refused.value)
