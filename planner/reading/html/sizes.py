"""How much of a page's text its parts hold."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from planner.reading.html.elements import aside_kind, is_silent

_MOST = 0.5
_LEAST = 100  # fewer characters than this are no plan, be they all that a page has


class Sizes(NamedTuple):
    """How many characters that are no links the page has, and each element that could be left out."""

    page: int
    of: dict[HtmlElement, int]
    nesting: frozenset[HtmlElement]
    """Tables with a table inside."""
    titled: frozenset[HtmlElement]
    """What stands around the page's only main heading: a banner among them is no banner alone."""

    def most_in(self, element: HtmlElement) -> bool:
        size = self.of.get(element, 0)
        return size >= _LEAST and size > self.page * _MOST


def measured(roots: Sequence[HtmlElement]) -> Sizes:
    """Sizes by one walk; what could be left out is remembered, with how much had been counted when it began."""
    count, links = 0, 0
    sizes: dict[HtmlElement, int] = {}
    tables: list[HtmlElement] = []
    nesting: set[HtmlElement] = set()
    for event, element in chain.from_iterable(map(_events, roots)):
        if event == "start":
            links += _is_link(element)
            if aside_kind(element, in_article=False):
                sizes[element] = -count
            if element.tag == "table":
                nesting.update(tables[-1:])
                tables.append(element)
        else:
            links -= _is_link(element)
            if element in sizes:
                sizes[element] += count
            if tables and tables[-1] is element:
                tables.pop()
        if not links:
            count += sum(map(len, _text_at(event, element).split()))
    return Sizes(count, sizes, frozenset(nesting), _titled(roots))


def _titled(roots: Sequence[HtmlElement]) -> frozenset[HtmlElement]:
    headings = [heading for root in roots for heading in root.iter("h1")]
    return frozenset(headings[0].iterancestors()) if len(headings) == 1 else frozenset()


def _is_link(element: HtmlElement) -> bool:
    return element.tag == "a" and element.get("href") is not None


def _events(root: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """The start and end of every element that isn't inside a silent one."""
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start" and is_silent(element):
            walker.skip_subtree()
        yield event, element


def texts_in(root: HtmlElement) -> Iterator[str]:
    """All text in an element but its scripts and styles, in order."""
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start" and element.tag not in {"script", "style"}:
            yield element.text or ""
        elif event == "end" and element is not root:
            yield element.tail or ""


def _text_at(event: str, element: HtmlElement) -> str:
    """The text after a start or an end."""
    if event == "end":
        return element.tail or ""
    return "" if is_silent(element) else element.text or ""
