"""The year's value of every figure that was given beside the text, and whether a sentence tells it already."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from planner.domain.annual.conflicts import conflict_of
from planner.domain.annual.lines import Line, given_origin
from planner.domain.annual.manners import RUNNING, is_added
from planner.domain.annual.points import Point, Points
from planner.domain.annual.shapes import PERCENT, akin, core, same_name
from planner.domain.annual.totals import (
    Total,
    base_of,
    exceeded,
    in_order,
    percent,
    plain,
    printed,
    share_printed,
    year_total,
)
from planner.domain.document import fold, name_key
from planner.domain.entries import EntryView
from planner.domain.likeness import pairs_of
from planner.domain.material import Use
from planner.domain.number_ledger import Conflict, FigureOrigin, Rule
from planner.domain.progress import Basis
from planner.domain.wording import names_of


@dataclass(eq=False)
class Measure:
    """One measure of a task with its value for the year: of several units under a checkpoint, else of one unit."""

    key: str
    name: str
    units: tuple[str, ...]
    total: Total
    point: Point | None
    use: Use = Use.TAKE
    into: str = ""
    text: str = ""
    reason: str = ""
    conflict: Conflict | None = None

    @property
    def period(self) -> str:
        """The newest period that it has a figure of."""
        return in_order(self.total.origins)[-1].period

    @property
    def is_only_done(self) -> bool:
        """Whether it only says that a thing is done."""
        return self.point is not None and self.point.only_done(origin.value for origin in self.total.origins)


def measures_of(task: str, entries: Sequence[EntryView], points: Points, lines: Sequence[Line]) -> list[Measure]:
    """A task's measures, those under a checkpoint first. `lines` are its sentences, decided on.

    A measure that a sentence tells goes into it; one that is told otherwise by a sentence is a conflict.
    """
    found = list(_measures(task, entries, points))
    heads = [line for line in lines if line.use is Use.TAKE]
    for measure in found:
        if measure.is_only_done:
            _say_done(measure, heads)
            continue
        _word(measure)
        _differing(task, measure)
        _place(task, measure, heads)
    _same_once(found)
    return found


# ---- which measures there are ----


def _measures(task: str, entries: Iterable[EntryView], points: Points) -> Iterator[Measure]:
    under: dict[tuple[str, str], list[FigureOrigin]] = defaultdict(list)
    free: dict[tuple[str, str, str], list[FigureOrigin]] = defaultdict(list)
    for entry in entries:
        for figure in entry.figures:
            if figure.from_text:
                continue
            origin = given_origin(entry, figure, points)
            measure = base_of(origin)[1]
            if figure.checkpoint and figure.checkpoint in points:
                apart = "" if _adds(points[figure.checkpoint], origin) else entry.unit
                under[f"{figure.checkpoint}:{measure}", apart].append(origin)
            else:
                free[name_key(figure.name), measure, entry.unit].append(origin)
    for (place, unit), origins in under.items():
        point = points[place.rpartition(":")[0]]
        yield _measure(":".join(filter(None, ("m", task, place, unit))), origins, point)
    for (name, measure, unit), origins in free.items():
        yield _measure(f"m:{task}:{name}:{measure}:{unit}", origins, None)


def _adds(point: Point, origin: FigureOrigin) -> bool:
    """Whether figures of several units under a checkpoint may be put together."""
    if origin.whole:
        return True
    return point.is_added and is_added(base_of(origin)[1])


def _measure(key: str, origins: Sequence[FigureOrigin], point: Point | None) -> Measure:
    units = tuple(dict.fromkeys(origin.unit for origin in origins))
    return Measure(key, origins[-1].name, units, year_total(origins), point)


# ---- how each is told ----


def _word(measure: Measure) -> None:
    """全年案卷评查共5次; 审查率100%（12/12件）; 走访企业累计9家."""
    total, newest = measure.total, in_order(measure.total.origins)[-1]
    name = measure.name
    if total.part is not None and total.whole:
        share = share_printed(total.part, total.whole, newest)
        measure.text = f"{name}{percent(total.value)}{PERCENT}（{share}）"
    else:
        said = printed(total, newest)
        several = sum(origin.counted for origin in total.origins) > 1
        whole_year = "全年" if several and newest.period.endswith("Q4") else ""
        counted = "共" if several else "累计" if newest.basis is Basis.YEAR_TO_DATE else ""
        measure.text = f"{whole_year}{name}{counted if counted not in name else ''}{said}"
    measure.reason = how(total) or "文字里没有说到的数据"


def _say_done(measure: Measure, heads: Sequence[Line]) -> None:
    """Say once what is done, whoever did it, or nothing where a sentence of each of its units says it."""
    newest, about = in_order(measure.total.origins)[-1], core(measure.name)
    several = len(measure.units) > 1
    measure.total = measure.total._replace(value=newest.value, rule=Rule.SAME if several else Rule.LATEST)
    measure.text = f"{'' if _VERB.match(measure.name) else '完成'}{measure.name}{printed(measure.total, newest)}"
    measure.reason = f"{names_of(measure.units)}已完成，不相加" if several else "文字里没有说到的数据"
    saying = [head for head in heads if about in fold(head.text)]
    if saying and set(measure.units) <= {line.unit for head in saying for line in (head, *head.members)}:
        measure.use, measure.into, measure.reason = Use.MERGE, saying[0].key, "文字里已经说到"


_PAIRS = 4
# 完成清单编制, 印发方案: words that say themselves that it is done
_VERB = re.compile(
    r"完成|印发|出台|制定|制订|修订|编制|建立|建成|设立|成立|公布|发布|召开|举办|组织|开展|启动|实现|报送|上线"
)


def how(total: Total) -> str:
    """How a total was computed, in Chinese; blank where it is as it was given."""
    counted = [origin for origin in total.origins if origin.counted]
    if total.rule is Rule.SUM:
        several = len({origin.unit for origin in counted}) > 1
        return "＋".join(f"{origin.unit if several else ''}{_amount(origin)}" for origin in counted)
    if total.rule is Rule.RATE:
        parts = "＋".join(plain(origin.part) for origin in counted if origin.part is not None)
        wholes = "＋".join(plain(origin.whole) for origin in counted if origin.whole is not None)
        return f"（{parts}）÷（{wholes}）"
    if total.rule is Rule.LATEST:
        older = "、".join(dict.fromkeys(_amount(origin) for origin in total.origins if not origin.counted))
        return f"取{counted[-1].period}所报，此前为{older}"
    return ""


def _amount(origin: FigureOrigin) -> str:
    return f"{plain(origin.value)}{origin.measure}"


# ---- whether a sentence tells it ----


def _place(task: str, measure: Measure, heads: Sequence[Line]) -> None:
    own = {(o.entry_id, o.name, o.value) for o in measure.total.origins}
    near = [head for head in heads if {line.unit for line in (head, *head.members)} & set(measure.units)]
    for head in near:
        for place, slot in enumerate(head.shape.slots):
            total = head.totals[place]
            if total.measure != measure.total.measure:
                continue
            family = [line.origins[place] for line in (head, *head.members) if len(line.origins) > place]
            known = {(o.entry_id, o.name, o.value) for o in family} & own
            if known == own or _is_within(measure, head, place):
                measure.use, measure.into, measure.reason = Use.MERGE, head.key, "已算在文字里的数中"
                return
            if total.value != measure.total.value:
                continue
            words = head.shape.key if slot.manner is RUNNING else slot.name
            if known or not core(slot.name) or akin(measure.name, words) or _speaks_of(head, measure):
                measure.use, measure.into, measure.reason = Use.MERGE, head.key, "文字里已经说到"
                return
    _contradicted(task, measure, near)


def _speaks_of(head: Line, measure: Measure) -> bool:
    """Whether most of a measure's name stands in a sentence, in any order: 职责交叉事项划分完毕，9项有了分工."""
    pairs = pairs_of(core(measure.name))
    return len(pairs) >= _PAIRS and 3 * len(pairs & pairs_of(head.shape.key)) >= 2 * len(pairs)


