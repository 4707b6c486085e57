"""A form that was set aside, marked and re-opened cell by cell."""

import datetime as dt
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.form_layout import FORM_SHEET, GUIDE_SHEET, KEY_SHEET, RETURN_SHEET, form_keys
from planner.domain.forms import Fault, Place
from planner.output.form_marked import FAULT_MARK, marked_form
from planner.output.form_xlsx import form_workbook
from planner.output.looks import Shade
from tests.factories_forms import FORM_BOOK
from tests.office_typing import typed_in_office
from tests.output.conftest import HOSTILE

SENT = form_workbook(FORM_BOOK, dt.date(2024, 6, 20))
STATUS = Fault(Place(FORM_SHEET, "I3"), "看不懂“完成了”，请从列表里选")
LOCKED = Fault(Place(FORM_SHEET, "C3"), "灰格改过了，请改回")
WHOLE_FILE = Fault(Place(), "这份表不是这一轮的")
Edit = Callable[[Workbook], None]


def edited(edit: Edit, data: bytes = SENT) -> bytes:
    """A workbook after somebody has changed it."""
    workbook = load_workbook(BytesIO(data))
    edit(workbook)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def marked(*faults: Fault, data: bytes = SENT) -> bytes:
    made = marked_form(data, faults)
    assert made is not None
    return made


def opened(data: bytes) -> Workbook:
    return load_workbook(BytesIO(data), rich_text=True)


def red(workbook: Workbook) -> set[str]:
    """Where the cells are that are filled red."""
    return {
        f"{sheet.title}!{cell.coordinate}"
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.fill.start_color.rgb)[-6:].startswith("FF9C9")
    }


