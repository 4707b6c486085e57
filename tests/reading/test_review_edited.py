"""Review workbooks that come back corrected, moved about, and spoilt."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.drafts import Role
from planner.domain.review import Handling, ReturnedProposal
from planner.errors import FileMissing, FormatUnsupported, InputError, TableBroken
from planner.output.responsibility import responsibility_workbook
from planner.reading.review import read_review
from tests.factories_review import PROPOSED_TASK, REVIEW_BOOK, REVIEW_TASK
from tests.factories_views import RESPONSIBILITY_TABLE
from tests.reading.review_files import as_sent, book_as_sent, cell, edited, faults, sent, typed

JUNE, DECEMBER = dt.date(2024, 6, 30), dt.date(2024, 12, 31)


# ---- corrected ----


def test_corrections_come_back_and_nothing_else(tmp_path: Path) -> None:
    back = typed(
        tmp_path, 任务_G2="管好目录", 任务_H2="新的正文。", 任务_J3="市司法局、 市审计局", 考核点_D2="编成目录"
    )
    sent_out = book_as_sent(REVIEW_BOOK)
    first, second, third = sent_out.tasks
    units = {**second.units, Role.RESPONSIBLE: "市司法局、 市审计局"}
    assert back == replace(
        sent_out,
        tasks=(replace(first, title="管好目录", body="新的正文。"), replace(second, units=units), third),
        points=(replace(sent_out.points[0], text="编成目录"), *sent_out.points[1:]),
    )


@pytest.mark.parametrize(
    ("word", "handling", "target"),
    [
        (None, Handling.KEEP, ""),
        (" 保留 ", Handling.KEEP, ""),
        ("新增", Handling.ADD, ""),
        ("并入 2024-03", Handling.MERGE, "2024-03"),
        ("并入２０２４－０３", Handling.MERGE, "2024-03"),
        ("拆自：2024—05", Handling.SPLIT, "2024-05"),
        ("拆自任务（2024-05）", Handling.SPLIT, "2024-05"),
        ("并入新1", Handling.MERGE, "新1"),
    ],
)
def test_handling_is_understood_in_any_width(tmp_path: Path, word: str, handling: Handling, target: str) -> None:
    back = typed(tmp_path, 任务_B2=word)
    assert (back.tasks[0].handling, back.tasks[0].target, back.faults) == (handling, target, ())


@pytest.mark.parametrize(("word", "tracked"), [("是", True), ("否", False), (" 否 ", False), (None, True)])
def test_blank_tracking_is_yes(tmp_path: Path, word: str | None, tracked: bool) -> None:
    back = typed(tmp_path, 任务_C2=word)
    assert (back.tasks[0].tracked, back.faults) == (tracked, ())


@pytest.mark.parametrize("day", ["２０２４-０６-３０", "2024年6月30日", "2024/6/30", JUNE, dt.datetime(2024, 6, 30)])  # noqa: DTZ001
def test_due_day_is_understood_as_date_and_as_text(tmp_path: Path, day: object) -> None:
    assert typed(tmp_path, 任务_L3=day).tasks[1].due == JUNE


def test_blank_due_day_is_none(tmp_path: Path) -> None:
    back = typed(tmp_path, 任务_L3=None)
    assert (back.tasks[1].due, back.faults) == (None, ())


@pytest.mark.parametrize(
    ("typed_in", "dues"),
    [
        ("2024-06-30；2024年12月31日", (JUNE, DECEMBER)),
        ("２０２４-０６-３０、2024/12/31、", (JUNE, DECEMBER)),
        ("2024-06-30\n2024-12-31", (JUNE, DECEMBER)),
        (JUNE, (JUNE,)),
        (None, ()),
    ],
)
def test_days_of_a_checkpoint_are_several_in_a_cell(
    tmp_path: Path, typed_in: object, dues: tuple[dt.date, ...]
) -> None:
    back = typed(tmp_path, 考核点_J3=typed_in)
    assert (back.points[1].dues, back.faults) == (dues, ())


@pytest.mark.parametrize(
    ("value", "unit", "read"),
    [
        ("95%", "%", (Decimal(95), "%")),
        ("95％", "%", (Decimal(95), "%")),
        ("９５", "％", (Decimal(95), "％")),
        ("95%", None, (Decimal(95), "%")),
        (95, "%", (Decimal(95), "%")),
        (0.1, "%", (Decimal("0.1"), "%")),
        ("1,200", "件", (Decimal(1200), "件")),
        ("60 学时", None, (Decimal(60), "学时")),
        ("4.5万个", "万个", (Decimal("4.5"), "万个")),
        (None, None, (None, None)),
    ],
)
def test_value_is_a_number_with_or_without_its_unit(tmp_path: Path, value: object, unit: str, read: object) -> None:
    back = typed(tmp_path, 考核点_G3=value, 考核点_H3=unit)
    assert ((back.points[1].value, back.points[1].unit), back.faults) == (read, ())


def test_number_that_is_shown_as_a_percentage_is_read_as_it_is_seen(tmp_path: Path) -> None:
    def edit(workbook: Workbook) -> None:
        value = cell(workbook, "考核点!G3")
        value.value, value.number_format = 0.955, "0.0%"

    back = edited(tmp_path, edit)
    assert (back.points[1].value, back.points[1].unit, back.faults) == (Decimal("95.5"), "%", ())


def test_new_rows_may_have_no_code_or_a_word_of_their_own(tmp_path: Path) -> None:
    def edit(workbook: Workbook) -> None:
        workbook["任务"].append(["新１", "拆自2024-05", None, None, None, None, "评估目录", "评估目录执行情况。"])
        workbook["任务"].append([None, "新增", "否", None, None, None, "普法", "开展宪法宣传周。"])
        workbook["考核点"].append([None, "新增", "新 1", "评估1次", "数量", "≥", 1, "次"])

    back = edited(tmp_path, edit)
    assert back.faults == ()
    assert [(t.code, t.handling, t.target, t.tracked, t.title, t.due, t.version) for t in back.tasks[3:]] == [
        ("新1", Handling.SPLIT, "2024-05", True, "评估目录", None, ""),
        ("", Handling.ADD, "", False, "普法", None, ""),
    ]
    new = back.points[3]
    assert (new.code, new.handling, new.task, new.value, new.unit) == ("", Handling.ADD, "新1", Decimal(1), "次")


def test_checkpoint_to_be_deleted_needs_nothing_but_its_code(tmp_path: Path) -> None:
    back = typed(tmp_path, 考核点_B2="删除", 考核点_C2=None, 考核点_E2=None, 考核点_G2="若干", 考核点_J2="月底")
    assert (back.points[0].code, back.points[0].handling, back.faults) == ("2024-05.1", Handling.REMOVE, ())


def test_code_that_a_program_took_for_a_month_is_a_code_again(tmp_path: Path) -> None:
    back = typed(tmp_path, 任务_A2=dt.date(2024, 5, 1), 考核点_C3=dt.date(2024, 5, 1))
    assert (back.tasks[0].code, back.points[1].task, back.faults) == ("2024-05", "2024-05", ())


def test_returns_of_other_programs_are_newlines(tmp_path: Path) -> None:
    back = typed(tmp_path, 任务_H2="一行_x000D_\n二行", 任务_H3="一行\r\n二行")
    assert [task.body for task in back.tasks[:2]] == ["一行\n二行", "一行\n二行"]


def test_proposals_are_taken_declined_or_left(tmp_path: Path) -> None:
    assert typed(tmp_path, 修订建议_B2="采用").proposals == (
        ReturnedProposal("修订建议!第2行", 7, taken=True, version="2b133730"),
        ReturnedProposal("修订建议!第3行", 8, taken=None, version="e3b0c442"),
    )
    assert [p.taken for p in typed(tmp_path, 修订建议_B3=" 不采用 ").proposals] == [None, False]
    assert [p.version for p in typed(tmp_path, 修订建议_G3=None).proposals] == ["2b133730", None]


def test_proposals_of_before_they_had_versions_come_back_without(tmp_path: Path) -> None:
    back = edited(tmp_path, lambda workbook: workbook["修订建议"].delete_cols(7))
    assert ([p.version for p in back.proposals], back.faults) == (["", ""], ())


# ---- moved about ----


def test_rows_sorted_and_blank_rows_between_come_back_where_they_stand(tmp_path: Path) -> None:
    def edit(workbook: Workbook) -> None:
        sheet: Worksheet = workbook["任务"]
        sheet.move_range("A2:Q2", rows=7)
        sheet["H5"] = "  "

    book = book_as_sent(REVIEW_BOOK)
    moved = replace(book, tasks=(*book.tasks[1:], as_sent(REVIEW_TASK, 9)))
    assert edited(tmp_path, edit) == moved


def test_columns_moved_and_sheets_renamed_are_known_by_their_headers(tmp_path: Path) -> None:
    def edit(workbook: Workbook) -> None:
        workbook["任务"].move_range("H1:H4", cols=12)
        workbook["任务"].insert_rows(1)
        workbook["任务"]["A1"] = "请各科室核对"
        workbook["任务"].title = "Sheet1"
        workbook["考核点"].title = "考核点（改）"
        workbook.move_sheet("说明", offset=3)

    back = edited(tmp_path, edit)
    assert back.faults == ()
    assert [(t.cells["body"], t.body) for t in back.tasks] == [
        (f"Sheet1!T{row}", task.body) for row, task in enumerate(REVIEW_BOOK.tasks, 3)
    ]
    assert [p.place for p in back.points] == ["考核点（改）!第2行", "考核点（改）!第3行", "考核点（改）!第4行"]


def test_workbook_without_its_hidden_properties_and_versions_is_still_read(tmp_path: Path) -> None:
    def edit(workbook: Any) -> None:  # noqa: ANN401 - the stubs don't know the properties
        workbook.custom_doc_props.props.clear()
        workbook["任务"].delete_cols(17)

    back = edited(tmp_path, edit)
    assert (back.plan_code, [task.version for task in back.tasks], back.faults) == ("", ["", "", ""], ())


# ---- spoilt ----


def test_all_faults_are_told_at_once_by_cell(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        任务_B2="合并",
        任务_B3="并入",
        任务_B4="删除",
        任务_C3="也许",
        任务_L2="六月底",
        考核点_B2="改",
        考核点_C2=None,
        考核点_E2=None,
        考核点_E3="效率",
        考核点_F3="约",
        考核点_G3="九成五",
        考核点_I4="每旬",
        考核点_J4="2024-06-30、年底",
        修订建议_A2="七",
        修订建议_B3="同意",
    )
    assert told == (
        "任务!B2：看不懂“合并”，请填 保留、并入 加编号、拆自 加编号、新增，或留空",
        "任务!L2：“六月底”不是日期，请写成 2024-06-30 的样子",
        "任务!B3：“并入”后面请写任务的编号",
        "任务!C3：看不懂“也许”，请填 是、否，或留空",
        "任务!B4：任务不能删除，不需要跟踪的请把“跟踪”改成“否”",
        "考核点!B2：看不懂“改”，请填 保留、删除、新增，或留空",
        "考核点!C2：没有写是哪项任务的考核点，请写任务的编号",
        "考核点!E2：“类型”是空的，请填 时间、比率、数量、频次",
        "考核点!E3：看不懂“效率”，请填 时间、比率、数量、频次",
        "考核点!G3：“九成五”不是数字，请只写数字，如 95",
        "考核点!F3：看不懂“约”，请填 ≥、≤、=，或留空",
        "考核点!I4：看不懂“每旬”，请填 每年、每半年、每季度、每月，或留空",
        "考核点!J4：“年底”不是日期，请写成 2024-06-30 的样子",
        "修订建议!A2：“七”不是建议号，请不要改动这一列",
        "修订建议!B3：看不懂“同意”，请填 采用、不采用，或留空",
    )


def test_unit_that_contradicts_its_number_is_a_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, 考核点_G3="95%", 考核点_H3="件") == (
        "考核点!G3：“95%”里的单位与“计量单位”里的“件”不同，请只写数字",
    )


def test_rows_without_a_code_must_say_what_they_are(tmp_path: Path) -> None:
    assert faults(tmp_path, 任务_A2=None, 考核点_A2=None) == (
        "任务!B2：这一行没有编号：新的任务请写 新增，或 拆自 加编号",
        "考核点!B2：这一行没有编号：补上的考核点请写 新增",
    )


def test_copied_row_is_told(tmp_path: Path) -> None:
    assert faults(tmp_path, 任务_A4="２０２４-05", 任务_B4="新增") == (
        "任务!A4：编号 2024-05 与第2行重复；新的一行请清空，或写成没有用过的 新1",
    )


def test_text_that_no_cell_holds_whole_is_not_taken_short(tmp_path: Path) -> None:
    book = replace(REVIEW_BOOK, tasks=(replace(REVIEW_TASK, body="长" * 32_001), PROPOSED_TASK))
    assert read_review(sent(tmp_path, book)).faults == ("任务!H2：这一格超过32000字，表格里放不全，请分成几项任务",)


def test_missing_and_doubled_columns_are_told(tmp_path: Path) -> None:
    assert faults(tmp_path, 任务_H1="内容", 考核点_K1="归属") == (
        "任务!第1行：表头里没有“正文”一列",
        "考核点!第1行：表头“归属”出现了两次，请只留一列",
    )


def test_formula_without_a_value_and_error_are_told(tmp_path: Path) -> None:
    def edit(workbook: Workbook) -> None:
        workbook["任务"]["H2"] = "=H3"
        workbook["考核点"]["D3"].value = "#REF!"
        workbook["考核点"]["D3"].data_type = "e"

    assert edited(tmp_path, edit).faults == (
        "任务!H2：公式没有算出结果，请改成直接填写的内容",
        "考核点!D3：公式没有算出结果，请改成直接填写的内容",
    )


def test_missing_emptied_and_copied_sheets_are_told(tmp_path: Path) -> None:
    assert edited(tmp_path, lambda workbook: workbook.remove(workbook["考核点"])).faults == (
        "缺少“考核点”表，请把它放回来，没有改动也要留着",
    )
    assert edited(tmp_path, lambda workbook: workbook["考核点"].delete_rows(1, 9)).faults == (
        "考核点：整张表是空的，连表头也没有，请放回原来的表",
    )
    assert edited(tmp_path, lambda workbook: workbook.copy_worksheet(workbook["任务"])).faults == (
        "“任务”、“任务 Copy”都是“任务”表，请只留一张",
    )


def test_book_without_proposals_has_no_sheet_for_them(tmp_path: Path) -> None:
    back = read_review(sent(tmp_path, replace(REVIEW_BOOK, proposals=())))
    assert (back.proposals, back.faults) == ((), ())


def test_another_workbook_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "责任分工表.xlsx"
    path.write_bytes(responsibility_workbook(RESPONSIBILITY_TABLE))
    assert read_review(path).faults == ("里面没有“任务”“考核点”两张表，请交回 planner plan review 导出的核对表",)

    def edit(workbook: Any) -> None:  # noqa: ANN401 - the stubs don't know the properties
        next(prop for prop in workbook.custom_doc_props.props if prop.name == "planner-kind").value = "form"

    assert edited(tmp_path, edit).faults == ("这份工作簿不是核对表，请交回 planner plan review 导出的核对表",)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), FormatUnsupported),
        (b"PK\x03\x04 cut short", TableBroken),
        ("编号,正文,跟踪\n".encode(), TableBroken),
    ],
)
def test_what_is_no_workbook_is_refused_in_one_sentence(tmp_path: Path, data: bytes, error: type[InputError]) -> None:
    path = tmp_path / "核对表.xlsx"
    path.write_bytes(data)
    with pytest.raises(error) as caught:
        read_review(path)
    assert str(caught.value).count("。") == 1


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        read_review(tmp_path / "无.xlsx")