def _is_within(measure: Measure, head: Line, place: int) -> bool:
    """Whether a later running total of its name holds all that was given by period: 累计办件25件 after 办件=10件."""
    origin, given = head.origins[place], measure.total.origins
    return (
        origin.basis is Basis.YEAR_TO_DATE
        and same_name(origin.name, measure.name)
        and measure.units == (head.unit,)
        and all(o.basis is Basis.PERIOD and o.period <= head.entry.period and not o.whole for o in given)
        and not exceeded(given, origin)
    )


def _contradicted(task: str, measure: Measure, heads: Sequence[Line]) -> None:
    """A sentence of the same unit that gives another value to the same measure, for the year or for its period."""
    for head in heads:
        for place, slot in enumerate(head.shape.slots):
            origin, total = head.origins[place], head.totals[place]
            if not origin.from_text or total.measure != measure.total.measure or head.unit not in measure.units:
                continue
            if not same_name(slot.name, measure.name):
                continue
            if origin.basis is Basis.PERIOD:
                given, total = _of_one_entry(measure, head, place)
            else:
                own = [o for o in measure.total.origins if o.unit == head.unit and o.period <= head.entry.period]
                given = own if any(o.basis is Basis.YEAR_TO_DATE for o in own) or exceeded(own, origin) else []
            if given and year_total(given).value != total.value:
                measure.use, measure.into, measure.reason = Use.MERGE, head.key, "与文字里的数不一致，待核实"
                measure.conflict = conflict_of(
                    task, measure.name, [year_total(given), total], f"填报的数据与文字（{head.entry.period}）不一致"
                )
                return


