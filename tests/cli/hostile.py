"""Hostile text, and what no output may make of it: a formula, a link, an element, a template's value."""

import csv
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from icalendar import Calendar
from lxml import html
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from tests.cli.conftest import Planner

COMPUTED = "133713"
"""What the template expression in each text would come to."""
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# =1, ＋1 (folded), zero-width space before it, tab
FORMULA = re.compile("[\\s\u200b-\u200f\u202a-\u202e\u2060\ufeff]*[=+@-]")
# <<field>>
MARK = re.compile(r"<<(\w+)>>")


def nasty(field: str) -> str:
    """A text that would be a formula, mark-up, a template, a link, a control of the terminal; with the field's name."""
    return (
        f'=HYPERLINK("http://x.invalid/{field}","点")<<{field}>><script>alert("{field}")</script>'
        f"<img src=x onerror=alert(1)>{{{{ 1337*100+13 }}}}{{% raw %}}[字](http://x.invalid) \u202e倒\u202c\t\x1b[2J\x07|*粗*"
    )


def html_only(field: str) -> str:
    """As nasty, for what has to stand on one line without brackets of ours."""
    return f"=1+1<script>alert({field})</script>{{{{ 1337*100+13 }}}}<<{field}>>"


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


OUTPUTS = {
    "ledger.xlsx": ("ledger", "export", "2024Q2"),
    "review.xlsx": ("plan", "review", "2024"),
    "table.xlsx": ("plan", "export", "2024"),
    "material.xlsx": ("report", "material", "2024"),
    "table.docx": ("plan", "export", "2024"),
    "annual.docx": ("report", "annual", "2024", "--sources"),
    "annual.html": ("report", "annual", "2024", "--sources"),
    "annual.md": ("report", "annual", "2024", "--sources"),
    "status.docx": ("report", "status"),
    "status.html": ("report", "status"),
    "status.md": ("report", "status"),
}
"""What is written of an office into one file, by the file's name."""


def written(planner: Planner, name: str, folder: Path) -> set[str]:
    """The hostile fields that stand in an output, which is checked; a report's list of sources and its data too."""
    day, path, data = ("--as-of", "2024-12-31"), folder / f"出-{name}", folder / f"数据-{name}.json"
    sources = folder / f"出处-{name}"
    for further in (sources, data) if name.startswith("annual") else (None,):
        more = ("--sources-file", str(further)) if further else ()
        answer = planner(*OUTPUTS[name], "-o", str(path), *more, *day)
        assert answer.code == 0, (name, answer.err)
        for each in (path, further) if further else (path,):
            check(each)
    return fields(path)


def written_to_units(planner: Planner, folder: Path, period: str, *day: str) -> None:
    """What goes out to many, and the log, all checked: forms, a list, a calendar, letters, an archive."""
    for words in (
        ("form", "export", period, "-o", str(folder / "发出"), "--return-by", "2025-01-10", *day),
        ("remind", "--all", "--csv", str(folder / "名单.csv"), *day),
        ("remind", "--all", "--ics", str(folder / "日历.ics"), *day),
        ("remind", "--all", "--letters", str(folder / "函"), *day),
        ("audit", "export", "-o", str(folder / "操作记录.zip")),
    ):
        answer = planner(*words)
        assert answer.code == 0, (words[:3], answer.err)
    found = [path for path in folder.rglob("*.*") if path.is_file()]
    assert {path.suffix for path in found} == {".xlsx", ".docx", ".csv", ".ics", ".zip"}
    for path in found:
        check(path)


def shown(planner: Planner, *words: str) -> None:
    """A command prints hostile text as text, on the terminal and as JSON."""
    for more in ((), ("--json",)):
        answer = planner(*words, *more, "--as-of", "2024-12-31")
        assert answer.code == 0, answer.err
        assert re.search("<script>|x.invalid", answer.out)
        assert COMPUTED not in answer.out
        assert not CONTROLS.search(answer.out)
        assert not more or answer.json


# ---- what an output may not hold ----


def check(path: Path) -> None:
    data = path.read_bytes()
    match path.suffix:
        case ".zip":
            with zipfile.ZipFile(BytesIO(data)) as archive:
                for name in archive.namelist():
                    inside = path.with_name(f"出自-{Path(name).name}")
                    inside.write_bytes(archive.read(name))
                    check(inside)
        case ".xlsx":
            _check_workbook(data)
        case ".docx":
            _check_docx(data)
        case ".html":
            _check_page(data.decode())
        case ".md":
            _check_page(MarkdownIt("commonmark").enable("table").render(data.decode()))
        case ".csv":
            cells = [cell for row in csv.reader(data.decode("utf-8-sig").splitlines(keepends=True)) for cell in row]
            assert not [cell for cell in cells if FORMULA.match(unicodedata.normalize("NFKC", cell))], path
        case ".ics":
            assert all(len(line) <= 75 for line in data.split(b"\r\n")), path
            assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", data.replace(b"\r\n", b""))
            events = Calendar.from_ical(data).walk("VEVENT")
            assert all(set(event) <= EVENT for event in events)
    assert COMPUTED not in data.decode(errors="replace")


EVENT = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "TRANSP", "CATEGORIES", "STATUS", "SEQUENCE"}


def _check_workbook(data: bytes) -> None:
    book = load_workbook(BytesIO(data), rich_text=True)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert not (cell.data_type == "f" and MARK.search(str(cell.value))), cell
                assert not (cell.hyperlink and "x.invalid" in str(cell.hyperlink.target)), cell
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not any(b"x.invalid" in part for name, part in parts.items() if name.endswith(".rels"))
    assert not any(re.search(rb"<f>[^<]*&lt;&lt;", part) for part in parts.values())
    assert not any(COMPUTED.encode() in part for part in parts.values())


def _check_docx(data: bytes) -> None:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not any(b"x.invalid" in part for name, part in parts.items() if name.endswith(".rels"))
    assert not any(COMPUTED.encode() in part for part in parts.values())
    assert Document(BytesIO(data)).paragraphs
    instructions = [each for part in parts.values() for each in re.findall(rb"<w:instrText[^>]*>([^<]*)", part)]
    assert not [each for each in instructions if b"x.invalid" in each or b"&lt;&lt;" in each]
    assert not any(b"<w:fldSimple" in part for part in parts.values())


def _check_page(text: str) -> None:
    page: Any = html.fromstring(text)
    assert not any(MARK.search(each.text_content()) or "alert" in each.text_content() for each in page.iter("script"))
    assert not [
        each for each in page.iter() if isinstance(each.tag, str) and any(name.startswith("on") for name in each.attrib)
    ]
    assert not [each for each in page.iter("img") if each.get("src") == "x"]
    assert not [each for each in page.iter("a") if "x.invalid" in (each.get("href") or "")]
    assert COMPUTED not in text


def fields(path: Path) -> set[str]:
    return set(MARK.findall("\n".join(_texts(path))))


def _texts(path: Path) -> Iterator[str]:
    match path.suffix:
        case ".xlsx":
            for sheet in load_workbook(path).worksheets:
                yield from (str(cell.value) for row in sheet.iter_rows() for cell in row)
        case ".docx":
            found = Document(str(path))
            yield from (p.text for p in found.paragraphs)
            yield from (cell.text for table in found.tables for row in table.rows for cell in row.cells)
        case ".md":
            yield _shown(MarkdownIt("commonmark").enable("table").render(path.read_text(encoding="utf-8")))
        case _:
            yield _shown(path.read_text(encoding="utf-8"))


def _shown(page: str) -> str:
    found: Any = html.fromstring(page)
    return str(found.text_content())
