"""Every path that a command takes, given what is no file or has no end: told in a sentence, and nothing waited for."""

import os
import resource
import signal
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.core import TyperArgument

from planner.usecases.backups import note_beside
from planner.usecases.units import add_unit
from tests.cli.conftest import Answer, run
from tests.cli.roles_office import Office, office_of_four
from tests.cli.test_help import COMMANDS
from tests.cli.test_roles import TABLE
from tests.world import World

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="where pipes are files and memory can be limited")

MOST_SECONDS = 20
MOST_MEMORY = 1_000_000_000
"""Bytes that a command may take beside what the tests have."""
HOLES = 10_000_000_000
"""The length of a file that takes no room on the disk."""
KINDS = ("管道", "设备", "文件夹", "空洞")
MORE = {
    ("audit export", "-o"): "audit export -o {}/操作记录.zip --replace",
    ("backup", "-o"): "backup -o {}/备份.db --replace",
    ("demo", "--out"): "demo --out {}/示例",
    ("form collect", ""): "form collect {}/市司法局.xlsx --as-of 2024-10-08",
    ("plan read", ""): "plan read {}/另一份.txt",
    ("report annual", "--sources-file"): "report annual 2024 -o {}/年报.md --sources-file {}/出处.md",
    ("report annual", "--templates"): "report annual 2024 -o {}/年报.md --templates {}/模板",
    ("report check", "--material"): "report check {}/本年.txt --plan 2024 --material {}/选材表.xlsx",
    ("report check", "--previous"): "report check {}/本年.txt --previous {}/年报.txt",
    ("restore", "--keep"): "restore {}/早先.db --replace --keep {}/留存.db",
}
"""Whole commands for the paths that the table of roles doesn't use, or not so that they come this far."""


class Hang(BaseException):
    """A command waits. No Exception: nothing in the program may catch it."""


def every_path() -> Iterator[tuple[str, str, bool]]:
    """Every parameter of every command that is a path: the command, its option (or none), whether it takes folders."""
    for words, command in COMMANDS:
        for param in command.params:
            if param.type.name == "path":
                option = "" if isinstance(param, TyperArgument) else param.opts[0]
                yield " ".join(words), option, param.metavar in ("文件夹", "位置")


PATHS = list(every_path())


def command_with(name: str, option: str, place: Path) -> tuple[list[str], Path]:
    """A whole command on the files beside `place`, that one as the path in question; and what it is called there."""
    lines = [MORE.get((name, option), ""), *(words for _, words in TABLE)]
    line = next(each for each in lines if f"{each} ".startswith(f"{name} ") and f"{option} " in each)
    words = line.split()
    at = words.index(option) + 1 if option else next(i for i, word in enumerate(words) if "{}" in word)
    path = place.with_suffix(Path(words[at]).suffix)
    words[at] = str(path)
    return [word.replace("{}", str(place.parent)) for word in words], path


@contextmanager
def made(kind: str, path: Path) -> Iterator[Path]:
    """Something that isn't a file, or a file of ten gigabytes, for a while."""
    match kind:
        case "管道":
            os.mkfifo(path)
        case "设备":
            path.symlink_to("/dev/zero")
        case "文件夹":
            path.mkdir()
        case "空洞":
            with path.open("wb") as file:
                file.truncate(HOLES)
    yield path
    path.rmdir() if kind == "文件夹" else path.unlink()


