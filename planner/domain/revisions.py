"""Two readings of a plan's documents, an older and a newer one: what the newer one changes, item by item."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from planner.domain.document import name_key

Item = Mapping[str, Any]
"""An item of a draft with the keys of `plan read --json`."""


class ProposalField(StrEnum):
    """What a newer document changes."""

    SECTION = "section"
    NUMBER = "number"
    TITLE = "title"
    BODY = "body"
    UNITS = "units"
    DEADLINES = "deadlines"
    CHECKPOINT = "checkpoint"
    NEW_TASK = "new-task"
    GONE_TASK = "gone-task"


class ProposalState(StrEnum):
    """What became of a proposal. A newer one on the same matter supersedes it."""

    PENDING = "pending"
    TAKEN = "taken"
    DECLINED = "declined"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the newer reading says otherwise, in JSON values.

    `old` and `new` are places in the two readings' items: `old` is None for a new task, `new` for one that is gone.
    `read` is what the older one said, `proposed` what the newer one says.
    """

    old: int | None
    new: int | None
    field: ProposalField
    read: Any
    proposed: Any


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two readings side by side: what changed, and for each newer item the older one's place, or None."""

    changes: tuple[Change, ...]
    matches: tuple[int | None, ...]


def compare(old: Sequence[Item], new: Sequence[Item]) -> Comparison:
    """What the items of a newer reading change in those of an older one. The same words make no change."""
    matches = _matched(old, new)
    changes: list[Change] = []
    for place, match in enumerate(matches):
        if match is None:
            changes.append(Change(None, place, ProposalField.NEW_TASK, None, dict(new[place])))
        else:
            changes += [
                Change(match, place, field, read, said) for field, read, said in _differing(old[match], new[place])
            ]
    gone = [place for place in range(len(old)) if place not in set(matches)]
    changes += [Change(place, None, ProposalField.GONE_TASK, dict(old[place]), None) for place in gone]
    return Comparison(tuple(changes), tuple(matches))


def heading(item: Item) -> str:
    """How an item is named: its number and title, or its first words."""
    words = item["title"] or " ".join(str(item["body"]).split())[:_OPENING]
    return f"{item['number'] or ''}{'' if str(item['number'] or '').endswith(('）', ')')) else ' '}{words}".strip()


_OPENING = 30


def units_by_role(item: Item) -> dict[str, list[str]]:
    """An item's units as printed, by role, in order."""
    found: dict[str, list[str]] = {}
    for unit in item["units"]:
        found.setdefault(unit["role"], []).append(unit["name"])
    return found


def undone(item: Item, field: ProposalField, read: Any, proposed: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """An item as it was before a change that nobody has taken."""
    before = dict(item)
    match field:
        case ProposalField.UNITS:
            units = [(role, name) for role, names in read.items() for name in names]
            before["units"] = [{"role": role, "name": name} for role, name in units]
        case ProposalField.DEADLINES:
            before["deadlines"] = [time for time in item["deadlines"] if not time["slot"]] + list(read)
        case ProposalField.CHECKPOINT:
            kept = [point for point in item["checkpoints"] if _only(point, _POINT_KEYS) != proposed]
            before["checkpoints"] = [*kept, read] if read else kept
        case _:
            before[field.value] = read
    return before


# ---- which item is which ----

_SURELY = 0.3  # as alike as this, two items of one number in one section are the same
_ALIKE = 0.6  # and without that, only as alike as this
_LOOK = 2000


def _matched(old: Sequence[Item], new: Sequence[Item]) -> list[int | None]:
    """For each newer item the older one that it is: the same words, else the same number, else the most alike."""
    matches: list[int | None] = [None] * len(new)
    free = dict.fromkeys(range(len(old)))
    for rule in (_same_words, _same_place, _like):
        for place, item in enumerate(new):
            if matches[place] is None and (found := rule(old, list(free), item)) is not None:
                matches[place] = found
                del free[found]
    return matches


def _same_words(old: Sequence[Item], free: list[int], item: Item) -> int | None:
    words = _words(item)
    return next((place for place in free if _words(old[place]) == words), None)


def _same_place(old: Sequence[Item], free: list[int], item: Item) -> int | None:
    for place in free:
        same = all(_folded(old[place][key]) == _folded(item[key]) for key in ("kind", "number", "section"))
        if same and item["number"] and _likeness(old[place], item, _SURELY) >= _SURELY:
            return place
    return None


def _like(old: Sequence[Item], free: list[int], item: Item) -> int | None:
    scored = [(_likeness(old[place], item, _ALIKE), -place) for place in free if old[place]["kind"] == item["kind"]]
    best, place = max(scored, default=(0.0, 0))
    return -place if best >= _ALIKE else None


def _likeness(one: Item, other: Item, enough: float) -> float:
    """How alike the words of two items are, 0 to 1; 0 for any that can't reach `enough`."""
    matcher = SequenceMatcher(None, _words(one)[:_LOOK], _words(other)[:_LOOK], autojunk=False)
    if matcher.real_quick_ratio() < enough or matcher.quick_ratio() < enough:
        return 0.0
    return matcher.ratio()


def _words(item: Item) -> str:
    return name_key(f"{item['title'] or ''}{item['body']}")


def _folded(value: object) -> str:
    return name_key(str(value or ""))


# ---- what differs ----

_WORDS = (ProposalField.SECTION, ProposalField.NUMBER, ProposalField.TITLE, ProposalField.BODY)
_TIME_KEYS = ("text", "kind", "due", "period", "count", "slot")
_POINT_KEYS = ("text", "kind", "due", "due_source", "value", "unit", "comparator", "period", "whose", "sentence")


def _differing(old: Item, new: Item) -> Iterator[tuple[ProposalField, Any, Any]]:
    for field in _WORDS:
        if _folded(old[field.value]) != _folded(new[field.value]):
            yield field, old[field.value], new[field.value]
    if _unit_keys(old) != _unit_keys(new):
        yield ProposalField.UNITS, units_by_role(old), units_by_role(new)
    times = [[_only(time, _TIME_KEYS) for time in item["deadlines"] if time["slot"]] for item in (old, new)]
    if times[0] != times[1]:
        yield ProposalField.DEADLINES, times[0], times[1]
    yield from _points(old["checkpoints"], new["checkpoints"])


def _unit_keys(item: Item) -> set[tuple[str, str]]:
    return {(unit["role"], name_key(unit["name"])) for unit in item["units"]}


def _points(old: Sequence[Item], new: Sequence[Item]) -> Iterator[tuple[ProposalField, Any, Any]]:
    """Checkpoints that are new, gone or changed: those that differ are paired by place where kinds agree."""
    before = [_only(point, _POINT_KEYS) for point in old]
    after = [_only(point, _POINT_KEYS) for point in new]
    left = [point for point in before if _meaning(point) not in map(_meaning, after)]
    come = [point for point in after if _meaning(point) not in map(_meaning, before)]
    for point in come:
        pair = next((other for other in left if other["kind"] == point["kind"]), None)
        if pair is not None:
            left.remove(pair)
        yield ProposalField.CHECKPOINT, pair, point
    for point in left:
        yield ProposalField.CHECKPOINT, point, None


def _meaning(point: Item) -> tuple[str, ...]:
    """What a checkpoint asks for: the sentence around it may be reworded without changing it."""
    return tuple(str(point[key]) for key in _POINT_KEYS if key not in {"sentence", "text"})


def _only(values: Item, keys: Sequence[str]) -> dict[str, Any]:
    return {key: values.get(key) for key in keys}
