"""Sending forms out: a round is opened, and each unit that owes a return gets its workbook."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.form_books import UnitForm
from planner.domain.form_checks import check_form
from planner.domain.form_layout import KEY_CODE
from planner.domain.forms import FormBook, RowAction
from planner.domain.periods import Period
from planner.domain.plain import from_plain
from planner.errors import FormsHoldWork, InputError, NoFormsOwed, PeriodNotAsked, PeriodNotBegun
from planner.output.files import legal_name, make_folder, write_whole
from planner.reading.fetch import fetch
from planner.reading.form_files import MOST_BYTES
from planner.reading.forms import read_form
from planner.store.forms import Form
from planner.store.plans import Plan
from planner.store.queries.rounds import Rounds
from planner.store.rounds import FormRound
from planner.usecases.acts import Act, require_coordinator
from planner.usecases.audit import record
from planner.usecases.boards import load_asking
from planner.usecases.form_state import load_forms
from planner.usecases.lookups import find_plan_for, find_unit, require_open
from planner.usecases.rounds import open_round


@dataclass(frozen=True, slots=True)
class OutgoingForm:
    """A form that was written: for whom, what stands in it, and where it went."""

    unit: str
    path: Path
    book: FormBook


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A round's forms. `opened`: this export opened the round or moved its return day."""

    plan: str
    period: str
    period_label: str
    round: int
    opened: bool
    return_by: dt.date
    on: dt.date
    forms: tuple[OutgoingForm, ...]


def export_forms(
    session: Session,
    act: Act,
    period: Period,
    folder: Path,
    *,
    code: str | None = None,
    units: Sequence[str] = (),
    return_by: dt.date | None = None,
) -> Outgoing:
    """Open a period's round, or go on with the one there is; keep what every form says, and write the forms.

    A form that stands in `folder` filled in is not written over. `units` asks for those alone; another return day
    counts for them alone then.
    Raises PlanMissing, PlanUnclear, PlanIsDraft, PeriodOutsidePlan, PeriodNotAsked, PeriodNotBegun, PeriodClosed,
    ReturnDayPast, UnitMissing, NoFormsOwed, FormsHoldWork, OutputUnwritable, EntryBackdated, NotAllowed.
    """
    require_coordinator(act, "发出填报表")
    plan = find_plan_for(session, act.seen, period, code)
    require_open(session, plan.id, period)
    asked_for = [each.period for each in load_asking(session, plan, act.on).asked]
    if period not in asked_for:
        raise PeriodNotAsked(period, plan.code, asked_for)
    if period.first_day > act.on:
        raise PeriodNotBegun(period, period.first_day)
    named = {unit.id: unit.name for unit in (find_unit(session, act.office, name) for name in units)}
    rounds, opened = open_round(session, act, plan, period, return_by=return_by, units=named)
    forms = load_forms(session, act.seen, plan, period)
    wanted = [form for unit_id, form in forms.items() if not named or unit_id in named]
    if not wanted:
        raise NoFormsOwed(period, units)
    placed = _placed(wanted, folder)
    _refuse_filled(session, act, placed)
    _keep(session, act, rounds, period, dict(zip((each.unit.id for each in wanted), placed, strict=True)))
    write_forms(placed, act.on)
    return Outgoing(
        plan=plan.code,
        period=str(period),
        period_label=period.label,
        round=max(form.book.round for form in placed),
        opened=opened,
        return_by=max(form.book.return_by for form in placed),
        on=act.on,
        forms=placed,
    )


def write_forms(forms: Sequence[OutgoingForm], on: dt.date) -> None:
    """Write workbooks, each whole or not at all.

    Raises OutputUnwritable.
    """
    from planner.output.form_xlsx import form_workbook  # noqa: PLC0415 - start-up time: collecting needs no writer

    for folder in {form.path.parent for form in forms}:
        make_folder(folder)
    for form in forms:
        write_whole(form.path, form_workbook(form.book, on))


# ---- the forms ----


def _placed(forms: Sequence[UnitForm], folder: Path) -> tuple[OutgoingForm, ...]:
    """Each form with its file: 2024Q2填报表-市公安局.xlsx. Names that Windows takes for one get a number."""
    taken: set[str] = set()
    placed = []
    for form in forms:
        stem = f"{form.book.plan}-{form.book.period}填报表-{form.unit.name}"
        if form.book.period.startswith(form.book.plan):
            stem = f"{form.book.period}填报表-{form.unit.name}"
        name, count = legal_name(f"{stem}.xlsx"), 1
        while name.casefold() in taken:
            count += 1
            name = legal_name(f"{stem}-{count}.xlsx")
        taken.add(name.casefold())
        placed.append(OutgoingForm(form.unit.name, folder / name, form.book))
    return tuple(placed)


def _refuse_filled(session: Session, act: Act, forms: Sequence[OutgoingForm]) -> None:
    """Raise FormsHoldWork where a file that would be written over is not one of our forms as it went out."""
    filled = [form.path for form in forms if form.path.exists() and not _untouched(session, act, form)]
    if filled:
        raise FormsHoldWork(filled)


def _untouched(session: Session, act: Act, form: OutgoingForm) -> bool:
    """Whether the file where a form goes is the very same one, or an earlier one, with nothing filled in."""
    try:
        read = read_form(form.path.name, fetch(form.path, most=MOST_BYTES))
    except InputError:
        return False
    code = read.keys.get(KEY_CODE, "")
    earlier = find_form(session, act.office, code)
    book = form.book if code == form.book.code else book_of(earlier) if earlier else None
    if book is None or read.faults:
        return False
    checked = check_form(read, book, book)
    return not checked.faults and all(row.action is RowAction.NOTHING for row in checked.rows)


def _keep(session: Session, act: Act, rounds: Rounds, period: Period, forms: Mapping[int, OutgoingForm]) -> None:
    """Keep what each form says, once: the same form again is the same row."""
    ids = {unit_id: found.id for unit_id in forms if (found := rounds.of(period, unit_id))}
    rows = session.execute(select(Form.unit_id, Form.code).where(Form.round_id.in_(set(ids.values()))))
    known = {(row.unit_id, row.code) for row in rows}
    for unit_id, form in forms.items():
        if (unit_id, form.book.code) not in known:
            session.add(
                Form(
                    round_id=ids[unit_id],
                    unit_id=unit_id,
                    code=form.book.code,
                    content=form.book.kept,
                    actor=act.actor.name,
                    on=act.on,
                    recorded=act.recorded,
                )
            )
    one = next(iter(forms.values())).book
    units = [form.unit for form in forms.values()]
    record(session, act, "form:export", f"{one.plan} {one.period}", after={"round": one.round, "units": units})


def find_form(session: Session, office: str, code: str) -> Form | None:
    """The form with a code, None where this office never wrote it."""
    return session.scalars(
        select(Form)
        .join(FormRound, FormRound.id == Form.round_id)
        .join(Plan, Plan.id == FormRound.plan_id)
        .where(Plan.office == office, Form.code == code)
        .order_by(Form.id.desc())
        .limit(1)
    ).first()


def book_of(form: Form) -> FormBook:
    """What stood in a form when it was written."""
    return from_plain(FormBook, form.content)
