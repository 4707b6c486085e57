"""Copies every row of a database into another, and hashes what a table holds in a form that no database changes.

The form of a table: a line with the names of its columns, sorted, as a JSON list, then a line for each row, by primary
key, with its values in that order. Texts, JSON, decimals and enum members stand as they are stored (by
planner/store/base.py the same texts everywhere), days as ISO dates, moments as ISO in UTC with six digits of seconds.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Select, String, Table, TypeDecorator, UniqueConstraint, delete, insert, select, text
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DataError, DBAPIError
from sqlalchemy.sql import column
from sqlalchemy.sql import table as bare_table
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.expression import TableClause
from sqlalchemy.types import TypeEngine

from planner.domain.backups import TableContent
from planner.errors import RowUnreadable, RowUnstorable
from planner.store.base import UtcDateTime
from planner.store.models import Base

Guard = Callable[[], AbstractContextManager[None]]
"""Makes the context in which one side of a copy is read: its faults are told as that side's."""

Rows = Iterator[Sequence[tuple[Any, ...]]]

LOCK_SECONDS = 10
_AT_ONCE = 50
"""So few rows are held at a time, for one may be a whole form or a closed quarter."""

# ---- what is there ----


def tables() -> list[Table]:
    """Every table, those that others name before these."""
    return Base.metadata.sorted_tables


def contents(connection: Connection) -> tuple[TableContent, ...]:
    """What each table holds, as the connection's transaction sees it.

    Raises RowUnreadable.
    """
    return tuple(_content(connection, table) for table in tables())


def holds_rows(connection: Connection) -> bool:
    """Whether any table has a row."""
    return any(connection.execute(select(text("1")).select_from(table).limit(1)).first() for table in tables())


def offices(connection: Connection) -> tuple[str, ...]:
    """The offices whose rows are there."""
    found: set[str] = set()
    for table in tables():
        if "office" in table.columns:
            found.update(connection.scalars(select(table.columns["office"]).distinct()))
    return tuple(sorted(found))


def identity(connection: Connection) -> tuple[object, ...]:
    """What two connections to the same database have in common, and no others, however it was addressed."""
    if connection.dialect.name == "postgresql":
        database = "select oid from pg_database where datname = current_database()"
        told = f"select pg_postmaster_start_time(), ({database}), current_schema()"
        return tuple(connection.exec_driver_sql(told).one())
    return (connection.exec_driver_sql("SELECT file FROM pragma_database_list WHERE name = 'main'").scalar_one(),)


# ---- copying ----


