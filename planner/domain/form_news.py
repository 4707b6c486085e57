"""Whether a row of a form that came back says anything that isn't held already."""

from dataclasses import replace

from planner.domain.form_rows import RowCells, with_extension_of
from planner.domain.forms import BLANK, Amount, FormCells, FormRow


def says_nothing_new(row: RowCells, cells: FormCells) -> bool:
    """Whether a row was emptied, or says what it said when it went out or what is held by now.

    A tick says that nothing changed since: beside an entry for the period it adds nothing, unless that was returned.
    """
    sent, current = row.sent, row.current
    if cells == BLANK:
        return True
    if cells.unchanged and sent.returned and current and current.version.entry == sent.version.entry:
        return False
    if _same(cells, sent, carried=bool(sent.held.text)):
        return True
    if current is None:
        return False
    held, last = current.held.text, current.last_text
    return _same(cells, current, carried=bool(held) and held == last)


def _same(cells: FormCells, row: FormRow, *, carried: bool) -> bool:
    """Whether cells say what is held for a row. A blank status is the one held.

    `carried`: what is held may be said by a tick.
    """
    held = row.held
    if cells.unchanged and (held.unchanged or carried):
        cells = _filled_up(cells, held)
    elif held.text:
        cells = replace(cells, status=cells.status or held.status)
    return _settled(cells, row) == _settled(held, row)


def _filled_up(cells: FormCells, held: FormCells) -> FormCells:
    """What a tick stands for: where the cells beside it are blank, what is held."""
    return replace(
        cells,
        status=cells.status or held.status,
        unchanged=held.unchanged,
        text=cells.text or held.text,
        amounts=cells.amounts or held.amounts,
        problem=cells.problem or held.problem,
        cause=cells.cause or held.cause,
        next_step=cells.next_step or held.next_step,
        support=cells.support or held.support,
        evidence=cells.evidence or held.evidence,
    )


def _settled(cells: FormCells, row: FormRow) -> tuple[FormCells, dict[str, tuple[object, ...]]]:
    """Cells as they are compared: the figures that are asked for, in any order, a share by its part and whole.

    Asking for more time is no news of the task: it goes its own way.
    """
    asked = {point.code for point in row.points if point.asked}
    amounts = {code: _measure(amount) for code, amount in cells.amounts if code in asked}
    return replace(with_extension_of(cells, BLANK), amounts=()), amounts


def _measure(amount: Amount) -> tuple[object, ...]:
    return (amount.basis, amount.part, amount.whole) if amount.part is not None else (amount.basis, amount.value)
