"""What is drawn on a PDF's page: ruling lines, how much of it pictures take, notes pinned to it."""

import ctypes
from dataclasses import dataclass, field
from typing import Any

from planner.reading.pdf.bindings import pdfium
from planner.reading.pdf.shapes import Box, Matrix, Ruling, Subpath, rulings_of

_MOST_OBJECTS = 200_000
_DEEPEST = 8


@dataclass(slots=True)
class Drawn:
    """What is drawn on a page: ruling lines, the share of it that pictures take, the number of paths."""

    rulings: list[Ruling] = field(default_factory=list)
    pictures: float = 0.0
    paths: int = 0
    seen: int = 0


def drawn_on(raw: Any, box: Box) -> Drawn:  # noqa: ANN401 - untyped library
    """What is drawn on a page, in its own space."""
    c = pdfium()
    shapes = Drawn()
    area = (box.right - box.left) * (box.top - box.bottom)
    for k in range(min(c.FPDFPage_CountObjects(raw), _MOST_OBJECTS)):
        _add(shapes, c.FPDFPage_GetObject(raw, k), Matrix(), area=area, depth=0)
    return shapes


def _add(shapes: Drawn, shape: Any, outer: Matrix, *, area: float, depth: int) -> None:  # noqa: ANN401 - as above
    c = pdfium()
    shapes.seen += 1
    if shapes.seen > _MOST_OBJECTS or not shape:
        return
    kind = c.FPDFPageObj_GetType(shape)
    if kind == c.FPDF_PAGEOBJ_TEXT:
        return
    if kind == c.FPDF_PAGEOBJ_PATH:
        shapes.paths += 1
        shapes.rulings.extend(_ruled(shape, _matrix(shape).then(outer)))
    elif kind == c.FPDF_PAGEOBJ_IMAGE:
        shapes.pictures += abs(_matrix(shape).then(outer).area()) / area
    elif kind == c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        inner = _matrix(shape).then(outer)
        for k in range(min(c.FPDFFormObj_CountObjects(shape), _MOST_OBJECTS)):
            if shapes.seen > _MOST_OBJECTS:
                return
            _add(shapes, c.FPDFFormObj_GetObject(shape, k), inner, area=area, depth=depth + 1)


def _matrix(shape: Any) -> Matrix:  # noqa: ANN401 - untyped library
    c = pdfium()
    raw = c.FS_MATRIX()
    return Matrix(raw.a, raw.b, raw.c, raw.d, raw.e, raw.f) if c.FPDFPageObj_GetMatrix(shape, raw) else Matrix()


def _ruled(shape: Any, matrix: Matrix) -> list[Ruling]:  # noqa: ANN401 - untyped library
    c = pdfium()
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not c.FPDFPath_GetDrawMode(shape, fill, stroke) or not (fill.value or stroke.value):
        return []
    return rulings_of(_subpaths(shape, matrix), stroked=bool(stroke.value))


_MOST_SEGMENTS = 5000


def _subpaths(shape: Any, matrix: Matrix) -> list[Subpath]:  # noqa: ANN401 - untyped library
    c = pdfium()
    x, y = ctypes.c_float(), ctypes.c_float()
    found: list[Subpath] = []
    for k in range(min(c.FPDFPath_CountSegments(shape), _MOST_SEGMENTS)):
        segment = c.FPDFPath_GetPathSegment(shape, k)
        c.FPDFPathSegment_GetPoint(segment, x, y)
        kind = c.FPDFPathSegment_GetType(segment)
        if kind == c.FPDF_SEGMENT_MOVETO or not found:
            found.append(Subpath())
        found[-1].points.append(matrix.of(x.value, y.value))
        found[-1].curved |= kind == c.FPDF_SEGMENT_BEZIERTO
        if c.FPDFPathSegment_GetClose(segment):
            found[-1].points.append(found[-1].points[0])
    return found


# ---- remarks ----

_MOST_REMARKS = 200


def remarks_on(raw: Any) -> list[str]:  # noqa: ANN401 - untyped library
    """The words of notes that readers have pinned to the page."""
    c = pdfium()
    found = []
    for k in range(min(c.FPDFPage_GetAnnotCount(raw), _MOST_REMARKS)):
        annotation = c.FPDFPage_GetAnnot(raw, k)
        if not annotation:
            continue
        try:
            if c.FPDFAnnot_GetSubtype(annotation) not in {c.FPDF_ANNOT_LINK, c.FPDF_ANNOT_POPUP, c.FPDF_ANNOT_WIDGET}:
                found.append(_contents(annotation))
        finally:
            c.FPDFPage_CloseAnnot(annotation)
    return [words for words in found if words]


def _contents(annotation: Any) -> str:  # noqa: ANN401 - untyped library
    c = pdfium()
    size = c.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
    buffer = ctypes.create_string_buffer(min(max(size, 2), 1 << 20))
    if size > len(buffer):
        return ""
    c.FPDFAnnot_GetStringValue(annotation, b"Contents", ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return " ".join(buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "replace").split())
