"""Hostile text in every field that somebody types, through every output: each shows it as text."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Planner, run
from tests.cli.hostile import CONTROLS, OUTPUTS, html_only, nasty, quoted, shown, written, written_to_units
from tests.databases import lay


@pytest.fixture
def office(planner: Planner, one_url: str, worked: str) -> Planner:
    """An office whose every text is hostile, with a year of work."""
    lay(worked, one_url)
    return planner


@pytest.fixture(scope="session")
def worked(one_template: str, one_more: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Its database, that the tests begin with."""
    url, folder = one_more(), tmp_path_factory.mktemp("hostile")
    lay(one_template, url)
    plan = f"""青禾市2024年法治建设工作要点

一、规范执法{html_only("section")}

（一）评查案卷{html_only("title")}。每季度至少开展1次案卷评查{html_only("body")}。[责任单位：市司法局、市公安局]

（二）培训人员。加强学习。[责任单位：市公安局，各县（市、区）政府]

青禾市司法局
2024年3月8日
"""
    path = folder / "要点.txt"
    path.write_text(plan, encoding="utf-8")
    units = folder / "单位.csv"
    said_of = ",".join(quoted(nasty(name)) for name in ("contact", "phone", "email"))
    units.write_text(
        f"单位,简称,联络员,电话,邮箱\n市公安局,{quoted(html_only('short'))},{said_of}\n", encoding="utf-8-sig"
    )
    roster = folder / "名册.txt"
    roster.write_text(f"东桥县政府{html_only('member')}\n", encoding="utf-8")
    day = ("--as-of", "2024-05-06")
    log = ("progress", "log", "2024-01", "--unit", "市司法局", "--period", "2024Q1")
    said = [word for name in ("text", "problem", "cause", "next", "support") for word in (f"--{name}", nasty(name))]
    for words in (
        ("plan", "import", str(path), "--as-of", "2024-03-11"),
        ("plan", "confirm", "2024", "--as-of", "2024-03-11"),
        ("unit", "import", str(units), *day),
        ("unit", "rename", "市司法局", html_only("unit"), *day),
        ("unit", "members", "各县（市、区）政府", "--set", str(roster), *day),
        ("task", "mark", "2024-01.1", "--owner", "市公安局", "--owner", html_only("unit"), *day),
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
        answer = run(url, html_only("actor"), words)
        assert answer.code == 0, (words[:2], answer.err)
    return url


SHOWN = {
    "annual": {"text"},
    "status": {"unit", "member"},
    "ledger": {"body", "unit", "member"},
    "table": {"unit"},
    "material": {"text"},
}


@pytest.mark.parametrize("name", list(OUTPUTS))
def test_hostile_text_is_text_in_what_is_written(office: Planner, tmp_path: Path, name: str) -> None:
    assert SHOWN.get(Path(name).stem, {"body"}) <= written(office, name, tmp_path)


def test_hostile_text_is_text_in_forms_letters_lists_and_calendars(office: Planner, tmp_path: Path) -> None:
    written_to_units(office, tmp_path / "出", "2024Q2", "--as-of", "2024-07-05")


@pytest.mark.parametrize(
    "words",
    [
        ("task", "show", "2024-01"),
        ("task", "list"),
        ("plan", "show", "2024"),
        ("unit", "show", "市公安局"),
        ("unit", "list"),
        ("unit", "members", "各县（市、区）政府"),
        ("progress", "list"),
        ("progress", "list", "--questions"),
        ("audit", "log"),
        ("status",),
        ("remind", "--all"),
    ],
)
def test_hostile_text_does_nothing_to_a_terminal(office: Planner, words: tuple[str, ...]) -> None:
    shown(office, *words)


@pytest.mark.parametrize(
    "words",
    [
        ("task", "mark", "2024-01.1", "--owner"),
        ("task", "show"),
        ("unit", "show"),
        ("unit", "members"),
        ("unit", "members", "各县（市、区）政府", "--set"),
        ("report", "annual", "2024", "-o"),
        ("report", "annual", "2024", "-o", "年报.md", "--sources-file"),
    ],
)
def test_hostile_word_does_nothing_in_a_refusal(office: Planner, words: tuple[str, ...]) -> None:
    answer = office(*words, nasty("word").replace("/", ""))  # a slash would name a folder
    assert (answer.code, answer.out) in ((1, ""), (2, ""))
    assert "<<word>>" in answer.err
    assert not CONTROLS.search(answer.err)
