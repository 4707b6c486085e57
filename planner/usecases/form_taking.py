"""Taking one form that came back: it is known, checked, and stored whole, or its faults are told and nothing is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.board import PlanFacts
from planner.domain.figures import GivenFigure
from planner.domain.form_books import RowSource, UnitForm
from planner.domain.form_checks import check_form
from planner.domain.form_layout import FORM_KIND, KEY_CODE, KEY_KIND, KEY_PERIOD, KEY_PLAN, KEY_ROUND, KEY_UNIT
from planner.domain.forms import (
    Amount,
    CheckedForm,
    Fault,
    FilledRow,
    FormBook,
    FormRow,
    Place,
    ReadForm,
    RowAction,
    SignOff,
)
from planner.domain.periods import Period
from planner.domain.progress import Status
from planner.errors import PlannerError
from planner.store.queries.board import load_plans
from planner.store.rounds import Form, FormReturn, FormRound, ReturnedRow
from planner.store.units import Unit
from planner.usecases.acts import Act
from planner.usecases.audit import record
from planner.usecases.entry_writing import Before, NewEntry, TiedFigure, Words, write_entries
from planner.usecases.extensions import ask_extension
from planner.usecases.form_state import FormState
from planner.usecases.forms import book_of, find_form
from planner.usecases.lookups import require_open


class Taking(StrEnum):
    """What became of a file."""

    TAKEN = "taken"
    UNCHANGED = "unchanged"
    ALREADY = "already"
    SET_ASIDE = "set_aside"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class FormOutcome:
    """What became of one file: the rows it brought (task codes), and what is wrong or worth a look."""

    file: str
    outcome: Taking
    plan: str = ""
    unit: str = ""
    period: str = ""
    rows: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    set_aside: str = ""


class FormFaulty(PlannerError):
    """A form has faults; its transaction is undone and nothing of it is taken."""

    def __init__(self, outcome: FormOutcome) -> None:
        super().__init__(f"“{outcome.file}”有 {len(outcome.faults)} 处问题。")
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class _Known:
    """A form that came back, with what it is of."""

    form: Form
    round: FormRound
    plan: PlanFacts
    unit: Unit
    book: FormBook

    @property
    def period(self) -> Period:
        return Period.parse(self.round.period)


def take_form(
    session: Session, act: Act, read: ReadForm, state: FormState, *, only: Period | None = None, dry_run: bool = False
) -> FormOutcome:
    """Take what a form says: each row that says something new becomes an entry, each request for time a request.

    `only` is the one period that is being collected. With `dry_run` nothing is written.
    Raises FormFaulty with every fault at once.
    """
    known = _known(session, act, read, only)
    outcome = FormOutcome(read.file_name, Taking.UNCHANGED, known.plan.code, known.unit.name, known.round.period)
    if _taken_before(session, known.form, read.sha256):
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


# ---- whose form it is ----


def _known(session: Session, act: Act, read: ReadForm, only: Period | None) -> _Known:
    """The form that a file is, by its keys. Raises FormFaulty."""
    outcome = FormOutcome(read.file_name, Taking.SET_ASIDE)
    form = find_form(session, act.office, read.keys.get(KEY_CODE, ""))
    if form is None:
        raise FormFaulty(replace(outcome, faults=read.faults or (Fault(Place(), _stranger(read)),)))
    round_ = session.get_one(FormRound, form.round_id)
    plan = next(plan for plan in load_plans(session, act.office) if plan.id == round_.plan_id)
    known = _Known(form, round_, plan, session.get_one(Unit, form.unit_id), book_of(form))
    faults = tuple(Fault(Place(), message) for message in _misplaced(session, act, read, known, only))
    if faults:
        placed = replace(outcome, plan=plan.code, unit=known.unit.name, period=round_.period)
        raise FormFaulty(replace(placed, faults=(*faults, *read.faults)))
    return known


def _stranger(read: ReadForm) -> str:
    if read.keys.get(KEY_KIND, FORM_KIND) != FORM_KIND:
        return "这份工作簿不是填报表，请交回 planner form export 发出的填报表"
    if not read.keys:
        return "这份工作簿没有填报表的标识，可能是另建的表；请把内容填到发来的填报表里再交"
    return "这份填报表不是本库发出的，或者隐藏的标识被改动过；请在发来的原表里填写后再交"


def _misplaced(session: Session, act: Act, read: ReadForm, known: _Known, only: Period | None) -> list[str]:
    """What makes a known form one that can't be taken: edited keys, another period, a closed one, somebody else's."""
    told = {
        KEY_PLAN: ("计划", known.book.plan),
        KEY_PERIOD: ("填报期", known.book.period),
        KEY_UNIT: ("单位", known.book.unit),
        KEY_ROUND: ("批次", str(known.book.round)),
    }
    found = [
        f"隐藏的标识被改动：{what}写成了“{read.keys[key]}”，发出时是“{sent}”；请在发来的原表里填写后再交"
        for key, (what, sent) in told.items()
        if read.keys.get(key, sent) != sent
    ]
    if only is not None and known.period != only:
        found.append(f"这是 {known.period} 的填报表，现在收的是 {only}；请填 {only} 的表")
    if known.period.first_day > act.on:
        found.append(f"填报期 {known.period} 从 {known.period.first_day} 才开始，现在还不能收")
    if not act.actor.may_log_for(known.unit.id):
        found.append(f"“{act.actor.name}”无权替“{known.unit.name}”填报")
    try:
        require_open(session, known.plan.id, known.period)
    except PlannerError as closed:
        found.append(str(closed).rstrip("。"))
    return found


def _taken_before(session: Session, form: Form, sha256: str) -> bool:
    query = select(FormReturn.id).where(FormReturn.form_id == form.id, FormReturn.sha256 == sha256)
    return session.scalar(query) is not None


def _checked(
    session: Session, act: Act, read: ReadForm, known: _Known, state: FormState
) -> tuple[CheckedForm, UnitForm | None]:
    """The form against what was sent and what stands now; None where the unit owes nothing any more."""
    current = state.form(session, act.seen, known.plan, known.period, known.unit.id)
    book = current.book if current else replace(known.book, rows=(), excused=())
    return check_form(read, known.book, book), current


def _late(act: Act, known: _Known) -> tuple[str, ...]:
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


def _store(session: Session, act: Act, known: _Known, content: _Content) -> None:
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


def _new_entry(known: _Known, row: FilledRow, current: UnitForm) -> NewEntry:
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
    bare = not any(char.isalpha() or char == "%" for char in amount.printed)
    printed = f"{amount.printed}{unit}" if bare else amount.printed
    return GivenFigure(code, amount.value, amount.part, amount.whole, unit, amount.basis, printed)


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
