"""Forms come back: each is taken whole, or set aside whole with every fault named by its cell."""

import datetime as dt
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from planner.domain.actors import ActorRole
from planner.domain.drafts import Role
from planner.domain.periods import Period
from planner.domain.progress import Basis, Status, Verdict
from planner.errors import FileMissing, NothingToCollect
from planner.usecases.assignments import assign, unassign
from planner.usecases.audit import list_events
from planner.usecases.closing import close_period
from planner.usecases.extensions import list_extensions
from planner.usecases.form_known import FormOutcome, Taking
from planner.usecases.units import rename_unit
from planner.usecases.users import add_user
from tests.filling import Filling
from tests.usecases.form_desk import BACK, OUT, FormDesk, faults, filled, only

NAME = "2024Q2填报表-市司法局.xlsx"


def test_return_becomes_entries_with_figures_evidence_and_source(desk: FormDesk) -> None:
    form = filled(
        desk,
        状态="已完成",
        本期进展="评查案卷30宗，\n通报2次。",
        **{"①本期数": 2},
        存在问题="人手不足",
        原因="编制未到位",
        下步安排="继续评查",
        需协调事项="请增派人员",
        佐证="云司发〔2024〕18号；https://example.gov.cn/a",
    )
    desk.hand_in(form)
    outcome = only(desk.collect(BACK))
    assert (outcome.outcome, outcome.unit, outcome.rows, outcome.faults) == (Taking.TAKEN, "市司法局", ("2024-03",), ())
    (entry,) = desk.entries()
    assert (entry.task, entry.unit, entry.period, entry.revision) == ("2024-03", "市司法局", "2024Q2", 1)
    assert (entry.status, entry.text, entry.problem, entry.cause) == (
        Status.DONE,
        "评查案卷30宗，\n通报2次。",
        "人手不足",
        "编制未到位",
    )
    assert (entry.next_step, entry.support, entry.on, entry.by) == (
        "继续评查",
        "请增派人员",
        dt.date(2024, 7, 5),
        "王敏",
    )
    assert entry.evidence == ("文号：云司发〔2024〕18号", "链接：https://example.gov.cn/a")
    given = [figure for figure in entry.figures if not figure.from_text]
    assert [(f.checkpoint, str(f.value), f.unit, f.basis) for f in given] == [("2024-03.1", "2", "次", Basis.PERIOD)]
    assert entry.source == "2024Q2填报表-市司法局.xlsx 填报表!第3行"
    assert entry.verdict is Verdict.PENDING


@pytest.mark.parametrize(
    ("amount", "whole", "printed"),
    [(9, 10, "9/10"), ("9/10", None, "9/10"), ("９０％", None, "９０％"), ("9件", 10, "9/10")],
)
def test_share_is_printed_as_a_share(quick: FormDesk, amount: object, whole: object, printed: str) -> None:
    form = quick.form("市司法局", "2024Q2", OUT)
    form.put("2024-01", 本期进展="审查了文件。", **{"②本期数": amount, "②总数": whole})
    quick.hand_in(form)
    quick.collect(BACK)
    (figure,) = [figure for figure in quick.entries()[0].figures if not figure.from_text]
    assert (figure.checkpoint, str(figure.value), figure.printed) == ("2024-01.2", "90", printed)


def test_who_signed_is_kept(quick: FormDesk) -> None:
    quick.hand_in(filled(quick))
    quick.collect(BACK)
    (row,) = quick.world.rows()["form_return"]
    assert all(word in row for word in ("李明", "张华", "0913-1234567", "2024, 7, 4"))


def test_blank_status_keeps_the_last_one(desk: FormDesk) -> None:
    desk.world.log("2024-03", "市司法局", "2024Q1", "2024-04-02", status=Status.BLOCKED, text="缺人。")
    desk.hand_in(filled(desk))
    desk.collect(BACK)
    assert [entry.status for entry in desk.entries(period="2024Q2")] == [Status.BLOCKED]


def test_blank_status_is_going_on_where_nothing_was_said_before(quick: FormDesk) -> None:
    quick.hand_in(filled(quick))
    quick.collect(BACK)
    assert [entry.status for entry in quick.entries()] == [Status.IN_PROGRESS]


def test_tick_carries_the_last_words_over_and_counts_no_figure_twice(desk: FormDesk) -> None:
    desk.world.log(
        "2024-03", "市司法局", "2024Q1", "2024-04-02", text="评查案卷30宗。", problem="人少", figures=("2024-03.1=1次",)
    )
    form = desk.form("市司法局", "2024Q2", OUT)
    form.put("2024-03", 无变化="√")
    desk.hand_in(form)
    desk.collect(BACK)
    (entry,) = desk.entries(period="2024Q2")
    assert (entry.text, entry.problem, entry.carried, entry.figures) == ("评查案卷30宗。", "人少", True, ())


