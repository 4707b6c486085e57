"""The ledger of a closed quarter exports the same whatever two hundred later acts do."""

import datetime as dt
import random
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from planner.domain.drafts import Role
from planner.domain.periods import Period
from planner.domain.progress import Status
from planner.errors import PlannerError
from planner.usecases.assignments import assign
from planner.usecases.audit import newest_hash
from planner.usecases.closing import close_period
from planner.usecases.ledgers import export_ledger, read_ledger
from planner.usecases.rosters import set_members
from planner.usecases.tasks import extend
from planner.usecases.units import rename_unit
from tests.world import World, shared

pytestmark = pytest.mark.long

Q2, Q3 = Period(2024, 2), Period(2024, 3)
UNITS = ("市司法局", "市财政局", "市公安局", "市政府办公室")
TASKS = ("2024-01", "2024-02", "2024-03", "2024-04")
COUNTIES = ("东桥县政府", "西桥县政府", "南桥县政府", "北桥县政府")
ACTS = 200


@shared
def second_quarter(world: World) -> World:
    """A confirmed plan of which something was accepted, blocked and returned in the second quarter."""
    world.confirmed()
    world.do(set_members, "2024-03-12", "各县（市、区）政府", list(COUNTIES[:2]))
    world.accepted("2024-01", "市财政局", "2024Q2", "2024-07-02", problem="人手不足", figures=("2024-01.1=1项",))
    world.accepted("2024-02", "市政府办公室", "2024Q2", "2024-07-03", status=Status.DONE)
    world.accepted("2024-03", "市公安局", "2024Q2", "2024-07-04", status=Status.BLOCKED, support="请增派人员")
    world.returned(world.log("2024-01", "市司法局", "2024Q2", "2024-07-05"), "2024-07-08")
    return world


def exported(world: World, folder: Path, as_of: str | None = None) -> tuple[Any, ...]:
    """Every cell of the quarter's workbook with its look, what is merged and how wide it is, and its charts."""
    path = folder / "台账.xlsx"
    ledger = world.ask(export_ledger, as_of, Q2, path)
    data = path.read_bytes()
    cells = [
        (sheet.title, cell.coordinate, cell.value, cell.number_format, repr((cell.font, cell.fill, cell.alignment)))
        for sheet in load_workbook(BytesIO(data)).worksheets
        for row in sheet.iter_rows()
        for cell in row
    ]
    looks = [
        (sorted(map(str, sheet.merged_cells.ranges)), {c: d.width for c, d in sheet.column_dimensions.items()})
        for sheet in load_workbook(BytesIO(data)).worksheets
    ]
    with ZipFile(BytesIO(data)) as parts:
        charts = {name: parts.read(name) for name in parts.namelist() if "charts/" in name or "drawings/" in name}
    return ledger, cells, looks, charts


