"""The status page with its tasks and the quarters of its year, read from a database."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from sqlalchemy import event, update

from planner.domain.lights import Colour
from planner.domain.periods import Period
from planner.domain.plain import from_plain, to_plain
from planner.domain.progress import Status, TaskState
from planner.domain.quarters import done_by_month
from planner.domain.status_page import StatusPage
from planner.store.rounds import PeriodClose
from planner.usecases.closing import close_period
from planner.usecases.kept import kept_hash
from planner.usecases.ledgers import read_ledger
from planner.usecases.reports import write_status
from planner.usecases.rosters import set_members
from planner.usecases.status import read_period_status, read_status, read_year_status
from planner.usecases.tasks import set_state
from planner.usecases.units import rename_unit
from tests.output.conftest import TEMPLATES
from tests.world import SMALL_PLAN, World, shared

Q1, Q2, Q3 = Period(2024, 1), Period(2024, 2), Period(2024, 3)


@pytest.fixture
def office(world: World) -> World:
    """Three quarters of work: a task done in the second, another in the third."""
    return worked(world)


@shared
def worked(world: World) -> World:
    world.confirmed()
    world.do(set_members, "2024-03-12", "各县（市、区）政府", ["东桥县政府", "西桥县政府"])
    world.accepted("2024-02", "市政府办公室", "2024Q1", "2024-04-02")
    world.accepted("2024-03", "市司法局", "2024Q1", "2024-04-03", figures=("2024-03.1=1次",))
    world.accepted("2024-02", "市政府办公室", "2024Q2", "2024-05-20", status=Status.DONE)
    world.accepted("2024-01", "市财政局", "2024Q2", "2024-07-02", figures=("2024-01.1=1项",))
    world.accepted("2024-04", "市公安局", "2024Q3", "2024-08-20", status=Status.DONE)
    return world


def counts(page: StatusPage) -> list[tuple[str, list[int], int, int, int]]:
    return [(q.period, [len(q.lights[c]) for c in Colour], len(q.done), q.asked, q.reported) for q in page.quarters]


def test_quarters_are_those_of_their_ledgers(office: World) -> None:
    page = office.ask(read_year_status, "2024-10-08")
    ledgers = [office.ask(read_ledger, "2024-10-08", period) for period in (Q1, Q2, Q3)]
    assert counts(page)[:3] == [
        (
            one.period,
            [one.colours[colour] for colour in Colour],
            sum(task.done for task in one.tasks),
            one.asked,
            one.reported,
        )
        for one in ledgers
    ]
    assert [quarter.judged_on for quarter in page.quarters] == [
        dt.date(2024, 3, 31),
        dt.date(2024, 6, 30),
        dt.date(2024, 9, 30),
        dt.date(2024, 10, 8),
    ]
    assert [quarter.over for quarter in page.quarters] == [True, True, True, False]
    assert page.quarters[3].lights == {
        colour: tuple(task.code for task in page.tasks if task.colour is colour) for colour in Colour
    }
    assert [(month.number, month.new) for month in done_by_month(page) if month.new] == [
        (5, ("2024-02",)),
        (8, ("2024-04",)),
    ]


def test_page_of_the_terminal_holds_no_year(office: World) -> None:
    short, whole = office.ask(read_status, "2024-10-08"), office.ask(read_year_status, "2024-10-08")
    assert short == replace(whole, tasks=(), quarters=())
    assert (len(whole.tasks), len(whole.quarters)) == (4, 4)


def test_closed_quarter_is_told_as_it_was_kept(office: World) -> None:
    office.do(close_period, "2024-07-20", Q2)
    closed = office.ask(read_period_status, None, Q2)
    office.do(rename_unit, "2024-08-01", "市公安局", "市公安局（新）")
    office.do(set_state, "2024-08-02", "2024-01", TaskState.DROPPED, basis="上级取消")

    page = office.ask(read_year_status, "2024-10-08")

    assert page.quarters[1] == closed.quarters[1]
    assert page.quarters[1].closed_on == dt.date(2024, 7, 20)
    assert "市公安局" in [unit.unit for unit in page.quarters[1].returns]
    assert "市公安局" not in [unit.unit for unit in page.quarters[2].returns]
    assert office.ask(read_period_status, None, Q2) == closed


def test_page_kept_by_an_older_version_is_filled_in_from_its_ledger(office: World) -> None:
    office.do(close_period, "2024-04-20", Q1)
    office.do(close_period, "2024-07-20", Q2)
    closed = office.ask(read_period_status, None, Q2)
    forget_the_year(office)
    office.do(set_state, "2024-08-02", "2024-01", TaskState.DROPPED, basis="上级取消")

    page = office.ask(read_period_status, None, Q2)

    assert counts(page) == counts(closed)
    assert [quarter.closed_on for quarter in page.quarters] == [dt.date(2024, 4, 20), dt.date(2024, 7, 20)]
    assert page.tasks == tuple(replace(task, done_on=None) for task in closed.tasks)
    assert replace(page, tasks=(), quarters=()) == replace(closed, tasks=(), quarters=())
    assert counts(office.ask(read_year_status, "2024-10-08"))[:2] == counts(closed)


def forget_the_year(world: World) -> None:
    """Make what is kept of closed periods what the version before kept."""
    with world.app.begin() as session:
        for close in session.query(PeriodClose).all():
            older = close.kept | {"status": {**close.kept["status"]}}
            del older["status"]["tasks"], older["status"]["quarters"]
            assert from_plain(StatusPage, older["status"]).quarters == ()
            session.execute(
                update(PeriodClose).where(PeriodClose.id == close.id).values(kept=older, sha256=kept_hash(older))
            )


def test_kept_year_comes_back_from_json_as_it_was(office: World) -> None:
    page = office.ask(read_period_status, "2024-10-08", Q3)
    assert from_plain(StatusPage, to_plain(page)) == page
    assert [quarter.period for quarter in page.quarters] == ["2024Q1", "2024Q2", "2024Q3"]


def test_same_day_shows_the_same_year_whatever_comes_later(office: World) -> None:
    before = office.ask(read_year_status, "2024-08-25")
    office.accepted("2024-01", "市司法局", "2024Q2", "2024-09-02", status=Status.DONE)
    office.do(set_state, "2024-09-03", "2024-03", TaskState.PAUSED, basis="机构改革")
    assert office.ask(read_year_status, "2024-08-25") == before
    assert office.ask(read_year_status, "2024-09-03") != before


def test_year_takes_as_many_queries_however_many_tasks_there_are(one_world: World) -> None:
    more = "".join(
        f"（{number}）做好第{number}项工作。改进方法，抓好落实。[责任单位：市公安局]\n\n" for number in "五六七八九十"
    )
    longer = SMALL_PLAN.replace("青禾市司法局\n2024年", f"{more}青禾市司法局\n2025年").replace("市2024年", "市2025年")
    one_world.confirmed()
    one_world.confirmed(longer, on="2025-03-11")
    with counted(one_world) as few:
        small = one_world.ask(read_year_status, "2024-10-08", "2024")
    with counted(one_world) as many:
        large = one_world.ask(read_year_status, "2025-10-08", "2025")
    assert [(len(page.tasks), len(page.quarters)) for page in (small, large)] == [(4, 4), (10, 4)]
    assert len(many) == len(few)


@contextmanager
def counted(world: World) -> Iterator[list[str]]:
    """The statements that the database is sent within."""
    statements: list[str] = []

    def note(*sent: object) -> None:
        statements.append(str(sent[2]))

    event.listen(world.app.engine, "before_cursor_execute", note)
    yield statements
    event.remove(world.app.engine, "before_cursor_execute", note)


def test_page_is_written_with_its_rows(office: World, tmp_path: Path) -> None:
    path = tmp_path / "状态.html"
    office.ask(write_status, "2024-10-08", path, TEMPLATES)
    tree: Any = html.document_fromstring(path.read_bytes())
    rows = [" ".join(row.text_content().split()) for row in tree.xpath("//tr[starts-with(@id, 'task-')]/th")]
    assert sorted(rows) == [
        "2024-01 管好规范性文件",
        "2024-02 办好政府会议",
        "2024-03 评查执法案卷",
        "2024-04 培训执法人员",
    ]
