"""All rows of a database as its driver gives them, to be laid back into an empty one: a beginning that tests share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, select, text

from planner.store.audit import AuditEvent
from planner.store.models import Base


def is_empty(engine: Engine) -> bool:
    """Whether nobody has done anything in the database yet: every act is logged."""
    with engine.connect() as connection:
        return connection.execute(select(AuditEvent.id).limit(1)).first() is None


@dataclass(frozen=True)
class Kept:
    """The rows of the tables that have any, after an INSERT for each table; where counters of ids stand."""

    rows: Mapping[str, Sequence[tuple[Any, ...]]]
    counters: Sequence[tuple[int, str]]

    @classmethod
    def of(cls, engine: Engine) -> "Kept":
        """What a database holds."""
        with engine.connect() as connection:
            found = {_insert(name, engine): _rows(connection, name) for name in Base.metadata.tables}
            return cls({insert: rows for insert, rows in found.items() if rows}, _counters(connection))

    def lay_back(self, engine: Engine) -> None:
        """Fill an empty database with them."""
        with engine.begin() as connection:
            # rows refer to each other in circles
            late = "PRAGMA defer_foreign_keys = ON", "SET LOCAL session_replication_role = replica"
            connection.execute(text(late[0] if _is_sqlite(engine) else late[1]))
            for insert, rows in self.rows.items():
                connection.exec_driver_sql(insert, list(rows))
            if self.counters:
                connection.exec_driver_sql("SELECT setval(%s, %s)", list(self.counters))


def _is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def _insert(table: str, engine: Engine) -> str:
    columns = [f'"{column.name}"' for column in Base.metadata.tables[table].columns]
    places = ", ".join(["?" if _is_sqlite(engine) else "%s"] * len(columns))
    return f'INSERT INTO "{table}" ({", ".join(columns)}) VALUES ({places})'  # noqa: S608 - names of our own tables


def _rows(connection: Connection, table: str) -> list[tuple[Any, ...]]:
    columns = ", ".join(f'"{column.name}"' for column in Base.metadata.tables[table].columns)
    return [tuple(row) for row in connection.exec_driver_sql(f'SELECT {columns} FROM "{table}"')]  # noqa: S608 - as above


def _counters(connection: Connection) -> list[tuple[Any, ...]]:
    """PostgreSQL's sequences that have been used; SQLite counts on from its rows."""
    if _is_sqlite(connection.engine):
        return []
    used = "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"
    return [tuple(row) for row in connection.exec_driver_sql(used)]
