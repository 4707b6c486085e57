"""What a person has to know beside a report's prose: conflicts, rows in other words, figures that nothing tells."""

import re
from collections.abc import Sequence

from planner.domain.annual.limit import LeftOut
from planner.domain.annual.material import Proposals
from planner.domain.annual.points import FindNumbers
from planner.domain.annual.resolve import Told, told_text
from planner.domain.annual.sentences import closed, unstopped
from planner.domain.annual.told import every
from planner.domain.document import name_key
from planner.domain.figure_marks import cleaned
from planner.domain.material import Material, MaterialRow, Use, opening
from planner.domain.number_ledger import Conflict, Rule
from planner.domain.report import AlteredRow

_NO_CAUSE = "（空）"


def mark_conflicts(told: Sequence[Told], proposals: Proposals) -> tuple[Conflict, ...]:
    """The conflicts of what is told as the rules propose it; a gap follows each figure that has one.

    Where the coordinator wrote other words, or left the row out, the conflict is settled.
    """
    proposed = {row.key: row for row in proposals.material.rows}
    found: list[Conflict] = []
    for each in told:
        row = each.row
        for conflict in proposals.conflicts.get(row.key, ()):
            if row.told == proposed[row.key].told:
                found.append(conflict)
                _mark(each, conflict)
    return tuple(found)


def _mark(told: Told, conflict: Conflict) -> None:
    """Let a gap follow the number of the conflict; it names no value."""
    entries = {(origin.entry_id, origin.value) for origin in conflict.origins}
    for number in told.numbers:
        if entries & {(origin.entry_id, origin.value) for origin in number.figure.origins}:
            number.behind = f"〔待核实：“{re.sub(r'[0-9]', '', cleaned(conflict.name))}”有两个不同的数〕"
            return


def altered_of(told: Sequence[Told], proposals: Proposals) -> tuple[AlteredRow, ...]:
    """Rows whose words the coordinator changed so that a number came in, or a figure went, that no entry explains."""
    proposed = {row.key: row for row in proposals.material.rows}
    found: list[AlteredRow] = []
    for each in told:
        row, before = each.row, proposed.get(each.row.key)
        by_hand = [n.figure.printed for part in every(each) for n in part.numbers if n.figure.rule is Rule.BY_HAND]
        changed = before is None or name_key(_said(before, row)) != name_key(_said(row, before))
        dropped = [origin.printed for origin in each.left] if changed else []
        if by_hand or dropped:
            found.append(
                AlteredRow(
                    key=row.key,
                    task=row.task,
                    unit=row.unit,
                    before=_said(before, row) if before else "",
                    after=_said(row, before) if before else row.told,
                    figures=tuple(by_hand),
                    dropped=tuple(dropped),
                )
            )
    return tuple(found)


def _said(row: MaterialRow, other: MaterialRow) -> str:
    """A row's words, with its cause where that of the other is not the same."""
    return row.told if row.cause == other.cause else f"{unstopped(row.told)}；原因：{row.cause or _NO_CAUSE}"


def untold(told: Sequence[Told], material: Material, proposals: Proposals, find_numbers: FindNumbers) -> list[LeftOut]:
    """Figures that no text tells: of rows that the rules leave out, and of rows merged into words without them."""
    proposed = {row.key: row for row in proposals.material.rows}
    left = [
        LeftOut(_alone(row, find_numbers), row.reason)
        for row in material.rows
        if row.use is Use.LEAVE and row.origins and row.key in proposed and proposed[row.key].use is Use.LEAVE
    ]
    for each in told:
        left += [
            LeftOut(_alone(row, find_numbers), f"并入“{opening(each.row.told)}”，那里没有说到这些数据")
            for row in each.family[1:]
            if set(row.origins) & set(each.left)
        ]
    return left


def _alone(row: MaterialRow, find_numbers: FindNumbers) -> Told:
    return told_text(cleaned(closed(row.text)), [row], find_numbers)
