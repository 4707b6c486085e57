"""Taking one form that came back: it is checked and stored whole, or its faults are told and nothing is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from planner.domain.document import fold
from planner.domain.figures import GivenFigure
from planner.domain.form_books import RowSource, UnitForm
from planner.domain.form_checks import check_form
from planner.domain.forms import Amount, CheckedForm, Fault, FilledRow, FormRow, Place, ReadForm, RowAction, SignOff
from planner.domain.periods import Period
from planner.domain.progress import Status
from planner.errors import PlannerError
from planner.store.rounds import FormReturn, ReturnedRow
from planner.usecases.acts import Act
from planner.usecases.audit import record
from planner.usecases.entry_writing import Before, NewEntry, TiedFigure, Words, write_entries
from planner.usecases.extensions import ask_extension
from planner.usecases.form_known import FormFaulty, FormOutcome, KnownForm, Taking, known_form
from planner.usecases.form_state import FormState


def take_form(
    session: Session, act: Act, read: ReadForm, state: FormState, *, only: Period | None = None, dry_run: bool = False
) -> FormOutcome:
    """Take what a form says: each row that says something new becomes an entry, each request for time a request.

    `only` is the one period that is being collected. With `dry_run` nothing is written.
    Raises FormFaulty with every fault at once.
    """
    known = known_form(session, act, read, only)
    outcome = FormOutcome(read.file_name, Taking.UNCHANGED, known.plan.code, known.unit.name, known.round.period)
    if known.taken:
        return replace(outcome, outcome=Taking.ALREADY)
    checked, current = _checked(session, act, read, known, state)
    if checked.faults:
        raise FormFaulty(replace(outcome, outcome=Taking.SET_ASIDE, faults=checked.faults, notes=checked.notes))
    said = tuple(row for row in checked.rows if row.action is not RowAction.NOTHING)
    asking = tuple(row for row in checked.rows if _asks(row, current))
    notes = (*checked.notes, *_late(act, known))
    if not dry_run:
        try:
            _store(session, act, known, _Content(read, checked.signed, said, asking, current))
        except PlannerError as refusal:
            faults = (Fault(Place(), str(refusal).rstrip("。")),)
            raise FormFaulty(replace(outcome, outcome=Taking.SET_ASIDE, faults=faults, notes=notes)) from refusal
        state.wrote(session, act.seen, known.plan, known.period, known.unit.id)
    codes = tuple(dict.fromkeys(row.code for row in (*said, *asking)))
    return replace(outcome, outcome=Taking.TAKEN if codes else Taking.UNCHANGED, rows=codes, notes=notes)


def _checked(
    session: Session, act: Act, read: ReadForm, known: KnownForm, state: FormState
) -> tuple[CheckedForm, UnitForm | None]:
    """The form against what was sent and what stands now; None where the unit owes nothing any more."""
    current = state.form(session, act.seen, known.plan, known.period, known.unit.id)
    book = current.book if current else replace(known.book, rows=(), excused=())
    return check_form(read, known.book, book), current


def _late(act: Act, known: KnownForm) -> tuple[str, ...]:
    days = (act.on - known.round.return_by).days
    return (f"应于 {known.round.return_by} 交回，晚了 {days} 天",) if days > 0 else ()


# ---- storing ----


@dataclass(frozen=True, slots=True)
class _Content:
    """What a form brings: who signed it, the rows that say something new, those that ask for more time.

    `current` is the form as it is now.
    """

    read: ReadForm
    signed: SignOff
    said: tuple[FilledRow, ...]
    asking: tuple[FilledRow, ...]
    current: UnitForm | None


def _asks(row: FilledRow, current: UnitForm | None) -> bool:
    """Whether a row asks for more time than it asked before."""
    if current is None or row.cells.extend_to is None:
        return False
    held = _row_of(current, row.code).held
    asked = (row.cells.extend_to, row.cells.extend_what, row.cells.extend_reason)
    return asked != (held.extend_to, held.extend_what, held.extend_reason)


def _row_of(current: UnitForm, code: str) -> FormRow:
    return next(row for row in current.book.rows if row.code == code)


def _store(session: Session, act: Act, known: KnownForm, content: _Content) -> None:
    kept = FormReturn(
        form_id=known.form.id,
        sha256=content.read.sha256,
        file_name=content.read.file_name,
        filler=content.signed.filler,
        signer=content.signed.signer,
        phone=content.signed.phone,
        filled_on=content.signed.filled_on,
        actor=act.actor.name,
        on=act.on,
        recorded=act.recorded,
    )
    session.add(kept)
    session.flush()  # entries and requests point at it
    new = [_new_entry(known, row, content.current) for row in content.said if content.current]
    ids = write_entries(session, act, known.period, new) if new else ()
    session.add_all(
        ReturnedRow(entry_id=entry_id, return_id=kept.id, place=str(row.place))
        for entry_id, row in zip(ids, content.said, strict=True)
    )
    for row in content.asking:
        code = row.cells.extend_what if row.cells.extend_what.startswith(row.code) else row.code
        ask_extension(
            session,
            act,
            code,
            known.unit.name,
            row.cells.extend_to or known.plan.ends_on,
            reason=row.cells.extend_reason,
            return_id=kept.id,
        )
    target = f"{known.plan.code} {known.unit.name} {known.round.period}"
    record(session, act, "form:collect", target, after={"file": content.read.file_name, "entries": list(ids)})


def _new_entry(known: KnownForm, row: FilledRow, current: UnitForm) -> NewEntry:
    source, form_row = current.sources[row.code], _row_of(current, row.code)
    carried = row.action is RowAction.CARRY
    words = _carried(row, source) if carried else _said(row, source, form_row)
    held = source.held
    return NewEntry(
        task_id=source.task_id,
        task=row.code,
        unit_id=known.unit.id,
        unit=known.unit.name,
        words=words,
        before=Before(held.id, held.revision, held.on) if held else None,
        carried=carried,
    )


def _carried(row: FilledRow, source: RowSource) -> Words:
    """The last entry's words once more (无变化); its figures were counted when they were first given."""
    last = source.last
    if last is None:
        raise ValueError(row.code)
    return Words(
        status=row.cells.status or last.status,
        text=last.text,
        problem=last.problem,
        cause=last.cause,
        next_step=last.next_step,
        support=last.support,
        evidence=_evidence(last.evidence),
    )


