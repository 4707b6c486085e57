"""Numbers for lists that only their nesting tells apart: office programs save 一、（一）1. as lists without a style."""

import re
from collections.abc import Callable, Sequence

from lxml import etree
from lxml.html import HtmlElement

from planner.reading.html.sizes import texts_in
from planner.reading.numerals import numeral

# By level: how the number is written, and what stands around it.
_FORMS = (
    ("chineseCountingThousand", "", "、"),
    ("chineseCountingThousand", "（", "）"),
    ("decimal", "", "."),
    ("decimal", "（", "）"),
    ("decimalEnclosedCircle", "", ""),
)
# 一、 / （一）: what a page prints itself, the outer first
_PRINTED = (re.compile(r"\s*一、"), re.compile(r"\s*[（(]一[）)]"))


class Levels:
    """The levels of a page's numbered lists without a style. There are none where no such list stands in another.

    The outermost are 一、 unless the page prints such numbers itself: lists then begin with the level below.
    """

    def __init__(self, roots: Sequence[HtmlElement], styled: Callable[[HtmlElement], bool]) -> None:
        depths = _depths(roots, styled)
        nested = any(depth > 1 for depth in depths.values())
        self._base = _printed_levels(roots) if nested else 0
        self._depths = depths if nested else {}
        self._last: dict[int, HtmlElement] = {}
        self._first: dict[int, str] = {}

    def continues(self, items: HtmlElement) -> HtmlElement | None:
        """The list that one goes on with: it begins with a list inside it, so a paragraph has cut the outer in two."""
        depth = self._depths.get(items)
        if depth is None:
            return None
        before, self._last[depth] = self._last.get(depth), items
        first = next(iter(items), None)
        cut = first is not None and first.tag == "ol" and not (items.text or "").strip()
        return before if cut else None

    def mark(self, items: HtmlElement, number: int) -> str | None:
        """A number as plans write it at the list's level: 一、 （一） 1. （1） ①; None for a list without one."""
        depth = self._depths.get(items)
        if depth is None:
            return None
        form, before, after = _FORMS[min(self._base + depth, len(_FORMS)) - 1]
        mark = before + numeral(form, number) + after
        self._first.setdefault(depth, mark)
        return mark

    @property
    def inferred(self) -> str:
        """The first number of each level: 一、 （一） 1.; "" where none was inferred."""
        return " ".join(self._first[depth] for depth in sorted(self._first))


def _depths(roots: Sequence[HtmlElement], styled: Callable[[HtmlElement], bool]) -> dict[HtmlElement, int]:
    """How many lists without a style stand around the items of each, itself among them.

    A list with a style, and a cell of a table, begin anew.
    """
    found: dict[HtmlElement, int] = {}
    for root in roots:
        around = [0]
        for event, element in etree.iterwalk(root, events=("start", "end"), tag=("ol", "td", "th")):
            if event == "end":
                around.pop()
            elif element.tag == "ol" and not styled(element):
                found[element] = around[-1] + 1
                around.append(found[element])
            else:
                around.append(0)
    return found


def _printed_levels(roots: Sequence[HtmlElement]) -> int:
    texts = [text for root in roots for text in texts_in(root)]
    printed = [level for level, mark in enumerate(_PRINTED, 1) if any(mark.match(text) for text in texts)]
    return max(printed, default=0)
