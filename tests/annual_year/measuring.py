"""The measuring program: whether a report's text has every accepted figure, and no number without a source.

It believes nothing that the report says of itself: where a figure is said to be from is looked up in what was filed,
and each is computed anew.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from planner.domain.number_ledger import FigureOrigin, ReportFigure, Rule
from tests.annual_year.numbers import Found, Number, find, fold, numbers
from tests.annual_year.year import Row

# the clauses of a text: what stands between two of these signs
_CLAUSE = re.compile(r"[，。；：、！？,;:!?\n()\[\]]")
# 2. 保证培训, 二是保证培训
_NUMBERED = re.compile(r"^(?:\d{1,2}\. ?|[一二三四五六七八九十]{1,3}是)")


def untold(text: str, figures: Sequence[ReportFigure], entries: Mapping[int, Row]) -> list[str]:
    """Accepted figures that are not in the text: neither themselves nor under a figure whose sources name them.

    A number in words that is no figure to the report (三处) has to stand in the text as it is.
    """
    standing = set(numbers(text))
    sourced = {
        (origin.entry_id, number)
        for figure in figures
        if standing.issuperset(numbers(figure.printed))
        for origin in figure.origins
        for number in numbers(origin.printed)
    }
    return [
        f"{entry} {row.task} {row.unit} {row.period}：{_shown(number)}"
        for entry, row in entries.items()
        for number in dict.fromkeys(row.numbers)
        if row.verdict == "采纳" and (entry, number) not in sourced and not (number.worded and number in standing)
    ]


def unexplained(text: str, figures: Sequence[ReportFigure], entries: Mapping[int, Row], plan: str) -> list[str]:
    """Numbers of the text that nothing explains, each where it stands.

    A number is explained by a figure of the report that is printed there (each figure explains one), by standing in a
    whole clause of the plan's own words, or, in Chinese characters, by an accepted entry that has it.
    """
    left = Counter(number for figure in figures for number in numbers(figure.printed))
    of_plan = {clause.strip() for clause in _CLAUSE.split(fold(plan))}
    worded = {number for row in entries.values() if row.verdict == "采纳" for number in row.numbers if number.worded}
    folded = fold(text)
    alone = []
    for found in find(text):
        if left[found.number]:
            left[found.number] -= 1
        elif found.number not in worded and _clause(folded, found) not in of_plan:
            alone.append(f"{_shown(found.number)}：{_clause(folded, found)}")
    return alone


def unprinted(text: str, figures: Sequence[ReportFigure]) -> list[str]:
    """Figures of the report that the text hasn't: as often as they are said to be printed, so often they stand."""
    wanted = Counter(number for figure in figures for number in numbers(figure.printed))
    return [_shown(number) for number in (wanted - Counter(numbers(text))).elements()]


def unfounded(figures: Sequence[ReportFigure], entries: Mapping[int, Row], published: str = "") -> list[str]:
    """Figures of the report whose sources don't bear them out. `published` is last year's report.

    A source is no accepted entry, or doesn't have the number; or what the rule makes of the sources is another value.
    """
    faults = []
    for figure in figures:
        false = [origin for origin in figure.origins if not _given(origin, entries, published)]
        faults += [f"{_named(figure)} 出处不实：{origin.entry_id} {origin.printed}" for origin in false]
        faults += [
            f"{_named(figure)} 没有算入：{origin.entry_id} {origin.printed}"
            for origin in figure.origins
            if not origin.counted and not _may_stay_uncounted(origin, figure, entries.get(origin.entry_id or 0))
        ]
        if not figure.origins:
            faults.append(f"{_named(figure)} 没有出处")
        elif not _follows(figure):
            counted = "、".join(origin.printed for origin in figure.origins if origin.counted)
            faults.append(f"{_named(figure)} 算不出来：{counted}")
    return faults


def _given(origin: FigureOrigin, entries: Mapping[int, Row], published: str) -> bool:
    if origin.entry_id is None:
        return bool(published) and set(numbers(origin.printed)) <= set(numbers(published))
    row = entries.get(origin.entry_id)
    if row is None or row.verdict != "采纳":
        return False
    named = (row.task, row.unit, row.period) == (origin.task, origin.unit, origin.period)
    return named and set(numbers(origin.printed)) <= set(row.numbers)


