"""The units of a task: from its brackets and slots, or for want of them from its heading or its sentences."""

import re
from dataclasses import replace

from planner.domain.document import fold, name_key
from planner.domain.drafts import Role, UnitMention
from planner.extraction.bodyroles import Bound, bound_units, names_organ
from planner.extraction.context import Context
from planner.extraction.raw import RawTask
from planner.extraction.slots import Field, FieldKind, Slot
from planner.extraction.unit_kinds import is_collective
from planner.extraction.units import Named, read_roles

_CLAUSE_LONGEST = 200
_HEADING_LONGEST = 40


def mentions_of(
    context: Context, task: RawTask, body: tuple[int, int]
) -> tuple[tuple[UnitMention, ...], tuple[UnitMention, ...]]:
    """The task's units, and the units that a sentence of its body gives a part.

    Where brackets or slots name units, these alone are the task's, and what sentences say is kept apart.
    """
    named = [slot for slot in task.slots if slot.names_units]
    bound = [_bound_mention(context, found) for found in bound_units(context.text, *body)]
    if not named:
        return _once(bound or _heading_units(context, task)), ()
    return _once([mention for slot in named for mention in _slot_units(context, slot)]), _once(bound)


def _slot_units(context: Context, slot: Slot) -> list[UnitMention]:
    phrase = context.printed(slot.start, slot.end)
    fields = [field for field in slot.fields if field.kind is FieldKind.UNITS]
    mentions = [mention for field in fields for mention in _field_units(context, field, phrase)]
    if context.first_leads and _first_may_lead(mentions):
        mentions[0] = replace(mentions[0], role=Role.LEAD)
    return mentions


def _first_may_lead(mentions: list[UnitMention]) -> bool:
    """Whether a rule like 排在第一位的部门为牵头部门 makes the first unit of a slot its lead."""
    several = len(mentions) > 1 and not mentions[0].collective
    return several and all(mention.role is Role.RESPONSIBLE for mention in mentions)


def _field_units(context: Context, field: Field, phrase: str) -> list[UnitMention]:
    printed, indices = context.source.spaced(field.start, field.end)
    return [_mention(context, named, indices, phrase) for named in read_roles(printed, field.role)]


def _heading_units(context: Context, task: RawTask) -> list[UnitMention]:
    """The units whose duties an item lists: （一）市应急管理局：统筹协调安全生产工作。"""
    start = task.text_start
    end = context.text.find(":", start, min(task.end, start + _HEADING_LONGEST))
    if end < 0:
        return []
    printed, indices = context.source.spaced(start, end)
    named = read_roles(printed)
    if not all(names_organ(fold(unit.name)) for unit in named):
        return []
    return [_mention(context, unit, indices, context.printed(start, end)) for unit in named]


def _mention(context: Context, named: Named, indices: list[int], phrase: str) -> UnitMention:
    span = context.source.span(indices[named.start], indices[named.end - 1] + 1)
    return UnitMention(named.name, named.role, named.collective, span, phrase)


def _bound_mention(context: Context, bound: Bound) -> UnitMention:
    name = context.printed(bound.start, bound.end)
    phrase = context.printed(*_clause(context.text, bound.start, bound.end))
    return UnitMention(name, bound.role, is_collective(name), context.source.span(bound.start, bound.end), phrase)


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch between commas or stops around words."""
    first, last = max(0, start - _CLAUSE_LONGEST), min(len(text), end + _CLAUSE_LONGEST)
    before = max(text.rfind(stop, first, start) for stop in ",。;:\n") + 1
    after = re.compile("[,。;:\n]").search(text, end, last)
    return max(before, first), after.start() if after else last


def _once(mentions: list[UnitMention]) -> tuple[UnitMention, ...]:
    """One item per name and role, at its first place."""
    first: dict[tuple[str, Role], UnitMention] = {}
    for mention in mentions:
        first.setdefault((name_key(mention.name), mention.role), mention)
    return tuple(first.values())
