"""Short ways to back up, restore and move a database in tests, as the commands do it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace as changed
from pathlib import Path

from planner.bootstrap import App
from planner.domain.backups import Manifest, TableContent
from planner.store.copying import contents
from planner.usecases.backups import back_up, opened_backup
from planner.usecases.moving import Moved, move, require_empty, require_movable
from planner.usecases.restoring import Restored, advised, restore
from tests.world import World


def backed_up(app: App, path: Path, *, replace: bool = False) -> Manifest:
    """`planner backup -o PATH`."""
    with app.snapshot() as session:
        return back_up(session, app.onlooker(session), path, app.place, replace=replace)


def restored(app: App, path: Path, *, keep: Path | None = None, replace: bool = False) -> Restored:
    """`planner restore PATH`."""
    with (
        opened_backup(path, app.place) as backup,
        advised(app.place),
        app.made() as room,
        room.begin() as session,
    ):
        return restore(session, room.act(session, None), backup, room.place, keep=keep, replace=replace)


def moved(app: App, url: str) -> Moved:
    """`planner migrate-to URL`."""
    with at(app, url) as target, app.begin() as source:
        require_movable(source, app.act(source, None), app.place, target.app.place)
        with target.app.made() as room:
            with room.reading() as session:
                require_empty(session, room.place)
            with room.begin() as session:
                return move(source, app.place, session, room.place)


def held(app: App) -> tuple[TableContent, ...]:
    """What each table of a database holds."""
    with app.snapshot() as session:
        return contents(session.connection())


@contextmanager
def at(app: App, url: str) -> Iterator[World]:
    """The same office at another database."""
    other = App(changed(app.settings, database=url), app.clock)
    try:
        yield World(other)
    finally:
        other.close()
