"""The Jinja environment of reports: plain Markdown templates, every value escaped, nothing undefined, no code run."""

import datetime as dt
import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from planner.domain.lights import Colour
from planner.domain.report import CountedGroup
from planner.domain.wording import WORDS, chinese_date
from planner.errors import TemplateFaulty, TemplateMissing
from planner.output.escaping import escape

LIGHTS = (Colour.RED, Colour.YELLOW, Colour.GREEN, Colour.NOT_DUE, Colour.NONE)
"""The lights in the order in which tables count them."""


def render_markdown(templates: Path, name: str, view: object) -> str:
    """The Markdown that the template `name` makes of `view`.

    Raises TemplateMissing, or TemplateFaulty with the line where it is known.
    """
    path = templates / name
    try:
        text = report_environment(templates).get_template(name).render(view=view, lights=LIGHTS)
    except TemplateNotFound as error:
        raise TemplateMissing(templates / (error.name or name)) from error
    except TemplateSyntaxError as error:
        raise TemplateFaulty(path, f"第{error.lineno}行：{error.message}") from error
    except TemplateError as error:
        raise TemplateFaulty(path, str(error.message)) from error
    return _TOO_MANY_BLANKS.sub("\n\n", text).strip() + "\n"


def report_environment(templates: Path) -> Environment:
    """An environment for Markdown templates: `{{ }}` escapes, days and known words print in Chinese."""
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(templates),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # this is Markdown: `finalize` escapes it
        finalize=printed,
    )
    environment.filters.update(
        cn_date=chinese_date,
        cn_number=chinese_number,
        word=WORDS.__getitem__,
        iso=iso,
        listed=listed,
        unended=unended,
        watched=watched,
    )
    return environment


def page_environment(templates: Path) -> Environment:
    """An environment for the html pages around a report."""
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(templates),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def printed(value: object) -> str:
    """What `{{ value }}` prints: a day in Chinese, an enum's Chinese word, nothing for None, all else escaped."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return chinese_date(value)
    if isinstance(value, StrEnum):
        return WORDS[value]
    return escape(str(value))


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


def listed(names: Iterable[str]) -> str:
    """Names as one text: 甲、乙、丙."""
    return "、".join(names)


def watched(groups: Iterable[CountedGroup]) -> list[CountedGroup]:
    """The groups with red or yellow lights, the most red first, else in their own order."""
    worrying = [group for group in groups if group.colours.get(Colour.RED) or group.colours.get(Colour.YELLOW)]
    return sorted(worrying, key=lambda g: (-g.colours.get(Colour.RED, 0), -g.colours.get(Colour.YELLOW, 0)))


def unended(text: str) -> str:
    """A passage without the stop at its end, so that it can be joined to the next with ；."""
    return text.strip().rstrip("。；;，,.、").rstrip()


_DIGITS: tuple[str, ...] = ("", *"一二三四五六七八九")
_LARGEST = 999
_TOO_MANY_BLANKS = re.compile(r"\n{3,}")
