"""What a file points to outside itself, runs or carries within is not fetched, run or read: only its own words are."""

import socket
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from planner.domain.forms import Fault, Place
from planner.output.form_marked import marked_form
from planner.reading import read_document
from planner.reading.docx.reader import read_docx
from planner.reading.forms import read_form
from planner.reading.tables import read_book, read_table
from tests.reading.form_returns import sent
from tests.reading.word_files import PATH, RELATIONSHIPS, paragraph, word

ELSEWHERE = "别处的文字"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
Made = Callable[[bytes, str], bytes]


@pytest.fixture
def address() -> Iterator[str]:
    """An address at which somebody listens; nobody may have called in the end."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x"
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()


def repacked(data: bytes, added: Mapping[str, str | bytes], *, within: Mapping[str, tuple[str, str]]) -> bytes:
    """A package with parts added, and with words put before a mark within others."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as package, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for name in package.namelist():
            part = package.read(name)
            mark, more = within.get(name, ("", ""))
            assert mark.encode() in part, name
            written.writestr(name, part.replace(mark.encode(), (more + mark).encode(), 1) if mark else part)
        for name, content in added.items():
            written.writestr(name, content)
    return file.getvalue()


def relations(*rows: tuple[str, str, str]) -> str:
    return "".join(
        f'<Relationship Id="rIdX{k}" Type="{RELATIONSHIPS}/{kind}" Target="{target}"{more}/>'
        for k, (kind, target, more) in enumerate(rows)
    )


def listed(inside: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def override(part: str, kind: str) -> str:
    name = f"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"
    return f'<Override PartName="/{part}" ContentType="{name}"/>'


OUTSIDE = ' TargetMode="External"'


def with_another_book(data: bytes, address: str) -> bytes:
    """A workbook that refers to one elsewhere, of which it keeps a cell."""
    book = (
        f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{RELATIONSHIPS}" r:id="rIdX0"><sheetNames>'
        '<sheetName val="表"/></sheetNames><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1" t="str">'
        f"<v>{ELSEWHERE}</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>"
    )
    return repacked(
        data,
        {
            "xl/externalLinks/externalLink1.xml": book,
            "xl/externalLinks/_rels/externalLink1.xml.rels": listed(relations(("externalLinkPath", address, OUTSIDE))),
        },
        within={
            "xl/_rels/workbook.xml.rels": (
                "</Relationships>",
                relations(("externalLink", "externalLinks/externalLink1.xml", "")),
            ),
            "xl/workbook.xml": (
                "<calcPr",
                f'<externalReferences xmlns:r="{RELATIONSHIPS}"><externalReference r:id="rIdX0"/></externalReferences>',
            ),
            "[Content_Types].xml": ("</Types>", override("xl/externalLinks/externalLink1.xml", "externalLink")),
        },
    )


def with_connections(data: bytes, address: str) -> bytes:
    """A workbook that fetches its data from elsewhere as it is opened."""
    connections = (
        f'<connections xmlns="{MAIN}"><connection id="1" name="{ELSEWHERE}" type="4" refreshOnLoad="1"'
        f' refreshedVersion="6"><webPr url="{address}" htmlTables="1"/></connection></connections>'
    )
    return repacked(
        data,
        {"xl/connections.xml": connections},
        within={
            "xl/_rels/workbook.xml.rels": ("</Relationships>", relations(("connections", "connections.xml", ""))),
            "[Content_Types].xml": ("</Types>", override("xl/connections.xml", "connections")),
        },
    )


def with_macros_and_objects(data: bytes, address: str) -> bytes:
    """A workbook with a program and with another file in it."""
    return repacked(
        data,
        {"xl/vbaProject.bin": f"{ELSEWHERE}{address}".encode(), "xl/embeddings/oleObject1.bin": ELSEWHERE.encode()},
        within={
            "xl/_rels/workbook.xml.rels": (
                "</Relationships>",
                relations(("vbaProject", "vbaProject.bin", ""), ("oleObject", "embeddings/oleObject1.bin", "")),
            ),
            "[Content_Types].xml": ("</Types>", '<Default Extension="bin" ContentType="application/octet-stream"/>'),
        },
    )


BOOKS: dict[str, Made] = {
    "another book": with_another_book,
    "connections": with_connections,
    "macros and objects": with_macros_and_objects,
}


@pytest.mark.parametrize("made", list(BOOKS))
def test_workbook_says_what_it_says_without_what_is_elsewhere(tmp_path: Path, address: str, made: str) -> None:
    plain, other = tmp_path / "甲" / "表.xlsx", tmp_path / "乙" / "表.xlsx"
    for path, data in (plain, sent()), (other, BOOKS[made](sent(), address)):
        path.parent.mkdir()
        path.write_bytes(data)
    assert read_document(other).text == read_document(plain).text
    assert read_book(other) == read_book(plain)
    assert read_table(other).rows == read_table(plain).rows
    form = read_form("表.xlsx", other.read_bytes())
    assert replace(form, sha256="") == replace(read_form("表.xlsx", sent()), sha256="")
    assert marked_form(other.read_bytes(), [Fault(Place(), "坏")])


def test_document_says_what_it_says_without_what_is_elsewhere(address: str) -> None:
    """A template, a picture, a page and a field, all of them elsewhere."""
    field = f'<w:fldSimple w:instr=" INCLUDETEXT &quot;{address}&quot; "><w:r><w:t>抓好落实。</w:t></w:r></w:fldSimple>'
    body = f'{paragraph("一、加强领导。", field)}<w:altChunk xmlns:r="{RELATIONSHIPS}" r:id="rIdX1"/>'
    data = repacked(
        word(body, settings="<w:x/>"),
        {
            "word/_rels/settings.xml.rels": listed(relations(("attachedTemplate", address, OUTSIDE))),
            "word/embeddings/oleObject1.bin": ELSEWHERE,
        },
        within={
            "word/_rels/document.xml.rels": (
                "</Relationships>",
                relations(
                    ("image", address, OUTSIDE),
                    ("aFChunk", address, OUTSIDE),
                    ("header", address, OUTSIDE),
                    ("styles", address, OUTSIDE),
                    ("oleObject", "embeddings/oleObject1.bin", ""),
                ),
            )
        },
    )
    document = read_docx(PATH, data)
    assert document.text.split() == ["一、加强领导。抓好落实。"]
    assert [(left.what, left.text) for left in document.left_out] == [("嵌入的文件", "oleObject1.bin")]


def test_page_says_what_it_says_without_what_is_elsewhere(tmp_path: Path, address: str) -> None:
    path = tmp_path / "要点.html"
    path.write_text(
        f'<!DOCTYPE html PUBLIC "x" "{address}"><html><head><meta charset="utf-8"><base href="{address}">'
        f'<meta http-equiv="refresh" content="0;url={address}"><link rel="stylesheet" href="{address}">'
        f'<script src="{address}">{ELSEWHERE}</script></head><body><p>一、加强领导。</p><img src="{address}">'
        f'<iframe src="{address}"></iframe><object data="{address}"></object><embed src="{address}"></body></html>',
        encoding="utf-8",
    )
    assert read_document(path).text.split() == ["一、加强领导。"]
