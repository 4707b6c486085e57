"""More time on the command line: asked for, listed, answered; and tasks that are paused, dropped or merged."""

import pytest

from tests.cli.conftest import Answer, Planner

OFFICE = "市政府办公室"


def ask(planner: Planner, to: str = "2025-01-31", on: str = "2024-12-02", *more: str) -> Answer:
    """市政府办公室 asks for more time for 2024-02, which is due on 31 December."""
    words = ("--ask", "2024-02", "--unit", OFFICE, "--to", to, "--reason", "会议延后", "--as-of", on)
    return planner("progress", "extensions", *words, *more)


def test_request_is_asked_for_listed_and_approved(confirmed: Planner) -> None:
    assert ask(confirmed).out == "延期申请 1：2024-02 市政府办公室 申请延到 2025-01-31，待批。\n"
    listed = confirmed("progress", "extensions", "--as-of", "2024-12-02").out
    assert listed.partition("\n版本  ")[0] == (
        "申请  编号     单位          原时限      申请延到    理由      申请日      批复\n"
        "1     2024-02  市政府办公室  2024-12-31  2025-01-31  会议延后  2024-12-02  待批\n"
    )
    assert confirmed("progress", "extensions", "--approve", "1", "--as-of", "2024-12-03").out == (
        "延期申请 1：2024-02 市政府办公室 已同意，时限由 2024-12-31 延到 2025-01-31。\n"
    )
    assert confirmed("progress", "extensions").out.startswith("（没有）\n\n版本  ")
    assert confirmed("progress", "extensions", "--all").out == (
        "申请  编号     单位          原时限      申请延到    理由      申请日      批复\n"
        "1     2024-02  市政府办公室  2024-12-31  2025-01-31  会议延后  2024-12-02  已同意（2024-12-03）\n"
    )


def test_asking_tells_the_units_name_of_today(confirmed: Planner) -> None:
    confirmed("unit", "rename", OFFICE, "市政府办", "--as-of", "2024-12-01")
    assert ask(confirmed).out == "延期申请 1：2024-02 市政府办 申请延到 2025-01-31，待批。\n"


def test_that_a_day_is_not_the_asking_units_alone_is_told_in_time(confirmed: Planner) -> None:
    whose = ("--unit", "市公安局", "--reason", "案卷多", "--as-of", "2024-12-02")
    asked = confirmed("progress", "extensions", "--ask", "2024-03", "--to", "2025-01-31", *whose)
    assert asked.out == (
        "延期申请 1：2024-03 市公安局 申请延到 2025-01-31，待批。如同意，适用于这项任务的全部 3 个单位。\n"
    )
    point = confirmed("progress", "extensions", "--ask", "2024-03.1", "--to", "2025-01-31", *whose, "--json").json
    assert point["extensions"][0]["units"] == ["市司法局", "市公安局"]
    assert confirmed("progress", "extensions", "--as-of", "2024-12-02").out.splitlines()[2:6:2] == [
        "      如同意，适用于这项任务的全部 3 个单位",
        "      如同意，适用于承担考核点 2024-03.1 的全部 2 个单位（市司法局、市公安局）",
    ]
    approved = confirmed("progress", "extensions", "--approve", "1", "--as-of", "2024-12-03")
    assert approved.out == (
        "延期申请 1：2024-03 市公安局 已同意，时限由 2024-12-31 延到 2025-01-31，适用于这项任务的全部 3 个单位。\n"
    )
    refuse = ("--refuse", "2", "--reason", "太晚", "--as-of", "2024-12-03")
    assert confirmed("progress", "extensions", *refuse).code == 0
    every = confirmed("progress", "extensions", "--all").out.splitlines()
    assert [line for line in every if "适用于" in line] == ["      适用于这项任务的全部 3 个单位"]


def test_several_are_answered_in_one_command(confirmed: Planner) -> None:
    for to in ("2025-01-31", "2025-02-28", "2025-03-31"):
        ask(confirmed, to)
    assert confirmed("progress", "extensions", "--refuse", "3", "--reason", "太晚", "--as-of", "2024-12-03").out == (
        "延期申请 3：2024-02 市政府办公室 未同意（太晚），时限不变。\n"
    )
    assert confirmed("progress", "extensions", "--approve", "1", "2", "--as-of", "2024-12-03").out == (
        "延期申请 2：2024-02 市政府办公室 已同意，时限由 2024-12-31 延到 2025-02-28；"
        "同一时限的申请 1 要求不晚于它，一并了结。\n"
    )


