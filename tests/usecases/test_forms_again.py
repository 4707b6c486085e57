"""Forms that come back once more, late or beside other acts: corrections, backdated returns, requests for time."""

import datetime as dt
import shutil
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from planner.domain.actors import ActorRole
from planner.domain.drafts import Role
from planner.domain.periods import Period
from planner.usecases.assignments import assign
from planner.usecases.extensions import list_extensions
from planner.usecases.form_known import Taking
from planner.usecases.forms import export_forms
from planner.usecases.users import add_user
from tests.filling import Filling
from tests.usecases.form_desk import BACK, OUT, FormDesk, faults, filled, only

ANEW = "请另发一份新的填报表给单位：planner form export 2024Q2 --unit 市司法局 -o 新的文件夹"


def test_backdated_return_behind_a_later_entry_is_a_fault_of_its_file_alone(desk: FormDesk) -> None:
    older = filled(desk)
    other = desk.form("市公安局", "2024Q2", OUT)
    other.put("2024-04", 本期进展="办班两期。")
    desk.world.log("2024-03", "市司法局", "2024Q2", "2024-07-10", text="后来的说法。")
    desk.hand_in(older, "1.xlsx")
    desk.hand_in(other, "2.xlsx")
    first, second = desk.collect(BACK)
    assert (first.outcome, [fault.place.cell for fault in first.faults]) == (
        Taking.SET_ASIDE,
        [older.at("2024-03", "本期进展").coordinate],
    )
    assert second.outcome is Taking.TAKEN


def test_return_dated_before_its_form_went_out_is_refused(quick: FormDesk) -> None:
    quick.hand_in(filled(quick))
    outcome = only(quick.collect("2024-06-30"))
    assert "2024-07-01 才发出" in faults(outcome)[0]


def test_correction_keeps_every_figure_it_does_not_touch(quick: FormDesk) -> None:
    figures = ("2024-03.1=1次", "2024-03.1=累计3次", "抽查=5件")
    quick.world.log("2024-03", "市司法局", "2024Q2", "2024-07-01", text="评查了。", figures=figures)
    form = quick.form("市司法局", "2024Q2", "2024-07-02")
    form.put("2024-03", 存在问题="人手不足")
    quick.hand_in(form)
    quick.collect(BACK)
    newest = quick.entries()[-1]
    assert (newest.revision, newest.problem) == (2, "人手不足")
    assert sorted(f"{f.name}={f.printed}" for f in newest.figures if not f.from_text) == sorted(figures)


def test_carried_words_with_a_problem_added_are_carried_still(quick: FormDesk) -> None:
    quick.world.log("2024-03", "市司法局", "2024Q1", "2024-04-02", text="办理行政案件12件。")
    form = quick.form("市司法局", "2024Q2", OUT)
    form.put("2024-03", 无变化="√")
    quick.hand_in(form, "1.xlsx")
    quick.collect(BACK)
    shutil.rmtree(quick.folder / "发出")
    again = quick.form("市司法局", "2024Q2", "2024-07-06")
    again.put("2024-03", 存在问题="人手不足")
    quick.hand_in(again, "2.xlsx")
    quick.collect("2024-07-07")
    newest = quick.entries(period="2024Q2")[-1]
    assert (newest.revision, newest.carried, newest.figures) == (2, True, ())


def test_asking_for_time_alone_makes_no_new_entry(quick: FormDesk) -> None:
    quick.world.accepted("2024-03", "市司法局", "2024Q2", "2024-07-01", text="评查了。")
    form = quick.form("市司法局", "2024Q2", "2024-07-02")
    form.put("2024-03", 申请延期至=dt.date(2025, 6, 30), 延期理由="人员未到位")
    quick.hand_in(form, "1.xlsx")
    assert only(quick.collect(BACK)).rows == ("2024-03",)
    assert len(quick.entries()) == 1
    shutil.rmtree(quick.folder / "发出")
    again = quick.form("市司法局", "2024Q2", "2024-07-06")
    again.put("2024-03", 申请延期至=None, 延期理由=None)
    quick.hand_in(again, "2.xlsx")
    outcome = next(outcome for outcome in quick.collect("2024-07-07") if outcome.file == "2.xlsx")
    assert outcome.outcome is Taking.UNCHANGED
    assert any("申请没有撤回" in note for note in outcome.notes)
    assert len(quick.world.ask(list_extensions, None, "2024")) == 1


def test_day_that_cannot_be_asked_for_is_told_by_its_cell(quick: FormDesk) -> None:
    form = filled(quick, 申请延期至=dt.date(2024, 9, 30), 延期事项="2024-03.1", 延期理由="人员未到位")
    quick.hand_in(form)
    trial = only(quick.collect(BACK, dry_run=True))
    outcome = only(quick.collect(BACK))
    assert trial.faults == outcome.faults
    assert [fault.place.cell for fault in outcome.faults] == [form.at("2024-03", "申请延期至").coordinate]
    assert quick.entries() == ()


