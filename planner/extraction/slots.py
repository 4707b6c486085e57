"""Where units and times are put: brackets ［责任单位：…］ （甲负责）, lines 牵头部门：…, and what each part says."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from planner.domain.drafts import Role
from planner.extraction.calendar import PlanYears
from planner.extraction.labels import other_label, time_label, unit_label
from planner.extraction.names import is_unit_like
from planner.extraction.rulebook import any_of, phrases
from planner.extraction.source import Source
from planner.extraction.times import find_times
from planner.extraction.units import read_roles

_PAIRS = {"(": ")", "[": "]", "【": "】", "〔": "〕"}
_CLOSERS = frozenset(_PAIRS.values())
_STOPS = frozenset("。;!?,\n")


class FieldKind(StrEnum):
    """What a part of a slot tells."""

    UNITS = "units"
    TIME = "time"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Field:
    """A part of a slot: the words after a label, or all of an unlabelled bracket."""

    kind: FieldKind
    start: int
    end: int
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A bracket (with its brackets) or a labelled line that names units, times or both."""

    start: int
    end: int
    fields: tuple[Field, ...]

    @property
    def names_units(self) -> bool:
        """Whether units stand in it."""
        return any(field.kind is FieldKind.UNITS for field in self.fields)


@dataclass(frozen=True, slots=True)
class Bracket:
    """An outermost bracket, its signs included."""

    start: int
    end: int


def find_slots(source: Source, start: int, end: int) -> list[Slot]:
    """The slots in a stretch of the reading text, in order and without overlap."""
    text = source.text
    slots = [slot for b in find_brackets(text, start, end)[0] if (slot := _bracket_slot(source, b, end))]
    slots += _lines(text, start, end, [(slot.start, slot.end) for slot in slots])
    return sorted(slots, key=lambda slot: slot.start)


def find_brackets(text: str, start: int, end: int) -> tuple[list[Bracket], list[int]]:
    """The outermost brackets of a stretch, and where a sign has no partner (such a sign encloses nothing)."""
    pairs: list[Bracket] = []
    stack: list[int] = []
    alone: list[int] = []
    for i in range(start, end):
        if text[i] in _PAIRS:
            stack.append(i)
        elif text[i] in _CLOSERS:
            opener = _partner(text, stack, text[i])
            if opener is None:
                alone.append(i)
                continue
            alone.extend(stack[opener + 1 :])
            pairs.append(Bracket(stack[opener], i + 1))
            del stack[opener:]
    return _outermost(pairs), sorted([*alone, *stack])


def _partner(text: str, stack: list[int], closer: str) -> int | None:
    """The place in the stack of the sign that `closer` closes; few signs back, or none."""
    for k in range(len(stack) - 1, max(-1, len(stack) - 1 - _FORGIVEN), -1):
        if _PAIRS[text[stack[k]]] == closer:
            return k
    return None


_FORGIVEN = 8


def _outermost(pairs: list[Bracket]) -> list[Bracket]:
    found: list[Bracket] = []
    for pair in sorted(pairs, key=lambda p: p.start):
        if not found or pair.start >= found[-1].end:
            found.append(pair)
    return found


# ---- brackets ----


def _bracket_slot(source: Source, bracket: Bracket, end: int) -> Slot | None:
    """The slot in a bracket, if it is one: labelled, or standing at a sentence's end and saying who or when."""
    text = source.text
    inner = (bracket.start + 1, bracket.end - 1)
    labels = _labels(text, *inner)
    if labels:
        bare = _bare_fields(source, inner[0], labels[0].start())
        return Slot(bracket.start, bracket.end, (*bare, *_labelled(text, labels, inner[1])))
    if not _ends_sentence(text, bracket, end):
        return None
    fields = _bare_fields(source, *inner)
    return Slot(bracket.start, bracket.end, fields) if fields else None


def _ends_sentence(text: str, bracket: Bracket, end: int) -> bool:
    after = text[bracket.end] if bracket.end < end else "\n"
    before = text[bracket.start - 1] if bracket.start else "\n"
    return after in _STOPS or after in _PAIRS or after in _CLOSERS or before in "。!?;"


