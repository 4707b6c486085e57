"""Workbooks of material that were worked in, sorted, added to, or overtaken by newer entries."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from planner.domain.material import MaterialKind, ReportPart, Use
from planner.domain.material_faults import material_faults
from planner.domain.material_taking import TakenMaterial
from tests.factories_material import LEADING, MATERIAL, MEASURE, NEXT, PROBLEM, SAME, SENTENCE, TASKS, book_of
from tests.reading.material_files import FIRST_TYPED, LETTERS, changed, edited, taken, typed, write

# ---- worked in ----


def test_choices_wordings_and_causes_come_back(tmp_path: Path) -> None:
    back = typed(tmp_path, K2="不用", K3="采用", M3="两家共评查案卷36宗。", K4="合并", L4="２", N5="编制没有到位")
    expected = changed(MATERIAL, "12.1", use=Use.LEAVE)
    expected = changed(expected, "13.1", use=Use.TAKE, into="", wording="两家共评查案卷36宗。")
    expected = changed(expected, MEASURE.key, use=Use.MERGE, into="13.1")
    expected = changed(expected, "12.p", cause="编制没有到位")
    assert taken(back) == TakenMaterial(expected, ())


def test_what_nobody_sees_is_no_wording(tmp_path: Path) -> None:
    back = typed(tmp_path, M3="评查\ue0001\ue001案卷36宗\ue002。", N5="编制\x7f没有到位")
    expected = changed(changed(MATERIAL, "13.1", wording="评查1案卷36宗。"), "12.p", cause="编制没有到位")
    assert taken(back).material == expected


def test_words_put_back_as_the_unit_wrote_them_are_no_wording(tmp_path: Path) -> None:
    assert taken(typed(tmp_path, M4=MEASURE.text)).material == changed(MATERIAL, MEASURE.key, wording=None)


@pytest.mark.parametrize(
    ("place", "keys", "orders"),
    [
        (3.5, ["13.1", MEASURE.key, "12.1", "12.p", "12.s"], [1, 2, 3, 4, 5]),
        (0, ["12.1", "13.1", MEASURE.key, "12.p", "12.s"], [0, 2, 3, 4, 5]),
        ("９", ["13.1", MEASURE.key, "12.p", "12.s", "12.1"], [2, 3, 4, 5, 9]),
    ],
)
def test_row_goes_to_its_place_within_its_task(
    tmp_path: Path, place: object, keys: list[str], orders: list[int]
) -> None:
    rows = taken(typed(tmp_path, B2=place)).material.rows
    assert [(row.key, row.order) for row in rows] == [*zip(keys, orders, strict=True), (LEADING.key, LEADING.order)]


def test_rows_in_any_order_with_filters_set_come_back(tmp_path: Path) -> None:
    def edit(workbook: Workbook) -> None:
        sheet = workbook["选材"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=7)]
        for at, values in enumerate(reversed(rows), 2):
            for letter, value in zip(LETTERS, values, strict=True):
                write(workbook, f"选材!{letter}{at}", value)
        sheet.row_dimensions[3].hidden = True
        sheet.insert_cols(3)
        sheet.title = "选材（改）"
        workbook.move_sheet("说明", 2)

    assert taken(edited(tmp_path, edit)) == TakenMaterial(MATERIAL, ())


def test_rows_typed_under_the_table_are_told_as_by_hand(tmp_path: Path) -> None:
    back = typed(
        tmp_path,
        **{f"A{FIRST_TYPED}": "新1", f"E{FIRST_TYPED}": "2024-03", f"M{FIRST_TYPED}": "全市评查案卷60宗。"},
        **{f"E{FIRST_TYPED + 2}": "2024-05", f"G{FIRST_TYPED + 2}": "市公安局", f"M{FIRST_TYPED + 2}": "培训2期。"},
        **{f"C{FIRST_TYPED + 3}": "不足和原因", f"E{FIRST_TYPED + 3}": "2024-05", f"M{FIRST_TYPED + 3}": "课时少。"},
        K4="合并",
        L4="新1",
    )
    first = replace(
        SENTENCE,
        key="h1",
        entry_id=None,
        unit="",
        period="",
        text="",
        order=6,
        origins=(),
        wording="全市评查案卷60宗。",
    )
    first = replace(first, reason="统筹单位补写，没有填报作出处")
    second = replace(
        first, key="h2", section="三、强化保障", task="2024-05", title="培训执法人员", unit="市公安局", order=1
    )
    second = replace(second, wording="培训2期。")
    third = replace(second, key="h3", kind=MaterialKind.PROBLEM, part=ReportPart.PROBLEMS, unit="", order=2)
    third = replace(third, wording="课时少。")
    merged = replace(MEASURE, use=Use.MERGE, into="h1")
    assert taken(back) == TakenMaterial(
        replace(MATERIAL, rows=(SENTENCE, SAME, merged, first, PROBLEM, NEXT, LEADING, second, third)),
        (
            "统筹单位补写，没有填报作出处：选材!第8行（序号新1），2024-03《评查执法案卷》“全市评查案卷60宗。”",
            "统筹单位补写，没有填报作出处：选材!第10行，2024-05《培训执法人员》市公安局“培训2期。”",
            "统筹单位补写，没有填报作出处：选材!第11行，2024-05《培训执法人员》“课时少。”",
        ),
    )


def test_deleted_row_is_left_out_and_told(tmp_path: Path) -> None:
    back = edited(tmp_path, lambda workbook: workbook["选材"].delete_rows(3))
    assert taken(back) == TakenMaterial(
        changed(MATERIAL, "13.1", use=Use.LEAVE, into=""),
        ("选材表里删掉了序号2的行，按“不用”处理：2024-03《评查执法案卷》市公安局 2024Q2“配合抽取案卷36宗开展评查。”",),
    )


def test_row_that_lost_its_hidden_key_is_known_by_its_number_and_grey_cells(tmp_path: Path) -> None:
    assert taken(typed(tmp_path, Q3=None, Q5=None)) == TakenMaterial(MATERIAL, ())


def test_cells_moved_to_the_end_leave_no_row_behind(tmp_path: Path) -> None:
    back = edited(tmp_path, lambda workbook: workbook["选材"].move_range("A3:P3", rows=7))
    assert taken(back) == TakenMaterial(MATERIAL, ())


def test_copy_of_a_row_is_told_with_and_without_its_key(tmp_path: Path) -> None:
    def copy_to_the_end(workbook: Workbook, last: str) -> None:
        for letter in LETTERS[: LETTERS.index(last) + 1]:
            write(workbook, f"选材!{letter}{FIRST_TYPED}", workbook["选材"][f"{letter}3"].value)

    told = ("选材!A8：这一行是从选材!第3行复制来的，请删去一行；补写的请写在表末的空行里",)
    for last in "QP":
        back = edited(tmp_path, lambda workbook, last=last: copy_to_the_end(workbook, last))  # type: ignore[misc]
        assert material_faults(back, "2024", TASKS) == told


def test_row_inserted_between_others_is_one_that_somebody_typed(tmp_path: Path) -> None:
    def edit(workbook: Workbook) -> None:
        workbook["选材"].insert_rows(3)
        write(workbook, "选材!E3", "2024-05")
        write(workbook, "选材!M3", "培训2期。")

    outcome = taken(edited(tmp_path, edit))
    assert [row.key for row in outcome.material.rows] == [*(row.key for row in MATERIAL.rows), "h1"]
    assert outcome.notes == ("统筹单位补写，没有填报作出处：选材!第3行，2024-05《培训执法人员》“培训2期。”",)


def test_rows_put_in_one_place_are_told(tmp_path: Path) -> None:
    outcome = taken(
        typed(tmp_path, B2=3, **{f"B{FIRST_TYPED}": 3, f"E{FIRST_TYPED}": "2024-03", f"M{FIRST_TYPED}": "评查。"})
    )
    assert outcome.notes[0] == ("2024-03 有3行的“排序”都是 3，依次写序号1、序号3、“评查。”；要换先后，请写成不同的数")
    assert [row.key for row in outcome.material.rows] == ["13.1", "12.1", MEASURE.key, "h1", "12.p", "12.s", "20.1"]


def test_properties_that_a_program_lost_stand_on_the_hidden_sheet_too(tmp_path: Path) -> None:
    def edit(workbook: Any) -> None:  # noqa: ANN401 - the stubs don't know the properties
        workbook.custom_doc_props.props.clear()

    assert taken(edited(tmp_path, edit)) == TakenMaterial(MATERIAL, ())


def test_row_proposed_to_go_into_one_that_is_left_out_goes_with_it(tmp_path: Path) -> None:
    expected = changed(changed(MATERIAL, "12.1", use=Use.LEAVE), "13.1", use=Use.LEAVE, into="")
    assert taken(typed(tmp_path, K2="不用")) == TakenMaterial(
        expected, ("并入的行改为“不用”，选材表里序号2的行也一起不写；要写的请把“处理”改成“采用”",)
    )


def test_row_proposed_to_go_into_one_that_is_merged_goes_where_that_goes(tmp_path: Path) -> None:
    expected = changed(MATERIAL, "12.1", use=Use.MERGE, into=MEASURE.key)
    expected = changed(expected, "13.1", into=MEASURE.key)
    assert taken(typed(tmp_path, K2="合并", L2=3)) == TakenMaterial(expected, ())


def test_order_is_read_to_the_letter(tmp_path: Path) -> None:
    assert [row.order for row in typed(tmp_path, B2="２.5", B3=-1, B4=None).rows[:3]] == [
        Decimal("2.5"),
        Decimal(-1),
        None,
    ]


# ---- since the workbook went out ----


def test_entries_accepted_since_are_told_by_name_and_as_proposed(tmp_path: Path) -> None:
    back = typed(tmp_path, K2="不用", K3="采用", N5="编制没有到位")
    new = replace(SENTENCE, key="31.1", entry_id=31, period="2024Q4", text="复查案卷9宗。", order=2)
    follows = replace(SAME, key="32.1", entry_id=32, text="又说一遍。", into="12.1")
    now = replace(
        MATERIAL,
        rows=(
            *(SENTENCE, SAME, new, follows, replace(MEASURE, wording="全年共评查案卷69宗")),
            *(replace(PROBLEM, text="评查力量仍然不足"), LEADING),
        ),
    )
    outcome = taken(back, now)
    assert outcome.material.rows == (
        replace(SENTENCE, use=Use.LEAVE),
        replace(SAME, use=Use.TAKE, into=""),
        new,
        replace(follows, use=Use.TAKE, into=""),
        now.rows[4],
        replace(now.rows[5], cause="编制没有到位"),
        LEADING,
    )
    assert outcome.notes == (
        "选材表导出以后新增：2024-03《评查执法案卷》市司法局 2024Q4“复查案卷9宗。”，按规则的提议写（采用），请核对",
        "选材表导出以后新增：2024-03《评查执法案卷》市公安局 2024Q2“又说一遍。”，按规则的提议写（采用），请核对",
        (
            "选材表导出以后变了：选材!第4行（序号3），2024-03《评查执法案卷》市司法局“全年共评查案卷69宗”，"
            "原来是“全年共评查案卷60宗”，按现在的写（采用）"
        ),
        (
            "选材表导出以后变了：选材!第5行（序号4），2024-03《评查执法案卷》市司法局 2024Q2“评查力量仍然不足”，"
            "原来是“评查力量不足”，表里的改动照旧采用，请核对"
        ),
        "选材表导出以后没有了：选材!第6行（序号5），2024-03 市司法局“建立评查人员库”，填报已经更正或退回",
        "原定并入的行已经不写，改为采用：2024-03《评查执法案卷》市公安局 2024Q2“又说一遍。”，请核对",
    )


@pytest.mark.parametrize(
    ("cells", "newer", "told"),
    [
        ({}, {"use": Use.LEAVE}, "提议由“采用”改为“不用”，按现在的写（不用）"),
        ({}, {"cause": "评查人员都是兼职，没有编制"}, "原因原来是“评查人员都是兼职”，按现在的写（采用）"),
        ({}, {"text": "评查力量很不足"}, "原来是“评查力量不足”，按现在的写（采用）"),
        ({"M5": "人少"}, {"text": "评查力量仍然不足"}, "填报的话或数据有更正，表里的改动照旧采用，请核对"),
        ({}, {"origins": SENTENCE.origins}, "填报的话或数据有更正，按现在的写（采用）"),
    ],
)
def test_what_became_other_in_a_row_is_told(
    tmp_path: Path, cells: dict[str, object], newer: dict[str, Any], told: str
) -> None:
    outcome = taken(typed(tmp_path, **cells), changed(MATERIAL, PROBLEM.key, **newer))
    assert [note.partition("”，")[2] for note in outcome.notes] == [told]


def test_words_that_became_other_far_behind_are_told_from_there(tmp_path: Path) -> None:
    before = replace(SENTENCE, text=f"{'抽取案卷开展评查，' * 4}发现问题12个。")
    back = edited(tmp_path, lambda _: None, book_of(before))
    now = replace(MATERIAL, rows=(replace(before, text=f"{'抽取案卷开展评查，' * 4}发现问题13个。"),))
    assert taken(back, now).notes[0].partition("”，")[2] == "原来是“…，发现问题12个。”，按现在的写（采用）"


def test_row_merged_into_one_that_is_gone_is_told_itself(tmp_path: Path) -> None:
    back = typed(tmp_path, K2="合并", L2="3", K3="采用", L3=None, M3="两家评查。")
    now = replace(MATERIAL, rows=(SENTENCE, SAME, PROBLEM, NEXT, LEADING))
    outcome = taken(back, now)
    assert outcome.material.rows[:2] == (SENTENCE, replace(SAME, use=Use.TAKE, into="", wording="两家评查。"))
    assert outcome.notes[-1] == (
        "原定并入的行已经不写，改为采用：选材!第2行（序号1），2024-03《评查执法案卷》"
        "市司法局 2024Q2“抽取案卷36宗开展评查。”，请核对"
    )


def test_row_merged_into_one_that_is_merged_by_now_goes_where_that_goes(tmp_path: Path) -> None:
    back = typed(tmp_path, K4="合并", L4="1")
    newer = replace(SENTENCE, key="31.1", entry_id=31, text="评查案卷60宗。", order=6)
    now = replace(changed(MATERIAL, "12.1", use=Use.MERGE, into="31.1"), rows=(*MATERIAL.rows, newer))
    now = changed(changed(now, "12.1", use=Use.MERGE, into="31.1"), "13.1", into="31.1")
    merged = {row.key: row.into for row in taken(back, now).material.rows if row.use is Use.MERGE}
    assert merged == {"12.1": "31.1", "13.1": "31.1", MEASURE.key: "31.1"}
