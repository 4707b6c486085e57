"""Where the drill `kill` goes on: an office's database and the files that its commands read, laid out anew."""

import datetime as dt
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from openpyxl import load_workbook

from planner.usecases.plan_review import export_review
from planner.usecases.plans import import_plan
from tests.drills.grounds import Ground, PostgresGround, app_on
from tests.drills.offices import BACK, Office, do, open_office, returns
from tests.usecases.form_crowd import crowded_plan
from tests.world import document

_CHANGED = "改过的举措"
_SIDES = ("-wal", "-shm", "-journal")


@dataclass(frozen=True)
class Desk:
    """A folder with what an office's commands read; `work` is laid out anew for each kill.

    `target` is an empty database on a server to move to, where there is one.
    """

    folder: Path
    url: str
    seed: int
    office: Office
    target: PostgresGround | None = None

    @property
    def work(self) -> Path:
        return self.folder / "work"

    def lay_out(self) -> None:
        """The files as they were."""
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.folder / "files", self.work)

    def names(self) -> frozenset[str]:
        """The files that lie there, but for what nobody is to see."""
        found = (path for path in self.work.rglob("*") if path.is_file())
        return frozenset(str(path.relative_to(self.work)) for path in found if not _passing(path))

    def left_over(self) -> list[str]:
        """Files on their way to a name, and what SQLite keeps beside a file while it is open: of nobody any more."""
        return sorted(str(path.relative_to(self.work)) for path in self.work.rglob("*") if _passing(path))


def _passing(path: Path) -> bool:
    return (path.name.startswith(".") and path.name.endswith(".tmp")) or path.name.endswith(_SIDES)


def open_desk(ground: Ground, folder: Path, seed: int, units: int) -> Desk:
    """An office at work in an empty database: so many units have sent their forms back, other files wait to be read."""
    desk = Desk(folder, ground.url, seed, open_office(ground.url, seed))
    files = folder / "files"
    files.mkdir()
    (files / "新要点.txt").write_text(_plan_of(2026, seed + 1), encoding="utf-8")
    lines = ["任务,单位,填报期,状态,本期进展"]
    lines += [
        f"{task},{unit},2024Q2,推进中,{unit}办理{at}件。" for at, (task, unit) in enumerate(desk.office.on_task[:12])
    ]
    (files / "填报.csv").write_text("\n".join(lines), encoding="utf-8-sig")
    returns(ground.url, files / "收回", seed, units)
    ground.keep()
    return desk


def with_next_year(desk: Desk, ground: Ground, target: PostgresGround | None) -> Desk:
    """The same desk with next year's plan as a draft, its review workbook, and an empty database to move to."""
    _review(ground.url, desk.folder / "files" / "核对表.xlsx", desk.seed)
    ground.keep()
    return replace(desk, target=target)


def _plan_of(year: int, seed: int) -> str:
    """Another plan, of other tasks."""
    return crowded_plan(seed).replace("2024年", f"{year}年").replace("办好", "抓好")


def _review(url: str, path: Path, seed: int) -> None:
    """Import next year's plan, and write its review workbook with every fifth task's text changed."""
    with app_on(url) as app:
        do(app, import_plan, BACK, document(_plan_of(2025, seed + 2), "明年.txt"))
        with app.reading() as session:
            export_review(session, app.as_of(session, dt.date.fromisoformat(BACK)), path, "2025")
    book = load_workbook(path)
    sheet = book["任务"]
    column = next(cell.column for cell in sheet[1] if cell.value == "正文")
    for row in range(2, sheet.max_row + 1, 5):
        sheet.cell(row, column).value = f"{_CHANGED}{row}。"
    book.save(path)
