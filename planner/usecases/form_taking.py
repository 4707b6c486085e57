"""Taking one form that came back: it is checked and stored whole, or its faults are told and nothing is."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from planner.domain.document import fold
from planner.domain.figures import GivenFigure
from planner.domain.form_books import RowSource, UnitForm
from planner.domain.form_checks import check_form
from planner.domain.forms import (
    Amount,
    CheckedForm,
    Fault,
    FilledRow,
    FormBook,
    FormField,
    FormRow,
    Place,
    ReadForm,
    RowAction,
    SignOff,
)
from planner.domain.periods import Period
from planner.domain.progress import Status
from planner.errors import PlannerError
from planner.store.forms import FormReturn, ReturnedRow
from planner.usecases.acts import Act
from planner.usecases.audit import record
from planner.usecases.entry_writing import NewEntry, TiedFigure, Words, newest_entries, write_entries
from planner.usecases.extensions import ask_extension
from planner.usecases.form_known import FormFaulty, FormOutcome, KnownForm, Taking, known_form
from planner.usecases.form_moved import told_moves
from planner.usecases.form_state import FormState


def take_form(
    session: Session, act: Act, read: ReadForm, state: FormState, *, only: Period | None = None
) -> FormOutcome:
    """Take what a form says: each row that says something new becomes an entry, each request for time a request.

    `only` is the one period that is being collected. Raises FormFaulty with every fault at once, NotAllowed.
    """
    known = known_form(session, act, read, only)
    outcome = FormOutcome(read.file_name, Taking.UNCHANGED, known.plan.code, known.unit.name, known.round.period)
    of = (known.plan.id, known.period, known.unit.id)
    current = state.form(session, act.seen, known.plan, known.period, known.unit.id)
    if known.taken:
        return replace(outcome, outcome=Taking.ALREADY, notes=tuple(_still_returned(current)))
    book = current.book if current else replace(known.book, rows=(), excused=())
    checked = check_form(read, known.book, book)
    notes = (*checked.notes, *_withdrawn(checked, current), *_late(act, book))
    if checked.faults:
        notes = (*notes, *told_moves(session, act, known, checked, _brought(state, of, read, known.book)))
        raise FormFaulty(replace(outcome, outcome=Taking.SET_ASIDE, faults=checked.faults, notes=notes), known.book)
    said = tuple(row for row in checked.rows if row.action is not RowAction.NOTHING)
    asking = tuple(row for row in checked.rows if _asks(row, current))
    try:
        _store(session, act, known, _Content(read, checked.signed, said, asking, current))
    except _RowsRefused as refused:
        raise FormFaulty(
            replace(outcome, outcome=Taking.SET_ASIDE, faults=refused.faults, notes=notes), known.book
        ) from refused
    state.wrote(session, act.seen, known.plan, known.period, known.unit.id)
    state.took(of, (row.code for row in said), read.file_name)
    codes = tuple(dict.fromkeys(row.code for row in (*said, *asking)))
    return replace(outcome, outcome=Taking.TAKEN if codes else Taking.UNCHANGED, rows=codes, notes=notes)


def _brought(state: FormState, of: tuple[int, Period, int], read: ReadForm, book: FormBook) -> dict[str, str]:
    """The other files of the same run that brought rows of this form, by task. This one may be looked at again."""
    found = {row.code: state.brought_by(of, row.code) for row in book.rows}
    return {code: file for code, file in found.items() if file not in ("", read.file_name)}


class _RowsRefused(Exception):
    """What the verbs behind a form refuse, by the cells that ask for it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(*faults)
        self.faults = faults


# ---- what is told besides ----


def _late(act: Act, book: FormBook) -> Iterator[str]:
    days = (act.on - book.return_by).days
    if days > 0:
        yield f"应于 {book.return_by} 交回，晚了 {days} 天"


def _still_returned(current: UnitForm | None) -> Iterator[str]:
    returned = [row.code for row in current.book.rows if row.returned] if current else []
    if returned:
        yield f"有 {len(returned)} 项退回的还没有重报（{'、'.join(returned)}），请单位在新发的填报表里改"


