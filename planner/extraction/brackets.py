"""Brackets of every kind in folded text: which enclose something, and which have no partner."""

from dataclasses import dataclass

PAIRS = {"(": ")", "[": "]", "【": "】", "〔": "〕", "{": "}"}
CLOSERS = frozenset(PAIRS.values())


@dataclass(frozen=True, slots=True)
class Bracket:
    """An outermost bracket, its signs included."""

    start: int
    end: int


def find_brackets(text: str, start: int, end: int) -> tuple[list[Bracket], list[int]]:
    """The outermost brackets of a stretch, and where a sign has no partner (such a sign encloses nothing)."""
    pairs: list[Bracket] = []
    stack: list[int] = []
    alone: list[int] = []
    for i in range(start, end):
        if text[i] in PAIRS:
            stack.append(i)
        elif text[i] in CLOSERS:
            opener = _partner(text, stack, text[i])
            if opener is None:
                alone.append(i)
                continue
            alone.extend(stack[opener + 1 :])
            pairs.append(Bracket(stack[opener], i + 1))
            del stack[opener:]
    return _outermost(pairs), sorted([*alone, *stack])


def _partner(text: str, stack: list[int], closer: str) -> int | None:
    """The place in the stack of the sign that `closer` closes; few signs back, or none."""
    for k in range(len(stack) - 1, max(-1, len(stack) - 1 - _FORGIVEN), -1):
        if PAIRS[text[stack[k]]] == closer:
            return k
    return None


_FORGIVEN = 8


def _outermost(pairs: list[Bracket]) -> list[Bracket]:
    found: list[Bracket] = []
    for pair in sorted(pairs, key=lambda p: p.start):
        if not found or pair.start >= found[-1].end:
            found.append(pair)
    return found
