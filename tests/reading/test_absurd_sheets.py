"""Workbooks made to take all memory or all day: each is told in a sentence, whoever reads it."""

import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from planner.domain.forms import Fault, Place
from planner.errors import DocumentTooLarge, InputError
from planner.output.form_marked import marked_form
from planner.reading import read_document
from planner.reading.forms import read_form
from planner.reading.tables import read_book, read_table

SHEET, WORDS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
MAIN, RELATIONS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@cache
def parts() -> Mapping[str, bytes]:
    """The parts of a good small workbook."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in (["单位", "简称"], ["市司法局", "司法局"]):
        sheet.append(row)
    file = BytesIO()
    workbook.save(file)
    with zipfile.ZipFile(file) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    link = f'<Relationship Id="rId99" Type="{OFFICE}/sharedStrings" Target="/{WORDS}"/>'
    found[RELATIONS] = found[RELATIONS].replace(b"</Relationships>", f"{link}</Relationships>".encode())
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = f'<Override PartName="/{WORDS}" ContentType="{kind}"/>'
    found[TYPES] = found[TYPES].replace(b"</Types>", f"{part}</Types>".encode())
    words = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>甲</t></si></sst>'
    return found | {WORDS: words.encode()}


def packed(changed: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts(), **changed}.items():
            archive.writestr(name, content)
    return file.getvalue()


def within(part: str, tag: str, content: bytes, *, before: bool = False) -> bytes:
    """A workbook with so much more at the end of an element, or before it begins."""
    mark = f"<{tag}" if before else f"</{tag}>"
    whole = parts()[part]
    assert mark.encode() in whole
    return packed({part: whole.replace(mark.encode(), content + mark.encode(), 1)})


def in_utf_7(part: bytes) -> bytes:
    """A part that says to be in UTF-7, in which +ADw- is a tag's beginning."""
    return b'<?xml version="1.0" encoding="UTF-7"?>' + part.partition(b"?>")[2]


XFS = b"+ADw-xf/>" * 4_000_000 + b"</cellXfs>"


def same_part_many_times() -> bytes:
    """Sheets that all are one part: each is read anew, whatever the zip unpacks to."""
    sheets = "".join(f'<sheet name="表{k}" sheetId="{k}" r:id="rId{k}"/>' for k in range(100, 400))
    links = "".join(f'<Relationship Id="rId{k}" Target="/{SHEET}" Type="{OFFICE}/worksheet"/>' for k in range(100, 400))
    found = parts()
    main = found[MAIN].replace(b"<workbook ", f'<workbook xmlns:r="{OFFICE}" '.encode())
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (k, k) for k in range(3, 20_000))
    return packed(
        {
            MAIN: main.replace(b"</sheets>", sheets.encode() + b"</sheets>"),
            RELATIONS: found[RELATIONS].replace(b"</Relationships>", links.encode() + b"</Relationships>"),
            SHEET: found[SHEET].replace(b"</sheetData>", rows + b"</sheetData>"),
        }
    )


def words_said_again() -> bytes:
    """A text that is to be changed wherever it is shown, so that each cell has one of its own."""
    text = b"_x000D_\n" + "字".encode() * 30_000
    found = parts()
    words = found[WORDS].replace(b"</sst>", b"<si><t>" + text + b"</t></si></sst>")
    last = words.count(b"<si>") - 1
    rows = b"".join(b'<row r="%d">' % r + b'<c t="s"><v>%d</v></c>' % last * 90 + b"</row>" for r in range(3, 900))
    return packed({WORDS: words, SHEET: found[SHEET].replace(b"</sheetData>", rows + b"</sheetData>")})


BOMBS: dict[str, Callable[[], bytes]] = {
    "cells of one row": lambda: within(SHEET, "sheetData", b'<row r="3">' + b"<c/>" * 4_000_000 + b"</row>"),
    "unknown tags": lambda: within(SHEET, "sheetData", b"<x/>" * 4_000_000, before=True),
    "attributes": lambda: within(
        SHEET, "sheetData", b'<row r="3">' + b'<c a="" b="" c="" d="" e=""/>' * 700_000 + b"</row>"
    ),
    "styles": lambda: within(STYLES, "cellXfs", b"<xf/>" * 4_000_000),
    "defined names": lambda: within(MAIN, "sheets", b"<x/>" * 4_000_000, before=True),
    "words": lambda: within(WORDS, "sst", b"<si/>" * 4_000_000),
    "tags written otherwise": lambda: packed({STYLES: in_utf_7(parts()[STYLES].replace(b"</cellXfs>", XFS))}),
    "one part": same_part_many_times,
    "one text": words_said_again,
}


