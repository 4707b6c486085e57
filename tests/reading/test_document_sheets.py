"""Spreadsheets as documents: rows to lines, merged cells, what is hidden, what is shown, hostile files."""

import contextlib
import datetime as dt
import struct
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.document import Continued, Document, LeftOut, Span
from planner.errors import DocumentBlank, DocumentBroken, DocumentLocked, DocumentTooLarge
from planner.reading.sheets.cellformats import shown_number
from planner.reading.sheets.reader import read_sheets
from planner.reading.sheets.xls import grids_of

XLS = Path(__file__).with_name("xls")
HEADER = ("序号", "工作任务", "责任单位")


def saved(workbook: Workbook) -> bytes:
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def book(rows: Sequence[Sequence[object]], shape: Callable[[Worksheet], object] | None = None) -> bytes:
    """An xlsx file with one sheet of these rows, shaped by a function of the sheet."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    if shape:
        shape(sheet)
    return saved(workbook)


def read(data: bytes, name: str = "分解表.xlsx") -> Document:
    return read_sheets(Path(name), data)


def with_part(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A zip file with one part changed."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part])
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def raw(rows: str, shared: str = "") -> dict[str, str]:
    """The parts of the smallest xlsx file that holds this XML of rows and of shared strings."""
    links = "".join(
        f'<Relationship Id="r{k}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for k, (kind, target) in enumerate((("worksheet", "/xl/sheet.xml"), ("sharedStrings", "words.xml")))
    )
    sheet = '<sheet name="Sheet1" sheetId="1" r:id="r0"/>'
    return {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{LINKS}/officeDocument"'
        ' Target="xl/book.xml"/></Relationships>',
        "xl/_rels/book.xml.rels": f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
        "xl/book.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{sheet}</sheets></workbook>',
        "xl/sheet.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        "xl/words.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
    }


def zipped(parts: dict[str, str]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


# ---- lines ----


def test_rows_are_lines_with_a_tab_between_all_columns() -> None:
    document = read(book([HEADER, (1, "清理河道", "市水利局"), (2, "巡查河道", None)]))
    assert document.text == "序号\t工作任务\t责任单位\n1\t清理河道\t市水利局\n2\t巡查河道\t\n"
    assert (document.format, document.continued, document.left_out) == ("xlsx", (), ())


def test_lone_cells_above_the_header_are_lines_without_tabs() -> None:
    rows = [("云溪市2024年任务表",), (None, "填表单位：市水利局"), HEADER, (1, "清理河道", "市水利局"), ("合计",)]
    document = read(book(rows, lambda sheet: sheet.merge_cells("A1:C1")))
    assert document.text.splitlines() == [
        "云溪市2024年任务表",
        "填表单位：市水利局",
        "序号\t工作任务\t责任单位",
        "1\t清理河道\t市水利局",
        "合计\t\t",
    ]
    assert document.continued == ()


def test_table_away_from_the_corner_has_no_empty_columns_around_it() -> None:
    document = read(book([(), (), (None, None, *HEADER), (None, None, 1, "清理河道", "市水利局")]))
    assert document.text == "序号\t工作任务\t责任单位\n1\t清理河道\t市水利局\n"


def test_cells_that_a_merged_one_covers_point_at_its_words() -> None:
    rows = [(*HEADER, "完成时限"), (1, "清理河道", "市水利局", "6月底"), (2, "巡查河道", "漏网的字"), ("一、其他",)]

    def shape(sheet: Worksheet) -> None:
        sheet.merge_cells("C2:D3")
        sheet.merge_cells("A4:D4")

    document = read(book(rows, shape))
    assert document.text.splitlines() == [
        "序号\t工作任务\t责任单位\t完成时限",
        "1\t清理河道\t市水利局\t",
        "2\t巡查河道\t\t",
        "一、其他\t\t\t",
    ]
    told = [(cell.at, cell.of.of(document.text)) for cell in document.continued]
    assert told == [
        (30, "市水利局"),
        (38, "市水利局"),
        (39, "市水利局"),
        (45, "一、其他"),
        (46, "一、其他"),
        (47, "一、其他"),
    ]
    assert all(document.text[at] in "\t\n" and document.text[at - 1] in "\t\n" for at, _ in told)


def test_breaks_and_tabs_in_a_cell_are_one_blank() -> None:
    document = read(book([HEADER, (1, "清理\n河道\t淤泥", " 市水利局 \n市城管局")]))
    assert document.text.splitlines()[1] == "1\t清理 河道 淤泥\t市水利局 市城管局"


def test_sheets_follow_each_other_under_their_names() -> None:
    workbook = Workbook()
    first, second, third = workbook.worksheets[0], workbook.create_sheet("服务提升"), workbook.create_sheet("空表")
    first.title = "制度建设"
    for sheet in (first, second):
        sheet.append(list(HEADER))
    assert third.max_row == 1
    assert read(saved(workbook)).text.splitlines() == [
        "制度建设",
        "序号\t工作任务\t责任单位",
        "服务提升",
        "序号\t工作任务\t责任单位",
    ]


def test_name_of_the_only_sheet_is_a_line_where_nothing_else_stands_above_the_table() -> None:
    def named(sheet: Worksheet) -> None:
        sheet.title = "2024年任务"

    assert read(book([HEADER], named)).text == "2024年任务\n序号\t工作任务\t责任单位\n"
    titled = read(book([("云溪市任务表",), HEADER], named))
    assert titled.text == "云溪市任务表\n序号\t工作任务\t责任单位\n"
    assert titled.left_out == (LeftOut("工作表名称", "2024年任务"),)


# ---- cells ----


def test_cells_read_as_they_are_shown() -> None:
    def formats(sheet: Worksheet) -> None:
        for place, code in {
            "A1": "0%",
            "B1": "0.00%",
            "C1": "yyyy/m/d",
            "D1": 'yyyy"年"m"月"',
            "E1": 'm"月"d"日"',
        }.items():
            sheet[place].number_format = code

    day = dt.date(2024, 6, 30)
    rows = [(0.95, 0.125, day, day, day), (3.0, 0.1 + 0.2, True, False, "#REF!"), ("001", 1e-7, 12_000_000, "=1+1", "")]
    lines = read(book(rows, formats)).text.splitlines()
    assert lines == [
        "95%\t12.5%\t2024-06-30\t2024年6月\t6月30日",
        "3\t0.3\t是\t否\t#REF!",
        "001\t0.0000001\t12000000\t\t",
    ]


def test_formula_gives_its_stored_value() -> None:
    data = with_part(
        book([HEADER, (1, "=A2", "市水利局")]),
        SHEET,
        lambda xml: xml.replace(b"<v></v>", b"<v>7</v>").replace(b"<v />", b"<v>7</v>").replace(b"<v/>", b"<v>7</v>"),
    )
    assert read(data).text.splitlines()[1] == "1\t7\t市水利局"


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        (45473, "General", "45473"),
        (45473, "yyyy-mm-dd", "2024-06-30"),
        (45473.4375, "yyyy-mm-dd hh:mm", "2024-06-30 10:30"),
        (45473, "[$-804]yyyy\\年m\\月d\\日", "2024-06-30"),
        (45473, 'm"月"', "6月"),
        (45473, "yyyy", "2024年"),
        (0.4375, "h:mm", "10:30"),
        (1200, '#,##0"元"', "1200"),
        (1.05, "0%", "105%"),
        (-5, "yyyy-mm-dd", "-5"),
        (3e9, "yyyy-mm-dd", "3000000000"),
        (5, '[Red]0.0"月"', "5"),
    ],
)
def test_number_is_shown_by_its_format(value: float, code: str, words: str) -> None:
    assert shown_number(value, code) == words


def test_days_count_from_1904_where_the_file_says_so() -> None:
    assert shown_number(44011, "yyyy-mm-dd", since_1904=True) == "2024-06-30"


def test_rich_text_is_joined_without_its_pronunciation() -> None:
    shared = "<si><r><t>清理</t></r><r><t>河道</t></r><rPh><t>qingli</t></rPh></si><si><t>a_x000D_b_x005F_x</t></si>"
    day = '<c t="d"><v>2024-06-30T00:00:00</v></c>'
    rows = f'<row r="2"><c r="B2" t="s"><v>0</v></c><c r="D2" t="s"><v>1</v></c>{day}</row>'
    assert read(zipped(raw(rows, shared))).text == "清理河道\t\ta b_x\t2024-06-30\n"


# ---- what is hidden ----


def test_hidden_rows_columns_and_sheets_are_left_out_and_told() -> None:
    workbook = Workbook()
    sheet, draft = workbook.worksheets[0], workbook.create_sheet("底稿")
    for row in [(*HEADER, "电话"), (1, "清理河道", "市水利局", "8120001"), (2, "巡查河道", "市水利局", "8120002")]:
        sheet.append(list(row))
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True
    draft["A1"], draft.sheet_state = "草稿", "veryHidden"
    document = read(saved(workbook))
    assert document.text == "序号\t工作任务\t责任单位\n1\t清理河道\t市水利局\n"
    assert document.left_out == (
        LeftOut("隐藏的行", "2 巡查河道 市水利局 8120002"),
        LeftOut("隐藏的列", "电话 8120001"),
        LeftOut("隐藏的工作表“底稿”", "草稿"),
    )


def test_words_of_a_merged_cell_whose_first_row_is_hidden_stand_in_its_next() -> None:
    def shape(sheet: Worksheet) -> None:
        sheet.merge_cells("C2:C4")
        sheet.row_dimensions[2].hidden = True

    rows = [HEADER, (1, "清理河道", "市水利局"), (2, "巡查河道"), (3, "保护水源")]
    document = read(book(rows, shape))
    assert document.text == "序号\t工作任务\t责任单位\n2\t巡查河道\t市水利局\n3\t保护水源\t\n"
    assert document.continued == (Continued(32, Span(20, 24)),)


# ---- xls ----


def test_xls_reads_as_its_source_says() -> None:
    data = (XLS / "cells.xls").read_bytes()
    document = read(data, "任务表.xls")
    assert document.format == "xls"
    assert document.text.splitlines() == [
        "云溪市2024年河湖任务表",
        "填表单位：市水利局",
        "序号\t工作任务\t目标值\t完成时限\t责任单位\t必办",
        "1\t清理河道 淤泥\t95%\t2024-06-30\t市水利局\t是",
        "2\t巡查河道\t2.5\t2024年9月\t\t#DIV/0!",
    ]
    assert [(document.text[c.at - 2 : c.at + 1], c.of.of(document.text)) for c in document.continued] == [
        ("月\t\t", "市水利局")
    ]
    assert document.left_out == (
        LeftOut("隐藏的行", "3 不公开的任务"),
        LeftOut("隐藏的列", "电话 8120001"),
        LeftOut("隐藏的工作表“底稿”", "草稿"),
    )


def test_xls_words_cut_between_records_are_whole() -> None:
    expected = [
        f"row {row} " + ("clear the river " * 60).strip() if row % 3 == 0 else f"第{row}段" + "清理河道淤泥" * 130
        for row in range(12)
    ]
    assert read((XLS / "words.xls").read_bytes()).text.splitlines() == expected


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def test_xls_formula_with_a_text_gives_the_text_behind_it() -> None:
    bof, eof = record(0x0809, struct.pack("<HH12x", 0x0600, 5)), record(0x000A, b"")
    name = "表".encode("utf-16-le")
    globals_length = len(bof) + 4 + 8 + len(name) + len(eof)
    sheet = record(0x0085, struct.pack("<IBBBB", globals_length, 0, 0, 1, 1) + name)
    text = "巡查河道".encode("utf-16-le")
    formula = record(0x0006, struct.pack("<HHH8s", 0, 0, 0, b"\0\0\0\0\0\0\xff\xff") + b"\0" * 8)
    (grid,) = grids_of(bof + sheet + eof + bof + formula + record(0x0207, struct.pack("<HB", 4, 1) + text) + eof)
    assert (grid.name, grid.rows) == ("表", {0: {0: "巡查河道"}})


def test_xls_with_a_password_is_locked() -> None:
    data = (XLS / "cells.xls").read_bytes()
    codepage = struct.pack("<HHH", 0x0042, 2, 1200)
    assert data.count(codepage) == 1
    with pytest.raises(DocumentLocked):
        read(data.replace(codepage, struct.pack("<HHH", 0x002F, 2, 0)))


@pytest.mark.parametrize("length", [0, 8, 600, 3000, 5000])
def test_xls_cut_short_is_broken(length: int) -> None:
    with pytest.raises(DocumentBroken):
        read((XLS / "cells.xls").read_bytes()[:length])


# ---- hostile files ----


def test_two_far_corners_are_refused_without_a_grid_between_them() -> None:
    def corners(sheet: Worksheet) -> None:
        sheet["XFD1048576"] = "角"

    with pytest.raises(DocumentTooLarge, match="超过 200 列"):
        read(book([HEADER], corners))


def test_far_row_and_claimed_size_cost_nothing() -> None:
    def far(sheet: Worksheet) -> None:
        sheet["A1048576"] = "完"

    data = with_part(
        book([HEADER, (1, "清理河道", "市水利局")], far),
        SHEET,
        lambda xml: xml.replace(b'<dimension ref="A1:C1048576"', b'<dimension ref="A1:XFD1048576"'),
    )
    assert read(data).text.splitlines()[1:] == ["1\t清理河道\t市水利局", "完\t\t"]


def test_merged_range_over_the_whole_sheet_covers_what_is_there() -> None:
    data = with_part(
        book([HEADER, (1, "清理河道", "市水利局")], lambda sheet: sheet.merge_cells("A2:B2")),
        SHEET,
        lambda xml: xml.replace(b'ref="A2:B2"', b'ref="A2:XFD1048576"'),
    )
    assert read(data).text.splitlines() == ["序号\t工作任务\t责任单位", "1\t\t"]


def test_merged_ranges_that_overlap_are_broken() -> None:
    data = with_part(
        book([HEADER] * 50, lambda sheet: sheet.merge_cells("A2:B2")),
        SHEET,
        lambda xml: xml.replace(
            b'<mergeCell ref="A2:B2"', b'<mergeCell ref="A1:C50"/>' * 50 + b'<mergeCell ref="A2:B2"'
        ),
    )
    with pytest.raises(DocumentBroken, match="互相重叠"):
        read(data)


def test_more_rows_than_a_plan_has_are_refused() -> None:
    with pytest.raises(DocumentTooLarge, match="超过 100000 行"):
        read(zipped(raw("<row><c><v>1</v></c></row>" * 100_001)))


def test_zip_bomb_is_refused() -> None:
    data = with_part(book([HEADER]), SHEET, lambda _: b" " * 201_000_000)
    assert len(data) < 1_000_000
    with pytest.raises(DocumentTooLarge, match="解开后超过 200 MB"):
        read(data)


def test_shared_words_named_over_and_over_are_refused() -> None:
    rows = '<row><c t="s"><v>0</v></c></row>' * 1000
    with pytest.raises(DocumentTooLarge, match="超过 2000 万字"):
        read(zipped(raw(rows, f"<si><t>{'字' * 32_000}</t></si>")))


def test_entities_are_not_read() -> None:
    parts = raw('<row><c t="inlineStr"><is><t>前&a;&b;后</t></is></c></row>')
    entities = '<!DOCTYPE worksheet [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
    assert read(zipped(parts | {"xl/sheet.xml": entities + parts["xl/sheet.xml"]})).text == "前\n"


def test_blank_sheets_are_blank() -> None:
    with pytest.raises(DocumentBlank):
        read(book([("  ",), (None,)]))


@pytest.mark.parametrize("part", ["xl/book.xml", "xl/sheet.xml", "xl/words.xml", "xl/_rels/book.xml.rels"])
def test_broken_part_is_told(part: str) -> None:
    parts = raw('<row><c t="s"><v>0</v></c></row>', "<si><t>字</t></si>")
    assert read(zipped(parts)).text == "字\n"
    with pytest.raises(DocumentBroken):
        read(zipped(parts | {part: parts[part][: len(parts[part]) // 2]}))


@pytest.mark.parametrize("index", ["1", "-7", "x", "9" * 400])
def test_words_that_are_not_there_are_told(index: str) -> None:
    with pytest.raises(DocumentBroken):
        read(zipped(raw(f'<row><c t="s"><v>{index}</v></c></row>', "<si><t>字</t></si>")))


def test_zip_cut_short_is_broken() -> None:
    with pytest.raises(DocumentBroken):
        read(book([HEADER])[:-200])


words = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=8).filter(lambda w: "_x" not in w)
cells = st.lists(st.lists(st.one_of(st.none(), words), min_size=2, max_size=4), min_size=1, max_size=5)


@settings(max_examples=40, deadline=None)
@given(cells)
def test_words_of_cells_come_back_in_order(rows: list[list[str | None]]) -> None:
    workbook = Workbook()
    for r, row in enumerate(rows, 1):
        for c, cell in enumerate(row, 1):
            if cell:
                workbook.worksheets[0].cell(r, c, cell).data_type = "s"
    filled = [cell for row in rows for cell in row if cell]
    if filled:
        lines = read(saved(workbook)).text.splitlines()
        assert [cell for line in lines for cell in line.split("\t") if cell] == filled


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_xls_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray((XLS / "cells.xls").read_bytes())
    for at, byte in data.draw(st.lists(st.tuples(st.integers(8, len(content) - 1), st.integers(0, 255)), max_size=12)):
        content[at] = byte
    refusals = (DocumentBroken, DocumentBlank, DocumentLocked, DocumentTooLarge)
    with contextlib.suppress(*refusals):
        assert read(bytes(content)).text
