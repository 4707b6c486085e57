"""What a database refuses, or holds that nobody can read, is told in a sentence that names no password."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, make_url, text
from sqlalchemy.orm import Session

from planner import errors
from planner.bootstrap import App
from planner.domain.progress import TaskState
from planner.settings import Settings
from planner.store.session import KNOWN_VERSIONS
from planner.usecases.audit_checking import verify_log
from planner.usecases.status import read_status
from planner.usecases.tasks import set_state
from planner.usecases.units import add_unit, list_units
from tests.world import World

ACTOR = "王敏"
NEWEST = KNOWN_VERSIONS[-1]


def app_at(url: str) -> App:
    return App(Settings(database=url, actor=ACTOR))


def read(url: str) -> tuple[str, ...]:
    """The names of the units, in a process's way: a connection of its own."""
    with closing(app_at(url)) as app, app.reading() as session:
        return tuple(unit.name for unit in list_units(session, app.as_of(session, None)))


def write(url: str, name: str, meanwhile: Callable[[Session], object] = lambda _: None) -> None:
    """Add a unit; `meanwhile` happens when it is written and not committed."""
    with closing(app_at(url)) as app, app.begin() as session:
        add_unit(session, app.act(session, None), name)
        session.flush()  # what happens meanwhile must find it written
        meanwhile(session)


def initialise(url: str) -> tuple[str | None, str]:
    with closing(app_at(url)) as app:
        return app.initialise()


@pytest.fixture
def address(postgres_url: str) -> URL:
    return make_url(postgres_url)


def shown(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def server(url: URL, *statements: str) -> None:
    """Do something to the database from outside."""
    plain = shown(url.set(drivername="postgresql", database="postgres"))
    with psycopg.connect(plain, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@pytest.fixture
def set_for_all(address: URL) -> Callable[[str], None]:
    """Let every connection to the database begin with a setting."""
    return lambda setting: server(address, f'ALTER DATABASE "{address.database}" SET {setting}')


@pytest.fixture
def locked_role(postgres_server: str) -> Iterator[str]:
    """A role that has to give the password `geheim`."""
    role = "planner_locked"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'geheim'".encode())
        (found,) = connection.execute("SHOW hba_file").fetchone() or ("",)
        path = Path(str(found))
        before = path.read_text(encoding="utf-8")
        path.write_text(f"local all {role} scram-sha-256\n{before}", encoding="utf-8")
        connection.execute("SELECT pg_reload_conf()")
        yield role
        path.write_text(before, encoding="utf-8")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f"DROP ROLE {role}".encode())


# ---- not reached ----


@pytest.mark.parametrize(
    ("username", "password", "database", "told"),
    [
        ("planner_locked", "falsch", None, "用户名或密码不对"),
        ("planner_locked", None, None, "用户名或密码不对"),
        ("nobody_at_all", None, None, "服务器不让这个用户登录"),
        (None, None, "none_such", "服务器上没有这个库"),
    ],
)
@pytest.mark.usefixtures("locked_role")
def test_what_the_server_turns_away_is_told_by_why(
    username: str | None, password: str | None, database: str | None, told: str, address: URL
) -> None:
    url = shown(address.set(username=username, password=password, database=database))
    for act in (read, initialise):
        with pytest.raises(errors.DatabaseUnreadable) as refused:
            act(url)
        assert f"（{told}），请" in str(refused.value)
        assert "falsch" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        (
            "postgresql+psycopg://u:geheim@127.0.0.1:1/x",
            "（这个地址和端口上没有数据库在运行），请核对 --database 的地址",
        ),
        ("postgresql+psycopg://u:geheim@nowhere.invalid/x", "（找不到这个主机），请核对 --database 的地址"),
        ("postgresql+psycopg://u:geheim@127.0.0.1:1/x?bogus=1", "（地址里的选项不对：invalid connection option"),
        ("postgresql+psycopg://u:geheim@127.0.0.1:1/x?sslmode=bogus", "（地址里的选项不对），请核对"),
    ],
)
def test_server_that_is_not_there_is_told(url: str, told: str) -> None:
    with pytest.raises(errors.DatabaseUnreadable) as refused:
        read(url)
    assert told in str(refused.value)
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "hidden"),
    [
        ("mysql://u:geheim@h/d", "mysql://u:***@h/d"),
        ("sqlite+aiosqlite:///x.db", "sqlite+aiosqlite:///x.db"),
        ("postgresql+psycopg2://u:geheim@h/d", "postgresql+psycopg2://u:***@h/d"),
        ("postgres://u:ge:h/eim@h/d", "postgres://u:***@h/d"),
        ("postgresql+psycopg://u:ge@h/eim@host/d", "postgresql+psycopg://u:***@host/d"),
        ("postgresql+psycopg://h:x/d?user=u&password=geheim", "postgresql+psycopg://h:x/d?user=u&password=***"),
        ("u:geheim@h/d", "u:***@h/d"),
        ("postgres://u@h:5432/d", "postgres://u@h:5432/d"),
    ],
)
def test_address_of_another_kind_is_told_without_its_password_and_with_those_that_work(url: str, hidden: str) -> None:
    for act in (read, initialise):
        with pytest.raises(errors.DatabaseAddressUnknown) as refused:
            act(url)
        assert str(refused.value).startswith(
            f"看不懂数据库地址“{hidden}”，请写成 sqlite:///文件名.db 或 postgresql+psycopg://用户@主机/库名"
        )


