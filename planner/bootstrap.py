"""Puts the parts together: settings, database, clock, templates. The only place that knows them all."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    IntegrityError,
    OperationalError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.orm import Session

from planner import errors
from planner.settings import Settings, shipped
from planner.store.faults import is_of_a_row, not_ours, refusal_of
from planner.store.session import (
    KNOWN_VERSIONS,
    WrongEncoding,
    make_engine,
    make_session,
    sqlite_file,
    stored_version,
)
from planner.usecases.acts import Act, AsOf, checked_day, find_actor, find_office

if TYPE_CHECKING:
    from planner.usecases.places import Place


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).astimezone()


@dataclass(frozen=True)
class App:
    """A database with what belongs to it. Nothing is opened before it is needed.

    `clock` gives the present moment with its zone; its date is today.
    """

    settings: Settings
    clock: Callable[[], dt.datetime] = _now
    named: str = ""
    """How messages name the database, where its file has its name only at the end."""

    @property
    def templates(self) -> Path:
        """The folder of report, letter and page templates."""
        return shipped() / "templates"

    @property
    def today(self) -> dt.date:
        return self.clock().date()

    @cached_property
    def engine(self) -> Engine:
        """The engine, made at first use.

        Raises DatabaseAddressUnknown, DatabaseInMemory or DatabaseDriverMissing.
        """
        try:
            engine = make_engine(self.settings.database)
        except (ArgumentError, ValueError) as fault:
            raise errors.DatabaseAddressUnknown(self.settings.database) from fault
        except ModuleNotFoundError as fault:
            raise errors.DatabaseDriverMissing(fault.name or "psycopg") from fault
        if engine.dialect.name == "sqlite" and sqlite_file_of(self.settings.database) is None:
            raise errors.DatabaseInMemory
        return engine

    def close(self) -> None:
        """Give the database's connections back, if any were opened."""
        if "engine" in self.__dict__:
            self.engine.dispose()

    def as_of(self, session: Session, day: dt.date | None) -> AsOf:
        """A reader's question for `day`, by default today.

        Raises DayInFuture, NameUnusable, ActorUnknown.
        """
        today, office = self.today, find_office(session, self.settings.office)
        actor = find_actor(session, office, self.settings.actor)
        return AsOf(office, checked_day(day, today), today, actor)

    def act(self, session: Session, day: dt.date | None) -> Act:
        """An act that counts for `day`, by default today. Its office is held from here on: writers queue.

        Raises DayInFuture, NameUnusable, ActorUnknown.
        """
        from planner.usecases.audit import hold_office  # noqa: PLC0415 - start-up time of commands that only read

        office = find_office(session, self.settings.office)
        hold_office(session, office)
        now = self.clock()
        actor = find_actor(session, office, self.settings.actor)
        return Act(actor, office, checked_day(day, now.date()), now)

    def onlooker(self, session: Session) -> Act:
        """Who acts in a session that only reads: no writer waits for it.

        Raises NameUnusable, ActorUnknown.
        """
        now, office = self.clock(), find_office(session, self.settings.office)
        actor = find_actor(session, office, self.settings.actor)
        return Act(actor, office, now.date(), now)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads, and sees one state however long it takes and whoever writes meanwhile.

        Raises the StoreErrors: missing, older, newer, unreadable.
        """
        with self._open(writes=False) as session:
            yield session

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """One transaction around one verb: committed when it succeeds, rolled back on any exception."""
        # Tables name each other: rows can be written only when all of them are known. Readers do without.
        import planner.store.models  # noqa: F401, PLC0415 - start-up time of commands that only read

        with self._open(writes=True) as session:
            yield session
            session.commit()
            self._require_same_file()

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """As reading, for what goes through all tables."""
        import planner.store.models  # noqa: F401, PLC0415 - as in begin: all tables are read

        with self.reading() as session:
            yield session

    @contextmanager
    def made(self) -> Iterator["App"]:
        """The same database with its tables, to be filled: where there is none it is made.

        A new SQLite file gets its name only at the end, so it is there with all that was written within, or not at
        all. Raises OutputUnwritable, DatabaseLeftOver (SQLite would take what lies beside for its own) and the other
        StoreErrors.
        """
        path = sqlite_file_of(self.settings.database)
        if path is None or path.exists():
            with self.translated(), make_session(self.engine, writes=False) as session:
                empty = stored_version(session.connection()) is None
            if empty:
                self.initialise()
            yield self
            return
        from planner.output.files import written_whole  # noqa: PLC0415 - start-up time of all the others

        left = path.with_name(f"{path.name}-wal")
        if left.exists():
            raise errors.DatabaseLeftOver(str(path), left.name)
        with written_whole(path, new=True) as beside:
            new = replace(self, settings=replace(self.settings, database=f"sqlite:///{beside}"), named=str(path))
            try:
                new.initialise()
                yield new
            finally:
                new.close()

    @property
    def place(self) -> "Place":
        """What the verbs that copy whole databases must know of this one."""
        from planner.usecases.places import Place  # noqa: PLC0415 - as above

        return Place(self.where, sqlite_file_of(self.settings.database), self.translated, shipped())

    @contextmanager
    def acting(self, day: dt.date | None) -> Iterator[tuple[Session, Act]]:
        """As begin, with the act that is done in it: for verbs that take a transaction for each of many files."""
        with self.begin() as session:
            yield session, self.act(session, day)

    def initialise(self) -> tuple[str | None, str]:
        """Make or upgrade the database; the schema version before (None: there was none) and after.

        Raises DatabaseNewer, DatabaseForeign and the other StoreErrors.
        """
        from planner.store.upgrade import Incomplete, UnknownVersion, upgrade  # noqa: PLC0415 - start-up time: it brings Alembic

        with self.translated():
            try:
                return upgrade(self.engine, shipped())
            except UnknownVersion as fault:
                raise self._unknown(fault.version) from fault
            except Incomplete as fault:
                raise not_ours(self.where) from fault

    def _unknown(self, version: str) -> errors.StoreError:
        """The refusal of a version that isn't known: ours are numbered, another program's may be called anything."""
        newer = version.isascii() and version.isdigit() and len(version) == len(KNOWN_VERSIONS[-1])
        return (errors.DatabaseNewer if newer else errors.DatabaseForeign)(self.where, version)

    @contextmanager
    def prepared(self) -> Iterator["App"]:
        """The same database, for the first import: where there is no file yet, one that is made for it.

        Nobody sees that file before the import is in it. A refusal, or being killed, leaves none. Raises as `made`.
        """
        path = sqlite_file_of(self.settings.database)
        if path is None or path.exists():
            yield self
            return
        with self.made() as room:
            yield room

    @contextmanager
    def _open(self, *, writes: bool) -> Iterator[Session]:
        path = sqlite_file_of(self.settings.database)
        if path is not None and not path.exists():
            raise errors.DatabaseMissing(self.where)
        self._let_go_of_another_file()
        with self.translated(), make_session(self.engine, writes=writes) as session:
            self._check_version(stored_version(session.connection()))
            yield session

    def _let_go_of_another_file(self) -> None:
        """Give up connections to a SQLite file that another one has taken the place of: they would write to nowhere."""
        present = self._file_identity()
        if vars(self).setdefault("known file", present) != present:
            self.close()
            vars(self)["known file"] = present

    def _require_same_file(self) -> None:
        """Raise DatabaseReplaced where what was just written isn't in the file of that name."""
        if self._file_identity() != vars(self).get("known file"):
            raise errors.DatabaseReplaced(self.where)

    def _file_identity(self) -> tuple[int, int] | None:
        path = sqlite_file_of(self.settings.database)
        try:
            found = path.stat() if path is not None else None
        except OSError:
            return None
        return (found.st_dev, found.st_ino) if found else None

    def _check_version(self, version: str | None) -> None:
        if version is None:
            raise errors.DatabaseEmpty(self.where)
        if version not in KNOWN_VERSIONS:
            raise self._unknown(version)
        if version != KNOWN_VERSIONS[-1]:
            raise errors.DatabaseOlder(self.where)

    @property
    def where(self) -> str:
        """How messages name the database: the file, or the address without its password."""
        path = self.named or sqlite_file_of(self.settings.database)
        if path:
            return str(path)
        return errors.without_password(make_url(self.settings.database).render_as_string(hide_password=True))

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Turn what the driver says of a database that can't be used into our own refusal."""
        try:
            yield
        except IntegrityError as fault:
            raise errors.ChangedMeanwhile from fault
        except NoConnectionFree as fault:
            raise errors.DatabaseBusy(self.where) from fault
        except WrongEncoding as fault:
            raise errors.DatabaseEncodingWrong(self.where, fault.encoding) from fault
        except (OperationalError, ProgrammingError, DatabaseError) as fault:
            raise refusal_of(fault, self.where) from fault
        except (ValueError, TypeError, LookupError) as fault:
            if not is_of_a_row(fault):
                raise
            raise errors.RowsUnreadable(self.where) from fault


def sqlite_file_of(url: str) -> Path | None:
    """The file behind a SQLite address, None for others.

    Raises DatabaseAddressUnknown for what isn't an address, DatabaseUnreadable for what can't be a file.
    """
    try:
        path = sqlite_file(url)
        # a name that the system can't take is told here, not by a traceback later
        if path is not None and path.exists() and not (path.is_file() or path.is_dir()):
            raise errors.DatabaseUnreadable(str(path), "是管道或设备，不是文件")
    except (ArgumentError, ValueError) as fault:
        raise errors.DatabaseAddressUnknown(url) from fault
    except OSError as fault:
        raise errors.DatabaseUnreadable(url, "文件名不合用") from fault
    return path
