"""planner remind on the command line: the list, the JSON, what goes out, and refusals."""

import re
from pathlib import Path

import pytest

from planner.cli.widths import width
from tests.cli.conftest import Planner

DAY = ("--as-of", "2024-07-12")


def test_list_is_grouped_by_unit_who_to_ring_first_on_top(confirmed: Planner) -> None:
    answer = confirmed("remind", *DAY)

    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert lines[0] == "青禾市2024年法治建设工作要点（2024）  截至 2024-07-12  要催 4 个单位、11 件"
    assert [line for line in lines if re.match(r"\d+\. ", line)] == [
        "1. 市司法局（政府部门，推定）  没有联系方式  → 催报函",
        "2. 市公安局（政府部门，推定）  没有联系方式  → 催报函",
        "3. 市财政局（政府部门，推定）  没有联系方式  → 催报函",
        "4. 市政府办公室（政府部门，推定）  没有联系方式  → 催报函",
    ]
    assert "   2024-03.1  逾期 103 天              2024-03-31         第 1 次  评查执法案卷：每季度至少开展1次" in lines
    assert lines[-1] == "类别标“推定”的单位还没有确认类别，不发督办函；用 unit confirm 确认。"
    assert max(map(width, lines)) <= 120


def test_json_has_the_published_keys(confirmed: Planner) -> None:
    page = confirmed("remind", *DAY, "--unit", "市政府办公室", "--json").json

    assert page == {
        "plan": "2024",
        "title": "青禾市2024年法治建设工作要点",
        "as_of": "2024-07-12",
        "units": [
            {
                "unit": "市政府办公室",
                "kind": "政府部门",
                "kind_proposed": True,
                "contact": "",
                "phone": "",
                "email": "",
                "letter": "urging",
                "matters": [
                    {
                        "key": "2024-02 not_reported 2024Q2",
                        "cause": "not_reported",
                        "task": "2024-02",
                        "title": "办好政府会议",
                        "checkpoint": None,
                        "period": "2024Q2",
                        "due": "2024-07-10",
                        "due_original": None,
                        "overdue": True,
                        "days": 2,
                        "days_original": None,
                        "step": 1,
                        "message": "2024Q2应于2024-07-10报送，至今未报",
                    }
                ],
            }
        ],
        "held_back": 0,
        "awaiting_review": 0,
        "gone_on": 0,
        "files": [],
        "logged": 0,
    }


def test_letters_list_and_calendar_in_one_go(confirmed: Planner, tmp_path: Path) -> None:
    paths = (tmp_path / "发出", tmp_path / "名单.csv", tmp_path / "日历.ics")
    words = ("remind", *DAY, "--letters", str(paths[0]), "--csv", str(paths[1]), "--ics", str(paths[2]))
    answer = confirmed(*words)

    assert answer.code == 0
    assert answer.out.splitlines()[:2] == [
        f"已写 {paths[2]}：9 个到期日，提前 7 天提醒。",
        f"已写 {paths[0] / '催报函-市司法局.docx'}",
    ]
    assert "已记下 2024-07-12 催了 4 个单位、11 件：" in answer.out
    assert len(list(paths[0].iterdir())) == 4

    again = confirmed(*words)
    assert "没有新的事项要催，没有写文件，也没有新的记录。\n\n另有 11 件 5 天内催过，未列；--all 可见。" in again.out
    assert len(list(paths[0].iterdir())) == 4


def test_rung_unit_is_held_back_and_told_when_it_is_the_third_time(confirmed: Planner) -> None:
    for day in ("2024-07-12", "2024-07-18"):
        assert confirmed("remind", "--as-of", day, "--told", "市公安局", "--told", "市政府办公室").code == 0

    held = confirmed("remind", "--as-of", "2024-07-20", "--unit", "市公安局")
    assert "没有要催的事项" in held.out
    assert held.out.endswith("另有 3 件 5 天内催过，未列；--all 可见。\n")
    third = confirmed("remind", "--as-of", "2024-07-24", "--unit", "市公安局").out
    assert "   2024-03.1、2024-03、2024-04：第3次催报，建议统筹单位当面协调或报请领导" in third
    log = confirmed("audit", "log", "--target", "市公安局", "--as-of", "2024-07-24").out
    assert log.count("口头催办") == 2


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--told", "市政府办公室", "--letters", "甲"), 2, "--told 不能和 --letters 一起用"),
        (("--told", "市气象局"), 1, "单位名录里没有“市气象局”"),
        (("--told", "各县（市、区）政府"), 1, "“各县（市、区）政府”是一类单位的统称，不能列入催办"),
        (("--within", "三"), 2, "“三”不是合用的整数"),
        (("--plan", "2030"), 1, "没有"),
    ],
)
def test_wrong_wishes_are_refused(confirmed: Planner, words: tuple[str, ...], code: int, sentence: str) -> None:
    answer = confirmed("remind", *DAY, *words)

    assert (answer.code, answer.out) == (code, "")
    assert sentence in answer.err


def test_unit_with_nothing_open_cannot_have_been_rung(confirmed: Planner) -> None:
    confirmed(
        *("progress", "log", "2024-02", "--unit", "市政府办公室", "--period", "2024Q2", "--status", "推进中"),
        *("--text", "改进会议组织。", "--as-of", "2024-07-05"),
    )
    answer = confirmed("remind", *DAY, "--told", "市政府办公室")

    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "“市政府办公室”到 2024-07-12 没有要催的事项，没有记录；用 planner remind 查看要催哪些单位。\n"
    )
