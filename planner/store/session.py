"""Engines and sessions for SQLite and PostgreSQL, and which schema version a database holds."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

KNOWN_VERSIONS = ("0001", "0002", "0003", "0004", "0005")
"""The migrations' revisions, oldest first; the last is what this code's tables are of. A test compares them."""

BUSY_SECONDS = 5.0
_WRITES = "planner_writes"


def make_engine(url: str) -> Engine:
    """An engine for `url`. Nothing is opened before it is used."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    waits = {} if "timeout" in parsed.query else {"timeout": BUSY_SECONDS}
    engine = create_engine(parsed, connect_args=waits)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def make_session(engine: Engine, *, writes: bool) -> Session:
    """A session. On SQLite one that writes takes the write lock at its start, so it never has to give way later."""
    return Session(engine.execution_options(**{_WRITES: writes}), expire_on_commit=False)


def sqlite_file(url: str) -> Path | None:
    """The file behind a SQLite URL; None for memory and for other databases."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def stored_version(connection: Connection) -> str | None:
    """The schema version that the database holds, None for one without our tables."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    version = connection.execute(text("select version_num from alembic_version")).scalar_one_or_none()
    return None if version is None else str(version)


def _set_up_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # The driver's own transaction handling begins too late and commits behind our back: BEGIN is ours (below).
    sqlite: Any = connection
    sqlite.isolation_level = None
    cursor = sqlite.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
