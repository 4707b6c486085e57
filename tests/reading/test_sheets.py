"""Sheets that come in: tables of any kind, and the table of who does what by when."""

import datetime as dt
import time
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from planner.domain.drafts import Role
from planner.domain.responsibility import ReturnedRow
from planner.errors import (
    EncodingUnknown,
    FileEmpty,
    FileMissing,
    FileUnreadable,
    FormatUnsupported,
    InputError,
    TableBroken,
)
from planner.output.responsibility import responsibility_docx, responsibility_workbook
from planner.reading.responsibility import read_responsibility
from planner.reading.tables import Row, as_day, as_text, read_table
from planner.reading.workbook import sheet_column
from tests.factories_views import RESPONSIBILITY_ROW, RESPONSIBILITY_TABLE

Cells = Sequence[Sequence[object]]


def sheet(folder: Path, rows: Cells, *, title: str = "责任分工表") -> Path:
    """An xlsx file with one sheet of these rows."""
    workbook = Workbook()
    worksheet = workbook.worksheets[0]
    worksheet.title = title
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            worksheet.cell(number, column).value = value  # type: ignore[assignment]
    path = folder / "表.xlsx"
    workbook.save(path)
    return path


def texts(path: Path) -> list[tuple[int, dict[str, object]]]:
    return [(row.number, dict(row.cells)) for row in read_table(path).rows]


