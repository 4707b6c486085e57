"""Tables whose cells commas part: read like a sheet, and as text where they are no table."""

from pathlib import Path

import pytest

from planner.domain.document import Document
from planner.errors import EncodingUnknown, TaskColumnMissing
from planner.extraction.pipeline import read_plan
from planner.reading import read_document

ROWS = '序号,工作任务,责任单位,完成时限\n1,修订办法,"市司法局，市财政局",6月底\n2,"印发细则\n及说明",市审计局,\n'


def read(folder: Path, data: bytes, name: str = "分解表.csv") -> Document:
    path = folder / name
    path.write_bytes(data)
    return read_document(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_table_is_read_like_a_sheet(tmp_path: Path, encoding: str) -> None:
    document = read(tmp_path, ROWS.encode(encoding))
    assert (document.format, document.text) == (
        "csv",
        "序号\t工作任务\t责任单位\t完成时限\n1\t修订办法\t市司法局，市财政局\t6月底\n2\t印发细则 及说明\t市审计局\t\n",
    )
    assert [(t.number, t.title, [u.name for u in t.units]) for t in read_plan(document).tasks] == [
        ("1", "修订办法", ["市司法局", "市财政局"]),
        ("2", "印发细则及说明", ["市审计局"]),
    ]


def test_title_above_the_table_is_a_line(tmp_path: Path) -> None:
    title = "云溪市2024年任务分解表"
    assert read_plan(read(tmp_path, f"{title},,,\n{ROWS}".encode())).title == title


@pytest.mark.parametrize("parting", ["\t", ";"])
def test_tabs_and_semicolons_part_cells_as_well(tmp_path: Path, parting: str) -> None:
    rows = "序号,工作任务\n1,修订办法\n"
    assert read(tmp_path, rows.replace(",", parting).encode()).text == "序号\t工作任务\n1\t修订办法\n"


@pytest.mark.parametrize(
    "text",
    [
        "云溪市要点\n一、做好甲，做好乙。\n二、做好丙。\n",
        "一行,两格\n",
        "甲,乙\n丙\n丁\n戊,己,庚\n",
        '甲,乙\n丙,"' + "丁" * 200_000,
    ],
)
def test_lines_that_are_no_rows_stay_text(tmp_path: Path, text: str) -> None:
    document = read(tmp_path, text.encode())
    assert (document.format, document.text) == ("txt", text)


def test_table_in_a_file_of_another_name_stays_text(tmp_path: Path) -> None:
    assert read(tmp_path, ROWS.encode(), "分解表.txt").format == "txt"


def test_table_without_a_task_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TaskColumnMissing, match="表头是：序号、名字、金额"):
        read_plan(read(tmp_path, "序号,名字,金额\n1,甲,3\n2,乙,4\n".encode()))


def test_bytes_of_no_encoding_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EncodingUnknown):
        read(tmp_path, b"\xff\xff\x81\xff,\xff\n\xff\xff,\xff\n")
