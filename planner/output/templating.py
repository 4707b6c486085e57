"""The Jinja environment of reports: plain Markdown templates, every value escaped once, nothing undefined."""

import datetime as dt
import re
from collections.abc import Iterable
from enum import StrEnum
from functools import partial
from pathlib import Path

from planner.domain.figure_marks import place
from planner.domain.figure_sources import how_computed
from planner.domain.lights import Colour
from planner.domain.number_ledger import FigureOrigin
from planner.domain.status_page import CountedGroup
from planner.domain.wording import FROM_TEXT, WORDS, chinese_date
from planner.output.escaping import escape
from planner.output.sandbox import TEMPLATE_FAULTS, Sandbox, refusal
from planner.output.template_bounds import Written, kept, text_of

LIGHTS = (Colour.RED, Colour.YELLOW, Colour.GREEN, Colour.NOT_DUE, Colour.NONE)
"""The lights in the order in which tables count them."""


def render_markdown(templates: Path, name: str, view: object, *, own: Path | None = None, **more: object) -> str:
    """The Markdown that the template `name` makes of `view`, its figures marked as they are in the view.

    A folder of an office's `own` goes before `templates`: its files win, ours fill in. `more` are further values that
    the template sees by name. Raises TemplateMissing, or TemplateFaulty with the line where it is known.
    """
    folders = [templates] if own is None else [own, templates]
    try:
        text = report_environment(*folders).run(name, view=view, lights=LIGHTS, **more)
    except TEMPLATE_FAULTS as fault:
        raise refusal(fault, name, folders) from fault
    return _TOO_MANY_BLANKS.sub("\n\n", text).strip() + "\n"


def report_environment(*folders: Path) -> Sandbox:
    """An environment for Markdown templates: `{{ }}` escapes, days and known words print in Chinese."""
    # autoescape is for html: this is Markdown, and `finalize` escapes it
    environment = Sandbox(*folders, keep_trailing_newline=True, autoescape=False, finalize=printed)
    environment.filters.update(
        cn_date=chinese_date,
        cn_number=chinese_number,
        basis_of=basis_of,
        how_computed=how_computed,
        word=WORDS.__getitem__,
        iso=iso,
        listed=partial(environment.join, between="、"),
        place=place,
        unended=unended,
        watched=watched,
    )
    return environment


def page_environment(templates: Path) -> Sandbox:
    """An environment for the html pages around a report."""
    return Sandbox(templates, autoescape=True)


def printed(value: object) -> str:
    """What `{{ value }}` prints: a day in Chinese, an enum's Chinese word, nothing for None, all else escaped, once.

    Raises TooMuch for what is no text, number or day.
    """
    if value is None:
        return ""
    if isinstance(value, Written):
        return value
    if isinstance(value, dt.date):
        return chinese_date(value)
    if isinstance(value, StrEnum):
        return WORDS[value]
    return escape(text_of(value))


def chinese_number(number: int) -> str:
    """一, 十, 十一, 二十, 一百零一 … up to 999; beyond, digits."""
    if not 1 <= number <= _LARGEST:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    head = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        head += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        head += "零"
    return head + _DIGITS[ones]


def iso(day: dt.date | None) -> str:
    """A day as tables print it: 2024-06-30; nothing for None."""
    return day.isoformat() if day else ""


def watched(groups: Iterable[CountedGroup]) -> list[CountedGroup]:
    """The groups with red or yellow lights, the most red first, else in their own order."""
    worrying = [group for group in groups if group.colours.get(Colour.RED) or group.colours.get(Colour.YELLOW)]
    return sorted(worrying, key=lambda g: (-g.colours.get(Colour.RED, 0), -g.colours.get(Colour.YELLOW, 0)))


def basis_of(origin: FigureOrigin) -> str:
    """How an entry gave a figure, in brackets: 本期, 累计, or in its words (文中); nothing where it says so itself."""
    word = FROM_TEXT if origin.from_text else WORDS[origin.basis]
    words = [word] if origin.entry_id is not None and word not in origin.printed else []
    if not origin.counted:
        words.append("不计入")
    return f"（{'，'.join(words)}）" if words else ""


def unended(text: str) -> str:
    """A passage without the stop at its end, so that it can be joined to the next with ；."""
    return kept(text, text.strip().rstrip("。；;，,.、").rstrip())


_DIGITS: tuple[str, ...] = ("", *"一二三四五六七八九")
_LARGEST = 999
_TOO_MANY_BLANKS = re.compile(r"\n{3,}")
