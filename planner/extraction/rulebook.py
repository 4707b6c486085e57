"""The phrase lists of rules/*.toml: data a clerk can read, loaded once."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def phrases(book: str, key: str) -> tuple[str, ...]:
    """The list `key` of the file rules/`book`.toml; a dotted key reaches into a table."""
    value: Any = _load(book)
    for part in key.split("."):
        value = value[part]
    return tuple(value)


@cache
def any_of(book: str, key: str) -> str:
    """A regex alternation of a list's phrases, longest first, each taken literally."""
    return literal(phrases(book, key))


@cache
def any_pattern(book: str, key: str) -> str:
    """A regex alternation of a list's entries, which are patterns themselves."""
    return "(?:" + "|".join(phrases(book, key)) + ")"


def literal(words: Iterable[str]) -> str:
    """A regex alternation of words, longest first."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + ")"


@cache
def table(book: str, key: str) -> dict[str, tuple[str, ...]]:
    """A table of lists, in the file's order."""
    return {name: tuple(words) for name, words in _load(book)[key].items()}


@cache
def _load(book: str) -> dict[str, Any]:
    return tomllib.loads(files("planner.extraction").joinpath(f"rules/{book}.toml").read_text("utf-8"))
