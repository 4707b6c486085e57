"""A sentence of an entry while the rules decide what becomes of it, with the figure behind each of its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from planner.domain.annual.asking import asks, is_request
from planner.domain.annual.failures import is_failure, says_unfinished, unfinished_from
from planner.domain.annual.manners import ADDED, APART, RUNNING, STANDING, without_each
from planner.domain.annual.points import FindNumbers, Points, numbers_in
from planner.domain.annual.sentences import closed, sentences_of, unnumbered
from planner.domain.annual.shapes import PERCENT, Shape, Slot, akin, core, shape_of, tells_an_act, without_times
from planner.domain.annual.sorting import (
    ASKS_TOO,
    FAILED_BEFORE,
    REQUEST,
    SAYS_NOTHING,
    STEP_BEFORE,
    UNFINISHED,
    answers_none,
    label_of,
    part_under,
    says_nothing,
)
from planner.domain.annual.totals import Total, base, base_of, in_order, latest, printed, rounds_to, year_total
from planner.domain.drafts import CheckpointKind
from planner.domain.entries import EntryView, FigureView
from planner.domain.figures import GivenFigure
from planner.domain.material import ReportPart, Use
from planner.domain.number_ledger import FigureOrigin
from planner.domain.progress import Basis, Status


@dataclass(eq=False)
class Line:
    """A sentence with what the rules make of it so far.

    `origins` and `points` stand beside the numbers of its shape: the figure that each one is, and the code of the
    checkpoint that it counts under, blank where it counts under none. `totals` are what its numbers come to for the
    year; `members` the lines that are told within it. `quarter` is put before its words where they don't say it.
    `part`: it is no deed, but a failure or a next step, which only the unit's newest entry has to tell. `front` is the
    shape without what a sentence of deeds says at its end of the unfinished (受理120件，[20件尚未审结]): sentences are
    joined by it. `hint` is what the coordinator should look at.
    """

    key: str
    entry: EntryView
    text: str
    shape: Shape
    origins: tuple[FigureOrigin, ...]
    points: tuple[str, ...]
    use: Use = Use.TAKE
    into: str = ""
    wording: str | None = None
    reason: str = ""
    quarter: str = ""
    totals: tuple[Total, ...] = ()
    members: list["Line"] = field(default_factory=list)
    part: ReportPart = ReportPart.DONE
    front: Shape = field(init=False)
    hint: str = ""

    def __post_init__(self) -> None:
        self.front = _front(self.text, self.shape)

    @property
    def unit(self) -> str:
        return self.entry.unit

    @property
    def amounts(self) -> tuple[tuple[Decimal, str], ...]:
        """Its numbers as two sentences are compared by them."""
        return tuple(base(slot.placed.figure.value, slot.measure) for slot in self.shape.slots)

    def counts_with(self, head: "Line", place: int) -> bool:
        """Whether its number at a place of another line is of the same thing."""
        if place < len(head.front.slots):
            return _kin(self.front) == _kin(head.front)
        return _kin(self.shape) == _kin(head.shape)

    def merge(self, head: "Line", reason: str) -> None:
        """Let this line, and all that is told within it, be told within another."""
        for line in (self, *self.members):
            line.use, line.into, line.wording = Use.MERGE, head.key, None
            head.members.append(line)
        self.reason, self.members = reason, []

    def say(self, totals: Sequence[Total], *, prefix: str = "", timeless: bool = True) -> None:
        """Let it say the year's numbers in place of its own; the quarter or day that it spoke of goes."""
        self.totals = tuple(totals)
        words = self.said(0, len(self.text))
        words = f"{prefix}{self.quarter}{without_times(words) if timeless else words}"
        self.wording = None if words == self.text else words

    def said(self, start: int, end: int) -> str:
        """A stretch of its words with the year's numbers in place of its own."""
        words = self.text[:end]
        for slot, origin, total in reversed(list(zip(self.shape.slots, self.origins, self.totals, strict=True))):
            if start <= slot.placed.start < end:
                words = words[: slot.placed.start] + _number_said(slot, origin, total) + words[slot.placed.end :]
        return words[start:]


