"""PDFs written by hand: text at given places, level and upright lines, pictures; no font in them, only its codes."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from planner.domain.document import Document
from planner.reading.pdf.reader import read_pdf

A4 = (595.0, 842.0)
Stroke = tuple[float, float, float, float]


@dataclass
class Leaf:
    """A page. `words` are (x, y from the top, size, text), `turned` (a text matrix's six numbers, size, text)."""

    words: list[tuple[float, float, float, str]] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    picture: bool = False
    rotate: int = 0
    turned: list[tuple[str, float, str]] = field(default_factory=list)
    size: tuple[float, float] = A4

    @property
    def texts(self) -> list[str]:
        return [text for _, _, _, text in self.words] + [text for _, _, text in self.turned]

    def put(self, text: str, *, x: float = 80, y: float, size: float = 16) -> "Leaf":
        self.words.append((x, y, size, text))
        return self

    def ruled(self, xs: Sequence[float], ys: Sequence[float]) -> "Leaf":
        """Every line of a grid without merged cells."""
        self.strokes += [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]
        return self


def pdf_of(leaves: Sequence[Leaf], *, unmapped: bool = False) -> bytes:
    """The bytes of a PDF with these pages; `unmapped` leaves out what its codes mean."""
    letters = sorted({c for leaf in leaves for text in leaf.texts for c in text})
    codes = {letter: k for k, letter in enumerate(letters, 1)}
    assert len(codes) < 256, "one byte a letter"
    objects = [b"", b"", *_font(codes, unmapped=unmapped), _picture()]
    kids = []
    for leaf in leaves:
        content = stream(_content(leaf, codes).encode("ascii"))
        objects.append(content)
        resources = f"/Font << /F 3 0 R >> /XObject << /P {_PICTURE} 0 R >>"
        width, height = leaf.size
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Rotate {leaf.rotate} "
            f"/Resources << {resources} >> /Contents {len(objects)} 0 R >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return file_of(objects)


_PICTURE = 7


def _font(codes: dict[str, int], *, unmapped: bool) -> list[bytes]:
    """A font whose letters are boxes, drawn by the file itself; what they mean is only in its table of codes."""
    pairs = "\n".join(f"<{code:02x}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(codes)} beginbfchar\n{pairs}\nendbfchar\n"
        "endcmap end end"
    )
    unicode = "" if unmapped else "/ToUnicode 6 0 R"
    names = " ".join(f"/g{code}" for code in codes.values())
    shapes = " ".join(f"/g{code} {4 if letter.isascii() else 5} 0 R" for letter, code in codes.items())
    widths = " ".join("500" if letter.isascii() else "1000" for letter in codes)
    font = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 -120 1000 880] /FontMatrix [0.001 0 0 0.001 0 0] "
        f"/FirstChar 1 /LastChar {len(codes)} /Widths [{widths}] /Encoding << /Differences [1 {names}] >> "
        f"/CharProcs << {shapes} >> /Resources << >> {unicode} >>"
    )
    boxes = [stream(f"{width} 0 0 -120 {width} 880 d1 0 0 {width} 700 re f".encode()) for width in (500, 1000)]
    return [font.encode(), *boxes, stream(cmap.encode("ascii"))]


def _content(leaf: Leaf, codes: dict[str, int]) -> str:
    height = leaf.size[1]
    lines = []
    for x, y, size, text in leaf.words:
        shown = "".join(f"{codes[letter]:02x}" for letter in text)
        lines.append(f"BT /F {size} Tf 1 0 0 1 {x} {height - y} Tm <{shown}> Tj ET")
    for matrix, size, text in leaf.turned:
        shown = "".join(f"{codes[letter]:02x}" for letter in text)
        lines.append(f"BT /F {size} Tf {matrix} Tm <{shown}> Tj ET")
    lines += [f"{a} {height - b} m {c} {height - d} l S" for a, b, c, d in leaf.strokes]
    if leaf.picture:
        lines.append(f"q {leaf.size[0]} 0 0 {height} 0 0 cm /P Do Q")
    return "\n".join(lines)


def _picture() -> bytes:
    return stream(
        b"\x80", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    )


def stream(data: bytes, entries: str = "") -> bytes:
    packed = zlib.compress(data)
    return f"<< {entries} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode() + packed + b"\nendstream"


def file_of(objects: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode() + trailer.encode()


FILE = Path("计划.pdf")
FULL = "把全市的水库逐处登记造册并与去年的簿册逐页对照一遍"  # 25 characters of 16 points: from 80 to 480
WIDE = 400


def read(*leaves: Leaf) -> Document:
    return read_pdf(FILE, pdf_of(leaves))


def lines(*leaves: Leaf) -> list[str]:
    return read(*leaves).text.split("\n")


def page(*rows: str, indent: int = 2) -> Leaf:
    """Full rows at the left edge, 28 points apart; a row that begins with > is indented by characters."""
    leaf = Leaf()
    for k, row in enumerate(rows):
        text = row.lstrip(">")
        leaf.put(text, x=80 + 16 * indent * (len(row) - len(text)), y=120 + 28 * k)
    return leaf