def test_same_file_after_its_entries_were_returned_is_told(quick: FormDesk) -> None:
    quick.hand_in(filled(quick))
    quick.collect(BACK)
    quick.world.returned(quick.entries()[0].id, "2024-07-06")
    outcome = only(quick.collect("2024-07-07"))
    assert outcome.outcome is Taking.ALREADY
    assert any("有 1 项退回的还没有重报（2024-03）" in note for note in outcome.notes)


def test_return_is_late_by_the_day_that_holds_now(quick: FormDesk) -> None:
    form = filled(quick)
    quick.send("2024Q2", "2024-07-02", return_by="2024-07-25", units=["市公安局"])
    quick.hand_in(form, "1.xlsx")
    assert "应于 2024-07-10 交回，晚了 10 天" in only(quick.collect("2024-07-20", dry_run=True)).notes
    shutil.rmtree(quick.folder / "发出")
    quick.send("2024Q2", "2024-07-03", return_by="2024-07-25")
    assert only(quick.collect("2024-07-20")).notes == ()


def test_who_moved_on_what_a_form_was_written_of_is_told(quick: FormDesk) -> None:
    form = filled(quick)
    other = quick.world.actor("李强")
    other.log("2024-03", "市司法局", "2024Q2", OUT, text="电话里说的。")
    other.log("2024-03", "市公安局", "2024Q2", OUT, text="别人说的。")
    other.do(assign, OUT, "2024-03", "市政府办公室", Role.COOPERATING, reason="会议定的")
    quick.hand_in(form)
    outcome = only(quick.collect(BACK))
    cell = f"填报表!{form.at('2024-03', '编号').coordinate}"
    assert [fault for fault in faults(outcome) if fault.startswith(f"{cell}：这张表发出以后")]
    said = "2026-03-02 09:00 李强 填报 2024-03 市司法局 2024Q2（填报 1、次数 1、推进中）"
    put_on = "2026-03-02 09:00 李强 指定单位 2024-03 市政府办公室（配合，会议定的）"
    assert outcome.notes == (f"任务 2024-03 在这张表发出以后：{said}；{put_on}", ANEW)


def test_unit_is_told_that_a_stale_row_goes_into_a_new_form_and_gets_one(quick: FormDesk) -> None:
    form = filled(quick)
    quick.world.log("2024-03", "市司法局", "2024Q2", OUT, text="电话里说的。")
    quick.hand_in(form)
    told = load_workbook(only(quick.collect(BACK)).set_aside)["退回说明"]
    assert (told["A1"].value, told["A2"].value) == (
        "这份填报表没有采用",
        "共1处问题，不是在这份文件里改几格就行的。请照下面“问题和改法”一栏办。",
    )
    assert told["C4"].value.endswith("请清空这一行填的内容，在新的填报表里填写")
    anew = quick.world.do(export_forms, BACK, Period.parse("2024Q2"), quick.folder / "再发", units=("市司法局",))
    form = Filling(anew.forms[0].path)
    form.put("2024-03", 本期进展="评查案卷30宗。")
    quick.hand_in(form, "新的.xlsx")
    assert only(quick.collect(BACK)).outcome is Taking.TAKEN


@pytest.mark.parametrize("dry_run", [True, False])
def test_file_of_the_same_run_that_was_taken_before_is_named(quick: FormDesk, dry_run: bool) -> None:
    form = filled(quick)
    quick.hand_in(form, "甲(2).xlsx")
    form.put("2024-03", 本期进展="评查案卷40宗。")
    quick.hand_in(form, "甲.xlsx")
    first, second = quick.collect(BACK, dry_run=dry_run)
    assert (first.outcome, second.outcome) == (Taking.TAKEN, Taking.SET_ASIDE)
    told = "同一批里先收的“甲(2).xlsx”也填了任务 2024-03，以它为准；两份哪一份对，请向单位问清"
    assert second.notes == (told, ANEW)


def test_liaison_who_hands_in_a_stale_form_is_told_no_reason_and_nothing_of_others(quick: FormDesk) -> None:
    quick.world.do(add_user, "2024-06-01", "王敏", ActorRole.COORDINATOR)
    quick.world.do(add_user, "2024-06-01", "沈知远", ActorRole.UNIT, unit="市司法局")
    quick.hand_in(filled(quick))
    quick.world.log("2024-03", "市公安局", "2024Q2", OUT, text="别人说的。")
    quick.world.do(assign, OUT, "2024-03", "市政府办公室", Role.COOPERATING, reason="会议定的")
    quick.world.log("2024-03", "市司法局", "2024Q2", OUT, text="电话里说的。")
    outcome = only(replace(quick, world=quick.world.actor("沈知远")).collect(BACK))
    put_on = "2026-03-02 09:00 王敏 指定单位 2024-03 市政府办公室"
    said = "2026-03-02 09:00 王敏 填报 2024-03 市司法局 2024Q2（填报 2、次数 1、推进中）"
    assert outcome.notes == (f"任务 2024-03 在这张表发出以后：{put_on}；{said}",)
