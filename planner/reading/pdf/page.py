"""What pdfium gives of a PDF's pages: the glyphs and ruling lines with their places, upright and counted from the top.

pypdfium2 is untyped: what leaves this module and pdf_drawn has a type.
"""

import ctypes
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from planner.errors import DocumentBroken, DocumentLocked, DocumentTooLarge
from planner.reading.pdf.bindings import pdfium
from planner.reading.pdf.drawn import drawn_on, remarks_on
from planner.reading.pdf.shapes import Box, Ruling, turned_ruling

_MOST_PAGES = 2000
_MOST_ON_A_PAGE = 200_000
_PASSWORD, _SECURITY = 4, 5  # FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY
_PICTURE_SHARE = 0.5  # of the page's area
_OUTLINES = 200  # a page without text and with this many paths has its letters drawn
_ASKEW = math.radians(5)


class Glyph(NamedTuple):
    """A printed character, " " for any blank. `base` is its baseline from the page's top; `em` its full width."""

    char: str
    left: float
    right: float
    base: float
    em: float
    wide: bool


@dataclass(slots=True)
class Page:
    """A page turned so that its text stands upright. Lengths in points, from the top left corner.

    `unmapped` counts characters that the file has no code for, `askew` is what stands at another angle than the text.
    """

    number: int
    width: float = 0.0
    height: float = 0.0
    glyphs: list[Glyph] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)
    askew: str = ""
    remarks: list[str] = field(default_factory=list)
    unmapped: int = 0
    pictured: bool = False


@contextmanager
def opened(path: Path, data: bytes) -> Iterator[Iterator[Page]]:
    """The pages of a PDF, one after the other, closed at the end.

    Raises DocumentLocked, DocumentBroken, DocumentTooLarge (pages, or characters on one page).
    """
    helpers = import_module("pypdfium2")
    try:
        document = helpers.PdfDocument(data)
    except helpers.PdfiumError as error:
        if error.err_code in {_PASSWORD, _SECURITY}:
            raise DocumentLocked(path) from error
        raise DocumentBroken(path, "内容损坏，或不是 PDF") from error
    try:
        count = len(document)
        if count < 1:
            raise DocumentBroken(path, "没有能打开的页")
        if count > _MOST_PAGES:
            raise DocumentTooLarge(path, f"{count} 页")
        yield (_page(path, document, index) for index in range(count))
    finally:
        document.close()


def _page(path: Path, document: Any, index: int) -> Page:  # noqa: ANN401 - untyped library
    c = pdfium()
    raw = c.FPDF_LoadPage(document.raw, index)
    if not raw:
        raise DocumentBroken(path, f"第 {index + 1} 页打不开")
    text = c.FPDFText_LoadPage(raw)
    try:
        if not text:
            raise DocumentBroken(path, f"第 {index + 1} 页的文字读不出")
        if c.FPDFText_CountChars(text) > _MOST_ON_A_PAGE:
            raise DocumentTooLarge(path, f"第 {index + 1} 页超过 {_MOST_ON_A_PAGE} 字")
        return _read(raw, text, index + 1)
    finally:
        if text:
            c.FPDFText_ClosePage(text)
        c.FPDF_ClosePage(raw)


def _read(raw: Any, text: Any, number: int) -> Page:  # noqa: ANN401 - untyped library
    box = _bounds(raw)
    chars = _characters(text)
    quarters = Counter(quarter for *_, quarter in chars if quarter is not None)
    turn = max(quarters, key=quarters.__getitem__, default=0)
    frame = box.turned(turn)
    page = Page(number, width=frame.right - frame.left, height=frame.top - frame.bottom)
    _place(chars, page, frame, turn)
    shapes = drawn_on(raw, box)
    page.pictured = shapes.pictures >= _PICTURE_SHARE or (not page.glyphs and shapes.paths >= _OUTLINES)
    page.rulings = [turned_ruling(ruling, frame, turn) for ruling in shapes.rulings]
    page.remarks = remarks_on(raw)
    return page


# ---- characters ----


_Char = tuple[str, float, float, float, float, float, float, int | None]
"""A character, its box's left, bottom, right and top, its origin's x and y, all in the page's own space, and how many
quarter turns its text has, clockwise; None where it stands askew. A plain tuple, being made for every character."""


def _bounds(raw: Any) -> Box:  # noqa: ANN401 - untyped library
    c = pdfium()
    rect = c.FS_RECTF()
    c.FPDF_GetPageBoundingBox(raw, rect)
    box = Box(rect.left, rect.bottom, rect.right, rect.top)
    if box.right - box.left > 1 and box.top - box.bottom > 1:
        return box
    return Box(0, 0, max(1.0, c.FPDF_GetPageWidthF(raw)), max(1.0, c.FPDF_GetPageHeightF(raw)))


