"""What is kept of a closed period: put away at closing, and read back unchanged."""

import json
from hashlib import sha256
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from planner.domain.periods import Period
from planner.domain.plain import from_plain
from planner.errors import KeptDamaged
from planner.store.queries.closes import load_closes, load_kept
from planner.usecases.acts import AsOf

T = TypeVar("T")


def kept_hash(kept: Any) -> str:  # noqa: ANN401 - JSON is untyped by nature
    """The hash of what is kept, as canonical JSON."""
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True)
    return sha256(text.encode("utf-8", "replace")).hexdigest()


def read_kept(session: Session, asked: AsOf, plan_id: int, period: Period, kind: tuple[str, type[T]]) -> T | None:
    """A record kept of a period that is closed on the day asked for, by its name and type; None while it is open.

    Raises KeptDamaged where it is not what was put away.
    """
    newest = load_closes(session, plan_id, asked.day).get(period)
    if newest is None or not newest.closed:
        return None
    kept = load_kept(session, newest.id)
    if kept_hash(kept) != newest.sha256:
        raise KeptDamaged(period, newest.on)
    name, type_ = kind
    return from_plain(type_, kept[name])
