"""A SQLite file that is a backup: written once and read as it lies, without a file beside it."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

HEADER = b"SQLite format 3\x00"


def writing_engine(path: Path) -> Engine:
    """An engine that fills a new file: nobody else sees it, and it is thrown away unless all of it was written."""
    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def reading_engine(path: Path) -> Engine:
    """An engine that reads a file which nobody writes; not even a lock is taken, so the medium may be read-only."""
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    event.listen(engine, "begin", _begin)
    return engine


def faults(connection: Connection) -> tuple[str, ...]:
    """What SQLite finds wrong with a file: damaged pages, and rows that name rows which aren't there."""
    damaged = [str(found) for (found,) in connection.exec_driver_sql("PRAGMA integrity_check") if found != "ok"]
    unheld = {str(row[0]) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
    return (*damaged, *(f"表 {table} 里有指向不存在的行的记录" for table in sorted(unheld)))


def holds_programs(connection: Connection) -> bool:
    """Whether there are views, triggers or virtual tables: we make none, and who reads them runs what they say."""
    found = connection.exec_driver_sql(
        "SELECT 1 FROM sqlite_master WHERE type NOT IN ('table', 'index') OR sql LIKE 'create virtual%' LIMIT 1"
    )
    return found.first() is not None


def _set_up(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    sqlite: Any = connection
    sqlite.isolation_level = None
    for setting in ("foreign_keys = OFF", "journal_mode = MEMORY", "synchronous = OFF"):
        sqlite.execute(f"PRAGMA {setting}").close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