def test_extensions_print_the_published_keys(confirmed: Planner) -> None:
    pending = {
        "id": 1,
        "task": "2024-02",
        "title": "办好政府会议",
        "code": "2024-02",
        "unit": OFFICE,
        "due": "2024-12-31",
        "to": "2025-01-31",
        "reason": "会议延后",
        "by": "王敏",
        "on": "2024-12-02",
        "state": "pending",
        "answer": "",
        "answered_by": "",
        "answered_on": None,
        "units": [OFFICE],
    }
    assert ask(confirmed, "2025-01-31", "2024-12-02", "--json").json == {"extensions": [pending]}
    refusal = ("--refuse", "1", "--reason", "理由不足", "--as-of", "2024-12-03", "--json")
    refused = confirmed("progress", "extensions", *refusal).json
    answered = {"state": "refused", "answer": "理由不足", "answered_by": "王敏", "answered_on": "2024-12-03"}
    assert refused == {"extensions": [pending | answered]}
    every = confirmed("progress", "extensions", "--all", "--json").json
    assert every == {**refused, "version": every["version"]}
    assert confirmed("task", "show", "2024-02", "--json").json["extensions"] == refused["extensions"]
    assert confirmed("progress", "extensions", "--task", "2024-01", "--all", "--json").json["extensions"] == []


def test_request_stands_in_status_and_with_its_task(confirmed: Planner) -> None:
    ask(confirmed)
    told = "市政府办公室申请把时限由2024-12-31延到2025-01-31（申请1）：会议延后"
    page = confirmed("status", "--as-of", "2024-12-02", "--json").json
    assert [(n["task"], n["message"]) for n in page["decisions"] if n["kind"] == "extension"] == [("2024-02", told)]
    assert f"延期申请：{told}；待批" in confirmed("task", "show", "2024-02", "--as-of", "2024-12-02").out


def test_days_of_a_checkpoint_are_shown_whole_with_those_they_were_moved_from(confirmed: Planner) -> None:
    extend = ("task", "extend", "2024-03.1", "--to", "2024-08-31", "--reason", "案卷多")
    assert confirmed(*extend, "--as-of", "2024-07-05").code == 0
    lines = confirmed("task", "show", "2024-03", "--as-of", "2024-07-05").out.splitlines()
    place = next(at for at, line in enumerate(lines) if line.startswith("2024-03.1"))
    assert "  2024-03-31、2024-08-31（延期）、2024-09-30、2024-12-31  " in lines[place]
    assert lines[place + 1] == "      2024-08-31：延期，原 2024-06-30，案卷多"


def test_both_days_late_are_shown(confirmed: Planner) -> None:
    ask(confirmed)
    confirmed("progress", "extensions", "--approve", "1", "--as-of", "2024-12-03")
    between = confirmed("status", "--as-of", "2025-01-20")
    assert "【延期后未逾期、按原时限逾期】1 项" in between.out
    after = confirmed("status", "--as-of", "2025-02-10", "--json").json
    late = next(notice for notice in after["late"] if notice["task"] == "2024-02")
    assert (late["days"], late["days_original"], late["original"]) == (10, 41, "2024-12-31")
    assert late["message"] == "市政府办公室：应于2025-01-31完成，已逾期10天，按原时限2024-12-31逾期41天"
    light = confirmed("task", "show", "2024-02", "--as-of", "2025-02-10", "--json").json["light"]
    assert (light["days"], light["days_original"], light["original"]) == (10, 41, "2024-12-31")
    row = next(line for line in confirmed("status", "--as-of", "2025-02-10").out.splitlines() if "2024-02" in line)
    assert row.split()[:4] == ["2024-02", "办好政府会议", "10天", "41天"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--ask", "2024-02"), "没有说明要做什么：申请延期要写 --ask 编号、--unit 单位、--to 日期 和 --reason 理由。"),
        (
            ("--to", "2025-01-31"),
            "没有说明要做什么：申请延期要写 --ask 编号、--unit 单位、--to 日期 和 --reason 理由。",
        ),
        (("1",), "没有说明要做什么：申请编号要和 --approve 或 --refuse 一起写。"),
        (("--approve", "7"), "没有编号为 7 的延期申请，请用 progress extensions --all 查看编号。"),
        (("--refuse", "7"), "不同意延期要写明理由，请用 --reason 说明。"),
        (
            ("--ask", "2024-02", "--unit", OFFICE, "--to", "2024-12-31", "--reason", "会议延后"),
            "2024-02 现在的时限是 2024-12-31，延期要晚于它（给的是 2024-12-31）；要改早请用责任分工表改完成时限。",
        ),
    ],
)
def test_a_wrong_request_is_refused(words: tuple[str, ...], sentence: str, confirmed: Planner) -> None:
    answer = confirmed("progress", "extensions", *words)
    assert (answer.code, answer.out, answer.err) == (1, "", f"{sentence}\n")


