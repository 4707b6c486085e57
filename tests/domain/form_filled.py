"""Whatever a unit may fill in, for Hypothesis."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from planner.domain.drafts import CheckpointKind
from planner.domain.forms import (
    EXTEND_TASK,
    Amount,
    FormCells,
    FormPoint,
    FormRow,
)
from planner.domain.progress import Basis, Status

WORDS_SAID = st.text(st.characters(exclude_categories=["C"]), max_size=30).map(str.strip)
NUMBERS = st.decimals(0, 10**6, places=2)
LATER_DAYS = st.dates(dt.date(2025, 2, 1), dt.date(2026, 1, 1))


@st.composite
def amounts(draw: st.DrawFn, point: FormPoint) -> Amount | None:
    """Any figure that a checkpoint may have, or none."""
    if not point.asked or draw(st.booleans()):
        return None
    if point.yes_or_no:
        return Amount(Decimal(1))
    basis = draw(st.sampled_from(Basis))
    if point.kind is not CheckpointKind.RATE:
        return Amount(draw(NUMBERS), basis=basis)
    if draw(st.booleans()):
        return Amount(draw(NUMBERS), basis=basis)
    part, more = draw(NUMBERS), draw(st.integers(1, 1000))
    return Amount(100 * part / (part + more), part, part + more, basis)


@st.composite
def filled(draw: st.DrawFn, row: FormRow) -> FormCells:
    """Any cells that a unit may fill in."""
    given_amounts = ((point.code, draw(amounts(point))) for point in row.points)
    cells = FormCells(
        status=draw(st.none() | st.sampled_from(Status)),
        text=draw(WORDS_SAID.filter(bool)),
        amounts=tuple((code, amount) for code, amount in given_amounts if amount),
        problem=draw(WORDS_SAID),
        cause=draw(WORDS_SAID),
        next_step=draw(WORDS_SAID),
        support=draw(WORDS_SAID),
        evidence=draw(st.sampled_from([(), ("文号：云司发〔2024〕3号",), ("文件：甲.docx", "链接：http://a.example")])),
    )
    if draw(st.booleans()):
        codes = [point.code for point in row.points if point.dated]
        what = draw(st.sampled_from([EXTEND_TASK, *codes]))
        reason = draw(WORDS_SAID.filter(bool))
        cells = replace(cells, extend_to=draw(LATER_DAYS), extend_what=what, extend_reason=reason)
    ticks = st.just(False) if not row.last_period else st.booleans()
    if draw(ticks):
        more_time = (cells.extend_to, cells.extend_what, cells.extend_reason)
        return FormCells(unchanged=True, extend_to=more_time[0], extend_what=more_time[1], extend_reason=more_time[2])
    return cells
