"""Help and usage errors in Chinese, and sub-commands that are loaded only when they are called."""

import difflib
import errno
import functools
import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, NoReturn

import typer
from typer._click import Command, Context, HelpFormatter, Parameter, exceptions
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from planner.cli.widths import harmless, padded, width, wrapped
from planner.errors import FileNameUnusable, PlannerError

HELP_WIDTH = 96
REFUSED = 1
WRONG_USAGE = 2


class UnknownCommand(exceptions.UsageError):
    """A sub-command that doesn't exist, with those that look like it."""

    def __init__(self, name: str, near: Sequence[str], ctx: Context) -> None:
        super().__init__(name, ctx)
        self.near = near


class ExtraArguments(exceptions.UsageError):
    """More arguments than the command takes."""


class ChineseCommand(TyperCommand):
    """A command whose help is laid out in Chinese."""

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        return _chinese_help_option(super().get_help_option(ctx))

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        return [_argument_name(p) for p in self.params if isinstance(p, TyperArgument)] + ["[选项]"]

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        _write_help(self, ctx, formatter, [])

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        given = " ".join(args)
        try:
            return super().parse_args(ctx, args)
        except exceptions.UsageError as fault:
            if type(fault) is exceptions.UsageError:  # the only plain one: more arguments than the command takes
                raise ExtraArguments(given, ctx) from fault
            fault.ctx = fault.ctx or ctx  # the parser doesn't know whose options it reads
            raise

    def invoke(self, ctx: Context) -> Any:  # noqa: ANN401 - as its base says
        for param in self.params:
            value = ctx.params.get(param.name or "")
            if param.type.name == "path" and value is not None:
                for each in value if isinstance(value, list | tuple) else (value,):
                    _require_a_name(Path(each))
        return super().invoke(ctx)


def _require_a_name(path: Path) -> None:
    """Raise FileNameUnusable for what the system can't even look for, so that no verb meets it later."""
    try:
        path.stat()
    except ValueError:
        return  # a locale without Chinese: told with its way out where the file is opened
    except OSError as fault:
        if fault.errno in (errno.ENAMETOOLONG, errno.EINVAL):
            raise FileNameUnusable(path) from None


@functools.cache
def _loaded(module: str, name: str) -> Command:
    """The sub-command that a module's `app` is; the demo calls the same ones again and again."""
    command = typer.main.get_command(importlib.import_module(module).app)
    command.name = name
    return command


class ChineseGroup(TyperGroup):
    """A group whose help is in Chinese. `lazy` names modules whose `app` is a sub-command: name → (module, help)."""

    lazy: ClassVar[Mapping[str, tuple[str, str]]] = {}

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        return _chinese_help_option(super().get_help_option(ctx))

    def list_commands(self, ctx: Context) -> list[str]:
        return [*self.lazy, *super().list_commands(ctx)]

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        if cmd_name not in self.lazy:
            return super().get_command(ctx, cmd_name)
        return _loaded(self.lazy[cmd_name][0], cmd_name)

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        names = self.list_commands(ctx)
        if args and args[0] not in names and not args[0].startswith("-"):
            raise UnknownCommand(args[0], difflib.get_close_matches(args[0], names), ctx)
        return super().resolve_command(ctx, args)

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        return ["[选项]", "命令", "…"]

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        rows = [(name, self._short_help(ctx, name)) for name in self.list_commands(ctx)]
        _write_help(self, ctx, formatter, rows)

    def _short_help(self, ctx: Context, name: str) -> str:
        if name in self.lazy:
            return self.lazy[name][1]
        command = self.commands[name]
        return (command.help or "").strip().splitlines()[0] if command.help else ""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,  # noqa: ANN401 - Typer's signature
    ) -> Any:  # noqa: ANN401 - Typer's signature
        """Run, and be the one place where errors become words: what is refused exits 1, wrong usage exits 2."""
        words = sys.argv[1:] if args is None else list(args)
        if not all(map(_is_text, words)):
            _fail("命令里有无法识别的字符，请改用 UTF-8 编码的中文后再试。", WRONG_USAGE)

        def run() -> Any:  # noqa: ANN401 - whatever the command gives back
            return super(ChineseGroup, self).main(args, prog_name, complete_var, False, windows_expand_args, **extra)

        if not standalone_mode:
            return run()
        try:
            code = run()
        except PlannerError as refusal:
            _fail(str(refusal), REFUSED)
        except exceptions.NoArgsIsHelpError as fault:
            _fail(fault.format_message(), WRONG_USAGE)
        except exceptions.UsageError as fault:
            _fail(_usage_sentence(fault), WRONG_USAGE)
        except typer.Abort:
            _fail("已中断，没有改动。", REFUSED)
        except OSError as fault:
            _tell_of_lost_output(fault)
        sys.exit(code if isinstance(code, int) else 0)


