"""What the verbs that copy a whole database must know of one beside its rows."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path


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
