"""Where units and times are put: brackets ［责任单位：…］ （甲负责）, lines 牵头部门：…, and what each part says."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from planner.domain.document import fold
from planner.domain.drafts import Role
from planner.extraction.brackets import CLOSERS, PAIRS, Bracket, find_brackets
from planner.extraction.calendar import PlanYears
from planner.extraction.labels import other_label, time_label, unit_label
from planner.extraction.names import ends_name, is_complete, is_unit_like
from planner.extraction.rulebook import any_of, any_pattern, phrases
from planner.extraction.source import Source
from planner.extraction.times import find_times
from planner.extraction.units import read_roles

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


def closes(text: str, slot: Slot, end: int) -> bool:
    """Whether nothing but stops stands between a slot and `end`."""
    return not text[slot.end : end].strip("。.;\n ")


def find_slots(source: Source, start: int, end: int) -> list[Slot]:
    """The slots in a stretch of the reading text, in order and without overlap."""
    brackets, alone = find_brackets(source.text, start, end)
    slots = [slot for bracket in brackets if (slot := _bracket_slot(source, bracket, end))]
    slots += _lines(source, start, end, slots, frozenset(alone))
    return sorted(slots, key=lambda slot: slot.start)


# ---- brackets ----


def _bracket_slot(source: Source, bracket: Bracket, end: int) -> Slot | None:
    """The slot in a bracket, if it is one: labelled, or standing at a sentence's end and saying who or when."""
    inner = (bracket.start + 1, bracket.end - 1)
    if inner[1] - inner[0] > _LONGEST:
        return None
    labels = _labels(source, *inner)
    if labels:
        bare = _bare_fields(source, inner[0], labels[0].start())
        return Slot(bracket.start, bracket.end, (*bare, *_labelled(source, labels, inner[1])))
    if not _ends_sentence(source.text, bracket, end) or ends_name(source.text, bracket.start, bracket.end):
        return None
    fields = _bare_fields(source, *inner)
    return Slot(bracket.start, bracket.end, fields) if fields else None


_LONGEST = 3000  # a bracket or line longer than this is no list of units


def _ends_sentence(text: str, bracket: Bracket, end: int) -> bool:
    after = text[bracket.end] if bracket.end < end else "\n"
    before = text[bracket.start - 1] if bracket.start else "\n"
    return after in _STOPS or after in PAIRS or after in CLOSERS or before in "。!?;"


def _bare_fields(source: Source, start: int, end: int) -> tuple[Field, ...]:
    """Clauses without a label: times first or last, and one list of units, if they are nothing else."""
    times, units = _parted(source.text, start, end)
    if units is None:
        return times
    named, asides = _without_asides(source, *units)
    if not all(_is_units(source, *run) for run in named):
        return ()
    fields = (*times, *asides, *(Field(FieldKind.UNITS, *run) for run in named))
    return tuple(sorted(fields, key=lambda field: field.start))


def _without_asides(source: Source, start: int, end: int) -> tuple[list[tuple[int, int]], list[Field]]:
    """The runs of clauses with units in a stretch, and the clauses that name none: 市司法局负责,按时序推进.

    Each of these is kept as it stands: as a time where it reads like one that no rule knows.
    """
    runs: list[tuple[int, int]] = []
    asides: list[Field] = []
    open_run = False
    for first, last in _clauses(source.text, start, end):
        bound = bool(runs) and source.text[start] != "由" and bool(_role_verb().search(source.text, start, runs[-1][1]))
        if runs and _names_nobody(source.text[first:last], bound=bound):
            like_time = _like_a_time().search(source.text, first, last)
            asides.append(Field(FieldKind.TIME if like_time else FieldKind.OTHER, first, last))
            open_run = False
            continue
        runs = [*runs[:-1], (runs[-1][0], last)] if open_run else [*runs, (first, last)]
        open_run = True
    return (runs if asides else [(start, end)]), asides


def _names_nobody(words: str, *, bound: bool) -> bool:
    """Whether a clause says how or when, and neither names a unit nor gives the ones before it a role.

    Behind units that a role word binds (`bound`) it may say anything else.
    """
    named = read_roles(words)
    free = bound and not _role_verb().search(words)
    if not named or "由" in words or not (free or _manner_clause().search(words)):
        return False
    names = [fold(unit.name) for unit in named]
    return not any(is_unit_like(n) and not n.startswith(phrases("units", "rules.manner_opens")) for n in names)


