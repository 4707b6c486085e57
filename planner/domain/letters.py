"""Letters to units: which kind a unit may get, and what stands in it."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from planner.domain.board import UnitFacts
from planner.domain.kinds import is_directed
from planner.domain.matters import PRESSING, LetterKind, Matter, MatterCause, short_codes, told_together


def letter_for(unit: UnitFacts, causes: Collection[MatterCause], *, supervise: bool = False) -> LetterKind:
    """The letter a unit gets for matters of these causes.

    An organ the government doesn't direct is requested, whatever the matter. 督办 is written only when asked for,
    where something is late or missing, to a unit whose kind a person has confirmed: a proposed kind decides nothing.
    """
    if not is_directed(unit.kind):
        return LetterKind.REQUEST
    if PRESSING.isdisjoint(causes):
        return LetterKind.REMINDER
    return LetterKind.SUPERVISION if supervise and not unit.kind_proposed else LetterKind.URGING


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A matter as a line of a letter's table, or many that are told as one: then `title` holds their codes."""

    code: str
    title: str
    what: str
    due: dt.date
    left: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says. Its templates leave number, signature and date to a clerk; there are no conclusions in it.

    What is in it: something `told_before`, `late`, a return `missing`, something `coming`, among it a return that is
    `awaited`.
    """

    kind: LetterKind
    unit: str
    plan_title: str
    year: int
    as_of: dt.date
    rows: tuple[LetterRow, ...]
    told_before: bool
    late: bool
    missing: bool
    coming: bool
    awaited: bool


def build_letter(
    kind: LetterKind, unit: str, matters: Collection[Matter], *, plan: tuple[str, int], as_of: dt.date
) -> Letter:
    """A letter to a unit on its matters. `plan` is the plan's title and year."""
    title, year = plan
    causes = {matter.cause for matter in matters}
    return Letter(
        kind=kind,
        unit=unit,
        plan_title=title,
        year=year,
        as_of=as_of,
        rows=tuple(_row(kind, group) for group in told_together(matters)),
        told_before=any(matter.step > 1 for matter in matters),
        late=MatterCause.LATE in causes,
        missing=not causes.isdisjoint((MatterCause.NOT_REPORTED, MatterCause.RETURNED)),
        coming=not causes <= PRESSING,
        awaited=MatterCause.RETURN_SOON in causes,
    )


def _row(kind: LetterKind, group: tuple[Matter, ...]) -> LetterRow:
    first = group[0]
    what = _requested(first) if kind is LetterKind.REQUEST else _asked(first)
    if len(group) == 1:
        return LetterRow(first.code, first.title, what, first.due, _left(kind, first))
    codes = short_codes(group).replace("、", "、 ")  # LibreOffice breaks no line between 、 and a digit
    return LetterRow(f"共{len(group)}项", codes, what, first.due, _left(kind, first))


def _asked(matter: Matter) -> str:
    """What is the matter, as one organ of a government tells another."""
    quarter = _quarter(matter)
    proposed = "（时限推定）" if matter.proposed else ""
    match matter.cause:
        case MatterCause.LATE:
            original = f"，按原定时限超{matter.days_original}天" if matter.original else ""
            what = f"考核点未达成：{matter.checkpoint_text}" if matter.checkpoint else f"逾期未完成{proposed}"
            return f"{what}{original}"
        case MatterCause.DUE_SOON:
            return f"考核点将到期：{matter.checkpoint_text}" if matter.checkpoint else f"即将到期{proposed}"
        case MatterCause.NOT_REPORTED:
            return f"{quarter}进展未报送"
        case MatterCause.RETURN_SOON:
            return f"{quarter}进展待报送"
        case MatterCause.RETURNED:
            return f"{quarter}填报退回未补：{matter.reason}"


def _requested(matter: Matter) -> str:
    """The same as a request: nothing is owed, late or sent back."""
    quarter = _quarter(matter)
    proposed = "（时间为推定）" if matter.proposed else ""
    match matter.cause:
        case MatterCause.LATE | MatterCause.DUE_SOON:
            return f"商请推进：{matter.checkpoint_text}" if matter.checkpoint else f"商请推进{proposed}"
        case MatterCause.NOT_REPORTED | MatterCause.RETURN_SOON:
            return f"商请提供{quarter}进展"
        case MatterCause.RETURNED:
            return f"商请补充{quarter}进展：{matter.reason}"


def _quarter(matter: Matter) -> str:
    """第二季度: the year stands in the letter's title."""
    return matter.period.label.partition("年")[2] if matter.period else ""


def _left(kind: LetterKind, matter: Matter) -> str:
    if not matter.overdue:
        return f"还有{matter.days}天" if matter.days else "当天"
    word = "已过" if kind is LetterKind.REQUEST else "已超"
    return f"{word}{matter.days}天"
