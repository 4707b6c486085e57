"""Chasing: what is listed on a day, what goes out, and the log that keeps it from being said twice."""

import csv
import datetime as dt
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import docx
import pytest
from icalendar import Calendar

from planner import errors
from planner.domain.actors import ActorRole
from planner.domain.matters import MatterCause
from planner.domain.periods import Period
from planner.domain.progress import Status
from planner.domain.reminders import ChaseList, Wish
from planner.settings import shipped
from planner.usecases.forms import export_forms
from planner.usecases.reminders import Sent, read_chase, send, tell, write_calendar
from planner.usecases.rosters import set_members
from planner.usecases.tasks import extend
from planner.usecases.units import UnitRow, add_unit, confirm_units, import_units
from planner.usecases.users import add_user
from tests.world import World, shared

TEMPLATES = shipped() / "templates"
DAY = "2024-07-12"


def at_work(world: World) -> World:
    """The office with the small plan, a clock that goes on, and its kinds of unit confirmed."""
    seconds = count()
    app = replace(world.app, clock=lambda: dt.datetime(2026, 3, 2, 9, 0, next(seconds), tzinfo=dt.UTC))
    vars(app)["engine"] = world.app.engine  # one database, and one to close
    units_confirmed(world)
    return World(app)


@shared
def units_confirmed(world: World) -> World:
    world.confirmed().do(confirm_units, "2024-03-12", [], everyone=True)
    return world


@pytest.fixture
def office(world: World) -> World:
    """The office at work on both kinds of database."""
    return at_work(world)