def lines_of(entry: EntryView, points: Points, find_numbers: FindNumbers) -> list[Line]:
    """The sentences of an entry, in order. An entry that says 未启动 has nothing done to tell.

    A form's label (存在问题：) is no sentence; what stands under it belongs to its part.
    """
    found = []
    under = ReportPart.DONE
    for number, sentence in enumerate(sentences_of(entry.text), 1):
        label = label_of(sentence)
        under = part_under(label) or under
        text = closed(unnumbered(sentence[len(label) :]))
        if not text:
            continue
        shape = shape_of(text, numbers_in(text, find_numbers, [entry.unit]))
        origins, codes = _origins(entry, shape, points)
        line = Line(f"{entry.id}.{number}", entry, text, shape, origins, codes)
        line.totals = slot_totals([line])
        _sort(line, under)
        found.append(line)
        under = ReportPart.DONE if answers_none(text) else under
    return found


def _sort(line: Line, under: ReportPart) -> None:
    """Leave out of the deeds what is none."""
    failed = under is ReportPart.PROBLEMS or (under is ReportPart.DONE and is_failure(line.text))
    line.part = ReportPart.PROBLEMS if failed else under
    reasons = {ReportPart.PROBLEMS: FAILED_BEFORE, ReportPart.NEXT: STEP_BEFORE}
    if line.entry.status is Status.NOT_STARTED:
        line.use, line.reason = Use.LEAVE, "单位填的是未启动，不算成效"
    elif says_nothing(line.text):
        line.use, line.reason, line.part = Use.LEAVE, SAYS_NOTHING, ReportPart.DONE
    elif line.part in reasons:
        line.use, line.reason = Use.LEAVE, reasons[line.part]
    elif is_request(line.text):
        line.use, line.reason = Use.LEAVE, REQUEST
    elif says_unfinished(line.text):
        line.hint = UNFINISHED
    elif asks(line.text):
        line.hint = ASKS_TOO


def _front(text: str, shape: Shape) -> Shape:
    end = unfinished_from(text)
    if end == len(text):
        return shape
    front = shape_of(text[:end], [slot.placed for slot in shape.slots if slot.placed.end <= end])
    return front if front.is_telling else shape


def _kin(shape: Shape) -> tuple[str, int]:
    return shape.key, len(shape.slots)


def slot_totals(lines: Sequence[Line]) -> tuple[Total, ...]:
    """What the numbers of lines of one front come to, number by number of the last one's."""
    totals = []
    head = lines[-1]
    for place, slot in enumerate(head.shape.slots):
        told = [line for line in lines if line.counts_with(head, place)]
        origins = [line.origins[place] for line in told]
        standing = slot.manner in (STANDING, APART) and not all(origin.whole for origin in origins)
        standing = standing or is_part(head.shape, place)
        standing = standing or (place >= len(head.front.slots) and not all(_leaves(line, place) for line in told))
        totals.append(latest(in_order(origins)) if standing else year_total(origins))
    return tuple(totals)


def _leaves(line: Line, place: int) -> bool:
    """Whether a number is what the period's own deeds leave (受理120件，审结100件，20件尚未审结), and none older."""
    amount, measure = line.amounts[place]
    same = [value for value, of in line.amounts[: len(line.front.slots)] if of == measure]
    return len(same) > 1 and same[0] - sum(same[1:]) == amount


def is_part(shape: Shape, place: int) -> bool:
    """Whether a number is the period's part of a running total before it: 累计办理500件，其中本季度200件."""
    slot = shape.slots[place]
    return slot.manner is ADDED and any(
        before.manner is RUNNING and before.measure == slot.measure for before in shape.slots[:place]
    )