@cache
def made(name: str) -> bytes:
    """One of them, packed once for all who read it."""
    return BOMBS[name]()


@pytest.fixture(params=list(BOMBS))
def bomb(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Each of them in turn, as a small file."""
    path = tmp_path / "表.xlsx"
    path.write_bytes(made(request.param))
    assert path.stat().st_size < 1_000_000
    return path


@pytest.mark.parametrize("read", [read_document, read_table, read_book])
def test_workbook_that_would_take_all_memory_is_refused(bomb: Path, read: Callable[[Path], object]) -> None:
    with pytest.raises(InputError) as told:
        read(bomb)
    assert str(told.value).endswith("。")


def test_form_that_would_take_all_memory_is_told(bomb: Path) -> None:
    form = read_form("表.xlsx", bomb.read_bytes())
    assert (len(form.faults), form.rows) == (1, ())
    assert form.faults[0].message.startswith(("内容太多（", "内容损坏"))


def test_sheet_of_very_many_blank_rows_is_read(tmp_path: Path) -> None:
    rows = b"".join(b'<row r="%d" ht="14"/>' % number for number in range(3, 200_000))
    path = tmp_path / "表.xlsx"
    path.write_bytes(within(SHEET, "sheetData", rows))
    assert "市司法局\t司法局" in read_document(path).text


def test_more_rows_than_excel_has_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(within(SHEET, "sheetData", b"<row/>" * 1_100_000))
    with pytest.raises(DocumentTooLarge, match="比 Excel 能有的行还多"):
        read_document(path)


@pytest.mark.parametrize("read", [read_table, read_book])
def test_row_whose_number_no_sheet_has_is_not_counted_up_to(tmp_path: Path, read: Callable[[Path], object]) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(within(SHEET, "sheetData", b'<row r="4294967296"><c r="A4294967296"><v>1</v></c></row>'))
    with pytest.raises(InputError, match="内容损坏"):
        read(path)


@pytest.mark.parametrize("read", [read_table, read_book])
def test_style_with_a_number_that_fits_nowhere_is_told(tmp_path: Path, read: Callable[[Path], object]) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(packed({STYLES: parts()[STYLES].replace(b'numFmtId="0"', b'numFmtId="4294967296"')}))
    with pytest.raises(InputError, match="内容损坏"):
        read(path)


@pytest.mark.parametrize("read", [read_table, read_book])
def test_named_style_that_is_not_there_is_told_by_us_alone(
    tmp_path: Path, read: Callable[[Path], object], capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(packed({STYLES: parts()[STYLES].replace(b"cellStyleXfs", b"cellStyleXfz")}))
    with pytest.raises(InputError, match="内容损坏"):
        read(path)
    assert capsys.readouterr() == ("", "")


def test_document_of_millions_of_words_is_refused_before_it_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "要点.txt"
    path.write_text("一、做好日常工作。\n" * 100_000, encoding="utf-8")
    with pytest.raises(DocumentTooLarge, match="超过 50 万字"):
        read_document(path)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16le", "utf-16be"])
def test_form_whose_merges_are_written_otherwise_is_not_opened_to_be_marked(encoding: str) -> None:
    merges = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    merged = parts()[SHEET].decode().replace("<pageMargins", f"{merges}<pageMargins")
    sheet = f'<?xml version="1.0" encoding="{encoding}"?>{merged}'.encode(encoding)
    assert marked_form(packed({SHEET: sheet}), [Fault(Place(), "坏")]) is None


OF_NO_CELLS = ("A:C", "3:4", "A:C6", "A1:B2:C3")


@pytest.mark.parametrize("merged", ["A1:XFD1048576", "$A$1:$XFD$1048576", "&#65;1:XFD1048576", *OF_NO_CELLS])
def test_form_with_a_merge_over_all_or_of_nothing_is_not_opened_to_be_marked(merged: str) -> None:
    data = within(SHEET, "pageMargins", f'<mergeCells><mergeCell ref="{merged}"/></mergeCells>'.encode(), before=True)
    assert marked_form(data, [Fault(Place(), "坏")]) is None


def test_form_with_a_merge_is_marked() -> None:
    data = within(SHEET, "pageMargins", b"<mergeCells><mergeCell ref='A4:C6'/></mergeCells>", before=True)
    assert marked_form(data, [Fault(Place(), "坏")]) is not None
