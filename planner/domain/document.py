"""The neutral form of any document that was read: one text, and where its words stand."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple


class Span(NamedTuple):
    """Where words stand in a document's text: characters, start inclusive, end exclusive."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]

    def shifted(self, offset: int) -> "Span":
        """The same stretch, counted from `offset` characters earlier."""
        return Span(self.start + offset, self.end + offset)


@dataclass(frozen=True, slots=True)
class Continued:
    """An empty table cell at offset `at` that a merged cell covers: the words `of` hold for it too."""

    at: int
    of: Span


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of a file that are not in its text, and the Chinese word for what they are: 页眉, 脚注, 隐藏的工作表."""

    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text as it was read, with what names the file for good.

    `text` is never changed after reading: every span in a draft is an offset into it. Whatever the format, a
    paragraph is a line of it, numbered as printed; a table's row is a line with its cells parted by tabs, blanks for
    breaks inside a cell, nothing for an empty cell. `format` is txt, html, docx, pdf, xlsx or xls.
    `continued` holds the empty cells that a merged cell covers, in order; `left_out` what the text leaves out.
    """

    name: str
    format: str
    sha256: str
    text: str
    continued: tuple[Continued, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def fold(text: str) -> str:
    """`text` with full-width forms made half-width, character by character.

    The length stays the same, so an offset into the one is an offset into the other:
    fold("（２）") == "(2)". Characters whose folded form is longer (…, ㎡) stay, and so do circled numbers,
    which are marks of their own in an outline.
    """
    return "".join(map(_folded, text))


@cache
def _folded(char: str) -> str:
    if char < "\u2000" or "①" <= char <= "⑳":
        return char
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 else char


def name_key(name: str) -> str:
    """How two printed names are compared: NFKC and without blanks. `各县（市、区）政府` is `各县(市、区)政府`."""
    return "".join(unicodedata.normalize("NFKC", name).split())
