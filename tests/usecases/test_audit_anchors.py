"""Every hash that is printed is found in the log it was printed from, and in none that was cut, rebuilt or put back."""

import json
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from planner.domain.periods import Period
from planner.domain.progress import Status
from planner.usecases.audit import newest_hash
from planner.usecases.audit_checking import export_log, verify_log
from planner.usecases.backups import note_beside
from planner.usecases.closing import close_period
from planner.usecases.ledgers import Wanted, export_ledger
from planner.usecases.units import add_unit
from tests.copies import backed_up, restored
from tests.world import World, shared

Q2 = Period(2024, 2)
PARTS = (Wanted(), Wanted(unit="市财政局"), Wanted(section="规范决策"), Wanted(columns=("编号", "重点任务")))


@shared
def second_quarter(world: World) -> World:
    """A confirmed plan of which something was accepted in the second quarter."""
    world.confirmed()
    world.accepted("2024-01", "市财政局", "2024Q2", "2024-07-02", status=Status.DONE)
    return world


def on_cover(world: World, folder: Path, wanted: Wanted | None = None) -> str:
    """The hash that stands on the cover of the quarter's ledger, as a person would copy it."""
    path = folder / "台账.xlsx"
    world.ask(export_ledger, None, Q2, path, wanted=wanted)
    rows = load_workbook(path).worksheets[0].iter_rows(values_only=True)
    (found,) = [row[row.index("操作记录校验码") + 1] for row in rows if "操作记录校验码" in row]
    return str(found)


def since(world: World, anchor: str) -> list[int]:
    """How many acts came after the one of a printed hash; nothing where it isn't found."""
    found = world.ask(verify_log, None, anchor=anchor)
    assert found.faults == ()
    return [each.since for each in found.anchored]


@pytest.mark.parametrize("wanted", PARTS, ids=["whole", "unit", "section", "columns"])
def test_cover_of_every_ledger_prints_the_newest_hash(wanted: Wanted, world: World, tmp_path: Path) -> None:
    second_quarter(world)
    for later in range(2):
        printed = on_cover(world, tmp_path, wanted)
        assert (printed, since(world, printed)) == (world.ask(newest_hash, None), [0])
        world.do(add_unit, None, f"市档案馆{later}")


def test_ledger_of_a_closed_quarter_prints_the_hash_of_when_it_was_closed(world: World, tmp_path: Path) -> None:
    """It comes out the same whatever was done since, so it tells nothing of what was cut off since."""
    second_quarter(world)
    then = world.ask(newest_hash, None)
    world.do(close_period, "2024-07-10", Q2)
    world.do(add_unit, None, "市档案馆")
    assert [(on_cover(world, tmp_path, wanted), since(world, then)) for wanted in PARTS] == [(then, [2])] * len(PARTS)


def test_backup_and_export_print_the_newest_hash(world: World, tmp_path: Path) -> None:
    second_quarter(world)
    newest = world.ask(newest_hash, None)
    path = tmp_path / "备份.db"
    assert backed_up(world.app, path).newest == {"default": newest}
    assert newest in json.dumps(json.loads(note_beside(path).read_text(encoding="utf-8")))
    assert world.ask(export_log, None, tmp_path / "记录.zip").found.newest == newest
    with ZipFile(tmp_path / "记录.zip") as archive:
        assert newest in archive.read("说明.txt").decode("utf-8-sig")
    assert since(world, newest) == [0]


def test_restoring_keeps_what_was_printed_before_the_backup_and_loses_what_was_printed_since(
    world: World, tmp_path: Path
) -> None:
    second_quarter(world)
    before = on_cover(world, tmp_path)
    backed_up(world.app, tmp_path / "备份.db")
    world.do(add_unit, None, "市档案馆")
    lost = on_cover(world, tmp_path)
    assert (since(world, before), since(world, lost)) == ([1], [0])
    kept = tmp_path / "恢复前.db"
    restored(world.app, tmp_path / "备份.db", keep=kept, replace=True)
    world.do(add_unit, None, "市气象局")
    after = on_cover(world, tmp_path)
    assert [since(world, each) for each in (before, lost, after)] == [[1], [], [0]]
    restored(world.app, kept, keep=tmp_path / "再前.db", replace=True)
    assert [since(world, each) for each in (before, lost, after)] == [[1], [0], []]


def _cut(world: World) -> None:
    with world.app.engine.begin() as connection:
        connection.execute(text("delete from audit_event where id = (select max(id) from audit_event)"))


def _rebuilt(world: World) -> None:
    _cut(world)
    world.do(add_unit, None, "市气象局")


@pytest.mark.parametrize("tamper", [_cut, _rebuilt])
def test_log_that_was_cut_or_built_anew_lacks_what_was_printed_of_it(
    tamper: Callable[[World], None], world: World, tmp_path: Path
) -> None:
    second_quarter(world)
    before = on_cover(world, tmp_path)
    world.do(add_unit, None, "市档案馆")
    printed = on_cover(world, tmp_path)
    tamper(world)
    assert (len(since(world, before)), since(world, printed)) == (1, [])
