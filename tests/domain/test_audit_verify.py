"""A log that was tampered with: each row that was touched is named, with what was done to it, and no other."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.audit_chain import LoggedAct, chained
from planner.domain.audit_faults import Named
from planner.domain.audit_verify import Anchored, ChainedAct, examine

Rows = list[ChainedAct]
LONG = 20
MOMENT = dt.datetime(2024, 7, 2, 9, 0, tzinfo=dt.UTC)


def log(length: int = LONG, *, step: int = 1) -> Rows:
    """A log as the program writes it, with ids from 1; with `step` other offices' rows stand between."""
    rows: Rows = []
    for number in range(length):
        act = LoggedAct(
            office="default",
            actor="王敏",
            verb="task:extend",
            target=f"2024-{number + 1:02}",
            before=None,
            after={"due": "2025-03-31", "n": number},
            reason="",
            on=dt.date(2024, 7, 2),
            recorded=MOMENT + dt.timedelta(seconds=number),
        )
        rows.append(row(number * step + 1, act, rows[-1].hash if rows else ""))
    return rows


def row(number: int, act: LoggedAct, previous: str) -> ChainedAct:
    """A row that says what its act says."""
    named = Named(number, act.on.isoformat(), act.actor, act.verb, act.target)
    return ChainedAct(named, act, previous, chained(act, previous))


def told(rows: Sequence[ChainedAct]) -> list[tuple[str, int, int]]:
    """The faults of a log: what was done, to the rows from which id to which."""
    return [(fault.kind.value, fault.first, fault.last) for fault in examine(lambda: rows).faults]


def rewritten(one: ChainedAct, **content: Any) -> ChainedAct:  # noqa: ANN401 - values of a row
    """A row with other content, its hash left as it was."""
    return one if one.act is None else replace(one, act=replace(one.act, **content))


def forged(one: ChainedAct, **content: Any) -> ChainedAct:  # noqa: ANN401 - values of a row
    """A row with other content and the hash of that."""
    changed = rewritten(one, **content)
    return replace(changed, hash=changed.hash_behind(changed.previous))


def numbered(one: ChainedAct, number: int) -> ChainedAct:
    """The row under another id."""
    return replace(one, named=replace(one.named, id=number))


def renumbered(rows: Rows) -> Rows:
    """The rows under ids without gaps."""
    return [numbered(each, number) for number, each in enumerate(rows, 1)]


def at(rows: Rows, place: int, *new: ChainedAct) -> Rows:
    """The rows with others in the place of one of them; places from 1, as the ids."""
    return [*rows[: place - 1], *new, *rows[place:]]


def exchanged(rows: Rows, one: int, other: int) -> Rows:
    """The rows with two of them under each other's id."""
    rows = list(rows)
    rows[one - 1], rows[other - 1] = numbered(rows[other - 1], one), numbered(rows[one - 1], other)
    return rows


OTHER = "ab" * 32
FORGED_ACT = LoggedAct("default", "李强", "unit:add", "某局", None, None, "", dt.date(2024, 7, 2), MOMENT)


def slipped(rows: Rows, place: int, previous: str) -> Rows:
    """The rows with an act of one's own between those of two places, those behind it moved on by one id."""
    return renumbered([*rows[:place], row(0, FORGED_ACT, previous), *rows[place:]])