def _of_one_entry(measure: Measure, head: Line, place: int) -> tuple[list[FigureOrigin], Total]:
    """The first entry told in a sentence whose own words give the measure another value: what it gave, and said."""
    for line in (head, *head.members):
        if len(line.origins) > place and line.origins[place].from_text:
            given = [o for o in measure.total.origins if o.entry_id == line.entry.id]
            said = year_total([line.origins[place]])
            if given and year_total(given).value != said.value:
                return given, said
    return [], head.totals[place]


def _differing(task: str, measure: Measure) -> None:
    """The sum of what was given by period against the last running total, of each unit."""
    if measure.total.whole or not is_added(measure.total.measure):
        return
    for unit in measure.units:
        own = [origin for origin in in_order(measure.total.origins) if origin.unit == unit]
        running = [origin for origin in own if origin.basis is Basis.YEAR_TO_DATE]
        parts = [o for o in own if o.basis is Basis.PERIOD and running and o.period <= running[-1].period]
        if parts and exceeded(parts, running[-1]):
            totals = [year_total(parts), year_total(running)]
            measure.conflict = conflict_of(task, measure.name, totals, f"{unit}各期之和与累计数不一致")


def _same_once(measures: Sequence[Measure]) -> None:
    """What several units give each for itself: once where the value is the same, else each with its unit."""
    named: dict[tuple[str, str], list[Measure]] = defaultdict(list)
    for measure in measures:
        if len(measure.units) == 1:
            named[core(measure.name) or measure.name, measure.total.measure].append(measure)
    for same in named.values():
        if len({m.units for m in same}) == 1:
            continue
        values: dict[object, Measure] = {}
        for measure in (m for m in same if m.use is Use.TAKE):
            first = values.setdefault(measure.total.value, measure)
            if first is not measure:
                measure.use, measure.into, measure.reason = Use.MERGE, first.key, f"与{first.units[0]}所报相同"
                first.reason = "几个单位所报相同，只写一次；不是一件事的，把并入这里的行改为采用"
        if len({m.total.value for m in same}) > 1:
            for measure in values.values():
                measure.text = f"{measure.units[0]}{measure.text}"
