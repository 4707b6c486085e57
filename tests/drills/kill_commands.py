"""The commands that the drill `kill` kills: what they say when it is done, and what must be true of their files."""

import datetime as dt
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from docx import Document
from openpyxl import load_workbook

from planner.errors import DatabaseEmpty, DatabaseMissing, PlannerError
from planner.usecases.backups import opened_backup
from planner.usecases.form_aside import _MARKED
from planner.usecases.form_collect import collect_forms
from tests.copies import held
from tests.drills.grounds import ACTOR, Ground, app_on, content, digest
from tests.drills.kill_desk import Desk
from tests.drills.killing import Ended
from tests.drills.offices import BACK
from tests.usecases.form_crowd import UNITS

REVIEWED, MIDSUMMER, THIRD_QUARTER, NEXT_YEAR = "2024-04-20", "2024-06-20", "2024-10-08", "2025-01-10"
_FEW = 6
"""So many units get forms and letters."""


def _nothing(_desk: Desk, _done: bool) -> list[str]:
    return []


@dataclass(frozen=True)
class Command:
    """A command to kill."""

    name: str
    words: Callable[[Desk], list[str]]
    says: str
    """How a line begins that says that it is done, or a part of it."""
    ends: frozenset[int] = frozenset({0})
    """Its exit codes."""
    again: frozenset[int] = frozenset({0})
    """Its exit codes where it was done already."""
    files: Callable[[Desk, bool], list[str]] = _nothing
    """What is wrong with the files beside, where it was said to be done and where not."""
    steps: Callable[[Ground, Desk], list[str]] | None = None
    """The states of the database after each of its parts."""
    repeatable: bool = True
    """Whether it may be run again when it was done already, and changes nothing."""
    first: bool = False
    """Whether it makes the database."""
    often: bool = False
    """Whether it is one of those that are killed most."""
    prepare: Callable[[Desk], None] = lambda _desk: None
    """What is put back besides the office's database and the files."""
    tidy: Callable[[Desk], None] = lambda _desk: None
    """What is done first by who runs it again because nothing of it was done."""

    def told(self, ended: Ended) -> int:
        """How many of its parts it said are done."""
        return max(int(ended.code == 0), sum(bool(re.match(self.says, line)) for line in ended.printed))


# ---- collecting: a transaction a file, and files that are moved ----


def _collect_steps(ground: Ground, desk: Desk) -> list[str]:
    with app_on(ground.url, ACTOR) as app:
        opened = partial(app.acting, dt.date.fromisoformat(BACK))
        return [digest(content(ground.url)) for _ in collect_forms(opened, [desk.work / "收回"])]


def _returned_files(desk: Desk, _done: bool) -> list[str]:
    """Every file that came back lies where it lay, or set aside, with the same bytes; marked copies open."""
    sent = {path.name: path.read_bytes() for path in (desk.folder / "files" / "收回").rglob("*") if path.is_file()}
    found: dict[str, list[Path]] = {}
    for path in (desk.work / "收回").rglob("*"):
        if path.is_file():
            found.setdefault(path.name, []).append(path)
    faulty = [f"lost: {name}" for name in sent if name not in found]
    for name, paths in found.items():
        for path in paths:
            if name in sent and path.read_bytes() != sent[name]:
                faulty.append(f"not as it was sent: {name}")
            elif _MARKED in name and not name.startswith("."):
                faulty += _unopened(path)
    return faulty


def _unopened(path: Path) -> list[str]:
    try:
        Document(str(path)) if path.suffix == ".docx" else load_workbook(path).close()
    except Exception as fault:  # noqa: BLE001 - whatever it is, the file is not whole
        return [f"half written: {path.name}: {fault}"]
    return []


# ---- files that are whole or not there ----


def _opens(folder: str) -> Callable[[Desk, bool], list[str]]:
    def look(desk: Desk, _done: bool) -> list[str]:
        found = (path for path in sorted((desk.work / folder).glob("*")) if not path.name.startswith("."))
        return [fault for path in found for fault in _unopened(path)]

    return look


