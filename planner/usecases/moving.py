"""Moving a whole database to another, of whatever kind, and proving that nothing differs."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from planner.domain.backups import TableContent, differing
from planner.errors import CopyDiffers, MoveHoldsRows, MoveOntoItself
from planner.store.copying import contents, copy_rows, holds_rows, identity, offices
from planner.store.queries.log_ends import log_ends
from planner.usecases.acts import Act, require_over_all
from planner.usecases.places import Place, hold_everything


@dataclass(frozen=True, slots=True)
class Moved:
    """What was copied: each table's content, the same on both sides, and each office's newest audit hash."""

    source: str
    target: str
    offices: tuple[str, ...]
    newest: dict[str, str]
    tables: tuple[TableContent, ...]


def require_movable(session: Session, act: Act, origin: Place, place: Place) -> None:
    """Let nobody write the database any more until the transaction's end: what came later would stay behind.

    Raises NotAllowed, OfficeOpen, MoveOntoItself.
    """
    require_over_all(session, act, "搬移数据库")
    if place.file is not None and origin.is_at(place.file):
        raise MoveOntoItself(place.where)
    hold_everything(session)


def require_empty(session: Session, place: Place) -> None:
    """See that a file can be moved into without writing to it: a backup would no longer be what its note says.

    Raises MoveHoldsRows.
    """
    if place.file is not None and holds_rows(session.connection()):
        raise MoveHoldsRows(place.where)


def move(source: Session, origin: Place, target: Session, place: Place) -> Moved:
    """Copy every row, all offices' and the audit log's, into an empty database, and compare every table.

    The source stays as it is. Raises MoveOntoItself, MoveHoldsRows, CopyDiffers, RowUnreadable, RowUnstorable.
    """
    here, there = source.connection(), target.connection()
    if identity(here) == identity(there):
        raise MoveOntoItself(place.where)
    hold_everything(target)
    if holds_rows(there):
        raise MoveHoldsRows(place.where)
    with origin.told():
        held = contents(here)
        newest = {office: end.hash for office, end in log_ends(source).items()}
        whose = offices(here)
    copy_rows(here, there, origin.told)
    copied = contents(there)
    if wrong := differing(held, copied):
        raise CopyDiffers(place.where, wrong)
    return Moved(origin.where, place.where, whose, newest, copied)
