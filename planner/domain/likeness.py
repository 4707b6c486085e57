"""How alike two texts are: by the pairs of neighbouring characters that they share."""

import re
from typing import NamedTuple

from planner.domain.document import name_key

ALIKE = 0.9
_SHORT = 20
# 评查案卷(36)宗, 办件(1,200)件, 开展(两)次; not 2024年6月30日, 12号, 第二季度
_COUNT = re.compile(r"(?<![\d.〔\[(第-])\d+(?:[.,]\d+)*(?![\d.,年月日号季-])|[一二两三四五六七八九十]+(?=[次期场轮回])")
_MARKS = re.compile(r"[\W_]+")


class Words(NamedTuple):
    """A text made ready for comparing: without blanks and marks, its pairs of neighbours, and the counts it gives."""

    key: str
    pairs: frozenset[str]
    counts: tuple[str, ...]


def words_of(text: str) -> Words:
    """A text as it is compared: width-folded, without blanks and punctuation."""
    folded = name_key(text)
    key = _MARKS.sub("", folded)
    return Words(key, pairs_of(key), tuple(_COUNT.findall(folded)))


def pairs_of(key: str) -> frozenset[str]:
    """Every two neighbouring characters of a text."""
    return frozenset(key[at : at + 2] for at in range(len(key) - 1))


def same(one: Words, other: Words) -> bool:
    """Whether two texts are letter for letter the same, but for blanks and marks."""
    return bool(one.key) and one.key == other.key


def alike(one: Words, other: Words) -> bool:
    """Whether two texts are the same or nearly so: nine tenths of their pairs (Dice) and all their counts.

    Short texts are alike only when they are the same: there one word makes the difference.
    """
    if same(one, other):
        return True
    if min(len(one.key), len(other.key)) < _SHORT or one.counts != other.counts:
        return False
    all_pairs = len(one.pairs) + len(other.pairs)
    if 2 * min(len(one.pairs), len(other.pairs)) < ALIKE * all_pairs:
        return False
    return 2 * len(one.pairs & other.pairs) >= ALIKE * all_pairs


def is_short(words: Words) -> bool:
    """Whether a text is so short that others may well have written the same: 已印发云司发〔2024〕12号。"""
    return len(words.key) < _SHORT


def covered(key: str, source: str) -> float:
    """Which share of a text's characters stands in runs of three or more that the source has too. Keys, both."""
    if not key:
        return 0.0
    known = {source[at : at + 3] for at in range(len(source) - 2)}
    inside = {at + step for at in range(len(key) - 2) if key[at : at + 3] in known for step in range(3)}
    return len(inside) / len(key)