def given_origin(entry: EntryView, figure: FigureView, points: Points) -> FigureOrigin:
    """A figure as it was given, by its checkpoint's words and in the unit of measure that this counts in."""
    point = points.get(figure.checkpoint) if figure.checkpoint else None
    measure = PERCENT if figure.part is not None else figure.unit
    if point and point.checkpoint.unit and point.checkpoint.kind is not CheckpointKind.RATE:
        measure = point.checkpoint.unit
    return _origin_of(
        entry,
        figure,
        name=point.name if point else figure.name,
        measure=measure,
        basis=figure.basis,
        from_text=figure.from_text,
    )


def text_origin(entry: EntryView, slot: Slot) -> FigureOrigin:
    """A number that stands in an entry's words, counted as they say."""
    basis = Basis.YEAR_TO_DATE if slot.manner is RUNNING else Basis.PERIOD
    return _origin_of(entry, slot.placed.figure, name=slot.name, measure=slot.measure, basis=basis, from_text=True)


def _origin_of(
    entry: EntryView, figure: FigureView | GivenFigure, *, name: str, measure: str, basis: Basis, from_text: bool
) -> FigureOrigin:
    return FigureOrigin(
        entry_id=entry.id,
        task=entry.task,
        unit=entry.unit,
        period=entry.period,
        on=entry.on,
        name=name,
        printed=figure.printed,
        value=figure.value,
        measure=measure,
        place=entry.source,
        part=figure.part,
        whole=figure.whole,
        basis=basis,
        from_text=from_text,
    )


def says(slot: Slot, origin: FigureOrigin) -> bool:
    """Whether a number of a text is a figure: the same amount, or a share rounded as the text has it."""
    figure = slot.placed.figure
    if figure.part is not None and origin.part is not None:
        return (figure.part, figure.whole) == (origin.part, origin.whole)
    if slot.measure == PERCENT and origin.measure == PERCENT and figure.part is None:
        return rounds_to(origin.value, figure.value, figure.printed)
    return base(figure.value, slot.measure) == base_of(origin)


def _origins(entry: EntryView, shape: Shape, points: Points) -> tuple[tuple[FigureOrigin, ...], tuple[str, ...]]:
    given = [(given_origin(entry, f, points), f.checkpoint or "") for f in entry.figures if not f.from_text]
    pairs = [_origin(entry, shape, slot, given) for slot in shape.slots]
    return tuple(origin for origin, _ in pairs), tuple(code for _, code in pairs)


def _origin(
    entry: EntryView, shape: Shape, slot: Slot, given: Sequence[tuple[FigureOrigin, str]]
) -> tuple[FigureOrigin, str]:
    """The given figure that a number of the text is: of several the one of that name. Else the words themselves.

    The only one of its amount may have its name anywhere around the number. A percent is never matched by its number
    alone: many things are done to 100%. The percent of a share is a figure of its own that knows the share's part and
    whole.
    """
    same = [(origin, code) for origin, code in given if says(slot, origin)]
    named = [(origin, code) for origin, code in same if akin(origin.name, slot.name)]
    if not named and (len(same) != 1 or slot.measure == PERCENT or not _fits(shape, slot, same[0][0])):
        return text_origin(entry, slot), ""
    origin, code = (named or same)[0]
    figure = slot.placed.figure
    if origin.whole and figure.part is None:
        origin = replace(origin, printed=figure.printed, value=figure.value, from_text=True)
    return origin, code


def _fits(shape: Shape, slot: Slot, origin: FigureOrigin) -> bool:
    """Whether a figure's words fit a number under another name: it has none, or they stand around it.

    They may stand anywhere in the sentence where those around tell nothing done: 组织培训，市县两级210人参加.
    """
    around = shape.around(slot)
    around = around if tells_an_act(around) else shape.key
    names = (core(slot.name), without_each(origin.name))
    return any(len(name) < _WORD for name in names) or akin(origin.name, around)


_WORD = 2


def _number_said(slot: Slot, origin: FigureOrigin, total: Total) -> str:
    figure = slot.placed.figure
    if says(slot, replace(origin, value=total.value, measure=total.measure, part=total.part, whole=total.whole)):
        return figure.printed
    return printed(total, replace(origin, printed=figure.printed, measure=figure.unit or origin.measure))
