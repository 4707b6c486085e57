"""Figures in a report's text carry invisible marks, so that every format can tie them to their source.

A marked figure is `OPEN number MID printed CLOSE`, the place that tells a figure's sources is `OPEN number CLOSE`. The
three characters are of Unicode's private use, and are taken out of what people typed before it gets into a report.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

OPEN, MID, CLOSE = "\ue000", "\ue001", "\ue002"

_MARKED = re.compile(f"{OPEN}(\\d+){MID}([^{OPEN}{MID}{CLOSE}]*){CLOSE}")
_PLACE = re.compile(f"{OPEN}(\\d+){CLOSE}")
_MARK = re.compile(f"(?P<open>{OPEN}(?:\\d+{MID})?)(?P<text>[^{OPEN}{MID}{CLOSE}]*){CLOSE}")
_ANY = re.compile(f"[{OPEN}{MID}{CLOSE}]")
# Controls but tab and line ends (NEL among them): nobody sees them, and some formats can't carry them.
_UNSEEN = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f{OPEN}{MID}{CLOSE}]")


class Stretch(NamedTuple):
    """A stretch of a text: words, or a figure with its number in the report's number ledger."""

    text: str
    figure: int | None


def marked(number: int, printed: str) -> str:
    """A figure as it stands in a report's text: `number` is its place in the number ledger, from 1."""
    return f"{OPEN}{number}{MID}{printed}{CLOSE}"


def place(number: int) -> str:
    """The number of a figure where its sources are told: what its mark in the text leads to."""
    return f"{OPEN}{number}{CLOSE}"


def placed(text: str) -> int | None:
    """The figure whose sources are told here, where the text is its number and nothing else."""
    found = _PLACE.fullmatch(text.strip())
    return int(found[1]) if found else None


def bare(text: str) -> str:
    """A text as people read it: its figures without their marks."""
    return _ANY.sub("", _MARKED.sub(r"\2", text))


def cleaned(text: str) -> str:
    """What a person typed, without controls and without any character that could pass for a mark."""
    return text if text.isprintable() else _UNSEEN.sub("", text)


def stretches(text: str) -> Iterator[Stretch]:
    """The words and figures that a text is made of, in order; joined, their texts are `bare(text)`."""
    behind = 0
    for found in _MARKED.finditer(text):
        if found.start() > behind:
            yield Stretch(_ANY.sub("", text[behind : found.start()]), None)
        yield Stretch(found[2], int(found[1]))
        behind = found.end()
    if behind < len(text):
        yield Stretch(_ANY.sub("", text[behind:]), None)


def figures_in(text: str) -> frozenset[int]:
    """The numbers of the figures that a text prints."""
    return frozenset(int(found[1]) for found in _MARKED.finditer(text))


def apart(text: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """`bare(text)`, and the marks that were taken out of it, each with its offset: put back, they give the text."""
    words: list[str] = []
    marks: list[tuple[int, str]] = []
    behind, length = 0, 0
    for found in _MARK.finditer(text):
        for piece, mark in ((_ANY.sub("", text[behind : found.start()]), found["open"]), (found["text"], CLOSE)):
            words.append(piece)
            length += len(piece)
            marks.append((length, mark))
        behind = found.end()
    words.append(_ANY.sub("", text[behind:]))
    return "".join(words), tuple(marks)
