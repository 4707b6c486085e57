"""Joins a task's sentences: a unit's over its periods, and those of several units that tell one thing."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from planner.domain.annual.lines import Line, is_part, slot_totals
from planner.domain.annual.manners import ADDED, APART, RUNNING, STANDING, is_added
from planner.domain.annual.points import Points
from planner.domain.annual.sentences import quarter_of
from planner.domain.annual.shapes import Shape, core, counts_occasions, without_times
from planner.domain.annual.totals import base, base_of, plain, year_total
from planner.domain.document import fold
from planner.domain.material import Use
from planner.domain.number_ledger import Rule
from planner.domain.wording import names_of


def join_periods(lines: Sequence[Line]) -> None:
    """One unit's sentences, oldest first: what comes again with other numbers is told once, for the year.

    Numbers of the period are added, running totals and shares are the newest. The same sentence again is told once.
    """
    taken = [line for line in lines if line.use is Use.TAKE]
    _trace_carried(taken)
    for of_shape in _grouped(taken, lambda line: line.front):
        apart = _by_bounds(of_shape)
        for same in apart:
            _join(same)
        if len(apart) > 1:
            _name_quarters([line for line in of_shape if line.use is Use.TAKE])
    _replace_running([line for line in taken if line.use is Use.TAKE])


def join_units(lines: Sequence[Line], points: Points) -> None:
    """What several units tell of a task in the same words: once where it is the same, else each by its name.

    Numbers of several units are added only where each is a figure under one checkpoint.
    """
    for heads in _grouped([line for line in lines if line.use is Use.TAKE], lambda line: line.shape):
        if len({head.unit for head in heads}) == 1:
            continue
        if heads[0].shape.slots and all(_adds_over_units(heads, place, points) for place in _places(heads)):
            _add_units(heads)
            continue
        told = _same_once(heads)
        if len(told) > 1:
            for head, units in told:
                _name(head, units)


def _trace_carried(lines: Sequence[Line]) -> None:
    """Words carried over (无变化) have the figures of the sentence that they repeat: they count nothing anew."""
    said: dict[tuple[object, ...], Line] = {}
    for line in lines:
        first = said.setdefault((line.shape.key, line.amounts), line)
        if line.entry.carried:
            line.origins, line.points = first.origins, first.points


def _grouped(lines: Iterable[Line], shape_of_line: Callable[[Line], Shape]) -> list[list[Line]]:
    """Lines of one shape that stand together, two at least."""
    found: dict[tuple[str, int], list[Line]] = defaultdict(list)
    for line in lines:
        shape = shape_of_line(line)
        if shape.is_telling:
            found[shape.key, len(shape.slots)].append(line)
    return [same for same in found.values() if len(same) > 1]


def _by_bounds(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines of one shape, apart where they have other bounds: 20余宗 and 30余宗 are two facts; neither is replaced."""
    found: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in lines:
        bounds = (n for n, slot in zip(line.amounts, line.front.slots, strict=False) if slot.manner is APART)
        found[tuple(bounds)].append(line)
    return list(found.values())


def _join(lines: Sequence[Line]) -> None:
    if _is_copied(lines) or not lines[-1].shape.slots:
        for line in lines[:-1]:
            line.merge(lines[-1], "与后一期的话相同")
    else:
        _add_up([line for line in lines if not line.entry.carried] or lines)
        _tell_once_more(lines)


def _name_quarters(heads: Sequence[Line]) -> None:
    """Say of which quarter each is, where sentences of one shape are told apart and none says it."""
    for head in heads:
        if not head.members and without_times(head.text) == head.text and not _RUNS.search(head.text):
            head.quarter = quarter_of(head.entry.period)
            head.say(head.totals)
            head.reason = "各期的数不能相加，分别写明"


def _is_copied(lines: Sequence[Line]) -> bool:
    """Whether later sentences only repeat the first: carried over, or word for word with numbers that can't recur.

    5次 may well come again each quarter and adds up; 受理336件 twice the same was copied. Figures given beside the
    text say themselves what they count.
    """
    if any(line.amounts != lines[0].amounts for line in lines):
        return False
    anew = [line for line in lines[1:] if not line.entry.carried]
    recurs = all(counts_occasions(slot.measure) or slot.manner in (STANDING, APART) for slot in lines[0].shape.slots)
    given = any(not origin.from_text for line in lines for origin in line.origins)
    return not anew or not (recurs or given)


def _add_up(lines: Sequence[Line]) -> None:
    """Tell lines of one shape, one a period, within the newest; two of one period stand each for itself."""
    if len({line.entry.period for line in lines}) < len(lines) or len(lines) == 1:
        return
    head = lines[-1]
    parts = {place for place in range(len(head.front.slots)) if is_part(head.shape, place)}
    if parts and any(slot.manner is ADDED for place, slot in enumerate(head.front.slots) if place not in parts):
        return
    totals = slot_totals(lines)
    for line in lines[:-1]:
        line.merge(head, "数已合进后一期的话")
        line.hint = line.hint and f"其中没有做完的以后一期为准，{line.hint}"
    head.say(totals, timeless=not parts)
    head.reason = "；".join(_how(lines, place, total.rule) for place, total in enumerate(totals))


