"""Builds the year-end report from a board and its accepted entries: words and figures, each with its source."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from planner.domain.board import Board, TaskOnBoard
from planner.domain.document import name_key
from planner.domain.drafts import Role
from planner.domain.entries import EntryView, FigureView
from planner.domain.figures import GivenFigure
from planner.domain.progress import Status, TaskState
from planner.domain.report import (
    AnnualReport,
    FigureSource,
    Passage,
    ProblemPassage,
    SectionPassages,
    TaskPassages,
    UnfinishedTask,
)
from planner.domain.wording import FROM_TEXT, WORDS

# 云溪市2024年法治政府建设工作要点; 某省2025年数字政府建设行动方案
_KIND_OF_PLAN = re.compile(r"(年度)?(工作)?(要点|计划|方案|安排|实施方案|行动方案|行动计划|任务分工方案)$")

_ROLES = {role: rank for rank, role in enumerate(Role)}

FindFigures = Callable[[str], Sequence[GivenFigure]]
"""Finds the numbers with a unit of measure in a text (the reading grammar, passed in)."""


def build_report(
    board: Board, entries: Mapping[int, EntryView], find_figures: FindFigures, as_of: dt.date
) -> AnnualReport:
    """The report's matter. `entries` holds every accepted entry in force, by id.

    A task marked as a first-responsible-person duty is told in part three and not again in part one. Problems and
    next steps are those of each unit's newest accepted entry: what was settled since isn't told.
    """
    told = {task.facts.code: _passages(task, entries) for task in board.tasks}
    marked = [task for task in board.tasks if task.facts.first_responsible]
    problems = tuple(problem for task in board.tasks for problem in _problems(task, entries))
    steps = tuple(_next_steps(task, entries) for task in board.tasks)
    printed = [
        *_printed(told.values(), entries),
        *((text, entries[p.entry_id]) for p in problems for text in (p.problem, p.cause)),
        *_printed(steps, entries),
    ]
    return AnnualReport(
        plan_code=board.plan.code,
        plan_title=board.plan.title,
        title=report_title(board.plan.title),
        year=board.plan.year,
        issuer=board.plan.issuer,
        as_of=as_of,
        done=_by_section([task for task in board.tasks if not task.facts.first_responsible], told),
        problems=problems,
        first_responsible=tuple(told[task.facts.code] for task in marked if told[task.facts.code].passages),
        next_steps=tuple(step for step in steps if step.passages),
        unfinished=tuple(
            UnfinishedTask(task.facts.code, task.facts.title, WORDS[task.facts.state])
            for task in board.tasks
            if not task.done and task.facts.state in (TaskState.ACTIVE, TaskState.PAUSED)
        ),
        sources=tuple(source for text, entry in printed for source in _sources(text, entry, find_figures)),
    )


def report_title(plan_title: str) -> str:
    """云溪市2024年法治政府建设工作要点 → 云溪市2024年法治政府建设年度报告."""
    return _KIND_OF_PLAN.sub("", plan_title) + "年度报告"


def _accepted(task: TaskOnBoard, entries: Mapping[int, EntryView]) -> list[EntryView]:
    """Every accepted entry in force, whoever filed it: those on the task by role, then collectives and who left."""
    return [entries[filing.entry_id] for own in task.filed for filing in own.accepted]


def _passages(task: TaskOnBoard, entries: Mapping[int, EntryView]) -> TaskPassages:
    """What was done on a task: each accepted entry once, by role, unit and period; the same words only once."""
    found: dict[str, Passage] = {}
    for entry in _accepted(task, entries):
        text = _sentence(entry)
        if text and entry.status is not Status.NOT_STARTED:
            found.setdefault(name_key(text), Passage(text, entry.id, entry.unit, entry.period))
    return TaskPassages(task.facts.code, task.facts.title, tuple(found.values()))


def _sentence(entry: EntryView) -> str:
    """An entry's progress, closed by 。, with its figures in brackets where the text doesn't hold them."""
    text = _closed(entry.text)
    extra = [_shown(figure) for figure in entry.figures if _told_beside(figure, entry.text)]
    return f"{text[:-1]}（{'、'.join(extra)}）。" if extra and text else text


def _told_beside(figure: FigureView, text: str) -> bool:
    """Figures under a checkpoint's code serve the lights; free ones are told unless the text has them."""
    if figure.from_text or figure.checkpoint is not None:
        return False
    printed = re.escape(name_key(figure.printed.removeprefix("累计")))
    return not re.search(rf"(?<!\d)(?<!\d[.,/]){printed}", name_key(text))  # 12次 doesn't say 2次


