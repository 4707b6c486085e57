"""A tampered log as runs of rows that hold together: which belongs behind which, and what that says was done.

A row that was changed or dropped, moved or slipped in breaks the links beside it. What lies between two breaks is a
run; the runs are put back like dominoes, each behind the one whose last hash its first row names.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from planner.domain.audit_faults import Fault, FaultKind, Named

_FAR = 1000
"""So many runs are followed to weigh two rows that claim the same place: forged ones may lead in a circle."""


@dataclass(slots=True, eq=False)
class Run:
    """Rows that hold together. `previous` is what the first names as the hash before it, `hash` that of the last.

    `slot` are the ids of its place in the log, which aren't its own where two runs were exchanged. `sound` tells of
    the first and of the last row whether their hash is that of their content.
    """

    first: Named | None
    last: Named | None
    rows: int
    previous: str | None
    hash: str
    slot: tuple[int, int]
    sound: tuple[bool, bool] = (True, True)
    before: "Run | None" = None
    after: "Run | None" = None
    place: int = 0


def explain(runs: Sequence[Run]) -> list[Fault]:
    """What was done to a log that fell into these runs, given in the order of their ids. None for a single whole one.

    `previous` of the log's rightful first row is "".
    """
    order = [_origin(), *runs]
    for place, run in enumerate(order):
        run.place = place
    strays = _link(order)
    faults = list(_exchanged(order))
    strings = [string for string in _strings(order) if string[0] not in strays]
    kept = _in_place([run for string in strings for run in string])
    whole = []
    for string in strings:
        if any(run in kept for run in string):
            whole.append(string)
            faults += [_fault(FaultKind.MOVED, run) for run in string if run not in kept]
        else:
            faults += [_fault(FaultKind.INSERTED, run) for run in string]
    faults += [_fault(FaultKind.INSERTED, run) for string in _strings(order) if string[0] in strays for run in string]
    for ahead, behind in pairwise(whole):
        faults += _gap(ahead, behind, kept)
    return faults


def _origin() -> Run:
    """What an office's first row follows."""
    return Run(first=None, last=None, rows=1, previous=None, hash="", slot=(0, 0))


def _fault(kind: FaultKind, run: Run) -> Fault:
    first, last = run.first, run.last
    assert first is not None  # noqa: S101 - only the origin has none, and it is never at fault
    assert last is not None  # noqa: S101 - as above
    before = run.before.last if run.before else None
    return Fault(kind, first.id, last.id, first, before, run.after.first if run.after else None)


# ---- which run belongs behind which ----


def _link(order: Sequence[Run]) -> set[Run]:
    """Put each run behind the one that it names. Those that name one which has its follower already are returned."""
    by_hash: dict[str, list[Run]] = defaultdict(list)
    claims: dict[str, list[Run]] = defaultdict(list)
    for run in order:
        if run.hash or run.first is None:
            by_hash[run.hash].append(run)
        if run.previous is not None and (run.sound[0] or run.rows == 1):  # else its first row was written over
            claims[run.previous].append(run)
    strays = set()
    for named in [each for each in claims if each in by_hash]:
        free, claimants = by_hash[named].copy(), claims[named]
        if len(claimants) > 1:
            claimants.sort(key=lambda run: (not run.sound[0], -_reach(run, order, claims, by_hash), _away(run, free)))
        for run in claimants:
            found = _best(run, free)
            if found is not None:
                free.remove(found)
                run.before, found.after = found, run
            elif run.sound[0]:
                strays.add(run)
    return strays


def _away(run: Run, from_: Sequence[Run]) -> int:
    return min(abs(run.place - each.place) for each in from_)


def _best(run: Run, free: Collection[Run]) -> Run | None:
    """The one right before, if it is free, else the one with most rows."""
    others = [each for each in free if each is not run]
    return max(others, key=lambda each: (each.place == run.place - 1, each.rows), default=None)


def _reach(run: Run, order: Sequence[Run], claims: Mapping[str, Sequence[Run]], named: Collection[str]) -> int:
    """How many rows follow from a run: the true follower of a row has the rest of the log behind it.

    Where rows are gone, it goes on with the next run that follows no other. `named` are the hashes that runs end with.
    """
    rows = 0
    for _ in range(_FAR):
        rows += run.rows
        next_one = order[run.place + 1 : run.place + 2]
        followers = claims.get(run.hash) or [each for each in next_one if each.previous not in named]
        if not followers:
            break
        run = max(followers, key=lambda each: each.rows)
    return rows