class Office:
    """What may happen after a quarter was closed, each thing at random; what is refused changes nothing."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.chance = random.Random(seed)  # noqa: S311 - nothing secret
        self.day = dt.date(2024, 8, 1)
        self.names = list(UNITS)
        self.done: list[str] = []

    def act(self) -> None:
        """Do one thing; every few, a day passes."""
        acts: list[Callable[[], None]] = [self.rename, self.file, self.extend, self.reroster, self.assign]
        chosen = self.chance.choice(acts)
        self.day += dt.timedelta(days=self.chance.randint(0, 1))
        try:
            chosen()
        except PlannerError:
            return
        self.done.append(chosen.__name__)

    def rename(self) -> None:
        place = self.chance.randrange(len(self.names))
        new = f"{UNITS[place]}（第{len(self.done)}次更名）"
        self.world.do(rename_unit, str(self.day), self.names[place], new)
        self.names[place] = new

    def file(self) -> None:
        unit, task = self.chance.choice(self.names), self.chance.choice(TASKS)
        entry = self.world.log(
            *(task, unit, "2024Q3", str(self.day)), status=self.chance.choice(list(Status)), problem="有问题"
        )
        if self.chance.random() < 0.5:
            self.world.accept(entry, str(self.day))
        else:
            self.world.returned(entry, str(self.day))

    def extend(self) -> None:
        due = dt.date(2025, 1, 1) + dt.timedelta(days=self.chance.randint(0, 300))
        self.world.do(extend, str(self.day), self.chance.choice(TASKS), due, reason="系统改造")

    def reroster(self) -> None:
        members = self.chance.sample(COUNTIES, self.chance.randint(1, len(COUNTIES)))
        self.world.do(set_members, str(self.day), "各县（市、区）政府", members)

    def assign(self) -> None:
        unit, task = self.chance.choice(self.names), self.chance.choice(TASKS)
        self.world.do(assign, str(self.day), task, unit, self.chance.choice(list(Role)))


@pytest.mark.parametrize("seed", [1, 2])
def test_closed_quarter_exports_the_same_after_two_hundred_later_acts(
    one_world: World, tmp_path: Path, seed: int
) -> None:
    world = second_quarter(one_world)
    world.do(close_period, "2024-07-20", Q2)
    before = exported(world, tmp_path)
    office = Office(world, seed)
    while len(office.done) < ACTS:
        office.act()
    assert set(office.done) == {"rename", "file", "extend", "reroster", "assign"}
    assert exported(world, tmp_path) == before
    assert exported(world, tmp_path, "2024-07-20") == before
    # those acts do show where nothing was closed
    assert world.ask(read_ledger, str(office.day), Q3) != world.ask(read_ledger, "2024-08-01", Q3)


def test_cover_has_the_newest_hash_of_the_day_and_a_closed_quarter_that_of_its_closing(world: World) -> None:
    second_quarter(world)
    early = world.ask(newest_hash, "2024-07-02")
    at_closing = world.ask(newest_hash, "2024-07-20")
    assert world.ask(read_ledger, "2024-07-02", Q2).audit_hash == early
    world.do(close_period, "2024-07-20", Q2)
    world.log("2024-03", "市司法局", "2024Q3", "2024-10-08")
    assert world.ask(read_ledger, None, Q2).audit_hash == at_closing
    assert world.ask(read_ledger, None, Q3).audit_hash == world.ask(newest_hash, None)
    assert len({early, at_closing, world.ask(newest_hash, None)}) == 3


def test_ledger_says_what_its_status_page_says(world: World) -> None:
    second_quarter(world)
    ledger = world.ask(read_ledger, "2024-07-20", Q2)
    assert ledger.notices
    assert [notice.message for notice in ledger.notices.decisions if notice.kind in ("blocked", "support")] == [
        "市公安局：2024Q2填报受阻",
        "市公安局：需协调 请增派人员",
    ]
    assert [task.code for task in ledger.tasks if task.colour == "red"] == [each.task for each in ledger.notices.late]
    assert sum(bool(line.asked) for task in ledger.tasks for line in task.lines) == ledger.asked
    assert sum(bool(line.asked) and line.reported for task in ledger.tasks for line in task.lines) == ledger.reported
    assert len(ledger.missing) == ledger.asked - ledger.reported
    assert {line.counts for task in ledger.tasks for line in task.lines} == {True}


# but for 应于2024-07-10报送, 时限2024-12-31还没到, 2024-12-31到期 (days ahead) and 按截至 2024-07-20 的数据
_DAY = re.compile(r"(?<!应于)(?<!时限)(?<!按截至 )(\d{4}-\d\d-\d\d)(?!到期)")
_DAYS_OF_THEIR_OWN = {"填报日期", "应报日期", "完成时限", "时限来源"}


def test_nothing_in_a_ledger_is_dated_after_the_day_it_is_judged_on(one_world: World, tmp_path: Path) -> None:
    second_quarter(one_world)
    ledger = one_world.ask(export_ledger, "2024-07-20", Q2, tmp_path / "台账.xlsx")
    assert {str(line.on) for task in ledger.tasks for line in task.lines if line.on} >= {"2024-07-03", "2024-07-04"}
    later = [
        (sheet.title, column[0].value, cell.value)
        for sheet in load_workbook(tmp_path / "台账.xlsx").worksheets[1:]
        for column in sheet.iter_cols(min_row=2 if sheet.title == "台账" else 1)
        for cell in column
        if column[0].value not in _DAYS_OF_THEIR_OWN
        for day in _DAY.findall(str(cell.value))
        if day > "2024-06-30"
    ]
    assert later == []
