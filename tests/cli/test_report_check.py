"""planner report check: what it prints, what programs read, and when it exits 1."""

from pathlib import Path

import pytest

from tests.cli.conftest import Planner
from tests.extraction.report_sample import CLEAN

FAULTY = CLEAN.replace("行政规范性文件31件", "行政规范性文件30件").replace(
    "线上预约，", "线上预约（电话13800001111），"
)
SUM = "36件，其中政府规章5件、行政规范性文件30件"
SUM_TOLD = f"“一”部分（一）“{SUM}”：分项5＋30＝35件，与总数36件不符，请核对。"
PHONE_TOLD = "“一”部分（二）有电话号码“13800001111”，公开前请删去，或改用公开的服务热线。"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report with two faults."""
    path = tmp_path / "报告.txt"
    path.write_text(FAULTY, encoding="utf-8")
    return path


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    """A report with none."""
    path = tmp_path / "好报告.txt"
    path.write_text(CLEAN, encoding="utf-8")
    return path


def test_a_report_in_order_is_told_so(planner: Planner, clean: Path) -> None:
    answer = planner("report", "check", str(clean))

    assert (answer.code, answer.out, answer.err) == (0, "“好报告.txt”（2024年度）没有发现问题。\n", "")


def test_findings_are_listed_with_their_lines(planner: Planner, report: Path) -> None:
    answer = planner("report", "check", str(report))

    assert answer.code == 1
    assert answer.err == ""
    lines = "".join(line.strip() for line in answer.out.splitlines())
    assert lines == (f"“报告.txt”（2024年度）发现 2 处，请逐处核对：1. 第7行 {SUM_TOLD}2. 第9行 {PHONE_TOLD}")


def test_programs_read_findings_only(planner: Planner, report: Path, clean: Path) -> None:
    answer = planner("report", "check", str(report), "--json")

    assert answer.code == 1
    assert answer.json == {
        "findings": [
            {
                "code": "sum_wrong",
                "part": "1",
                "message": SUM_TOLD,
                "span": [FAULTY.index(SUM), FAULTY.index("件。对截至") + 1],
            },
            {
                "code": "phone",
                "part": "1",
                "message": PHONE_TOLD,
                "span": [FAULTY.index("138"), FAULTY.index("138") + 11],
            },
        ]
    }
    assert planner("report", "check", str(clean), "--json").json == {"findings": []}


def test_the_text_that_spans_count_in_is_printed_on_request(planner: Planner, report: Path) -> None:
    answer = planner("report", "check", str(report), "--json", "--with-text").json

    assert [answer["text"][slice(*finding["span"])] for finding in answer["findings"]] == [SUM, "13800001111"]


def test_what_is_missing_has_no_span(planner: Planner, tmp_path: Path) -> None:
    path = tmp_path / "短.txt"
    path.write_text(CLEAN[: CLEAN.index("四、2025年")], encoding="utf-8")

    assert planner("report", "check", str(path), "--json").json["findings"] == [
        {
            "code": "part_missing",
            "part": "4",
            "message": "没有第四部分“下一年度主要安排”，请补写一个部分。",
            "span": None,
        }
    ]


def test_sentences_of_last_year_are_told(planner: Planner, clean: Path, report: Path) -> None:
    found = planner("report", "check", str(clean), "--previous", str(report), "--json").json["findings"]

    assert {finding["code"] for finding in found} == {"repeated"}


def test_a_year_can_be_given(planner: Planner, clean: Path) -> None:
    answer = planner("report", "check", str(clean), "--year", "2023")

    assert answer.code == 1
    assert "（2023年度）" in answer.out


def test_our_report_is_compared_with_the_ledger_of_its_plan(confirmed: Planner, tmp_path: Path) -> None:
    said = ("--unit", "市司法局", "--period", "2024Q4", "--text", "评查执法案卷136宗。", "--as-of", "2025-01-06")
    assert confirmed("progress", "log", "2024-03", *said).code == 0
    assert confirmed("progress", "accept", "--all", "--as-of", "2025-01-07").code == 0
    path = tmp_path / "报告.md"
    confirmed("report", "annual", "2024", "-o", str(path), "--as-of", "2025-01-20")
    path.write_text(path.read_text("utf-8").replace("136宗", "163宗"), "utf-8")

    plain = confirmed("report", "check", str(path), "--json").json["findings"]
    traced = confirmed("report", "check", str(path), "--plan", "2024", "--as-of", "2025-01-20", "--json").json[
        "findings"
    ]

    assert [f["code"] for f in traced if f not in plain] == ["figure_differs"]


def test_without_a_plan_no_database_is_opened(planner: Planner, clean: Path) -> None:
    assert planner("report", "check", str(clean), database="nonsense://").code == 0


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("无.txt",), 1, "找不到文件“无.txt”，请核对路径和文件名。\n"),
        (
            ("报告.txt", "--previous", "报告.txt"),
            1,
            "“报告.txt”和要核对的报告是同一份文件，没有可比的；--previous 请用上一年的报告。\n",
        ),
        (("报告.txt", "--plan", "2031"), 1, "没有代号为“2031”的计划；现有：2024。\n"),
        (
            ("报告.txt", "--material", "选材.xlsx"),
            2,
            "--material 要和 --plan 一起用。用 planner report check --help 查看用法。\n",
        ),
    ],
)
def test_what_can_not_be_checked_is_refused(
    words: tuple[str, ...], code: int, sentence: str, confirmed: Planner, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(report.parent)

    answer = confirmed("report", "check", *words)

    assert (answer.code, answer.out, answer.err) == (code, "", sentence)