def test_asking_and_answering_at_once_is_wrong_usage(confirmed: Planner) -> None:
    answer = confirmed("progress", "extensions", "--approve", "1", "--refuse", "2")
    assert (answer.code, answer.err) == (
        2,
        "--approve 不能和 --refuse 一起用。用 planner progress extensions --help 查看用法。\n",
    )


@pytest.mark.parametrize("option", ["--basis", "--reason"])
def test_state_is_changed_on_a_basis_by_either_name(option: str, confirmed: Planner) -> None:
    assert confirmed("task", "pause", "2024-02", option, "会议纪要2号", "--as-of", "2024-07-01").out == (
        "2024-02：暂缓（依据：会议纪要2号）。\n"
    )
    assert confirmed("task", "resume", "2024-02", option, "会议纪要3号", "--as-of", "2024-07-02").out == (
        "2024-02：执行中（依据：会议纪要3号）。\n"
    )


@pytest.mark.parametrize(
    ("words", "deed"),
    [
        (("pause", "2024-02"), "暂缓"),
        (("drop", "2024-02"), "取消"),
        (("merge", "2024-02", "--into", "2024-03"), "并入"),
        (("resume", "2024-02"), "恢复"),
    ],
)
def test_state_without_a_basis_is_refused(words: tuple[str, ...], deed: str, confirmed: Planner) -> None:
    answer = confirmed("task", *words)
    assert (answer.code, answer.err) == (
        1,
        f"{deed}任务 2024-02 要有依据，请用 --basis 写明（文号、会议纪要等）。\n",
    )


def test_merged_task_names_its_basis_and_its_place_in_status_and_with_the_task(confirmed: Planner) -> None:
    confirmed("task", "merge", "2024-02", "--into", "2024-03", "--basis", "任务重复", "--as-of", "2024-07-01")
    told = "市政府办公室：任务并入2024-03，自2024-07-01起不亮灯（依据：任务重复）"
    page = confirmed("status", "--as-of", "2024-07-05", "--json").json
    assert [(n["task"], n["kind"], n["message"]) for n in page["out_of_action"]] == [("2024-02", "merged", told)]
    assert "【暂缓、取消、并入】1 项" in confirmed("status", "--as-of", "2024-07-05").out
    out = confirmed("task", "show", "2024-02", "--as-of", "2024-07-05").out
    assert "状态  并入 2024-03（依据：任务重复）" in out
    assert f"亮灯  不亮灯  {told}" in out


def test_day_that_is_over_already_is_taken_and_told(confirmed: Planner) -> None:
    day = ("--as-of", "2025-02-10")
    over = "提示：{} 的新时限 2025-01-31 在 2025-02-10 已经过了，没有完成的仍算逾期。\n"
    to = ("--to", "2025-01-31", "--reason", "补办手续")
    for code in ("2024-04", "2024-01.1"):
        moved = confirmed("task", "extend", code, *to, *day)
        assert (moved.code, moved.err) == (0, over.format(code))
    asked = ask(confirmed, "2025-01-31", "2025-02-10")
    approved = confirmed("progress", "extensions", "--approve", "1", *day)
    assert [(answer.code, answer.err) for answer in (asked, approved)] == [(0, over.format("2024-02"))] * 2
    ask(confirmed, "2025-02-09", "2025-02-10")
    refused = confirmed("progress", "extensions", "--refuse", "2", "--reason", "太晚", *day)
    assert (refused.code, refused.err) == (0, "")
    today = confirmed("task", "extend", "2024-02", "--to", "2025-02-10", "--reason", "补办手续", *day)
    assert (today.code, today.err) == (0, "")
