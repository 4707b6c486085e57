"""The audit log's chain once more, from the tables' own texts: shares no code with the program."""

import datetime as dt
import json
from hashlib import sha256
from typing import Any

from sqlalchemy import Engine, text

_ROWS = text(
    'select actor, verb, target, before, after, reason, "on", recorded, previous, hash from audit_event'
    " where office = :office order by id"
)


def kept_and_rebuilt(engine: Engine, office: str = "default") -> tuple[list[str], list[str]]:
    """The hashes of an office's log in the order of its rows: as they are kept, and as they should be."""
    kept: list[str] = []
    rebuilt: list[str] = []
    with engine.connect() as connection:
        for row in connection.execute(_ROWS, {"office": office}):
            hashed = hash_of(row, office, rebuilt[-1] if rebuilt else "")
            assert row.previous == (kept[-1] if kept else "")
            kept.append(row.hash)
            rebuilt.append(hashed)
    return kept, rebuilt


def hash_of(row: Any, office: str, previous: str) -> str:  # noqa: ANN401 - whatever has the columns' values
    """The hash that a row of the table should have behind one with the hash `previous`."""
    parts = {
        "actor": _quoted(row.actor),
        "after": _compact(row.after),
        "before": _compact(row.before),
        "office": _quoted(office),
        "on": f'"{row.on}"',
        "previous": f'"{previous}"',
        "reason": _quoted(row.reason),
        "recorded": f'"{_moment(row.recorded)}"',
        "target": _quoted(row.target),
        "verb": _quoted(row.verb),
    }
    form = "{" + ",".join(f'"{name}":{part}' for name, part in parts.items()) + "}"
    return sha256(form.encode()).hexdigest()


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _compact(kept: str | None) -> str:
    if kept is None:
        return "null"
    return json.dumps(json.loads(kept), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _moment(kept: str | dt.datetime) -> str:
    """SQLite keeps 2026-03-02 09:00:00.000000, in UTC; PostgreSQL gives a moment in its own zone."""
    moment = dt.datetime.fromisoformat(kept).replace(tzinfo=dt.UTC) if isinstance(kept, str) else kept
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")
