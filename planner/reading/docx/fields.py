"""Fields of a docx: which of their words are printed, and which are instructions or a table of contents."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from lxml.etree import _Element

from planner.reading.docx.package import attribute, tag
from planner.reading.numerals import numeral

_MOST_CODE = 300  # characters of an instruction that are looked at
_DELETED = frozenset({"w:del", "w:moveFrom", "mc:Fallback"})
_STORY = "w:txbxContent"
# EQ \o\ac(○,3): a circle drawn around a number
_CIRCLED = re.compile(r"\s*EQ\s+\\o\s*(?:\\a[clr]\s*)?\(\s*[○〇◯]\s*[,，;；、]\s*(\d{1,3})\s*\)", re.IGNORECASE)
_CONTENTS = re.compile(r"\s*TOC\b", re.IGNORECASE)  # TOC \o "1-3" \h


def is_contents(code: str) -> bool:
    """Whether a field's instruction makes a table of contents."""
    return bool(_CONTENTS.match(code))


class _Phase(Enum):
    BEFORE = auto()
    CODE = auto()
    RESULT = auto()
    AFTER = auto()


@dataclass(eq=False)
class _Field:
    code: str = ""
    separated: bool = False
    marks: list[_Element] = field(default_factory=list)
    phase: _Phase = _Phase.BEFORE

    @property
    def circled(self) -> str:
        """The number that the instruction draws a circle around, as one character; "" for any other."""
        found = _CIRCLED.match(self.code)
        return numeral("decimalEnclosedCircle", int(found[1])) if found else ""


class Fields:
    """Where a reader of a story stands among its fields. Marks without their partner are as good as absent."""

    def __init__(self, root: _Element) -> None:
        self._of = _paired(root)
        self._codes = 0
        self._contents = 0

    @property
    def in_code(self) -> bool:
        """Whether what comes now belongs to an instruction, and isn't printed."""
        return self._codes > 0

    @property
    def in_contents(self) -> bool:
        """Whether what comes now is a table of contents."""
        return self._contents > 0

    def pass_mark(self, element: _Element) -> str:
        """Go on over a w:fldChar. The text is what an instruction prints without a result: a circled number."""
        found = self._of.get(element)
        if found is None:
            return ""
        match attribute(element, "fldCharType"), found.phase:
            case "begin", _Phase.BEFORE:
                found.phase = _Phase.CODE
                self._codes += 1
                self._contents += is_contents(found.code)
                return found.circled
            case "separate", _Phase.CODE if not found.circled:
                found.phase = _Phase.RESULT
                self._codes -= 1
            case "end", _Phase.CODE | _Phase.RESULT:
                self._codes -= found.phase is _Phase.CODE
                self._contents -= is_contents(found.code)
                found.phase = _Phase.AFTER
            case _:
                pass
        return ""


def _paired(root: _Element) -> Mapping[_Element, _Field]:
    """The field of each mark that has all its partners. A text box is a story of its own."""
    found: dict[_Element, _Field] = {}
    open_in: dict[_Element, list[_Field]] = {}
    for element in root.iter("{*}fldChar", "{*}instrText"):
        story = _story(element, root)
        if story is None:
            continue
        fields = open_in.setdefault(story, [])
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            fields.append(_Field(marks=[element]))
        elif fields and tag(element) == "w:instrText":
            if not fields[-1].separated and len(fields[-1].code) < _MOST_CODE:
                fields[-1].code += (element.text or "")[:_MOST_CODE]
        elif fields:
            fields[-1].marks.append(element)
            fields[-1].separated = True
            if kind == "end":
                done = fields.pop()
                found.update(dict.fromkeys(done.marks, done))
    return found


def _story(element: _Element, root: _Element) -> _Element | None:
    """The story a mark stands in: a text box or the whole; None for what was deleted or stands twice."""
    for above in element.iterancestors():
        name = tag(above)
        if name in _DELETED:
            return None
        if name == _STORY:
            return above
    return root
