"""planner report import: what it prints, its JSON, and what it refuses."""

import hashlib
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Planner

TEXT = """云溪市2023年法治政府建设年度报告
一、主要举措和成效
全年共受理行政复议申请550件，走访企业100余家。
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A published report as a text file."""
    path = tmp_path / "年报.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def corrected(tmp_path: Path) -> Path:
    """The same with another number, as a web page."""
    path = tmp_path / "更正.html"
    paragraphs = "".join(f"<p>{line}</p>" for line in TEXT.replace("550", "560").splitlines())
    path.write_text(f"<html><head><meta charset='utf-8'></head><body>{paragraphs}</body></html>", encoding="utf-8")
    return path


def test_report_is_imported_and_told_in_a_sentence(planner: Planner, report: Path, corrected: Path) -> None:
    first = planner("report", "import", str(report), "--year", "2023", "--as-of", "2024-04-01")
    again = planner("report", "import", str(report), "--year", "2023")
    replacing = ("--replace", "--reason", "发布稿有更正", "--as-of", "2024-05-06")
    second = planner("report", "import", str(corrected), "--year", "2023", *replacing)
    told = "已导入2023年的报告《云溪市2023年法治政府建设年度报告》：数据 2 个，其中 1 个是约数，只留存、不用来计算。\n"
    assert [answer.out for answer in (first, again, second)] == [
        told,
        "这份文件已于 2024-04-01 作为2023年的报告导入，没有改动。\n",
        f"{told}从 2024-05-06 起以它为准，换下的是 年报.txt。\n",
    ]
    assert [line.split()[5] for line in planner("audit", "log").out.splitlines()[1:]] == ["导入往年报告"] * 2


def test_json_holds_every_figure_with_its_words(planner: Planner, report: Path) -> None:
    answer = planner("report", "import", str(report), "--year", "2023", "--as-of", "2024-04-01", "--json")
    sentence = "全年共受理行政复议申请550件，走访企业100余家。"
    assert answer.json == {
        "report": {
            "year": 2023,
            "title": "云溪市2023年法治政府建设年度报告",
            "file_name": "年报.txt",
            "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
            "imported_on": "2024-04-01",
            "figures": [
                {
                    "name": "受理行政复议申请",
                    "printed": "550件",
                    "value": 550,
                    "measure": "件",
                    "sentence": sentence,
                    "span": [40, 44],
                    "exact": True,
                },
                {
                    "name": "走访企业",
                    "printed": "100余家",
                    "value": 100,
                    "measure": "家",
                    "sentence": sentence,
                    "span": [49, 54],
                    "exact": False,
                },
            ],
        },
        "already": False,
        "replaced": None,
    }


def test_report_is_withdrawn_for_a_reason(planner: Planner, report: Path) -> None:
    planner("report", "import", str(report), "--year", "2023", "--as-of", "2024-04-01")
    unsaid = planner("report", "withdraw", "2023")
    told = planner("report", "withdraw", "2023", "--reason", "导错了文件", "--as-of", "2024-04-02")
    again = planner("report", "withdraw", "2023", "--reason", "再撤一次", "--json")
    assert (unsaid.code, unsaid.err) == (1, "撤下2023年的报告要写明理由，请用 --reason 说明。\n")
    assert told.out == (
        "已撤下2023年的报告《云溪市2023年法治政府建设年度报告》（年报.txt），从 2024-04-02 起不再用来比较。\n"
    )
    assert (again.code, again.out, again.err) == (
        1,
        "",
        "2023年的报告已于2024-04-02撤下，没有可以撤下的；请核对年份。\n",
    )
    planner("report", "import", str(report), "--year", "2023", "--as-of", "2024-05-01")
    answer = planner("report", "withdraw", "2023", "--reason", "导错了文件", "--as-of", "2024-05-02", "--json")
    assert (answer.json["on"], answer.json["withdrawn"]["file_name"]) == ("2024-05-02", "年报.txt")
    assert [line.split()[5] for line in planner("audit", "log").out.splitlines()[1:]].count("撤下往年报告") == 2


def test_what_cant_be_taken_is_refused_in_one_sentence(planner: Planner, report: Path, corrected: Path) -> None:
    planner("report", "import", str(report), "--year", "2023", "--as-of", "2024-04-01")
    held = planner("report", "import", str(corrected), "--year", "2023")
    differs = planner("report", "import", str(corrected), "--year", "2022")
    missing = planner("report", "import", str(report.with_name("没有.txt")), "--year", "2023")
    unsaid = planner("report", "import", str(report))
    seen = re.search(r"--seen (\d+-[0-9a-f]{4})，", held.err)
    assert seen
    again = f"要换成这一份，请加 --replace，并用 --reason 写明理由；再加 --seen {seen[1]}，其间有别人换过就不写入。"
    assert [(answer.code, answer.out, answer.err) for answer in (held, differs, missing, unsaid)] == [
        (
            1,
            "",
            f"2023年的报告已于 2024-04-01 导入（年报.txt），{again}\n",
        ),
        (1, "", "报告的标题是《云溪市2023年法治政府建设年度报告》，不是2022年的，请核对 --year 和文件。\n"),
        (1, "", f"找不到文件“{report.with_name('没有.txt')}”，请核对路径和文件名。\n"),
        (2, "", "缺少选项 --year。用 planner report import --help 查看用法。\n"),
    ]
