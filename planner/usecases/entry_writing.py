"""Writing entries: one or many at once, with their figures, evidence, slots and audit rows."""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.figure_marks import cleaned
from planner.domain.figures import GivenFigure, PlacedFigure
from planner.domain.periods import Period
from planner.domain.progress import Basis, Status
from planner.domain.wording import FROM_TEXT
from planner.errors import EntryBackdated
from planner.extraction.quantities import Quantity, find_numbers, find_quantities
from planner.store.progress import Entry, Evidence, Figure, FilingSlot
from planner.store.tasks import Assignment
from planner.store.units import Unit
from planner.usecases.acts import Act
from planner.usecases.audit import record

_NAME_LENGTH = 30

TiedFigure = tuple[GivenFigure, int | None]
"""A figure with the id of the checkpoint that it counts for, None under a free name."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is said in an entry, checked: evidence as kind and value."""

    status: Status
    text: str
    figures: tuple[TiedFigure, ...] = ()
    problem: str = ""
    cause: str = ""
    next_step: str = ""
    support: str = ""
    evidence: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Before:
    """The entry that a new one follows."""

    id: int
    revision: int
    on: dt.date


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to be written. `carried`: its words are the last period's, so its text gives no figures anew."""

    task_id: int
    task: str
    unit_id: int
    unit: str
    words: Words
    before: Before | None
    on_behalf: bool = False
    carried: bool = False


def write_entries(session: Session, act: Act, period: Period, entries: Sequence[NewEntry]) -> tuple[int, ...]:
    """Store entries of one period, each as the next revision of its unit's on its task. Returns their ids.

    Whether each may be said was asked before. Raises EntryBackdated where one would be dated before the one it
    follows.
    """
    for entry in entries:
        if entry.before is not None and entry.before.on > act.on:
            raise EntryBackdated(act.on, entry.before.on)
    rows = [_row(act, period, entry) for entry in entries]
    session.add_all(rows)
    session.flush()  # figures, evidence and slots need their ids
    for row, entry in zip(rows, entries, strict=True):
        _add_figures(session, row, entry.words.figures)
        session.add_all(
            Evidence(entry_id=row.id, position=place, kind=kind, value=cleaned(value))
            for place, (kind, value) in enumerate(entry.words.evidence)
        )
        record(
            session,
            act,
            "progress:log",
            f"{entry.task} {entry.unit} {period}",
            before={"entry": entry.before.id} if entry.before else None,
            after={"entry": row.id, "revision": row.revision, "status": row.status.value},
        )
    _point_to(session, rows)
    return tuple(row.id for row in rows)


def newest_entries(session: Session, unit_id: int, tasks: Collection[int], period: Period) -> dict[int, Before]:
    """The newest entry of a unit for the period on each task, whatever its day; by task id.

    Where the unit took over from another, that one's counts on.
    """
    lineage = [unit_id]
    for each in lineage:  # grows as it goes: those it took over from, and those they did
        lineage += session.scalars(select(Unit.id).where(Unit.successor_id == each, Unit.id.not_in(lineage)))
    rows = session.execute(
        select(Entry.task_id, Entry.id, Entry.revision, Entry.on)
        .where(Entry.task_id.in_(tasks), Entry.unit_id.in_(lineage), Entry.period == str(period))
        .order_by(Entry.revision, Entry.id)
    )
    return {row.task_id: Before(row.id, row.revision, row.on) for row in rows}


def _row(act: Act, period: Period, entry: NewEntry) -> Entry:
    words = entry.words
    return Entry(
        task_id=entry.task_id,
        unit_id=entry.unit_id,
        period=str(period),
        revision=(entry.before.revision if entry.before else 0) + 1,
        status=words.status,
        text=cleaned(words.text).strip(),
        problem=cleaned(words.problem).strip(),
        cause=cleaned(words.cause).strip(),
        next_step=cleaned(words.next_step).strip(),
        support=cleaned(words.support).strip(),
        on_behalf=entry.on_behalf,
        carried=entry.carried,
        actor=act.actor.name,
        on=act.on,
        recorded=act.recorded,
    )


# ---- figures ----


def _add_figures(session: Session, entry: Entry, given: Sequence[TiedFigure]) -> None:
    """The figures given, then the numbers with a unit of measure in the text that none of them says already (文中).

    Words that are carried over were counted when they were first said.
    """
    found = [] if entry.carried else [(figure, None) for figure in figures_in(entry.text) if not _said(figure, given)]
    for position, (figure, checkpoint_id) in enumerate([*given, *found]):
        session.add(
            Figure(
                entry_id=entry.id,
                position=position,
                checkpoint_id=checkpoint_id,
                name=cleaned(figure.name),
                value=figure.value,
                part=figure.part,
                whole=figure.whole,
                unit=figure.unit,
                basis=figure.basis,
                from_text=position >= len(given),
                printed=cleaned(figure.printed),
            )
        )