def _withdrawn(checked: CheckedForm, current: UnitForm | None) -> Iterator[str]:
    """A request can't be taken back by blanking its cells."""
    for row in checked.rows:
        if current and row.cells.extend_to is None and (held := _row_of(current, row.code)) and held.held.extend_to:
            yield f"任务 {row.code} 清空了延期申请，申请没有撤回；不再需要的请统筹单位不予批准"


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
    held = _row_of(current, row.code) if current else None
    if held is None or row.cells.extend_to is None:
        return False
    asked = (row.cells.extend_to, row.cells.extend_what, row.cells.extend_reason)
    return asked != (held.held.extend_to, held.held.extend_what, held.held.extend_reason)


def _row_of(current: UnitForm, code: str) -> FormRow | None:
    return next((row for row in current.book.rows if row.code == code), None)


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
    new = [_new_entry(row, known, content.current) for row in content.said if content.current]
    ids = _write(session, act, known, content, new)
    session.add_all(
        ReturnedRow(entry_id=entry_id, return_id=kept.id, place=str(row.place))
        for entry_id, row in zip(ids, content.said, strict=True)
    )
    for row in content.asking:
        _ask(session, act, known, content, row, return_id=kept.id)
    target = f"{known.plan.code} {known.unit.name} {known.round.period}"
    record(session, act, "form:collect", target, after={"file": content.read.file_name, "entries": list(ids)})


def _write(session: Session, act: Act, known: KnownForm, content: _Content, new: Sequence[NewEntry]) -> tuple[int, ...]:
    """The entries that the rows become. Raises _RowsRefused where a later one is held already."""
    before = newest_entries(session, known.unit.id, [entry.task_id for entry in new], known.period) if new else {}
    follows = [replace(entry, before=before.get(entry.task_id)) for entry in new]
    faults = tuple(
        Fault(_cell(content.read, row, FormField.TEXT), f"{entry.before.on} 已有新的填报，不能记在这以前的 {act.on}")
        for entry, row in zip(follows, content.said, strict=True)
        if entry.before and entry.before.on > act.on
    )
    if faults:
        raise _RowsRefused(faults)
    return write_entries(session, act, known.period, follows) if follows else ()


def _ask(session: Session, act: Act, known: KnownForm, content: _Content, row: FilledRow, *, return_id: int) -> None:
    """The request for more time that a row makes. Raises _RowsRefused where it is refused."""
    code = row.cells.extend_what if row.cells.extend_what.startswith(row.code) else row.code
    to = row.cells.extend_to or known.plan.ends_on
    try:
        ask_extension(session, act, code, known.unit.name, to, reason=row.cells.extend_reason, return_id=return_id)
    except PlannerError as refusal:
        place = _cell(content.read, row, FormField.EXTEND_TO)
        raise _RowsRefused((Fault(place, str(refusal).rstrip("。")),)) from refusal


def _cell(read: ReadForm, row: FilledRow, what: FormField) -> Place:
    """Where a row's cell stands in the file."""
    name = {FormField.TEXT: "本期进展", FormField.EXTEND_TO: "申请延期至"}[what]
    cells = next((each.cells for each in read.rows if each.place == row.place), {})
    return cells[name].place if name in cells else row.place


def _new_entry(row: FilledRow, known: KnownForm, current: UnitForm) -> NewEntry:
    source, form_row = current.sources[row.code], next(each for each in current.book.rows if each.code == row.code)
    held = source.held
    words = _carried(row, source) if row.action is RowAction.CARRY else _said(row, source, form_row)
    return NewEntry(
        task_id=source.task_id,
        task=row.code,
        unit_id=known.unit.id,
        unit=known.unit.name,
        words=words,
        before=None,
        carried=row.action is RowAction.CARRY or bool(held and held.carried and held.text == words.text),
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
    left = {code for code, amount in cells.amounts if amount == dict(form_row.held.amounts).get(code)}
    given = [
        (_figure(code, amount, units[code]), source.points[code]) for code, amount in cells.amounts if code not in left
    ]
    answered = {*(point.code for point in form_row.points if point.asked), *(code for code, _ in cells.amounts)} - left
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
    """The figures of the entry held that the form has no cell for, or whose cell was left as it was: all of them."""
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
