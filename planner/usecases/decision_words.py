"""Decisions and proposals in the words that a person reads: the JSON that is kept, as Chinese."""

from typing import Any

from planner.domain.decisions import DecisionField
from planner.domain.drafts import CheckpointKind, Comparator, Recurrence, Role
from planner.domain.revisions import ProposalField, heading, units_by_role
from planner.domain.wording import WORDS


def said(field: DecisionField | ProposalField, value: Any) -> str:  # noqa: ANN401, PLR0911 - JSON; a form for each field
    """A kept value as a person reads it; "" for none."""
    if value is None:
        return ""
    match field:
        case DecisionField.UNITS | ProposalField.UNITS:
            return "；".join(f"{WORDS[Role(role)]}：{'、'.join(names)}" for role, names in value.items() if names)
        case DecisionField.CHECKPOINT | ProposalField.CHECKPOINT:
            return _point(value)
        case ProposalField.NEW_TASK | ProposalField.GONE_TASK:
            return _item(value)
        case ProposalField.DEADLINES:
            return "；".join(f"{time['text']}（{time['due']}）" if time["due"] else str(time["text"]) for time in value)
        case DecisionField.TRACKED:
            return "跟踪" if value else "不跟踪"
        case _:
            return str(value)


def _item(value: Any) -> str:  # noqa: ANN401 - as above
    """An item of a document: heading, units, deadlines, checkpoints, and its words."""
    units = said(ProposalField.UNITS, units_by_role(value))
    times = said(ProposalField.DEADLINES, [time for time in value["deadlines"] if time["slot"]])
    points = "；".join(map(_point, value["checkpoints"]))
    told = [f"{name}：{words}" for name, words in (("单位", units), ("时限", times), ("考核点", points)) if words]
    return "\n".join([heading(value), *told, str(value["body"]).strip()])


def _point(value: Any) -> str:  # noqa: ANN401 - as above
    """审查率100%（比率，≥ 100 %，2024-12-31；各区县）."""
    days = value.get("dues", value.get("due"))
    parts = [WORDS[CheckpointKind(value["kind"])]]
    if value["value"] is not None:
        sign = f"{WORDS[Comparator(value['comparator'])]} " if value["comparator"] else ""
        parts.append(f"{sign}{value['value']} {value['unit'] or ''}".strip())
    if value["period"]:
        parts.append(WORDS[Recurrence(value["period"])])
    if days:
        parts.append("、".join(days))
    if value["whose"]:
        parts.append(value["whose"])
    return f"{value['text']}（{'，'.join(parts)}）"
