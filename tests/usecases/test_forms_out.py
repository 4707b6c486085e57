"""Forms go out: a round is opened, every unit that owes a return gets its own workbook."""

import datetime as dt
from pathlib import Path

from planner.domain.forms import FormBook
from planner.domain.progress import Status, TaskState
from planner.errors import (
    FormsHoldWork,
    NoFormsOwed,
    OutputUnwritable,
    PeriodNotAsked,
    PeriodNotBegun,
    PeriodOutsidePlan,
    PlanIsDraft,
    ReturnDayPast,
    UnitMissing,
)
from planner.usecases.plans import import_plan
from planner.usecases.rosters import set_members
from planner.usecases.status import read_status
from planner.usecases.task_views import list_tasks
from planner.usecases.tasks import extend, set_state
from tests.usecases.form_desk import FormDesk
from tests.world import SMALL_PLAN, World, document

JULY = "2024-07-01"


def tasks_of(desk: FormDesk, unit: str, on: str = JULY, period: str = "2024Q2") -> list[str]:
    """The tasks on a unit's form."""
    forms = {form.unit: form.book for form in desk.send(period, on).forms}
    return [row.code for row in forms[unit].rows] if unit in forms else []


def book(desk: FormDesk, unit: str, on: str = JULY, period: str = "2024Q2") -> FormBook:
    """What a unit's form says."""
    return next(form.book for form in desk.send(period, on).forms if form.unit == unit)


def test_export_opens_a_round_and_writes_one_form_a_unit(desk: FormDesk) -> None:
    with desk.world.logged() as logged:
        outgoing = desk.send("2024Q2", JULY)
    assert (outgoing.round, outgoing.opened, outgoing.return_by) == (1, True, dt.date(2024, 7, 10))
    assert {form.unit: [row.code for row in form.book.rows] for form in outgoing.forms} == {
        "市司法局": ["2024-01", "2024-03"],
        "市财政局": ["2024-01", "2024-03"],
        "市政府办公室": ["2024-02"],
        "市公安局": ["2024-03", "2024-04"],
    }
    assert sorted(path.name for path in (desk.folder / "发出").iterdir()) == sorted(
        f"2024Q2填报表-{form.unit}.xlsx" for form in outgoing.forms
    )
    assert [event[:2] for event in logged] == [("form:round", "2024 2024Q2"), ("form:export", "2024 2024Q2")]


def test_members_of_a_roster_get_forms_and_the_collective_does_not(desk: FormDesk) -> None:
    desk.world.do(set_members, "2024-04-02", "各县（市、区）政府", ["东山县政府", "西山县政府"])
    forms = [form.unit for form in desk.send("2024Q2", JULY).forms]
    assert {"东山县政府", "西山县政府"} < set(forms)
    assert "各县（市、区）政府" not in forms


def test_second_export_goes_on_with_the_round_and_writes_the_same(quick: FormDesk) -> None:
    first = quick.send("2024Q2", JULY)
    again = quick.send("2024Q2", "2024-07-03")
    assert (again.round, again.opened) == (1, False)
    assert [form.book for form in again.forms] == [form.book for form in first.forms]
    assert len(quick.world.rows()["form"]) == len(first.forms)


def test_another_return_day_is_another_round_and_lights_go_by_it(desk: FormDesk) -> None:
    desk.send("2024Q2", JULY)
    moved = desk.send("2024Q2", "2024-07-02", return_by="2024-07-20")
    assert (moved.round, moved.opened) == (2, True)
    page = desk.world.ask(read_status, "2024-07-15")
    assert {row.return_by for row in page.missing} == {dt.date(2024, 7, 20)}
    before = desk.world.ask(read_status, "2024-07-01")
    assert {row.return_by for row in before.missing} == {dt.date(2024, 7, 10)}


def test_units_named_with_another_day_have_it_for_themselves(desk: FormDesk) -> None:
    desk.send("2024Q2", JULY)
    again = desk.send("2024Q2", "2024-07-12", units=["市公安局"], return_by="2024-07-18")
    assert [(form.unit, form.book.return_by) for form in again.forms] == [("市公安局", dt.date(2024, 7, 18))]
    page = desk.world.ask(read_status, "2024-07-15")
    assert {row.unit: row.return_by.isoformat() for row in page.missing} == {
        "市司法局": "2024-07-10",
        "市财政局": "2024-07-10",
        "市政府办公室": "2024-07-10",
        "市公安局": "2024-07-18",
    }
    lights = {
        unit.participant.unit.name: unit.light.colour
        for unit in desk.world.ask(list_tasks, "2024-07-15", "2024")[2].units
    }
    assert lights["市公安局"] is not lights["市财政局"]


def test_later_round_for_everybody_ends_a_unit_s_own_day(quick: FormDesk) -> None:
    quick.send("2024Q2", JULY)
    quick.send("2024Q2", "2024-07-02", units=["市公安局"], return_by="2024-07-18")
    quick.send("2024Q2", "2024-07-03", return_by="2024-07-15")
    days = {form.unit: form.book.return_by for form in quick.send("2024Q2", "2024-07-04").forms}
    assert set(days.values()) == {dt.date(2024, 7, 15)}


def test_export_that_cannot_write_opens_no_round(quick: FormDesk) -> None:
    (quick.folder / "发出").write_text("不是文件夹", encoding="utf-8")
    with quick.world.refused(OutputUnwritable):
        quick.send("2024Q2", JULY)


def test_units_named_alone_get_forms(quick: FormDesk) -> None:
    assert [form.unit for form in quick.send("2024Q2", JULY, units=["市公安局"]).forms] == ["市公安局"]


