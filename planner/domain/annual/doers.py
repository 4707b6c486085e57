"""Whose deed a sentence tells: units that speak of themselves are named, and where it isn't said, it is put before.

The report is the whole area's. What a unit calls 本局, 我县 or 县长 would be read there as the area's own.
"""

import re
from collections.abc import Iterable, Sequence
from enum import Enum
from functools import cached_property

from planner.domain.annual.speaking import LEVELS, TIMES, Doer, doer, joined, speaks_of_itself, together
from planner.domain.board import Board, TaskFacts

# 市政府网站开设专栏, 全市调解组织, 各县区, 省级部门: somebody is named, or everybody is meant
# not 市级示范村, 国家级园区, 全市首个公园: a thing has that grade
_NAMES_ITSELF = re.compile(
    rf"(?:全[{LEVELS}体](?!首|第|唯一|最|优秀|先进|十佳|示范|[一二三]等)|[我本][{LEVELS}](?!级|场)|各|国家(?!级)|中央(?!级)"
    rf"|[{LEVELS}](?:委|政府|人大|政协|本级|直|属|领导|长|[、和与]|级(?:部门|机关|单位|领导|行政|执法|政府|党委|人民|各)))"
)


class Names(Enum):
    """Whom the words of a sentence name as its doer: the unit that tells it, another, or nobody."""

    ITSELF = "itself"
    ANOTHER = "another"
    NOBODY = "nobody"


class Doers:
    """The units of a plan as doers, by their names. The area that the plan's words `of` speak of is no part of it."""

    def __init__(self, tasks: Iterable[TaskFacts], of: str = "") -> None:
        self._of = of
        self._found: dict[str, Doer] = {}
        for facts in tasks:
            for unit in [*(unit for unit, _ in facts.assigned), *(each.unit for each in facts.participants)]:
                self._found.setdefault(unit.name, doer(unit.name, unit.kind, of))

    @classmethod
    def of(cls, board: Board) -> "Doers":
        """The units of a plan as it stands."""
        return cls((task.facts for task in board.tasks), f"{board.plan.title}\n{board.plan.issuer or ''}")

    def __getitem__(self, unit: str) -> Doer:
        return self._found.get(unit) or doer(unit, of=self._of)

    def spoken(self, text: str, units: Sequence[str]) -> str:
        """A text of units, each named where it speaks of itself; of several the first ones."""
        return together([self[unit] for unit in units]).named(text) if units and text else text

    def names(self, text: str, units: Sequence[str]) -> Names:
        """Whom a text of units names, in its first clause, as having done what it tells."""
        doers = [self[unit] for unit in units]
        if any(self._opens(text, each) for each in doers):
            return Names.ITSELF
        words = TIMES.sub("", text)
        found = _NAMES_ITSELF.match(words)
        if doers and found and doers[0].has(found[0]):
            found = None
        return Names.ANOTHER if found or words.startswith(self._names) else Names.NOBODY

    def lead(self, text: str, units: Sequence[str], *, several: bool) -> str:
        """What to put before a sentence so that it says whose deed it tells; blank where it does, or needn't.

        What several units tell as one is the area's, unless all of them are parts of it. What still says 本局 is named.
        """
        doers = [self[unit] for unit in units]
        lower = all(each.lower for each in doers)
        if not doers or (not lower and len(doers) > 1):
            return ""
        needed = lower or several or speaks_of_itself(text)
        return joined([each.called for each in doers]) if needed and self.names(text, units) is Names.NOBODY else ""

    def _opens(self, text: str, own: Doer) -> bool:
        """Whether a text has the unit's name in its first clause, and not within another's longer name."""
        clause = re.split("[，。；,;]", text, maxsplit=1)[0]
        names = {own.name, own.called}
        for other in self._names:
            if other not in names and any(name in other for name in names):
                clause = clause.replace(other, "")
        return any(name in clause for name in names)

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(sorted({name for each in self._found.values() for name in (each.name, each.called)}))
