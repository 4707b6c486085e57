"""Stretches [start, end) of a text, in order and apart from each other, asked for what they share or hold."""

from bisect import bisect_left
from collections.abc import Sequence


def touches(stretches: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of `stretches` shares a character with [start, end)."""
    k = bisect_left(stretches, (end, end)) - 1
    return k >= 0 and stretches[k][1] > start


def holds(stretches: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of `stretches` holds all of [start, end)."""
    k = bisect_left(stretches, (start + 1, start + 1)) - 1
    return k >= 0 and stretches[k][1] >= end
