"""Forms out and back in, a form, against openpyxl loading and saving the same files."""

import datetime as dt
import shutil
import time
from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import TypeVar

from openpyxl import load_workbook

from benchmarks.timing import show
from planner.bootstrap import App
from planner.domain.form_layout import FORM_SHEET
from planner.domain.periods import Period
from planner.settings import Settings, shipped
from planner.usecases.form_collect import collect_forms
from planner.usecases.form_known import Taking
from planner.usecases.forms import Outgoing, export_forms
from planner.usecases.rosters import set_members

Made = TypeVar("Made")

FORMS, DEMO_FORMS = 40, 29
COUNTIES = "各县（市、区）政府"
JOINED = dt.date(2024, 9, 2)
ROUNDS = 5
PERIOD = Period(2024, 4)


def measure(folder: Path) -> None:
    """Measure on the demo's database: every round begins with a fresh copy of it."""
    seconds: dict[str, list[float]] = {"load and save (openpyxl)": [], "export": [], "collect": [], "out and in": []}
    for number in range(ROUNDS + 1):
        work = folder / f"forms-{number}"
        work.mkdir()
        app = _copy(folder / "demo.db", work / "demo.db")
        out, forms = _timed(partial(_export, app, work / "out"))
        paths = [form.path for form in forms.forms]
        _fill(paths)
        bare, _ = _timed(partial(_load_and_save_all, paths))
        back, taken = _timed(partial(_collect, app, work / "out"))
        app.close()
        if (taken, len(paths)) != (FORMS, FORMS):
            raise RuntimeError(taken, len(paths))
        if number:
            for name, value in zip(seconds, (bare, out, back, out + back), strict=True):
                seconds[name].append(value / len(paths))
    show(f"forms, each of {len(paths)}", {name: median(found) for name, found in seconds.items()}, next(iter(seconds)))


def _copy(database: Path, to: Path) -> App:
    """A copy of the demo's database, with as many counties in the roster as make 40 forms."""
    shutil.copyfile(database, to)
    app = App(Settings(database=f"sqlite:///{to}", actor="bench"))
    counties = (shipped() / "examples" / "counties.txt").read_text(encoding="utf-8").split()
    more = [f"云溪{number}区政府" for number in range(FORMS - DEMO_FORMS)]
    with app.begin() as session:
        set_members(session, app.act(session, JOINED), COUNTIES, [*counties, *more])
    return app


def _timed(function: Callable[[], Made]) -> tuple[float, Made]:
    started = time.perf_counter()
    found = function()
    return time.perf_counter() - started, found


def _export(app: App, folder: Path) -> Outgoing:
    folder.mkdir()
    with app.begin() as session:
        act = app.act(session, None)
        return export_forms(session, act, PERIOD, folder, return_by=act.on)


def _fill(paths: Sequence[Path]) -> None:
    """Write progress into every row, as a unit would."""
    for path in paths:
        workbook = load_workbook(path)
        sheet = workbook[FORM_SHEET]
        columns = {cell.value: cell.column for cell in sheet[1]}
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, columns["本期进展"] or 0).value = f"第{row}项工作按计划推进，办理有关事项{row}件。"
        workbook.save(path)


def _load_and_save_all(paths: Sequence[Path]) -> None:
    for path in paths:
        load_workbook(path).save(BytesIO())


def _collect(app: App, folder: Path) -> int:
    return sum(outcome.outcome is Taking.TAKEN for outcome in collect_forms(partial(app.acting, None), [folder]))
