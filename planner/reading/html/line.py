"""A line of a page as a browser would print it: blanks collapse, unless they were typed on purpose."""

import re
import unicodedata
from dataclasses import dataclass, field

# Blanks that a browser makes one of. No-break and ideographic spaces are not among them: they are typed on purpose.
_BLANKS = re.compile("([ \\t\\n\\r\\x0b\\x0c\\x85\\u2028\\u2029]+)")
_QUOTES = frozenset("“”‘’—…·")


@dataclass
class Line:
    """A line as it grows. Blanks are held back until words follow them."""

    words: list[str] = field(default_factory=list)
    blank: str = ""

    def add(self, text: str) -> None:
        for piece in _BLANKS.split(text):
            if not piece:
                continue
            if _BLANKS.match(piece):
                self.blank = "\n" if "\n" in piece or self.blank == "\n" else " "
            else:
                self._settle(piece[0])
                self.words.append(piece)

    def add_as_typed(self, text: str) -> None:
        if text:
            self._settle(text[0])
            self.words.append(text)

    def _settle(self, following: str) -> None:
        """A held blank is kept between words, but not where the source broke a line between two Chinese characters."""
        if self.words and self.blank and not (self.blank == "\n" and _wide(self.words[-1][-1]) and _wide(following)):
            self.words.append(" ")
        self.blank = ""

    def taken(self) -> str:
        """The line so far, which begins anew; "" where there is nothing but blanks."""
        line = "".join(self.words).rstrip(" ")
        self.words, self.blank = [], ""
        return line if line.strip() else ""


def _wide(char: str) -> bool:
    return char in _QUOTES or unicodedata.east_asian_width(char) in "WF"
