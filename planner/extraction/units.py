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
    folded = fold(text)
    reader = _Reader(label)
    for piece in pieces(folded):
        reader.take(folded, piece)
    reader.settle(None)
    return [named for found in reader.found if (named := _named(text, folded, found))]


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    role: Role | None = None


class _Reader:
    """Walks the pieces of a list: names wait until the verb that gives them their role."""

    def __init__(self, label: Role | None) -> None:
        self.label = label
        self.found: list[_Found] = []
        self.waiting: list[_Found] = []
        self.together = False

    def take(self, text: str, piece: Piece) -> None:
        if piece.joiner == ";":
            self.settle(None)
        if first_leads_rule().search(text, piece.start, piece.end):
            return
        cut = _together().search(text, piece.start, piece.end)
        if cut:
            self._wait(text, replace(piece, end=cut.start()))
            self._flush(Role.LEAD)
            self.together = True
            piece = replace(piece, start=cut.end())
        verb = _verb_tail().search(text, piece.start, piece.end)
        self._wait(text, replace(piece, end=verb.start()) if verb else piece)
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

    def _wait(self, text: str, piece: Piece) -> None:
        tail = _verb_tail().search(text, piece.start, piece.end)
        if tail:
            piece = replace(piece, end=tail.start())
        for part in soft_cuts(text, piece):
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
    rest = text[found.end() : piece.end].replace(" ", "")
    if rest in phrases("units", "names.vague_rest"):
        return names
    return [*names, *(_Found(p.start, p.end) for p in soft_cuts(text, replace(piece, start=found.end())))]


def _bracketed_role(text: str, piece: Piece) -> list[_Found]:
    """A name with its role in brackets behind it: 市司法局（牵头）."""
    found = _role_bracket().search(text, piece.start, piece.end)
    if not found:
        return [_Found(piece.start, piece.end)]
    return [_Found(piece.start, found.start(), _verb_roles()[found["verb"]])]


def _named(text: str, folded: str, found: _Found) -> Named | None:
    """The unit at `found`, or None where the words are no name."""
    start, end = _trimmed(folded, found.start, found.end)
    name = "".join(text[start:end].split())
    plain = "".join(folded[start:end].split())
    if not plain or plain in phrases("units", "names.not_a_name") or _post().search(plain):
        return None
    return Named(name, found.role or Role.RESPONSIBLE, start, end)


def _trimmed(folded: str, start: int, end: int) -> tuple[int, int]:
    lead = _leading().match(folded, start, end)
    start = lead.end() if lead else start
    while end > start and (folded[end - 1].isspace() or folded[end - 1] in ".:。"):
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
    return re.compile(rf"(?:{manner}){{0,4}}(?P<verb>{verbs})(?:工作|任务)?[ .]?$|(?:{manner}){{1,4}}(?P<none>)[ .]?$")


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
    return re.compile(rf"\s*(?:(?:{any_of('units', 'names.before')})(?!其))?\s*")


@cache
def _post() -> re.Pattern[str]:
    return re.compile(any_pattern("units", "names.post"))