def _how(lines: Sequence[Line], place: int, rule: Rule) -> str:
    told = [line for line in lines if line.counts_with(lines[-1], place)]
    numbers = [line.shape.slots[place].placed.figure.printed for line in told]
    if rule in (Rule.SUM, Rule.RATE):
        return f"合计{'＋'.join(numbers)}"
    return f"取最新的{numbers[-1]}"


def _tell_once_more(lines: Sequence[Line]) -> None:
    """Words that were carried over are told within the sentence that they repeat."""
    heads = [line for line in lines if line.use is Use.TAKE and not line.entry.carried]
    for line in lines:
        if heads and line.entry.carried and line.use is Use.TAKE:
            line.merge(heads[-1], "无变化，沿用上期的话")


def _replace_running(lines: Sequence[Line]) -> None:
    """Leave out running totals that a later period brings anew: 累计受理300件, once 累计受理1097件 is told."""
    newest: dict[tuple[str, str], Line] = {}
    for line in lines:
        for key in _running(line).values():
            newest[key] = line
    for line in lines:
        old = {place: newest[key] for place, key in _running(line).items() if newest[key] is not line}
        later = {place: head for place, head in old.items() if head.entry.period > line.entry.period}
        if later:
            _leave_out(line, later)


def _running(line: Line) -> dict[int, tuple[str, str]]:
    """The running totals of a line by name and unit of measure, by their places."""
    return {
        place: (core(slot.name), base(slot.placed.figure.value, slot.measure)[1])
        for place, slot in enumerate(line.shape.slots)
        if slot.manner is RUNNING and len(core(slot.name)) > 1
    }


def _leave_out(line: Line, old: dict[int, Line]) -> None:
    """Tell a line without the clauses whose numbers are all replaced; within the newer line where nothing remains.

    What clings to such a clause (其中本季度20件) goes with it.
    """
    kept, begin, gone = [], 0, False
    for clause in re.findall(r"[^，,；;]*[，,；;]?", line.text):
        end = begin + len(clause)
        inside = [place for place, slot in enumerate(line.shape.slots) if begin <= slot.placed.start < end]
        gone = (gone and bool(_CLINGS.match(clause))) or (bool(inside) and all(place in old for place in inside))
        if not gone:
            kept.append((line.said(begin, end), bool(inside)))
        begin = end
    words = "".join(clause for clause, _ in kept).strip("，,；; 。")
    if not words or (not any(has_number for _, has_number in kept) and len(words) < _WORTH_TELLING):
        line.merge(next(iter(old.values())), "后一期已有新数")
    elif words != line.text.strip("。"):
        line.wording, line.reason = f"{words}。", "旧数已由后一期的新数代替"


def _places(lines: Sequence[Line]) -> range:
    return range(len(lines[0].shape.slots))


def _adds_over_units(heads: Sequence[Line], place: int, points: Points) -> bool:
    codes = {line.points[place] for head in heads for line in (head, *head.members) if len(line.points) > place}
    if len(codes) != 1 or not (code := codes.pop()) or any(h.shape.slots[place].manner is APART for h in heads):
        return False
    if points[code].only_done(head.origins[place].value for head in heads):
        return False
    shares = all(origin.whole for head in heads for origin in head.origins)
    return shares or (points[code].is_added and is_added(base_of(heads[0].origins[place])[1]))


def _add_units(heads: Sequence[Line]) -> None:
    head = heads[-1]
    family = [line for each in heads for line in (each, *each.members)]
    totals = [
        year_total([line.origins[place] for line in family if line.counts_with(head, place)])
        for place in _places(heads)
    ]
    units = names_of([each.unit for each in heads])
    for other in heads[:-1]:
        other.merge(head, "同一考核点，各单位的数相加")
    head.say(totals)
    head.reason = f"同一考核点，{units}的数相加：" + "、".join(f"{plain(t.value)}{t.measure}" for t in totals)


def _same_once(heads: Sequence[Line]) -> list[tuple[Line, list[str]]]:
    """Heads that tell different numbers, each with the units that tell the same; equal ones go into the first."""
    told: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for head in heads:
        told[head.quarter, *((total.value, total.measure) for total in head.totals)].append(head)
    for first, *others in told.values():
        for other in others:
            other.merge(first, f"与{first.unit}所报相同")
        if others:
            tell_of_one(first)
    return [(same[0], list(dict.fromkeys(line.unit for line in same))) for same in told.values()]


def _name(head: Line, units: Sequence[str]) -> None:
    """Say whose number it is, where several units tell different ones."""
    if not any(fold(unit) in fold(head.text) for unit in units):
        prefix = f"{'、'.join(units[:_NAMED])}{'等单位' if len(units) > _NAMED else ''}"
        head.say(head.totals, prefix=prefix, timeless=bool(head.members))
        head.reason = f"{head.reason}；" * bool(head.reason) + "各单位的数不同，分别写明"


def tell_of_one(head: Line) -> None:
    """Say which units' words are told as one, so that a person can undo it."""
    units = names_of(list(dict.fromkeys(line.unit for line in (head, *head.members))))
    told = f"{units}说的相同，只写这一句；不是一件事的，把并入这里的行改为采用"
    head.reason = f"{head.reason}；" * bool(head.reason) + told


# 累计受理30余件: of the year, not of a quarter
_RUNS = re.compile(r"累计|共计|总计|以来|全年|年内|截至|截止")
# 其中本季度20件, 占比30%
_CLINGS = re.compile(r"\s*(?:其中|占|同比|环比|[较比])")
_WORTH_TELLING = 5
_NAMED = 3