def test_password_behind_the_question_mark_is_not_shown() -> None:
    app = app_at("postgresql+psycopg://127.0.0.1:1/x?user=u&password=geheim")
    assert app.where == "postgresql+psycopg://127.0.0.1:1/x?password=***&user=u"


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "sqlite:///"])
def test_database_in_memory_is_refused_for_nothing_would_be_kept(url: str) -> None:
    for act in (read, initialise):
        with pytest.raises(errors.DatabaseInMemory, match="什么也留不下"):
            act(url)


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1", "EUC_CN"])
def test_database_that_has_not_all_characters_is_refused(encoding: str, address: URL) -> None:
    name = f"encoded_{encoding.lower()}"
    server(address, f"CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0 LOCALE 'C'")
    for act in (initialise, read):
        with pytest.raises(errors.DatabaseEncodingWrong, match=f"的编码是 {encoding}，存不全汉字，请换一个 UTF8"):
            act(shown(address.set(database=name)))
    server(address, f"DROP DATABASE {name} WITH (FORCE)")


def test_server_whose_connections_are_taken_is_told(address: URL) -> None:
    server(address, "CREATE ROLE planner_one LOGIN", f'ALTER DATABASE "{address.database}" CONNECTION LIMIT 0')
    with pytest.raises(errors.DatabaseUnreadable, match="（服务器的连接都占满了），请稍后再试"):
        read(shown(address.set(username="planner_one")))
    server(address, "DROP ROLE planner_one")


# ---- in the middle ----


@pytest.mark.parametrize("goes_on", [False, True], ids=["commits", "writes-on"])
def test_connection_that_is_ended_while_writing_is_told_and_leaves_nothing(address: URL, goes_on: bool) -> None:
    url = shown(address)

    def end(session: Session) -> None:
        pid = session.scalar(text("SELECT pg_backend_pid()"))
        server(address, f"SELECT pg_terminate_backend({pid}, 5000)")
        if goes_on:
            session.execute(text("SELECT 1"))

    with pytest.raises(errors.DatabaseGone, match="的连接断了，最后做的这一步没有得到确认，请用 planner audit log"):
        write(url, "市司法局", end)
    assert read(url) == ()


def test_connection_that_is_ended_between_two_commands_is_made_anew(address: URL) -> None:
    with closing(app_at(shown(address))) as app:
        for name in ("市司法局", "市财政局"):
            with app.begin() as session:
                add_unit(session, app.act(session, None), name)
                pid = session.scalar(text("SELECT pg_backend_pid()"))
            server(address, f"SELECT pg_terminate_backend({pid}, 5000)")
    assert read(shown(address)) == ("市司法局", "市财政局")


def test_statement_that_takes_too_long_is_told(address: URL, set_for_all: Callable[[str], None]) -> None:
    set_for_all("statement_timeout = '100ms'")
    with pytest.raises(errors.DatabaseUnreadable, match="（做得太久，被服务器中止了），请稍后再试"):
        write(shown(address), "市司法局", lambda session: session.execute(text("SELECT pg_sleep(3)")))
    assert read(shown(address)) == ()


def test_lock_that_is_not_to_be_had_in_time_is_told(address: URL, set_for_all: Callable[[str], None]) -> None:
    set_for_all("lock_timeout = '100ms'")
    with (
        closing(app_at(shown(address))) as app,
        app.acting(None),
        pytest.raises(errors.DatabaseBusy, match="轮不到写"),
    ):
        write(shown(address), "市司法局")
    assert read(shown(address)) == ()


def test_database_that_may_only_be_read_is_read_and_not_written(
    address: URL, set_for_all: Callable[[str], None]
) -> None:
    write(shown(address), "市司法局")
    set_for_all("default_transaction_read_only = on")
    with pytest.raises(errors.DatabaseForbids, match="没有做这件事的权限"):
        write(shown(address), "市财政局")
    assert read(shown(address)) == ("市司法局",)


