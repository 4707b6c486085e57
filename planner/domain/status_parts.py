"""A part of the status page: one unit's tasks. Every count is of what is shown."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from planner.domain.lights import Colour
from planner.domain.status_page import CountedGroup, Quarter, StatusPage, StatusTask, TaskNotice


def of_tasks(page: StatusPage, codes: Collection[str], names: Sequence[str]) -> StatusPage:
    """The page of these tasks, as the unit that goes by these names, today's first, may see it.

    The others on the tasks stand in the tasks' own rows and reasons; what they owe, and what is to be decided for
    them, is left out. A page without its rows must be of these tasks' board: its counts stay as they are.
    """
    tasks = tuple(task for task in page.tasks if task.code in codes)
    return replace(
        page,
        lights=_counted(tasks) if page.tasks else page.lights,
        sections=_sections(tasks) if page.tasks else page.sections,
        units=tuple(group for group in page.units if group.name in names),
        late=_of(page.late, codes),
        due_soon=_of(page.due_soon, codes),
        missing=tuple(row for row in page.missing if row.task in codes and row.unit in names),
        decisions=tuple(notice for notice in page.decisions if notice.task in codes and names_any(notice.whose, names)),
        late_by_original=_of(page.late_by_original, codes),
        out_of_action=_of(page.out_of_action, codes),
        tasks=tasks,
        quarters=tuple(_quarter(quarter, codes, names) for quarter in page.quarters),
        only_unit=names[0],
    )


def names_any(whose: Collection[str], names: Collection[str]) -> bool:
    """Whether a notice is for a unit: for nobody by name, or for it and others."""
    return not whose or any(name in names for name in whose)


def _of(notices: Iterable[TaskNotice], codes: Collection[str]) -> tuple[TaskNotice, ...]:
    return tuple(notice for notice in notices if notice.task in codes)


def _counted(tasks: Iterable[StatusTask]) -> dict[Colour, int]:
    found = Counter(task.colour for task in tasks)
    return {colour: found[colour] for colour in Colour}


def _sections(tasks: Iterable[StatusTask]) -> tuple[CountedGroup, ...]:
    groups: dict[str, list[StatusTask]] = {}
    for task in tasks:
        groups.setdefault(task.section, []).append(task)
    return tuple(CountedGroup(name, len(found), _counted(found)) for name, found in groups.items())


def _quarter(quarter: Quarter, codes: Collection[str], names: Collection[str]) -> Quarter:
    return replace(
        quarter,
        lights={colour: tuple(code for code in found if code in codes) for colour, found in quarter.lights.items()},
        done=tuple(code for code in quarter.done if code in codes),
        returns=tuple(each for each in quarter.returns if each.unit in names),
    )
