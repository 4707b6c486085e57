"""Hostile text in every field that somebody types, through every output: each shows it as text."""

import json
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from icalendar import Calendar
from lxml import html
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from tests.cli.conftest import Planner

COMPUTED = "133713"
"""What the template expression in each text would come to."""
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# <<field>>
MARK = re.compile(r"<<(\w+)>>")


def nasty(field: str) -> str:
    """A text that would be a formula, mark-up, a template, a link, a control of the terminal; with the field's name."""
    return (
        f'=HYPERLINK("http://x.invalid/{field}","点")<<{field}>><script>alert("{field}")</script>'
        f"<img src=x onerror=alert(1)>{{{{ 1337*100+13 }}}}{{% raw %}}[字](http://x.invalid) \u202e倒\u202c\t\x1b[2J\x07|*粗*"
    )


@pytest.fixture
def office(planner: Planner, tmp_path: Path) -> Planner:
    """An office whose every text is hostile, with a year of work."""
    plan = f"""青禾市2024年法治建设工作要点

一、规范执法{html_only("section")}

（一）评查案卷{html_only("title")}。每季度至少开展1次案卷评查{html_only("body")}。[责任单位：市司法局、市公安局]

（二）培训人员。加强学习。[责任单位：市公安局]

青禾市司法局
2024年3月8日
"""
    path = tmp_path / "要点.txt"
    path.write_text(plan, encoding="utf-8")
    units = tmp_path / "单位.csv"
    fields = ",".join(quoted(nasty(name)) for name in ("contact", "phone", "email"))
    units.write_text(
        f"单位,简称,联络员,电话,邮箱\n市公安局,{quoted(html_only('short'))},{fields}\n", encoding="utf-8-sig"
    )
    day = ("--as-of", "2024-05-06")
    log = ("progress", "log", "2024-01", "--unit", "市司法局", "--period", "2024Q1")
    said = [word for name in ("text", "problem", "cause", "next", "support") for word in (f"--{name}", nasty(name))]
    for words in (
        ("plan", "import", str(path), "--as-of", "2024-03-11"),
        ("plan", "confirm", "2024", "--as-of", "2024-03-11"),
        ("unit", "import", str(units), *day),
        ("unit", "rename", "市司法局", html_only("unit"), *day),
        (
            *log,
            *said,
            "--figure",
            "<script>alert(1)</script>{{ 1337*100+13 }}<<figure>>=12件",
            "--evidence",
            f"文件:{nasty('evidence')}",
            *day,
        ),
        ("progress", "return", "1", "--reason", nasty("returned"), *day),
        (*log, *said, "--status", "受阻", *day),
        ("progress", "accept", "2", "--reason", nasty("accepted"), *day),
        ("progress", "log", "2024-02", "--unit", "市公安局", "--period", "2024Q1", *said, *day),
        ("task", "extend", "2024-01", "--to", "2025-03-31", "--reason", nasty("extended"), *day),
        ("task", "pause", "2024-02", "--basis", nasty("basis"), *day),
        ("task", "resume", "2024-02", "--basis", nasty("resumed"), *day),
        ("task", "assign", "2024-02", "--unit", "市司法局", "--reason", nasty("assigned"), *day),
        ("progress", "accept", "--all", *day),
    ):
        answer = planner(*words, actor=html_only("actor"))
        assert answer.code == 0, (words[:2], answer.err)
    return planner


def html_only(field: str) -> str:
    """As nasty, for what has to stand on one line without brackets of ours."""
    return f"=1+1<script>alert({field})</script>{{{{ 1337*100+13 }}}}<<{field}>>"


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


OUTPUTS = {
    "ledger.xlsx": ("ledger", "export", "2024Q1"),
    "review.xlsx": ("plan", "review", "2024"),
    "table.xlsx": ("plan", "export", "2024"),
    "material.xlsx": ("report", "material", "2024"),
    "table.docx": ("plan", "export", "2024"),
    "annual.docx": ("report", "annual", "2024"),
    "annual.html": ("report", "annual", "2024"),
    "annual.md": ("report", "annual", "2024"),
    "status.docx": ("report", "status"),
    "status.html": ("report", "status"),
    "status.md": ("report", "status"),
}


