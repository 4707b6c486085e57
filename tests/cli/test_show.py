"""What people see: tables by display width, lights in colour only on a terminal that wants them."""

import json
import os
import pty
import subprocess
import sys

import pytest

from planner.cli.widths import clipped, escaped, harmless, padded, width, wrapped
from tests.cli.conftest import After, Planner

RED = "\x1b[31m"


def on_a_terminal(*words: str, **environ: str) -> str:
    """What `planner …` prints when its output is a terminal."""
    terminal, end = pty.openpty()
    settings = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | environ
    run = subprocess.Popen([sys.executable, "-m", "planner", *words], stdout=end, stderr=subprocess.PIPE, env=settings)
    os.close(end)
    chunks = []
    while chunk := read(terminal):
        chunks.append(chunk)
    os.close(terminal)
    _, errors = run.communicate()
    assert (run.returncode, errors) == (0, b"")
    return b"".join(chunks).decode()


def read(terminal: int) -> bytes:
    """The next bytes of a terminal; nothing at its end, which Linux tells by an error."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def test_lights_are_coloured_on_a_terminal_and_always_named(confirmed: Planner, one_url: str) -> None:
    assert "红 2" in confirmed("status", "--as-of", "2024-07-05").out

    assert f"{RED}\x1b[1m红" in on_a_terminal("--database", one_url, "status", "--as-of", "2024-07-05")


def test_no_color_is_honoured(confirmed: Planner, one_url: str) -> None:
    assert confirmed("status").code == 0

    assert "\x1b" not in on_a_terminal("--database", one_url, "status", "--as-of", "2024-07-05", NO_COLOR="1")


def test_nothing_is_coloured_in_a_pipe(confirmed: Planner) -> None:
    assert "\x1b" not in confirmed("status", "--as-of", "2024-07-05").out


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("市司法局", 8), ("第2季度", 7), ("（一）", 6), ("", 0)])
def test_a_chinese_character_takes_two_columns(text: str, columns: int) -> None:
    assert width(text) == columns


def test_text_is_padded_clipped_and_wrapped_by_columns() -> None:
    assert padded("市局", 6) == "市局  "
    assert clipped("市司法局\n与市财政局", 12) == "市司法局 …"
    assert clipped("市司法局", 8) == "市司法局"
    assert wrapped("市司法局，市财政局", 8, indent=2) == ["  市司法局，", "  市财政局"]


def test_columns_of_a_table_stand_under_each_other(confirmed: Planner) -> None:
    header, *rows = confirmed("unit", "list").out.partition("\n\n")[0].splitlines()
    start = width(header[: header.index("类别")])

    assert len(rows) == 6
    for row in rows:
        assert width(row[: row.index("（推定）")].rstrip()) > start


def test_unit_done_with_a_checkpoint_open_is_told_and_a_done_task_is_said_to_be_done(after: After) -> None:
    words = ("--period", "2024Q2", "--status", "已完成", "--text", "完成。", "--as-of", "2024-07-03")
    planner = after(
        ("progress", "log", "2024-03", "--unit", "市公安局", *words),
        ("progress", "log", "2024-02", "--unit", "市政府办公室", *words),
        ("progress", "accept", "--all", "--as-of", "2024-07-05"),
    )

    def told(task: str) -> list[str]:
        lines = planner("task", "show", task, "--as-of", "2024-07-05").out.splitlines()
        return [line for line in lines if line.startswith(("状态", "提示"))]

    assert told("2024-03") == ["状态  执行中", "提示  市公安局：已报完成，但考核点2024-03.1未达成"]
    assert told("2024-02") == ["状态  已完成"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("清屏\x1b[2J响铃\x07", "清屏�[2J响铃�"),
        ("\u202e倒过来\u202c", "�倒过来�"),
        ("\x9b31m", "�31m"),
        ("两行\n\t一格", "两行\n\t一格"),
        (f"{RED}红\x1b[0m", f"{RED}红\x1b[0m"),
        ("责任单位：市司法局，100%", "责任单位：市司法局，100%"),
    ],
)
def test_nothing_that_is_shown_does_something_to_a_terminal(text: str, shown: str) -> None:
    assert harmless(text) == shown


def test_escaped_json_is_the_same_value() -> None:
    words = "甲\u202e乙\x9b\x7f\u2028丙\n"
    told = escaped(json.dumps([words], ensure_ascii=False))
    assert told == '["甲\\u202e乙\\u009b\\u007f\\u2028丙\\n"]'
    assert json.loads(told) == [words]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no disk that is always full")  # noqa: PTH110
def test_output_that_finds_no_room_is_told() -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            [sys.executable, "-m", "planner", "--help"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert done.stderr.decode() == (
        "结果没能输出（磁盘已满或出错），操作本身可能已经完成，请用 planner audit log 看过以后再决定要不要重做。\n"
    )