# ---- tables of any kind ----


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_the_encodings_of_excel_and_wps(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "单位.csv"
    path.write_bytes("单位,电话\r\n市司法局,0900-8120001\r\n\r\n市财政局,\r\n".encode(encoding))
    assert texts(path) == [(2, {"单位": "市司法局", "电话": "0900-8120001"}), (4, {"单位": "市财政局", "电话": ""})]


def test_csv_rows_are_placed_by_the_line_they_begin_on(tmp_path: Path) -> None:
    path = tmp_path / "进展.csv"
    path.write_text('任务,进展\n2024-01,"第一行\n第二行"\n2024-02,完成\n', encoding="utf-8")
    table = read_table(path, needed=("任务",))
    assert [table.place(row, "进展") for row in table.rows] == ["第2行“进展”", "第4行“进展”"]
    assert table.rows[0].text("进展") == "第一行\n第二行"


def test_csv_with_an_open_quote_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "坏.csv"
    path.write_text('任务,进展\n2024-01,"没有关上\n', encoding="utf-8")
    with pytest.raises(TableBroken, match="第2行的引号没有配对"):
        read_table(path)


def test_txt_is_one_name_a_line(tmp_path: Path) -> None:
    path = tmp_path / "名册.txt"
    path.write_text("单位\n东岭县政府\n\n  西坪县政府 \n", encoding="utf-8")
    table = read_table(path, needed=("单位",))
    assert table.rows == (Row(2, {"单位": "东岭县政府"}), Row(4, {"单位": "西坪县政府"}))
    assert table.faults == ()


def test_workbook_gives_numbers_days_and_texts_with_their_places(tmp_path: Path) -> None:
    path = sheet(
        tmp_path, [["说明文字"], ["名称", "数", "日"], ["甲", 2.0, dt.date(2024, 6, 30)], ["乙", 0.25, "待定"]]
    )
    table = read_table(path, needed=("名称", "数"))
    assert [(r.text("名称"), r.text("数"), r.text("日")) for r in table.rows] == [
        ("甲", "2", "2024-06-30"),
        ("乙", "0.25", "待定"),
    ]
    assert [table.place(table.rows[0], "日"), table.place(table.rows[0])] == ["责任分工表!C3", "责任分工表!第3行"]


def test_header_names_are_compared_without_blanks_and_full_widths(tmp_path: Path) -> None:
    path = sheet(tmp_path, [[" 单 位（盖章） ", "联络\n员"], ["市司法局", "林知远"]])
    table = read_table(path, needed=("单位(盖章)",))
    assert (table.header, table.faults) == (("单位(盖章)", "联络员"), ())


def test_doubled_and_missing_headers_are_faults(tmp_path: Path) -> None:
    path = sheet(tmp_path, [["单位", "电话", "单位"], ["市司法局", "1", "市财政局"]])
    assert read_table(path, needed=("单位", "类别")).faults == (
        "责任分工表!第1行：表头“单位”出现了两次，请只留一列",
        "责任分工表!第1行：表头里没有“类别”一列",
    )


def test_formula_without_a_value_is_a_fault_with_its_cell(tmp_path: Path) -> None:
    path = sheet(tmp_path, [["单位", "电话"], ["市司法局", "=1+1"]])
    assert read_table(path).faults == ("责任分工表!B2：公式没有算出结果，请改成直接填写的内容",)


def test_formula_with_a_saved_value_gives_that_value(tmp_path: Path) -> None:
    path = sheet(tmp_path, [["单位", "数"], ["市司法局", "=1+1"]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = (
        parts[name].replace(b"<v></v>", b"<v>2</v>").replace(b"<v/>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>")
    )
    with zipfile.ZipFile(path, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    table = read_table(path)
    assert (table.rows[0].text("数"), table.faults) == ("2", ())


def test_stray_formats_far_down_do_not_count_as_rows(tmp_path: Path) -> None:
    workbook = Workbook()
    worksheet = workbook.worksheets[0]
    worksheet["A1"], worksheet["A2"] = "单位", "市司法局"
    worksheet["A30000"].number_format = "@"
    path = tmp_path / "长.xlsx"
    workbook.save(path)
    assert texts(path) == [(2, {"单位": "市司法局"})]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("  甲 ", "甲"),
        (3, "3"),
        (3.0, "3"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (dt.date(2024, 1, 2), "2024-01-02"),
    ],
)
def test_cell_as_text(value: str | float | dt.date | None, text: str) -> None:
    assert as_text(value) == text


@pytest.mark.parametrize("text", ["2024-06-30", "2024/6/30", "2024.6.30", "2024年6月30日", " ２０２４年６月３０日 "])
def test_cell_as_day_takes_the_usual_spellings(text: str) -> None:
    assert as_day(text) == dt.date(2024, 6, 30)


@pytest.mark.parametrize("text", ["六月底", "2024-06", "2024-02-30", "45473", "2024-06-30前"])
def test_cell_as_day_refuses_what_is_no_day(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - its words are never shown
        as_day(text)


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (703, "AAA")])
def test_sheet_column_letters(number: int, letters: str) -> None:
    assert sheet_column(number) == letters


# ---- what is refused ----


def test_missing_file_folder_and_empty_file_are_told_apart(tmp_path: Path) -> None:
    empty = tmp_path / "空.csv"
    empty.touch()
    for path, error in ((tmp_path / "无.xlsx", FileMissing), (tmp_path, FileUnreadable), (empty, FileEmpty)):
        with pytest.raises(error):
            read_table(path)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), FormatUnsupported),
        (b"PK\x03\x04 cut short", TableBroken),
        (b"\x00\x01\x02", EncodingUnknown),
        (b"\xff\xfe\x00", EncodingUnknown),
        (b" \n \n", FileEmpty),
        (responsibility_docx(RESPONSIBILITY_TABLE), FormatUnsupported),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(tmp_path: Path, data: bytes, error: type[InputError]) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(data)
    with pytest.raises(error) as caught:
        read_responsibility(path)
    assert str(caught.value).count("。") == 1


def test_workbook_that_would_unpack_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "弹.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/worksheets/a.xml", "w") as part:
        for _ in range(210):
            part.write(bytes(1_000_000))
    with pytest.raises(TableBroken, match="太大"):
        read_table(path)


