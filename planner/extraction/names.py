"""A printed list of units cut into its pieces: at joiners outside brackets and outside names that hold them."""

import re
from dataclasses import dataclass
from functools import cache

from planner.extraction.rulebook import any_of, any_pattern, phrases

_OPEN, _CLOSE = "([{【〔<《“", ")]}】〕>》”"
_HARD = frozenset("、,;/。\n\t")
_SOFT = re.compile(r"以及|[和及与暨 ]")


@dataclass(frozen=True, slots=True)
class Piece:
    """One item of a list: its words, by offsets, and the joiner printed before it ('' for the first)."""

    start: int
    end: int
    joiner: str


def pieces(text: str) -> list[Piece]:
    """`text` (folded) cut at 、，； outside brackets; 各市、县、区政府 and 市、县两级政府 stay whole."""
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


def soft_cuts(text: str, piece: Piece) -> list[Piece]:
    """A piece cut at 和, 及, 与 and blanks, where a whole name stands on either side (not 工业和信息化部)."""
    cut: list[Piece] = []
    start, depth, scanned = piece.start, 0, piece.start
    for found in _SOFT.finditer(text, piece.start, piece.end):
        between = text[scanned : found.start()]
        depth = max(0, depth + sum(c in _OPEN for c in between) - sum(c in _CLOSE for c in between))
        scanned = found.end()
        if depth == 0 and _parts_names(text, start, found, piece.end):
            cut.append(Piece(start, found.start(), piece.joiner))
            start = found.end()
    return [*cut, Piece(start, piece.end, piece.joiner)]


def _parts_names(text: str, start: int, found: re.Match[str], end: int) -> bool:
    around = text[max(start, found.start() - 4) : found.end() + 4].replace(" ", "")
    if any(holder in around for holder in phrases("units", "names.holding_joiners")):
        return False
    left = text[start : found.start()].replace(" ", "")
    rest = text[found.end() : end]
    right = _SOFT.split(rest, maxsplit=1)[0]
    return is_complete(left) and right not in phrases("units", "names.bare") and is_complete(rest.replace(" ", ""))


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


def looks_odd(name: str) -> bool:
    """Whether a name taken from a slot should be looked at: very long, or with words no name holds."""
    return len(name) > _LONGEST or any(word in name for word in phrases("units", "names.odd")) or len(name) < _SHORTEST


_LONGEST = 30
_SHORTEST = 2


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
    return bool(prefixed.fullmatch(left) and tailed.match(right))


@cache
def _areas() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """市 or 市、县 alone / 各市 or 各市、州 / 县(区)人民政府 with what a list may carry after it."""
    area = any_of("units", "names.area")
    listed = rf"{area}(?:、{area})*(?:\([^()]*\))?"
    verbs = "|".join(any_of("units", f"verbs.{role}") for role in ("lead", "cooperating", "responsible"))
    after = rf"(?:等.*|{any_of('units', 'names.manner')}.*|(?:{verbs})|[和及与].*|[一-九两]级.*)?$"
    return (
        re.compile(listed),
        re.compile(any_of("units", "names.area_prefix") + listed),
        re.compile(area + r"(?:\([^()]*\))?" + any_of("units", "names.area_tail") + after),
    )


def first_leads_rule() -> re.Pattern[str]:
    """The sentence that makes every first unit the lead: 排在第一位的部门为牵头部门."""
    return re.compile(any_pattern("units", "rules.first_leads"))
