"""Names and roles of units in a printed list: 财政部牵头，国务院相关部门及各地区按职责分工负责."""

import re
from dataclasses import dataclass, replace
from functools import cache

from planner.domain.document import fold
from planner.domain.drafts import Role
from planner.extraction.names import Piece, first_leads_rule, pieces, soft_cuts
from planner.extraction.rulebook import any_of, any_pattern, literal, phrases
from planner.extraction.unit_kinds import is_collective


@dataclass(frozen=True, slots=True)
class Named:
    """A unit of a list, its name as printed without blanks, its role there and its place in the text given."""

    name: str
    role: Role
    start: int
    end: int

    @property
    def collective(self) -> bool:
        """Whether the name stands for a class of units."""
        return is_collective(self.name)


def split_units(text: str) -> list[str]:
    """The names in a printed list of units, without roles, 等 and 负责.

    `市司法局、各县（市、区）政府按职责分工负责` gives 市司法局 and 各县（市、区）政府.
    """
    return [named.name for named in read_roles(text)]


def read_roles(text: str, label: Role | None = None) -> list[Named]:
    """The units of a list with their roles. `label` is the role its label gave; 负责 and no verb keep it.

    Without a label, verbless names are responsible. Posts, 下同 and the like are left out.
    """
    listed = _listed(text)
    reader = _Reader(listed, label)
    for piece in pieces(listed.text):
        reader.take(piece)
    reader.settle(None)
    return [named for found in reader.found if (named := _named(text, listed, found))]


@dataclass(frozen=True, slots=True)
class _List:
    """A printed list folded and without blanks: each character's place in print, and where blanks stood before one."""

    text: str
    places: tuple[int, ...]
    blanks: frozenset[int]
    alone: bool


def _listed(printed: str) -> _List:
    folded = fold(printed)
    places = tuple(k for k, char in enumerate(folded) if char in "\n\t" or not char.isspace())
    text = "".join(folded[k] for k in places)
    blanks = frozenset(k for k in range(1, len(places)) if places[k] > places[k - 1] + 1)
    return _List(text, places, blanks, alone="、" not in text)


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    role: Role | None = None


class _Reader:
    """Walks the pieces of a list: names wait until the verb that gives them their role."""

    def __init__(self, listed: _List, label: Role | None) -> None:
        self.listed = listed
        self.label = label
        self.found: list[_Found] = []
        self.waiting: list[_Found] = []
        self.together = False

    def take(self, piece: Piece) -> None:
        text = self.listed.text
        if piece.joiner in (";", "。"):
            self.settle(None)
        if _remark().search(text[piece.start : piece.end]):
            return
        cut = _together().search(text, piece.start, piece.end)
        if cut:
            self._wait(replace(piece, end=cut.start()))
            self._flush(Role.LEAD)
            self.together = True
            piece = replace(piece, start=cut.end())
        verb = _verb_tail().search(text, piece.start, piece.end)
        self._wait(replace(piece, end=verb.start()) if verb else piece)
        if verb and verb["verb"]:
            self.settle(_verb_roles()[verb["verb"]])

    def settle(self, verb: Role | None) -> None:
        """Give the waiting names their role and start afresh."""
        self._flush(Role.COOPERATING if self.together else self._role(verb))
        self.together = False

    def _role(self, verb: Role | None) -> Role:
        if verb in (None, Role.RESPONSIBLE):
            return self.label or Role.RESPONSIBLE
        return verb

    def _wait(self, piece: Piece) -> None:
        text = self.listed.text
        tail = _verb_tail().search(text, piece.start, piece.end)
        if tail:
            piece = replace(piece, end=tail.start())
        for part in soft_cuts(text, piece, self.listed.blanks, alone=self.listed.alone):
            self.waiting.extend(_and_others(text, part))

    def _flush(self, role: Role) -> None:
        self.found.extend(replace(found, role=found.role or role) for found in self.waiting)
        self.waiting.clear()


def _and_others(text: str, piece: Piece) -> list[_Found]:
    """A name, and the collective that 等 adds to it: 商务部等有关部门 is 商务部 and 有关部门."""
    found = _others().search(text, piece.start, piece.end)
    if not found:
        return _bracketed_role(text, piece)
    names = _bracketed_role(text, replace(piece, end=found.start()))
    rest = text[found.end() : piece.end]
    if rest in phrases("units", "names.vague_rest"):
        return names
    return [*names, *(_Found(p.start, p.end) for p in soft_cuts(text, replace(piece, start=found.end())))]


def _bracketed_role(text: str, piece: Piece) -> list[_Found]:
    """A name with its role in brackets behind it: 市司法局（牵头）."""
    found = _role_bracket().search(text, piece.start, piece.end)
    if not found:
        return [_Found(piece.start, piece.end)]
    return [_Found(piece.start, found.start(), _verb_roles()[found["verb"]])]


def _named(printed: str, listed: _List, found: _Found) -> Named | None:
    """The unit at `found`, or None where the words are no name."""
    start, end = _trimmed(listed.text, found.start, found.end)
    plain = listed.text[start:end]
    if not plain or plain in phrases("units", "names.not_a_name") or _post().search(plain):
        return None
    first, last = listed.places[start], listed.places[end - 1] + 1
    return Named("".join(printed[first:last].split()), found.role or Role.RESPONSIBLE, first, last)


def _trimmed(folded: str, start: int, end: int) -> tuple[int, int]:
    lead = _leading().match(folded, start, end)
    start = lead.end() if lead else start
    while end > start and folded[end - 1] in ".:。":
        end -= 1
    return start, end


@cache
def _verb_roles() -> dict[str, Role]:
    return {verb: role for role in Role for verb in phrases("units", f"verbs.{role.value}")}


@cache
def _verb_tail() -> re.Pattern[str]:
    """按职责分工分别负责 / 牵头, at the end of a piece; the verb may be missing: 按职责分工."""
    verbs = literal(_verb_roles())
    manner = any_of("units", "names.manner")
    return re.compile(rf"(?:{manner}){{0,4}}(?P<verb>{verbs})(?:工作|任务)?\.?$|(?:{manner}){{1,4}}(?P<none>)\.?$")


@cache
def _remark() -> re.Pattern[str]:
    """排在第一位的为牵头单位 / 其他为配合单位 / 具体任务均涉及各县: what a list says besides its names."""
    return re.compile(f"{first_leads_rule().pattern}|{any_pattern('units', 'rules.remarks')}")


@cache
def _together() -> re.Pattern[str]:
    return re.compile(any_of("units", "names.together"))


@cache
def _others() -> re.Pattern[str]:
    keep = "".join(phrases("units", "names.before_deng"))
    return re.compile(rf"(?<![{keep}])等")


@cache
def _role_bracket() -> re.Pattern[str]:
    return re.compile(rf"\((?P<verb>{literal(_verb_roles())})(?:单位|部门)?\)$")


@cache
def _leading() -> re.Pattern[str]:
    """由省司法厅 / 会同有关部门; 及其 stays, for it belongs to what follows."""
    return re.compile(rf"(?:(?:{any_of('units', 'names.before')})(?!其))?")


@cache
def _post() -> re.Pattern[str]:
    return re.compile(any_pattern("units", "names.post"))
