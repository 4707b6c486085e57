"""Where the database is, who acts, and where templates and migrations lie. Read once; nothing happens at import."""

import getpass
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

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
        """The settings of the environment: PLANNER_DATABASE_URL, PLANNER_ACTOR, else the login name, PLANNER_OFFICE."""
        return cls(
            database=environ.get("PLANNER_DATABASE_URL") or DEFAULT_DATABASE,
            actor=environ.get("PLANNER_ACTOR") or _login_name(),
            office=environ.get("PLANNER_OFFICE") or DEFAULT_OFFICE,
        )


def shipped() -> Path:
    """The folder that holds templates/, migrations/, examples/ and alembic.ini: in a wheel, else in the checkout."""
    inside = Path(__file__).parent / "shipped"
    return inside if inside.is_dir() else Path(__file__).parent.parent


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no login name, no pwd entry: an isolated or scripted machine
        return "未具名"
