"""Backups: a whole database as one SQLite file, with a note beside it that says what it holds."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from planner.domain.backups import Manifest, TableContent, differing
from planner.domain.plain import from_plain, to_plain
from planner.errors import (
    BackupAltered,
    BackupDamaged,
    BackupExists,
    BackupInUse,
    BackupIsDatabase,
    BackupNewer,
    BackupUnlike,
    FileMissing,
    InputError,
    ManifestUnreadable,
    NotABackup,
    OutputUnwritable,
)
from planner.output.files import require_place, written_whole
from planner.reading.fetch import beginning, fetch
from planner.store.backup_files import HEADER, faults, holds_programs, reading_engine, writing_engine
from planner.store.copying import contents, copy_rows
from planner.store.queries.log_ends import log_ends
from planner.store.session import KNOWN_VERSIONS, stored_version
from planner.store.upgrade import upgrade
from planner.usecases.acts import Act, require_over_all
from planner.usecases.places import Place

_REASONS = {
    "database or disk is full": "磁盘空间不足",
    "disk I/O error": "磁盘读写出错",
    "attempt to write a readonly database": "没有写入权限",
    "unable to open database file": "文件打不开",
    "database disk image is malformed": "内容残缺",
    "file is not a database": "不是数据库文件",
}
_MOST_NOTED = 10_000_000
"""Bytes of a note: a line an office and a table."""


@dataclass(frozen=True, slots=True)
class OpenBackup:
    """A backup that was verified. `manifest` is None where no note lies beside it; `schema` is the file's own."""

    path: Path
    manifest: Manifest | None
    schema: str
    session: Session
    tables: tuple[TableContent, ...]

    @contextmanager
    def told(self) -> Iterator[None]:
        """Turn what SQLite says of the file into our own refusal."""
        with _telling(self.path):
            yield


def back_up(session: Session, act: Act, path: Path, place: Place, *, replace: bool = False) -> Manifest:
    """Write the whole database, every office's rows, as the session's snapshot sees it.

    The file is opened anew and compared with the snapshot, table by table, before it gets its name. With `replace` it
    takes the place of what is there. Raises NotAllowed, OfficeOpen, BackupExists, BackupIsDatabase, OutputUnwritable,
    RowUnreadable.
    """
    require_over_all(session, act, "备份数据库")
    if place.is_at(path):
        raise BackupIsDatabase(path)
    require_place(path)
    if not replace:
        require_free(path)
    with place.told():
        held = contents(session.connection())
    return keep_copy(session, act, path, place, held)


def require_free(path: Path) -> None:
    """Raise BackupExists where a backup lies already, or the note of one that was moved away."""
    for each in (path, note_beside(path)):
        if each.exists():
            raise BackupExists(each)


