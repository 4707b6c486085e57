"""Makes or upgrades a database by its migrations. The only module that imports Alembic, and only when asked to."""

from pathlib import Path

from sqlalchemy import Connection, Engine, func, inspect, select

from planner.store.session import KNOWN_VERSIONS, stored_version

_UPGRADING = 0x706C616E6E6572
"""The number of the lock for it: no office's, which are hashes."""


class UnknownVersion(Exception):
    """The database holds a schema version that this code doesn't know."""

    def __init__(self, version: str) -> None:
        super().__init__(version)
        self.version = version


class Incomplete(Exception):
    """The database says that it holds this code's schema, but tables or columns of it aren't there."""


def upgrade(engine: Engine, shipped: Path) -> tuple[str | None, str]:
    """Bring a database to this code's schema; says from which version to which.

    `shipped` is the folder that holds alembic.ini and migrations/. The version before is None for a new database.
    Raises UnknownVersion where a newer program made the database, Incomplete where not all of it is there; nothing is
    changed then.
    """
    from alembic import command  # noqa: PLC0415 - start-up time: 30 bare interpreters' worth of imports
    from alembic.config import Config  # noqa: PLC0415 - as above

    with engine.connect() as connection:
        _take_turn(connection)
        before = stored_version(connection)
        if before is not None and before not in KNOWN_VERSIONS:
            raise UnknownVersion(before)
        if before != KNOWN_VERSIONS[-1]:
            config = Config(str(shipped / "alembic.ini"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
        elif not _is_whole(connection):
            raise Incomplete
    return before, KNOWN_VERSIONS[-1]


def _take_turn(connection: Connection) -> None:
    """Let who upgrades the same database at the same time wait, and find it done; on SQLite the transaction does."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_UPGRADING)))


def _is_whole(connection: Connection) -> bool:
    """Whether every table and column of this code's schema is there."""
    from planner.store.models import Base  # noqa: PLC0415 - start-up time: as above

    there = inspect(connection).get_multi_columns()
    found = {(table, column["name"]) for (_, table), columns in there.items() for column in columns}
    return found >= {(table.name, column.name) for table in Base.metadata.sorted_tables for column in table.columns}
