"""No verb writes over what somebody else did unseen: it takes --seen, or says here why there is nothing to write over."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Planner
from tests.cli.test_help import SEEING, verb_of
from tests.cli.test_roles import TABLE
from tests.cli.test_seen import version
from tests.world import SMALL_PLAN

NOTHING_TO_WRITE_OVER = {
    "form collect": "every row carries the version that it went out with; a stale one sets the file aside",
    "unit add": "an addition: a name that is there is refused",
    "user add": "an addition: a name that is there is refused",
    "remind": "an addition: what went to whom, beside what was logged before",
    "backup": "a file that wasn't there, unless --replace is written",
    "migrate-to": "an empty database, or none is filled",
    "restore": "it tells which acts would be lost, asks for --replace, and keeps the present state as a backup",
}
"""Verbs that write without --seen, and what protects what is there."""

PLAN = ("plan", "import")
DAY = ("--as-of", "2024-05-06")


def test_every_verb_that_writes_says_what_it_saw_or_has_nothing_to_write_over() -> None:
    writing = {verb_of(words) for who, words in TABLE if set(who) <= set("CU")}
    assert writing >= SEEING
    assert writing - SEEING == set(NOTHING_TO_WRITE_OVER)


@pytest.mark.parametrize(
    "words",
    [
        ("unit", "add", "市气象局"),
        ("user", "add", "王敏", "--role", "统筹"),
        ("backup", "-o", "{}/备份.db"),
        ("migrate-to", "sqlite:///{}/搬家.db"),
    ],
)
def test_what_is_added_is_not_put_over_what_is_there(
    confirmed: Planner, tmp_path: Path, words: tuple[str, ...]
) -> None:
    said = [word.format(tmp_path) for word in words]
    first, second = confirmed(*said), confirmed(*said)
    assert (first.code, second.code) == (0, 1)


# ---- a plan ----


@pytest.fixture
def draft(planner: Planner, small_plan: Path) -> Planner:
    """The command line with the small plan as a draft."""
    assert planner(*PLAN, str(small_plan), "--as-of", "2024-03-11").code == 0
    return planner


@pytest.fixture
def newer(tmp_path: Path) -> Callable[[str], Path]:
    """Write a newer document of the small plan, other in the body of 2024-04."""

    def write(words: str) -> Path:
        path = tmp_path / f"{words}.txt"
        path.write_text(SMALL_PLAN.replace("加强业务学习", words), encoding="utf-8")
        return path

    return write


def test_draft_is_not_corrected_over_another_correction(draft: Planner) -> None:
    seen = version(draft, "plan", "show", "2024")
    assert draft("plan", "review", "2024", "--title", "青禾市要点", *DAY, actor="李强").code == 0
    mine = ("plan", "review", "2024", "--title", "青禾市法治要点", *DAY)
    answer = draft(*mine, "--seen", seen)
    assert answer.code == 1
    assert "计划“2024”在看过以后又有 1 处改动，是：" in answer.err
    assert "李强 核对 2024（" in answer.err
    assert "标题 青禾市要点）" in answer.err
    assert "青禾市要点" in draft("plan", "show", "2024").out.splitlines()[0]
    assert draft(*mine, "--seen", version(draft, "plan", "show", "2024")).code == 0


def test_review_workbook_may_say_what_was_seen_besides(draft: Planner, tmp_path: Path) -> None:
    book = tmp_path / "核对表.xlsx"
    seen = version(draft, "plan", "show", "2024")
    assert draft("plan", "review", "2024", "-o", str(book), *DAY).code == 0
    assert draft("plan", "review", "2024", "--title", "青禾市要点", *DAY, actor="李强").code == 0
    apply = ("plan", "review", "2024", "--apply", str(book), *DAY, "--seen")
    assert "李强 核对 2024" in draft(*apply, seen).err
    assert draft(*apply, version(draft, "plan", "show", "2024")).code == 0


def test_newer_document_does_not_take_the_place_of_one_that_came_since(
    confirmed: Planner, newer: Callable[[str], Path]
) -> None:
    seen = version(confirmed, "plan", "show", "2024")
    revise = ("--revise", "2024", *DAY)
    assert confirmed(*PLAN, str(newer("加强法律学习")), *revise, actor="李强").code == 0
    answer = confirmed(*PLAN, str(newer("加强业务培训")), *revise, "--seen", seen)
    assert (answer.code, "李强 修订 2024（" in answer.err, "加强法律学习.txt" in answer.err) == (1, True, True)
    again = version(confirmed, "plan", "show", "2024")
    log = ("progress", "log", "2024-03", "--unit", "市司法局", "--period", "2024Q1", "--text", "评查案卷30宗。")
    assert confirmed(*log, *DAY).code == 0
    assert confirmed(*PLAN, str(newer("加强业务培训")), *revise, "--seen", again).code == 0


def test_new_plan_needs_nothing_to_have_been_seen(confirmed: Planner, newer: Callable[[str], Path]) -> None:
    answer = confirmed(*PLAN, str(newer("加强法律学习")), "--code", "2024B", "--seen", "0", *DAY)
    told = "--seen 只和 --revise 一起用：新导入的计划不会盖掉什么。用 planner plan import --help 查看用法。\n"
    assert (answer.code, answer.err) == (2, told)


def test_tasks_are_not_carried_over_of_what_moved_on_since(confirmed: Planner, tmp_path: Path) -> None:
    new = tmp_path / "新要点.txt"
    new.write_text(SMALL_PLAN.replace("2024", "2025"), encoding="utf-8")
    assert confirmed(*PLAN, str(new), "--as-of", "2025-03-11").code == 0
    day = ("--as-of", "2025-03-12")
    seen = str(confirmed("plan", "show", "2025", "--json", *day).json["version"])
    over = ("plan", "rollover", "2024", "2025", *day, "--seen")
    drop = ("task", "drop", "2024-02", "--basis", "会议纪要3号", *day)
    assert confirmed(*drop, actor="李强").code == 0
    answer = confirmed(*over, seen)
    assert (answer.code, "计划“2024”在看过以后又有 1 处改动，是：" in answer.err) == (1, True)
    seen = str(confirmed("plan", "show", "2024", "--json", *day).json["version"])
    assert confirmed("plan", "review", "2025", "--title", "青禾市要点", *day, actor="李强").code == 0
    answer = confirmed(*over, seen)
    assert (answer.code, "计划“2025”在看过以后又有 1 处改动，是：" in answer.err) == (1, True)
    assert confirmed(*over, str(confirmed("plan", "show", "2025", "--json", *day).json["version"])).code == 0


# ---- a period ----


def test_period_is_not_opened_again_over_what_was_kept_since(confirmed: Planner) -> None:
    close = ("plan", "close-period", "2024Q1")
    reopen = ("plan", "reopen-period", "2024Q1", "--reason", "有更正")
    assert confirmed(*close, *DAY).code == 0
    seen = version(confirmed, "plan", "show", "2024")
    assert confirmed(*reopen, *DAY, actor="李强").code == 0
    assert confirmed(*close, *DAY, actor="李强").code == 0
    answer = confirmed(*reopen, *DAY, "--seen", seen)
    assert answer.code == 1
    assert "填报期 2024Q1 在看过以后又有 2 处改动，是：" in answer.err
    assert "李强 关账 2024 2024Q1" in answer.err
    again = version(confirmed, "plan", "show", "2024")
    assert confirmed("task", "mark", "2024-02", "--first-responsible", *DAY).code == 0
    assert confirmed(*reopen, *DAY, "--seen", again).code == 0


def test_return_day_is_not_moved_over_another_that_was_set_since(confirmed: Planner, tmp_path: Path) -> None:
    export = ("form", "export", "2024Q2", *DAY, "--return-by")
    seen = version(confirmed, "plan", "show", "2024")
    assert confirmed(*export, "2024-07-05", "-o", str(tmp_path / "甲"), actor="李强").code == 0
    answer = confirmed(*export, "2024-07-20", "-o", str(tmp_path / "乙"), "--seen", seen)
    assert answer.code == 1
    assert "填报期 2024Q2 在看过以后又有 1 处改动，是：" in answer.err
    assert "李强 开一轮填报 2024 2024Q2（交回日 2024-07-05、轮次 1）" in answer.err
    assert not (tmp_path / "乙").exists()
    again = version(confirmed, "plan", "show", "2024")
    assert confirmed(*export, "2024-07-20", "-o", str(tmp_path / "乙"), "--seen", again).code == 0


# ---- a report, a user, units ----


def test_published_report_is_not_replaced_nor_withdrawn_over_another(confirmed: Planner, tmp_path: Path) -> None:
    for number in (550, 560, 570):
        text = f"青禾市2023年法治政府建设年度报告\n一、主要举措和成效\n全年共受理行政复议申请{number}件。\n"
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")

    def take(number: int, *words: str, actor: str = "王敏") -> tuple[int, str]:
        answer = confirmed("report", "import", str(tmp_path / f"{number}.txt"), "--year", "2023", *words, actor=actor)
        return answer.code, answer.err

    over = ("--replace", "--reason", "发布稿有更正", *DAY)
    assert take(550, *DAY)[0] == 0
    seen = take(570, *DAY)[1].partition("--seen ")[2].partition("，")[0]
    assert take(560, *over, actor="李强")[0] == 0
    code, told = take(570, *over, "--seen", seen)
    assert code == 1
    assert "2023年的报告在看过以后又有 1 处改动，是：" in told
    assert "李强 导入往年报告 2023 年度报告" in told
    withdraw = ("report", "withdraw", "2023", "--reason", "导错了文件", *DAY, "--seen")
    assert "李强 导入往年报告 2023 年度报告" in confirmed(*withdraw, seen).err
    again = take(570, *DAY)[1].partition("--seen ")[2].partition("，")[0]
    assert take(570, *over, "--seen", again)[0] == 0
    assert confirmed(*withdraw, take(550, *DAY)[1].partition("--seen ")[2].partition("，")[0]).code == 0


def test_user_who_was_entered_anew_since_is_not_removed_unseen(confirmed: Planner) -> None:
    assert confirmed("user", "add", "王敏", "--role", "统筹").code == 0
    assert confirmed("user", "add", "赵明", "--role", "领导").code == 0
    seen = str(confirmed("user", "list", "--json").json["version"])
    assert confirmed("user", "list").out.splitlines()[-1].startswith(f"版本  {seen}（")
    assert confirmed("user", "remove", "赵明", "--reason", "调离").code == 0
    assert confirmed("user", "add", "赵明", "--role", "统筹").code == 0
    answer = confirmed("user", "remove", "赵明", "--seen", seen, actor="王敏")
    assert answer.code == 1
    assert "用户“赵明”在看过以后又有 2 处改动，是：" in answer.err
    assert "登记用户 赵明（统筹）" in answer.err
    again = str(confirmed("user", "list", "--json").json["version"])
    assert confirmed("user", "add", "周宁", "--role", "审计").code == 0
    assert confirmed("user", "remove", "赵明", "--seen", again).code == 0


def test_kinds_that_were_proposed_since_are_not_confirmed_with_all(confirmed: Planner) -> None:
    seen = version(confirmed, "unit", "list")
    assert confirmed("unit", "add", "市气象局", *DAY, actor="李强").code == 0
    answer = confirmed("unit", "confirm", "--all", "--seen", seen, *DAY)
    assert (answer.code, "单位“市气象局”在看过以后又有 1 处改动，是：" in answer.err) == (1, True)
    assert confirmed("unit", "confirm", "--all", "--seen", version(confirmed, "unit", "list"), *DAY).code == 0
