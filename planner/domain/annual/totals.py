"""A year's value from the figures of its periods and units, and how it is printed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import NamedTuple

from planner.domain.annual.manners import is_added, is_on_hand
from planner.domain.annual.shapes import PERCENT
from planner.domain.document import fold
from planner.domain.figures import scaled
from planner.domain.number_ledger import FigureOrigin, Rule
from planner.domain.progress import Basis


class Total(NamedTuple):
    """A value, in its unit of measure without 万, with the rule it follows by; `origins` tell which are counted."""

    value: Decimal
    measure: str
    rule: Rule
    origins: tuple[FigureOrigin, ...]
    part: Decimal | None = None
    whole: Decimal | None = None


def base(value: Decimal, measure: str) -> tuple[Decimal, str]:
    """An amount without 万 or 亿 in its unit of measure, as two are compared: 1.2万件 is 12000件."""
    unit, scale = scaled(measure)
    return value * scale, unit


def base_of(origin: FigureOrigin) -> tuple[Decimal, str]:
    """An origin's amount as two are compared."""
    return base(origin.value, origin.measure)


def in_order(origins: Iterable[FigureOrigin]) -> list[FigureOrigin]:
    """Oldest first, each once."""
    origins = list(origins)
    if len(origins) == 1:
        return origins
    return sorted(dict.fromkeys(origins), key=lambda o: (o.period, o.on, o.entry_id or 0))


def year_total(origins: Sequence[FigureOrigin]) -> Total:
    """What figures of one measure come to: of each unit the year's value, of several units the sum. Not empty.

    Shares given as part/whole are computed anew of all of them. What may not be added (other shares, days, what a unit
    has on hand) is the newest.
    """
    if len(origins) == 1 and not origins[0].whole:
        return Total(*base_of(origins[0]), Rule.STATED, marked_counted(origins, origins))
    ordered = in_order(origins)
    measure = base_of(ordered[-1])[1]
    if all(origin.whole for origin in ordered):
        return _rate(ordered)
    if not is_added(measure) or (_is_of_one(ordered) and is_on_hand(ordered[-1].name)):
        return latest(ordered)
    counted = [origin for unit in _by_unit(ordered) for origin in year_basis(unit)]
    value = sum((base_of(origin)[0] for origin in counted), Decimal(0))
    rule = Rule.SUM if len(counted) > 1 else Rule.LATEST if len(ordered) > 1 else Rule.STATED
    return Total(value, measure, rule, marked_counted(ordered, counted))


def _is_of_one(origins: Sequence[FigureOrigin]) -> bool:
    return len({origin.unit for origin in origins}) == 1


def exceeded(parts: Sequence[FigureOrigin], running: FigureOrigin) -> bool:
    """Whether a unit's amounts by period contradict its running total: more than it, or less though none is missing."""
    added = sum((base_of(origin)[0] for origin in parts), Decimal(0))
    whole = len({origin.period for origin in parts}) == int(running.period[-1])
    return added > base_of(running)[0] or (whole and added < base_of(running)[0])


def latest(ordered: Sequence[FigureOrigin]) -> Total:
    """The newest of figures, of which the others are not counted."""
    value, measure = base_of(ordered[-1])
    rule = Rule.LATEST if len(ordered) > 1 else Rule.STATED
    newest = ordered[-1]
    return Total(value, measure, rule, marked_counted(ordered, [newest]), newest.part, newest.whole)


def year_basis(ordered: Sequence[FigureOrigin]) -> list[FigureOrigin]:
    """Of one unit's figures those that make up the year: the last running total and what came after it, else all."""
    running = [origin for origin in ordered if origin.basis is Basis.YEAR_TO_DATE]
    if not running:
        return list(ordered)
    last = running[-1]
    return [last, *(o for o in ordered if o.basis is Basis.PERIOD and o.period > last.period)]


def marked_counted(origins: Sequence[FigureOrigin], counted: Sequence[FigureOrigin]) -> tuple[FigureOrigin, ...]:
    """The origins, each saying whether the value is computed from it."""
    known = {id(origin) for origin in counted}
    marks = [(origin, id(origin) in known or origin in counted) for origin in origins]
    return tuple(each if each.counted is mark else replace(each, counted=mark) for each, mark in marks)


def _by_unit(origins: Sequence[FigureOrigin]) -> list[list[FigureOrigin]]:
    by_unit = sorted(origins, key=lambda origin: origin.unit)
    return [list(found) for _, found in groupby(by_unit, key=lambda origin: origin.unit)]


def _rate(ordered: Sequence[FigureOrigin]) -> Total:
    counted = [origin for unit in _by_unit(ordered) for origin in year_basis(unit)]
    part = sum((origin.part for origin in counted if origin.part is not None), Decimal(0))
    whole = sum((origin.whole for origin in counted if origin.whole is not None), Decimal(0))
    rule = Rule.RATE if len(counted) > 1 else Rule.LATEST if len(ordered) > 1 else Rule.STATED
    return Total(100 * part / whole, PERCENT, rule, marked_counted(ordered, counted), part, whole)


def printed(total: Total, like: FigureOrigin) -> str:
    """A total as the report prints it, in the unit of measure and with the commas of `like`."""
    if total.part is not None and total.whole is not None and "/" in fold(like.printed):
        return share_printed(total.part, total.whole, like)
    if total.measure in (PERCENT, "‰"):
        return f"{percent(total.value)}{total.measure}"
    scale = scaled(like.measure)[1]
    digits = plain(total.value / scale)
    if len(digits.partition(".")[2]) > _DECIMALS:
        return f"{plain(total.value)}{total.measure}"
    return f"{_commas(digits) if ',' in like.printed else digits}{like.measure}"


def share_printed(part: Decimal, whole: Decimal, like: FigureOrigin) -> str:
    """A share with its part and whole, in the unit of measure that `like` was printed in: 31/32件."""
    unit = fold(like.printed).rpartition("/")[2].lstrip("0123456789., ")
    return f"{plain(part)}/{plain(whole)}{unit}"


def percent(value: Decimal) -> str:
    """A percentage with at most one decimal, more where it would else say a 100 that it is not."""
    for places in ("0.1", "0.01", "0.001"):
        rounded = value.quantize(Decimal(places), ROUND_HALF_UP)
        if rounded != 100 or value == 100:  # noqa: PLR2004 - in %
            return plain(rounded)
    return "99.999" if value < 100 else plain(value)  # noqa: PLR2004 - in %


def plain(value: Decimal) -> str:
    """A number in digits, without zeros behind the point."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _commas(digits: str) -> str:
    whole, point, rest = digits.partition(".")
    return f"{int(whole):,}{point}{rest}"


_DECIMALS = 4


def rounds_to(value: Decimal, said: Decimal, digits: str) -> bool:
    """Whether a percentage is what a text says, rounded to as many decimals as it has: 98.33 is 98.3."""
    decimals = len(digits.rstrip("%％").partition(".")[2])
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) == said
