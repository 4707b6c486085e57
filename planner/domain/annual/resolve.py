"""Which figures of which entries each number of a told text is from, and by what rule it follows from them."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from planner.domain.annual.doers import Names
from planner.domain.annual.lines import is_part, says
from planner.domain.annual.manners import ADDED, APART, STANDING
from planner.domain.annual.measures import how
from planner.domain.annual.points import FindNumbers, numbers_in
from planner.domain.annual.sentences import half_width
from planner.domain.annual.shapes import Shape, Slot, akin, core, same_name, shape_of
from planner.domain.annual.totals import Total, base, base_of, in_order, latest, marked_counted, year_total
from planner.domain.figures import scaled
from planner.domain.material import MaterialKind, MaterialRow
from planner.domain.number_ledger import FigureOrigin, ReportFigure, Rule
from planner.domain.progress import Basis
from planner.domain.wording import FROM_TEXT


@dataclass(eq=False)
class Number:
    """A number of a told text with its figure, which has no place in the ledger yet.

    `growth` is what it is against the year before, `behind` the gaps that follow it in the text.
    """

    slot: Slot
    figure: ReportFigure
    growth: ReportFigure | None = None
    behind: str = ""


@dataclass(eq=False)
class Told:
    """A text that the report tells, its numbers, and the rows that are told in it, the row of its words first.

    `left` are figures of the rows that no number is from; a problem has its `cause` beside it. `names` is whom its
    words name as the doer; `doer` is whose deed it is, to be said before it where what stands before it doesn't; the
    first `known` characters say it once more.
    """

    text: str
    numbers: list[Number]
    family: tuple[MaterialRow, ...]
    left: list[FigureOrigin]
    cause: "Told | None" = None
    names: Names = Names.NOBODY
    doer: str = ""
    known: int = 0

    @property
    def units(self) -> tuple[str, ...]:
        """The units that tell it, the one of its words first."""
        return tuple(dict.fromkeys(unit for row in self.family for unit in _units_of(row)))

    @property
    def strand(self) -> tuple[str, ...]:
        """What it has in common with the texts that are told in one run with it."""
        return (self.row.part, self.row.task, self.row.title, *self.units)

    @property
    def row(self) -> MaterialRow:
        """The row of its words."""
        return self.family[0]


def _units_of(row: MaterialRow) -> Iterator[str]:
    """A measure may be of several units, which only its figures name."""
    if row.kind is MaterialKind.MEASURE and row.origins:
        yield from (origin.unit for origin in row.origins)
    elif row.unit:
        yield row.unit


def told_text(
    text: str, family: Sequence[MaterialRow], find_numbers: FindNumbers, *, before: str | None = None
) -> Told:
    """A text with its numbers resolved; `left` are the family's figures that none of them is from.

    `before` is what the rules proposed in place of words that a person wrote: whatever number has another name now is
    no figure of an entry, though one may have its amount.
    """
    text = half_width(text)
    units = [origin.unit for row in family for origin in row.origins]
    shape = shape_of(text, numbers_in(text, find_numbers, units))
    kept = None
    if before is not None:
        kept = {_named_amount(slot) for slot in shape_of(before, numbers_in(before, find_numbers, units)).slots}
    numbers = [_number(shape, place, family, kept) for place in range(len(shape.slots))]
    told = Told(text, numbers, tuple(family), [])
    for row in family:
        _attach_row(told, row)
    attached = {_raw(origin) for number in numbers for origin in number.figure.origins}
    left = in_order(_raw(o) for row in family for o in row.origins if _raw(o) not in attached)
    told.left = [origin for origin in left if not _attach(numbers, origin)]
    return told


def attach_elsewhere(told: Told, others: Sequence[Told]) -> None:
    """Name the figures that a text leaves out beside a newer one of their name, where another text tells that."""
    told.left = [origin for origin in told.left if not _attach_newer(others, origin)]


class _Outcome(NamedTuple):
    rule: Rule
    origins: tuple[FigureOrigin, ...]


_NamedAmount = tuple[str, Decimal, str]


def _named_amount(slot: Slot) -> _NamedAmount:
    return core(slot.name), *base(slot.placed.figure.value, slot.measure)


def _number(shape: Shape, place: int, family: Sequence[MaterialRow], kept: AbstractSet[_NamedAmount] | None) -> Number:
    slot = shape.slots[place]
    may_be_newest = slot.manner is not ADDED or is_part(shape, place)
    others = set() if kept is None or _named_amount(slot) in kept else _of_other_names(slot, family)
    for series in _candidates(slot, place, len(shape.slots), family):
        if not series or others.issuperset(series):
            continue
        if outcome := _explained(slot, series, may_be_newest=may_be_newest):
            return Number(slot, _figure(slot, family[0], outcome))
    for row_origins in (family[0].origins, [origin for row in family for origin in row.origins]):
        raw = _of_measure(slot, [_raw(origin) for origin in row_origins])
        if equal := [origin for origin in raw if says(slot, origin) and origin not in others]:
            return Number(slot, _figure(slot, family[0], _equal(equal)))
    return Number(slot, _figure(slot, family[0], _Outcome(Rule.BY_HAND, ())))


def _of_other_names(slot: Slot, family: Sequence[MaterialRow]) -> set[FigureOrigin]:
    """The figures that a number isn't, as another one has its name: of 受理30件，办结25件 the first isn't 办结30件."""
    every = {_raw(origin) for row in family for origin in _of_measure(slot, row.origins)}
    mine = {origin for origin in every if same_name(origin.name, slot.name)}
    return every - mine if mine else set()


def _candidates(slot: Slot, place: int, slots: int, family: Sequence[MaterialRow]) -> Iterator[list[FigureOrigin]]:
    """The figures that a number may follow from, likeliest first: those in its place, measures, those of its name.

    Others may only be the number itself.
    """
    sentences = [row for row in family if row.kind is not MaterialKind.MEASURE]
    every = [_raw(origin) for row in family for origin in row.origins]
    placed = [row for row in sentences if len(row.origins) == slots]
    alike = [row for row in placed if _names(row) == _names(placed[0])]
    for rows in (alike, placed) if 1 < len(alike) < len(placed) else (placed,):
        yield _of_measure(slot, [_raw(row.origins[place]) for row in rows])
    # 受理80件 told within 受理200件，10件尚未审结: it has fewer numbers
    longer = [row.origins[place] for row in sentences if len(row.origins) > place]
    yield _of_measure(slot, [_raw(origin) for origin in longer if same_name(origin.name, longer[0].name)])
    for row in family:
        if row.kind is MaterialKind.MEASURE:
            yield _of_measure(slot, [_raw(origin) for origin in row.origins])
    name = slot.name
    yield _of_measure(slot, [_raw(o) for o in family[0].origins if same_name(o.name, name)])
    yield _of_measure(slot, [origin for origin in every if same_name(origin.name, name)])


def _names(row: MaterialRow) -> list[str]:
    return [origin.name for origin in row.origins]


def _of_measure(slot: Slot, origins: Sequence[FigureOrigin]) -> list[FigureOrigin]:
    return in_order(origin for origin in origins if base_of(origin)[1] == scaled(slot.measure)[0])


def _explained(slot: Slot, ordered: Sequence[FigureOrigin], *, may_be_newest: bool) -> _Outcome | None:
    """How a number follows from figures of its measure, if it does. `may_be_newest`: it can stand for older ones."""
    equal = [origin for origin in ordered if says(slot, origin)]
    if len(equal) == len(ordered) and (len(equal) == 1 or slot.placed.figure.part is not None or not _shares(ordered)):
        return _equal(equal) if equal else None
    computed = None if _of_one_entry(ordered) else _computed(slot, ordered, may_be_newest=may_be_newest)
    return computed or (_equal(equal) if equal else None)


def _computed(slot: Slot, ordered: Sequence[FigureOrigin], *, may_be_newest: bool) -> _Outcome | None:
    units = {origin.unit for origin in ordered}
    stands = slot.manner in (STANDING, APART) and any(origin.from_text for origin in ordered)
    total = latest(ordered) if stands and not _shares(ordered) else year_total(ordered)
    if _says_total(slot, total) and (total.rule is not Rule.LATEST or len(units) == 1):
        return _Outcome(total.rule, total.origins)
    if len(units) > 1 and (outcome := _of_equal_units(slot, ordered, sorted(units))):
        return outcome
    if len(units) == 1 and may_be_newest and says(slot, ordered[-1]):
        return _Outcome(Rule.LATEST, latest(ordered).origins)
    return None


def _equal(equal: Sequence[FigureOrigin]) -> _Outcome:
    """One figure, the same from several units, or the same words of one unit again."""
    if len(equal) == 1:
        return _Outcome(Rule.STATED, tuple(equal))
    if len({origin.unit for origin in equal}) > 1:
        return _Outcome(Rule.SAME, tuple(equal))
    if len({origin.entry_id for origin in equal}) == 1:
        return _Outcome(Rule.STATED, tuple(equal[:1]))
    return _Outcome(Rule.LATEST, marked_counted(equal, [equal[-1]]))


def _of_one_entry(origins: Sequence[FigureOrigin]) -> bool:
    """Whether one entry's words have several of them: two figures of one sentence never make up a third."""
    entries = [origin.entry_id for origin in origins if origin.from_text]
    return len(set(entries)) < len(entries)


