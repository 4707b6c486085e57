"""What a form shows of a checkpoint: what is wanted, by when, what is held, and whether it is asked for again."""

from collections.abc import Sequence

from planner.domain.checkpoints import Checkpoint, Held, met, share, total, unmet_dues
from planner.domain.drafts import CheckpointKind, Comparator, Recurrence
from planner.domain.forms import FormPoint
from planner.domain.periods import Period
from planner.domain.progress import Filing, held_by
from planner.domain.wording import BEFORE_ISSUE, WORDS

_NEVER_SETTLED = (CheckpointKind.RATE,)
"""A share may fall again: it is asked for every time."""


def form_point(point: Checkpoint, accepted: Sequence[Filing], period: Period) -> FormPoint:
    """A checkpoint as a period's form shows it. `accepted` are the unit's accepted entries of earlier periods."""
    held = held_by(accepted, point.id)
    yes_or_no = point.kind is CheckpointKind.DATE and point.value is None
    return FormPoint(
        code=point.code,
        text=point.text,
        kind=point.kind,
        unit=point.unit or "",
        wanted=_wanted(point),
        due=_due(point, held, period),
        held=_held(point, held),
        asked=_may_change(point) or not met(point, held),
        yes_or_no=yes_or_no,
        dated=bool(point.dues),
    )


def _may_change(point: Checkpoint) -> bool:
    """Whether a duty that is met may be unmet again: a share, a limit."""
    return point.kind in _NEVER_SETTLED or point.comparator is Comparator.AT_MOST


def _wanted(point: Checkpoint) -> str:
    if point.value is None or point.comparator is None:
        return ""
    often = WORDS[point.period] if point.period and point.kind is CheckpointKind.FREQUENCY else ""
    return f"要求：{often}{WORDS[point.comparator]}{point.value.normalize():f}{point.unit or ''}"


def _due(point: Checkpoint, held: Held, period: Period) -> str:
    """The first day still waited for. Told by the period, not by today: a form says the same whenever it is made."""
    if not point.dues:
        return ""
    if all(due.before_issue for due in point.dues):
        return f"{BEFORE_ISSUE}，不考核"
    waiting = unmet_dues(point, held)
    if not waiting:
        return "已达成" if not _may_change(point) else ""
    first = min(due.day for due in waiting)
    if first <= period.last_day:
        return f"{first} 到期"
    return f"{first} 到期（本期可不填）" if point.period is not Recurrence.QUARTER else f"{first} 到期"


def _held(point: Checkpoint, held: Held) -> str:
    if not held:
        return ""
    if point.kind is CheckpointKind.RATE:
        percent = share(held)
        return f"已报 {percent.quantize(percent.__class__('0.01')).normalize():f}%" if percent is not None else ""
    if point.kind is CheckpointKind.DATE and point.value is None:
        return "已报达成"
    return f"已报 {total(held).normalize():f}{point.unit or ''}"
