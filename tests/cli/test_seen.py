"""Two people at the same task: who changes what moved on since they looked is told what was done, and changes nothing."""

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Planner

DAY = ("--as-of", "2024-05-06")


def version(planner: Planner, *words: str) -> str:
    return str(planner(*words, "--json", *DAY).json["version"])


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
    answer = confirmed(*CHANGES[change], "--seen", seen, *DAY)
    assert answer.code == 1
    assert re.fullmatch(
        r"任务 2024-03 在看过以后又有 1 处改动，是：\d{4}-\d\d-\d\d \d\d:\d\d 李强 指定单位 2024-03 市财政局"
        r"（配合 改为 责任，会议定的）。这次没有写入，请再看一遍；仍要改的，把 --seen 写成 \d+-[0-9a-f]{4}。\n",
        answer.err,
    )
    assert confirmed("audit", "log", "--json").json == before
    again = version(confirmed, "task", "show", "2024-03")
    assert confirmed(*CHANGES[change], "--seen", again, *DAY).code == 0


def test_what_was_done_to_another_task_is_in_nobodys_way(confirmed: Planner) -> None:
    seen = version(confirmed, "task", "show", "2024-03")
    assert confirmed("task", "mark", "2024-02", "--first-responsible", *DAY, actor="李强").code == 0
    assert confirmed("task", "mark", "2024-03", "--first-responsible", "--seen", seen, *DAY).code == 0


def test_version_of_a_task_moves_with_its_entries_and_checkpoints(confirmed: Planner) -> None:
    found = [version(confirmed, "task", "show", "2024-01")]
    for words in (
        ("task", "mark", "2024-01.1", "--owner", "市司法局"),
        ("progress", "log", "2024-01", "--unit", "市司法局", "--period", "2024Q1", "--text", "开展了审查。"),
        ("progress", "accept", "1"),
    ):
        assert confirmed(*words, *DAY).code == 0
        found.append(version(confirmed, "task", "show", "2024-01"))
    ids = [int(each.partition("-")[0]) for each in found]
    assert ids == sorted(set(ids))
    assert confirmed("audit", "log", "--json").json["events"][-1]["id"] == ids[-1]


def test_task_show_prints_the_version(confirmed: Planner) -> None:
    assign(confirmed, "--role", "责任")
    seen = version(confirmed, "task", "show", "2024-03")
    last = confirmed("task", "show", "2024-03", *DAY).out.splitlines()[-1]
    assert last == f"版本  {seen}（改动时加 --seen {seen}，其间有别人改过就不写入）"


@pytest.mark.parametrize("seen", ["999", "1-0000", "-1", "abc", "", "1-"])
def test_version_that_nobody_can_have_seen_is_refused(confirmed: Planner, seen: str) -> None:
    answer = confirmed("task", "mark", "2024-03", "--first-responsible", f"--seen={seen}", *DAY)
    told = (
        f"操作记录里没有 --seen 写的“{seen}”，不是写错了，就是看过以后数据库恢复过；"
        "请再看一遍，版本号见 task show、unit show、plan show。\n"
    )
    assert (answer.code, answer.err) == (1, told)


def test_version_by_its_number_alone_will_do(confirmed: Planner) -> None:
    assign(confirmed, "--role", "责任")
    number = version(confirmed, "task", "show", "2024-03").partition("-")[0]
    words = ("task", "mark", "2024-03", "--first-responsible", "--seen", number)
    assert confirmed(*words, *DAY).code == 0
    assert "又有 1 处改动" in confirmed(*words, *DAY).err


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
    answer = confirmed(*change, "--seen", seen, *DAY)
    assert answer.code == 1
    assert "单位“市司法局”在看过以后又有 1 处改动" in answer.err
    assert "李强 导入单位 市司法局" in answer.err
    again = version(confirmed, "unit", "show", "市司法局")
    assert confirmed(*change, "--seen", again, *DAY).code == 0


def test_roster_is_not_set_over_another_that_was_set_since(confirmed: Planner, tmp_path: Path) -> None:
    members = tmp_path / "名册.txt"
    members.write_text("东桥县政府\n西河区政府\n", encoding="utf-8")
    words = ("unit", "members", "各县（市、区）政府", "--set", str(members))
    seen = version(confirmed, "unit", "show", "各县（市、区）政府")
    assert confirmed(*words, *DAY, actor="李强").code == 0
    answer = confirmed(*words, "--seen", seen, *DAY)
    assert (answer.code, "李强 设置名册 各县（市、区）政府" in answer.err) == (1, True)


def test_lists_say_which_version_they_show(confirmed: Planner) -> None:
    assert confirmed(*LOGGED, *DAY).code == 0
    for words in (("progress", "list", "--pending"), ("unit", "list"), ("plan", "show", "2024")):
        seen = version(confirmed, *words)
        last = confirmed(*words, *DAY).out.splitlines()[-1]
        assert last == f"版本  {seen}（改动时加 --seen {seen}，其间有别人改过就不写入）"


