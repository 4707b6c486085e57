"""Hostile text in every field that somebody types, through every output: each shows it as text."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Planner
from tests.cli.hostile import COMPUTED, CONTROLS, check, fields, html_only, nasty, quoted


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
    said_of = ",".join(quoted(nasty(name)) for name in ("contact", "phone", "email"))
    units.write_text(
        f"单位,简称,联络员,电话,邮箱\n市公安局,{quoted(html_only('short'))},{said_of}\n", encoding="utf-8-sig"
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
    check(path)
    shown = {"annual": {"text"}, "status": {"unit"}, "table": {"unit"}, "material": {"text"}}
    assert shown.get(path.stem, {"body"}) <= fields(path)


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
            check(path)


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
