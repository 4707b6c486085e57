"""The drill `nasty`: what machines do to programs. Each is told in one Chinese sentence, and nothing is lost by it.

Disk full, read-only folders and files, the database file exchanged under an open program, a clock that goes back, a
machine without locale, home or place for temporary files, an output nobody reads, a folder where a file should go.
"""

import datetime as dt
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from planner.bootstrap import App
from planner.domain.periods import Period
from planner.domain.progress import Status
from planner.errors import DatabaseReplaced, EntryBackdated
from planner.settings import Settings
from planner.store.progress import Entry
from planner.usecases.plans import confirm_plan, import_plan
from planner.usecases.progress import Said, log
from tests.drills.grounds import ACTOR, SqliteGround, app_on, faults
from tests.drills.offices import do
from tests.drills.outcomes import Outcome, Wanted
from tests.world import SMALL_PLAN, document

_CHINESE = re.compile(r"[\u4e00-\u9fff].*。$")
_LOG = ("progress", "log", "2024-03", "--unit", "市司法局", "--period", "2024Q1", "--as-of", "2024-05-06", "--text")
_FORMS = ("form", "export", "2024Q1", "--as-of", "2024-04-02", "-o")
_OUTPUTS: tuple[tuple[str, ...], ...] = (
    ("ledger", "export", "2024Q1", "-o"),
    ("report", "annual", "2024", "-o"),
    ("report", "status", "-o"),
    ("report", "material", "2024", "-o"),
    ("plan", "review", "2024", "-o"),
    ("plan", "export", "2024", "-o"),
)
_ENDINGS = {"ledger": ".xlsx", "annual": ".docx", "status": ".html", "material": ".xlsx", "review": ".xlsx"}


class Unavailable(Exception):
    """The machine doesn't let us do this to it; the words say what it would need."""


@dataclass(frozen=True)
class Bench:
    """A small office in a folder of its own, to be maltreated."""

    folder: Path

    @property
    def ground(self) -> SqliteGround:
        return SqliteGround(self.folder / "planner.db")

    def planner(
        self, *words: str, before: Sequence[str] = (), environ: Mapping[str, str] | None = None, database: str = ""
    ) -> "Told":
        """`planner …` in a process of its own, started by what stands before."""
        command = [*before, sys.executable, "-m", "planner", "--database", database or self.ground.url, *words]
        return self.run(command, environ)

    def run(self, command: Sequence[str], environ: Mapping[str, str] | None = None) -> "Told":
        """A command in the folder."""
        given = {**os.environ, "PLANNER_ACTOR": ACTOR, "PYTHONPATH": _CHECKOUT} if environ is None else dict(environ)
        done = subprocess.run(command, cwd=self.folder, env=given, capture_output=True, check=False, timeout=120)
        return Told(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))

    def texts(self) -> list[str]:
        """What was logged."""
        with app_on(self.ground.url) as app, app.reading() as session:
            return list(session.scalars(select(Entry.text).order_by(Entry.id)))


_CHECKOUT = str(Path(__file__).parents[2])


@dataclass(frozen=True, slots=True)
class Told:
    """How a command ended."""

    code: int
    out: str
    err: str

    def refused(self, what: str) -> list[str]:
        """What is wrong with it as a refusal: one Chinese sentence, and nothing besides."""
        lines = self.err.strip().splitlines()
        if self.code == 1 and len(lines) == 1 and _CHINESE.search(lines[0]):
            return []
        return [f"{what}: ended with {self.code}: {self.err[-300:]!r}"]

    def done(self, what: str) -> list[str]:
        """What is wrong with it as something that works."""
        return [] if self.code == 0 else [f"{what}: ended with {self.code}: {self.err[-300:]!r}"]

    def refused_or_done(self, what: str) -> list[str]:
        """Either will do."""
        return self.done(what) if self.code == 0 else self.refused(what)


@dataclass(frozen=True, slots=True)
class _Namespace:
    """Mounts a small disk for one command, as root or as if."""

    at: Path
    size: int

    def script(self, lines: str) -> list[str]:
        flags = ["-m"] if os.geteuid() == 0 else ["-rm"]
        unshare = shutil.which("unshare")
        mount = f"mount -t tmpfs -o size={self.size} none {self.at}"
        if unshare is None:
            raise Unavailable("needs `unshare`")
        if subprocess.run([unshare, *flags, "sh", "-c", mount], capture_output=True, check=False).returncode:
            raise Unavailable("needs root, or a system where anybody may mount a disk in a namespace of his own")
        return [unshare, *flags, "sh", "-c", f"{mount} && {lines}"]


