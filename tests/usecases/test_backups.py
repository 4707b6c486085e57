"""Backups: one state, whatever goes on meanwhile; verified before they get their name; refused where they harm."""

import json
import re
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from planner import errors
from planner.bootstrap import App
from planner.domain.actors import ActorRole
from planner.settings import Settings
from planner.store.copying import contents
from planner.store.session import KNOWN_VERSIONS, sqlite_file
from planner.usecases.audit import newest_hash
from planner.usecases.backups import back_up, note_beside, opened_backup
from planner.usecases.units import add_unit, list_units
from planner.usecases.users import add_user
from tests.audit_chain import kept_and_rebuilt
from tests.copies import at, backed_up, held
from tests.world import NOW, World


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a backup goes."""
    folder = tmp_path / "备份"
    folder.mkdir()
    return folder / "2024年底.db"


def names(path: Path) -> list[str]:
    """What stands in a folder."""
    return sorted(each.name for each in path.iterdir())


def test_backup_holds_every_row_and_says_so_beside(world: World, path: Path) -> None:
    world.confirmed()
    manifest = backed_up(world.app, path)
    assert names(path.parent) == ["2024年底.db", "2024年底.db.核对.json"]
    assert json.loads(note_beside(path).read_text(encoding="utf-8")) == {
        "file": "2024年底.db",
        "sha256": sha256(path.read_bytes()).hexdigest(),
        "size": path.stat().st_size,
        "schema": KNOWN_VERSIONS[-1],
        "made": "2026-03-02T09:00:00+00:00",
        "by": "王敏",
        "newest": {"default": world.ask(newest_hash, None)},
        "tables": [{"name": t.name, "rows": t.rows, "sha256": t.sha256} for t in held(world.app)],
    }
    assert manifest.tables == held(world.app)


def test_backup_is_a_database_like_any_other(world: World, path: Path) -> None:
    world.confirmed()
    backed_up(world.app, path)
    with at(world.app, f"sqlite:///{path}") as copy:
        assert copy.ask(list_units, None) == world.ask(list_units, None)
        kept, rebuilt = kept_and_rebuilt(copy.app.engine)
    assert kept == rebuilt == kept_and_rebuilt(world.app.engine)[0]


@pytest.mark.parametrize("name", ["备份 #1?mode=ro&x=%20.db", "没有后缀", "'引号'.db", f"{'长' * 50}.db"])
def test_backup_goes_by_any_name(one_world: World, path: Path, name: str) -> None:
    one_world.do(add_unit, None, "市司法局")
    backed_up(one_world.app, path.with_name(name))
    with opened_backup(path.with_name(name), one_world.app.place) as backup:
        assert backup.tables == held(one_world.app)
    assert names(path.parent) == sorted([name, f"{name}.核对.json"])


def test_backup_changes_nothing(world: World, path: Path) -> None:
    before = world.confirmed().rows()
    backed_up(world.app, path)
    assert world.rows() == before


def test_backup_is_of_one_state_while_others_write(database: str, path: Path) -> None:
    """A writer adds to two tables in each of many transactions; every backup has both or neither."""
    app = App(Settings(database=database, actor="王敏"), clock=lambda: NOW)
    world = World(app)
    stop = threading.Event()
    written: list[int] = []

    def write() -> None:
        while not stop.is_set() and len(written) < 500:
            world.do(add_unit, None, f"市第{len(written)}局")
            written.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        counts = []
        for number in range(4):
            manifest = backed_up(app, path.with_name(f"{number}.db"))
            rows = {table.name: table.rows for table in manifest.tables}
            counts.append((rows["unit"], rows["audit_event"]))
    finally:
        stop.set()
        writer.join()
        app.close()
    assert [units for units, _ in counts] == [acts for _, acts in counts]
    assert counts == sorted(counts)
    assert len(set(counts)) > 1


def test_writer_is_not_kept_waiting_by_a_backup(world: World, path: Path) -> None:
    world.do(add_unit, None, "市司法局")
    with world.app.snapshot() as session:
        before = contents(session.connection())
        with at(world.app, world.app.settings.database) as other:
            other.do(add_unit, None, "市财政局")
        manifest = back_up(session, world.app.onlooker(session), path, world.app.place)
    assert manifest.tables == before
    assert held(world.app) != before


def test_note_of_a_backup_that_was_moved_away_is_not_overwritten_unless_told(one_world: World, path: Path) -> None:
    """It holds the newest hash of that day, for whoever checks the log later."""
    backed_up(one_world.app, path)
    path.rename(path.with_name("另盘.db"))
    kept = note_beside(path).read_bytes()
    with pytest.raises(errors.BackupExists, match=note_beside(path).name):
        backed_up(one_world.app, path)
    assert (note_beside(path).read_bytes(), path.exists()) == (kept, False)
    backed_up(one_world.app, path, replace=True)
    assert path.exists()


def test_file_that_is_there_is_not_overwritten_unless_told(one_world: World, path: Path) -> None:
    path.write_text("台账", encoding="utf-8")
    with pytest.raises(errors.BackupExists, match="已经有了，没有覆盖；请换一个文件名，或加 --replace 换下它"):
        backed_up(one_world.app, path)
    assert path.read_text(encoding="utf-8") == "台账"
    backed_up(one_world.app, path, replace=True)
    one_world.do(add_unit, None, "市司法局")
    manifest = backed_up(one_world.app, path, replace=True)
    with opened_backup(path, one_world.app.place) as backup:
        assert backup.manifest == manifest
    assert names(path.parent) == ["2024年底.db", "2024年底.db.核对.json"]


def test_database_in_use_is_not_its_own_backup(sqlite_world: World) -> None:
    sqlite_world.do(add_unit, None, "市司法局")
    database = sqlite_file(sqlite_world.app.settings.database)
    assert database is not None
    for same in (database, database.parent / ".." / database.parent.name / database.name):
        with sqlite_world.refused(errors.BackupIsDatabase, "就是正在用的数据库"):
            backed_up(sqlite_world.app, same, replace=True)


def test_only_the_coordinator_backs_up(world: World, path: Path) -> None:
    """A backup shows every unit's rows to whoever has the file."""
    world.do(add_user, None, "王敏", ActorRole.COORDINATOR)
    world.do(add_user, None, "审计员", ActorRole.AUDITOR)
    with world.refused(errors.NotAllowed, "“审计员”无权备份数据库"):
        backed_up(world.actor("审计员").app, path)
    with world.refused(errors.ActorUnknown, "“路人”不在用户名单里"):
        backed_up(world.actor("路人").app, path)
    assert names(path.parent) == []


