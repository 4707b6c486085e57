"""Text by the columns it takes on a terminal: a Chinese character takes two."""

import re
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


# \a, an escape that clears the screen, a sign that turns what follows round: what does something to a terminal instead
# of being seen. Our own colours (\x1b[31m, \x1b[1m, \x1b[0m) stay.
_UNSEEN = re.compile(
    "\x1b(?!\\[(?:0|1|3[0-7])m)|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)


def harmless(text: str) -> str:
    """The text with a sign in the place of each character that would do something to a terminal."""
    return text if text.isprintable() else _UNSEEN.sub("\ufffd", text)


def escaped(json: str) -> str:
    """JSON with such characters written as escapes: it stays the same value."""
    return json if json.isprintable() else _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json)
