"""The leader's page as one file: every number a link to the rows behind it, charts as inline SVG, no script."""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from planner.domain.notices import DECISION_WORDS, Decision
from planner.domain.quarters import done_by_month
from planner.domain.status_page import MissingReport, StatusPage, StatusTask, TaskNotice
from planner.domain.wording import WORDS, chinese_date, names_of
from planner.output.reports import Format, render
from planner.output.sandbox import TEMPLATE_FAULTS, Sandbox, refusal
from planner.output.status_charts import done_chart, lights_chart, returns_chart
from planner.output.status_figures import (
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
from planner.output.templating import LIGHTS, iso, watched
from planner.output.text import clean

_TEMPLATE = "web/status.html.j2"
_PAGES: tuple[tuple[int, Mapping[str, int]], ...] = (
    (43, {"sections": 8, "late": 5, "decisions": 3, "soon": 1, "by_original": 1}),
    (15, {"missing": 1, "units": 2, "out": 1}),
)
"""The lines of lists that each of two pages of A4 holds beside what is always there, and each list's least rows."""
_HEAD = 3
"""Lines of a list's caption, column heads and the note of what is left out."""


def render_status(page: StatusPage, *, fmt: Format, templates: Path) -> bytes:
    """The page as the bytes of a file: html by templates of its own, Markdown and docx by reports/status.md.j2.

    Raises TemplateMissing, or TemplateFaulty with the line where it is known.
    """
    if fmt == "html":
        return _html(page, templates).encode()
    return render("status", page, fmt=fmt, templates=templates, **_year(page))


def _html(page: StatusPage, templates: Path) -> str:
    environment = Sandbox(templates, autoescape=True, finalize=_shown)
    environment.filters.update(by_unit=_by_unit, decision=_decision, iso=iso, shown_lights=shown_lights, why=_why)
    try:
        # Not `run`, which bounds what an office's own template may write: a plan may have thousands of tasks.
        return environment.get_template(_TEMPLATE).render(view=page, lights=LIGHTS, **_year(page), **_rows(page))
    except TEMPLATE_FAULTS as fault:
        raise refusal(fault, _TEMPLATE, [templates]) from fault


def printed_rows(found: Mapping[str, int]) -> dict[str, int]:
    """How many rows of each list are printed so that each page holds its lists: each its least, then more in order."""
    rows: dict[str, int] = {}
    for lines, least in _PAGES:
        rows |= (own := {name: min(found[name], few) for name, few in least.items()})
        left = lines - sum(_HEAD + count * _row_lines(name) for name, count in own.items() if count)
        for name in least:
            more = min(found[name] - rows[name], max(left, 0) // _row_lines(name))
            rows[name] += more
            left -= more * _row_lines(name)
    return rows


def _row_lines(name: str) -> int:
    return 1 if name in ("sections", "units") else 2


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
        "printed": printed_rows(
            {
                "sections": len(sections),
                "late": len(page.late),
                "by_original": len(page.late_by_original),
                "decisions": len(page.decisions),
                "soon": len(page.due_soon),
                "missing": len(owing),
                "units": len(units),
                "out": len(page.out_of_action),
            }
        ),
    }


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