@pytest.fixture
def desk(one_world: World) -> World:
    """The same on SQLite, for what doesn't depend on the kind."""
    return at_work(one_world)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An empty folder, with no database in it."""
    folder = tmp_path / "寄出"
    folder.mkdir()
    return folder


def chase(world: World, on: str = DAY, **wish: Any) -> ChaseList:  # noqa: ANN401 - fields of Wish
    return world.ask(read_chase, on, Wish(**wish))


def keys(found: ChaseList) -> dict[str, list[str]]:
    return {unit.unit.name: [matter.key for matter in unit.matters] for unit in found.units}


def post(world: World, folder: Path | None, on: str = DAY, *, listing: Path | None = None, **wish: Any) -> Sent:  # noqa: ANN401 - fields of Wish
    return world.do(send, on, Wish(**wish), letters=folder, listing=listing, templates=TEMPLATES)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*"))


# ---- the list ----


def test_list_tells_whom_to_chase_longest_late_first(office: World) -> None:
    assert keys(chase(office)) == {
        "市司法局": [
            "2024-03.1 late 2024-03-31",
            "2024-01.1 late 2024-06-30",
            "2024-01 not_reported 2024Q2",
            "2024-03 not_reported 2024Q2",
        ],
        "市公安局": ["2024-03.1 late 2024-03-31", "2024-03 not_reported 2024Q2", "2024-04 not_reported 2024Q2"],
        "市财政局": ["2024-01.1 late 2024-06-30", "2024-01 not_reported 2024Q2", "2024-03 not_reported 2024Q2"],
        "市政府办公室": ["2024-02 not_reported 2024Q2"],
    }


def test_list_names_who_to_ring(desk: World) -> None:
    desk.do(import_units, DAY, [UnitRow("市公安局", contact="林知远", phone="0900-1", email="gaj@x.example")])
    unit = chase(desk, unit="市公安局").units[0].unit
    assert (unit.contact, unit.phone, unit.email) == ("林知远", "0900-1", "gaj@x.example")


def test_list_changes_nothing(desk: World) -> None:
    before = desk.rows()
    chase(desk)
    assert desk.rows() == before


def test_returned_report_is_chased_with_its_reason_until_it_is_sent_anew(office: World) -> None:
    office.log("2024-02", "市政府办公室", "2024Q1", "2024-04-05")
    entry = office.log("2024-02", "市政府办公室", "2024Q2", "2024-07-05")
    office.returned(entry, "2024-07-08", "没有写数据")
    matter = chase(office, unit="市政府办公室").units[0].matters[0]
    assert (matter.key, matter.reason, matter.returned_on) == (
        "2024-02 returned 2024Q2.1",
        "没有写数据",
        dt.date(2024, 7, 8),
    )
    assert keys(chase(office, "2024-07-07", unit="市政府办公室")) == {}
    office.log("2024-02", "市政府办公室", "2024Q2", "2024-07-12")
    assert keys(chase(office, unit="市政府办公室")) == {}


def test_unreviewed_figure_makes_a_checkpoint_wait_for_the_coordinator(office: World) -> None:
    entry = office.log("2024-01", "市财政局", "2024Q2", "2024-07-11", figures=("2024-01.1=1",))
    found = chase(office, unit="市财政局")
    assert (keys(found)["市财政局"], found.awaiting_review) == (["2024-03 not_reported 2024Q2"], 1)
    office.accept(entry, "2024-07-12")
    assert chase(office, unit="市财政局").awaiting_review == 0


def test_extended_day_is_late_by_both_days(office: World) -> None:
    office.do(extend, "2024-06-20", "2024-01.1", dt.date(2024, 7, 5), reason="部门意见未齐")
    matter = chase(office, unit="市财政局").units[0].matters[0]
    assert (matter.key, matter.days, matter.original, matter.days_original) == (
        "2024-01.1 late 2024-07-05",
        7,
        dt.date(2024, 6, 30),
        12,
    )


def test_members_of_a_collective_are_chased_and_not_its_name(desk: World) -> None:
    desk.do(set_members, "2024-03-20", "各县（市、区）政府", ["东桥县政府"])
    assert "东桥县政府" in keys(chase(desk))
    assert "各县（市、区）政府" not in keys(chase(desk))
    with desk.refused(errors.UnitIsCollective):
        chase(desk, unit="各县（市、区）政府")


# ---- letters ----


def test_letters_are_written_and_logged_in_one_act(office: World, out: Path) -> None:
    with office.logged() as acts:
        sent = post(office, out / "发出", unit="市公安局")
    assert (files(out / "发出"), sent.logged) == (["催报函-市公安局.docx"], 3)
    letter = docx.Document(str(sent.files[0]))
    assert letter.paragraphs[2].text == "市公安局："
    assert [row.cells[0].text for row in letter.tables[0].rows] == ["编号", "2024-03.1", "2024-03", "2024-04"]
    assert acts == [
        (
            "remind:letter",
            "2024 市公安局",
            None,
            {
                "letter": "催报函",
                "file": "催报函-市公安局.docx",
                "told": ["2024-03.1 逾期（第1次）", "2024-03 未报送（第1次）", "2024-04 未报送（第1次）"],
            },
            "",
        )
    ]


def test_second_run_of_the_day_writes_nothing_and_says_so(office: World, out: Path) -> None:
    first = post(office, out, listing=out / "名单.csv")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with office.logged() as acts:
        again = post(office, out, listing=out / "名单.csv")
    assert acts == []
    assert (again.files, again.logged, again.chase.units, again.chase.held_back) == ((), 0, (), first.logged)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_letters_written_again_stand_beside_the_first(desk: World, out: Path) -> None:
    post(desk, out, unit="市公安局")
    first = (out / "催报函-市公安局.docx").read_bytes()
    sent = post(desk, out, unit="市公安局", everything=True)
    assert files(out) == ["催报函-市公安局.docx", "催报函-市公安局（2）.docx"]
    assert (out / "催报函-市公安局.docx").read_bytes() == first
    assert {matter.step for matter in sent.chase.units[0].matters} == {2}


def test_steps_rise_with_each_day_of_telling(office: World, out: Path) -> None:
    for on in (DAY, "2024-07-18", "2024-07-24"):
        post(office, out, on, unit="市公安局")
    assert chase(office, "2024-07-30", unit="市公安局").units[0].step == 4
    assert chase(office, "2024-07-20", unit="市公安局", everything=True).units[0].step == 3
    assert chase(office, "2024-07-20", unit="市公安局").held_back == 3


def test_telling_is_known_from_its_day_on(office: World) -> None:
    office.do(tell, DAY, Wish(), ["市公安局"])
    assert chase(office, "2024-07-11", unit="市公安局").held_back == 0
    assert chase(office, DAY, unit="市公安局").held_back == 3


def test_act_dated_before_a_later_telling_of_the_same_is_refused(office: World, out: Path) -> None:
    office.do(tell, "2024-07-20", Wish(), ["市公安局"])
    with office.refused(errors.EntryBackdated, "2024-07-20"):
        office.do(tell, DAY, Wish(), ["市公安局"])
    with office.refused(errors.EntryBackdated):
        post(office, out, unit="市公安局")
    assert files(out) == []
    assert post(office, out, unit="市司法局").logged == 4


def test_supervision_only_goes_where_it_may(desk: World, out: Path) -> None:
    desk.do(import_units, DAY, [UnitRow("市财政局", "法院")])
    desk.do(set_members, "2024-03-20", "各县（市、区）政府", ["东桥县政府"])
    post(desk, out, supervise=True)
    assert files(out) == [
        "催报函-东桥县政府.docx",
        "商请函-市财政局.docx",
        "督办函-市公安局.docx",
        "督办函-市司法局.docx",
        "督办函-市政府办公室.docx",
    ]


def test_letter_that_cannot_be_written_takes_all_back(desk: World, out: Path) -> None:
    (out / "名单.csv").mkdir()
    with desk.refused(errors.OutputUnwritable):
        post(desk, out / "发出", listing=out / "名单.csv")
    assert files(out / "发出") == []


def test_folder_that_is_a_file_is_refused(desk: World, out: Path) -> None:
    (out / "发出").write_text("", encoding="utf-8")
    with desk.refused(errors.OutputUnwritable):
        post(desk, out / "发出")


def test_faulty_template_writes_nothing(desk: World, out: Path) -> None:
    with desk.refused(errors.TemplateMissing):
        desk.do(send, DAY, Wish(), letters=out / "发出", listing=None, templates=out)
    assert files(out) == []


# ---- lists and words of mouth ----


def test_list_for_mail_merge_counts_as_told(office: World, out: Path) -> None:
    with office.logged() as acts:
        sent = post(office, None, listing=out / "名单.csv")
    with (out / "名单.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["单位"], row["件数"], row["函件类型"]) for row in rows] == [
        ("市司法局", "4", "催报函"),
        ("市公安局", "3", "催报函"),
        ("市财政局", "3", "催报函"),
        ("市政府办公室", "1", "催报函"),
    ]
    assert {act[0] for act in acts} == {"remind:list"}
    assert chase(office).held_back == sent.logged == 11


def test_unit_that_was_rung_is_not_rung_again(office: World) -> None:
    assert office.do(tell, DAY, Wish(), ["市公安局", "市财政局"]).logged == 6
    with office.logged() as acts:
        again = office.do(tell, DAY, Wish(), ["市公安局"])
    assert (acts, again.logged, again.chase.held_back) == ([], 0, 3)
    assert sorted(keys(chase(office))) == ["市司法局", "市政府办公室"]


def test_unit_with_nothing_to_be_told_is_refused(office: World) -> None:
    office.log("2024-02", "市政府办公室", "2024Q2", "2024-07-05")
    with office.refused(errors.UnitNotChased, "市政府办公室"):
        office.do(tell, DAY, Wish(), ["市公安局", "市政府办公室"])
    with office.refused(errors.UnitMissing):
        office.do(tell, DAY, Wish(), ["市气象局"])


def test_only_the_coordinator_logs_what_went_out(desk: World, out: Path) -> None:
    desk.do(add_user, DAY, "王敏", ActorRole.COORDINATOR)
    desk.do(add_user, DAY, "赵阳", ActorRole.LEADER)
    leader = desk.actor("赵阳")
    with desk.refused(errors.NotAllowed):
        leader.do(tell, DAY, Wish(), ["市公安局"])
    with desk.refused(errors.NotAllowed):
        post(leader, out)
    assert files(out) == []


# ---- calendar ----


def test_calendar_holds_what_is_still_waited_for(office: World, out: Path) -> None:
    office.accepted("2024-02", "市政府办公室", "2024Q2", "2024-07-05", status=Status.DONE)
    path = out / "日历.ics"
    before = office.rows()
    number = office.ask(write_calendar, DAY, path, Wish())
    events = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    days = [(event.decoded("dtstart").isoformat(), str(event["summary"]).partition("：")[0]) for event in events]
    assert days == [
        ("2024-09-30", "2024-03.1 应达成"),
        ("2024-10-10", "2024年第三季度填报表应报回（市司法局、市财政局、市公安局）"),
        ("2024-12-31", "2024-01 应完成（推定）"),
        ("2024-12-31", "2024-01.2 应达成"),
        ("2024-12-31", "2024-03 应完成（推定）"),
        ("2024-12-31", "2024-03.1 应达成"),
        ("2024-12-31", "2024-04 应完成（推定）"),
        ("2025-01-10", "2024年第四季度填报表应报回（市司法局、市财政局、市公安局）"),
    ]
    assert (number, office.rows()) == (8, before)


def test_draft_has_nobody_to_chase(one_world: World) -> None:
    one_world.do(add_unit, None, "市公安局")
    with one_world.refused(errors.PlanMissing):
        one_world.ask(read_chase, None, Wish())


def test_returned_entry_is_chased_whatever_was_filed_for_later_quarters(desk: World) -> None:
    returned = desk.log("2024-02", "市政府办公室", "2024Q1", "2024-04-02")
    desk.returned(returned, "2024-04-05", "没有写会议数")
    desk.log("2024-02", "市政府办公室", "2024Q2", "2024-07-02")
    for on in ("2024-06-01", "2024-07-05", "2024-07-20"):
        found = chase(desk, on, unit="市政府办公室")
        keys = [matter.key for unit in found.units for matter in unit.matters]
        assert keys == ["2024-02 returned 2024Q1.1"]


def test_unit_with_a_day_of_its_own_is_chased_by_it(desk: World, tmp_path: Path) -> None:
    desk.do(export_forms, "2024-07-01", Period(2024, 2), tmp_path / "1")
    desk.do(
        export_forms,
        "2024-07-12",
        Period(2024, 2),
        tmp_path / "2",
        units=["市政府办公室"],
        return_by=dt.date(2024, 7, 18),
    )
    found = {}
    for unit in chase(desk, "2024-07-15").units:
        found[unit.unit.name] = {(matter.cause, matter.due) for matter in unit.matters if matter.period}
    assert found["市政府办公室"] == {(MatterCause.RETURN_SOON, dt.date(2024, 7, 18))}
    assert found["市财政局"] == {(MatterCause.NOT_REPORTED, dt.date(2024, 7, 10))}