def test_paused_and_done_tasks_are_not_asked_but_told(desk: FormDesk) -> None:
    desk.world.accepted("2024-03", "市公安局", "2024Q1", "2024-04-02", status=Status.DONE, text="完成了。")
    desk.world.do(set_state, "2024-05-06", "2024-04", TaskState.PAUSED, basis="云府办〔2024〕9号")
    assert tasks_of(desk, "市公安局") == []
    assert tasks_of(desk, "市司法局") == ["2024-01", "2024-03"]
    desk.world.accepted("2024-03", "市司法局", "2024Q1", "2024-05-07", status=Status.DONE, text="完成了。")
    assert book(desk, "市司法局").excused == (("2024-03", "（三）评查执法案卷", "2024-03-31 已完成"),)


def test_form_shows_what_was_said_last_and_what_is_held(desk: FormDesk) -> None:
    desk.world.accepted("2024-03", "市司法局", "2024Q1", "2024-04-02", text="评查一次。", figures=("2024-03.1=1次",))
    row = next(row for row in book(desk, "市司法局").rows if row.code == "2024-03")
    assert (row.last_period, row.last_status, row.last_text) == ("2024Q1", Status.IN_PROGRESS, "评查一次。")
    (point,) = row.points
    assert (point.code, point.held, point.due, point.asked) == ("2024-03.1", "已报 1次", "2024-06-30 到期", True)
    assert row.held.text == ""


def test_reason_of_a_returned_entry_stands_in_the_next_form(desk: FormDesk) -> None:
    desk.world.returned(desk.world.log("2024-02", "市政府办公室", "2024Q1", "2024-04-02"), "2024-04-03", "没有写会议数")
    (row,) = book(desk, "市政府办公室").rows
    assert (row.returned, row.last_period) == ("2024Q1：没有写会议数", "")
    held = desk.world.log("2024-02", "市政府办公室", "2024Q2", "2024-07-02", text="开会三次。")
    desk.world.returned(held, "2024-07-03", "请写议题数")
    (row,) = book(desk, "市政府办公室", "2024-07-04").rows
    assert (row.returned, row.held.text, row.version.entry) == ("请写议题数", "开会三次。", held)


def test_checkpoint_that_is_met_is_shown_and_not_asked_again(quick: FormDesk) -> None:
    quick.world.accepted("2024-01", "市司法局", "2024Q1", "2024-04-02", figures=("2024-01.1=1", "2024-01.2=12/12件"))
    row = book(quick, "市司法局").rows[0]
    assert [(point.code, point.asked, point.held) for point in row.points] == [
        ("2024-01.1", False, "已报达成"),
        ("2024-01.2", True, "已报 100%"),
    ]


def test_moved_due_day_is_told_with_the_first_one(quick: FormDesk) -> None:
    quick.world.do(extend, "2024-05-06", "2024-02", dt.date(2025, 3, 31), reason="会议改期")
    (row,) = book(quick, "市政府办公室").rows
    assert (row.due, row.due_note) == (dt.date(2025, 3, 31), "延期，原 2024-12-31")


def test_form_that_was_filled_in_is_not_written_over(quick: FormDesk) -> None:
    form = quick.form("市公安局", "2024Q2", JULY)
    form.put("2024-03", 本期进展="评查了案卷。")
    form.save()
    with quick.world.refused(FormsHoldWork, "2024Q2填报表-市公安局.xlsx"):
        quick.send("2024Q2", "2024-07-03", return_by="2024-07-20")
    assert quick.form("市司法局", "2024Q2", "2024-07-03").codes == ["2024-01", "2024-03"]


def test_file_of_the_name_that_is_no_form_is_not_written_over(quick: FormDesk) -> None:
    path = quick.folder / "发出" / "2024Q2填报表-市公安局.xlsx"
    path.parent.mkdir()
    path.write_text("别的东西", encoding="utf-8")
    with quick.world.refused(FormsHoldWork):
        quick.send("2024Q2", JULY)
    assert path.read_text(encoding="utf-8") == "别的东西"


def test_refusals_open_no_round(quick: FormDesk) -> None:
    world = quick.world
    with world.refused(PeriodNotBegun):
        quick.send("2024Q3", "2024-06-30")
    with world.refused(PeriodOutsidePlan):
        quick.send("2023Q4", JULY, code="2024")
    with world.refused(ReturnDayPast, "2024-07-10"):
        quick.send("2024Q2", "2024-07-11")
    with world.refused(ReturnDayPast, "2024-06-01"):
        quick.send("2024Q2", JULY, return_by="2024-06-01")
    with world.refused(UnitMissing):
        quick.send("2024Q2", JULY, units=["市气象局"])
    with world.refused(NoFormsOwed, "各县"):
        quick.send("2024Q2", JULY, units=["各县（市、区）政府"])


def test_quarter_before_the_plan_is_not_asked(one_world: World, tmp_path: Path) -> None:
    late = SMALL_PLAN.replace("2024年3月8日", "2024年4月18日")
    desk = FormDesk(one_world.confirmed(late, on="2024-04-20"), tmp_path)
    with desk.world.refused(PeriodNotAsked, "2024Q2、2024Q3、2024Q4"):
        desk.send("2024Q1", "2024-04-21")


def test_draft_sends_no_forms(one_world: World, tmp_path: Path) -> None:
    one_world.do(import_plan, "2024-03-11", document(SMALL_PLAN))
    with one_world.refused(PlanIsDraft):
        FormDesk(one_world, tmp_path).send("2024Q1", "2024-04-01")
