"""Engines and sessions for SQLite and PostgreSQL, and which schema version a database holds."""

import random
import sqlite3
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

KNOWN_VERSIONS = ("0001", "0002", "0003", "0004", "0005")
"""The migrations' revisions, oldest first; the last is what this code's tables are of. A test compares them."""

BUSY_SECONDS = 20.0
_MOST_SECONDS = 3600
_WRITES = "planner_writes"
_DRIVERS = ("sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg")
_FIRST_PAUSE = 0.03


class WrongEncoding(Exception):
    """A PostgreSQL database whose encoding hasn't all characters."""

    def __init__(self, encoding: str) -> None:
        super().__init__(encoding)
        self.encoding = encoding


def make_engine(url: str, **pool: int) -> Engine:
    """An engine for `url`. Nothing is opened before it is used. `pool` is as create_engine has it: pool_size=4.

    Raises ValueError for an address that is neither SQLite's nor PostgreSQL's, for a SQLite address with more behind a
    question mark than one `timeout` of up to an hour, and for an @ that could belong to a password or what follows it.
    """
    parsed = _parsed(url)
    if parsed.get_backend_name() != "sqlite":
        return _postgres_engine(parsed, pool)
    waits = {} if "timeout" in parsed.query else {"timeout": BUSY_SECONDS}
    engine = create_engine(parsed, connect_args=waits, **pool)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", partial(_begin_sqlite, patience=_patience(parsed)))
    return engine


def make_session(engine: Engine, *, writes: bool) -> Session:
    """A session. One that only reads sees one state, however long it takes and whoever writes meanwhile.

    On SQLite one that writes takes the write lock at its start, so it never has to give way later.
    """
    options: dict[str, Any] = {_WRITES: writes}
    if not writes and engine.dialect.name == "postgresql":  # on SQLite each transaction sees one state
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return Session(engine.execution_options(**options), expire_on_commit=False)


def sqlite_file(url: str) -> Path | None:
    """The file behind a SQLite URL; None for memory and for other databases.

    Raises ValueError as make_engine does.
    """
    parsed = _parsed(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def stored_version(connection: Connection) -> str | None:
    """The schema version that the database holds, None for one without our tables."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    versions = connection.execute(text("select version_num from alembic_version")).scalars().all()
    return "、".join(sorted(map(str, versions))) or None  # of ours there is one; another program's may have several


def _parsed(url: str) -> URL:
    """An address. A file whose name has a question mark would be taken for one with a shorter name."""
    parsed = make_url(url)
    if parsed.drivername not in _DRIVERS:
        raise ValueError(url)
    if parsed.get_backend_name() == "postgresql" and "@" in f"{parsed.host}{parsed.database}":
        raise ValueError(url)
    if parsed.get_backend_name() == "sqlite" and "?" in url:
        if set(parsed.query) != {"timeout"}:
            raise ValueError(url)
        _patience(parsed)
    return parsed


def _patience(url: URL) -> float:
    """How many seconds a writer waits for its turn.

    Raises ValueError for what is no number of seconds.
    """
    wanted = url.query.get("timeout", str(BUSY_SECONDS))
    if not isinstance(wanted, str) or not 0 <= float(wanted) <= _MOST_SECONDS:
        raise ValueError(url)
    return float(wanted)


def _postgres_engine(url: URL, pool: Mapping[str, int]) -> Engine:
    # Whatever the server's own default is: who waited for an office's lock must then see what the one before wrote.
    engine = create_engine(
        url,
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
        connect_args={"client_encoding": "utf8"},
        **pool,
    )
    event.listen(engine, "connect", _require_all_characters)
    return engine


def _require_all_characters(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    driver: Any = connection
    encoding = driver.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        driver.close()
        raise WrongEncoding(encoding)


def _set_up_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # The driver's own transaction handling begins too late and commits behind our back: BEGIN is ours (below).
    sqlite: Any = connection
    sqlite.isolation_level = None
    cursor = sqlite.cursor()
    try:
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA synchronous = FULL")  # what was acknowledged is there after a power cut too
    except UnicodeDecodeError as fault:  # SQLite's message quotes a damaged place in the list of tables
        raise DatabaseError(None, None, _malformed()) from fault
    cursor.close()


def _malformed() -> sqlite3.DatabaseError:
    fault = sqlite3.DatabaseError("database disk image is malformed")
    fault.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return fault


def _begin_sqlite(connection: Connection, *, patience: float) -> None:
    if not connection.get_execution_options().get(_WRITES, True):
        connection.exec_driver_sql("BEGIN")
        return
    _keep_a_log(connection.connection.driver_connection)
    if not _took_its_turn(connection, patience):
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # its refusal is what is told


def _keep_a_log(sqlite: Any) -> None:  # noqa: ANN401 - the driver's own connection
    """Let readers read while one writes. It is kept in the file: only a new one and one of ours is changed so.

    A file that is only read, and another program's, stays byte for byte as it is.
    """
    try:
        if sqlite.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            return
        named = sqlite.execute("SELECT name FROM sqlite_master").fetchall()
        if named and ("alembic_version",) not in named:
            return
        known = named and sqlite.execute("SELECT version_num FROM alembic_version").fetchall()
        if not named or (len(known) == 1 and known[0][0] in KNOWN_VERSIONS):
            sqlite.execute("PRAGMA journal_mode = WAL")
    except sqlite3.Error:
        return  # what is wrong with the file, or who is at it, is told by what comes next


def _took_its_turn(connection: Connection, patience: float) -> bool:
    """Begin to write as soon as nobody else does, and say whether it came to that within so many seconds.

    SQLite's own waiting looks the less often the longer it waits: of many writers some would never have their turn.
    Here who waits longest looks most often.
    """
    sqlite: Any = connection.connection.driver_connection
    started = time.monotonic()
    sqlite.execute("PRAGMA busy_timeout = 0")
    try:
        while (waited := time.monotonic() - started) < patience:
            try:
                sqlite.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as fault:
                if fault.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    return False
            else:
                return True
            time.sleep(random.uniform(0.5, 1.5) * _FIRST_PAUSE / (1 + 4 * waited))  # noqa: S311 - no secret
        return False
    finally:
        sqlite.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
