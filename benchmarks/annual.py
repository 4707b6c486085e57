"""The year-end report from 5,000 accepted entries: seconds to read and to write it, and how long it is."""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from planner.bootstrap import App
from planner.domain.board import TaskFacts
from planner.domain.document import Document
from planner.domain.figures import parse_figure
from planner.domain.periods import Period
from planner.domain.progress import Status, Verdict
from planner.output.reports import Layout
from planner.settings import Settings
from planner.store.queries.board import load_tasks
from planner.usecases.entry_writing import NewEntry, Words, write_entries
from planner.usecases.lookups import find_plan
from planner.usecases.plans import confirm_plan, import_plan
from planner.usecases.report_files import write_report
from planner.usecases.reports import read_annual
from planner.usecases.reviews import Wanted, review

TASKS, UNITS, QUARTERS = 125, 10, 4
ENTRIES = TASKS * UNITS * QUARTERS
OFFICES = ("司法", "财政", "公安", "民政", "教育", "水利", "农业农村", "商务", "审计", "统计")
CONFIRMED = dt.date(2024, 1, 15)
WRITTEN = dt.date(2025, 1, 20)


def measure(folder: Path) -> None:
    """Log a year for a made-up plan of 125 tasks with ten units each, and write its report in each format."""
    with TemporaryDirectory(dir=folder) as work:
        app = App(Settings(database=f"sqlite:///{work}/annual.db", actor="bench"))
        app.initialise()
        _log_year(app)
        print(f"\nyear-end report from {ENTRIES:,} entries")
        with app.reading() as session:
            asked = app.as_of(session, WRITTEN)
            _tell("read_annual", partial(read_annual, session, asked))
            report = read_annual(session, asked)
            for ending in ("md", "html", "docx"):
                path = Path(work) / f"报告.{ending}"
                _tell(f"written as {ending}", partial(write_report, report, path, Layout(app.templates)))
            characters = len((Path(work) / "报告.md").read_text(encoding="utf-8"))
        app.close()
    print(f"  {characters:,} characters")


def _tell(name: str, function: Callable[[], object]) -> None:
    started = perf_counter()
    function()
    print(f"  {name:42}{perf_counter() - started:10.2f} s")


def _log_year(app: App) -> None:
    with app.begin() as session:
        act = app.act(session, CONFIRMED)
        text = _plan()
        outcome = import_plan(session, act, Document(name="要点.txt", format="txt", sha256="0" * 64, text=text))
        confirm_plan(session, act, outcome.code)
    for quarter in range(1, QUARTERS + 1):
        period = Period(2024, quarter)
        with app.begin() as session:
            act = app.act(session, period.last_day + dt.timedelta(days=5))
            tasks = load_tasks(session, find_plan(session, act.seen), act.on)
            write_entries(session, act, period, [entry for task in tasks for entry in _said(task, period)])
            review(session, act, Wanted(everyone=True, period=period), Verdict.ACCEPTED)


def _plan() -> str:
    units = "、".join(f"市{office}局" for office in OFFICES)
    numbers = [f"{ten}十{one}" if ten else one for ten in ("", *"二三四五六七八九") for one in "一二三四五六七八九"]
    lines = ["云溪市2024年工作要点", "", "为做好本年度工作，制定本要点。", ""]
    for section in range(TASKS // 5):
        lines.append(f"{numbers[section]}、第{numbers[section]}方面工作")
        lines += [
            f"（{numbers[item]}）做好第{section * 5 + item + 1}类事项。规范办理流程，提高办理质量。[责任单位：{units}]"
            for item in range(5)
        ]
    return "\n".join([*lines, "", "云溪市司法局", "2024年1月10日", ""])


def _said(task: TaskFacts, period: Period) -> Iterator[NewEntry]:
    """What each unit of a task says; every third one gives a figure beside its text."""
    number = int(task.code.removeprefix("2024-"))
    for place, participant in enumerate(task.participants):
        unit, count = participant.unit, (number * 7 + place * 3 + period.quarter * 5) % 40 + 1
        walked = (parse_figure(f"走访企业={count + place}家"), None)
        lacking = place == number % UNITS
        words = Words(
            status=Status.DONE if period.quarter == QUARTERS else Status.IN_PROGRESS,
            text=f"{unit.name}办理第{number}类事项{count}件。修订有关办法，开展业务培训{period.quarter}期。",
            figures=(walked,) if place % 3 == 0 else (),
            problem="基层力量不足" if lacking else "",
            cause="人员调整频繁" if lacking else "",
            next_step="继续做好日常办理。" if period.quarter == QUARTERS else "",
        )
        yield NewEntry(
            task_id=task.id, task=task.code, unit_id=unit.id, unit=unit.name, words=words, before=None, on_behalf=False
        )