def _parted(text: str, start: int, end: int) -> tuple[tuple[Field, ...], tuple[int, int] | None]:
    """The clauses at either end of a stretch that are times, and what lies between them."""
    clauses = _clauses(text, start, end)
    times: list[Field] = []
    for side in (0, -1):
        while clauses and _is_time(text, *clauses[side]):
            times.append(Field(FieldKind.TIME, *clauses.pop(side)))
    return tuple(times), (clauses[0][0], clauses[-1][1]) if clauses else None


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A stretch cut at commas and stops outside brackets."""
    clauses: list[tuple[int, int]] = []
    at, depth = start, 0
    for i in range(start, end):
        if text[i] in PAIRS:
            depth += 1
        elif text[i] in CLOSERS:
            depth -= 1
        elif depth <= 0 and text[i] in ",;。":
            clauses.append((at, i))
            at = i + 1
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
    like = [is_unit_like(fold(n.name)) for n in named]
    return all(like) or (bool(_role_verb().search(source.text, start, end)) and sum(like) * 2 > len(like))


# ---- labels ----


def _labels(source: Source, start: int, end: int) -> list[re.Match[str]]:
    """The labels of a stretch: at its beginning, after a stop, comma, bracket or blank, or behind another's words."""
    text = source.text
    found: list[re.Match[str]] = []
    for label in _label().finditer(text, start, end):
        at = label.start()
        if at == start or text[at - 1] in _BOUNDARY or source.blank_before(at) or _runs_on(text, found, at):
            found.append(label)
    return found


def _runs_on(text: str, before: list[re.Match[str]], at: int) -> bool:
    """Whether the words of the label before end here, though nothing parts them: 牵头部门:省司法厅参与部门:…."""
    if not before or at - before[-1].end() > _LONGEST:
        return False
    words = text[before[-1].end() : at]
    return not re.search("[。;\n]", words) and (not before[-1]["unit"] or is_complete(words))


_BOUNDARY = frozenset("\n\t。;,、:([{【〔)]}】〕!?")


def _labelled(source: Source, labels: list[re.Match[str]], end: int) -> list[Field]:
    """The fields of labels that follow each other, the last up to `end`."""
    fields: list[Field] = []
    for k, label in enumerate(labels):
        start, close = label.end(), labels[k + 1].start() if k + 1 < len(labels) else end
        while close > start and source.text[close - 1] in ",;。、\n\t([{【〔":
            close -= 1
        while start < close and source.text[start] in "\n\t":
            start += 1
        if close > start:
            fields += _fields(source, label, start, close)
    return fields


def _fields(source: Source, label: re.Match[str], start: int, end: int) -> list[Field]:
    if label["time"]:
        return [Field(FieldKind.TIME, start, end)]
    if not label["unit"]:
        return [Field(FieldKind.OTHER, start, end)]
    times, units = _parted(source.text, start, end)
    role = label_role(label["unit"])
    if units is None:
        return list(times)
    named, asides = _without_asides(source, *units)
    return [*(Field(FieldKind.UNITS, *run, role) for run in named), *asides, *times]


def label_role(label: str) -> Role:
    """The role that a label's words give: 牵头考核单位 lead, 参与部门 cooperating, 落实部门 responsible."""
    for role in (Role.LEAD, Role.COOPERATING):
        if any(word in label for word in phrases("units", f"label_roles.{role.value}")):
            return role
    return Role.RESPONSIBLE


def _lines(source: Source, start: int, end: int, taken: list[Slot], alone: frozenset[int]) -> list[Slot]:
    """Slots without brackets: a label opens a line or follows a stop, its words end with the line or stop.

    `alone` are brackets without a partner: a label in one of them is read to the end of its line.
    """
    labels = [label for label in _labels(source, start, end) if not _is_within(label.start(), taken)]
    slots: list[Slot] = []
    for k, label in enumerate(labels):
        following = labels[k + 1] if k + 1 < len(labels) else None
        if not (_begins_slot(source, label, start, slots, alone) or _person_first(source, label, following, end)):
            continue
        stop = labels[k + 1].start() if k + 1 < len(labels) else end
        close = _line_end(source, label.end(), min(stop, label.end() + _LONGEST))
        fields = _labelled(source, [label], close)
        if _opens_clause(source.text, label, start) and not all(_is_plain_list(source, field) for field in fields):
            continue
        first = label.start() - (label.start() - 1 in alone)
        slots.append(Slot(first, close, tuple(fields)))
    return slots