@contextmanager
def bounded() -> Iterator[None]:
    """So much time and memory, no more."""

    def too_long(*_: object) -> None:
        raise Hang

    held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    before = signal.signal(signal.SIGALRM, too_long)
    resource.setrlimit(resource.RLIMIT_AS, (held + MOST_MEMORY, hard))
    signal.setitimer(signal.ITIMER_REAL, MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
        signal.signal(signal.SIGALRM, before)


def asked(office: Office, *words: str) -> Answer:
    """What a command says, within bounds."""
    with bounded():
        return run(office.world.app.engine.url.render_as_string(hide_password=False), "王敏", words)


def lying(folder: Path) -> dict[str, tuple[int, int]]:
    """What lies in a folder and below, by its kind and length."""
    found = {str(path.relative_to(folder)): path.lstat() for path in folder.rglob("*")}
    return {name: (stat.S_IFMT(about.st_mode), about.st_size) for name, about in found.items()}


@pytest.fixture
def office(one_world: World, tmp_path: Path) -> Office:
    """An office with a file for every command, and a backup that isn't the newest state."""
    office = office_of_four(one_world, tmp_path)
    one_world.actor("王敏").do(add_unit, None, "市气象局")
    return office


def test_path_that_is_no_file_is_refused_at_once(office: Office) -> None:
    wrong = {}
    rows = office.world.rows()
    for name, option, folders in PATHS:
        for kind in ("管道", "设备") if folders else ("管道", "设备", "文件夹"):
            words, path = command_with(name, option, office.folder / kind)
            with made(kind, path):
                files = lying(office.folder)
                answer = asked(office, *words)
                if answer.code != 1 or path.name not in answer.out + answer.err or lying(office.folder) != files:
                    wrong[name, option, kind] = answer
    assert wrong == {}
    assert office.world.rows() == rows


def test_file_of_ten_gigabytes_is_not_taken_into_memory(office: Office) -> None:
    """Who takes it refuses it; who writes there may write over it."""
    refused = set()
    for name, option, _ in PATHS:
        words, path = command_with(name, option, office.folder / "空洞")
        with made("空洞", path):
            answer = asked(office, *words)
            if option not in ("-o", "--csv", "--ics"):
                assert (answer.code, path.stat().st_size) == (1, HOLES), (words, answer)
                refused.add(name)
    assert refused > {"plan read", "form collect", "report check", "restore"}


def test_no_output_takes_the_place_of_a_database_or_of_what_belongs_to_one(office: Office) -> None:
    """Whatever it is called: of the outputs only a backup is a database too."""
    wrong, tried = {}, set()
    for name, option, folders in PATHS:
        words, path = command_with(name, option, office.folder / "别的库")
        if folders or option not in ("-o", "--csv", "--ics", "--sources-file", "--keep"):
            continue
        side = path.with_name(f"{path.name}-wal")
        for at in (side,) if path.suffix == ".db" else (path, side):
            path.write_bytes(b"SQLite format 3\0" + bytes(100))
            side.write_bytes(b"wal")
            files = lying(office.folder)
            answer = asked(office, *(str(at) if word == str(path) else word for word in words))
            tried.add(option)
            if answer.code != 1 or at.name not in answer.err or lying(office.folder) != files:
                wrong[name, option, at.name] = answer
        side.unlink()
        path.unlink()
    assert wrong == {}
    assert tried == {"-o", "--csv", "--ics", "--sources-file", "--keep"}


def test_database_that_is_no_file_is_refused_at_once(office: Office) -> None:
    for kind, why in (("管道", "是管道或设备，不是文件"), ("设备", "是管道或设备，不是文件"), ("文件夹", "文件打不开")):
        with made(kind, office.folder / kind) as path:
            files = lying(office.folder)
            for words in ("init", "status", "backup -o {}/备份.db", "restore {}/早先.db --replace"):
                with bounded():
                    answer = run(f"sqlite:///{path}", "王敏", tuple(words.replace("{}", str(office.folder)).split()))
                told = f"打不开数据库“{path}”（{why}），请核对 --database 的位置和文件。\n"
                assert (answer.code, answer.err) == (1, told)
            assert lying(office.folder) == files


def test_note_beside_a_backup_that_is_no_file_is_refused_at_once(office: Office) -> None:
    backup = office.folder / "早先.db"
    note_beside(backup).unlink()
    for kind in KINDS:
        with made(kind, note_beside(backup)) as note:
            answer = asked(office, "restore", str(backup), "--replace")
            told = f"备份旁边的核对文件“{note}”读不了或被改过，没有采用；请改用另一份没有动过的备份。\n"
            assert (answer.code, answer.err) == (1, told)


def test_what_lies_where_a_form_goes_is_left_alone_at_once(office: Office) -> None:
    folder = office.folder / "发出"
    for kind in KINDS:
        with made(kind, folder / "2024Q4填报表-市公安局.xlsx") as form:
            files = lying(folder)
            answer = asked(office, "form", "export", "2024Q4", "-o", str(folder), "--as-of", "2024-12-20")
            assert (answer.code, form.name in answer.err, lying(folder)) == (1, True, files)


def test_template_of_ones_own_that_is_no_file_is_not_waited_for(office: Office) -> None:
    own, report = office.folder / "模板", office.folder / "年报.md"
    (own / "reports").mkdir(parents=True)
    for kind in KINDS:
        with made(kind, own / "reports" / "annual.md.j2"):
            answer = asked(office, "report", "annual", "2024", "-o", str(report), "--templates", str(own))
            assert (answer.code, report.exists()) == ((1, False) if kind == "空洞" else (0, True)), answer
            report.unlink(missing_ok=True)
