"""How a number in a cell is shown: 0.95 as 95%, day 45473 as 2024-06-30, or 2024年6月 where no day is shown."""

import datetime as dt
import math
import re
from decimal import Decimal

GENERAL = "General"

# The formats that files name by number only: those of every Excel, then those of the Chinese one.
_YEAR_MONTH, _MONTH_DAY, _DAY, _CLOCK = 'yyyy"年"m"月"', 'm"月"d"日"', "yyyy-m-d", "h:mm"
BUILT_IN: dict[int, str] = {
    **dict.fromkeys((9, 10), "0%"),
    **dict.fromkeys((14, 15, 30, 31), _DAY),
    **dict.fromkeys((16, 28, 29, 51, 53, 54, 58), _MONTH_DAY),
    **dict.fromkeys((17, 27, 36, 50, 52, 57), _YEAR_MONTH),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), _CLOCK),
    22: "yyyy-m-d h:mm",
}

# "年" / \年 / [Red] / [$-804]: what is written out in a format, and not a sign of it
_WRITTEN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_LAST_DAY = 2_958_465  # 9999-12-31


def shown_number(value: float, code: str, *, since_1904: bool = False) -> str:
    """A number by its cell's format: as a percentage, a day or a time if it is one, else plain without needless .0."""
    signs = _signs(code)
    if signs in {"general", ""}:
        return plain_number(value)
    if "%" in signs:
        return f"{plain_number(round(value * 100, 10))}%"
    parts = {sign for sign in "ymdhs" if sign in signs}
    if parts and 0 <= value < _LAST_DAY:
        return _moment(_from_days(value, since_1904=since_1904), parts)
    return plain_number(value)


def exact_number(value: float, code: str, *, since_1904: bool = False) -> str | int | float | dt.date:
    """A number as it was meant by whoever typed it: a day where its format shows one, else as it is.

    What is shown as a percentage, a month or a time is the text that is shown: 95%, 2024年6月, 08:30.
    """
    if not math.isfinite(value):
        return str(value)
    signs = _signs(code)
    if "d" in signs and "%" not in signs and "general" not in signs and 0 <= value < _LAST_DAY:
        return _from_days(value, since_1904=since_1904).date()
    shown = shown_number(value, code, since_1904=since_1904)
    if shown != plain_number(value):
        return shown
    return int(value) if value.is_integer() else value


def plain_number(value: float) -> str:
    """A number with the 15 digits that a cell holds: 3.0 as 3, 0.1 + 0.2 as 0.3, 1e-7 as 0.0000001."""
    return format(Decimal(f"{value:.15g}"), "f")


def _signs(code: str) -> str:
    """What a format says of positive numbers, without what it only writes out."""
    return _WRITTEN.sub("", code.split(";", maxsplit=1)[0]).lower()


def _from_days(value: float, *, since_1904: bool) -> dt.datetime:
    """The moment that a number of days stands for; before March 1900 a day is missing in their calendar."""
    start = dt.datetime(1904, 1, 1) if since_1904 else dt.datetime(1899, 12, 30)  # noqa: DTZ001 - sheets have no zones
    return start + dt.timedelta(seconds=round(value * 86_400))


def _moment(moment: dt.datetime, parts: set[str]) -> str:
    """A moment with the parts that are shown; what is not shown (the year of 6月30日) was not written by anyone."""
    clock = f"{moment:%H:%M}" if parts & {"h", "s"} else ""
    if {"y", "d"} <= parts:
        day = f"{moment:%Y-%m-%d}"
    else:
        month = "m" in parts and (not clock or "d" in parts)
        shown = (("y" in parts, f"{moment.year}年"), (month, f"{moment.month}月"), ("d" in parts, f"{moment.day}日"))
        day = "".join(words for is_shown, words in shown if is_shown)
    return " ".join(words for words in (day, clock) if words and not (day and words == "00:00"))
