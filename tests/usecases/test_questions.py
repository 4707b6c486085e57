"""The questions beside entries: what each is read beside, on a day, and in how many reads."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from planner.domain.drafts import Role
from planner.domain.entries import EntryView
from planner.domain.progress import Status, Verdict
from planner.store.forms import Form, FormReturn, ReturnedRow
from planner.store.progress import Entry
from planner.store.rounds import FormRound
from planner.usecases.assignments import assign
from planner.usecases.entries import EntryFilter, list_entries
from planner.usecases.questions import questions_for
from planner.usecases.rosters import set_members
from planner.usecases.units import add_unit, succeed_unit
from tests.world import World, day

pytestmark = pytest.mark.alike

LONG = "会同有关单位评查执法案卷，梳理常见问题，逐项向执法单位反馈并督促整改。"
MEMBERS = "市政府有关部门"


def codes(world: World, as_of: str | None = None, **wanted: object) -> dict[int, list[str]]:
    """The codes of the questions beside each entry."""
    views = world.ask(list_entries, as_of, None, EntryFilter(**wanted))  # type: ignore[arg-type]
    found = world.ask(questions_for, as_of, views)
    assert list(found) == [view.id for view in views]
    return {entry: [str(question.code) for question in asked] for entry, asked in found.items()}


def messages(world: World, entry: int, as_of: str | None = None) -> list[str]:
    """The questions beside one entry."""
    views = world.ask(list_entries, as_of)
    return [question.message for question in world.ask(questions_for, as_of, views)[entry]]


def only(world: World, entry: int) -> EntryView:
    """One entry."""
    return next(view for view in world.ask(list_entries, None) if view.id == entry)


def test_plain_entries_raise_no_question(world: World) -> None:
    world.confirmed()
    first = world.log("2024-02", "市政府办公室", "2024Q1", "2024-04-02", text="修订议事规则，3月28日印发。")
    second = world.log("2024-02", "市政府办公室", "2024Q2", "2024-07-02", text="已印发云府办〔2024〕12号。")
    assert codes(world, "2024-07-05") == {first: [], second: []}


def test_words_of_the_last_period_that_stands_are_asked_about(world: World) -> None:
    world.confirmed()
    world.log("2024-02", "市政府办公室", "2024Q1", "2024-04-02", text=LONG)
    world.returned(world.log("2024-02", "市政府办公室", "2024Q2", "2024-07-02", text="另有进展。"), "2024-07-03")
    third = world.log("2024-02", "市政府办公室", "2024Q3", "2024-10-02", text=LONG)
    assert messages(world, third) == ["与2024Q1的文字相同，本期有什么新进展？"]


def test_words_that_were_returned_are_nothing_to_be_the_same_as(world: World) -> None:
    world.confirmed()
    world.returned(world.log("2024-02", "市政府办公室", "2024Q1", "2024-04-02", text=LONG), "2024-04-03")
    second = world.log("2024-02", "市政府办公室", "2024Q2", "2024-07-02", text=LONG)
    assert codes(world, None, period=None)[second] == []


def test_own_correction_with_the_same_words_is_not_asked_about(world: World) -> None:
    world.confirmed()
    first = world.log("2024-02", "市政府办公室", "2024Q1", "2024-04-02", text=LONG)
    second = world.log("2024-02", "市政府办公室", "2024Q1", "2024-04-05", text=LONG, evidence=("文件:纪要.docx",))
    assert codes(world) == {first: [], second: []}


def test_units_with_the_same_words_are_asked_beside_each_other(world: World) -> None:
    world.confirmed()
    first = world.log("2024-01", "市司法局", "2024Q1", "2024-04-02", text=LONG)
    second = world.log("2024-01", "市财政局", "2024Q1", "2024-04-02", text=LONG)
    third = world.log("2024-03", "市财政局", "2024Q1", "2024-04-02", text=LONG)
    assert (messages(world, first), messages(world, second), messages(world, third)) == (
        ["与市财政局填的文字相同，本单位做了什么？"],
        ["与市司法局填的文字相同，本单位做了什么？"],
        ["与本单位在任务2024-01填的文字相同，这项任务做了什么？"],
    )
    assert codes(world, "2024-04-01") == {}


def test_words_of_another_period_or_filed_for_a_collective_are_not_compared(world: World) -> None:
    world.confirmed()
    world.log("2024-01", "市司法局", "2024Q1", "2024-04-02", text=LONG)
    on_behalf = world.log("2024-01", "各县（市、区）政府", "2024Q2", "2024-07-02", text=LONG)
    second = world.log("2024-01", "市财政局", "2024Q2", "2024-07-02", text=LONG, figures=("2024-01.1=1项",))
    found = codes(world)
    assert (found[on_behalf], found[second]) == ([], [])


def test_words_taken_over_from_the_unit_before_count_as_the_units_own(world: World) -> None:
    world.confirmed()
    old = world.log("2024-02", "市政府办公室", "2024Q1", "2024-04-02", text=LONG)
    world.do(add_unit, "2024-05-01", "市府办", kind="政府部门")
    world.do(succeed_unit, "2024-05-06", "市政府办公室", "市府办", since=dt.date(2024, 5, 6))
    new = world.log("2024-02", "市府办", "2024Q2", "2024-07-02", text=LONG)
    assert codes(world) == {old: [], new: ["same_as_last"]}


def test_plans_own_words_are_those_of_the_task(world: World) -> None:
    world.confirmed()
    entry = world.log("2024-02", "市政府办公室", "2024Q1", "2024-04-02", text="改进会议组织，严格议题管理。")
    other = world.log("2024-04", "市公安局", "2024Q1", "2024-04-02", text="改进会议组织，严格议题管理。")
    assert codes(world) == {entry: ["plan_words"], other: []}


def test_phrases_are_read_beside_the_tasks_title(world: World) -> None:
    world.confirmed()
    entry = world.log("2024-04", "市公安局", "2024Q1", "2024-04-02", text="执法人员培训常态化开展。")
    other = world.log("2024-02", "市政府办公室", "2024Q1", "2024-04-02", text="执法人员培训常态化开展。")
    assert codes(world) == {entry: ["only_ongoing"], other: []}


def test_done_asks_for_proof_until_it_was_accepted_once(world: World) -> None:
    world.confirmed()
    first = world.accepted("2024-02", "市政府办公室", "2024Q1", "2024-04-02", status=Status.DONE, text="已全部完成。")
    second = world.log("2024-02", "市政府办公室", "2024Q2", "2024-07-02", status=Status.DONE, text="已经全部完成。")
    assert codes(world) == {first: ["done_without_proof"], second: []}


def test_done_before_the_plan_or_while_not_begun_is_asked_about(world: World) -> None:
    world.confirmed()
    done = {"status": Status.DONE}
    first = world.log("2024-02", "市政府办公室", "2024Q1", "2024-04-02", text="2月20日印发议事规则。", **done)
    world.log("2024-04", "市公安局", "2024Q2", "2024-07-02", text="尚未启动。", status=Status.NOT_STARTED)
    second = world.log("2024-04", "市公安局", "2024Q3", "2024-10-02", text="5月20日办完培训。", **done)
    assert messages(world, first) == ["文中的时间（2月20日）在工作要点印发（2024-03-08）之前，是印发以后完成的吗？"]
    assert messages(world, second) == ["文中的时间（5月20日）之后，2024Q2的填报还说未启动，究竟何时完成？"]


def test_figures_are_held_against_those_accepted_before(world: World) -> None:
    world.confirmed()
    unit, task = "市政府办公室", "2024-02"
    world.accepted(task, unit, "2024Q1", "2024-04-02", text="审核议题。", figures=("议题=累计30个", "采纳率=9/10件"))
    second = world.log(
        task, unit, "2024Q2", "2024-07-02", text="再审议题。", figures=("议题=累计28个", "采纳率=8/10件")
    )
    third = world.log(task, unit, "2024Q3", "2024-10-02", text="又审议题。", figures=("议题=累计29个",))
    assert codes(world)[second] == ["figure_falls", "figure_falls"]
    assert messages(world, third) == ["“议题”在2024Q1是累计30个，本期是累计29个，为什么少了？"]


def test_shares_in_the_text_above_a_hundred_are_asked_about_but_not_growth(world: World) -> None:
    world.confirmed()
    entry = world.log("2024-02", "市政府办公室", "2024Q1", "2024-04-02", text="议题审核率105%，办件量增长150%。")
    assert messages(world, entry) == ["“议题审核率”105%超过100%，达到数和总数各是多少？"]


def test_lead_is_asked_about_responsible_units_until_they_reported(world: World) -> None:
    world.confirmed()
    given = {"status": Status.DONE, "text": "两次评查均已通报。", "figures": ("2024-03.1=1次",)}
    lead = world.log("2024-03", "市司法局", "2024Q2", "2024-07-02", **given)
    world.log("2024-03", "市公安局", "2024Q2", "2024-07-04", text="自查案卷45宗。")
    assert codes(world, "2024-07-03") == {lead: ["lead_done_members_silent"]}
    assert codes(world, "2024-07-04", unit="市司法局") == {lead: []}


def test_roster_members_are_counted_among_the_silent(world: World) -> None:
    world.confirmed()
    world.do(add_unit, "2024-03-12", "市林草局", kind="政府部门")
    world.do(set_members, "2024-03-12", MEMBERS, ["市林草局"], task="2024-04")
    world.do(assign, "2024-03-12", "2024-04", "市司法局", Role.LEAD)
    lead = world.log("2024-04", "市司法局", "2024Q1", "2024-04-02", status=Status.DONE, text="3月20日办完培训。")
    assert messages(world, lead) == [
        "牵头单位填了已完成，责任单位市公安局、市林草局本期还没有填报，这些单位的部分完成了吗？"
    ]


def test_checkpoint_is_asked_about_from_its_day_on_until_a_figure_is_held(world: World) -> None:
    world.confirmed()
    early = world.log("2024-01", "市司法局", "2024Q2", "2024-06-20", text="文件正在逐件清理。")
    assert (codes(world, "2024-06-29"), codes(world, "2024-06-30")) == (
        {early: []},
        {early: ["checkpoint_without_figure"]},
    )
    world.accepted("2024-01", "市司法局", "2024Q2", "2024-07-02", text="清单已经编好。", figures=("2024-01.1=1项",))
    assert codes(world, None, unit="市司法局")[early] == []


def carry(world: World, *entries: int) -> None:
    """Let entries say 无变化."""
    with world.app.begin() as session:
        for entry in entries:
            session.get_one(Entry, entry).carried = True


def test_entry_carried_over_is_asked_about_the_second_time_in_a_row(world: World) -> None:
    world.confirmed()
    quarters = (("2024Q1", "2024-04-02"), ("2024Q2", "2024-07-02"), ("2024Q3", "2024-10-02"))
    first, second, third = (world.log("2024-02", "市政府办公室", period, on, text=LONG) for period, on in quarters)
    carry(world, second, third)
    assert codes(world) == {first: [], second: [], third: ["carried_again"]}
    assert [only(world, entry).carried for entry in (first, second, third)] == [False, True, True]


def test_entry_from_a_form_names_its_file_and_row(world: World) -> None:
    world.confirmed()
    typed, returned = (world.log("2024-02", "市政府办公室", q, "2024-07-02") for q in ("2024Q1", "2024Q2"))
    stamp = {"actor": "王敏", "on": day("2024-07-02"), "recorded": world.app.clock()}
    with world.app.begin() as session:
        sent = FormRound(plan_id=1, period="2024Q2", number=1, return_by=day("2024-07-10"), **stamp)
        session.add(sent)
        session.flush()
        unit_id = session.get_one(Entry, returned).unit_id
        form = Form(round_id=sent.id, unit_id=unit_id, code="a", content={}, **stamp)
        session.add(form)
        session.flush()
        back = FormReturn(
            form_id=form.id, sha256="0" * 64, file_name="办公室.xlsx", filler="", signer="", phone="", **stamp
        )
        session.add(back)
        session.flush()
        session.add(ReturnedRow(entry_id=returned, return_id=back.id, place="填报表!第5行"))
    assert (only(world, typed).source, only(world, returned).source) == ("", "办公室.xlsx 填报表!第5行")


def test_pending_are_only_the_entries_that_wait_for_their_review(world: World) -> None:
    world.confirmed()
    world.log("2024-02", "市政府办公室", "2024Q2", "2024-07-02")
    second = world.log("2024-02", "市政府办公室", "2024Q2", "2024-07-03")
    world.accepted("2024-04", "市公安局", "2024Q2", "2024-07-03")
    assert list(codes(world, None, verdict=Verdict.PENDING)) == [second]


@contextmanager
def counted(world: World) -> Iterator[list[str]]:
    """The statements that are sent within."""
    sent: list[str] = []

    def note(*given: object) -> None:
        sent.append(str(given[2]))

    event.listen(world.app.engine, "before_cursor_execute", note)
    yield sent
    event.remove(world.app.engine, "before_cursor_execute", note)


def test_reads_are_as_many_for_one_entry_as_for_more(one_world: World) -> None:
    world = one_world.confirmed()
    for task, unit in (("2024-01", "市司法局"), ("2024-01", "市财政局"), ("2024-02", "市政府办公室")):
        for period in ("2024Q1", "2024Q2"):
            world.log(task, unit, period, "2024-07-02", text=LONG, figures=("办件=累计3件",))
    views = world.ask(list_entries, None)
    with counted(world) as one:
        world.ask(questions_for, None, views[:1])
    with counted(world) as all_:
        assert len(world.ask(questions_for, None, views)) == len(views) == 6
    assert one == all_
