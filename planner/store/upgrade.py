"""Makes or upgrades a database by its migrations. The only module that imports Alembic, and only when asked to."""

from pathlib import Path

from sqlalchemy import Engine

from planner.store.session import KNOWN_VERSIONS, stored_version


class UnknownVersion(Exception):
    """The database holds a schema version that this code doesn't know."""

    def __init__(self, version: str) -> None:
        super().__init__(version)
        self.version = version


def upgrade(engine: Engine, shipped: Path) -> tuple[str | None, str]:
    """Bring a database to this code's schema; says from which version to which.

    `shipped` is the folder that holds alembic.ini and migrations/. The version before is None for a new database.
    Raises UnknownVersion where a newer program made the database; nothing is changed then.
    """
    from alembic import command  # noqa: PLC0415 - start-up time: 30 bare interpreters' worth of imports
    from alembic.config import Config  # noqa: PLC0415 - as above

    with engine.connect() as connection:
        before = stored_version(connection)
        if before is not None and before not in KNOWN_VERSIONS:
            raise UnknownVersion(before)
        if before != KNOWN_VERSIONS[-1]:
            config = Config(str(shipped / "alembic.ini"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
    return before, KNOWN_VERSIONS[-1]