def _shown(figure: FigureView) -> str:
    return f"{figure.name}{figure.printed}"


def _closed(text: str) -> str:
    words = " ".join(text.split()).rstrip("。；;")
    return f"{words}。" if words else ""


def _by_section(tasks: Iterable[TaskOnBoard], told: Mapping[str, TaskPassages]) -> tuple[SectionPassages, ...]:
    sections: dict[str, list[TaskPassages]] = {}
    for task in tasks:
        if told[task.facts.code].passages:
            sections.setdefault(task.facts.section, []).append(told[task.facts.code])
    return tuple(SectionPassages(_without_number(title), tuple(found)) for title, found in sections.items())


def _without_number(title: str) -> str:
    """一、优化职能 → 优化职能: the report numbers its sections anew."""
    return re.sub(r"^[（(]?[一二三四五六七八九十]+[)）]?[、.．]?", "", title)


def _printed(told: Iterable[TaskPassages], entries: Mapping[int, EntryView]) -> Iterable[tuple[str, EntryView]]:
    """What the report prints, with the entry it is from."""
    return ((passage.text, entries[passage.entry_id]) for task in told for passage in task.passages)


def _newest(task: TaskOnBoard, entries: Mapping[int, EntryView]) -> list[EntryView]:
    return [entries[own.accepted[-1].entry_id] for own in task.filed if own.accepted]


def _problems(task: TaskOnBoard, entries: Mapping[int, EntryView]) -> list[ProblemPassage]:
    found: dict[str, ProblemPassage] = {}
    for entry in _newest(task, entries):
        if entry.problem:
            problem = ProblemPassage(
                task=task.facts.code,
                title=task.facts.title,
                entry_id=entry.id,
                unit=entry.unit,
                problem=entry.problem.rstrip("。；"),
                cause=entry.cause.rstrip("。；"),
            )
            found.setdefault(name_key(entry.problem), problem)
    return list(found.values())


def _next_steps(task: TaskOnBoard, entries: Mapping[int, EntryView]) -> TaskPassages:
    found: dict[str, Passage] = {}
    for entry in _newest(task, entries):
        if entry.next_step:
            text = _closed(entry.next_step)
            found.setdefault(name_key(text), Passage(text, entry.id, entry.unit, entry.period))
    return TaskPassages(task.facts.code, task.facts.title, tuple(found.values()))


def _sources(text: str, entry: EntryView, find_figures: FindFigures) -> Iterable[FigureSource]:
    """Every number with a unit of measure in a stretch that the report prints from an entry."""
    given = [figure for figure in entry.figures if not figure.from_text]
    beside = [figure for figure in entry.figures if _shown(figure) in text and _told_beside(figure, entry.text)]
    plain = text
    for figure in beside:
        plain = plain.replace(_shown(figure), "", 1)
    for found in find_figures(plain):
        match = _match(found, given)
        yield _source(entry, found.printed, match.name if match else found.name, match)
    for figure in beside:
        yield _source(entry, figure.printed, figure.name, figure)


def _match(found: GivenFigure, given: Sequence[FigureView]) -> FigureView | None:
    """The given figure that a number of the text is: the same number, and of several the one of that name."""
    same = [figure for figure in given if (figure.value, figure.unit) == (found.value, found.unit)]
    named = [figure for figure in same if figure.name in found.name or found.name in figure.name]
    return named[0] if named else (same[0] if len(same) == 1 else None)


def _source(entry: EntryView, printed: str, name: str, given: FigureView | None) -> FigureSource:
    return FigureSource(
        text=printed,
        name=name,
        entry_id=entry.id,
        task=entry.task,
        unit=entry.unit,
        period=entry.period,
        on=entry.on,
        basis=WORDS[given.basis] if given else FROM_TEXT,
    )
