"""Where the database is, who acts, and where templates and migrations lie. Read once; nothing happens at import."""

import getpass
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.errors import SettingUnreadable

DEFAULT_DATABASE = "sqlite:///planner.db"
DEFAULT_OFFICE = "default"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment and the command line settle. `office` keeps several offices on one server apart."""

    database: str = DEFAULT_DATABASE
    actor: str = ""
    office: str = DEFAULT_OFFICE

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """The settings of the environment: PLANNER_DATABASE_URL, PLANNER_ACTOR, else the login name, PLANNER_OFFICE.

        Raises SettingUnreadable for bytes that are no characters.
        """
        return cls(
            database=_text(environ, "PLANNER_DATABASE_URL") or DEFAULT_DATABASE,
            actor=_text(environ, "PLANNER_ACTOR") or _login_name(),
            office=_text(environ, "PLANNER_OFFICE") or DEFAULT_OFFICE,
        )


def shipped() -> Path:
    """The folder that holds templates/, migrations/, examples/ and alembic.ini: in a wheel, else in the checkout."""
    inside = Path(__file__).parent / "shipped"
    return inside if inside.is_dir() else Path(__file__).parent.parent


def _text(environ: Mapping[str, str], name: str) -> str:
    value = environ.get(name, "")
    if not _is_text(value):
        raise SettingUnreadable(name)
    return value


def _is_text(value: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in value)


def _login_name() -> str:
    try:
        name = getpass.getuser()
    except (OSError, KeyError):  # no login name, no pwd entry: an isolated or scripted machine
        return "未具名"
    return name if _is_text(name) else "未具名"