def test_account_that_may_only_select_reads_and_does_not_write(address: URL) -> None:
    write(shown(address), "市司法局")
    with closing(app_at(shown(address))) as app, app.engine.begin() as owner:
        owner.execute(text("CREATE ROLE planner_reader LOGIN"))
        owner.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO planner_reader"))
    reader = shown(address.set(username="planner_reader"))
    assert read(reader) == ("市司法局",)
    assert initialise(reader) == (NEWEST, NEWEST)
    with pytest.raises(errors.DatabaseForbids, match="没有做这件事的权限"):
        write(reader, "市财政局")
    assert read(reader) == ("市司法局",)
    with closing(app_at(shown(address))) as app, app.engine.begin() as owner:
        owner.execute(text("DROP OWNED BY planner_reader"))
        owner.execute(text("DROP ROLE planner_reader"))


@pytest.mark.parametrize("level", ["repeatable read", "serializable"])
def test_writers_queue_whatever_the_server_begins_transactions_with(
    level: str, address: URL, set_for_all: Callable[[str], None]
) -> None:
    """Who waited for the office's lock must see what the one before wrote, and follow it."""
    set_for_all(f"default_transaction_isolation = '{level}'")
    with ThreadPoolExecutor(max_workers=4) as pool:
        list(pool.map(lambda number: write(shown(address), f"单位{number}"), range(16)))
    with closing(app_at(shown(address))) as app, app.reading() as session:
        found = verify_log(session, app.as_of(session, None))
    assert (found.rows, found.faults, len(read(shown(address)))) == (16, (), 16)


# ---- other tables ----


@pytest.mark.parametrize(
    "behind",
    [
        "ALTER TABLE unit RENAME TO unit_of_old",
        "ALTER TABLE unit RENAME COLUMN name TO called",
        "ALTER TABLE audit_event RENAME TO audit_of_old",
    ],
)
def test_table_renamed_behind_our_back_is_told(behind: str, address: URL) -> None:
    url = shown(address)
    with closing(app_at(url)) as app, app.engine.begin() as connection:
        connection.execute(text(behind))
    for act in (lambda: write(url, "市司法局"), lambda: initialise(url)):
        with pytest.raises(errors.DatabaseUnreadable, match="（里面的表不是本程序的，或者不全）"):
            act()


@pytest.mark.parametrize("version", ["0004", ""])
def test_tables_that_are_there_already_are_not_made_again(version: str, database: str) -> None:
    with closing(app_at(database)) as app, app.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
        if not version:
            connection.execute(text("DROP TABLE alembic_version"))
    with pytest.raises(errors.DatabaseUnreadable, match="（里面的表不是本程序的，或者不全）"):
        initialise(database)


def test_database_that_is_not_whole_is_not_called_up_to_date(database: str) -> None:
    with closing(app_at(database)) as app, app.engine.begin() as connection:
        connection.execute(text("DROP TABLE history_figure"))
    with pytest.raises(errors.DatabaseUnreadable, match="（里面的表不是本程序的，或者不全）"):
        initialise(database)


def test_version_that_no_program_of_ours_has_is_told_as_another_programs(database: str) -> None:
    with closing(app_at(database)) as app, app.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'ae1027a6acf'"))
    for act in (read, initialise):
        with pytest.raises(errors.DatabaseForeign, match="（ae1027a6acf）不是本程序的，它可能是别的程序的数据库"):
            act(database)


def test_of_many_who_make_a_database_at_once_one_does_and_the_others_find_it_made(address: URL) -> None:
    server(address, "CREATE DATABASE made_at_once")
    url = shown(address.set(database="made_at_once"))
    code = "import sys; from planner.bootstrap import App; from planner.settings import Settings; "
    code += "print(App(Settings(database=sys.argv[1])).initialise())"
    runs = [subprocess.Popen([sys.executable, "-c", code, url], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    told = sorted(run.communicate()[0].strip() for run in runs)
    server(address, "DROP DATABASE made_at_once WITH (FORCE)")
    assert told == [f"('{NEWEST}', '{NEWEST}')", f"('{NEWEST}', '{NEWEST}')", f"(None, '{NEWEST}')"]


@pytest.mark.parametrize(
    "change",
    [
        "update plan set issued_on = 'someday'",
        "update deadline set due = 5",
        "update assignment set role = 'friend'",
        "update task_state_change set state = 7",
    ],
)
def test_value_that_only_another_hand_can_have_written_is_told(sqlite_world: World, change: str) -> None:
    sqlite_world.confirmed()
    sqlite_world.do(set_state, "2024-07-01", "2024-01", TaskState.PAUSED, basis="会议纪要")
    with sqlite_world.app.begin() as session:
        assert session.execute(text(change)).rowcount > 0  # type: ignore[attr-defined]
    with pytest.raises(errors.RowsUnreadable, match="里有读不懂的内容，它在程序以外被改过；请用 planner restore"):
        sqlite_world.ask(read_status, "2024-07-02")


def test_fault_of_the_program_itself_is_no_fault_of_the_database(sqlite_world: World) -> None:
    with pytest.raises(ValueError, match="ours"), sqlite_world.app.reading():
        raise ValueError("ours")
