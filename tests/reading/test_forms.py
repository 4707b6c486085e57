"""Forms that came back: renamed, sorted, moved about, saved by other programs, and spoilt."""

import datetime as dt
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from planner.domain.form_checks import check_form
from planner.domain.form_layout import GUIDE_SHEET, KEY_SHEET, ROW_KEY, form_columns, form_keys
from planner.domain.forms import BLANK, Place, ReadCell, RowAction
from planner.domain.workbooks import LONGEST_CELL
from planner.output.form_marked import marked_form
from planner.reading.forms import read_form
from tests.domain.form_filled import filled
from tests.factories_forms import FIRST_ROW, FORM_BOOK, RETURNED_ROW
from tests.reading.form_returns import NAME, column, edited, read, sent, table, taken, told, typed
from tests.reading.test_kinds import compound

TEXT = column("本期进展")


def as_sent(data: bytes) -> None:
    """What is read is the form as it went out."""
    form = taken(data)
    assert told(form) == []
    assert {row.code: (row.action, row.cells) for row in form.rows} == {
        row.code: (RowAction.NOTHING, row.held) for row in FORM_BOOK.rows
    }


def at(row: int, name: str) -> str:
    """Where a cell stands."""
    return f"填报表!{get_column_letter(column(name))}{row}"


def test_form_comes_back_as_it_was_sent() -> None:
    form = read_form(NAME, sent())
    assert (form.file_name, form.keys, form.faults) == (NAME, form_keys(FORM_BOOK), ())
    assert [row.number for row in form.rows] == [2, 3, 4, 5]
    assert [list(row.cells) for row in form.rows] == [[column.name for column in form_columns(FORM_BOOK)]] * 4
    assert form.signed == {
        "填报人": ReadCell(Place(GUIDE_SHEET, "B6"), "周明"),
        "审签人": ReadCell(Place(GUIDE_SHEET, "B7"), None),
        "联系电话": ReadCell(Place(GUIDE_SHEET, "B8"), "0570-1234567"),
        "日期": ReadCell(Place(GUIDE_SHEET, "B9"), None),
    }
    as_sent(sent())


def test_form_saved_by_another_library_comes_back_as_it_was_sent() -> None:
    as_sent(edited(lambda workbook: workbook.properties))


def test_cells_are_read_as_they_were_typed() -> None:
    def edit(workbook: Workbook) -> None:
        sheet = table(workbook)
        values = {
            "本期进展": " 第一行\n第二行 ",
            "存在问题": 3.0,
            "原因": 0.5,
            "下步安排": dt.datetime(2024, 9, 30, 8),  # noqa: DTZ001 - a sheet has no zones
            "需协调事项": True,
            "状态": "=1+1",
            "佐证": "=A1",
            "延期理由": "#REF!",
        }
        for name, value in values.items():
            sheet.cell(2, column(name)).value = value  # type: ignore[assignment]
        sheet.cell(2, column("②本期数")).value = 0.95
        sheet.cell(2, column("②本期数")).number_format = "0.0%"
        sheet.cell(2, column("②总数")).value = 45627
        sheet.cell(2, column("②总数")).number_format = 'm"月"d"日"'
        sheet.cell(2, column("①本期数")).value = 45627
        sheet.cell(2, column("①本期数")).number_format = 'yyyy"年"m"月"'

    cells = read(edit).rows[0].cells
    found = {name: (cell.value, cell.formula) for name, cell in cells.items()}
    assert {name: found[name] for name in found if column("状态") <= column(name) < column(ROW_KEY)} == {
        "状态": (None, True),
        "无变化": (None, False),
        "本期进展": (" 第一行\n第二行 ", False),
        "①本期数": ("2024年12月", False),
        "考核点②": (found["考核点②"][0], False),
        "考核点①": (found["考核点①"][0], False),
        "②本期数": ("95%", False),
        "②总数": (dt.date(2024, 12, 1), False),
        "存在问题": (3, False),
        "原因": (0.5, False),
        "下步安排": (dt.date(2024, 9, 30), False),
        "需协调事项": ("是", False),
        "佐证": (None, True),
        "申请延期至": (None, False),
        "延期事项": (None, False),
        "延期理由": ("#REF!", True),
    }


