"""A ledger of many tasks and units, made by a seed, whose counts agree with its rows; counted here by plain loops."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from planner.domain.drafts import Role
from planner.domain.ledger import DueMark, DueState, Ledger, LedgerTask, UnitLine, UnitSummary
from planner.domain.lights import Colour
from planner.domain.progress import Verdict
from tests.factories_views import LEDGER, LEDGER_TASK, SILENT_LINE, UNIT_LINE

UNITS = (
    ("市司法局", "政府部门"),
    ("市有关部门*", "政府部门"),
    ("市有关部门甲", "政府部门"),
    ("东岭县政府", "下级政府"),
    ("=1+1", "政府部门"),
    ("高新区管委会", "派出或授权机构"),
    ("市中级人民法院", "法院"),
    ("市委宣传部", "党委机关"),
    ("市消防救援支队", "垂直管理"),
)
"""Some names are patterns or formulas to a spreadsheet."""
SECTIONS = ("一、规范决策", "二、规范?法", "二、规范执法", "")


def made_ledger(seed: int, tasks: int = 24) -> Ledger:
    """A ledger of so many tasks, each with some of the units, and one entry that counts for nothing."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    made = tuple(_task(chance, number, tasks) for number in range(1, tasks + 1))
    lines = [line for task in made for line in task.lines]
    return replace(
        LEDGER,
        colours=_counted(task.colour for task in made),
        asked=sum(bool(line.asked) for line in lines),
        reported=sum(bool(line.asked) and line.reported for line in lines),
        accepted=sum(line.verdict is Verdict.ACCEPTED for line in lines),
        tasks=made,
        units=tuple(_summary(name, kind, lines) for name, kind in UNITS),
        missing=(),
        rosters_unset=(),
    )


def _task(chance: random.Random, number: int, tasks: int) -> LedgerTask:
    names = [name for name, _ in UNITS]
    on_it = chance.sample(names, chance.randint(1, len(names)))
    of = chance.randint(0, 3)
    points = (chance.randint(0, of), of)
    return replace(
        LEDGER_TASK,
        code=f"2024-{number:02}",
        section=SECTIONS[(number - 1) * len(SECTIONS) // tasks],
        colour=chance.choice(list(Colour)),
        done=chance.random() < 0.5,
        checkpoints=points,
        dues=tuple(
            DueMark(f"2024-{number:02}.{place}", "评查", dt.date(2024, 6, 30), DueState.UNMET, 0, 1)
            for place in range(1, of + 1)
        ),
        lines=(*(_line(chance, name) for name in on_it), _left()),
    )


def _line(chance: random.Random, unit: str) -> UnitLine:
    reported, asked = chance.random() < 0.6, chance.random() < 0.8
    line = UNIT_LINE if reported else SILENT_LINE
    return replace(
        line,
        unit=unit,
        role=chance.choice(list(Role)),
        colour=chance.choice(list(Colour)),
        asked=asked,
        done=reported and chance.random() < 0.5,
        verdict=chance.choice(list(Verdict)) if reported else None,
    )


def _left() -> UnitLine:
    """An entry of a unit that has left: it is shown and counts for nothing but as accepted."""
    return replace(UNIT_LINE, unit="市文旅局", role=None, colour=Colour.NONE, counts=False, asked=False)


def _summary(name: str, kind: str, lines: Iterable[UnitLine]) -> UnitSummary:
    own = [line for line in lines if line.unit == name]
    return UnitSummary(
        unit=name,
        kind=kind,
        tasks=len(own),
        leading=sum(line.role is Role.LEAD for line in own),
        asked=sum(bool(line.asked) for line in own),
        reported=sum(bool(line.asked) and line.reported for line in own),
        colours=_counted(line.colour for line in own),
        kind_proposed=name == "高新区管委会",
    )


def _counted(colours: Iterable[Colour]) -> dict[Colour, int]:
    found = Counter(colours)
    return {colour: found[colour] for colour in Colour}
