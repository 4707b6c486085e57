"""What the verbs that copy a whole database share: what they know of one beside its rows, and holding all of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from planner.store.copying import hold, offices
from planner.usecases.audit import hold_office


@dataclass(frozen=True, slots=True)
class Place:
    """A database: how messages name it, its file if it is one, and the context that tells its faults.

    `shipped` is the folder that holds the migrations.
    """

    where: str
    file: Path | None
    told: Callable[[], AbstractContextManager[None]]
    shipped: Path

    def is_at(self, path: Path) -> bool:
        """Whether `path` is the database's own file, however it is written."""
        if self.file is None:
            return False
        try:
            return path.samefile(self.file)
        except (OSError, ValueError):  # one of them isn't there, or none has such a name
            return path.absolute() == self.file.absolute()


def hold_everything(session: Session) -> None:
    """Let nobody write until the transaction's end, for whatever office: first their queues, then the tables."""
    for office in offices(session.connection()):
        hold_office(session, office)
    hold(session.connection())
