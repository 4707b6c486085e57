"""planner report status: the leader's page as a file, and as JSON."""

from pathlib import Path

import docx
import pytest

from tests.cli.conftest import Planner


def reported(planner: Planner) -> Planner:
    """The confirmed plan with a task done in the second quarter."""
    log = ("progress", "log", "2024-02", "--unit", "市政府办公室", "--period", "2024Q2", "--status", "已完成")
    assert planner(*log, "--text", "改进了会议组织。", "--as-of", "2024-06-03").code == 0
    assert planner("progress", "accept", "--all", "--as-of", "2024-06-05").code == 0
    return planner


def test_page_is_written_in_three_formats(confirmed: Planner, tmp_path: Path) -> None:
    reported(confirmed)
    for name in ("状态.html", "状态.md", "状态.docx"):
        path = tmp_path / name
        answer = confirmed("report", "status", "-o", str(path), "--as-of", "2024-07-05")
        assert (answer.code, answer.err) == (0, "")
        assert answer.out == f"已写 {path}：青禾市2024年法治建设工作要点，截至 2024-07-05。\n"
        assert path.stat().st_size > 1000
    told = (tmp_path / "状态.md").read_text(encoding="utf-8")
    assert "| 已完成/全部 | 0/4 | 1/4（+1） | 1/4（平） |" in told
    assert "| 6月 | 1 | 1/4 |" in told


def test_json_adds_tasks_and_quarters_to_what_status_prints(confirmed: Planner, tmp_path: Path) -> None:
    day = ("--as-of", "2024-07-05", "--json")
    short = reported(confirmed)("status", *day).json
    whole = confirmed("report", "status", "-o", str(tmp_path / "状态.md"), *day).json
    assert {key: whole[key] for key in short} == short
    assert sorted(set(whole) - set(short)) == ["quarters", "tasks"]
    assert [(each["code"], each["done"], each["done_on"]) for each in whole["tasks"]] == [
        ("2024-01", False, None),
        ("2024-02", True, "2024-06-03"),
        ("2024-03", False, None),
        ("2024-04", False, None),
    ]
    counts = [
        {key: each[key] for key in ("period", "judged_on", "over", "done", "asked", "reported")}
        for each in whole["quarters"]
    ]
    assert counts[1:] == [
        {
            "period": "2024Q2",
            "judged_on": "2024-06-30",
            "over": True,
            "done": ["2024-02"],
            "asked": 7,
            "reported": 1,
        },
        {
            "period": "2024Q3",
            "judged_on": "2024-07-05",
            "over": False,
            "done": ["2024-02"],
            "asked": 6,
            "reported": 0,
        },
    ]


def test_page_in_no_known_format_is_refused(confirmed: Planner, tmp_path: Path) -> None:
    answer = confirmed("report", "status", "-o", str(tmp_path / "状态.pdf"), "--as-of", "2024-07-05")
    assert (answer.code, answer.out) == (1, "")
    assert ".md、.html、.docx" in answer.err
    assert list(tmp_path.glob("状态*")) == []


@pytest.mark.parametrize("name", ["状态.html", "状态.md"])
def test_liaisons_page_says_that_it_is_of_one_units_tasks(confirmed: Planner, tmp_path: Path, name: str) -> None:
    assert confirmed("user", "add", "王敏", "--role", "统筹").code == 0
    assert confirmed("user", "add", "沈知远", "--role", "单位", "--unit", "市政府办公室").code == 0
    day, path, note = ("--as-of", "2024-07-05"), tmp_path / name, "只列市政府办公室承担的任务"
    said = []
    for actor in ("王敏", "沈知远"):
        assert confirmed("report", "status", "-o", str(path), *day, actor=actor).code == 0
        read = confirmed("status", *day, "--json", actor=actor).json["only_unit"]
        said.append(
            (note in path.read_text(encoding="utf-8"), note in confirmed("status", *day, actor=actor).out, read)
        )
    assert said == [(False, False, ""), (True, True, "市政府办公室")]


@pytest.mark.parametrize("name", ["状态.html", "状态.md", "状态.docx"])
def test_page_that_somebody_changed_is_not_written_over(confirmed: Planner, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write = ("report", "status", "-o", str(path), "--as-of", "2024-07-05")
    assert [confirmed(*write).code for _ in range(2)] == [0, 0]
    if path.suffix == ".docx":
        document = docx.Document(str(path))
        document.add_paragraph("请财政局阅。")
        document.save(str(path))
    else:
        path.write_text(path.read_text(encoding="utf-8").replace("青禾市", "青禾市（初稿）"), encoding="utf-8")
    changed = path.read_bytes()
    answer = confirmed(*write)
    assert (answer.code, answer.out, path.read_bytes()) == (1, "", changed)
    assert answer.err == (
        f"“{path}”已经有了，写出以后改过或另存过（或者是旧版本写的），没有覆盖；还没收回的请先收回，收回过的请移走，或换一个文件名。\n"
    )