def _of_equal_units(slot: Slot, ordered: Sequence[FigureOrigin], units: Sequence[str]) -> _Outcome | None:
    """Units that each come to the number by their own year: the first one's figures are counted."""
    totals = [year_total([origin for origin in ordered if origin.unit == unit]) for unit in units]
    same = [total for total in totals if _says_total(slot, total)]
    if len(same) < len(totals):
        return None
    others = (replace(origin, counted=False) for total in same[1:] for origin in total.origins)
    return _Outcome(same[0].rule, (*same[0].origins, *others))


def _shares(origins: Sequence[FigureOrigin]) -> bool:
    return all(origin.whole for origin in origins)


def _says_total(slot: Slot, total: Total) -> bool:
    stand_in = replace(total.origins[-1], value=total.value, measure=total.measure, part=total.part, whole=total.whole)
    return says(slot, stand_in)


def _figure(slot: Slot, row: MaterialRow, outcome: _Outcome) -> ReportFigure:
    figure = slot.placed.figure
    named = [origin.name for origin in outcome.origins if origin.name != FROM_TEXT]
    return ReportFigure(
        number=0,
        printed=figure.printed,
        name=named[-1] if named else slot.name,
        value=figure.value,
        measure=slot.measure,
        rule=outcome.rule,
        origins=outcome.origins,
        task=row.task,
        how=_how(slot, outcome),
        part=figure.part,
        whole=figure.whole,
    )