def _characters(text: Any) -> list[_Char]:  # noqa: ANN401 - untyped library
    """The characters of a page. Whoever stands as high and as low as the upright one before has its baseline."""
    c = pdfium()
    rect, x, y = c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    at_rect, at_x, at_y = ctypes.byref(rect), ctypes.byref(x), ctypes.byref(y)
    code_of, box_of, origin_of = c.FPDFText_GetUnicode, c.FPDFText_GetLooseCharBox, c.FPDFText_GetCharOrigin
    found: list[_Char] = []
    low, high, down, quarter = math.nan, math.nan, math.nan, None
    for k in range(c.FPDFText_CountChars(text)):
        code = code_of(text, k)
        if code in _BLANKS and c.FPDFText_IsGenerated(text, k) == 1:
            continue
        if not box_of(text, k, at_rect):
            continue
        bottom, top = rect.bottom, rect.top
        if quarter != 0 or bottom != low or top != high:
            if not origin_of(text, k, at_x, at_y):
                continue
            quarter = 0 if quarter == 0 and y.value == down else _quarter(c.FPDFText_GetCharAngle(text, k))
            low, high, down = bottom, top, y.value
        if code in _COMMON and k > _PROBED:
            char = chr(code)
        else:
            char = _char(code, unmapped=c.FPDFText_HasUnicodeMapError(text, k) == 1)
        left, right = rect.left, rect.right
        if char and math.isfinite(left + bottom + right + top + x.value + down):
            found.append((char, left, bottom, right, top, x.value, down, quarter))
    return found


_PROBED = 200  # characters of a page that are asked for their code's meaning, whatever they are
_COMMON = range(0x4E00, 0x9FA6)
_BLANKS = frozenset(b" \r\n")
_HYPHENS = (0x02, 0xFFFE)  # what pdfium makes of a hyphen at a line's end
_PRIVATE = (range(0xE000, 0xF900), range(0xF0000, 0x110000))


@lru_cache(maxsize=4096)
def _char(code: int, *, unmapped: bool) -> str:
    """The character of a code, " " for any blank, nothing for what isn't seen, \ufffd for what can't be known."""
    if unmapped or code == 0 or code in _SURROGATES or code > sys.maxunicode:
        return _UNKNOWN
    if code in _HYPHENS:
        return "-"
    char = chr(code)
    if char.isprintable() or _private(char):
        return char
    if char.isspace():
        return " "
    return _UNKNOWN if code < ord(" ") else ""


_SURROGATES = range(0xD800, 0xE000)
_UNKNOWN = "\ufffd"


def _private(char: str) -> bool:
    if char < _FIRST_PRIVATE:
        return False
    return any(ord(char) in codes for codes in _PRIVATE)


def _quarter(angle: float) -> int | None:
    if angle == 0:
        return 0
    turn = round(angle / (math.pi / 2))
    return turn % 4 if abs(angle - turn * math.pi / 2) <= _ASKEW else None


def _place(chars: Iterable[_Char], page: Page, frame: Box, turn: int) -> None:
    """Puts characters on the page as they are read, or aside where they stand at another angle."""
    askew: list[str] = []
    edge, floor, wall, roof = frame
    for char, left, bottom, right, top, x, y, quarter in chars:
        if quarter != turn:
            askew.append(char)
            continue
        if turn:
            left, bottom, right, top = Box(left, bottom, right, top).turned(turn)  # noqa: PLW2901 - set upright
            y = Box(x, y, x, y).turned(turn).bottom  # noqa: PLW2901 - as above
        if not (edge <= (left + right) / 2 <= wall and floor <= y <= roof):
            continue
        wide = "一" <= char <= "龥" or is_wide(char)
        em = right - left if wide and right > left else (top - bottom) * _TALL
        if char >= _FIRST_PRIVATE:
            page.unmapped += char == _UNKNOWN or _private(char)
        page.glyphs.append(Glyph(char, left - edge, right - edge, roof - y, em if em > 1 else 1.0, wide))
    page.askew = "".join(askew)


_FIRST_PRIVATE = "\ue000"
_TALL = 1.1  # a Latin letter's box is about so much lower than a Chinese character is wide


def is_wide(char: str) -> bool:
    """Whether a character is as wide as it is high: Chinese, kana, full-width forms, ideographic signs."""
    if "一" <= char <= "龥":
        return True
    return char >= "\u2e80" and not ("\uff61" <= char <= "\uffff" or "\ue000" <= char < "\uf900")