def _backup_files(desk: Desk, done: bool) -> list[str]:
    path = desk.work / "备份.db"
    if not path.exists():
        return ["told as done, but there is no backup"] if done else []
    try:
        with app_on(desk.url) as app, opened_backup(path, app.place) as backup:
            return [] if backup.tables == held(app) else ["the backup isn't what it is of"]
    except PlannerError as fault:
        return [f"the backup doesn't open: {fault}"]


def _target(desk: Desk) -> str:
    return desk.target.url if desk.target else f"sqlite:///{desk.work / '搬家.db'}"


def _empty_target(desk: Desk) -> None:
    if desk.target:
        desk.target.put_back()


def _moved_rows(desk: Desk, done: bool) -> list[str]:
    """The other database holds all rows, or none."""
    if desk.target:
        desk.target.settle()
    with app_on(desk.url) as app:
        here = held(app)
    try:
        with app_on(_target(desk)) as app:
            there = held(app)
    except (DatabaseMissing, DatabaseEmpty):
        there = ()
    except PlannerError as fault:
        return [f"what was moved doesn't open: {fault}"]
    if there == here:
        return []
    if any(table.rows for table in there):
        return ["half moved"]
    return ["told as done, but nothing was moved"] if done else []


def _unlogged_letters(desk: Desk) -> None:
    """Letters are written first, then logged, and none is written over: what no log tells of is thrown away."""
    shutil.rmtree(desk.work / "函", ignore_errors=True)


def _units() -> Iterator[str]:
    for unit in UNITS[:_FEW]:
        yield from ("--unit", unit)


COMMANDS = (
    Command(
        "plan import",
        lambda desk: ["plan", "import", str(desk.work / "新要点.txt"), "--as-of", BACK],
        says="已存为草案|这份文件已经导入过",
        often=True,
    ),
    Command(
        "plan close-period",
        lambda _: ["plan", "close-period", "2024Q1", "--as-of", REVIEWED],
        says="2024Q1 已于",
        again=frozenset({0, 1}),
        often=True,
    ),
    Command(
        "progress log --file",
        lambda desk: ["progress", "log", "--file", str(desk.work / "填报.csv"), "--as-of", BACK],
        says="已填报",
        repeatable=False,
        often=True,
    ),
    Command(
        "form collect",
        lambda desk: ["form", "collect", str(desk.work / "收回"), "--as-of", BACK],
        says="已收",
        ends=frozenset({0, 1, 3}),
        again=frozenset({0, 1, 3}),
        files=_returned_files,
        steps=_collect_steps,
        often=True,
    ),
    Command(
        "backup",
        lambda desk: ["backup", "-o", str(desk.work / "备份.db")],
        says="已备份到",
        again=frozenset({0, 1}),
        files=_backup_files,
        often=True,
    ),
    Command(
        "plan import, the first",
        lambda desk: ["plan", "import", str(desk.work / "新要点.txt"), "--as-of", BACK],
        says="已存为草案|这份文件已经导入过",
        first=True,
    ),
    Command(
        "plan review --apply",
        lambda desk: ["plan", "review", "2025", "--apply", str(desk.work / "核对表.xlsx"), "--as-of", NEXT_YEAR],
        says="核对表已采用",
        again=frozenset({0, 1}),
    ),
    Command(
        "plan rollover",
        lambda _: ["plan", "rollover", "2024", "2025", "--as-of", NEXT_YEAR],
        says="结转到草案",
    ),
    Command(
        "form export",
        lambda desk: ["form", "export", "2024Q3", "-o", str(desk.work / "表"), "--as-of", THIRD_QUARTER, *_units()],
        says="已写到",
        files=_opens("表"),
        repeatable=False,
    ),
    Command(
        "remind --letters",
        lambda desk: ["remind", "--letters", str(desk.work / "函"), "--plan", "2024", "--as-of", MIDSUMMER],
        says="已记下",
        files=_opens("函"),
        tidy=_unlogged_letters,
    ),
    Command(
        "migrate-to",
        lambda desk: ["migrate-to", _target(desk)],
        says="已从",
        again=frozenset({0, 1}),
        files=_moved_rows,
        prepare=_empty_target,
    ),
)
