"""The example plan through its year: what one figure changes, and the plan of the seed where it lies at hand."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from planner.settings import shipped
from tests.cli.conftest import Planner
from tests.conftest import SHARED

EXAMPLES = shipped() / "examples"
SEED = SHARED / "seeds" / "002_4a90db0b4aea3a94.txt"
Change = Callable[[str], str]


def half_a_year(planner: Planner, folder: Path, change: Change) -> None:
    """The example plan with the second quarter's entries accepted, these changed on the way."""
    planner("plan", "import", str(EXAMPLES / "plan.txt"), "--as-of", "2024-04-22")
    planner("unit", "import", str(EXAMPLES / "units.csv"), "--as-of", "2024-04-23")
    planner("unit", "members", "各县（市、区）政府", "--set", str(EXAMPLES / "counties.txt"), "--as-of", "2024-04-23")
    planner("unit", "members", "市政府各部门", "--set", str(EXAMPLES / "departments.txt"), "--as-of", "2024-04-23")
    concerned = ("--set", str(EXAMPLES / "concerned-2024-05.txt"), "--task", "2024-05")
    planner("unit", "members", "市政府有关部门", *concerned, "--as-of", "2024-04-23")
    planner("plan", "confirm", "2024", "--as-of", "2024-04-25")
    planner("task", "mark", "2024-12.2", "--owner", "市司法局", "--as-of", "2024-04-26")
    entries = folder / "填报.csv"
    text = (EXAMPLES / "progress-2024Q2.csv").read_text(encoding="utf-8-sig")
    entries.write_text(change(text), encoding="utf-8-sig")
    assert planner("progress", "log", "--file", str(entries), "--as-of", "2024-07-20").code == 0
    assert planner("progress", "accept", "--all", "--as-of", "2024-07-20").code == 0


def results(planner: Planner, folder: Path) -> tuple[set[object], str, str]:
    """What half a year leads to: the ledger's cells, the light and reason of 2024-12, the report."""
    ledger, report = folder / "台账.xlsx", folder / "报告.md"
    assert planner("ledger", "export", "2024Q2", "-o", str(ledger), "--as-of", "2024-07-20").code == 0
    assert planner("report", "annual", "2024", "-o", str(report), "--as-of", "2024-07-20").code == 0
    rows = load_workbook(ledger)["台账"].iter_rows(values_only=True)
    cells: set[object] = {cell for row in rows for cell in row}
    late = [n for n in planner("status", "--as-of", "2024-07-20", "--json").json["late"] if n["task"] == "2024-12"]
    return cells, str(late[0]["message"]) if late else "", report.read_text(encoding="utf-8")


def test_the_example_as_it_is(planner: Planner, tmp_path: Path) -> None:
    half_a_year(planner, tmp_path, lambda text: text)
    cells, late, report = results(planner, tmp_path)
    (row,) = [r for r in example_rows() if (r["任务"], r["单位"]) == ("2024-12", "市司法局")]

    assert row["本期进展"] in cells
    assert late == ""
    assert published(row["本期进展"]) in report


def test_one_changed_figure_changes_the_ledger_the_status_and_the_report(planner: Planner, tmp_path: Path) -> None:
    (row,) = [r for r in example_rows() if (r["任务"], r["单位"]) == ("2024-12", "市司法局")]
    text = row["本期进展"]
    other = text.replace("自评自查1次", "自评自查0次")

    def none_done(entries: str) -> str:
        return entries.replace(text, other).replace(row["数据"], row["数据"].replace("2024-12.2=1次", "2024-12.2=0次"))

    half_a_year(planner, tmp_path, none_done)
    cells, late, report = results(planner, tmp_path)

    assert other != text
    assert (other in cells, text in cells) == (True, False)
    assert late.startswith("市司法局：考核点2024-12.2（")
    assert (published(other) in report, published(text) in report) == (True, False)


def published(text: str) -> str:
    """What the report makes of the bureau's words: it names the bureau."""
    return text.rstrip("。").replace("本局", "市司法局")


def example_rows() -> list[dict[str, str]]:
    """The entries of the example's second quarter."""
    with (EXAMPLES / "progress-2024Q2.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.skipif(not SEED.exists(), reason="the published seed plan is not beside the project")
def test_the_seed_plan_becomes_25_tasks(planner: Planner) -> None:
    imported = planner("plan", "import", str(SEED), "--as-of", "2024-04-22", "--json").json
    confirmed = planner("plan", "confirm", "2024", "--as-of", "2024-04-25", "--json").json
    units = planner("unit", "list", "--json").json["units"]

    assert (imported["tasks"], len(imported["units_added"]), len(imported["warnings"])) == (25, 28, 5)
    assert (confirmed["tasks"][0], confirmed["tasks"][-1], len(confirmed["tasks"])) == ("2024-01", "2024-25", 25)
    assert (confirmed["assignments"], confirmed["checkpoints"]) == (112, 13)
    assert sum(unit["collective"] for unit in units) == 5
    assert planner("plan", "import", str(SEED)).out.startswith("这份文件已经导入过，就是计划“2024”")
    assert len(planner("plan", "list", "--json").json["plans"]) == 1
