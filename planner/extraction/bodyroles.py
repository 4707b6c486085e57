"""Units that a sentence binds by a role word: 由甲牵头, 会同乙; only where no bracket or slot names them."""

import re
from dataclasses import dataclass

from planner.domain.drafts import Role
from planner.extraction.names import is_unit_like, pieces
from planner.extraction.rulebook import phrases
from planner.extraction.unit_kinds import is_collective


@dataclass(frozen=True, slots=True)
class Bound:
    """A unit at [start, end) of the text searched, with the role its sentence gives it."""

    role: Role
    start: int
    end: int


_LISTED = r"(?P<names>[^,。;:!?\n由()【】]{2,60}?)"
_WORK = "(?:负责|组织|落实|实施|承担|汇总|办理)"
_BEGINS = r"(?:(?<=[,。;:\n])|(?<=牵头、)|^)"
# 由市司法局牵头 / ;市司法局要会同; 由市财政局负责 / 由市数据局组织; 会同市公安局建立; 。市公安局配合 / 市财政局参与,
_FORMS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.LEAD, re.compile(rf"(?:由|{_BEGINS}){_LISTED}(?:应当?|负责|[要须需将])?(?:牵头|会同)")),
    (Role.RESPONSIBLE, re.compile(rf"由{_LISTED}(?:具体|统一|分别|共同|按职责分工)?{_WORK}")),
    (Role.COOPERATING, re.compile(r"会同(?P<names>[^,。;:!?\n]{2,60})")),
    (Role.COOPERATING, re.compile(rf"{_BEGINS}{_LISTED}(?:积极|密切|协助)?(?:配合|(?:参与|协助|协同)(?=[,。;\n]|$))")),
)


def bound_units(text: str, start: int, end: int) -> list[Bound]:
    """The units that a stretch of folded text binds by a role word, in order of place."""
    found: list[Bound] = []
    for role, form in _FORMS:
        for match in form.finditer(text, start, end):
            found.extend(_bound(text, role, match))
    return sorted(found, key=lambda bound: bound.start)


def _bound(text: str, role: Role, match: re.Match[str]) -> list[Bound]:
    """The names of a match if all of them are units; the last may run on into other words (会同市法院建立)."""
    start, end = match.span("names")
    items = [(start + p.start, start + p.end) for p in pieces(text[start:end])]
    if role is Role.COOPERATING and text.startswith("会同", match.start()):
        items[-1] = (items[-1][0], _longest_name(text, *items[-1]))
    if not all(names_organ(text[a:b]) for a, b in items):
        return []
    return [Bound(role, a, b) for a, b in items]


def _longest_name(text: str, start: int, end: int) -> int:
    return next((k for k in range(end, start + 1, -1) if names_organ(text[start:k])), start)


def names_organ(name: str) -> bool:
    """Whether words (folded) name a unit surely enough to be taken from a sentence, or a class of units."""
    return (
        name not in phrases("units", "names.not_a_name")
        and is_unit_like(name)
        and not any(word in name for word in phrases("units", "names.verbs"))
        and (is_collective(name) or name.endswith(phrases("units", "names.organ")))
    )
