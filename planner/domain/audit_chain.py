"""The chain of the audit log: each row carries a hash over the hash before it and its own content.

The chain of an office goes by the rows' ids. A row's hash is the SHA-256, in lower-case hexadecimal digits, of its
canonical form: one JSON object in UTF-8 with the keys actor, after, before, office, on, previous, reason, recorded,
target, verb, sorted, as are those of every object within; no blanks between tokens, characters beyond ASCII as they
are. `previous` is the hash of the office's row before it, "" for the first. `on` is an ISO date, `recorded` an ISO
moment in UTC with six digits of seconds (2024-07-02T09:00:00.000000+00:00); `before` and `after` are the JSON values
that the row keeps, null where it keeps none. Nothing in it depends on the kind of database.
"""

import datetime as dt
import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class LoggedAct:
    """What a row of the audit log says. `before` and `after` are JSON values as they come back from storage."""

    office: str
    actor: str
    verb: str
    target: str
    before: Any
    after: Any
    reason: str
    on: dt.date
    recorded: dt.datetime


def canonical(act: LoggedAct, previous: str) -> bytes:
    """The bytes that are hashed. `previous` is the hash of the row before, "" for an office's first."""
    return _JSON.encode(
        {
            "actor": act.actor,
            "after": act.after,
            "before": act.before,
            "office": act.office,
            "on": act.on.isoformat(),
            "previous": previous,
            "reason": act.reason,
            "recorded": act.recorded.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            "target": act.target,
            "verb": act.verb,
        }
    ).encode("utf-8", "surrogatepass")  # half a character is for the database to refuse


def chained(act: LoggedAct, previous: str) -> str:
    """The hash of a row that follows the one whose hash is `previous`."""
    return sha256(canonical(act, previous)).hexdigest()
