"""The leader's page as one file: every number a link to the rows behind it, charts as inline SVG, no script."""

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from planner.domain.lights import Colour
from planner.domain.notices import DECISION_WORDS, Decision
from planner.domain.quarters import done_by_month
from planner.domain.status_page import MissingReport, StatusPage, StatusTask, TaskNotice
from planner.domain.wording import WORDS, chinese_date, names_of
from planner.output.reports import Format, render
from planner.output.sandbox import TEMPLATE_FAULTS, Sandbox, refusal
from planner.output.status_charts import done_chart, lights_chart, returns_chart
from planner.output.status_figures import (
    ALWAYS_SHOWN,
    done_figure,
    figure_lists,
    month_columns,
    news_figures,
    now_figure,
    quarter_columns,
    section_group,
    shown_lights,
    unit_group,
)
from planner.output.status_print import Printed, printed_rows, row_lines
from planner.output.templating import LIGHTS, iso, watched
from planner.output.text import clean

_TEMPLATE = "web/status.html.j2"


def render_status(page: StatusPage, *, fmt: Format, templates: Path) -> bytes:
    """The page as the bytes of a file: html by templates of its own, Markdown and docx by reports/status.md.j2.

    Raises TemplateMissing, or TemplateFaulty with the line where it is known.
    """
    if fmt == "html":
        return _html(page, templates).encode()
    shown = [light for light in LIGHTS if light in ALWAYS_SHOWN or any(its.get(light) for its in _counts(page))]
    return render("status", page, fmt=fmt, templates=templates, shown_lights=shown, **_year(page))


def _counts(page: StatusPage) -> list[Mapping[Colour, int]]:
    """How many of each light the page counts: of all tasks, and of each section and unit."""
    return [page.lights, *(group.colours for group in (*page.sections, *page.units))]


def _html(page: StatusPage, templates: Path) -> str:
    environment = Sandbox(templates, autoescape=True, finalize=_shown)
    environment.filters.update(by_unit=_by_unit, decision=_decision, iso=iso, shown_lights=shown_lights, why=_why)
    try:
        # Not `run`, which bounds what an office's own template may write: a plan may have thousands of tasks.
        return environment.get_template(_TEMPLATE).render(view=page, lights=LIGHTS, **_year(page), **_rows(page))
    except TEMPLATE_FAULTS as fault:
        raise refusal(fault, _TEMPLATE, [templates]) from fault


def _shown(value: object) -> object:
    """What `{{ value }}` shows: a day in Chinese, an enum's Chinese word, nothing for None, text without controls."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return chinese_date(value)
    if isinstance(value, StrEnum):
        return WORDS[value]
    return clean(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _year(page: StatusPage) -> dict[str, object]:
    """What both templates tell of the year: its quarters, what is new in the page's own, its months."""
    quarters = list(quarter_columns(page))
    return {
        "total": sum(page.lights.values()),
        "done": done_figure(page),
        "quarters": quarters,
        "quarter_lights": shown_lights(quarters),
        "later": page.judged_on is None and bool(page.quarters) and page.quarters[-1].judged_on < page.as_of,
        "news": list(news_figures(page)),
        "months": list(month_columns(page)),
    }


def _rows(page: StatusPage) -> dict[str, object]:
    """What the html page alone shows: figures with the rows behind them, charts, and how much of it is printed."""
    now = {colour: now_figure(page, colour) for colour in LIGHTS}
    sections = [section_group(page, number, group) for number, group in enumerate(page.sections, 1)]
    units = [unit_group(page, number, group) for number, group in enumerate(watched(page.units), 1)]
    owing = _owing(page)
    printed = _printed(page, len(sections), len(units), owing)
    return {
        "anchors": {task.code: f"task-{number}" for number, task in enumerate(page.tasks, 1)},
        "titles": {task.code: task.title for task in page.tasks},
        "now": now,
        "sections": sections,
        "units": units,
        "owing": owing,
        "charts": _charts(page),
        "rows": [(now[colour], [task for task in page.tasks if task.colour is colour]) for colour in LIGHTS],
        "lists": list(figure_lists(page, sections, units)),
        "printed": printed.rows,
        "whole": printed.whole,
    }


def _printed(
    page: StatusPage, sections: int, units: int, owing: Sequence[tuple[str, Sequence[MissingReport]]]
) -> Printed:
    """How much of each list is printed; the columns of days and numbers take what `narrow` says."""
    own = {"late": (page.late, 48), "by_original": (page.late_by_original, 27), "soon": (page.due_soon, 22)}
    lines = {
        name: row_lines([(_task(n), "、".join(n.whose), _why(n)) for n in notices], narrow)
        for name, (notices, narrow) in own.items()
    }
    return printed_rows(
        lines
        | {
            "sections": [1] * sections,
            "decisions": row_lines([(_task(n), n.message) for n in page.decisions], 24),
            "missing": row_lines([(unit, "、".join(row.task for row in owed)) for unit, owed in owing], 20),
            "units": [1] * units,
            "out": row_lines([(_task(n), n.message) for n in page.out_of_action], 12),
        }
    )


def _task(notice: TaskNotice) -> str:
    return f"{notice.task} {notice.title}"


def _charts(page: StatusPage) -> dict[str, object]:
    return {
        "lights": lights_chart(page.quarters),
        "returns": returns_chart(page.quarters),
        "done": done_chart(done_by_month(page), len(page.tasks)),
    }


def _owing(page: StatusPage) -> list[tuple[str, list[MissingReport]]]:
    """The units that haven't reported with what they owe, those that owe most first."""
    found: dict[str, list[MissingReport]] = {}
    for row in page.missing:
        found.setdefault(row.unit, []).append(row)
    return sorted(found.items(), key=lambda item: -len(item[1]))


def _why(notice: TaskNotice) -> str:
    """A notice's message without the names before it, which stand in a column of their own."""
    return notice.message.removeprefix(f"{names_of(notice.whose)}：")


def _decision(notice: TaskNotice) -> str:
    return DECISION_WORDS[Decision(notice.kind)]


def _by_unit(task: StatusTask) -> list[tuple[str, str]]:
    """The units on a task by role: (牵头, 市司法局), (责任, 市公安局、市财政局)."""
    roles = dict.fromkeys(unit.role for unit in task.units)
    return [(WORDS[role], "、".join(unit.unit for unit in task.units if unit.role is role)) for role in roles]
