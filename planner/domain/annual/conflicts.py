"""One measure with two values: told, and never settled by a rule."""

from collections.abc import Iterable, Iterator, Sequence

from planner.domain.annual.lines import Line
from planner.domain.annual.manners import Manner
from planner.domain.annual.shapes import core
from planner.domain.annual.totals import Total, plain
from planner.domain.material import Use
from planner.domain.number_ledger import Conflict
from planner.domain.wording import names_of


def conflict_of(task: str, name: str, totals: Sequence[Total], why: str) -> Conflict:
    """A measure that comes to several values, in one sentence for the coordinator."""
    values = tuple(f"{plain(total.value)}{total.measure}" for total in totals)
    units = names_of(list(dict.fromkeys(origin.unit for total in totals for origin in total.origins)))
    return Conflict(
        task=task,
        name=name,
        measure=totals[0].measure,
        values=values,
        origins=tuple(origin for total in totals for origin in total.origins),
        message=f"任务 {task} {units}的“{name}”有两个数：{'、'.join(values)}，{why}；请核实后改正填报或选材表",
    )


def in_words(task: str, lines: Iterable[Line]) -> Iterator[tuple[str, Conflict]]:
    """Running totals of one unit and period that its sentences tell differently, by the later sentence's key."""
    said: dict[tuple[str, str, str, str], Total] = {}
    for line in lines:
        for slot, total in zip(line.shape.slots, line.totals, strict=True):
            name = core(slot.name)
            if line.use is not Use.TAKE or slot.manner is not Manner.RUNNING or len(name) < 2:  # noqa: PLR2004 - a word
                continue
            first = said.setdefault((line.unit, line.entry.period, name, total.measure), total)
            if first.value != total.value:
                yield line.key, conflict_of(task, name, [first, total], f"{line.entry.period}的文字前后不一致")