@pytest.mark.parametrize(
    ("where", "reason"),
    [
        (lambda folder: folder / "没有的" / "备份.db", "所在的文件夹不存在"),
        (lambda folder: folder / "文件" / "备份.db", "路径中有一段不是文件夹"),
        (lambda folder: folder / ("长" * 300), "文件名太长"),
        (lambda folder: folder, "这是一个文件夹"),
        (lambda _: Path(), "这是一个文件夹"),
        (lambda _: Path("/dev/null"), "这是一个设备，不是文件"),
    ],
    ids=["no folder", "a file for a folder", "too long", "a folder", "no name", "a device"],
)
def test_place_that_cannot_be_written_is_told(
    where: Callable[[Path], Path], reason: str, one_world: World, path: Path
) -> None:
    (path.parent / "文件").touch()
    told = where(path.parent)
    for replace in (True, False):
        with pytest.raises(errors.OutputUnwritable, match=re.escape(f"写不了“{told}”（{reason}")):
            backed_up(one_world.app, told, replace=replace)
    assert names(path.parent) == ["文件"]


def test_what_a_killed_backup_left_is_swept_by_the_next(one_world: World, path: Path) -> None:
    """The name says whose it was: a process that lives still needs its own."""
    for left in (f".{path.name}.999999999.tmp", f".{path.name}.999999999.tmp-journal", f".{path.name}.1.tmp"):
        (path.parent / left).touch()
    backed_up(one_world.app, path)
    assert names(path.parent) == [f".{path.name}.1.tmp", "2024年底.db", "2024年底.db.核对.json"]