def noun(about: str) -> typer.Typer:
    """An application for a noun with verbs under it; `about` is its help."""
    app = typer.Typer(cls=ChineseGroup, rich_markup_mode=None, add_completion=False, no_args_is_help=True, help=about)
    app.callback()(_nothing)  # with a callback a noun stays a noun, even one with a single verb
    return app


def _nothing() -> None:
    """Leave all to the verbs."""


def verb() -> typer.Typer:
    """An application for a noun that is a command by itself."""
    return typer.Typer(rich_markup_mode=None, add_completion=False)


def _is_text(word: str) -> bool:
    """Whether a word holds no bytes that the system couldn't read as characters."""
    return not any("\ud800" <= char <= "\udfff" for char in word)


def _fail(sentence: str, code: int) -> NoReturn:
    typer.echo(harmless(sentence), err=True)
    sys.exit(code)


def _tell_of_lost_output(fault: OSError) -> NoReturn:
    """End with a sentence where what a command prints found no room. Any other fault is raised again.

    A file that can't be opened has a name, and files of ours that can't be written are refusals by now.
    """
    if fault.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EIO) or fault.filename is not None:
        raise fault
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is left of it would be tried again at the very end
    _fail(
        "结果没能输出（磁盘已满或出错），操作本身可能已经完成，请用 planner audit log 看过以后再决定要不要重做。",
        REFUSED,
    )


def _usage_sentence(fault: exceptions.UsageError) -> str:
    """What is wrong with a call, by the error's class, and how to see the right form."""
    match fault:
        case UnknownCommand():
            near = f"，是不是 {'、'.join(fault.near)}" if fault.near else ""
            sentence = f"没有“{fault.message}”这个命令{near}"
        case exceptions.NoSuchOption():
            near = f"，是不是 {'、'.join(sorted(fault.possibilities))}" if fault.possibilities else ""
            sentence = f"没有 {fault.option_name} 这个选项{near}"
        case exceptions.MissingParameter():
            sentence = f"缺少{_parameter_name(fault.param)}"
        case exceptions.BadParameter(param=None):
            sentence = fault.message
        case exceptions.BadParameter():
            sentence = f"{_parameter_name(fault.param)} 不对：{fault.message}"
        case exceptions.BadOptionUsage():
            flag = any(getattr(p, "is_flag", False) for p in _parameters(fault) if fault.option_name in p.opts)
            sentence = f"选项 {fault.option_name} {'不带值' if flag else '后面缺少值'}"
        case ExtraArguments():
            sentence = f"参数太多，看不懂“{fault.message}”"
        case _:
            sentence = "还缺少子命令"
    return f"{sentence}。用 {fault.ctx.command_path if fault.ctx else 'planner'} --help 查看用法。"


def _parameters(fault: exceptions.UsageError) -> Sequence[Parameter]:
    return fault.ctx.command.params if fault.ctx else ()


def _parameter_name(param: Parameter | None) -> str:
    if isinstance(param, TyperArgument):
        return f"参数 {_argument_name(param)}"
    return f"选项 {param.opts[0]}" if param else "参数"


def _argument_name(param: Parameter) -> str:
    name = param.metavar or (param.name or "").upper()
    shown = name if param.required else f"[{name}]"
    return f"{shown}…" if param.nargs != 1 else shown


def _chinese_help_option(option: TyperOption | None) -> TyperOption | None:
    if option is not None:
        option.help = "显示这份说明"
    return option


def _write_help(command: Command, ctx: Context, formatter: HelpFormatter, commands: Sequence[tuple[str, str]]) -> None:
    lines = [f"用法：{ctx.command_path} {' '.join(command.collect_usage_pieces(ctx))}", ""]
    for paragraph in (command.help or "").strip().split("\n\n"):
        lines += wrapped(" ".join(paragraph.split()), HELP_WIDTH - 2, indent=2)
        lines.append("")
    arguments = [(_argument_name(p), p.help or "") for p in command.params if isinstance(p, TyperArgument)]
    options = [_option_row(p) for p in command.get_params(ctx) if isinstance(p, TyperOption) and not p.hidden]
    for heading, rows in (("参数", arguments), ("选项", options), ("命令", commands)):
        lines += _section(heading, rows)
    formatter.write("\n".join(lines).rstrip() + "\n")


def _option_row(option: TyperOption) -> tuple[str, str]:
    names = ", ".join((*option.opts, *option.secondary_opts))
    value = "" if option.is_flag else f" {option.metavar or '值'}"
    need = "（必填）" if option.required else ""
    return f"{names}{value}", f"{option.help or ''}{need}"


def _section(heading: str, rows: Sequence[tuple[str, str]]) -> list[str]:
    if not rows:
        return []
    column = max(width(name) for name, _ in rows)
    lines = [f"{heading}："]
    for name, text in rows:
        first, *more = wrapped(text, HELP_WIDTH - column - 4, indent=0) or [""]
        lines.append(f"  {padded(name, column)}  {first}".rstrip())
        lines += [f"{' ' * (column + 4)}{line}" for line in more]
    return [*lines, ""]
