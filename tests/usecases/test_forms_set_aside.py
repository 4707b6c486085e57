"""Forms that were set aside: the copy is mended as far as can be, corrected by the unit, and taken."""

import shutil
from pathlib import Path

from openpyxl import load_workbook

from planner.domain.periods import Period
from planner.usecases.closing import close_period
from planner.usecases.form_known import FormOutcome, Taking
from tests.filling import Filling
from tests.usecases.form_desk import FormDesk

OUT, BACK = "2024-07-01", "2024-07-05"


def only(outcomes: list[FormOutcome]) -> FormOutcome:
    """The one outcome there is."""
    (outcome,) = outcomes
    return outcome


def test_copy_with_its_row_put_back_is_filled_in_and_taken(desk: FormDesk) -> None:
    form = desk.form("市司法局", "2024Q2", OUT)
    form.put("2024-01", 本期进展="审查了文件。")
    form.sheet.delete_rows(form.row("2024-03"))
    desk.hand_in(form)
    copy = Filling(Path(only(desk.collect(BACK)).set_aside))
    copy.put("2024-03", 本期进展="评查案卷30宗。")
    desk.hand_in(copy, "改好的.xlsx")
    assert sorted(only(desk.collect(BACK)).rows) == ["2024-01", "2024-03"]
    assert sorted((entry.task, entry.text) for entry in desk.entries()) == [
        ("2024-01", "审查了文件。"),
        ("2024-03", "评查案卷30宗。"),
    ]


def test_copy_whose_locked_cell_was_put_back_is_taken_as_it_is(desk: FormDesk) -> None:
    form = desk.form("市司法局", "2024Q2", OUT)
    form.put("2024-03", 本期进展="评查案卷30宗。", 举措="改过的举措。")
    desk.hand_in(form)
    copy = Filling(Path(only(desk.collect(BACK)).set_aside))
    assert "你写的“改过的举措。”请写到白格里" in copy.at("2024-03", "举措").comment.text
    desk.hand_in(copy, "改好的.xlsx")
    assert only(desk.collect(BACK)).rows == ("2024-03",)


def test_copied_row_is_marked_where_it_is_seen(quick: FormDesk) -> None:
    form = quick.form("市司法局", "2024Q2", OUT)
    form.sheet.append([cell.value for cell in form.sheet[2]])
    quick.hand_in(form)
    outcome = only(quick.collect(BACK))
    place = f"A{form.sheet.max_row}"
    assert [fault.place.cell for fault in outcome.faults] == [place]
    assert "请只留一行" in load_workbook(outcome.set_aside)["填报表"][place].comment.text


def test_unit_is_told_of_a_closed_period_and_the_coordinator_how_to_reopen_it(quick: FormDesk) -> None:
    form = quick.form("市司法局", "2024Q2", OUT)
    form.put("2024-03", 本期进展="评查案卷30宗。")
    quick.world.do(close_period, "2024-07-04", Period(2024, 2))
    quick.hand_in(form)
    outcome = only(quick.collect(BACK))
    assert [str(fault) for fault in outcome.faults] == ["2024Q2 已经关账，不再收；有要更正的请联系统筹单位"]
    assert "reopen-period" in outcome.notes[0]
    told = load_workbook(outcome.set_aside)["退回说明"]
    assert (told["A1"].value, told["C4"].value) == ("这份填报表没有采用", outcome.faults[0].message)
    assert "就在这份文件里改" not in told["A2"].value


def test_copy_of_a_copy_is_named_without_doubling(quick: FormDesk) -> None:
    form = quick.form("市司法局", "2024Q2", OUT)
    form.put("2024-03", 状态="快好了", 本期进展="评查案卷30宗。")
    quick.hand_in(form, "司法局.xlsx")
    names = []
    for status in ("还差一点", "马上好"):
        copy = Filling(Path(only(quick.collect(BACK)).set_aside))
        names.append(copy.path.name)
        copy.put("2024-03", 状态=status)
        quick.hand_in(copy, copy.path.name)
    names.append(Path(only(quick.collect(BACK)).set_aside).name)
    assert len(set(names)) == 3
    assert [name.count("标注") for name in names] == [1, 1, 1]


def test_returned_entry_that_came_back_as_it_was_is_noted(quick: FormDesk) -> None:
    first = quick.form("市司法局", "2024Q2", OUT)
    first.put("2024-03", 本期进展="正在推进。")
    quick.hand_in(first)
    quick.collect(BACK)
    quick.world.returned(quick.entries()[0].id, "2024-07-06", "请写明评查了多少案卷。")
    shutil.rmtree(quick.folder / "发出")
    again = quick.form("市司法局", "2024Q2", "2024-07-06")
    quick.hand_in(again, "重报.xlsx")
    outcome = next(each for each in quick.collect("2024-07-07") if each.file == "重报.xlsx")
    assert (outcome.outcome, outcome.notes) == (Taking.UNCHANGED, ("有 1 项退回的没有改（2024-03）",))


def test_sheet_of_ones_own_is_noted_where_the_form_is_taken(quick: FormDesk) -> None:
    form = quick.form("市司法局", "2024Q2", OUT)
    form.put("2024-03", 本期进展="评查案卷30宗。")
    form.workbook.create_sheet("附件 培训名单")["A1"] = "李明"
    form.sign(填报人="李明", 审签人="张华")
    quick.hand_in(form)
    outcome = only(quick.collect(BACK))
    assert (outcome.outcome, outcome.notes) == (
        Taking.TAKEN,
        ("单位另加的工作表“附件 培训名单”没有收，请打开原件看",),
    )


def test_tick_after_a_returned_entry_is_told_as_such(quick: FormDesk) -> None:
    quick.world.log("2024-03", "市司法局", "2024Q1", "2024-04-02", text="正在推进。")
    quick.world.returned(quick.entries()[0].id, "2024-04-05", "请写明做了什么。")
    form = quick.form("市司法局", "2024Q2", OUT)
    form.put("2024-03", 无变化="√")
    quick.hand_in(form)
    (fault,) = only(quick.collect(BACK)).faults
    assert fault.message == "上期的填报被退回，还没有重报，不能勾“无变化”，请写本期进展"