def test_damaged_database_is_told_and_no_backup_is_left(sqlite_world: World, path: Path, tmp_path: Path) -> None:
    """Pages in the middle of the file are overwritten."""
    sqlite_world.confirmed()
    database = sqlite_file(sqlite_world.app.settings.database)
    assert database is not None
    sqlite_world.app.engine.dispose()
    broken = tmp_path / "broken.db"
    shutil.copyfile(database, broken)
    data = bytearray(broken.read_bytes())
    for page in range(4096 * 5, len(data) - 4096, 4096):
        data[page : page + 512] = b"\xff" * 512
    broken.write_bytes(data)
    with (
        at(sqlite_world.app, f"sqlite:///{broken}") as other,
        pytest.raises(errors.DatabaseUnreadable, match="文件已损坏"),
    ):
        backed_up(other.app, path)
    assert names(path.parent) == []


# ---- what is taken for a backup ----


def refuse(world: World, path: Path, error: type[errors.PlannerError], words: str) -> None:
    """A file is refused, and left as it is, with nothing beside it."""
    before, beside = path.read_bytes(), names(path.parent)
    with pytest.raises(error, match=words), opened_backup(path, world.app.place):
        pass
    assert (path.read_bytes(), names(path.parent)) == (before, beside)


def alter(path: Path, statement: str) -> None:
    """Do something to a file behind our back."""
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_file_altered_since_is_refused(one_world: World, path: Path) -> None:
    one_world.do(add_unit, None, "市司法局")
    backed_up(one_world.app, path)
    alter(path, "update unit set contact = '别人'")
    refuse(one_world, path, errors.BackupAltered, "校验码与旁边的“2024年底.db.核对.json”不符")


@pytest.mark.parametrize("note", ["", "[]", "{}", '{"tables": 3}', "\udcff"])
def test_note_that_is_none_is_refused(one_world: World, path: Path, note: str) -> None:
    backed_up(one_world.app, path)
    note_beside(path).write_bytes(note.encode("utf-8", "surrogateescape"))
    refuse(one_world, path, errors.ManifestUnreadable, "核对文件“.*”读不了或被改过")


def test_backup_without_its_note_is_taken_and_known_to_be_without(one_world: World, path: Path) -> None:
    backed_up(one_world.app, path)
    note_beside(path).unlink()
    with opened_backup(path, one_world.app.place) as backup:
        assert (backup.manifest, backup.schema) == (None, KNOWN_VERSIONS[-1])


def test_backup_is_read_as_it_lies(one_world: World, path: Path) -> None:
    """From a medium where nothing can be written, too: no byte changes, and no file comes beside it."""
    backed_up(one_world.app, path)
    before = path.read_bytes()
    with opened_backup(path, one_world.app.place):
        assert names(path.parent) == ["2024年底.db", "2024年底.db.核对.json"]
    assert path.read_bytes() == before


def test_file_that_is_no_backup_is_refused(one_world: World, path: Path) -> None:
    path.write_text("会议记录" * 100, encoding="utf-8")
    refuse(one_world, path, errors.NotABackup, "不是本程序的备份")
    path.write_bytes(b"")
    refuse(one_world, path, errors.NotABackup, "不是本程序的备份")
    path.unlink()
    alter(path, "create table something (id integer)")
    refuse(one_world, path, errors.NotABackup, "不是本程序的备份")


def test_file_that_cannot_be_read_is_refused(one_world: World, path: Path) -> None:
    with pytest.raises(errors.FileMissing), opened_backup(path, one_world.app.place):
        pass
    told = pytest.raises(errors.FileUnreadable, match="（是文件夹），请写明是里面的哪一个文件。")
    with told, opened_backup(path.parent, one_world.app.place):
        pass


