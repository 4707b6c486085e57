"""Putting a backup in the place of what a database holds, in one transaction."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace as changed
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from planner.domain.backups import LogStanding, differing, standing_of, told_loss, total
from planner.errors import CopyDiffers, DatabaseBroken, DatabaseUnreadable, KeptExists, RestoreReplaces
from planner.output.files import legal_name, require_place
from planner.store.copying import contents, copy_rows, holds_rows, offices, replace_rows
from planner.store.queries.log_ends import acts_of, acts_since, log_ends
from planner.store.session import KNOWN_VERSIONS
from planner.usecases.acts import Act, find_actor, require_over_all
from planner.usecases.backups import OpenBackup, keep_copy, note_beside
from planner.usecases.places import Place, hold_everything

_DEED = "恢复数据库"
_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back. `kept` is the file that holds what was there before, None where there was nothing.

    `logs` are the logs that were there before, beside the backup's; `unchanged` says that all was as in the backup
    already. `upgraded_from` is the backup's own schema where it was an older one.
    """

    file: str
    rows: int
    newest: dict[str, str]
    offices: tuple[str, ...]
    noted: bool
    upgraded_from: str | None
    unchanged: bool = False
    kept: str | None = None
    logs: tuple[LogStanding, ...] = ()


def restore(
    session: Session, act: Act, backup: OpenBackup, place: Place, *, keep: Path | None = None, replace: bool = False
) -> Restored:
    """Let the database hold what the backup holds, and nothing else: the rows of all offices, the audit log as it was.

    What is there is written to `keep` first. Who may is asked of the database, of the backup where that is empty.
    Nothing is logged: the log is the backup's, row by row. Raises NotAllowed, OfficeOpen, ActorUnknown, RestoreReplaces
    (what is there goes only with `replace`), KeptExists, OutputUnwritable and RowUnreadable of the file that is kept,
    CopyDiffers.
    """
    target = session.connection()
    hold_everything(session)
    if holds_rows(target):
        require_over_all(session, act, _DEED)
        return _replaced(session, act, backup, place, keep=keep, replace=replace)
    actor = find_actor(backup.session, act.office, act.actor.name)
    require_over_all(backup.session, changed(act, actor=actor), _DEED)
    copy_rows(backup.session.connection(), target, backup.told)
    return _proven(session, backup, place)


@contextmanager
def advised(place: Place) -> Iterator[None]:
    """Where the database to be replaced is a damaged file, say what would help."""
    try:
        yield
    except DatabaseUnreadable as fault:
        said = fault.__cause__.orig if isinstance(fault.__cause__, DBAPIError) else None
        if not isinstance(said, sqlite3.Error) or said.sqlite_errorcode & 0xFF not in _BROKEN:
            raise
        raise DatabaseBroken(place.where, str(fault)) from fault


def _replaced(
    session: Session, act: Act, backup: OpenBackup, place: Place, *, keep: Path | None, replace: bool
) -> Restored:
    """Put the backup in the place of the rows that are there, unless they are the same."""
    target = session.connection()
    present = contents(target)
    if not differing(backup.tables, present):
        return _outcome(backup, unchanged=True)
    logs = _standings(session, backup.session)
    if not replace:
        raise RestoreReplaces(place.where, told_loss(logs, act.recorded.tzinfo))
    kept = keep or _kept_beside(place.file or backup.path.with_name(_named(target)), act)
    require_place(kept)
    if kept.exists() or note_beside(kept).exists():
        raise KeptExists(kept)
    keep_copy(session, act, kept, place, present)
    replace_rows(backup.session.connection(), target, backup.told)
    return _proven(session, backup, place, kept=str(kept), logs=logs)


def _proven(
    session: Session, backup: OpenBackup, place: Place, *, kept: str | None = None, logs: tuple[LogStanding, ...] = ()
) -> Restored:
    if wrong := differing(backup.tables, contents(session.connection())):
        raise CopyDiffers(place.where, wrong)
    return _outcome(backup, kept=kept, logs=logs)


def _outcome(
    backup: OpenBackup, *, unchanged: bool = False, kept: str | None = None, logs: tuple[LogStanding, ...] = ()
) -> Restored:
    ends = log_ends(backup.session)
    return Restored(
        file=str(backup.path),
        rows=total(backup.tables),
        newest={office: end.hash for office, end in ends.items()},
        offices=offices(backup.session.connection()),
        noted=backup.manifest is not None,
        upgraded_from=None if backup.schema == KNOWN_VERSIONS[-1] else backup.schema,
        unchanged=unchanged,
        kept=kept,
        logs=logs,
    )


def _standings(present: Session, backup: Session) -> tuple[LogStanding, ...]:
    """How each office's log stands to the backup's."""
    kept = log_ends(backup)
    found = []
    for office, end in log_ends(present).items():
        newest = kept[office].hash if office in kept else None
        found.append(
            standing_of(
                end,
                newest,
                acts=acts_of(present, office),
                since=None if newest is None else acts_since(present, office, newest),
                reached=acts_since(backup, office, end.hash) is not None,
            )
        )
    return tuple(found)


def _named(connection: Connection) -> str:
    """A server's database as a file would be called."""
    return legal_name(f"{connection.engine.url.database or '数据库'}.db")


def _kept_beside(path: Path, act: Act) -> Path:
    """Where the state before a restore goes, unless it is told: beside the database's file, else beside the backup.

    It is called after the database that it was in.
    """
    return path.with_name(f"{path.stem}-恢复前-{act.recorded:%Y%m%d-%H%M%S}.db")