@pytest.mark.parametrize("name", list(OUTPUTS))
def test_hostile_text_is_text_in_what_is_written(office: Planner, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    answer = office(*OUTPUTS[name], "-o", str(path), "--as-of", "2024-12-31")
    assert answer.code == 0, answer.err
    _check(path)
    shown = {"annual": {"text"}, "status": {"unit"}, "table": {"unit"}, "material": {"text"}}
    assert shown.get(path.stem, {"body"}) <= _fields(path)


def test_hostile_text_is_text_in_forms_letters_lists_and_calendars(office: Planner, tmp_path: Path) -> None:
    day = ("--as-of", "2024-07-05")
    for words in (
        ("form", "export", "2024Q2", "-o", str(tmp_path / "发出"), *day),
        ("remind", "--all", "--csv", str(tmp_path / "名单.csv"), *day),
        ("remind", "--all", "--ics", str(tmp_path / "日历.ics"), *day),
        ("remind", "--all", "--letters", str(tmp_path / "函"), *day),
        ("audit", "export", "-o", str(tmp_path / "操作记录.zip")),
    ):
        answer = office(*words)
        assert answer.code == 0, (words[:3], answer.err)
    written = [path for path in tmp_path.rglob("*.*") if path.name not in ("要点.txt", "单位.csv", "planner.db")]
    assert {path.suffix for path in written if path.is_file()} >= {".xlsx", ".docx", ".csv", ".ics", ".zip"}
    for path in written:
        if path.is_file():
            _check(path)


@pytest.mark.parametrize(
    "words",
    [
        ("task", "show", "2024-01"),
        ("task", "list"),
        ("plan", "show", "2024"),
        ("unit", "show", "市公安局"),
        ("unit", "list"),
        ("progress", "list"),
        ("progress", "list", "--questions"),
        ("audit", "log"),
        ("status",),
        ("remind", "--all"),
    ],
)
def test_hostile_text_does_nothing_to_a_terminal(office: Planner, words: tuple[str, ...]) -> None:
    answer = office(*words, "--as-of", "2024-12-31")
    assert answer.code == 0
    assert re.search("<script>|http://x.invalid", answer.out)
    assert COMPUTED not in answer.out
    assert not CONTROLS.search(answer.out)
    told = office(*words, "--json", "--as-of", "2024-12-31").out
    assert json.loads(told)
    assert COMPUTED not in told
    assert not CONTROLS.search(told)


# ---- what an output may not hold ----


def _check(path: Path) -> None:
    data = path.read_bytes()
    match path.suffix:
        case ".zip":
            with zipfile.ZipFile(BytesIO(data)) as archive:
                for name in archive.namelist():
                    inside = path.with_name(f"出自-{Path(name).name}")
                    inside.write_bytes(archive.read(name))
                    _check(inside)
        case ".xlsx":
            _check_workbook(data)
        case ".docx":
            _check_docx(data)
        case ".html":
            _check_page(data.decode())
        case ".md":
            _check_page(MarkdownIt("commonmark").enable("table").render(data.decode()))
        case ".csv":
            assert not re.search(r'(?m)(?:^|[,"])[=+@]', data.decode("utf-8-sig")), path
        case ".ics":
            events = Calendar.from_ical(data).walk("VEVENT")
            assert all(set(event) <= _EVENT for event in events)
    assert COMPUTED not in data.decode(errors="replace")


_EVENT = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "TRANSP", "CATEGORIES", "STATUS", "SEQUENCE"}


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


def _check_page(text: str) -> None:
    page: Any = html.fromstring(text)
    assert not any(MARK.search(each.text_content()) or "alert" in each.text_content() for each in page.iter("script"))
    assert not [
        each for each in page.iter() if isinstance(each.tag, str) and any(name.startswith("on") for name in each.attrib)
    ]
    assert not [each for each in page.iter("img") if each.get("src") == "x"]
    assert not [each for each in page.iter("a") if "x.invalid" in (each.get("href") or "")]
    assert COMPUTED not in text


def _fields(path: Path) -> set[str]:
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
