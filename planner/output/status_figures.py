"""The figures of the status page: each number with its anchor and the codes of the tasks that it counts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from planner.domain.lights import Colour
from planner.domain.quarters import done_by_month, turned
from planner.domain.status_page import CountedGroup, Quarter, StatusPage
from planner.domain.wording import WORDS
from planner.output.templating import LIGHTS

ALWAYS_SHOWN = (Colour.RED, Colour.YELLOW, Colour.GREEN)
"""The lights that a table tells even where there is none of them."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number on the page: its anchor, what it counts, how many, and the codes of the tasks that it counts.

    Without codes it is a number and no link: it counts nothing, or what it counts isn't known any more.
    """

    id: str
    label: str
    count: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A section or unit with its figures: all its tasks, and those of each light."""

    name: str
    all: Figure
    lights: Mapping[Colour, Figure]

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (self.all, *self.lights.values())


@dataclass(frozen=True, slots=True)
class QuarterColumn:
    """A quarter in figures, with the one before it where there is one."""

    quarter: Quarter
    lights: Mapping[Colour, Figure]
    done: Figure
    returns_id: str
    before: Quarter | None

    @property
    def name(self) -> str:
        """第二季度: the year stands in the page's title."""
        return self.quarter.label.partition("年")[2]

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (*self.lights.values(), self.done)

    def change(self, light: Colour) -> str:
        """How many more of a light than a quarter ago: +2, −1, or 平."""
        return signed(self.lights[light].count - len(self.before.lights.get(light, ()))) if self.before else ""

    @property
    def change_done(self) -> str:
        return signed(self.done.count - len(self.before.done)) if self.before else ""


@dataclass(frozen=True, slots=True)
class MonthColumn:
    """A month in figures: done in it, and up to its end."""

    number: int
    new: Figure
    so_far: Figure

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (self.new, self.so_far)


def signed(number: int) -> str:
    """A difference as people read it: +2, −1, or 平 where there is none."""
    return f"{number:+d}".replace("-", "−") if number else "平"


def done_figure(page: StatusPage) -> Figure:
    """The tasks that are done on the page's day."""
    codes = tuple(task.code for task in page.tasks if task.done)
    return Figure("now-done", "已完成", len(codes), codes)


def now_figure(page: StatusPage, colour: Colour) -> Figure:
    """The tasks of a light on the page's day."""
    codes = tuple(task.code for task in page.tasks if task.colour is colour)
    return Figure(f"now-{colour}", f"现在{WORDS[colour]}", page.lights[colour], codes)


def section_group(page: StatusPage, number: int, group: CountedGroup) -> Group:
    """The page's section of a number, from 1, in figures."""
    of_section = [task for task in page.tasks if task.section == group.name]
    return _group(f"section-{number}", group, [(task.code, task.colour) for task in of_section])


def unit_group(page: StatusPage, number: int, group: CountedGroup) -> Group:
    """The unit of a number in the page's list, from 1, in figures: its own lights."""
    its = [(task.code, unit.colour) for task in page.tasks for unit in task.units if unit.unit == group.name]
    return _group(f"unit-{number}", group, its)


def _group(anchor: str, group: CountedGroup, lights: Iterable[tuple[str, Colour]]) -> Group:
    known = list(lights)
    return Group(
        group.name,
        Figure(f"{anchor}-all", f"{group.name}：全部任务", group.tasks, tuple(code for code, _ in known)),
        {
            colour: Figure(
                f"{anchor}-{colour}",
                f"{group.name}：{WORDS[colour]}",
                group.colours.get(colour, 0),
                tuple(code for code, its in known if its is colour),
            )
            for colour in LIGHTS
        },
    )


def quarter_columns(page: StatusPage) -> Iterator[QuarterColumn]:
    """The quarters of the page in figures, each beside the one before it."""
    before: Quarter | None = None
    for quarter in page.quarters:
        anchor, label = f"quarter-{quarter.period}", quarter.label
        lights = {
            colour: Figure(f"{anchor}-{colour}", f"{label}：{WORDS[colour]}", len(codes), codes)
            for colour, codes in ((colour, quarter.lights.get(colour, ())) for colour in LIGHTS)
        }
        done = Figure(f"{anchor}-done", f"{label}：已完成", len(quarter.done), quarter.done)
        yield QuarterColumn(quarter, lights, done, f"returns-{quarter.period}", before)
        before = quarter


def month_columns(page: StatusPage) -> Iterator[MonthColumn]:
    """The months of the page's year in figures."""
    for month in done_by_month(page):
        label = f"{month.number}月"
        yield MonthColumn(
            month.number,
            Figure(f"month-{month.number}-new", f"{label}新完成", len(month.new), month.new),
            Figure(f"month-{month.number}-so-far", f"到{label}末累计完成", len(month.so_far), month.so_far),
        )


def news_figures(page: StatusPage) -> Iterator[Figure]:
    """What turned red, is red no more, or was done since the quarter before the page's own."""
    now, before = page.quarter, page.quarter_before
    if now is None or before is None:
        return
    red = turned(before.lights.get(Colour.RED, ()), now.lights.get(Colour.RED, ()))
    done = turned(before.done, now.done)
    told = {"新转红": red.new, "不再红": red.gone, "新完成": done.new, "不再算完成": done.gone}
    for number, (words, codes) in enumerate(told.items(), 1):
        if codes:
            yield Figure(f"news-{number}", words, len(codes), codes)


def shown_lights(items: Iterable[Group | QuarterColumn]) -> list[Colour]:
    """The lights that a table has columns or rows for: red, yellow and green, and what else any of its items shows."""
    known = list(items)
    return [light for light in LIGHTS if light in ALWAYS_SHOWN or any(item.lights[light].count for item in known)]


def figure_lists(
    page: StatusPage, sections: Iterable[Group], units: Iterable[Group]
) -> Iterator[tuple[str, list[Figure]]]:
    """The figures that lead to rows, under the headings under which these stand."""
    found: dict[str, Iterable[Figure]] = {
        "全部任务": [done_figure(page)],
        "各部分": chain.from_iterable(group.figures for group in sections),
        "各季度": chain.from_iterable(column.figures for column in quarter_columns(page)),
        f"{page.period_label}比上一季": news_figures(page),
        "各月完成": chain.from_iterable(column.figures for column in month_columns(page)),
        "有红灯、黄灯的单位": chain.from_iterable(group.figures for group in units),
    }
    for name, figures in found.items():
        if known := [figure for figure in figures if figure.codes]:
            yield name, known