TAMPERED: dict[str, tuple[Callable[[Rows], Rows], list[tuple[str, int, int]]]] = {
    "actor": (lambda r: at(r, 7, rewritten(r[6], actor="李强")), [("changed", 7, 7)]),
    "first row": (lambda r: at(r, 1, rewritten(r[0], actor="李强")), [("changed", 1, 1)]),
    "last row": (lambda r: at(r, LONG, rewritten(r[-1], actor="李强")), [("changed", LONG, LONG)]),
    "last row's hash": (lambda r: at(r, LONG, replace(r[-1], hash=OTHER)), [("changed", LONG, LONG)]),
    "unreadable": (lambda r: at(r, 7, replace(r[6], act=None)), [("changed", 7, 7)]),
    "hash": (lambda r: at(r, 7, replace(r[6], hash=OTHER)), [("hash", 7, 7)]),
    "hash of another row": (lambda r: at(r, 7, replace(r[6], hash=r[11].hash)), [("hash", 7, 7)]),
    "first row's hash": (lambda r: at(r, 1, replace(r[0], hash=OTHER)), [("hash", 1, 1)]),
    "previous": (lambda r: at(r, 7, replace(r[6], previous=OTHER)), [("previous", 7, 7)]),
    "previous as of another row": (lambda r: at(r, 7, replace(r[6], previous=r[11].previous)), [("previous", 7, 7)]),
    "first row's previous": (lambda r: at(r, 1, replace(r[0], previous=OTHER)), [("previous", 1, 1)]),
    "both hashes": (lambda r: at(r, 7, replace(r[6], previous=OTHER, hash=OTHER)), [("hashes", 7, 7)]),
    "first row's both": (lambda r: at(r, 1, replace(r[0], previous=OTHER, hash=OTHER)), [("hashes", 1, 1)]),
    "hash and the next's previous": (
        lambda r: at(at(r, 7, replace(r[6], hash=OTHER)), 8, replace(r[7], previous=OTHER[::-1])),
        [("hash", 7, 7), ("previous", 8, 8)],
    ),
    "hash, told on by the next": (
        lambda r: at(at(r, 7, replace(r[6], hash=OTHER)), 8, replace(r[7], previous=OTHER)),
        [("changed", 7, 7), ("changed", 8, 8)],
    ),
    "content and hash": (lambda r: at(r, 7, replace(rewritten(r[6], actor="李强"), hash=OTHER)), [("changed", 7, 7)]),
    "content and previous": (
        lambda r: at(r, 7, replace(rewritten(r[6], actor="李强"), previous=OTHER)),
        [("changed", 7, 7)],
    ),
    "content and previous as of another row": (
        lambda r: at(r, 14, replace(rewritten(r[13], actor="李强"), previous=r[4].hash)),
        [("changed", 14, 14)],
    ),
    "everything": (
        lambda r: at(r, 7, replace(rewritten(r[6], actor="李强"), previous=OTHER, hash=OTHER)),
        [("changed", 7, 7)],
    ),
    "hash computed anew": (lambda r: at(r, 7, forged(r[6], actor="李强")), [("rewritten", 7, 7)]),
    "first row's hash computed anew": (lambda r: at(r, 1, forged(r[0], actor="李强")), [("rewritten", 1, 1)]),
    "first row follows something": (
        lambda r: at(r, 1, forged(replace(r[0], previous=OTHER), actor="李强")),
        [("rewritten", 1, 1)],
    ),
    "two beside each other, anew": (
        lambda r: at(at(r, 7, forged(r[6], actor="李强")), 8, forged(r[7], actor="李强")),
        [("rewritten", 7, 7), ("rewritten", 8, 8)],
    ),
    "several anew, each on the other": (
        lambda r: at(at(r, 7, forged(r[6], actor="李强")), 8, forged(replace(r[7], previous=OTHER), actor="李强")),
        [("rewritten", 7, 7), ("rewritten", 8, 8)],
    ),
    "dropped": (lambda r: at(r, 7), [("dropped", 7, 7)]),
    "three dropped": (lambda r: [*r[:6], *r[9:]], [("dropped", 7, 9)]),
    "first dropped": (lambda r: r[2:], [("dropped", 1, 2)]),
    "dropped, the others moved up": (lambda r: renumbered(at(r, 7)), [("rewritten", 6, 6)]),
    "swapped": (lambda r: exchanged(r, 5, 12), [("swapped", 5, 5), ("swapped", 12, 12)]),
    "swapped neighbours": (lambda r: exchanged(r, 5, 6), [("swapped", 5, 5), ("swapped", 6, 6)]),
    "swapped around one": (lambda r: exchanged(r, 5, 7), [("swapped", 5, 5), ("swapped", 7, 7)]),
    "first and last swapped": (lambda r: exchanged(r, 1, LONG), [("swapped", 1, 1), ("swapped", LONG, LONG)]),
    "first two swapped": (lambda r: exchanged(r, 1, 2), [("swapped", 1, 1), ("swapped", 2, 2)]),
    "moved to the end": (lambda r: [*at(r, 7), numbered(r[6], 99)], [("moved", 99, 99)]),
    "moved on": (lambda r: renumbered([*r[:6], *r[7:15], r[6], *r[15:]]), [("moved", 15, 15)]),
    "two moved on": (lambda r: renumbered([*r[:6], *r[8:15], *r[6:8], *r[15:]]), [("moved", 14, 15)]),
    "slipped in behind the right one": (lambda r: slipped(r, 7, r[6].hash), [("inserted", 8, 8)]),
    "slipped in behind nothing": (lambda r: slipped(r, 7, OTHER), [("inserted", 8, 8)]),
    "slipped in as the first": (lambda r: slipped(r, 0, ""), [("inserted", 1, 1)]),
    "slipped in without a hash": (
        lambda r: renumbered([*r[:7], replace(row(0, FORGED_ACT, r[6].hash), hash=""), *r[7:]]),
        [("inserted", 8, 8)],
    ),
    "slipped in twice over": (
        lambda r: slipped(slipped(r, 7, r[6].hash), 12, r[10].hash),
        [("inserted", 8, 8), ("inserted", 13, 13)],
    ),
    "copied": (lambda r: renumbered([*r[:7], r[3], *r[7:]]), [("inserted", 8, 8)]),
    "copied beside itself": (
        lambda r: renumbered([*r[:7], r[6], *r[7:]]),
        [("inserted", 7, 7)],
    ),  # or 8: they are alike
    "added behind an earlier one": (lambda r: [*r, row(99, FORGED_ACT, r[-4].hash)], [("inserted", 99, 99)]),
    "replaced": (lambda r: at(r, 7, row(7, FORGED_ACT, r[5].hash)), [("rewritten", 7, 7)]),
    "one of each": (
        lambda r: at(at(at(exchanged(r, 15, 18), 12, forged(r[11], reason="补")), 8), 3, rewritten(r[2], target="x")),
        [("changed", 3, 3), ("dropped", 8, 8), ("rewritten", 12, 12), ("swapped", 15, 15), ("swapped", 18, 18)],
    ),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_what_was_done_to_a_log_is_told_once_and_of_these_rows_only(name: str) -> None:
    tamper, expected = TAMPERED[name]
    assert told(tamper(log())) == expected


def test_log_as_written_has_no_fault_and_tells_its_newest_hash() -> None:
    rows = log()
    found = examine(lambda: rows)
    assert (found.rows, found.newest, found.faults, found.anchored) == (LONG, rows[-1].hash, (), ())
    empty = examine(list)
    assert (empty.rows, empty.newest, empty.faults) == (0, "", ())


# ---- laws ----

PLACES = st.integers(0, LONG - 1)
STEPS: dict[str, Callable[[Rows, int, int], Rows]] = {
    "content": lambda r, i, _: at(r, i + 1, rewritten(r[i], actor="李强")),
    "hash": lambda r, i, j: at(r, i + 1, replace(r[i], hash=r[j].hash if j % 2 else OTHER)),
    "previous": lambda r, i, j: at(r, i + 1, replace(r[i], previous=r[j].hash if j % 2 else "")),
    "forge": lambda r, i, j: at(r, i + 1, forged(r[i], reason=str(j))),
    "forge onto another": lambda r, i, j: at(r, i + 1, forged(replace(r[i], previous=r[j].hash))),
    "drop": lambda r, i, _: at(r, i + 1),
    "move": lambda r, i, j: renumbered([*at(r, i + 1)[:j], r[i], *at(r, i + 1)[j:]]),
    "swap": lambda r, i, j: exchanged(r, i + 1, j + 1) if i != j else r,
    "copy": lambda r, i, j: renumbered([*r[:j], r[i], *r[j:]]),
    "slip": lambda r, i, j: slipped(r, i, r[j].hash),
    "unreadable": lambda r, i, _: at(r, i + 1, replace(r[i], act=None)),
}


def holds(rows: Rows) -> bool:
    """Whether each row has the hash of its content and names that of the row before."""
    names = ["", *(each.hash for each in rows)]
    return all(
        each.previous == before and each.hash_behind(each.previous) == each.hash
        for each, before in zip(rows, names, strict=False)
    )


@given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), PLACES, PLACES), max_size=8))
def test_log_that_does_not_hold_is_never_called_whole_nor_one_that_does_faulty(
    steps: list[tuple[str, int, int]],
) -> None:
    rows = log()
    for step, i, j in steps:
        rows = STEPS[step](rows, i % len(rows), j % len(rows)) or rows
    found = examine(lambda: rows)
    assert (found.faults == ()) == holds(rows)
    assert found.rows == len(rows)
    unsound = {each.named.id for each in rows if each.hash_behind(each.previous) != each.hash}
    named = {number for fault in found.faults for number in range(fault.first, fault.last + 1)}
    assert unsound <= named


