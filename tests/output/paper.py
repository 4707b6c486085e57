"""What stands on paper: the letters of a PDF's pages with their places and sizes, in millimetres and points."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]

MM = 25.4 / 72


@dataclass(frozen=True)
class Letter:
    """One letter on a page: its edges in millimetres from the upper left corner, its size in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float


@dataclass(frozen=True)
class Page:
    """A page's size in millimetres and its letters."""

    width: float
    height: float
    letters: tuple[Letter, ...]

    @property
    def text(self) -> str:
        return "".join(letter.text for letter in self.letters)

    def lines(self) -> list[list[Letter]]:
        """Letters by line, from the top; letters of a line have their feet within a millimetre."""
        found: list[list[Letter]] = []
        for letter in sorted(self.letters, key=lambda one: one.bottom):
            if found and letter.bottom - found[-1][0].bottom < 1:
                found[-1].append(letter)
            else:
                found.append([letter])
        return [sorted(line, key=lambda one: one.left) for line in found]

    def line(self, text: str) -> list[Letter]:
        """The letters of a stretch that stands on one line."""
        for line in self.lines():
            at = words(line).find(text)
            if at >= 0:
                return line[at : at + len(text)]
        raise LookupError(text)


def words(line: Sequence[Letter]) -> str:
    """What a line says; each letter is one character."""
    return "".join(letter.text for letter in line)


def pages(pdf: Path) -> list[Page]:
    """The pages of a PDF; blanks are left out."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            width, height = page.get_size()
            text = page.get_textpage()
            letters = []
            for index in range(text.count_chars()):
                sign = text.get_text_range(index, 1)
                if sign.strip():
                    left, bottom, right, top = text.get_charbox(index)
                    size = pypdfium2.raw.FPDFText_GetFontSize(text.raw, index)
                    edges = (left * MM, (height - top) * MM, right * MM, (height - bottom) * MM)
                    letters.append(Letter(sign, *edges, round(size, 2)))
            found.append(Page(round(width * MM), round(height * MM), tuple(letters)))
    return found
