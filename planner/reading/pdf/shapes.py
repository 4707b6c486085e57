"""Plane geometry of a PDF's page: boxes, matrices, and which drawn paths are ruling lines."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

Point = tuple[float, float]

_THIN = 3.0  # points; a filled box no thicker is a line
_STRAIGHT = 0.8  # points that a line may be off the level


class Box(NamedTuple):
    """A box in a PDF's own space, which counts upward from the bottom."""

    left: float
    bottom: float
    right: float
    top: float

    def turned(self, quarters: int) -> "Box":
        """The box as it is seen when text that was turned so often clockwise is set upright."""
        box = self
        for _ in range(quarters % 4):
            box = Box(-box.top, box.left, -box.bottom, box.right)
        return box


class Matrix(NamedTuple):
    """A PDF's matrix: (x, y) becomes (ax + cy + e, bx + dy + f)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def of(self, x: float, y: float) -> Point:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, outer: "Matrix") -> "Matrix":
        """This one first, the outer one on what comes of it."""
        a, b = outer.of(self.a, self.b)
        c, d = outer.of(self.c, self.d)
        e, f = outer.of(self.e, self.f)
        return Matrix(a - outer.e, b - outer.f, c - outer.e, d - outer.f, e, f)

    def area(self) -> float:
        """Of what was a unit square."""
        return self.a * self.d - self.b * self.c


class Rectangle(NamedTuple):
    """A box in the upright page, counted from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        return self.left - _STRAIGHT <= x <= self.right + _STRAIGHT and self.top <= y <= self.bottom


class Ruling(NamedTuple):
    """A straight line, level or upright: `at` is its height or its distance from the left, then from where to where."""

    level: bool
    at: float
    start: float
    end: float


@dataclass(slots=True)
class Subpath:
    """A run of points that are drawn without lifting the pen."""

    points: list[Point] = field(default_factory=list)
    curved: bool = False


def rulings_of(subpaths: list[Subpath], *, stroked: bool) -> list[Ruling]:
    """The ruling lines of a path: its straight strokes, or boxes so thin that filling them draws a line."""
    straight = [subpath for subpath in subpaths if not subpath.curved and len(subpath.points) > 1]
    if stroked:
        found = [_stroke(a, b) for subpath in straight for a, b in pairwise(subpath.points)]
    else:
        found = [_thin_box(subpath.points) for subpath in straight]
    return [ruling for ruling in found if ruling]


def _stroke(a: Point, b: Point) -> Ruling | None:
    (ax, ay), (bx, by) = a, b
    if abs(ay - by) <= _STRAIGHT < abs(ax - bx):
        return Ruling(True, (ay + by) / 2, min(ax, bx), max(ax, bx))
    if abs(ax - bx) <= _STRAIGHT < abs(ay - by):
        return Ruling(False, (ax + bx) / 2, min(ay, by), max(ay, by))
    return None


def _thin_box(points: list[Point]) -> Ruling | None:
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    low, high = min(y for _, y in points), max(y for _, y in points)
    if high - low <= _THIN and right - left > high - low:
        return Ruling(True, (low + high) / 2, left, right)
    if right - left <= _THIN and high - low > right - left:
        return Ruling(False, (left + right) / 2, low, high)
    return None


def turned_ruling(ruling: Ruling, frame: Box, quarters: int) -> Ruling:
    """A ruling of the page's own space as it lies in the upright page, counted from the top left of `frame`."""
    if ruling.level:
        box = Box(ruling.start, ruling.at, ruling.end, ruling.at).turned(quarters)
    else:
        box = Box(ruling.at, ruling.start, ruling.at, ruling.end).turned(quarters)
    if ruling.level != bool(quarters % 2):
        return Ruling(True, frame.top - box.top, box.left - frame.left, box.right - frame.left)
    return Ruling(False, box.left - frame.left, frame.top - box.top, frame.top - box.bottom)