def test_what_was_filled_in_is_said() -> None:
    form = taken(
        typed(
            {(2, "本期进展"): "目录已印发。", (2, "状态"): "已完成", (4, "本期进展"): "按季更新。", (4, "无变化"): None}
        )
    )
    assert told(form) == []
    assert [(row.code, row.action, row.cells.text) for row in form.rows if row.action is not RowAction.NOTHING] == [
        ("2024-05", RowAction.SAY, "目录已印发。"),
        ("2024-09", RowAction.SAY, "按季更新。"),
    ]


@given(st.data())
@settings(deadline=None, max_examples=20)
def test_whatever_is_filled_in_comes_back_from_the_file(data: st.DataObject) -> None:
    book = replace(FORM_BOOK, rows=tuple(replace(row, held=BLANK) for row in FORM_BOOK.rows))
    cells = {row.code: data.draw(filled(row), row.code) for row in book.rows}

    def fill(workbook: Workbook) -> None:
        for number, row in enumerate(book.rows, 2):
            for each in form_columns(book):
                value = each.value(replace(row, held=cells[row.code])) if each.is_open(row) else None
                if value is not None:
                    cell = table(workbook).cell(number, column(each.name, book))
                    cell.value = value
                    cell.data_type = "s" if isinstance(value, str) else cell.data_type

    form = check_form(read_form(NAME, edited(fill, sent(book))), book, book)
    assert told(form) == []
    assert {row.code: row.cells for row in form.rows} == cells


# ---- what people do to files ----


def rename(workbook: Workbook) -> None:
    for number, sheet in enumerate(workbook.worksheets):
        sheet.title = f"Sheet{number}"


def move_columns(workbook: Workbook) -> None:
    """The last columns come first, and one is hidden."""
    sheet = table(workbook)
    columns = [[cell.value for cell in cells] for cells in sheet.iter_cols()]
    for number, values in enumerate(reversed(columns), 1):
        for row, value in enumerate(values, 1):
            sheet.cell(row, number).value = value
    sheet.column_dimensions["C"].hidden = True


def put_line_above(workbook: Workbook) -> None:
    sheet = table(workbook)
    sheet.insert_rows(1, 2)
    sheet["A1"] = "市司法局填报"
    sheet.merge_cells("A1:F1")


def leave_filter_on(workbook: Workbook) -> None:
    sheet = table(workbook)
    sheet.auto_filter.add_filter_column(0, ["2024-07"])
    for row in (2, 4, 5):
        sheet.row_dimensions[row].hidden = True


def sort_rows(workbook: Workbook) -> None:
    sheet = table(workbook)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, values in enumerate(reversed(rows), 2):
        for place, value in enumerate(values, 1):
            sheet.cell(number, place).value = value


def add_sheets(workbook: Workbook) -> None:
    """Sheets of one's own, one of them with words that look like ours."""
    workbook.create_sheet("备注", 0)["A1"] = "本单位另附说明"
    workbook.create_sheet("签字")["A1"] = "填报人"


def drop_key_sheet(workbook: Workbook) -> None:
    del workbook[KEY_SHEET]


def drop_properties(workbook: Workbook) -> None:
    held = workbook.custom_doc_props  # type: ignore[attr-defined]
    for name in list(held.names):
        del held[name]


@pytest.mark.parametrize(
    "edit",
    [rename, move_columns, put_line_above, leave_filter_on, sort_rows, add_sheets, drop_key_sheet, drop_properties],
)
def test_what_people_do_to_files_changes_nothing(edit: Callable[[Workbook], None]) -> None:
    data = edited(edit)
    as_sent(data)
    assert read_form(NAME, data).keys == form_keys(FORM_BOOK)
    assert read_form(NAME, data).signed["填报人"].value == "周明"


def test_places_are_those_of_the_file() -> None:
    data = edited(put_line_above, typed({(3, "状态"): "快了"}))
    at_status = f"{get_column_letter(column('状态'))}5"
    assert [fault.place for fault in taken(data).faults] == [Place("填报表", at_status)]


