"""The chain of an office's audit log walked from its first row to its last: what was changed behind our back."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from planner.domain.audit_chain import LoggedAct, chained
from planner.domain.audit_faults import Fault, FaultKind, Named
from planner.domain.audit_runs import Run, explain


@dataclass(frozen=True, slots=True)
class ChainedAct:
    """A row of the log as it stands. `act` is None where the row can no longer be read as an act at all."""

    named: Named
    act: LoggedAct | None
    previous: str
    hash: str

    def hash_behind(self, previous: str) -> str:
        """What its hash should be if the row before had the hash `previous`; "" where it can't have any."""
        if self.act is None:
            return ""
        try:
            return chained(self.act, previous)
        except RecursionError:  # brackets within brackets, deeper than any verb writes
            return ""


@dataclass(frozen=True, slots=True)
class Anchored:
    """The row that an anchor names, and how many were written since."""

    row: Named
    hash: str
    since: int


@dataclass(frozen=True, slots=True)
class Examination:
    """What a walk found. `newest` is the last row's hash, "" for an empty log.

    `anchored` are the rows whose hash begins as the anchor does, one for each such hash; empty without an anchor.
    """

    rows: int
    newest: str
    faults: tuple[Fault, ...]
    anchored: tuple[Anchored, ...]


Walk = Callable[[], Iterable[ChainedAct]]
"""Gives an office's rows in the order of their ids, anew at each call."""


def examine(walk: Walk, anchor: str = "") -> Examination:
    """Walk a log once, and once more where it doesn't hold together. No more is kept of it than what is at fault."""
    parted = _part(walk(), anchor=anchor)
    mended = _mend(parted)
    named = {run.previous for run in mended.runs if run.previous} - {run.hash for run in mended.runs}
    if named:  # rows within a run may be what others name as the one before them
        mended = _mend(_part(walk(), behind=named))
    faults = mended.faults
    if len(mended.runs) > 1 or any(run.previous for run in mended.runs):
        faults = [*faults, *explain(mended.runs)]
    told = {fault.first for fault in faults if fault.row is not None and fault.kind in _TELLS_ALL}
    slipped_in = [(fault.first, fault.last) for fault in faults if fault.kind is FaultKind.INSERTED]
    for row in mended.unsound.values():
        number = row.named.id
        if number not in told and not any(first <= number <= last for first, last in slipped_in):
            faults = [*faults, Fault(FaultKind.CHANGED, number, number, row.named)]
    return Examination(
        rows=parted.rows,
        newest=parted.newest,
        faults=_once(faults),
        anchored=tuple(Anchored(row, found, parted.rows - at) for found, (row, at) in parted.anchored.items()),
    )


