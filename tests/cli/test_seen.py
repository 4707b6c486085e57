"""Two people at the same task: who changes what moved on since they looked is told what was done, and changes nothing."""

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Planner

DAY = ("--as-of", "2024-05-06")


def version(planner: Planner, *words: str) -> int:
    return int(planner(*words, "--json", *DAY).json["version"])


def assign(planner: Planner, *words: str, actor: str = "李强") -> None:
    assert planner("task", "assign", "2024-03", "--unit", "市财政局", *words, *DAY, actor=actor).code == 0


LOGGED = ("progress", "log", "2024-03", "--unit", "市司法局", "--period", "2024Q1", "--text", "评查案卷30宗。")
CHANGES = {
    "assign": ("task", "assign", "2024-03", "--unit", "市政府办公室", "--role", "配合"),
    "unassign": ("task", "unassign", "2024-03", "--unit", "市公安局"),
    "extend": ("task", "extend", "2024-03", "--to", "2025-03-31", "--reason", "系统未建成"),
    "extend a checkpoint": ("task", "extend", "2024-03.1", "--to", "2025-03-31", "--reason", "系统未建成"),
    "mark": ("task", "mark", "2024-03", "--first-responsible"),
    "pause": ("task", "pause", "2024-03", "--basis", "会议纪要3号"),
    "drop": ("task", "drop", "2024-03", "--basis", "会议纪要3号"),
    "merge": ("task", "merge", "2024-03", "--into", "2024-04", "--basis", "会议纪要3号"),
    "log": LOGGED,
    "accept": ("progress", "accept", "1"),
    "accept all": ("progress", "accept", "--all"),
    "return": ("progress", "return", "1", "--reason", "没有写数据"),
}


@pytest.mark.parametrize("change", list(CHANGES))
def test_change_of_a_task_is_refused_when_somebody_was_there_since(confirmed: Planner, change: str) -> None:
    assert confirmed(*LOGGED, *DAY).code == 0
    seen = version(confirmed, "task", "show", "2024-03")
    assign(confirmed, "--role", "责任", "--reason", "会议定的")
    before = confirmed("audit", "log", "--json").json
    answer = confirmed(*CHANGES[change], "--seen", str(seen), *DAY)
    assert answer.code == 1
    assert re.fullmatch(
        r"任务 2024-03在看过以后又有 1 处改动，是：\d{4}-\d\d-\d\d \d\d:\d\d 李强 指定单位 2024-03 市财政局"
        r"（配合 改为 责任，会议定的）。这次没有写入，请再看一遍；仍要改的，把 --seen 写成 \d+。\n",
        answer.err,
    )
    assert confirmed("audit", "log", "--json").json == before
    again = version(confirmed, "task", "show", "2024-03")
    assert confirmed(*CHANGES[change], "--seen", str(again), *DAY).code == 0


def test_what_was_done_to_another_task_is_in_nobodys_way(confirmed: Planner) -> None:
    seen = version(confirmed, "task", "show", "2024-03")
    assert confirmed("task", "mark", "2024-02", "--first-responsible", *DAY, actor="李强").code == 0
    assert confirmed("task", "mark", "2024-03", "--first-responsible", "--seen", str(seen), *DAY).code == 0


def test_version_of_a_task_moves_with_its_entries_and_checkpoints(confirmed: Planner) -> None:
    found = [version(confirmed, "task", "show", "2024-01")]
    for words in (
        ("task", "mark", "2024-01.1", "--owner", "市司法局"),
        ("progress", "log", "2024-01", "--unit", "市司法局", "--period", "2024Q1", "--text", "开展了审查。"),
        ("progress", "accept", "1"),
    ):
        assert confirmed(*words, *DAY).code == 0
        found.append(version(confirmed, "task", "show", "2024-01"))
    assert found == sorted(set(found))
    assert confirmed("audit", "log", "--json").json["events"][-1]["id"] == found[-1]


def test_task_show_prints_the_version(confirmed: Planner) -> None:
    assign(confirmed, "--role", "责任")
    seen = version(confirmed, "task", "show", "2024-03")
    last = confirmed("task", "show", "2024-03", *DAY).out.splitlines()[-1]
    assert last == f"版本  {seen}（改动时加 --seen {seen}，其间有别人改过就不写入）"


def test_version_that_nobody_can_have_seen_is_refused(confirmed: Planner) -> None:
    answer = confirmed("task", "mark", "2024-03", "--first-responsible", "--seen", "999", *DAY)
    assert answer.code == 1
    assert re.fullmatch(r"操作记录只到序号 \d+，没有 --seen 写的 999；版本号见 task show、unit show。\n", answer.err)


@pytest.mark.parametrize(
    "change",
    [
        ("unit", "rename", "市司法局", "市法务局"),
        ("unit", "succeed", "市司法局", "市财政局", "--from", "2024-05-06"),
        ("unit", "confirm", "市司法局"),
    ],
)
def test_change_of_a_unit_is_refused_when_somebody_was_there_since(
    confirmed: Planner, tmp_path: Path, change: tuple[str, ...]
) -> None:
    table = tmp_path / "单位.csv"
    table.write_text("单位,联络员\n市司法局,陈静\n", encoding="utf-8-sig")
    seen = version(confirmed, "unit", "show", "市司法局")
    assert confirmed(*LOGGED, *DAY).code == 0
    assert version(confirmed, "unit", "show", "市司法局") == seen
    assert confirmed("unit", "import", str(table), *DAY, actor="李强").code == 0
    answer = confirmed(*change, "--seen", str(seen), *DAY)
    assert answer.code == 1
    assert "单位“市司法局”在看过以后又有 1 处改动" in answer.err
    assert "李强 导入单位 市司法局" in answer.err
    again = version(confirmed, "unit", "show", "市司法局")
    assert confirmed(*change, "--seen", str(again), *DAY).code == 0


def test_roster_is_not_set_over_another_that_was_set_since(confirmed: Planner, tmp_path: Path) -> None:
    members = tmp_path / "名册.txt"
    members.write_text("东桥县政府\n西河区政府\n", encoding="utf-8")
    words = ("unit", "members", "各县（市、区）政府", "--set", str(members))
    seen = version(confirmed, "unit", "show", "各县（市、区）政府")
    assert confirmed(*words, *DAY, actor="李强").code == 0
    answer = confirmed(*words, "--seen", str(seen), *DAY)
    assert (answer.code, "李强 设置名册 各县（市、区）政府" in answer.err) == (1, True)


def test_seen_and_a_file_exclude_each_other(confirmed: Planner, tmp_path: Path) -> None:
    answer = confirmed("task", "assign", "--file", str(tmp_path / "表.xlsx"), "--seen", "3")
    assert (answer.code, "--file 不能和 --seen 一起用" in answer.err) == (2, True)