def figures_in(text: str) -> list[GivenFigure]:
    """The numbers with a unit of measure in a text, each under the words before it in its clause."""
    return [_found(text, quantity) for quantity in find_quantities(text)]


def numbers_in(text: str) -> list[GivenFigure]:
    """Every number in a text but dates and names, as figures_in gives them: what a report prints must be traced."""
    return [_found(text, quantity) for quantity in find_numbers(text)]


def numbers_placed_in(text: str) -> list[PlacedFigure]:
    """What numbers_in finds, with the places, and what is counted in Chinese characters (九百件).

    A share written 12/12件 is one figure with its part and whole.
    """
    placed: list[PlacedFigure] = []
    months = [found.span() for found in _MONTHS.finditer(text)]
    for quantity in find_numbers(text, in_words=True):
        if any(start <= quantity.start < end for start, end in months):
            continue
        share = _share(text, placed[-1], quantity) if placed else None
        if share:
            placed[-1] = share
        else:
            exact = quantity.value_max is None and not quantity.more and not _ABOUT.search(text[: quantity.start])
            placed.append(PlacedFigure(_found(text, quantity), quantity.start, quantity.end, exact))
    return placed


# 1-6月, 4—6月份
_MONTHS = re.compile(r"\d{1,2}[-—–~～至]\d{1,2}月")
# 近100家, 约30人, 超过50件, 至少3次
_ABOUT = re.compile("(?:近|约|超过?|逾|大约|不少于|至少)$")


def _share(text: str, part: PlacedFigure, whole: Quantity) -> PlacedFigure | None:
    """The share that two numbers are, with nothing but a stroke between them: 12/12件."""
    of = Decimal(str(whole.value))
    if text[part.end : whole.start] not in ("/", "／") or part.figure.unit or not part.figure.value <= of != 0:
        return None
    figure = part.figure._replace(
        value=100 * part.figure.value / of,
        part=part.figure.value,
        whole=of,
        unit=whole.unit,
        printed=text[part.start : whole.end],
    )
    return PlacedFigure(figure, part.start, whole.end)


def _found(text: str, quantity: Quantity) -> GivenFigure:
    words = _words_before(text, quantity.start)
    return GivenFigure(
        name=words,
        value=Decimal(str(quantity.value)),
        part=None,
        whole=None,
        unit=quantity.unit,
        basis=Basis.YEAR_TO_DATE if "累计" in words else Basis.PERIOD,
        printed=text[quantity.start : quantity.end],
    )


def _words_before(text: str, start: int) -> str:
    clause = re.split(r"[，。；、：！？,;:!?\s（）()]", text[:start])[-1]
    return clause[-_NAME_LENGTH:] or FROM_TEXT


def _said(figure: GivenFigure, given: Sequence[TiedFigure]) -> bool:
    numbers = {(g.value, g.unit) for g, _ in given} | {(n, g.unit) for g, _ in given for n in (g.part, g.whole) if n}
    return (figure.value, figure.unit) in numbers


# ---- what stands last ----


def _point_to(session: Session, entries: Sequence[Entry]) -> None:
    """Let the slots of the period and the units' assignments name these entries as what was said last."""
    slots = _slots(session, entries)
    for entry in entries:
        key = (entry.task_id, entry.unit_id, entry.period)
        if key not in slots:
            slots[key] = FilingSlot(
                task_id=entry.task_id, unit_id=entry.unit_id, period=entry.period, current_entry_id=entry.id
            )
            session.add(slots[key])
        slots[key].current_entry_id = entry.id
    newest = {slot[:2]: slots[slot].current_entry_id for slot in sorted(slots)}
    for assignment in session.scalars(
        select(Assignment).where(
            Assignment.task_id.in_({entry.task_id for entry in entries}),
            Assignment.unit_id.in_({entry.unit_id for entry in entries}),
        )
    ):
        assignment.current_entry_id = newest.get((assignment.task_id, assignment.unit_id), assignment.current_entry_id)


def _slots(session: Session, entries: Iterable[Entry]) -> dict[tuple[int, int, str], FilingSlot]:
    """Every slot of the entries' tasks and units, whatever the period."""
    tasks, units = {entry.task_id for entry in entries}, {entry.unit_id for entry in entries}
    found = session.scalars(select(FilingSlot).where(FilingSlot.task_id.in_(tasks), FilingSlot.unit_id.in_(units)))
    return {(slot.task_id, slot.unit_id, slot.period): slot for slot in found}