def hold(connection: Connection) -> None:
    """Let nobody else write any table until the transaction's end; who reads is not kept waiting.

    On SQLite who writes has the lock already (store.session).
    """
    if connection.dialect.name == "postgresql":
        names = ", ".join(_quoted(connection.dialect, table.name) for table in tables())
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
        connection.exec_driver_sql(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


def copy_rows(source: Connection, target: Connection, reading: Guard) -> None:
    """Write every row of `source` into the empty tables of `target`.

    Raises RowUnreadable, RowUnstorable; what the source's database says is raised through `reading`.
    """
    if target.dialect.name == "sqlite":
        target.exec_driver_sql("PRAGMA defer_foreign_keys = ON")  # a unit may name one that comes after it
    for table in tables():
        rows = _batches(source, table, reading)
        try:
            (_stream if target.dialect.name == "postgresql" else _insert)(target, table, rows)
        except DataError as fault:
            raise RowUnstorable(table.name) from fault
    if target.dialect.name == "postgresql":
        _set_sequences(target)


def replace_rows(source: Connection, target: Connection, reading: Guard) -> None:
    """Put every row of `source` in the place of what `target` holds, in the transaction that runs: old or new is seen.

    Raises as copy_rows.
    """
    indexes = _index_references(target)
    for table in reversed(tables()):
        target.execute(delete(table))
    copy_rows(source, target, reading)
    for name in indexes:
        target.exec_driver_sql(f"DROP INDEX {name}")


def _insert(target: Connection, table: Table, rows: Rows) -> None:
    bare = _bare(table)
    names = [each.name for each in bare.columns]
    for batch in rows:
        target.execute(insert(bare), [dict(zip(names, row, strict=True)) for row in batch])


def _stream(target: Connection, table: Table, rows: Rows) -> None:
    """One COPY a table: quick, and PostgreSQL looks at its references only when all its rows are there."""
    names = ", ".join(_quoted(target.dialect, each.name) for each in _bare(table).columns)
    statement = f"COPY {_quoted(target.dialect, table.name)} ({names}) FROM STDIN"
    driver: Any = target.dialect.loaded_dbapi
    cursor: Any = target.connection.cursor()
    try:
        with cursor, cursor.copy(statement) as copy:
            for batch in rows:
                for row in batch:
                    copy.write_row(row)
    except driver.Error as fault:
        told = DBAPIError.instance(statement, None, fault, driver.Error, dialect=target.dialect)
        raise told from fault


def _set_sequences(target: Connection) -> None:
    """Let new rows come behind the highest id. Never back: that would outlive a transaction that fails."""
    for table in tables():
        if "id" not in table.columns:
            continue
        sequence = target.scalar(text("select pg_get_serial_sequence(:name, 'id')"), {"name": table.name})
        behind = f"greatest(max(id), (SELECT last_value FROM {sequence}))"  # noqa: S608 - the schema's own name
        of = _quoted(target.dialect, table.name)
        target.exec_driver_sql(f"SELECT setval('{sequence}', {behind}) FROM {of} HAVING max(id) IS NOT NULL")  # noqa: S608


def _index_references(target: Connection) -> list[str]:
    """Index for a while what points at other tables, by the names made.

    PostgreSQL looks for what points at each row that is deleted, through dead rows too: without an index, table by
    table, row by row.
    """
    if target.dialect.name != "postgresql":
        return []
    made: list[str] = []
    for table in tables():
        for reference in sorted(each.parent.name for each in table.foreign_keys):
            if reference not in _indexed(table):
                name = f"for_replacing_{len(made)}"
                where = f"{_quoted(target.dialect, table.name)} ({_quoted(target.dialect, reference)})"
                target.exec_driver_sql(f"CREATE INDEX {name} ON {where}")
                made.append(name)
    return made


def _indexed(table: Table) -> set[str]:
    """The columns that an index of the schema begins with."""
    unique = [each.columns for each in table.constraints if isinstance(each, UniqueConstraint)]
    keys = [table.primary_key.columns, *unique, *(index.columns for index in table.indexes)]
    return {next(iter(columns)).name for columns in keys}


# ---- rows as they are stored ----


@cache
def _bare(table: Table) -> TableClause:
    """A table whose values are taken as they are stored: a text that was tampered with is copied, not understood."""
    columns = sorted(table.columns, key=lambda each: each.name)
    return bare_table(table.name, *(column(each.name, _stored(each.type)) for each in columns))


def _stored(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    if isinstance(kind, TypeDecorator) and not isinstance(kind, UtcDateTime):
        return kind.impl_instance
    return kind


@cache
def _in_order(table: Table, dialect: str) -> Select[Any]:
    bare = _bare(table)
    keys: list[ColumnElement[Any]] = []
    for each in table.primary_key:
        key = bare.columns[each.name]
        bytewise = isinstance(each.type, String) and dialect == "postgresql"
        keys.append(key.collate("C") if bytewise else key)  # as SQLite orders texts
    return select(*bare.columns).order_by(*keys)


def _batches(connection: Connection, table: Table, reading: Guard) -> Rows:
    with reading():
        try:
            statement = _in_order(table, connection.dialect.name)
            found = connection.execute(statement, execution_options={"yield_per": _AT_ONCE})
            for batch in found.partitions():
                yield [tuple(row) for row in batch]
        except (ValueError, TypeError) as fault:  # SQLite keeps days as texts; a wrong one is no error of the driver's
            raise RowUnreadable(table.name) from fault


def _content(connection: Connection, table: Table) -> TableContent:
    names = [each.name for each in _bare(table).columns]
    digest = sha256(_line(names))
    count = 0
    for batch in _batches(connection, table, nullcontext):
        for row in batch:
            digest.update(_line(row))
        count += len(batch)
    return TableContent(table.name, count, digest.hexdigest())


def _plain(value: object) -> str:
    match value:
        case dt.datetime():
            return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
        case dt.date():
            return value.isoformat()
        case bytes():
            return value.hex()
        case _:
            raise TypeError(value)


_LINES = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)


def _line(values: Iterable[object]) -> bytes:
    return f"{_LINES.encode(list(values))}\n".encode("utf-8", "surrogatepass")


def _quoted(dialect: Dialect, name: str) -> str:
    return dialect.identifier_preparer.quote(name)
