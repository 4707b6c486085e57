"""Text by the columns it takes on a terminal: a Chinese character takes two."""

import unicodedata
from collections.abc import Iterator

_WIDE = "WFA"
# Closing marks never begin a line.
_CLOSING = "，。；：、！？）》”’…"


def width(text: str) -> int:
    """How many columns a text takes."""
    return sum(_char_width(c) for c in text)


def padded(text: str, columns: int) -> str:
    """`text` filled with blanks to a width; longer text stays as it is."""
    return text + " " * (columns - width(text))


def clipped(text: str, columns: int) -> str:
    """`text` cut to a width, with … where something was left out; line breaks become blanks."""
    words = " ".join(text.split())
    if width(words) <= columns:
        return words
    kept = ""
    for char in words:
        if width(kept) + _char_width(char) > columns - 2:
            break
        kept += char
    return f"{kept}…"


def wrapped(text: str, columns: int, *, indent: int) -> list[str]:
    """`text` in lines of a width, each indented."""
    return [" " * indent + line for line in _lines(text, columns)]


def _lines(text: str, columns: int) -> Iterator[str]:
    line = ""
    for word in _words(text):
        if line and width(line) + width(word.rstrip()) > columns and word not in _CLOSING:
            yield line.rstrip()
            line = ""
        line += word
    if line.strip():
        yield line.rstrip()


def _words(text: str) -> Iterator[str]:
    """Where a line may break: between Chinese characters, and at the blanks between other words."""
    word = ""
    for char in text:
        if char == " " or _char_width(char) > 1:
            if word:
                yield word
                word = ""
            yield char
        else:
            word += char
    if word:
        yield word


def _char_width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in _WIDE else 1
