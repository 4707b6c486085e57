"""Databases for tests as files are: new addresses, one database laid over another."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy import Connection, inspect, make_url, text

from planner.bootstrap import App
from planner.settings import Settings
from planner.store.session import make_engine

KINDS = ("sqlite", "postgresql")


def lay(source: str, target: str) -> None:
    """Make the database at `target` a copy of the one at `source`, whatever it was; nobody is at work on either."""
    if (path := _file(target)) is not None:
        for left in ("-wal", "-shm"):
            path.with_name(path.name + left).unlink(missing_ok=True)
        shutil.copyfile(str(_file(source)), path)
        return
    drop(target)
    names = f'"{make_url(target).database}" TEMPLATE "{make_url(source).database}"'
    with _server(target) as connection:
        connection.execute(_LET_GO, [make_url(source).database])
        connection.execute(f"CREATE DATABASE {names} STRATEGY file_copy".encode())


def drop(url: str) -> None:
    """Take a database of a server away; a file goes with its folder."""
    if _file(url) is None:
        with _server(url) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)'.encode())


def address(server: str, name: str | None = None) -> str:
    """The address of a database on a server, by default of one that isn't there yet."""
    url = make_url(server).set(drivername="postgresql+psycopg", database=name or f"test_{uuid4().hex}")
    return url.render_as_string(hide_password=False)


def contents(url: str) -> dict[str, list[str]]:
    """Every row of every table of a database."""
    with behind(url) as connection:
        names = inspect(connection).get_table_names()
        found = {name: connection.execute(text(f'select * from "{name}"')) for name in names}  # noqa: S608 - our names
        return {name: sorted(repr(tuple(row)) for row in rows) for name, rows in found.items()}


def change(url: str, *statements: str) -> None:
    """Write into a database behind the program's back."""
    with behind(url) as connection:
        for statement in statements:
            connection.execute(text(statement))


def count_on(url: str) -> None:
    """Let a PostgreSQL database number its next rows as SQLite does: what was rolled back has left no gap."""
    with behind(url) as connection:
        for table in inspect(connection).get_table_names():
            counter = connection.scalar(
                text(
                    "SELECT pg_get_serial_sequence(t, 'id') FROM information_schema.columns, quote_ident(:table) t"
                    " WHERE table_name = :table AND column_name = 'id'"
                ),
                {"table": table},
            )
            if counter:
                newest = f'(SELECT coalesce(max(id), 0) + 1 FROM "{table}")'  # noqa: S608 - our names
                connection.execute(text(f"SELECT setval('{counter}', {newest}, false)"))


def named(url: str) -> str:
    """How messages name a database."""
    return App(Settings(database=url)).where


@contextmanager
def behind(url: str) -> Iterator[Connection]:
    """A transaction on a database that the program knows nothing of."""
    engine = make_engine(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


_LET_GO = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"


def _file(url: str) -> Path | None:
    return Path(str(make_url(url).database)) if url.startswith("sqlite") else None


def _server(url: str) -> "psycopg.Connection[tuple[object, ...]]":
    server = make_url(url).set(drivername="postgresql", database="postgres")
    return psycopg.connect(server.render_as_string(hide_password=False), autocommit=True)
