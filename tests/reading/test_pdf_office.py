"""PDFs that LibreOffice made: what comes back is what their sources say, paragraph by paragraph, cell by cell."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from planner.domain.document import Document, LeftOut
from planner.errors import DocumentLocked
from planner.reading.pdf.reader import read_pdf

FOLDER = Path(__file__).parent / "pdf"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
BODY = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}text"


def read(name: str) -> Document:
    path = FOLDER / f"{name}.pdf"
    return read_pdf(path, path.read_bytes())


def source_lines(name: str) -> list[str]:
    """The source's paragraphs and rows, without footnotes."""
    root = etree.parse(FOLDER / f"{name}.fodt").getroot()
    etree.strip_elements(root, f"{TEXT}note", with_tail=False)
    body = next(root.iter(BODY))
    return list(_lines(body))


def _lines(parent: etree._Element) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{TEXT}p":
            yield _words(child)
        elif child.tag == f"{TABLE}table":
            yield from ("\t".join(map(_cell, row)) for row in child.iter(f"{TABLE}table-row"))
        elif child.tag == f"{TEXT}section":
            yield from _lines(child)


def _words(paragraph: etree._Element) -> str:
    return "".join(map(str, paragraph.itertext()))


def _cell(cell: etree._Element) -> str:
    return " ".join(map(_words, cell.iter(f"{TEXT}p")))


@pytest.mark.parametrize("name", ["notice", "flush", "table", "notes"])
def test_text_is_that_of_the_source(name: str) -> None:
    assert read(name).text.split("\n") == source_lines(name)


def test_columns_are_read_one_after_the_other() -> None:
    lines, source = read("columns").text.split("\n"), source_lines("columns")
    assert [line for line in lines if line != "本期完。"] == [line for line in source if line != "本期完。"]


def test_page_furniture_is_told() -> None:
    assert read("notice").left_out == (LeftOut("页眉", "云溪市养护简报 第7期"), LeftOut("页码", "— 1 — … — 3 —"))
    assert read("flush").left_out == (LeftOut("页码", "第 1 页 共 2 页 … 第 2 页 共 2 页"),)


def test_headers_of_odd_and_even_pages_and_footnotes_are_told() -> None:
    told = read("notes").left_out
    assert [out for out in told if out.what != "脚注"] == [
        LeftOut("页眉", "云溪市养护手册"),
        LeftOut("页眉", "第二编 果园"),
        LeftOut("页码", "1 … 5"),
    ]
    notes = [out.text for out in told if out.what == "脚注"]
    assert [note.partition("指")[0].strip() for note in notes] == [str(k + 1) for k in range(12)]


def test_repeated_header_of_a_table_is_told_once() -> None:
    repeated = [out.text for out in read("table").left_out if out.what == "重复的表头"]
    assert repeated == ["序号\t类别\t工作任务\t责任分工\t\t完成时限", "\t\t\t牵头单位\t配合单位\t"]


def test_merged_cells_hold_over_page_breaks() -> None:
    document = read("table")
    starts = _cell_starts(document.text)
    held = {starts[c.at]: c.of.of(document.text) for c in document.continued}
    kinds = {(row, 1): f"第{'一二三四五六七'[(row - 3) // 3]}类事项" for row in range(3, 24) if (row - 3) % 3}
    header = {(1, 4): "责任分工", (2, 0): "序号", (2, 1): "类别", (2, 2): "工作任务", (2, 5): "完成时限"}
    assert held == header | kinds


def _cell_starts(text: str) -> dict[int, tuple[int, int]]:
    """Each cell's offset → its line and column."""
    found, at = {}, 0
    for r, line in enumerate(text.split("\n")):
        for c, cell in enumerate(line.split("\t")):
            found[at] = (r, c)
            at += len(cell) + 1
    return found


def test_password_to_open_is_refused_and_one_to_change_is_not() -> None:
    with pytest.raises(DocumentLocked):
        read("locked")
    assert read("owned").text == "云溪市灯塔养护安排\n全市灯塔逐座登记，6月底前完成。"