def _strings(order: Sequence[Run]) -> list[list[Run]]:
    """The runs in their rightful order, as far as they name each other; strings by the place of their longest run."""
    starts = [run for run in order if run.before is None]
    found = [list(_behind(run)) for run in starts]
    told = {run for string in found for run in string}
    for run in order:  # what names each other in a circle has no start
        if run not in told and run.before is not None:
            run.before.after, run.before = None, None
            found.append(list(_behind(run)))
            told.update(found[-1])
    return [found[0], *sorted(found[1:], key=lambda string: max(string, key=lambda run: run.rows).place)]


def _behind(run: Run | None) -> Iterator[Run]:
    while run is not None:
        yield run
        run = run.after


# ---- what was done ----


def _exchanged(order: list[Run]) -> Iterator[Fault]:
    """Find pairs of runs that stand in each other's place, and put them back."""
    for run in order[1:]:
        if run.before is None or run.before.place + 1 >= len(order):
            continue
        other = order[run.before.place + 1]
        if other.place < run.place and other.rows == run.rows and _fits_exchanged(order, other, run):
            yield Fault(FaultKind.SWAPPED, *_ids(other), other.first, None, run.first)
            yield Fault(FaultKind.SWAPPED, *_ids(run), run.first, None, other.first)
            order[other.place], order[run.place] = run, other
            other.place, run.place = run.place, other.place
            other.slot, run.slot = run.slot, other.slot


def _ids(run: Run) -> tuple[int, int]:
    return (run.first.id if run.first else 0, run.last.id if run.last else 0)


def _fits_exchanged(order: Sequence[Run], early: Run, late: Run) -> bool:
    """Whether all four ends would fit if the two stood in each other's place."""
    behind = order[late.place + 1] if late.place + 1 < len(order) else None
    outer = late.before is order[early.place - 1] and early.after is behind
    if late.place == early.place + 1:
        return outer and early.before is late
    return outer and late.after is order[early.place + 1] and early.before is order[late.place - 1]


def _in_place(runs: Sequence[Run]) -> set[Run]:
    """Of runs in their rightful order, those that stand in it: the most rows whose places rise."""
    size = max(run.place for run in runs) + 1
    best: list[tuple[int, int]] = [(0, -1)] * (size + 1)  # a Fenwick tree: most rows up to a place, and which run ends
    came_from: list[int] = []
    for number, run in enumerate(runs):
        rows, before = _most(best, run.place)
        came_from.append(before)
        _note(best, run.place + 1, (rows + run.rows, number))
    number = _most(best, size)[1]
    kept = set()
    while number >= 0:
        kept.add(runs[number])
        number = came_from[number]
    return kept


def _most(tree: Sequence[tuple[int, int]], place: int) -> tuple[int, int]:
    found = (0, -1)
    while place > 0:
        found = max(found, tree[place])
        place -= place & -place
    return found


def _note(tree: list[tuple[int, int]], place: int, value: tuple[int, int]) -> None:
    while place < len(tree):
        tree[place] = max(tree[place], value)
        place += place & -place


def _gap(ahead: Sequence[Run], behind: Sequence[Run], kept: Collection[Run]) -> Iterable[Fault]:
    """What is missing between two strings: rows that are gone, or the last row ahead as it was before."""
    last, first = ahead[-1], behind[0]
    low = next(run.slot[1] for run in reversed(ahead) if run in kept)
    high = next(run.slot[0] for run in behind if run in kept)
    if high - low > 1:
        return (Fault(FaultKind.DROPPED, low + 1, high - 1, None, last.last, first.first),)
    if not (last.sound[1] and first.sound[0]):
        return ()  # one of them was changed, and is told as that
    if last.last is None:
        start = first.slot[0]
        return (Fault(FaultKind.REWRITTEN, start, start, first.first),)
    return (Fault(FaultKind.REWRITTEN, last.last.id, last.last.id, last.last, None, first.first),)
