"""Whether a page is made of more tags and attributes than a page has: asked before anything is built of them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from planner.errors import DocumentTooLarge

_MOST_SIGNS = 1_000_000  # of tags: each costs up to 500 bytes and ten millionths of a second once it is walked through
_MOST_ATTRIBUTES = 1_000_000
_MOST_OF_ONE = 1_000  # lxml goes through all of an element's attributes for each that it adds
_SURELY_FEW = 100_000
"""A page of so many bytes can't take long, whatever it is made of."""


def require_few_tags(path: Path, data: bytes) -> None:
    """Raise DocumentTooLarge for a page (UTF-8) that would take minutes, or all memory, once it is parsed."""
    if len(data) <= _SURELY_FEW:
        return
    if data.count(b"<") > _MOST_SIGNS:
        raise DocumentTooLarge(path, "网页里的标记太多")
    target: Any = _Counting()  # lxml asks for no more than what is there
    counting = etree.HTMLParser(encoding="utf-8", huge_tree=True, target=target)
    try:
        etree.fromstring(data, parser=counting)
    except OverflowError:
        raise DocumentTooLarge(path, "网页里的标记太多") from None
    except etree.LxmlError:  # the reader tells
        return


class _Counting:
    """Takes a page tag by tag and keeps nothing of it. Raises OverflowError where there are too many attributes."""

    def __init__(self) -> None:
        self._attributes = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:  # noqa: ARG002 - lxml's signature
        self._attributes += len(attributes)
        if len(attributes) > _MOST_OF_ONE or self._attributes > _MOST_ATTRIBUTES:
            raise OverflowError

    def close(self) -> None:
        """Nothing is made of the page."""
