"""The forms of a period as things stand: made once, and made anew when anything was written since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planner.domain.board import PlanFacts
from planner.domain.extensions import ExtensionState, ExtensionView
from planner.domain.form_books import AskedMore, Requests, UnitForm, filings_shown, unit_forms
from planner.domain.forms import EXTEND_TASK
from planner.domain.periods import Period
from planner.errors import PeriodNotAsked
from planner.store.audit import AuditEvent
from planner.store.queries.rounds import Round, load_rounds
from planner.usecases.acts import AsOf
from planner.usecases.boards import load_board
from planner.usecases.entries import entries_by_id
from planner.usecases.extensions import answered_for, pending_for
from planner.usecases.own import own_forms


def load_forms(session: Session, asked: AsOf, plan: PlanFacts, period: Period) -> dict[int, UnitForm]:
    """The form of every unit that owes a return for a period, by unit id, in the round that holds for it.

    Raises PeriodNotAsked.
    """
    board = own_forms(asked, load_board(session, asked, plan))
    usual = next((each for each in board.asked if each.period == period), None)
    if usual is None:
        raise PeriodNotAsked(period, plan.code, [each.period for each in board.asked])
    entries = entries_by_id(session, asked, filings_shown(board, period))
    forms = unit_forms(board, usual, entries, _requests(session, asked, plan))
    rounds = load_rounds(session, plan.id, asked.day)
    return {unit_id: _in_round(form, rounds.of(period, unit_id), asked.office) for unit_id, form in forms.items()}


def _in_round(form: UnitForm, held: Round | None, office: str) -> UnitForm:
    """The form as it goes out in a round; 0 is none."""
    if held is None:
        return form._replace(book=replace(form.book, office=office))
    return form._replace(book=replace(form.book, office=office, round=held.number, return_by=held.return_by))


def _requests(session: Session, asked: AsOf, plan: PlanFacts) -> Requests:
    """What each unit asks for each task in the way of time: its newest open request, and the newest answer."""
    pending, answered = pending_for(session, asked, plan), answered_for(session, asked, plan)
    found = {}
    for key in {*pending, *answered}:
        answer = _answer(answered[key]) if key in answered else ""
        request = pending[key][-1] if key in pending else None
        if request is None:
            found[key] = AskedMore(answer=answer)
        else:
            what = EXTEND_TASK if request.code == request.task else request.code
            found[key] = AskedMore(request.to, what, request.reason, answer)
    return found


def _answer(view: ExtensionView) -> str:
    word = "同意" if view.state is ExtensionState.APPROVED else "未同意"
    point = "" if view.code == view.task else f"考核点{view.code}"
    return f"{view.answered_on} {word}{point}延至 {view.to}{f'：{view.answer}' if view.answer else ''}"


@dataclass
class FormState:
    """The forms of the periods that were asked for, as long as nobody else writes anything.

    Every act leaves an audit row, so the newest one tells whether somebody did.
    """

    _newest: int | None = None
    _forms: dict[tuple[int, Period], Mapping[int, UnitForm]] = field(default_factory=dict)
    _outdated: set[tuple[int, Period, int]] = field(default_factory=set)
    _files: dict[tuple[int, Period, int, str], str] = field(default_factory=dict)

    def form(self, session: Session, asked: AsOf, plan: PlanFacts, period: Period, unit_id: int) -> UnitForm | None:
        """The form of a unit for a plan's period, None where it owes none. Raises PeriodNotAsked."""
        newest = _newest_act(session, asked)
        if newest != self._newest or (plan.id, period, unit_id) in self._outdated:
            self._newest = newest
            self._forms.clear()
            self._outdated.clear()
        key = (plan.id, period)
        if key not in self._forms:
            self._forms[key] = load_forms(session, asked, plan, period)
        return self._forms[key].get(unit_id)

    def wrote(self, session: Session, asked: AsOf, plan: PlanFacts, period: Period, unit_id: int) -> None:
        """What was written since is the unit's own return: only its own form is another now."""
        session.flush()  # the audit rows that are to be known as our own need their ids
        self._newest = _newest_act(session, asked)
        self._outdated.add((plan.id, period, unit_id))

    def took(self, of: tuple[int, Period, int], codes: Iterable[str], file: str) -> None:
        """Which file brought a unit's rows, by plan, period and unit: another of the same unit may come after it."""
        self._files |= {(*of, code): file for code in codes}

    def brought_by(self, of: tuple[int, Period, int], code: str) -> str:
        """The file that brought a unit's row before in the same run; "" for none."""
        return self._files.get((*of, code), "")


def _newest_act(session: Session, asked: AsOf) -> int | None:
    return session.scalar(select(func.max(AuditEvent.id)).where(AuditEvent.office == asked.office))