def _once(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """In the order of their rows; what two broken links say of the same row is one fault."""
    by_rows = {(fault.first, fault.last, fault.kind): fault for fault in faults}
    return tuple(by_rows[rows] for rows in sorted(by_rows))


_TELLS_ALL = (FaultKind.HASH, FaultKind.PREVIOUS, FaultKind.HASHES)
"""Faults that say of a row whose hash doesn't fit why it doesn't."""


# ---- parting the log where it doesn't hold ----


@dataclass(slots=True)
class _Parts:
    """A log in runs, with the rows at their ends and those whose hash isn't that of their content, by id."""

    runs: list[Run] = field(default_factory=list)
    ends: dict[int, ChainedAct] = field(default_factory=dict)
    unsound: dict[int, ChainedAct] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    anchored: dict[str, tuple[Named, int]] = field(default_factory=dict)
    rows: int = 0
    newest: str = ""

    def first_of(self, run: Run) -> ChainedAct | None:
        """The first row of a run, if its hash isn't that of its content."""
        return self.unsound.get(run.first.id) if run.first else None

    def last_of(self, run: Run) -> ChainedAct | None:
        """The last row of a run, if its hash isn't that of its content."""
        return self.unsound.get(run.last.id) if run.last else None


def _part(rows: Iterable[ChainedAct], *, anchor: str = "", behind: Iterable[str] = ()) -> _Parts:
    """Part a log where a row doesn't name the one before it; behind rows with the hashes `behind` too."""
    parts = _Parts()
    cuts = frozenset(behind)
    run: Run | None = None
    for row in rows:
        parts.rows += 1
        due = row.hash_behind(row.previous)
        if due != row.hash:
            parts.unsound[row.named.id] = row
        if anchor and (row.hash.startswith(anchor) or due.startswith(anchor)):
            found = row.hash if row.hash.startswith(anchor) else due
            parts.anchored.setdefault(found, (row.named, parts.rows))
        sound = due == row.hash
        if run is None or row.previous != run.hash or run.hash in cuts:
            run = Run(row.named, row.named, 1, row.previous, row.hash, (row.named.id,) * 2, (sound, sound))
            parts.runs.append(run)
        else:
            run.last, run.hash, run.rows = row.named, row.hash, run.rows + 1
            run.slot, run.sound = (run.slot[0], row.named.id), (run.sound[0], sound)
    parts.newest = run.hash if run else ""
    return parts


# ---- hashes that were written over, where the content still tells them ----


def _mend(parts: _Parts) -> _Parts:
    """Join the runs that only a hash written over keeps apart, and tell whose it was."""
    runs: list[Run] = []
    for run in parts.runs:
        runs.append(run)
        while len(runs) > 1 and runs[-2].hash != runs[-1].previous and _joined(parts, runs):
            pass
        if len(runs) == 1:
            _mend_first(parts, run)
    parts.runs = runs
    return parts


def _joined(parts: _Parts, runs: list[Run]) -> bool:
    """Join the last two runs, or the last three around a row both of whose hashes were written over, if that fits."""
    ahead, behind = runs[-2], runs[-1]
    last, first = parts.last_of(ahead), parts.first_of(behind)
    due = last.hash_behind(last.previous) if last else ""
    if due and due == behind.previous:
        parts.faults.append(_of(FaultKind.HASH, ahead.last))
    elif first and first.hash_behind(ahead.hash) == first.hash:
        parts.faults.append(_of(FaultKind.PREVIOUS, behind.first))
    elif first and due and first.hash_behind(due) == first.hash:
        parts.faults += [_of(FaultKind.HASH, ahead.last), _of(FaultKind.PREVIOUS, behind.first)]
    elif last and ahead.rows == 1 and _hash_amid(runs, last) == behind.previous:
        parts.faults.append(_of(FaultKind.HASHES, ahead.last))
        if len(runs) > 2:  # noqa: PLR2004 - a run before both
            runs[-3:-1] = [_together(runs[-3], ahead)]
        else:
            ahead.previous = ""
    else:
        return False
    runs[-2:] = [_together(runs[-2], runs[-1])]
    return True


def _hash_amid(runs: Sequence[Run], row: ChainedAct) -> str:
    """The hash of a row, which is the last run but one, if it follows the run before it."""
    return row.hash_behind(runs[-3].hash if len(runs) > 2 else "")  # noqa: PLR2004 - as above


def _mend_first(parts: _Parts, run: Run) -> None:
    """The log's first row follows nothing, whatever it names."""
    first = parts.first_of(run)
    if run.previous and first and first.hash_behind("") == first.hash:
        parts.faults.append(_of(FaultKind.PREVIOUS, run.first))
        run.previous = ""


def _together(ahead: Run, behind: Run) -> Run:
    return Run(
        ahead.first,
        behind.last,
        ahead.rows + behind.rows,
        ahead.previous,
        behind.hash,
        (ahead.slot[0], behind.slot[1]),
        (ahead.sound[0], behind.sound[1]),
    )


def _of(kind: FaultKind, row: Named | None) -> Fault:
    number = row.id if row else 0
    return Fault(kind, number, number, row)
