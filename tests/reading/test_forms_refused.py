"""What is told of files that are no form, or hold far too much."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from planner.reading.forms import read_form
from tests.reading.form_returns import NAME, read, sent, table, taken, told
from tests.reading.test_kinds import compound


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


def test_xls_renamed_to_xlsx_is_told_by_its_content() -> None:
    data = (Path(__file__).parent / "xls" / "cells.xls").read_bytes()
    assert told(read_form(NAME, data)) == ["里面没有填报表（没有带“编号”、“本期进展”两列的表头），请交回发出的那份表格"]