def _bare_fields(source: Source, start: int, end: int) -> tuple[Field, ...]:
    """Clauses without a label: those that open with a time, and one list of units, if they are nothing else."""
    fields: list[Field] = []
    units_from: int | None = None
    for a, b in _clauses(source.text, start, end):
        if units_from is None and _is_time(source.text, a, b):
            fields.append(Field(FieldKind.TIME, a, b))
        elif units_from is None:
            units_from = a
    if units_from is not None:
        if not _is_units(source, units_from, end):
            return ()
        fields.append(Field(FieldKind.UNITS, units_from, end))
    return tuple(fields)


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    clauses: list[tuple[int, int]] = []
    at = start
    for found in re.compile("[,;。]").finditer(text, start, end):
        clauses.append((at, found.start()))
        at = found.end()
    clauses.append((at, end))
    return [(a, b) for a, b in clauses if b > a]


def _is_time(text: str, start: int, end: int) -> bool:
    """Whether a clause is a time and at most what is done by then: 6月底取得阶段性成效并持续推进."""
    times = find_times(text, start, end, years=PlanYears(None, None), slot=True)
    return bool(times) and times[0].start - start <= _LEAD and (end - times[0].end) <= _DUTY


_LEAD, _DUTY = 2, 20


def _is_units(source: Source, start: int, end: int) -> bool:
    """Whether an unlabelled stretch is a list of units: closed by a role verb, or units all through."""
    spaced, _ = source.spaced(start, end)
    named = read_roles(spaced)
    if not named:
        return False
    like = [is_unit_like("".join(spaced[n.start : n.end].split())) for n in named]
    return all(like) or (bool(_role_verb().search(source.text, start, end)) and sum(like) * 2 > len(like))


# ---- labels ----


def _labels(text: str, start: int, end: int) -> list[re.Match[str]]:
    return [m for m in _label().finditer(text, start, end) if m.start() == start or text[m.start() - 1] in _BOUNDARY]


_BOUNDARY = frozenset("\n\t。;,、:)]】〕!?")


def _labelled(text: str, labels: list[re.Match[str]], end: int) -> list[Field]:
    """The fields of labels that follow each other, the last up to `end`."""
    fields: list[Field] = []
    for k, label in enumerate(labels):
        close = labels[k + 1].start() if k + 1 < len(labels) else end
        while close > label.end() and text[close - 1] in ",;。、\n\t":
            close -= 1
        if close > label.end():
            fields.append(_field(label, close))
    return fields


def _field(label: re.Match[str], end: int) -> Field:
    if label["time"]:
        return Field(FieldKind.TIME, label.end(), end)
    if label["other"]:
        return Field(FieldKind.OTHER, label.end(), end)
    return Field(FieldKind.UNITS, label.end(), end, label_role(label["unit"]))


def label_role(label: str) -> Role:
    """The role that a label's words give: 牵头考核单位 lead, 参与部门 cooperating, 落实部门 responsible."""
    for role in (Role.LEAD, Role.COOPERATING):
        if any(word in label for word in phrases("units", f"label_roles.{role.value}")):
            return role
    return Role.RESPONSIBLE


def _lines(text: str, start: int, end: int, taken: list[tuple[int, int]]) -> list[Slot]:
    """Slots without brackets: a label opens a line or follows a full stop, its words end with the line or stop."""
    labels = [
        m
        for m in _labels(text, start, end)
        if not m["other"] and not any(a <= m.start() < b for a, b in taken) and _opens_line(text, m, start)
    ]
    slots: list[Slot] = []
    for k, label in enumerate(labels):
        close = _line_end(text, label.end(), labels[k + 1].start() if k + 1 < len(labels) else end)
        fields = _labelled(text, [label], close)
        slots.append(Slot(label.start(), close, tuple(fields)))
    return slots


def _opens_line(text: str, label: re.Match[str], start: int) -> bool:
    return label.start() == start or text[label.start() - 1] in "\n\t。;)]】〕"


def _line_end(text: str, start: int, end: int) -> int:
    """Past the full stop that ends a label's words, or at the end of its paragraph; brackets may span both."""
    depth = 0
    for i in range(start, end):
        if text[i] in _PAIRS:
            depth += 1
        elif text[i] in _CLOSERS:
            depth -= 1
        elif depth <= 0 and text[i] == "。":
            return i + 1
        elif text[i] == "\n" and i > start:
            return i
    return end


@cache
def _label() -> re.Pattern[str]:
    """牵头部门: / 完成时限: / 适用范围: and their kind, colon included."""
    return re.compile(rf"(?:(?P<time>{time_label()})|(?P<other>{other_label()})|(?P<unit>{unit_label()})):")


@cache
def _role_verb() -> re.Pattern[str]:
    """甲局负责 / 甲局牵头,乙局配合: the verb closes a clause."""
    verbs = "|".join(any_of("units", f"verbs.{role.value}") for role in Role)
    return re.compile(rf"(?:{verbs})(?:[,;。]|$)")