def test_signature_stands_in_the_first_filled_cell_to_the_right() -> None:
    def edit(workbook: Workbook) -> None:
        guide = workbook[GUIDE_SHEET]
        guide["A6"], guide["B6"], guide["C6"], guide["D6"] = "填报人：", None, "李宁", "审签人"
        guide["A7"] = None

    signed = read(edit).signed
    assert (signed["填报人"].value, signed["填报人"].place.cell) == ("李宁", "C6")
    assert (signed["审签人"].value, signed["审签人"].place.cell) == (None, "E6")


def test_copy_that_was_marked_comes_back_once_it_is_mended() -> None:
    wrong = typed({(2, "本期进展"): "目录已印发。", (2, "状态"): "完成"})
    marked = marked_form(wrong, taken(wrong).faults)
    assert marked is not None
    assert told(taken(marked)) == told(taken(wrong)) != []

    def mend(workbook: Workbook) -> None:
        table(workbook).cell(2, column("状态")).value = "已完成"

    mended = typed({(2, "本期进展"): "目录已印发。", (2, "状态"): "已完成"})
    assert taken(edited(mend, marked)) == taken(mended)


def test_form_without_any_keys_is_read_all_the_same() -> None:
    form = read_form(NAME, edited(drop_properties, edited(drop_key_sheet)))
    assert (form.keys, form.faults, len(form.rows)) == ({}, (), 4)


def test_long_text_is_read_whole() -> None:
    text = "长" * LONGEST_CELL
    assert taken(typed({(2, "本期进展"): text})).rows[0].cells.text == text


# ---- what is told ----


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


def _zip(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


DOCX = _zip({"[Content_Types].xml": b"", "word/document.xml": b""})


@pytest.mark.parametrize(
    ("data", "told_so"),
    [
        (b"", "是空的，请交回发出的那份表格（xlsx）"),
        (DOCX, "是Word（docx）文件，不是填报表，请交回发出的那份表格（xlsx）"),
        (b"%PDF-1.7 ...", "是 PDF 文件，不是填报表，请交回发出的那份表格（xlsx）"),
        (b"\x89PNG\r\n\x1a\n...", "是PNG 图片文件，不是填报表，请交回发出的那份表格（xlsx）"),
        ("编号,本期进展".encode(), "是文本文件，不是填报表，请交回发出的那份表格（xlsx）"),
        (b"<html><body><table></table></body></html>", "是网页文件，不是填报表，请交回发出的那份表格（xlsx）"),
        (_zip({"甲.txt": b"x"}), "是zip 压缩文件，不是填报表，请交回发出的那份表格（xlsx）"),
        (b"\x00\x01\x02\x03" * 40, "不是表格文件，请交回发出的那份表格（xlsx）"),
        (compound(["EncryptionInfo", "EncryptedPackage"]), "设了打开密码，读不了，请去掉密码，另存后再交"),
        (sent()[:3000], "内容损坏，打不开，请用 Excel 或 WPS 打开检查，另存为 xlsx 后再交"),
        (compound(["Workbook"]), "内容损坏，打不开，请用 Excel 或 WPS 打开检查，另存为 xlsx 后再交"),
    ],
)
def test_file_that_is_no_form_is_told_in_one_clause(data: bytes, told_so: str) -> None:
    form = read_form("市司法局.xlsx", data)
    assert told(form) == [told_so]
    assert told(taken(data)) == [told_so]


def test_file_of_an_old_wps_is_told_how_to_be_saved() -> None:
    assert told(read_form("市司法局.et", compound(["Workbook"]))) == [
        "是WPS 表格（et）文件，不是填报表，请用 WPS 打开，另存为 xlsx 后再试"
    ]


def _with_part(name: str, content: bytes) -> bytes:
    """The form with one of its parts replaced."""
    with zipfile.ZipFile(BytesIO(sent())) as archive:
        return _zip({part: content if part == name else archive.read(part) for part in archive.namelist()})


def test_file_that_unpacks_to_far_too_much_is_told() -> None:
    bomb = _with_part("xl/styles.xml", b" " * 201_000_000)
    assert len(bomb) < 1_000_000
    assert told(read_form(NAME, bomb)) == ["解开后超过 200 MB，不像填报表，请只留填报的内容，另存后再交"]


def test_cell_far_to_the_right_is_told() -> None:
    def edit(workbook: Workbook) -> None:
        table(workbook)["ZZ3"] = "x"

    assert told(read(edit)) == ["内容太多（超过 200 列），不像填报表，请删去多出来的内容，另存后再交"]


def test_shared_words_repeated_to_millions_are_told() -> None:
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 701))
    words = "字" * 30_000
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.xml": ('<workbook xmlns:r="r"><sheets><sheet name="表" r:id="a"/></sheets></workbook>'.encode()),
        "xl/_rels/workbook.xml.rels": (
            b'<Relationships><Relationship Id="a" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
            b'<Relationship Id="b" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{cells}</sheetData></worksheet>".encode(),
        "xl/sharedStrings.xml": f"<sst><si><t>{words}</t></si></sst>".encode(),
    }
    assert told(read_form(NAME, _zip(parts))) == [
        "内容太多（超过 2000 万字），不像填报表，请删去多出来的内容，另存后再交"
    ]


