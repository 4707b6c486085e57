"""The audit log's chain walked and written for an auditor: read from the tables as they stand, whatever is in them."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import LargeBinary, Text, cast, select, text
from sqlalchemy.orm import Session

from planner.domain.audit_chain import LoggedAct
from planner.domain.audit_faults import Fault, FaultKind, Named
from planner.domain.audit_verify import ChainedAct, Examination, examine
from planner.domain.permissions import Deed
from planner.errors import AnchorUnclear, AnchorUnreadable, OutputExists, ReportFormatUnknown
from planner.store.audit import AuditEvent
from planner.store.plans import Plan
from planner.store.units import Unit
from planner.store.users import User
from planner.usecases.acts import AsOf, require

# 3f9a0c52d1e84b76, or all 64 digits
_ANCHOR = re.compile(r"[0-9a-f]{16,64}")
_AT_ONCE = 1000
_TEXTS = ("actor", "verb", "target", "before", "after", "reason", "on", "recorded", "previous", "hash")


@dataclass(frozen=True, slots=True)
class ExportedLog:
    """What was written: the log up to the newest act that counts for `day`, and what a walk over it found."""

    day: dt.date
    found: Examination


def verify_log(session: Session, asked: AsOf, *, anchor: str | None = None) -> Examination:
    """Walk the whole log of an office, of whatever days its acts are, and tell what was done to it behind our back.

    `anchor` is a hash as it was printed once, at least its first 16 digits. A log that holds together but lacks it was
    cut short or built anew since.

    Raises AnchorUnreadable, AnchorUnclear, NotAllowed.
    """
    require(asked, Deed.INSPECT, "核对操作记录")
    wanted = _read_anchor(anchor) if anchor is not None else ""
    found = _whole(session, asked.office, examine(lambda: _rows(session, asked.office), wanted))
    if len(found.anchored) > 1:
        raise AnchorUnclear(wanted, len(found.anchored))
    return found


def export_log(session: Session, asked: AsOf, path: Path, *, replace: bool = False) -> ExportedLog:
    """Write the log for an auditor, as one zip: a workbook to read, a file to check, and a program that checks it.

    It goes, by the ids, up to the newest act that counts up to the day asked for, whose hash is the one that a ledger
    of that day has on its cover. A log that doesn't hold together is written as it stands, with what is wrong. With
    `replace` it takes the place of an earlier one.

    Raises ReportFormatUnknown, OutputExists, OutputUnwritable, NotAllowed.
    """
    require(asked, Deed.INSPECT, "导出操作记录")
    from planner.output.audit_export import audit_archive  # noqa: PLC0415 - start-up time of verify
    from planner.output.files import write_whole  # noqa: PLC0415 - as above

    if path.suffix.lower() != ".zip":
        raise ReportFormatUnknown(path, [".zip"])
    if not replace and path.is_file():
        raise OutputExists(path)
    newest = session.scalar(
        select(AuditEvent.id)
        .where(AuditEvent.office == asked.office, AuditEvent.on <= asked.day)
        .order_by(AuditEvent.id.desc())
        .limit(1)
    )

    def walk() -> Iterator[ChainedAct]:
        return _rows(session, asked.office, until=newest or 0)

    found = _whole(session, asked.office, examine(walk))
    write_whole(path, audit_archive(asked.day, walk, found))
    return ExportedLog(asked.day, found)


def _read_anchor(text: str) -> str:
    anchor = "".join(text.split()).lower()
    if not _ANCHOR.fullmatch(anchor):
        raise AnchorUnreadable(text)
    return anchor


def _whole(session: Session, office: str, found: Examination) -> Examination:
    """With one fault more where a log without a row is of an office that holds something: each act was logged."""
    logged, *held = (
        session.scalar(select(table.id).where(table.office == office).limit(1))
        for table in (AuditEvent, Unit, Plan, User)
    )
    if logged is not None or all(row is None for row in held):
        return found
    return replace(found, faults=(Fault(FaultKind.EMPTIED, 0, 0, None),))


# ---- rows as they stand ----


def _rows(session: Session, office: str, *, until: int | None = None) -> Iterator[ChainedAct]:
    """An office's rows by their ids, read as bare text: what was put there behind our back needn't be a day or JSON."""
    kind: type[LargeBinary | Text] = LargeBinary  # SQLite holds in any column what it was given, even what is no text
    if session.get_bind().dialect.name == "postgresql":
        kind = Text
        session.execute(text("SET LOCAL DateStyle = 'ISO'"))
        session.execute(text("SET LOCAL TimeZone = 'UTC'"))
    texts = [cast(getattr(AuditEvent, name), kind).label(f"kept_{name}") for name in _TEXTS]
    query = select(AuditEvent.id, *texts).where(AuditEvent.office == office).order_by(AuditEvent.id)
    if until is not None:
        query = query.where(AuditEvent.id <= until)
    for part in session.execute(query, execution_options={"yield_per": _AT_ONCE}).partitions():
        for number, *kept in part:
            yield _as_chained(number, office, dict(zip(_TEXTS, kept, strict=True)))


def _as_chained(number: int, office: str, kept: dict[str, bytes | str | None]) -> ChainedAct:
    texts = {name: _text(value) for name, value in kept.items()}
    named = Named(number, *(_shown(texts[name]) for name in ("on", "actor", "verb", "target")))
    return ChainedAct(named, _as_act(office, texts), texts["previous"] or "", texts["hash"] or "")


def _as_act(office: str, texts: dict[str, str | None]) -> LoggedAct | None:
    """The row as an act, None where it can't be read as one."""
    try:
        return LoggedAct(
            office=office,
            actor=texts["actor"] or "",
            verb=texts["verb"] or "",
            target=texts["target"] or "",
            before=_json(texts["before"]),
            after=_json(texts["after"]),
            reason=texts["reason"] or "",
            on=dt.date.fromisoformat(texts["on"] or ""),
            recorded=_moment(texts["recorded"] or ""),
        )
    except (ValueError, OverflowError, RecursionError):
        return None


def _text(kept: bytes | str | None) -> str | None:
    return kept.decode("utf-8", "surrogateescape") if isinstance(kept, bytes) else kept


def _shown(text: str | None) -> str:
    return (text or "").encode("utf-8", "replace").decode()


def _json(text: str | None) -> Any:  # noqa: ANN401 - JSON is untyped by nature
    return None if text is None else json.loads(text)


def _moment(text: str) -> dt.datetime:
    """2024-07-02 09:00:00.000000 in UTC on SQLite, 2024-07-02 09:00:00+00 on PostgreSQL."""
    moment = dt.datetime.fromisoformat(text)
    return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
