"""A printed list of units cut into its pieces: at joiners outside brackets and outside names that hold them."""

import re
from dataclasses import dataclass
from functools import cache

from planner.extraction.rulebook import any_of, any_pattern, phrases

_OPEN, _CLOSE = "([{【〔<《“", ")]}】〕>》”"
_HARD = frozenset("、,;/。\n\t")
_SOFT = re.compile(r"以及|[和及与暨]")


@dataclass(frozen=True, slots=True)
class Piece:
    """One item of a list: its words, by offsets, and the joiner printed before it ('' for the first)."""

    start: int
    end: int
    joiner: str


def pieces(text: str) -> list[Piece]:
    """A folded text without blanks, cut at 、，； outside brackets; 各市、县、区政府 and 市、县两级政府 stay whole."""
    cut: list[Piece] = []
    depth, start, joiner = 0, 0, ""
    for i, char in enumerate(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and char in _HARD:
            cut.append(Piece(start, i, joiner))
            start, joiner = i + 1, char
    cut.append(Piece(start, len(text), joiner))
    return _rejoin_areas(text, cut)


def soft_cuts(text: str, piece: Piece, blanks: frozenset[int] = frozenset(), *, alone: bool = True) -> list[Piece]:
    """A piece cut at 和, 及, 与 and where blanks stood, if a whole name stands on either side (not 工业和信息化部).

    `blanks` are the places in `text` before which a blank was printed. In a list that has other joiners
    (not `alone`) a blank is a slip of the print (市委 政法委), unless a level opens what follows.
    """
    cut: list[Piece] = []
    start = piece.start
    for begin, end in _joiners(text, piece, blanks):
        left, right = text[max(start, begin - _LOOK) : begin], text[end : min(piece.end, end + _LOOK)]
        tail = text[max(end, piece.end - _LOOK) : piece.end]
        if not (is_complete(left) and is_complete(tail)) or _is_held(left, text[begin:end], right):
            continue
        if end > begin or _may_follow_a_blank(left, right, alone=alone):
            cut.append(Piece(start, begin, piece.joiner))
            start = end
    return [*cut, Piece(start, piece.end, piece.joiner)]


def _joiners(text: str, piece: Piece, blanks: frozenset[int]) -> list[tuple[int, int]]:
    """Where soft joiners stand outside brackets; a blank is an empty stretch."""
    words = [found.span() for found in _SOFT.finditer(text, piece.start, piece.end)]
    if blanks:
        words += [(k, k) for k in range(piece.start + 1, piece.end) if k in blanks]
    depths = _depths(text, piece) if words else []
    return sorted(span for span in words if depths[span[0] - piece.start] == 0)


def _depths(text: str, piece: Piece) -> list[int]:
    """How many brackets are open before each character of a piece."""
    depths: list[int] = []
    depth = 0
    for char in text[piece.start : piece.end]:
        depths.append(depth)
        depth = max(0, depth + (char in _OPEN) - (char in _CLOSE))
    return depths


def _is_held(left: str, joiner: str, right: str) -> bool:
    """Whether the joiner belongs to a name (有关部门和单位), or what follows it is a mere tail (办公室)."""
    around = left[-_AROUND:] + joiner + right[:_AROUND]
    if any(holder in around for holder in phrases("units", "names.holding_joiners")):
        return True
    return _SOFT.split(right, maxsplit=1)[0] in phrases("units", "names.bare")


def _may_follow_a_blank(left: str, right: str, *, alone: bool) -> bool:
    """Whether a blank parts two names: 县教育局 县水利局, but not 市政府办 公室."""
    if len(right) < _SHORTEST_PART or any(left.endswith(a) and right.startswith(b) for a, b in _torn_words()):
        return False
    return bool(_levelled().match(right)) or (alone and left not in phrases("units", "names.heads"))


_LOOK = 60
_AROUND = 4
_SHORTEST_PART = 3


def is_complete(name: str) -> bool:
    """Whether words end like a unit's name (市司法局, 各区, 市数据发展中心) and are no common word (社会)."""
    plain = re.sub(r"\([^()]*\)$", "", name) if name.endswith(")") else name
    return len(plain) > 1 and bool(_endings()[0].search(plain)) and not _endings()[1].search(plain)


def is_unit_like(name: str) -> bool:
    """Whether words may be a unit's name where nothing but their form speaks for it."""
    return (
        is_complete(name)
        and len(name) <= _LONGEST
        and name not in phrases("units", "names.bare")
        and not any(word in name for word in phrases("units", "names.odd"))
        and not re.search(r"\d{2,}|[“”\"《》%]", name)
    )


def ends_name(text: str, start: int, end: int) -> bool:
    """Whether the bracket [start, end) belongs to the name before it: 各县（市、区）, 各功能区（管委会）."""
    if not _holds_bracket().search(text[max(0, start - _AROUND) : start]):
        return False
    known = {*phrases("units", "names.area"), *phrases("units", "names.bare"), *phrases("units", "names.in_brackets")}
    return all(part in known for part in re.split("[、,/和]", text[start + 1 : end - 1]))


def looks_odd(name: str) -> bool:
    """Whether a name taken from a slot should be looked at: very long, or with words no name holds."""
    return len(name) > _LONGEST or any(word in name for word in phrases("units", "names.odd")) or len(name) < _SHORTEST


_LONGEST = 30
_SHORTEST = 2


@cache
def _levelled() -> re.Pattern[str]:
    """市司法局 / 各区政府: words that open with a level or with 各."""
    return re.compile(any_of("units", "names.levels"))


@cache
def _holds_bracket() -> re.Pattern[str]:
    """各县 / 各区政府 / 市直部门党组: words that a bracket of levels may follow."""
    return re.compile(rf"(?:{any_of('units', 'names.area')}|{any_of('units', 'names.in_brackets')}|政府)$")


@cache
def _torn_words() -> tuple[tuple[str, str], ...]:
    """The two parts of every word of names that a slip of the print may part: 社 会, 机关 事务."""
    return tuple((word[:k], word[k:]) for word in phrases("units", "names.unparted") for k in range(1, len(word)))


@cache
def _endings() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return (
        re.compile(any_of("units", "names.suffix") + "$"),
        re.compile(any_of("units", "names.false_suffix") + "$"),
    )


def _rejoin_areas(text: str, cut: list[Piece]) -> list[Piece]:
    """Pieces like 各市 + 县 + 区政府 joined again."""
    joined: list[Piece] = []
    for piece in cut:
        if joined and piece.joiner == "、" and _one_name(text, joined[-1], piece):
            joined[-1] = Piece(joined[-1].start, piece.end, joined[-1].joiner)
        else:
            joined.append(piece)
    return joined


def _one_name(text: str, before: Piece, after: Piece) -> bool:
    left, right = text[before.start : before.end].strip(), text[after.start : after.end].strip()
    bare, prefixed, tailed = _areas()
    if bare.fullmatch(left):
        return True
    if _bare_class().match(right) and any(word in left for word in phrases("units", "names.class_words")):
        return True
    if left.endswith("党委") and right in ("政府", "人民政府"):
        return True
    return bool(prefixed.fullmatch(left) and tailed.match(right))


@cache
def _areas() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """市 or 市、县 alone / 各市 or 各市、州 / 县(区)人民政府 with what a list may carry after it."""
    area = any_of("units", "names.area")
    bracket = r"(?:[(\[〔][^()\[\]〔〕]*[)\]〕])?"
    listed = rf"{area}(?:、{area})*{bracket}"
    after = _after_a_name()
    return (
        re.compile(listed),
        re.compile(any_of("units", "names.area_prefix") + listed),
        re.compile(area + bracket + any_of("units", "names.area_tail") + after),
    )


@cache
def _bare_class() -> re.Pattern[str]:
    """单位 / 单位按职责分工负责, behind 各部门、: no name of its own."""
    return re.compile(any_of("units", "names.bare_class") + _after_a_name())


def _after_a_name() -> str:
    """A regex for what a list may carry behind a name, up to its end."""
    verbs = "|".join(any_of("units", f"verbs.{role}") for role in ("lead", "cooperating", "responsible"))
    return rf"(?:等.*|{any_of('units', 'names.manner')}.*|(?:{verbs})|[和及与].*|[一-九两]级.*)?$"


def first_leads_rule() -> re.Pattern[str]:
    """The sentence that makes every first unit the lead: 排在第一位的部门为牵头部门."""
    return re.compile(any_pattern("units", "rules.first_leads"))