def test_entities_are_left_alone() -> None:
    xml = (
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        b'<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row></sheetData>'
        b"</worksheet>"
    )
    form = read_form(NAME, _with_part("xl/worksheets/sheet2.xml", xml))
    assert told(form) == ["里面没有填报表（没有带“编号”、“本期进展”两列的表头），请交回发出的那份表格"]


# ---- other programs ----


def saved_by_office(folder: Path, data: bytes, kind: str) -> bytes:
    """The same workbook, opened by LibreOffice and saved as another kind of file."""
    office = shutil.which("soffice")
    if office is None:
        if os.environ.get("PLANNER_TEST_FULL") == "1":
            pytest.fail("LibreOffice (soffice) is missing, and the full run asks for it")
        pytest.skip("LibreOffice (soffice) is not installed")
    (folder / "form.xlsx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(folder / "saved"), "form.xlsx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=180)
    return (folder / "saved" / f"form.{kind}").read_bytes()


FILLED = {
    (2, "本期进展"): "目录已印发。\n正在宣传。",
    (2, "状态"): "已完成",
    (2, "②本期数"): 12,
    (2, "②总数"): 16,
    (2, "申请延期至"): dt.date(2024, 9, 30),
    (2, "延期理由"): "等上级文件",
    (3, "①本期数"): "累计４５学时",
}


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_form_saved_by_another_program_says_the_same(tmp_path: Path, kind: str) -> None:
    data = saved_by_office(tmp_path, typed(FILLED), kind)
    form = read_form(f"市司法局.{kind}", data)
    assert form.keys == form_keys(FORM_BOOK)
    there, back = taken(typed(FILLED)), taken(data)
    assert told(back) == []
    assert back == there
    assert [row.action for row in back.rows] == [RowAction.SAY, RowAction.SAY, RowAction.NOTHING, RowAction.NOTHING]


def test_xls_renamed_to_xlsx_is_told_by_its_content() -> None:
    data = (Path(__file__).parent / "xls" / "cells.xls").read_bytes()
    assert told(read_form(NAME, data)) == ["里面没有填报表（没有带“编号”、“本期进展”两列的表头），请交回发出的那份表格"]


def test_versions_stand_in_the_rows_keys() -> None:
    rows = read_form(NAME, sent()).rows
    assert [rows[number].cells[ROW_KEY].value for number in (0, 1)] == [
        f"{FORM_BOOK.code} 2024-05 {FIRST_ROW.version}",
        f"{FORM_BOOK.code} 2024-07 {RETURNED_ROW.version}",
    ]
    assert load_workbook(BytesIO(sent())).sheetnames == [GUIDE_SHEET, "填报表", KEY_SHEET]
    assert replace(FORM_BOOK, round=2).code != FORM_BOOK.code