def _said(row: FilledRow, source: RowSource, form_row: FormRow) -> Words:
    cells = row.cells
    last = form_row.held.status or form_row.last_status or Status.IN_PROGRESS
    units = {point.code: point.unit for point in form_row.points}
    given = [(_figure(code, amount, units[code]), source.points[code]) for code, amount in cells.amounts]
    answered = {*(point.code for point in form_row.points if point.asked), *(code for code, _ in cells.amounts)}
    return Words(
        status=cells.status or last,
        text=cells.text,
        figures=(*given, *_beside(source, answered)),
        problem=cells.problem,
        cause=cells.cause,
        next_step=cells.next_step,
        support=cells.support,
        evidence=_evidence(cells.evidence),
    )


def _figure(code: str, amount: Amount, unit: str) -> GivenFigure:
    return GivenFigure(code, amount.value, amount.part, amount.whole, unit, amount.basis, _printed(amount, unit))


def _printed(amount: Amount, unit: str) -> str:
    """A figure as lists print it: what was typed, with its unit of measure; a share given in two cells as 45/50."""
    if amount.part is not None and "/" not in fold(amount.printed):
        return f"{amount.part.normalize():f}/{(amount.whole or amount.part).normalize():f}"
    bare = not any(char.isalpha() or char == "%" for char in fold(amount.printed))
    return f"{amount.printed}{unit}" if bare and amount.part is None else amount.printed


def _beside(source: RowSource, answered: Collection[str]) -> list[TiedFigure]:
    """The figures of the entry held that the form has no cell for: a correction by form doesn't lose them."""
    held = source.held.figures if source.held else ()
    return [
        (
            GivenFigure(f.name, f.value, f.part, f.whole, f.unit, f.basis, f.printed),
            source.points.get(f.checkpoint or ""),
        )
        for f in held
        if not f.from_text and f.checkpoint not in answered
    ]


def _evidence(items: Sequence[str]) -> tuple[tuple[str, str], ...]:
    pairs = (item.partition("：") for item in items)
    return tuple((kind, value) for kind, _, value in pairs)
