"""Tables and sentences for people, JSON for programs."""

import dataclasses
import datetime as dt
import json
import os
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any

import typer

from planner.cli.widths import clipped, escaped, harmless, padded, width

_COLOURS = {"红": typer.colors.RED, "黄": typer.colors.YELLOW, "绿": typer.colors.GREEN}


def say(sentence: str = "") -> None:
    """One line for people."""
    typer.echo(harmless(sentence))


def warn(sentence: str) -> None:
    """One line that changes nothing but should be seen: it goes to stderr."""
    typer.echo(harmless(sentence), err=True)


def as_json(value: object) -> None:
    """A value as JSON: stable keys, ISO dates, Chinese as it is where the output can hold it, escaped elsewhere."""
    unicode = "utf" in (getattr(sys.stdout, "encoding", None) or "").lower()
    typer.echo(escaped(json.dumps(plain(value), ensure_ascii=not unicode, indent=2)))


def plain(value: Any) -> Any:  # noqa: ANN401, PLR0911 - JSON is untyped by nature
    """Dataclasses and named tuples as objects, enums as their values, dates as ISO, whole decimals as integers."""
    match value:
        case StrEnum():
            return value.value
        case dt.date() | dt.datetime():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case Mapping():
            return {str(plain(key)): plain(item) for key, item in value.items()}
        case tuple() if hasattr(value, "_asdict"):
            return {key: plain(item) for key, item in value._asdict().items()}
        case list() | tuple() | set() | frozenset():
            return [plain(item) for item in value]
        case _ if dataclasses.is_dataclass(value):
            return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        case _:
            return value


def table(
    header: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    widest: int = 44,
    below: Sequence[Sequence[str]] = (),
) -> None:
    """Rows under a header, columns as wide as they need to be and `widest` at most.

    `below` are lines to print under each row, as many lists as rows.
    """
    if not rows:
        say("（没有）")
        return
    texts = [[clipped(cell_text(cell), widest) for cell in row] for row in rows]
    columns = [max(width(cell) for cell in column) for column in zip(header, *texts, strict=True)]
    for line, lines_below in zip((header, *texts), ((), *(below or [()] * len(rows))), strict=True):
        cells = [f"{lit(cell)}{padded('', columns[place] - width(cell))}" for place, cell in enumerate(line)]
        say("  ".join(cells).rstrip())
        for each in lines_below:
            say(each)


def print_version(version: str) -> None:
    """The version of what was just shown, for whoever is going to change it."""
    say(f"\n版本  {version}（改动时加 --seen {version}，其间有别人改过就不写入）")


def cell_text(value: object) -> str:
    """A value as a table shows it: blank for None, 是/否 for yes and no."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case list() | tuple():
            return "、".join(str(item) for item in value)
        case _:
            return str(value)


def lit(word: str) -> str:
    """The word of a light in its colour, on a terminal that shows colours; anything else as it is."""
    colour = _COLOURS.get(word)
    if colour is None or os.environ.get("NO_COLOR") or not (sys.stdout and sys.stdout.isatty()):
        return word
    return typer.style(word, fg=colour, bold=True)
