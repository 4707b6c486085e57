"""Options that several commands share, and how their words are read."""

import datetime as dt
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar, cast

import typer

from planner.errors import InputError, WordUnknown

if TYPE_CHECKING:
    from planner.bootstrap import App
    from planner.domain.actors import ActorRole
    from planner.domain.drafts import Role
    from planner.domain.periods import Period
    from planner.domain.progress import Status
    from planner.settings import Settings

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


_DIGITS = 9
"""A whole number that a command takes has no more digits: no id or count of ours does."""


def app_of(ctx: typer.Context) -> "App":
    """The application behind a command: the settings of the root options, wired up."""
    from planner.bootstrap import App

    application = App(cast("Settings", ctx.obj))
    ctx.call_on_close(application.close)
    return application


def read_day(text: str | dt.date) -> dt.date:
    """A day written 2024-06-30."""
    if isinstance(text, dt.date):
        return text
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as fault:
        sentence = f"“{text}”不是日期，请写成 2024-06-30 的样子"
        raise typer.BadParameter(sentence) from fault


def read_whole(text: str | int) -> int:
    """A whole number."""
    if isinstance(text, int):
        return text
    digits = text.strip()
    if not digits.isdecimal() or int(digits[:_DIGITS]) != int(digits):
        sentence = f"“{text}”不是合用的整数"
        raise typer.BadParameter(sentence)
    return int(digits)


def read_period(text: "str | Period") -> "Period":
    """A period written 2024Q2."""
    from planner.domain.periods import Period

    return text if isinstance(text, Period) else _said_by(lambda: Period.parse(text))


def read_role(text: "str | Role") -> "Role":
    """A role by its Chinese or its English word."""
    from planner.domain.drafts import Role

    return text if isinstance(text, Role) else _by_word("角色", text, tuple(Role))


def read_status(text: "str | Status") -> "Status":
    """An entry's status by its Chinese or its English word."""
    from planner.domain.progress import Status

    return text if isinstance(text, Status) else _by_word("状态", text, tuple(Status))


def read_actor_role(text: "str | ActorRole") -> "ActorRole":
    """What a person is to the plan, by its Chinese or its English word."""
    from planner.domain.actors import ActorRole

    return text if isinstance(text, ActorRole) else _by_word("身份", text, tuple(ActorRole))


def _by_word(what: str, text: str, members: Sequence[E]) -> E:
    from planner.domain.wording import WORDS

    for member in members:
        if text.strip() in (WORDS[member], member.value):
            return member
    raise typer.BadParameter(str(WordUnknown(what, text, [WORDS[m] for m in members])).rstrip("。"))


def _said_by(read: Callable[[], T]) -> T:
    try:
        return read()
    except InputError as fault:
        raise typer.BadParameter(str(fault).rstrip("。")) from fault


def refuse_together(option: str, **others: object) -> None:
    """Refuse an option that is given with one of others that say something else."""
    given = [name for name, value in others.items() if value is not None]
    if given:
        sentence = f"{option} 不能和 {'、'.join(given)} 一起用"
        raise typer.BadParameter(sentence)


AsOf = Annotated[
    dt.date | None,
    typer.Option("--as-of", metavar="日期", parser=read_day, help="以哪一天为准，默认今天；写成 2024-06-30"),
]
Seen = Annotated[
    str | None,
    typer.Option("--seen", metavar="版本", help="看到的是哪个版本（见 show、list 的“版本”）；其后有改动就不写入"),
]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取")]
PlanCode = Annotated[str | None, typer.Option("--plan", metavar="代号", help="哪个计划；只有一个计划时可省略")]
Reason = Annotated[str, typer.Option("--reason", metavar="理由", help="为什么，记入操作记录")]
OutputOrNone = Annotated[Path | None, typer.Option("-o", "--output", metavar="文件", help="写到哪个文件")]
Output = Annotated[Path, typer.Option("-o", "--output", metavar="文件", help="写到哪个文件")]
