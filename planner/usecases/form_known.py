"""Knowing a form that came back: whose it is, of which plan, period and round, and whether it may be taken."""

from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.board import PlanFacts
from planner.domain.form_layout import FORM_KIND, KEY_CODE, KEY_KIND, KEY_PERIOD, KEY_PLAN, KEY_ROUND, KEY_UNIT
from planner.domain.forms import Fault, FormBook, Place, ReadForm
from planner.domain.periods import Period
from planner.domain.permissions import Deed, Reach, may, reach
from planner.errors import PeriodClosed, PlannerError
from planner.store.forms import Form, FormReturn
from planner.store.plans import Plan
from planner.store.queries.board import load_plans
from planner.store.rounds import FormRound
from planner.store.units import Unit
from planner.usecases.acts import Act, require
from planner.usecases.forms import book_of, find_form
from planner.usecases.lookups import require_open


class Taking(StrEnum):
    """What became of a file."""

    TAKEN = "taken"
    UNCHANGED = "unchanged"
    ALREADY = "already"
    SET_ASIDE = "set_aside"
    LEFT = "left"
    """It is another unit's, or was sent out by somebody else: not ours to take, nor to move."""
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
    marked: bool = False


class FormFaulty(PlannerError):
    """A form has faults; its transaction is undone and nothing of it is taken."""

    def __init__(self, outcome: FormOutcome, sent: FormBook | None = None) -> None:
        super().__init__(f"“{outcome.file}”有 {len(outcome.faults)} 处问题。")
        self.outcome, self.sent = outcome, sent


@dataclass(frozen=True, slots=True)
class KnownForm:
    """A form that came back, with what it is of. `taken`: this very file was taken before."""

    form: Form
    round: FormRound
    plan: PlanFacts
    unit: Unit
    book: FormBook
    taken: bool

    @property
    def period(self) -> Period:
        return Period.parse(self.round.period)


def known_form(session: Session, act: Act, read: ReadForm, only: Period | None) -> KnownForm:
    """The form that a file is, by its keys. A file that was taken stays taken, whatever was closed since.

    Raises FormFaulty, with an outcome that is LEFT where the file is none of ours; NotAllowed where a person may hand
    in no unit's.
    """
    if reach(act.actor, Deed.FILE) is Reach.NONE:
        require(act, Deed.FILE, "收填报表")
    outcome = FormOutcome(read.file_name, Taking.SET_ASIDE)
    form = find_form(session, act.office, read.keys.get(KEY_CODE, ""))
    if form is None:
        found = Taking.LEFT if _is_from_elsewhere(session, act.office, read) else Taking.SET_ASIDE
        raise FormFaulty(replace(outcome, outcome=found, faults=read.faults or (Fault(Place(), _stranger(read)),)))
    round_ = session.get_one(FormRound, form.round_id)
    plan = next(plan for plan in load_plans(session, act.office) if plan.id == round_.plan_id)
    taken = _taken_before(session, form, read.sha256)
    known = KnownForm(form, round_, plan, session.get_one(Unit, form.unit_id), book_of(form), taken)
    if not may(act.actor, Deed.FILE, units=(known.unit.id,)):
        told = Fault(Place(), f"“{act.actor.name}”无权替“{known.unit.name}”填报")
        raise FormFaulty(replace(outcome, outcome=Taking.LEFT, faults=(told,)))
    if taken:
        return known
    closed = _closed(session, known)
    faults = tuple(Fault(Place(), message) for message in _misplaced(act, read, known, only))
    if closed:
        faults += (Fault(Place(), f"{known.period} 已经关账，不再收；有要更正的请联系统筹单位"),)
    if faults:
        placed = replace(outcome, plan=plan.code, unit=known.unit.name, period=round_.period)
        raise FormFaulty(replace(placed, faults=(*faults, *read.faults), notes=closed))
    return known


def _closed(session: Session, known: KnownForm) -> tuple[str, ...]:
    """What the coordinator is told where the period is closed: how to reopen it."""
    try:
        require_open(session, known.plan.id, known.period)
    except PeriodClosed as refusal:
        return (str(refusal).rstrip("。"),)
    return ()


def _taken_before(session: Session, form: Form, sha256: str) -> bool:
    query = select(FormReturn.id).where(FormReturn.form_id == form.id, FormReturn.sha256 == sha256)
    return session.scalar(query) is not None


def _is_from_elsewhere(session: Session, office: str, read: ReadForm) -> bool:
    """Whether a file has a form's keys, but of a round that this office never sent out."""
    query = (
        select(FormRound.id)
        .join(Plan, Plan.id == FormRound.plan_id)
        .where(Plan.office == office, Plan.code == read.keys.get(KEY_PLAN, ""))
        .where(FormRound.period == read.keys.get(KEY_PERIOD, ""))
    )
    return read.keys.get(KEY_KIND) == FORM_KIND and session.scalar(query) is None


def _stranger(read: ReadForm) -> str:
    if read.keys.get(KEY_KIND, FORM_KIND) != FORM_KIND:
        return "这份工作簿不是填报表，请交回发来的那份填报表"
    if not read.keys:
        return "这份工作簿没有填报表的标识，可能是另建的表；请把内容填到发来的填报表里再交"
    return "这份填报表不是这里发出的，或者隐藏的标识被改动过；请在发来的原表里填写后再交"


def _misplaced(act: Act, read: ReadForm, known: KnownForm, only: Period | None) -> list[str]:
    """What makes a known form one that can't be taken, for its unit: edited keys, another period, too early a day."""
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
    if known.form.on > act.on:
        found.append(f"这份表 {known.form.on} 才发出，不能记在这以前的 {act.on}")
    if known.period.first_day > act.on:
        found.append(f"填报期 {known.period} 从 {known.period.first_day} 才开始，现在还不能收")
    return found