def test_backup_of_a_newer_program_is_refused(one_world: World, path: Path) -> None:
    backed_up(one_world.app, path)
    note_beside(path).unlink()
    alter(path, "update alembic_version set version_num = '9999'")
    refuse(one_world, path, errors.BackupNewer, "的版本（9999）比本程序新")


@pytest.mark.parametrize("place", [100, 4096 * 3 + 8, 4096 * 40])
def test_damaged_backup_is_refused(one_world: World, path: Path, place: int) -> None:
    backed_up(one_world.confirmed().app, path)
    note_beside(path).unlink()
    data = bytearray(path.read_bytes())
    data[place : place + 200] = b"\xfe" * 200
    path.write_bytes(data)
    refuse(one_world, path, errors.BackupDamaged, "已损坏")


def test_half_a_backup_is_refused(one_world: World, path: Path) -> None:
    backed_up(one_world.confirmed().app, path)
    note_beside(path).unlink()
    path.write_bytes(path.read_bytes()[: 4096 * 20])
    refuse(one_world, path, errors.BackupDamaged, "已损坏")


def test_backup_with_rows_that_name_nothing_is_refused(one_world: World, path: Path) -> None:
    backed_up(one_world.confirmed().app, path)
    note_beside(path).unlink()
    alter(path, "delete from plan")
    refuse(one_world, path, errors.BackupDamaged, "表 section 里有指向不存在的行的记录")


def test_backup_without_one_of_the_tables_is_refused(one_world: World, path: Path) -> None:
    backed_up(one_world.confirmed().app, path)
    note_beside(path).unlink()
    alter(path, "drop table evidence")
    refuse(one_world, path, errors.BackupDamaged, "已损坏（表不全）")


WITHOUT_END = "with recursive n(i) as (select '0005' union all select i from n) select i as version_num from n"


@pytest.mark.parametrize(
    "statement",
    [
        f"drop table alembic_version; create view alembic_version as {WITHOUT_END}",
        "create trigger t after insert on unit begin delete from audit_event; end",
        "create virtual table search using fts5(text)",
    ],
)
def test_backup_that_would_run_what_somebody_wrote_is_refused(one_world: World, path: Path, statement: str) -> None:
    backed_up(one_world.confirmed().app, path)
    note_beside(path).unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(statement)
    refuse(one_world, path, errors.NotABackup, "不是本程序的备份")


def test_backup_whose_fault_the_driver_cannot_even_tell_is_refused(one_world: World, path: Path) -> None:
    """SQLite's message quotes bytes that are no text."""
    backed_up(one_world.confirmed().app, path)
    note_beside(path).unlink()
    path.write_bytes(path.read_bytes().replace(b"CREATE TABLE section (", b"CREATE \xb2\xb2\xb2\xb2\xb2 section ("))
    refuse(one_world, path, errors.BackupDamaged, "已损坏（内容残缺）")


def test_backup_with_a_number_for_a_day_is_refused(one_world: World, path: Path) -> None:
    backed_up(one_world.confirmed().app, path)
    note_beside(path).unlink()
    alter(path, "update plan set issued_on = x'00'")
    refuse(one_world, path, errors.RowUnreadable, "表 plan 里有读不懂的日期")


def test_copy_of_a_database_in_use_is_refused(one_world: World, path: Path) -> None:
    """The newest rows are in the file beside it."""
    backed_up(one_world.app, path)
    note_beside(path).unlink()
    path.with_name(f"{path.name}-wal").write_bytes(b"frames")
    refuse(one_world, path, errors.BackupInUse, "旁边有 -wal 文件，它是正在用的数据库")


def test_database_in_use_is_not_restored_from_itself(sqlite_world: World) -> None:
    database = sqlite_file(sqlite_world.app.settings.database)
    assert database is not None
    with pytest.raises(errors.BackupIsDatabase), opened_backup(database, sqlite_world.app.place):
        pass
