"""Charts of the status page: where each bar stands in a drawing 340 wide, and the same in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from planner.domain.quarters import Month
from planner.domain.status_page import Quarter
from planner.domain.wording import WORDS
from planner.output.templating import LIGHTS

WIDTH = 340
_PITCH = 42
_BAR = 18
_YEAR = 12
_PLOT = 76
"""Height of the columns of a whole."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar: what it shows (a colour, reported, new …), and where it stands."""

    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its name and its figures in words; `y` is the line on which these stand."""

    name: str
    beside: str
    told: str
    x: float
    y: float
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing: its height, its bars, what it says in words, and the kinds of parts that are in it.

    `top` and `foot` are the lines of the whole and of nothing, in a chart of standing bars.
    """

    height: int
    bars: tuple[Bar, ...]
    told: str
    kinds: tuple[str, ...]
    top: float = 0
    foot: float = 0


def lights_chart(quarters: Sequence[Quarter]) -> Chart:
    """Lying bars, a quarter each: its tasks by light."""
    shown = [light for light in LIGHTS if any(quarter.lights.get(light) for quarter in quarters)]
    bars = []
    for number, quarter in enumerate(quarters):
        counts = {light.value: len(quarter.lights.get(light, ())) for light in shown}
        told = "　".join(f"{WORDS[light]}{counts[light.value]}" for light in shown if counts[light.value])
        bars.append(_lying(quarter, number, told, counts))
    return _chart(bars, tuple(light.value for light in shown))


def returns_chart(quarters: Sequence[Quarter]) -> Chart:
    """Lying bars, a quarter each: returns that were made, of those that were asked for."""
    bars = []
    for number, quarter in enumerate(quarters):
        asked, reported = quarter.asked, quarter.reported
        if not quarter.over:
            bars.append(_lying(quarter, number, "还没到报送期", {"waiting": 1}))
        elif not asked:
            bars.append(_lying(quarter, number, "没有要报送的", {"waiting": 1}))
        else:
            told = f"已报{reported}，应报{asked}（{100 * reported // asked}%）"
            bars.append(_lying(quarter, number, told, {"reported": reported, "unreported": asked - reported}))
    return _chart(bars, ("reported", "unreported"))


def done_chart(months: Sequence[Month], tasks: int) -> Chart:
    """Standing bars, a month each: tasks done before it and in it; the line is that of all tasks."""
    slot = WIDTH / _YEAR
    top = 24.0
    foot = top + _PLOT
    bars = []
    for month in months:
        x = (month.number - 1) * slot + 4
        pieces = tuple(_standing({"before": len(month.so_far) - len(month.new), "new": len(month.new)}, x, foot, tasks))
        y = min((piece.y for piece in pieces), default=foot) - 4
        bars.append(Bar(f"{month.number}月", "", str(len(month.so_far)), x + (slot - 8) / 2, y, pieces))
    told = "；".join(f"{m.number}月新完成{len(m.new)}项、累计{len(m.so_far)}项" for m in months)
    return Chart(int(foot) + 20, tuple(bars), f"{told}；全部{tasks}项。" if told else "", ("before", "new"), top, foot)


def _standing(counts: Mapping[str, int], x: float, foot: float, whole: int) -> Iterator[Piece]:
    """The parts of a column, the first at its foot."""
    y = foot
    for kind, count in counts.items():
        height = round(_PLOT * count / whole, 2) if whole else 0
        y = round(y - height, 2)
        if count:
            yield Piece(kind, round(x, 2), y, round(WIDTH / _YEAR - 8, 2), height)


def _lying(quarter: Quarter, number: int, told: str, counts: Mapping[str, int]) -> Bar:
    top = number * _PITCH
    day = f"{quarter.judged_on.month}月{quarter.judged_on.day}日"
    name = quarter.label.partition("年")[2] or quarter.label
    pieces = tuple(_side_by_side(counts, top + 19))
    return Bar(name, day if quarter.over else f"到{day}", told, 0, top + 14, pieces)


def _side_by_side(counts: Mapping[str, int], y: float) -> Iterator[Piece]:
    whole = sum(counts.values())
    x = 0.0
    for kind, count in counts.items():
        if count:
            width = round(WIDTH * count / whole, 2)
            yield Piece(kind, round(x, 2), y, width, _BAR)
            x += width


def _chart(bars: Sequence[Bar], kinds: tuple[str, ...]) -> Chart:
    told = "；".join(f"{bar.name}（{bar.beside}）{bar.told.replace('　', '、')}" for bar in bars)
    return Chart(len(bars) * _PITCH, tuple(bars), f"{told}。" if told else "", kinds)
