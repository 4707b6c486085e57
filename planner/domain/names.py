"""The form in which names of people, units and offices are kept: what looks the same is the same."""

import unicodedata

from planner.errors import NameUnusable

_BREAKS = frozenset("\n\r\v\f\x85\u2028\u2029")
_UNSEEN_KINDS = frozenset(("Cc", "Cf", "Cs"))
# Hangul fillers, the empty Braille sign, the grapheme joiner: letters and marks by kind, and nothing to be seen
_UNSEEN = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u180b\u180c\u180d\u180f\ufe0e\ufe0f")


def kept_name(name: str, what: str) -> str:
    """A name without blanks at its ends, full-width ones and no-break spaces among them. `what` says whose: 姓名.

    Raises NameUnusable where nothing is left, and for line breaks and whatever can't be seen: two names that look the
    same would be two people.
    """
    kept = name.strip()
    if not kept:
        raise NameUnusable(what, name, "是空的")
    if why := next(filter(None, map(_unusable, kept)), ""):
        raise NameUnusable(what, _shown(kept), why)
    return kept


def is_kept(name: str) -> bool:
    """Whether a name is as it is kept already."""
    return bool(name) and name == name.strip() and not any(map(_unusable, name))


def _unusable(char: str) -> str:
    if char in _BREAKS:
        return "里有换行"
    if unicodedata.category(char) in _UNSEEN_KINDS or char in _UNSEEN:
        return f"里有看不见的字符（U+{ord(char):04X}）"
    return ""


def _shown(name: str) -> str:
    """A name for a message: what can't be seen is left out, a line break is a blank."""
    return "".join(" " if char in _BREAKS else "" if _unusable(char) else char for char in name)
