"""planner unit members: which roster holds, and what is told where there is none to see."""

from pathlib import Path

from tests.cli.conftest import Planner

COUNTIES, CONCERNED = "各县（市、区）政府", "市政府有关部门"
DAY = ("--as-of", "2024-03-20")


def test_task_asked_for_shows_the_roster_that_holds_for_it(confirmed: Planner, tmp_path: Path) -> None:
    listed = tmp_path / "名册.txt"
    listed.write_text("东桥县政府\n西桥县政府\n", encoding="utf-8")
    unset = confirmed("unit", "members", CONCERNED, "--task", "2024-04", *DAY)
    assert unset.out == f"{CONCERNED}（任务 2024-04）：名册未设。\n"
    assert confirmed("unit", "members", COUNTIES, "--set", str(listed), *DAY).code == 0
    assert confirmed("unit", "members", COUNTIES, "--task", "2024-01", *DAY).out.splitlines() == [
        "任务 2024-01 没有单独的名册，用的是各项任务共用的：",
        f"{COUNTIES} 2024-03-20 起 2 个：东桥县政府、西桥县政府",
    ]
    listed.write_text("西桥县政府\n", encoding="utf-8")
    assert confirmed("unit", "members", COUNTIES, "--task", "2024-01", "--set", str(listed), *DAY).code == 0
    own = f"{COUNTIES}（任务 2024-01） 2024-03-20 起 1 个：西桥县政府\n"
    assert confirmed("unit", "members", COUNTIES, "--task", "2024-01", *DAY).out == own


def test_liaison_is_told_that_a_roster_is_set_that_its_unit_is_not_on(confirmed: Planner, tmp_path: Path) -> None:
    listed = tmp_path / "名册.txt"
    listed.write_text("东桥县政府\n西桥县政府\n", encoding="utf-8")
    assert confirmed("unit", "members", COUNTIES, "--set", str(listed), *DAY).code == 0
    assert confirmed("user", "add", "王敏", "--role", "统筹").code == 0
    assert confirmed("user", "add", "李强", "--role", "单位", "--unit", "市司法局").code == 0
    told = confirmed("unit", "members", COUNTIES, *DAY, actor="李强")
    assert told.out == f"{COUNTIES}：名册里没有本单位，看不到。\n"
    answer = confirmed("unit", "members", COUNTIES, "--json", *DAY, actor="李强")
    assert answer.json == {"rosters": [], "rosters_hidden": True}
