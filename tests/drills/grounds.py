"""Databases that a drill puts back as they were, looks into and does harm to: a SQLite file, a PostgreSQL database."""

import json
import shutil
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy import Engine, RowMapping, Table, make_url

from planner.bootstrap import App
from planner.errors import PlannerError
from planner.settings import Settings
from planner.store.base import UtcDateTime
from planner.store.models import Base
from planner.store.session import make_engine
from planner.usecases.audit_checking import verify_log

ACTOR = "王敏"
_OF_THE_CLOCK = frozenset({"hash", "previous"})
"""Columns that differ each time a thing is done, besides moments: they are made from moments."""
_PATIENCE = 20.0

Content = dict[str, tuple[str, ...]]
"""The rows of each table."""


class Ground(Protocol):
    """A database to do harm to."""

    @property
    def kind(self) -> str: ...

    @property
    def url(self) -> str: ...

    @property
    def there(self) -> bool:
        """Whether there is a database at all."""

    def keep(self) -> None:
        """Keep what it holds now, to be put back."""

    def put_back(self) -> None:
        """Let it hold what was kept."""

    def settle(self) -> None:
        """Wait until nobody is at work in it any more."""

    def damage(self) -> list[str]:
        """What is broken in it, as the database itself tells."""


@dataclass
class SqliteGround:
    """A file, kept as a copy beside."""

    path: Path
    kind: str = "SQLite"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    @property
    def there(self) -> bool:
        return self.path.exists()

    def keep(self) -> None:
        with closing(sqlite3.connect(self.path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(self.path, self.kept)

    def put_back(self) -> None:
        for left in ("-wal", "-shm"):
            self.path.with_name(self.path.name + left).unlink(missing_ok=True)
        shutil.copyfile(self.kept, self.path)

    def settle(self) -> None:
        """Nothing of a killed process goes on."""

    def damage(self) -> list[str]:
        with closing(sqlite3.connect(self.path)) as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
            return found + [f"no such parent: {row}" for row in connection.execute("PRAGMA foreign_key_check")]

    @property
    def kept(self) -> Path:
        """The copy."""
        return self.path.with_name(f"kept-{self.path.name}")


@dataclass
class NoGround(SqliteGround):
    """A place where there is no file yet."""

    def keep(self) -> None:
        """There is nothing to keep."""

    def put_back(self) -> None:
        for left in self.path.parent.glob(f"*{self.path.name}*"):
            left.unlink()


@dataclass
class PostgresGround:
    """A database, kept as another one that it is made from anew."""

    url: str
    kind: str = "PostgreSQL"
    there: bool = True

    def keep(self) -> None:
        self._make(self._kept, of=self._name)

    def put_back(self) -> None:
        self._make(self._name, of=self._kept)

    def settle(self) -> None:
        """Let the server find out that a client is gone, and end what it did for it."""
        others = "select count(*) from pg_stat_activity where datname = %s and backend_type = 'client backend'"
        until = time.monotonic() + _PATIENCE
        with self._server() as server:
            while server.execute(others, (self._name,)).fetchone() != (0,):
                if time.monotonic() > until:
                    raise TimeoutError(self._name)
                time.sleep(0.002)

    def damage(self) -> list[str]:
        return []  # a server whose clients are killed holds its own pages; its log of acts is walked like any

    @property
    def _name(self) -> str:
        return str(make_url(self.url).database)

    @property
    def _kept(self) -> str:
        return f"kept_{self._name}"

    @contextmanager
    def _server(self) -> Iterator[psycopg.Connection]:
        url = make_url(self.url).set(drivername="postgresql", database="template1")
        with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
            yield connection

    def _make(self, name: str, *, of: str) -> None:
        self.settle()
        with self._server() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{of}"'.encode())


def grounds_of(urls: dict[str, str]) -> list[Ground]:
    """The databases behind addresses by kind (tests.drills.servers)."""
    made: list[Ground] = []
    for kind, url in urls.items():
        file = make_url(url).database
        made.append(SqliteGround(Path(str(file))) if kind == "SQLite" else PostgresGround(url))
    return made


@contextmanager
def engine_of(url: str) -> Iterator[Engine]:
    """An engine that is gone afterwards: what is forked must bring no connection along."""
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def app_on(url: str, actor: str = ACTOR) -> Iterator[App]:
    """The application on a database, and no connection afterwards."""
    app = App(Settings(database=url, actor=actor))
    try:
        yield app
    finally:
        app.close()


def content(url: str) -> Content:
    """Every row of every table, but for the clock's moments and what is made from them.

    Rows are named by their place among the table's, not by their ids: a transaction that comes to nothing uses ids up
    on PostgreSQL.
    """
    with engine_of(url) as engine, engine.connect() as connection:
        tables = {
            table.name: list(connection.exec_driver_sql(f'select * from "{table.name}"').mappings())  # noqa: S608 - ours
            for table in TABLES
        }
    places = {
        name: {row["id"]: place for place, row in enumerate(sorted(rows, key=lambda row: row["id"]))}
        for name, rows in tables.items()
        if "id" in Base.metadata.tables[name].c
    }
    return {table.name: tuple(sorted(_told(table, row, places) for row in tables[table.name])) for table in TABLES}


TABLES = tuple(Base.metadata.sorted_tables)
_LOGGED_IDS = {"entry": "entry", "entries": "entry", "request": "extension_request"}
"""Keys in the log's values that name rows, and of which table."""


def _told(table: Table, row: RowMapping, places: Mapping[str, Mapping[int, int]]) -> str:
    told = {}
    for column in table.c:
        value = row[column.name]
        if column.name in _OF_THE_CLOCK or isinstance(column.type, UtcDateTime):
            continue
        if column.primary_key and column.name == "id":
            value = places[table.name][value]
        for key in column.foreign_keys:
            value = places[key.column.table.name].get(value)
        if table.name == "audit_event" and column.name in ("before", "after") and str(value).startswith("{"):
            value = {key: _place(places, key, each) for key, each in json.loads(value).items()}
        told[column.name] = value
    return repr(told)


def _place(places: Mapping[str, Mapping[int, int]], key: str, value: object) -> object:
    known = places.get(_LOGGED_IDS.get(key, ""), {})
    if isinstance(value, list):
        return [known.get(each, each) for each in value]
    return known.get(value, value) if isinstance(value, int) else value


def digest(held: Content) -> str:
    """One word for all the rows."""
    return sha256(repr(sorted(held.items())).encode()).hexdigest()[:16]


def faults(ground: Ground) -> list[str]:
    """What is wrong with a database: it doesn't open, is damaged, or its log of acts is broken."""
    if not ground.there:
        return []
    found = ground.damage()
    try:
        with app_on(ground.url) as app, app.reading() as session:
            found += [fault.message for fault in verify_log(session, app.as_of(session, None)).faults]
    except PlannerError as fault:
        found.append(str(fault))
    return found
