"""Restoring: the database is as it was, or as it is; what would be lost is told first, and kept."""

import random
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from planner import errors
from planner.bootstrap import App
from planner.domain.actors import ActorRole
from planner.domain.backups import Standing
from planner.settings import Settings, shipped
from planner.store.session import KNOWN_VERSIONS, sqlite_file
from planner.usecases.audit import newest_hash
from planner.usecases.backups import note_beside
from planner.usecases.restoring import Restored
from planner.usecases.units import add_unit, list_units
from planner.usecases.users import add_user
from tests.audit_chain import kept_and_rebuilt
from tests.copies import at, backed_up, held, restored
from tests.drills.copies import kill_backup, kill_restore, two_states
from tests.drills.points import Exactly, Point
from tests.world import NOW, World

pytestmark = pytest.mark.long


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the backup lies."""
    folder = tmp_path / "备份"
    folder.mkdir()
    return folder / "备份.db"


@pytest.fixture
def fresh(database: str) -> Iterator[World]:
    """A database of its own, on each kind: its file, and what stands beside, are seen by nobody else."""
    app = App(Settings(database=database, actor="王敏"), clock=lambda: NOW)
    yield World(app)
    app.close()


def units(world: World) -> list[str]:
    """The units there are."""
    return [unit.name for unit in world.ask(list_units, None)]


def test_database_is_again_as_it_was(fresh: World, path: Path) -> None:
    fresh.confirmed()
    fresh.accepted("2024-02", "市政府办公室", "2024Q2", "2024-07-02")
    before = held(fresh.app)
    backed_up(fresh.app, path)
    fresh.accepted("2024-02", "市政府办公室", "2024Q3", "2024-10-02")
    fresh.do(add_unit, None, "市档案馆")
    outcome = restored(fresh.app, path, replace=True)
    assert held(fresh.app) == before
    assert (outcome.rows, outcome.newest) == (sum(t.rows for t in before), {"default": fresh.ask(newest_hash, None)})
    assert (outcome.unchanged, outcome.noted, outcome.upgraded_from) == (False, True, None)
    assert [(log.standing, log.acts) for log in outcome.logs] == [(Standing.BEHIND, 3)]


def test_work_goes_on_after_it(fresh: World, path: Path) -> None:
    fresh.confirmed()
    backed_up(fresh.app, path)
    fresh.do(add_unit, None, "市档案馆")
    restored(fresh.app, path, replace=True)
    fresh.do(add_unit, None, "市气象局")
    fresh.accepted("2024-02", "市政府办公室", "2024Q2", "2024-07-02")
    kept, rebuilt = kept_and_rebuilt(fresh.app.engine)
    assert kept == rebuilt
    assert ("市气象局" in units(fresh), "市档案馆" in units(fresh)) == (True, False)


def test_what_was_there_is_kept_and_can_itself_be_restored(fresh: World, path: Path) -> None:
    fresh.confirmed()
    backed_up(fresh.app, path)
    fresh.do(add_unit, None, "市档案馆")
    later = held(fresh.app)
    outcome = restored(fresh.app, path, replace=True)
    file = sqlite_file(fresh.app.settings.database)
    beside = file or path.with_name(f"{fresh.app.engine.url.database}.db")
    assert outcome.kept == str(beside.with_name(f"{beside.stem}-恢复前-20260302-090000.db"))
    back = restored(fresh.app, Path(outcome.kept), keep=path.with_name("再前.db"), replace=True)
    assert held(fresh.app) == later
    assert [(log.standing, log.acts) for log in back.logs] == [(Standing.AHEAD, 0)]
    assert sorted(each.name for each in path.parent.glob("再前*")) == ["再前.db", "再前.db.核对.json"]


def test_database_with_rows_is_replaced_only_when_told_and_the_loss_is_said(world: World, path: Path) -> None:
    world.confirmed()
    backed_up(world.app, path)
    world.do(add_unit, None, "市档案馆")
    world.actor("李强").do(add_unit, None, "市气象局")
    told = (
        "里已有数据，没有改动：恢复会丢掉备份以后的 2 条操作（最新一条由“李强”于 2026-03-02 09:00 记下，"
        "对象是“市气象局”）。确实要换成备份，请加 --replace（现有的数据会先另存一份）。"
    )
    with world.refused(errors.RestoreReplaces, re.escape(told)):
        restored(world.app, path)


def test_database_that_is_as_the_backup_is_left_alone(fresh: World, path: Path) -> None:
    fresh.confirmed()
    backed_up(fresh.app, path)
    before = fresh.rows()
    outcome = restored(fresh.app, path)
    assert (outcome.unchanged, outcome.kept, fresh.rows()) == (True, None, before)


def test_backup_of_another_history_is_told(world: World, path: Path, tmp_path: Path) -> None:
    """Two copies of one database, each with acts of its own since."""
    world.confirmed()
    backed_up(world.app, path)
    with at(world.app, f"sqlite:///{tmp_path / 'other.db'}") as other:
        restored(other.app, path)
        other.do(add_unit, None, "市档案馆")
        backed_up(other.app, path.with_name("别处.db"))
    world.do(add_unit, None, "市气象局")
    acts = len(kept_and_rebuilt(world.app.engine)[0])
    with world.refused(
        errors.RestoreReplaces, f"备份来自另一段历史，恢复会换掉现有的 {acts} 条操作（最新一条由“王敏”于"
    ):
        restored(world.app, path.with_name("别处.db"))


def test_rows_changed_behind_our_back_are_told_where_the_logs_are_the_same(world: World, path: Path) -> None:
    world.confirmed()
    backed_up(world.app, path)
    with world.app.begin() as session:
        session.execute(text("update unit set contact = '别人' where id = 1"))
    with world.refused(errors.RestoreReplaces, "操作记录和备份相同，但表里的内容不同"):
        restored(world.app, path)


def test_loss_is_told_for_each_office(world: World, path: Path) -> None:
    world.do(add_unit, None, "市司法局")
    backed_up(world.app, path)
    world.do(add_unit, None, "市财政局")
    world.office("second").do(add_unit, None, "县司法局")
    with world.refused(
        errors.RestoreReplaces,
        "机关“default”恢复会丢掉备份以后的 1 条操作.*；机关“second”恢复会丢掉现有的全部 1 条操作，备份里一条也没有",
    ):
        restored(world.app, path)


def test_every_office_comes_back(fresh: World, path: Path) -> None:
    fresh.do(add_unit, None, "市司法局")
    fresh.office("second").do(add_unit, None, "县司法局")
    backed_up(fresh.app, path)
    fresh.office("second").do(add_unit, None, "县财政局")
    outcome = restored(fresh.app, path, replace=True)
    assert outcome.offices == ("default", "second")
    assert [(log.newest.office, log.standing, log.acts) for log in outcome.logs] == [
        ("default", Standing.SAME, 0),
        ("second", Standing.BEHIND, 1),
    ]
    assert (units(fresh), units(fresh.office("second"))) == (["市司法局"], ["县司法局"])


def test_missing_database_is_made(one_world: World, path: Path, tmp_path: Path) -> None:
    backed_up(one_world.confirmed().app, path)
    with at(one_world.app, f"sqlite:///{tmp_path / 'new.db'}") as new:
        outcome = restored(new.app, path)
        assert held(new.app) == held(one_world.app)
        assert (outcome.kept, outcome.logs) == (None, ())
    assert sorted(each.name for each in tmp_path.iterdir()) == ["new.db", "备份"]


def test_database_without_tables_is_filled(one_world: World, path: Path, tmp_path: Path) -> None:
    backed_up(one_world.confirmed().app, path)
    (tmp_path / "new.db").touch()
    with at(one_world.app, f"sqlite:///{tmp_path / 'new.db'}") as new:
        restored(new.app, path)
        assert held(new.app) == held(one_world.app)


def test_folder_that_doesnt_exist_is_told(one_world: World, path: Path, tmp_path: Path) -> None:
    backed_up(one_world.app, path)
    missing = f"sqlite:///{tmp_path / '没有的' / 'new.db'}"
    with at(one_world.app, missing) as new, pytest.raises(errors.OutputUnwritable, match="所在的文件夹不存在"):
        restored(new.app, path)


def test_backup_of_one_kind_is_restored_on_the_other(sqlite_world: World, postgres_world: World, path: Path) -> None:
    sqlite_world.confirmed()
    postgres_world.do(add_unit, None, "市气象局")
    backed_up(sqlite_world.app, path)
    backed_up(postgres_world.app, path.with_name("另一个.db"))
    first, second = held(sqlite_world.app), held(postgres_world.app)
    restored(postgres_world.app, path, keep=path.with_name("旧1.db"), replace=True)
    restored(sqlite_world.app, path.with_name("另一个.db"), keep=path.with_name("旧2.db"), replace=True)
    assert (held(postgres_world.app), held(sqlite_world.app)) == (first, second)


def test_backup_of_an_older_program_comes_up_to_this_one(one_world: World, path: Path, tmp_path: Path) -> None:
    """The file itself stays as it is."""
    one_world.confirmed()
    before = held(one_world.app)
    backed_up(one_world.app, path)
    note_beside(path).unlink()
    downgrade(path)
    kept = path.read_bytes()
    with at(one_world.app, f"sqlite:///{tmp_path / 'new.db'}") as new:
        outcome = restored(new.app, path)
        assert held(new.app) == before
    assert (outcome.upgraded_from, outcome.noted) == (KNOWN_VERSIONS[-2], False)
    assert path.read_bytes() == kept


def downgrade(path: Path) -> None:
    """Let a file be one that the program before this one wrote."""
    from alembic import command  # noqa: PLC0415 - its one use here
    from alembic.config import Config  # noqa: PLC0415 - as above

    from planner.store.backup_files import writing_engine  # noqa: PLC0415 - as above

    config = Config(str(shipped() / "alembic.ini"))
    with writing_engine(path).connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "-1")
        connection.commit()


def test_what_a_lost_database_left_beside_is_not_taken_for_the_new_ones(
    one_world: World, path: Path, tmp_path: Path
) -> None:
    backed_up(one_world.app, path)
    (tmp_path / "new.db-wal").write_bytes(b"frames")
    url = f"sqlite:///{tmp_path / 'new.db'}"
    with at(one_world.app, url) as new, pytest.raises(errors.DatabaseLeftOver, match="旁边却还有它的“new"):
        restored(new.app, path)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["new.db-wal", "备份"]


# ---- who may ----


def test_only_the_coordinator_restores(world: World, path: Path) -> None:
    world.do(add_user, None, "王敏", ActorRole.COORDINATOR)
    world.do(add_user, None, "审计员", ActorRole.AUDITOR)
    backed_up(world.app, path)
    world.do(add_unit, None, "市气象局")
    with world.refused(errors.NotAllowed, "“审计员”无权恢复数据库"):
        restored(world.actor("审计员").app, path, replace=True)
    with world.refused(errors.ActorUnknown):
        restored(world.actor("路人").app, path, replace=True)


def test_who_may_fill_an_empty_database_is_asked_of_the_backup(one_world: World, path: Path, tmp_path: Path) -> None:
    one_world.do(add_user, None, "王敏", ActorRole.COORDINATOR)
    one_world.do(add_user, None, "审计员", ActorRole.AUDITOR)
    backed_up(one_world.app, path)
    with at(one_world.app, f"sqlite:///{tmp_path / 'new.db'}") as new:
        with pytest.raises(errors.NotAllowed, match="“审计员”无权恢复数据库"):
            restored(new.actor("审计员").app, path)
        with pytest.raises(errors.ActorUnknown):
            restored(new.actor("路人").app, path)
        assert not (tmp_path / "new.db").exists()
        restored(new.app, path)


# ---- what goes wrong ----


def test_database_that_is_broken_is_told_with_what_would_help(one_world: World, path: Path, tmp_path: Path) -> None:
    backed_up(one_world.app, path)
    broken = tmp_path / "broken.db"
    broken.write_text("会议记录" * 500, encoding="utf-8")
    before = broken.read_bytes()
    with at(one_world.app, f"sqlite:///{broken}") as other, pytest.raises(errors.DatabaseBroken) as refused:
        restored(other.app, path, replace=True)
    assert "请先把它连同同名的 -wal、-shm 文件移到别处，再恢复。" in str(refused.value)
    assert broken.read_bytes() == before


def test_database_whose_pages_are_damaged_is_told_so_too(one_world: World, path: Path, tmp_path: Path) -> None:
    backed_up(one_world.confirmed().app, path)
    broken = tmp_path / "broken.db"
    data = bytearray(path.read_bytes())
    for page in range(4096 * 5, len(data) - 4096, 4096):
        data[page : page + 512] = b"\xff" * 512
    broken.write_bytes(data)
    with at(one_world.app, f"sqlite:///{broken}") as other, pytest.raises(errors.DatabaseBroken):
        restored(other.app, path, replace=True)
    assert sorted(each.name for each in tmp_path.iterdir() if "恢复前" in each.name) == []


def test_place_for_what_was_there_is_not_overwritten_and_nothing_is_replaced(world: World, path: Path) -> None:
    world.do(add_unit, None, "市司法局")
    backed_up(world.app, path)
    world.do(add_unit, None, "市气象局")
    keep = path.with_name("旧.db")
    keep.touch()
    with world.refused(errors.KeptExists, "那里已经有文件，没有覆盖，数据库也没有改动；请用 --keep 另写一个文件名"):
        restored(world.app, path, keep=keep, replace=True)
    with world.refused(errors.OutputUnwritable):
        restored(world.app, path, keep=path.parent / "没有的" / "旧.db", replace=True)


def test_reader_sees_old_or_new_and_nothing_between(database: str, path: Path) -> None:
    """Counts two tables in one statement, over and over, while it is replaced back and forth."""
    app = App(Settings(database=database, actor="王敏"), clock=lambda: NOW)
    world = World(app)
    for number in range(30):
        world.do(add_unit, None, f"市第{number}局")
    backed_up(app, path)
    for number in range(5):
        world.do(add_unit, None, f"县第{number}局")
    backed_up(app, path.with_name("后来.db"))
    seen: set[tuple[int, int]] = set()
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            with app.reading() as session:
                units_, acts = session.execute(
                    text("select (select count(*) from unit), (select count(*) from audit_event)")
                ).one()
                seen.add((units_, acts))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(2):
            source = path if number % 2 == 0 else path.with_name("后来.db")
            restored(app, source, keep=path.with_name(f"旧{number}.db"), replace=True)
    finally:
        stop.set()
        reader.join()
        app.close()
    assert seen == {(30, 30), (35, 35)}


def test_writers_go_on_through_a_restore_and_the_log_stays_one_chain(database: str, path: Path) -> None:
    """Each act is either before it, and in what was kept, or after it; who must give way is told so."""
    app = App(Settings(database=database, actor="王敏"), clock=lambda: NOW)
    world = World(app)
    world.do(add_unit, None, "市司法局")
    backed_up(app, path)
    stop = threading.Event()
    done: list[str] = []

    def write(writer: int) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            try:
                world.do(add_unit, None, f"县第{writer}之{number}局")
            except (errors.ChangedMeanwhile, errors.DatabaseBusy):
                continue
            done.append(f"县第{writer}之{number}局")

    writers = [threading.Thread(target=write, args=(writer,)) for writer in range(2)]
    for each in writers:
        each.start()
    try:
        while len(done) < 10:
            stop.wait(0.01)
        outcome = restored_in_time(app, path)
        so_far = len(done)
        while len(done) < so_far + 10:
            stop.wait(0.01)
    finally:
        stop.set()
        for each in writers:
            each.join()
    kept, rebuilt = kept_and_rebuilt(app.engine)
    after = set(units(world))
    app.close()
    with at(app, f"sqlite:///{outcome.kept}") as before:
        earlier = set(units(before))
    assert kept == rebuilt
    assert set(done) | {"市司法局"} == earlier | after
    assert earlier & after == {"市司法局"}


def restored_in_time(app: App, path: Path) -> Restored:
    """Restore; where it has to give way to a writer, once more."""
    for number in range(20):
        try:
            return restored(app, path, keep=path.with_name(f"旧{number}.db"), replace=True)
        except (errors.ChangedMeanwhile, errors.DatabaseBusy):
            continue
    raise AssertionError


def test_what_is_killed_leaves_old_or_new(database: str, path: Path) -> None:
    """The short form of the drill."""
    app = App(Settings(database=database, actor="王敏"), clock=lambda: NOW)
    two = two_states(app, path.parent)
    chance = random.Random(6)  # noqa: S311 - moments, not secrets
    seen = [kill_restore(two, Exactly(point, 1)) for point in (Point.BEFORE_COMMIT, Point.AFTER_COMMIT)]
    seen += [kill_backup(two, Exactly(Point.BEFORE_RENAME, 1))]
    assert seen == ["restore killed, old", "restore killed, new", "backup killed"]
    kill_restore(two, chance.uniform(0, 0.5))
    kill_backup(two, chance.uniform(0, 0.5))
    app.close()