def comments(workbook: Workbook) -> dict[str, str]:
    return {
        f"{sheet.title}!{cell.coordinate}": cell.comment.text
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def looks(sheet: Worksheet) -> list[tuple[object, ...]]:
    """Every cell with what it says and how it looks."""
    return [
        (cell.coordinate, cell.value, cell.number_format, cell.protection.locked, ground(cell), cell.border.left.style)
        for row in sheet.iter_rows()
        for cell in row
    ]


def ground(cell: Cell | MergedCell) -> str | None:
    return str(cell.fill.start_color.rgb) if cell.fill.fill_type else None


def told(workbook: Workbook) -> list[tuple[object, ...]]:
    return list(workbook[RETURN_SHEET].iter_rows(min_row=4, values_only=True))


def test_faulty_cells_are_red_and_say_what_is_wrong() -> None:
    workbook = opened(marked(WHOLE_FILE, STATUS, LOCKED))
    assert red(workbook) == {"填报表!I3", "填报表!C3"}
    assert comments(workbook) == {
        "填报表!I3": f"{FAULT_MARK}看不懂“完成了”，请从列表里选",
        "填报表!C3": f"{FAULT_MARK}灰格改过了，请改回",
    }


def test_first_sheet_tells_every_fault_in_order_with_a_link_to_its_cell() -> None:
    workbook = opened(marked(WHOLE_FILE, STATUS, LOCKED))
    sheet = workbook[RETURN_SHEET]
    assert (workbook.sheetnames[0], workbook.active) == (RETURN_SHEET, sheet)
    assert "共3处问题，其中1处不能在这份文件里改" in str(sheet["A2"].value)
    assert told(workbook) == [
        ("1", "整份文件", "这份表不是这一轮的"),
        ("2", "填报表!I3", "看不懂“完成了”，请从列表里选"),
        ("3", "填报表!C3", "灰格改过了，请改回"),
    ]
    links = [sheet.cell(row, 2).hyperlink for row in (4, 5, 6)]
    assert [link and link.location for link in links] == [None, "'填报表'!I3", "'填报表'!C3"]


def test_only_the_first_sheet_is_selected() -> None:
    workbook = opened(marked(STATUS))
    assert [bool(sheet.sheet_view.tabSelected) for sheet in workbook.worksheets] == [True, False, False, False]


def test_nothing_else_is_changed() -> None:
    before, after = opened(SENT), opened(marked(STATUS))
    assert after.sheetnames == [RETURN_SHEET, *before.sheetnames]
    for sheet in before.worksheets:
        same = after[sheet.title]
        assert [look for look in looks(sheet) if look[0] != "I3"] == [look for look in looks(same) if look[0] != "I3"]
        assert (same.sheet_state, same.protection.sheet, same.freeze_panes, same.auto_filter.ref) == (
            sheet.sheet_state,
            sheet.protection.sheet,
            sheet.freeze_panes,
            sheet.auto_filter.ref,
        )
        assert same.data_validations.count == sheet.data_validations.count
        assert hidden(same) == hidden(sheet)
    assert (after[FORM_SHEET]["I3"].value, after[FORM_SHEET]["I3"].protection.locked) == ("推进中", False)


def hidden(sheet: Worksheet) -> list[str]:
    return [letter for letter, column in sheet.column_dimensions.items() if column.hidden]


def test_keys_stay() -> None:
    workbook: Any = opened(marked(STATUS))
    assert {prop.name: prop.value for prop in workbook.custom_doc_props.props} == form_keys(FORM_BOOK)
    assert dict(workbook[KEY_SHEET].iter_rows(values_only=True)) == form_keys(FORM_BOOK)


def test_faults_of_one_cell_share_its_comment() -> None:
    place = Place(FORM_SHEET, "M2")
    made = marked(Fault(place, "不是数字"), Fault(place, "没有进展"), Fault(place, "不是数字"))
    assert comments(opened(made)) == {"填报表!M2": f"{FAULT_MARK}不是数字\n没有进展"}
    assert len(told(opened(made))) == 3


def test_comments_are_large_enough_to_be_read() -> None:
    short, long = (marked(Fault(Place(FORM_SHEET, "K2"), "请写明做了什么。" * times)) for times in (1, 40))
    heights = [float(shape_style(data)["height"].removesuffix("px")) for data in (short, long)]
    assert heights[0] < 100 < 17 * 20 < heights[1]
    assert shape_style(short)["width"] == "300px"


def shape_style(data: bytes) -> dict[str, str]:
    """How the box of the only comment is set in the file's drawing."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        drawing = next(archive.read(name).decode() for name in archive.namelist() if name.endswith(".vml"))
    style = next(part.split('"')[0] for part in drawing.split('style="') if "margin-left" in part)
    return dict(part.split(":", 1) for part in style.split(";"))


def test_marks_of_an_earlier_return_are_replaced() -> None:
    again = opened(marked(WHOLE_FILE, data=marked(STATUS, LOCKED)))
    assert (red(again), comments(again)) == (set(), {})
    assert told(again) == [("1", "整份文件", "这份表不是这一轮的")]
    assert again.sheetnames == [RETURN_SHEET, *opened(SENT).sheetnames]
    for name in (GUIDE_SHEET, FORM_SHEET, KEY_SHEET):
        assert looks(again[name]) == looks(opened(SENT)[name])


def test_marks_stay_known_where_rows_were_sorted() -> None:
    def swap(workbook: Workbook) -> None:
        workbook[FORM_SHEET].move_range("C3:I3", rows=7)

    again = opened(marked(WHOLE_FILE, data=edited(swap, marked(STATUS, LOCKED))))
    assert (red(again), comments(again)) == (set(), {})
    grey = str(again[FORM_SHEET]["C10"].fill.start_color.rgb)
    assert grey.endswith(Shade.LOCKED.value)


def test_comments_of_others_stay() -> None:
    def note(workbook: Workbook) -> None:
        workbook[FORM_SHEET]["I3"].comment = Comment("请科长看一下", "吴静")

    once = marked(STATUS, data=edited(note))
    assert comments(opened(once)) == {"填报表!I3": f"请科长看一下\n{FAULT_MARK}看不懂“完成了”，请从列表里选"}
    twice = opened(marked(WHOLE_FILE, data=once))
    assert comments(twice) == {"填报表!I3": "请科长看一下"}
    held = twice[FORM_SHEET]["I3"].comment
    assert held is not None
    assert held.author == "吴静"


def test_formulas_and_partly_bold_texts_stay() -> None:
    def write(workbook: Workbook) -> None:
        workbook[FORM_SHEET]["O2"] = "=3+9"
        workbook[FORM_SHEET]["K2"] = CellRichText("已 ", TextBlock(InlineFont(b=True), "印发"), " 目录")

    sheet = opened(marked(Fault(Place(FORM_SHEET, "O2"), "这里是公式，请填数字"), data=edited(write)))[FORM_SHEET]
    assert (sheet["O2"].value, sheet["O2"].data_type) == ("=3+9", "f")
    assert isinstance(sheet["K2"].value, CellRichText)
    assert str(sheet["K2"].value) == "已 印发 目录"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("第4行", "A4"),
        ("I3:K5", "I3"),
        ("$I$3", "I3"),
        ("i3", "I3"),
        ("ZZZ9", None),
        ("A0", None),
        ("A9999999", None),
        ("第0行", None),
        ("某处", None),
        ("", None),
    ],
)
def test_places_are_shown_at_a_cell_where_there_is_one(cell: str, shown: str | None) -> None:
    workbook = opened(marked(Fault(Place(FORM_SHEET, cell), "不对")))
    assert red(workbook) == ({f"填报表!{shown}"} if shown else set())
    link = workbook[RETURN_SHEET]["B4"].hyperlink
    assert (link.location if link else None) == (f"'填报表'!{shown}" if shown else None)


def test_fault_on_a_sheet_that_is_not_there_stands_on_the_first_sheet_alone() -> None:
    workbook = opened(marked(Fault(Place("别的表", "A1"), "不对")))
    assert (red(workbook), told(workbook)) == (set(), [("1", "别的表!A1", "不对")])


def test_fault_in_a_merged_range_is_shown_at_its_first_cell() -> None:
    def merge(workbook: Workbook) -> None:
        workbook[FORM_SHEET].merge_cells("K2:L3")

    workbook = opened(marked(Fault(Place(FORM_SHEET, "L3"), "合并成了一格"), data=edited(merge)))
    assert comments(workbook) == {"填报表!K2": f"{FAULT_MARK}合并成了一格"}


def test_renamed_sheets_are_marked_by_the_names_they_have() -> None:
    def rename(workbook: Workbook) -> None:
        workbook[FORM_SHEET].title = "二季度'终稿'"

    workbook = opened(marked(Fault(Place("二季度'终稿'", "I3"), "不对"), data=edited(rename)))
    assert red(workbook) == {"二季度'终稿'!I3"}
    assert workbook[RETURN_SHEET]["B4"].hyperlink.location == "'二季度''终稿'''!I3"


@pytest.mark.parametrize("text", [text for text in HOSTILE if "\ud800" not in text])
def test_hostile_words_in_a_fault_stay_text(text: str) -> None:
    workbook = opened(marked(Fault(Place(FORM_SHEET, "K2"), f"{text}看不懂")))
    cell = workbook[RETURN_SHEET]["C4"]
    assert cell.data_type == "s"
    assert str(cell.value).endswith("看不懂")
    assert comments(workbook)["填报表!K2"].endswith("看不懂")


def zipped(**members: str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        "不是表格".encode(),
        SENT[: len(SENT) // 2],
        zipped(word__document_xml="<w/>"),
        zipped(**{"[Content_Types]_xml": "<不完整"}),
        zipped(xl__worksheets__sheet1_xml=" " * 30_000_000),
    ],
    ids=["nothing", "old xls", "text", "cut short", "another zip", "broken", "far too large"],
)
def test_file_that_is_no_workbook_gives_none(data: bytes) -> None:
    assert marked_form(data, [WHOLE_FILE]) is None


@pytest.mark.parametrize("part", ["fontId", "fillId", "borderId"])
def test_form_whose_cells_have_styles_that_are_not_there_is_not_marked(part: str) -> None:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(SENT)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/styles.xml":
                head, of_cells = content.split(b"<cellXfs", 1)
                content = head + b"<cellXfs" + re.sub(rf'{part}="\d+"'.encode(), f'{part}="9999"'.encode(), of_cells)
            target.writestr(name, content)
    assert marked_form(out.getvalue(), [Fault(Place(), "坏")]) is None


def test_nothing_is_printed_of_a_form_whose_named_style_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(SENT)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"cellStyleXfs", b"cellStyleXfz"))
    assert marked_form(out.getvalue(), [WHOLE_FILE]) is None
    assert capsys.readouterr() == ("", "")


def test_marked_copy_has_no_macros() -> None:
    with zipfile.ZipFile(BytesIO(marked(STATUS))) as archive:
        assert [name for name in archive.namelist() if "vba" in name.lower() or name.endswith(".bin")] == []


@pytest.mark.office
def test_marked_copy_is_corrected_in_another_program_and_can_be_marked_again(tmp_path: Path) -> None:
    faults = (STATUS, LOCKED, Fault(Place(FORM_SHEET, "M2"), "看不懂“做了”"))
    typed = [(FORM_SHEET, "I3", "已完成"), (FORM_SHEET, "C3", "改锁住的格"), (FORM_SHEET, "P2", "12/12")]
    data = typed_in_office(tmp_path, marked(*faults), typed)
    corrected: Any = opened(data)
    assert {name: text.splitlines()[0] for name, text in comments(corrected).items()} == {
        "填报表!I3": f"{FAULT_MARK}看不懂“完成了”，请从列表里选",
        "填报表!C3": f"{FAULT_MARK}灰格改过了，请改回",
        "填报表!M2": f"{FAULT_MARK}看不懂“做了”",
    }
    assert {prop.name: prop.value for prop in corrected.custom_doc_props.props} == form_keys(FORM_BOOK)
    sheet = corrected[FORM_SHEET]
    assert (sheet["I3"].value, sheet["C3"].value) == ("已完成", FORM_BOOK.rows[1].measures)
    assert isinstance(sheet["P2"].value, dt.datetime)  # as warned of: no text format, no 12/12
    again = opened(marked(WHOLE_FILE, data=data))
    assert (red(again), comments(again)) == (set(), {})
    assert again[FORM_SHEET]["C3"].fill.start_color.rgb[-6:] == Shade.LOCKED.value
    assert told(again) == [("1", "整份文件", "这份表不是这一轮的")]
