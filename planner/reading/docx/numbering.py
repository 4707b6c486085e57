"""Automatic numbering: the mark that each numbered paragraph is printed with."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element

from planner.reading.docx.package import attribute, child, children, switched, tag, value_of, whole
from planner.reading.docx.styles import Styles
from planner.reading.numerals import numeral

_LEVELS = 9
_MOST_TEXT = 100  # characters of a mark's pattern; real ones have a few
_PLACE = re.compile(r"%([1-9])")  # （%1） / %1.%2


@dataclass(frozen=True, slots=True)
class Level:
    """How a level is printed: `pattern` with %1 for the first level's number, and where its count begins.

    `restart` is the level (from 1) whose advance begins this one anew; None stands for every higher one, 0 for none.
    """

    form: str
    pattern: str
    start: int = 1
    restart: int | None = None
    legal: bool = False
    style: str | None = None


_PLAIN = Level("decimal", "")


@dataclass(frozen=True, slots=True)
class _List:
    """One list (w:num): whose levels it counts with, its own levels in place of those, and its own starts."""

    abstract: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


@dataclass
class Numbering:
    """The lists of a document and how far each has counted. Lists of one abstract definition count on together."""

    styles: Styles
    abstracts: Mapping[str, Mapping[int, Level]]
    lists: Mapping[str, _List]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def mark(self, properties: _Element | None) -> str:
        """The mark of the next paragraph, "" where it has none. Counts: to be asked once, in the document's order."""
        number, depth = self._place(properties)
        found = self.lists.get(number or "0")
        if found is None:
            return ""
        self._advance(number or "0", found, depth)
        level = self._level(found, depth)
        if level.form == "bullet":
            return ""
        counts = self._counts[found.abstract]

        def printed(match: re.Match[str]) -> str:
            k = int(match[1]) - 1
            of = self._level(found, k)
            value = counts.get(k, self._start(found, k))
            if of.form == "none":
                return ""
            return str(value) if level.legal else numeral(of.form, value)

        return _PLACE.sub(printed, level.pattern)

    def _advance(self, number: str, found: _List, depth: int) -> None:
        """Count one more on a level, and begin the deeper ones anew. A higher one passed over counts as begun."""
        counts = self._counts.setdefault(found.abstract, {})
        for higher in range(depth):
            counts.setdefault(higher, self._start(found, higher))
        first = (number, depth) not in self._begun
        self._begun.add((number, depth))
        if depth not in counts or (first and depth in found.starts):
            counts[depth] = self._start(found, depth)
        else:
            counts[depth] += 1
        for deeper in [k for k in counts if k > depth]:
            restart = self._level(found, deeper).restart
            if restart is None or depth < restart:
                del counts[deeper]

    def _start(self, found: _List, depth: int) -> int:
        return found.starts.get(depth, self._level(found, depth).start)

    def _level(self, found: _List, depth: int) -> Level:
        return found.levels.get(depth) or self.abstracts.get(found.abstract, {}).get(depth) or _PLAIN

    # ---- which list and level ----

    def _place(self, properties: _Element | None) -> tuple[str | None, int]:
        """The list of a paragraph and the level in it (from 0), by itself or through its style; "0" is no list."""
        own = child(properties, "w:numPr")
        number, depth = value_of(own, "w:numId"), whole(value_of(own, "w:ilvl"))
        line = list(self.styles.line(self.styles.of_paragraph(properties)))
        for name, style in line:
            given = child(style.paragraph, "w:numPr")
            if given is None:
                continue
            if number is None:
                number = value_of(given, "w:numId")
                depth = self._level_of_style(number, name) if depth is None else depth
            depth = whole(value_of(given, "w:ilvl")) if depth is None else depth
        return number, min(max(depth or 0, 0), _LEVELS - 1)

    def _level_of_style(self, number: str | None, style: str) -> int | None:
        """The level that names the style as its own: it decides where a style gives the list."""
        found = self.lists.get(number or "0")
        if found is None:
            return None
        return next((k for k in range(_LEVELS) if self._level(found, k).style == style), None)


def numbering_of(root: _Element | None, styles: Styles) -> Numbering:
    """The lists of a numbering part."""
    elements = list(root) if root is not None else []
    definitions = {attribute(e, "abstractNumId") or "": e for e in elements if tag(e) == "w:abstractNum"}
    lists = {attribute(e, "numId") or "": _list(e) for e in elements if tag(e) == "w:num"}
    lists.pop("0", None)  # stands for "no list"
    abstracts = {name: dict(_levels(element)) for name, element in definitions.items()}
    for name, element in definitions.items():
        linked = _linked(value_of(element, "w:numStyleLink"), styles, lists)
        if linked is not None and not abstracts[name]:
            abstracts[name] = abstracts.get(linked, {})
    return Numbering(styles, abstracts, lists)


def _linked(style: str | None, styles: Styles, lists: Mapping[str, _List]) -> str | None:
    """The definition that a list style stands for."""
    for _, each in styles.line(style):
        found = lists.get(value_of(child(each.paragraph, "w:numPr"), "w:numId") or "0")
        if found is not None:
            return found.abstract
    return None


def _list(element: _Element) -> _List:
    levels: dict[int, Level] = {}
    starts: dict[int, int] = {}
    for override in element:
        depth = whole(attribute(override, "ilvl"))
        if tag(override) != "w:lvlOverride" or depth is None:
            continue
        levels.update(_levels(override))
        start = whole(value_of(override, "w:startOverride"))
        if start is not None:
            starts[depth] = start
    return _List(value_of(element, "w:abstractNumId") or "", levels, starts)


def _levels(parent: _Element) -> Iterator[tuple[int, Level]]:
    for element in parent:
        depth = whole(attribute(element, "ilvl"))
        if tag(element) == "w:lvl" and depth is not None and 0 <= depth < _LEVELS:
            yield depth, _read_level(element)


def _read_level(element: _Element) -> Level:
    hidden = switched(child(element, "w:rPr"), "w:vanish")
    start = whole(value_of(element, "w:start"))
    return Level(
        form=_form(element),
        pattern="" if hidden else (value_of(element, "w:lvlText") or "")[:_MOST_TEXT],
        start=0 if start is None else start,
        restart=whole(value_of(element, "w:lvlRestart")),
        legal=bool(switched(element, "w:isLgl")),
        style=value_of(element, "w:pStyle"),
    )


def _form(element: _Element) -> str:
    """The name of the level's way to write numbers. A custom one (01, 02, …) pads with zeros: decimalZero."""
    found = next((inner for inner in children(element) if tag(inner) == "w:numFmt"), None)
    form = "decimal" if found is None else attribute(found, "val") or "decimal"
    return "decimalZero" if form == "custom" else form