def test_row_before_other_offices_rows_is_told_dropped_or_rewritten() -> None:
    """Between its ids there is room for what may never have been there: the sentence says both."""
    rows = log(step=3)
    found = examine(lambda: at(rows, 7, forged(rows[6], actor="李强"))).faults
    said = (
        "序号20至21的记录被删去：序号22接的不是序号19"
        "（如果当中的序号本来就没有用过，那就是序号19被改写，校验码也重算过）。"
    )
    assert [(fault.kind.value, fault.message) for fault in found] == [("dropped", said)]


# ---- anchors ----


def test_anchor_is_found_by_its_beginning_with_how_many_acts_since() -> None:
    rows = log()
    found = examine(lambda: rows, rows[6].hash[:16]).anchored
    assert found == (Anchored(rows[6].named, rows[6].hash, LONG - 7),)
    assert examine(lambda: rows, rows[-1].hash).anchored[0].since == 0


def test_log_cut_short_or_built_anew_has_no_fault_and_lacks_the_anchor() -> None:
    rows = log()
    anew = [*rows[:6]]
    for each in rows[7:]:
        assert each.act is not None
        anew.append(row(len(anew) + 1, each.act, anew[-1].hash))
    for later in (rows[:-3], anew):
        assert (examine(lambda later=later: later, rows[-1].hash).faults, told(later)) == ((), [])  # type: ignore[misc]
        assert examine(lambda later=later: later, rows[-1].hash).anchored == ()  # type: ignore[misc]


def test_anchor_of_a_row_whose_hash_was_written_over_is_found_all_the_same() -> None:
    rows = log()
    tampered = at(rows, 7, replace(rows[6], hash=OTHER))
    assert [each.row.id for each in examine(lambda: tampered, rows[6].hash).anchored] == [7]


def test_anchor_too_short_to_tell_rows_apart_names_them_all() -> None:
    rows = log()
    assert len(examine(lambda: rows, rows[0].hash[:1]).anchored) == sum(
        each.hash[0] == rows[0].hash[0] for each in rows
    )