def test_tick_without_an_earlier_entry_is_a_fault(quick: FormDesk) -> None:
    form = quick.form("市司法局", "2024Q2", OUT)
    place = form.put("2024-03", 无变化="√")
    quick.hand_in(form)
    outcome = only(quick.collect(BACK))
    assert outcome.outcome is Taking.SET_ASIDE
    assert [fault.place.cell for fault in outcome.faults] == [place]
    assert quick.entries() == ()


def test_blank_form_reports_nothing_and_is_no_fault(desk: FormDesk) -> None:
    desk.hand_in(desk.form("市司法局", "2024Q2", OUT))
    outcome = only(desk.collect(BACK))
    assert (outcome.outcome, outcome.faults, desk.entries()) == (Taking.UNCHANGED, (), ())


def test_same_file_again_is_known(desk: FormDesk) -> None:
    path = desk.hand_in(filled(desk))
    desk.collect(BACK)
    shutil.copy(path, desk.back / "改了名字.xlsx")
    assert [outcome.outcome for outcome in desk.collect(BACK)] == [Taking.ALREADY, Taking.ALREADY]
    assert len(desk.entries()) == 1


def test_saved_again_without_a_change_adds_no_revision(desk: FormDesk) -> None:
    path = desk.hand_in(filled(desk))
    desk.collect(BACK)
    again = Filling(path)
    again.workbook.properties.title = "另存"
    again.save()
    assert only(desk.collect(BACK)).outcome is Taking.UNCHANGED
    assert len(desk.entries()) == 1


def test_one_fault_sets_the_whole_file_aside_and_marks_its_cell(desk: FormDesk) -> None:
    form = filled(desk)
    wrong = form.put("2024-01", 本期进展="审查了文件。", 状态="快好了")
    path = desk.hand_in(form)
    original = path.read_bytes()
    outcome = only(desk.collect(BACK))
    assert (outcome.outcome, [fault.place.cell for fault in outcome.faults]) == (Taking.SET_ASIDE, [wrong])
    assert desk.entries() == ()
    assert not path.exists()
    assert (desk.aside / path.name).read_bytes() == original
    marked = load_workbook(outcome.set_aside)
    assert "快好了" in marked["填报表"][wrong].comment.text


def test_marked_copy_corrected_is_taken(desk: FormDesk) -> None:
    form = filled(desk)
    wrong = form.put("2024-01", 本期进展="审查了文件。", 状态="快好了")
    desk.hand_in(form)
    marked = Filling(Path(only(desk.collect(BACK)).set_aside))
    marked.sheet[wrong].value = "推进中"
    desk.hand_in(marked, "改好的.xlsx")
    assert only(desk.collect(BACK)).rows == ("2024-01", "2024-03")
    assert sorted(entry.task for entry in desk.entries()) == ["2024-01", "2024-03"]


def test_later_entry_is_never_overwritten_by_an_older_form(desk: FormDesk) -> None:
    older = filled(desk, 本期进展="旧的说法。")
    desk.world.log("2024-03", "市司法局", "2024Q2", "2024-07-03", text="新的说法。")
    desk.hand_in(older)
    outcome = only(desk.collect(BACK))
    assert outcome.outcome is Taking.SET_ASIDE
    assert "第3行" in faults(outcome)[0] or "3" in outcome.faults[0].place.cell
    assert [entry.text for entry in desk.entries()] == ["新的说法。"]


def test_form_of_an_earlier_export_is_good_while_its_rows_stand(desk: FormDesk) -> None:
    older = filled(desk)
    desk.world.do(assign, "2024-07-02", "2024-02", "市司法局", Role.RESPONSIBLE)
    desk.send("2024Q2", "2024-07-03", return_by="2024-07-20")
    desk.hand_in(older)
    assert only(desk.collect(BACK)).rows == ("2024-03",)


def test_row_whose_assignment_changed_since_is_a_conflict(desk: FormDesk) -> None:
    older = filled(desk)
    desk.world.do(unassign, "2024-07-02", "2024-03", "市司法局", reason="改由市公安局承担")
    desk.hand_in(older)
    outcome = only(desk.collect(BACK))
    assert (outcome.outcome, desk.entries()) == (Taking.SET_ASIDE, ())


def test_correction_goes_by_a_form_sent_anew(desk: FormDesk) -> None:
    desk.hand_in(filled(desk, 本期进展="第一次的说法。", **{"①本期数": 1}))
    desk.collect(BACK)
    shutil.rmtree(desk.folder / "发出")
    again = desk.form("市司法局", "2024Q2", "2024-07-06")
    assert again.at("2024-03", "本期进展").value == "第一次的说法。"
    again.put("2024-03", 本期进展="第二次的说法。")
    desk.hand_in(again, "更正.xlsx")
    desk.collect("2024-07-07")
    texts = [(entry.revision, entry.text) for entry in desk.entries()]
    assert texts == [(1, "第一次的说法。"), (2, "第二次的说法。")]
    figures = [figure.checkpoint for figure in desk.entries()[1].figures if not figure.from_text]
    assert figures == ["2024-03.1"]