@pytest.mark.parametrize("tenth", range(1, 10))
def test_workbook_cut_short_anywhere_is_refused(tmp_path: Path, tenth: int) -> None:
    data = responsibility_workbook(RESPONSIBILITY_TABLE)
    path = tmp_path / "半.xlsx"
    path.write_bytes(data[: len(data) * tenth // 10])
    with pytest.raises(TableBroken):
        read_table(path)


# ---- the table of who does what by when ----

HEADER = ["编号", "牵头单位", "责任单位", "配合单位", "完成时限"]


def test_written_table_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "责任分工表.xlsx"
    path.write_bytes(responsibility_workbook(RESPONSIBILITY_TABLE))
    rows, faults = read_responsibility(path)
    assert faults == ()
    assert rows == tuple(
        ReturnedRow(
            row=number,
            task=row.task,
            units={
                Role.LEAD: "、".join(row.lead),
                Role.RESPONSIBLE: "、".join(row.responsible),
                Role.COOPERATING: "、".join(row.cooperating),
            },
            due=row.due,
            version=row.version,
        )
        for number, row in enumerate(RESPONSIBILITY_TABLE.rows, 3)
    )


def test_table_with_columns_moved_is_read_by_their_names(tmp_path: Path) -> None:
    path = tmp_path / "责任分工表.xlsx"
    path.write_bytes(responsibility_workbook(RESPONSIBILITY_TABLE))
    workbook = load_workbook(path)
    workbook["责任分工表"].move_range("E2:E4", cols=12)
    workbook.move_sheet("说明", offset=-1)
    moved = tmp_path / "移.xlsx"
    workbook.save(moved)
    assert read_responsibility(moved) == read_responsibility(path)


def test_text_that_looks_like_a_formula_comes_back_as_text(tmp_path: Path) -> None:
    table = replace(RESPONSIBILITY_TABLE, rows=(replace(RESPONSIBILITY_ROW, lead=("=1+1",)),))
    path = tmp_path / "责任分工表.xlsx"
    path.write_bytes(responsibility_workbook(table))
    rows, faults = read_responsibility(path)
    assert (rows[0].units[Role.LEAD], faults) == ("=1+1", ())


def test_days_may_be_dates_texts_or_blank(tmp_path: Path) -> None:
    days = [dt.date(2024, 6, 30), "2024年6月30日", "2024/6/30", None, "  "]
    path = sheet(tmp_path, [HEADER, *([f"2024-0{n}", "甲局", "", "", day] for n, day in enumerate(days, 1))])
    rows, faults = read_responsibility(path)
    day = dt.date(2024, 6, 30)
    assert ([row.due for row in rows], faults) == ([day, day, day, None, None], ())


def test_all_faults_are_told_at_once_by_cell(tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        [
            ["责任分工表"],
            HEADER,
            ["2024-01", "甲局", "", "", "六月底"],
            ["", "乙局", "", "", None],
            ["", " ", None, "", None],
            ["2024-01", "丙局", "", "", None],
        ],
    )
    assert read_responsibility(path)[1] == (
        "责任分工表!E3：“六月底”不是日期，请写成 2024-06-30 的样子",
        "责任分工表!A4：这一行有内容却没有编号，请补上编号或删去这一行",
        "责任分工表!A6：编号 2024-01 与第3行重复，请只留一行",
    )


def test_table_without_a_role_column_is_a_fault_and_gives_no_rows(tmp_path: Path) -> None:
    path = sheet(tmp_path, [["编号", "牵头单位", "责任单位"], ["2024-01", "甲局", "乙局"]])
    assert read_responsibility(path) == ((), ("责任分工表!第1行：表头里没有“配合单位”一列",))


def test_table_without_the_due_column_leaves_days_unset(tmp_path: Path) -> None:
    path = sheet(tmp_path, [HEADER[:4], ["2024-01", "甲局", "乙局", ""]])
    rows, faults = read_responsibility(path)
    assert ([row.due for row in rows], faults) == ([None], ())


def test_header_lower_than_the_tenth_row_is_not_found(tmp_path: Path) -> None:
    path = sheet(tmp_path, [*([f"说明{n}"] for n in range(10)), HEADER, ["2024-01", "甲局", "", "", None]])
    rows, faults = read_responsibility(path)
    assert (rows, len(faults)) == ((), 4)


def test_any_sheet_name_will_do(tmp_path: Path) -> None:
    path = sheet(tmp_path, [HEADER, ["2024-01", "甲局", "", "", "待定"]], title="Sheet1")
    assert read_responsibility(path)[1] == ("Sheet1!E2：“待定”不是日期，请写成 2024-06-30 的样子",)


def test_lone_cell_in_the_last_row_is_told_without_going_through_a_million(tmp_path: Path) -> None:
    path = sheet(tmp_path, [["单位"], ["市司法局"]])
    workbook = load_workbook(path)
    workbook.worksheets[0].cell(1_048_576, 1).value = "远"
    workbook.save(path)
    started = time.process_time()
    with pytest.raises(TableBroken, match="超过 100000 行"):
        read_table(path)
    assert time.process_time() - started < 5  # it took half a minute


def test_blank_rows_between_two_are_passed_over_and_counted(tmp_path: Path) -> None:
    path = sheet(tmp_path, [["单位"], ["市司法局"], *[[]] * 5000, ["市公安局"]])
    assert texts(path) == [(2, {"单位": "市司法局"}), (5003, {"单位": "市公安局"})]