def _may_stay_uncounted(origin: FigureOrigin, figure: ReportFigure, row: Row | None) -> bool:
    """Whether a source was replaced by a later one of its unit, or says of the same thing what is printed.

    It is the same thing where its clause in the entry shares two characters in a row with the figure's name.
    """
    if any(each.counted and each.period > origin.period and each.unit == origin.unit for each in figure.origins):
        return True
    others = (figure.printed, *(each.printed for each in figure.origins if each is not origin))
    told = {number for printed in others for number in _amounts(printed)}
    if row is None or not told.issuperset(_amounts(origin.printed)):
        return False
    said = _clauses_with(origin.printed, fold(row.words)) if origin.from_text else origin.name
    return any(figure.name[at : at + 2] in said for at in range(len(figure.name) - 1))


def _clauses_with(printed: str, folded: str) -> str:
    """The clauses of a text that a number stands in, as one text."""
    wanted = numbers(printed)
    return "".join(_clause(folded, found) for found in find(folded) if found.number in wanted)


def _follows(figure: ReportFigure) -> bool:
    """Whether the printed number, or each of two, is what the rule makes of the sources that it counts."""
    counted = [origin for origin in figure.origins if origin.counted]
    made = _latest(figure.origins) if figure.rule is Rule.LATEST else _made(figure.rule, counted)
    return all(any(_close(printed, number) for number in made) for printed in _amounts(figure.printed))


def _close(printed: Number, made: Number) -> bool:
    """Equal; a computed share or growth is rounded to the printed decimals."""
    if printed.measure not in {"%", "个百分点"}:
        return printed == made
    return printed == made._replace(value=made.value.quantize(printed.value, ROUND_HALF_UP))


def _made(rule: Rule, counted: Sequence[FigureOrigin]) -> list[Number]:
    """What a rule makes of these sources; of several numbers in a source (part and whole) any may be meant.

    A rate is printed as the share, and beside it as the sums of the parts and of the wholes.
    """
    match rule:
        case Rule.STATED | Rule.SAME:
            common = [set(_amounts(origin.printed)) for origin in counted]
            return sorted(set.intersection(*common)) if common else []
        case Rule.SUM:
            return _sums(counted)
        case Rule.RATE:
            sums = _sums(counted)
            shares = [Number(100 * sums[0].value / sums[1].value, "%")] if len(sums) == 2 else []
            return [*sums, *shares]
        case Rule.GROWTH:
            return _growth(counted)
        case _:
            return []


def _latest(origins: Sequence[FigureOrigin]) -> list[Number]:
    """The amounts of the newest quarter's sources, which counts alone: what else a source there has is no older one."""
    newest = max(origin.period for origin in origins)
    of_newest = {number for origin in origins if origin.period == newest for number in _amounts(origin.printed)}
    counted = [origin for origin in origins if origin.counted and origin.period == newest]
    told = [number for origin in counted for number in _amounts(origin.printed)]
    return told if of_newest == set(told) else []


def _sums(counted: Sequence[FigureOrigin]) -> list[Number]:
    """The sums of the sources' numbers by their place: one, or those of parts and of wholes.

    None where sources differ in their measure, or where an entry is counted twice.
    """
    given = [_amounts(origin.printed) for origin in counted]
    once = len({origin.entry_id for origin in counted}) == len(counted)
    if not once or len({tuple(number.measure for number in amounts) for amounts in given}) != 1:
        return []
    columns = zip(*given, strict=True)
    return [Number(sum((number.value for number in column), Decimal(0)), column[0].measure) for column in columns]


def _growth(counted: Sequence[FigureOrigin]) -> list[Number]:
    """The growth in % of amounts; of shares the difference in percentage points."""
    now = _sums([origin for origin in counted if origin.entry_id is not None])
    before = _sums([origin for origin in counted if origin.entry_id is None])
    if len(before) != 1 or {number.measure for number in now} != {before[0].measure}:
        return []
    past = before[0].value
    if before[0].measure == "%":
        return [Number(abs(number.value - past), "个百分点") for number in now]
    return [Number(abs(100 * (number.value - past) / past), "%") for number in now]


def _amounts(printed: str) -> list[Number]:
    """The numbers of a figure, those in words as if they were in digits."""
    return [number._replace(worded=False) for number in numbers(printed)]


def _clause(folded: str, found: Found) -> str:
    """The clause that a number stands in, without its own number."""
    start = max((sign.end() for sign in _CLAUSE.finditer(folded, 0, found.start)), default=0)
    end = _CLAUSE.search(folded, found.end)
    return _NUMBERED.sub("", folded[start : end.start() if end else len(folded)].strip())


def _shown(number: Number) -> str:
    return f"{number.value.normalize():f}{number.measure}"


def _named(figure: ReportFigure) -> str:
    return f"[{figure.number}] {figure.name}{figure.printed}（{figure.rule}）"