def test_request_for_time_goes_to_the_coordinator(desk: FormDesk) -> None:
    form = filled(desk, 申请延期至=dt.date(2025, 6, 30), 延期理由="人员未到位")
    path = desk.hand_in(form)
    assert only(desk.collect(BACK)).rows == ("2024-03",)
    (request,) = desk.world.ask(list_extensions, None, "2024")
    assert (request.code, request.unit, request.to, request.reason) == (
        "2024-03",
        "市司法局",
        dt.date(2025, 6, 30),
        "人员未到位",
    )
    shutil.rmtree(desk.folder / "发出")
    path.unlink()
    desk.hand_in(desk.form("市司法局", "2024Q2", "2024-07-06"))
    assert only(desk.collect("2024-07-07")).outcome is Taking.UNCHANGED


def test_return_after_its_day_is_taken_and_told(quick: FormDesk) -> None:
    quick.hand_in(filled(quick))
    outcome = only(quick.collect("2024-07-15"))
    assert outcome.outcome is Taking.TAKEN
    assert "应于 2024-07-10 交回，晚了 5 天" in outcome.notes


def test_closed_period_takes_no_form(desk: FormDesk) -> None:
    form = filled(desk)
    desk.world.do(close_period, "2024-07-04", Period(2024, 2))
    desk.hand_in(form)
    outcome = only(desk.collect(BACK))
    assert outcome.outcome is Taking.SET_ASIDE
    assert (faults(outcome), "reopen-period" in outcome.notes[0]) == (
        ["2024Q2 已经关账，不再收；有要更正的请联系统筹单位"],
        True,
    )
    assert desk.entries() == ()


def test_file_that_was_taken_stays_taken_when_its_period_is_closed(quick: FormDesk) -> None:
    path = quick.hand_in(filled(quick))
    quick.collect(BACK)
    quick.world.accept(quick.entries()[0].id, BACK)
    quick.world.do(close_period, "2024-07-06", Period(2024, 2))
    assert only(quick.collect("2024-07-07")).outcome is Taking.ALREADY
    assert path.exists()


def test_other_period_than_the_one_collected_is_set_aside(quick: FormDesk) -> None:
    quick.hand_in(filled(quick))
    outcome = only(quick.collect("2024-10-05", only="2024Q3"))
    assert "这是 2024Q2 的填报表，现在收的是 2024Q3" in faults(outcome)[0]


def test_form_of_another_office_is_a_stranger(desk: FormDesk) -> None:
    desk.hand_in(filled(desk))
    elsewhere = FormDesk(desk.world.office("邻市").confirmed(), desk.folder)
    outcome = only(elsewhere.collect(BACK))
    assert "不是这里发出的" in faults(outcome)[0]
    assert (outcome.outcome, [path.name for path in elsewhere.back.iterdir()]) == (Taking.LEFT, [NAME])
    assert desk.entries() == ()


def test_other_units_form_stays_where_it_is_when_a_liaison_collects(quick: FormDesk) -> None:
    quick.hand_in(filled(quick))
    quick.world.do(add_user, OUT, "王敏", ActorRole.COORDINATOR)
    quick.world.do(add_user, OUT, "赵云", ActorRole.UNIT, unit="市公安局")
    others = FormDesk(quick.world.actor("赵云"), quick.folder)
    for _ in range(2):
        outcome = only(others.collect(BACK))
        assert (outcome.outcome, faults(outcome)) == (Taking.LEFT, ["“赵云”无权替“市司法局”填报"])
        assert [path.name for path in quick.back.iterdir()] == [NAME]
    assert only(quick.collect(BACK)).outcome is Taking.TAKEN
    assert only(others.collect(BACK)).outcome is Taking.LEFT


@pytest.mark.parametrize("key", ["planner-unit", "planner-period", "planner-round", "planner-form"])
def test_edited_key_is_a_fault(quick: FormDesk, key: str) -> None:
    form = filled(quick)
    for row in form.workbook["planner"].iter_rows():
        if row[0].value == key:
            row[1].value = "2024Q1"
    quick.hand_in(form)
    assert only(quick.collect(BACK)).outcome is Taking.SET_ASIDE
    assert quick.entries() == ()


def test_unit_renamed_since_is_still_the_unit(desk: FormDesk) -> None:
    form = filled(desk)
    desk.world.do(rename_unit, "2024-07-02", "市司法局", "市法治局")
    desk.hand_in(form)
    outcome = only(desk.collect(BACK))
    assert (outcome.outcome, outcome.unit) == (Taking.TAKEN, "市法治局")


