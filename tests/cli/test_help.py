"""Help and usage errors: all of it in Chinese, every command and option explained."""

import re
from collections.abc import Iterator

import pytest
import typer
from typer._click import Command, Context
from typer.core import TyperArgument, TyperGroup

from planner.cli.main import app
from tests.cli.conftest import Planner

# Two English words in a row make a sentence; option names, URLs and examples don't.
ENGLISH = re.compile(r"(?<![-\w/:])[A-Za-z]{2,} [a-z]{2,}(?![-\w/:])")
COMMAND_NAMES = re.compile(r"planner(?: [a-z]+){0,2}|(?:plan|unit|task|progress|report|user) [a-z]+(?: --[a-z]+)?")


def every_command() -> Iterator[tuple[tuple[str, ...], Command]]:
    """Every command of the tree with its words, the root first."""
    root = typer.main.get_command(app)
    yield (), root
    yield from _below(root, (), Context(root))


def _below(group: Command, words: tuple[str, ...], ctx: Context) -> Iterator[tuple[tuple[str, ...], Command]]:
    if not isinstance(group, TyperGroup):
        return
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        assert command is not None
        yield (*words, name), command
        yield from _below(command, (*words, name), ctx)


COMMANDS = list(every_command())
NAMES = [" ".join(words) or "planner" for words, _ in COMMANDS]
SEEING = {" ".join(words) for words, command in COMMANDS if any("--seen" in option.opts for option in command.params)}
"""The verbs that take a version."""


def verb_of(words: str) -> str:
    """The verb of a command line: the longest name of a command that it begins with."""
    return max((name for name in NAMES if f"{words} ".startswith(f"{name} ")), key=len)


@pytest.mark.parametrize(("words", "command"), COMMANDS, ids=NAMES)
def test_help_of_every_command_is_chinese(words: tuple[str, ...], command: Command, planner: Planner) -> None:
    answer = planner(*words, "--help")

    assert answer.code == 0
    assert answer.out.startswith(f"用法：planner {' '.join(words)}".rstrip())
    assert ENGLISH.findall(COMMAND_NAMES.sub("", answer.out)) == []
    assert command.help


@pytest.mark.parametrize(("words", "command"), COMMANDS, ids=NAMES)
def test_every_option_and_argument_is_explained(words: tuple[str, ...], command: Command) -> None:
    unexplained = [param.name for param in command.params if not getattr(param, "help", None)]
    unnamed = [param.name for param in command.params if isinstance(param, TyperArgument) and not param.metavar]

    assert (words, unexplained, unnamed) == (words, [], [])


def test_help_opens_no_database(planner: Planner) -> None:
    assert planner("status", "--help", database="nonsense://").code == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("stauts",), "没有“stauts”这个命令，是不是 status、task。用 planner --help 查看用法。"),
        (("task", "shwo"), "没有“shwo”这个命令，是不是 show。用 planner task --help 查看用法。"),
        (("status", "--nope"), "没有 --nope 这个选项。用 planner status --help 查看用法。"),
        (("task", "show"), "缺少参数 编号。用 planner task show --help 查看用法。"),
        (("plan", "export", "2024"), "缺少选项 -o。用 planner plan export --help 查看用法。"),
        (("status", "--as-of"), "选项 --as-of 后面缺少值。用 planner status --help 查看用法。"),
        (("status", "--json=1"), "选项 --json 不带值。用 planner status --help 查看用法。"),
        (("status", "多余"), "参数太多，看不懂“多余”。用 planner status --help 查看用法。"),
        (
            ("status", "--as-of", "昨天"),
            "选项 --as-of 不对：“昨天”不是日期，请写成 2024-06-30 的样子。用 planner status --help 查看用法。",
        ),
        (
            ("progress", "list", "--period", "2024Q5"),
            "选项 --period 不对：“2024Q5”不是填报期，请写成 2024Q1、2024Q2、2024Q3、2024Q4 的样子。用 planner progress list --help 查看用法。",
        ),
        (
            ("task", "assign", "2024-01", "--unit", "市司法局", "--role", "主持"),
            "选项 --role 不对：角色没有“主持”这一项，可用的有：牵头、责任、配合。用 planner task assign --help 查看用法。",
        ),
        (
            ("progress", "accept", "甲"),
            "参数 [填报编号]… 不对：“甲”不是合用的整数。用 planner progress accept --help 查看用法。",
        ),
    ],
)
def test_wrong_usage_is_told_in_one_chinese_sentence(words: tuple[str, ...], sentence: str, planner: Planner) -> None:
    answer = planner(*words)

    assert (answer.code, answer.out, answer.err) == (2, "", f"{sentence}\n")


@pytest.mark.parametrize("noun", [("plan",), ("task",), ("ledger",)])
def test_a_noun_without_a_verb_shows_its_help(noun: tuple[str, ...], planner: Planner) -> None:
    answer = planner(*noun)

    assert answer.code == 2
    assert "命令：" in answer.err


def test_root_options_without_a_noun_are_told(planner: Planner) -> None:
    assert planner().err == "还缺少子命令。用 planner --help 查看用法。\n"