def keep_copy(session: Session, act: Act, path: Path, place: Place, held: tuple[TableContent, ...]) -> Manifest:
    """Write a backup for whoever has seen that the actor may, that the place is free, and what each table holds."""
    note = note_beside(path)
    with place.told():
        newest = {office: end.hash for office, end in log_ends(session).items()}
    with written_whole(note) as noted, written_whole(path, database=True) as written:
        with _writing(path):
            _fill(written, session.connection(), place)
            _verify(written, path, held)
        manifest = Manifest(
            file=path.name,
            sha256=_digest(written),
            size=written.stat().st_size,
            schema=KNOWN_VERSIONS[-1],
            made=act.recorded.isoformat(timespec="seconds"),
            by=act.actor.name,
            newest=newest,
            tables=held,
        )
        noted.write_text(json.dumps(to_plain(manifest), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        note.unlink(missing_ok=True)  # an old note beside the new file would call it altered
    return manifest


@contextmanager
def opened_backup(path: Path, place: Place) -> Iterator[OpenBackup]:
    """A backup to restore into the database at `place`: whole, unaltered, and of this program's schema.

    One of an older schema is upgraded as a copy; the file itself is only read. Raises FileMissing, FileUnreadable,
    NotABackup, BackupIsDatabase, BackupInUse, BackupAltered, ManifestUnreadable, BackupDamaged, BackupNewer.
    """
    _require_file(path, place)
    manifest = _manifest(path)
    if manifest is not None and (manifest.size != path.stat().st_size or manifest.sha256 != _digest(path)):
        raise BackupAltered(path, note_beside(path).name)
    with ExitStack() as stack:
        with _telling(path):
            connection = stack.enter_context(_connected(path))
            schema = _checked(connection, path)
            if schema != KNOWN_VERSIONS[-1]:
                connection = stack.enter_context(_upgraded(path, place.shipped))
            session = stack.enter_context(Session(connection))
            opened = OpenBackup(path, manifest, schema, session, contents(connection))
        yield opened


def note_beside(path: Path) -> Path:
    """Where a backup's note lies: what it holds, to see later whether it is still that."""
    return path.with_name(f"{path.name}.核对.json")


# ---- writing ----


def _fill(file: Path, source: Connection, place: Place) -> None:
    engine = writing_engine(file)
    upgrade(engine, place.shipped)
    with engine.begin() as target:
        copy_rows(source, target, place.told)


def _verify(file: Path, path: Path, held: tuple[TableContent, ...]) -> None:
    """Open the file as a restore will, and see that it is what it should be."""
    with _connected(file) as connection:
        wrong = faults(connection) or differing(held, contents(connection))
    if wrong:
        raise BackupUnlike(path, "、".join(wrong[:3]))


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except DBAPIError as fault:
        raise OutputUnwritable(path, _reason(fault)) from fault


# ---- reading ----


def _require_file(path: Path, place: Place) -> None:
    if beginning(path, len(HEADER)) != HEADER:
        raise NotABackup(path)
    if place.is_at(path):
        raise BackupIsDatabase(path)
    left = path.with_name(f"{path.name}-wal")
    if left.exists() and left.stat().st_size:
        raise BackupInUse(path)


def _manifest(path: Path) -> Manifest | None:
    note = note_beside(path)
    try:
        return from_plain(Manifest, json.loads(fetch(note, most=_MOST_NOTED).decode()))
    except FileMissing:
        return None
    except (InputError, ValueError, TypeError, AttributeError, KeyError, RecursionError) as fault:
        raise ManifestUnreadable(note) from fault


def _checked(connection: Connection, path: Path) -> str:
    """The file's schema version, after seeing that it is ours, known and whole."""
    version = None if holds_programs(connection) else stored_version(connection)
    if version is None:
        raise NotABackup(path)
    if version not in KNOWN_VERSIONS:
        raise BackupNewer(path, version)
    if wrong := faults(connection):
        raise BackupDamaged(path, wrong[0])
    return version


@contextmanager
def _upgraded(path: Path, shipped: Path) -> Iterator[Connection]:
    """A connection to a copy of the file that was brought to this program's schema."""
    with TemporaryDirectory(prefix="planner-") as folder:
        copy = Path(folder) / "backup.db"
        try:
            copyfile(path, copy)
        except OSError as fault:
            raise OutputUnwritable(copy, "磁盘空间不足或不能写") from fault
        upgrade(writing_engine(copy), shipped)
        with _connected(copy) as connection:
            yield connection


@contextmanager
def _connected(path: Path) -> Iterator[Connection]:
    with reading_engine(path).connect() as connection:
        yield connection


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except DBAPIError as fault:
        raise BackupDamaged(path, _reason(fault)) from fault
    except UnicodeDecodeError as fault:  # SQLite's message quotes the damaged place
        raise BackupDamaged(path, "内容残缺") from fault


# ---- files ----


def _reason(fault: DBAPIError) -> str:
    said = str(fault.orig)
    if said.startswith(("no such table", "no such column")):
        return "表不全"
    return _REASONS.get(said, said) if isinstance(fault.orig, sqlite3.Error) else said


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