def _powerless() -> list[str]:
    """Before a command: as somebody who may not write where it isn't allowed. Root may anywhere."""
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise Unavailable("root may write anywhere: needs `setpriv`, or somebody else")
    return [setpriv, "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]


# ---- what is done to it ----


def disk_full_under_the_database(bench: Bench) -> Iterator[str]:
    """Entries are logged, the disk is filled and freed again: what was acknowledged is there, refusals are told."""
    disk, out = bench.folder / "disk", bench.folder / "after"
    disk.mkdir()
    out.mkdir()
    program = f"{sys.executable} -m planner --database sqlite:///{disk}/planner.db"
    logging = f"{program} {' '.join(_LOG)}"
    lines = (
        f"cp planner.db {disk}/ && {logging} 先写的 >/dev/null && echo 先写的; "
        f"cat /dev/zero > {disk}/full 2>/dev/null; {logging} 写不下的 >/dev/null 2>{out}/writing && echo 写不下的; "
        f"{program} status >/dev/null 2>{out}/reading; echo read $?; "
        f"rm {disk}/full; {logging} 后写的 >/dev/null && echo 后写的; cp {disk}/planner.db* {out}/"
    )
    told = bench.run(_Namespace(disk, bench.ground.path.stat().st_size + 400_000).script(lines))
    if told.out.split() not in (["先写的", "read", "0", "后写的"], ["先写的", "read", "1", "后写的"]):
        yield f"disk full: {told}"
    yield from Told(1, "", (out / "writing").read_text()).refused("disk full, writing")
    if "read 0" not in told.out:
        yield from Told(1, "", (out / "reading").read_text()).refused("disk full, reading")
    after = Bench(out)
    yield from faults(after.ground)
    if after.texts() != ["先写的", "后写的"]:
        yield f"disk full: there is {after.texts()}"


def disk_full_under_an_output(bench: Bench) -> Iterator[str]:
    """An output that finds no room leaves nothing behind, and what stood there stands."""
    disk = bench.folder / "disk"
    disk.mkdir()
    program = f"{sys.executable} -m planner --database {bench.ground.url} --actor {ACTOR}"
    for words in _OUTPUTS:
        name = f"出{_ending(words)}"
        write, kept = f"{program} {' '.join(words)} {disk}/{name}", bench.folder / name
        lines = (  # over what the program itself wrote: anything else isn't written over for another reason
            f"{write} >/dev/null 2>&1; cp {disk}/{name} {kept}; head -c 8M /dev/zero > {disk}/full 2>/dev/null; "
            f"{write}; code=$?; ls -A {disk} | tr '\\n' ' '; cmp {disk}/{name} {kept} && echo old; exit $code"
        )
        told = bench.run(_Namespace(disk, 4_194_304).script(lines))
        yield from told.refused(f"disk full, {' '.join(words)}")
        if "磁盘空间不足" not in told.err:
            yield f"disk full, {' '.join(words)}: refused for another reason: {told.err[-300:]!r}"
        if told.out.split() != ["full", name, "old"]:
            yield f"disk full, {' '.join(words)}: left behind {told.out!r}"


def file_size_limit(bench: Bench) -> Iterator[str]:
    """As a full disk where no disk can be mounted: no file may grow beyond a size."""
    plan = bench.folder / "新要点.txt"
    plan.write_text(SMALL_PLAN.replace("2024", "2025"), encoding="utf-8")
    blocks = bench.ground.path.stat().st_size // 1024 + 1
    words = f"{sys.executable} -m planner --database {bench.ground.url} plan import 新要点.txt --as-of 2025-03-11"
    told = bench.run(["bash", "-c", f"ulimit -f {min(blocks, 40)}; {words}"])
    yield from told.refused("file size limit")
    yield from faults(bench.ground)
    yield from bench.planner("plan", "import", "新要点.txt", "--as-of", "2025-03-11").done("after the limit")


def read_only_folder(bench: Bench) -> Iterator[str]:
    """The database's folder may not be written in."""
    powerless = _powerless()
    bench.ground.keep()
    bench.folder.chmod(0o555)
    try:
        yield from bench.planner(*_LOG, "写不进", before=powerless).refused("read-only folder, writing")
        yield from bench.planner("status", before=powerless).refused_or_done("read-only folder, reading")
        for words in _OUTPUTS:
            output = bench.planner(*words, f"出{_ending(words)}", before=powerless)
            yield from output.refused(f"read-only folder, {' '.join(words)}")
    finally:
        bench.folder.chmod(0o755)
    if bench.texts():
        yield "something was written"


def read_only_database(bench: Bench) -> Iterator[str]:
    """The database's file may be read only."""
    powerless = _powerless()
    bench.ground.path.chmod(0o444)
    yield from bench.planner(*_LOG, "写不进", before=powerless).refused("read-only database, writing")
    yield from bench.planner("status", before=powerless).refused_or_done("read-only database, reading")
    bench.ground.path.chmod(0o644)
    if bench.texts():
        yield "something was written"


def database_exchanged(bench: Bench) -> Iterator[str]:
    """Another file takes the database's place: between two acts, and within one."""
    other = bench.folder / "other.db"
    bench.ground.keep()
    with app_on(bench.ground.url) as app:
        do(app, log, "2024-05-06", _said("在旧文件里"))
        app.engine.dispose()
        shutil.copyfile(bench.folder / "kept-planner.db", other)
        do(app, log, "2024-05-06", _said("又在旧文件里"))
        _remove(bench.ground.path)
        other.replace(bench.ground.path)
        do(app, log, "2024-05-06", _said("在新文件里"))
        if bench.texts() != ["在新文件里"]:
            yield f"exchanged between two acts: {bench.texts()}"
        try:
            with app.begin() as session:
                log(session, app.act(session, dt.date(2024, 5, 7)), _said("写到一半"))
                _remove(bench.ground.path)
                shutil.copyfile(bench.folder / "kept-planner.db", bench.ground.path)
            yield "exchanged within an act: acknowledged"
        except DatabaseReplaced as told:
            if not _CHINESE.search(str(told)):
                yield f"exchanged within an act: {told}"
    yield from faults(bench.ground)


def clock_going_back(bench: Bench) -> Iterator[str]:
    """The clock is set back by a month: what follows isn't dated before what it follows, and the log holds."""
    moment = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
    for days, text in ((0, "先写的"), (-30, "后写的")):
        now = moment + dt.timedelta(days=days)
        app = App(Settings(database=bench.ground.url, actor=ACTOR), clock=lambda now=now: now)  # type: ignore[misc]
        try:
            with app.begin() as session:
                log(session, app.act(session, None), _said(text))
            if days:
                yield "an entry was dated before the one it follows"
        except EntryBackdated as told:
            if not _CHINESE.search(str(told)):
                yield str(told)
        finally:
            app.close()
    if bench.texts() != ["先写的"]:
        yield f"lost: {bench.texts()}"
    yield from faults(bench.ground)


def no_locale(bench: Bench) -> Iterator[str]:
    """The C locale, as cron jobs and bare machines have it."""
    plain = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": _CHECKOUT,
        "LC_ALL": "C",
        "LANG": "C",
        "PLANNER_ACTOR": "wangmin",
    }
    bare = {**plain, "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    plan = bench.folder / "新要点.txt"
    plan.write_text(SMALL_PLAN.replace("2024", "2025"), encoding="utf-8")
    for name, environ in (("C", plain), ("C, not coerced", bare)):
        yield from bench.planner("status", "--as-of", "2024-05-06", environ=environ).done(f"{name}, status")
        yield from bench.planner("status", "--json", "--as-of", "2024-05-06", environ=environ).done(f"{name}, json")
        yield from bench.planner("plan", "show", "2024", environ=environ).done(f"{name}, plan show")
        yield from bench.planner("ledger", "export", "2024Q1", "-o", "t.xlsx", environ=environ).done(f"{name}, ledger")
        yield from bench.planner("report", "annual", "2024", "-o", "t.docx", environ=environ).done(f"{name}, report")
        forms = bench.planner(*_FORMS, "forms", environ=environ)
        yield from forms.refused_or_done(f"{name}, forms in Chinese file names")
        collected = bench.planner("form", "collect", "forms", "--as-of", "2024-05-07", environ=environ)
        if collected.code not in (0, 1, 3) or "Traceback" in collected.err:
            yield f"{name}, collect: {collected.err[-300:]!r}"
    read = bench.planner("plan", "read", "新要点.txt", environ=bare)
    if read.code not in (0, 2) or "Traceback" in read.err:
        yield f"Chinese file name, not coerced: {read}"


def no_home(bench: Bench) -> Iterator[str]:
    """No HOME, no user name, no place for temporary files."""
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": _CHECKOUT, "TMPDIR": "/nowhere/at/all"}
    yield from bench.planner(*_LOG, "无家可归", environ=environ).done("no home, log")
    for number, words in enumerate(_OUTPUTS):
        output = bench.planner(*words, f"出{number}{_ending(words)}", environ=environ)
        yield from output.done(f"no home, {' '.join(words)}")
    if bench.texts() != ["无家可归"]:
        yield f"lost: {bench.texts()}"


def output_that_nobody_reads(bench: Bench) -> Iterator[str]:
    """`| head`, a closed stdout, a stdout on a full disk: what is logged is there once, whoever reads that it is."""
    program = f"{sys.executable} -m planner --database {bench.ground.url} --actor {ACTOR}"
    logging = f"{' '.join(_LOG)} 没人看的"
    nobody = {"true": "| true", "head": "| head -1", "closed": ">&-", "full": "> /dev/full"}
    for words in ("plan show 2024", "audit log", "task list", "audit log --json", "--help", logging):
        for name, how in nobody.items():
            line = f"{program} {words}{name if words == logging else ''} {how}"
            told = bench.run(["bash", "-c", f"set -o pipefail; {line}"])
            if "Traceback" in told.err or "Exception" in told.err or len(told.err.strip().splitlines()) > 1:
                yield f"{words} {how}: {told.code} {told.err[-300:]!r}"
    if bench.texts() != [f"没人看的{name}" for name in nobody]:
        yield f"there is {bench.texts()}"
    yield from faults(bench.ground)


def folder_where_a_file_should_go(bench: Bench) -> Iterator[str]:
    """The output's path is a folder; the database is one; the folder above is a file."""
    for words in _OUTPUTS:
        taken = bench.folder / f"出{_ending(words)}"
        taken.mkdir(exist_ok=True)
        yield from bench.planner(*words, taken.name).refused(f"folder in the way, {' '.join(words)}")
        yield from bench.planner(*words, f"planner.db/x{_ending(words)}").refused(f"file above, {' '.join(words)}")
        if list(taken.iterdir()):
            yield f"something was left in {taken}"
    yield from bench.planner("status", database=f"sqlite:///{bench.folder}").refused("a folder as database")
    yield from bench.planner("init", database=f"sqlite:///{bench.folder}").refused("a folder as database, init")
    yield from bench.planner("init", database=f"sqlite:///{bench.folder}/no/x.db").refused("no such folder, init")
    yield from bench.planner(*_FORMS, "planner.db").refused("a file as folder for forms")


NASTY: Mapping[str, Callable[[Bench], Iterator[str]]] = {
    each.__name__: each
    for each in (
        disk_full_under_the_database,
        disk_full_under_an_output,
        file_size_limit,
        read_only_folder,
        read_only_database,
        database_exchanged,
        clock_going_back,
        no_locale,
        no_home,
        output_that_nobody_reads,
        folder_where_a_file_should_go,
    )
}


def drill(wanted: Wanted) -> Iterator[Outcome]:  # noqa: ARG001 - nothing here is by chance
    """Each of them once."""
    for name in NASTY:
        started = time.perf_counter()
        try:
            found = maltreat(name)
        except Unavailable as why:
            yield Outcome(name.replace("_", " "), 0, 0.0, excuse=f"not done on this machine: {why}")
        else:
            yield Outcome(name.replace("_", " "), 1, time.perf_counter() - started, "", tuple(found))


def maltreat(name: str) -> list[str]:
    """What one of them found.

    Raises Unavailable.
    """
    with tempfile.TemporaryDirectory(prefix="planner-nasty-") as folder:
        Path(folder).chmod(0o755)
        bench = Bench(Path(folder, "work"))
        bench.folder.mkdir()
        app = App(Settings(database=bench.ground.url, actor=ACTOR))
        app.initialise()
        do(app, import_plan, "2024-03-11", document(SMALL_PLAN))
        do(app, confirm_plan, "2024-03-11", "2024")
        app.close()
        return list(NASTY[name](bench))


def _said(text: str) -> Said:
    return Said("2024-03", "市司法局", Period(2024, 1), Status.IN_PROGRESS, text)


def _remove(database: Path) -> None:
    for left in ("", "-wal", "-shm"):
        database.with_name(database.name + left).unlink(missing_ok=True)


def _ending(words: Sequence[str]) -> str:
    return next((ending for word, ending in _ENDINGS.items() if word in words), ".xlsx")
