"""The words of one docx paragraph: printed ones, those left out with the reason, and text boxes anchored in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml.etree import _Element

from planner.reading.docx.fields import Fields, is_contents
from planner.reading.docx.package import attribute, child, children, switched, tag, value_of
from planner.reading.docx.styles import Styles

DELETED = "修订中删去的文字"
HIDDEN = "隐藏文字"
CONTENTS = "目录"
_RUBY = "注音"
_WORD_ART = "艺术字"

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_XML_BLANKS = " \t\r\n"
_BLANKED = str.maketrans("\t\r\n", "   ")
_NO_WORDS = frozenset(
    {"w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:instrText", "w:delInstrText", "w:rubyPr", "w:ffData"}
)
_FIXED: Mapping[str, str] = {
    "w:tab": " ",  # in the text a tab parts a table's cells
    "w:ptab": " ",
    "w:cr": "\n",
    "w:noBreakHyphen": "-",
}
_PRIVATE = 0xF000
# What fonts of symbols print for a code; other codes stay as they are.
_SYMBOLS: Mapping[str, Mapping[int, str]] = {
    "Symbol": {0xA3: "≤", 0xA5: "∞", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB9: "≠", 0xBB: "≈"},
    "Wingdings": {
        **{0x81 + k: chr(ord("①") + k) for k in range(10)},
        **{0x8C + k: chr(ord("❶") + k) for k in range(10)},
        **dict(zip((0x6C, 0x6E, 0xA8, 0xD8, 0xE0, 0xFC, 0xFE), "●■□➢→✓☑", strict=True)),
    },
}


class Piece(NamedTuple):
    """Words, or a text box; `lost` says in Chinese why words are left out, "" where they are printed."""

    text: str
    lost: str = ""
    box: _Element | None = None


@dataclass(slots=True)
class Words:
    """A paragraph's printed text, what it leaves out by reason, and its text boxes with why they are left out."""

    text: str = ""
    lost: dict[str, str] = field(default_factory=dict)
    boxes: list[tuple[_Element, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Runs:
    """Reads the paragraphs of a story one after the other: its fields may run over several."""

    styles: Styles
    fields: Fields

    def words(self, paragraph: _Element, lost: str = "") -> Words:
        """A paragraph's words. With `lost` all of them are left out for that reason."""
        style = self.styles.of_paragraph(child(paragraph, "w:pPr"))
        hidden = HIDDEN if self.styles.hides(style) else ""
        printed: list[str] = []
        outside: dict[str, list[str]] = {}
        boxes: list[tuple[_Element, str]] = []
        for piece in self._pieces(paragraph, lost, hidden):
            if piece.box is not None:
                boxes.append((piece.box, piece.lost))
            elif piece.lost:
                outside.setdefault(piece.lost, []).append(piece.text)
            else:
                printed.append(piece.text)
        return Words("".join(printed), {why: "".join(texts) for why, texts in outside.items()}, boxes)

    def _pieces(self, element: _Element, lost: str, hidden: str) -> Iterator[Piece]:
        """`hidden` is what holds for runs that don't say themselves whether they are hidden."""
        for inner in children(element):
            name = tag(inner)
            if name in _NO_WORDS:
                continue
            if name == "w:txbxContent":
                yield Piece("", lost, inner)
            elif name == "w:fldChar":
                yield Piece(self.fields.pass_mark(inner), self._left(lost))
            elif name == "v:textpath":
                yield Piece(inner.get("string", ""), lost or _WORD_ART)
            elif (text := _text(name, inner)) is None:
                if len(inner):
                    yield from self._pieces(inner, self._reason(name, inner, lost, hidden), hidden)
            elif not self.fields.in_code:
                yield Piece(text, self._left(lost))

    def _left(self, lost: str) -> str:
        return lost or (CONTENTS if self.fields.in_contents else "")

    def _reason(self, name: str, element: _Element, lost: str, hidden: str) -> str:
        """Why the words within an element are left out, "" where they are printed."""
        if lost:
            return lost
        match name:
            case "w:del" | "w:moveFrom":
                return DELETED
            case "w:rt":
                return _RUBY
            case "w:fldSimple" if is_contents(attribute(element, "instr") or ""):
                return CONTENTS
            case "w:r":
                return self._hidden(child(element, "w:rPr"), hidden)
            case _:
                return ""

    def _hidden(self, properties: _Element | None, hidden: str) -> str:
        own = switched(properties, "w:vanish")
        if own is not None:
            return HIDDEN if own else ""
        return HIDDEN if self.styles.hides(value_of(properties, "w:rStyle")) else hidden


def _text(name: str, element: _Element) -> str | None:
    """What an element prints by itself, None for one that only holds others."""
    match name:
        case "w:t" | "w:delText" | "m:t":
            text = element.text or ""
            kept = text if element.get(_SPACE) == "preserve" else text.strip(_XML_BLANKS)
            return kept.translate(_BLANKED)
        case "w:br":
            return "" if attribute(element, "type") in {"page", "column"} else "\n"
        case "w:sym":
            return _symbol(attribute(element, "font") or "", attribute(element, "char") or "")
        case _:
            return _FIXED.get(name)


def _symbol(font: str, code: str) -> str:
    try:
        char = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    plain = ord(char) - _PRIVATE if ord(char) >= _PRIVATE else ord(char)
    return _SYMBOLS.get(font, {}).get(plain, "" if "\ud800" <= char <= "\udfff" or char < " " else char)