def _is_within(at: int, slots: list[Slot]) -> bool:
    """Whether a place lies in one of some slots that stand in order."""
    k = bisect_right(slots, at, key=lambda slot: slot.start) - 1
    return k >= 0 and at < slots[k].end


def _begins_slot(source: Source, label: re.Match[str], start: int, before: list[Slot], alone: frozenset[int]) -> bool:
    """Whether a label stands where a line of its own could begin; one of persons only right behind a slot."""
    at = label.start()
    gap = source.text[before[-1].end : at] if before and at - before[-1].end <= _GAP else None
    follows = gap is not None and not gap.strip(",;\n")
    if label["other"]:
        return follows and label["other"] in phrases("units", "aside_label")
    opens = at == start or source.text[at - 1] in "\n\t。;,)]}】〕" or source.blank_before(at)
    return opens or follows or at - 1 in alone


_GAP = 2


def _person_first(source: Source, label: re.Match[str], following: re.Match[str] | None, end: int) -> bool:
    """Whether a label of persons opens a line of labels (责任人:李明,责任单位:市司法局), or is all that is left."""
    at = label.start()
    if not _person().fullmatch(label["other"] or "") or (following and not following["unit"]):
        return False
    own = source.text[label.end() : following.start() if following else end].rstrip("。,;\n")
    begins = at == 0 or source.text[at - 1] in "\n\t。,;)]】〕" or source.blank_before(at)
    return begins and len(own) <= _PERSONS and not re.search("[。\n]", own)


_PERSONS = 40


def _opens_clause(text: str, label: re.Match[str], start: int) -> bool:
    """Whether a label stands inside a sentence, where only a plain list after it makes it one: ,责任单位:市统计局。"""
    return label.start() > start and text[label.start() - 1] not in "\n\t。;)]}】〕"


def _is_plain_list(source: Source, field: Field) -> bool:
    """Whether all words of a field are times or names of units."""
    if field.kind is not FieldKind.UNITS:
        return True
    named = read_roles(source.spaced(field.start, field.end)[0], field.role)
    return bool(named) and all(is_unit_like(fold(unit.name)) for unit in named)


def _line_end(source: Source, start: int, end: int) -> int:
    """Past the full stop that ends a label's words, or at the end of its paragraph; brackets may span both.

    Where the label stands alone on its line its words are the lines below, as long as they are names.
    """
    text = source.text
    first = start
    while first < end and text[first] == "\n":
        first += 1
    close = _stop_after(text, first, end)
    while first > start and close < end and text[close] == "\n":
        after = _stop_after(text, close + 1, end)
        if not _is_plain_list(source, Field(FieldKind.UNITS, close + 1, after)):
            break
        close = after
    return close


def _stop_after(text: str, start: int, end: int) -> int:
    depth = 0
    for i in range(start, end):
        if text[i] in PAIRS:
            depth += 1
        elif text[i] in CLOSERS:
            depth -= 1
        elif depth <= 0 and text[i] == "。":
            return i + 1
        elif text[i] == "\n":
            return i
    return end


@cache
def _label() -> re.Pattern[str]:
    """牵头部门: / 完成时限: / 适用范围: and their kind, colon included."""
    return re.compile(rf"(?:(?P<time>{time_label()})|(?P<other>{other_label()})|(?P<unit>{unit_label()})):")


@cache
def _person() -> re.Pattern[str]:
    """责任人 / 包抓领导 / 联系电话."""
    return re.compile(any_pattern("units", "person_label"))


@cache
def _manner_clause() -> re.Pattern[str]:
    """按时序推进 / 分批实施 / 确保如期完成: how or by when, said behind the units."""
    return re.compile(any_pattern("units", "rules.manner_clause"))


@cache
def _like_a_time() -> re.Pattern[str]:
    return re.compile(any_pattern("units", "rules.like_a_time"))


@cache
def _role_verb() -> re.Pattern[str]:
    """甲局负责 / 甲局牵头,乙局配合: the verb closes a clause."""
    verbs = "|".join(any_of("units", f"verbs.{role.value}") for role in Role)
    return re.compile(rf"(?:{verbs})(?:[,;。]|$)")