@pytest.mark.parametrize(
    "words", [("progress", "list", "--pending"), ("progress", "extensions"), ("user", "list")], ids=" ".join
)
def test_list_with_nothing_in_it_says_its_version_too(words: tuple[str, ...], confirmed: Planner) -> None:
    seen = confirmed(*words, "--json").json["version"]
    assert confirmed(*words).out == (f"（没有）\n\n版本  {seen}（改动时加 --seen {seen}，其间有别人改过就不写入）\n")


def test_request_is_not_answered_over_what_was_decided_since(confirmed: Planner) -> None:
    asks = (
        "progress",
        "extensions",
        "--ask",
        "2024-03",
        "--unit",
        "市公安局",
        "--to",
        "2025-03-31",
        "--reason",
        "案卷多",
    )
    first = version(confirmed, "task", "show", "2024-03")
    assign(confirmed, "--role", "责任")
    assert "李强 指定单位 2024-03 市财政局" in confirmed(*asks, "--seen", first, *DAY).err
    seen = version(confirmed, "task", "show", "2024-03")
    assert confirmed(*asks, "--seen", seen, *DAY).code == 0
    for words in (("--approve", "1"), ("--refuse", "1", "--reason", "不能再延")):
        answer = confirmed("progress", "extensions", *words, "--seen", seen, *DAY)
        assert (answer.code, "王敏 申请延期 2024-03 市公安局" in answer.err) == (1, True)
    again = version(confirmed, "task", "show", "2024-03")
    assert confirmed("progress", "extensions", "--approve", "1", "--seen", again, *DAY).code == 0


def test_plan_is_not_confirmed_nor_a_period_closed_over_what_was_done_since(planner: Planner, small_plan: Path) -> None:
    assert planner("plan", "import", str(small_plan), "--as-of", "2024-03-11").code == 0
    seen = version(planner, "plan", "show", "2024")
    assert planner("plan", "review", "2024", "--title", "青禾市要点", *DAY, actor="李强").code == 0
    answer = planner("plan", "confirm", "2024", "--seen", seen, *DAY)
    assert (answer.code, "计划“2024”在看过以后又有 1 处改动，是：" in answer.err) == (1, True)
    assert planner("plan", "confirm", "2024", "--seen", version(planner, "plan", "show", "2024"), *DAY).code == 0
    seen = version(planner, "plan", "show", "2024")
    assign(planner, "--role", "责任")
    close = ("plan", "close-period", "2024Q1", "--seen")
    assert "李强 指定单位" in planner(*close, seen, *DAY).err
    assert planner(*close, version(planner, "plan", "show", "2024"), *DAY).code == 0


def test_list_of_units_is_not_taken_over_another(confirmed: Planner, tmp_path: Path) -> None:
    table = tmp_path / "单位.csv"
    table.write_text("单位,联络员\n市司法局,陈静\n", encoding="utf-8-sig")
    seen = version(confirmed, "unit", "list")
    assert confirmed("unit", "import", str(table), *DAY, actor="李强").code == 0
    table.write_text("单位,联络员\n市司法局,周宁\n", encoding="utf-8-sig")
    answer = confirmed("unit", "import", str(table), "--seen", seen, *DAY)
    assert (answer.code, "李强 导入单位 市司法局" in answer.err) == (1, True)
    again = version(confirmed, "unit", "list")
    assert confirmed("unit", "import", str(table), "--seen", again, *DAY).code == 0


@pytest.mark.parametrize(
    ("words", "table"),
    [
        (("task", "assign", "--file"), "编号,牵头单位,责任单位,配合单位\n2024-03,市公安局,市司法局,市财政局\n"),
        (("progress", "log", "--file"), "任务,单位,填报期,本期进展\n2024-03,市公安局,2024Q1,评查案卷30宗。\n"),
    ],
)
def test_table_that_people_made_is_not_taken_over_what_was_done_since(
    confirmed: Planner, tmp_path: Path, words: tuple[str, ...], table: str
) -> None:
    file = tmp_path / "表.csv"
    file.write_text(table, encoding="utf-8-sig")
    seen = version(confirmed, "task", "show", "2024-03")
    assign(confirmed, "--role", "责任")
    answer = confirmed(*words, str(file), "--seen", seen, *DAY)
    assert (answer.code, "李强 指定单位 2024-03 市财政局" in answer.err) == (1, True)
    assert confirmed(*words, str(file), "--seen", version(confirmed, "task", "show", "2024-03"), *DAY).code == 0


def test_row_whose_version_was_emptied_is_a_fault_where_it_changes_something(
    confirmed: Planner, tmp_path: Path
) -> None:
    table = "编号,牵头单位,责任单位,配合单位,版本\n2024-03,{},市公安局,市财政局,\n"
    file = tmp_path / "表.csv"
    file.write_text(table.format("市司法局"), encoding="utf-8-sig")
    assert confirmed("task", "assign", "--file", str(file), *DAY).code == 0
    file.write_text(table.format("市政府办公室"), encoding="utf-8-sig")
    answer = confirmed("task", "assign", "--file", str(file), *DAY)
    assert (answer.code, "第2行：2024-03 的“版本”一格空了" in answer.err) == (1, True)