def _how(slot: Slot, outcome: _Outcome) -> str:
    match outcome.rule:
        case Rule.SUM | Rule.RATE | Rule.LATEST:
            figure = slot.placed.figure
            return how(Total(figure.value, slot.measure, outcome.rule, outcome.origins))
        case Rule.SAME:
            return f"{len({origin.unit for origin in outcome.origins})}个单位所报相同"
        case Rule.BY_HAND:
            return "统筹单位写的，没有填报出处"
        case _:
            return ""


# ---- figures that say the same, and those that a newer one replaced ----


def _attach_row(told: Told, row: MaterialRow) -> None:
    """A measure that the text tells: all that it is computed from is named beside the number, and counts for it."""
    if row.kind is not MaterialKind.MEASURE or not row.origins:
        return
    total = year_total([_raw(origin) for origin in row.origins])
    for number in told.numbers:
        if scaled(number.slot.measure)[0] != total.measure or not _says_total(number.slot, total):
            continue
        if total.rule in (Rule.SUM, Rule.RATE) and number.figure.rule in (Rule.STATED, Rule.LATEST, Rule.RATE):
            own = number.figure.origins
            number.figure = _figure(number.slot, row, _Outcome(total.rule, total.origins))
            _add(number, own)
        else:
            _add(number, row.origins)


def _attach(numbers: Sequence[Number], origin: FigureOrigin) -> bool:
    """Name a figure beside the number that says the same, or that is of its measure and name."""
    alike = [n for n in numbers if scaled(n.slot.measure)[0] == base_of(origin)[1] and n.figure.origins]
    equal = [number for number in alike if says(number.slot, origin)]
    named = [n for n in alike if _named(n.figure, origin) and not _apart(n, origin)]
    for number in (equal or named)[:1]:
        _add(number, [origin])
        return True
    return False


def _apart(number: Number, origin: FigureOrigin) -> bool:
    """Whether a figure is another fact than a number: both of one entry's words, or amounts of two periods."""
    said = [o for o in number.figure.origins if o.from_text and o.counted]
    if not origin.from_text or not said:
        return False
    amounts = number.slot.manner is ADDED and Basis.YEAR_TO_DATE not in {o.basis for o in (origin, *said)}
    return amounts or any(o.entry_id == origin.entry_id for o in said)


def _named(figure: ReportFigure, origin: FigureOrigin) -> bool:
    names = {figure.name, *(other.name for other in figure.origins)}
    return any(same_name(name, origin.name) for name in names) or any(akin(name, origin.name) for name in names)


def _attach_newer(others: Sequence[Told], origin: FigureOrigin) -> bool:
    for number in (number for told in others for number in told.numbers):
        own = [o for o in number.figure.origins if o.unit == origin.unit and o.task == origin.task]
        newer = own and in_order(own)[-1].period >= origin.period and not _apart(number, origin)
        if newer and scaled(number.slot.measure)[0] == base_of(origin)[1] and _same_named(number.figure, origin):
            _add(number, [origin])
            return True
    return False


def _same_named(figure: ReportFigure, origin: FigureOrigin) -> bool:
    return any(same_name(other.name, origin.name) for other in figure.origins)


def _add(number: Number, origins: Sequence[FigureOrigin]) -> None:
    """Name figures beside a number that they are not counted for; older ones make it the newest of them."""
    figure = number.figure
    known = {_raw(origin) for origin in figure.origins}
    more = tuple(replace(_raw(origin), counted=False) for origin in origins if _raw(origin) not in known)
    if not more or not figure.origins:
        return
    newest = max(origin.period for origin in figure.origins if origin.counted)
    equal = all(says(number.slot, origin) for origin in more)
    rule = figure.rule
    if rule in (Rule.STATED, Rule.SAME) and equal and {o.unit for o in more} - {o.unit for o in figure.origins}:
        rule, more = Rule.SAME, tuple(_raw(origin) for origin in more)
    elif rule is Rule.STATED and any(o.period < newest and not says(number.slot, o) for o in more):
        rule = Rule.LATEST
    outcome = _Outcome(rule, (*figure.origins, *more))
    number.figure = replace(figure, rule=rule, origins=outcome.origins, how=_how(number.slot, outcome))


def _raw(origin: FigureOrigin) -> FigureOrigin:
    return origin if origin.counted else replace(origin, counted=True)
