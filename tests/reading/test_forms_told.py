"""What is told of forms that came back: merged, pasted over, added to, with headings or keys in doubt."""

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from planner.domain.form_layout import GUIDE_SHEET, KEY_SHEET, ROW_KEY
from planner.output.form_marked import marked_form
from planner.reading.forms import read_form
from tests.reading.form_returns import NAME, at, column, edited, read, sent, table, taken, told, typed

TEXT = column("本期进展")


def test_keys_that_differ_are_told() -> None:
    def edit(workbook: Workbook) -> None:
        sheet = workbook[KEY_SHEET]
        for (cell,) in sheet.iter_rows(min_col=2, max_col=2):
            cell.value = "市财政局" if cell.value == "市司法局" else cell.value

    assert told(read(edit)) == [
        "隐藏的标记“planner-unit”有两个（市司法局 和 市财政局），分不清是哪张表，请用发出的那份填写"
    ]


def test_doubled_heading_is_told() -> None:
    def edit(workbook: Workbook) -> None:
        table(workbook).cell(1, column("原因")).value = " 存在问题"

    assert told(read(edit)) == [f"{at(1, '原因')}：表头“存在问题”出现了两次，分不清用哪一列，请只留一列"]


def test_two_forms_in_one_file_are_told() -> None:
    assert told(read(lambda workbook: workbook.copy_worksheet(table(workbook)))) == [
        "里面有 2 张填报表（填报表、填报表 Copy），分不清以哪张为准，请只留一张"
    ]


def test_workbook_without_a_form_is_told() -> None:
    assert told(read(lambda workbook: workbook.remove(table(workbook)))) == [
        "里面没有填报表（没有带“编号”、“本期进展”两列的表头），请交回发出的那份表格"
    ]


def test_merged_cells_are_told_by_their_range() -> None:
    letter = get_column_letter(TEXT)
    form = read(lambda workbook: table(workbook).merge_cells(f"{letter}2:{letter}3"))
    assert told(form) == [f"{at(2, '本期进展')}：{letter}2:{letter}3 合并成了一格，请取消合并，在每一格里分别填写"]


def test_cells_that_are_merged_raise_one_fault() -> None:
    first = column("状态")

    def edit(workbook: Workbook) -> None:
        sheet = table(workbook)
        sheet.merge_cells(start_row=2, start_column=TEXT, end_row=5, end_column=TEXT)
        sheet.cell(2, TEXT).value = "各项都在推进。"
        for row in (3, 5):
            sheet.cell(row, first).value = "推进中"

    letter = get_column_letter(TEXT)
    assert told(taken(edited(edit))) == [
        f"{at(2, '本期进展')}：{letter}2:{letter}5 合并成了一格，请取消合并，在每一格里分别填写"
    ]


def test_cells_that_are_merged_across_raise_one_fault() -> None:
    def edit(workbook: Workbook) -> None:
        sheet = table(workbook)
        sheet.merge_cells(start_row=2, start_column=column("状态"), end_row=2, end_column=TEXT)
        sheet.cell(2, column("状态")).value = "目录已经印发。"

    assert [str(fault.place) for fault in taken(edited(edit)).faults] == [at(2, "状态")]


# ---- what is read by nobody, and told ----


def test_sheet_of_ones_own_is_told() -> None:
    def edit(workbook: Workbook) -> None:
        workbook.create_sheet("附件 培训名单")["A1"] = "李明"
        workbook.create_sheet("空的")
        workbook.create_sheet("WpsReserved")["A1"] = "x"
        workbook["WpsReserved"].sheet_state = "hidden"

    assert read(edit).notes == ("单位另加的工作表“附件 培训名单”没有收，请打开原件看",)
    assert taken(edited(edit)).notes[0] == read(edit).notes[0]


def test_words_on_the_guide_are_told_and_what_went_out_is_not() -> None:
    assert taken(sent()).notes == ("有 1 项退回的没有改（2024-07）",)

    def edit(workbook: Workbook) -> None:
        workbook[GUIDE_SHEET]["C6"] = "李宁（代）"
        workbook[GUIDE_SHEET]["B40"] = "培训名单见附件。"

    assert taken(edited(edit)).notes[:2] == (
        "填报说明!C6 写的“李宁（代）”没有收，请打开原件看",
        "填报说明!B40 写的“培训名单见附件。”没有收，请打开原件看",
    )


def test_marked_copy_has_no_sheet_of_its_own() -> None:
    wrong = typed({(2, "状态"): "完成"})
    marked = marked_form(wrong, taken(wrong).faults)
    assert read_form(NAME, marked or b"").notes == ()


def test_row_that_was_added_and_words_beside_the_table_are_told() -> None:
    def edit(workbook: Workbook) -> None:
        table(workbook).cell(6, TEXT).value = "另一项工作"
        table(workbook).cell(2, column(ROW_KEY) + 2).value = "补充"

    beside = f"{get_column_letter(column(ROW_KEY) + 2)}"
    assert told(taken(edited(edit))) == [
        f"填报表!{beside}2：“{beside}列”不是填报表里的列，写在这里的收不回去，请移到表里相应的格子，再清空这一格",
        f"{at(6, '本期进展')}：这一行是新加的，填报表不能加行，请把内容并到原有的任务里，再删去这一行",
    ]


def test_pasted_row_that_took_the_locked_cells_along_is_told() -> None:
    def edit(workbook: Workbook) -> None:
        sheet = table(workbook)
        for number in range(1, column("上期进展") + 1):
            sheet.cell(3, number).value = sheet.cell(2, number).value

    changed = ["编号", "重点任务", "举措", "角色", "完成时限", "时限说明", "上期进展"]
    assert [str(fault.place) for fault in taken(edited(edit)).faults] == [at(3, name) for name in changed]
