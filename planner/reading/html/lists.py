"""The numbers that a browser prints before the items of a list."""

import re
from collections.abc import Mapping, Sequence

from lxml.html import HtmlElement

from planner.reading.html.levels import Levels
from planner.reading.numerals import numeral

# A css list style: the name that docx has for the way to write the number, and what follows it.
_STYLES: Mapping[str, tuple[str, str]] = {
    "decimal": ("decimal", "."),
    "decimal-leading-zero": ("decimalZero", "."),
    "cjk-decimal": ("ideographDigital", "、"),
    "simp-chinese-informal": ("chineseCountingThousand", "、"),
    "trad-chinese-informal": ("taiwaneseCountingThousand", "、"),
    "cjk-ideographic": ("taiwaneseCountingThousand", "、"),
    "japanese-informal": ("japaneseCounting", "、"),
    "simp-chinese-formal": ("chineseLegalSimplified", "、"),
    "trad-chinese-formal": ("ideographLegalTraditional", "、"),
    "cjk-heavenly-stem": ("ideographTraditional", "、"),
    "cjk-earthly-branch": ("ideographZodiac", "、"),
    "lower-alpha": ("lowerLetter", "."),
    "lower-latin": ("lowerLetter", "."),
    "upper-alpha": ("upperLetter", "."),
    "upper-latin": ("upperLetter", "."),
    "lower-roman": ("lowerRoman", "."),
    "upper-roman": ("upperRoman", "."),
}
_UNNUMBERED = frozenset({"none", "disc", "circle", "square", "disclosure-open", "disclosure-closed"})
_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
# list-style-type: simp-chinese-informal / list-style: none inside
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;}]*)", re.IGNORECASE)
_SELECTOR = re.compile(r"(ol|ul|li)?(?:\.([\w-]+))?", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_WHOLE = re.compile(r"\s*([+-]?\d{1,6})")


class Marks:
    """The numbers of a page's lists, asked for in the order of the items."""

    def __init__(self, roots: Sequence[HtmlElement] = ()) -> None:
        self._rules: dict[tuple[str, str], str] = {}
        for sheet in (element.text or "" for root in roots for element in root.iter("style")):
            self._learn(_COMMENT.sub("", sheet))
        self._next: dict[HtmlElement, int] = {}
        self._levels = Levels(roots, self._is_styled)

    @property
    def inferred(self) -> str:
        """The first numbers that only the lists' nesting told: 一、 （一） 1.; "" where there are none."""
        return self._levels.inferred

    def _learn(self, sheet: str) -> None:
        for rule in sheet.split("}"):
            before, _, body = rule.rpartition("{")  # ol, li.num { list-style: none
            style = _style_in(body)
            for selector in re.split("[{;]", before)[-1].split(",") if style else ():
                found = _SELECTOR.fullmatch(selector.strip())
                if style and found and any(found.groups()):
                    self._rules[(found[1] or "").lower(), found[2] or ""] = style

    def begin(self, element: HtmlElement) -> None:
        """Count a list from its beginning, or from where the one ended that it goes on with."""
        before = self._levels.continues(element)
        if before is not None and element.get("start") is None:
            self._next[element] = self._next[before]
        else:
            self._next[element] = _first(element)

    def of(self, item: HtmlElement) -> str:
        """What is printed before a li: "1." or "一、", "" for an item without a number."""
        parent = item.getparent()
        if parent is None or parent.tag not in {"ol", "ul", "menu", "dir"}:
            return ""
        number = self._number(item, parent)
        own = self._style(item) or self._style(parent)
        if own is None and (mark := self._levels.mark(parent, number)):
            return mark
        style = own or ("decimal" if parent.tag == "ol" else "none")
        if style in _UNNUMBERED:
            return ""
        if style[0] in "\"'":
            return style[1:-1]
        form, after = _STYLES.get(style, _STYLES["decimal"])
        return numeral(form, number) + after

    def _number(self, item: HtmlElement, parent: HtmlElement) -> int:
        step = -1 if parent.get("reversed") is not None else 1
        number = _whole(item.get("value"))
        if number is None:
            number = self._next.get(parent, 1)
        self._next[parent] = number + step
        return number

    def _is_styled(self, items: HtmlElement) -> bool:
        """Whether a list, or its first item, says how its numbers are written."""
        first = next(items.iterchildren("li"), None)
        return any(self._style(element) for element in (items, first) if element is not None)

    def _style(self, element: HtmlElement) -> str | None:
        """The list style that an element has of its own: by its style, a rule for it, its type."""
        name = str(element.tag)
        for of_class in (*element.get("class", "").split(), ""):
            ruled = self._rules.get((name, of_class)) or (of_class and self._rules.get(("", of_class)))
            if ruled:
                break
        else:
            ruled = None
        return _style_in(element.get("style", "")) or ruled or _TYPES.get(element.get("type", "").strip())


def _first(parent: HtmlElement) -> int:
    start = _whole(parent.get("start"))
    if start is not None:
        return start
    return sum(child.tag == "li" for child in parent) if parent.get("reversed") is not None else 1


def _whole(value: str | None) -> int | None:
    found = _WHOLE.match(value or "")
    return int(found[1]) if found else None


def _style_in(style: str) -> str | None:
    """The list style that a css declaration names, in small letters; None where it names none that is known."""
    found = None
    for value in _LIST_STYLE.findall(style):
        for word in value.split():
            name = word.lower().partition("!")[0]
            if name in _STYLES or name in _UNNUMBERED or (len(name) > 1 and name[0] in "\"'" and name[-1] == name[0]):
                found = name
    return found