def test_forms_in_a_zip_and_in_folders_are_all_found(quick: FormDesk) -> None:
    one, other = filled(quick), quick.form("市公安局", "2024Q2", OUT)
    other.put("2024-04", 本期进展="办班两期。")
    with zipfile.ZipFile(quick.back / "第一批.zip", "w") as archive:
        archive.writestr("各部门/市司法局.xlsx", one.bytes())
    other.save(quick.back / "公安" / "公安.xlsx")
    outcomes = quick.collect(BACK)
    assert sorted((outcome.file, outcome.unit) for outcome in outcomes) == [
        ("公安/公安.xlsx", "市公安局"),
        ("第一批.zip/各部门/市司法局.xlsx", "市司法局"),
    ]
    assert len(quick.entries()) == 2


def test_what_is_no_table_is_left_where_it_is(quick: FormDesk) -> None:
    note = quick.back / "情况说明.docx"
    note.write_bytes(b"PK\x03\x04")
    assert [outcome.outcome for outcome in quick.collect(BACK)] == [Taking.SKIPPED]
    assert note.exists()


def test_trial_shows_and_changes_nothing(desk: FormDesk) -> None:
    good = desk.hand_in(filled(desk))
    form = desk.form("市公安局", "2024Q2", OUT)
    form.put("2024-04", 状态="快好了")
    bad = desk.hand_in(form)
    before = desk.world.rows()
    outcomes = desk.collect(BACK, dry_run=True)
    assert sorted(outcome.outcome for outcome in outcomes) == [Taking.SET_ASIDE, Taking.TAKEN]
    assert desk.world.rows() == before
    assert (good.exists(), bad.exists(), desk.aside.exists()) == (True, True, False)


def test_two_different_returns_of_one_form_conflict(desk: FormDesk) -> None:
    form = filled(desk, 本期进展="甲的说法。")
    desk.hand_in(form, "1.xlsx")
    form.put("2024-03", 本期进展="乙的说法。")
    desk.hand_in(form, "2.xlsx")
    assert [outcome.outcome for outcome in desk.collect(BACK)] == [Taking.TAKEN, Taking.SET_ASIDE]
    assert [entry.text for entry in desk.entries()] == ["甲的说法。"]


def test_broken_off_and_run_again_loses_and_doubles_nothing(desk: FormDesk) -> None:
    """The power fails when the second of three files has been told."""
    desk.hand_in(filled(desk), "1.xlsx")
    bad = desk.form("市公安局", "2024Q2", OUT)
    bad.put("2024-04", 状态="快好了")
    desk.hand_in(bad, "2.xlsx")
    good = desk.form("市政府办公室", "2024Q2", OUT)
    good.put("2024-02", 本期进展="开会三次。")
    desk.hand_in(good, "3.xlsx")

    class PowerFailure(Exception):
        pass

    def fail(outcome: FormOutcome) -> None:
        if outcome.file == "2.xlsx":
            raise PowerFailure

    with pytest.raises(PowerFailure):
        desk.collect(BACK, watch=fail)
    outcomes = {outcome.file: outcome.outcome for outcome in desk.collect(BACK)}
    assert outcomes == {"1.xlsx": Taking.ALREADY, "3.xlsx": Taking.TAKEN}
    assert sorted(entry.task for entry in desk.entries()) == ["2024-02", "2024-03"]
    assert (desk.aside / "2.xlsx").exists()


def test_written_by_somebody_else_meanwhile_is_seen(desk: FormDesk) -> None:
    """Between two files the coordinator logs for the second one's unit: its form is older then."""
    desk.hand_in(filled(desk), "1.xlsx")
    other = desk.form("市公安局", "2024Q2", OUT)
    other.put("2024-04", 本期进展="旧的说法。")
    desk.hand_in(other, "2.xlsx")

    def meanwhile(outcome: FormOutcome) -> None:
        if outcome.file == "1.xlsx":
            desk.world.log("2024-04", "市公安局", "2024Q2", "2024-07-04", text="新的说法。")

    outcomes = [outcome.outcome for outcome in desk.collect(BACK, watch=meanwhile)]
    assert outcomes == [Taking.TAKEN, Taking.SET_ASIDE]


def test_collecting_is_logged_with_the_file(quick: FormDesk) -> None:
    quick.hand_in(filled(quick))
    quick.collect(BACK)
    (event,) = [event for event in quick.world.ask(list_events, None) if event.verb == "form:collect"]
    assert (event.target, event.after["file"]) == ("2024 市司法局 2024Q2", "2024Q2填报表-市司法局.xlsx")


def test_nothing_to_collect_is_refused(quick: FormDesk) -> None:
    with quick.world.refused(FileMissing):
        quick.collect(BACK, quick.folder / "没有")
    with quick.world.refused(NothingToCollect):
        quick.collect(BACK)
